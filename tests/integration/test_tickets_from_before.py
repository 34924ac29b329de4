"""Tickets of an earlier version: taken over with their states and history, and found by their words."""

from __future__ import annotations

import asyncio

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import select, text

from app.contracts.tickets import TicketQuery
from app.server.directory.service import DirectoryService
from app.server.security.model import RoleName, SignedInUser
from app.server.storage.database import Database
from app.server.storage.migrate import SCRIPTS, migrate
from app.server.storage.tables import Ticket, TicketEvent
from app.server.tickets.service import TicketService

OLD = (("a", "CLOSED"), ("b", "IN_PROGRESS"), ("c", "ARCHIVED"), ("d", "WAITING"), ("e", "ODD"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def old_url(request, tmp_path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'old.db'}"
    return request.getfixturevalue("postgres_server").empty()


def as_it_was(database: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with database.connection() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
    with database.connection() as connection:
        for number, (ticket_id, status) in enumerate(OLD):
            connection.execute(
                text(
                    "insert into tickets (ticket_id, number, type, priority, status, title, text, "
                    "created_at, created_by, assigned_to, due_at) "
                    "values (:id, :number, 'REPAIR', 'HIGH', :status, "
                    ":title, '', :at, 'anna', 'anna', :at)"
                ),
                {"id": ticket_id, "number": f"T20260101-000{number}", "status": status,
                 "title": f"冰箱漏水 {ticket_id}", "at": 1_767_225_600_000_000 + number},
            )  # fmt: skip
        connection.execute(
            text(
                "insert into ticket_events (ticket_id, at, by, kind, detail) "
                "values ('b', 1767225600000000, 'anna', 'STATUS', 'IN_PROGRESS 已联系客户')"
            )
        )


def test_old_tickets_go_on_where_they_were(old_url):
    database = Database(old_url)
    try:
        as_it_was(database)
        migrate(database)
        rows = {row.ticket_id: row for row in database.read_now(lambda s: s.scalars(select(Ticket)).all())}
        states = {each: (row.status, row.status_kind, row.archived) for each, row in rows.items()}
        assert states == {
            "a": ("CONFIRMED", "CONFIRMED", False),
            "b": ("IN_PROGRESS", "OPEN", False),
            "c": ("ARCHIVED", "ARCHIVED", True),
            "d": ("WAITING", "WAITING", False),
            "e": ("IN_PROGRESS", "OPEN", False),
        }
        assert {row.priority_rank for row in rows.values()} == {1}
        assert len({row.check_code for row in rows.values()}) == len(OLD)
        assert all(len(row.check_code) >= 8 for row in rows.values())
        event = database.read_now(lambda s: s.scalars(select(TicketEvent)).one())
        assert (event.field, event.after, event.detail) == ("status", "IN_PROGRESS", "已联系客户")

        directory = DirectoryService(database, b"p" * 32)
        directory.load_now()
        tickets = TicketService(database, directory)
        lead = tickets.reader(SignedInUser("lead", "lead", "Lead", RoleName.SUPERVISOR))
        assert asyncio.run(tickets.index_old()) == len(OLD)
        found = asyncio.run(tickets.page(lead, TicketQuery(q="漏水", sort="newest")))
        assert [each.ticket_id for each in found.items] == ["e", "d", "b", "a"]
        assert asyncio.run(tickets.index_old()) == 0
    finally:
        database.close_now()
