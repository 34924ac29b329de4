"""A small company's tickets in a database: who does what, and how each reads the file afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.contracts.tickets import NewTicket, TicketAssign, TicketChange, TicketMoveWish, TicketQuery
from app.server.directory.service import DirectoryService
from app.server.security.model import RoleName, SignedInUser
from app.server.storage.database import Database
from app.server.storage.tables import AgentSkill, Customer, LabelRow, Skill, Ticket, User
from app.server.tickets.model import Happening
from app.server.tickets.service import TicketService
from app.server.tickets.views import Reader

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PEOPLE = {  # user: role, department
    "anna": ("AGENT", "售后组"),
    "bert": ("AGENT", "售后组"),
    "cleo": ("SENIOR", "售前组"),
    "lead": ("SUPERVISOR", "班长席"),
    "admin": ("ADMIN", ""),
    "quin": ("QUALITY", ""),
}


@dataclass
class Desk:
    database: Database
    tickets: TicketService
    heard: list[tuple[Ticket, Happening]]
    on_shift: set[str]
    now: datetime = NOW

    def reader(self, name: str, language: str = "zh") -> Reader:
        user = SignedInUser(name, name, name, RoleName(PEOPLE[name][0]))
        return self.tickets.reader(user, language)

    def do(self, name: str, act: Callable[..., Ticket], *words: Any) -> dict[str, Any]:
        """One write; the ticket's file afterwards as this person reads it."""
        self.now += timedelta(seconds=1)

        def work(session: Any) -> dict[str, Any]:
            ticket = act(session, self.reader(name), *words, self.now)
            return self.tickets.file_of(session, ticket, self.reader(name), self.now).model_dump()

        return self.database.write_now(work)

    def new(self, name: str = "anna", **more: Any) -> dict[str, Any]:
        wish = {"type": "REPAIR", "title": "冰箱漏水", "assign": "none"} | more
        return self.do(name, self.tickets.changes.create, NewTicket.model_validate(wish))["ticket"]

    def change(self, name: str, ticket: dict[str, Any], **what: Any) -> dict[str, Any]:
        wish = TicketChange.model_validate({"version": ticket["version"]} | what)
        return self.do(name, self.tickets.changes.change, ticket["ticket_id"], wish)

    def move(self, name: str, ticket: dict[str, Any], to_state: str, **what: Any) -> dict[str, Any]:
        wish = TicketMoveWish.model_validate({"version": ticket["version"], "to_state": to_state} | what)
        return self.do(name, self.tickets.changes.move, ticket["ticket_id"], wish)["ticket"]

    def assign(self, name: str, ticket: dict[str, Any], **what: Any) -> dict[str, Any]:
        wish = TicketAssign.model_validate({"version": ticket["version"]} | what)
        return self.do(name, self.tickets.changes.assign, ticket["ticket_id"], wish)["ticket"]

    def file(self, name: str, ticket_id: str, language: str = "zh") -> dict[str, Any]:
        def work(session: Any) -> dict[str, Any]:
            ticket = session.get(Ticket, ticket_id)
            return self.tickets.file_of(session, ticket, self.reader(name, language), self.now).model_dump()

        return self.database.read_now(work)

    async def titles(self, name: str, **query: Any) -> list[str]:
        page = await self.tickets.page(self.reader(name), TicketQuery.model_validate(query))
        return [item.title for item in page.items]


def fill(session: Any) -> None:
    for user_id, (role, department) in PEOPLE.items():
        session.add(
            User(
                user_id=user_id, username=user_id, display_name=user_id.title(), display_name_en="",
                role=role, password_hash="", department=department,
                department_en={"售后组": "After-sales", "售前组": "Sales"}.get(department, ""),
            )
        )  # fmt: skip
    session.add(Skill(skill_id="fridges", name_zh="冰箱", name_en="Fridges"))
    session.add(LabelRow(kind="TICKET_TYPE", code="REPAIR", zh="报修", en="Repair", position=0))
    session.add(LabelRow(kind="TICKET_TYPE", code="CONSULT", zh="咨询", en="Enquiry", position=1))
    session.add(Customer(customer_id="k1", name="李明", tags=[], since=NOW))
    session.add(Customer(customer_id="k2", name="王小红", tags=[], since=NOW))
    session.flush()
    session.add(AgentSkill(user_id="bert", skill_id="fridges", level=5))


@pytest.fixture
def desk(database) -> Desk:
    database.write_now(fill)
    directory = DirectoryService(database, b"p" * 32)
    directory.load_now()
    tickets = TicketService(database, directory)
    heard: list[tuple[Ticket, Happening]] = []
    tickets.on_change(lambda _session, ticket, happening: heard.append((ticket, happening)))
    on_shift: set[str] = set()
    tickets.duty.on_shift = lambda: on_shift
    return Desk(database, tickets, heard, on_shift)
