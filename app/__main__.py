"""``seatline server | desktop | caller | demo | admin | bench``: its parts are loaded when asked for."""

from __future__ import annotations

import sys
from importlib import import_module

COMMANDS: dict[str, tuple[str, str]] = {
    "server": ("app.server.cli", "answer the company's number: telephony, storage and API in one program"),
    "desktop": ("app.ui.cli", "the agent's window with the built-in softphone"),
    "caller": ("app.caller.cli", "a simulated customer with a telephone"),
    "demo": ("app.demo.cli", "everything from nothing to a customer's call on an agent's desk"),
    "admin": ("app.server.admin", "administrative acts: passwords, recordings, checks"),
    "bench": ("app.demo.bench", "measure this machine; figures as JSON under build/bench/"),
}


def main(argv: list[str] | None = None) -> int:
    """Returns the exit code: 0 well, 1 failed, 2 wrong words on the command line."""
    words = sys.argv[1:] if argv is None else argv
    if words and words[0] in COMMANDS:
        module = import_module(COMMANDS[words[0]][0])
        return int(module.main(words[1:]))
    if words and words[0] in ("--version", "-V"):
        from app import __version__

        print(f"seatline {__version__}")
        return 0
    asked = not words or words[0] in ("-h", "--help", "help")
    stream = sys.stdout if asked else sys.stderr
    if not asked:
        print(f"seatline: there is no command {words[0]!r}.", file=stream)
    print("usage: seatline COMMAND [options]   (seatline COMMAND --help tells more)\n", file=stream)
    for name, (_, text) in COMMANDS.items():
        print(f"  {name:8} {text}", file=stream)
    return 0 if asked else 2


if __name__ == "__main__":
    raise SystemExit(main())
