"""How fast lists of tickets are with 100,000 of them open, and as many again that are closed or archived.

In:  how many, a database (``python -m app.demo.bench_tickets --database URL``; it must be empty, or filled by
this before: ``--filled``).
Out: rows of percentiles in milliseconds, through the service as the API calls it, in one process; and the
process's own time in the mean, which says more where a machine has other work (without PostgreSQL's part).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from sqlalchemy import Connection, insert, text
from sqlalchemy.orm import Session

from app.contracts.tickets import NewTicket, TicketMoveWish, TicketQuery
from app.demo.bench_machine import machine, percentiles
from app.server.directory.service import DirectoryService
from app.server.security.model import RoleName, SignedInUser
from app.server.storage import ticket_words
from app.server.storage.database import Database
from app.server.storage.migrate import migrate
from app.server.storage.tables import Customer, LabelRow, Ticket, TicketTag, User
from app.server.storage.tables.tickets import PRIORITY_RANKS, STATUS_KINDS
from app.server.tickets.service import TicketService
from app.server.tickets.views import Reader

BATCH: Final = 5000
AGENTS: Final = 200
_PHONE_KEY: Final = b"\0" * 32
_OPEN: Final = ("NEW", "ASSIGNED", "IN_PROGRESS", "WAITING", "REOPENED")
_CLOSED: Final = ("RESOLVED", "CONFIRMED", "ARCHIVED", "ARCHIVED", "CANCELLED")
_TYPES: Final = ("CONSULT", "REPAIR", "REFUND", "COMPLAINT")
_DEPARTMENTS: Final = ("售前组", "售后组", "投诉专席", "配件组")
_TITLES: Final = (
    "冰箱漏水",
    "空调不制冷",
    "洗衣机不脱水",
    "净水器漏水",
    "退款未到账",
    "送货延迟",
    "遥控器失灵",
)
_TAGS: Final = ("返修", "上门", "寄修", "加急", "升级", "暴雨")


@dataclass(frozen=True, slots=True)
class TicketsExtent:
    open: int = 100_000
    closed: int = 100_000
    looks: int = 60  # of each kind


FULL: Final = TicketsExtent()
QUICK: Final = TicketsExtent(open=20_000, closed=20_000, looks=30)


def fill(database: Database, extent: TicketsExtent, now: datetime) -> None:
    """Blocking."""
    with database.connection() as connection:
        people = [
            {
                "user_id": f"a{index}", "username": f"a{index}", "display_name": f"坐席{index}",
                "role": "AGENT", "password_hash": "", "department": _DEPARTMENTS[index % 4],
            }
            for index in range(AGENTS)
        ]  # fmt: skip
        connection.execute(insert(User), people)
        connection.execute(
            insert(LabelRow),
            [
                {"kind": "TICKET_TYPE", "code": code, "zh": code, "en": code, "position": place}
                for place, code in enumerate(_TYPES)
            ],
        )
        connection.execute(
            insert(Customer), [{"customer_id": f"c{index}", "name": f"客户{index}"} for index in range(1000)]
        )
    whole = extent.open + extent.closed
    for start in range(0, whole, BATCH):
        with database.connection() as connection:
            _add(connection, range(start, min(whole, start + BATCH)), extent, now)
    if not database.is_sqlite:
        with database.connection() as connection:
            connection.execute(text("ANALYZE"))


def _add(connection: Connection, batch: range, extent: TicketsExtent, now: datetime) -> None:
    rows = [_ticket(index, extent, now) for index in batch]
    ids = ticket_words.next_search_ids(connection, len(rows))
    for search_id, row in zip(ids, rows, strict=True):
        row["search_id"] = search_id
    connection.execute(insert(Ticket), rows)
    tags = [{"tag": tag, "ticket_id": row["ticket_id"]} for row in rows for tag in row["tags"]]
    connection.execute(insert(TicketTag), tags)
    words = {
        row["search_id"]: ticket_words.of_ticket(row["number"], row["title"], row["text"], row["tags"])
        for row in rows
    }
    ticket_words.enter_all(connection, words)


def _ticket(index: int, extent: TicketsExtent, now: datetime) -> dict[str, Any]:
    dice = Random(index)
    is_open = dice.randrange(extent.open + extent.closed) < extent.open
    status = dice.choice(_OPEN if is_open else _CLOSED)
    created_at = now - timedelta(minutes=extent.open + extent.closed - index)
    priority = dice.choices(tuple(PRIORITY_RANKS), (5, 15, 60, 20))[0]
    due_at = now + timedelta(minutes=dice.randrange(-2_000, 40_000))
    runs = status in ("NEW", "ASSIGNED", "IN_PROGRESS", "REOPENED")
    return {
        "ticket_id": f"t{index:07d}",
        "number": f"T{created_at:%Y%m%d}-{index:06d}",
        "customer_id": f"c{dice.randrange(1000)}",
        "type": dice.choice(_TYPES),
        "priority": priority,
        "priority_rank": PRIORITY_RANKS[priority],
        "status": status,
        "status_kind": STATUS_KINDS[status],
        "archived": status == "ARCHIVED",
        "title": f"{dice.choice(_TITLES)} {index}",
        "text": f"客户来电反映{dice.choice(_TITLES)},希望尽快处理。Model BCD-{dice.randrange(900)}",
        "created_at": created_at,
        "updated_at": created_at + timedelta(minutes=dice.randrange(2000)),
        "created_by": f"a{dice.randrange(AGENTS)}",
        "assigned_to": None if status == "NEW" else f"a{dice.randrange(AGENTS)}",
        "department": _DEPARTMENTS[dice.choices((0, 1, 2, 3), (30, 50, 19, 1))[0]],
        "due_at": due_at,
        "next_due_at": due_at if runs else None,
        "tags": [*dice.sample(_TAGS, dice.randrange(3)), *(["罕见"] if index % 20_000 == 7 else [])],
        "check_code": "XXXXXXXXXX",
    }


def queries() -> Mapping[str, TicketQuery]:
    """What people ask lists for."""
    return {
        "newest": TicketQuery(),
        "due first": TicketQuery(sort="due"),
        "urgent first": TicketQuery(sort="priority"),
        "changed last": TicketQuery(sort="updated"),
        "mine": TicketQuery(mine=True, sort="due"),
        "nobody's": TicketQuery(unassigned=True, sort="priority"),
        "late": TicketQuery(late=True, sort="due"),
        "due soon": TicketQuery(soon=True, sort="due"),
        "waiting": TicketQuery(kind=["WAITING"]),
        "urgent and open": TicketQuery(priority=["URGENT"], kind=["NEW", "OPEN"], sort="due"),
        "a small department": TicketQuery(department=["配件组"]),
        "a frequent tag": TicketQuery(tag=["返修"]),
        "a rare tag": TicketQuery(tag=["罕见"]),
        "frequent words": TicketQuery(q="漏水"),
        "rare words": TicketQuery(q="BCD-77 脱水"),
        "a number": TicketQuery(q="000777"),
        "a customer's": TicketQuery(customer_id="c77"),
        "the archive": TicketQuery(archived=True),
    }


async def measure(database: Database, extent: TicketsExtent) -> list[dict[str, Any]]:
    """The database is filled already."""
    directory = DirectoryService(database, _PHONE_KEY)
    directory.load_now()
    tickets = TicketService(database, directory)
    readers = {
        "agent": tickets.reader(_user("a1", RoleName.AGENT)),
        "small department": tickets.reader(_user("a3", RoleName.AGENT)),
        "supervisor": tickets.reader(_user("a2", RoleName.SUPERVISOR)),
    }
    rows: list[dict[str, Any]] = []
    for who, reader in readers.items():
        for what, query in queries().items():
            rows.append(await _timed(f"{who}: {what}", extent, _page(tickets, reader, query)))
        rows.append(await _timed(f"{who}: counts", extent, _counts(tickets, reader)))
        board = _board(tickets, reader)
        rows.append(await _timed(f"{who}: board", extent, board))
    rows.append(await _timed("page 20", extent, _deep(tickets, readers["supervisor"])))
    agent = readers["agent"]
    rows.append(await _timed("one ticket", extent, lambda: tickets.file(agent, "t0000777")))
    rows.append(await _timed("make and move one", extent, _write(database, tickets, agent)))
    return rows


def _user(user_id: str, role: RoleName) -> SignedInUser:
    return SignedInUser(user_id, user_id, user_id, role)


Look = Callable[[], Awaitable[Any]]


def _page(tickets: TicketService, reader: Reader, query: TicketQuery) -> Look:
    return lambda: tickets.page(reader, query)


def _board(tickets: TicketService, reader: Reader) -> Look:
    return lambda: tickets.board(reader, "REPAIR", TicketQuery())


def _counts(tickets: TicketService, reader: Reader) -> Look:
    async def look() -> None:
        tickets.forget_counts()  # else they are kept for two seconds
        await tickets.counts(reader)

    return look


def _deep(tickets: TicketService, reader: Reader) -> Look:
    cursor: str | None = None

    async def look() -> None:
        nonlocal cursor
        if cursor is None:
            for _ in range(19):
                cursor = (await tickets.page(reader, TicketQuery(sort="due"), cursor)).next_cursor
        await tickets.page(reader, TicketQuery(sort="due"), cursor)

    return look


def _write(database: Database, tickets: TicketService, reader: Reader) -> Look:
    def write(session: Session) -> None:
        now = datetime.now(UTC)
        made = tickets.create(
            session, reader, NewTicket(type="REPAIR", title="冰箱漏水", text="又漏了" * 50), now
        )
        wish = TicketMoveWish(version=made.version, to_state="IN_PROGRESS")
        tickets.changes.move(session, reader, made.ticket_id, wish, now)

    return lambda: database.write(write)


async def _timed(what: str, extent: TicketsExtent, look: Look) -> dict[str, Any]:
    await look()
    took_ms: list[float] = []
    begin_cpu_s = time.process_time()
    for _ in range(extent.looks):
        begin_s = time.perf_counter()
        await look()
        took_ms.append((time.perf_counter() - begin_s) * 1000)
    cpu_ms = (time.process_time() - begin_cpu_s) * 1000 / extent.looks
    return {"what": what, "ms": percentiles(took_ms), "cpu_ms": round(cpu_ms, 2)}


def tickets_bench(
    extent: TicketsExtent, url: str, folder: Path, *, is_filled: bool = False
) -> dict[str, Any]:
    """``url`` "": SQLite in this folder."""
    database = Database(url or f"sqlite:///{folder / 'tickets.db'}")
    try:
        migrate(database)
        begin_s = time.monotonic()
        if not is_filled:
            fill(database, extent, datetime.now(UTC))
        filled_s = time.monotonic() - begin_s
        rows = asyncio.run(measure(database, extent)) if extent.looks else []
    finally:
        database.close_now()
    return {
        "database": "SQLite" if database.is_sqlite else "PostgreSQL",
        "open": extent.open,
        "closed": extent.closed,
        "filled_s": round(filled_s, 1),
        "rows": rows,
    }


def lines_of(result: Mapping[str, Any]) -> Iterator[str]:
    """For a person."""
    yield f"{result['open']:,} open and {result['closed']:,} closed tickets in {result['database']}"
    for row in result["rows"]:
        ms = row["ms"]
        said = "   ".join(f"{name} {ms[name]:8.2f} ms" for name in ("p50", "p95", "max"))
        yield f"  {row['what']:36} {said}   cpu {row['cpu_ms']:8.2f} ms"


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench_tickets", description=__doc__)
    parser.add_argument("--database", default="", metavar="URL", help="an empty one; without: SQLite")
    parser.add_argument("--filled", action="store_true", help="so many stand in it already")
    parser.add_argument("--open", type=int, default=FULL.open)
    parser.add_argument("--closed", type=int, default=FULL.closed)
    parser.add_argument("--looks", type=int, default=FULL.looks, help="of each kind; 0: only fill")
    parser.add_argument("--out", type=Path, default=Path("build/bench/tickets.json"))
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="seatline-bench-"))
    try:
        extent = TicketsExtent(options.open, options.closed, options.looks)
        found = tickets_bench(extent, options.database, folder, is_filled=options.filled)
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
