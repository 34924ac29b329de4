"""What callers did in flows: visits of nodes, whole ways, answers to surveys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, func, select

from app.server.calls.views.steps import Insertion, Statement, Step, StepsOf
from app.server.core.facts import FlowEnded, NodeLeft, SurveyAnswered
from app.server.storage.ledger import Kept
from app.server.storage.tables import FlowRunRow, FlowVisit, SurveyAnswerRow

_last_visit = (
    select(FlowVisit)
    .where(
        FlowVisit.call_id == bindparam("of_call"),
        FlowVisit.flow_id == bindparam("of_flow"),
        FlowVisit.seq < bindparam("before_seq"),
    )
    .order_by(FlowVisit.seq.desc())
    .limit(1)
)

STATEMENTS: Final[dict[str, Statement]] = {
    "node-left": Insertion(FlowVisit),
    "flow-ended": Insertion(
        FlowRunRow,
        {
            "last_node": func.coalesce(_last_visit.with_only_columns(FlowVisit.node).scalar_subquery(), ""),
            "last_exit": func.coalesce(_last_visit.with_only_columns(FlowVisit.exit).scalar_subquery(), ""),
        },
    ),
    "survey-answered": Insertion(SurveyAnswerRow),
}


def _node_left(fact: NodeLeft, kept: Kept) -> Sequence[Step]:
    row = {
        "seq": kept.seq,
        "call_id": fact.call_id,
        "flow_id": fact.flow_id,
        "version": fact.version,
        "node": fact.node[:80],
        "exit": fact.exit[:40],
        "spent_s": fact.spent_s,
        "at": kept.at,
    }
    return [Step("node-left", ("flow", fact.call_id), row)]


def _flow_ended(fact: FlowEnded, kept: Kept) -> Sequence[Step]:
    row = {
        "seq": kept.seq,
        "call_id": fact.call_id,
        "flow_id": fact.flow_id,
        "version": fact.version,
        "how": fact.how,
        "at": kept.at,
        "of_call": fact.call_id,
        "of_flow": fact.flow_id,
        "before_seq": kept.seq,
    }
    return [Step("flow-ended", ("flow", fact.call_id), row)]


def _answered(fact: SurveyAnswered, kept: Kept) -> Sequence[Step]:
    row = {
        "seq": kept.seq,
        "call_id": fact.call_id,
        "question": fact.question[:80],
        "digit": fact.digit,
        "score": fact.score,
        "queue_id": fact.queue_id,
        "agent_id": fact.agent_id,
        "at": kept.at,
    }
    return [Step("survey-answered", ("survey", fact.call_id), row)]


STEPS_OF: Final[StepsOf] = {NodeLeft: _node_left, FlowEnded: _flow_ended, SurveyAnswered: _answered}
