"""``seatline caller``: one call from the command line.

In:  arguments. Out: what happens as lines of text, or with --json one line of JSON at the end;
exit code 0 when the call was answered, 1 when not, 2 for arguments that cannot be used.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from app.caller import words
from app.caller.caller import Caller
from app.caller.model import CODECS, CallerError, CallPlan, CallReport, Step


def main(argv: list[str]) -> int:
    """Make one call. ``argv`` without the program's name."""
    arguments = _parser().parse_args(argv)
    try:
        return asyncio.run(_call(arguments))
    except CallerError as error:
        _say(str(error), error=True)
        return 1
    except KeyboardInterrupt:
        return 130


async def _call(arguments: argparse.Namespace) -> int:
    language: str = arguments.lang

    def on_step(step: Step) -> None:
        line = words.step_line(step, language)
        if line and not arguments.json:
            _say(line)

    caller = Caller()
    plan = _plan(arguments)
    try:
        report = await caller.run(plan, on_step)
    except asyncio.CancelledError:  # Ctrl-C: the caller has hung up, tell how it was
        report = await caller.wait_ended()
    _tell(report, plan, language, as_json=arguments.json)
    return 0 if report.answered else 1


def _tell(report: CallReport, plan: CallPlan, language: str, *, as_json: bool) -> None:
    if as_json:
        _say(report.as_json())
        return
    for line in words.end_lines(report, language):
        _say(line, error=not report.answered)
    if plan.record and report.answered:
        _say(words.recorded_line(plan.record, language))


def _plan(arguments: argparse.Namespace) -> CallPlan:
    return CallPlan(
        to=arguments.to,
        from_number=arguments.from_number,
        from_name=arguments.from_name,
        digits=arguments.digits,
        speak=arguments.speak,
        record=arguments.record,
        seconds=arguments.seconds,
        answer_s=arguments.answer_seconds,
        codecs=tuple(name.strip().upper() for name in arguments.codecs.split(",")),
        digit_start_s=arguments.digit_start,
        host=arguments.host,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="seatline caller",
        description="Call a number as a customer would: press keys, speak, listen, and report.",
    )
    add = parser.add_argument
    add("--to", required=True, metavar="sip:NUMBER@HOST:PORT", help="whom to call")
    add("--from", required=True, dest="from_number", metavar="NUMBER", help="the customer's number")
    add("--from-name", default="", metavar="NAME", help="the customer's name as the network shows it")
    add("--digits", default="", help='keys to press: "1,w3,2" presses 1, waits 3 s, presses 2')
    add(
        "--digit-start",
        type=_seconds,
        default=1.0,
        metavar="S",
        help="wait before the first key (%(default)s s)",
    )
    add(
        "--speak",
        metavar="FILE|TEXT",
        help="a sound file, tone:440, or a text (zh:…, en:…); repeated, once with once: before it",
    )
    add("--record", type=Path, metavar="FILE", help="write what is heard to a WAV file")
    add("--seconds", type=_seconds, default=20.0, help="hang up after so many seconds (%(default)s)")
    add(
        "--answer-seconds",
        type=_seconds,
        metavar="S",
        help="ring no longer than this (default: as --seconds)",
    )
    add(
        "--codecs",
        default="PCMA,PCMU",
        help=f"in order of preference, out of {','.join(CODECS)} (%(default)s)",
    )
    add("--host", default="", help="our own address, where the machine has several")
    add("--lang", choices=words.LANGUAGES, default=words.default_language(), help="language of the messages")
    add("--json", action="store_true", help="print only the report, as one line of JSON")
    return parser


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 86400:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds between 0 and 86400")
    return value


def _say(line: str, *, error: bool = False) -> None:
    stream = sys.stderr if error else sys.stdout
    stream.write(line + "\n")
    stream.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
