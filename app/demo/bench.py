"""``seatline bench``: measures this machine with the real programs, on loopback only.

In:  ``--quick`` for few and short measurements, ``--only NAME,…`` for some of them.
Out: build/bench/seatline.json and a table; the last line is the path of the file.
What is started here is ended here, also after a failure.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Coroutine, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from app.demo import stage
from app.demo.bench_company import prepare
from app.demo.bench_desk import desk_calls, desktop_beside, desktop_start
from app.demo.bench_load import under_load
from app.demo.bench_machine import machine
from app.demo.bench_records import FULL as FULL_RECORDS
from app.demo.bench_records import NAMES as RECORDS
from app.demo.bench_records import NOTES as RECORDS_NOTES
from app.demo.bench_records import QUICK as QUICK_RECORDS
from app.demo.bench_records import RecordsExtent
from app.demo.bench_records import lines_of as records_lines
from app.demo.bench_records import measure as measure_records
from app.demo.bench_routing import FULL as FULL_ROUTING
from app.demo.bench_routing import QUICK as QUICK_ROUTING
from app.demo.bench_routing import RoutingExtent, routing
from app.demo.bench_routing import lines_of as routing_lines_of
from app.demo.bench_shift import busy_shift
from app.demo.bench_shift import lines_of as shift_lines
from app.demo.bench_simulation import FULL as FULL_SIMULATION
from app.demo.bench_simulation import QUICK as QUICK_SIMULATION
from app.demo.bench_simulation import SimulationExtent, simulation
from app.demo.bench_simulation import lines_of as simulation_lines
from app.demo.bench_voice import FULL as FULL_VOICE
from app.demo.bench_voice import QUICK as QUICK_VOICE
from app.demo.bench_voice import VoiceExtent, lines_of, voice
from app.demo.phones import PhoneError
from app.demo.sound import headset_room

NAMES = ("start", "desktop", "voice", "desk", "load", "routing", "simulation", *RECORDS)
RTP_PORTS = 1000
NOTES = (
    "Server, desktop, sound server, simulated customers and telephones share this one machine.",
    "CPU is in percent of one core; 'load generator' is the simulated customers and telephones.",
    "queue_to_popup: from the server's offer to the pop-up's paint in the real window.",
    "queue_to_file: until the customer's file is at the desktop; a late file follows the pop-up.",
    "click_to_two_way_audio: from the click on 'answer' until the agent hears the customer and the first "
    "packet with the agent's voice is at the customer's, whichever is later; through the sound server.",
    "shift: late is what anything on the window's event loop had to wait beyond its time, its own work is "
    "CPU of that thread in between (the difference is what others took of the machine); frames: bringing "
    "what has changed to the screen.",
    "desktop beside_N: CPU of one desktop while the server carries N other conversations of a minute each.",
    "voice: one media process, recorded, PCMA 20 ms; srtp on the agent's side; mixed has three parties, "
    "music has callers that wait; round trip: customer, agent and back, the telephones' delay included.",
    "routing: a decision is one turn of the core: an agent becomes ready or a caller enters a queue, the "
    "pair is found and explained, the offer is made; 10,000 agents, 20 queues with skills; cpu: without what "
    "the machine was doing besides.",
    "simulation: 200 agents and 20 queues in simulated time in a process of its own; ± is half of a 95 % "
    "interval over the queues; skills: each agent in three queues, talks lognormal, wrap-up, patience.",
    "waiting_music: one customer more than there are agents hears music; its gaps show the clock's stalls.",
    *RECORDS_NOTES,
)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured."""

    calls: int
    starts: int
    shift: tuple[int, int]  # calls of the busy shift, and how many more for the memory
    window_s: float
    limit_s: float
    voice: VoiceExtent
    simulation: SimulationExtent
    routing: RoutingExtent
    records: RecordsExtent
    sizes: tuple[int, ...] = (1, 10, 50)


FULL = Extent(
    calls=100,
    starts=5,
    shift=(30, 470),
    window_s=30.0,
    limit_s=3000.0,
    voice=FULL_VOICE,
    routing=FULL_ROUTING,
    simulation=FULL_SIMULATION,
    records=FULL_RECORDS,
)
QUICK = Extent(
    calls=20,
    starts=3,
    shift=(30, 0),
    window_s=10.0,
    limit_s=420.0,
    voice=QUICK_VOICE,
    routing=QUICK_ROUTING,
    simulation=QUICK_SIMULATION,
    records=QUICK_RECORDS,
)


def main(argv: list[str]) -> int:
    """Exit code 0 when all was measured; what was measured before a failure is written all the same."""
    options = _parser().parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    wanted = [name for name in options.only.split(",") if name]
    if unknown := sorted(set(wanted) - set(NAMES)):
        print(f"seatline bench: {unknown[0]!r} is not measured; choose from {', '.join(NAMES)}.")
        return 2
    extent = QUICK if options.quick else FULL
    result: dict[str, Any] = {"machine": machine(), "quick": options.quick, "notes": NOTES}
    begin_s = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="seatline-bench-"))
    try:
        asyncio.run(_bounded(_measure(result, wanted or list(NAMES), extent, folder), extent.limit_s))
        shutil.rmtree(folder, ignore_errors=True)
    except (KeyboardInterrupt, asyncio.CancelledError):
        result["problem"] = f"It was stopped. Logs are in {folder}."
    except (stage.StageError, PhoneError, OSError, TimeoutError) as error:
        result["problem"] = f"{str(error) or type(error).__name__} Logs are in {folder}."
    result["took_s"] = round(time.monotonic() - begin_s, 1)
    path: Path = options.out.absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for line in table(result):
        print(line)
    print(path)
    return 1 if "problem" in result else 0


async def _bounded(measurement: Coroutine[Any, Any, None], limit_s: float) -> None:
    """Ends what was started also when the time is over or a SIGTERM comes."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    time_limit = asyncio.timeout(limit_s)
    try:
        async with time_limit:
            await measurement
    except TimeoutError as error:
        if time_limit.expired():
            raise stage.StageError(f"It was not done within {limit_s:.0f} s.") from error
        raise


async def _measure(result: dict[str, Any], wanted: list[str], extent: Extent, folder: Path) -> None:
    with ExitStack() as stack:
        if not os.environ.get("DISPLAY"):
            display = stack.enter_context(stage.virtual_display(log=folder / "xvfb.log"))
            stack.callback(os.environ.pop, "DISPLAY", None)
            os.environ["DISPLAY"] = display
            os.environ["QT_QPA_PLATFORM"] = "xcb"
        if {"start", "desktop"} & set(wanted):
            _say("start of the desktop…")
            result["start"] = await desktop_start(folder, extent.starts)
        if "desktop" in wanted:
            _say(f"a busy shift of {extent.shift[0]} calls, then {extent.shift[1]} more…")
            result["shift"] = await busy_shift(*extent.shift)
        if "voice" in wanted:
            _say("conversations in a media process…")
            result["voice"] = await voice(extent.voice)
        if "routing" in wanted:
            _say("decisions of the core…")
            result["routing"] = await asyncio.to_thread(routing, extent.routing)
        if "simulation" in wanted:
            _say("days in simulated time…")
            result["simulation"] = await simulation(extent.simulation)
        await measure_records(result, wanted, extent.records, folder, _say)
        if {"desk", "load"} & set(wanted):
            _say("preparing the company…")
            accounts = await asyncio.to_thread(prepare, folder / "data", max(extent.sizes))
            async with stage.server(folder, rtp=stage.free_range(RTP_PORTS)) as server:
                room = stack.enter_context(headset_room(folder))
                if "desk" in wanted:
                    _say(f"{extent.calls} calls at the desktop…")
                    result["desk"] = await desk_calls(server, room, folder, extent.calls, extent.window_s)
                if "load" in wanted:
                    _say(f"{', '.join(map(str, extent.sizes))} conversations, recorded…")
                    beside = partial(desktop_beside, server, room, folder, window_s=extent.window_s)
                    steps = await under_load(server, accounts, extent.sizes, extent.window_s, beside)
                    result["desktop"] = {f"beside_{s['conversations']}": s.pop("desktop") for s in steps}
                    result["load"] = steps


def table(result: Mapping[str, Any]) -> list[str]:
    """The figures for a person."""
    lines: list[str] = []
    if start := result.get("start"):
        for what in ("visible", "usable"):
            warm, first = start[f"warm_{what}_ms"], start[f"first_{what}_ms"]
            lines.append(f"{'desktop start to ' + what:28} {warm:8.1f} ms   (first {first:.0f} ms)")
    if shift := result.get("shift"):
        lines += shift_lines(shift)
    lines += [lines_of(row) for row in result.get("voice", [])]
    lines += [routing_lines_of(row) for row in result.get("routing", [])]
    if simulated := result.get("simulation"):
        lines += simulation_lines(simulated)
    lines += records_lines(result)
    if desk := result.get("desk"):
        lines += _desk_lines(desk)
    for step in result.get("load", []):
        lines += _load_lines(step)
    for beside, states in result.get("desktop", {}).items():
        for state, cpu in states.items():
            title = f"desktop {state.replace('_', ' ')}, {beside.replace('_', ' ')}"
            lines.append(
                f"{title:28} CPU window {cpu['ui_cpu_pct']:.1f} %, softphone {cpu['softphone_cpu_pct']:.1f} %"
            )
    if problem := result.get("problem"):
        lines.append(f"It did not work: {problem}")
    return [*lines, f"took {result['took_s']:.0f} s"]


def _desk_lines(desk: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    for name, figure in desk.items():
        if name.endswith("_ms") and figure["count"]:
            title = name.removesuffix("_ms").replace("_", " ")
            p50, p95, count = figure["p50"], figure["p95"], figure["count"]
            lines.append(f"{title:28} {p50:8.1f} ms   p95 {p95:.1f} ms   ({count} calls)")
    for when in ("idle", "in_one_call"):
        for name, memory in desk[when]["memory_mb"].items():
            cpu = desk[when]["cpu_percent"].get(name, 0.0)
            pss = "" if memory["pss"] is None else f"PSS {memory['pss']:.0f} MB"
            place = f"{when.replace('_', ' '):12} {name:24}"
            lines.append(f"{place} RSS {memory['rss']:5.0f} MB  {pss:11} CPU {cpu:5.1f} %")
    return lines


def _load_lines(step: Mapping[str, Any]) -> list[str]:
    lines = [f"{step['conversations']} conversations recorded"]
    lines += [f"    {name:36} CPU {cpu:6.1f} %" for name, cpu in step["cpu_percent_of_one_core"].items()]
    for who in ("talking", "waiting_music"):
        heard = step[who]
        gaps = f"gap p99 {heard['gap_p99_ms']:.1f} ms, worst {heard['gap_worst_ms']:.1f} ms"
        lost = f"lost {heard['packets_lost']} of {heard['packets_received']}"
        lines.append(f"    {who.replace('_', ' '):15} {lost}, {gaps}")
    late_ms, own_ms = step["media_worst_tick_late_ms"], step["generator_worst_late_ms"]
    told = "not told by the server" if late_ms is None else f"{late_ms:.1f} ms"
    lines.append(f"    media clock's longest stall: {told}; generator's own {own_ms:.1f} ms")
    return lines


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="seatline bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few and short measurements (under 7 minutes)")
    parser.add_argument("--only", default="", metavar="NAME,…", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--out", type=Path, default=Path("build/bench/seatline.json"), metavar="FILE")
    return parser


def _say(text: str) -> None:
    print(text, flush=True)
