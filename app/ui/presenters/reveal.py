"""A masked number shown in full for one look: asked for, with a reason where the role asks for one, gone
again after half a minute. The server keeps every look.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from app.contracts.customers import RevealedNumber
from app.ui.messages import sentence
from app.ui.presenters.desk import ServerLine
from app.ui.presenters.file_face import NumberFace
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

if TYPE_CHECKING:
    from app.ui.presenters.ports_tools import FileCrm

SHOWN_S = 30.0
REASON_NEEDED = "reason-needed"


class RevealView(Protocol):
    def show_number(self, face: NumberFace) -> None: ...
    def ask_reason(self, reasons: tuple[str, ...]) -> None: ...
    def say(self, text: str) -> None: ...


class RevealPresenter:
    """``subject``: customer's id and masked number of the file that is open, None where there is none."""

    def __init__(
        self,
        view: RevealView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: FileCrm,
        subject: Callable[[], tuple[str, str] | None],
    ) -> None:
        self._view, self._store, self._words, self._tasks = view, store, words, tasks
        self._clock, self._crm, self._subject = clock, crm, subject
        self._customer_id = ""
        self._number, self._until_s = "", 0.0
        self._asking = False
        self._shown: NumberFace | None = None

    def file_changed(self) -> None:
        """Another file: what was shown of the one before is forgotten."""
        subject = self._subject()
        customer_id = subject[0] if subject else ""
        if customer_id != self._customer_id:
            self._customer_id = customer_id
            self._number, self._asking = "", False
        self.refresh()

    def refresh(self) -> None:
        self._shown = None
        self._show()

    def tick(self) -> None:
        if self._number and self._clock.monotonic() >= self._until_s:
            self._number = ""
        self._show()

    def reveal(self, reason: str = "") -> None:
        """A second click hides it again."""
        if self._number:
            self._number = ""
            self._show()
            return
        if self._customer_id and not self._asking:
            asked = self._customer_id
            self._asking = True
            self._show()
            self._tasks.run(
                "reveal-number",
                self._crm.reveal_number(asked, reason.strip()),
                lambda answer: self._revealed(asked, answer),
                self._refused,
            )

    def _revealed(self, asked: str, answer: RevealedNumber) -> None:
        self._asking = False
        if asked == self._customer_id:  # not of a customer who has gone meanwhile
            self._number, self._until_s = answer.number, self._clock.monotonic() + SHOWN_S
        self._show()

    def _refused(self, trouble: Trouble) -> None:
        self._asking = False
        self._show()
        if trouble.error_id == REASON_NEEDED:
            w = self._words
            self._view.ask_reason(
                (
                    w("Check who is calling"),
                    w("Call back on another phone"),
                    w("Read the number to the customer"),
                    w("Delivery or repair needs it"),
                )
            )
        else:
            self._view.say(sentence(trouble, self._words))

    def _show(self) -> None:
        subject = self._subject()
        masked_text = subject[1] if subject else ""
        masked = "*" in masked_text
        left_s = round(self._until_s - self._clock.monotonic()) if self._number else 0
        face = NumberFace(
            text=self._number or masked_text,
            masked=masked,
            shown=bool(self._number),
            left_s=max(0, left_s),
            asking=self._asking,
            enabled=masked and self._store.desk.server is ServerLine.UP,
        )
        if face != self._shown:
            self._shown = face
            self._view.show_number(face)
