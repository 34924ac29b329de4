"""Measures what an agent feels: pop-up, click to sound, start of the window, its memory and CPU.

In:  a running server with the measured company, a display, a sound room. Out: figures.
The desktop is the real one, in processes of its own (``app.demo.bench_desktop``).
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from app.demo.bench_callers import AGENT_TONE_HZ, BenchCaller
from app.demo.bench_company import DESK_AGENT, DESK_NUMBER
from app.demo.bench_machine import ROOT, CpuMark, memory_mb, percentiles, tree
from app.demo.bench_rtp import RtpClock
from app.demo.sound import MICROPHONE, SoundRoom
from app.demo.stage import RunningServer, StageError

LINE_LIMIT_S = 60.0
PAUSE_S = 1.0
TONE_LIMIT_S = 10.0
TALK_S = 0.3  # of each call after both hear each other
_MODULE = ["-m", "app.demo.bench_desktop"]


async def desktop_start(folder: Path, times: int) -> dict[str, Any]:
    """From the start of the process to the sign-in window that answers. The first may find cold caches."""
    visible_ms: list[float] = []
    usable_ms: list[float] = []
    for number in range(times + 1):
        begin_s = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            sys.executable, *_MODULE, "start", "--config", str(folder / f"start-{number}"),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, cwd=ROOT,
        )  # fmt: skip
        try:
            told = await _line(process)
        finally:
            await _end(process)
        visible_ms.append((told["visible_s"] - begin_s) * 1000)
        usable_ms.append((told["usable_s"] - begin_s) * 1000)
    return {
        "first_visible_ms": round(visible_ms[0], 1),
        "first_usable_ms": round(usable_ms[0], 1),
        "warm_visible_ms": round(statistics.median(visible_ms[1:]), 1),
        "warm_usable_ms": round(statistics.median(usable_ms[1:]), 1),
        "warm_starts": times,
    }


async def desk_calls(
    server: RunningServer, room: SoundRoom, folder: Path, count: int, window_s: float
) -> dict[str, Any]:
    """``count`` calls one after the other, the first of them long enough to measure memory and CPU."""
    clock = RtpClock()
    room.speak(MICROPHONE, AGENT_TONE_HZ)
    async with _desktop(server, room, folder) as desktop:
        await _event(desktop, "ready")
        pids = tree(server.process.pid, "server control") | tree(desktop.pid, "desktop window")
        idle = {"memory_mb": memory_mb(pids), "cpu_percent": await _cpu(pids, window_s / 2)}
        in_call: dict[str, Any] = {}
        calls: list[dict[str, float]] = []
        for number in range(count):
            await asyncio.sleep(PAUSE_S)
            if number:
                await _event(desktop, "ready")
            caller = BenchCaller(server.sip_port, DESK_NUMBER, f"139{number:08}", clock)
            caller.listen_for_agent()
            try:
                await caller.dial()
                told = await _event(desktop, "call")
                told["caller_hears_s"] = await caller.wait_tone(TONE_LIMIT_S)
                calls.append(told)
                if number == 0:
                    pids = tree(server.process.pid, "server control")
                    pids |= tree(desktop.pid, "desktop window")
                    in_call = {
                        "cpu_percent": await _cpu(pids, window_s / 2),
                        "memory_mb": memory_mb(pids),
                    }
                await asyncio.sleep(TALK_S)
            finally:
                await caller.leave()
    return {**_figures(calls), "idle": idle, "in_one_call": in_call}


async def desktop_beside(
    server: RunningServer, room: SoundRoom, folder: Path, name: str, window_s: float
) -> dict[str, dict[str, float]]:
    """CPU of a desktop of its own: ready, then in a call; whatever else the server carries meanwhile."""
    room.speak(MICROPHONE, AGENT_TONE_HZ)
    async with _desktop(server, room, folder, name) as desktop:
        await _event(desktop, "ready")
        ready = await _desktop_cpu(desktop.pid, window_s)
        caller = BenchCaller(server.sip_port, DESK_NUMBER, "13900000000", RtpClock())
        try:
            await caller.dial()
            await _event(desktop, "call")
            in_call = await _desktop_cpu(desktop.pid, window_s)
        finally:
            await caller.leave()
        await _event(desktop, "ready")  # or the next desktop would find her still in wrap-up
    return {"ready": ready, "in_call": in_call}


async def _desktop_cpu(pid: int, window_s: float) -> dict[str, float]:
    await asyncio.sleep(PAUSE_S)
    used = await _cpu(tree(pid, "ui"), window_s)
    return {"ui_cpu_pct": used["ui"], "softphone_cpu_pct": used["desktop telephony"]}


def _figures(calls: list[dict[str, float]]) -> dict[str, Any]:
    def between(first: str, second: str) -> list[float]:
        return [(call[second] - call[first]) * 1000 for call in calls]

    both = [max(call["audio_flows_s"], call["caller_hears_s"]) - call["answer_clicked_s"] for call in calls]
    return {
        "queue_to_popup_ms": percentiles(between("made_at_s", "popup_painted_s")),
        "queue_to_file_ms": percentiles(between("made_at_s", "file_received_s")),
        "queue_to_offer_ms": percentiles([call["waited_ms"] for call in calls]),
        "offer_received_to_popup_ms": percentiles(between("offer_received_s", "popup_painted_s")),
        "click_to_two_way_audio_ms": percentiles([each * 1000 for each in both]),
        "click_to_agent_hears_ms": percentiles(between("answer_clicked_s", "audio_flows_s")),
        "click_to_caller_hears_ms": percentiles(between("answer_clicked_s", "caller_hears_s")),
    }


async def _cpu(pids: dict[str, int], seconds: float) -> dict[str, float]:
    before = CpuMark.now(pids)
    await asyncio.sleep(seconds)
    return before.percent_until(CpuMark.now(pids))


@asynccontextmanager
async def _desktop(
    server: RunningServer, room: SoundRoom, folder: Path, name: str = "desktop"
) -> AsyncGenerator[asyncio.subprocess.Process, None]:
    """Signed in as the agent of the measurement and ready."""
    with (folder / f"{name}.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *_MODULE, "calls", "--config", str(folder / name), "--server", server.url,
            "--user", DESK_AGENT, "--trust", server.fingerprint(),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, cwd=ROOT,
            env={**os.environ, **room.env},
        )  # fmt: skip
    try:
        assert process.stdin is not None
        process.stdin.write(server.accounts()[DESK_AGENT].password.encode() + b"\n")
        await process.stdin.drain()
        yield process
    finally:
        await _end(process)


async def _event(process: asyncio.subprocess.Process, kind: str) -> dict[str, Any]:
    told = await _line(process)
    if told["kind"] != kind:
        raise StageError(f"The desktop said {told.get('text', told['kind'])!r}, expected was {kind!r}.")
    return told


async def _line(process: asyncio.subprocess.Process) -> dict[str, Any]:
    """The next line that the desktop says. Raises StageError when it ends or says nothing."""
    assert process.stdout is not None
    try:
        async with asyncio.timeout(LINE_LIMIT_S):
            line = await process.stdout.readline()
    except TimeoutError:
        raise StageError(f"The desktop said nothing for {LINE_LIMIT_S:.0f} s.") from None
    if not line:
        raise StageError("The desktop ended by itself; its log tells why.")
    return dict(json.loads(line))


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), 5)
    except TimeoutError:
        process.kill()
        await process.wait()
