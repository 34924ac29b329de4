"""sipp, the program: an independent telephone that plays a scenario many times against a port.

In:  a scenario (``sipp_scenarios``), how many calls at which rate, how the line is.
Out: how its calls ended, how soon each was answered, how often something had to be repeated.

Debian: sip-tester. It is ended after ``seconds`` whatever it does.
"""

from __future__ import annotations

import asyncio
import contextlib
import csv
import itertools
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.demo.stage import free_port

_runs = itertools.count(1)


@dataclass
class Counted:
    """Filled when sipp has ended.

    ``refused``: told at once to go elsewhere (503); ``failed``: neither that nor answered and ended.
    """

    exit_code: int = -1
    successful: int = 0
    refused: int = 0
    failed: int = 0
    retransmissions: int = 0
    answer_ms: list[float] = field(default_factory=list[float])
    output: str = ""


@asynccontextmanager
async def sipp(
    folder: Path,
    target: tuple[str, int],
    scenario: str,
    *,
    calls: int,
    per_s: float,
    at_once: int = 0,
    seconds: float = 60.0,
    transport: str = "u1",
    lost_percent: float = 0.0,
    echo: bool = False,
    must_end: bool = True,
    strict: bool = False,
) -> AsyncGenerator[Counted]:
    """Runs while the block does; at the end it is waited for, until all ``calls`` are over.

    ``transport``: "u1" UDP, "t1" TCP. ``echo``: sends back what it hears. ``strict``: a message that is not
    in the scenario fails the call; else what comes late or twice is no reason to give it up. ``must_end``:
    calls that never end are a TimeoutError; else they are put out, neither successful nor failed.
    """
    home = folder / f"sipp-{next(_runs)}"
    home.mkdir(parents=True)
    (home / "scenario.xml").write_text(scenario)
    process = await asyncio.create_subprocess_exec(
        "sipp", f"{target[0]}:{target[1]}", "-sf", "scenario.xml", "-i", "127.0.0.1", "-p", str(free_port()),
        "-mp", str(free_port() & ~1), *(["-rtp_echo"] if echo else []),
        "-m", str(calls), "-r", str(max(1, round(per_s))), "-l", str(at_once or calls + 1), "-t", transport,
        *(["-lost", str(lost_percent)] if lost_percent else []),
        *([] if strict else ["-default_behaviors", "all,-abortunexp"]),
        "-nostdin", "-timeout", f"{seconds:.0f}s", "-trace_err", "-error_file", "errors.txt",
        "-trace_stat", "-stf", "stat.csv", "-fd", "1", "-trace_rtt", "-rtt_freq", "1",
        cwd=home,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    counted = Counted()
    reading = asyncio.get_running_loop().create_task(process.communicate())
    try:
        yield counted
        with contextlib.nullcontext() if must_end else contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds + 10):
                await asyncio.shield(reading)
    finally:
        if process.returncode is None:
            process.kill()
        await asyncio.gather(reading, return_exceptions=True)
    output = reading.result()[0]
    counted.exit_code = process.returncode or 0
    errors = home / "errors.txt"
    text = errors.read_text(errors="replace") if errors.exists() else output.decode(errors="replace")
    counted.output = text[-3000:]
    assert (home / "stat.csv").exists(), f"sipp did not play its scenario: {counted.output}"
    _count(counted, home)


def _count(counted: Counted, home: Path) -> None:
    names, *_, totals = csv.reader((home / "stat.csv").read_text().splitlines(), delimiter=";")
    last = dict(zip(names, totals, strict=False))
    counted.refused = int(last.get("GenericCounter1(C)") or 0)
    counted.successful = int(last["SuccessfulCall(C)"]) - counted.refused
    counted.failed = int(last["FailedCall(C)"])
    counted.retransmissions = int(last["Retransmissions(C)"])
    for path in home.glob("*_rtt.csv"):
        for row in csv.DictReader(path.read_text().splitlines(), delimiter=";"):
            with contextlib.suppress(ValueError, KeyError, TypeError):
                counted.answer_ms.append(float(row["response_time_ms"]))
