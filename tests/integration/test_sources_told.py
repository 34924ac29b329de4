"""A customer who is changed or new here is told to the company's system, once, whatever dies meanwhile."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from app.server.connectors.model import SystemAccount, make_operation
from app.server.connectors.sources.contract import OPERATIONS
from app.server.connectors.sources.demo_shop import SOURCE_FILE, DemoShop
from app.server.connectors.sources.pushes import Pushes
from app.server.storage.tables import Customer, CustomerSource, SourcePush
from tests.doubles.company_system import company_system, silent
from tests.doubles.source_house import NOW, PATIENT, House, account, house, shop, stock

__all__ = ["house", "shop"]


async def test_a_change_here_is_told_to_the_source_until_it_takes_it(house: House, shop: DemoShop) -> None:
    await house.set_up(PATIENT, url=shop.url)
    customer_id = (await house.ask()).customer_id
    now = NOW
    pushes = Pushes(house.database, house.sources, house.alarms, lambda: now)

    def change(session: Any) -> None:
        session.get_one(Customer, customer_id).address = "杭州市西湖区 8 号"
        pushes.note(session, customer_id, ["address", "note"], "1001", now)

    await house.database.write(change)
    await shop.stop()
    assert await pushes.send_due() == 1 and await pushes.send_due() == 0  # it waits for its next try
    again = DemoShop("t", stock)
    await again.start()
    house.connectors.use({"shop": account(again.url)})
    now += timedelta(seconds=11)
    assert await pushes.send_due() == 1
    assert again.customer("L1").address == "杭州市西湖区 8 号"
    assert [(each.state, each.tries) for each in await house.all(SourcePush)] == [("SENT", 2)]
    await again.stop()


async def test_who_is_new_here_is_made_there_once(house: House, shop: DemoShop) -> None:
    await house.known("周杰", "+8613700000007")
    await house.set_up(PATIENT, url=shop.url)
    pushes = Pushes(house.database, house.sources, house.alarms, lambda: NOW)
    await house.database.write(lambda session: pushes.note(session, "ours", ["name"], "1001", NOW))
    await pushes.send_due()
    link = (await house.all(CustomerSource))[0]
    assert shop.customer(link.external_id).name == "周杰"
    assert shop.customer(link.external_id).numbers == ["+8613700000007"]


async def test_a_creation_whose_answer_was_lost_is_not_repeated(house: House) -> None:
    async with company_system() as lost:
        lost.behave = silent
        await house.known("周杰", "+8613700000007")
        await house.set_up(SOURCE_FILE, url=lost.base_url)
        operations = {name: make_operation(name, each) for name, each in OPERATIONS.items()}
        house.connectors.use({"shop": SystemAccount("shop", lost.base_url, {}, {}, 100, 0, operations)})
        pushes = Pushes(house.database, house.sources, house.alarms, lambda: NOW)
        await house.database.write(lambda session: pushes.note(session, "ours", ["name"], "1001", NOW))
        await pushes.send_due()
    assert [(each.state, each.why) for each in await house.all(SourcePush)] == [("FAILED", "unsure")]
    assert any(each[0] == "source-pushes" and not each[2] for each in house.alarms)


async def test_a_program_killed_while_it_creates_does_not_create_twice(house: House) -> None:
    async with company_system() as slow:
        slow.behave = silent
        await house.known("周杰", "+8613700000007")
        await house.set_up(SOURCE_FILE, url=slow.base_url)
        pushes = Pushes(house.database, house.sources, house.alarms, lambda: NOW)
        await house.database.write(lambda session: pushes.note(session, "ours", ["name"], "1001", NOW))
        sending = asyncio.get_running_loop().create_task(pushes.send_due())
        async with asyncio.timeout(10):
            while not slow.requests:
                await asyncio.sleep(0.01)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        assert await Pushes(house.database, house.sources, house.alarms, lambda: NOW).send_due() == 0
    assert [(each.state, each.why) for each in await house.all(SourcePush)] == [("FAILED", "unsure")]


async def test_a_source_is_not_told_what_it_told_itself(house: House, shop: DemoShop) -> None:
    await house.set_up(PATIENT, url=shop.url)
    pushes = Pushes(house.database, house.sources, house.alarms, lambda: NOW)
    await house.database.write(lambda session: pushes.note(session, "ours", ["name"], "source:shop", NOW))
    assert await house.all(SourcePush) == []
