"""Which way a condition leads: the first case that holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from app.server.core.flow.around import Surroundings
from app.server.core.flow.plan import Case, Condition, Test
from app.server.core.flow.templates import ValueOf, fill

_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": eq,
    "!=": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?")
OPERATORS = (*_COMPARED, "in", "set", "empty")


def choose(condition: Condition, around: Surroundings, value_of: ValueOf) -> tuple[str, str]:
    """Node and name of the exit ("case-1", …, "otherwise")."""
    for place, case in enumerate(condition.cases, start=1):
        if holds(case, around, value_of):
            return case.next, f"case-{place}"
    return condition.otherwise, "otherwise"


def holds(case: Case, around: Surroundings, value_of: ValueOf) -> bool:
    found = _look(case, around, value_of)
    if found is None:
        return case.operator == "empty"
    wanted = fill(case.value, value_of)
    if case.test is Test.HOLIDAY and not wanted and case.operator in ("=", "!="):
        return bool(found) == (case.operator == "=")  # any holiday, or none
    match case.operator:
        case "set":
            return bool(found)
        case "empty":
            return not found
        case "in":
            return any(_compare(eq, found, part.strip()) for part in wanted.split("|"))
        case operator:
            return operator in _COMPARED and _compare(_COMPARED[operator], found, wanted)


def _look(case: Case, around: Surroundings, value_of: ValueOf) -> str | None:
    """What there is to compare; None where it is not known."""
    match case.test:
        case Test.VARIABLE:
            return value_of(case.subject)
        case Test.OPEN:
            return "yes" if around.open(case.subject) else "no"
        case Test.HOLIDAY:
            return around.holiday(case.subject)
        case Test.WAITING:
            return str(around.waiting(case.subject))
        case Test.READY:
            return str(around.ready(case.subject))
        case Test.SIGNED_IN:
            return str(around.signed_in(case.subject))
        case Test.EXPECTED_WAIT:
            expected_s = around.expected_wait_s(case.subject)
            return None if expected_s is None else str(expected_s)


def _compare(operator: Callable[[Any, Any], bool], found: str, wanted: str) -> bool:
    """As numbers where both are some, else as texts; order of texts only where both are given."""
    one, other = _number(found), _number(wanted)
    if one is not None and other is not None:
        return operator(one, other)
    if operator not in (eq, ne) and (not found or not wanted):
        return False
    return operator(found, wanted)


def _number(text: str) -> float | None:
    """A number as people write it. "0012" is none: that zero means something."""
    return float(text) if _NUMBER.fullmatch(text) else None
