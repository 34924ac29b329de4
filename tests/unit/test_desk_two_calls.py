"""Two calls on one desk: what her desktop is told as she answers the second, swaps, and puts one down."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from app.contracts.live import AgentChanged, CallChanged, Hello, LiveMessage, OfferMade, SpeakingChanged
from app.contracts.people import StateWish
from app.server.core.commands import SpeakPrompts
from app.server.core.events import BlindTransferWished, LegAnswered, LegEnded, LegIncoming
from app.server.core.types import EndCause
from app.server.desk.port import CallNotYoursError, DeskError
from app.server.desk.seats import SeatControl
from tests.unit.test_desk import Centre, known, ring, until


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    house = Centre(known)
    yield house
    await house.desk.stop()
    await house.runner.stop()


async def talk(centre: Centre, agent: str = "wang", phone: str = "1001") -> str:
    centre.runner.on_phone(phone, True)
    await centre.desk.wish_state(agent, StateWish(state="READY"))
    ring(centre)
    centre.runner.feed(LegAnswered(centre.agent_leg()))
    return (await centre.desk.agent(agent)).call_id or ""  # type: ignore[union-attr]


def li_calls(centre: Centre) -> None:
    centre.runner.feed(LegIncoming("phone-li", "1001", "1002", "", "phone:1002"))


def calls(told: list[LiveMessage]) -> dict[str, str]:
    return {each.call.call_id: each.call.state for each in told if isinstance(each, CallChanged)}


async def drain(centre: Centre, agent: str = "wang") -> list[LiveMessage]:
    """What has been told to her desktop so far, by coming with another one: hello is the whole state."""
    async with centre.desk.subscribe(agent, 0) as messages:
        return [await until(messages, Hello)]


async def test_the_second_call_pops_beside_the_first(centre: Centre):
    async with centre.desk.subscribe("wang", 0) as messages:
        first = await talk(centre)
        li_calls(centre)
        offer = await until(messages, OfferMade)
        assert isinstance(offer, OfferMade) and offer.offer.reason != "direct"  # the queue's, before
        offer = await until(messages, OfferMade)
        assert isinstance(offer, OfferMade)
        assert (offer.offer.reason, offer.offer.from_agent) == ("direct", "li")
        assert offer.offer.call_id != first
        assert (await centre.desk.agent("wang")).call_id == first  # type: ignore[union-attr]


async def test_she_answers_it_and_both_are_shown(centre: Centre):
    first = await talk(centre)
    li_calls(centre)
    second_leg = centre.agent_leg()
    async with centre.desk.subscribe("wang", 0) as messages:
        assert await until(messages, Hello)
        centre.runner.feed(LegAnswered(second_leg))
        changed = await until(messages, AgentChanged)
        second = changed.agent.call_id if isinstance(changed, AgentChanged) else ""
        assert second and second != first
        held = await until(messages, CallChanged)
        assert isinstance(held, CallChanged)
    hello = (await drain(centre))[0]
    assert isinstance(hello, Hello) and hello.call and hello.agent
    assert (hello.call.call_id, hello.call.state, hello.call.from_agent) == (second, "TALKING", "li")
    assert [(call.call_id, call.state) for call in hello.other_calls] == [(first, "HELD")]
    assert hello.agent.call_id == second


async def test_she_swaps_and_is_told_which_one_she_speaks_in(centre: Centre):
    first = await talk(centre)
    li_calls(centre)
    centre.runner.feed(LegAnswered(centre.agent_leg()))
    async with centre.desk.subscribe("wang", 0) as messages:
        assert await until(messages, Hello)
        await centre.desk.activate("wang", first)
        changed = await until(messages, AgentChanged)
        assert isinstance(changed, AgentChanged) and changed.agent.call_id == first
        one, other = await until(messages, CallChanged), await until(messages, CallChanged)
        states = calls([one, other])
        assert states[first] == "TALKING" and set(states.values()) == {"TALKING", "HELD"}
    with pytest.raises(CallNotYoursError):
        await centre.desk.activate("li", first)


async def test_what_she_need_not_write_up_goes_and_what_she_must_comes_back(centre: Centre):
    first = await talk(centre)
    li_calls(centre)
    centre.runner.feed(LegAnswered(centre.agent_leg()))
    second = (await centre.desk.agent("wang")).call_id  # type: ignore[union-attr]
    async with centre.desk.subscribe("wang", 0) as messages:
        assert await until(messages, Hello)
        centre.runner.feed(LegEnded("caller-1", EndCause.NORMAL, True))
        ended = await until(messages, CallChanged)
        assert isinstance(ended, CallChanged)
        assert (ended.call.call_id, ended.call.state) == (first, "ENDED")
        centre.runner.feed(LegEnded("phone-li", EndCause.NORMAL, True))
        gone = await until(messages, CallChanged)
        assert isinstance(gone, CallChanged)
        assert (gone.call.call_id, gone.call.state) == (second, "ENDED")
        back = await until(messages, CallChanged)
        assert isinstance(back, CallChanged) and back.call.call_id == first
    hello = (await drain(centre))[0]
    assert isinstance(hello, Hello) and hello.call and hello.agent
    assert (hello.agent.state, hello.call.call_id, hello.other_calls) == ("WRAP_UP", first, [])
    assert (hello.agent.wrap_up_more_s, hello.agent.wrap_up_extended) == (60, False)


async def test_who_gets_a_call_through_a_queue_knows_who_passed_it_on(centre: Centre):
    first = await talk(centre)
    centre.runner.on_phone("1002", True)
    await centre.desk.wish_state("li", StateWish(state="READY"))
    async with centre.desk.subscribe("li", 0) as messages:
        centre.runner.feed(BlindTransferWished("wang", first, "sales", "he wants his money back"))
        offer = await until(messages, OfferMade)
        assert isinstance(offer, OfferMade)
        assert (offer.offer.from_agent, offer.offer.note) == ("wang", "he wants his money back")
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        call = await until(messages, CallChanged)
        assert isinstance(call, CallChanged)
        assert (call.call.from_agent, call.call.note, call.call.wanted) == (
            "wang",
            "he wants his money back",
            "transfer",
        )


async def test_a_wrap_up_that_is_extended_says_so_at_once(centre: Centre):
    await talk(centre)
    centre.runner.feed(LegEnded("caller-1", EndCause.NORMAL, True))
    async with centre.desk.subscribe("wang", 0) as messages:
        hello = await until(messages, Hello)
        assert isinstance(hello, Hello) and hello.agent and hello.agent.wrap_up_ends_at
        SeatControl(centre.runner.board.house, centre.runner.feed).extend_wrap_up("wang")
        changed = await until(messages, AgentChanged)
        assert isinstance(changed, AgentChanged) and changed.agent.wrap_up_ends_at
        longer = changed.agent.wrap_up_ends_at - hello.agent.wrap_up_ends_at
        assert longer.total_seconds() == 60 and changed.agent.wrap_up_extended


async def test_a_reply_that_is_spoken_is_told_to_her_alone(centre: Centre):
    call_id = await talk(centre)
    async with centre.desk.subscribe("wang", 0) as messages, centre.desk.subscribe("li", 0) as others:
        assert await until(messages, Hello) and await until(others, Hello)
        await centre.desk.speak("wang", call_id, "r1", "reply/0a")
        speaks = [c for c in centre.voice.commands if isinstance(c, SpeakPrompts)][-1]
        assert speaks.prompts == ("reply/0a",) and speaks.recording_id
        begun = await until(messages, SpeakingChanged)
        assert isinstance(begun, SpeakingChanged) and (begun.reply_id, begun.state) == ("r1", "speaking")
        await centre.desk.stop_speaking("wang", call_id)
        over = await until(messages, SpeakingChanged)
        assert isinstance(over, SpeakingChanged) and over.state == "stopped"
        await centre.desk.stop_speaking("wang", call_id)  # twice is harmless
        await centre.desk.hold("wang", call_id)
        with pytest.raises(DeskError):
            await centre.desk.speak("wang", call_id, "r1", "reply/0a")
        with pytest.raises(CallNotYoursError):
            await centre.desk.speak("li", call_id, "r1", "reply/0a")
        li_calls(centre)
        async for message in others:
            assert not isinstance(message, SpeakingChanged), "that is nobody else's business"
            if isinstance(message, AgentChanged):
                break
