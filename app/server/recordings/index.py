"""The table of recordings: ``RecordingIndex`` for the recording service, and what the API shows of it.

``position`` numbers the finished ones in the order in which they were added: the hash chain follows it.
"""

from __future__ import annotations

from typing import Literal, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.contracts.calls import RecordingView
from app.server.recordings.model import FinishedRow
from app.server.storage.database import Database
from app.server.storage.errors import NotFoundError
from app.server.storage.tables import Recording


class DatabaseRecordingIndex:
    """Implements ``RecordingIndex``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, row: FinishedRow) -> None:
        await self._database.write(lambda session: _add(session, row))

    async def get(self, recording_id: str) -> FinishedRow | None:
        def read(session: Session) -> FinishedRow | None:
            found = session.get(Recording, recording_id)
            return _finished(found) if found and found.state == "READY" else None

        return await self._database.read(read)

    async def last(self) -> FinishedRow | None:
        def read(session: Session) -> FinishedRow | None:
            statement = select(Recording).where(Recording.position.is_not(None))
            found = session.scalars(statement.order_by(Recording.position.desc()).limit(1)).first()
            return _finished(found) if found else None

        return await self._database.read(read)

    async def open_ids(self) -> list[str]:
        statement = select(Recording.recording_id).where(Recording.state.in_(("OPEN", "FINISHING")))
        return await self._database.read(lambda session: list(session.scalars(statement)))

    async def mark_failed(self, recording_id: str) -> None:
        """It cannot be finished (nothing in the journal, damaged): say so instead of 'in work' for ever."""

        def write(session: Session) -> None:
            found = session.get(Recording, recording_id)
            if found is not None and found.state != "READY":
                found.state = "FAILED"

        await self._database.write(write)

    async def view(self, recording_id: str) -> RecordingView:
        """Raises NotFoundError."""

        def read(session: Session) -> RecordingView:
            found = session.get(Recording, recording_id)
            if found is None:
                raise NotFoundError("There is no such recording.")
            return RecordingView(
                recording_id=found.recording_id,
                call_id=found.call_id,
                state=cast('Literal["OPEN", "FINISHING", "READY", "FAILED"]', found.state),
                started_at=found.started_at,
                duration_ms=found.duration_ms,
                sha256=found.sha256,
                gaps_ms=_gaps(found),
            )

        return await self._database.read(read)


def _add(session: Session, row: FinishedRow) -> None:
    highest = session.scalar(select(func.max(Recording.position))) or 0
    found = session.get(Recording, row.recording_id)
    if found is None:
        found = Recording(recording_id=row.recording_id)
        session.add(found)
    elif found.state == "READY":
        return
    found.call_id = row.call_id
    found.state = "READY"
    found.started_at = row.started_at
    found.position = highest + 1
    found.path = row.path
    found.duration_ms = row.duration_ms
    found.sha256 = row.sha256
    found.previous_sha256 = row.previous_sha256
    found.wrapped_key = row.wrapped_key
    found.gaps = [list(gap) for gap in row.gaps]
    found.size_bytes = row.size_bytes


def _finished(row: Recording) -> FinishedRow:
    return FinishedRow(
        recording_id=row.recording_id,
        call_id=row.call_id,
        path=row.path,
        started_at=row.started_at,
        duration_ms=row.duration_ms or 0,
        sha256=row.sha256,
        previous_sha256=row.previous_sha256,
        wrapped_key=row.wrapped_key,
        gaps=_gaps(row),
        size_bytes=row.size_bytes or 0,
    )


def _gaps(row: Recording) -> list[tuple[int, int]]:
    return [(int(start), int(end)) for start, end in row.gaps]
