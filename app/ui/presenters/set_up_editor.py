"""A file of the set-up that is changed in the window: checked by the server, then put in force.

In:  the text as it is typed, what the server says of it. Out: a face with every fault in her language.
Only what was checked as it stands is put in force; a fault names the line where it most likely lies. What is
typed is kept on the disk; what somebody else put in force meanwhile comes into the text beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from app.contracts.people import Label
from app.contracts.ticket_set_up import LARGEST_FILE_CHARS, SetUpFault, SetUpFile
from app.ui.messages import sentence
from app.ui.presenters.ports import Draft, Drafts, Tasks, Trouble, Words
from app.ui.presenters.set_up_lines import line_of
from app.ui.presenters.text_merge import merged

CHANGED = "file-changed"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the server said. ``said``: what it would bring, in words; ``file``: what is in force now."""

    faults: Sequence[SetUpFault]
    said: str = ""
    file: SetUpFile | None = None


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

    def load(self) -> Coroutine[Any, Any, SetUpFile]: ...
    def check(self, text: str) -> Coroutine[Any, Any, Checked]: ...
    def put(self, file: SetUpFile) -> Coroutine[Any, Any, Checked]: ...


class SetUpEditor:
    """``name``: of its drafts. ``put_in_force``: told after it is; ``offline``: the server is away."""

    def __init__(
        self,
        view: EditorView,
        words: Words,
        tasks: Tasks,
        calls: SetUpCalls,
        drafts: Drafts,
        name: str,
        offline: Callable[[], bool],
        put_in_force: Callable[[], None],
    ) -> None:
        self._view, self._words, self._tasks = view, words, tasks
        self._calls, self._offline, self._put_in_force = calls, offline, put_in_force
        self.is_open = False
        self._drafts, self._name, self._base_name = drafts, f"set-up:{name}", f"set-up:{name}:base"
        self._text, self._first = "", ""  # as typed, as it was when nothing had been typed
        self._base = SetUpFile(text="")  # what the server had then
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
        self._forget()
        self.close()

    def _loaded(self, file: SetUpFile) -> None:
        """What was being typed when the program ended comes back, and is a change of what it was then."""
        self._first, self._base = file.text, file
        kept, base = self._drafts.load(self._name), self._drafts.load(self._base_name)
        if kept is None or base is None:
            self._take(file.text)
            return
        if base.outcome != file.version:
            self._base = SetUpFile(text=base.note, version=base.outcome)
        self._take(kept.note)
        self._say(self._words("What you were writing is back. It has not been put in force."), good=True)

    def _take(self, text: str) -> None:
        self._text, self._sound, self._faults = text, None, ()
        self._busy, self._said = False, ""
        self._view.show_text(text)
        self.show()

    def _keep(self) -> None:
        if not self.changed:
            self._forget()
            return
        if self._drafts.load(self._base_name) is None:
            self._drafts.save(self._base_name, Draft(outcome=self._base.version, note=self._base.text))
        self._drafts.save(self._name, Draft(note=self._text))

    def _forget(self) -> None:
        self._drafts.forget(self._name)
        self._drafts.forget(self._base_name)

    def type(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self._keep()
            if not self._busy:
                self._said = ""
            self.show()

    def read_file(self, text: str) -> None:
        """From a file of this computer; it is checked at once."""
        if len(text) > LARGEST_FILE_CHARS:
            self._say(self._words("This file is too large to be one of these."), good=False)
            return
        self._take(text)
        self._keep()
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
        wish = SetUpFile.model_construct(text=text, version=self._base.version)
        self._tasks.run("put-set-up", self._calls.put(wish), lambda c: self._put(text, c), self._not_put)

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
        self._first, self._base = text, checked.file or SetUpFile(text=text)
        self._forget()
        self._keep()
        self._said = self._words("In force from now on.")
        self.show()
        self._put_in_force()

    def _not_put(self, trouble: Trouble) -> None:
        if trouble.error_id != CHANGED or trouble.present is None:
            self._failed(trouble)
            return
        w = self._words
        present = SetUpFile.model_validate(trouble.present)
        both = merged(self._base.text, self._text, present.text, w("Changed meanwhile by somebody else:"))
        self._first, self._base = present.text, present
        self._forget()
        self._take(both.text)
        self._keep()
        said = w("Somebody else changed this meanwhile; it stands in the text beside what you wrote.")
        if both.clashes:
            said += " " + w(
                "Places that both changed: {count}. Theirs stand above yours as comments.", count=both.clashes
            )
        self._say(f"{said} " + w("Look at it, let it be checked, then put it in force."), good=False)

    def _begin(self, said: str) -> None:
        self._busy, self._said, self._good = True, said, True
        self.show()

    def _failed(self, trouble: Trouble) -> None:
        self._busy = False
        self._say(sentence(trouble, self._words), good=False)

    def _say(self, said: str, good: bool) -> None:
        self._said, self._good = said, good
        self.show()

    def _says_offline(self) -> bool:
        if self._offline():
            self._say(self._words("Not without the server: nothing has been changed."), good=False)
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
