"""A call on the softphone with real sound: SIP over the tunnel, SRTP, PulseAudio with null sinks."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import numpy as np
import pytest

from app.demo.sound import RATE_HZ, SoundRoom
from app.telephony.ports import (
    Answer,
    AudioFlows,
    AudioProblem,
    CallChanged,
    Devices,
    Failed,
    Gone,
    HangUp,
    Levels,
    ListDevices,
    Mute,
    PhoneCallState,
    Registered,
    SendDigits,
    UseDevices,
)
from tests.doubles.rtp_peer import level, loudest_hz
from tests.doubles.sip_softphone_peer import PeerCall, SipPeer
from tests.doubles.softphone import TestPhone, until

HEADSET, MICROPHONE = "Office Headset", "Office Headset Microphone"


@pytest.fixture
def room() -> Iterator[SoundRoom]:
    with SoundRoom() as sound:
        sound.add_speaker(HEADSET, default=True)
        sound.add_microphone(MICROPHONE, default=True)
        sound.speak(MICROPHONE, 880)
        yield sound


async def registered(phone: TestPhone, peer: SipPeer) -> None:
    phone.send(peer.register_command())
    await phone.wait(Registered, lambda r: r.ok)


async def conversation(phone: TestPhone, peer: SipPeer, **how: object) -> tuple[PeerCall, int]:
    """A call that was rung and answered; the peer's call and the phone's handle."""
    since = phone.mark()
    call = await peer.ring(**how)  # type: ignore[arg-type]
    ringing = await phone.wait_call(PhoneCallState.RINGING, since=since)
    phone.send(Answer(ringing.handle))
    await call.answered()
    await phone.wait_call(PhoneCallState.TALKING, since=since)
    return call, ringing.handle


async def test_both_sides_hear_each_other_over_srtp(room: SoundRoom) -> None:
    async with SipPeer() as peer, TestPhone(room.env) as phone:
        await registered(phone, peer)
        call, handle = await conversation(phone, peer, call_id="c-7", offer_id="o-9")
        await until(lambda: loudest_hz(room.heard(HEADSET, 0.5), RATE_HZ) == pytest.approx(440, abs=5))
        await until(lambda: loudest_hz(call.rtp.heard(0.5), 8000) == pytest.approx(880, abs=5))

        talking = await phone.wait_call(PhoneCallState.TALKING)
        assert (talking.call_id, talking.offer_id) == ("c-7", "o-9")
        assert (talking.number, talking.name) == ("13800138000", "Li Ming")
        assert (talking.codec, talking.encrypted) == ("PCMA", True)
        assert call.suite == "AES_256_CM_HMAC_SHA1_80"
        assert call.rtp.undecryptable == 0
        flows = await phone.wait(AudioFlows)
        assert 0 < flows.after_answer_ms < 1000
        await phone.wait(Levels, lambda levels: levels.input_dbfs > -25 and levels.output_dbfs > -25)

        phone.send(HangUp(handle))
        ended = await phone.wait_call(PhoneCallState.ENDED)
        assert ended.reason == "local"
        await call.until("hung up")
        assert not phone.all(Failed)


async def test_a_muted_microphone_sends_silence_until_it_is_opened_again(room: SoundRoom) -> None:
    async with SipPeer() as peer, TestPhone(room.env) as phone:
        await registered(phone, peer)
        call, _ = await conversation(phone, peer)
        await until(lambda: level(call.rtp.heard(0.3), 8000, 880) > 4000)
        phone.send(Mute(True))
        await until(lambda: len(h := call.rtp.heard(0.3)) and np.abs(h.astype(int)).max() < 30)
        packets = len(call.rtp.received)
        await until(lambda: len(call.rtp.received) > packets + 10)  # silence is sent, not nothing
        phone.send(Mute(False))
        await until(lambda: level(call.rtp.heard(0.3), 8000, 880) > 4000)


@pytest.mark.parametrize(
    ("offered", "secure", "codec"),
    [(("G722", "PCMA"), True, "G722"), (("PCMU", "G722"), True, "PCMU"), (("PCMA",), False, "PCMA")],
)
async def test_the_first_codec_that_is_offered_is_spoken(
    room: SoundRoom, offered: tuple[str, ...], secure: bool, codec: str
) -> None:
    async with SipPeer() as peer, TestPhone(room.env) as phone:
        await registered(phone, peer)
        call, _ = await conversation(phone, peer, codecs=offered, secure=secure)
        talking = await phone.wait_call(PhoneCallState.TALKING)
        assert (call.codec, talking.codec, talking.encrypted) == (codec, codec, secure)
        await until(lambda: loudest_hz(call.rtp.heard(0.5), call.rtp.rate_hz) == pytest.approx(880, abs=5))
        await until(lambda: loudest_hz(room.heard(HEADSET, 0.5), RATE_HZ) == pytest.approx(440, abs=5))


async def test_it_rings_on_the_ringing_device_and_stops_when_the_caller_leaves(room: SoundRoom) -> None:
    room.add_speaker("Desk Loudspeaker")
    async with SipPeer() as peer, TestPhone(room.env) as phone:
        await registered(phone, peer)
        since = phone.mark()
        phone.send(UseDevices(input=MICROPHONE, output=HEADSET, rings=("Desk Loudspeaker",)))
        phone.send(ListDevices())
        await phone.wait(Devices, since=since)
        call = await peer.ring()
        await until(lambda: level(room.heard("Desk Loudspeaker", 0.3), RATE_HZ, 880) > 300)
        # Not from the beginning: in two of seven runs the first 18 ms that the headset's recorder gave were
        # not silent. Our stream to the headset gets nothing but silence then; the cause is not known.
        assert level(room.heard(HEADSET, 0.1), RATE_HZ, 880) < 30
        call.cancel()
        ended = await phone.wait_call(PhoneCallState.ENDED)
        assert ended.reason == "cancelled"
        await until(lambda: not room.heard("Desk Loudspeaker", 0.5).any())


async def test_nothing_of_the_ring_is_left_when_she_has_answered(room: SoundRoom) -> None:
    async with SipPeer() as peer, TestPhone(room.env) as phone:
        await registered(phone, peer)
        call = await peer.ring(tone_hz=None)
        await until(lambda: level(room.heard(HEADSET, 0.3), RATE_HZ, 880) > 300)
        phone.send(Answer(1))
        await call.answered()
        await until(
            lambda: len(room.heard(HEADSET, 0.5)) and not (np.abs(room.heard(HEADSET, 0.5)) > 20).any()
        )


async def test_without_a_microphone_the_call_goes_on_in_silence() -> None:
    with SoundRoom() as room:
        room.add_speaker(HEADSET, default=True)
        async with SipPeer() as peer, TestPhone(room.env) as phone:
            await registered(phone, peer)
            problem = await phone.wait(AudioProblem)
            assert problem.problem == "no-microphone"
            call, _ = await conversation(phone, peer)
            await until(lambda: loudest_hz(room.heard(HEADSET, 0.5), RATE_HZ) == pytest.approx(440, abs=5))
            call.rtp.wait_packets(20)
            assert not np.abs(call.rtp.heard()[80:].astype(int)).max() > 30


async def test_a_machine_without_any_sound_still_answers() -> None:
    async with SipPeer() as peer, TestPhone() as phone:
        await registered(phone, peer)
        await phone.wait(AudioProblem, lambda p: p.problem == "no-microphone")
        await phone.wait(AudioProblem, lambda p: p.problem == "no-speaker")
        call, handle = await conversation(phone, peer)
        call.rtp.wait_packets(10)
        call.bye()
        ended = await phone.wait_call(PhoneCallState.ENDED)
        assert (ended.handle, ended.reason) == (handle, "remote")


@pytest.mark.parametrize(("pulled", "lost"), [(MICROPHONE, "microphone-lost"), (HEADSET, "speaker-lost")])
async def test_a_device_pulled_out_in_a_call_is_told_and_taken_again_when_it_is_back(
    room: SoundRoom, pulled: str, lost: str
) -> None:
    room.add_speaker("Loudspeaker")  # must not be taken in the place of the headset
    async with SipPeer() as peer, TestPhone(room.env) as phone:
        await registered(phone, peer)
        phone.send(UseDevices(input=MICROPHONE, output=HEADSET))
        call, _ = await conversation(phone, peer)
        await until(lambda: level(call.rtp.heard(0.3), 8000, 880) > 4000)
        since = phone.mark()
        room.remove(pulled)
        problem = await phone.wait(AudioProblem, since=since)
        assert problem.problem == lost
        assert not phone.all(CallChanged, since), "the call goes on"
        if pulled == MICROPHONE:
            await until(lambda: np.abs(call.rtp.heard(0.3).astype(int)).max() < 30)
        else:
            await asyncio.sleep(0.3)
            assert level(room.heard("Loudspeaker", 0.2), RATE_HZ, 440) < 30

        since = phone.mark()
        (room.add_microphone if pulled == MICROPHONE else room.add_speaker)(pulled)
        solved = await phone.wait(AudioProblem, since=since)
        assert solved.problem == ""
        if pulled == MICROPHONE:
            room.speak(MICROPHONE, 660)
            await until(lambda: level(call.rtp.heard(0.3), 8000, 660) > 4000)
        else:
            await until(lambda: loudest_hz(room.heard(HEADSET, 0.5), RATE_HZ) == pytest.approx(440, abs=5))


async def test_a_sound_server_that_is_restarted_is_found_again(room: SoundRoom) -> None:
    async with SipPeer() as peer, TestPhone(room.env) as phone:
        await registered(phone, peer)
        await phone.wait(Devices, lambda d: bool(d.input))
        call, _ = await conversation(phone, peer)
        await until(lambda: level(call.rtp.heard(0.3), 8000, 880) > 4000)
        since = phone.mark()
        room.stop()
        await phone.wait(AudioProblem, lambda p: p.problem == "microphone-lost", since=since)
        room.start()
        room.add_speaker(HEADSET, default=True)
        room.add_microphone(MICROPHONE, default=True)
        room.speak(MICROPHONE, 660)
        await phone.wait(AudioProblem, lambda p: p.problem == "", since=since)
        await until(lambda: level(call.rtp.heard(0.3), 8000, 660) > 4000)
        await until(lambda: loudest_hz(room.heard(HEADSET, 0.5), RATE_HZ) == pytest.approx(440, abs=5))
        assert not phone.all(Gone)


async def test_devices_are_listed_by_the_names_that_people_know(room: SoundRoom) -> None:
    async with TestPhone(room.env) as phone:
        devices = await phone.wait(Devices)
        names = {(device.name, device.kind.value) for device in devices.devices}
        assert {(HEADSET, "OUTPUT"), (MICROPHONE, "INPUT")} <= names
        assert not any("Monitor" in name for name, _ in names)
        assert (devices.input, devices.output) == (MICROPHONE, HEADSET)
        since = phone.mark()
        room.add_speaker("Second Headset")
        later = await phone.wait(Devices, since=since)
        assert "Second Headset" in [device.name for device in later.devices]


async def test_declining_answers_603_and_digits_are_sent(room: SoundRoom) -> None:
    async with SipPeer() as peer, TestPhone(room.env) as phone:
        await registered(phone, peer)
        refused = await peer.ring()
        phone.send(HangUp(1))
        await refused.until("refused")
        assert refused.statuses[-1] == 603
        call, handle = await conversation(phone, peer)
        phone.send(SendDigits(handle, "5"))
        await until(lambda: any(p.payload_type == 101 for p in call.rtp.packets()))
        event = next(p for p in call.rtp.packets() if p.payload_type == 101)
        assert event.payload[0] == 5
        phone.send(SendDigits(handle, "5x"))
        failed = await phone.wait(Failed)
        assert (failed.command, failed.error_id) == ("digits", "bad-command")


async def test_four_calls_ring_and_a_fifth_does_no_harm() -> None:
    async with SipPeer() as peer, TestPhone() as phone:
        await registered(phone, peer)
        calls = [await peer.ring(call_id=f"c{n}") for n in range(4)]
        fifth = await peer.ring(call_id="c4")
        await fifth.until("refused")
        phone.send(Answer(1))
        await calls[0].answered()
        for call in calls[1:]:
            call.cancel()
        await until(lambda: len([c for c in phone.all(CallChanged) if c.reason == "cancelled"]) == 3)
        assert len(phone.all(Registered)) == 1
