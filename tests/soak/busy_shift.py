"""A busy shift at the real window: calls one after the other and twenty things a second that change.

``python -m tests.soak.busy_shift --calls 30 --more 470`` prints JSON and ends by itself. The server is
tests/doubles/fake_crm.py, in this process; the window runs in another (``busy_desktop``), so that what it is
told costs it what it would in life. ``--more``: so many calls follow; does memory stay flat?
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from app.demo.stage import virtual_display
from tests.doubles.fake_crm import PASSWORD, FakeCrm

EVENTS_PER_S = 20.0
LOOK_EVERY = 100  # calls
LINE_LIMIT_S = 60.0
FIGURES = (  # after ``calls``
    "late_ms",
    "worked_between_beats_ms",
    "worked_unhindered_ms",
    "frames_ms",
    "frames_cpu_ms",
    "stalls",
)


class BusyShiftError(Exception):
    """The window did not do what it was asked to."""


class Company:
    """What changes around the agent, at an even pace, until it is told to stop."""

    def __init__(self, crm: FakeCrm, per_s: float, seed: int = 1) -> None:
        self.said = 0
        self._crm, self._pause_s = crm, 1.0 / per_s
        self._chance = random.Random(seed)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._talk, name="company")
        self._queues = [queue.queue_id for queue in crm.queues]
        self._colleagues = [each.agent_id for each in crm.talks.directory.colleagues]

    def __enter__(self) -> Company:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _talk(self) -> None:
        kinds: list[Callable[[], object]] = [self._queue, self._queue, self._colleague, self._today]
        while not self._over.wait(self._pause_s):
            kinds[self.said % len(kinds)]()
            self.said += 1

    def _queue(self) -> None:
        chance = self._chance
        self._crm.queue_changed(
            chance.choice(self._queues), waiting=chance.randrange(30), longest_wait_s=chance.random() * 300
        )

    def _colleague(self) -> None:
        state = self._chance.choice(["READY", "TALKING", "WRAP_UP", "NOT_READY"])
        self._crm.talks.colleague_changed(self._chance.choice(self._colleagues), state=state)

    def _today(self) -> None:
        self._crm.today_changed(answered=self.said)


class Window:
    """The desktop's process: orders in, what it asks of the server carried out, figures out."""

    def __init__(self, crm: FakeCrm, folder: Path) -> None:
        self._crm = crm
        self._log = (folder / "desktop.log").open("w")
        self._process = subprocess.Popen(
            [
                sys.executable, "-m", "tests.soak.busy_desktop",
                "--server", crm.url, "--password", PASSWORD, "--config", str(folder),
            ],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True,
        )  # fmt: skip
        self._folder = folder

    def order(self, what: str) -> dict[str, Any]:
        """Carried out to its end; the figures, if it told any. Raises BusyShiftError."""
        process, figures = self._process, dict[str, Any]()
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(f"{what}\n")
        process.stdin.flush()
        limit = threading.Timer(LINE_LIMIT_S, process.kill)
        limit.start()
        try:
            for line in process.stdout:
                told = json.loads(line)
                match told.pop("kind"):
                    case "please":
                        self._act(told["what"])
                    case "figures":
                        figures = told
                    case _:
                        return figures
        finally:
            limit.cancel()
        raise BusyShiftError((self._folder / "desktop.log").read_text()[-3000:])

    def close(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._log.close()

    def _act(self, what: str) -> None:
        crm = self._crm
        match what:
            case "offer":
                crm.offer()
            case "answer":
                crm.answer()
            case "hold":
                crm.call_changed(state="HELD")
            case "resume":
                crm.call_changed(state="TALKING")
            case _:
                crm.end_call()


def busy_shift(calls: int, more: int = 0, per_s: float = EVENTS_PER_S) -> dict[str, Any]:
    """Figures after ``calls``; memory, and what has become more, while ``more`` follow."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if not os.environ.get("DISPLAY") and os.environ.get("QT_QPA_PLATFORM") != "offscreen":
            os.environ["DISPLAY"] = stack.enter_context(virtual_display(log=folder / "xvfb.log"))
            os.environ["QT_QPA_PLATFORM"] = "xcb"
        crm = stack.enter_context(FakeCrm())
        crm.agent_changed(state="READY", reason="")
        window = Window(crm, folder)
        stack.callback(window.close)
        window.order("sign-in")
        before = window.order("look")["memory_mb"]
        with Company(crm, per_s) as company:
            for _ in range(calls):
                window.order("call")
            first = last = window.order("look")
            memory = {0: before, calls: first["memory_mb"]}
            for done in range(calls + 1, calls + more + 1):
                window.order("call")
                if done % LOOK_EVERY == 0 or done == calls + more:
                    last = window.order("look")
                    memory[done] = last["memory_mb"]
        said = company.said
    return {
        "calls": calls,
        "events": said,
        **{name: first[name] for name in FIGURES},
        "memory_mb_after_calls": memory,
        "more_objects": more_of(first["objects"], last["objects"]),
        "more_qt_objects": last["qt_objects"] - first["qt_objects"],
    }


def more_of(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """Of which type there are more objects than there were, and how many more."""
    grown = {name: count - before.get(name, 0) for name, count in after.items()}
    return {name: count for name, count in sorted(grown.items()) if count > 0}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=30)
    parser.add_argument("--more", type=int, default=0)
    parser.add_argument("--per-s", type=float, default=EVENTS_PER_S, help="things that change")
    options = parser.parse_args()
    print(json.dumps(busy_shift(options.calls, options.more, options.per_s), indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
