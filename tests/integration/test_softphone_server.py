"""Two softphones talk through the product's own server: registrar, tunnel, SRTP, forwarding."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from pathlib import Path

import pytest

from app.demo.sound import RATE_HZ, SoundRoom
from app.server.core.commands import CreateBridge, HangUpLeg, JoinBridge, OriginateLeg
from app.server.core.events import LegAnswered, LegEnded, LegQuality
from app.telephony.ports import (
    Answer,
    CallChanged,
    CallSound,
    Failed,
    PhoneCallState,
    Register,
    Registered,
)
from tests.doubles.rtp_peer import loudest_hz
from tests.doubles.sip_house import PASSWORDS, House, a_house
from tests.doubles.softphone import TestPhone, until


async def registered(house: House, phone: TestPhone, user: str) -> None:
    certificate = ssl.PEM_cert_to_DER_cert(house.certificate.read_text())
    phone.send(
        Register(
            sip_user=user,
            sip_password=PASSWORDS[user],
            domain="seatline",
            server_host="127.0.0.1",
            tls_port=house.engine.tls_port,
            certificate_sha256=hashlib.sha256(certificate).hexdigest(),
        )
    )
    await phone.wait(Registered, lambda r: r.ok)
    await house.heard.wait_phone(user, True)


async def answered(house: House, phone: TestPhone, user: str, leg: str, like: str = "") -> CallChanged:
    house.engine.do(OriginateLeg(leg, user, "13800138000", "王芳", f"call-{leg}", f"offer-{leg}", like, 10))
    ringing = await phone.wait_call(PhoneCallState.RINGING)
    phone.send(Answer(ringing.handle))
    return await phone.wait_call(PhoneCallState.TALKING)


async def test_two_desktops_hear_each_other_through_the_server(tmp_path: Path) -> None:
    with SoundRoom() as left, SoundRoom() as right:
        for sound, tone_hz in ((left, 440), (right, 880)):
            sound.add_speaker("Headset", default=True)
            sound.add_microphone("Mic", default=True)
            sound.speak("Mic", tone_hz)
        async with (
            a_house(tmp_path, quiet=False) as house,
            TestPhone(left.env) as one,
            TestPhone(right.env) as two,
        ):
            await registered(house, one, "1001")
            await registered(house, two, "1002")
            call = await answered(house, one, "1001", "a")
            assert (call.call_id, call.offer_id) == ("call-a", "offer-a")
            assert (call.number, call.name, call.encrypted) == ("13800138000", "王芳", True)
            other = await answered(house, two, "1002", "b", like="a")
            assert other.codec == call.codec
            await house.heard.wait(LegAnswered, 2)
            house.engine.do(CreateBridge("bridge"))
            house.engine.do(JoinBridge("bridge", "a"))
            house.engine.do(JoinBridge("bridge", "b"))
            await until(lambda: loudest_hz(left.heard("Headset", 0.5), RATE_HZ) == pytest.approx(880, abs=5))
            await until(lambda: loudest_hz(right.heard("Headset", 0.5), RATE_HZ) == pytest.approx(440, abs=5))

            house.engine.do(HangUpLeg("a"))
            assert (await one.wait_call(PhoneCallState.ENDED)).reason == "remote"
            await house.heard.wait(LegEnded)


async def test_the_server_knows_when_a_desktop_is_gone(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        async with TestPhone() as phone:
            await registered(house, phone, "1001")
        await house.heard.wait_phone("1001", False)


async def test_the_line_is_measured_both_ways(tmp_path: Path) -> None:
    async with a_house(tmp_path, quiet=False) as house, TestPhone() as phone:
        await registered(house, phone, "1001")
        call = await answered(house, phone, "1001", "a")
        known = await phone.wait(CallSound, lambda s: s.mos_out > 0, timeout_s=12)
        assert (known.handle, known.codec) == (call.handle, call.codec)
        assert known.mos_in > 4
        assert known.mos_out > 4
        assert (known.loss_in_pct, known.loss_out_pct) == (0, 0)
        assert 0 <= known.round_trip_ms < 50
        assert 0 <= known.jitter_out_ms < 50


async def test_the_server_tries_a_phone_out_and_the_desktop_hears_nothing_of_it(tmp_path: Path) -> None:
    async with a_house(tmp_path, quiet=False) as house, TestPhone() as phone:
        await registered(house, phone, "1001")
        house.engine.do(OriginateLeg("t", "1001", "", "Seatline", "", "", "", 4, auto_answer=True, test=True))
        await house.heard.wait(LegAnswered)
        await asyncio.sleep(1)
        house.engine.do(HangUpLeg("t"))
        await house.heard.wait(LegEnded)
        await until(lambda: [q for q in house.heard.all(LegQuality) if q.final])
        quality = house.heard.all(LegQuality)[-1]
        assert quality.received.packets > 40
        assert not phone.all(CallChanged)
        assert not phone.all(Failed)
