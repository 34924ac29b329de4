"""How fast the switchboard plays a day in simulated time, and how near it comes to queueing theory.

In:  how many calls. Out: what a call costs, memory, and measures beside their formulas.
The garbage collector looks less often than usual: what a call leaves behind is freed without it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.demo.bench_machine import memory_mb
from app.server.simulation.centre import Behaviour
from app.server.simulation.chance import exponential, fixed, lognormal
from app.server.simulation.proof import Compared, with_patience, without_patience
from app.server.simulation.run import Played, play
from app.server.simulation.scenario import Size


@dataclass(frozen=True, slots=True)
class SimulationExtent:
    calls: int  # of the centre that is held against Erlang C
    others: int  # of each other one


FULL = SimulationExtent(1_000_000, 200_000)
QUICK = SimulationExtent(40_000, 20_000)
LIFELIKE = Size(
    talk=lognormal(180.0, 0.8), wrap_up=exponential(30.0), patience=exponential(300.0), occupancy=0.9
)
SELDOM = (100_000, 20, 100)


async def simulation(extent: SimulationExtent) -> dict[str, Any]:
    """In a process of its own, which ends with the measurement. Raises OSError where it fails."""
    words = [sys.executable, "-m", "app.demo.bench_simulation", str(extent.calls), str(extent.others)]
    process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise OSError("The simulation did not come to its end.")
    return json.loads(output)


def measure(extent: SimulationExtent) -> dict[str, Any]:
    """200 agents and 20 queues: each queue with its own agents, and each agent in three queues."""
    before = gc.get_threshold()
    gc.collect()
    gc.set_threshold(*SELDOM)
    try:
        lifelike = play(LIFELIKE, extent.others, 3, Behaviour(answer=fixed(2.0)))
        with_a, erlang_a = with_patience(extent.others)
        with_c, erlang_c = without_patience(extent.calls)
    finally:
        gc.set_threshold(*before)
    return {
        "erlang_c": _row(with_c) | {"measures": _measures(erlang_c)},
        "erlang_a": _row(with_a) | {"measures": _measures(erlang_a)},
        "skills": _row(lifelike),
        "memory_mb": memory_mb({"bench": os.getpid()}).get("bench", {}).get("rss"),
    }


def lines_of(result: dict[str, Any]) -> list[str]:
    """The figures for a person."""
    lines: list[str] = []
    for name in ("erlang_c", "erlang_a", "skills"):
        row = result[name]
        title = f"simulation, {name.replace('_', ' ')}"
        cost = f"{row['cpu_us_per_call']:.0f} µs of CPU a call, {row['events_per_call']:.1f} events each"
        lines.append(f"{title:28} {row['calls']:9} calls in {row['took_s']:6.1f} s, {cost}")
        lines += [
            f"    {each['measure']:24} {each['found']:9.4f} ± {each['half_width']:.4f}, theory "
            f"{each['theory']:9.4f} ({each['deviation_pct']:+.2f} %)"
            for each in row.get("measures", [])
        ]
    return lines


def _row(played: Played) -> dict[str, Any]:
    return {
        "calls": played.calls,
        "took_s": round(played.took_s, 1),
        "cpu_us_per_call": round(played.us_per_call, 1),
        "events_per_call": round(played.events / played.calls, 2),
        "left_over": played.left_over,
        "occupancy": round(played.day.occupancy.share(), 4),
    }


def _measures(compared: Sequence[Compared]) -> list[dict[str, Any]]:
    return [
        {
            "measure": each.measure,
            "found": round(each.found.mean, 5),
            "half_width": round(each.found.half_width, 5),
            "theory": round(each.theory, 5),
            "deviation_pct": round(each.deviation * 100, 2),
            "agrees": each.agrees,
        }
        for each in compared
    ]


if __name__ == "__main__":
    logging.disable(logging.INFO)
    print(json.dumps(measure(SimulationExtent(int(sys.argv[1]), int(sys.argv[2])))))
