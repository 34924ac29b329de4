"""``seatline desktop``: reads the command line, checks that there is a display, runs the window."""

from __future__ import annotations

import argparse
import logging
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

NO_DISPLAY = (
    "seatline desktop needs a screen, and none was found. Start it on a desktop, or set DISPLAY to one "
    "(without a screen: 'xvfb-run seatline desktop')."
)
X11_PORT = 6000
CONNECT_LIMIT_S = 2.0


def main(argv: list[str]) -> int:
    """Exit codes: 0 ended by the person, 2 cannot start."""
    options = _parser().parse_args(argv)
    logging.basicConfig(
        level=logging.DEBUG if options.verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    if not has_display(os.environ, sys.platform):
        print(NO_DISPLAY, file=sys.stderr)  # noqa: T201 - the answer to a command
        return 2
    from app.ui.composition import DesktopOptions, run

    return run(
        DesktopOptions(
            server_url=options.server,
            username=options.user,
            trust_sha256=options.trust,
            config_dir=options.config,
            language=options.lang,
            theme=options.theme,
            link=options.link,
        )
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="seatline desktop", description="The agent's window.")
    parser.add_argument("--server", default="", metavar="URL", help="address of the server")
    parser.add_argument("--user", default="", metavar="NAME", help="user name to sign in with")
    parser.add_argument(
        "--trust", metavar="SHA256", help="fingerprint of the server's certificate, if it is known"
    )
    parser.add_argument("--config", type=Path, metavar="DIR", help="folder of settings and unsent notes")
    parser.add_argument("--lang", choices=("zh", "en"), help="language of the window")
    parser.add_argument("--theme", choices=("light", "dark", "contrast", "system"), help="look of the window")
    parser.add_argument("link", nargs="?", default="", help="a telephone link to call: tel:…, sip:…")
    parser.add_argument("--verbose", action="store_true", help="write a detailed log to standard error")
    return parser


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Qt ends the process when it finds no X server, so look before."""
    if not platform.startswith("linux") or environment.get("QT_QPA_PLATFORM", "xcb").split(":")[0] not in (
        "xcb",
        "wayland",
    ):
        return True
    if environment.get("WAYLAND_DISPLAY"):
        return True
    display = environment.get("DISPLAY", "")
    host, _, number = display.rpartition(":")
    number = number.split(".")[0]
    if not number.isdigit():
        return False
    return _x11_answers(host, int(number))


def _x11_answers(host: str, number: int) -> bool:
    targets: list[tuple[int, str | tuple[str, int]]] = []
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        targets = [(socket.AF_UNIX, "\0" + path), (socket.AF_UNIX, path)]
    else:
        targets = [(socket.AF_INET, (host, X11_PORT + number))]
    for family, address in targets:
        with socket.socket(family, socket.SOCK_STREAM) as line:
            line.settimeout(CONNECT_LIMIT_S)
            try:
                line.connect(address)
            except OSError:
                continue
            return True
    return False
