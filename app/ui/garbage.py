"""Python's garbage collector runs on the UI thread only.

Left alone it runs in whatever thread happens to allocate, and widgets that it frees there take the
process down with them. So the automatic collector is off while the window lives, and a timer collects.

A look at everything that is loaded takes 80 ms and more, a call that came then would show late. ``set_aside``
takes what lives as long as the sign-in out of its sight, ``take_back`` gives it back to be collected.
"""

from __future__ import annotations

import gc
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

EVERY_MS = 1000


class UiGarbage(QObject):
    """Use as a context manager around the event loop."""

    def __init__(self) -> None:
        super().__init__()
        self._limits = gc.get_threshold()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def __enter__(self) -> UiGarbage:
        gc.disable()
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.stop()
        take_back()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        gc.enable()

    def look(self) -> None:
        """Collect the oldest generation whose time has come, as the automatic collector would."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._limits[generation]:
                gc.collect(generation)
                return


def set_aside() -> None:
    """All that exists now stays until ``take_back``: full collections look at what came later only."""
    gc.freeze()


def take_back() -> None:
    gc.unfreeze()
