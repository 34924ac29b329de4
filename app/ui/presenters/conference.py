"""Those who take part when they are more than two, and what can be done about each; leaving the others."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from app.contracts.calls import ActiveCall
from app.contracts.control import PartyChange
from app.contracts.parties import PartyView
from app.ui.messages import sentence
from app.ui.presenters.agent import Tone
from app.ui.presenters.call_face import IN_TALK, call_name, is_mine
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.ports import Tasks, Trouble, Words
from app.ui.presenters.ports_calls import TalkCrm
from app.ui.presenters.store import DeskStore

PartyAct = Literal["mute", "unmute", "hold", "resume", "drop"]
RINGS = ("CALLING", "RINGING")


@dataclass(frozen=True, slots=True)
class PartyFace:
    leg_id: str
    kind: str  # "customer", "agent", "outside", "supervisor"
    name: str
    detail: str
    state: str
    tone: Tone
    muted: bool
    held: bool
    mine: bool
    rings: bool
    busy: bool


@dataclass(frozen=True, slots=True)
class ConferenceFace:
    title: str
    parties: tuple[PartyFace, ...]
    may_leave: bool
    may_act: bool


class ConferenceView(Protocol):
    def show_conference(self, face: ConferenceFace | None) -> None: ...
    def say(self, text: str) -> None: ...


class ConferencePresenter:
    def __init__(
        self, view: ConferenceView, store: DeskStore, words: Words, tasks: Tasks, crm: TalkCrm
    ) -> None:
        self._view, self._store, self._words, self._tasks, self._crm = view, store, words, tasks, crm
        self._busy = ""  # the leg that a wish is about
        self._shown: ConferenceFace | None = None
        store.listen(lambda before, after: self._changed(before, after))

    def refresh(self) -> None:
        self._shown = None
        self._show(self._store.desk)

    def act(self, leg_id: str, what: PartyAct) -> None:
        call = self._store.desk.call
        if call is None or self._busy:
            return
        changes: dict[str, PartyChange] = {
            "mute": PartyChange(muted=True),
            "unmute": PartyChange(muted=False),
            "hold": PartyChange(held=True),
            "resume": PartyChange(held=False),
        }
        if what in changes:
            self._send(leg_id, self._crm.change_party(call.call_id, leg_id, changes[what]))
        else:
            self._send(leg_id, self._crm.drop_party(call.call_id, leg_id))

    def leave(self) -> None:
        """The others go on without her."""
        call = self._store.desk.call
        if call is not None and not self._busy:
            self._send("me", self._crm.leave(call.call_id))

    def _send(self, leg_id: str, work: Coroutine[Any, Any, None]) -> None:
        self._busy = leg_id
        self._show(self._store.desk)
        self._tasks.run("party", work, lambda _: self._done(), self._refused)

    def _done(self) -> None:
        self._busy = ""
        self._show(self._store.desk)

    def _refused(self, trouble: Trouble) -> None:
        self._busy = ""
        self._show(self._store.desk)
        self._view.say(sentence(trouble, self._words))

    def _changed(self, before: Desk, after: Desk) -> None:
        self._say_who_is_gone(before.call, after.call)
        self._show(after)

    def _say_who_is_gone(self, before: ActiveCall | None, after: ActiveCall | None) -> None:
        if before is None or after is None or before.call_id != after.call_id or after.state == "ENDED":
            return
        if before.consult is not None or self._busy:
            return
        here = {party.leg_id for party in after.parties}
        for party in before.parties:
            if party.leg_id in here or not after.parties or party.kind == "SUPERVISOR":
                continue
            name = party.name or party.number
            if party.state in RINGS:
                self._view.say(self._words("{name} did not answer.", name=name))
            elif len(before.parties) > 2 and name:
                self._view.say(self._words("{name} has left the call.", name=name))

    def _show(self, desk: Desk) -> None:
        face = self._face(desk)
        if face != self._shown:
            self._shown = face
            self._view.show_conference(face)

    def _face(self, desk: Desk) -> ConferenceFace | None:
        call = desk.call
        if call is None or call.consult is not None or desk.stage not in IN_TALK or len(call.parties) < 3:
            return None
        parties = tuple(self._party(party, call, desk) for party in _in_order(call.parties, desk))
        talking = sum(1 for party in call.parties if party.state not in RINGS)
        title = self._words("Conference, {count} people", count=talking)
        up = desk.server is ServerLine.UP
        return ConferenceFace(title, parties, up and talking > 2, up and not self._busy)

    def _party(self, party: PartyView, call: ActiveCall, desk: Desk) -> PartyFace:
        mine = is_mine(party, desk)
        state, tone = self._state(party)
        name = party.name or (
            call_name(call, desk, self._words) if party.kind == "CUSTOMER" else party.number
        )
        return PartyFace(
            leg_id=party.leg_id,
            kind=party.kind.lower(),
            name=self._words("You") if mine else name or self._words("Unknown number"),
            detail="" if mine or party.number == name else party.number,
            state=state,
            tone=tone,
            muted=party.muted,
            held=party.state == "WAITING",
            mine=mine,
            rings=party.state in RINGS,
            busy=self._busy == party.leg_id,
        )

    def _state(self, party: PartyView) -> tuple[str, Tone]:
        w = self._words
        if party.state in RINGS:
            return w("It rings…"), "accent"
        if party.state == "WAITING":
            return w("Hears music"), "hold"
        if party.muted:
            return w("Muted, only listens"), "hold"
        return w("Talks"), "talking"


def _in_order(parties: list[PartyView], desk: Desk) -> list[PartyView]:
    """Herself first, then the customer, then the others as they came."""
    ranks = {"CUSTOMER": 1, "AGENT": 2, "OUTSIDE": 2, "SUPERVISOR": 3}
    return sorted(parties, key=lambda party: 0 if is_mine(party, desk) else ranks[party.kind])
