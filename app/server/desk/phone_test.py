"""Is an agent's phone reached and heard: a call of a few seconds to it, of which nobody else knows.

In:  a user's wish; what voice says of the test's own leg, before the switchboard would see it.
Out: whether it answered, and how the sound went both ways.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from app.contracts.phone_test import PhoneTestView
from app.server.core.commands import HangUpLeg, OriginateLeg, PlayPrompts
from app.server.core.events import LegAnswered, LegEnded, LegQuality, PromptFinished, VoiceEvent
from app.server.core.house import House
from app.server.core.types import AgentState
from app.server.desk.port import DeskError, NoPhoneError
from app.server.voice.engine import VoiceEngine, VoiceListener

TONE = ("tone/beep", "tone/beep")  # a second
ANSWER_WITHIN_S = 2.0
TONE_WITHIN_S = 1.5  # with a moment to begin
LAST_WORD_WITHIN_S = 0.8  # the phone's last report


@dataclass(slots=True)
class _Test:
    """What happened so far to the leg of one test."""

    leg_id: str
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    heard: asyncio.Event = field(default_factory=asyncio.Event)  # to the end of the tone
    measured: asyncio.Event = field(default_factory=asyncio.Event)
    was_answered: bool = False
    over: bool = False
    quality: LegQuality | None = None

    def take(self, event: VoiceEvent) -> None:
        match event:
            case LegAnswered():
                self.was_answered = True
                self.answered.set()
            case PromptFinished():
                self.heard.set()
            case LegEnded():
                self.over = True
                self.answered.set()
                self.heard.set()
            case LegQuality():
                self.quality = event
                if event.final:
                    self.measured.set()
            case _:
                pass


class PhoneTests:
    """Implements VoiceListener in front of another one; stands between voice and the runner."""

    def __init__(
        self, voice: VoiceEngine, behind: VoiceListener, house: House, new_id: Callable[[str], str]
    ) -> None:
        self._voice = voice
        self._behind = behind
        self._house = house
        self._new_id = new_id
        self._tests: dict[str, _Test] = {}  # by leg
        self._tested: set[str] = set()  # SIP users

    async def test(self, sip_user: str, registered: bool) -> PhoneTestView:
        """Takes up to 4.5 s. Raises NoPhoneError, DeskError."""
        if not sip_user or not registered:
            raise NoPhoneError("Your phone is not registered.")
        if self._is_busy(sip_user):
            raise DeskError("You are on the phone; it is tried out between calls.")
        if sip_user in self._tested:
            raise DeskError("Your phone is being tried out already.")
        test = _Test(self._new_id("leg"))
        self._tests[test.leg_id] = test
        self._tested.add(sip_user)
        try:
            return await self._run(test, sip_user)
        finally:
            self._tested.discard(sip_user)
            del self._tests[test.leg_id]

    async def _run(self, test: _Test, sip_user: str) -> PhoneTestView:
        self._voice.do(
            OriginateLeg(
                leg_id=test.leg_id,
                sip_user=sip_user,
                caller_number="",
                caller_name="Seatline",
                call_id="",
                offer_id="",
                like_leg_id="",
                timeout_s=int(ANSWER_WITHIN_S + TONE_WITHIN_S) + 1,
                auto_answer=True,
                test=True,
            )
        )
        try:
            await _within(test.answered, ANSWER_WITHIN_S)
            if test.was_answered and not test.over:
                self._voice.do(PlayPrompts(test.leg_id, self._new_id("play"), TONE))
                await _within(test.heard, TONE_WITHIN_S)
        finally:
            self._voice.do(HangUpLeg(test.leg_id))
        if test.was_answered:
            await _within(test.measured, LAST_WORD_WITHIN_S)
        return _view(test)

    def _is_busy(self, sip_user: str) -> bool:
        agent = self._house.agent_of_phone(sip_user)
        if agent is not None:
            return bool(agent.legs) or agent.state in (AgentState.OFFERED, AgentState.TALKING)
        calls = self._house.calls.values()
        return any(party.number == sip_user for call in calls for party in call.parties.values())

    # --- voice listener ----------------------------------------------------------------------------

    def on_voice_event(self, event: VoiceEvent) -> None:
        test = self._tests.get(getattr(event, "leg_id", ""))
        if test is not None:
            test.take(event)
        else:
            self._behind.on_voice_event(event)

    def on_phone(self, sip_user: str, registered: bool) -> None:
        self._behind.on_phone(sip_user, registered)

    def on_trunk(self, trunk_id: str, up: bool, why: str) -> None:
        self._behind.on_trunk(trunk_id, up, why)

    def on_alarm(self, error_id: str, text: str, over: bool) -> None:
        self._behind.on_alarm(error_id, text, over)

    def on_recording_closed(self, recording_id: str) -> None:
        self._behind.on_recording_closed(recording_id)


def _view(test: _Test) -> PhoneTestView:
    quality = test.quality
    if not test.was_answered or quality is None:
        return PhoneTestView(answered=test.was_answered)
    return PhoneTestView(
        answered=True,
        packets_from_phone=quality.received.packets,
        packets_lost_to_phone=quality.sent.lost if quality.sent else None,
        round_trip_ms=quality.round_trip_ms,
    )


async def _within(event: asyncio.Event, limit_s: float) -> None:
    try:
        async with asyncio.timeout(limit_s):
            await event.wait()
    except TimeoutError:
        return
