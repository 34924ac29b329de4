"""How two files that may be one person's look beside each other, and what was merged before. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.contracts.customer_work import CustomerSetUp, DuplicateView, MergeView
from app.contracts.customers import CustomerView
from app.ui.presenters.call import level_word
from app.ui.presenters.customer_face import OWN, column_names, day, own_value
from app.ui.presenters.file_face import language_word
from app.ui.presenters.format import amount, day_and_time, exact, when
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Words

FIELDS = (
    "name", "level", "region", "language", "email", "address", "value_cents", "loyalty",
    "dedicated_agent_id", "note",
)  # fmt: skip
_NAMES = {"value_cents": "value", "dedicated_agent_id": "agent"}  # as the columns of the list call them


@dataclass(frozen=True, slots=True)
class PairRow:
    pair_id: str
    first: str
    second: str
    why: str
    likeness: str
    sure: bool


@dataclass(frozen=True, slots=True)
class MergeField:
    """``of_first``: the first file's value is kept. ``differs``: else there is nothing to choose."""

    code: str
    label: str
    first: str
    second: str
    of_first: bool
    differs: bool


@dataclass(frozen=True, slots=True)
class SideFace:
    customer_id: str
    name: str
    level_word: str
    number: str
    detail: str
    stays: bool


@dataclass(frozen=True, slots=True)
class MergedRow:
    merge_id: str
    survivor_id: str
    said: str
    at: str
    until: str
    undoable: bool


@dataclass(frozen=True, slots=True)
class MergeFace:
    rows: tuple[PairRow, ...]
    state: ListState
    text: str
    more: bool
    chosen: str
    first: SideFace | None
    second: SideFace | None
    fields: tuple[MergeField, ...]
    both_kept: str  # what of both files goes into the one that stays
    merged: tuple[MergedRow, ...]
    busy: bool
    offline: bool


def codes(set_up: CustomerSetUp) -> tuple[str, ...]:
    """All fields of which one value is kept."""
    return (*FIELDS, *(f"{OWN}{each.code}" for each in set_up.fields))


def pair_row(pair: DuplicateView, words: Words) -> PairRow:
    names = {
        "number": words("same number"),
        "email": words("same e-mail"),
        "name-address": words("name and address"),
    }
    why = " · ".join(names.get(each, each) for each in pair.why)
    likeness = f"{round(pair.score * 100)} %"
    return PairRow(pair.pair_id, pair.first.name, pair.second.name, why, likeness, pair.score >= 0.9)


def side(customer: CustomerView, stays: bool, words: Words) -> SideFace:
    more = len(customer.numbers) - 1
    number = f"{customer.number}  +{more}" if more > 0 else customer.number
    since = words("since {day}", day=day(customer.since, words)) if customer.since is not None else ""
    detail = " · ".join(part for part in (since, " · ".join(customer.tags[:3])) if part)
    level = level_word(customer.level, words) if customer.level != "NORMAL" else ""
    return SideFace(customer.customer_id, customer.name, level, number, detail, stays)


def merge_fields(
    pair: DuplicateView, first_stays: bool, taken: set[str], set_up: CustomerSetUp, words: Words
) -> tuple[MergeField, ...]:
    names = column_names(set_up, words) | {"name": words("Name")}
    rows: list[MergeField] = []
    for code in codes(set_up):
        first, second = _said(pair.first, code, set_up, words), _said(pair.second, code, set_up, words)
        if first or second:
            of_first = first_stays != (code in taken)
            differs = raw(pair.first, code) != raw(pair.second, code)
            rows.append(MergeField(code, names[_NAMES.get(code, code)], first, second, of_first, differs))
    return tuple(rows)


def _said(customer: CustomerView, code: str, set_up: CustomerSetUp, words: Words) -> str:
    if code.startswith(OWN):
        own = code.removeprefix(OWN)
        found = next((each for each in set_up.fields if each.code == own), None)
        return own_value(found, customer.fields.get(own), words) if found is not None else ""
    match code:
        case "level":
            return level_word(customer.level, words)
        case "language":
            return language_word(customer.language, words)
        case "value_cents":
            return amount(customer.value_cents) if customer.value_cents else ""
        case "loyalty":
            return f"{customer.loyalty:,}" if customer.loyalty else ""
        case "dedicated_agent_id":
            return customer.dedicated_agent_name
        case _:
            return str(getattr(customer, code) or "")


def merged_row(each: MergeView, now: datetime, words: Words) -> MergedRow:
    open_still = not each.undone and each.undoable_until > now
    until = words("can be undone until {when}", when=day_and_time(each.undoable_until, now, words))
    return MergedRow(
        merge_id=each.merge_id,
        survivor_id=each.survivor_id,
        said=words("{name} was merged by {who}", name=each.other_name or "–", who=each.by),
        at=when(each.at, now, words),
        until=until if open_still else words("undone") if each.undone else exact(each.undoable_until, words),
        undoable=open_still,
    )


def older(first: CustomerView, second: CustomerView) -> bool:
    """The file that has been kept for longer stays, where nothing else is said."""
    if first.since is None or second.since is None:
        return first.since is not None or second.since is None
    return first.since <= second.since


def raw(customer: CustomerView, code: str) -> object:
    """ "NORMAL" and 0 count as nothing written."""
    if code.startswith(OWN):
        return customer.fields.get(code.removeprefix(OWN)) or None
    value = getattr(customer, code)
    return None if value in ("", 0, "NORMAL") else value
