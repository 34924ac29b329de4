"""Every desk sees who else works and what she is doing, a moment after it changes, and nothing private."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.contracts.colleagues import ColleagueView
from app.contracts.live import ColleagueChanged, Hello, LiveMessage
from app.contracts.people import StateWish
from app.server.api.live import Words
from app.server.core.events import LegAnswered, LegEnded
from app.server.core.types import EndCause
from app.server.desk import colleagues as presence
from app.server.desk.colleagues import Colleagues, People, Person
from tests.unit.test_desk import Centre, get_ready, known, ring, until

NAMES = {
    ("wang", "zh"): Person("王芳", "售后组"),
    ("wang", "en"): Person("Fiona Wang", "After-sales"),
    ("boss", "zh"): Person("孙丽华", "班长席"),
}


@pytest.fixture
async def centre(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Centre]:
    monkeypatch.setattr(presence, "TOLD_EVERY_S", 0.02)
    house = Centre(known)
    people = People(lambda user, way: NAMES.get((user, way), Person(user)), house.runner.registered)
    house.desk.colleagues._people = people
    yield house
    await house.desk.stop()
    await house.runner.stop()


async def told(messages: AsyncIterator[LiveMessage], **wanted: object) -> ColleagueView:
    """The next of a colleague who is as wanted."""
    while True:
        message = await until(messages, ColleagueChanged)
        assert isinstance(message, ColleagueChanged)
        view = message.colleague.model_dump()
        if all(view[name] == value for name, value in wanted.items()):
            return message.colleague


async def test_the_others_see_what_she_does_and_when_she_is_free(centre: Centre):
    async with centre.desk.subscribe("li", 0, "en") as messages:
        await until(messages, Hello)
        await get_ready(centre)
        free = await told(messages, state="READY")
        assert (free.name, free.department, free.extension) == ("Fiona Wang", "After-sales", "1001")
        assert (free.busy, free.phone_registered) == (False, True)
        ring(centre)
        assert (await told(messages, state="OFFERED")).busy
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        talking = await told(messages, state="TALKING")
        assert talking.busy
        assert "138" not in talking.model_dump_json(), "with whom is nobody's business"
        centre.runner.feed(LegEnded("caller-1", EndCause.NORMAL, True))
        assert (await told(messages, state="WRAP_UP")).busy is False, "she can be rung for a colleague"
        await centre.desk.wish_state("wang", StateWish(state="NOT_READY", reason="LUNCH"))
        await centre.desk.finish_wrap_up("wang", "call-1")
        assert (await told(messages, state="NOT_READY")).reason == "LUNCH"
        centre.runner.on_phone("1001", False)
        assert (await told(messages, phone_registered=False)).busy


async def test_her_own_desk_and_what_nobody_sees_is_not_told(centre: Centre):
    async with centre.desk.subscribe("wang", 0) as hers, centre.desk.subscribe("li", 0) as others:
        await get_ready(centre)
        assert (await told(others, agent_id="wang")).state == "READY"
        await centre.desk.wish_state("wang", StateWish(state="NOT_READY", reason="BREAK"))
        await centre.desk.wish_state("wang", StateWish(state="READY"))
        await asyncio.sleep(0.06)  # back as she was: only how long is another matter
        await centre.desk.wish_state("li", StateWish(state="NOT_READY", reason="BREAK"))
        assert (await told(hers, agent_id="li")).reason == "BREAK"
        await centre.desk.stop()
        assert not [
            m async for m in hers if isinstance(m, ColleagueChanged) and m.colleague.agent_id == "wang"
        ]
        reasons = [m.colleague.reason async for m in others if isinstance(m, ColleagueChanged)]
        assert "BREAK" not in reasons


async def test_who_takes_no_calls_of_queues_is_there_with_her_phone(centre: Centre):
    async with centre.desk.subscribe("wang", 0) as messages:
        everybody = centre.desk.colleagues.all("zh", but="wang")
        assert [(each.agent_id, each.state) for each in everybody] == [("li", "OFFLINE"), ("boss", "OFFLINE")]
        centre.runner.on_phone("2001", True)
        there = await told(messages, agent_id="boss", state="READY")
        assert (there.name, there.department, there.busy) == ("孙丽华", "班长席", False)
        await get_ready(centre)
        call_id = centre.desk.control.dial("wang", "2001")
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        assert (await told(messages, agent_id="boss", state="TALKING")).busy
        await centre.desk.hang_up("wang", call_id)
        for leg_id in list(centre.runner.board.house.legs):
            centre.runner.feed(LegEnded(leg_id, EndCause.NORMAL, False))
        assert (await told(messages, agent_id="boss", state="READY")).busy is False
        centre.runner.on_phone("2001", False)
        assert (await told(messages, agent_id="boss", state="OFFLINE")).busy


async def test_the_list_is_by_extension_and_without_oneself(centre: Centre):
    views = centre.desk.colleagues.all("zh", but="li")
    assert [each.extension for each in views] == ["1001", "2001"]
    assert centre.desk.colleagues.view("nobody", "zh") is None


async def test_a_message_to_every_desk_is_written_once(centre: Centre):
    words = Words()
    changed = ColleagueChanged(cursor=1, colleague=centre.desk.colleagues.all("zh")[0])
    assert words.of(changed) is words.of(changed)
    other = changed.model_copy(update={"cursor": 2})
    assert '"cursor":2' in words.of(other)
    for cursor in range(400):
        words.of(changed.model_copy(update={"cursor": cursor}))
    assert words.of(changed) == changed.model_dump_json()
    assert len(words._kept) <= 256


def test_nobody_is_changed_twice_by_the_same(centre: Centre):
    everybody = Colleagues(centre.runner.board.house, People())
    assert len(list(everybody.changed({"wang", "nobody"}))) == 1
    assert list(everybody.changed({"wang"})) == []
