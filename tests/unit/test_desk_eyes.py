"""A pop shows each agent what she may see: in full while she has leave, and no moment longer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from app.contracts.customers import CustomerFile, CustomerView
from app.contracts.live import CallChanged, Hello, OfferMade
from app.server.core.events import LegAnswered
from app.server.customers.own_fields import FieldRules
from app.server.customers.views import seen_file
from app.server.security.model import RoleName
from app.server.security.viewing import Grant, Viewing
from tests.unit.test_desk import Centre, get_ready, ring, until

NUMBER, MASKED = "+8613812341234", "138****1234"
RUNG = "13812341234"
NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)


class Leave:
    """Of customer c1, for who is told."""

    def __init__(self) -> None:
        self.now = NOW
        self.viewing = Viewing(clock=lambda: self.now)

    def give(self, user_id: str) -> None:
        self.viewing.grant(Grant(f"r-{user_id}", user_id, "c1", NOW + timedelta(minutes=5)))

    def file(self, agent_id: str, whole: CustomerFile, call_id: str) -> CustomerFile:
        return seen_file(whole, self.viewing.eyes_of(agent_id, RoleName.AGENT), FieldRules())

    def number(self, agent_id: str, customer_id: str | None, number: str) -> str:
        return self.viewing.eyes_of(agent_id, RoleName.AGENT).of(customer_id).number(number)


async def read(number: str, language: str) -> CustomerFile:
    customer = CustomerView(customer_id="c1", name="李明", level="VIP", number=NUMBER, email="li@example.com")
    return CustomerFile(customer=customer, number=NUMBER)


async def strangers(number: str, language: str) -> CustomerFile:
    return CustomerFile(customer=None, number=number)


@pytest.fixture
def leave() -> Leave:
    return Leave()


@pytest.fixture
async def centre(leave: Leave) -> AsyncIterator[Centre]:
    house = Centre(read)
    house.files._sees = leave
    yield house
    await house.desk.stop()
    await house.runner.stop()


def shown(file: CustomerFile) -> tuple[str, str]:
    assert file.customer is not None
    return file.number, file.customer.email


async def test_her_offer_and_her_call_show_more_with_leave_and_less_when_it_ends(
    centre: Centre, leave: Leave
):
    async with centre.desk.subscribe("wang", 0) as messages:
        await until(messages, Hello)
        await get_ready(centre)
        ring(centre)
        offered = await until(messages, OfferMade)
        while offered.offer.file.customer is None:
            offered = await until(messages, OfferMade)
        assert shown(offered.offer.file) == (MASKED, "l****@example.com")
        leave.give("wang")
        centre.desk.eyes_changed("wang")
        assert shown((await until(messages, OfferMade)).offer.file) == (NUMBER, "li@example.com")

        centre.runner.feed(LegAnswered(centre.agent_leg()))
        talking = await until(messages, CallChanged)
        assert shown(talking.call.file) == (NUMBER, "li@example.com")
        leave.now = NOW + timedelta(minutes=5)
        centre.desk.eyes_changed("wang")
        masked = await until(messages, CallChanged)
        assert shown(masked.call.file) == (MASKED, "l****@example.com")
        assert masked.call.caller_number == MASKED
        assert masked.call.parties[0].number == MASKED
    async with centre.desk.subscribe("wang", 0) as messages:
        hello = await until(messages, Hello)
        assert hello.call is not None and shown(hello.call.file) == (MASKED, "l****@example.com")


async def test_a_ringing_offer_is_masked_as_soon_as_her_leave_is_over(centre: Centre, leave: Leave):
    leave.give("wang")
    async with centre.desk.subscribe("wang", 0) as messages:
        await until(messages, Hello)
        await get_ready(centre)
        ring(centre)
        offered = await until(messages, OfferMade)
        while offered.offer.file.customer is None:
            offered = await until(messages, OfferMade)
        assert offered.offer.caller_number == NUMBER
        leave.now = NOW + timedelta(minutes=5)
        centre.desk.eyes_changed("wang")
        assert (await until(messages, OfferMade)).offer.caller_number == MASKED


async def test_who_may_see_all_numbers_sees_those_of_strangers_in_a_call_and_its_parties(
    centre: Centre, leave: Leave
):
    centre.files._read = strangers
    leave.viewing.grant(Grant("r-all", "wang", None, NOW + timedelta(minutes=5)))
    async with centre.desk.subscribe("wang", 0) as messages:
        await until(messages, Hello)
        await get_ready(centre)
        ring(centre)
        assert (await until(messages, OfferMade)).offer.caller_number == RUNG
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        talking = await until(messages, CallChanged)
        assert (talking.call.caller_number, talking.call.parties[0].number) == (RUNG, RUNG)
        (customer,) = (
            each for each in centre.desk.control.parties("boss", True, "call-1") if not each.agent_id
        )
        assert customer.number == MASKED
        leave.now = NOW + timedelta(minutes=5)
        centre.desk.eyes_changed("wang")
        masked = await until(messages, CallChanged)
        assert (masked.call.caller_number, masked.call.parties[0].number) == (MASKED, MASKED)


async def test_anothers_leave_shows_her_nothing(centre: Centre, leave: Leave):
    leave.give("li")
    async with centre.desk.subscribe("wang", 0) as messages:
        await until(messages, Hello)
        await get_ready(centre)
        ring(centre)
        offered = await until(messages, OfferMade)
        while offered.offer.file.customer is None:
            offered = await until(messages, OfferMade)
        assert shown(offered.offer.file) == (MASKED, "l****@example.com")
    assert centre.files.at_hand("call-1") is None or "****" in centre.files.at_hand("call-1").number


async def test_files_at_hand_are_masked_where_nobody_in_particular_looks(centre: Centre):
    loaded = await centre.files.load("call-9", NUMBER)
    assert shown(loaded) == shown(centre.files.at_hand("call-9")) == (MASKED, "l****@example.com")
    assert centre.files.calls_of("c1") == [("call-9", NUMBER)]
    centre.files.drop("call-9")
    assert centre.files.calls_of("c1") == []
