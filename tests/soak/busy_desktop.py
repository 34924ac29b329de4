"""The desktop of a busy shift, in a process of its own: the real window, told what to do on standard input.

In:  the URL of the server, a password, a configuration folder; lines "sign-in", "call", "look", "end".
Out: a JSON line for each: moments the server should act ("offer", "answer", …), figures. It measures itself:
     how long the event loop stood still, how long each frame took, how much memory it has.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import sys
import threading
import time
from array import array
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.demo.bench_machine import memory_mb, percentile
from app.demo.hand import Hand
from app.telephony import ports as phone
from app.ui.composition import Desktop, DesktopOptions, run
from app.ui.presenters.desk import Stage
from app.ui.presenters.sign_in import SignInFields
from app.ui.presenters.transfer_face import Purpose
from tests.doubles.quiet_phone import NoKeyring, QuietPhone

BEAT_MS = 5
STALL_MS = 50.0
SOUND = phone.CallSound(7, "G722", 4.4, 4.3, 0.0, 0.1, 4.0, 6.0, 38.0)


class Heartbeat(QObject):
    """Beats on the event loop; what lies between two beats is what anything on it had to wait.

    ``cpu_ms``: how much of that this thread has worked, so that a machine that was busy with others shows.
    """

    def __init__(self) -> None:
        super().__init__()
        self.wall_ms, self.cpu_ms = array("d"), array("d")
        self.stalls: list[dict[str, Any]] = []
        self.doing = ""
        self._wall_s, self._cpu_s = time.monotonic(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        wall_s, cpu_s = time.monotonic(), time.thread_time()
        late_ms, worked_ms = (wall_s - self._wall_s) * 1000 - BEAT_MS, (cpu_s - self._cpu_s) * 1000
        self.wall_ms.append(max(0.0, late_ms))
        self.cpu_ms.append(worked_ms)
        if worked_ms > STALL_MS or late_ms > STALL_MS:
            self.stalls.append(
                {"doing": self.doing, "late_ms": round(late_ms, 1), "worked_ms": round(worked_ms, 1)}
            )
        self._wall_s, self._cpu_s = wall_s, cpu_s


class Frames(QObject):
    """How long the window takes to bring what has changed to the screen, each time."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self.ms, self.cpu_ms = array("d"), array("d")
        self._inside = False
        self._window, self._handle = window, window.windowHandle()
        window.installEventFilter(self)
        self._handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.UpdateRequest or self._inside:
            return False
        self._inside = True
        wall_s, cpu_s = time.monotonic(), time.thread_time()
        watched.event(event)
        self.ms.append((time.monotonic() - wall_s) * 1000)
        self.cpu_ms.append((time.thread_time() - cpu_s) * 1000)
        self._inside = False
        return True


class Shift:
    """One agent's shift: what she does with each call, and what it costs."""

    def __init__(self, desktop: Desktop, url: str, password: str) -> None:
        self._desktop, self._url, self._password = desktop, url, password
        self._hand = Hand()
        self._lines: asyncio.Queue[str] = asyncio.Queue()
        self._beat: Heartbeat | None = None
        self._frames: Frames | None = None
        loop = asyncio.get_running_loop()

        def read() -> None:
            for line in sys.stdin:
                loop.call_soon_threadsafe(self._lines.put_nowait, line.strip())
            loop.call_soon_threadsafe(self._lines.put_nowait, "end")

        threading.Thread(target=read, daemon=True, name="orders").start()

    async def run(self) -> None:
        while (order := await self._lines.get()) != "end":
            match order.split():
                case ["sign-in"]:
                    await self._sign_in()
                case ["call"]:
                    await self._call()
                case ["look"]:
                    tell(kind="figures", **self._figures())
                case _:
                    raise ValueError(order)
            tell(kind="done", what=order)

    async def _sign_in(self) -> None:
        self._desktop.sign_in.submit(SignInFields(self._url, "1001", self._password, remember=False))
        await self._hand.until(lambda: self._desktop.workbench is not None, "signed in", 20)
        bench = self._desktop.workbench
        assert bench is not None
        await self._hand.until(lambda: bench.store.desk.agent is not None, "her state is known")
        await asyncio.sleep(1.0)
        self._beat, self._frames = Heartbeat(), Frames(bench.window)

    async def _call(self) -> None:
        """Taken, written about while they talk, held, passed on in vain, ended, written up."""
        hand, bench = self._hand, self._desktop.workbench
        assert bench is not None
        await self._step("offer", Stage.OFFER)
        await self._step("answer", Stage.TALKING)
        call = self._desk.call
        assert call is not None
        self._dispatch(phone.CallChanged(7, phone.PhoneCallState.TALKING, call_id=call.call_id))
        self._doing("note")
        for letter in "客户反映餐桌开裂，今天 17:00 前回电":
            await hand.type("noteEdit", letter)
            await asyncio.sleep(0.01)
        self._dispatch(SOUND)
        await self._step("hold", None)
        await self._panels()
        await self._step("resume", Stage.TALKING)
        await self._step("end", Stage.WRAP_UP)
        self._dispatch(phone.CallChanged(7, phone.PhoneCallState.ENDED, call_id=call.call_id))
        self._doing("outcome")
        bench.tools.wrap_up.choose_by_key(1)
        await hand.click("doneButton")
        self._doing("done")
        await hand.until(lambda: self._desk.stage is Stage.IDLE, "the next call may come")

    async def _panels(self) -> None:
        """She looks for somebody to pass the call on to, and at the ticket."""
        bench = self._desktop.workbench
        assert bench is not None
        self._doing("panels")
        bench.calls.transfer.open(Purpose.TRANSFER)
        await asyncio.sleep(0.1)
        bench.calls.transfer.type("赵")
        await asyncio.sleep(0.1)
        bench.calls.transfer.close()
        await self._hand.click("ticketTab")
        await asyncio.sleep(0.1)
        bench.window.tools.show_note()

    async def _step(self, what: str, stage: Stage | None) -> None:
        self._doing(what)
        tell(kind="please", what=what)
        if stage is not None:
            await self._hand.until(lambda: self._desk.stage is stage, f"{what}: {stage.name}")
        await asyncio.sleep(0.1)

    @property
    def _desk(self) -> Any:
        assert self._desktop.store is not None
        return self._desktop.store.desk

    def _dispatch(self, event: phone.PhoneEvent) -> None:
        assert self._desktop.store is not None
        self._desktop.store.dispatch(event)

    def _doing(self, what: str) -> None:
        assert self._beat is not None
        self._beat.doing = what

    def _figures(self) -> dict[str, Any]:
        beat, frames = self._beat, self._frames
        assert beat is not None and frames is not None
        gc.collect()
        beat.doing = "looking"  # the collection above is ours
        seen = [stall for stall in beat.stalls if stall["doing"] != "looking"]
        return {
            "late_ms": spread(beat.wall_ms),
            "worked_between_beats_ms": spread(beat.cpu_ms),
            "frames_ms": spread(frames.ms),
            "frames_cpu_ms": spread(frames.cpu_ms),
            "stalls": seen,
            "memory_mb": memory_mb({"window": os.getpid()})["window"],
            "widgets": len(self._desktop.window.findChildren(QWidget)) if self._desktop.window else 0,
        }


def spread(values: array[float]) -> dict[str, float | int]:
    ordered = sorted(values)
    if not ordered:
        return {"count": 0}
    parts = {"p50": 0.5, "p99": 0.99, "p999": 0.999}
    return {
        "count": len(ordered),
        **{name: round(percentile(ordered, part), 2) for name, part in parts.items()},
        "worst": round(ordered[-1], 1),
    }


def tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", required=True, metavar="URL")
    parser.add_argument("--password", required=True)
    parser.add_argument("--config", type=Path, required=True, metavar="DIR")
    options = parser.parse_args()

    async def drive(desktop: Desktop) -> None:
        await Shift(desktop, options.server, options.password).run()

    return run(
        DesktopOptions(
            server_url=options.server,
            username="1001",
            config_dir=options.config,
            language="zh",
            theme="light",
            first_steps=False,
            make_phone=QuietPhone,
            credentials=NoKeyring(),
        ),
        drive,
    )


if __name__ == "__main__":
    raise SystemExit(main())
