"""What is taken away from a ticket again: attached files and links, each after a question.

In:  the open ticket, which file or link. Out: a question; the ticket as it is afterwards. The history of the
ticket keeps what was there and who took it away.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from app.contracts.tickets import TicketFile
from app.ui.presenters.ports import Words
from app.ui.presenters.ticket_asks import Answered, Ask, Asking


class RemovingCrm(Protocol):
    async def remove_ticket_file(self, ticket_id: str, attachment_id: str) -> TicketFile: ...
    async def unlink_ticket(self, ticket_id: str, kind: str, target_id: str) -> TicketFile: ...


class Removing:
    """``file``: what is open. ``may``: says so where it is not possible now. ``run``: carries it out."""

    def __init__(
        self,
        words: Words,
        crm: RemovingCrm,
        asking: Asking,
        file: Callable[[], TicketFile | None],
        may: Callable[[], bool],
        run: Callable[[str, Coroutine[Any, Any, TicketFile]], None],
    ) -> None:
        self._words, self._crm, self._asking = words, crm, asking
        self._file, self._may, self._run = file, may, run

    def remove_file(self, attachment_id: str) -> None:
        w, file = self._words, self._file()
        found = (
            next((each for each in file.attachments if each.attachment_id == attachment_id), None)
            if file
            else None
        )
        if file is None or found is None or not found.may_remove or not self._may():
            return
        hint = w(
            "“{name}” is deleted for good. The history keeps its name and who deleted it.", name=found.name
        )
        if found.for_customer:
            hint = " ".join((hint, w("The customer does not see it any more, either.")))
        ticket_id = file.ticket.ticket_id

        def act(_answered: Answered) -> None:
            self._run("remove-file", self._crm.remove_ticket_file(ticket_id, attachment_id))

        self._asking.ask(Ask(w("Delete this file?"), w("Delete"), hint=hint, danger=True), act)

    def remove_link(self, kind: str, target_id: str) -> None:
        w, file = self._words, self._file()
        links = file.links if file else []
        found = next((each for each in links if (each.kind, each.target_id) == (kind, target_id)), None)
        if file is None or found is None or not found.may_remove or not self._may():
            return
        name = f"{found.number} {found.title}".strip() or w("Call")
        hint = w("“{name}” itself stays as it is; only the link goes. The history keeps it.", name=name)
        ticket_id = file.ticket.ticket_id

        def act(_answered: Answered) -> None:
            self._run("remove-link", self._crm.unlink_ticket(ticket_id, kind, target_id))

        self._asking.ask(Ask(w("Remove this link?"), w("Remove"), hint=hint, danger=True), act)
