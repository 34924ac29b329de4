"""The desktop of a busy shift, in a process of its own: the real window, told what to do on standard input.

In:  the URL of the server, a password, a configuration folder; lines "sign-in", "call", "look", "end".
Out: a JSON line for each: moments the server should act ("offer", "answer", …), figures. It measures itself:
     how long the event loop stood still, how long each frame took, how much memory and what it has there.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

from app.demo.bench_machine import memory_mb
from app.demo.hand import Hand
from app.telephony import ports as phone
from app.ui.composition import Desktop, DesktopOptions, run
from app.ui.presenters.desk import Stage
from app.ui.presenters.sign_in import SignInFields
from app.ui.presenters.transfer_face import Purpose
from tests.doubles.quiet_phone import NoKeyring, QuietPhone
from tests.soak.window_measures import Frames, Heartbeat, living, qt_objects

SOUND = phone.CallSound(7, "G722", 4.4, 4.3, 0.0, 0.1, 4.0, 6.0, 38.0)


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
        objects = living()
        beat.doing = "looking"  # the collection above is ours
        seen = [stall for stall in beat.stalls if stall["doing"] != "looking"]
        return {
            "late_ms": beat.wall.figures(),
            "worked_between_beats_ms": beat.cpu.figures(),
            "worked_unhindered_ms": beat.free.figures(),
            "frames_ms": frames.wall.figures(),
            "frames_cpu_ms": frames.cpu.figures(),
            "stalls": seen,
            "memory_mb": memory_mb({"window": os.getpid()})["window"],
            "objects": objects,
            "qt_objects": qt_objects(),
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
