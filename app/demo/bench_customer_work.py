"""How long the work with a million customers takes: filters, segments, rules, import, export, duplicates.

In:  how many customers, a database (``python -m app.demo.bench_customer_work --database URL``; it must be
empty, or filled before with ``--fill-only``: ``--filled``), for how long at most. Out: seconds of each work,
and how long the one writer was held at a time meanwhile; what was not reached in that time is said, too.
What is measured changes the database: fill one, measure copies.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from app.contracts.customer_work import ExportWish, ImportMapping, NewSegment, NewTagRule
from app.contracts.filters import Condition, Filter
from app.demo.bench_customers import People
from app.demo.bench_machine import machine, percentiles
from app.server.customers.work import CustomerWork
from app.server.customers.work_parts import WorkParts
from app.server.directory.service import DirectoryService
from app.server.security.model import RoleName, SignedInUser
from app.server.security.viewing import Viewing
from app.server.storage.customer_words import pinyin_of
from app.server.storage.database import Database
from app.server.storage.migrate import migrate
from app.server.storage.tables import Call, CallResultRow, Customer, CustomerNumber, LabelRow

Result = TypeVar("Result")
LEAD = SignedInUser("lead", "lead", "Lead", RoleName.ADMIN)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
_REGIONS = ("上海", "北京", "广州", "深圳", "成都", "杭州", "武汉", "西安")
_ROADS = ("滨河路", "人民路", "解放路", "中山路", "建设路", "和平路", "长江路", "新华路")
_TWINS_IN = 1_000  # one file in so many is somebody's second one
MOST_S = 600.0


class Holds(Database):
    """``held_ms``: of each write, how long it kept the others waiting."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.held_ms: list[float] = []

    def write_now(self, work: Callable[[Session], Result]) -> Result:
        begin_s = time.perf_counter()
        try:
            return super().write_now(work)
        finally:
            self.held_ms.append((time.perf_counter() - begin_s) * 1000)


def fill(database: Database, people: People) -> None:
    """Blocking."""
    complaint = LabelRow(kind="OUTCOME", code="COMPLAINT", zh="投诉", en="Complaint", position=0)
    database.write_now(lambda session: session.add(complaint))
    for batch in people.batches():
        customers = [_customer(index, people) for index in batch]
        numbers = [
            {
                "e164": people.number(index),
                "customer_id": f"c{index:07d}",
                "raw": "",
                "number_id": f"n{index}",
            }
            for index in batch
        ]
        calls = [_call(index) for index in batch if index % 3 == 0]
        results = [_result(index) for index in batch if index % 3 == 0]
        with database.connection() as connection:
            for table, rows in (
                (Customer, customers),
                (CustomerNumber, numbers),
                (Call, calls),
                (CallResultRow, results),
            ):
                connection.execute(insert(table), rows)
    with database.connection() as connection:
        connection.execute(text("ANALYZE"))


def _customer(index: int, people: People) -> dict[str, Any]:
    twin = index % _TWINS_IN == 1
    dice = Random(index - 1 if twin else index)
    name = people.name(index - 1 if twin else index)
    return {
        "customer_id": f"c{index:07d}",
        "name": name,
        "name_pinyin": pinyin_of(name),
        "level": dice.choices(("NORMAL", "SILVER", "GOLD", "VIP"), (720, 180, 75, 25))[0],
        "region": dice.choice(_REGIONS),
        "address": f"{dice.choice(_ROADS)} {dice.randint(1, 900)} 号 {dice.randint(100, 3000)} 室",
        "tags": ["老客户"] if index % 4 == 0 else ["罕见"] if index % 20_000 == 7 else [],
        "since": NOW - timedelta(days=index % 2000),
        "value_cents": dice.randint(0, 10_000_00),
    }


def _call(index: int) -> dict[str, Any]:
    at = NOW - timedelta(minutes=index)
    return {"call_id": f"k{index}", "started_at": at, "answered_at": at, "customer_id": f"c{index:07d}"}


def _result(index: int) -> dict[str, Any]:
    code = "COMPLAINT" if index % 300 == 0 else "SOLVED"
    note = "要求退货" if index % 3000 == 0 else "已解决"
    return {"call_id": f"k{index}", "outcome_code": code, "note": note, "by": "1001", "at": NOW}


def _one(of: str, op: Any, value: Any = None, days: int | None = None) -> Filter:
    return Filter(conditions=[Condition(field=of, op=op, value=value, days=days)])


FILTERS = {
    "level": _one("level", "is", "VIP"),
    "frequent tag": _one("tags", "has", "老客户"),
    "rare tag": _one("tags", "has", "罕见"),
    "value": _one("value_cents", "at_least", 999_000),
    "silent for 90 days": _one("calls.last_at", "not_within_days", 90),
    "result of calls": _one("outcome.COMPLAINT", "at_least", 1),
    "words in notes": _one("note", "contains", "退货"),
    "nobody": _one("region", "is", "nowhere"),
}


class Bench:
    """``most_s``: what is not done by then is ended, what comes after it not begun."""

    def __init__(self, database: Holds, most_s: float = MOST_S) -> None:
        self._database = database
        self._until_s = time.perf_counter() + most_s
        directory = DirectoryService(database, b"\0" * 32)
        directory.load_now()
        self._parts = WorkParts(database, directory, Viewing(database), clock=lambda: NOW)
        self._work = CustomerWork(self._parts)
        self.rows: list[dict[str, Any]] = []

    async def run(self, people: People) -> None:
        """What takes longest with many customers comes last."""
        with contextlib.suppress(TimeoutError):
            await self._run(people)

    async def _run(self, people: People) -> None:
        for name, wanted in FILTERS.items():
            counted = await self._timed(f"count: {name}", lambda w=wanted: self._work.segments.count(LEAD, w))
            self.rows[-1] |= {"found": counted.count, "complete": counted.complete}
            page = await self._timed(
                f"page: {name}", lambda w=wanted: self._work.segments.matching(LEAD, w, None, 50)
            )
            self.rows[-1] |= {"found": len(page.items), "more": page.next_cursor is not None}
        new = NewSegment(name="s", filter=FILTERS["result of calls"], shared=True)
        await self._database.write(lambda session: self._work.segments.create(session, LEAD, new, NOW))
        await self._timed("segment counted in the background", self._work.segments.count_next)
        await self._timed("export of an eighth as CSV", lambda: self._export("csv"))
        await self._timed("export of an eighth as XLSX", lambda: self._export("xlsx"))
        await self._import(people)
        rule = NewTagRule(name="r", tag="高风险", filter=FILTERS["result of calls"])
        await self._timed("rule tested", lambda: self._work.tag_rules.test(LEAD, rule))
        await self._database.write(lambda session: self._work.tag_rules.create(session, LEAD, rule, NOW))
        await self._timed("rule carried out on all", self._work.tag_rules.run_next)
        await self._timed("duplicates of all", self._work.duplicates.look_at_all)

    async def _import(self, people: People) -> None:
        known = [f"{people.name(index)},{people.number(index)},展会" for index in range(2_500)]
        new = [f"新客户{index},1990{index:07d},展会" for index in range(2_500)]
        content = "\n".join(["姓名,手机,标签", *known, *new]).encode()
        importing = self._work.importing
        uploaded = await self._timed(
            "import: 5,000 rows uploaded", lambda: importing.upload(LEAD, "x.csv", content, NOW)
        )
        mapping = ImportMapping(targets=["name", "number", "tag"])
        await self._timed("import: checked", lambda: importing.check(LEAD, uploaded.import_id, mapping, NOW))
        await self._database.write(lambda session: importing.run(session, LEAD, uploaded.import_id, NOW))
        await self._timed("import: carried out", self._settle)
        await self._database.write(lambda session: importing.undo(session, LEAD, uploaded.import_id, NOW))
        await self._timed("import: taken back", self._settle)

    async def _settle(self) -> None:
        while await self._work.step():
            pass

    async def _export(self, kind: Any) -> None:
        wish = ExportWish(format=kind, filter=_one("region", "is", "成都"), reason="bench")
        export = await self._work.exporting.export(LEAD, wish, "zh", NOW)
        async for _ in export.chunks:
            pass

    async def _timed(self, what: str, work: Callable[[], Awaitable[Result]]) -> Result:
        """Raises TimeoutError when the time for everything is over; the row says how far it came."""
        self._database.held_ms.clear()
        begin_s = time.perf_counter()
        row: dict[str, Any] = {"what": what, "done": False}
        self.rows.append(row)
        try:
            async with asyncio.timeout(self._until_s - begin_s):
                result = await work()
            row["done"] = True
        finally:
            row["s"] = round(time.perf_counter() - begin_s, 3)
            row["writes"] = len(self._database.held_ms)
            row["writer_held_ms"] = percentiles(self._database.held_ms)
        return result


def lines_of(result: Mapping[str, Any]) -> Iterator[str]:
    """For a person."""
    yield f"work with {result['customers']:,} customers in {result['database']}"
    for row in result["rows"]:
        held = row["writer_held_ms"]["max"]
        found = f"  found {row['found']}" if "found" in row else ""
        writer = f"  writer held at most {held:.0f} ms" if held is not None else ""
        ended = (
            "" if row["done"] else f"  NOT DONE, ended after {row['writes']} writes; nothing after it begun"
        )
        yield f"  {row['what']:36} {row['s']:9.3f} s{found}{writer}{ended}"


def customer_work_bench(
    customers: int,
    url: str,
    folder: Path,
    *,
    is_filled: bool = False,
    fill_only: bool = False,
    most_s: float = MOST_S,
) -> dict[str, Any]:
    """``url`` "": SQLite in this folder. ``most_s``: for measuring, without the filling."""
    people = People(customers)
    database = Holds(url or f"sqlite:///{folder / 'work.db'}")
    rows: list[dict[str, Any]] = []
    try:
        migrate(database)
        if not is_filled:
            fill(database, people)
        if not fill_only:
            bench = Bench(database, most_s)
            asyncio.run(bench.run(people))
            rows = bench.rows
    finally:
        database.close_now()
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    return {"database": kind, "customers": customers, "rows": rows}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench_customer_work", description=__doc__)
    parser.add_argument("--database", default="", metavar="URL", help="an empty one; without: SQLite")
    parser.add_argument("--filled", action="store_true", help="so many stand in it already")
    parser.add_argument("--fill-only", action="store_true")
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--most-s", type=float, default=MOST_S, help="seconds for all that is measured")
    parser.add_argument("--out", type=Path, default=Path("build/bench/customer-work.json"))
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="seatline-bench-"))
    try:
        found = customer_work_bench(
            options.customers,
            options.database,
            folder,
            is_filled=options.filled,
            fill_only=options.fill_only,
            most_s=options.most_s,
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    result = {"machine": machine(), **found}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for line in lines_of(result):
        print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
