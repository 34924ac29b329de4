"""What this computer does for the desktop: notifications, start with the system, telephone links.

The operating system's ways stand behind ``Computer`` (app.ui.system).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Protocol

from app.ui.messages import sentence
from app.ui.presenters.lock import MINUTES
from app.ui.presenters.ports import Tasks, Trouble, Words


@dataclass(frozen=True, slots=True)
class ComputerFace:
    notifications: bool
    autostart: bool
    links: bool
    autostart_possible: bool
    links_possible: bool
    hint: str
    lock_minutes: tuple[tuple[int, str], ...] = ()  # that can be chosen, and in words
    lock_chosen: int = 0


@dataclass(frozen=True, slots=True)
class Registered:
    """What the operating system knows of us. ``*_possible``: it can be changed from here."""

    autostart: bool = False
    links: bool = False
    autostart_possible: bool = False
    links_possible: bool = False


class Computer(Protocol):
    """Blocks on the disk: called in a thread. Raises CrmError-like errors with an ``error_id``."""

    def look(self) -> Registered: ...
    def set_autostart(self, on: bool) -> None: ...
    def set_links(self, on: bool) -> None: ...


class ComputerSettingsStore(Protocol):
    def load_notifications(self) -> bool: ...
    def save_notifications(self, on: bool) -> None: ...
    def load_lock_minutes(self) -> int: ...
    def save_lock_minutes(self, minutes: int) -> None: ...


class ComputerView(Protocol):
    def show_computer(self, face: ComputerFace) -> None: ...
    def say(self, text: str) -> None: ...


class ComputerPresenter:
    def __init__(
        self,
        view: ComputerView,
        words: Words,
        tasks: Tasks,
        computer: Computer,
        settings: ComputerSettingsStore,
    ) -> None:
        self._view, self._words, self._tasks = view, words, tasks
        self._computer, self._settings = computer, settings
        self._known: Registered | None = None

    def load(self) -> None:
        """Asks the system afresh: another program may have taken the links meanwhile."""
        self.refresh()
        self._tasks.run("computer", asyncio.to_thread(self._computer.look), self._seen, self._failed)

    def refresh(self) -> None:
        known = self._known or Registered()
        hint = ""
        if self._known is not None and not (known.autostart_possible and known.links_possible):
            hint = self._words("What is grey is set by the system or by how Seatline was installed.")
        self._view.show_computer(
            ComputerFace(
                self._settings.load_notifications(),
                known.autostart,
                known.links,
                known.autostart_possible,
                known.links_possible,
                hint,
                self._lock_choices(),
                self._settings.load_lock_minutes(),
            )
        )

    def choose_lock(self, minutes: int) -> None:
        self._settings.save_lock_minutes(minutes)
        self.refresh()

    def _lock_choices(self) -> tuple[tuple[int, str], ...]:
        w = self._words
        known = sorted({*MINUTES, self._settings.load_lock_minutes()})
        return tuple((each, w("After {count} min", count=each) if each else w("Never")) for each in known)

    def choose_notifications(self, on: bool) -> None:
        self._settings.save_notifications(on)
        self.refresh()

    def choose_autostart(self, on: bool) -> None:
        self._change("autostart", on)

    def choose_links(self, on: bool) -> None:
        self._change("links", on)

    def _change(self, what: str, on: bool) -> None:
        act = self._computer.set_autostart if what == "autostart" else self._computer.set_links

        def work() -> Registered:
            act(on)
            return self._computer.look()

        self._tasks.run("computer", asyncio.to_thread(work), self._seen, self._failed)

    def _seen(self, known: Registered) -> None:
        self._known = known
        self.refresh()

    def _failed(self, trouble: Trouble) -> None:
        self.refresh()  # the box goes back to what is true
        self._view.say(sentence(trouble, self._words))
