"""Looks whether all recordings are there and as they were: files, rows, the chain, deletions, the anchors.

In:  the database, the folder of files, ``chain.log``. Out: what does not fit, each with the recording's id
and a sentence. Blocking; reads every file once (not its sound: no key is needed), a page of rows at a time.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.recordings.anchors import Anchor, ChainLog
from app.server.recordings.chain import chain_value, deletion_value
from app.server.recordings.index import finished_row
from app.server.storage.database import Database
from app.server.storage.tables import Recording, RecordingDeletion

Kind = Literal[
    "file-missing",
    "file-changed",
    "file-cut",
    "file-swapped",
    "file-unknown",
    "file-unreadable",
    "key-missing",
    "row-changed",
    "row-missing",
    "row-order",
    "tail-missing",
    "chain-changed",
    "deletion-unproved",
    "deletion-changed",
    "anchors-missing",
    "anchors-changed",
]
_PAGE = 500
_BLOCK_BYTES = 1 << 20
_SETTLED_S = 3600.0  # a file without a row that is younger may be just being finished


@dataclass(frozen=True, slots=True)
class Finding:
    kind: Kind
    recording_id: str  # "" where it is not about one
    text: str


@dataclass(slots=True)
class Verification:
    rows: int = 0
    files: int = 0
    deleted: int = 0
    findings: list[Finding] = field(default_factory=list[Finding])
    notes: list[str] = field(default_factory=list[str])

    @property
    def ok(self) -> bool:
        return not self.findings

    def as_json(self) -> dict[str, object]:
        return {"ok": self.ok, **asdict(self)}


def verify(
    database: Database,
    recordings_dir: Path,
    chain_log: ChainLog,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Verification:
    """Rows and chain always wholly; files only of recordings that began from ``since`` to before ``until``.

    Raises StorageError, OSError (``chain.log`` cannot be read).
    """
    check = _Check(database, recordings_dir, Verification())
    anchors = check.anchors(chain_log)
    rows = {each.position: each.sha256 for each in anchors}
    chained = check.rows(rows, since, until)
    check.deletions({each.deletion_position: each.deletion_sha256 for each in anchors})
    check.tail(anchors, chained)
    if since is None and until is None:
        check.unknown_files()
    return check.found


class _Check:
    def __init__(self, database: Database, recordings_dir: Path, found: Verification) -> None:
        self.found = found
        self._database = database
        self._dir = recordings_dir
        self._deletions: dict[str, RecordingDeletion] = {}
        self._paths: set[Path] = set()

    def add(self, kind: Kind, recording_id: str, text: str) -> None:
        self.found.findings.append(Finding(kind, recording_id, text))

    # --- the anchors ---

    def anchors(self, chain_log: ChainLog) -> list[Anchor]:
        """Those that still count: after a backup was restored, and that was said, older ones do not."""
        read = chain_log.read()
        self._anchored = read.present
        for number in read.bad_lines:
            text = f"Line {number} of {chain_log.path.name} was changed, or lines before it were taken out."
            self.add("anchors-changed", "", text)
        for number in read.torn_lines:
            self.found.notes.append(f"Line {number} of {chain_log.path.name} was not written to its end.")
        counting: list[Anchor] = []
        for each in read.anchors:
            if each.reason:
                self.found.notes.append(
                    f"{each.at}: the chain was accepted as it is, at {each.position}: {each.reason}"
                )
                counting = [
                    old
                    for old in counting
                    if old.position <= each.position and old.deletion_position <= each.deletion_position
                ]
            counting.append(each)
        # After the anchors: the server goes on, and what they name must be found.
        self._deletions = {each.recording_id: each for each in self._all_deletions()}
        return counting

    def tail(self, anchors: list[Anchor], chained: int) -> None:
        if chained and not self._anchored:
            self.add("anchors-missing", "", "chain.log is missing: the end of the chain cannot be proved.")
        if not anchors:
            return
        last = max(anchors, key=lambda each: each.position)
        if last.position > self._last_position:
            gone = last.position - self._last_position
            self.add(
                "tail-missing",
                "",
                f"On {last.at} the chain had {last.position} recordings: the last {gone} are missing.",
            )
        deletions = max(each.deletion_position for each in anchors)
        if deletions > len(self._deletions):
            gone = deletions - len(self._deletions)
            self.add("tail-missing", "", f"The last {gone} entries of the list of deletions are missing.")

    # --- the chain of recordings ---

    def rows(self, anchors: dict[int, str], since: datetime | None, until: datetime | None) -> int:
        """Returns how many rows have a chain value of their own."""
        before: Recording | None = None
        chained = 0
        self._last_position = 0
        for row in self._chain():
            self.found.rows += 1
            self._row(row, before)
            chained += row.chain_version > 1
            position = row.position or 0
            if row.chain_version > 1 and anchors.get(position, row.chain_sha256) != row.chain_sha256:
                self.add(
                    "chain-changed",
                    row.recording_id,
                    f"Its place in the chain ({position}) held something else when chain.log was written.",
                )
            if (since is None or row.started_at >= since) and (until is None or row.started_at < until):
                self._kept(row)
            elif row.path:
                self._paths.add(self._dir / row.path)
            before, self._last_position = row, position
        return chained

    def _row(self, row: Recording, before: Recording | None) -> None:
        finished = finished_row(row)
        value = chain_value(finished)
        if row.chain_version > 1 and row.chain_sha256 != value:
            text = "Its row was changed: time, call, duration, gaps, size or checksum are not what they were."
            self.add("row-changed", row.recording_id, text)
        missing = (row.position or 0) - (before.position or 0 if before is not None else 0) - 1
        expected = "" if before is None else before.chain_sha256 or chain_value(finished_row(before))
        name = "the beginning" if before is None else before.recording_id
        if missing:
            text = f"{missing} recordings between {name} and this one were taken out of the list."
            self.add("row-missing", row.recording_id, text)
        elif row.previous_sha256 != expected:
            text = f"It does not follow {name}: one of them was exchanged or moved, or some between are gone."
            self.add("row-order", row.recording_id, text)

    def _chain(self) -> Iterator[Recording]:
        after = 0
        while True:

            def page(session: Session, after: int = after) -> list[Recording]:
                statement = select(Recording).where(Recording.position > after)
                return list(session.scalars(statement.order_by(Recording.position).limit(_PAGE)))

            rows = self._database.read_now(page)
            yield from rows
            if not rows:
                return
            after = rows[-1].position or 0

    # --- what must be there, and what must not ---

    def _kept(self, row: Recording) -> None:
        path = self._dir / row.path if row.path else None
        if path is not None:
            self._paths.add(path)
        if row.state == "DELETED":
            self.found.deleted += 1
            if row.recording_id not in self._deletions and not self._proved(row):
                text = "It counts as deleted, but there is no proof of who deleted it and when."
                self.add("deletion-unproved", row.recording_id, text)
            if row.wrapped_key:
                self.add("deletion-changed", row.recording_id, "It counts as deleted, but its key is there.")
            return
        if row.state != "READY" or path is None:
            self.add("row-changed", row.recording_id, f"It is in the chain, but its state is {row.state}.")
            return
        if not row.wrapped_key and not self._deleted_meanwhile(row):
            self.add("key-missing", row.recording_id, "Its key was taken out: nobody can hear it any more.")
        self._file(row, path)

    def _file(self, row: Recording, path: Path) -> None:
        try:
            size, sha256 = _measure(path)
        except FileNotFoundError:
            if not self._deleted_meanwhile(row):
                self.add("file-missing", row.recording_id, f"Its file {row.path} is missing.")
            return
        except OSError as error:
            self.add("file-unreadable", row.recording_id, f"{row.path} cannot be read: {error.strerror}.")
            return
        self.found.files += 1
        if sha256 == row.sha256:
            return
        other = self._database.read_now(
            lambda session: session.scalars(
                select(Recording.recording_id).where(Recording.sha256 == sha256)
            ).first()
        )
        if other is not None:
            self.add("file-swapped", row.recording_id, f"{row.path} is the file of recording {other}.")
        elif size < (row.size_bytes or 0):
            gone = (row.size_bytes or 0) - size
            self.add("file-cut", row.recording_id, f"{row.path} was cut: {gone} bytes are missing.")
        else:
            self.add("file-changed", row.recording_id, f"{row.path} was changed.")

    def _deleted_meanwhile(self, row: Recording) -> bool:
        """The server goes on while we look."""

        def state(session: Session) -> str | None:
            return session.scalar(select(Recording.state).where(Recording.recording_id == row.recording_id))

        return self._database.read_now(state) == "DELETED"

    def _proved(self, row: Recording) -> bool:
        where = RecordingDeletion.recording_id == row.recording_id
        statement = select(RecordingDeletion.position).where(where)
        return self._database.read_now(lambda session: session.scalar(statement)) is not None

    def unknown_files(self) -> None:
        for path in sorted(self._dir.glob("*/*.rec")):
            if path not in self._paths and time.time() - path.stat().st_mtime > _SETTLED_S:
                text = f"{path.relative_to(self._dir)} belongs to no recording: was its row taken out?"
                self.add("file-unknown", path.stem, text)

    # --- the chain of deletions ---

    def deletions(self, anchors: dict[int, str]) -> None:
        previous, position = "", 0
        for each in self._deletions.values():
            value = deletion_value(
                each.previous_sha256,
                each.recording_id,
                each.at,
                each.by,
                each.reason,
                each.recording_chain_sha256,
            )
            if each.position != position + 1 or each.previous_sha256 != previous:
                text = "Entries before it were taken out of the list of deletions."
                self.add("deletion-changed", each.recording_id, text)
            elif each.chain_sha256 != value or anchors.get(each.position, value) != value:
                self.add("deletion-changed", each.recording_id, "The proof of its deletion was changed.")
            self._deleted_row(each)
            previous, position = each.chain_sha256, each.position

    def _deleted_row(self, entry: RecordingDeletion) -> None:
        row = self._database.read_now(lambda session: session.get(Recording, entry.recording_id))
        if row is None:
            text = "It was deleted with proof, and then its row was taken out."
            self.add("row-missing", entry.recording_id, text)
        elif row.state != "DELETED" or row.sha256 != entry.sha256:
            text = "The proof says that it was deleted; its row says something else."
            self.add("deletion-changed", entry.recording_id, text)

    def _all_deletions(self) -> list[RecordingDeletion]:
        statement = select(RecordingDeletion).order_by(RecordingDeletion.position)
        return self._database.read_now(lambda session: list(session.scalars(statement)))


def _measure(path: Path) -> tuple[int, str]:
    """Size and SHA-256."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()
