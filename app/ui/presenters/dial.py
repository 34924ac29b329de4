"""Calling somebody: a number typed or pasted, a colleague, a customer whose number stays masked, once more.

In:  what is typed, pasted or clicked anywhere; tel: links. Out: ``DialFace``; a call by way of the server,
which rings her phone first (answered by itself) and then the other.
While she talks a number is not dialled but offered for a transfer; with her call on hold it is dialled
besides, and she goes to and fro between the two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.contracts.control import CallMade, NewCall
from app.contracts.people import CallerNumber, Label
from app.ui.messages import sentence
from app.ui.presenters.call_face import can_dial, on_hold
from app.ui.presenters.desk import Desk, Dialled, PhoneLine, ServerLine
from app.ui.presenters.numbers import find_number, grouped, is_number
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.ports_calls import TalkCrm
from app.ui.presenters.store import DeskStore
from app.ui.presenters.targets import Directory, TargetRow, TargetRows

KEPT = 5  # numbers dialled lately, in memory only


@dataclass(frozen=True, slots=True)
class DialFace:
    """``shown_numbers``: (number or "", name) that the called may see; ``redial``: number and its name."""

    rows: tuple[TargetRow, ...]
    text: str
    problem: str
    may_call: bool
    call_word: str
    redial: str
    shown_numbers: tuple[tuple[str, str], ...]
    chosen_number: str


class DialView(Protocol):
    def show_dial(self, face: DialFace | None, typed: str | None) -> None:
        """``typed``: what the field is to hold, None to leave it. A face of None closes the panel."""
        ...

    def say(self, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Lately:
    """What was dialled: the same wish again, and how it is named."""

    new: NewCall
    name: str


class DialPresenter:
    """``in_a_call``: opens the transfer list with what was typed; ``company_numbers``: of DeskConfig."""

    def __init__(
        self,
        view: DialView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: TalkCrm,
        directory: Directory,
        reasons: list[Label],
        company_numbers: list[CallerNumber],
        in_a_call: Callable[[str], None],
    ) -> None:
        self._view, self._store, self._words, self._tasks, self._crm = view, store, words, tasks, crm
        self._directory, self._company_numbers, self._in_a_call = directory, company_numbers, in_a_call
        self._rows = TargetRows(words, clock, reasons)
        self._open = False
        self._typed, self._from_number, self._problem = "", "", ""
        self._sending = ""
        self._lately: list[Lately] = []
        self._shown: DialFace | None = None
        store.listen(self._changed)

    def refresh(self) -> None:
        self._shown = None
        self._rows.order_anew()
        self._show()

    def tick(self) -> None:
        if self._open:
            self._show()

    # --- the panel -------------------------------------------------------------------------------

    def toggle(self) -> None:
        if self._open:
            self.close()
        else:
            self.open()

    def open(self, text: str = "") -> None:
        """With a number that was pasted or clicked; while she talks it is one to pass the call on to."""
        found = find_number(text)
        typed = found.number if found else text.strip()
        desk = self._store.desk
        if desk.call is not None and desk.call.state != "ENDED" and not on_hold(desk):
            self._in_a_call(typed)
            return
        self._open, self._typed, self._problem = True, typed, ""
        if found and found.extension:
            self._problem = self._words(
                "Key in the extension {digits} when it is answered.", digits=found.extension
            )
        if self._directory.state is not ListState.ROWS:
            self._directory.load()
        self._rows.order_anew()
        self._shown = None
        self._show(typed)

    def paste(self, text: str) -> bool:
        """Whether the text on the clipboard holds a number; then the panel opens with it."""
        if len(text) > 200 or find_number(text) is None:
            return False
        self.open(text)
        return True

    def close(self) -> None:
        self._open = False
        self._show()

    def type(self, text: str) -> None:
        self._typed, self._problem = text, ""
        self._rows.order_anew()
        self._show()

    def choose_number(self, number: str) -> None:
        """Which of the company's numbers the called sees; "" leaves it to the rule."""
        self._from_number = number
        self._show()

    # --- calling ---------------------------------------------------------------------------------

    def call_typed(self) -> None:
        """What stands in the field: a number, or the first who is found."""
        number = find_number(self._typed) if is_number(self._typed) else None
        if number is not None:
            self.call(number.number)
            return
        rows = self._found()
        if rows:
            self.call_row(rows[0])

    def call_row(self, row: TargetRow) -> None:
        number = next(
            (c.extension for c in self._store.desk.colleagues if c.agent_id == row.target), row.target
        )
        self._make(NewCall(number=number, from_number=self._from_number), row.name)

    def call(self, number: str) -> None:
        self._make(NewCall(number=number, from_number=self._from_number), grouped(number))

    def call_customer(self, customer_id: str, name: str) -> None:
        self._make(NewCall(customer_id=customer_id, from_number=self._from_number), name)

    def call_back(self, call_id: str, name: str) -> None:
        """Whoever called then."""
        self._make(NewCall(call_id=call_id, from_number=self._from_number), name)

    def redial(self) -> None:
        if self._lately:
            self._make(self._lately[0].new, self._lately[0].name)

    def _make(self, new: NewCall, name: str) -> None:
        desk = self._store.desk
        if self._sending:
            return
        if not can_dial(desk):
            self._tell(self._why_not(desk))
            return
        self._sending, self._problem = name, ""
        self._show()
        self._tasks.run(
            "dial", self._crm.make_call(new), lambda made: self._made(made, new, name), self._failed
        )

    def _made(self, made: CallMade, new: NewCall, name: str) -> None:
        self._sending = ""
        others = [each for each in self._lately if each.new != new]
        self._lately = [Lately(new, name), *others][:KEPT]
        self._open = False
        self._store.dispatch(Dialled(made.call_id))
        if self._store.desk.phone is PhoneLine.ELSEWHERE:
            self._view.say(self._words("Your phone rings now; pick it up to call {name}.", name=name))
        self._show()

    def _failed(self, trouble: Trouble) -> None:
        self._sending = ""
        self._tell(sentence(trouble, self._words))

    def _tell(self, text: str) -> None:
        self._problem = text
        if not self._open:
            self._view.say(text)
        self._show()

    def _why_not(self, desk: Desk) -> str:
        w = self._words
        if desk.server is not ServerLine.UP:
            return w("Calls can be made again when the server is back.")
        if desk.phone not in (PhoneLine.REGISTERED, PhoneLine.ELSEWHERE):
            return w("Your phone is not connected yet. It can be tried again in a moment.")
        if desk.offer is not None:
            return w("Somebody is calling you. Answer or decline that call first.")
        if on_hold(desk):
            return w("You have three calls already. Finish one of them first.")
        if desk.call is not None:
            return w("You are on the phone. Put this call on hold first, or consult from within it.")
        return w("Sign on first: somebody who is off duty makes no calls.")

    # --- showing ---------------------------------------------------------------------------------

    def _changed(self, before: Desk, after: Desk) -> None:
        new_call = after.call is not None and (
            before.call is None or before.call.call_id != after.call.call_id
        )
        if new_call or (after.offer is not None and before.offer is None):
            self._open = False
        if self._open or self._shown is not None:
            self._show()

    def _found(self) -> tuple[TargetRow, ...]:
        return self._rows.rows(self._typed, self._directory.known, self._store.desk, queues=False)

    def _show(self, typed: str | None = None) -> None:
        face = self._face() if self._open else None
        if face != self._shown or typed is not None:
            self._shown = face
            self._view.show_dial(face, typed)

    def _face(self) -> DialFace:
        w, desk = self._words, self._store.desk
        rows = tuple(row for row in self._found() if row.kind != "typed")
        number = find_number(self._typed) if is_number(self._typed) else None
        word = w("Call {number}", number=grouped(number.number)) if number else w("Call now")
        if self._sending:
            word = w("Calling {name}…", name=self._sending)
        automatic = ("", w("Chosen by the company's rule"))
        own = [(each.number, f"{w.label(each.name)}  {each.number}") for each in self._company_numbers]
        return DialFace(
            rows=rows,
            text=""
            if rows or number
            else w("Nobody found. Type a name, an extension or a whole telephone number."),
            problem=self._problem or ("" if can_dial(desk) else self._why_not(desk)),
            may_call=can_dial(desk) and not self._sending and (number is not None or bool(rows)),
            call_word=word,
            redial=self._lately[0].name if self._lately else "",
            shown_numbers=(automatic, *own) if own else (),
            chosen_number=self._from_number,
        )
