"""What is done for one fact to one record: a statement known by name, and its parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Update, bindparam

from app.server.core.facts import Fact
from app.server.storage.ledger import Kept
from app.server.storage.tables import Base

Row = dict[str, Any]
Key = tuple[str, ...]  # what record a step is about: steps with the same key keep their order


@dataclass(frozen=True, slots=True)
class Insertion:
    """A new row; one that is there already stays. ``values``: columns that the database works out."""

    table: type[Base]
    values: dict[str, Any] = field(default_factory=dict[str, Any])


Statement = Update | Insertion


@dataclass(frozen=True, slots=True)
class Step:
    name: str  # of its statement
    key: Key
    row: Row


StepsOf = dict[type[Fact], Callable[[Any, Kept], Sequence[Step]]]


def new(*columns: str) -> dict[str, Any]:
    """Columns set to the parameters "new_<column>": those of a WHERE have other names."""
    return {column: bindparam(f"new_{column}") for column in columns}
