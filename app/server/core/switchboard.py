"""The switchboard: one object with the live state of the centre, one event after the other.

In:  ``handle(event, now)``; time and ids are passed in.
Out: the commands and facts that follow, in order. Nothing here waits, reads a clock or touches a socket.
Late events (of legs, offers or timers that are gone) are normal and change nothing.
"""

from __future__ import annotations

from datetime import datetime

from app.server.core import conversation, presence, queueing, reception
from app.server.core.agent import Agent, Wish
from app.server.core.call import Call
from app.server.core.commands import Command
from app.server.core.events import (
    AgentRestored,
    CallerIdentified,
    DigitPressed,
    Event,
    HangUpWished,
    HoldWished,
    LegAnswered,
    LegEnded,
    LegHeld,
    LegIncoming,
    LegQuality,
    LegResumed,
    LegRinging,
    MediaFound,
    MediaLost,
    OfferDeclined,
    PhoneLost,
    PhoneRegistered,
    PromptFinished,
    ResumeWished,
    StateWished,
    TimerFired,
    TransferWished,
    WrapUpFinished,
)
from app.server.core.facts import CallerKnown
from app.server.core.house import (
    DigitAwaited,
    FaultLasts,
    House,
    NewId,
    OfferExpires,
    Turn,
    WrapUpRunsOut,
)
from app.server.core.offer import Offer, OfferEvent
from app.server.core.plan import Plan
from app.server.core.types import AgentState, EndCause

_OFFER_LEG_ENDED: dict[EndCause, OfferEvent] = {
    EndCause.DECLINED: OfferEvent.AGENT_DECLINED,
    EndCause.BUSY: OfferEvent.AGENT_DECLINED,
    EndCause.NO_ANSWER: OfferEvent.LEASE_EXPIRED,
}


class Switchboard:
    """Routes calls to agents. ``house`` may be read from outside, never written."""

    def __init__(self, plan: Plan, new_id: NewId, now: datetime) -> None:
        self._new_id = new_id
        self.house = House(plan)
        for planned in plan.agents.values():
            self.house.agents[planned.agent_id] = Agent(
                planned.agent_id, planned.sip_user, planned.queue_ids, since=now
            )

    def handle(self, event: Event, now: datetime) -> list[Command]:
        turn = Turn(self.house, now, self._new_id)
        self._dispatch(turn, event)
        queueing.assign(turn)
        return turn.commands

    def _dispatch(self, turn: Turn, event: Event) -> None:
        match event:
            case LegIncoming():
                reception.arrived(turn, event)
            case LegRinging() | LegHeld() | LegResumed() | TransferWished() | LegQuality() | MediaFound():
                pass  # nothing is decided on it yet
            case LegAnswered() | LegEnded() | DigitPressed() | PromptFinished() | MediaLost():
                self._of_leg(turn, event)
            case CallerIdentified(call_id, customer_id, level):
                if (call := self.house.calls.get(call_id)) is not None:
                    call.customer_id = customer_id
                    turn.keep(CallerKnown(call_id, customer_id, level))
            case TimerFired(timer_id):
                self._timer(turn, timer_id)
            case _:
                if (agent := self.house.agents.get(event.agent_id)) is not None:
                    self._of_agent(turn, agent, event)

    def _of_leg(
        self, turn: Turn, event: LegAnswered | LegEnded | DigitPressed | PromptFinished | MediaLost
    ) -> None:
        call = self.house.calls.get(self.house.legs.get(event.leg_id, ""))
        if isinstance(event, LegEnded):
            self.house.legs.pop(event.leg_id, None)
        if call is None:
            return
        offer = self._ringing(call, event.leg_id)
        is_customer = event.leg_id == call.leg_id
        match event:
            case LegAnswered():
                if offer is not None:
                    conversation.connect(turn, offer)
            case DigitPressed(_, digit):
                if is_customer:
                    reception.digit(turn, call, digit)
            case PromptFinished(_, play_id):
                reception.spoken(turn, call, play_id)
            case MediaLost():
                _sound_gone(turn, call, event.leg_id)
            case LegEnded(_, cause, _):
                if is_customer:
                    conversation.caller_left(turn, call, cause)
                elif offer is not None:
                    queueing.untaken(turn, offer, _OFFER_LEG_ENDED.get(cause, OfferEvent.PHONE_LOST))
                elif event.leg_id == call.agent_leg_id and cause is EndCause.CUT_OFF:
                    conversation.agent_lost(turn, call)
                elif event.leg_id == call.agent_leg_id:
                    conversation.over(turn, call, cause, by="agent")

    def _of_agent(
        self,
        turn: Turn,
        agent: Agent,
        event: StateWished
        | PhoneRegistered
        | PhoneLost
        | OfferDeclined
        | HoldWished
        | ResumeWished
        | HangUpWished
        | WrapUpFinished
        | AgentRestored,
    ) -> None:
        match event:
            case StateWished(_, state, reason, actor):
                presence.wish(turn, agent, Wish(state, reason, actor))
            case PhoneRegistered():
                presence.phone_registered(turn, agent)
            case PhoneLost():
                presence.phone_lost(turn, agent)
            case OfferDeclined(_, offer_id):
                offer = self.house.offers.get(offer_id)
                if offer is not None and offer.agent_id == agent.agent_id:
                    queueing.untaken(turn, offer, OfferEvent.AGENT_DECLINED)
            case HoldWished(_, call_id):
                if (call := self._talk_of(agent, call_id)) is not None:
                    conversation.hold(turn, call)
            case ResumeWished(_, call_id):
                if (call := self._talk_of(agent, call_id)) is not None:
                    conversation.resume(turn, call)
            case HangUpWished(_, call_id):
                if (call := self._talk_of(agent, call_id)) is not None:
                    conversation.over(turn, call, EndCause.NORMAL, by="agent")
            case WrapUpFinished():
                presence.end_wrap_up(turn, agent, how="finished")
            case AgentRestored():
                presence.restored(turn, agent, event)

    def _timer(self, turn: Turn, timer_id: str) -> None:
        match self.house.timers.pop(timer_id, None):
            case OfferExpires(offer_id):
                queueing.untaken(turn, self.house.offers[offer_id], OfferEvent.LEASE_EXPIRED)
            case DigitAwaited(call_id, _):
                reception.silent(turn, self.house.calls[call_id])
            case WrapUpRunsOut(agent_id, call_id):
                agent = self.house.agents[agent_id]
                if agent.state is AgentState.WRAP_UP and agent.call_id == call_id:
                    presence.end_wrap_up(turn, agent, how="time-out")
            case FaultLasts(agent_id):
                gone = Wish(AgentState.OFFLINE, "", "system")
                presence.wish(turn, self.house.agents[agent_id], gone, cause="phone-stays-away")
            case None:
                pass

    def _ringing(self, call: Call, leg_id: str) -> Offer | None:
        offer = self.house.offers.get(call.offer_id) if call.offer_id else None
        return offer if offer is not None and offer.leg_id == leg_id else None

    def _talk_of(self, agent: Agent, call_id: str) -> Call | None:
        call = self.house.calls.get(call_id)
        mine = call is not None and call.agent_id == agent.agent_id and call.state in conversation.TALKING
        return call if mine else None


def _sound_gone(turn: Turn, call: Call, leg_id: str) -> None:
    """Silence alone is no end: lines may fall silent. With the agent's phone lost as well, it is one."""
    if leg_id != call.agent_leg_id or call.state not in conversation.TALKING or call.agent_id is None:
        return
    agent = turn.house.agents[call.agent_id]
    if agent.phone_broke_in_talk or not agent.phone_registered:
        conversation.agent_lost(turn, call)
