"""What lives as long as the desktop does, and the softphone of one sign-in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.telephony import ports as phone
from app.ui.i18n import QtWords
from app.ui.metrics import Metrics
from app.ui.presenters.ports import Clock
from app.ui.settings import SettingsFile
from app.ui.tasks import UiTasks
from app.ui.theme import Look


class PhoneChild(Protocol):
    async def start(self) -> None: ...
    def send(self, command: phone.Command) -> None: ...
    async def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class House:
    """What lives as long as the program does."""

    look: Look
    words: QtWords
    tasks: UiTasks
    clock: Clock
    settings: SettingsFile
    data_dir: Path
    metrics: Metrics
    make_phone: Callable[[Callable[[phone.PhoneEvent], None]], PhoneChild]


class PhoneBox:
    """The softphone while the agent uses it; silent while she works on another phone."""

    def __init__(self, house: House, on_event: Callable[[phone.PhoneEvent], None]) -> None:
        self._house, self._on_event = house, on_event
        self._child: PhoneChild | None = None

    def send(self, command: phone.Command) -> None:
        if self._child is not None:
            self._child.send(command)

    def begin(self, register: phone.Register) -> None:
        if self._child is None:
            self._child = self._house.make_phone(self._on_event)
            self._house.tasks.run("softphone", self._start(self._child, register))

    async def _start(self, child: PhoneChild, register: phone.Register) -> None:
        await child.start()
        child.send(register)
        child.send(phone.ListDevices())

    async def end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            await child.stop()
