"""Word that customers' files changed, once the change is on the disk.

In:  ids, told inside the write transaction. Out: listeners are called in the thread of the writer, so they
only hand over: the desk shows the file anew, rules look at the customer again. Who must not miss a change,
such as the systems that are told of it, writes inside the same transaction (``on_write``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.server.storage.after import after_commit

Listener = Callable[[str], None]  # customer
Writer = Callable[[Session, str, Iterable[str], str, datetime], None]  # customer, fields, by whom, when


class CustomerNews:
    """One per server."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._writers: list[Writer] = []

    def on_change(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def on_write(self, writer: Writer) -> None:
        self._writers.append(writer)

    def wrote(
        self, session: Session, customer_id: str, fields: Iterable[str], actor: str, now: datetime
    ) -> None:
        """These fields of one customer are others now; inside the write transaction."""
        names = list(fields)
        for writer in self._writers:
            writer(session, customer_id, names, actor, now)
        self.changed(session, [customer_id])

    def changed(self, session: Session, customer_ids: Iterable[str]) -> None:
        """Whoever changes files says so, each customer once a transaction."""
        for customer_id in customer_ids:
            after_commit(session, lambda each=customer_id: self._tell(each), f"customer {customer_id}")

    def _tell(self, customer_id: str) -> None:
        for listener in self._listeners:
            listener(customer_id)
