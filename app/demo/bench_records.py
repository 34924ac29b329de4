"""What the server keeps, measured: customers, tickets and articles by the thousand, and agents who work with
them.

In:  how much of each, which of them is wanted. Out: figures by name, and lines for a person.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.demo import bench_customer_work, bench_customers, bench_knowledge, bench_tickets, bench_work

NAMES: Final = ("customers", "customer-work", "tickets", "knowledge", "work")
NOTES: Final = (
    "customer-work: filters, segments, rules, duplicates, export and import; held: how long the one writer "
    "kept the others waiting.",
    "work: customers, tickets, knowledge and notices of a server with SQLite, read and written by agents who "
    "take a call every four minutes; search fields are asked at each letter.",
)


@dataclass(frozen=True, slots=True)
class RecordsExtent:
    """``worked_customers``: how many are filtered, sorted into segments, exported, looked at for twins."""

    customers: bench_customers.CustomersExtent = bench_customers.FULL
    worked_customers: int = 100_000
    tickets: bench_tickets.TicketsExtent = bench_tickets.FULL
    knowledge: bench_knowledge.KnowledgeExtent = bench_knowledge.FULL
    work: bench_work.WorkExtent = bench_work.FULL


FULL: Final = RecordsExtent()
QUICK: Final = RecordsExtent(
    customers=bench_customers.QUICK,
    worked_customers=10_000,
    tickets=bench_tickets.QUICK,
    knowledge=bench_knowledge.QUICK,
    work=bench_work.QUICK,
)


async def measure(
    result: dict[str, Any],
    wanted: Collection[str],
    extent: RecordsExtent,
    folder: Path,
    say: Callable[[str], None],
) -> None:
    """Raises StageError."""
    if "customers" in wanted:
        say(f"{extent.customers.customers:,} customers are entered and looked for…")
        bench = bench_customers.customers_bench
        result["customers"] = await asyncio.to_thread(bench, extent.customers, "", folder)
    if "customer-work" in wanted:
        say(f"segments, rules, import and twins of {extent.worked_customers:,} customers…")
        bench = bench_customer_work.customer_work_bench
        result["customer-work"] = await asyncio.to_thread(bench, extent.worked_customers, "", folder)
    if "tickets" in wanted:
        say(f"{extent.tickets.open:,} open tickets are listed…")
        bench = bench_tickets.tickets_bench
        result["tickets"] = await asyncio.to_thread(bench, extent.tickets, "", folder)
    if "knowledge" in wanted:
        say(f"{extent.knowledge.articles:,} articles are made findable and looked for…")
        bench = bench_knowledge.knowledge_bench
        result["knowledge"] = await asyncio.to_thread(bench, extent.knowledge, "", folder)
    if "work" in wanted:
        say(f"desk work of {extent.work.agents} agents…")
        result["work"] = await bench_work.desk_work(extent.work, folder / "work")


_LINES: Final[Mapping[str, Callable[[Mapping[str, Any]], Iterator[str]]]] = {
    "customers": bench_customers.lines_of,
    "customer-work": bench_customer_work.lines_of,
    "tickets": bench_tickets.lines_of,
    "knowledge": bench_knowledge.lines_of,
    "work": bench_work.lines_of,
}


def lines_of(result: Mapping[str, Any]) -> Iterator[str]:
    """For a person."""
    for name, lines in _LINES.items():
        if name in result:
            yield from lines(result[name])
