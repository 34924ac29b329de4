"""A filter while it is put together: conditions, groups of them, what still misses.

In:  the fields that can be asked of, a person's choices. Out: a ``FilterFace`` to show, a ``Filter`` to send.
Groups stand one level below the root; what lies deeper in a kept filter stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.contracts.filters import Comparison, Condition, Filter, FilterField
from app.ui.presenters.filter_values import (
    IN_DAYS,
    WITHOUT_VALUE,
    Row,
    days_right,
    is_chinese,
    op_word,
    row_of,
    value_kind,
    value_of,
)
from app.ui.presenters.ports import Words

ROOT = -1
MOST_CONDITIONS, MOST_GROUPS = 30, 10
USUAL_DAYS = 30


@dataclass(frozen=True, slots=True)
class ConditionFace:
    """``kind``: of the value: TEXT, NUMBER, DATE, CHOICE, DAYS, YES_NO or NONE. ``days``: "" for ever."""

    field: str
    ops: tuple[tuple[str, str], ...]
    op: str
    kind: str
    value: str
    choices: tuple[tuple[str, str], ...]
    takes_days: bool
    days: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class GroupFace:
    """``index``: ROOT or the group's place. ``deeper``: how many groups it has that are not shown."""

    index: int
    match: str
    conditions: tuple[ConditionFace, ...]
    deeper: int = 0


@dataclass(frozen=True, slots=True)
class FilterFace:
    """``whole``: nothing misses any more. ``said``: the filter in one sentence."""

    fields: tuple[tuple[str, str], ...]
    root: GroupFace
    groups: tuple[GroupFace, ...]
    whole: bool
    said: str


@dataclass(slots=True)
class _Group:
    match: str = "all"
    rows: list[Row] = field(default_factory=list["Row"])
    deeper: tuple[Filter, ...] = ()


class FilterEditor:
    def __init__(self, words: Words) -> None:
        self._words = words
        self._known: dict[str, FilterField] = {}
        self._root = _Group()
        self._groups: list[_Group] = []

    # --- what is edited ------------------------------------------------------------------------

    def know(self, fields: Sequence[FilterField]) -> None:
        self._known = {each.field: each for each in fields}

    @property
    def knows(self) -> bool:
        return bool(self._known)

    def begin(self, kept: Filter | None = None) -> None:
        """With a kept filter, or with one condition that is still to fill in."""
        kept = kept or Filter()
        self._root = _Group(kept.match, [row_of(each) for each in kept.conditions])
        self._groups = [
            _Group(each.match, [row_of(one) for one in each.conditions], tuple(each.groups))
            for each in kept.groups
        ]
        if not self._root.rows and not self._groups:
            self.add_condition(ROOT)

    def set_match(self, group: int, match: str) -> None:
        self._group(group).match = match

    def add_condition(self, group: int) -> None:
        rows = self._group(group).rows
        code = next(iter(self._known), "")
        if code and len(rows) < MOST_CONDITIONS:
            rows.append(Row(code, self._known[code].ops[0]))

    def add_group(self) -> None:
        if len(self._groups) < MOST_GROUPS:
            self._groups.append(_Group("any" if self._root.match == "all" else "all"))
            self.add_condition(len(self._groups) - 1)

    def remove(self, group: int, row: int) -> None:
        """A group without conditions goes, too."""
        here = self._group(group)
        del here.rows[row]
        if group != ROOT and not here.rows and not here.deeper:
            del self._groups[group]

    def set_field(self, group: int, row: int, code: str) -> None:
        known = self._known[code]
        before = self._group(group).rows[row]
        op = before.op if before.op in known.ops else known.ops[0]
        same_kind = self._known[before.field].kind == known.kind if before.field in self._known else False
        value = before.value if same_kind and known.kind in ("TEXT", "NUMBER", "DATE") else ""
        self._group(group).rows[row] = Row(code, op, value or self._first_value(known, op))

    def set_op(self, group: int, row: int, op: Comparison) -> None:
        here = self._group(group).rows[row]
        known = self._known.get(here.field)
        other_kind = (op in IN_DAYS) != (here.op in IN_DAYS)
        here.op = op
        if known is not None and (other_kind or not here.value):
            here.value = self._first_value(known, op)

    def set_value(self, group: int, row: int, value: str) -> None:
        self._group(group).rows[row].value = value

    def set_days(self, group: int, row: int, days: str) -> None:
        self._group(group).rows[row].days = days

    def _first_value(self, known: FilterField, op: Comparison) -> str:
        if op in IN_DAYS:
            return str(USUAL_DAYS)
        if op in WITHOUT_VALUE:
            return ""
        return (
            "yes"
            if known.kind == "YES_NO"
            else known.choices[0][0]
            if known.kind == "CHOICE" and known.choices
            else ""
        )

    def _group(self, index: int) -> _Group:
        return self._root if index == ROOT else self._groups[index]

    # --- what comes of it ----------------------------------------------------------------------

    def filter(self) -> Filter | None:
        """None while a condition misses something, or there is none."""
        groups: list[Filter] = []
        for each in self._groups:
            made = self._conditions(each)
            if made is None:
                return None
            groups.append(Filter(match=_match(each), conditions=made, groups=list(each.deeper)))
        conditions = self._conditions(self._root)
        if conditions is None or not (conditions or groups):
            return None
        return Filter(match=_match(self._root), conditions=conditions, groups=groups)

    def _conditions(self, group: _Group) -> list[Condition] | None:
        made: list[Condition] = []
        for row in group.rows:
            known = self._known.get(row.field)
            value, right = (row.value, True) if known is None else value_of(known, row)
            if not right or not days_right(row):
                return None
            days = int(row.days) if row.days and (known is None or known.takes_days) else None
            made.append(Condition(field=row.field, op=row.op, value=value, days=days))
        return made

    def face(self) -> FilterFace:
        made = self.filter()
        fields = tuple((code, self._name(each)) for code, each in self._known.items())
        return FilterFace(
            fields=fields,
            root=self._group_face(ROOT, self._root),
            groups=tuple(self._group_face(index, each) for index, each in enumerate(self._groups)),
            whole=made is not None,
            said=self.say(made) if made is not None else "",
        )

    def _group_face(self, index: int, group: _Group) -> GroupFace:
        rows = tuple(self._condition_face(each) for each in group.rows)
        return GroupFace(index, group.match, rows, len(group.deeper))

    def _condition_face(self, row: Row) -> ConditionFace:
        known, w = self._known.get(row.field), self._words
        if known is None:
            op = ((row.op, op_word(row.op, "TEXT", w)),)
            return ConditionFace(row.field, op, row.op, "TEXT", row.value, (), False, row.days, wrong=True)
        kind = value_kind(known, row.op)
        return ConditionFace(
            field=row.field,
            ops=tuple((op, op_word(op, known.kind, w)) for op in known.ops),
            op=row.op,
            kind=kind,
            value=row.value,
            choices=tuple((code, zh if self._chinese else en) for code, zh, en in known.choices),
            takes_days=known.takes_days,
            days=row.days,
            wrong=(bool(row.value) and not value_of(known, row)[1]) or not days_right(row),
        )

    @property
    def _chinese(self) -> bool:
        return is_chinese(self._words)

    def _name(self, known: FilterField) -> str:
        w = self._words
        ours = {"value_cents": w("Value (¥)"), "orders.total_cents": w("Order total (¥)")}
        return ours.get(known.field) or (known.zh if self._chinese else known.en)

    def say(self, wanted: Filter) -> str:
        """In one sentence: 'Level is VIP and (Region is 上海 or …)'."""
        w = self._words
        parts = [self._say_one(each) for each in wanted.conditions]
        parts += [f"({self.say(each)})" for each in wanted.groups]
        return (w(" and ") if wanted.match == "all" else w(" or ")).join(parts)

    def _say_one(self, condition: Condition) -> str:
        known, w = self._known.get(condition.field), self._words
        if known is None:
            return condition.field
        row = row_of(condition)
        value = row.value
        if known.kind in ("CHOICE", "TAGS"):
            names = {code: zh if self._chinese else en for code, zh, en in known.choices}
            value = names.get(value, value)
        elif known.kind == "YES_NO" and value:
            value = w("yes") if value == "yes" else w("no")
        word = op_word(condition.op, known.kind, w)
        if condition.op in IN_DAYS:
            value = w("{count} days", count=value)
        said = " ".join(part for part in (self._name(known), word, value) if part)
        return w("{what} in {count} days", what=said, count=condition.days) if condition.days else said


def _match(group: _Group) -> Literal["all", "any"]:
    return "any" if group.match == "any" else "all"
