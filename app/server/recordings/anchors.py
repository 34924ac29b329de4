"""Heads of the hash chains, written down outside the database: ``recordings/chain.log``.

A chain shows what was taken out of its middle, but not that its end was cut off. So every few recordings
and every night the heads go to a file that only grows. Each line is one JSON object, signed (HMAC-SHA256)
together with the signature of the line before: a line cannot be changed, or taken out, without the key.
Copy the file to another machine from time to time: what that copy says cannot be taken back here.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import logging
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.storage.tables import Recording, RecordingDeletion

log = logging.getLogger(__name__)
FILE_NAME = "chain.log"
EVERY = 10  # recordings


@dataclass(frozen=True, slots=True)
class Heads:
    """The last row of both chains; 0 and "" for an empty one."""

    position: int
    sha256: str
    deletion_position: int
    deletion_sha256: str


class Anchor(msgspec.Struct, frozen=True):
    """One line. ``reason``: "" or why the chain begins anew here (a backup was restored)."""

    at: str  # ISO 8601, UTC
    position: int
    sha256: str
    deletion_position: int
    deletion_sha256: str
    reason: str = ""
    mac: str = ""

    @property
    def heads(self) -> Heads:
        return Heads(self.position, self.sha256, self.deletion_position, self.deletion_sha256)


@dataclass(frozen=True, slots=True)
class ReadAnchors:
    """``bad_lines``: numbers (from 1) of lines that are not genuine or do not follow the line before;
    ``torn_lines``: of those that are none at all (the machine died while writing; nothing is missing)."""

    anchors: list[Anchor]
    bad_lines: list[int]
    torn_lines: list[int]
    present: bool


def heads_of(session: Session) -> Heads:
    last = session.execute(
        select(Recording.position, Recording.chain_sha256)
        .where(Recording.position.is_not(None))
        .order_by(Recording.position.desc())
        .limit(1)
    ).first()
    deleted = session.execute(
        select(RecordingDeletion.position, RecordingDeletion.chain_sha256)
        .order_by(RecordingDeletion.position.desc())
        .limit(1)
    ).first()
    position, sha256 = (last[0] or 0, last[1]) if last is not None else (0, "")
    return Heads(position, sha256, *((deleted[0], deleted[1]) if deleted is not None else (0, "")))


class ChainLog:
    """Blocking: for worker threads and the command line. Several processes may write."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key

    def write(self, heads: Heads, at: datetime, reason: str = "") -> bool:
        """Add a line, on the disk when it returns; nothing when it says what the last line says.

        Raises OSError.
        """
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(fd, "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            lines = file.read().splitlines(keepends=True)
            torn = bool(lines) and not lines[-1].endswith(b"\n")
            last = next((each for each in map(_parsed, reversed(lines)) if each is not None), None)
            if last is not None and not reason and last.heads == heads:
                return False
            anchor = Anchor(
                at.isoformat(),
                heads.position,
                heads.sha256,
                heads.deletion_position,
                heads.deletion_sha256,
                reason,
            )
            mac = self._mac(last.mac if last is not None else "", anchor)
            line = msgspec.json.encode(msgspec.structs.replace(anchor, mac=mac)) + b"\n"
            file.write((b"\n" if torn else b"") + line)
            file.flush()
            os.fsync(file.fileno())
        log.info(
            "recordings: chain head %d %s, %d deletions",
            heads.position,
            heads.sha256,
            heads.deletion_position,
        )
        return True

    def read(self) -> ReadAnchors:
        """Raises OSError, but not where the file is missing."""
        try:
            lines = self.path.read_bytes().splitlines()
        except FileNotFoundError:
            return ReadAnchors([], [], [], present=False)
        anchors: list[Anchor] = []
        bad: list[int] = []
        torn: list[int] = []
        before = ""
        for number, line in enumerate(lines, 1):
            anchor = _parsed(line)
            if anchor is None:
                torn.append(number)
                continue
            if not hmac.compare_digest(anchor.mac, self._mac(before, anchor)):
                bad.append(number)
            anchors.append(anchor)
            before = anchor.mac
        return ReadAnchors(anchors, bad, torn, present=True)

    def _mac(self, before: str, anchor: Anchor) -> str:
        body = msgspec.json.encode(msgspec.structs.replace(anchor, mac=before))
        return hmac.new(self._key, body, hashlib.sha256).hexdigest()


def _parsed(line: bytes) -> Anchor | None:
    """A line of ours, genuine or not."""
    try:
        return msgspec.json.decode(line, type=Anchor)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
