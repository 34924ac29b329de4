"""Agent and customer talk: connected, held, resumed, over, and what follows for both."""

from __future__ import annotations

from app.server.core import ending, presence, queueing
from app.server.core.agent import Agent, AgentEvent
from app.server.core.call import Call, CallEvent
from app.server.core.commands import (
    CreateBridge,
    DestroyBridge,
    HangUpLeg,
    JoinBridge,
    LeaveBridge,
    PlayPrompts,
    RecordLeg,
    StopPlaying,
)
from app.server.core.facts import CallConnected, CallHeld, CallResumed
from app.server.core.house import Turn
from app.server.core.offer import Offer, OfferEvent
from app.server.core.types import CallOutcome, CallState, EndCause, Side

TALKING = (CallState.TALKING, CallState.HELD)


def connect(turn: Turn, offer: Offer) -> None:
    """The agent answered: the music stops, both hear each other, both sides are recorded."""
    call = turn.house.calls[offer.call_id]
    agent = turn.house.agents[offer.agent_id]
    assert call.queued_at is not None and call.queue_id is not None and call.recording_id is not None
    call.bridge_id = turn.new_id("bridge")
    turn.do(
        StopPlaying(call.leg_id),
        CreateBridge(call.bridge_id),
        JoinBridge(call.bridge_id, call.leg_id),
        JoinBridge(call.bridge_id, offer.leg_id),
        RecordLeg(call.recording_id, call.call_id, offer.leg_id, Side.AGENT),
    )
    queueing.close(turn, offer, OfferEvent.AGENT_ANSWERED)
    if call.first_connected_at is None:  # not when an agent's phone was lost and he waited again
        call.first_connected_at = turn.now
        call.waited_s = (turn.now - call.queued_at).total_seconds()
        turn.house.balance(call.queue_id).answered += 1
    call.connected_at = turn.now
    call.offer_id = None
    agent.phone_broke_in_talk = not agent.phone_registered
    turn.move_call(call, CallEvent.CONNECTED)
    turn.move_agent(agent, AgentEvent.ANSWERED)
    turn.keep(CallConnected(call.call_id, agent.agent_id, call.queue_id, call.waited_s))


def hold(turn: Turn, call: Call) -> None:
    """The customer hears music, the agent nothing. A second wish changes nothing."""
    if call.state is not CallState.TALKING or call.agent_id is None:
        return
    assert call.queue_id is not None
    music = turn.house.plan.queues[call.queue_id].music
    turn.do(LeaveBridge(call.leg_id), PlayPrompts(call.leg_id, turn.new_id("play"), (music,), loop=True))
    call.held_at = turn.now
    turn.move_call(call, CallEvent.HELD)
    turn.keep(CallHeld(call.call_id, call.agent_id))


def resume(turn: Turn, call: Call) -> None:
    if call.state is not CallState.HELD or call.bridge_id is None or call.agent_id is None:
        return
    turn.do(StopPlaying(call.leg_id), JoinBridge(call.bridge_id, call.leg_id))
    turn.move_call(call, CallEvent.RESUMED)
    turn.keep(CallResumed(call.call_id, call.agent_id, _count_hold(turn, call)))


def over(turn: Turn, call: Call, cause: EndCause, by: str) -> None:
    """The talk is over; the agent writes up what came of it."""
    assert call.agent_id is not None
    agent = turn.house.agents[call.agent_id]
    _count_talk(turn, call)
    _drop_bridge(turn, call)
    outcome = CallOutcome.CUT_OFF if cause is EndCause.CUT_OFF else CallOutcome.ANSWERED
    ending.end(turn, call, outcome, cause, by)
    _start_wrap_up(turn, agent, call)


def agent_lost(turn: Turn, call: Call) -> None:
    """The agent's phone vanished in the talk: he waits first in line, she is in trouble, not at fault."""
    assert call.agent_id is not None and call.agent_leg_id is not None
    agent = turn.house.agents[call.agent_id]
    agent_leg_id = call.agent_leg_id
    _count_talk(turn, call)
    _drop_bridge(turn, call)
    if agent_leg_id in turn.house.legs:
        turn.do(HangUpLeg(agent_leg_id, EndCause.CUT_OFF))
    agent.call_id = None
    turn.move_agent(agent, AgentEvent.CALL_LOST, reason="no-phone")
    queueing.again(turn, call, CallEvent.AGENT_LOST)
    if agent.phone_registered:
        presence.phone_registered(turn, agent)  # it is back already


def caller_left(turn: Turn, call: Call, cause: EndCause) -> None:
    """The customer's leg is gone, in whatever state."""
    if call.state in TALKING:
        over(turn, call, cause, by="system" if cause is EndCause.CUT_OFF else "customer")
        return
    offer = turn.house.offers.get(call.offer_id) if call.offer_id else None
    if offer is not None:
        queueing.untaken(turn, offer, OfferEvent.CALLER_LEFT)
        call.agent_id = None
    outcome = CallOutcome.IN_MENU
    if call.queue_id is not None and call.queued_at is not None:
        outcome = _left_the_queue(turn, call, call.queue_id, cause)
    ending.end(turn, call, outcome, cause, by="customer")


def _left_the_queue(turn: Turn, call: Call, queue_id: str, cause: EndCause) -> CallOutcome:
    if call.first_connected_at is not None:
        return CallOutcome.CUT_OFF  # had talked, lost his agent, and gave up: the fault was ours
    assert call.queued_at is not None
    call.waited_s = (turn.now - call.queued_at).total_seconds()
    balance = turn.house.balance(queue_id)
    if cause is EndCause.CUT_OFF:
        balance.cut_off += 1
        return CallOutcome.CUT_OFF
    balance.abandoned += 1
    return CallOutcome.ABANDONED


def _start_wrap_up(turn: Turn, agent: Agent, call: Call) -> None:
    assert call.queue_id is not None
    wrap_up_s = turn.house.plan.queues[call.queue_id].wrap_up_s
    agent.handled_calls += 1
    presence.begin_wrap_up(turn, agent, AgentEvent.CALL_OVER, wrap_up_s)


def _count_hold(turn: Turn, call: Call) -> float:
    assert call.held_at is not None
    held_s = (turn.now - call.held_at).total_seconds()
    call.hold_s += held_s
    call.held_at = None
    return held_s


def _count_talk(turn: Turn, call: Call) -> None:
    """Talk time is without hold, and adds up over several agents."""
    assert call.connected_at is not None
    if call.held_at is not None:
        _count_hold(turn, call)
    held_s = call.hold_s - call.counted_hold_s
    call.talk_s += (turn.now - call.connected_at).total_seconds() - held_s
    call.counted_hold_s = call.hold_s


def _drop_bridge(turn: Turn, call: Call) -> None:
    if call.bridge_id is not None:
        turn.do(DestroyBridge(call.bridge_id))
        call.bridge_id = None
