"""What does not go well around the embedded engine: dead processes, no ports, strangers, damaged requests."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.server.core.commands import (
    AnswerLeg,
    CloseRecording,
    JoinBridge,
    LeaveBridge,
    PlayPrompts,
    RecordLeg,
)
from app.server.core.events import LegEnded, LegIncoming
from app.server.core.types import EndCause, Side
from app.server.voice.engine import VoiceStartError
from tests.doubles.sip_calls import ring, talk
from tests.doubles.sip_house import House, a_house
from tests.doubles.sip_wire import WirePeer, header, header_values, sdp, until


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as running:
        yield running


@pytest.fixture
async def peer(house: House) -> AsyncIterator[WirePeer]:
    wire = await WirePeer.open(house.engine.sip_port)
    yield wire
    wire.close()


async def test_when_the_media_process_dies_all_calls_end_and_the_next_one_works(
    house: House, peer: WirePeer
) -> None:
    leg, _ = await talk(house, peer)
    house.media.die()
    ended = await house.heard.wait(LegEnded)
    assert ended == LegEnded(leg.leg_id, EndCause.CUT_OFF, by_peer=False, detail="media-died")
    peer.send(peer.reply(await peer.wait("BYE"), "200 OK"))
    await until(lambda: house.engine.media_pids == [2])
    peer.send(peer.request("INVITE", "b", body=sdp()))
    again = await house.heard.wait(LegIncoming, count=2)
    house.engine.do(AnswerLeg(again.leg_id))
    await until(lambda: any(header(m, "Call-ID") == "b" for m in peer.all("SIP/2.0 200")))


async def test_without_a_free_audio_port_the_caller_is_refused(house: House, peer: WirePeer) -> None:
    leg = await ring(house, peer)
    house.media.fails = True
    house.engine.do(AnswerLeg(leg.leg_id))
    await peer.wait("SIP/2.0 500")
    ended = await house.heard.wait(LegEnded)
    assert ended == LegEnded(leg.leg_id, EndCause.FAILED, by_peer=False, detail="media-port")


async def test_what_is_asked_of_a_leg_before_its_port_is_open_follows_in_order(
    house: House, peer: WirePeer
) -> None:
    leg_id = (await ring(house, peer)).leg_id
    house.engine.do(AnswerLeg(leg_id))
    house.engine.do(PlayPrompts(leg_id, "p", ("zh/welcome",)))
    house.engine.do(JoinBridge("b", leg_id))
    house.engine.do(LeaveBridge(leg_id))
    house.engine.do(PlayPrompts("nobody", "p", ("zh/welcome",)))
    await peer.wait("SIP/2.0 200")
    assert [type(request).__name__ for request in house.media.sent] == ["Play", "Join", "Leave", "SetLeg"]


async def test_a_recording_whose_process_died_still_closes(house: House, peer: WirePeer) -> None:
    leg, _ = await talk(house, peer)
    house.engine.do(RecordLeg("rec-1", "call-1", leg.leg_id, Side.CUSTOMER))
    house.media.die()
    house.engine.do(CloseRecording("rec-1"))
    await until(lambda: house.heard.recordings == ["rec-1"])


async def test_options_is_answered_and_scanners_are_not(house: House, peer: WirePeer) -> None:
    peer.send(peer.request("INVITE", "scan", body=sdp(), headers="User-Agent: friendly-scanner\r\n"))
    peer.send(peer.request("MESSAGE", "message"))
    peer.send(peer.request("OPTIONS", "ping"))
    assert "Allow: INVITE" in await peer.wait("SIP/2.0 200")
    await peer.wait("SIP/2.0 405")
    assert {header(m, "Call-ID") for m in peer.heard} == {"ping", "message"}
    assert not house.heard.events


async def test_a_stranger_must_know_a_password_and_a_flood_is_told_to_wait(tmp_path: Path) -> None:
    async with a_house(tmp_path, trunk_addresses=("192.0.2.1",), requests_per_s=2.0) as house:
        peer = await WirePeer.open(house.engine.sip_port)
        for n in range(12):
            peer.send(peer.request("INVITE", f"flood-{n}", body=sdp()))
        await peer.wait("SIP/2.0 503")
        challenge = await peer.wait("SIP/2.0 401")
        assert len(header_values(challenge, "WWW-Authenticate")) == 2
        await asyncio.sleep(0.1)
        calls = {header(m, "Call-ID") for m in peer.heard}
        assert len(calls) < 12  # who goes on in spite of it is not answered
        assert not house.heard.events
        peer.close()


async def test_damaged_requests_of_all_kinds_leave_the_engine_and_its_calls_alone(
    house: House, peer: WirePeer, caplog: pytest.LogCaptureFixture
) -> None:
    leg, to = await talk(house, peer)
    dice = random.Random(1)
    answer = 'username="1001", realm="seatline", nonce="x", nc=1, uri="sip:x", response="1"'
    authorization = f"Authorization: Digest {answer}\r\n"
    originals = [
        peer.request("INVITE", "d1", body=sdp(extra="a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:QUJD\r\n")),
        peer.request("INVITE", "a", cseq=5, to=to, body=sdp()),
        peer.request("UPDATE", "a", cseq=6, to=to, body=sdp()),
        peer.request("INFO", "a", cseq=7, to=to, body="Signal=5\r\n").replace("/sdp", "/dtmf-relay"),
        peer.request("REGISTER", "d2", to="<sip:1001@x>", headers=f"Expires: 60\r\n{authorization}"),
        peer.request("CANCEL", "d1"),
        peer.request("OPTIONS", "d3"),
        peer.reply(peer.request("INVITE", "d4"), "200 OK", body=sdp()),
    ]
    for n in range(600):
        raw = bytearray(dice.choice(originals).encode())
        for _ in range(dice.randint(1, 4)):
            start = dice.randrange(len(raw))
            raw[start : start + dice.choice((0, 1, 3, 20))] = dice.randbytes(dice.choice((0, 1, 2)))
        peer.send(bytes(raw))
        if n % 50 == 49:  # no more than its socket can keep
            peer.send(peer.request("OPTIONS", f"still-there-{n}"))
            await until(lambda n=n: any(f"Call-ID: still-there-{n}\r" in text for text in peer.heard))
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert leg.leg_id not in [event.leg_id for event in house.heard.all(LegEnded)]


async def test_a_taken_port_is_explained(house: House, tmp_path: Path) -> None:
    with pytest.raises(VoiceStartError, match=rf"Port {house.engine.sip_port} .* another port"):
        async with a_house(tmp_path, sip_port=house.engine.sip_port):
            pass
