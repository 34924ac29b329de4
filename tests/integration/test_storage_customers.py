"""The time line where everything happened at the same instant: no item twice, none lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.server.customers.service import CustomerService
from app.server.directory.service import DirectoryService
from app.server.storage.errors import NotFoundError
from app.server.storage.tables import Call, Customer, CustomerNumber, Order, Ticket

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def customers(database) -> CustomerService:
    def fill(session):
        session.add(Customer(customer_id="k", name="Zhang 100%", tags=["a"], since=NOW))
        session.flush()
        session.add_all(
            [
                CustomerNumber(e164="+8613900000001", customer_id="k", position=1),
                CustomerNumber(e164="+8613900000000", customer_id="k", position=0),
            ]
        )
        for name in ("a", "B", "c", "D"):
            session.add_all(
                [
                    Call(call_id=name, started_at=NOW, customer_id="k", caller_number="1"),
                    Order(
                        order_id=name, number=f"SO-{name}", customer_id="k", at=NOW, items="", amount_cents=1,
                        status="PAID",
                    ),
                    Ticket(
                        ticket_id=name, number=f"T-{name}", customer_id="k", type="REPAIR", priority="NORMAL",
                        status="CLOSED", title="t", created_at=NOW, created_by="gone",
                    ),
                ]
            )  # fmt: skip

    database.write_now(fill)
    directory = DirectoryService(database, b"p" * 32)
    directory.load_now()
    return CustomerService(database, directory)


@pytest.mark.parametrize("size", [1, 2, 5])
async def test_pages_are_whole_though_all_happened_at_once(customers, size):
    seen, cursor = [], None
    while True:
        page = await customers.timeline("k", cursor, size)
        seen += [item.item_id for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == 12
    assert len(set(seen)) == 12


async def test_who_left_is_shown_by_id_and_the_first_number_counts(customers):
    file = await customers.file("k")
    assert file.number == "139****0000"
    assert {item.agent_name for item in file.timeline if item.kind == "TICKET"} == {"gone"}
    assert file.open_tickets == []
    assert await customers.find_by_number("139 0000 0001") == ("k", "NORMAL")
    assert await customers.find_by_number("") is None
    with pytest.raises(NotFoundError):
        await customers.file("none")


async def test_signs_of_the_search_language_are_only_signs(customers):
    assert [item.name for item in (await customers.search("100%")).items] == ["Zhang 100%"]
    assert [item.name for item in (await customers.search("ZHANG")).items] == ["Zhang 100%"]
    assert (await customers.search("_hang")).items == []
    assert [item.customer_id for item in (await customers.search("0139 0000")).items] == ["k"]
