"""The plan of the core from the database: agents with their skills, queues, flows, hours, numbers.

In:  a session, and who works here. Out: a ``Plan``, and a sentence for each row that is damaged: it is lived
with (sound defaults, the last good version of a flow), since the telephones must be answered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.core.flow.plan import Flow, HangUp
from app.server.core.plan import AgentPlan, PhonePlan, Plan
from app.server.core.routing.plan import Membership
from app.server.core.waiting.plan import Hours, NumberHours
from app.server.directory.calling_rules import stored_calling
from app.server.directory.desk_rules import DeskRules
from app.server.directory.hours_rules import HoursSheet, read_hours
from app.server.directory.model import DirectoryUser
from app.server.directory.queue_rules import Known, QueueSheet, read_queue, rings_of
from app.server.flows.builtin import built_in_flows
from app.server.flows.check import check_flow
from app.server.flows.model import Known as KnownToFlows
from app.server.storage.tables import (
    AgentSkill,
    FlowVersion,
    HoursRow,
    LabelRow,
    Number,
    Phone,
    Queue,
    QueueMember,
    Skill,
    User,
)
from app.server.storage.tables import Flow as FlowRow

ORDINARY = Membership()
_UNREAD = Flow("", "", {})
_MOST_FAULTS = 50


DeskRulesOf = dict[str, DeskRules]  # by queue


def read_plan(
    session: Session, users: Mapping[str, DirectoryUser]
) -> tuple[Plan, DeskRulesOf, tuple[str, ...]]:
    """The plan, what the desk does with each queue's calls, and what is wrong, each in a sentence."""
    faults: list[str] = []
    queue_ids = tuple(session.scalars(select(Queue.queue_id)))
    flows = _flows(session, queue_ids, faults)
    hours = {hours_id: sheet.hours for hours_id, sheet in hours_sheets(session, faults).items()}
    known = known_to_queues(session, flows)
    sheets = queue_sheets(session, known, faults)
    queues = {queue_id: sheet.plan for queue_id, sheet in sheets.items()}
    faults += [f"Queues lead round in a circle: {' → '.join(ring)}." for ring in rings_of(queues)]
    numbers, number_hours = _numbers(session, flows, hours, faults)
    agents, phones = _people(session, users)
    calling = stored_calling(session)
    plan = Plan(
        agents=agents,
        queues=queues,
        numbers=numbers,
        flows=flows,
        hours=hours,
        number_hours=number_hours,
        phones=phones,
        caller_numbers=tuple(each.number for each in calling.numbers),
        caller_rules=calling.rules,
        call_waiting=calling.call_waiting,
    )
    desk = {queue_id: sheet.desk for queue_id, sheet in sheets.items()}
    return plan, desk, tuple(faults[:_MOST_FAULTS])


def known_to_queues(session: Session, flows: Collection[str]) -> Known:
    """What rules of queues may name."""
    numbers = {row.number: f"flow {row.flow_id}" for row in session.scalars(select(Number))}
    numbers |= {row.sip_user: f"phone of {row.user_id}" for row in session.scalars(select(Phone))}
    rows = session.execute(select(Queue.queue_id, Queue.number).order_by(Queue.position, Queue.queue_id))
    queues = [(queue_id, number) for queue_id, number in rows]
    for queue_id, number in queues:
        if number:
            numbers.setdefault(number, queue_id)
    return Known(
        skills=set(session.scalars(select(Skill.skill_id))),
        queues={queue_id for queue_id, _ in queues},
        flows=set(flows),
        hours=set(session.scalars(select(HoursRow.hours_id))),
        users=set(session.scalars(select(User.user_id).where(User.disabled.is_(False)))),
        outcomes=set(session.scalars(select(LabelRow.code).where(LabelRow.kind == "OUTCOME"))),
        numbers=numbers,
    )


def queue_sheets(session: Session, known: Known, faults: list[str]) -> dict[str, QueueSheet]:
    """In the order in which they are shown."""
    found: dict[str, QueueSheet] = {}
    for row in session.scalars(select(Queue).order_by(Queue.position, Queue.queue_id)):
        sheet, defects = read_queue(queue_row_data(row), known)
        faults += [
            f"Queue {row.queue_id}: {defect.line('en')}." for defect in defects if defect.field != "id"
        ]
        plan = replace(sheet.plan, queue_id=row.queue_id)
        found[row.queue_id] = replace(sheet, plan=plan)
    return found


def queue_row_data(row: Queue) -> dict[str, object]:
    """A row as its file would have it."""
    columns: dict[str, object] = {
        "id": row.queue_id,
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "number": row.number,
        "ring_s": row.ring_s,
        "wrap_up_s": row.wrap_up_s,
        "service_level_s": row.service_level_s,
    }
    rules: Any = row.rules  # whatever somebody wrote there
    return {**rules, **columns} if isinstance(rules, dict) else {**columns, "rules": rules}


def hours_sheets(session: Session, faults: list[str]) -> dict[str, HoursSheet]:
    found: dict[str, HoursSheet] = {}
    for row in session.scalars(select(HoursRow).order_by(HoursRow.hours_id)):
        definition: Any = row.definition
        names = {"id": row.hours_id, "name_zh": row.name_zh, "name_en": row.name_en}
        sheet, defects = read_hours({**definition, **names} if isinstance(definition, dict) else names)
        faults += [
            f"Hours {row.hours_id}: {defect.line('en')}." for defect in defects if defect.field != "id"
        ]
        found[row.hours_id] = replace(sheet, hours=replace(sheet.hours, hours_id=row.hours_id))
    return found


def _flows(session: Session, queue_ids: Collection[str], faults: list[str]) -> dict[str, Flow]:
    """All that can be run, those that come with Seatline too; of a damaged one its last good version."""
    rows = {row.flow_id: row for row in session.scalars(select(FlowRow))}
    built_in = built_in_flows()
    known = KnownToFlows(queues=queue_ids, flows=dict.fromkeys([*built_in, *rows], _UNREAD))
    found: dict[str, Flow] = {}
    for flow_id in (*built_in, *(name for name in rows if name not in built_in)):
        row = rows.get(flow_id)
        definition, version = (row.definition, row.version) if row else (built_in[flow_id].definition, 1)
        checked = check_flow(flow_id, definition, known, version)
        flow = checked.flow
        if flow is None:
            first = next(defect for defect in checked.defects if defect.grave)
            flow = _last_good(session, flow_id, known)
            instead = f"version {flow.version} answers instead" if flow else "it cannot be run"
            faults.append(f"Flow {flow_id}, {first.place('en')}: {first.reason('en')}; {instead}.")
        if flow is not None:
            found[flow_id] = flow
    return found


def _last_good(session: Session, flow_id: str, known: KnownToFlows) -> Flow | None:
    statement = select(FlowVersion).where(FlowVersion.flow_id == flow_id).order_by(FlowVersion.version.desc())
    versions = (check_flow(flow_id, row.definition, known, row.version) for row in session.scalars(statement))
    return next((checked.flow for checked in versions if checked.flow is not None), None)


def _numbers(
    session: Session, flows: Mapping[str, Flow], hours: Mapping[str, Hours], faults: list[str]
) -> tuple[dict[str, Flow], dict[str, NumberHours]]:
    numbers: dict[str, Flow] = {}
    limits: dict[str, NumberHours] = {}
    for row in session.scalars(select(Number).order_by(Number.number)):
        if row.flow_id not in flows:
            faults.append(f"Number {row.number}: its flow {row.flow_id} cannot be run.")
        numbers[row.number] = flows.get(row.flow_id) or _unavailable(row.flow_id)
        if not row.hours_id:
            continue
        if row.hours_id not in hours or row.closed_flow_id not in flows:
            faults.append(
                f"Number {row.number}: there are no hours {row.hours_id!r} or no flow "
                f"{row.closed_flow_id!r}; it is always open."
            )
            continue
        limits[row.number] = NumberHours(row.hours_id, row.closed_flow_id)
    return numbers, limits


def _unavailable(flow_id: str) -> Flow:
    """Who calls hears at least that he cannot be helped now."""
    return Flow(flow_id, "unavailable", {"unavailable": HangUp(("unavailable",))})


def _people(
    session: Session, users: Mapping[str, DirectoryUser]
) -> tuple[dict[str, AgentPlan], dict[str, PhonePlan]]:
    dials_out = {row.sip_user: row.may_dial_out for row in session.scalars(select(Phone))}
    skills: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for skill in session.scalars(select(AgentSkill)):
        skills[skill.user_id][skill.skill_id] = skill.level
    memberships: defaultdict[str, dict[str, Membership]] = defaultdict(dict)
    for row in session.scalars(select(QueueMember)):
        membership = Membership(row.preference, row.position, row.weight)
        if membership != ORDINARY:
            memberships[row.user_id][row.queue_id] = membership
    agents = {
        user.user_id: AgentPlan(
            agent_id=user.user_id,
            sip_user=user.sip_user,
            queue_ids=user.queue_ids,
            dial_out=dials_out.get(user.sip_user, False),
            skills=dict(skills[user.user_id]),
            memberships=dict(memberships[user.user_id]),
            senior=user.senior,
            region=user.region,
            department=user.department,
        )
        for user in users.values()
        if user.is_agent
    }
    phones = {
        user.sip_user: PhonePlan(user.user_id, dials_out[user.sip_user])
        for user in users.values()
        if user.sip_user and not user.is_agent
    }
    return agents, phones
