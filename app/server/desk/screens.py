"""What every desktop shows now: offers, calls, states, queues; and what it is told when that changes.

In:  facts, offers and quality from the runner.
Out: live messages to desktops.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

from app.contracts.calls import ActiveCall, OfferView
from app.contracts.customers import CustomerFile
from app.contracts.live import (
    AgentChanged,
    CallChanged,
    CallQuality,
    ColleagueChanged,
    Hello,
    LiveMessage,
    OfferMade,
    OfferWithdrawn,
    QueueChanged,
    TodayChanged,
)
from app.contracts.parties import ReconnectView, SoundView
from app.contracts.people import QueueView, TodayView
from app.server.core import facts as kept
from app.server.core.commands import ShowOffer, ShowQuality, ShowReconnect, WithdrawOffer
from app.server.core.events import (
    DeskEvent,
)
from app.server.core.facts import Fact
from app.server.core.house import House
from app.server.core.types import AgentState
from app.server.desk import present
from app.server.desk.colleagues import ColleagueNews, Colleagues, People, Views
from app.server.desk.files import CallFiles, Language
from app.server.desk.subscribers import Subscriber, Subscribers
from app.tasks import Spawner

QUEUES_EVERY_S = 0.1


@dataclass(frozen=True, slots=True)
class DeskParts:
    """What the desk needs of the rest of the house."""

    house: House
    feed: Callable[[DeskEvent], None]
    files: CallFiles
    label_of: present.LabelOf
    today: Callable[[str], Awaitable[TodayView]]
    settled: Callable[[], Awaitable[None]]  # until what was kept is in the database
    version: str
    person: Callable[[str], str] = lambda user_id: user_id  # a user's id → her name
    people: People = field(default_factory=People)


class Screens:
    """Implements DeskSink for the runner."""

    def __init__(self, parts: DeskParts) -> None:
        self._parts = parts
        self._house = parts.house
        self._subscribers = Subscribers()
        self._seq = 0
        self._offers: dict[str, OfferView] = {}  # agent → the offer on her screen
        self._calls: dict[str, ActiveCall] = {}  # agent → the call she has or writes up
        self._unfinished: dict[str, ActiveCall] = {}  # agent → one she was writing up when she took the phone
        self._names = present.Names(parts.person, lambda number: parts.files.bare(number).number)
        self._reconnects: dict[str, ReconnectView] = {}  # by call
        self._changed_queues: set[str] = set()
        self._queues_timer: asyncio.TimerHandle | None = None
        self._tasks = Spawner("desk")
        self.colleagues = Colleagues(parts.house, parts.people)
        self._news = ColleagueNews(self.colleagues, self._tell_colleague)

    async def stop(self) -> None:
        if self._queues_timer is not None:
            self._queues_timer.cancel()
        self._news.stop()
        self._subscribers.end_all()
        await self._tasks.close()

    # --- runner's side (DeskSink) ----------------------------------------------------------------

    def on_fact(self, seq: int, at: datetime, fact: Fact) -> None:
        self._seq = seq
        self._news.on_fact(fact)
        match fact:
            case kept.AgentStateChanged(agent_id=agent_id):
                self._agent_changed(agent_id)
                self._queues_changed(self._house.agents[agent_id].queue_ids)
                self._look_at_her_call(agent_id, fact, at)
            case kept.CallQueued(queue_id=queue_id) | kept.OfferMade(queue_id=queue_id):
                self._queues_changed((queue_id,))
            case kept.CallConnected(call_id=call_id, queue_id=queue_id):
                self._queues_changed((queue_id,))
                self._show_call(call_id)
            case kept.PartyLeft(call_id=call_id, agent_id=agent_id):
                self._left(agent_id, call_id, at)
                self._show_call(call_id)
            case (
                kept.CallHeld(call_id=call_id)
                | kept.CallResumed(call_id=call_id)
                | kept.PartyJoined(call_id=call_id)
                | kept.PartyChanged(call_id=call_id)
                | kept.LegReplaced(call_id=call_id)
                | kept.TransferStarted(call_id=call_id)
                | kept.TransferEnded(call_id=call_id)
                | kept.RecordingPaused(call_id=call_id)
                | kept.RecordingResumed(call_id=call_id)
            ):
                self._show_call(call_id)
            case kept.CallEnded():
                self._call_ended(fact, at)
            case kept.OfferEnded(agent_id=agent_id, result="no-answer" | "declined"):
                self._refresh_today(agent_id)
            case kept.WrapUpEnded(agent_id=agent_id, call_id=call_id):
                self._written_up(agent_id, call_id)
                self._refresh_today(agent_id)
            case _:
                pass

    def on_show_offer(self, command: ShowOffer, at: datetime) -> None:
        """Onto the screen at once with the file at hand; else with the number, and the file as it is read."""
        language = self._subscribers.language_of(command.agent_id)
        file = self._parts.files.at_hand(command.call_id, language)
        shown = file or self._parts.files.bare(command.caller_number)
        view = present.offer_view(command, at, self._names, self._parts.label_of, shown)
        self._send_offer(view, command)
        if file is None and command.caller_number:
            self._tasks.spawn(self._offer_later(command), f"file-{command.call_id}")

    def on_withdraw_offer(self, command: WithdrawOffer) -> None:
        shown = self._offers.get(command.agent_id)
        if shown is not None and shown.offer_id == command.offer_id:
            del self._offers[command.agent_id]
        self._subscribers.to_agent(
            command.agent_id,
            OfferWithdrawn(
                cursor=self._seq, offer_id=command.offer_id, call_id=command.call_id, why=command.why
            ),
        )

    def on_show_quality(self, command: ShowQuality) -> None:
        self._subscribers.to_agent(
            command.agent_id,
            CallQuality(
                cursor=self._seq,
                call_id=command.call_id,
                leg_id=command.leg_id,
                codec=command.codec,
                received=SoundView(**asdict(command.received)),
                sent=SoundView(**asdict(command.sent)) if command.sent else None,
                round_trip_ms=command.round_trip_ms,
            ),
        )

    def on_show_reconnect(self, command: ShowReconnect) -> None:
        """Her customer was cut off: each try to reach him shows in her call."""
        view = present.reconnect_view(command)
        if view is None:
            self._reconnects.pop(command.call_id, None)
        else:
            self._reconnects[command.call_id] = view
        self._show_call(command.call_id)

    def on_phone_changed(self, agent_id: str) -> None:
        """Also of who takes no calls of queues."""
        self._agent_changed(agent_id)
        self._news.mark(agent_id)

    @asynccontextmanager
    async def subscribe(
        self, agent_id: str | None, cursor: int, language: Language = "zh"
    ) -> AsyncGenerator[AsyncIterator[LiveMessage], None]:
        """``hello`` holds the whole present state, so ``cursor`` needs no replay; messages follow it."""
        today = await self._parts.today(agent_id) if agent_id in self._house.agents and agent_id else None
        subscriber = Subscriber(agent_id, language)
        self._subscribers.add(subscriber)
        self._speak(agent_id)
        subscriber.send(self._hello(agent_id, today))  # the first of all: nothing was awaited since `add`
        try:
            yield subscriber.messages()
        finally:
            self._subscribers.discard(subscriber)

    # --- what changed ----------------------------------------------------------------------------

    def _speak(self, agent_id: str | None) -> None:
        """What is on her screen, in the language of the desktop that she has now."""
        if agent_id in self._offers:
            offer = self._offers[agent_id]
            file = self._parts.files.at_hand(offer.call_id, self._subscribers.language_of(agent_id))
            self._offers[agent_id] = offer.model_copy(update={"file": file or offer.file})
        if agent_id in self._calls:
            call = self._calls[agent_id]
            file = self._parts.files.at_hand(call.call_id, self._subscribers.language_of(agent_id))
            self._calls[agent_id] = call.model_copy(update={"file": file or call.file})

    def _hello(self, agent_id: str | None, today: TodayView | None) -> Hello:
        key = agent_id or ""
        agent = self._house.agents.get(key)
        return Hello(
            cursor=self._seq,
            server_time=datetime.now(UTC),
            server_version=self._parts.version,
            agent=present.agent_view(agent) if agent else None,
            offer=self._offers.get(key),
            call=self._calls.get(key),
            queues=[self._queue(queue_id) for queue_id in self._house.plan.queues],
            today=today,
        )

    def _agent_changed(self, agent_id: str) -> None:
        if (agent := self._house.agents.get(agent_id)) is not None:
            changed = AgentChanged(cursor=self._seq, agent=present.agent_view(agent))
            self._subscribers.to_agent(agent_id, changed)

    def _queues_changed(self, queue_ids: tuple[str, ...]) -> None:
        """The strip of queues may be a moment late, so that offers and calls never wait behind it."""
        if not self._changed_queues:
            self._queues_timer = asyncio.get_running_loop().call_later(QUEUES_EVERY_S, self._tell_queues)
        self._changed_queues.update(queue_ids)

    def _tell_queues(self) -> None:
        changed, self._changed_queues = self._changed_queues, set()
        for queue_id in self._house.plan.queues:
            if queue_id in changed:
                self._subscribers.to_all(QueueChanged(cursor=self._seq, queue=self._queue(queue_id)))

    def _tell_colleague(self, user_id: str, views: Views) -> None:
        """To every desk but her own, which knows better."""
        told: dict[Language, LiveMessage] = {
            each: ColleagueChanged(cursor=self._seq, colleague=view) for each, view in views.items()
        }
        self._subscribers.to_others(user_id, told)

    def _show_call(self, call_id: str) -> None:
        """To each agent who is in it and has no other that matters more."""
        call = self._house.calls.get(call_id)
        if call is None:
            return
        for agent in self._house.agents.values():
            if agent.call_id != call_id or call_id not in agent.talks:
                continue
            shown = self._calls.get(agent.agent_id)
            if shown is not None and shown.call_id != call_id and agent.unfinished is not None:
                self._unfinished[agent.agent_id] = shown
            file = self._file(agent.agent_id, call_id, call.customer_number)
            tries = self._reconnects.get(call_id)
            view = present.active_call(call, self._names, self._parts.label_of, file, tries)
            if view != shown:
                self._set_call(agent.agent_id, view)

    def _set_call(self, agent_id: str, call: ActiveCall) -> None:
        self._calls[agent_id] = call
        self._subscribers.to_agent(agent_id, CallChanged(cursor=self._seq, call=call))

    def _call_ended(self, fact: kept.CallEnded, at: datetime) -> None:
        if fact.queue_id is not None:
            self._queues_changed((fact.queue_id,))
        self._reconnects.pop(fact.call_id, None)
        mine = [agent_id for agent_id, shown in self._calls.items() if shown.call_id == fact.call_id]
        for agent_id in mine:
            shown = self._calls[agent_id]
            if shown.state != "ENDED":
                self._set_call(agent_id, present.ended_call(shown, at, fact.by))
                self._refresh_today(agent_id)
        self._drop_file(fact.call_id)

    def _left(self, agent_id: str | None, call_id: str, at: datetime) -> None:
        """She passed the call on or left it; the others go on."""
        shown = self._calls.get(agent_id or "")
        agent = self._house.agents.get(agent_id or "")
        if agent is None or shown is None or shown.call_id != call_id or shown.state == "ENDED":
            return
        if call_id in self._house.calls and call_id not in agent.talks:
            self._set_call(agent.agent_id, present.ended_call(shown, at, "agent"))
            self._refresh_today(agent.agent_id)

    def _look_at_her_call(self, agent_id: str, fact: kept.AgentStateChanged, at: datetime) -> None:
        """A call that she need not write up leaves her screen; one left unfinished comes back."""
        shown = self._calls.get(agent_id)
        if fact.after is AgentState.WRAP_UP:
            unfinished = self._unfinished.pop(agent_id, None)
            if unfinished is not None and unfinished.call_id == fact.call_id:
                self._set_call(agent_id, unfinished)
        elif fact.after is not AgentState.TALKING and shown is not None:
            if shown.state != "ENDED":
                ended = present.ended_call(shown, at, "system")
                self._subscribers.to_agent(agent_id, CallChanged(cursor=self._seq, call=ended))
            del self._calls[agent_id]
            self._drop_file(shown.call_id)

    def _written_up(self, agent_id: str, call_id: str) -> None:
        for shown in (self._calls, self._unfinished):
            if agent_id in shown and shown[agent_id].call_id == call_id:
                del shown[agent_id]
        self._drop_file(call_id)

    def _drop_file(self, call_id: str) -> None:
        """Once the call has ended and nobody writes it up any more."""
        screens = (*self._calls.values(), *self._unfinished.values())
        if call_id not in self._house.calls and all(shown.call_id != call_id for shown in screens):
            self._parts.files.drop(call_id)

    def _refresh_today(self, agent_id: str) -> None:
        async def refresh() -> None:
            await self._parts.settled()
            today = await self._parts.today(agent_id)
            self._subscribers.to_agent(agent_id, TodayChanged(cursor=self._seq, today=today))

        self._tasks.spawn(refresh(), f"today-{agent_id}")

    def _send_offer(self, view: OfferView, command: ShowOffer) -> None:
        if not self._rings(command):
            return  # taken or gone in the same moment
        self._offers[command.agent_id] = view
        self._subscribers.to_agent(command.agent_id, OfferMade(cursor=self._seq, offer=view))

    async def _offer_later(self, command: ShowOffer) -> None:
        await self._parts.files.load(command.call_id, command.caller_number)
        shown = self._offers.get(command.agent_id)
        if shown is not None and shown.offer_id == command.offer_id:
            file = self._file(command.agent_id, command.call_id, command.caller_number)
            self._send_offer(shown.model_copy(update={"file": file}), command)

    def _rings(self, command: ShowOffer) -> bool:
        if command.offer_id in self._house.offers:
            return True
        agent = self._house.agents.get(command.agent_id)
        calls = [self._house.calls[call_id] for call_id in agent.legs.values()] if agent else []
        rung = [party.ring for call in calls for party in call.parties.values() if party.ring is not None]
        return any(ring.offer_id == command.offer_id for ring in rung)

    def _file(self, agent_id: str, call_id: str, number: str) -> CustomerFile:
        """In the language of her desktop; only the number where it is not read yet."""
        language = self._subscribers.language_of(agent_id)
        return self._parts.files.at_hand(call_id, language) or self._parts.files.bare(number)

    def _queue(self, queue_id: str) -> QueueView:
        return present.queue_view(self._house, queue_id, self._parts.label_of)
