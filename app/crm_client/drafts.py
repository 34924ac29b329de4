"""Text being typed, per call: every key is with the operating system before the next, on disk within 300 ms.

In:  ``save`` at every key press. It is added to a small journal at once, which costs some microseconds: a
     program that crashes or is killed loses nothing. A thread of its own writes whole files and makes them
     durable, at most every ``SAVE_EVERY_S``: a power cut costs a word at most.
Out: ``load`` after a restart or when the call is shown again. ``on_trouble`` once when saving starts to fail.

One small JSON file a call and one journal, readable by this user only. ``call_id`` may be any name: forms
keep what is typed into them under a name of their own.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from app.crm_client.errors import CrmError, DraftsFailed
from app.crm_client.files import move_aside, write_whole
from app.crm_client.typing_journal import TypingJournal

log = logging.getLogger(__name__)

SAVE_EVERY_S = 0.3


class TypedText(Protocol):
    """Anything with these is a draft."""

    @property
    def outcome(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def follow_up_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class CallDraft:
    outcome: str = ""
    note: str = ""
    follow_up_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _File:
    call_id: str
    draft: CallDraft


@dataclass(frozen=True, slots=True)
class _Line:
    """``draft`` None: forgotten."""

    call_id: str
    draft: CallDraft | None


_file = TypeAdapter(_File)
_line = TypeAdapter(_Line)


class Drafts:
    def __init__(self, folder: Path, on_trouble: Callable[[CrmError], None] | None = None) -> None:
        """``on_trouble`` is called on the writing thread."""
        self._folder = folder
        self._on_trouble = on_trouble
        self._in_trouble = False
        self._journal = TypingJournal(folder / "typing.journal")
        self._pending: dict[str, CallDraft | None] = self._left_behind()  # None: forget it
        self._changed = threading.Condition()
        self._writing = False
        self._closing = False
        self._thread = threading.Thread(target=self._write_on, name="crm-drafts", daemon=True)
        self._thread.start()

    def save(self, call_id: str, draft: TypedText) -> None:
        """Returns at once; survives a crash of this program from then on."""
        self._put(call_id, CallDraft(draft.outcome, draft.note, draft.follow_up_at))

    def forget(self, call_id: str) -> None:
        """The text has arrived where it belongs (the outbox)."""
        self._put(call_id, None)

    def load(self, call_id: str) -> CallDraft | None:
        with self._changed:
            if call_id in self._pending:
                return self._pending[call_id]
        stored = self._read(self._path(call_id))
        return stored.draft if stored is not None else None

    def all(self) -> dict[str, CallDraft]:
        """What a crash left behind, by call."""
        self.flush()
        files = (self._read(path) for path in sorted(self._folder.glob("*.json")))
        return {stored.call_id: stored.draft for stored in files if stored is not None}

    def flush(self, timeout_s: float = 2.0) -> bool:
        """Wait until everything is on disk; False when it is not by then."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._pending and not self._writing, timeout_s)

    def close(self) -> None:
        """Write what is left and end."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(timeout=2.0)
        self._journal.close()

    def _put(self, call_id: str, draft: CallDraft | None) -> None:
        with self._changed:
            self._pending[call_id] = draft
            self._journal.add(_line.dump_json(_Line(call_id, draft)))
            self._changed.notify_all()

    def _left_behind(self) -> dict[str, CallDraft | None]:
        """What was typed in the last moments before a crash; the files may be older."""
        found: dict[str, CallDraft | None] = {}
        for line in self._journal.lines():
            try:
                read = _line.validate_json(line)
            except ValidationError:  # the key that was being written when the program died
                continue
            found[read.call_id] = read.draft
        return found

    def _write_on(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._pending or self._closing)
                if not self._pending:
                    return
                batch, self._writing = dict(self._pending), True
            written = self._write(batch)
            with self._changed:
                self._writing = False
                for call_id, draft in batch.items():
                    if written and call_id in self._pending and self._pending[call_id] is draft:
                        del self._pending[call_id]
                if not self._pending:
                    self._journal.clear()  # the files say the same
                self._changed.notify_all()
                if self._closing and not written:
                    return
                self._changed.wait_for(lambda: self._closing, SAVE_EVERY_S)

    def _write(self, batch: dict[str, CallDraft | None]) -> bool:
        try:
            for call_id, draft in batch.items():
                if draft is None:
                    self._path(call_id).unlink(missing_ok=True)
                else:
                    write_whole(self._path(call_id), _file.dump_json(_File(call_id, draft)))
        except OSError as error:
            if not self._in_trouble:
                self._in_trouble = True
                self._say(error)
            return False
        self._in_trouble = False
        return True

    def _say(self, error: OSError) -> None:
        trouble = DraftsFailed(
            f"The note being typed cannot be saved in {self._folder} ({error.strerror}). "
            "It stays on the screen; finish it before closing the program."
        )
        log.warning("%s", trouble)
        if self._on_trouble is not None:
            self._on_trouble(trouble)

    def _read(self, path: Path) -> _File | None:
        try:
            return _file.validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            log.warning("draft %s cannot be read: %s", path, error)
        except ValidationError:
            log.warning("draft %s was damaged and moved to %s", path, move_aside(path))
        return None

    def _path(self, call_id: str) -> Path:
        return self._folder / f"{hashlib.sha256(call_id.encode()).hexdigest()[:32]}.json"
