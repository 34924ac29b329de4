"""The switchboard: one object with the live state of the centre, one event after the other.

In:  ``handle(event, now)``; time and ids are passed in.
Out: the commands and facts that follow, in order. Nothing here waits, reads a clock or touches a socket.
Late events (of legs, offers or timers that are gone) are normal and change nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, get_args

from app.server.core import (
    attention,
    leg_events,
    outbound,
    presence,
    quality,
    queueing,
    recording,
    setting_up,
    speaking,
    supervising,
    talk_events,
)
from app.server.core.agent import DEVICE_FAULT, Agent, Wish
from app.server.core.callbacks import attempts, reconnect
from app.server.core.commands import Consequence
from app.server.core.events import (
    AgentRestored,
    CallBackCancelled,
    CallBackRestored,
    CallerIdentified,
    CallWished,
    Event,
    LegIncoming,
    LegQuality,
    MediaFound,
    OfferDeclined,
    PhoneLost,
    PhoneRegistered,
    PlanChanged,
    SeatEvent,
    StateWished,
    SupervisorEvent,
    SystemAnswered,
    TimerFired,
    WrapUpExtended,
    WrapUpFinished,
    WrapUpStopped,
)
from app.server.core.flow import carry, survey
from app.server.core.house import House
from app.server.core.offer import OfferEvent
from app.server.core.plan import Plan
from app.server.core.routing.strategies import Draw, evenly
from app.server.core.timers import (
    AnnouncementDue,
    CallBackDue,
    DigitAwaited,
    FaultLasts,
    LineWidens,
    MessageRunsOut,
    OfferExpires,
    OverflowDue,
    PauseRunsOut,
    ReconnectDue,
    RingRunsOut,
    RingsMore,
    SurveyRunsOut,
    SystemAwaited,
    WrapUpRunsOut,
)
from app.server.core.turn import NewId, Turn
from app.server.core.types import AgentState, EndCause
from app.server.core.waiting import attend, overflow


class Switchboard:
    """Routes calls to agents. ``house`` may be read from outside, never written."""

    def __init__(self, plan: Plan, new_id: NewId, now: datetime, draw: Draw | None = None) -> None:
        """``draw``: random numbers from 0 up to 1, for queues that choose by lot."""
        self._new_id = new_id
        self.house = House(plan, draw=draw or evenly())
        self._turn = Turn(self.house, now, new_id)
        setting_up.take_over(self._turn, plan)

    def handle(self, event: Event, now: datetime) -> list[Consequence]:
        turn, house = self._turn, self.house
        followed = turn.begins(now)
        if isinstance(event, LegQuality):
            quality.reported(turn, event)  # many, and nothing is decided on them
            return followed
        try:
            if now >= house.today.ends_at or house.leaving:
                setting_up.look_round(turn)
            WAYS.get(event.__class__, talk_events.wished)(turn, event)
            while turn.superseded or turn.overflowing or turn.signed_out:
                attempts.settle(turn)
                overflow.settle(turn)  # it may lead a caller to a queue where his own call-back waits
            if turn.attention or turn.stirred:
                attention.settle(turn)
            if house.speeches:
                speaking.settle(turn)
            if house.lines.came or house.lines.freed:
                queueing.assign(turn)
        except BaseException:
            self._turn = Turn(house, now, self._new_id)  # what this one has left undone is of no other
            raise
        return followed


def _of_seat(turn: Turn, event: SeatEvent) -> None:
    agent = turn.house.agents.get(event.agent_id)
    if agent is None:
        return
    match event:
        case WrapUpFinished():
            presence.end_wrap_up(turn, agent, how="finished")
        case StateWished(_, state, reason, actor):
            presence.wish(turn, agent, Wish(state, reason, actor))
            if reason == DEVICE_FAULT and agent.state is AgentState.OFFERED:
                queueing.cannot_take(turn, agent)
        case PhoneRegistered():
            presence.phone_registered(turn, agent)
        case PhoneLost():
            presence.phone_lost(turn, agent)
        case OfferDeclined(_, offer_id):
            _declined(turn, agent, offer_id)
        case WrapUpExtended():
            presence.extend_wrap_up(turn, agent)
        case WrapUpStopped(_, actor):
            presence.end_wrap_up(turn, agent, how="supervisor", actor=actor)
        case AgentRestored():
            presence.restored(turn, agent, event)
        case CallWished(_, number, from_number):
            outbound.clicked(turn, agent, number, from_number)


def _of_supervisor(turn: Turn, event: SupervisorEvent) -> None:
    if (call := turn.house.calls.get(event.call_id)) is not None:
        supervising.acts(turn, call, event)


def _plan_changed(turn: Turn, event: PlanChanged) -> None:
    setting_up.changed(turn, event.plan)


def _declined(turn: Turn, agent: Agent, offer_id: str) -> None:
    """An offer of a queue, or a call that a colleague passes on."""
    offer = turn.house.offers.get(offer_id)
    if offer is not None and offer.agent_id == agent.agent_id:
        queueing.untaken(turn, offer, OfferEvent.AGENT_DECLINED)
        return
    for leg_id, call_id in list(agent.legs.items()):
        call = turn.house.calls[call_id]
        party = call.parties[leg_id]
        if party.ring is not None and party.ring.offer_id == offer_id:
            leg_events.rung_in_vain(turn, call, party, EndCause.DECLINED)


def _timer(turn: Turn, event: TimerFired) -> None:
    house = turn.house
    match house.timers.forget(event.timer_id):
        case OfferExpires(offer_id):
            queueing.untaken(turn, house.offers[offer_id], OfferEvent.LEASE_EXPIRED)
        case AnnouncementDue(call_id):
            attend.announcement_due(turn, house.calls[call_id])
        case OverflowDue(call_id):
            overflow.due(turn, house.calls[call_id])
        case LineWidens(call_id):
            queueing.widen(turn, house.calls[call_id])
        case RingsMore(call_id):
            queueing.ring_more(turn, house.calls[call_id])
        case DigitAwaited(call_id, _):
            carry.silent(turn, house.calls[call_id])
        case SystemAwaited(call_id, request_id):
            carry.not_told(turn, house.calls[call_id], request_id)
        case SurveyRunsOut(call_id):
            survey.over(turn, house.calls[call_id], "time-out")
        case RingRunsOut(call_id, leg_id):
            call = house.calls[call_id]
            leg_events.rung_in_vain(turn, call, call.parties[leg_id], EndCause.NO_ANSWER)
        case MessageRunsOut(call_id):
            carry.message_over(turn, house.calls[call_id])
        case ReconnectDue(call_id):
            reconnect.due(turn, house.calls[call_id])
        case CallBackDue(callback_id):
            attempts.due(turn, callback_id)
        case PauseRunsOut(call_id):
            recording.goes_on(turn, house.calls[call_id], "time-out")
        case WrapUpRunsOut(agent_id, call_id):
            agent = house.agents[agent_id]
            if agent.state is AgentState.WRAP_UP and agent.call_id == call_id:
                presence.end_wrap_up(turn, agent, how="time-out")
        case FaultLasts(agent_id):
            gone = Wish(AgentState.OFFLINE, "", "system")
            presence.wish(turn, house.agents[agent_id], gone, cause="phone-stays-away")
        case None:
            pass


def _of_nobody(turn: Turn, event: Event) -> None:
    """Nothing follows from it."""


# Which part of the house handles what has happened; what is not named here is a wish about a talk.
WAYS: dict[type[Event], Callable[[Turn, Any], None]] = {
    **dict.fromkeys(get_args(leg_events.LegEvent), leg_events.happened),
    **dict.fromkeys(get_args(SeatEvent), _of_seat),
    **dict.fromkeys(get_args(SupervisorEvent), _of_supervisor),
    LegIncoming: leg_events.incoming,
    TimerFired: _timer,
    MediaFound: _of_nobody,
    CallerIdentified: queueing.identified,
    CallBackRestored: attempts.restored,
    CallBackCancelled: attempts.cancelled,
    SystemAnswered: carry.told,
    PlanChanged: _plan_changed,
}
