"""How calls are made and taken: call waiting, the numbers that outgoing calls may show, and by which rule.

In:  plain data ({call_waiting, numbers, rules}) of a file, or the rows of the database, and what there is.
Out: a ``CallingSheet`` and every defect; the way back for an export.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.server.core.showing import CallerRule
from app.server.directory.forms import Defect, Form
from app.server.directory.model import SavedPlace
from app.server.directory.queue_rules import is_number
from app.server.storage.meta import get_meta, set_meta
from app.server.storage.tables import CallerNumberRow, CallerRuleRow

CALL_WAITING = "call_waiting"  # key in table ``meta``
OFF, ON = "off", "on"


@dataclass(frozen=True, slots=True)
class KnownToCalling:
    """What a rule may name."""

    queues: Collection[str] = ()
    users: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class CallingSheet:
    call_waiting: bool = True
    numbers: tuple[SavedPlace, ...] = ()
    rules: tuple[CallerRule, ...] = field(default=())


def read_calling(data: object, known: KnownToCalling) -> tuple[CallingSheet, list[Defect]]:
    """Every field has a sound value, whatever was wrong with it."""
    defects: list[Defect] = []
    form = Form(data if data is not None else "", defects)
    call_waiting = form.yes_no("call_waiting", True)
    numbers: dict[str, SavedPlace] = {}
    for entry in form.forms("numbers"):
        place = _number(entry)
        if place is not None and place.number in numbers:
            entry.report("twice", place.number, at="number")
        elif place is not None:
            numbers[place.number] = place
    rules = [_rule(entry, numbers, known) for entry in form.forms("rules")]
    form.done()
    kept = tuple(rule for rule in rules if rule is not None)
    return CallingSheet(call_waiting, tuple(numbers.values()), kept), defects


def calling_data(sheet: CallingSheet) -> dict[str, Any]:
    """What ``read_calling`` reads."""
    numbers = [
        {"number": each.number, "name_zh": each.name_zh, "name_en": each.name_en} for each in sheet.numbers
    ]
    return {
        "call_waiting": sheet.call_waiting,
        "numbers": numbers,
        "rules": [_rule_data(rule) for rule in sheet.rules],
    }


def stored_calling(session: Session) -> CallingSheet:
    """A rule whose number is gone is left out: nothing is shown that the company has not set up."""
    rows = session.scalars(select(CallerNumberRow).order_by(CallerNumberRow.position, CallerNumberRow.number))
    numbers = tuple(SavedPlace(row.number, row.name_zh, row.name_en) for row in rows)
    allowed = {each.number for each in numbers}
    rules = tuple(
        CallerRule(
            number=row.number,
            prefixes=_texts(row.prefixes),
            queues=_texts(row.queues),
            departments=_texts(row.departments),
            agents=_texts(row.agents),
        )
        for row in session.scalars(select(CallerRuleRow).order_by(CallerRuleRow.position))
        if row.number in allowed
    )
    return CallingSheet(get_meta(session, CALL_WAITING) != OFF, numbers, rules)


def store_calling(session: Session, sheet: CallingSheet) -> None:
    """In the place of what was there."""
    session.execute(delete(CallerRuleRow))
    session.execute(delete(CallerNumberRow))
    set_meta(session, CALL_WAITING, ON if sheet.call_waiting else OFF)
    for position, each in enumerate(sheet.numbers):
        names = {"name_zh": each.name_zh, "name_en": each.name_en}
        session.add(CallerNumberRow(number=each.number, position=position, **names))
    session.add_all(caller_rule_rows(sheet.rules))


def caller_rule_rows(rules: Iterable[CallerRule]) -> list[CallerRuleRow]:
    """In their order."""
    return [
        CallerRuleRow(
            position=position,
            number=rule.number,
            prefixes=list(rule.prefixes),
            queues=list(rule.queues),
            departments=list(rule.departments),
            agents=list(rule.agents),
        )
        for position, rule in enumerate(rules)
    ]


def _number(form: Form) -> SavedPlace | None:
    number = form.text("number", longest=40, needed=True)
    name_zh = form.text("name_zh", number)
    name_en = form.text("name_en", name_zh)
    form.done()
    if number and not is_number(number):
        form.report("not-a-phone-number", number, at="number")
        return None
    return SavedPlace(number, name_zh, name_en) if number else None


def _rule(form: Form, numbers: Collection[str], known: KnownToCalling) -> CallerRule | None:
    number = form.text("show", longest=40, needed=True)
    if number and number not in numbers:
        form.report("not-listed", number, at="show")
    rule = CallerRule(
        number=number,
        prefixes=form.texts("prefixes"),
        queues=_those(form, "queues", known.queues, "no-queue"),
        departments=form.texts("departments"),
        agents=_those(form, "agents", known.users, "no-agent"),
    )
    form.done()
    return rule if number in numbers else None


def _those(form: Form, name: str, known: Collection[str], code: str) -> tuple[str, ...]:
    named = form.texts(name)
    for each in named:
        if each not in known:
            form.report(code, each, at=name)
    return named


def _rule_data(rule: CallerRule) -> dict[str, Any]:
    conditions = {
        "prefixes": rule.prefixes,
        "queues": rule.queues,
        "departments": rule.departments,
        "agents": rule.agents,
    }
    return {"show": rule.number, **{name: list(given) for name, given in conditions.items() if given}}


def _texts(stored: object) -> tuple[str, ...]:
    """Whatever somebody wrote there."""
    return tuple(str(each) for each in stored) if isinstance(stored, list) else ()
