"""How fast customers are found among a million: by number as the telephone rings, and by what agents type.

In:  how many customers, a database (``python -m app.demo.bench_customers --database URL``; it must be empty,
or filled by this before: ``--filled``).
Out: rows of percentiles in milliseconds, through the service as the API calls it, in one process; ``cpu_ms``:
what this process computed for it, whatever else the machine was doing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, insert, text

from app.demo.bench_machine import machine, percentiles
from app.server.customers.service import CustomerService
from app.server.directory.service import DirectoryService
from app.server.sample import words
from app.server.storage.customer_words import pinyin_of, row_of
from app.server.storage.database import Database
from app.server.storage.migrate import migrate
from app.server.storage.tables import Customer, CustomerNumber, CustomerWords, Order, Ticket

BATCH = 5000
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_PHONE_KEY = b"\0" * 32
_ORDERS_IN, _TICKETS_IN = 5, 10  # one order for so many customers, one ticket for so many


@dataclass(frozen=True, slots=True)
class CustomersExtent:
    customers: int = 1_000_000
    looks: int = 200  # of each kind


FULL = CustomersExtent()
QUICK = CustomersExtent(customers=50_000, looks=100)


class People:
    """Made-up people; the same for the same number. Surnames are as frequent as in the sample company."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._given = sorted({character for given in words.GIVEN for character in given[0]})
        self._surnames = [surname[0] for surname in words.SURNAMES]
        self._weights = [1 / (6 + place) for place in range(len(self._surnames))]

    def name(self, index: int) -> str:
        dice = Random(index)
        surname = dice.choices(self._surnames, self._weights)[0]
        return surname + "".join(dice.choices(self._given, k=dice.choice((1, 2, 2, 2))))

    def number(self, index: int) -> str:
        """In no order, as people come; each once."""
        return f"+861{30_0000_0000 + (index * 7_368_787) % 60_0000_0000:010d}"

    def batches(self) -> Iterator[range]:
        for start in range(0, self.count, BATCH):
            yield range(start, min(self.count, start + BATCH))


def fill(database: Database, people: People) -> None:
    """Blocking. What follows each row one by one is put aside meanwhile and made at the end, in one go."""
    after = _SQLITE if database.is_sqlite else _POSTGRESQL
    with database.connection() as connection:
        aside = [tuple(row) for row in connection.execute(text(after.aside))]
        for name, _ in aside:
            connection.execute(text(f"DROP {after.kind} {name}"))
    for batch in people.batches():
        with database.connection() as connection:
            _add(connection, batch, people)
    with database.connection() as connection:
        for statement in (*after.made_at_the_end, *(made for _, made in aside), *after.at_last):
            connection.execute(text(statement))


@dataclass(frozen=True, slots=True)
class _Aside:
    """``aside``: asks for (name, statement that makes it)."""

    kind: str
    aside: str
    made_at_the_end: tuple[str, ...] = ()
    at_last: tuple[str, ...] = ()


_SQLITE = _Aside(
    "TRIGGER",
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'customer_words'",
    tuple(
        f"INSERT INTO customer_{each}_fts(customer_{each}_fts) VALUES ('rebuild')"
        for each in ("words", "digits")
    ),
)
_POSTGRESQL = _Aside(
    "INDEX",
    "SELECT indexname, indexdef FROM pg_indexes "
    "WHERE tablename = 'customer_words' AND indexname LIKE '%_fts'",
    at_last=tuple(
        f"ANALYZE {table}"
        for table in ("customers", "customer_numbers", "customer_words", "orders", "tickets")
    ),
)


def _add(connection: Connection, batch: range, people: People) -> None:
    named = [(f"c{index:07d}", people.name(index), people.number(index), index) for index in batch]
    rows: list[tuple[type[Any], list[dict[str, Any]]]] = [
        (
            Customer,
            [
                {"customer_id": each, "name": name, "name_pinyin": pinyin_of(name), "since": START}
                for each, name, _, _ in named
            ],
        ),
        (
            CustomerNumber,
            [{"e164": number, "customer_id": each, "raw": number} for each, _, number, _ in named],
        ),
        (CustomerWords, [dict(row_of(each, name, (number,))) for each, name, number, _ in named]),
        (Order, [_order(each, index) for each, _, _, index in named if index % _ORDERS_IN == 0]),
        (Ticket, [_ticket(each, index) for each, _, _, index in named if index % _TICKETS_IN == 0]),
    ]
    for table, values in rows:
        if values:
            connection.execute(insert(table), values)


def _order(customer_id: str, index: int) -> dict[str, Any]:
    at = START + timedelta(minutes=index)
    return {
        "order_id": f"o{index}",
        "number": order_number(index),
        "customer_id": customer_id,
        "at": at,
        "items": "净水器×1",
        "amount_cents": 129900,
        "status": "PAID",
    }


def _ticket(customer_id: str, index: int) -> dict[str, Any]:
    return {
        "ticket_id": f"t{index}",
        "number": ticket_number(index),
        "customer_id": customer_id,
        "type": "REPAIR",
        "priority": "NORMAL",
        "status": "CONFIRMED",
        "status_kind": "CONFIRMED",
        "title": "不制热",
        "created_at": START + timedelta(minutes=index),
        "created_by": "1001",
    }


def order_number(index: int) -> str:
    return f"SO{20200101 + index % 28}-{index:07d}"


def ticket_number(index: int) -> str:
    return f"T{20200101 + index % 28}-{index:07d}"


Ask = Callable[[int], str]


def kinds(people: People) -> Mapping[str, Ask]:
    """What agents type to find customer number so and so."""
    return {
        "name": people.name,
        "given name": lambda index: people.name(index)[1:],
        "surname": lambda index: people.name(index)[0],
        "pinyin": lambda index: pinyin_of(people.name(index)),
        "pinyin, begun": lambda index: pinyin_of(people.name(index))[:5],
        "initials": lambda index: "".join(pinyin_of(each)[0] for each in people.name(index)),
        "number": people.number,
        "last four": lambda index: people.number(index)[-4:],
        "six digits": lambda index: people.number(index)[-8:-2],
        "eight digits": lambda index: people.number(index)[-8:],
        "order": lambda index: order_number(index - index % _ORDERS_IN),
        "ticket": lambda index: ticket_number(index - index % _TICKETS_IN),
        "name and last four": lambda index: f"{people.name(index)} {people.number(index)[-4:]}",
    }


async def measure(database: Database, extent: CustomersExtent) -> list[dict[str, Any]]:
    """The database is filled already."""
    directory = DirectoryService(database, _PHONE_KEY)
    directory.load_now()
    customers, people = CustomerService(database, directory), People(extent.customers)
    chosen = [Random(7).randrange(extent.customers) for _ in range(extent.looks)]
    rows = [
        await _timed("look-up", chosen, lambda index: customers.find_by_number(people.number(index))),
        await _timed("file", chosen, lambda index: customers.file_by_number(people.number(index))),
    ]
    for kind, ask in kinds(people).items():
        row = await _timed(f"search: {kind}", chosen, _search(customers, ask))
        rows.append(row)
    rows.append(
        await _timed("search: nobody", chosen, lambda index: customers.search(f"0{index % 1000:03d}xyz"))
    )
    return rows


def _search(customers: CustomerService, ask: Ask) -> Callable[[int], Awaitable[Any]]:
    async def look(index: int) -> None:
        page = await customers.search(ask(index))
        assert page.items, f"nobody is found by {ask(index)!r}"

    return look


async def _timed(what: str, chosen: Sequence[int], look: Callable[[int], Awaitable[Any]]) -> dict[str, Any]:
    took_ms: list[float] = []
    cpu_ms: list[float] = []
    for index in chosen:
        begin_s, begin_cpu_s = time.perf_counter(), time.process_time()
        await look(index)
        cpu_ms.append((time.process_time() - begin_cpu_s) * 1000)
        took_ms.append((time.perf_counter() - begin_s) * 1000)
    return {"what": what, "ms": percentiles(took_ms), "cpu_ms": percentiles(cpu_ms)}


def customers_bench(
    extent: CustomersExtent, url: str, folder: Path, *, is_filled: bool = False
) -> dict[str, Any]:
    """``url`` "": SQLite in this folder."""
    database = Database(url or f"sqlite:///{folder / 'customers.db'}")
    try:
        migrate(database)
        begin_s = time.monotonic()
        if not is_filled:
            fill(database, People(extent.customers))
        filled_s = time.monotonic() - begin_s
        rows = asyncio.run(measure(database, extent)) if extent.looks else []
    finally:
        database.close_now()
    return {
        "database": "SQLite" if database.is_sqlite else "PostgreSQL",
        "customers": extent.customers,
        "filled_s": round(filled_s, 1),
        "rows": rows,
    }


def lines_of(result: Mapping[str, Any]) -> Iterator[str]:
    """For a person."""
    yield f"{result['customers']:,} customers in {result['database']}"
    for row in result["rows"]:
        ms, cpu_ms = row["ms"], row["cpu_ms"]
        said = "   ".join(f"{name} {ms[name]:8.2f} ms" for name in ("p50", "p95", "max"))
        said += f"   cpu p95 {cpu_ms['p95']:8.2f} ms"
        yield f"  {row['what']:28} {said}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench_customers", description=__doc__)
    parser.add_argument("--database", default="", metavar="URL", help="an empty one; without: SQLite")
    parser.add_argument("--filled", action="store_true", help="so many stand in it already")
    parser.add_argument("--customers", type=int, default=FULL.customers)
    parser.add_argument("--looks", type=int, default=FULL.looks, help="of each kind; 0: only fill")
    parser.add_argument("--out", type=Path, default=Path("build/bench/customers.json"))
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="seatline-bench-"))
    try:
        extent = CustomersExtent(options.customers, options.looks)
        found = customers_bench(extent, options.database, folder, is_filled=options.filled)
        result = {"machine": machine(), **found}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for line in lines_of(result):
        print(line)
    print(options.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
