"""What desktops are told of transfers, conferences and supervision, and which wishes are refused why."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.contracts.live import CallChanged, CallQuality, LiveMessage, OfferMade, OfferWithdrawn
from app.contracts.people import StateWish
from app.server.core.commands import OriginateLeg
from app.server.core.events import LegAnswered, LegEnded, LegIncoming, LegQuality
from app.server.core.types import EndCause, Role, StreamQuality
from app.server.desk.port import (
    CallNotYoursError,
    DeskError,
    NoPhoneError,
    TargetBusyError,
    TargetUnknownError,
)
from tests.unit.test_desk import Centre, known, ring, until


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    house = Centre(known)
    yield house
    await house.desk.stop()
    await house.runner.stop()


async def ready(centre: Centre, agent: str, phone: str) -> None:
    centre.runner.on_phone(phone, True)
    await centre.desk.wish_state(agent, StateWish(state="READY"))


async def talk(centre: Centre) -> str:
    """wang talks with a customer; li is ready."""
    await ready(centre, "wang", "1001")
    ring(centre)
    centre.runner.feed(LegAnswered(centre.agent_leg()))
    await ready(centre, "li", "1002")
    call_id = (await centre.desk.agent("wang")).call_id  # type: ignore[union-attr]
    assert call_id
    return call_id


async def call_in_state(messages: AsyncIterator[LiveMessage], state: str) -> CallChanged:
    async with asyncio.timeout(5):
        async for message in messages:
            if isinstance(message, CallChanged) and message.call.state == state:
                return message
    raise AssertionError(state)


async def test_the_pop_of_a_transfer_says_from_whom_and_what_she_noted(centre: Centre):
    async with centre.desk.subscribe("li", 0) as li, centre.desk.subscribe("wang", 0) as wang:
        call_id = await talk(centre)
        while centre.files.at_hand(call_id) is None:
            await asyncio.sleep(0)
        centre.desk.control.transfer("wang", call_id, "1002", "blind", "wants a refund")
        offer = await until(li, OfferMade)
        assert isinstance(offer, OfferMade)
        shown = offer.offer
        assert (shown.reason, shown.from_agent, shown.note) == ("transfer", "wang", "wants a refund")
        assert shown.file.customer is not None and shown.caller_number == "138****1234"
        ended = await call_in_state(wang, "ENDED")
        assert ended.call.ended_by == "agent", "hers to write up, though he talks on"
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        withdrawn = await until(li, OfferWithdrawn)
        assert isinstance(withdrawn, OfferWithdrawn) and withdrawn.why == "answered"
        mine = await call_in_state(li, "TALKING")
        assert {party.name for party in mine.call.parties if party.kind == "AGENT"} == {"li"}
        await centre.desk.finish_wrap_up("wang", call_id)
        assert centre.files.at_hand(call_id) is not None, "li still looks at his file"
        centre.runner.feed(LegEnded("caller-1", EndCause.NORMAL, True))
        assert (await call_in_state(li, "ENDED")).call.ended_by == "customer"
        await centre.desk.finish_wrap_up("li", call_id)
        assert centre.files.at_hand(call_id) is None


async def test_a_declined_transfer_comes_back_with_its_reason(centre: Centre):
    async with centre.desk.subscribe("li", 0) as li, centre.desk.subscribe("wang", 0) as wang:
        call_id = await talk(centre)
        centre.desk.control.transfer("wang", call_id, "1002", "blind", "")
        offer = await until(li, OfferMade)
        assert isinstance(offer, OfferMade)
        await centre.desk.decline("li", offer.offer.offer_id)
        back = await until(wang, OfferMade)
        while isinstance(back, OfferMade) and back.offer.reason == "queue":
            back = await until(wang, OfferMade)
        assert isinstance(back, OfferMade) and back.offer.reason == "came-back"


async def test_who_is_in_the_call_is_seen_by_all_of_them(centre: Centre):
    async with centre.desk.subscribe("li", 0) as li:
        call_id = await talk(centre)
        centre.desk.control.transfer("wang", call_id, "li", "consult", "")
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        held = await call_in_state(li, "HELD")
        assert held.call.consult is not None and held.call.consult.with_target
        assert [party.state for party in held.call.parties] == ["WAITING", "TALKING", "TALKING"]
        centre.desk.control.consult_step("wang", call_id, "conference")
        joined = await call_in_state(li, "TALKING")
        assert [party.leads for party in joined.call.parties] == [False, True, False]
        assert joined.call.parties[0].number == "138****1234"


async def test_nobody_is_told_of_who_listens(centre: Centre):
    call_id = await talk(centre)
    async with centre.desk.subscribe("wang", 0) as wang:
        centre.desk.control.monitor("boss", "2001", call_id, Role.LISTEN)
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        assert len(centre.desk.control.parties("wang", False, call_id)) == 2
        assert len(centre.desk.control.parties("boss", True, call_id)) == 3
        await centre.desk.stop()
        heard = [message async for message in wang]
    assert not [message for message in heard if isinstance(message, CallChanged)]


async def test_the_quality_of_her_line_is_live(centre: Centre):
    call_id = await talk(centre)
    leg = centre.desk.control.parties("wang", False, call_id)[1].leg_id
    async with centre.desk.subscribe("wang", 0) as wang:
        sound = StreamQuality(250, 5, 2.0, 6.5, 3.8)
        centre.runner.feed(LegQuality(leg, "PCMA", sound, None, None))
        seen = await until(wang, CallQuality)
        assert isinstance(seen, CallQuality) and seen.received.loss_pct == 2.0
        assert (seen.call_id, seen.sent, seen.codec) == (call_id, None, "PCMA")


async def test_a_call_of_her_own_leaves_the_screen_when_it_is_over(centre: Centre):
    await ready(centre, "wang", "1001")
    async with centre.desk.subscribe("wang", 0) as wang:
        centre.runner.feed(LegIncoming("phone-1", "13812341234", "1001", "", "phone:1001"))
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        mine = await call_in_state(wang, "TALKING")
        assert (mine.call.direction, mine.call.caller_number) == ("OUT", "138****1234")
        centre.runner.feed(LegEnded("phone-1", EndCause.NORMAL, True))
        await call_in_state(wang, "ENDED")
    async with centre.desk.subscribe("wang", 0) as wang:
        async for hello in wang:
            assert hello.call is None  # type: ignore[union-attr]
            break


async def test_the_call_she_was_writing_up_is_back_after_her_own(centre: Centre):
    call_id = await talk(centre)
    centre.runner.feed(LegEnded("caller-1", EndCause.NORMAL, True))
    async with centre.desk.subscribe("wang", 0) as wang:
        centre.runner.feed(LegIncoming("phone-1", "13812341234", "1001", "", "phone:1001"))
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        await call_in_state(wang, "TALKING")
        centre.runner.feed(LegEnded("phone-1", EndCause.NORMAL, True))
        async with asyncio.timeout(5):
            async for message in wang:
                if isinstance(message, CallChanged) and message.call.call_id == call_id:
                    break
    assert (await centre.desk.agent("wang")).state == "WRAP_UP"  # type: ignore[union-attr]


async def test_what_makes_no_sense_is_refused_before_anything_happens(centre: Centre):
    call_id = await talk(centre)
    control = centre.desk.control
    with pytest.raises(TargetUnknownError):
        control.transfer("wang", call_id, "nobody", "blind", "")
    with pytest.raises(CallNotYoursError):
        control.transfer("li", call_id, "1001", "blind", "")
    with pytest.raises(DeskError, match="consulting nobody"):
        control.complete("wang", call_id, "")
    centre.runner.on_phone("1002", False)
    with pytest.raises(NoPhoneError):
        control.add_party("wang", call_id, "1002", "")
    await ready(centre, "li", "1002")
    ring(centre, "caller-2")
    with pytest.raises(TargetBusyError):
        control.transfer("wang", call_id, "1002", "consult", "")
    with pytest.raises(DeskError, match="on the phone"):
        control.dial("wang", "13800138000")
    assert (await centre.desk.agent("wang")).state == "TALKING"  # type: ignore[union-attr]
    assert len([c for c in centre.voice.commands if isinstance(c, OriginateLeg)]) == 2


async def test_who_may_not_dial_out_is_told(centre: Centre):
    call_id = await talk(centre)
    plan = centre.runner.board.house.plan
    plan.agents["wang"] = type(plan.agents["wang"])("wang", "1001", ("sales",), dial_out=False)
    with pytest.raises(TargetUnknownError, match="outside"):
        centre.desk.control.add_party("wang", call_id, "13800138000", "")
