"""A call arrives: its number's flow answers it, speaks, listens to keys, ends in a queue or a goodbye."""

from __future__ import annotations

from app.server.core import engagement, roster
from app.server.core.agent import Agent
from app.server.core.call import Call
from app.server.core.commands import AnswerLeg, IdentifyCaller, RejectLeg
from app.server.core.events import LegIncoming
from app.server.core.facts import CallArrived, CallEnded, RecordingStarted
from app.server.core.flow import carry
from app.server.core.flow.plan import Flow
from app.server.core.party import Party, PartyState
from app.server.core.turn import Turn
from app.server.core.types import CallOutcome, CallState, EndCause, PartyKind
from app.server.core.waiting import hours


def arrived(turn: Turn, event: LegIncoming) -> None:
    """A line from outside: answer a known number with its flow; refuse an unknown one."""
    if event.dialled_number in turn.house.plan.numbers:
        welcome(turn, event, flow_of(turn, event.dialled_number))
    else:
        refuse(turn, event)


def flow_of(turn: Turn, number: str) -> Flow:
    """Which flow answers a number of ours now: outside of its hours the one of the night."""
    found = hours.flow_of_number(turn.house.plan, number, turn.now)
    assert found is not None, number
    return found


def refuse(
    turn: Turn, event: LegIncoming, cause: EndCause = EndCause.REJECTED, direction: str = "IN"
) -> None:
    """Not to be reached from here; it leaves a record."""
    call_id = turn.new_id("call")
    turn.house.legs[event.leg_id] = call_id
    _keep_arrival(turn, call_id, event, direction)
    outcome = CallOutcome.REFUSED
    turn.keep(CallEnded(call_id, outcome, cause, "system", None, None, 0, 0, 0))
    turn.do(RejectLeg(event.leg_id, cause))


def welcome(turn: Turn, event: LegIncoming, flow: Flow, agent: Agent | None = None) -> None:
    """A customer's call. ``agent``: one of us who dialled a number of ours from her phone."""
    call = Call(
        turn.new_id("call"),
        event.leg_id,
        event.dialled_number,
        event.caller_number,
        event.caller_name,
        turn.now,
    )
    party = Party(event.leg_id, PartyKind.CUSTOMER, event.caller_number, PartyState.WAITING)
    party.agent_id = agent.agent_id if agent else None
    turn.house.calls[call.call_id] = call
    roster.admit(turn, call, party)
    _keep_arrival(turn, call.call_id, event, "IN")
    if agent is not None:
        engagement.takes_up(turn, agent, call, contact=False)
        turn.turns_to(agent.agent_id, call)
    call.recording_id = turn.new_id("recording")
    turn.do(AnswerLeg(event.leg_id))
    roster.record(turn, call, party)
    turn.do(IdentifyCaller(call.call_id, event.caller_number))
    turn.keep(RecordingStarted(call.recording_id, call.call_id))
    carry.begin(turn, call, flow)


def answer(turn: Turn, call: Call, number: str) -> None:
    """A caller who is here already is passed on to a number of ours."""
    call.flows_begun = 0
    carry.begin(turn, call, flow_of(turn, number))


def _keep_arrival(turn: Turn, call_id: str, event: LegIncoming, direction: str) -> None:
    turn.keep(
        CallArrived(
            call_id,
            event.dialled_number,
            event.caller_number,
            event.caller_name,
            event.source,
            direction,
            None,
            event.diverted_from,
        )
    )


def digit(turn: Turn, call: Call, key: str) -> None:
    """A key of the customer: for the flow that runs, or one that begins a flow while he waits."""
    if carry.running(call) is not None:
        carry.digit(turn, call, key)
    elif call.state is CallState.QUEUED and call.queue_id is not None:
        keys = turn.house.plan.queues[call.queue_id].waiting.keys
        if (flow := turn.house.plan.flows.get(keys.get(key, ""))) is not None:
            call.flows_begun = 0
            carry.begin(turn, call, flow)
