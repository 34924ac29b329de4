"""Fields that a company adds to its customers and tickets: data, not program."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.contracts.base import Wire
from app.contracts.people import Label

FieldKind = Literal["TEXT", "NUMBER", "DATE", "CHOICE", "CHOICES", "YES_NO"]
FieldValue = str | int | float | bool | list[str] | None  # a date is "2026-05-01"


class FieldDefinition(Wire):
    """``private``: masked for who may not see private data. ``choices``: of CHOICE and CHOICES."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    name: Label
    kind: FieldKind
    choices: list[Label] = []
    required: bool = False
    private: bool = False
    position: int = 0
