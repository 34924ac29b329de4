"""``seatline admin skill|hours|number …``: what agents can, opening hours, numbers that customers dial.

In:  words of the command line, files in YAML. Out: rows, an entry in the audit list for each act, sentences.
A running server takes changes over by itself within a few seconds.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.server.core.routing.plan import MOST_LEVEL
from app.server.directory.admin_files import ACTOR, as_yaml, documents, refuse, say
from app.server.directory.admin_queues import known_here
from app.server.directory.hours_rules import HoursSheet, definition_of, hours_data, read_hours
from app.server.directory.model import ConfigurationError
from app.server.directory.plans import hours_sheets
from app.server.directory.queue_rules import is_id, is_number
from app.server.flows.builtin import built_in_flows
from app.server.security.audit import note_deed
from app.server.security.keys import Keys
from app.server.storage.database import Database
from app.server.storage.tables import AgentSkill, Flow, HoursRow, Number, Skill, User

# --- skills --------------------------------------------------------------------------------------


def _skill_list(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    def read(session: Session) -> list[str]:
        lines: list[str] = []
        for skill in session.scalars(select(Skill).order_by(Skill.skill_id)):
            holders = session.scalars(
                select(AgentSkill).where(AgentSkill.skill_id == skill.skill_id).order_by(AgentSkill.user_id)
            )
            who = " ".join(f"{each.user_id}:{each.level}" for each in holders)
            lines.append(f"{skill.skill_id:14} {skill.name_zh} / {skill.name_en}  {who}")
        return lines

    for line in database.read_now(read):
        say(line)


def _skill_add(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    if not is_id(words.skill):
        raise ConfigurationError(f"{words.skill!r} is no id: small letters, digits, - and _ (at most 40).")

    def put(session: Session) -> None:
        session.merge(Skill(skill_id=words.skill, name_zh=words.name_zh, name_en=words.name_en))
        note_deed(session, datetime.now(UTC), ACTOR, "skill.added", words.skill)

    database.write_now(put)
    say(f"Skill {words.skill} is there.")


def _skill_set(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    """Level 0 takes it from her."""
    if not 0 <= words.level <= MOST_LEVEL:
        raise ConfigurationError(f"A level lies between 1 and {MOST_LEVEL}; 0 takes the skill away.")

    def put(session: Session) -> None:
        user = session.scalars(select(User).where(User.username == words.user)).first()
        if user is None:
            raise ConfigurationError(f"There is no user {words.user}. `seatline admin users` lists them.")
        if session.get(Skill, words.skill) is None:
            raise ConfigurationError(
                f"There is no skill {words.skill}. `seatline admin skill list` lists them."
            )
        if words.level:
            session.merge(AgentSkill(user_id=user.user_id, skill_id=words.skill, level=words.level))
        else:
            mine = (AgentSkill.user_id == user.user_id, AgentSkill.skill_id == words.skill)
            session.execute(delete(AgentSkill).where(*mine))
        deed = f"{words.user} {words.level}"
        note_deed(session, datetime.now(UTC), ACTOR, "skill.set", words.skill, deed)

    database.write_now(put)
    say(f"{words.user}: {words.skill} {words.level}" if words.level else f"{words.user}: no {words.skill}")


# --- opening hours and numbers -------------------------------------------------------------------


def _checked_hours(paths: list[Path]) -> list[HoursSheet]:
    read = [(where, *read_hours(data)) for where, data in documents(paths)]
    refuse([(where, defects) for where, _, defects in read])
    return [sheet for _, sheet, _ in read]


def _hours_check(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    for sheet in _checked_hours(words.files):
        say(f"Hours {sheet.hours.hours_id} are sound.")


def _hours_import(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    sheets = _checked_hours(words.files)

    def put(session: Session) -> None:
        for sheet in sheets:
            session.merge(
                HoursRow(
                    hours_id=sheet.hours.hours_id,
                    name_zh=sheet.name_zh,
                    name_en=sheet.name_en,
                    definition=definition_of(sheet.hours),
                )
            )
            note_deed(session, datetime.now(UTC), ACTOR, "hours.imported", sheet.hours.hours_id)

    database.write_now(put)
    for sheet in sheets:
        say(f"Hours {sheet.hours.hours_id} are imported.")


def _hours_export(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    sheets = database.read_now(lambda session: hours_sheets(session, []))
    if words.hours and words.hours not in sheets:
        raise ConfigurationError(f"There are no hours {words.hours}.")
    data = [hours_data(sheet) for name, sheet in sheets.items() if words.hours in ("", name)]
    say(as_yaml(data))


def _number_list(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    for row in database.read_now(lambda s: s.scalars(select(Number).order_by(Number.number)).all()):
        closed = f"  outside of {row.hours_id}: {row.closed_flow_id}" if row.hours_id else ""
        say(f"{row.number:16} {row.flow_id}{closed}")


def _number_set(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    if bool(words.hours) != bool(words.closed_flow):
        raise ConfigurationError("Give both --hours and --closed-flow, or neither (then it is always open).")

    def put(session: Session) -> None:
        known = known_here(session)
        for flow_id in filter(None, (words.flow, words.closed_flow)):
            if flow_id not in known.flows:
                raise ConfigurationError(
                    f"There is no flow {flow_id}. `seatline admin flow list` lists them."
                )
        if words.hours and words.hours not in known.hours:
            raise ConfigurationError(f"There are no opening hours {words.hours}.")
        if not is_number(words.number):
            raise ConfigurationError(f"{words.number!r} is no telephone number.")
        taken = known.numbers.get(words.number, "flow")
        if not taken.startswith("flow"):
            raise ConfigurationError(f"The number {words.number} is in use already: {taken}.")
        _store_built_in(session, words.flow)
        session.merge(
            Number(
                number=words.number,
                flow_id=words.flow,
                hours_id=words.hours,
                closed_flow_id=words.closed_flow,
            )
        )
        note_deed(session, datetime.now(UTC), ACTOR, "number.set", words.number, words.flow)

    database.write_now(put)
    say(f"{words.number} leads to {words.flow}.")


def _store_built_in(session: Session, flow_id: str) -> None:
    """A number's flow stands in the database, also one that comes with Seatline."""
    if session.get(Flow, flow_id) is None:
        flow = built_in_flows()[flow_id]
        session.add(
            Flow(
                flow_id=flow_id,
                name_zh=flow.name_zh,
                name_en=flow.name_en,
                definition=dict(flow.definition),
                version=1,
            )
        )
        session.flush()


def _number_remove(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    def remove(session: Session) -> None:
        row = session.get(Number, words.number)
        if row is None:
            raise ConfigurationError(f"{words.number} is none of our numbers.")
        session.delete(row)
        note_deed(session, datetime.now(UTC), ACTOR, "number.removed", words.number)

    database.write_now(remove)
    say(f"{words.number} is removed.")


# --- words ---------------------------------------------------------------------------------------

Act = Callable[[argparse.Namespace, Database, Keys], None]


def add_skill_acts(acts: Any) -> None:
    """Add ``skill``, ``hours`` and ``number`` to the acts of ``seatline admin``."""
    skill = acts.add_parser("skill", help="what agents can").add_subparsers(required=True, metavar="DO")
    _act(skill, "list", _skill_list, "list the skills and who has them")
    parser = _act(skill, "add", _skill_add, "add a skill, or name it anew")
    parser.add_argument("skill")
    parser.add_argument("--zh", dest="name_zh", required=True, help="its Chinese name")
    parser.add_argument("--en", dest="name_en", required=True, help="its English name")
    parser = _act(skill, "set", _skill_set, "give an agent a skill at a level from 1 to 10; 0 takes it away")
    parser.add_argument("user")
    parser.add_argument("skill")
    parser.add_argument("level", type=int)
    hours = acts.add_parser("hours", help="opening hours").add_subparsers(required=True, metavar="DO")
    _with_files(_act(hours, "check", _hours_check, "is this file sound? all defects at once"))
    _with_files(_act(hours, "import", _hours_import, "take over opening hours from files"))
    _act(hours, "export", _hours_export, "write them as YAML").add_argument(
        "hours", nargs="?", default="", metavar="HOURS"
    )
    number = acts.add_parser("number", help="numbers that customers dial").add_subparsers(
        required=True, metavar="DO"
    )
    _act(number, "list", _number_list, "list the numbers")
    parser = _act(number, "set", _number_set, "which flow answers a number, and when")
    parser.add_argument("number")
    parser.add_argument("flow")
    parser.add_argument("--hours", default="", help="opening hours of this number")
    parser.add_argument("--closed-flow", default="", metavar="FLOW", help="answers outside of them")
    _act(number, "remove", _number_remove, "no longer answer a number").add_argument("number")


def _act(kinds: Any, name: str, act: Act, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = kinds.add_parser(name, help=text)
    parser.set_defaults(act=act)
    return parser


def _with_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
