"""Buttons of the headset and global hotkeys do what the same buttons of the window do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.ui.presenters.desk import Desk, Stage
from app.ui.presenters.store import DeskStore


@dataclass(frozen=True, slots=True)
class PhoneActions:
    answer: Callable[[], None]
    decline: Callable[[], None]
    hang_up: Callable[[], None]
    hold: Callable[[], None]
    swap: Callable[[], None]
    mute: Callable[[bool], None]
    redial: Callable[[], None]


class HeadsetButtons:
    """A press means what makes sense now: with a second call waiting, the flash key takes it."""

    def __init__(self, store: DeskStore, actions: PhoneActions) -> None:
        self._act = actions
        store.listen(self._changed)

    def _changed(self, before: Desk, after: Desk) -> None:
        if after.button is None or after.buttons_pressed == before.buttons_pressed:
            return
        match after.button.action:
            case "answer":
                self._act.answer()
            case "decline":
                self._act.decline()
            case "hang_up":
                self._hang_up(after)
            case "hold":
                self._hold(after)
            case "mute":
                self._act.mute(True)
            case "unmute":
                self._act.mute(False)
            case "redial":
                self._act.redial()

    def _hang_up(self, desk: Desk) -> None:
        if desk.stage is Stage.OFFER:
            self._act.decline()
        else:
            self._act.hang_up()

    def _hold(self, desk: Desk) -> None:
        if desk.second_offer is not None:
            self._act.answer()
        elif desk.other_calls:
            self._act.swap()
        else:
            self._act.hold()
