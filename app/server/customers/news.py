"""Word that customers' files changed, once the change is on the disk.

In:  ids, told inside the write transaction. Out: listeners are called in the thread of the writer, so they
only hand over: the desk shows the file anew, rules look at the customer again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

from app.server.storage.after import after_commit

Listener = Callable[[str], None]  # customer


class CustomerNews:
    """One per server."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def on_change(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def changed(self, session: Session, customer_ids: Iterable[str]) -> None:
        """Whoever changes files says so, each customer once a transaction."""
        for customer_id in customer_ids:
            after_commit(session, lambda each=customer_id: self._tell(each), f"customer {customer_id}")

    def _tell(self, customer_id: str) -> None:
        for listener in self._listeners:
            listener(customer_id)
