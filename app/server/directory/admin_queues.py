"""``seatline admin queue …``: rules of queues from the command line.

In:  words of the command line, files in YAML. Out: rows, an entry in the audit list for each act, sentences.
A file with any defect changes nothing; all defects are said at once, in both languages. A running server
takes changes over by itself within a few seconds.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.server.core.routing.plan import Membership
from app.server.directory.admin_files import ACTOR, as_yaml, documents, refuse, say
from app.server.directory.forms import Defect
from app.server.directory.model import ConfigurationError
from app.server.directory.plans import known_to_queues, queue_sheets
from app.server.directory.queue_rules import Known, QueueSheet, read_queue, rings_of, rules_of, sheet_data
from app.server.flows.builtin import built_in_flows
from app.server.security.audit import note_deed
from app.server.security.keys import Keys
from app.server.storage.database import Database
from app.server.storage.tables import Flow, Queue, QueueMember


def known_here(session: Session) -> Known:
    """What rules may name."""
    return known_to_queues(session, {*session.scalars(select(Flow.flow_id)), *built_in_flows()})


def _list(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    sheets = database.read_now(lambda session: queue_sheets(session, known_here(session), []))
    for sheet in sheets.values():
        plan = sheet.plan
        say(f"{plan.queue_id:14} {plan.number or '-':8} {plan.choice.strategy:16} {sheet.name_en}")


def _check(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    for sheet in database.read_now(lambda session: checked_queues(session, documents(words.files))):
        say(f"Queue {sheet.plan.queue_id} is sound.")


def _import(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    def put(session: Session) -> list[str]:
        sheets = checked_queues(session, documents(words.files))
        for sheet in sheets:
            put_queue(session, sheet)
            note_deed(session, datetime.now(UTC), ACTOR, "queue.imported", sheet.plan.queue_id)
        return [sheet.plan.queue_id for sheet in sheets]

    for queue_id in database.write_now(put):
        say(f"Queue {queue_id} is imported.")


def _export(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    """All, or one; as documents of one YAML file."""

    def read(session: Session) -> list[dict[str, Any]]:
        sheets = queue_sheets(session, known_here(session), [])
        if words.queue and words.queue not in sheets:
            raise ConfigurationError(
                f"There is no queue {words.queue}. `seatline admin queue list` lists them."
            )
        chosen = [words.queue] if words.queue else list(sheets)
        return [
            sheet_data(replace(sheets[queue_id], members=_members(session, queue_id))) for queue_id in chosen
        ]

    say(as_yaml(database.read_now(read)))


def checked_queues(session: Session, given: Sequence[tuple[str, object]]) -> list[QueueSheet]:
    """Raises ConfigurationError with all that is wrong; the files may name each other's queues."""
    known = known_here(session)
    known = replace(known, queues={*known.queues, *(_id(data) for _, data in given)})
    read = [(where, *read_queue(data, known)) for where, data in given]
    plans = {queue_id: sheet.plan for queue_id, sheet in queue_sheets(session, known, []).items()}
    plans |= {sheet.plan.queue_id: sheet.plan for _, sheet, _ in read}
    rings = [Defect("overflow", "ring", (" → ".join(ring),)) for ring in rings_of(plans)]
    twice = {sheet.plan.queue_id for _, sheet, _ in read}
    if len(twice) < len(read):
        rings.append(Defect("id", "twice", (", ".join(sorted(twice)),)))
    refuse([*((where, defects) for where, _, defects in read), ("", rings)])
    return [sheet for _, sheet, _ in read]


def _id(data: object) -> str:
    return str(cast("dict[str, Any]", data).get("id", "")) if isinstance(data, dict) else ""


def put_queue(session: Session, sheet: QueueSheet) -> None:
    plan = sheet.plan
    row = session.get(Queue, plan.queue_id)
    if row is None:
        last = session.scalar(select(func.max(Queue.position)))
        row = Queue(queue_id=plan.queue_id, position=0 if last is None else last + 1)
        session.add(row)
    row.name_zh, row.name_en, row.number = sheet.name_zh, sheet.name_en, plan.number
    row.ring_s, row.wrap_up_s, row.service_level_s = plan.ring_s, plan.wrap_up_s, plan.service_level_s
    row.rules = rules_of(plan, sheet.desk)
    session.flush()
    if sheet.members is None:
        return
    session.execute(delete(QueueMember).where(QueueMember.queue_id == plan.queue_id))
    for user_id, each in sheet.members.items():
        session.add(
            QueueMember(
                queue_id=plan.queue_id,
                user_id=user_id,
                preference=each.preference,
                position=each.position,
                weight=each.weight,
            )
        )
    session.flush()


def _members(session: Session, queue_id: str) -> dict[str, Membership]:
    rows = session.scalars(
        select(QueueMember).where(QueueMember.queue_id == queue_id).order_by(QueueMember.user_id)
    )
    return {row.user_id: Membership(row.preference, row.position, row.weight) for row in rows}


def add_queue_acts(acts: Any) -> None:
    """Add ``queue`` to the acts of ``seatline admin``."""
    kinds = acts.add_parser("queue", help="queues and their rules").add_subparsers(
        required=True, metavar="DO"
    )
    kinds.add_parser("list", help="list the queues").set_defaults(act=_list)
    for name, act, text in (
        ("check", _check, "are these files sound? all defects at once"),
        ("import", _import, "take over rules from files: all of them, or none"),
    ):
        parser = kinds.add_parser(name, help=text)
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.set_defaults(act=act)
    parser = kinds.add_parser("export", help="write the rules as YAML")
    parser.add_argument("queue", nargs="?", default="", metavar="QUEUE")
    parser.set_defaults(act=_export)
