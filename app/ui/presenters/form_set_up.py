"""What a customer's form is made of: the company's own fields, consents, suggested tags; by who sets it up.

In:  the set-up of the server, what is typed. Out: the changed set-up on the server, or everything that its
check says; what was typed stays until it is saved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pydantic import ValidationError

from app.contracts.customer_work import CustomerSetUp, SetUpFault
from app.contracts.people import Label
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.form_entries import (
    KINDS,
    EntryTyped,
    What,
    keys_of,
    kind_word,
    moved,
    typed_of,
    with_entry,
    with_retired,
    without_entry,
)
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

if TYPE_CHECKING:
    from app.ui.presenters.ports_customers import FormSetUpCrm

CHANGED, WRONG = "set-up-changed", "set-up-wrong"


@dataclass(frozen=True, slots=True)
class EntryRow:
    """``signs``: required, private."""

    key: str
    name: str
    kind: str
    code: str
    signs: str
    retired: bool


@dataclass(frozen=True, slots=True)
class EntryFace:
    """The entry that is written. ``form``: changes when it is to be filled anew."""

    form: int
    what: What
    existing: bool
    retired: bool
    heading: str
    typed: EntryTyped
    kinds: tuple[tuple[str, str], ...]
    faults: tuple[str, ...]
    saving: bool


@dataclass(frozen=True, slots=True)
class FormSetUpFace:
    what: What
    rows: tuple[EntryRow, ...]
    state: ListState
    text: str
    chosen: str
    may_rise: bool
    may_sink: bool
    entry: EntryFace | None
    offline: bool


class FormSetUpView(Protocol):
    def show_set_up(self, face: FormSetUpFace) -> None: ...
    def say(self, text: str) -> None: ...


class FormSetUpPresenter:
    """``changed``: with the set-up as it is now."""

    def __init__(
        self,
        view: FormSetUpView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        crm: FormSetUpCrm,
        changed: Callable[[CustomerSetUp], None],
    ) -> None:
        self._view, self._store, self._words, self._tasks = view, store, words, tasks
        self._crm, self._told = crm, changed
        self._set_up: CustomerSetUp | None = None
        self._list_trouble = ""
        self._what: What = "fields"
        self._open, self._key, self._form = False, "", 0
        self._typed = EntryTyped()
        self._saving = False
        self._faults: tuple[str, ...] = ()
        self._shown: FormSetUpFace | None = None
        store.listen(self._followed)

    def start(self) -> None:
        self.load()

    def load(self) -> None:
        self._tasks.run("form-set-up", self._crm.customer_set_up(), self._take, self._not_loaded)

    def refresh(self) -> None:
        self._shown = None
        self._form += 1
        self._show()

    def _followed(self, before: Desk, after: Desk) -> None:
        if before.server is not after.server:
            if after.server is ServerLine.UP:
                self.load()
            self._show()

    def _take(self, set_up: CustomerSetUp) -> None:
        self._set_up, self._list_trouble = set_up, ""
        if not self._open:
            self._choose_first()
        self._show()

    def _not_loaded(self, trouble: Trouble) -> None:
        self._list_trouble = sentence(trouble, self._words)
        self._show()

    # --- choosing ------------------------------------------------------------------------------------

    def show_what(self, what: What) -> None:
        if what != self._what and not self._saving:
            self._what = what
            self._open, self._faults = False, ()
            self._choose_first()
            self._show()

    def choose(self, key: str) -> None:
        typed = typed_of(self._set_up, self._what, key) if self._set_up else None
        if typed is not None and not self._saving:
            self._begin(key, typed)

    def begin(self) -> None:
        """A new one."""
        if not self._saving:
            self._begin("", EntryTyped())

    def _choose_first(self) -> None:
        keys = keys_of(self._set_up, self._what) if self._set_up else ()
        if keys:
            self.choose(keys[0])

    def _begin(self, key: str, typed: EntryTyped) -> None:
        self._open, self._key, self._typed, self._form = True, key, typed, self._form + 1
        self._faults = ()
        self._show()

    def type(self, typed: EntryTyped) -> None:
        if self._open:
            self._typed, self._faults = typed, ()
            self._show()

    # --- changing ------------------------------------------------------------------------------------

    def save(self) -> None:
        if self._set_up is None or not self._open or self._saving:
            return
        w = self._words
        if not (self._typed.zh.strip() or self._typed.en.strip()):
            self._wrong(w("Please write a name."))
            return
        try:
            wish, key = with_entry(self._set_up, self._what, self._key, self._typed)
        except ValueError:
            self._faults = (
                w("A code is made of small letters a–z, digits and _, and begins with a letter."),
            )
            self._show()
            return
        if not self._key and key in keys_of(self._set_up, self._what):
            self._wrong(w("There is one with this name or code already."))
            return
        self._put(wish, key, w("Saved. New forms have it from now on."))

    def _wrong(self, said: str) -> None:
        self._faults = (said,)
        self._show()

    def take_out(self) -> None:
        """A field is retired; consents and tags are no longer offered. What stands in the files stays."""
        if self._set_up is not None and self._key:
            said = self._words("Taken out of the form. What stands in the customers' files is kept.")
            self._put(without_entry(self._set_up, self._what, self._key), "", said)

    def bring_back(self) -> None:
        if self._set_up is not None and self._key:
            said = self._words("It is in the form again, with what stood in the files.")
            self._put(with_retired(self._set_up, self._key), self._key, said)

    def move(self, by: int) -> None:
        wish = moved(self._set_up, self._what, self._key, by) if self._set_up else None
        if wish is not None:
            self._put(wish, self._key, "")

    def _put(self, wish: CustomerSetUp, key: str, said: str) -> None:
        if self._saving:
            return
        self._saving, self._faults = True, ()
        self._show()
        self._tasks.run(
            "put-set-up",
            self._crm.put_customer_set_up(wish),
            lambda after: self._saved(after, key, said),
            self._failed,
        )

    def _saved(self, after: CustomerSetUp, key: str, said: str) -> None:
        self._saving, self._set_up = False, after
        self._told(after)
        if said:
            self._view.say(said)
        typed = typed_of(after, self._what, key) if key else None
        if typed is not None:
            self._begin(key, typed)
        else:
            self._open = False
            self._choose_first()
            self._show()

    def _failed(self, trouble: Trouble) -> None:
        self._saving = False
        present = trouble.present or {}
        if trouble.error_id == CHANGED:
            try:  # what was typed stays; it is saved into what the colleague made of it
                self._set_up = CustomerSetUp.model_validate(present)
            except ValidationError:
                self.load()
        faults = [_fault(each, self._words) for each in present.get("faults", ())]
        known = trouble.error_id == WRONG and any(faults)
        self._faults = tuple(each for each in faults if each) if known else (sentence(trouble, self._words),)
        self._show()

    # --- showing -------------------------------------------------------------------------------------

    def _show(self) -> None:
        set_up, w = self._set_up, self._words
        rows = self._rows(set_up) if set_up is not None else ()
        state, text = ListState.ROWS, ""
        if set_up is None:
            state = ListState.ERROR if self._list_trouble else ListState.LOADING
            text = self._list_trouble or w("Loading…")
        elif not rows:
            state, text = ListState.EMPTY, self._nothing()
        keys = keys_of(set_up, self._what) if set_up is not None else ()
        at = keys.index(self._key) if self._open and self._key in keys else -1
        face = FormSetUpFace(
            what=self._what,
            rows=rows,
            state=state,
            text=text,
            chosen=self._key if self._open else "",
            may_rise=at > 0,
            may_sink=0 <= at < len(keys) - 1,
            entry=self._entry() if self._open else None,
            offline=self._store.desk.server is not ServerLine.UP,
        )
        if face != self._shown:
            self._shown = face
            self._view.show_set_up(face)

    def _nothing(self) -> str:
        w = self._words
        return {
            "fields": w("No fields of your own yet. What do you want to know of each customer?"),
            "consents": w("No consents yet. What are customers asked to agree to?"),
            "tags": w("No tags are suggested yet."),
        }[self._what]

    def _rows(self, set_up: CustomerSetUp) -> tuple[EntryRow, ...]:
        w = self._words
        if self._what == "tags":
            return tuple(EntryRow(tag, tag, "", "", "", False) for tag in set_up.suggested)
        if self._what == "consents":
            return tuple(
                EntryRow(each.code, w.label(each), "", each.code, "", False) for each in set_up.consents
            )
        shown = ((each, False) for each in set_up.fields)
        gone = ((each, True) for each in set_up.retired)
        return tuple(
            EntryRow(
                each.code,
                w.label(each.name),
                kind_word(each.kind, w),
                each.code,
                ", ".join(
                    said for said, on in ((w("required"), each.required), (w("private"), each.private)) if on
                ),
                retired,
            )
            for each, retired in (*shown, *gone)
        )

    def _entry(self) -> EntryFace:
        w, set_up = self._words, self._set_up
        retired = self._what == "fields" and any(
            each.code == self._key for each in (set_up.retired if set_up else ())
        )
        headings = {
            "fields": (w("New field"), w("Change the field")),
            "consents": (w("New consent"), w("Change the consent")),
            "tags": (w("New suggested tag"), w("Change the suggested tag")),
        }
        return EntryFace(
            form=self._form,
            what=self._what,
            existing=bool(self._key),
            retired=retired,
            heading=w("Retired field") if retired else headings[self._what][bool(self._key)],
            typed=self._typed,
            kinds=tuple((kind, kind_word(kind, w)) for kind in KINDS),
            faults=self._faults,
            saving=self._saving,
        )


def _fault(content: object, words: Words) -> str:
    try:
        fault = SetUpFault.model_validate(content)
    except ValidationError:
        return ""
    return words.label(Label(code=fault.subject, zh=fault.zh, en=fault.en))
