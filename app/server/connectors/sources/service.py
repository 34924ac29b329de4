"""Sources asked at a call: in parallel, not again while their last answer is fresh, late answers told of.

In:  a caller's number. Out: a task whose result says whose call it is and whether his file changed. Nothing
of what was asked or answered is logged.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic
from typing import Protocol, TypeVar

from app.contracts.fields import FieldValue
from app.server.connectors.model import SystemSetUpError
from app.server.connectors.service import Connectors, OnAlarm
from app.server.connectors.sources import store
from app.server.connectors.sources.model import Source, Told, ToldAll, ToldOrder
from app.server.connectors.sources.repository import read_sources
from app.server.connectors.sources.rest import AskedInVainError, RestReader
from app.server.connectors.sources.sql import SqlReader
from app.server.numbering import parse_e164
from app.server.storage.database import Database
from app.server.storage.errors import StorageError
from app.tasks import Spawner

log = logging.getLogger(__name__)
_Part = TypeVar("_Part")
LONGEST_S = 10.0  # for all that one source is asked at a call
MOST_REMEMBERED = 10_000
MOST_DELIVERIES = 3
UNDER_WAY = ("PAID", "SHIPPED")  # their delivery is asked for


@dataclass(frozen=True, slots=True)
class Asked:
    """``customer_id`` None: nobody's. ``changed``: his file is not what it was."""

    customer_id: str | None = None
    changed: bool = False


class Reader(Protocol):
    """A way to ask. All raise AskedInVainError."""

    async def customer(self, number: str, timeout_s: float) -> Told | None: ...
    async def customer_by_id(self, external_id: str, timeout_s: float) -> Told | None: ...
    async def orders(self, external_id: str, timeout_s: float) -> list[ToldOrder]: ...
    async def balance(self, external_id: str, timeout_s: float) -> tuple[int, str] | None: ...
    async def delivery(self, order_number: str, timeout_s: float) -> str: ...
    async def push(self, external_id: str, fields: Mapping[str, FieldValue], timeout_s: float) -> str: ...


class Sources:
    """``load`` before use, and again to take changes over. ``clock``: seconds, only forward."""

    def __init__(
        self,
        database: Database,
        key: bytes,
        connectors: Connectors,
        book: store.CustomerBook,
        on_alarm: OnAlarm,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._database, self._key, self._connectors = database, key, connectors
        self._book, self._on_alarm, self._clock = book, on_alarm, clock
        self._tasks = Spawner("sources")
        self._sources: dict[str, tuple[Source, str, Reader]] = {}
        self._faults: list[str] = []
        self._asked: OrderedDict[tuple[str, str], float] = OrderedDict()  # (source, number) → when
        self._under_way: dict[str, asyncio.Task[Asked]] = {}

    @property
    def all(self) -> list[Source]:
        return [source for source, _, _ in self._sources.values()]

    @property
    def pop_s(self) -> float:
        """How long a pop for somebody unknown waits for them."""
        return max((source.pop_ms for source in self.all), default=0) / 1000

    def reader(self, source_id: str) -> tuple[Source, Reader] | None:
        known = self._sources.get(source_id)
        return (known[0], known[2]) if known else None

    async def load(self) -> None:
        """Raises StorageError; then what was known stays."""
        found, faults = await self._database.read(lambda session: read_sources(session, self._key))
        before, self._sources = self._sources, {}
        for source, secrets in found:
            if not source.active:
                continue
            url = secrets.get("url", "")
            known = before.pop(source.source_id, None)
            if known is not None and known[:2] == (source, url):
                self._sources[source.source_id] = known
                continue
            if known is not None:
                _close(known[2])
            try:
                reader = self._reader(source, url)
            except SystemSetUpError as error:
                faults.append(str(error))
                continue
            self._sources[source.source_id] = (source, url, reader)
        for _, _, reader in before.values():
            _close(reader)
        if faults != self._faults:
            self._faults = faults
            text = " ".join(faults) or "All sources can be asked."
            self._on_alarm("sources-damaged", text, not faults)

    def asking(self, number: str, at_once: bool = False) -> asyncio.Task[Asked] | None:
        """A task that asks all that were not asked lately (``at_once``: all); None where nobody is to be
        asked.
        """
        wanted = parse_e164(number) or number
        if not wanted.startswith("+"):  # an extension, a withheld number
            return None
        if (running := self._under_way.get(wanted)) is not None:
            return running
        sources = [each for each in self._sources.values() if at_once or self._is_old(each[0], wanted)]
        if not sources:
            return None
        task = self._tasks.spawn(
            self._ask_all([(each[0], each[2]) for each in sources], wanted), "ask-sources"
        )
        self._under_way[wanted] = task
        task.add_done_callback(lambda _: self._under_way.pop(wanted, None))
        return task

    def forget(self, number: str) -> None:
        """Ask again at the next call."""
        for source_id in self._sources:
            self._asked.pop((source_id, parse_e164(number) or number), None)

    async def close(self) -> None:
        await self._tasks.close()
        for _, _, reader in self._sources.values():
            _close(reader)

    def _reader(self, source: Source, url: str) -> Reader:
        if source.kind == "sql":
            return SqlReader(source, url, self._on_alarm)
        return RestReader(source, self._connectors)

    def _is_old(self, source: Source, number: str) -> bool:
        at = self._asked.get((source.source_id, number))
        return at is None or self._clock() - at >= source.fresh_s

    def _remember(self, source: Source, number: str) -> None:
        self._asked[source.source_id, number] = self._clock()
        self._asked.move_to_end((source.source_id, number))
        while len(self._asked) > MOST_REMEMBERED:
            self._asked.popitem(last=False)

    async def _ask_all(self, sources: list[tuple[Source, Reader]], number: str) -> Asked:
        """Never raises but for its end. Sources write one after the other: the first that knows him makes
        him.
        """
        answers = await asyncio.gather(*(self._ask(source, reader, number) for source, reader in sources))
        whose = next((each.customer_id for each in answers if each.customer_id), None)
        return Asked(whose, any(each.changed for each in answers))

    async def _ask(self, source: Source, reader: Reader, number: str) -> Asked:
        until = self._clock() + LONGEST_S
        try:
            told = await reader.customer(number, LONGEST_S)
            self._remember(source, number)
            if told is None:
                return Asked()
            everything = await self._rest_of(source, reader, told, until)
            kept = await self._keep(source, everything, number)
            return await self._deliveries(source, reader, everything, kept, until)
        except AskedInVainError as error:
            log.warning("source %s: %s", source.source_id, error.why)
        except StorageError as error:
            log.warning("source %s: its answer is not kept: %s", source.source_id, error)
        except Exception:  # whatever it was: the call goes on
            log.exception("source %s could not be asked", source.source_id)
        return Asked()

    async def _rest_of(self, source: Source, reader: Reader, told: Told, until: float) -> ToldAll:
        left_s = max(0.1, until - self._clock())
        orders, balance = await asyncio.gather(
            _or_none(reader.orders(told.external_id, left_s)) if source.reads("orders") else _nothing(),
            _or_none(reader.balance(told.external_id, left_s)) if source.reads("balance") else _nothing(),
        )
        found = ToldAll(told, orders)
        return found if balance is None else replace(found, balance_cents=balance[0], currency=balance[1])

    async def _keep(self, source: Source, told: ToldAll, number: str) -> Asked:
        now = datetime.now(UTC)
        customer_id, changed = await self._database.write(
            lambda session: store.keep(session, self._book, source, told, number, now)
        )
        return Asked(customer_id, changed)

    async def _deliveries(
        self, source: Source, reader: Reader, told: ToldAll, kept: Asked, until: float
    ) -> Asked:
        """Of the latest orders that are under way, where the orders themselves do not say."""
        if not source.reads("delivery") or kept.customer_id is None:
            return kept
        moving = [
            each.number for each in told.orders or () if each.status in UNDER_WAY and each.delivery is None
        ]
        left_s = max(0.1, until - self._clock())
        wanted = moving[:MOST_DELIVERIES]
        said = await asyncio.gather(*(_or_none(reader.delivery(each, left_s)) for each in wanted))
        found = [(order, text) for order, text in zip(wanted, said, strict=True) if text]
        if not found:
            return kept
        now = datetime.now(UTC)
        news = await self._database.write(
            lambda session: [store.keep_delivery(session, self._book, source, *each, now) for each in found]
        )
        return replace(kept, changed=kept.changed or any(news))


async def _nothing() -> None:
    return None


async def _or_none(asking: Awaitable[_Part]) -> _Part | None:
    """A part that cannot be had does not cost the rest."""
    try:
        return await asking
    except AskedInVainError:
        return None


def _close(reader: Reader) -> None:
    if isinstance(reader, SqlReader):
        reader.close()
