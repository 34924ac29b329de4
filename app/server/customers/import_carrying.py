"""An import is carried out, or taken back, a few rows at a time; after a restart it goes on where it was.

In:  imports in the state RUNNING. Out: customers, and for each row what was changed, so that the undo changes
back exactly that; what somebody changed meanwhile stays, and is named.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, exc, select
from sqlalchemy.orm import Session

from app.contracts.customer_work import ImportMapping
from app.server.customers.import_backwards import take_back
from app.server.customers.import_forwards import Incoming
from app.server.customers.import_views import ImportViews, fault_data
from app.server.customers.importing import MOST_FAULTS
from app.server.customers.work_parts import WorkParts
from app.server.noticing import Notice, ToUser
from app.server.security.audit import note_deed
from app.server.storage.errors import InvalidValueError, StorageConflictError
from app.server.storage.tables import ImportLine, ImportRow

log = logging.getLogger(__name__)

ROWS_AT_ONCE: Final = 25  # at most some 50 ms of the one writer
_ROW_IS_BAD: Final = (exc.IntegrityError, exc.DataError, ValueError, OverflowError)


class ImportCarrying:
    def __init__(self, parts: WorkParts) -> None:
        self._parts = parts
        self._views = ImportViews(parts)

    async def step(self) -> bool:
        """Some rows of one running import; False where none runs."""
        write = self._parts.database.write
        if await self._parts.database.read(lambda session: session.scalar(_running())) is None:
            return False
        try:
            return await write(lambda session: self._step(session, careful=False))
        except (StorageConflictError, InvalidValueError, ValueError):
            # one of these rows cannot be stored: each by itself, so that the others come in
            return await write(lambda session: self._step(session, careful=True))

    def _step(self, session: Session, careful: bool) -> bool:
        row = session.scalars(_running()).first()
        if row is None:
            return False
        now = self._parts.clock()
        if row.undoing:
            self._undo_some(session, row, now)
        else:
            self._carry_out_some(session, row, now, careful)
        return True

    # --- forwards ---

    def _carry_out_some(self, session: Session, row: ImportRow, now: datetime, careful: bool) -> None:
        lines = list(session.scalars(_lines(row, ("NEW",)).order_by(ImportLine.line).limit(ROWS_AT_ONCE)))
        if not lines or row.mapping is None:
            self._done(session, row, now)
            return
        mapping = ImportMapping.model_validate(row.mapping)
        reader = self._views.reader(session, row, mapping)
        for some in [[line] for line in lines] if careful else [lines]:
            rows = [reader.read([str(cell) for cell in line.cells]) for line in some]
            if not careful:
                Incoming(session, mapping.when_known, now, rows).carry_out(some)
                continue
            try:
                with session.begin_nested():
                    Incoming(session, mapping.when_known, now, rows).carry_out(some)
            except _ROW_IS_BAD as error:
                log.warning("row %d of import %s: %s", some[0].line, row.import_id, type(error).__name__)
                some[0].state = "BAD"
        for line in lines:
            line.cells = []
            row.done += 1
            row.created += line.state == "CREATED"
            row.updated += line.state == "UPDATED"
            row.skipped += line.state == "SKIPPED"

    def _done(self, session: Session, row: ImportRow, now: datetime) -> None:
        row.state, row.done_at, row.done = "DONE", now, row.rows
        detail = f"{row.file_name}: {row.created} created, {row.updated} updated"
        note_deed(session, now, row.started_by, "customers.imported", row.import_id, detail)
        values = {
            "file": row.file_name, "created": str(row.created), "updated": str(row.updated),
            "skipped": str(row.skipped),
            "bad": str(row.rows - row.created - row.updated - row.skipped),
        }  # fmt: skip
        notice = Notice(
            key=f"import.done:{row.import_id}",
            template="import.done",
            to=ToUser(row.started_by),
            values=values,
            subject=f"import:{row.import_id}",
        )
        self._parts.notices.post(session, notice, now)

    # --- backwards ---

    def _undo_some(self, session: Session, row: ImportRow, now: datetime) -> None:
        """The last row first: what two rows did to one customer is taken back in turn."""
        mine = _lines(row, ("CREATED", "UPDATED"))
        lines = list(session.scalars(mine.order_by(ImportLine.line.desc()).limit(ROWS_AT_ONCE)))
        if not lines:
            row.state, row.undoing, row.done_at, row.done = "UNDONE", False, now, row.rows
            note_deed(
                session, now, row.started_by, "customers.import-taken-back", row.import_id, row.file_name
            )
            return
        left = take_back(session, lines, now)
        for line in lines:
            fault = left.get(line.line)
            line.state = "STAYS" if fault else "UNDONE"
            row.done += 1
            if fault:
                row.found = {**row.found, "stays": row.found.get("stays", 0) + 1}
                if len(row.stays) < MOST_FAULTS:
                    row.stays = [*row.stays, fault_data(line.line, fault)]


def _running() -> Select[ImportRow]:
    return select(ImportRow).where(ImportRow.state == "RUNNING").order_by(ImportRow.at).limit(1)


def _lines(row: ImportRow, states: tuple[str, ...]) -> Any:
    return select(ImportLine).where(ImportLine.import_id == row.import_id, ImportLine.state.in_(states))
