"""What an agent's desktop shows of call-backs, and of a customer who was cut off and is called back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from app.contracts.live import CallChanged, LiveMessage, OfferMade
from app.server.core.commands import OriginateLeg
from app.server.core.events import CallBackRestored, LegAnswered, LegEnded, LegIncoming
from app.server.core.types import EndCause
from app.server.core.waiting.plan import Reconnect, Waiting
from app.server.desk.port import DeskError
from app.server.runner import utc_now
from tests.core.playbook import a_plan
from tests.unit.test_desk import Centre, get_ready, known

MINE = "13800138000"


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    made = a_plan()
    sales = replace(made.queues["sales"], waiting=Waiting(reconnect=Reconnect(tries=2)))
    house = Centre(known, replace(made, queues={**made.queues, "sales": sales}))
    yield house
    await house.desk.stop()
    await house.runner.stop()


async def until_call(messages: AsyncIterator[LiveMessage], state: str) -> CallChanged:
    async for message in messages:
        if isinstance(message, CallChanged) and message.call.state == state:
            return message
    raise AssertionError(f"no call {state}")


async def test_each_try_to_reach_him_shows_in_her_call(centre: Centre):
    async with centre.desk.subscribe("wang", 0) as messages:
        await get_ready(centre)
        centre.runner.feed(LegIncoming("caller-1", "4002", MINE, "", "trunk"))
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        await until_call(messages, "TALKING")
        centre.runner.feed(LegEnded("caller-1", EndCause.CUT_OFF, True))
        shown = (await until_call(messages, "RECONNECTING")).call.reconnect
        assert shown is not None and (shown.state, shown.attempt, shown.tries) == ("dialling", 1, 2)
        centre.runner.feed(LegEnded(centre.agent_leg(), EndCause.BUSY, True))
        shown = (await until_call(messages, "RECONNECTING")).call.reconnect
        assert shown is not None and shown.state == "waiting" and shown.next_at is not None
        centre.runner.feed(LegIncoming("caller-2", "4001", MINE, "", "trunk"))
        back = (await until_call(messages, "TALKING")).call
        assert back.reconnect is None


async def test_she_stops_waiting_for_him(centre: Centre):
    async with centre.desk.subscribe("wang", 0) as messages:
        await get_ready(centre)
        centre.runner.feed(LegIncoming("caller-1", "4002", MINE, "", "trunk"))
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        call_id = (await until_call(messages, "TALKING")).call.call_id
        with pytest.raises(DeskError):
            await centre.desk.stop_reconnecting("wang", call_id)
        centre.runner.feed(LegEnded("caller-1", EndCause.CUT_OFF, True))
        await centre.desk.stop_reconnecting("wang", call_id)
        assert (await until_call(messages, "ENDED")).call.reconnect is None


async def test_a_call_back_says_what_it_is_and_whose(centre: Centre):
    async with centre.desk.subscribe("wang", 0) as messages:
        await get_ready(centre)
        centre.runner.feed(CallBackRestored("callback-1", "sales", MINE, utc_now(), "call-old"))
        async for message in messages:
            if isinstance(message, OfferMade):
                assert message.offer.reason == "callback"
                if message.offer.file.customer is not None:  # read a moment later
                    break
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        shown = (await until_call(messages, "DIALLING")).call
        assert shown.direction == "CALLBACK" and shown.queue.code == "sales"
        assert [c.outside_number for c in centre.voice.commands if isinstance(c, OriginateLeg)][-1] == MINE
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        assert (await until_call(messages, "TALKING")).call.recording
