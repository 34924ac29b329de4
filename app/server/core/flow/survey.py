"""After the talk: the agent is out, the customer is asked how it was and answers by key.

The call's record stays open until his last answer; what he says is recorded as before.
"""

from __future__ import annotations

from datetime import timedelta

from app.server.core import ending
from app.server.core.call import IN_TALK, Call, CallEvent
from app.server.core.facts import SurveyStarted
from app.server.core.flow import carry, visits
from app.server.core.flow.plan import Flow
from app.server.core.timers import SurveyRunsOut
from app.server.core.turn import Turn
from app.server.core.types import CallKind, EndCause

LONGEST_S = 300
_OURS = ("agent", "supervisor")


def wanted(turn: Turn, call: Call, cause: EndCause, by: str) -> Flow | None:
    """The questions of his queue, where one of us has ended a customer's talk and he is still there."""
    customer = call.customer
    if customer is None or not customer.present:
        return None
    if customer.agent_id is not None or customer.number in turn.house.plan.phones:
        return None  # a colleague
    if by not in _OURS or cause is not EndCause.NORMAL or call.state not in IN_TALK:
        return None
    if call.kind not in (CallKind.CUSTOMER, CallKind.CALLBACK) or call.rated_agent_id is None:
        return None
    queue = turn.house.plan.queues.get(call.queue_id or "")
    return turn.house.plan.flows.get(queue.survey) if queue and queue.survey else None


def begin(turn: Turn, call: Call, questions: Flow, by: str) -> None:
    """``by``: who has ended the talk."""
    call.talk_ended_by = by
    call.flows_begun = 0
    turn.move_call(call, CallEvent.SURVEYED)
    turn.keep(
        SurveyStarted(
            call_id=call.call_id,
            queue_id=call.queue_id or "",
            agent_id=call.rated_agent_id,
            flow_id=questions.flow_id,
            by=by,
            talk_s=call.talk_s,
            hold_s=call.hold_s,
        )
    )
    turn.set_timer(SurveyRunsOut(call.call_id), turn.now + timedelta(seconds=LONGEST_S))
    carry.begin(turn, call, questions)


def over(turn: Turn, call: Call, why: str) -> None:
    """Before the last question: he hung up, the time is over, a supervisor ended it."""
    visits.interrupt(turn, call, why, "hung-up" if why == "hung-up" else "failed")
    ending.after_survey(turn, call)
