"""A data folder with finished recordings, made without sound: for tests of the chain, keys and retention."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.recordings import container, keys
from app.server.recordings.anchors import FILE_NAME, ChainLog
from app.server.recordings.chain import chain_value
from app.server.recordings.index import DatabaseRecordingIndex
from app.server.recordings.model import FinishedRow, Gap
from app.server.recordings.retention import Retention
from app.server.recordings.verify import Verification, verify
from app.server.security.keys import load_keys
from app.server.security.recording_keys import recording_keys
from app.server.storage.database import Database
from app.server.storage.tables import Call, Recording

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


class Archive:
    """``add`` finishes recordings as the server would; ``change`` does what a forger would."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.data = folder
        self.database = database
        self.keys = load_keys(folder)
        self.ring = recording_keys(folder, self.keys.recordings)
        self.files = folder / "recordings" / "finished"
        self.log = ChainLog(folder / "recordings" / FILE_NAME, self.keys.chain)
        self.index = DatabaseRecordingIndex(database, self.log)
        self.retention = Retention(database, self.files)

    async def add(self, recording_id: str, age_days: float = 1, queue_id: str | None = None) -> FinishedRow:
        content_key = keys.new_content_key()
        sealed = container.seal(f"sound of {recording_id} ".encode() * 200, content_key)
        path = self.files / recording_id[:2] / f"{recording_id}.rec"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sealed)
        wrapped = keys.wrap(content_key, self.ring.ring)
        before = await self.index.last()
        started_at = NOW - timedelta(days=age_days)
        row = FinishedRow(
            recording_id=recording_id,
            call_id=f"call-{recording_id}",
            path=f"{recording_id[:2]}/{recording_id}.rec",
            started_at=started_at,
            duration_ms=60_000,
            sha256=hashlib.sha256(sealed).hexdigest(),
            previous_sha256="" if before is None else chain_value(before),
            wrapped_key=wrapped.wrapped,
            gaps=[Gap(1000, 2000, "paused")],
            size_bytes=len(sealed),
            key_id=wrapped.key_id,
        )
        await self.index.add(row)
        if queue_id is not None:
            call = Call(call_id=row.call_id, started_at=started_at, queue_id=queue_id)
            await self.database.write(lambda session: session.add(call))
        return row

    async def fill(self, count: int) -> list[FinishedRow]:
        return [await self.add(f"r{number}") for number in range(1, count + 1)]

    def path(self, recording_id: str) -> Path:
        return self.files / recording_id[:2] / f"{recording_id}.rec"

    def row(self, recording_id: str) -> Recording:
        found = self.database.read_now(lambda session: session.get(Recording, recording_id))
        assert found is not None
        return found

    def change(self, recording_id: str, **values: object) -> None:
        def write(session: Session) -> None:
            row = session.get(Recording, recording_id)
            for name, value in values.items():
                setattr(row, name, value)

        self.database.write_now(write)

    def take_out(self, recording_id: str) -> None:
        self.database.write_now(lambda session: session.delete(session.get(Recording, recording_id)))

    def states(self) -> dict[str, str]:
        def read(session: Session) -> dict[str, str]:
            rows = session.execute(select(Recording.recording_id, Recording.state))
            return {row[0]: row[1] for row in rows}

        return self.database.read_now(read)

    def verify(self) -> Verification:
        return verify(self.database, self.files, self.log)

    def found(self) -> list[tuple[str, str]]:
        """(kind, recording) of everything that verify finds."""
        return [(each.kind, each.recording_id) for each in self.verify().findings]
