"""The calls beside the one on the card: one that waits to be answered, and those on hold."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from app.contracts.calls import ActiveCall, OfferView
from app.ui.messages import sentence
from app.ui.presenters.agent import Tone
from app.ui.presenters.call_face import call_name, number_of, offer_left, why_offered
from app.ui.presenters.desk import Desk, PhoneLine, ServerLine, Stage
from app.ui.presenters.format import clock_time
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.ports_calls import TalkCrm
from app.ui.presenters.store import DeskStore

Kind = Literal["waiting", "held", "gone"]


@dataclass(frozen=True, slots=True)
class SmallCall:
    """``key``: offer or call. ``gone``: it has ended; its place stays, so that nothing moves."""

    key: str
    kind: Kind
    name: str
    detail: str
    status: str
    tone: Tone
    action_word: str  # "Answer", "Take up"
    enabled: bool


@dataclass(frozen=True, slots=True)
class OtherCallsFace:
    waiting: SmallCall | None  # floats under the card: it moves nothing
    held: tuple[SmallCall, ...]  # a row of its own under the card


@dataclass(frozen=True, slots=True)
class SmallClock:
    key: str
    time: str
    left_fraction: float = 0.0


class OtherCallsView(Protocol):
    def show_others(self, face: OtherCallsFace) -> None: ...
    def show_clocks(self, clocks: tuple[SmallClock, ...]) -> None: ...
    def say(self, text: str) -> None: ...


class OtherCallsPresenter:
    def __init__(
        self,
        view: OtherCallsView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: TalkCrm,
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm = tasks, clock, crm
        self._sending = ""
        self._gone: tuple[SmallCall, ...] = ()
        self._shown: OtherCallsFace | None = None
        store.listen(self._changed)

    def refresh(self) -> None:
        self._shown = None
        self._show(self._store.desk)

    def tick(self) -> None:
        self._view.show_clocks(self._clocks(self._store.desk))

    # --- wishes ------------------------------------------------------------------------------

    def take_up(self, call_id: str) -> None:
        """Talk in this one; the present one is put on hold by the server."""
        if any(call.call_id == call_id for call in self._store.desk.other_calls):
            self._send(call_id, self._crm.activate(call_id))

    def swap(self) -> None:
        """To the call that is on hold longest."""
        others = self._store.desk.other_calls
        if others:
            self.take_up(min(others, key=_held_since_s).call_id)

    def hang_up(self, call_id: str) -> None:
        if any(call.call_id == call_id for call in self._store.desk.other_calls):
            self._send(call_id, self._crm.hang_up(call_id))

    def decline(self) -> None:
        offer = self._store.desk.second_offer
        if offer is not None:
            self._send(offer.offer_id, self._crm.decline(offer.offer_id))

    def _send(self, key: str, work: Coroutine[Any, Any, None]) -> None:
        if self._sending:
            work.close()
            return
        self._sending = key
        self._show(self._store.desk)
        self._tasks.run("other-call", work, lambda _: self._done(), self._refused)

    def _done(self) -> None:
        self._sending = ""
        self._show(self._store.desk)

    def _refused(self, trouble: Trouble) -> None:
        self._done()
        self._view.say(sentence(trouble, self._words))

    # --- showing -------------------------------------------------------------------------------

    def _changed(self, before: Desk, after: Desk) -> None:
        self._remember_gone(before, after)
        self._show(after)

    def _remember_gone(self, before: Desk, after: Desk) -> None:
        """Who hung up while on hold: said, and his place kept until she turns to another."""
        same = (
            before.call is not None and after.call is not None and before.call.call_id == after.call.call_id
        )
        if not same or after.stage is Stage.WRAP_UP:
            self._gone = ()
            return
        here = {call.call_id for call in after.other_calls}
        gone = [call for call in before.other_calls if call.call_id not in here]
        for call in gone:
            name = call_name(call, after, self._words)
            self._view.say(self._words("{name}, who was on hold, has hung up.", name=name))
        if gone:
            self._gone = tuple(self._ended(call, after) for call in gone)
        elif after.other_calls != before.other_calls:
            self._gone = ()

    def _show(self, desk: Desk) -> None:
        face = self._face(desk)
        if face != self._shown:
            self._shown = face
            self._view.show_others(face)
        self.tick()

    def _face(self, desk: Desk) -> OtherCallsFace:
        offer = desk.second_offer
        waiting = self._waiting(offer, desk) if offer is not None else None
        held = tuple(self._held(call, desk) for call in desk.other_calls)
        return OtherCallsFace(waiting, held or self._gone)

    def _waiting(self, offer: OfferView, desk: Desk) -> SmallCall:
        customer = offer.file.customer
        name = customer.name if customer else offer.from_agent or self._words("Unknown caller")
        answered, elsewhere = bool(desk.answer_wanted), desk.phone is PhoneLine.ELSEWHERE
        status = self._words("Connecting…") if answered else why_offered(offer, self._words)
        word = self._words("Answer on your phone") if elsewhere else self._words("Answer")
        enabled = not (answered or elsewhere or self._sending)
        return SmallCall(offer.offer_id, "waiting", name, offer.caller_number, status, "ready", word, enabled)

    def _held(self, call: ActiveCall, desk: Desk) -> SmallCall:
        enabled = desk.server is ServerLine.UP and not self._sending
        name, number = call_name(call, desk, self._words), number_of(call, desk)
        word = self._words("Take up")
        return SmallCall(call.call_id, "held", name, number, self._words("On hold"), "hold", word, enabled)

    def _ended(self, call: ActiveCall, desk: Desk) -> SmallCall:
        name, number = call_name(call, desk, self._words), call.caller_number
        return SmallCall(call.call_id, "gone", name, number, self._words("Has hung up"), "away", "", False)

    def _clocks(self, desk: Desk) -> tuple[SmallClock, ...]:
        now = self._clock.now().timestamp() + desk.server_ahead_s
        clocks = [
            SmallClock(call.call_id, clock_time(now - (call.held_since or call.connected_at).timestamp()))  # type: ignore[union-attr]
            for call in desk.other_calls
            if call.held_since or call.connected_at
        ]
        if (offer := desk.second_offer) is not None:
            left_s, fraction = offer_left(offer, now)
            clocks.append(SmallClock(offer.offer_id, str(round(left_s)), fraction))
        return tuple(clocks)


def _held_since_s(call: ActiveCall) -> float:
    since = call.held_since or call.connected_at
    return since.timestamp() if since else 0.0
