"""A source that is a database: views of it are read, never written, with a limit of time and rows.

In:  a caller's number, an id. Out: what stands there, mapped. Only names of views and columns that the set-up
checked, and bound values, ever become part of a statement.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from time import monotonic
from typing import Any

from sqlalchemy import Engine, create_engine, event, exc, text
from sqlalchemy.engine import make_url

from app.contracts.fields import FieldValue
from app.server.connectors.breaker import Breaker, State
from app.server.connectors.model import SystemSetUpError
from app.server.connectors.service import OnAlarm
from app.server.connectors.sources.model import MOST_ORDERS, Source, Told, ToldOrder
from app.server.connectors.sources.rest import (
    AskedInVainError,
    balance_of,
    delivery_of,
    orders_of,
    told_of,
)
from app.server.numbering import ways_to_write

log = logging.getLogger(__name__)
MOST_AT_ONCE = 4
CONNECT_S = 3
_STEPS_BETWEEN_LOOKS = 10_000  # of SQLite's machine, until the clock is looked at again


class SqlReader:
    """Its own few threads; a database that hangs costs nobody else anything."""

    def __init__(self, source: Source, url: str, on_alarm: OnAlarm) -> None:
        self._source = source
        self._on_alarm = on_alarm
        self._engine = _engine(source.source_id, url)
        self._breaker = Breaker()
        self._slots = asyncio.Semaphore(MOST_AT_ONCE)

    async def customer(self, number: str, timeout_s: float) -> Told | None:
        for written in ways_to_write(number) or (number,):
            rows = await self._rows("customer", written, 2, timeout_s)
            if rows:
                return told_of(self._source, rows[0])
        return None

    async def customer_by_id(self, external_id: str, timeout_s: float) -> Told | None:
        rows = await self._rows("customer_by_id", external_id, 1, timeout_s)
        return told_of(self._source, rows[0]) if rows else None

    async def orders(self, external_id: str, timeout_s: float) -> list[ToldOrder]:
        return orders_of(self._source, await self._rows("orders", external_id, MOST_ORDERS, timeout_s))

    async def balance(self, external_id: str, timeout_s: float) -> tuple[int, str] | None:
        rows = await self._rows("balance", external_id, 1, timeout_s)
        return balance_of(self._source, rows[0]) if rows else None

    async def delivery(self, order_number: str, timeout_s: float) -> str:
        rows = await self._rows("delivery", order_number, 1, timeout_s)
        return delivery_of(self._source, rows[0]) if rows else ""

    async def push(self, external_id: str, fields: Mapping[str, FieldValue], timeout_s: float) -> str:
        raise AskedInVainError("read-only")

    def close(self) -> None:
        self._engine.dispose()

    async def _rows(self, what: str, value: str, most: int, timeout_s: float) -> list[dict[str, Any]]:
        view = self._source.views.get(what)
        if view is None:
            return []
        if not self._breaker.may_ask(monotonic()):
            raise AskedInVainError("circuit-open")
        order = f" ORDER BY {view.order_by} DESC" if view.order_by else ""
        statement = f"SELECT * FROM {view.view} WHERE {view.key} = :value{order} LIMIT :most"
        settled = False
        try:
            async with asyncio.timeout(timeout_s), self._slots:
                rows = await asyncio.to_thread(self._read, statement, value, most, timeout_s)
            settled = True
            self._settle(True, "")
        except TimeoutError as error:
            raise AskedInVainError("time-out") from error
        except exc.SQLAlchemyError as error:
            settled = True
            cause = str(getattr(error, "orig", None) or error).partition("\n")[0][:200]
            log.warning("source %s: %s", self._source.source_id, cause)
            self._settle(False, "database")
            raise AskedInVainError("database") from error
        finally:
            if not settled:
                self._settle(False, "time-out")
        return rows

    def _read(self, statement: str, value: str, most: int, timeout_s: float) -> list[dict[str, Any]]:
        with self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SET statement_timeout = {max(1, int(timeout_s * 1000))}"))
            else:
                until = monotonic() + timeout_s
                raw: Any = connection.connection.driver_connection
                raw.set_progress_handler(lambda: monotonic() > until, _STEPS_BETWEEN_LOOKS)
            rows = connection.execute(text(statement), {"value": value, "most": most}).mappings()
            return [dict(row) for row in rows]

    def _settle(self, good: bool, why: str) -> None:
        if self._breaker.settled(good, monotonic()) and self._breaker.state is not State.PROBING:
            well = self._breaker.state is State.CLOSED
            name = self._source.source_id
            sentence = (
                f"The source {name} answers again."
                if well
                else f"The source {name} does not answer ({why}); files are shown without what it knows."
            )
            self._on_alarm(f"source-{name}", sentence, well)


def _engine(source_id: str, url: str) -> Engine:
    """Raises SystemSetUpError."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except exc.ArgumentError as error:
        raise SystemSetUpError(f"Source {source_id}: its secret url is no address of a database.") from error
    if backend == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_size=MOST_AT_ONCE,
            pool_pre_ping=True,
            isolation_level="AUTOCOMMIT",
            connect_args={"connect_timeout": CONNECT_S, "options": "-c default_transaction_read_only=on"},
        )
    if backend != "sqlite" or not parsed.database:
        raise SystemSetUpError(
            f"Source {source_id}: databases are read over postgresql:// or sqlite:///FILE."
        )
    engine = create_engine(
        f"sqlite+pysqlite:///file:{parsed.database}?mode=ro&uri=true",
        hide_parameters=True,
        pool_size=MOST_AT_ONCE,
        connect_args={"timeout": CONNECT_S, "check_same_thread": False},
    )

    def read_only(connection: Any, _entry: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    event.listen(engine, "connect", read_only)
    return engine
