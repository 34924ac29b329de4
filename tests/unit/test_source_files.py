"""A caller whom only the company's shop knows: waited for a moment, filled in when late, never in the way."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.contracts.customers import CustomerFile, CustomerView
from app.server.connectors.sources.service import Asked
from app.server.core.events import CallerIdentified
from app.server.desk.files import CallFiles
from app.server.desk.source_files import SourceFiles

NUMBER = "+8613812340001"


class Shop:
    """Stands behind the sources' port: answers when it is let."""

    def __init__(self, pop_s: float = 5.0) -> None:
        self.pop_s, self.answers, self.knows = pop_s, asyncio.Event(), False

    def asking(self, number: str) -> asyncio.Task[Asked]:
        async def ask() -> Asked:
            await self.answers.wait()
            self.knows = True
            return Asked("c1", True)

        self.task = asyncio.get_running_loop().create_task(ask())
        return self.task


class Room:
    def __init__(self, shop: Shop, known: bool = False) -> None:
        self.shop, self.known = shop, known
        self.fed: list[CallerIdentified] = []
        self.shown = asyncio.Event()
        house = SimpleNamespace(calls={"call-1": object()})
        self.files = CallFiles(self._read)
        self.source_files = SourceFiles(
            cast("Any", house), self.fed.append, self.files, cast("Any", self), cast("Any", shop), self
        )

    async def _read(self, number: str, language: str) -> CustomerFile:
        found = self.known or self.shop.knows
        customer = CustomerView(customer_id="c1", name="李明", level="VIP", number=number) if found else None
        return CustomerFile(customer=customer, number=number)

    async def identify(self, call_id: str, number: str) -> CallerIdentified | None:
        return CallerIdentified(call_id, "c1", "VIP", "") if self.known or self.shop.knows else None

    def file_chosen(self, call_id: str) -> None:
        self.shown.set()


@pytest.fixture
def shop() -> Shop:
    return Shop()


async def test_a_stranger_whom_the_shop_knows_in_time_pops_with_his_file(shop: Shop) -> None:
    room = Room(shop)
    asyncio.get_running_loop().call_later(0.02, shop.answers.set)
    found = await room.source_files.identify("call-1", NUMBER)
    assert found is not None and found.customer_id == "c1"
    file = room.files.at_hand("call-1")
    assert file is not None and file.customer is not None and file.customer.name == "李明"


async def test_a_late_answer_is_filled_in_and_the_core_is_told(shop: Shop) -> None:
    shop.pop_s = 0.05
    room = Room(shop)
    assert await room.source_files.identify("call-1", NUMBER) is None
    assert not shop.task.done() and not room.shown.is_set()
    shop.answers.set()
    await asyncio.wait_for(room.shown.wait(), 5)
    assert [each.customer_id for each in room.fed] == ["c1"]
    file = room.files.at_hand("call-1")
    assert file is not None and file.customer is not None


async def test_somebody_known_never_waits_for_the_shop(shop: Shop) -> None:
    shop.pop_s = 3600
    room = Room(shop, known=True)
    found = await asyncio.wait_for(room.source_files.identify("call-1", NUMBER), 5)
    assert found is not None and not shop.task.done()
    shop.task.cancel()


async def test_an_answer_after_the_call_brings_nothing_back(shop: Shop) -> None:
    shop.pop_s = 0.02
    room = Room(shop)
    await room.source_files.identify("call-1", NUMBER)
    room.files.drop("call-1")
    shop.answers.set()
    await shop.task
    for _ in range(10):  # let whoever waited for it look
        await asyncio.sleep(0)
    await room.source_files.close()
    assert room.files.at_hand("call-1") is None and room.fed == []
