"""The table of recordings: ``RecordingIndex`` for the recording service, and what the API shows of it.

``position`` numbers the finished ones in the order in which they were added: the hash chain follows it.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import Any, Literal, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.contracts.calls import RecordingGap, RecordingView
from app.server.recordings.anchors import EVERY, ChainLog, Heads, heads_of
from app.server.recordings.chain import chain_value
from app.server.recordings.model import FinishedRow, Gap
from app.server.storage.database import Database
from app.server.storage.errors import NotFoundError
from app.server.storage.tables import Call, Recording, RecordingHold

log = logging.getLogger(__name__)


class DatabaseRecordingIndex:
    """Implements ``RecordingIndex``. ``chain_log``: where the heads of the chain are written down."""

    def __init__(self, database: Database, chain_log: ChainLog | None = None) -> None:
        self._database = database
        self._chain_log = chain_log

    async def add(self, row: FinishedRow) -> None:
        heads = await self._database.write(lambda session: _add(session, row))
        if self._chain_log is None or heads is None:
            return
        if heads.position % EVERY == 0 or not self._chain_log.path.exists():
            try:
                await asyncio.to_thread(self._chain_log.write, heads, datetime.now(UTC))
            except OSError as error:  # the recording is safe; the next one, or the night, tries again
                log.error("recordings: %s cannot be written: %s", self._chain_log.path, error.strerror)

    async def begun_at(self, recording_id: str) -> datetime | None:
        """When the call said that it is recorded from now on."""

        def read(session: Session) -> datetime | None:
            found = session.get(Recording, recording_id)
            return found.started_at if found is not None else None

        return await self._database.read(read)

    async def ended_at(self, recording_id: str) -> datetime | None:
        """When its call ended, where that is known by now."""
        statement = (
            select(Call.ended_at)
            .join(Recording, Recording.call_id == Call.call_id)
            .where(Recording.recording_id == recording_id)
        )
        return await self._database.read(lambda session: session.scalar(statement))

    async def get(self, recording_id: str) -> FinishedRow | None:
        def read(session: Session) -> FinishedRow | None:
            found = session.get(Recording, recording_id)
            return finished_row(found) if found and found.state == "READY" else None

        return await self._database.read(read)

    async def last(self) -> FinishedRow | None:
        def read(session: Session) -> FinishedRow | None:
            statement = select(Recording).where(Recording.position.is_not(None))
            found = session.scalars(statement.order_by(Recording.position.desc()).limit(1)).first()
            return finished_row(found) if found else None

        return await self._database.read(read)

    async def open_ids(self) -> list[str]:
        statement = select(Recording.recording_id).where(Recording.state.in_(("OPEN", "FINISHING")))
        return await self._database.read(lambda session: list(session.scalars(statement)))

    async def mark_failed(self, recording_id: str) -> None:
        """It cannot be finished (nothing in the journal, damaged): say so instead of 'in work' for ever."""

        def write(session: Session) -> None:
            found = session.get(Recording, recording_id)
            if found is not None and found.state not in ("READY", "DELETED"):
                found.state = "FAILED"

        await self._database.write(write)

    async def view(self, recording_id: str) -> RecordingView:
        """Raises NotFoundError."""

        def read(session: Session) -> RecordingView:
            found = session.get(Recording, recording_id)
            if found is None:
                raise NotFoundError("There is no such recording.")
            return view_of(session, found)

        return await self._database.read(read)


def view_of(session: Session, row: Recording) -> RecordingView:
    """What the API shows of a recording."""
    hold = session.scalars(
        select(RecordingHold)
        .where(RecordingHold.recording_id == row.recording_id, RecordingHold.released_at.is_(None))
        .order_by(RecordingHold.hold_id)
    ).first()
    gaps = gaps_of(row)
    return RecordingView(
        recording_id=row.recording_id,
        call_id=row.call_id,
        state=cast('Literal["OPEN", "FINISHING", "READY", "FAILED", "DELETED"]', row.state),
        started_at=row.started_at,
        duration_ms=row.duration_ms,
        sha256=row.sha256,
        gaps_ms=[(gap.from_ms, gap.to_ms) for gap in gaps],
        gaps=[RecordingGap(from_ms=gap.from_ms, to_ms=gap.to_ms, reason=gap.reason) for gap in gaps],
        held=hold is not None,
        hold_reason=hold.reason if hold is not None else "",
    )


def _add(session: Session, row: FinishedRow) -> Heads | None:
    """None: it was there already."""
    highest = session.scalar(select(func.max(Recording.position))) or 0
    found = session.get(Recording, row.recording_id)
    if found is None:
        found = Recording(recording_id=row.recording_id)
        session.add(found)
    elif found.state in ("READY", "DELETED"):
        return None
    found.call_id = row.call_id
    found.state = "READY"
    found.started_at = row.started_at
    found.position = highest + 1
    found.path = row.path
    found.duration_ms = row.duration_ms
    found.sha256 = row.sha256
    found.previous_sha256 = row.previous_sha256
    found.chain_sha256 = chain_value(row)
    found.chain_version = row.chain_version
    found.wrapped_key = row.wrapped_key
    found.key_id = row.key_id
    found.gaps = [gap._asdict() for gap in row.gaps]
    found.size_bytes = row.size_bytes
    session.flush()
    return heads_of(session)


def finished_row(row: Recording) -> FinishedRow:
    """Of a row that is in the chain, deleted or not."""
    return FinishedRow(
        recording_id=row.recording_id,
        call_id=row.call_id,
        path=row.path,
        started_at=row.started_at,
        duration_ms=row.duration_ms or 0,
        sha256=row.sha256,
        previous_sha256=row.previous_sha256,
        wrapped_key=row.wrapped_key,
        gaps=gaps_of(row),
        size_bytes=row.size_bytes or 0,
        key_id=row.key_id,
        chain_version=row.chain_version,
    )


def gaps_of(row: Recording) -> list[Gap]:
    """Recordings of the first version have pairs without a reason: all were of one kind."""
    return [_gap(each) for each in row.gaps]


def _gap(entry: Any) -> Gap:
    if isinstance(entry, dict):
        return Gap(int(entry["from_ms"]), int(entry["to_ms"]), entry["reason"])
    return Gap(int(entry[0]), int(entry[1]), "not-written")
