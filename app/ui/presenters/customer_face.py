"""How a customer looks in lists and on cards: columns, facts, values said in the person's language.

In:  ``CustomerView`` and the company's set-up. Out: texts. Masked values stay as the server sent them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.contracts.fields import FieldDefinition, FieldValue
from app.ui.presenters.call import level_word
from app.ui.presenters.file_face import language_word
from app.ui.presenters.format import amount
from app.ui.presenters.ports import Words

if TYPE_CHECKING:
    from app.contracts.customer_work import CustomerSetUp
    from app.contracts.customers import CustomerView

OWN = "field."
USUAL_COLUMNS = ("number", "region", "tags", "value")
_WIDTHS = {"number": 3, "tags": 4, "email": 3, "address": 5, "note": 5}
_AT_RIGHT = ("value", "loyalty")


@dataclass(frozen=True, slots=True)
class Column:
    """``width``: its part of the room there is. ``at_right``: figures are."""

    code: str
    title: str
    width: int
    at_right: bool


@dataclass(frozen=True, slots=True)
class CustomerRow:
    customer_id: str
    name: str
    level: str
    level_word: str
    cells: tuple[str, ...]
    tip: str


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """A customer beside the list. ``facts``: pairs of name and value, those without a value left out."""

    customer_id: str
    name: str
    level: str
    level_word: str
    number: str
    facts: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    note: str
    masked: bool


def column_names(set_up: CustomerSetUp, words: Words) -> dict[str, str]:
    """All that can be shown, in order: code → name."""
    w = words
    fixed = {
        "number": w("Number"),
        "level": w("Level"),
        "region": w("Place"),
        "language": w("Language"),
        "tags": w("Tags"),
        "value": w("Value"),
        "loyalty": w("Points"),
        "since": w("With us since"),
        "email": w("E-mail"),
        "address": w("Address"),
        "agent": w("Own agent"),
        "note": w("Remark"),
    }
    own = sorted(set_up.fields, key=lambda each: (each.position, each.code))
    return fixed | {f"{OWN}{each.code}": w.label(each.name) for each in own}


def columns(codes: tuple[str, ...], set_up: CustomerSetUp, words: Words) -> tuple[Column, ...]:
    names = column_names(set_up, words)
    numbers = {f"{OWN}{each.code}" for each in set_up.fields if each.kind == "NUMBER"}
    return tuple(
        Column(code, names[code], _WIDTHS.get(code, 2), code in _AT_RIGHT or code in numbers)
        for code in codes
        if code in names
    )


def customer_row(
    customer: CustomerView, shown: tuple[Column, ...], set_up: CustomerSetUp, words: Words
) -> CustomerRow:
    cells = tuple(cell(customer, column.code, set_up, words) for column in shown)
    said = [f"{column.title}: {text}" for column, text in zip(shown, cells, strict=True) if text]
    word = shown_level(customer, words)
    return CustomerRow(
        customer_id=customer.customer_id,
        name=customer.name or words("Without a name"),
        level=customer.level,
        level_word=word,
        cells=cells,
        tip="\n".join((customer.name, *said)),
    )


def shown_level(customer: CustomerView, words: Words) -> str:
    """ "" for an ordinary one: nothing stands out then."""
    return level_word(customer.level, words) if customer.level != "NORMAL" else ""


def cell(customer: CustomerView, code: str, set_up: CustomerSetUp, words: Words) -> str:
    if code.startswith(OWN):
        own = code.removeprefix(OWN)
        found = next((each for each in set_up.fields if each.code == own), None)
        return own_value(found, customer.fields.get(own), words) if found else ""
    match code:
        case "number":
            more = len(customer.numbers) - 1
            return f"{customer.number}  +{more}" if more > 0 else customer.number
        case "level":
            return level_word(customer.level, words)
        case "language":
            return language_word(customer.language, words)
        case "tags":
            return " · ".join(customer.tags)
        case "value":
            return amount(customer.value_cents) if customer.value_cents else ""
        case "loyalty":
            return f"{customer.loyalty:,}" if customer.loyalty else ""
        case "since":
            return day(customer.since, words)
        case "agent":
            return customer.dedicated_agent_name
        case _:
            return str(getattr(customer, code, "") or "").replace("\n", " ")


def day(moment: datetime | None, words: Words) -> str:
    return f"{words.local(moment):%Y-%m-%d}" if moment is not None else ""


def own_value(definition: FieldDefinition, value: FieldValue, words: Words) -> str:
    """A value of a company's own field as it is read."""
    if value is None or value == "" or value == []:
        return ""
    names = {each.code: words.label(each) for each in definition.choices}
    if isinstance(value, bool):
        return words("yes") if value else words("no")
    if isinstance(value, list):
        return ", ".join(names.get(each, each) for each in value)
    if isinstance(value, str):
        return names.get(value, value)
    return f"{value:,}"


def consent_word(value: bool | None, words: Words) -> str:
    return {True: words("agreed"), False: words("refused"), None: words("not asked")}[value]


def customer_card(customer: CustomerView, set_up: CustomerSetUp, words: Words) -> CustomerCard:
    names = column_names(set_up, words)
    left_out = ("number", "level", "tags", "note")
    facts = [(names[code], cell(customer, code, set_up, words)) for code in names if code not in left_out]
    facts += [
        (words.label(each), consent_word(customer.consent.get(each.code), words)) for each in set_up.consents
    ]
    return CustomerCard(
        customer_id=customer.customer_id,
        name=customer.name or words("Without a name"),
        level=customer.level,
        level_word=shown_level(customer, words),
        number=cell(customer, "number", set_up, words),
        facts=tuple((name, value) for name, value in facts if value),
        tags=tuple(customer.tags),
        note=customer.note,
        masked=bool(customer.masked),
    )
