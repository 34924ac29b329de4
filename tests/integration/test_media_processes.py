"""Real media processes side by side: one is killed, the calls of the other notice nothing."""

from __future__ import annotations

import itertools
import os
import re
import signal
from pathlib import Path

from app.server.core.commands import AnswerLeg, JoinBridge, PlayPrompts, StopPlaying
from app.server.core.events import LegEnded, LegIncoming
from app.server.core.types import EndCause
from tests.doubles.rtp_peer import RtpPeer, loudest_hz
from tests.doubles.sip_house import House, a_house
from tests.doubles.sip_wire import WirePeer, header, sdp, until


def audio_port(message: str) -> int:
    port = re.search(r"m=audio (\d+)", message)
    assert port is not None
    return int(port[1])


async def a_caller(house: House, wire: WirePeer, call: str, tone_hz: float = 440) -> tuple[str, RtpPeer]:
    """A caller who is answered and hears prompts without end."""
    sound = RtpPeer("PCMU", tone_hz)
    count = len(house.heard.all(LegIncoming)) + 1
    wire.send(wire.request("INVITE", call, branch=f"z9hG4bK{call}", body=sdp(port=sound.port)))
    leg = await house.heard.wait(LegIncoming, count)
    house.engine.do(AnswerLeg(leg.leg_id))
    house.engine.do(PlayPrompts(leg.leg_id, f"play-{call}", ("zh/welcome",), loop=True))
    await until(lambda: any(header(m, "Call-ID") == call for m in wire.all("SIP/2.0 200")))
    answer = next(m for m in wire.all("SIP/2.0 200") if header(m, "Call-ID") == call)
    wire.send(wire.request("ACK", call, to=header(answer, "To")))
    sound.start(("127.0.0.1", audio_port(answer)))
    await until(lambda: len(sound.packets()) > 10, seconds=5)
    return leg.leg_id, sound


async def test_a_killed_media_process_touches_nobody_elses_calls(tmp_path: Path) -> None:
    async with a_house(tmp_path, quiet=False, media_processes=2) as house:
        first, second = house.engine.media_pids
        assert first and second and first != second
        wire = await WirePeer.open(house.engine.sip_port)
        leg_a, sound_a = await a_caller(house, wire, "a")
        leg_b, sound_b = await a_caller(house, wire, "b")
        try:
            before = len(sound_b.packets())
            os.kill(first, signal.SIGKILL)
            ended = await house.heard.wait(LegEnded)
            a_died = ended.leg_id == leg_a
            dead, living, sound = (leg_a, leg_b, sound_b) if a_died else (leg_b, leg_a, sound_a)
            assert (ended.leg_id, ended.cause, ended.detail) == (dead, EndCause.CUT_OFF, "media-died")
            bye = await wire.wait("BYE")
            wire.send(wire.reply(bye, "200 OK"))
            await until(lambda: len(sound.packets()) > before + 50, seconds=5)
            heard = sound.packets()
            steps = {(b.sequence - a.sequence) & 0xFFFF for a, b in itertools.pairwise(heard)}
            assert steps == {1}
            assert not [event for event in house.heard.all(LegEnded) if event.leg_id == living]
            await until(lambda: None not in house.engine.media_pids, seconds=10)
            assert set(house.engine.media_pids) - {first, second}, "a new process stands in its place"
            await until(
                lambda: ("media-died", True) in [(kind, over) for kind, _, over in house.heard.alarms]
            )
            _, sound_c = await a_caller(house, wire, "c")
            sound_c.close()
        finally:
            sound_a.close()
            sound_b.close()
            wire.close()


async def test_a_leg_that_joins_somebody_in_another_process_moves_there_and_both_hear_each_other(
    tmp_path: Path,
) -> None:
    async with a_house(tmp_path, quiet=False, media_processes=2) as house:
        wire = await WirePeer.open(house.engine.sip_port)
        leg_a, sound_a = await a_caller(house, wire, "a", tone_hz=500)
        leg_b, sound_b = await a_caller(house, wire, "b", tone_hz=900)
        try:
            for leg in (leg_a, leg_b):
                house.engine.do(StopPlaying(leg))
                house.engine.do(JoinBridge("bridge", leg))
            invite = await wire.wait("INVITE")
            assert header(invite, "Call-ID") == "b"
            sound_b.move(("127.0.0.1", audio_port(invite)))
            wire.send(wire.reply(invite, "200 OK", tag="from-b", body=sdp(port=sound_b.port)))
            await wire.wait("ACK")
            await until(lambda: hears(sound_a, 900) and hears(sound_b, 500), seconds=5)
            assert not house.heard.all(LegEnded)
        finally:
            sound_a.close()
            sound_b.close()
            wire.close()


def hears(sound: RtpPeer, tone_hz: float) -> bool:
    samples = sound.heard(last_s=0.4)
    return len(samples) > 2000 and abs(loudest_hz(samples, sound.rate_hz) - tone_hz) < 20
