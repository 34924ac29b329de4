"""Calls into the embedded engine, with a bare SIP peer as the caller."""

from __future__ import annotations

import asyncio
import base64
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.server.core.commands import AnswerLeg, HangUpLeg, RejectLeg, RingLeg
from app.server.core.events import DigitPressed, LegAnswered, LegEnded, LegIncoming
from app.server.core.types import EndCause
from app.server.voice.embedded.media.protocol import MediaGone, SetLeg
from tests.doubles.sip_calls import ring, talk
from tests.doubles.sip_house import House, a_house
from tests.doubles.sip_wire import WirePeer, header, port_of, sdp, until


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as running:
        yield running


@pytest.fixture
async def peer(house: House) -> AsyncIterator[WirePeer]:
    wire = await WirePeer.open(house.engine.sip_port)
    yield wire
    wire.close()


async def test_a_call_comes_in_is_answered_and_the_caller_hangs_up(house: House, peer: WirePeer) -> None:
    leg = await ring(house, peer)
    assert (leg.dialled_number, leg.caller_number, leg.source) == ("4001", "13800138000", "trunk")
    assert await peer.wait("SIP/2.0 100")
    house.engine.do(RingLeg(leg.leg_id))
    await peer.wait("SIP/2.0 180")
    house.engine.do(AnswerLeg(leg.leg_id))
    answer = await peer.wait("SIP/2.0 200")
    assert "m=audio" in answer
    assert "PCMU/8000" in answer  # the caller's first codec
    to = header(answer, "To")
    peer.send(peer.request("ACK", "a", to=to))
    await house.heard.wait(LegAnswered)
    bye = peer.request("BYE", "a", cseq=2, to=to)
    peer.send(bye)
    peer.send(bye)
    assert await house.heard.wait(LegEnded) == LegEnded(leg.leg_id, EndCause.NORMAL, by_peer=True)
    await peer.wait("SIP/2.0 200", count=3)
    assert len(house.heard.all(LegEnded)) == 1
    assert house.engine.open_legs == 0
    assert house.media.legs() == [SetLeg(leg.leg_id, "127.0.0.1", 40000, "PCMU", 0, 101)]
    assert not house.media.open


async def test_we_hang_up_and_the_caller_gets_one_bye(house: House, peer: WirePeer) -> None:
    leg, _ = await talk(house, peer)
    house.engine.do(HangUpLeg(leg.leg_id))
    house.engine.do(HangUpLeg(leg.leg_id))
    bye = await peer.wait("BYE")
    peer.send(peer.reply(bye, "200 OK"))
    assert house.heard.all(LegEnded) == [LegEnded(leg.leg_id, EndCause.NORMAL, by_peer=False)]
    await asyncio.sleep(0.2)
    assert len(peer.all("BYE")) == 1


async def test_the_caller_gives_up_before_the_answer(house: House, peer: WirePeer) -> None:
    leg = await ring(house, peer)
    peer.send(peer.request("CANCEL", "a", branch="z9hG4bKa"))
    await peer.wait("SIP/2.0 487")
    assert await house.heard.wait(LegEnded) == LegEnded(leg.leg_id, EndCause.CANCELLED, by_peer=True)
    house.engine.do(AnswerLeg(leg.leg_id))
    house.engine.do(HangUpLeg(leg.leg_id))
    await asyncio.sleep(0.05)
    assert len(house.heard.all(LegEnded)) == 1


async def test_a_caller_who_never_acknowledges_is_let_go(house: House, peer: WirePeer) -> None:
    leg = await ring(house, peer)
    house.engine.do(AnswerLeg(leg.leg_id))
    await peer.wait("SIP/2.0 200", count=3)
    ended = await house.heard.wait(LegEnded)
    assert ended == LegEnded(leg.leg_id, EndCause.CUT_OFF, by_peer=True, detail="no-ack")
    assert "Q.850;cause=102" in header(await peer.wait("BYE"), "Reason")
    assert not house.heard.all(LegAnswered)


async def test_a_caller_who_hangs_up_without_an_ack_is_left_alone(house: House, peer: WirePeer) -> None:
    leg = await ring(house, peer)
    house.engine.do(AnswerLeg(leg.leg_id))
    to = header(await peer.wait("SIP/2.0 200"), "To")
    peer.send(peer.request("BYE", "a", cseq=2, to=to))
    assert await house.heard.wait(LegEnded) == LegEnded(leg.leg_id, EndCause.NORMAL, by_peer=True)
    await until(lambda: any("BYE" in header(m, "CSeq") for m in peer.all("SIP/2.0 200")))
    answers = len(peer.all("SIP/2.0 200"))
    peer.send(peer.request("INVITE", "a", branch="z9hG4bKa", body=sdp()))  # a late repeat
    await asyncio.sleep(0.4)
    assert len(peer.all("SIP/2.0 200")) == answers
    assert not peer.all("BYE")
    assert len(house.heard.all(LegIncoming)) == 1


async def test_stopping_says_goodbye_to_everybody(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        peer = await WirePeer.open(house.engine.sip_port)
        await talk(house, peer, "up")
        peer.send(peer.request("INVITE", "ringing", body=sdp()))
        await house.heard.wait(LegIncoming, count=2)
    await peer.wait("BYE")
    await peer.wait("SIP/2.0 480")
    await until(lambda: len(house.heard.all(LegEnded)) == 2)
    peer.close()


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_happens_in_whatever_order_a_leg_ends_exactly_once(
    house: House, peer: WirePeer, seed: int
) -> None:
    dice = random.Random(seed)
    for number in range(25):
        call = f"r{seed}-{number}"
        peer.send(peer.request("INVITE", call, branch=f"z9hG4bK{call}", body=sdp()))
        leg = (await house.heard.wait(LegIncoming, count=number + 1)).leg_id
        for _ in range(dice.randint(1, 7)):
            answers = [m for m in peer.all("SIP/2.0 200") if header(m, "Call-ID") == call]
            to = header(answers[0], "To") if answers else "<sip:4001@127.0.0.1>;tag=none"
            match dice.choice("RAAHJCKKBWM" if number % 8 == 0 else "RAAHJCKKBWW"):
                case "R":
                    house.engine.do(RingLeg(leg))
                case "A":
                    house.engine.do(AnswerLeg(leg))
                case "H":
                    house.engine.do(HangUpLeg(leg))
                case "J":
                    house.engine.do(RejectLeg(leg, EndCause.BUSY))
                case "C":
                    peer.send(peer.request("CANCEL", call, branch=f"z9hG4bK{call}"))
                case "K":
                    peer.send(peer.request("ACK", call, to=to))
                case "B":
                    peer.send(peer.request("BYE", call, cseq=dice.randint(1, 9), to=to))
                case "M":
                    house.media.die()
                case _:
                    await asyncio.sleep(0.003)
        house.engine.do(HangUpLeg(leg))
    await until(lambda: len(house.heard.all(LegEnded)) >= 25)
    await asyncio.sleep(0.05)
    assert sorted(e.leg_id for e in house.heard.all(LegEnded)) == sorted(
        e.leg_id for e in house.heard.all(LegIncoming)
    )
    assert house.engine.open_legs == 0
    assert not house.media.open


async def test_hanging_up_before_the_ack_waits_with_the_bye(house: House, peer: WirePeer) -> None:
    leg = await ring(house, peer)
    house.engine.do(AnswerLeg(leg.leg_id))
    to = header(await peer.wait("SIP/2.0 200"), "To")
    house.engine.do(HangUpLeg(leg.leg_id))
    await house.heard.wait(LegEnded)
    assert not peer.all("BYE")
    peer.send(peer.request("ACK", "a", to=to))
    await peer.wait("BYE")


@pytest.mark.parametrize(
    ("cause", "code"), [(EndCause.BUSY, 486), (EndCause.REJECTED, 403), (EndCause.DECLINED, 603)]
)
async def test_a_refusal_says_why(house: House, peer: WirePeer, cause: EndCause, code: int) -> None:
    leg = await ring(house, peer)
    house.engine.do(RejectLeg(leg.leg_id, cause))
    await peer.wait(f"SIP/2.0 {code}")
    assert await house.heard.wait(LegEnded) == LegEnded(leg.leg_id, cause, by_peer=False)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("v=0\r\nm=audio none RTP/AVP 0\r\n", 400),
        ("garbage", 400),
        (sdp(formats="18").replace("a=rtpmap:101 telephone-event/8000\r\n", ""), 488),
        (sdp(proto="RTP/SAVP"), 488),
    ],
)
async def test_a_description_we_cannot_use_is_answered(
    house: House, peer: WirePeer, body: str, code: int
) -> None:
    peer.send(peer.request("INVITE", "bad", body=body))
    await peer.wait(f"SIP/2.0 {code}")
    assert not house.heard.events


async def test_an_invite_without_offer_gets_ours_and_the_answer_comes_with_the_ack(
    house: House, peer: WirePeer
) -> None:
    leg = await ring(house, peer, body="")
    house.engine.do(AnswerLeg(leg.leg_id))
    answer = await peer.wait("SIP/2.0 200")
    assert all(name in answer for name in ("PCMA/8000", "PCMU/8000", "G722/8000"))
    peer.send(peer.request("ACK", "a", to=header(answer, "To"), body=sdp(formats="8 101")))
    await house.heard.wait(LegAnswered)


async def test_an_srtp_offer_is_answered_with_our_own_key_and_the_video_refused(
    house: House, peer: WirePeer
) -> None:
    key = "Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFy"
    suite = "AES_CM_128_HMAC_SHA1"
    crypto = f"a=crypto:1 {suite}_32 inline:{key}\r\na=crypto:2 {suite}_80 inline:{key}|2^20\r\n"
    body = sdp(proto="RTP/SAVP", extra=crypto) + "m=video 5000 RTP/AVP 96\r\n"
    leg = await ring(house, peer, body=body)
    house.engine.do(AnswerLeg(leg.leg_id))
    answer = await peer.wait("SIP/2.0 200")
    assert "a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:" in answer
    assert key not in answer
    assert "m=video 0 RTP/AVP 96" in answer
    setting = house.media.legs()[0]
    assert setting.srtp is not None
    assert base64.b64encode(setting.srtp.receive_key).decode() == key
    assert base64.b64encode(setting.srtp.send_key).decode() in answer


async def test_hold_and_resume_of_a_phone_are_answered_with_the_other_direction(
    house: House, peer: WirePeer
) -> None:
    _, to = await talk(house, peer)
    for number, (says, hears) in enumerate(
        (("sendonly", "recvonly"), ("inactive", "inactive"), ("sendrecv", "sendrecv"))
    ):
        count = len(peer.all("SIP/2.0 200"))
        peer.send(peer.request("INVITE", "a", cseq=2 + number, to=to, body=sdp(extra=f"a={says}\r\n")))
        answer = await peer.wait("SIP/2.0 200", count + 1)
        assert f"a={hears}" in answer
        assert f"m=audio {port_of(peer.all('SIP/2.0 200')[0])} " in answer  # the port stays
        peer.send(peer.request("ACK", "a", cseq=2 + number, to=to))
    peer.send(
        peer.request("INVITE", "a", cseq=9, to=to, body=sdp(formats="18").replace("101 telephone", "18 G729"))
    )
    await peer.wait("SIP/2.0 488")
    assert not house.heard.all(LegEnded)


async def test_requests_inside_a_dialog_are_checked(house: House, peer: WirePeer) -> None:
    _, to = await talk(house, peer)
    peer.send(peer.request("BYE", "other", cseq=2, to=to))
    await peer.wait("SIP/2.0 481")
    peer.send(peer.request("INFO", "a", cseq=1, to=to))  # an old number
    await peer.wait("SIP/2.0 500")
    peer.send(peer.request("REFER", "a", cseq=3, to=to, headers="r: <sip:2002@x>\r\n"))
    await peer.wait("SIP/2.0 403")  # a trunk transfers nobody
    assert not house.heard.all(LegEnded)


async def test_a_digit_sent_by_info_is_heard(house: House, peer: WirePeer) -> None:
    leg, to = await talk(house, peer)
    info = peer.request("INFO", "a", cseq=2, to=to, body="Signal=5\r\nDuration=160\r\n")
    peer.send(info.replace("application/sdp", "application/dtmf-relay"))
    assert await house.heard.wait(DigitPressed) == DigitPressed(leg.leg_id, "5", in_sound=False)


async def test_a_silent_peer_that_is_gone_is_noticed_and_one_that_holds_is_kept(tmp_path: Path) -> None:
    async with a_house(tmp_path, silence_check_s=0.2) as house:
        peer = await WirePeer.open(house.engine.sip_port)
        leg, _ = await talk(house, peer)
        house.media.report(MediaGone(leg.leg_id))
        peer.send(peer.reply(await peer.wait("OPTIONS"), "200 OK"))
        peer.send(peer.reply(await peer.wait("OPTIONS", count=2), "200 OK"))
        assert not house.heard.all(LegEnded)
        ended = await house.heard.wait(LegEnded, seconds=10)  # from here on it does not reply
        assert ended == LegEnded(leg.leg_id, EndCause.CUT_OFF, by_peer=True, detail="rtp-gone")
        assert not house.media.open
        peer.close()


async def test_nobody_is_silent_for_ever_unless_on_hold(tmp_path: Path) -> None:
    async with a_house(tmp_path, silence_check_s=0.1, silence_limit_s=0.5) as house:
        peer = await WirePeer.open(house.engine.sip_port)
        leg, _ = await talk(house, peer)
        house.media.report(MediaGone(leg.leg_id))
        answered = 0
        while not house.heard.all(LegEnded):
            if len(asked := peer.all("OPTIONS")) > answered:
                peer.send(peer.reply(asked[answered], "200 OK"))
                answered += 1
            await asyncio.sleep(0.01)
        assert house.heard.all(LegEnded)[0].detail == "rtp-gone"
        assert answered >= 3
        await peer.wait("BYE")
        peer.close()
