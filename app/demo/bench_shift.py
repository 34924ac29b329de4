"""Measures a busy shift at the real window: stalls of its event loop, frames, memory over many calls.

In:  how many calls. Out: figures. It is played by ``tests.soak.busy_shift`` with the tests' own server, so it
can be measured where the source is.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from app.demo.bench_machine import ROOT
from app.demo.stage import StageError

PLAY = ROOT / "tests" / "soak" / "busy_shift.py"


async def busy_shift(calls: int, more: int) -> dict[str, Any]:
    """``calls`` with twenty events a second, then ``more`` of them for the memory. Raises StageError."""
    if not PLAY.exists():
        raise StageError("A busy shift can be measured where the source is.")
    words = ["-m", "tests.soak.busy_shift", "--calls", str(calls), "--more", str(more)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, cwd=ROOT
    )
    try:
        text, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
    if process.returncode:
        raise StageError("The busy shift did not come to its end.")
    return json.loads(text)


def lines_of(shift: Mapping[str, Any]) -> list[str]:
    """For a person."""
    late, worked, frames = shift["late_ms"], shift["worked_between_beats_ms"], shift["frames_ms"]
    own = [stall for stall in shift["stalls"] if stall["worked_ms"] > 50]
    lines = [
        f"busy shift, {shift['calls']} calls, {shift['events']} events",
        f"    event loop late             p99 {late['p99']:.1f} ms   worst {late['worst']:.0f} ms",
        f"    of that its own work        p99 {worked['p99']:.1f} ms   worst {worked['worst']:.0f} ms"
        f"   ({len(own)} times over 50 ms)",
        f"    frames                      p50 {frames['p50']:.1f} ms   p99 {frames['p99']:.1f} ms",
    ]
    for calls, memory in shift["memory_mb_after_calls"].items():
        lines.append(
            f"    after {calls:>4} calls             RSS {memory['rss']:.0f} MB  PSS {memory['pss']:.0f} MB"
        )
    return lines
