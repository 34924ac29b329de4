"""Flows ask about orders and tickets of our own database, by caller and by number, in his language."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.server.connectors.service import Connectors
from app.server.core.commands import AskSystem
from app.server.flows.systems import OWN_SYSTEMS
from app.server.storage.errors import StorageBusyError
from app.server.storage.tables import Customer, CustomerNumber, LabelRow, Order, Ticket, TicketTypeRow

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LI, WANG = "+8613812345678", "+8613987654321"
NEWEST = "SO20261121-0042"
TICKET = "T20261120-0007"


def _fill(session: Session) -> None:
    for name, number in (("li", LI), ("wang", WANG)):
        session.add(Customer(customer_id=name, name=name.title(), level="VIP", region="北京"))
        session.flush()
        session.add(CustomerNumber(e164=number, customer_id=name))
    for number, customer_id, days, status in (
        (NEWEST, "li", 0, "SHIPPED"),
        ("SO20261101-0003", "li", 20, "DELIVERED"),
        ("SO20261120-0001", "wang", 1, "PAID"),
    ):
        at = NOW - timedelta(days=days)
        session.add(
            Order(order_id=number, number=number, customer_id=customer_id, at=at, items="电饭煲×1",
                  amount_cents=29900, status=status)
        )  # fmt: skip
    for number, status, days in (("T20261101-0001", "CONFIRMED", 20), (TICKET, "IN_PROGRESS", 1)):
        at = NOW - timedelta(days=days)
        session.add(
            Ticket(ticket_id=number, number=number, customer_id="li", type="REPAIR", priority="NORMAL",
                   status=status, title="不加热", created_at=at, created_by="1001", due_at=NOW)
        )  # fmt: skip
    session.add(LabelRow(kind="ORDER_STATUS", code="SHIPPED", zh="运输中", en="On the way", position=0))


@pytest.fixture
def house(database) -> Connectors:
    database.write_now(_fill)
    return Connectors(database, b"p" * 32, lambda *_: None)


async def _ask(house: Connectors, system: str, operation: str, **values: str):
    into = {name: name for name in OWN_SYSTEMS[system][operation][1]}
    return await house.answer(system, operation, values, into, 5)


def _digits(number: str) -> str:
    return "".join(each for each in number if each.isdecimal())


@pytest.mark.parametrize("caller", [LI, "13812345678", "008613812345678", "8613812345678"])
async def test_the_latest_order_of_the_caller(house, caller) -> None:
    answer = await _ask(house, "@orders", "latest", caller=caller)
    assert answer.result == "found"
    assert (answer.values["number"], answer.values["amount"]) == (NEWEST, "29900")
    assert answer.values["date"] == f"{NOW.astimezone():%Y-%m-%d}"
    assert answer.values["count"] == "2"


@pytest.mark.parametrize(
    ("language", "order", "ticket"), [("zh", "运输中", "处理中"), ("en", "On the way", "in progress")]
)
async def test_states_are_named_in_the_callers_language(house, language, order, ticket) -> None:
    for system, word in (("@orders", order), ("@tickets", ticket)):
        answer = await _ask(house, system, "latest", caller=LI, language=language)
        assert answer.values["status_text"] == word


async def test_an_order_is_found_by_the_digits_of_its_number(house) -> None:
    for number in ("202611210042", NEWEST):
        answer = await _ask(house, "@orders", "find", number=number, caller=WANG)
        assert (answer.result, answer.values["number"], answer.values["status"]) == (
            "found",
            NEWEST,
            "SHIPPED",
        )


async def test_what_was_bought_is_told_to_its_customer_alone(house) -> None:
    stranger = await _ask(house, "@orders", "find", number="202611210042", caller=WANG)
    assert (stranger.values["amount"], stranger.values["items"], stranger.values["own"]) == ("", "", "no")
    own = await _ask(house, "@orders", "find", number="202611210042", caller=LI)
    assert (own.values["amount"], own.values["items"], own.values["own"]) == ("29900", "电饭煲×1", "yes")


async def test_the_end_of_a_number_finds_only_the_callers_own(house) -> None:
    own = await _ask(house, "@orders", "find", number="0042", caller=LI)
    assert own.values["number"] == NEWEST
    for number, caller in (("0042", WANG), ("0042", ""), ("42", LI), ("", LI)):
        assert (await _ask(house, "@orders", "find", number=number, caller=caller)).result == "not-found"


async def test_a_ticket_is_found_by_caller_and_by_number(house) -> None:
    latest = await _ask(house, "@tickets", "latest", caller=LI)
    assert (latest.values["number"], latest.values["status"], latest.values["count"]) == (
        TICKET,
        "IN_PROGRESS",
        "1",
    )
    stranger = await _ask(house, "@tickets", "find", number="202611200007", caller=WANG)
    heard = {name: value for name, value in stranger.values.items() if value}
    assert heard == {"number": TICKET, "status": "IN_PROGRESS", "status_text": "处理中", "own": "no"}
    own = await _ask(house, "@tickets", "find", number="0007", caller=LI)
    assert own.values["title"] == "不加热"


async def test_a_type_with_states_of_its_own_is_understood_and_named_as_it_calls_them(
    house, database
) -> None:
    def own_states(session: Session) -> None:
        state = {
            "code": "QUOTING",
            "kind": "OPEN",
            "name": {"code": "QUOTING", "zh": "报价中", "en": "Quoting"},
        }
        session.add(
            TicketTypeRow(
                code="REPAIR", definition={"states": [state]}, revision=1, changed_at=NOW, changed_by="admin"
            )
        )
        row = session.get(Ticket, TICKET)
        assert row is not None
        row.status, row.status_kind = "QUOTING", "OPEN"

    database.write_now(own_states)
    for language, name in (("zh", "报价中"), ("en", "Quoting")):
        answer = await _ask(house, "@tickets", "latest", caller=LI, language=language)
        assert (answer.values["status"], answer.values["status_text"]) == ("IN_PROGRESS", name)


async def test_a_customer_is_known_by_his_number(house) -> None:
    answer = await _ask(house, "@customers", "find", caller=LI)
    assert answer.values == {
        "name": "Li", "level": "VIP", "region": "北京", "language": "zh",
        "open_tickets": "1", "open_orders": "1",
    }  # fmt: skip


@pytest.mark.parametrize("caller", ["", "anonymous", "+8613000000000", "' OR 1=1 --"])
async def test_strangers_have_nothing(house, caller) -> None:
    for system in OWN_SYSTEMS:
        operation = "find" if system == "@customers" else "latest"
        assert (await _ask(house, system, operation, caller=caller)).result == "not-found"


async def test_a_slow_or_broken_database_holds_no_caller(house, monkeypatch) -> None:
    async def never(work) -> None:
        await asyncio.sleep(60)

    async def busy(work) -> None:
        raise StorageBusyError

    async def broken(work) -> None:
        raise RuntimeError("boom")

    for read, why in ((never, "time-out"), (busy, StorageBusyError.error_id), (broken, "fault")):
        monkeypatch.setattr(house._database, "read", read)
        told = await house.ask(AskSystem("r", "c", "@orders", "latest", {"caller": "1"}, {}, 0.1))
        assert (told.result, told.why) == ("failed", why)
