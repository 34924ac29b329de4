"""The centre is set up anew while people work: new agents, and those who are taken out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from app.contracts.people import StateWish
from app.server.desk.port import AgentUnknownError
from tests.core.playbook import a_plan
from tests.doubles.sip_wire import until
from tests.unit.test_desk import Centre, get_ready, known


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    house = Centre(known, a_plan(agents=1))
    yield house
    await house.desk.stop()
    await house.runner.stop()


async def test_a_new_agent_whose_phone_was_there_before_takes_calls(centre: Centre):
    centre.runner.on_phone("1002", True)
    centre.runner.on_phone("1003", True)
    centre.runner.on_phone("1003", False)
    centre.runner.plan_changed(a_plan(agents=3))
    assert (await centre.desk.wish_state("li", StateWish(state="READY"))).state == "READY"
    assert (await centre.desk.wish_state("zhao", StateWish(state="READY"))).state == "TECH_FAULT"


async def test_who_is_taken_out_is_told_so_once_she_is_off(centre: Centre, caplog: pytest.LogCaptureFixture):
    await get_ready(centre)
    plan = a_plan(agents=1)
    centre.runner.plan_changed(replace(plan, agents={}))
    with pytest.raises(AgentUnknownError):
        await centre.desk.wish_state("wang", StateWish(state="READY"))
        await centre.desk.wish_state("wang", StateWish(state="READY"))
    assert await centre.desk.agent("wang") is None
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_recordings_are_finished_one_after_the_other_and_a_fault_keeps_nobody(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
):
    finished, at_once, most = list[str](), 0, 0

    async def finish(recording_id: str) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0)
        at_once -= 1
        finished.append(recording_id)
        if recording_id == "recording-2":
            raise ValueError("damaged")

    monkeypatch.setattr(centre.runner, "_finish_recording", finish)
    for number in range(1, 5):
        centre.runner.on_recording_closed(f"recording-{number}")
    await until(lambda: len(finished) == 4)
    centre.runner.on_recording_closed("recording-5")
    await until(lambda: len(finished) == 5)
    assert finished == [f"recording-{number}" for number in range(1, 6)]
    assert most == 1
