"""Signed messages from a source: a customer or an order changed there.

The signature is HMAC-SHA256 with the source's secret ("webhook") over ``<timestamp>.<body>``, hexadecimal, in
``X-Seatline-Signature: sha256=…``; ``X-Seatline-Timestamp`` is seconds since 1970 and may be five minutes
off; ``X-Seatline-Event`` names the message, which is taken once.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.connectors.filling import at_path
from app.server.connectors.http import ExchangeError, parse_json
from app.server.connectors.sources import repository, store
from app.server.connectors.sources.model import Source, ToldAll
from app.server.connectors.sources.rest import orders_of, told_of
from app.server.security.fields import FieldDamagedError
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, StorageError
from app.server.storage.tables import CustomerSource, SourceRow

log = logging.getLogger(__name__)
TOLERATED_S = 300
LONGEST_EVENT = 120


class HookRefusedError(StorageError):
    """Not signed by whom it says. Which part is wrong is not told."""

    error_id = "signature-wrong"
    status = 401
    sentence = "The message is not signed as it must be."


@dataclass(frozen=True, slots=True)
class Message:
    timestamp: str
    signature: str
    event_id: str
    body: bytes


class Hooks:
    """``clock``: the present time. Answers the customer whose file changed, None for none."""

    def __init__(
        self,
        database: Database,
        key: bytes,
        book: store.CustomerBook,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database, self._key, self._book, self._clock = database, key, book, clock

    async def take(self, source_id: str, message: Message) -> str | None:
        """Raises HookRefusedError, InvalidValueError, StorageError."""
        found = await self._database.read(lambda session: self._source(session, source_id))
        now = self._clock()
        secret = found[1] if found else ""
        if not is_signed(message, secret, now) or found is None:
            log.warning("a message for source %s is refused", source_id[:40] if source_id.isascii() else "?")
            raise HookRefusedError
        try:
            data = parse_json(message.body)
        except ExchangeError as error:
            raise InvalidValueError("The body must be JSON.") from error
        return await self._database.write(
            lambda session: self._keep(session, found[0], message.event_id, data, now)
        )

    def _source(self, session: Session, source_id: str) -> tuple[Source, str] | None:
        row = session.get(SourceRow, source_id[:64]) if source_id.isprintable() else None
        if row is None:
            return None
        sources, _ = repository.read_sources(session, self._key)
        source = next((each for each, _ in sources if each.source_id == row.source_id), None)
        try:
            secret = repository.secrets_of(row, self._key).get("webhook", "")
        except FieldDamagedError:
            return None
        return (source, secret) if source else None

    def _keep(
        self, session: Session, source: Source, event_id: str, data: object, now: datetime
    ) -> str | None:
        if not repository.is_new_event(session, source.source_id, event_id, now):
            return None
        match at_path(data, "type"):
            case "customer.changed":
                told = told_of(source, at_path(data, "customer"))
                if told is None:
                    raise InvalidValueError("customer: it needs an id.")
                customer_id, changed = store.keep(session, self._book, source, ToldAll(told), "", now)
                return customer_id if changed else None
            case "order.changed":
                orders = orders_of(source, [at_path(data, "order")])
                external_id = at_path(data, "customer_id")
                if not orders or not isinstance(external_id, str | int):
                    raise InvalidValueError("order: it needs number and at, and customer_id beside it.")
                mine = CustomerSource.external_id == str(external_id)
                whose = select(CustomerSource.customer_id).where(
                    CustomerSource.source_id == source.source_id, mine
                )
                customer_id = session.scalars(whose).first()
                if customer_id is None:  # nobody who ever called: asked for when he does
                    return None
                if not store.keep_order(session, source, customer_id, orders[0], now):
                    return None
                self._book.tell(session, customer_id)
                return customer_id
            case _:
                raise InvalidValueError("type is customer.changed or order.changed.")


def signature_of(secret: str, timestamp: str, body: bytes) -> str:
    signed = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={signed.hexdigest()}"


def is_signed(message: Message, secret: str, now: datetime) -> bool:
    """Takes as long whichever part is wrong."""
    expected = signature_of(secret or "nobody", message.timestamp, message.body)
    right = hmac.compare_digest(expected.encode(), message.signature.encode(errors="replace"))
    timely = (
        message.timestamp.isdecimal()
        and message.timestamp.isascii()
        and len(message.timestamp) <= 12
        and abs(int(message.timestamp) - now.timestamp()) <= TOLERATED_S
    )
    named = 0 < len(message.event_id) <= LONGEST_EVENT and message.event_id.isprintable()
    return bool(secret) and right and timely and named
