"""Figures of surveys and of flows, over a span of time.

Self-service rate of a flow = ways through it that ended without an agent ÷ ways that ended. Without an agent:
it came to its own end ("end"), or the caller hung up in a node that asked nothing of him. Who hangs up in a
menu, while he is to enter something, or in a queue has not got what he wanted. A voice message, a call-back,
a transfer and the queue all ask for a person. Who goes back to waiting ("back") is not counted at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.contracts.followups import FlowFigures, NodeFigures, SurveyFigures
from app.server.core.flow.plan import Flow
from app.server.directory.service import DirectoryService
from app.server.storage.tables import FlowRunRow, FlowVisit, SurveyAnswerRow

ASKING = frozenset({"menu", "collect", "survey"})
NOT_COUNTED = frozenset({"back"})  # the caller went on waiting
ENDED_BY_ITSELF, HUNG_UP = "end", "hung-up"
_KINDS: Mapping[str, str] = {
    "Say": "say",
    "Menu": "menu",
    "Collect": "collect",
    "Condition": "condition",
    "SetVariables": "set",
    "Ask": "ask",
    "ToQueue": "queue",
    "Message": "message",
    "CallBack": "call-back",
    "SendText": "send-text",
    "TransferTo": "transfer",
    "Language": "language",
    "Survey": "survey",
    "SubFlow": "sub-flow",
    "HangUp": "end",
    "GoBack": "back",
}


def survey_figures(
    session: Session,
    directory: DirectoryService,
    since: datetime,
    until: datetime,
    agent_id: str | None = None,
    queue_id: str | None = None,
) -> list[SurveyFigures]:
    """By agent, queue and question. ``agent_id``: of her alone."""
    columns = (
        SurveyAnswerRow.agent_id,
        SurveyAnswerRow.queue_id,
        SurveyAnswerRow.question,
        SurveyAnswerRow.score,
    )
    statement = select(*columns, func.count()).where(SurveyAnswerRow.at >= since, SurveyAnswerRow.at < until)
    if agent_id is not None:
        statement = statement.where(SurveyAnswerRow.agent_id == agent_id)
    if queue_id is not None:
        statement = statement.where(SurveyAnswerRow.queue_id == queue_id)
    groups: defaultdict[tuple[str, str, str], dict[int, int]] = defaultdict(dict)
    for agent, queue, question, score, count in session.execute(statement.group_by(*columns)):
        groups[agent or "", queue, question][score] = count
    return [
        SurveyFigures(
            agent_id=agent or None,
            agent_name=directory.display_name(agent or None),
            queue=directory.queue_label(queue or None),
            question=question,
            answers=sum(scores.values()),
            average=sum(score * count for score, count in scores.items()) / sum(scores.values()),
            scores={str(score): count for score, count in sorted(scores.items())},
        )
        for (agent, queue, question), scores in sorted(groups.items())
    ]


def flow_figures(
    session: Session, flow_id: str, flow: Flow | None, since: datetime, until: datetime
) -> FlowFigures:
    """``flow``: as it is now, None where it is gone; kinds of nodes are taken from it."""
    kinds = {name: _KINDS.get(type(node).__name__, "") for name, node in flow.nodes.items()} if flow else {}
    ended, self_served = _ways(session, flow_id, kinds, since, until)
    entered = ended.total()
    return FlowFigures(
        flow_id=flow_id,
        since=since,
        until=until,
        entered=entered,
        ended=dict(sorted(ended.items())),
        self_served=self_served,
        self_service_rate=self_served / entered if entered else None,
        nodes=_nodes(session, flow_id, kinds, since, until),
    )


def _ways(
    session: Session, flow_id: str, kinds: Mapping[str, str], since: datetime, until: datetime
) -> tuple[Counter[str], int]:
    columns = (FlowRunRow.how, FlowRunRow.last_node)
    of_flow = (FlowRunRow.flow_id == flow_id, FlowRunRow.at >= since, FlowRunRow.at < until)
    rows = session.execute(select(*columns, func.count()).where(*of_flow).group_by(*columns))
    ended: Counter[str] = Counter()
    self_served = 0
    for how, last_node, count in rows:
        if how in NOT_COUNTED:
            continue
        ended[how] += count
        told = how == HUNG_UP and kinds.get(last_node, "menu") not in ASKING
        self_served += count if how == ENDED_BY_ITSELF or told else 0
    return ended, self_served


def _nodes(
    session: Session, flow_id: str, kinds: Mapping[str, str], since: datetime, until: datetime
) -> list[NodeFigures]:
    """In the order of the flow, then those that it has no more."""
    columns = (FlowVisit.node, FlowVisit.exit)
    of_flow = (FlowVisit.flow_id == flow_id, FlowVisit.at >= since, FlowVisit.at < until)
    statement = select(*columns, func.count(), func.sum(FlowVisit.spent_s)).where(*of_flow).group_by(*columns)
    exits: defaultdict[str, dict[str, int]] = defaultdict(dict)
    spent_s: defaultdict[str, float] = defaultdict(float)
    for node, way, count, seconds in session.execute(statement):
        exits[node][way] = count
        spent_s[node] += float(seconds or 0.0)
    order = {name: place for place, name in enumerate(kinds)}
    return [
        NodeFigures(
            node=node,
            kind=kinds.get(node, ""),
            visits=sum(exits[node].values()),
            seconds=spent_s[node] / sum(exits[node].values()),
            exits=dict(sorted(exits[node].items())),
        )
        for node in sorted(exits, key=lambda name: (order.get(name, len(order)), name))
    ]
