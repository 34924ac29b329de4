"""Several media processes: where a conversation lives, and what the death of one means."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.server.core.commands import (
    CloseRecording,
    JoinBridge,
    MuteLeg,
    PauseRecording,
    RecordLeg,
    StopRecordingLeg,
)
from app.server.core.events import LegQuality, VoiceEvent
from app.server.core.types import Role, Side
from app.server.voice.embedded.media import protocol as p
from app.server.voice.embedded.media.settings import MediaSettings
from app.server.voice.embedded.media_house import MediaHouse
from tests.doubles.sip_house import QuietMedia


@dataclass
class Listener:
    events: list[VoiceEvent] = field(default_factory=list[VoiceEvent])
    closed: list[str] = field(default_factory=list[str])
    alarms: list[tuple[str, bool]] = field(default_factory=list[tuple[str, bool]])
    dead: set[str] = field(default_factory=set[str])
    moved: list[str] = field(default_factory=list[str])

    def emit(self, event: VoiceEvent) -> None:
        self.events.append(event)

    def on_recording_closed(self, recording_id: str) -> None:
        self.closed.append(recording_id)

    def on_alarm(self, error_id: str, text: str, over: bool) -> None:
        self.alarms.append((error_id, over))

    def media_died(self, leg_ids: set[str]) -> None:
        self.dead |= leg_ids

    def move_leg(self, leg_id: str) -> None:
        self.moved.append(leg_id)


@dataclass
class Processes:
    house: MediaHouse
    made: list[QuietMedia]
    ranges: list[tuple[int, int]]
    listener: Listener

    def home_of(self, leg_id: str) -> int:
        return next(number for number, each in enumerate(self.made) if leg_id in each.open)


@asynccontextmanager
async def processes(count: int, low: int = 20_000, high: int = 20_999) -> AsyncIterator[Processes]:
    made: list[QuietMedia] = []
    ranges: list[tuple[int, int]] = []

    def make(
        settings: MediaSettings, on_report: Callable[[p.Report], None], on_death: Callable[[], None]
    ) -> QuietMedia:
        made.append(QuietMedia(settings, on_report, on_death))
        ranges.append((settings.rtp_low, settings.rtp_high))
        return made[-1]

    settings = MediaSettings("127.0.0.1", low, high, (), Path("/nowhere"), bytes(32))
    listener = Listener()
    house = MediaHouse(make, settings, count, listener)
    await house.start()
    try:
        yield Processes(house, made, ranges, listener)
    finally:
        await house.stop()


async def test_calls_are_spread_and_who_talks_together_lives_together() -> None:
    async with processes(3) as all_of_them:
        house = all_of_them.house
        for number in range(3):
            house.place(f"customer{number}")
            await house.open_leg(f"customer{number}")
            house.place(f"agent{number}", near=f"customer{number}")
            await house.open_leg(f"agent{number}")
        assert {all_of_them.home_of(f"customer{n}") for n in range(3)} == {0, 1, 2}
        assert all(all_of_them.home_of(f"agent{n}") == all_of_them.home_of(f"customer{n}") for n in range(3))


async def test_no_port_belongs_to_two_processes_and_a_small_range_has_fewer_processes() -> None:
    async with processes(3) as three:
        (a, b), (c, d), (e, f) = sorted(three.ranges)
        assert 20_000 == a < b < c < d < e < f == 20_999
        assert a % 2 == c % 2 == e % 2 == 0
    async with processes(8, 20_000, 20_045) as small:
        assert len(small.made) == 2


async def test_the_death_of_one_process_touches_only_its_own() -> None:
    async with processes(2) as both:
        house, listener = both.house, both.listener
        await house.open_leg("a")
        await house.open_leg("b")
        house.do(RecordLeg("rec-a", "call-a", "a", Side.CUSTOMER))
        house.do(RecordLeg("rec-b", "call-b", "b", Side.CUSTOMER))
        figures = p.StreamFigures(100, 0, 0.0, 1.0, 4.4)
        both.made[both.home_of("a")].report(p.Quality("a", "PCMA", figures, None, None, final=False))
        dying, living = both.made[both.home_of("a")], both.made[both.home_of("b")]
        sent_before = len(living.sent)
        dying.die()
        assert listener.dead == {"a"}
        assert ("media-died", False) in listener.alarms
        assert len(living.sent) == sent_before
        last = [event for event in listener.events if isinstance(event, LegQuality)][-1]
        assert (last.leg_id, last.final) == ("a", True)  # what was known of it is kept with the call
        house.close_leg("a")
        house.do(CloseRecording("rec-a"))
        assert listener.closed == ["rec-a"]  # nobody would ever report it closed
        house.do(CloseRecording("rec-b"))
        assert p.StopRecording("rec-b") in living.sent
        assert listener.closed == ["rec-a"]
        async with asyncio.timeout(3):
            while ("media-died", True) not in listener.alarms:
                await asyncio.sleep(0.01)
        await house.open_leg("c")
        assert both.home_of("c") is not None
        assert both.made[both.home_of("c")] is dying  # the emptier one, running again


async def test_while_a_process_is_gone_new_calls_go_to_the_others() -> None:
    async with processes(2) as both:
        await both.house.open_leg("a")
        both.made[1 - both.home_of("a")].pid = None
        await both.house.open_leg("b")
        assert both.home_of("b") == both.home_of("a")


async def test_a_recording_in_two_processes_is_closed_when_both_have_written() -> None:
    async with processes(2) as both:
        house = both.house
        await house.open_leg("a")
        await house.open_leg("b")
        for leg in "ab":
            house.do(RecordLeg("rec", "call", leg, Side.CUSTOMER))
        house.do(CloseRecording("rec"))
        both.made[0].report(p.RecordingClosed("rec"))
        assert both.listener.closed == []
        both.made[1].report(p.RecordingClosed("rec"))
        assert both.listener.closed == ["rec"]


async def test_a_leg_that_joins_a_bridge_of_another_process_moves_there_with_all_it_had() -> None:
    async with processes(2) as both:
        house = both.house
        await house.open_leg("a")
        await house.open_leg("b")
        old, new = both.made[both.home_of("b")], both.made[both.home_of("a")]
        house.do(RecordLeg("rec", "call", "b", Side.AGENT))
        house.do(MuteLeg("b", True))
        house.do(JoinBridge("bridge", "a"))
        house.do(JoinBridge("bridge", "b", Role.COACH, "a"))
        assert both.listener.moved == ["b"]
        assert p.CloseLeg("b") in old.sent
        await house.open_leg("b")  # what the engine does then
        assert both.home_of("b") == both.home_of("a")
        there = [each for each in new.sent if getattr(each, "leg", "") == "b"]
        assert there == [
            p.RecordStream("rec", "call", "b", "AGENT"),
            p.Mute("b", True),
            p.Join("bridge", "b", "COACH", "a"),
        ]


async def test_another_role_in_the_same_bridge_is_no_leaving() -> None:
    async with processes(1) as one:
        await one.house.open_leg("s")
        one.house.do(JoinBridge("bridge", "s", Role.LISTEN))
        one.house.do(JoinBridge("bridge", "s", Role.TALK))
        assert one.made[0].sent == [p.Join("bridge", "s", "LISTEN"), p.Join("bridge", "s", "TALK")]


@pytest.mark.parametrize("known", [True, False])
async def test_what_is_closed_leaves_nothing_behind(known: bool) -> None:
    async with processes(2) as both:
        if known:
            await both.house.open_leg("a")
        both.house.do(JoinBridge("bridge", "a"))
        both.house.close_leg("a")
        assert not any(each.open for each in both.made)
        for number in range(6):
            await both.house.open_leg(f"next{number}")
        assert sorted(len(each.open) for each in both.made) == [3, 3]  # it counts nowhere any more


async def test_a_leg_that_is_no_longer_recorded_is_not_recorded_elsewhere_either() -> None:
    async with processes(2) as both:
        house = both.house
        await house.open_leg("a")
        await house.open_leg("b")
        house.do(RecordLeg("rec", "call", "b", Side.AGENT))
        house.do(StopRecordingLeg("rec", "b"))
        assert both.made[both.home_of("b")].sent[-1] == p.StopStream("rec", "b")
        house.do(JoinBridge("bridge", "a"))
        house.do(JoinBridge("bridge", "b"))  # it moves
        await house.open_leg("b")
        assert not [each for each in both.made[both.home_of("b")].sent if isinstance(each, p.RecordStream)]


async def test_a_recording_whose_process_dies_while_it_writes_the_end_is_closed_all_the_same() -> None:
    async with processes(1) as one:
        await one.house.open_leg("a")
        one.house.do(RecordLeg("rec", "call", "a", Side.CUSTOMER))
        one.house.do(CloseRecording("rec"))
        assert one.listener.closed == []
        one.made[0].die()
        assert one.listener.closed == ["rec"]  # else it would wait for a word that never comes


async def test_a_pause_holds_in_a_process_that_joins_in_later() -> None:
    async with processes(2) as both:
        house = both.house
        await house.open_leg("a")
        await house.open_leg("b")
        house.do(RecordLeg("rec", "call", "a", Side.CUSTOMER))
        house.do(PauseRecording("rec"))
        house.do(RecordLeg("rec", "call", "b", Side.AGENT))
        there = both.made[both.home_of("b")].sent
        assert there[-2:] == [p.PauseRecording("rec"), p.RecordStream("rec", "call", "b", "AGENT")]


async def test_the_alarm_lasts_as_long_as_one_of_them_is_down() -> None:
    async with processes(2) as both:
        for each in both.made:
            each.die()
        async with asyncio.timeout(3):
            while None in both.house.pids or ("media-died", True) not in both.listener.alarms:
                await asyncio.sleep(0.01)
        assert [over for _, over in both.listener.alarms] == [False, False, True]
