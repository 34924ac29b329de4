"""A long run at half load: does memory stay flat? ``python -m tests.soak.run --minutes 30``.

200 calls at once (half of the 400 that one server is built for), each of half a minute and followed by
another, hear greeting and music of the real server and send it back. Memory of control and media processes
is looked at every 5 s. Ends by itself; prints JSON; the exit code says whether memory stayed flat and no
call failed. ``build/soak/`` keeps the samples.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from app.demo.stage import free_range, server
from tests.doubles.sipp_load import SippLoad, part
from tests.soak.machine import Sample, look, slope_mb_per_h

AT_ONCE = 200
CALL_S = 30.0
LOOK_S = 5.0
WARM_UP_SHARE = 0.25  # of the time; caches and pools fill
WARM_UP_LEAST_S = 60.0
MOST_MB_PER_H = 20.0  # that much of a slope is noise of the allocator in half an hour
MOST_GROWN_MB = 4.0  # … and that much between the first and last fifth after the warm-up in a short run


async def soak(minutes: float, at_once: int) -> dict[str, Any]:
    samples: list[Sample] = []
    seconds = 60 * minutes
    per_s = max(1.0, at_once / CALL_S)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with server(folder, rtp=free_range(8 * at_once + 400)) as running:
            load = SippLoad(
                folder, ("127.0.0.1", running.sip_port), "4002", "echo", seconds=seconds + CALL_S + 60
            )
            calls = int(per_s * seconds)
            began_s = time.monotonic()
            async with load.running(calls=calls, per_s=per_s, talk_ms=int(1000 * CALL_S), at_once=at_once):
                while (at_s := time.monotonic() - began_s) < seconds:
                    samples.append(look(running.process.pid, at_s))
                    if sys.stderr.isatty() or len(samples) % 12 == 1:
                        last = samples[-1]
                        memory = f"control {last.control_mb:6.1f} MB, media {last.media_mb:6.1f} MB"
                        print(f"{at_s:6.0f} s: {memory}", file=sys.stderr, flush=True)
                    with contextlib.suppress(TimeoutError):
                        await asyncio.sleep(LOOK_S)
            faults = running.log.read_text(encoding="utf-8", errors="replace").count("Traceback")
    return result(minutes, at_once, samples, load, faults)


def result(
    minutes: float, at_once: int, samples: list[Sample], load: SippLoad, faults: int
) -> dict[str, Any]:
    warm_s = max(WARM_UP_LEAST_S, WARM_UP_SHARE * 60 * minutes)
    warm = [each for each in samples if each.at_s >= warm_s] or samples
    found: dict[str, Any] = {
        "minutes": minutes,
        "at_once": at_once,
        "calls": load.successful,
        "failed": load.failed,
        "answer_ms_p95": part(load.answer_ms, 0.95),
        "tracebacks": faults,
        "cpu_pct": round(
            100
            * (warm[-1].control_cpu_s + warm[-1].media_cpu_s - warm[0].control_cpu_s - warm[0].media_cpu_s)
            / max(1.0, warm[-1].at_s - warm[0].at_s),
            1,
        ),
    }
    flat = True
    for kind in ("control", "media"):
        line = [(each.at_s, each.control_mb if kind == "control" else each.media_mb) for each in warm]
        fifth = max(1, len(line) // 5)
        grown = sum(mb for _, mb in line[-fifth:]) / fifth - sum(mb for _, mb in line[:fifth]) / fifth
        slope = slope_mb_per_h(line)
        found[kind] = {
            "first_mb": round(line[0][1], 1),
            "last_mb": round(line[-1][1], 1),
            "grown_mb": round(grown, 2),
            "slope_mb_per_h": round(slope, 1),
        }
        flat = flat and (slope < MOST_MB_PER_H or grown < MOST_GROWN_MB)
    found["flat"] = flat
    folder = Path("build/soak")
    folder.mkdir(parents=True, exist_ok=True)
    rows = [[round(s.at_s, 1), round(s.control_mb, 2), round(s.media_mb, 2)] for s in samples]
    (folder / "samples.json").write_text(json.dumps(rows))
    (folder / "soak.json").write_text(json.dumps(found, indent=1))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--at-once", type=int, default=AT_ONCE)
    words = parser.parse_args()
    found = asyncio.run(soak(words.minutes, words.at_once))
    print(json.dumps(found, indent=1))
    return 0 if found["flat"] and not found["failed"] and not found["tracebacks"] else 1


if __name__ == "__main__":
    sys.exit(main())
