"""A call ends: everything that belongs to it is given back, in one place, whoever ended it."""

from __future__ import annotations

from app.server.core import engagement, roster
from app.server.core.agent import Agent
from app.server.core.call import Call, CallEvent
from app.server.core.callbacks import leaving, message, promise
from app.server.core.commands import CloseRecording, ReportTransfer
from app.server.core.facts import CallEnded, RecordingStopped, TransferEnded
from app.server.core.flow import visits
from app.server.core.timers import PauseRunsOut, ReconnectDue, SurveyRunsOut
from app.server.core.turn import Turn
from app.server.core.types import CallOutcome, EndCause

_CUT_SHORT = ("failed", "failed")
_INTERRUPTED = {"customer": ("hung-up", "hung-up")}  # by whom → how a flow that still ran has ended
_GONE = 487  # RFC 3261 §21.4.25: who was to be transferred has left


def end(turn: Turn, call: Call, outcome: CallOutcome, cause: EndCause, by: str, lost_agent: str = "") -> None:
    """Hang up its legs, close its recording, keep what it was, release its agents.

    ``by``: "customer", "agent", "supervisor", "system". ``lost_agent``: whose phone vanished with it.
    """
    if call.call_id in turn.house.timers.of:
        turn.cancel_timers(call.call_id, PauseRunsOut, ReconnectDue, SurveyRunsOut)
    turn.house.reconnecting.discard(call.call_id)
    if call.message is not None:
        message.end(turn, call, gone=True)
    visits.interrupt(turn, call, *_INTERRUPTED.get(by, _CUT_SHORT))
    if call.entry_open:
        leaving.gave_up(turn, call)
    call.clock(turn.now)
    if call.transfer is not None or call.consult is not None:
        end_transfers(turn, call)
    roster.drop_bridge(turn, call)
    turn.move_call(call, CallEvent.ENDED)
    engaged = _engaged(turn, call)
    for party in sorted(call.parties.values(), key=lambda each: each.leg_id == call.leg_id):
        roster.leaves(turn, call, party, cause)
    if call.recording_id is not None:
        turn.do(CloseRecording(call.recording_id))
        turn.keep(RecordingStopped(call.recording_id, call.call_id))
    turn.keep(
        CallEnded(
            call.call_id,
            leaving.outcome_of(call, outcome),
            cause,
            by,
            call.agent_id,
            call.queue_id,
            call.waited_s,
            call.talk_s,
            call.hold_s,
            call.ended_detail,
        )
    )
    del turn.house.calls[call.call_id]
    turn.stirred.pop(call.call_id, None)
    if call.promised or call.callback_id:
        promise.call_over(turn, call, cause, by)
    for agent in engaged:
        engagement.lets_go(turn, agent, call, lost=agent.agent_id == lost_agent)


def outcome(call: Call) -> CallOutcome:
    """For a customer whom nobody talks with now."""
    return CallOutcome.ANSWERED if call.first_connected_at else call.settled or CallOutcome.IN_MENU


def after_survey(turn: Turn, call: Call) -> None:
    """The talk had ended before: its record says by whom."""
    end(turn, call, CallOutcome.ANSWERED, EndCause.NORMAL, by=call.talk_ended_by)


def _engaged(turn: Turn, call: Call) -> list[Agent]:
    """Its agents, each once."""
    found = {party.agent_id: roster.agent_of(turn, party) for party in call.parties.values()}
    return [agent for agent in found.values() if agent is not None and call.call_id in agent.talks]


def end_transfers(turn: Turn, call: Call) -> None:
    for transfer in (call.transfer, call.consult):
        if transfer is None:
            continue
        turn.keep(TransferEnded(call.call_id, transfer.transfer_id, transfer.agent_id, "caller-left"))
        if transfer.report_id and transfer.agent_leg_id in turn.house.legs:
            turn.do(ReportTransfer(transfer.agent_leg_id, transfer.report_id, _GONE))
    call.transfer = call.consult = None
