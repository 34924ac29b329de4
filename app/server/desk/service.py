"""The desk: keeps every agent's desktop showing what is true, and takes her wishes to the switchboard.

In:  facts and offers from the runner; wishes from the API.
Out: live messages to desktops; desk events to the runner.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from app.contracts.calls import ActiveCall, OfferView
from app.contracts.customers import CustomerFile
from app.contracts.live import (
    AgentChanged,
    CallChanged,
    Hello,
    LiveMessage,
    OfferMade,
    OfferWithdrawn,
    QueueChanged,
    TodayChanged,
)
from app.contracts.people import AgentView, QueueView, StateWish, TodayView
from app.server.core import facts as kept
from app.server.core.commands import ShowOffer, WithdrawOffer
from app.server.core.events import (
    DeskEvent,
    HangUpWished,
    HoldWished,
    OfferDeclined,
    ResumeWished,
    StateWished,
    WrapUpFinished,
)
from app.server.core.facts import Fact
from app.server.core.house import House
from app.server.core.types import AgentState, CallState
from app.server.desk import present
from app.server.desk.files import CallFiles, Language
from app.server.desk.port import AgentUnknownError, CallNotYoursError, DeskError, OfferClosedError
from app.server.desk.restore import Restored
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


class Desk:
    """Implements DeskPort for the API and DeskSink for the runner."""

    def __init__(self, parts: DeskParts) -> None:
        self._parts = parts
        self._house = parts.house
        self._subscribers = Subscribers()
        self._seq = 0
        self._offers: dict[str, OfferView] = {}  # agent → the offer on her screen
        self._calls: dict[str, ActiveCall] = {}  # agent → the call she has or writes up
        self._changed_queues: set[str] = set()
        self._queues_timer: asyncio.TimerHandle | None = None
        self._tasks = Spawner("desk")

    async def stop(self) -> None:
        if self._queues_timer is not None:
            self._queues_timer.cancel()
        self._subscribers.end_all()
        await self._tasks.close()

    # --- runner's side (DeskSink) ----------------------------------------------------------------

    def on_fact(self, seq: int, at: datetime, fact: Fact) -> None:
        self._seq = seq
        match fact:
            case kept.AgentStateChanged(agent_id=agent_id):
                self._agent_changed(agent_id)
                self._queues_changed(self._house.agents[agent_id].queue_ids)
                if fact.after is AgentState.TECH_FAULT and fact.before is AgentState.TALKING:
                    self._call_gone(agent_id)
            case kept.CallQueued(queue_id=queue_id) | kept.OfferMade(queue_id=queue_id):
                self._queues_changed((queue_id,))
            case kept.CallConnected(call_id=call_id, agent_id=agent_id, queue_id=queue_id):
                self._queues_changed((queue_id,))
                self._show_call(agent_id, call_id)
            case kept.CallHeld(call_id=call_id, agent_id=agent_id):
                self._show_call(agent_id, call_id)
            case kept.CallResumed(call_id=call_id, agent_id=agent_id):
                self._show_call(agent_id, call_id)
            case kept.CallEnded():
                self._call_ended(fact, at)
            case kept.OfferEnded(agent_id=agent_id, result="no-answer" | "declined"):
                self._refresh_today(agent_id)
            case kept.WrapUpEnded(agent_id=agent_id, call_id=call_id):
                self._calls.pop(agent_id, None)
                self._parts.files.drop(call_id)
                self._refresh_today(agent_id)
            case _:
                pass

    def on_show_offer(self, command: ShowOffer, at: datetime) -> None:
        """Onto the screen at once with the file at hand; else with the number, and the file as it is read."""
        language = self._subscribers.language_of(command.agent_id)
        file = self._parts.files.at_hand(command.call_id, language)
        self._send_offer(command.agent_id, file or self._parts.files.bare(command.caller_number))
        if file is None:
            self._tasks.spawn(self._offer_later(command), f"file-{command.call_id}")

    def on_withdraw_offer(self, command: WithdrawOffer) -> None:
        self._offers.pop(command.agent_id, None)
        self._subscribers.to_agent(
            command.agent_id,
            OfferWithdrawn(
                cursor=self._seq, offer_id=command.offer_id, call_id=command.call_id, why=command.why
            ),
        )

    def on_phone_changed(self, agent_id: str) -> None:
        self._agent_changed(agent_id)

    async def restore(self, restored: Restored) -> None:
        """After a restart: give an agent back what she was doing, with the file of a call to write up."""
        call, agent_id = restored.call, restored.event.agent_id
        if call is not None:
            file = await self._parts.files.load(call.call_id, call.caller_number)
            self._calls[agent_id] = ActiveCall(
                call_id=call.call_id,
                state="ENDED",
                queue=self._parts.label_of(call.queue_id),
                caller_number=file.number,
                waited_s=call.waited_s,
                connected_at=call.connected_at,
                ended_at=call.ended_at,
                ended_by="system",
                file=file,
            )
        self._parts.feed(restored.event)
        if call is not None:
            self._set_call(agent_id, self._calls[agent_id])

    # --- API's side (DeskPort) -------------------------------------------------------------------

    async def agent(self, agent_id: str) -> AgentView | None:
        agent = self._house.agents.get(agent_id)
        return present.agent_view(agent) if agent else None

    async def wish_state(self, agent_id: str, wish: StateWish) -> AgentView:
        self._known(agent_id)
        self._parts.feed(StateWished(agent_id, AgentState[wish.state], wish.reason, agent_id))
        self._agent_changed(agent_id)  # also where only her next wish is new
        return present.agent_view(self._house.agents[agent_id])

    async def decline(self, agent_id: str, offer_id: str) -> None:
        self._known(agent_id)
        offer = self._house.offers.get(offer_id)
        if offer is None or offer.agent_id != agent_id:
            raise OfferClosedError("The call is no longer offered to you.")
        self._parts.feed(OfferDeclined(agent_id, offer_id))

    async def hold(self, agent_id: str, call_id: str) -> None:
        self._talks(agent_id, call_id)
        self._parts.feed(HoldWished(agent_id, call_id))

    async def resume(self, agent_id: str, call_id: str) -> None:
        self._talks(agent_id, call_id)
        self._parts.feed(ResumeWished(agent_id, call_id))

    async def hang_up(self, agent_id: str, call_id: str) -> None:
        self._talks(agent_id, call_id)
        self._parts.feed(HangUpWished(agent_id, call_id))

    async def finish_wrap_up(self, agent_id: str, call_id: str) -> None:
        agent = self._house.agents.get(agent_id)
        if agent is not None and agent.state is AgentState.WRAP_UP and agent.call_id == call_id:
            self._parts.feed(WrapUpFinished(agent_id))

    async def queues(self) -> list[QueueView]:
        return [self._queue(queue_id) for queue_id in self._house.plan.queues]

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
        view = present.agent_view(self._house.agents[agent_id])
        self._subscribers.to_agent(agent_id, AgentChanged(cursor=self._seq, agent=view))

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

    def _show_call(self, agent_id: str, call_id: str) -> None:
        call = self._house.calls.get(call_id)
        if call is None:
            return
        file = self._file(agent_id, call_id, call.caller_number)
        self._set_call(agent_id, present.active_call(call, self._parts.label_of, file))

    def _set_call(self, agent_id: str, call: ActiveCall) -> None:
        self._calls[agent_id] = call
        self._subscribers.to_agent(agent_id, CallChanged(cursor=self._seq, call=call))

    def _call_ended(self, fact: kept.CallEnded, at: datetime) -> None:
        if fact.queue_id is not None:
            self._queues_changed((fact.queue_id,))
        mine = self._calls.get(fact.agent_id or "")
        if fact.agent_id is None or mine is None or mine.call_id != fact.call_id:
            self._parts.files.drop(fact.call_id)
            return
        self._set_call(fact.agent_id, present.ended_call(mine, at, fact.by))
        self._refresh_today(fact.agent_id)

    def _call_gone(self, agent_id: str) -> None:
        """Her phone vanished in the talk; the call waits for whoever is next."""
        call = self._calls.pop(agent_id, None)
        if call is not None:
            ended = present.ended_call(call, datetime.now(UTC), "system")
            self._subscribers.to_agent(agent_id, CallChanged(cursor=self._seq, call=ended))

    def _refresh_today(self, agent_id: str) -> None:
        async def refresh() -> None:
            await self._parts.settled()
            today = await self._parts.today(agent_id)
            self._subscribers.to_agent(agent_id, TodayChanged(cursor=self._seq, today=today))

        self._tasks.spawn(refresh(), f"today-{agent_id}")

    def _send_offer(self, agent_id: str, file: CustomerFile) -> None:
        agent = self._house.agents[agent_id]
        call = self._house.calls.get(agent.call_id or "")
        offer = self._house.offers.get(call.offer_id or "") if call else None
        if call is None or offer is None or call.state is not CallState.OFFERED:
            return
        view = present.offer_view(offer, call, self._parts.label_of, file)
        self._offers[agent_id] = view
        self._subscribers.to_agent(agent_id, OfferMade(cursor=self._seq, offer=view))

    async def _offer_later(self, command: ShowOffer) -> None:
        await self._parts.files.load(command.call_id, command.caller_number)
        if command.agent_id in self._offers:
            self._send_offer(
                command.agent_id, self._file(command.agent_id, command.call_id, command.caller_number)
            )

    def _file(self, agent_id: str, call_id: str, number: str) -> CustomerFile:
        """In the language of her desktop; only the number where it is not read yet."""
        language = self._subscribers.language_of(agent_id)
        return self._parts.files.at_hand(call_id, language) or self._parts.files.bare(number)

    def _queue(self, queue_id: str) -> QueueView:
        return present.queue_view(self._house, queue_id, self._parts.label_of)

    def _known(self, agent_id: str) -> None:
        if agent_id not in self._house.agents:
            raise AgentUnknownError("You are not set up as an agent.")

    def _talks(self, agent_id: str, call_id: str) -> None:
        self._known(agent_id)
        call = self._house.calls.get(call_id)
        if call is None:
            raise DeskError("The call has ended.")
        if call.agent_id != agent_id:
            raise CallNotYoursError("Another agent has this call.")
        if call.state not in (CallState.TALKING, CallState.HELD):
            raise DeskError("You are not talking with this customer now.")
