"""Puts the sample company into an empty database, in one transaction.

In:  a ``SampleCompany`` and the folder of resources (flow files: those of its numbers, and all beside them).
Out: rows in all tables, and ``sample-accounts.json`` with the passwords of its agents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.directory.calling_rules import caller_rule_rows
from app.server.directory.desk_rules import DeskRules, NoteText
from app.server.directory.hours_rules import definition_of
from app.server.directory.model import ConfigurationError, NotEmptyError, SampleAccount
from app.server.directory.queue_rules import rules_of
from app.server.directory.repository import COMPANY_EN, COMPANY_ZH, phone_field
from app.server.directory.sample_customers import customer_rows, customer_work_rows, row_id
from app.server.flows.files import as_flow_file, parse_yaml, plain
from app.server.flows.model import FlowFile
from app.server.sample import customer_form
from app.server.sample.model import SampleCall, SampleCompany, SampleDesk, SampleLabel, SampleTicket
from app.server.security.fields import encrypt_field
from app.server.security.keys import write_private
from app.server.security.passwords import hash_password, random_password
from app.server.storage import tables
from app.server.storage.database import Database
from app.server.storage.meta import set_meta

ACCOUNTS_FILE = "sample-accounts.json"
_STILL_TO_DO = ("NEW", "ASSIGNED", "IN_PROGRESS", "REOPENED")


def is_empty(database: Database) -> bool:
    """Blocking. No queue and no customer yet."""
    return database.read_now(_is_empty)


def load_sample(
    database: Database, company: SampleCompany, resources_dir: Path, phone_key: bytes, data_dir: Path
) -> list[SampleAccount]:
    """Blocking (about a second: passwords are hashed).

    Raises NotEmptyError, ConfigurationError, StorageError.
    """
    flows = _read_flows(company, resources_dir)
    accounts = [
        SampleAccount(
            username=user.username,
            password=random_password(),
            role=user.role,
            extension=user.extension,
            sip_user=user.extension,
            sip_password=random_password(20),
        )
        for user in company.users
    ]
    hashes = {account.username: hash_password(account.password) for account in accounts}

    def fill(session: Session) -> None:
        if not _is_empty(session):
            raise NotEmptyError("The sample company can only be loaded into an empty database.")
        set_meta(session, COMPANY_ZH, company.name_zh)
        set_meta(session, COMPANY_EN, company.name_en)
        rows = chain(
            _labels(company),
            _people(company, accounts, hashes, phone_key),
            _skills_and_hours(company),
            _numbers(company, flows),
            _at_hand(company),
            customer_rows(company),
            customer_work_rows(company),
            _history(company),
        )
        _add_in_order(session, rows)
        write_private(data_dir / ACCOUNTS_FILE, msgspec.json.format(msgspec.json.encode(accounts)) + b"\n")

    database.write_now(fill)
    return accounts


def _is_empty(session: Session) -> bool:
    firsts = (select(tables.Queue.queue_id), select(tables.Customer.customer_id))
    return all(session.scalars(statement.limit(1)).first() is None for statement in firsts)


def _add_in_order(session: Session, rows: Iterable[tables.Base]) -> None:
    """Table after table, those that others refer to first."""
    by_table: defaultdict[str, list[tables.Base]] = defaultdict(list)
    for row in rows:
        by_table[row.__tablename__].append(row)
    for table in tables.Base.metadata.sorted_tables:
        session.add_all(by_table[table.name])
        session.flush()


def _read_flows(company: SampleCompany, resources_dir: Path) -> dict[str, FlowFile]:
    """By file: those of the numbers and all others beside them."""
    named = {resources_dir / number.flow_file for number in company.numbers}
    beside = {path for folder in {path.parent for path in named} for path in folder.glob("*.yaml")}
    return {str(path.relative_to(resources_dir)): _read_flow(path) for path in sorted(named | beside)}


def _read_flow(path: Path) -> FlowFile:
    try:
        data, defect = parse_yaml(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationError(f"The flow file {path} cannot be read: {error}.") from error
    flow = as_flow_file(data)
    if flow is None or defect is not None:
        why = defect.reason("en") if defect else "it holds no flow"
        raise ConfigurationError(f"The flow file {path} cannot be read: {why}.")
    return flow


def _labels(company: SampleCompany) -> Iterable[tables.Base]:
    kinds: dict[str, tuple[SampleLabel, ...]] = {
        "OUTCOME": company.outcomes,
        "NOT_READY": company.not_ready_reasons,
        "TICKET_TYPE": company.ticket_types,
        "ORDER_STATUS": company.order_statuses,
        "CONSENT": customer_form.CONSENTS,
        "CUSTOMER_TAG": tuple(
            SampleLabel(f"T{place}", tag, tag) for place, tag in enumerate(customer_form.TAGS)
        ),
    }
    for kind, labels in kinds.items():
        for position, label in enumerate(labels):
            yield tables.LabelRow(kind=kind, code=label.code, zh=label.zh, en=label.en, position=position)


def _people(
    company: SampleCompany, accounts: list[SampleAccount], hashes: dict[str, str], phone_key: bytes
) -> Iterable[tables.Base]:
    for position, queue in enumerate(company.queues):
        yield tables.Queue(
            queue_id=queue.queue_id,
            name_zh=queue.name_zh,
            name_en=queue.name_en,
            ring_s=queue.ring_s,
            wrap_up_s=queue.wrap_up_s,
            service_level_s=queue.service_level_s,
            position=position,
            number=queue.rules.number,
            rules=rules_of(queue.rules, _desk_rules(queue.desk)),
        )
    for user, account in zip(company.users, accounts, strict=True):
        yield tables.User(
            user_id=user.username,
            username=user.username,
            display_name=user.name_zh,
            display_name_en=user.name_en,
            role=user.role,
            password_hash=hashes[user.username],
            disabled=False,
            senior=user.senior,
            region=user.region,
            department=user.department_zh,
            department_en=user.department_en,
        )
        for skill, level in user.skills.items():
            yield tables.AgentSkill(user_id=user.username, skill_id=skill, level=level)
        secret = encrypt_field(phone_key, account.sip_password, phone_field(account.sip_user))
        yield tables.Phone(sip_user=account.sip_user, user_id=user.username, secret_encrypted=secret)
        for queue_id in user.queue_ids:
            yield tables.QueueMember(queue_id=queue_id, user_id=user.username)


def _skills_and_hours(company: SampleCompany) -> Iterable[tables.Base]:
    for skill in company.skills:
        yield tables.Skill(skill_id=skill.code, name_zh=skill.zh, name_en=skill.en)
    for each in company.hours:
        yield tables.HoursRow(
            hours_id=each.hours.hours_id,
            name_zh=each.name_zh,
            name_en=each.name_en,
            definition=definition_of(each.hours),
        )


def _numbers(company: SampleCompany, flows: dict[str, FlowFile]) -> Iterable[tables.Base]:
    for flow in flows.values():
        definition: dict[str, Any] = plain(flow.definition)
        yield tables.Flow(
            flow_id=flow.flow_id, name_zh=flow.name_zh, name_en=flow.name_en, definition=definition, version=1
        )
        yield tables.FlowVersion(
            flow_id=flow.flow_id, version=1, definition=definition, by="sample", at=company.made_at
        )
    for number in company.numbers:
        yield tables.Number(
            number=number.number,
            flow_id=flows[number.flow_file].flow_id,
            hours_id=number.hours_id,
            closed_flow_id=number.closed_flow_id,
        )


def _desk_rules(desk: SampleDesk) -> DeskRules:
    notes = tuple(NoteText(each.name_zh, each.name_en, each.text) for each in desk.notes)
    return DeskRules(desk.outcomes, desk.outcome_required, notes, desk.script)


def _at_hand(company: SampleCompany) -> Iterable[tables.Base]:
    for position, each in enumerate(company.saved_numbers):
        yield tables.SavedNumber(
            number=each.number, name_zh=each.name_zh, name_en=each.name_en, position=position
        )
    for position, each in enumerate(company.caller_numbers):
        yield tables.CallerNumberRow(
            number=each.number, name_zh=each.name_zh, name_en=each.name_en, position=position
        )
    yield from caller_rule_rows(company.caller_rules)
    for position, reply in enumerate(company.replies):
        yield tables.QuickReply(
            reply_id=row_id("reply", reply.title),
            scope="team",
            group=reply.group,
            title=reply.title,
            text=reply.text,
            language=reply.language,
            position=position,
            changed_by="sample",
            changed_at=company.made_at,
        )


def _history(company: SampleCompany) -> Iterable[tables.Base]:
    for order in company.orders:
        yield tables.Order(
            order_id=row_id("order", order.number),
            number=order.number,
            customer_id=order.customer_id,
            at=order.ordered_at,
            items="、".join(f"{item.name}×{item.quantity}" for item in order.items),
            amount_cents=order.amount_cents,
            status=order.status,
        )
    for call in company.calls:
        yield from _call(call)
    highest: dict[str, int] = {}
    for ticket in company.tickets:
        yield from _ticket(ticket)
        day, _, serial = ticket.number.partition("-")
        highest[day] = max(highest.get(day, 0), int(serial))
    for day, value in highest.items():
        yield tables.Counter(name=f"ticket:{day.removeprefix('T')}", value=value)


def _call(call: SampleCall) -> Iterable[tables.Base]:
    yield tables.Call(
        call_id=call.call_id,
        started_at=call.started_at,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        dialled=call.dialled_number,
        caller_number=call.caller_number,
        source="trunk",
        customer_id=call.customer_id,
        queue_id=call.queue_id,
        agent_id=call.agent,
        waited_s=call.wait_s,
        talk_s=call.talk_s,
        hold_s=call.hold_s,
        wrap_up_s=call.wrap_up_s,
        outcome=call.outcome.value,
        ended_cause="NORMAL",
        ended_by=call.ended_by,
    )
    if call.result:
        yield tables.CallResultRow(
            call_id=call.call_id,
            outcome_code=call.result,
            note=call.note,
            follow_up_at=call.follow_up_at,
            by=call.agent or "",
            at=call.ended_at,
        )


def _ticket(ticket: SampleTicket) -> Iterable[tables.Base]:
    ticket_id = row_id("ticket", ticket.number)
    closed = ticket.status in ("CONFIRMED", "CANCELLED")
    yield tables.Ticket(
        ticket_id=ticket_id,
        number=ticket.number,
        customer_id=ticket.customer_id,
        call_id=ticket.call_id,
        type=ticket.type,
        priority=ticket.priority,
        status=ticket.status,
        title=ticket.title,
        text=ticket.text,
        created_at=ticket.created_at,
        created_by=ticket.created_by,
        assigned_to=ticket.assigned_to,
        due_at=ticket.due_at,
        closed_at=ticket.events[-1].at if closed and ticket.events else None,
        updated_at=ticket.events[-1].at if ticket.events else ticket.created_at,
        assigned_at=ticket.created_at if ticket.assigned_to else None,
        accepted=ticket.assigned_to is not None and ticket.status != "ASSIGNED",
        resolved_at=ticket.events[-1].at if closed or ticket.status == "RESOLVED" else None,
        next_due_at=ticket.due_at if ticket.status in _STILL_TO_DO else None,
        version=max(1, len(ticket.events)),
    )
    before = ""
    for version, event in enumerate(ticket.events, start=1):
        yield tables.TicketEvent(
            ticket_id=ticket_id,
            at=event.at,
            by=event.actor,
            kind=event.kind,
            detail=event.text,
            field="status",
            before=before,
            after=event.status,
            version=version,
        )
        before = event.status
