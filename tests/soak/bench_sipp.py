"""Load by sipp, an independent caller: call set-ups a second, time to the answer, memory a conversation.

``measure()`` gives a dict for ``make bench``; ``python -m tests.soak.bench_sipp`` prints it as JSON. The
server is the real command with the sample company; calls go to 4002, whose flow answers, greets and plays
music. Everything is on this machine, sipp included.

``--overload`` calls more often than calls can be set up and says, of each rate, how many a second were
answered, how many were told at once to go elsewhere (503) and how many got neither. It ends after about a
minute, at the latest after four (sipp is stopped), whatever the machine does.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from app.demo.stage import RunningServer, free_range, server
from tests.doubles.sipp_load import SippLoad, part
from tests.soak.machine import look

CONCURRENT = (10, 50, 100, 200, 400)
RATES = (50, 100, 150, 200)
TOO_MANY = (200, 300)  # a second, for so long that overload is noticed and over again several times
SETUPS_S, TOO_MANY_S = 4, 15
NUMBER = "4002"
HEAR_S = 6.0  # how long all hear the greeting and music before they hang up
RTP_PORTS = 2400


def measure(concurrent: tuple[int, ...] = CONCURRENT, rates: tuple[int, ...] = RATES) -> dict[str, Any]:
    """Blocking; about three minutes. Keys: answered_per_s, setups, overload, conversations."""
    return asyncio.run(_measure(concurrent, rates, TOO_MANY))


def measure_overload(rates: tuple[int, ...] = TOO_MANY) -> dict[str, Any]:
    """Blocking; about a minute. More calls than can be set up: how many are answered and how soon, how many
    are told to go elsewhere. At the latest after four minutes."""
    return asyncio.run(_measure((), (), rates))


async def _measure(
    concurrent: tuple[int, ...], rates: tuple[int, ...], too_many: tuple[int, ...]
) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with server(folder, rtp=free_range(RTP_PORTS)) as running:
            await _load(running, folder).run(calls=10, per_s=10, talk_ms=200)  # everything is warm
            setups = [await _setups(running, folder, rate, SETUPS_S) for rate in rates]
            overload = [await _setups(running, folder, rate, TOO_MANY_S) for rate in too_many]
            rows = [await _held(running, folder, count) for count in concurrent]
    good = [
        row["answered_per_s"]
        for row in setups
        if not row["failed"] + row["refused_per_s"] and row["answer_ms_p95"] <= 15
    ]
    return {
        "number": NUMBER,
        "answered_per_s": max(good, default=0),  # all of them, 95 % within 15 ms
        "setups": setups,
        "overload": overload,
        "conversations": rows,
    }


def _load(running: RunningServer, folder: Path, media: str = "deaf") -> SippLoad:
    return SippLoad(folder, ("127.0.0.1", running.sip_port), NUMBER, media, seconds=60, must_end=False)


async def _setups(running: RunningServer, folder: Path, per_s: int, seconds: int) -> dict[str, Any]:
    """Short calls at this rate."""
    load = _load(running, folder)
    before, began_s = look(running.process.pid, 0.0), time.monotonic()
    await load.run(calls=seconds * per_s, per_s=per_s, talk_ms=500)
    took_s = time.monotonic() - began_s - 0.5
    after = look(running.process.pid, took_s)
    return {
        "per_s": per_s,
        "seconds": seconds,
        "calls": seconds * per_s,
        "answered_per_s": round(load.successful / max(took_s, seconds)),
        "refused_per_s": round(load.refused / max(took_s, seconds)),
        "refused": load.refused,
        "failed": load.failed,
        "unfinished": seconds * per_s - load.successful - load.refused - load.failed,
        "retransmissions": load.retransmissions,
        "answer_ms_p50": part(load.answer_ms, 0.5),
        "answer_ms_p95": part(load.answer_ms, 0.95),
        "answer_ms_worst": part(load.answer_ms, 1.0),
        "control_cpu_ms_per_call": round(
            1000 * (after.control_cpu_s - before.control_cpu_s) / max(1, load.successful), 2
        ),
    }


def in_words(row: dict[str, Any]) -> str:
    """What came of calls at one rate, in a line."""
    lost = row["failed"] + row["unfinished"]
    return (
        f"{row['per_s']} calls a second for {row['seconds']} s: {row['answered_per_s']} a second answered"
        f" (half within {row['answer_ms_p50']:.0f} ms, 95 % within {row['answer_ms_p95']:.0f} ms),"
        f" {row['refused_per_s']} a second refused at once (503), {lost} of {row['calls']} calls neither"
    )


async def _held(running: RunningServer, folder: Path, count: int) -> dict[str, Any]:
    """So many calls at once, each answered and hearing music, which sipp sends back."""
    pid = running.process.pid
    before = look(pid, 0.0)
    load = _load(running, folder, "echo")
    per_s = min(100, max(10, count // 2))
    build_s = count / per_s
    talk_ms = int(1000 * (build_s + HEAR_S + 1))
    async with load.running(calls=count, per_s=per_s, talk_ms=talk_ms):
        await asyncio.sleep(build_s + 1.5)
        begin = look(pid, time.monotonic())
        await asyncio.sleep(HEAR_S - 1)
        during = look(pid, time.monotonic())
    window_s = during.at_s - begin.at_s
    grown_mb = during.control_mb + during.media_mb - before.control_mb - before.media_mb
    return {
        "conversations": count,
        "answered": load.successful,
        "failed": load.failed,
        "answer_ms_p95": part(load.answer_ms, 0.95),
        "memory_mb_control": round(during.control_mb, 1),
        "memory_mb_media": round(during.media_mb, 1),
        "memory_mb_per_conversation": round(max(0.0, grown_mb) / count, 3),
        "cpu_pct_control": round(100 * (during.control_cpu_s - begin.control_cpu_s) / window_s, 1),
        "cpu_pct_media": round(100 * (during.media_cpu_s - begin.media_cpu_s) / window_s, 1),
        "cpu_pct_per_conversation": round(
            100
            * (during.control_cpu_s + during.media_cpu_s - begin.control_cpu_s - begin.media_cpu_s)
            / window_s
            / count,
            3,
        ),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a server with sipp.")
    parser.add_argument("--quick", action="store_true", help="10 and 50 calls, 50 and 100 a second")
    parser.add_argument("--overload", action="store_true", help="only more calls than can be set up")
    words = parser.parse_args()
    if words.overload:
        found = measure_overload()
        print("\n".join(map(in_words, found["overload"])), file=sys.stderr)
    else:
        found = measure((10, 50), (50, 100)) if words.quick else measure()
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
