"""How a file looks while it is changed, and what came back where somebody else changed it meanwhile. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from app.contracts.customers import CustomerView
from app.ui.presenters.customer_form import FormField, Typed, TypedNumber
from app.ui.presenters.ports import Trouble


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """Both wrote into this field. ``mine``: which of the two is taken."""

    code: str
    label: str
    theirs: str
    ours: str
    mine: bool


@dataclass(frozen=True, slots=True)
class EditFace:
    """``kept``: what had been typed before was found."""

    name: str
    fields: tuple[FormField, ...]
    typed: dict[str, Typed]
    numbers: tuple[TypedNumber, ...]
    wrong: dict[str, str]
    conflict: tuple[ConflictRow, ...]
    dirty: bool
    saving: bool
    trouble: str
    kept: bool


def said(field: FormField, value: Typed) -> str:
    names = dict(field.choices)
    if isinstance(value, tuple):
        return ", ".join(names.get(each, each) for each in value)
    return names.get(value, value) or "–"


def present_of(trouble: Trouble) -> CustomerView | None:
    content = trouble.present
    if content is None:
        return None
    try:
        return CustomerView.model_validate(content.get("customer", content))
    except ValidationError:
        return None


def draft_name(customer_id: str) -> str:
    return f"customer-edit:{customer_id}"
