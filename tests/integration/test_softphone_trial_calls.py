"""Test calls: she hears herself; the server's silent trial."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from app.demo.sound import RATE_HZ, SoundRoom
from app.telephony.ports import CallChanged, Devices, Levels, PhoneCallState, StartTest, StopTest
from app.telephony.ports import TestRuns as SelfTest
from tests.doubles.rtp_peer import level, loudest_hz
from tests.doubles.sip_softphone_peer import SipPeer
from tests.doubles.softphone import TestPhone, until
from tests.doubles.sound_calls import HEADSET, MICROPHONE, conversation, hears, registered, room

__all__ = ["room"]


async def test_she_hears_herself_in_the_test_call(room: SoundRoom) -> None:
    async with TestPhone(room.env) as phone:
        await phone.wait(Devices)
        phone.send(StartTest(seconds=1.0))
        await phone.wait(SelfTest, lambda t: t.state == "recording")
        await phone.wait(Levels, lambda levels: levels.input_dbfs > -25)
        assert not hears(room, HEADSET, 880), "not while it is recorded: that would be an echo"
        playing = await phone.wait(SelfTest, lambda t: t.state == "playing")
        assert playing.heard_dbfs == pytest.approx(-15.2, abs=2)
        room.speak(MICROPHONE, None)
        await until(lambda: loudest_hz(room.heard(HEADSET, 0.3), RATE_HZ) == pytest.approx(880, abs=5))
        done = await phone.wait(SelfTest, lambda t: t.state == "done")
        assert done.heard_dbfs == playing.heard_dbfs
        assert [t.state for t in phone.all(SelfTest)] == ["recording", "playing", "done"]
        await until(lambda: not room.heard(HEADSET, 0.3).any())


async def test_a_test_call_is_stopped_by_her_or_by_a_call(room: SoundRoom) -> None:
    async with SipPeer() as peer, TestPhone(room.env) as phone:
        await registered(phone, peer)
        phone.send(StartTest())
        await phone.wait(SelfTest, lambda t: t.state == "recording")
        phone.send(StopTest())
        await phone.wait(SelfTest, lambda t: t.state == "stopped")
        since = phone.mark()
        phone.send(StartTest())
        await phone.wait(SelfTest, since=since)
        call, _ = await conversation(phone, peer)
        stopped = await phone.wait(SelfTest, lambda t: t.state == "stopped", since=since)
        assert stopped.detail == "call"
        await until(lambda: level(call.rtp.heard(0.3), 8000, 880) > 4000)
        since = phone.mark()
        phone.send(StartTest())
        assert (await phone.wait(SelfTest, since=since)).state == "failed"


async def test_a_test_call_without_a_microphone_has_failed() -> None:
    with SoundRoom() as room:
        room.add_speaker(HEADSET, default=True)
        async with TestPhone(room.env) as phone:
            phone.send(StartTest())
            failed = await phone.wait(SelfTest, lambda t: t.state == "failed")
            assert failed.detail == "no-microphone"


async def test_the_servers_trial_call_is_answered_unheard_and_untold(room: SoundRoom) -> None:
    async with SipPeer() as peer, TestPhone(room.env) as phone:
        await registered(phone, peer)
        phone.send(StartTest(seconds=1.0))  # so that her devices are open
        await phone.wait(SelfTest)
        trial = await peer.ring(headers=("X-Seatline-Test: 1",))
        await trial.answered()
        packets = await asyncio.to_thread(trial.rtp.wait_packets, 25)
        assert packets, "its sound reaches the server"
        assert np.abs(trial.rtp.heard().astype(int)).max() < 30, "but nothing that is said here"
        assert level(room.heard(HEADSET), RATE_HZ, 440) < 10
        await phone.wait(SelfTest, lambda t: t.state == "done")
        trial.bye()
        await conversation(phone, peer)
        busy = await peer.ring(headers=("X-Seatline-Test: 1",))
        assert busy.statuses[-1] == 486, "never while she talks"
        await until(lambda: hears(room, HEADSET, 440))
        assert len([c for c in phone.all(CallChanged) if c.state is PhoneCallState.RINGING]) == 1
