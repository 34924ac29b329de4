"""Customers out, as CSV or XLSX: row by row, as the person who asks sees them, noted before the first one.

In:  a segment, a filter or everybody; which columns. Out: portions of bytes; memory stays small.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from app.contracts.customer_work import ExportWish
from app.contracts.filters import Filter
from app.server.customers.columns import Column, Language, all_columns
from app.server.customers.segments import Segments
from app.server.customers.set_up import read_set_up
from app.server.customers.spreadsheets import CSV_MARK, XlsxWriter, csv_lines
from app.server.customers.walking import Walk
from app.server.customers.work_parts import WorkParts, demand
from app.server.security.audit import note_deed
from app.server.security.model import Right, SignedInUser
from app.server.security.viewing import ALL_EYES
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Customer

MOST_ROWS: Final = 1_000_000  # a sheet of XLSX has 1,048,576
PORTION: Final = 500
CHUNK_BYTES: Final = 256 * 1024
MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Export:
    """A checked wish. ``chunks`` gives the file."""

    file_name: str
    media_type: str
    chunks: AsyncIterator[bytes]


class Exporting:
    def __init__(self, parts: WorkParts, segments: Segments) -> None:
        self._parts = parts
        self._segments = segments

    async def export(self, user: SignedInUser, wish: ExportWish, language: Language, now: datetime) -> Export:
        """Raises NotAllowedError, NotFoundError, InvalidValueError; nothing has left the house then."""
        demand(user, Right.EXPORT, "Customers are exported by supervisors.")
        reason = " ".join(wish.reason.split())
        if not reason:
            raise InvalidValueError("Say what the export is for.")
        walk = await self._walk(user, wish)
        columns = await self._parts.database.read(lambda session: _chosen(session, wish.columns))
        await walk.page(None, 1)  # a filter that means nothing is refused before anything is sent
        whom = f"segment {wish.segment_id}" if wish.segment_id else ("a filter" if wish.filter else "all")
        detail = f"{wish.format}, {whom}, {', '.join(column.en for column in columns)}: {reason}"

        def note(session: Session) -> None:
            note_deed(
                session, now, user.user_id, "customers.exported", wish.segment_id or "customers", detail
            )

        await self._parts.database.write(note)
        rows = self._rows(user, walk, columns, language)
        return Export(
            file_name=f"customers-{now.astimezone():%Y%m%d-%H%M}.{wish.format}",
            media_type=MEDIA_TYPES[wish.format],
            chunks=_csv(rows) if wish.format == "csv" else _xlsx(rows),
        )

    async def _walk(self, user: SignedInUser, wish: ExportWish) -> Walk:
        if wish.segment_id is not None and wish.filter is not None:
            raise InvalidValueError("A segment or a filter, not both.")
        if wish.segment_id is not None:
            return self._parts.walk(await self._segments.filter_of(user, wish.segment_id), ALL_EYES)
        return self._parts.walk(wish.filter or Filter(), self._parts.viewing.eyes(user))

    async def _rows(
        self, user: SignedInUser, walk: Walk, columns: Sequence[Column], language: Language
    ) -> AsyncIterator[list[list[str]]]:
        """The header first. Whoever loses leave meanwhile sees no more from then on."""
        yield [[column.name(language) for column in columns]]
        left = MOST_ROWS
        async for portion in walk.all(PORTION):
            some = portion[:left]
            yield await self._parts.database.read(
                lambda session, some=some: self._texts(session, user, some, columns, language)
            )
            left -= len(some)
            if left <= 0:
                return

    def _texts(
        self,
        session: Session,
        user: SignedInUser,
        rows: Sequence[Customer],
        columns: Sequence[Column],
        language: Language,
    ) -> list[list[str]]:
        views = self._parts.show(session, rows, self._parts.viewing.eyes(user))
        return [[column.text(view, language) for column in columns] for view in views]


def _chosen(session: Session, wanted: Sequence[str]) -> list[Column]:
    """By target; none: all. "number" means all numbers. Raises InvalidValueError."""
    set_up = read_set_up(session)
    columns = all_columns(set_up.fields, set_up.consents)
    if not wanted:
        return columns
    known = {column.target or "customer_id": [] for column in columns} | {"tags": [], "value_cents": []}
    for column in columns:
        known[column.target or "customer_id"].append(column)
    known["tags"], known["value_cents"] = known["tag"], known["value"]
    known["dedicated_agent_id"] = known["dedicated_agent"]
    unknown = next((each for each in wanted if each not in known), None)
    if unknown is not None:
        raise InvalidValueError(f"There is no column {unknown[:60]!r}.")
    return [column for each in dict.fromkeys(wanted) for column in known[each]]


async def _csv(rows: AsyncIterator[list[list[str]]]) -> AsyncIterator[bytes]:
    yield CSV_MARK
    async for portion in rows:
        yield await asyncio.to_thread(csv_lines, portion)


async def _xlsx(rows: AsyncIterator[list[list[str]]]) -> AsyncIterator[bytes]:
    """A zip is whole only at its end: written to a temporary file, sent from there."""
    with tempfile.TemporaryDirectory(prefix="seatline-export-") as folder:
        path = Path(folder) / "customers.xlsx"
        writer = XlsxWriter()
        async for portion in rows:
            await asyncio.to_thread(writer.add, portion)
        await asyncio.to_thread(writer.save, path)
        with path.open("rb") as file:
            while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
                yield chunk
