"""A ticket's form: what is filled in, what of it was changed, and what to do where two changed the same.

In:  the ticket as it was read, the form's fields. Out: a ``TicketChange`` with only what was changed; the
conflict side by side, and the change again after somebody has chosen. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from pydantic import ValidationError

from app.contracts.fields import FieldDefinition, FieldValue
from app.contracts.tickets import TicketChange, TicketFile, TicketPriority, TicketTypeView
from app.ui.presenters.format import exact
from app.ui.presenters.ports import Words
from app.ui.presenters.ticket_face import field_name, priority_word, value_text


@dataclass(frozen=True, slots=True)
class EditFields:
    """What the form holds. ``template`` and ``assign``: of a new ticket only."""

    type: str
    priority: str
    title: str
    text: str
    department: str
    tags: tuple[str, ...]
    due_at: datetime | None
    fields: dict[str, FieldValue] = field(default_factory=dict[str, FieldValue])
    assign: str = "duty"


@dataclass(frozen=True, slots=True)
class FieldFace:
    """One field of the company's own."""

    code: str
    name: str
    kind: str
    choices: tuple[tuple[str, str], ...]
    required: bool


@dataclass(frozen=True, slots=True)
class FormFace:
    """``templates``: names, by their place. ``own``: fields of the chosen type."""

    title: str
    save: str
    types: tuple[tuple[str, str], ...]
    priorities: tuple[tuple[str, str], ...]
    departments: tuple[str, ...]
    own: tuple[FieldFace, ...]
    templates: tuple[str, ...]
    about: str
    new: bool


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """``take_mine``: as it is suggested."""

    code: str
    name: str
    before: str
    theirs: str
    mine: str
    take_mine: bool = True


@dataclass(frozen=True, slots=True)
class ConflictFace:
    who: str
    rows: tuple[ConflictRow, ...]


def fields_of(file: TicketFile) -> EditFields:
    ticket = file.ticket
    return EditFields(
        type=ticket.type,
        priority=ticket.priority,
        title=ticket.title,
        text=ticket.text,
        department=ticket.department,
        tags=tuple(ticket.tags),
        due_at=ticket.due_at,
        fields=dict(file.fields),
    )


def own_fields(of_type: TicketTypeView | None, words: Words) -> tuple[FieldFace, ...]:
    if of_type is None:
        return ()
    return tuple(
        FieldFace(
            code=each.code,
            name=words.label(each.name),
            kind=each.kind,
            choices=tuple((choice.code, words.label(choice)) for choice in each.choices),
            required=each.required,
        )
        for each in sorted(of_type.fields, key=lambda f: f.position)
    )


def missing(filled: EditFields, of_type: TicketTypeView | None, words: Words) -> str:
    """The name of the first field that must be filled in and is not; "" where none is missing."""
    if not filled.title.strip():
        return words("Title")
    for each in of_type.fields if of_type else ():
        if each.required and filled.fields.get(each.code) in (None, "", []):
            return words.label(each.name)
    return ""


def changes(base: EditFields, filled: EditFields, version: int) -> TicketChange | None:
    """Only what is another than before; None where nothing is."""
    changed: dict[str, Any] = {}
    for code in ("type", "priority", "department"):
        if getattr(filled, code) != getattr(base, code):
            changed[code] = getattr(filled, code)
    if filled.title.strip() != base.title.strip():
        changed["title"] = filled.title.strip()
    if filled.text.strip() != base.text.strip():
        changed["text"] = filled.text.strip()
    if filled.tags != base.tags:
        changed["tags"] = list(filled.tags)
    if filled.due_at is not None and not _same_minute(filled.due_at, base.due_at):
        changed["due_at"] = filled.due_at
    own = {
        code: value
        for code, value in filled.fields.items()
        if (value if value not in ("", []) else None) != base.fields.get(code)
    }
    if own:
        changed["fields"] = own
    return TicketChange.model_validate({"version": version, **changed}) if changed else None


def _same_minute(one: datetime, other: datetime | None) -> bool:
    """The form shows no seconds."""
    return other is not None and int(one.timestamp()) // 60 == int(other.timestamp()) // 60


def conflict(
    base: TicketFile,
    mine: TicketChange,
    present: Mapping[str, Any],
    changed: Collection[str],
    definitions: Sequence[FieldDefinition],
    words: Words,
) -> tuple[TicketFile, ConflictFace] | None:
    """What somebody else made of the same fields. None where the server's word is not understood."""
    try:
        theirs = TicketFile.model_validate(present.get("ticket_file") or present)
    except ValidationError:
        return None
    rows = [
        ConflictRow(
            code=code,
            name=field_name(code, words, definitions),
            before=_text_of(code, _value(code, base), definitions, words),
            theirs=_text_of(code, _value(code, theirs), definitions, words),
            mine=_text_of(code, _wanted(code, mine), definitions, words),
        )
        for code in _codes(changed, mine)
    ]
    who = next((event.by for event in theirs.history if event.by), "")
    return theirs, ConflictFace(who, tuple(rows))


def resolved(mine: TicketChange, theirs: TicketFile, give_up: Collection[str]) -> TicketChange | None:
    """My change once more, on top of theirs, without the fields in which theirs is to stay."""
    wanted = mine.model_dump(exclude_none=True, exclude={"version"})
    own = {c: v for c, v in (mine.fields or {}).items() if f"fields.{c}" not in give_up}
    kept = {code: value for code, value in wanted.items() if code not in give_up and code != "fields"}
    if own and "fields" not in give_up:
        kept["fields"] = own
    if not any(code != "reason" for code in kept):
        return None
    return TicketChange.model_validate({"version": theirs.ticket.version, **kept})


def _codes(changed: Collection[str], mine: TicketChange) -> list[str]:
    """Fields of the company's own one by one, whichever way the server names them."""
    found: list[str] = []
    for code in changed:
        if code == "fields":
            found += [f"fields.{each}" for each in mine.fields or {}]
        elif code.startswith("field."):
            found.append("fields." + code.removeprefix("field."))
        elif code in (mine.fields or {}):
            found.append(f"fields.{code}")
        else:
            found.append(code)
    return list(dict.fromkeys(found))


def _value(code: str, file: TicketFile) -> Any:
    if code.startswith("fields."):
        return file.fields.get(code.removeprefix("fields."))
    if code == "checklist":
        return ", ".join(each.name.zh for each in file.checklist if each.done)
    return getattr(file.ticket, code, None)


def _wanted(code: str, change: TicketChange) -> Any:
    if code.startswith("fields."):
        return (change.fields or {}).get(code.removeprefix("fields."))
    return getattr(change, code, None)


def _text_of(code: str, value: Any, definitions: Sequence[FieldDefinition], words: Words) -> str:
    if isinstance(value, datetime):
        return exact(value, words)[:16]
    if code == "priority" and isinstance(value, str):
        return priority_word(cast("TicketPriority", value), words)
    if isinstance(value, dict):
        return ", ".join(str(each) for each in cast("dict[object, object]", value))
    own = next((each for each in definitions if f"fields.{each.code}" == code), None)
    return value_text(cast("FieldValue", value), own, words)
