"""``seatline admin recordings …``: verify, keys, legal holds, retention, deletion. On the server's machine.

The server may run meanwhile. Each act is written to the audit list.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.server.recordings import retention
from app.server.recordings.anchors import FILE_NAME, ChainLog, heads_of
from app.server.recordings.model import RecordingError
from app.server.recordings.rotation import in_use, retire, rotate
from app.server.recordings.verify import verify
from app.server.security.audit import note_deed
from app.server.security.keys import Keys
from app.server.security.recording_keys import recording_keys
from app.server.storage.database import Database

ACTOR = "command-line"
Act = Callable[[argparse.Namespace, Database, Keys], int]


def add_recordings(acts: Any) -> None:
    """Give ``seatline admin`` the word ``recordings``; ``acts`` is what ``add_subparsers`` returned. Each act
    returns the exit code."""
    parser = acts.add_parser("recordings", help="verify, keys, legal holds, how long they are kept")
    words = parser.add_subparsers(required=True, metavar="WHAT")

    def add(name: str, act: Act, text: str) -> argparse.ArgumentParser:
        each = words.add_parser(name, help=text, description=text)
        each.set_defaults(act=act)
        return each

    check = add("verify", _verify, "find changed, swapped, cut, missing files and rows; exit code 1 if any")
    check.add_argument("--from", dest="since", type=_day, metavar="DATE", help="files from this day on")
    check.add_argument("--to", dest="until", type=_day, metavar="DATE", help="files before this day")
    check.add_argument("--json", action="store_true")
    accept = add("accept", _accept, "after a backup was restored: the chain is right as it is now")
    accept.add_argument("--reason", required=True)
    add("rotate-key", _rotate, "new master key, all recordings' keys wrapped anew; goes on if broken off")
    add("keys", _keys, "which master keys are in use; removes those that wrap nothing any more")
    hold = add("hold", _hold, "legal hold: not deleted before it is released")
    release = add("release", _release, "end the legal hold")
    remove = add("delete", _delete, "delete one recording now, with proof; not one that is held")
    for each in (hold, release, remove):
        each.add_argument("id")
        each.add_argument("--reason", required=True)
    add("holds", _holds, "list the legal holds in force")
    keep = add("retention", _retention, "show, or set, how many days recordings are kept")
    keep.add_argument("--days", type=int, help=f"at least {retention.SHORTEST_DAYS}")
    keep.add_argument("--default", action="store_true", help="take this queue's own number of days back")
    keep.add_argument("--queue", default=retention.ALL_QUEUES, metavar="ID", help="for this queue alone")


def _verify(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    found = verify(database, _files(words.data), chain_log(words.data, keys), words.since, words.until)
    if words.json:
        _say(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        return 0 if found.ok else 1
    for each in found.findings:
        _say(f"{each.kind:18} {each.recording_id or '-':40} {each.text}")
    for note in found.notes:
        _say(f"note: {note}")
    result = "all as it was" if found.ok else f"{len(found.findings)} findings"
    _say(f"{found.rows} recordings, {found.files} files read, {found.deleted} deleted: {result}")
    return 0 if found.ok else 1


def _accept(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    heads = database.read_now(heads_of)
    chain_log(words.data, keys).write(heads, datetime.now(UTC), words.reason)
    detail = f"{heads.position}: {words.reason}"
    database.write_now(
        lambda session: note_deed(session, datetime.now(UTC), ACTOR, "recording.chain-accepted", "", detail)
    )
    _say(f"The chain is accepted as it is, with {heads.position} recordings. Verify says so from now on.")
    return 0


def _rotate(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    ring = recording_keys(words.data, keys.recordings, words.key_command)
    done = rotate(database, ring, ACTOR, datetime.now(UTC), _say)
    for recording_id, why in done.failed:
        _say(f"{recording_id}: {why}")
    if done.failed:
        print(f"{len(done.failed)} keys could not be wrapped anew.", file=sys.stderr)  # noqa: T201
        return 1
    _say(f"{done.moved} keys are wrapped with {done.key_id} now. Back up the folder of keys.")
    return 0


def _keys(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    ring = recording_keys(words.data, keys.recordings, words.key_command)
    for key_id in retire(database, ring, datetime.now(UTC)):
        _say(f"{key_id}: wraps nothing any more, deleted")
    for key_id, count in sorted(database.read_now(in_use).items()):
        _say(f"{key_id}: {count} recordings")
    return 0


def _hold(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    now = datetime.now(UTC)
    database.write_now(lambda session: retention.hold(session, words.id, words.reason, ACTOR, now))
    _say(f"{words.id} is held.")
    return 0


def _release(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    now = datetime.now(UTC)
    count = database.write_now(lambda session: retention.release(session, words.id, words.reason, ACTOR, now))
    _say(f"{words.id}: {count} holds ended." if count else f"{words.id} was not held.")
    return 0


def _holds(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    for each in database.read_now(retention.holds):
        _say(f"{each.recording_id}  since {each.at:%Y-%m-%d %H:%M} UTC by {each.by}: {each.reason}")
    return 0


def _delete(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    done = retention.Retention(database, _files(words.data)).delete_one(
        words.id, ACTOR, words.reason, datetime.now(UTC)
    )
    _say(f"{words.id} is deleted; the proof is kept.")
    if words.id in done.stuck:
        raise RecordingError(
            "recording-disk", "Its key is gone, but its file cannot be removed. See the log."
        )
    return 0


def _retention(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    if words.days is not None or words.default:
        number = None if words.default else words.days
        now = datetime.now(UTC)
        database.write_now(lambda session: retention.set_days(session, words.queue, number, ACTOR, now))
    for queue_id, number in database.read_now(retention.days).items():
        _say(f"{queue_id or 'all others'}: {number} days")
    return 0


def chain_log(data_dir: Path, keys: Keys) -> ChainLog:
    return ChainLog(data_dir / "recordings" / FILE_NAME, keys.chain)


def _files(data_dir: Path) -> Path:
    return data_dir / "recordings" / "finished"


def _day(text: str) -> datetime:
    """A day or a time in the zone of this machine, where none is named. Raises ValueError."""
    return datetime.fromisoformat(text).astimezone()


def _say(text: str) -> None:
    print(text)  # noqa: T201
