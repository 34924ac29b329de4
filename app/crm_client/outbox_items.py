"""What the outbox holds, as others see it: sent, refused, waiting; read from the rows on the disk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from app.contracts.calls import CallView
from app.contracts.customers import CustomerView
from app.contracts.tickets import TicketFile, TicketView
from app.crm_client.outbox_store import StoredItem

ItemKind = Literal["result", "ticket", "customer", "comment"]


@dataclass(frozen=True, slots=True)
class SentItem:
    key: str
    kind: ItemKind
    answer: TicketView | CallView | CustomerView | TicketFile


@dataclass(frozen=True, slots=True)
class RefusedItem:
    """The server said no; ``body`` is what was written (JSON of the model), so that it is not lost."""

    key: str
    kind: ItemKind
    error_id: str
    detail: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One item as a person may look at it. ``error_id`` empty: it waits. ``target``: call of a result,
    ticket of a comment."""

    key: str
    kind: ItemKind
    target: str
    body: str
    written_at: datetime | None
    error_id: str
    detail: str
    sending: bool


@dataclass(frozen=True, slots=True)
class OutboxState:
    """``problem``: the error_id of what holds the first item up, or empty. ``moved_aside``: where a damaged
    outbox file was put when a new one was started."""

    waiting: int
    sent: tuple[SentItem, ...] = ()
    refused: tuple[RefusedItem, ...] = ()
    problem: str = ""
    moved_aside: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """Of all that is told of here."""
        return frozenset(item.key for item in (*self.sent, *self.refused))


def kind_of(item: StoredItem) -> ItemKind:
    return cast("ItemKind", item.kind)


def refused_item(item: StoredItem) -> RefusedItem:
    return RefusedItem(
        item.key, kind_of(item), item.refused_error_id or "", item.refused_detail or "", item.body
    )


def moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def line_of(item: StoredItem, sending: bool) -> OutboxLine:
    return OutboxLine(
        key=item.key,
        kind=kind_of(item),
        target=item.target,
        body=item.body,
        written_at=moment(item.written_at),
        error_id=item.refused_error_id or "",
        detail=item.refused_detail or "",
        sending=sending,
    )
