"""A file of the set-up that is changed in the window: checked by the server, then put in force.

In:  the text as it is typed, what the server says of it. Out: a face with every fault in her language.
Only what was checked as it stands is put in force; a fault names the line where it most likely lies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from app.contracts.people import Label
from app.contracts.ticket_set_up import LARGEST_FILE_CHARS, SetUpFault
from app.ui.messages import sentence
from app.ui.presenters.ports import Tasks, Trouble, Words

_INDEX = re.compile(r"^(\w+)\[(\d+)\]$")
_ENTRY = re.compile(r"^(\s*)- ")
_FROM_ONE = ("make", "late")


@dataclass(frozen=True, slots=True)
class Checked:
    """What the server said. ``said``: what it would bring, in words."""

    faults: Sequence[SetUpFault]
    said: str = ""


@dataclass(frozen=True, slots=True)
class FaultRow:
    """``line``: from 0 on; -1 where it belongs to none."""

    place: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class EditorFace:
    """``good``: the sentence tells of a success."""

    open: bool
    busy: bool
    said: str
    good: bool
    faults: tuple[FaultRow, ...]
    may_check: bool
    may_put: bool
    changed: bool
    offline: bool


class EditorView(Protocol):
    def show_text(self, text: str) -> None: ...
    def show_editor(self, face: EditorFace) -> None: ...


class SetUpCalls(Protocol):
    """Of one kind of file."""

    def load(self) -> Coroutine[Any, Any, str]: ...
    def check(self, text: str) -> Coroutine[Any, Any, Checked]: ...
    def put(self, text: str) -> Coroutine[Any, Any, Checked]: ...


class SetUpEditor:
    """``put_in_force``: told after it is; ``offline``: whether the server is away."""

    def __init__(
        self,
        view: EditorView,
        words: Words,
        tasks: Tasks,
        calls: SetUpCalls,
        offline: Callable[[], bool],
        put_in_force: Callable[[], None],
    ) -> None:
        self._view, self._words, self._tasks = view, words, tasks
        self._calls, self._offline, self._put_in_force = calls, offline, put_in_force
        self.is_open = False
        self._text, self._first = "", ""  # as typed, as it came from the server
        self._sound: str | None = None  # the text that was checked and is sound
        self._faults: tuple[SetUpFault, ...] = ()
        self._said, self._good, self._busy = "", True, False
        self._shown: EditorFace | None = None

    @property
    def changed(self) -> bool:
        return self._text != self._first

    def open(self) -> None:
        """As it is in force; what was being changed stays."""
        self.is_open = True
        if self.changed:
            self.show()
            return
        self._begin(self._words("Loading…"))
        self._tasks.run(f"{type(self._calls).__name__}-load", self._calls.load(), self._loaded, self._failed)

    def close(self) -> None:
        self.is_open = False
        self.show()

    def discard(self) -> None:
        """What was typed is given up."""
        self._take(self._first)
        self.close()

    def _loaded(self, text: str) -> None:
        self._first = text
        self._take(text)

    def _take(self, text: str) -> None:
        self._text, self._sound, self._faults = text, None, ()
        self._busy, self._said = False, ""
        self._view.show_text(text)
        self.show()

    def type(self, text: str) -> None:
        if text != self._text:
            self._text = text
            if not self._busy:
                self._said = ""
            self.show()

    def read_file(self, text: str) -> None:
        """From a file of this computer; it is checked at once."""
        if len(text) > LARGEST_FILE_CHARS:
            self._said, self._good = self._words("This file is too large to be one of these."), False
            self.show()
            return
        self._take(text)
        self.check()

    def check(self) -> None:
        if self._busy or not self._text.strip() or self._says_offline():
            return
        text = self._text
        self._begin(self._words("Checking…"))
        self._tasks.run(
            "check-set-up", self._calls.check(text), lambda c: self._checked(text, c), self._failed
        )

    def put(self) -> None:
        if self._busy or self._sound != self._text or self._says_offline():
            return
        text = self._text
        self._begin(self._words("Saving…"))
        self._tasks.run("put-set-up", self._calls.put(text), lambda c: self._put(text, c), self._failed)

    def _checked(self, text: str, checked: Checked) -> None:
        w = self._words
        self._busy, self._faults = False, tuple(checked.faults)
        self._good = not checked.faults
        self._sound = text if self._good else None
        faulty = w("{count} faults; nothing has been changed.", count=len(checked.faults))
        self._said = checked.said or w("Sound.") if self._good else faulty
        self.show()

    def _put(self, text: str, checked: Checked) -> None:
        if checked.faults:  # a ticket has moved meanwhile, or a skill is gone
            self._checked(text, checked)
            return
        self._busy, self._faults, self._sound, self._good = False, (), None, True
        self._first = text
        self._said = self._words("In force from now on.")
        self.show()
        self._put_in_force()

    def _begin(self, said: str) -> None:
        self._busy, self._said, self._good = True, said, True
        self.show()

    def _failed(self, trouble: Trouble) -> None:
        self._busy, self._good, self._said = False, False, sentence(trouble, self._words)
        self.show()

    def _says_offline(self) -> bool:
        if self._offline():
            self._said, self._good = self._words("Not without the server: nothing has been changed."), False
            self.show()
            return True
        return False

    def refresh(self) -> None:
        self._shown = None
        self.show()

    def show(self) -> None:
        w, away = self._words, self._offline()
        face = EditorFace(
            open=self.is_open,
            busy=self._busy,
            said=self._said,
            good=self._good,
            faults=tuple(
                FaultRow(each.place, w.label(_label(each)), line_of(self._text, each.place))
                for each in self._faults
            ),
            may_check=not self._busy and not away and bool(self._text.strip()),
            may_put=not self._busy and not away and self._sound == self._text,
            changed=self.changed,
            offline=away,
        )
        if face != self._shown:
            self._shown = face
            self._view.show_editor(face)


def _label(fault: SetUpFault) -> Label:
    return Label(code=fault.place, zh=fault.zh, en=fault.en)


def line_of(text: str, place: str) -> int:
    """Where a fault most likely lies: the names of its place are looked for one after the other."""
    lines, at = text.splitlines(), -1
    for part in place.split(".") if place else ():
        name, number = _name_and_number(part)
        if name:
            hit = _line_with(lines, name, at)
            if hit is None:
                break
            at = hit
        if number is not None:
            at = _entry(lines, at, number)
    return at


def _name_and_number(part: str) -> tuple[str, int | None]:
    """ "moves[3]", "0" and "title": rules are counted from 1, all else from 0."""
    if part.isdecimal():
        return "", int(part)
    found = _INDEX.match(part)
    if found is None:
        return part, None
    return found[1], int(found[2]) - (found[1] in _FROM_ONE)


def _line_with(lines: list[str], name: str, after: int) -> int | None:
    quoted = re.escape(name)
    wanted = re.compile(rf"(^|[\s{{,-])({quoted}\s*:|(code|id|from)\s*:\s*{quoted}\b)")
    return next((n for n in range(max(after, 0), len(lines)) if wanted.search(lines[n])), None)


def _entry(lines: list[str], after: int, number: int) -> int:
    """Of the list that begins below."""
    entries = [(n, _ENTRY.match(lines[n])) for n in range(after + 1, len(lines))]
    found = [(n, len(match[1])) for n, match in entries if match is not None]
    same = [n for n, indent in found if indent == found[0][1]]
    return same[min(max(number, 0), len(same) - 1)] if same else after
