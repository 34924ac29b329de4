"""Short messages: kept first, handed over beside the call, repeated, limited, and nothing lost silently."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.server.connectors.model import Operation, SystemAccount
from app.server.connectors.service import Connectors
from app.server.core.commands import SendMessage
from app.server.notify.courier import Courier, Patience
from app.server.notify.gateway import HttpGateway
from app.server.notify.model import NotifyError
from app.server.notify.office import Office
from app.server.notify.outbox import MOST_AN_HOUR
from app.server.notify.service import MessageService
from app.server.storage.errors import StorageBusyError
from app.server.storage.tables import MessageOut
from tests.doubles.company_system import CompanySystemDouble, answering, company_system

NUMBER = "+8613812345678"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


class NoWeb:
    """Nothing here goes over HTTP."""


class Gateway:
    """Fails as often as it is told to."""

    is_set_up = True

    def __init__(self, *failures: NotifyError) -> None:
        self.failures = list(failures)
        self.sent: list[tuple[str, str]] = []

    async def send(self, number: str, text: str) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((number, text))


class House:
    """The outbox with its courier. ``running``: False as if nothing were started."""

    def __init__(self, database, gateway) -> None:
        self.alarms: list[tuple[str, bool]] = []
        self.now = NOW
        self.database = database
        self.courier = Courier(
            database,
            Office(database, b"k" * 32, NoWeb(), gateway, self._alarm),
            self._alarm,
            draw=lambda: 0.0,
            clock=lambda: self.now,
            patience=Patience(call_s=(10.0, 60.0)),
        )
        self.service = MessageService(
            database, self._alarm, self.courier.wake, lambda: gateway is not None, clock=lambda: self.now
        )

    def _alarm(self, error_id: str, text: str, over: bool) -> None:
        self.alarms.append((error_id, over))

    async def send(self, text: str = "第3位", number: str = NUMBER) -> None:
        """And let the courier do what is due now."""
        await self.service.send(SendMessage("call-1", number, text))
        await self.rounds()

    async def rounds(self) -> None:
        await self.courier.due_now()

    async def later(self, **passed: float) -> None:
        self.now += timedelta(**passed)
        await self.rounds()

    def rows(self) -> list[MessageOut]:
        return list(
            self.database.read_now(
                lambda s: s.scalars(select(MessageOut).order_by(MessageOut.message_id)).all()
            )
        )


async def test_a_message_is_kept_and_handed_over(database) -> None:
    gateway = Gateway()
    house = House(database, gateway)
    await house.send()
    (row,) = house.rows()
    assert gateway.sent == [(NUMBER, "第3位")]
    assert (row.call_id, row.address, row.text, row.state, row.tries, row.error) == (
        "call-1", NUMBER, "第3位", "SENT", 1, "",
    )  # fmt: skip


async def test_it_is_tried_again_and_the_alarm_ends(database) -> None:
    gateway = Gateway(NotifyError("time-out"), NotifyError("time-out"))
    house = House(database, gateway)
    await house.send()
    await house.later(seconds=9)
    assert house.rows()[0].tries == 1, "not at once again"
    await house.later(seconds=1)
    await house.later(seconds=60)
    (row,) = house.rows()
    assert (row.state, row.tries) == ("SENT", 3)
    assert house.alarms[-1] == ("short-messages", True)


async def test_one_that_cannot_be_sent_stays_visible_and_raises_an_alarm(database) -> None:
    house = House(database, Gateway(*[NotifyError("http-500")] * 9))
    await house.send()
    for seconds in (10, 60, 600):
        await house.later(seconds=seconds)
    (row,) = house.rows()
    assert (row.state, row.tries, row.error) == ("FAILED", 3, "http-500")
    assert house.alarms == [("short-messages", False)]


async def test_what_makes_no_sense_is_not_repeated(database) -> None:
    gateway = Gateway(NotifyError("http-400", final=True))
    house = House(database, gateway)
    await house.send()
    assert (house.rows()[0].state, house.rows()[0].tries) == ("FAILED", 1)


async def test_nobody_is_flooded(database) -> None:
    gateway = Gateway()
    house = House(database, gateway)
    for _ in range(MOST_AN_HOUR["SMS"] + 3):
        await house.send()
    await house.send(number="+8613900000000")
    assert len([number for number, _ in gateway.sent if number == NUMBER]) == MOST_AN_HOUR["SMS"]
    assert [row.error for row in house.rows()].count("limit") == 3
    house.now = NOW + timedelta(hours=1, minutes=1)
    await house.send()
    assert len([number for number, _ in gateway.sent if number == NUMBER]) == MOST_AN_HOUR["SMS"] + 1


async def test_without_a_gateway_it_waits_in_the_outbox(database, caplog) -> None:
    caplog.set_level(logging.INFO)
    house = House(database, None)
    await house.send()
    assert (house.rows()[0].state, house.alarms) == ("NEW", [])
    assert "138****5678" in caplog.text
    assert NUMBER not in caplog.text
    assert "第3位" not in caplog.text


async def test_what_a_restart_left_is_sent_but_not_what_is_stale(database) -> None:
    house = House(database, None)
    await house.send("alt")
    house.now = NOW + timedelta(minutes=50)
    await house.send("neu")
    gateway = Gateway()
    again = House(database, gateway)
    again.now = NOW + timedelta(minutes=70)
    await again.rounds()
    assert gateway.sent == [(NUMBER, "neu")]
    assert [(row.state, row.error) for row in again.rows()] == [("FAILED", "too-late"), ("SENT", "")]


async def test_a_database_that_cannot_write_disturbs_no_call(database, monkeypatch) -> None:
    house = House(database, Gateway())

    async def busy(work) -> None:
        raise StorageBusyError

    monkeypatch.setattr(database, "write", busy)
    await house.send()
    assert house.alarms == [("short-messages", False)]


@pytest.fixture
async def provider() -> AsyncIterator[CompanySystemDouble]:
    async with company_system() as double:
        yield double


async def test_the_gateway_is_a_system_of_the_company(database, provider) -> None:
    connectors = Connectors(database, b"k" * 32, lambda *_: None)
    gateway = HttpGateway(connectors)
    house = House(database, gateway)
    await house.send("nobody")
    assert house.rows()[0].state == "NEW"  # no gateway is set up: it waits
    send = Operation("POST", "/sms", body={"to": "{number}", "content": "{text}", "key": "{secret.key}"})
    connectors.use(
        {"sms": SystemAccount("sms", provider.base_url, secrets={"key": "k1"}, operations={"send": send})}
    )
    await house.send('"quoted" 第3位')
    assert json.loads(provider.requests[0].body) == {"to": NUMBER, "content": '"quoted" 第3位', "key": "k1"}
    assert house.rows()[1].state == "SENT"
    provider.behave = answering(401, {})
    await house.send()
    assert (house.rows()[2].state, house.rows()[2].error) == ("FAILED", "http-401")
    await asyncio.wait_for(connectors.close(), 5)
