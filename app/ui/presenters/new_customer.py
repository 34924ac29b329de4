"""A customer who is entered without a call. What was typed stays until he is on the server."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.contracts.customers import CustomerView, NewCustomer
from app.ui.messages import sentence
from app.ui.presenters.ports import Tasks, Trouble, Words

if TYPE_CHECKING:
    from app.ui.presenters.ports_customers import ListCrm

EXISTS = "customer-exists"


@dataclass(frozen=True, slots=True)
class NewCustomerFace:
    """``taken``: the number is another customer's; it may be both's."""

    taken: bool = False
    saving: bool = False
    trouble: str = ""


class NewCustomerView(Protocol):
    def show_new(self, face: NewCustomerFace) -> None: ...
    def close_new(self) -> None:
        """He is on the server: the form is empty again."""
        ...

    def say(self, text: str) -> None: ...


class NewCustomerPresenter:
    """``made``: with the new customer."""

    def __init__(
        self,
        view: NewCustomerView,
        words: Words,
        tasks: Tasks,
        crm: ListCrm,
        made: Callable[[CustomerView], None],
    ) -> None:
        self._view, self._words, self._tasks, self._crm, self._made = view, words, tasks, crm, made
        self._face = NewCustomerFace()
        self._tried: tuple[NewCustomer, str] | None = None  # the same wish is sent with the same key

    def refresh(self) -> None:
        self._view.show_new(self._face)

    def save(self, name: str, number: str, note: str, shares_number: bool) -> None:
        w = self._words
        name, number = " ".join(name.split()), number.strip()
        if self._face.saving:
            return
        if not name:
            self._show(NewCustomerFace(self._face.taken, trouble=w("Please write the customer's name.")))
            return
        new = NewCustomer(name=name, number=number, note=note.strip(), shares_number=shares_number)
        if self._tried is None or self._tried[0] != new:
            self._tried = (new, uuid.uuid4().hex)
        self._show(NewCustomerFace(self._face.taken, saving=True))
        self._tasks.run(
            "new-customer", self._crm.create_customer(new, self._tried[1]), self._is_made, self._failed
        )

    def _is_made(self, customer: CustomerView) -> None:
        self._tried = None
        self._show(NewCustomerFace())
        self._view.close_new()
        self._view.say(self._words("The customer is entered."))
        self._made(customer)

    def _failed(self, trouble: Trouble) -> None:
        taken = trouble.error_id == EXISTS
        said = self._words("Another customer has this number. Tick below if it is both's, or open his file.")
        self._show(NewCustomerFace(taken, trouble=said if taken else sentence(trouble, self._words)))

    def _show(self, face: NewCustomerFace) -> None:
        self._face = face
        self._view.show_new(face)
