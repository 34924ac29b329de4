"""The desk: takes agents' wishes to the switchboard, and keeps every desktop showing what is true.

In:  wishes from the API; facts and offers from the runner (``Screens``).
Out: desk events to the runner; live messages to desktops.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from app.contracts.calls import ActiveCall
from app.contracts.people import AgentView, QueueView, StateWish
from app.server.core import speaking
from app.server.core.call import IN_TALK
from app.server.core.events import (
    HangUpWished,
    HoldWished,
    OfferDeclined,
    ReconnectStopped,
    ResumeWished,
    SpeakStopped,
    SpeakWished,
    StateWished,
    TakeUpWished,
    WrapUpFinished,
)
from app.server.core.talk_events import line_of
from app.server.core.types import AgentState, CallState
from app.server.desk import present
from app.server.desk.control import CallControl
from app.server.desk.port import AgentUnknownError, CallNotYoursError, DeskError, OfferClosedError
from app.server.desk.restore import Restored
from app.server.desk.screens import DeskParts, Screens


class Desk(Screens):
    """Implements DeskPort for the API and DeskSink for the runner."""

    def __init__(self, parts: DeskParts) -> None:
        super().__init__(parts)
        self.control = CallControl(parts.house, parts.feed, self._names)

    async def restore(self, restored: Restored) -> None:
        """After a restart: give an agent back what she was doing, with the file of a call to write up."""
        call, agent_id = restored.call, restored.event.agent_id
        view: ActiveCall | None = None
        if call is not None:
            file = await self._parts.files.load(call.call_id, call.caller_number)
            view = ActiveCall(
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
        if view is not None:
            self._calls.set(agent_id, view)

    # --- API's side (DeskPort) -------------------------------------------------------------------

    async def agent(self, agent_id: str) -> AgentView | None:
        agent = self._house.agents.get(agent_id)
        return present.agent_view(agent) if agent else None

    async def wish_state(self, agent_id: str, wish: StateWish) -> AgentView:
        self._known(agent_id)
        self._parts.feed(StateWished(agent_id, AgentState[wish.state], wish.reason, agent_id))
        self._agent_changed(agent_id)  # also where only her next wish is new
        self._known(agent_id)  # who is taken out of the set-up is gone as soon as she is off
        return present.agent_view(self._house.agents[agent_id])

    async def decline(self, agent_id: str, offer_id: str) -> None:
        self._known(agent_id)
        shown = self._offers.get(agent_id)
        offer = self._house.offers.get(offer_id)
        queued = offer is not None and offer.agent_id == agent_id
        if not queued and (shown is None or shown.offer_id != offer_id):
            raise OfferClosedError("The call is no longer offered to you.")
        self._parts.feed(OfferDeclined(agent_id, offer_id))

    def let_go(self, leads: Callable[[str], bool]) -> None:
        """After a change of the set-up: what rings at who is no longer planned goes to somebody else, and who
        no longer leads listens no more. Talks go on to their end."""
        for agent_id in sorted(self._house.leaving):
            if (shown := self._offers.get(agent_id)) is not None:
                self._parts.feed(OfferDeclined(agent_id, shown.offer_id))
        listening = [
            (party.supervisor_id, call.call_id)
            for call in self._house.calls.values()
            for party in call.parties.values()
            if party.supervisor_id and not party.counts and not leads(party.supervisor_id)
        ]
        for supervisor_id, call_id in listening:
            self.control.end_monitoring(supervisor_id, call_id)

    async def hold(self, agent_id: str, call_id: str) -> None:
        self._talks(agent_id, call_id)
        self._parts.feed(HoldWished(agent_id, call_id))

    async def resume(self, agent_id: str, call_id: str) -> None:
        self._talks(agent_id, call_id)
        self._parts.feed(ResumeWished(agent_id, call_id))

    async def activate(self, agent_id: str, call_id: str) -> None:
        """She speaks in this one of her calls; the one that she speaks in now is held."""
        self._talks(agent_id, call_id, (*IN_TALK, CallState.DIALLING, CallState.RECONNECTING))
        self._parts.feed(TakeUpWished(agent_id, call_id))

    async def hang_up(self, agent_id: str, call_id: str) -> None:
        self._talks(agent_id, call_id, (*IN_TALK, CallState.DIALLING, CallState.RECONNECTING))
        self._parts.feed(HangUpWished(agent_id, call_id))

    async def speak(self, agent_id: str, call_id: str, reply_id: str, prompt: str) -> None:
        """A quick reply, to everybody in her talk; ``prompt`` as in PlayPrompts."""
        self._talks(agent_id, call_id)
        call = self._house.calls[call_id]
        mine = line_of(call, agent_id)
        if mine is None or not speaking.possible(call, mine):
            raise DeskError("You are not heard in this call now: take it off hold, or unmute yourself.")
        self._parts.feed(SpeakWished(agent_id, call_id, reply_id, (prompt,)))

    async def stop_speaking(self, agent_id: str, call_id: str) -> None:
        """No error where nothing is being spoken."""
        if call_id in self._house.calls:
            self._parts.feed(SpeakStopped(agent_id, call_id))

    async def stop_reconnecting(self, agent_id: str, call_id: str) -> None:
        """She does not wait for the customer who was cut off."""
        self._talks(agent_id, call_id, (CallState.RECONNECTING,))
        self._parts.feed(ReconnectStopped(agent_id, call_id))

    async def finish_wrap_up(self, agent_id: str, call_id: str) -> None:
        agent = self._house.agents.get(agent_id)
        if agent is not None and agent.state is AgentState.WRAP_UP and agent.call_id == call_id:
            self._parts.feed(WrapUpFinished(agent_id))

    async def queues(self) -> list[QueueView]:
        now = datetime.now(UTC)
        queue_ids = list(self._house.plan.queues)
        return [present.queue_view(self._house, each, self._parts.label_of, now) for each in queue_ids]

    def _known(self, agent_id: str) -> None:
        if agent_id not in self._house.agents:
            raise AgentUnknownError("You are not set up as an agent.")

    def _talks(self, agent_id: str, call_id: str, states: tuple[CallState, ...] = IN_TALK) -> None:
        self._known(agent_id)
        call = self._house.calls.get(call_id)
        if call is None:
            raise DeskError("The call has ended.")
        if call.agent_id != agent_id and line_of(call, agent_id) is None:
            raise CallNotYoursError("Another agent has this call.")
        if call.state not in states:
            raise DeskError("You are not talking with this customer now.")


__all__ = ["Desk", "DeskParts"]
