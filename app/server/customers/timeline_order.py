"""The order of a time line that is merged from several tables, and where its next page begins.

A cursor is (time, rank of the kind, id) of the last item; within the same instant the kinds come in a fixed
order and rows by their id as the database compares it, so no item is shown twice or lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import InstrumentedAttribute

from app.contracts.customers import TimelineItem
from app.contracts.people import Label
from app.server.directory.service import DirectoryService
from app.server.storage.paging import decode_cursor, older_than
from app.server.storage.types import from_us

Found = Sequence[tuple[str, TimelineItem]]  # each with the id of its row
_Columns = TypeVarTuple("_Columns")


@dataclass(frozen=True, slots=True)
class Cursor:
    us: int
    rank: int
    row_id: str


@dataclass(frozen=True, slots=True)
class Words:
    """Names of codes in the reader's language."""

    directory: DirectoryService
    language: str

    def of(self, kind: str, code: str) -> str:
        return next((self.name(label) for label in self.directory.labels(kind) if label.code == code), code)

    def queue(self, queue_id: str | None) -> str:
        label = self.directory.queue_label(queue_id)
        return self.name(label) if label else ""

    def name(self, label: Label) -> str:
        return label.en if self.language == "en" else label.zh

    def either(self, zh: str, en: str) -> str:
        return en if self.language == "en" else zh


def newest(
    statement: Select[*_Columns],
    at: InstrumentedAttribute[Any],
    row_id: InstrumentedAttribute[str],
    after: Cursor | None,
    rank: int,
    limit: int,
) -> Select[*_Columns]:
    if after is not None:
        statement = statement.where(_beyond(at, row_id, after, rank))
    return statement.order_by(at.desc(), row_id.desc()).limit(limit)


def _beyond(
    at: InstrumentedAttribute[Any], row_id: InstrumentedAttribute[str], after: Cursor, rank: int
) -> ColumnElement[bool]:
    instant = from_us(after.us)
    if rank > after.rank:
        return at <= instant
    if rank < after.rank:
        return at < instant
    return older_than(at, row_id, (after.us, after.row_id))


def decode(cursor: str) -> Cursor:
    us, rank, row_id = decode_cursor(cursor, (int, int, str))
    return Cursor(int(us), int(rank), str(row_id))
