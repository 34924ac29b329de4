"""Lists, board and numbers of many tickets: whichever way the database goes, they show what a person would
who goes through all of them one by one; on both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text, update

from app.contracts.tickets import TicketQuery, TicketView
from app.demo.bench_tickets import TicketsExtent
from app.demo.bench_tickets import fill as fill_with_tickets
from app.server.directory.service import DirectoryService
from app.server.security.model import RoleName, SignedInUser
from app.server.storage.database import Database
from app.server.storage.tables import Ticket, TicketTag, TicketTotal
from app.server.storage.types import to_us
from app.server.tickets import picking
from app.server.tickets.service import TicketService
from app.server.tickets.views import Reader

PEOPLE = {"a1": RoleName.AGENT, "a3": RoleName.AGENT, "a2": RoleName.SUPERVISOR}  # a3: of a small department
LISTS: dict[str, dict[str, Any]] = {
    "all": {},
    "a frequent kind": {"kind": ["OPEN"]},
    "a rare kind": {"priority": ["URGENT"], "kind": ["WAITING"], "type": ["REFUND"]},
    "a department": {"department": ["售后组"]},
    "a small department": {"department": ["配件组"]},
    "nobody's": {"unassigned": True},
    "nobody's and urgent": {"unassigned": True, "priority": ["URGENT", "HIGH"]},
    "late": {"late": True},
    "soon": {"soon": True},
    "a tag": {"tag": ["返修"]},
    "a tag of a kind": {"tag": ["返修"], "kind": ["OPEN"], "priority": ["LOW"]},
    "none": {"type": ["NOSUCH"]},
    "archived": {"archived": True},
    "mine": {"mine": True},
    "mine with a tag": {"mine": True, "tag": ["加急"]},
    "somebody's": {"assigned_to": ["a5", "a6"], "kind": ["OPEN"]},
}


@dataclass
class Many:
    database: Database
    tickets: TicketService
    rows: list[Ticket]

    def reader(self, name: str) -> Reader:
        return self.tickets.reader(SignedInUser(name, name, name, PEOPLE[name]))

    async def all_pages(self, name: str, query: TicketQuery) -> list[TicketView]:
        found: list[TicketView] = []
        cursor = None
        while True:
            page = await self.tickets.page(self.reader(name), query, cursor, 47)
            found += page.items
            cursor = page.next_cursor
            if cursor is None:
                return found


@pytest.fixture(params=["few are picked", "along the order"])
def way(request, monkeypatch) -> None:
    """Whether something is few depends on how many there are of all: both ways are taken."""
    monkeypatch.setattr(picking, "FEW", 10_000 if request.param == "few are picked" else 0)
    monkeypatch.setattr(picking, "RARE", 1)


@pytest.fixture
def many(database: Database) -> Many:
    extent = TicketsExtent(open=120, closed=80)
    fill_with_tickets(database, extent, datetime.now(UTC))
    near = datetime.now(UTC) + timedelta(minutes=20)  # some are due soon, some were archived, some have gone
    odd = select(Ticket.ticket_id).where(Ticket.number.like("%7"))
    five = select(Ticket.ticket_id).where(Ticket.number.like("%55"))
    database.write_now(
        lambda session: (
            session.execute(update(Ticket).where(Ticket.ticket_id.in_(odd)).values(next_due_at=near)),
            session.execute(delete(TicketTag).where(TicketTag.ticket_id.in_(five))),
            session.execute(delete(Ticket).where(Ticket.ticket_id.in_(five))),
        )
    )
    directory = DirectoryService(database, b"\0" * 32)
    directory.load_now()
    rows = list(database.read_now(lambda session: session.scalars(select(Ticket)).all()))
    return Many(database, TicketService(database, directory), rows)


def fits(row: Ticket, query: TicketQuery, me: str, now: datetime) -> bool:
    """As the wire's description says it."""
    is_open = row.status_kind in ("NEW", "OPEN", "WAITING")
    at_work = row.status_kind in ("NEW", "OPEN") and row.next_due_at is not None
    departments = {"a1": "售后组", "a3": "配件组"}
    in_lists = me == "a2" or query.mine
    in_lists = (
        in_lists or row.department in (departments.get(me), "") or me in (row.assigned_to, row.created_by)
    )
    return (
        in_lists
        and row.archived == query.archived
        and (not query.status or row.status in query.status)
        and (not query.kind or row.status_kind in query.kind)
        and (not query.type or row.type in query.type)
        and (not query.priority or row.priority in query.priority)
        and (not query.department or row.department in query.department)
        and (not query.assigned_to or row.assigned_to in query.assigned_to)
        and (not query.tag or bool(set(query.tag) & set(row.tags)))
        and (not query.mine or row.assigned_to == me)
        and (not query.unassigned or (row.assigned_to is None and is_open))
        and (not query.late or (at_work and row.next_due_at < now))
        and (not query.soon or (at_work and now <= row.next_due_at <= now + timedelta(hours=1)))
    )  # fmt: skip


def by_due(row: Ticket) -> tuple[Any, ...]:
    """What has no time comes at the end, the newest first; ids are in the order of time here."""
    if row.next_due_at is not None:
        return 0, to_us(row.next_due_at), row.ticket_id
    return 1, -to_us(row.created_at), ""


ORDERS: dict[str, Callable[[Ticket], Any]] = {
    "newest": lambda row: -to_us(row.created_at),
    "due": by_due,
    "priority": lambda row: (row.priority_rank, row.created_at),
    "updated": lambda row: (-to_us(row.updated_at), [-ord(each) for each in row.ticket_id]),
}


@pytest.mark.usefixtures("way")
async def test_every_list_holds_what_fits_in_its_order(many):
    now, dice = datetime.now(UTC), Random(3)
    for what, asked in LISTS.items():
        for name in PEOPLE:
            sort = dice.choice(tuple(ORDERS))
            query = TicketQuery.model_validate(asked | {"sort": sort})
            expected = sorted((row for row in many.rows if fits(row, query, name, now)), key=ORDERS[sort])
            shown = [each.number for each in await many.all_pages(name, query)]
            assert shown == [row.number for row in expected], f"{name}: {what} by {sort}"


@pytest.mark.usefixtures("way")
async def test_a_board_shows_in_each_column_what_the_list_of_it_shows(many):
    now, dice = datetime.now(UTC), Random(5)
    for what, asked in LISTS.items():
        for name in PEOPLE:
            sort = dice.choice(tuple(ORDERS))
            query = TicketQuery.model_validate(asked | {"sort": sort, "type": ["REPAIR"], "archived": False})
            board = await many.tickets.board(many.reader(name), "REPAIR", query)
            for column in board.columns:
                fitting = (row for row in many.rows if fits(row, query, name, now))
                here = [row for row in fitting if row.status == column.state.code]
                expected = [row.number for row in sorted(here, key=ORDERS[sort])]
                said = f"{name}: {what} by {sort}, {column.state.code}"
                assert [each.number for each in column.tickets] == expected[:30], said
                assert column.count == len(expected), said
                assert (column.cursor is not None) == (len(expected) > 30), said


async def test_the_numbers_above_the_lists_are_those_of_the_lists(many):
    now = datetime.now(UTC)
    for name in PEOPLE:
        counts = await many.tickets.counts(many.reader(name))
        shown = [row for row in many.rows if fits(row, TicketQuery(), name, now)]
        assert counts.by_status == Counter(row.status for row in shown)
        for what in ("unassigned", "late", "soon"):
            query = TicketQuery.model_validate({what: True})
            assert getattr(counts, what) == sum(fits(row, query, name, now) for row in shown), (name, what)
    assert counts.late and counts.soon and counts.unassigned


def test_the_kept_numbers_are_right_whatever_is_written(database):
    """Also by statements that no program of ours writes."""
    fill_with_tickets(database, TicketsExtent(open=150, closed=50), datetime.now(UTC))
    for statement in (
        "update tickets set status = 'ARCHIVED', archived = true where ticket_id < 't0000040'",
        "update tickets set archived = false, status = 'REOPENED' where ticket_id < 't0000010'",
        "update tickets set department = 'x', priority = 'LOW', assigned_to = null "
        "where ticket_id > 't0000150'",
        "update tickets set archived = true where ticket_id between 't0000050' and 't0000060'",
        "update tickets set title = 'y', department = department",
        "delete from ticket_tags",
        "delete from tickets where ticket_id > 't0000180'",
    ):
        with database.connection() as connection:
            connection.execute(text(statement))
    kinds = (Ticket.department, Ticket.type, Ticket.status, Ticket.status_kind, Ticket.priority)
    counted = select(*kinds, Ticket.assigned_to.is_not(None), func.count()).where(Ticket.archived.is_(False))
    kept = select(
        *(TicketTotal.department, TicketTotal.type, TicketTotal.status, TicketTotal.status_kind),
        *(TicketTotal.priority, TicketTotal.is_assigned, TicketTotal.count),
    ).where(TicketTotal.count != 0)
    found = database.read_now(
        lambda session: (
            {
                (*map(str, row[:5]), bool(row[5]), row[6])
                for row in session.execute(counted.group_by(*kinds, text("6")))
            },
            {(*map(str, row[:5]), bool(row[5]), row[6]) for row in session.execute(kept)},
        )
    )
    assert found[0] == found[1] and len(found[0]) > 20
