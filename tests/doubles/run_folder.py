"""What all workers of a test run share: a folder in memory, and things made once by who needs them first.

``begin`` in the process that starts the run, ``end`` when it is over (or, where it was killed, when the next
one begins: ``left_behind``); workers find the folder by the environment. A database that is synced to a disk
costs a test more than all else it does, so the folder lies in memory where there is room, and so do those of
the single tests.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

_VARIABLE = "SEATLINE_TEST_RUN"
_MEMORY = Path("/dev/shm")
_ROOM_BYTES = 4 << 30
_PREFIX, _ALIVE = "slrun-", "alive"
_alive: dict[Path, IO[str] | None] = {}


def begin() -> Path | None:
    """Make the folder; None in a worker, or where the run has one already."""
    if _VARIABLE in os.environ:
        return None
    if _has_room():
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    folder.chmod(0o755)  # PostgreSQL runs as another user
    _alive[folder] = _taken(folder)
    os.environ[_VARIABLE] = str(folder)
    return folder


def end(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if (alive := _alive.pop(folder, None)) is not None:
        alive.close()
    if os.environ.get(_VARIABLE) == str(folder):
        del os.environ[_VARIABLE]


def left_behind() -> list[Path]:
    """Folders of runs that were killed."""
    others = Path(tempfile.gettempdir()).glob(f"{_PREFIX}*")
    found: list[Path] = []
    for folder in others:
        if (folder / _ALIVE).exists() and (alive := _taken(folder)) is not None:
            alive.close()
            found.append(folder)
    return found


def _taken(folder: Path) -> IO[str] | None:
    """The lock that a run holds as long as it lives; None while another does."""
    alive = (folder / _ALIVE).open("w")
    try:
        fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        alive.close()
        return None
    return alive


def run_folder() -> Path:
    return Path(os.environ[_VARIABLE])


def once(name: str, make: Callable[[Path], Any]) -> Any:
    """What ``make`` returns (JSON), which gets a folder of its own; whoever comes later gets the same."""
    folder = run_folder() / name
    with (run_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        answer = run_folder() / f"{name}.json"
        if not answer.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o755)
            answer.write_text(json.dumps(make(folder)), encoding="utf-8")
    return json.loads(answer.read_text(encoding="utf-8"))


def _has_room() -> bool:
    """Linux only: elsewhere, and in a container with a small share, the disk has to do."""
    if "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK):
        return False
    if os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC:  # tests make programs and run them
        return False
    words = dict(line.split(":") for line in Path("/proc/meminfo").read_text("ascii").splitlines())
    available_bytes = int(words["MemAvailable"].split()[0]) << 10
    return min(available_bytes, shutil.disk_usage(_MEMORY).free) > _ROOM_BYTES
