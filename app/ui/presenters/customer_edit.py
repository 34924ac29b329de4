"""A customer's file while it is changed: what was typed, what somebody else changed meanwhile, saving.

In:  the file, the person's keys. Out: only the fields that differ go to the server. Where somebody else wrote
into the same field meanwhile, both values are shown side by side and the person chooses; nothing is lost.
What is typed is kept on the disk until it is saved or given up.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from app.contracts.colleagues import CallDirectory
from app.contracts.customer_work import CustomerSetUp
from app.contracts.customers import CustomerView
from app.crm_client.errors import CrmError
from app.ui.messages import sentence
from app.ui.presenters.customer_edit_face import ConflictRow, EditFace, draft_name, present_of, said
from app.ui.presenters.customer_form import (
    NUMBERS,
    FormField,
    Typed,
    TypedNumber,
    change_of,
    edit_text,
    form_fields,
    read_edit,
    typed_numbers,
    wrong_fields,
)
from app.ui.presenters.ports import Draft, Drafts, Tasks, Trouble, Words

if TYPE_CHECKING:
    from app.ui.presenters.ports_customers import OneCustomerCrm

CHANGED = "customer-changed"


class EditView(Protocol):
    def show_edit(self, face: EditFace) -> None: ...
    def close_edit(self) -> None: ...
    def say(self, text: str) -> None: ...


class CustomerEdit:
    """``saved``: with the customer as he is now."""

    def __init__(
        self,
        view: EditView,
        words: Words,
        tasks: Tasks,
        crm: OneCustomerCrm,
        drafts: Drafts,
        saved: Callable[[CustomerView], None],
    ) -> None:
        self._view, self._words, self._tasks, self._crm = view, words, tasks, crm
        self._drafts, self._saved = drafts, saved
        self._set_up: CustomerSetUp | None = None
        self._agents: tuple[tuple[str, str], ...] = ()
        self._base: CustomerView | None = None
        self._typed: dict[str, Typed] = {}
        self._numbers: tuple[TypedNumber, ...] | None = None
        self._conflict: dict[str, tuple[str, bool]] = {}  # code → theirs, mine is taken
        self._wrong: dict[str, str] = {}
        self._saving, self._trouble, self._kept = False, "", False

    @property
    def customer_id(self) -> str:
        """Whose file is being changed; "" for nobody's."""
        return self._base.customer_id if self._base is not None else ""

    @property
    def dirty(self) -> bool:
        return bool(self._typed) or self._numbers is not None

    def refresh(self) -> None:
        self._show()

    # --- opening and leaving -----------------------------------------------------------------------

    def open(self, customer: CustomerView) -> None:
        """What was typed into this file before and never saved comes back."""
        if self._base is not None and self._base.customer_id == customer.customer_id and self.dirty:
            self._show()
            return
        self._base = customer
        self._typed, self._numbers, self._conflict, self._wrong = {}, None, {}, {}
        self._saving, self._trouble = False, ""
        self._kept = self._recall()
        self._tasks.run("customer-form", self._needed(), self._know, self._not_known)

    async def _needed(self) -> tuple[CustomerSetUp, CallDirectory | None]:
        """What the form is made of. Without the colleagues it can be filled in all the same."""
        set_up = await self._crm.customer_set_up()
        try:
            return set_up, await self._crm.directory()
        except CrmError:
            return set_up, None

    def _know(self, known: tuple[CustomerSetUp, CallDirectory | None]) -> None:
        self._set_up, directory = known
        if directory is not None:
            self._agents = tuple((each.agent_id, each.name) for each in directory.colleagues)
        self._show()

    def _not_known(self, trouble: Trouble) -> None:
        if self._set_up is None:
            self._set_up = CustomerSetUp()
            self._trouble = sentence(trouble, self._words)
        self._show()

    def leave(self) -> None:
        """What was typed is given up."""
        if self._base is not None and not self._saving:
            self._drafts.forget(draft_name(self._base.customer_id))
            self._close()

    def put_aside(self) -> None:
        """What was typed stays on the disk and comes back with the file."""
        if self._base is not None and not self._saving:
            self._close()

    def _close(self) -> None:
        self._base, self._typed, self._numbers = None, {}, None
        self._view.close_edit()

    # --- typing ------------------------------------------------------------------------------------

    def type(self, code: str, value: Typed) -> None:
        field = next((each for each in self._fields() if each.code == code), None)
        if field is None or self._base is None:
            return
        if value == field.value:
            self._typed.pop(code, None)
            self._conflict.pop(code, None)
        else:
            self._typed[code] = value
        self._changed()

    def type_numbers(self, numbers: tuple[TypedNumber, ...]) -> None:
        if self._base is not None:
            self._numbers = None if numbers == typed_numbers(self._base) else numbers
            self._changed()

    def take(self, code: str, mine: bool) -> None:
        """Of a field that both changed: mine, or what the other one wrote."""
        if code in self._conflict:
            self._conflict[code] = (self._conflict[code][0], mine)
            self._show()

    def _changed(self) -> None:
        self._wrong = {code: text for code, text in self._find_wrong().items() if code in self._wrong}
        self._keep()
        self._show()

    def _find_wrong(self) -> dict[str, str]:
        return wrong_fields(self._fields(), self._typed, self._words)

    # --- saving ------------------------------------------------------------------------------------

    def save(self) -> None:
        base = self._base
        if base is None or self._saving:
            return
        for code, (_, mine) in tuple(self._conflict.items()):
            if not mine:
                self._typed.pop(code, None)
                if code == NUMBERS:
                    self._numbers = None
        if not self.dirty:
            self._drafts.forget(draft_name(base.customer_id))
            self._close()
            return
        self._wrong = self._find_wrong()
        if self._wrong:
            self._trouble = self._words("Please look at the marked fields.")
            self._show()
            return
        self._saving, self._trouble = True, ""
        self._show()
        change = change_of(base, self._fields(), self._typed, self._numbers)
        work = self._crm.change_customer(base.customer_id, change, uuid.uuid4().hex)
        self._tasks.run("change-customer", work, self._is_saved, self._failed)

    def _is_saved(self, customer: CustomerView) -> None:
        self._saving = False
        self._drafts.forget(draft_name(customer.customer_id))
        self._close()
        self._view.say(self._words("The file is saved."))
        self._saved(customer)

    def _failed(self, trouble: Trouble) -> None:
        self._saving = False
        present = present_of(trouble)
        if trouble.error_id == CHANGED and present is not None:
            self._meet(present, trouble.changed)
        else:
            self._trouble = sentence(trouble, self._words)
        self._show()

    def _meet(self, present: CustomerView, changed: tuple[str, ...]) -> None:
        """The file as it stands now is the base from here on; fields both wrote into are to choose."""
        before = {each.code: each.value for each in self._fields()}
        self._base = present
        now = {each.code: each for each in self._fields()}
        both = set(changed) or {c for c in self._typed if c in now and now[c].value != before.get(c)}
        self._conflict = {
            code: (said(now[code], now[code].value), True)
            for code in self._typed
            if code in both and code in now and now[code].value != self._typed[code]
        }
        if self._numbers is not None and NUMBERS in both:
            theirs = ", ".join(each.text for each in typed_numbers(present))
            self._conflict[NUMBERS] = (theirs, True)
        w = self._words
        self._trouble = w(
            "Somebody else changed this file meanwhile. Choose, then save again; nothing is lost."
        )
        self._keep()

    # --- what was typed is kept --------------------------------------------------------------------

    def _keep(self) -> None:
        if self._base is None:
            return
        name = draft_name(self._base.customer_id)
        if self.dirty:
            self._drafts.save(name, Draft(note=edit_text(self._typed, self._numbers)))
        else:
            self._drafts.forget(name)

    def _recall(self) -> bool:
        kept = self._drafts.load(draft_name(self.customer_id))
        self._typed, self._numbers = read_edit(kept.note) if kept is not None else ({}, None)
        return self.dirty

    # --- showing -----------------------------------------------------------------------------------

    def _fields(self) -> tuple[FormField, ...]:
        if self._base is None:
            return ()
        return form_fields(self._base, self._set_up or CustomerSetUp(), self._agents, self._words)

    def _show(self) -> None:
        base = self._base
        if base is None or self._set_up is None:
            return
        fields = self._fields()
        names = {each.code: each for each in fields}
        rows = [
            ConflictRow(code, names[code].label, theirs, said(names[code], self._typed[code]), mine)
            for code, (theirs, mine) in self._conflict.items()
            if code in names and code in self._typed
        ]
        if NUMBERS in self._conflict and self._numbers is not None:
            theirs, mine = self._conflict[NUMBERS]
            ours = ", ".join(each.text for each in self._numbers)
            rows.append(ConflictRow(NUMBERS, self._words("Numbers"), theirs, ours, mine))
        self._view.show_edit(
            EditFace(
                name=base.name,
                fields=fields,
                typed=dict(self._typed),
                numbers=typed_numbers(base) if self._numbers is None else self._numbers,
                wrong=dict(self._wrong),
                conflict=tuple(rows),
                dirty=self.dirty,
                saving=self._saving,
                trouble=self._trouble,
                kept=self._kept,
            )
        )
