"""What every desktop shows now: offers, calls, states, queues; and what it is told when that changes.

In:  facts, offers and quality from the runner.
Out: live messages to desktops.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Literal

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
    SpeakingChanged,
    TodayChanged,
)
from app.contracts.parties import SoundView
from app.contracts.people import QueueView, TodayView
from app.server.core import facts as kept
from app.server.core.commands import ShowOffer, ShowQuality, ShowReconnect, ShowSpeaking, WithdrawOffer
from app.server.core.events import (
    DeskEvent,
)
from app.server.core.facts import Fact
from app.server.core.house import House
from app.server.desk import present
from app.server.desk.colleagues import ColleagueNews, Colleagues, People, Views
from app.server.desk.files import CallFiles, Language
from app.server.desk.her_calls import HerCalls
from app.server.desk.subscribers import Subscriber, Subscribers
from app.tasks import Spawner

QUEUES_EVERY_S = 0.1
WRITES_ON = "writes-on"
SPEAKING_STATES: dict[str, Literal["speaking", "ended", "stopped"]] = {
    "speaking": "speaking",
    "ended": "ended",
    "stopped": "stopped",
}


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
        self._names = present.Names(parts.person, parts.files.number)
        self._calls = HerCalls(parts.house, self._names, parts.label_of, self._file, self._tell_call)
        self._spoken: dict[str, str | None] = {}  # agent → the call that her desktop has last been told of
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
                if fact.cause == WRITES_ON and fact.call_id is not None:
                    self._calls.comes_back(agent_id, fact.call_id)
                self._tidy(agent_id, at)
            case kept.CallQueued(queue_id=queue_id) | kept.OfferMade(queue_id=queue_id):
                self._queues_changed((queue_id,))
            case kept.CallConnected(call_id=call_id, queue_id=queue_id):
                self._queues_changed((queue_id,))
                self._show_call(call_id)
            case kept.PartyLeft(call_id=call_id, agent_id=agent_id):
                if agent_id is not None and self._calls.left(agent_id, call_id, at):
                    self._refresh_today(agent_id)
                    self._tidy(agent_id, at)
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
            case kept.WrapUpLengthened(agent_id=agent_id):
                self._agent_changed(agent_id)
            case kept.WrapUpEnded(agent_id=agent_id, call_id=call_id):
                self._tidy(agent_id, at)
                self._drop_file(call_id)
                self._refresh_today(agent_id)
            case _:
                pass

    def on_show_offer(self, command: ShowOffer, at: datetime) -> None:
        """Onto the screen at once with the file at hand; else with the number, and the file as it is read."""
        language = self._subscribers.language_of(command.agent_id)
        file = self._parts.files.at_hand(command.call_id, language, command.agent_id)
        shown = file or self._parts.files.bare(command.caller_number, command.agent_id)
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
        self._calls.on_show_reconnect(command)

    def file_chosen(self, call_id: str) -> None:
        """Of several customers with this number somebody chose the one who calls."""
        for agent_id, offer in self._offers.items():
            if offer.call_id == call_id:
                file = self._file(agent_id, call_id, "")
                self._offers[agent_id] = with_file(offer, file)
                self._subscribers.to_agent(
                    agent_id, OfferMade(cursor=self._seq, offer=self._offers[agent_id])
                )
        self._calls.file_changed(call_id)

    def eyes_changed(self, agent_id: str) -> None:
        """She may see more or less of customers from now on: her calls are shown to her anew."""
        if (offer := self._offers.get(agent_id)) is not None:
            file = self._file(agent_id, offer.call_id, "")
            self._offers[agent_id] = with_file(offer, file) if file.number else offer
            self._subscribers.to_agent(agent_id, OfferMade(cursor=self._seq, offer=self._offers[agent_id]))
        self._calls.eyes_changed(agent_id)

    def on_show_speaking(self, command: ShowSpeaking) -> None:
        state = SPEAKING_STATES[command.state]
        call_id, reply_id = command.call_id, command.reply_id
        told = SpeakingChanged(cursor=self._seq, call_id=call_id, reply_id=reply_id, state=state)
        self._subscribers.to_agent(command.agent_id, told)

    def speaking_failed(self, agent_id: str, call_id: str, reply_id: str) -> None:
        """She was told that it is on its way; it will not be heard."""
        failed = SpeakingChanged(cursor=self._seq, call_id=call_id, reply_id=reply_id, state="failed")
        self._subscribers.to_agent(agent_id, failed)

    def on_phone_changed(self, agent_id: str) -> None:
        """Also of who takes no calls of queues."""
        self._agent_changed(agent_id)
        self._news.mark(agent_id)

    def tell_user(self, user_id: str, messages: Mapping[Language, LiveMessage]) -> None:
        """What another room has to say to her; the desk only carries it."""
        now: dict[Language, LiveMessage] = {
            each: message.model_copy(update={"cursor": self._seq}) for each, message in messages.items()
        }
        self._subscribers.to_user(user_id, now)

    def tell_all(self, message: LiveMessage) -> None:
        self._subscribers.to_all(message.model_copy(update={"cursor": self._seq}))

    @asynccontextmanager
    async def subscribe(
        self, agent_id: str | None, cursor: int, language: Language = "zh", user_id: str = ""
    ) -> AsyncGenerator[AsyncIterator[LiveMessage], None]:
        """``hello`` holds the whole present state, so ``cursor`` needs no replay; messages follow it."""
        today = await self._parts.today(agent_id) if agent_id in self._house.agents and agent_id else None
        subscriber = Subscriber(agent_id, language, user_id)
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
            language = self._subscribers.language_of(agent_id)
            file = self._parts.files.at_hand(offer.call_id, language, agent_id)
            self._offers[agent_id] = with_file(offer, file or offer.file)
        self._calls.in_her_language(agent_id or "")

    def _hello(self, agent_id: str | None, today: TodayView | None) -> Hello:
        key = agent_id or ""
        agent = self._house.agents.get(key)
        call, others = self._calls.present(key)
        return Hello(
            cursor=self._seq,
            server_time=datetime.now(UTC),
            server_version=self._parts.version,
            agent=present.agent_view(agent) if agent else None,
            offer=self._offers.get(key),
            call=call,
            other_calls=others,
            queues=[self._queue(queue_id) for queue_id in self._house.plan.queues],
            today=today,
        )

    def _agent_changed(self, agent_id: str) -> None:
        if (agent := self._house.agents.get(agent_id)) is not None:
            self._spoken[agent_id] = agent.call_id
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
        """To each agent who is in it; first of all which of her calls she speaks in now."""
        call = self._house.calls.get(call_id)
        parties = call.parties.values() if call else ()
        for agent_id in dict.fromkeys(each.agent_id for each in parties if each.agent_id):
            self._look_where_she_speaks(agent_id)
        self._calls.show(call_id)

    def _tell_call(self, agent_id: str, call: ActiveCall) -> None:
        self._subscribers.to_agent(agent_id, CallChanged(cursor=self._seq, call=call))

    def _look_where_she_speaks(self, agent_id: str) -> None:
        """She may turn to another call without that her state changes."""
        agent = self._house.agents.get(agent_id)
        if agent is not None and self._spoken.get(agent_id) != agent.call_id:
            self._agent_changed(agent_id)

    def _call_ended(self, fact: kept.CallEnded, at: datetime) -> None:
        if fact.queue_id is not None:
            self._queues_changed((fact.queue_id,))
        for agent_id in self._calls.ended(fact.call_id, at, fact.by):
            self._refresh_today(agent_id)
            self._look_where_she_speaks(agent_id)
            self._tidy(agent_id, at)
        self._drop_file(fact.call_id)

    def _tidy(self, agent_id: str, at: datetime) -> None:
        for call_id in self._calls.tidy(agent_id, at):
            self._drop_file(call_id)

    def _drop_file(self, call_id: str) -> None:
        """Once the call has ended and nobody writes it up any more."""
        if call_id not in self._house.calls and not self._calls.is_shown(call_id):
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
            self._send_offer(with_file(shown, file), command)

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
        return self._parts.files.at_hand(call_id, language, agent_id) or self._parts.files.bare(
            number, agent_id
        )

    def _queue(self, queue_id: str) -> QueueView:
        return present.queue_view(self._house, queue_id, self._parts.label_of)


def with_file(offer: OfferView, file: CustomerFile) -> OfferView:
    """The same offer with what its agent now sees of the customer."""
    return offer.model_copy(update={"file": file, "caller_number": file.number})
