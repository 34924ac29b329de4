"""How long recordings are kept, what holds them longer, and how they are deleted with proof.

Deleting: in one transaction the key of the recording is wiped (from then on nobody can hear the file, nor
any copy of it) and the proof is chained to the one before; then the file goes. A file that could not be
removed is tried again every night. Blocking: for worker threads and the command line.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, delete, select, text
from sqlalchemy.orm import Session

from app.server.recordings.chain import deletion_value
from app.server.recordings.model import RecordingError
from app.server.security.audit import note_deed
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.tables import (
    Call,
    Queue,
    Recording,
    RecordingDeletion,
    RecordingHold,
    RecordingRetention,
)

log = logging.getLogger(__name__)

DEFAULT_DAYS = 190
SHORTEST_DAYS = 184  # six months, whichever they are
ALL_QUEUES = ""
NIGHT = "retention"  # who deletes what is old enough
_BATCH = 100
_LONGEST_REASON = 1000


@dataclass(slots=True)
class Deleted:
    """What one run did. ``stuck``: files that could not be removed (their keys are gone)."""

    recording_ids: list[str] = field(default_factory=list[str])
    missing: list[str] = field(default_factory=list[str])
    stuck: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Hold:
    recording_id: str
    reason: str
    by: str
    at: datetime


# --- legal holds: inside a transaction of the caller ---


def hold(session: Session, recording_id: str, reason: str, by: str, at: datetime) -> None:
    """Keep it until ``release``. The same reason again changes nothing.

    Raises NotFoundError, InvalidValueError (no reason), RecordingError (recording-deleted).
    """
    reason = _reason(reason)
    row = _locked(session, recording_id)
    if row.state == "DELETED":
        raise RecordingError("recording-deleted", "This recording is deleted: nothing is left to keep.")
    if any(each.reason == reason for each in _active(session, recording_id)):
        return
    session.add(RecordingHold(recording_id=recording_id, reason=reason, by=by, at=at))
    note_deed(session, at, by, "recording.held", recording_id, reason)


def release(session: Session, recording_id: str, reason: str, by: str, at: datetime) -> int:
    """End all holds of it; returns how many there were. Raises NotFoundError, InvalidValueError."""
    reason = _reason(reason)
    _locked(session, recording_id)
    active = _active(session, recording_id)
    for each in active:
        each.released_at, each.released_by, each.release_reason = at, by, reason
    if active:
        note_deed(session, at, by, "recording.released", recording_id, reason)
    return len(active)


def holds(session: Session) -> list[Hold]:
    """Those in force, oldest first."""
    rows = session.scalars(
        select(RecordingHold).where(RecordingHold.released_at.is_(None)).order_by(RecordingHold.hold_id)
    )
    return [Hold(each.recording_id, each.reason, each.by, each.at) for each in rows]


# --- how long ---


def days(session: Session) -> dict[str, int]:
    """Days by queue; ALL_QUEUES is always among them."""
    rows = session.scalars(select(RecordingRetention))
    return {ALL_QUEUES: DEFAULT_DAYS, **{each.queue_id: each.days for each in rows}}


def set_days(session: Session, queue_id: str, number: int | None, by: str, at: datetime) -> None:
    """None: as long as all others (for ALL_QUEUES: the default). Raises NotFoundError, InvalidValueError."""
    if number is not None and number < SHORTEST_DAYS:
        raise InvalidValueError(
            f"Recordings are kept at least six months: {SHORTEST_DAYS} days or more, not {number}. "
            "One recording can be deleted earlier by hand, with a reason."
        )
    if queue_id != ALL_QUEUES and session.get(Queue, queue_id) is None:
        raise NotFoundError(f"There is no queue {queue_id}.")
    session.execute(delete(RecordingRetention).where(RecordingRetention.queue_id == queue_id))
    if number is not None:
        session.add(RecordingRetention(queue_id=queue_id, days=number, by=by, at=at))
    note_deed(
        session,
        at,
        by,
        "recording.retention",
        queue_id or "all",
        "default" if number is None else str(number),
    )


# --- deleting ---


class Retention:
    """``recordings_dir``: where the finished files lie."""

    def __init__(self, database: Database, recordings_dir: Path) -> None:
        self._database = database
        self._recordings_dir = recordings_dir

    def delete_old(self, now: datetime) -> Deleted:
        """Delete what is older than its queue's days and not held. Raises StorageError."""
        done = Deleted()
        for queue_id, number in self._database.read_now(days).items():
            cutoff = now - timedelta(days=number)
            while ids := self._database.read_now(lambda session, q=queue_id, c=cutoff: _due(session, q, c)):
                for recording_id in ids:
                    reason = f"older than {number} days" + (f" (queue {queue_id})" if queue_id else "")
                    self._delete(recording_id, now, NIGHT, reason, cutoff, done)
        self._sweep(done)
        return done

    def delete_one(self, recording_id: str, by: str, reason: str, now: datetime) -> Deleted:
        """By hand, whatever its age. Raises NotFoundError, InvalidValueError, RecordingError (recording-held,
        recording-deleted, recording-unknown: it is not finished yet)."""
        done = Deleted()
        self._delete(recording_id, now, by, _reason(reason), None, done)
        self._sweep(done)
        return done

    def _delete(
        self, recording_id: str, now: datetime, by: str, reason: str, cutoff: datetime | None, done: Deleted
    ) -> None:
        def wipe(session: Session) -> bool:
            if self._database.is_sqlite:  # the wiped key must not stay in a free page
                session.execute(text("PRAGMA secure_delete=ON"))
            return _wipe(session, recording_id, now, by, reason, cutoff)

        if self._database.write_now(wipe):
            done.recording_ids.append(recording_id)

    def _sweep(self, done: Deleted) -> None:
        """Remove the files of deleted recordings."""

        def left(session: Session) -> list[tuple[str, str]]:
            statement = select(Recording.recording_id, Recording.path)
            where = (Recording.state == "DELETED", Recording.path != "")
            return [(row[0], row[1]) for row in session.execute(statement.where(*where))]

        removed: list[str] = []
        for recording_id, path in self._database.read_now(left):
            try:
                (self._recordings_dir / path).unlink()
            except FileNotFoundError:
                done.missing.append(recording_id)
            except OSError as error:
                log.error("recording %s: %s cannot be removed: %s", recording_id, path, error.strerror)
                done.stuck.append(recording_id)
                continue
            removed.append(recording_id)

        def forget(session: Session) -> None:
            for recording_id in removed:
                row = session.get(Recording, recording_id)
                if row is not None:
                    row.path = ""

        if removed:
            self._database.write_now(forget)


def _due(session: Session, queue_id: str, cutoff: datetime) -> list[str]:
    own = [each for each in days(session) if each != ALL_QUEUES]
    of_queue: ColumnElement[bool] = Call.queue_id == queue_id
    if queue_id == ALL_QUEUES:
        of_queue = Call.queue_id.is_(None) | Call.queue_id.not_in(own)
    held = select(RecordingHold.hold_id).where(
        RecordingHold.recording_id == Recording.recording_id, RecordingHold.released_at.is_(None)
    )
    statement = (
        select(Recording.recording_id)
        .outerjoin(Call, Call.call_id == Recording.call_id)
        .where(Recording.state == "READY", Recording.started_at < cutoff, of_queue, ~held.exists())
        .order_by(Recording.started_at, Recording.recording_id)
        .limit(_BATCH)
    )
    return list(session.scalars(statement))


def _wipe(
    session: Session, recording_id: str, now: datetime, by: str, reason: str, cutoff: datetime | None
) -> bool:
    """Everything is looked at again under the lock. False: with a ``cutoff``, it is no longer due."""
    row = _locked(session, recording_id)
    held = _active(session, recording_id)
    if cutoff is not None and (row.state != "READY" or row.started_at >= cutoff or held):
        return False
    if row.state == "DELETED":
        raise RecordingError("recording-deleted", "This recording is deleted already.")
    if row.state != "READY":
        raise RecordingError("recording-unknown", "This recording is not finished yet: wait a moment.")
    if held:
        text_ = f"This recording is held ({held[0].reason}). Release it first, if you may."
        raise RecordingError("recording-held", text_)
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer anyway
        session.execute(text("select pg_advisory_xact_lock(7328001)"))
    before = session.scalars(
        select(RecordingDeletion).order_by(RecordingDeletion.position.desc()).limit(1)
    ).first()
    previous = before.chain_sha256 if before is not None else ""
    session.add(
        RecordingDeletion(
            position=(before.position if before is not None else 0) + 1,
            recording_id=recording_id,
            at=now,
            by=by,
            reason=reason,
            sha256=row.sha256,
            recording_chain_sha256=row.chain_sha256,
            previous_sha256=previous,
            chain_sha256=deletion_value(previous, recording_id, now, by, reason, row.chain_sha256),
        )
    )
    row.state, row.wrapped_key, row.key_id = "DELETED", b"", ""
    note_deed(session, now, by, "recording.deleted", recording_id, reason)
    return True


def _locked(session: Session, recording_id: str) -> Recording:
    """Nobody else holds or deletes it before this transaction ends. Raises NotFoundError."""
    row = session.get(Recording, recording_id, with_for_update=True)
    if row is None:
        raise NotFoundError("There is no such recording.")
    return row


def _active(session: Session, recording_id: str) -> list[RecordingHold]:
    where = (RecordingHold.recording_id == recording_id, RecordingHold.released_at.is_(None))
    return list(session.scalars(select(RecordingHold).where(*where).order_by(RecordingHold.hold_id)))


def _reason(given: str) -> str:
    reason = given.strip()
    if not reason or len(reason) > _LONGEST_REASON:
        raise InvalidValueError(f"Give a reason, with at most {_LONGEST_REASON} characters.")
    return reason
