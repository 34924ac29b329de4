"""The small window beside other programs: state, who calls, how long, five buttons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.contracts.customers import CustomerFile
from app.contracts.people import Label
from app.ui.presenters.agent import Tone, state_word
from app.ui.presenters.desk import Desk, PhoneLine, ServerLine, Stage
from app.ui.presenters.format import clock_time
from app.ui.presenters.ports import Clock, Words
from app.ui.presenters.store import DeskStore


@dataclass(frozen=True, slots=True)
class CompactFace:
    """``*_possible``: the button may be pressed. ``detail``: queue, or what stands in the way."""

    tone: Tone
    state: str
    name: str
    detail: str
    ringing: bool
    held: bool
    muted: bool
    answer_possible: bool
    hold_possible: bool
    mute_possible: bool
    hang_up_possible: bool


class CompactView(Protocol):
    def show_face(self, face: CompactFace) -> None: ...
    def show_times(self, state_time: str, call_time: str) -> None: ...


class CompactPresenter:
    def __init__(
        self, view: CompactView, store: DeskStore, words: Words, clock: Clock, reasons: list[Label]
    ) -> None:
        self._view, self._store, self._words, self._clock = view, store, words, clock
        self._reasons = reasons
        self._shown: CompactFace | None = None
        store.listen(lambda _before, after: self._show(after))

    def refresh(self) -> None:
        self._shown = None
        self._show(self._store.desk)

    def tick(self) -> None:
        desk = self._store.desk
        state = ""
        if desk.agent is not None and desk.server is ServerLine.UP:
            state = self._since(desk, desk.agent.since)
        connected = desk.call.connected_at if desk.call is not None else None
        talks = desk.stage in (Stage.TALKING, Stage.HELD)
        self._view.show_times(state, self._since(desk, connected) if connected is not None and talks else "")

    def _since(self, desk: Desk, moment: datetime) -> str:
        return clock_time(self._clock.now().timestamp() + desk.server_ahead_s - moment.timestamp())

    def _show(self, desk: Desk) -> None:
        face = self._face(desk)
        if face != self._shown:
            self._shown = face
            self._view.show_face(face)
        self.tick()

    def _face(self, desk: Desk) -> CompactFace:
        tone, state = state_word(desk, self._reasons, self._words)
        stage, up = desk.stage, desk.server is ServerLine.UP
        name, detail = self._who(desk)
        own_phone = desk.phone is not PhoneLine.ELSEWHERE
        return CompactFace(
            tone,
            state,
            name,
            detail,
            ringing=stage is Stage.OFFER,
            held=stage is Stage.HELD,
            muted=desk.muted,
            answer_possible=stage is Stage.OFFER and own_phone,
            hold_possible=stage in (Stage.TALKING, Stage.HELD) and up,
            mute_possible=stage is Stage.TALKING and own_phone,
            hang_up_possible=stage in (Stage.TALKING, Stage.HELD),
        )

    def _who(self, desk: Desk) -> tuple[str, str]:
        w = self._words
        if desk.locked and (desk.offer is not None or desk.call is not None):
            return self._in_private(desk)
        if desk.offer is not None:
            return _called(desk.offer.file, desk.offer.caller_number), w.label(desk.offer.queue)
        if desk.call is not None:
            return _called(desk.call.file, desk.call.caller_number), w.label(desk.call.queue)
        if desk.server is ServerLine.DOWN:
            return w("No connection to the server"), w("It is tried again by itself.")
        if desk.no_microphone:
            return w("No microphone"), w("Plug in your headset.")
        waiting = sum(queue.waiting for queue in desk.queues)
        return (w("No call"), w("{count} waiting in your queues", count=waiting) if waiting else "")

    def _in_private(self, desk: Desk) -> tuple[str, str]:
        """While the window is locked: that there is a call, not whose."""
        w = self._words
        if desk.offer is None and desk.stage is Stage.WRAP_UP:
            return w("Call over"), w("Unlock to write it up")
        call = desk.offer or desk.call
        queue = w.label(call.queue) if call is not None else ""
        return queue or w("Direct call"), w("Unlock to see who it is")


def _called(file: CustomerFile, number: str) -> str:
    if file.customer is not None:
        return file.customer.name
    return number
