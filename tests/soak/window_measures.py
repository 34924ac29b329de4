"""What a window under load is measured by: its event loop, its frames, what it has in memory.

In:  a running window. Out: figures. Their own memory does not grow with what they measure.
"""

from __future__ import annotations

import gc
import time
from array import array
from collections import Counter
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

BEAT_MS = 5
STALL_MS = 50.0
STALLS_KEPT = 1000
FREE_MS = 10.0  # late by no more than this for others' sake


class Spread:
    """How values are spread, in steps of 0.05 ms up to a second; what is over counts as that."""

    STEP_MS, STEPS = 0.05, 20_000

    def __init__(self) -> None:
        self._counts = array("L", bytes(array("L").itemsize * (self.STEPS + 1)))
        self._count, self._worst_ms = 0, 0.0

    def add(self, value_ms: float) -> None:
        self._counts[min(self.STEPS, int(value_ms / self.STEP_MS))] += 1
        self._count += 1
        self._worst_ms = max(self._worst_ms, value_ms)

    def figures(self) -> dict[str, float | int]:
        if not self._count:
            return {"count": 0}
        parts = {name: self._below(part) for name, part in (("p50", 0.5), ("p99", 0.99), ("p999", 0.999))}
        return {"count": self._count, **parts, "worst": round(self._worst_ms, 1)}

    def _below(self, part: float) -> float:
        """Nearest rank, in the middle of its step."""
        wanted, seen = max(1.0, part * self._count), 0
        for step, count in enumerate(self._counts):
            seen += count
            if seen >= wanted:
                return round((step + 0.5) * self.STEP_MS, 2)
        return self._worst_ms


class Heartbeat(QObject):
    """Beats on the event loop; what lies between two beats is what anything on it had to wait.

    ``cpu``: how much of that this thread has worked, so that a machine that was busy with others shows.
    ``free``: the same where it had not to wait for a core, which makes it do several things at once.
    """

    def __init__(self) -> None:
        super().__init__()
        self.wall, self.cpu, self.free = Spread(), Spread(), Spread()
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
        self.wall.add(max(0.0, late_ms))
        self.cpu.add(worked_ms)
        if late_ms - worked_ms < FREE_MS:
            self.free.add(worked_ms)
        if (worked_ms > STALL_MS or late_ms > STALL_MS) and len(self.stalls) < STALLS_KEPT:
            self.stalls.append(
                {"doing": self.doing, "late_ms": round(late_ms, 1), "worked_ms": round(worked_ms, 1)}
            )
        self._wall_s, self._cpu_s = wall_s, cpu_s


class Frames(QObject):
    """How long the window takes to bring what has changed to the screen, each time."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self.wall, self.cpu = Spread(), Spread()
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
        self.wall.add((time.monotonic() - wall_s) * 1000)
        self.cpu.add((time.thread_time() - cpu_s) * 1000)
        self._inside = False
        return True


def living() -> dict[str, int]:
    """How many objects there are of each type of ours and of Qt, and tasks, that came after signing in."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    counted = Counter(f"{type(each).__module__}.{type(each).__qualname__}" for each in gc.get_objects())
    ours = ("app.", "PySide6.", "_asyncio.")
    return {name: count for name, count in counted.items() if name.startswith(ours)}


def qt_objects() -> int:
    """All that Qt has, also what Python knows nothing of."""
    return sum(1 + len(top.findChildren(QObject)) for top in QApplication.topLevelWidgets())
