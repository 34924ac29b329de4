"""A new master key for recordings: every recording's own key is wrapped anew, the files stay as they are.

Small transactions, each complete in itself: broken off at any moment, it goes on where it was when it is
called again. Blocking: for worker threads and the command line.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from app.server.recordings.keys import new_content_key, unwrap, wrap
from app.server.recordings.model import RecordingError
from app.server.security.audit import note_deed
from app.server.security.key_files import FIRST, PREFIX, generation_of
from app.server.security.key_wrapping import KeyWrapError, WrappedKey
from app.server.security.recording_keys import RecordingKeys
from app.server.storage.database import Database
from app.server.storage.tables import Recording

log = logging.getLogger(__name__)
BATCH = 100
KEPT_AFTER = timedelta(days=1)  # a server may have wrapped with the old key a moment ago


@dataclass(slots=True)
class Rotation:
    """``failed``: recordings whose key could not be opened, and why."""

    key_id: str
    resumed: bool
    moved: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


def rotate(
    database: Database,
    keys: RecordingKeys,
    by: str,
    now: datetime,
    say: Callable[[str], None] = log.info,
) -> Rotation:
    """Wrap all keys with a new master key, or go on with what was broken off.

    With a key command the new key is made there; here everything is wrapped with what it uses now.
    Raises RecordingError (recording-key), StorageError.
    """
    target = _current(keys)
    left = database.read_now(lambda session: _count_others(session, target))
    resumed = left > 0
    if not left and not keys.by_command:
        try:
            target = keys.files.advance()
        except KeyWrapError as error:
            raise RecordingError("recording-key", str(error)) from error
        left = database.read_now(lambda session: _count_others(session, target))
    say(f"{target}: {left} recordings to wrap" + (", going on from before" if resumed else ""))
    database.write_now(
        lambda session: note_deed(session, now, by, "recording.keys-rotated", target, f"{left} to wrap")
    )
    done = Rotation(target, resumed)
    after = ""
    while batch := database.read_now(lambda session, a=after: _others(session, target, a)):
        after = batch[-1][0]
        done.moved += _move(database, keys, target, batch, done)
        say(f"{done.moved} of {left}")
    return done


def retire(database: Database, keys: RecordingKeys, now: datetime) -> list[str]:
    """Delete the files of master keys that wrap nothing any more. Returns their ids.

    Not before a day has passed, never the one in use, never ``master.key``. Raises StorageError,
    RecordingError.
    """
    removed: list[str] = []
    try:
        current = keys.files.current()
        for generation in keys.files.generations():
            key_id = f"{PREFIX}:{generation}"
            if generation in (FIRST, current) or generation > current:
                continue
            if now.timestamp() - keys.files.superseded_since(generation) < KEPT_AFTER.total_seconds():
                continue
            if database.read_now(lambda session, k=key_id: _count(session, k)):
                continue
            keys.files.remove(generation)
            removed.append(key_id)
    except (KeyWrapError, OSError) as error:
        raise RecordingError("recording-key", str(error)) from error
    return removed


def in_use(session: Session) -> dict[str, int]:
    """How many recordings each master key wraps."""
    statement = select(Recording.key_id, func.count()).where(Recording.state == "READY")
    found: dict[str, int] = {}
    for key_id, count in session.execute(statement.group_by(Recording.key_id)):
        name = key_id or f"{PREFIX}:{FIRST}"
        found[name] = found.get(name, 0) + count
    return found


def _current(keys: RecordingKeys) -> str:
    return wrap(new_content_key(), keys.ring).key_id


def _is(key_id: str) -> ColumnElement[bool]:
    same = Recording.key_id == key_id
    first = key_id.startswith(f"{PREFIX}:") and generation_of(key_id) == FIRST
    return or_(same, Recording.key_id == "") if first else same


def _count(session: Session, key_id: str) -> int:
    statement = select(func.count()).select_from(Recording).where(Recording.state == "READY", _is(key_id))
    return session.scalar(statement) or 0


def _count_others(session: Session, key_id: str) -> int:
    statement = select(func.count()).select_from(Recording).where(Recording.state == "READY", ~_is(key_id))
    return session.scalar(statement) or 0


def _others(session: Session, key_id: str, after: str) -> list[tuple[str, WrappedKey]]:
    statement = (
        select(Recording.recording_id, Recording.key_id, Recording.wrapped_key)
        .where(Recording.state == "READY", ~_is(key_id), Recording.recording_id > after)
        .order_by(Recording.recording_id)
        .limit(BATCH)
    )
    return [(row[0], WrappedKey(row[1], row[2])) for row in session.execute(statement)]


def _move(
    database: Database,
    keys: RecordingKeys,
    target: str,
    batch: list[tuple[str, WrappedKey]],
    done: Rotation,
) -> int:
    """The keys are opened and wrapped before the transaction: a key command may be slow."""
    fresh: list[tuple[str, WrappedKey, WrappedKey]] = []
    for recording_id, old in batch:
        try:
            new = wrap(unwrap(old.key_id, old.wrapped, keys.ring), keys.ring)
        except RecordingError as error:
            done.failed.append((recording_id, error.text))
            continue
        if new.key_id != target:
            raise RecordingError(
                "recording-key", "The master key changed meanwhile. Start the rotation again."
            )
        fresh.append((recording_id, old, new))

    def write(session: Session) -> int:
        moved = 0
        for recording_id, old, new in fresh:
            result = session.execute(
                update(Recording)
                .where(Recording.recording_id == recording_id, Recording.wrapped_key == old.wrapped)
                .values(wrapped_key=new.wrapped, key_id=new.key_id)
                .returning(Recording.recording_id)
            )
            moved += len(result.all())  # none: it was deleted meanwhile
        return moved

    return database.write_now(write)
