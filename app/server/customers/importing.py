"""Customers in from a spreadsheet: uploaded, mapped, checked row by row, carried out, taken back.

In:  a file, what its columns are, the word to go. Out: ``ImportView`` at each step. The carrying out itself
is ``import_carrying``; it goes on after a restart.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.contracts.base import Page
from app.contracts.customer_work import (
    ImportMapping,
    ImportView,
)
from app.server.customers.columns import all_columns, suggested
from app.server.customers.import_known import known_by_number
from app.server.customers.import_rows import Fault, RowReader, shortcomings
from app.server.customers.import_views import ImportViews, fault_data, undoable
from app.server.customers.merge_model import ImportStateError
from app.server.customers.set_up import read_set_up
from app.server.customers.spreadsheets import Sheet, first, read_sheet
from app.server.customers.work_parts import WorkParts, demand
from app.server.security.audit import note_deed
from app.server.security.model import Right, SignedInUser
from app.server.storage.errors import NotFoundError
from app.server.storage.paging import decode_cursor, encode_cursor, older_than
from app.server.storage.tables import ImportLine, ImportRow
from app.server.storage.types import to_us

UNDO_FOR: Final = timedelta(days=30)
UNUSED_FOR: Final = timedelta(days=7)
LINES_AT_ONCE: Final = 1_000
CHECKED_AT_ONCE: Final = 500
MOST_FAULTS: Final = 100
PREVIEW: Final = 5
SAMPLES: Final = 3
_BUSY: Final = "RUNNING"
Kept = TypeVar("Kept")
Keep = Callable[[Callable[[Session], ImportView]], Awaitable[Kept]]


class Importing:
    def __init__(self, parts: WorkParts) -> None:
        self._parts = parts
        self._views = ImportViews(parts)
        self._one_at_a_time = asyncio.Lock()  # reading a file takes a core

    async def upload(self, user: SignedInUser, file_name: str, content: bytes, now: datetime) -> ImportView:
        """Raises NotAllowedError, SpreadsheetError."""
        return await self.upload_once(user, file_name, content, now, self._parts.database.write)

    async def upload_once(
        self, user: SignedInUser, file_name: str, content: bytes, now: datetime, keep: Keep[Kept]
    ) -> Kept:
        """``keep`` runs what makes it an import in a write transaction, or not again where that was done.
        Raises as ``upload``, and what it raises."""
        _check(user)
        async with self._one_at_a_time:
            return await self._upload(user, file_name, content, now, keep)

    async def _upload(
        self, user: SignedInUser, file_name: str, content: bytes, now: datetime, keep: Keep[Kept]
    ) -> Kept:
        """First the lines, then what makes them an import: a crash between leaves nothing to be seen."""
        sheet = await asyncio.to_thread(read_sheet, content)
        import_id = uuid.uuid4().hex
        for start in range(0, len(sheet.rows), LINES_AT_ONCE):
            lines = [
                {"import_id": import_id, "line": number, "cells": cells, "state": "NEW"}
                for number, cells in sheet.rows[start : start + LINES_AT_ONCE]
            ]
            await self._parts.database.write(
                lambda session, lines=lines: session.execute(insert(ImportLine), lines)
            )

        def write(session: Session) -> ImportView:
            row = ImportRow(
                import_id=import_id,
                state="UPLOADED",
                file_name=_file_name(file_name),
                rows=len(sheet.rows),
                columns=self._columns(session, sheet),
                found={},
                faults=[],
                stays=[],
                started_by=user.user_id,
                at=now,
            )
            session.add(row)
            detail = f"{row.file_name}, {row.rows} rows"
            note_deed(session, now, user.user_id, "customers.import-uploaded", import_id, detail)
            session.flush()
            return self._views.view(session, user, row)

        return await keep(write)

    def _columns(self, session: Session, sheet: Sheet) -> list[dict[str, Any]]:
        set_up = read_set_up(session)
        targets = suggested(sheet.header, all_columns(set_up.fields, set_up.consents))
        return [
            {
                "header": header,
                "target": target,
                "samples": [each[:60] for each in first((cells[place] for _, cells in sheet.rows), SAMPLES)],
            }
            for place, (header, target) in enumerate(zip(sheet.header, targets, strict=True))
        ]

    async def check(
        self, user: SignedInUser, import_id: str, mapping: ImportMapping, now: datetime
    ) -> ImportView:
        """Reads all rows with this mapping: what would come of them, what is wrong with which. Raises
        NotAllowedError, NotFoundError, ImportStateError, InvalidValueError."""
        _check(user)
        reader = await self._parts.database.read(
            lambda session: self._checkable(session, user, import_id, mapping)
        )
        found = {"create": 0, "update": 0, "skip": 0, "bad": 0}
        faults: list[dict[str, Any]] = []
        seen_numbers: set[str] = set()
        after = 0
        while True:
            begin = after
            lines = await self._parts.database.read(
                lambda session, begin=begin: self._judged(
                    session, reader, mapping, import_id, begin, seen_numbers
                )
            )
            if not lines:
                break
            for line, verdict, wrong in lines:
                found[verdict] += 1
                room = MOST_FAULTS - len(faults)
                faults += [fault_data(line, each) for each in wrong[: max(0, room)]]
            after = lines[-1][0]

        def write(session: Session) -> ImportView:
            row = _get(session, user, import_id)
            if row.state not in ("UPLOADED", "CHECKED"):
                raise ImportStateError
            row.mapping, row.found, row.faults = mapping.model_dump(mode="json"), found, faults
            row.state = "CHECKED"
            return self._views.view(session, user, row)

        return await self._parts.database.write(write)

    def _checkable(
        self, session: Session, user: SignedInUser, import_id: str, mapping: ImportMapping
    ) -> RowReader:
        row = _get(session, user, import_id)
        if row.state not in ("UPLOADED", "CHECKED"):
            raise ImportStateError
        reader = self._views.reader(session, row, mapping)
        reader.check()
        return reader

    def _judged(
        self,
        session: Session,
        reader: RowReader,
        mapping: ImportMapping,
        import_id: str,
        after: int,
        seen_numbers: set[str],
    ) -> list[tuple[int, str, list[Fault]]]:
        """(line, what would come of it, what is wrong). ``seen_numbers``: of the rows before."""
        lines = list(session.scalars(_lines(import_id, after).limit(CHECKED_AT_ONCE)))
        rows = [reader.read([str(cell) for cell in line.cells]) for line in lines]
        known = known_by_number(session, [e164 for row in rows for _, e164 in row.numbers])
        found: list[tuple[int, str, list[Fault]]] = []
        for line, row in zip(lines, rows, strict=True):
            name = str(row.values.get("name", ""))
            holders = {each for _, e164 in row.numbers for each in known.get(e164, {}).items()}
            verdict = "create"
            known_before = any(e164 in seen_numbers for _, e164 in row.numbers)
            if mapping.when_known != "new" and (holders or known_before):
                verdict = mapping.when_known
            wrong = [*row.faults, *shortcomings(row, verdict, holders, name)]
            if not wrong:
                seen_numbers.update(e164 for _, e164 in row.numbers)
            found.append((line.line, "bad" if wrong else verdict, wrong))
        return found

    def run(self, session: Session, user: SignedInUser, import_id: str, now: datetime) -> ImportView:
        """Inside a write transaction; said again, it changes nothing. Raises NotAllowedError, NotFoundError,
        ImportStateError."""
        _check(user)
        row = _get(session, user, import_id)
        if row.state == "CHECKED":
            row.state, row.done = _BUSY, 0
            note_deed(session, now, user.user_id, "customers.import-started", import_id, row.file_name)
        elif row.state not in ("RUNNING", "DONE") or row.undoing:
            raise ImportStateError
        return self._views.view(session, user, row)

    def undo(self, session: Session, user: SignedInUser, import_id: str, now: datetime) -> ImportView:
        """Inside a write transaction; said again, it changes nothing. Raises NotAllowedError, NotFoundError,
        ImportStateError."""
        _check(user)
        row = _get(session, user, import_id)
        if row.state == "DONE":
            if not undoable(row, now):
                raise ImportStateError("The thirty days in which this could be taken back are over.")
            row.state, row.undoing, row.done, row.stays = _BUSY, True, 0, []
            note_deed(session, now, user.user_id, "customers.import-undone", import_id, row.file_name)
        elif not (row.state == "UNDONE" or (row.state == _BUSY and row.undoing)):
            raise ImportStateError
        return self._views.view(session, user, row)

    async def get(self, user: SignedInUser, import_id: str) -> ImportView:
        """Raises NotAllowedError, NotFoundError."""
        _check(user)

        def read(session: Session) -> ImportView:
            return self._views.view(session, user, _get(session, user, import_id))

        return await self._parts.database.read(read)

    async def list(self, user: SignedInUser, cursor: str | None, limit: int) -> Page[ImportView]:
        """Newest first. Raises NotAllowedError, InvalidValueError."""
        _check(user)
        statement = select(ImportRow)
        if cursor:
            after = decode_cursor(cursor, (int, str))
            statement = statement.where(older_than(ImportRow.at, ImportRow.import_id, after))
        statement = statement.order_by(ImportRow.at.desc(), ImportRow.import_id.desc()).limit(limit + 1)

        def read(session: Session) -> Page[ImportView]:
            rows = list(session.scalars(statement))
            last = rows[limit - 1] if len(rows) > limit else None
            items = [self._views.view(session, user, row) for row in rows[:limit]]
            next_cursor = encode_cursor(to_us(last.at), last.import_id) if last else None
            return Page[ImportView](items=items, next_cursor=next_cursor)

        return await self._parts.database.read(read)

    async def purge(self, now: datetime) -> None:
        """Nightly: what is kept of people for an undo is forgotten when its time is over; so is what was
        never carried out."""
        old = ImportRow.done_at < now - UNDO_FOR
        unused = ImportRow.state.in_(("UPLOADED", "CHECKED", "FAILED")) & (ImportRow.at < now - UNUSED_FOR)
        kept = select(ImportRow.import_id).where(~(unused | old.is_(True)))
        some = select(ImportLine.import_id, ImportLine.line)
        some = some.where(ImportLine.import_id.not_in(kept)).limit(LINES_AT_ONCE)

        def forget(session: Session) -> int:
            keys = list(session.execute(some).tuples())
            for import_id in {each for each, _ in keys}:
                lines = [line for each, line in keys if each == import_id]
                mine = (ImportLine.import_id == import_id, ImportLine.line.in_(lines))
                session.execute(delete(ImportLine).where(*mine))
            return len(keys)

        async with self._one_at_a_time:  # lines of an upload that is under way belong to no import yet
            while await self._parts.database.write(forget) > 0:
                pass
        await self._parts.database.write(lambda session: session.execute(delete(ImportRow).where(unused)))


def _lines(import_id: str, after: int) -> Any:
    mine = select(ImportLine).where(ImportLine.import_id == import_id, ImportLine.line > after)
    return mine.order_by(ImportLine.line)


def _check(user: SignedInUser) -> None:
    demand(user, Right.IMPORT, "Customers are imported by supervisors.")


def _get(session: Session, user: SignedInUser, import_id: str) -> ImportRow:
    row = session.get(ImportRow, import_id)
    if row is None:
        raise NotFoundError("There is no such import.")
    return row


def _file_name(text: str) -> str:
    name = "".join(each for each in text.replace("\\", "/").rpartition("/")[2] if each.isprintable())
    return name.strip()[:200] or "customers"
