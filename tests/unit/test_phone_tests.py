"""A phone is tried out: called for a moment by the server itself, which nobody else notices."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import count

import pytest

from app.server.core.commands import HangUpLeg, OriginateLeg, PlayPrompts
from app.server.core.events import (
    DigitPressed,
    LegAnswered,
    LegEnded,
    LegQuality,
    LegRinging,
    PromptFinished,
    VoiceEvent,
)
from app.server.core.types import EndCause, StreamQuality
from app.server.desk import phone_test
from app.server.desk.phone_test import PhoneTests
from app.server.desk.port import DeskError, NoPhoneError
from tests.unit.test_desk import Centre, get_ready, known, ring


class Room:
    """Tests in front of a centre's runner; ``heard``: what got through to it."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self.heard: list[VoiceEvent] = []
        ids = count(1)
        self.tests = PhoneTests(
            centre.voice, self, centre.runner.board.house, lambda kind: f"test-{kind}-{next(ids)}"
        )

    def on_voice_event(self, event: VoiceEvent) -> None:
        self.heard.append(event)
        self.centre.runner.on_voice_event(event)

    def on_phone(self, sip_user: str, registered: bool) -> None:
        self.centre.runner.on_phone(sip_user, registered)

    def on_trunk(self, trunk_id: str, up: bool, why: str) -> None: ...

    def on_alarm(self, error_id: str, text: str, over: bool) -> None: ...

    def on_recording_closed(self, recording_id: str) -> None: ...

    def asked(self, kind: type) -> list:
        return [command for command in self.centre.voice.commands if isinstance(command, kind)]

    async def until(self, kind: type) -> None:
        async with asyncio.timeout(3):
            while not self.asked(kind):
                await asyncio.sleep(0)


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    centre = Centre(known)
    yield Room(centre)
    await centre.desk.stop()
    await centre.runner.stop()


def quality(leg: str, lost: int) -> LegQuality:
    came, went = StreamQuality(49, 1, 2.0, 1.0, 4.3), StreamQuality(56 - lost, lost, 0.0, 1.0, 4.4)
    return LegQuality(leg, "PCMA", came, went, 3.5, final=True)


async def test_it_rings_plays_hangs_up_and_says_what_came_through(room: Room):
    await get_ready(room.centre)
    trying = asyncio.get_running_loop().create_task(room.tests.test("1001", True))
    await room.until(OriginateLeg)
    [rung] = room.asked(OriginateLeg)
    assert (rung.sip_user, rung.test, rung.auto_answer, rung.outside_number) == ("1001", True, True, "")
    leg = rung.leg_id
    room.tests.on_voice_event(LegRinging(leg))
    room.tests.on_voice_event(LegAnswered(leg))
    room.tests.on_voice_event(DigitPressed(leg, "5"))
    await room.until(PlayPrompts)
    [play] = room.asked(PlayPrompts)
    room.tests.on_voice_event(PromptFinished(leg, play.play_id))
    await room.until(HangUpLeg)
    room.tests.on_voice_event(LegEnded(leg, EndCause.NORMAL, False))
    room.tests.on_voice_event(quality(leg, lost=2))
    result = await trying
    assert (result.answered, result.packets_from_phone) == (True, 49)
    assert (result.packets_lost_to_phone, result.round_trip_ms) == (2, 3.5)
    assert room.heard == [], "the switchboard knows nothing of it"
    assert room.centre.runner.board.house.agents["wang"].state.name == "READY"


async def test_a_phone_that_does_not_answer_is_hung_up(room: Room, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(phone_test, "ANSWER_WITHIN_S", 0.05)
    await get_ready(room.centre)
    result = await room.tests.test("1001", True)
    assert (result.answered, result.packets_from_phone) == (False, 0)
    assert room.asked(HangUpLeg) and not room.asked(PlayPrompts)
    refused = asyncio.get_running_loop().create_task(room.tests.test("1001", True))
    await asyncio.sleep(0)
    room.tests.on_voice_event(LegEnded(room.asked(OriginateLeg)[-1].leg_id, EndCause.DECLINED, True))
    assert (await refused).answered is False


async def test_a_phone_that_says_nothing_is_answered_without_figures(room: Room, monkeypatch):
    monkeypatch.setattr(phone_test, "TONE_WITHIN_S", 0.05)
    monkeypatch.setattr(phone_test, "LAST_WORD_WITHIN_S", 0.05)
    await get_ready(room.centre)
    trying = asyncio.get_running_loop().create_task(room.tests.test("1001", True))
    await room.until(OriginateLeg)
    room.tests.on_voice_event(LegAnswered(room.asked(OriginateLeg)[0].leg_id))
    result = await trying
    assert (result.answered, result.packets_from_phone, result.packets_lost_to_phone) == (True, 0, None)


async def test_never_while_she_talks_or_twice_at_once_or_without_a_phone(room: Room):
    with pytest.raises(NoPhoneError):
        await room.tests.test("", True)
    with pytest.raises(NoPhoneError):
        await room.tests.test("1001", False)
    await get_ready(room.centre)
    first = asyncio.get_running_loop().create_task(room.tests.test("1001", True))
    await room.until(OriginateLeg)
    with pytest.raises(DeskError, match="already"):
        await room.tests.test("1001", True)
    room.tests.on_voice_event(LegEnded(room.asked(OriginateLeg)[0].leg_id, EndCause.DECLINED, True))
    await first
    ring(room.centre)
    before = len(room.asked(OriginateLeg))
    with pytest.raises(DeskError, match="on the phone"):
        await room.tests.test("1001", True)  # it rings
    room.tests.on_voice_event(LegAnswered(room.centre.agent_leg()))
    with pytest.raises(DeskError, match="on the phone"):
        await room.tests.test("1001", True)  # she talks
    assert len(room.asked(OriginateLeg)) == before
    assert len(room.heard) == 1, "what is no test's goes on to the switchboard"
