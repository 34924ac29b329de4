"""What a finished recording is, and what the recording service asks of the table that lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

GapReason = Literal["paused", "lost", "not-written"]


class Gap(NamedTuple):
    """There is silence in the file from ``from_ms`` to ``to_ms``, and this is why.

    "paused": on purpose; "lost": the media process died; "not-written": the disk did not take it.
    """

    from_ms: int
    to_ms: int
    reason: GapReason


@dataclass(frozen=True, slots=True)
class JournalRecording:
    """A recording that the journal knows."""

    recording_id: str
    call_id: str
    started_at: datetime  # aware, UTC


@dataclass(frozen=True, slots=True)
class FinishedRecording:
    """What came of placing the journal's packets on one time line and encoding them."""

    recording_id: str
    call_id: str
    started_at: datetime  # aware, UTC: time 0 of the file
    duration_ms: int
    sha256: str  # hex, of the encrypted file as it lies on the disk
    size_bytes: int
    gaps: list[Gap]


@dataclass(frozen=True, slots=True)
class FinishedRow:
    """One row of the table of recordings; the file is written before the row."""

    recording_id: str
    call_id: str
    path: str  # relative to the recordings folder
    started_at: datetime  # aware, UTC
    duration_ms: int
    sha256: str
    previous_sha256: str  # chain value of the row before, "" for the first: a removed row shows
    wrapped_key: bytes  # the file's key, wrapped with the master key
    gaps: list[Gap]
    size_bytes: int
    key_id: str = ""  # which master key wrapped it
    chain_version: int = 2  # what the chain value covers, see chain.py


class RecordingIndex(Protocol):
    """The table of finished recordings, oldest first in the order of ``add``."""

    async def add(self, row: FinishedRow) -> None:
        """Confirmed on the disk when it returns. Adding the same ``recording_id`` again replaces nothing."""
        ...

    async def get(self, recording_id: str) -> FinishedRow | None: ...

    async def last(self) -> FinishedRow | None:
        """The row added last: the next one is chained to it."""
        ...

    async def begun_at(self, recording_id: str) -> datetime | None:
        """When its call began to be recorded, where that is known: it surely had not begun earlier."""
        ...

    async def ended_at(self, recording_id: str) -> datetime | None:
        """When its call ended, where that is known."""
        ...

    async def open_ids(self) -> list[str]:
        """Recordings that calls know of and for which no row is there yet."""
        ...

    async def mark_failed(self, recording_id: str) -> None:
        """Nothing of it was written, so it will never be finished (a later ``add`` takes that back)."""
        ...


class RecordingError(Exception):
    """``error_id``: recording-unknown, recording-damaged, recording-empty, recording-key, recording-disk,
    recording-deleted, recording-held."""

    def __init__(self, error_id: str, text: str) -> None:
        super().__init__(error_id, text)
        self.error_id = error_id
        self.text = text
