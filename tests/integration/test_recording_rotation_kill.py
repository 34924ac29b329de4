"""`seatline admin recordings rotate-key` killed with kill -9 in the middle of writing. On both databases."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.server import admin
from app.server.recordings import finish, keys, rotation
from app.server.storage.database import Database
from tests.doubles.recording_archive import Archive

# What the command does, dying in the open transaction: of the note in the audit list (0), of the n-th batch.
DYING = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from app.server.recordings import rotation
from app.server.security.keys import load_keys
from app.server.security.recording_keys import recording_keys
from app.server.storage.database import Database

rotation.BATCH = 2
write_now, left = Database.write_now, int(sys.argv[3])

def dying(self, work):
    global left
    left -= 1
    return write_now(self, work if left >= 0 else lambda session: (work(session), os.kill(os.getpid(), 9)))

Database.write_now = dying
folder = Path(sys.argv[1])
ring = recording_keys(folder, load_keys(folder).recordings)
rotation.rotate(Database(sys.argv[2]), ring, "anna", datetime.now(UTC))
"""


def opens(archive: Archive) -> dict[str, bytes]:
    """Every recording, decrypted."""
    heard: dict[str, bytes] = {}
    for name in archive.states():
        row = archive.row(name)
        content_key = keys.unwrap(row.key_id, row.wrapped_key, archive.ring.ring)
        heard[name] = finish.decrypt(archive.path(name), content_key)
    return heard


async def test_killed_in_the_middle_every_recording_opens_and_the_same_command_ends_it(
    tmp_path: Path, database: Database, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = Archive(tmp_path / "data", database)
    await archive.fill(5)
    heard = opens(archive)
    for writes, moved in ((0, {"file:1": 5}), (2, {"file:1": 3, "file:2": 2})):
        where = [str(archive.data), database_url, str(writes)]
        killed = subprocess.run([sys.executable, "-c", DYING, *where], check=False, timeout=30)
        assert killed.returncode == -signal.SIGKILL
        assert archive.database.read_now(rotation.in_use) == moved
        assert opens(archive) == heard
    await archive.add("r6")  # the server goes on meanwhile
    words = ["--data", str(archive.data), "--database", database_url, "recordings", "rotate-key"]
    assert admin.main(words) == 0
    assert "going on from before" in capsys.readouterr().out
    assert archive.database.read_now(rotation.in_use) == {"file:2": 6}
    assert {name: opens(archive)[name] for name in heard} == heard
    assert archive.found() == []
    assert {each.stat().st_mode & 0o777 for each in (archive.data / "keys").iterdir()} == {0o600}
