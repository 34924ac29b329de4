"""Calls of the embedded engine to phones: rung, refused, not there, picked up by themselves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.server.core.commands import HangUpLeg
from app.server.core.events import LegAnswered, LegEnded, LegRinging
from app.server.core.types import EndCause
from tests.doubles.sip_calls import originate, register, ring
from tests.doubles.sip_house import House, a_house
from tests.doubles.sip_wire import WirePeer, header, port_of, sdp


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as running:
        yield running


@pytest.fixture
async def peer(house: House) -> AsyncIterator[WirePeer]:
    wire = await WirePeer.open(house.engine.sip_port)
    yield wire
    wire.close()


async def test_a_phone_registers_rings_answers_and_hangs_up(house: House, peer: WirePeer) -> None:
    assert (await register(house, peer)).startswith("SIP/2.0 200")
    await house.heard.wait_phone("1001", True)
    house.engine.do(originate())
    invite = await peer.wait("INVITE")
    assert header(invite, "X-Seatline-Call") == "call-1"
    assert header(invite, "X-Seatline-Offer") == "offer-1"
    assert header(invite, "From").startswith('"王芳" <sip:13800138000@')
    assert "RTP/AVP" in invite
    peer.send(peer.reply(invite, "180 Ringing"))
    await house.heard.wait(LegRinging)
    peer.send(peer.reply(invite, "180 Ringing"))
    peer.send(peer.reply(invite, "200 OK", body=sdp()))
    peer.send(peer.reply(invite, "200 OK", body=sdp()))
    await house.heard.wait(LegAnswered)
    ack = await peer.wait("ACK", count=2)
    assert ack.startswith(f"ACK sip:peer@127.0.0.1:{peer.port} ")  # the Contact of the 200
    tag = header(invite, "From").partition(";tag=")[2]
    bye = peer.request("BYE", header(invite, "Call-ID"), cseq=1, to=header(invite, "From")).replace(
        f"tag=from-{header(invite, 'Call-ID')}", "tag=peer"
    )
    assert tag in bye
    peer.send(bye)
    assert await house.heard.wait(LegEnded) == LegEnded("out", EndCause.NORMAL, by_peer=True)
    assert len(house.heard.all(LegRinging)) == len(house.heard.all(LegAnswered)) == 1


async def test_the_callers_codec_is_offered_first_to_the_phone(house: House, peer: WirePeer) -> None:
    await register(house, peer)
    caller = await WirePeer.open(house.engine.sip_port)
    leg = await ring(house, caller, body=sdp(formats="9 8 0 101"))
    house.engine.do(originate(like=leg.leg_id))
    assert f"m=audio {port_of(await peer.wait('INVITE'))} RTP/AVP 9 8 0 " in peer.all("INVITE")[0]
    caller.close()


@pytest.mark.parametrize(
    ("answer", "reason", "cause", "detail"),
    [
        ("486 Busy Here", "", EndCause.BUSY, "sip-486"),
        ("603 Decline", "", EndCause.DECLINED, "sip-603"),
        ("480 Temporarily Unavailable", "", EndCause.NO_ANSWER, "sip-480"),
        ("488 Not Acceptable Here", "", EndCause.FAILED, "sip-488"),
        ("302 Moved Temporarily", "", EndCause.UNREACHABLE, "sip-302"),
        ("480 Temporarily Unavailable", "Q.850;cause=20", EndCause.UNREACHABLE, "q850-20"),
        ("500 Server Error", 'SIP;cause=500, Q.850 ; text="a,b" ;cause=17', EndCause.BUSY, "q850-17"),
        ("486 Busy Here", "Q.850;cause=16", EndCause.BUSY, "sip-486"),
    ],
)
async def test_a_phone_that_refuses_says_why(
    house: House, peer: WirePeer, answer: str, reason: str, cause: EndCause, detail: str
) -> None:
    await register(house, peer)
    house.engine.do(originate())
    headers = f"Reason: {reason}\r\n" if reason else ""
    peer.send(peer.reply(await peer.wait("INVITE"), answer, headers=headers))
    assert await house.heard.wait(LegEnded) == LegEnded("out", cause, by_peer=True, detail=detail)
    await peer.wait("ACK")


async def test_nobody_registered_is_unreachable_at_once(house: House) -> None:
    house.engine.do(originate())
    assert not house.heard.events  # never from inside do()
    ended = await house.heard.wait(LegEnded)
    assert ended == LegEnded("out", EndCause.UNREACHABLE, by_peer=False, detail="no-way")


async def test_a_phone_that_does_not_reply_is_unreachable(house: House, peer: WirePeer) -> None:
    await register(house, peer)
    house.engine.do(originate())
    assert (await house.heard.wait(LegEnded)).cause is EndCause.UNREACHABLE


async def test_a_phone_that_nobody_picks_up_is_cancelled_in_time(house: House, peer: WirePeer) -> None:
    await register(house, peer)
    house.engine.do(originate(timeout_s=1))
    invite = await peer.wait("INVITE")
    peer.send(peer.reply(invite, "180 Ringing"))
    assert await house.heard.wait(LegEnded) == LegEnded("out", EndCause.NO_ANSWER, by_peer=False)
    cancel = await peer.wait("CANCEL")
    peer.send(peer.reply(cancel, "200 OK"))
    peer.send(peer.reply(invite, "487 Request Terminated"))
    await peer.wait("ACK")


async def test_an_answer_that_crosses_the_cancel_is_ended_with_a_bye(house: House, peer: WirePeer) -> None:
    await register(house, peer)
    house.engine.do(originate())
    invite = await peer.wait("INVITE")
    peer.send(peer.reply(invite, "180 Ringing"))
    await house.heard.wait(LegRinging)
    house.engine.do(HangUpLeg("out", EndCause.CANCELLED))
    peer.send(peer.reply(invite, "200 OK", body=sdp()))
    await peer.wait("ACK")
    peer.send(peer.reply(await peer.wait("BYE"), "200 OK"))
    assert house.heard.all(LegEnded) == [LegEnded("out", EndCause.CANCELLED, by_peer=False)]
    assert not house.heard.all(LegAnswered)


@pytest.mark.parametrize("asked_for", [True, False])
async def test_a_phone_is_told_to_pick_up_only_what_its_agent_asked_for(
    house: House, peer: WirePeer, asked_for: bool
) -> None:
    await register(house, peer)
    house.engine.do(replace(originate(), auto_answer=asked_for))
    invite = await peer.wait("INVITE")
    assert ("answer-after=0" in invite) is asked_for
    peer.send(peer.reply(invite, "486 Busy Here"))
    await house.heard.wait(LegEnded)
