"""What the agent hears of ringing, waiting and the first tones of a call; how her line sounds."""

from __future__ import annotations

import asyncio
import itertools
import time

from app.demo.sound import RATE_HZ, SoundRoom
from app.telephony.ports import Answer, CallSound, Failed, HangUp, PhoneCallState, UseDevices
from app.telephony.tones import WAITING_HZ, ZIP_HZ
from tests.doubles.rtp_peer import level
from tests.doubles.sip_softphone_peer import SipPeer
from tests.doubles.softphone import TestPhone, until
from tests.doubles.sound_calls import (
    HEADSET,
    LOUDSPEAKER,
    conversation,
    hears,
    registered,
    ringing,
    room,
    use,
)

__all__ = ["room"]


async def test_it_rings_on_several_devices_at_once(room: SoundRoom) -> None:
    for name in (LOUDSPEAKER, "Screen", "Unused"):
        room.add_speaker(name)
    async with SipPeer() as peer, TestPhone(room.env) as phone:
        await registered(phone, peer)
        await use(phone, UseDevices(output=HEADSET, rings=(LOUDSPEAKER, "Screen", "Not plugged in")))
        call, handle = await ringing(phone, peer)
        await until(lambda: hears(room, LOUDSPEAKER, 880) and hears(room, "Screen", 880))
        assert not hears(room, "Unused", 880)
        assert not hears(room, HEADSET, 880)
        room.remove("Screen")
        room.add_speaker("Screen")  # plugged in again while it rings
        await until(lambda: hears(room, "Screen", 880))
        phone.send(Answer(handle))
        await call.answered()
        await until(lambda: not room.heard(LOUDSPEAKER, 0.3).any() and not room.heard("Screen", 0.3).any())


async def test_a_second_call_beeps_in_the_ear_and_rings_nowhere(room: SoundRoom) -> None:
    room.add_speaker(LOUDSPEAKER)
    async with SipPeer() as peer, TestPhone(room.env) as phone:
        await registered(phone, peer)
        await use(phone, UseDevices(output=HEADSET, rings=(LOUDSPEAKER,)))
        first, handle = await ringing(phone, peer, call_id="one", tone_hz=1500.0)
        await until(lambda: hears(room, LOUDSPEAKER, 880))
        phone.send(Answer(handle))
        await first.answered()
        await until(lambda: hears(room, HEADSET, 1500))
        await until(lambda: not room.heard(LOUDSPEAKER, 0.3).any())
        quiet_from = len(room.heard(LOUDSPEAKER))
        second, _ = await ringing(phone, peer, call_id="two")
        await until(lambda: hears(room, HEADSET, WAITING_HZ, 0.3))
        assert hears(room, HEADSET, 1500), "the first caller is heard all the while"
        second.cancel()
        await phone.wait_call(PhoneCallState.ENDED)
        # Told of it again only after four seconds: listen longer than that.
        await asyncio.sleep(0.5)
        begin = len(room.heard(HEADSET))
        await asyncio.sleep(4.5)
        later = room.heard(HEADSET)[begin:]
        pieces = [later[at : at + RATE_HZ // 5] for at in range(0, len(later) - RATE_HZ // 5, RATE_HZ // 10)]
        assert max(level(piece, RATE_HZ, WAITING_HZ) for piece in pieces) < 60
        assert not room.heard(LOUDSPEAKER)[quiet_from:].any(), "never a ring over a call"
        assert 200 in first.statuses
        assert not first.hung_up_by_phone


async def test_with_two_calls_she_hears_the_one_that_the_server_does_not_hold(room: SoundRoom) -> None:
    async with SipPeer() as peer, TestPhone(room.env) as phone:
        await registered(phone, peer)
        first, one = await conversation(phone, peer, call_id="one", tone_hz=440.0)
        second, two = await ringing(phone, peer, call_id="two", tone_hz=660.0)
        first.rtp.tone_hz = None  # the server holds her first call
        phone.send(Answer(two))
        await second.answered()
        await until(lambda: hears(room, HEADSET, 660) and not hears(room, HEADSET, 440))
        await until(lambda: level(second.rtp.heard(0.3), 8000, 880) > 4000)
        first.rtp.tone_hz, second.rtp.tone_hz = 440.0, None  # and takes it up again
        await until(lambda: hears(room, HEADSET, 440) and not hears(room, HEADSET, 660))
        await until(lambda: level(first.rtp.heard(0.3), 8000, 880) > 4000)
        phone.send(HangUp(two))
        await second.until("hung up")
        await asyncio.sleep(0.3)
        assert hears(room, HEADSET, 440), "the other one goes on"
        phone.send(HangUp(one))
        await first.until("hung up")
        assert not phone.all(Failed)


async def test_two_short_tones_come_before_the_caller(room: SoundRoom) -> None:
    async with SipPeer() as peer, TestPhone(room.env) as phone:
        await registered(phone, peer)
        _, handle = await conversation(phone, peer, tone_hz=440.0)
        await until(lambda: hears(room, HEADSET, 440))
        await asyncio.sleep(2)  # the sound server begins with large steps
        phone.send(HangUp(handle))
        await until(lambda: not room.heard(HEADSET, 0.2).any())
        begin = len(room.heard(HEADSET))
        call, handle = await ringing(phone, peer, call_id="two", tone_hz=440.0)
        phone.send(Answer(handle, zip_tone=True))
        since = phone.mark()
        await call.answered()
        await asyncio.sleep(0.5)
        assert hears(room, HEADSET, 440, 0.3)
        assert not [e for e in phone.events[since:] if isinstance(e, Failed)]
        heard, step = room.heard(HEADSET)[begin:], RATE_HZ // 50
        pieces = [heard[at : at + step] for at in range(0, len(heard) - step, step)]
        zips = [n for n, piece in enumerate(pieces) if level(piece, RATE_HZ, ZIP_HZ) > 2500]
        voice = [n for n, piece in enumerate(pieces) if level(piece, RATE_HZ, 440) > 4000]
        assert max(level(each, RATE_HZ, 880) for each in pieces[: zips[0] + 1]) < 400, "the ring chirps"
        assert 7 <= len(zips) <= 13, "two tones of 0.1 s"
        assert zips[-1] - zips[0] < 20
        assert any(b - a > 2 for a, b in itertools.pairwise(zips)), "with a rest between"
        assert voice[0] > zips[-1], "then the caller"
        assert 200 in call.statuses


async def test_without_a_speaker_the_zip_tone_keeps_nobody_waiting() -> None:
    async with SipPeer() as peer, TestPhone() as phone:
        await registered(phone, peer)
        call, handle = await ringing(phone, peer)
        asked_s = time.monotonic()
        phone.send(Answer(handle, zip_tone=True))
        await call.answered()
        assert time.monotonic() - asked_s < 1.5


async def test_a_call_that_ends_during_the_zip_tone_is_not_answered(room: SoundRoom) -> None:
    async with SipPeer() as peer, TestPhone(room.env) as phone:
        await registered(phone, peer)
        call, handle = await ringing(phone, peer)
        phone.send(Answer(handle, zip_tone=True))
        phone.send(HangUp(handle))
        await call.until("refused")
        assert call.statuses[-1] == 603
        assert (await phone.wait_call(PhoneCallState.ENDED)).reason == "local"
        again, handle = await ringing(phone, peer, call_id="again")
        phone.send(Answer(handle))
        await again.answered()


async def test_how_the_line_sounds_is_told_every_two_seconds() -> None:
    async with SipPeer() as peer, TestPhone() as phone:
        await registered(phone, peer)
        call, handle = await conversation(phone, peer)
        began_s = time.monotonic()
        clean = await phone.wait(CallSound)
        assert 1.5 < time.monotonic() - began_s < 3.5
        assert (clean.handle, clean.codec) == (handle, "PCMA")
        assert clean.loss_in_pct == 0
        assert clean.mos_in > 4.2
        assert (clean.mos_out, clean.loss_out_pct, clean.round_trip_ms) == (-1, -1, -1), "nobody reports"

        def lose() -> None:
            call.rtp.sequence = (call.rtp.sequence + 1) & 0xFFFF
            call.rtp.timestamp = (call.rtp.timestamp + 160) & 0xFFFFFFFF

        since, until_s = phone.mark(), time.monotonic() + 4.2
        while time.monotonic() < until_s:  # one packet in ten is lost
            lose()
            await asyncio.sleep(0.18)
        bad = max(phone.all(CallSound, since), key=lambda sound: sound.loss_in_pct)
        assert 5 < bad.loss_in_pct < 16
        assert bad.mos_in < clean.mos_in - 0.8
        call.bye()
        await phone.wait_call(PhoneCallState.ENDED)
        since = phone.mark()
        await asyncio.sleep(2.3)
        assert not phone.all(CallSound, since)
