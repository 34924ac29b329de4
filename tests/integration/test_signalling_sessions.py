"""A call that stands: held by the phone, changed by both sides at once, kept alive, cut off, reconnected."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.server.core.commands import AnswerLeg, HangUpLeg, ProgressLeg
from app.server.core.events import LegAnswered, LegEnded, LegHeld, LegResumed
from app.server.core.types import EndCause
from app.server.voice.embedded.engine import EmbeddedEngine
from app.server.voice.embedded.signalling.legs import Leg
from tests.doubles.sip_calls import inside, originate, phone_talks, register, ring, talk
from tests.doubles.sip_house import House, a_house
from tests.doubles.sip_wire import WirePeer, header, header_values, sdp, until


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path, min_se_s=1) as running:
        yield running


@pytest.fixture
async def peer(house: House) -> AsyncIterator[WirePeer]:
    wire = await WirePeer.open(house.engine.sip_port)
    yield wire
    wire.close()


def answers_to(peer: WirePeer, method: str, code: int = 200) -> list[str]:
    return [m for m in peer.all(f"SIP/2.0 {code}") if header(m, "CSeq").endswith(method)]


def leg_of(engine: EmbeddedEngine, leg_id: str) -> Leg:
    leg = engine._calls.find(leg_id)  # no command asks for a re-INVITE: the house decides by itself
    assert leg is not None
    return leg


# --- hold ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hold", "answered"),
    [
        (sdp(extra="a=sendonly\r\n"), "a=recvonly"),
        (sdp(extra="a=inactive\r\n"), "a=inactive"),
        (sdp().replace("c=IN IP4 127.0.0.1", "c=IN IP4 0.0.0.0"), "a=sendrecv"),
    ],
)
@pytest.mark.parametrize("method", ["INVITE", "UPDATE"])
async def test_a_phone_that_holds_is_noticed_once_and_so_is_its_return(
    house: House, peer: WirePeer, hold: str, answered: str, method: str
) -> None:
    leg, to = await talk(house, peer)
    for cseq, body in ((2, hold), (3, hold), (4, sdp())):
        peer.send(peer.request(method, "a", cseq=cseq, to=to, body=body))
        count = cseq if method == "INVITE" else cseq - 1
        await until(lambda count=count: len(answers_to(peer, method)) >= count)
        if method == "INVITE":
            peer.send(peer.request("ACK", "a", cseq=cseq, to=to))
    assert answered in answers_to(peer, method)[-2]
    await house.heard.wait(LegResumed)
    found = [e for e in house.heard.events if isinstance(e, LegHeld | LegResumed)]
    assert found == [LegHeld(leg.leg_id), LegResumed(leg.leg_id)]


# --- both sides at once --------------------------------------------------------------------------


async def test_our_change_that_meets_theirs_is_refused_and_tried_again(house: House, peer: WirePeer) -> None:
    leg, to = await talk(house, peer)
    leg_of(house.engine, leg.leg_id).changes.offer()
    ours = await peer.wait("INVITE")
    assert "m=audio" in ours
    peer.send(peer.request("INVITE", "a", cseq=2, to=to, body=sdp(extra="a=sendonly\r\n")))
    await peer.wait("SIP/2.0 491")
    peer.send(peer.request("ACK", "a", cseq=2, to=to))
    peer.send(peer.request("UPDATE", "a", cseq=3, to=to, body=sdp()))
    await peer.wait("SIP/2.0 491", count=2)
    peer.send(peer.request("UPDATE", "a", cseq=4, to=to))  # without an offer there is no quarrel
    await until(lambda: len(answers_to(peer, "UPDATE")) == 1)
    began_s = time.monotonic()
    peer.send(peer.reply(ours, "491 Request Pending"))
    again = await peer.wait("INVITE", count=2)
    assert time.monotonic() - began_s < 0.4  # the caller made the Call-ID: we wait 0 to 2 s, scaled by T1
    assert int(header(again, "CSeq").split()[0]) > int(header(ours, "CSeq").split()[0])
    peer.send(peer.reply(again, "200 OK", body=sdp(port=40100)))
    ack = await peer.wait("ACK", count=2)
    assert header(ack, "CSeq").split()[0] == header(again, "CSeq").split()[0]
    await until(lambda: house.media.legs()[-1].port == 40100)
    assert not house.heard.all(LegHeld)


async def test_who_made_the_call_id_waits_longer_after_a_491(house: House, peer: WirePeer) -> None:
    await phone_talks(house, peer)
    leg_of(house.engine, "out").changes.offer()
    ours = await peer.wait("INVITE", count=2)
    began_s = time.monotonic()
    peer.send(peer.reply(ours, "491 Request Pending"))
    await peer.wait("INVITE", count=3)
    assert 0.2 <= time.monotonic() - began_s < 0.6  # 2.1 to 4 s by RFC 3261 §14.1, scaled by T1


async def test_a_change_refused_leaves_all_as_it_was_and_481_ends_the_call(
    house: House, peer: WirePeer
) -> None:
    leg, _ = await talk(house, peer)
    leg_of(house.engine, leg.leg_id).changes.offer()
    peer.send(peer.reply(await peer.wait("INVITE"), "488 Not Acceptable Here"))
    await peer.wait("ACK")
    assert not house.heard.all(LegEnded)
    leg_of(house.engine, leg.leg_id).changes.offer()
    peer.send(peer.reply(await peer.wait("INVITE", count=2), "481 Call/Transaction Does Not Exist"))
    ended = await house.heard.wait(LegEnded)
    assert ended == LegEnded(leg.leg_id, EndCause.CUT_OFF, by_peer=True, detail="sip-481")


async def test_while_our_offer_in_a_200_waits_for_its_answer_nothing_else_is_changed(
    house: House, peer: WirePeer
) -> None:
    _, to = await talk(house, peer)
    peer.send(peer.request("INVITE", "a", cseq=2, to=to))  # without an offer: ours comes in the 200
    await until(lambda: len(answers_to(peer, "INVITE")) >= 2)
    assert "m=audio" in answers_to(peer, "INVITE")[1]
    peer.send(peer.request("UPDATE", "a", cseq=3, to=to, body=sdp()))
    await peer.wait("SIP/2.0 491")
    peer.send(peer.request("ACK", "a", cseq=2, to=to, body=sdp(port=40200)))
    await until(lambda: house.media.legs()[-1].port == 40200)


async def test_audio_that_moves_is_told_to_the_peer(house: House, peer: WirePeer) -> None:
    leg, _ = await talk(house, peer)
    first = house.media.legs()[-1]
    leg_of(house.engine, leg.leg_id).move_media()
    invite = await peer.wait("INVITE")
    assert "m=audio 30002 " in invite
    peer.send(peer.reply(invite, "200 OK", body=sdp()))
    await peer.wait("ACK")
    await until(lambda: len(house.media.legs()) == 3)  # once at its new place, once when agreed
    assert house.media.legs()[-1] == first


@pytest.mark.parametrize("knows_update", [True, False])
async def test_audio_that_moves_before_the_answer_is_told_as_soon_as_it_can(
    house: House, peer: WirePeer, knows_update: bool
) -> None:
    allow = "Allow: INVITE, ACK, BYE, CANCEL, PRACK" + (", UPDATE" if knows_update else "")
    leg = await ring(house, peer, headers=f"Supported: 100rel\r\n{allow}\r\n")
    house.engine.do(ProgressLeg(leg.leg_id))
    early = await peer.wait("SIP/2.0 183")
    rack = f"RAck: {header(early, 'RSeq')} 1 INVITE\r\n"
    peer.send(peer.request("PRACK", "a", cseq=2, to=header(early, "To"), headers=rack))
    await until(lambda: len(answers_to(peer, "PRACK")) == 1)
    leg_of(house.engine, leg.leg_id).move_media()
    if knows_update:
        update = await peer.wait("UPDATE")
        assert "m=audio 30002 " in update
        peer.send(peer.reply(update, "200 OK", body=sdp(port=40300)))
        await until(lambda: house.media.legs()[-1].port == 40300)
    house.engine.do(AnswerLeg(leg.leg_id))
    await until(lambda: len(answers_to(peer, "INVITE")) == 1)
    peer.send(peer.request("ACK", "a", to=header(early, "To")))
    await house.heard.wait(LegAnswered)
    if not knows_update:
        assert "m=audio 30002 " in await peer.wait("INVITE")


# --- session timers ------------------------------------------------------------------------------

TIMER = "Supported: timer\r\nAllow: INVITE, ACK, BYE, CANCEL, UPDATE\r\n"


async def answered(house: House, peer: WirePeer, headers: str) -> tuple[str, str]:
    """A call that is up; our 200 and the leg."""
    leg = await ring(house, peer, headers=headers)
    house.engine.do(AnswerLeg(leg.leg_id))
    answer = await peer.wait("SIP/2.0 200")
    peer.send(peer.request("ACK", "a", to=header(answer, "To")))
    await house.heard.wait(LegAnswered)
    return answer, leg.leg_id


async def test_a_session_too_short_is_refused_with_the_least_we_grant(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        peer = await WirePeer.open(house.engine.sip_port)
        peer.send(peer.request("INVITE", "a", body=sdp(), headers="k: timer\r\nx: 60\r\n"))
        assert header(await peer.wait("SIP/2.0 422"), "Min-SE") == "90"
        peer.send(
            peer.request("INVITE", "a", cseq=2, body=sdp(), headers="k: timer\r\nx: 90;refresher=uac\r\n")
        )
        await peer.wait("SIP/2.0 100")
        peer.close()


async def test_a_caller_without_timers_gets_none(house: House, peer: WirePeer) -> None:
    answer, _ = await answered(house, peer, "")
    assert not header_values(answer, "Session-Expires")
    assert "timer" in header(answer, "Supported")


async def test_a_caller_that_does_not_refresh_any_more_is_cut_off(house: House, peer: WirePeer) -> None:
    answer, leg_id = await answered(house, peer, TIMER + "Session-Expires: 2;refresher=uac\r\n")
    assert header(answer, "Session-Expires") == "2;refresher=uac"
    assert header(answer, "Require") == "timer"
    began_s = time.monotonic()
    await asyncio.sleep(1.0)
    peer.send(
        peer.request(
            "UPDATE", "a", cseq=2, to=header(answer, "To"), headers="k: timer\r\nx: 2;refresher=uac\r\n"
        )
    )
    await until(lambda: len(answers_to(peer, "UPDATE")) == 1)
    assert header(answers_to(peer, "UPDATE")[0], "Session-Expires") == "2;refresher=uac"
    ended = await house.heard.wait(LegEnded)
    assert ended == LegEnded(leg_id, EndCause.CUT_OFF, by_peer=True, detail="session-expired")
    assert time.monotonic() - began_s > 2.0
    assert "Q.850;cause=102" in header(await peer.wait("BYE"), "Reason")


@pytest.mark.parametrize(("allow", "method"), [(TIMER, "UPDATE"), ("Supported: timer\r\n", "INVITE")])
async def test_we_refresh_in_time_and_end_the_call_when_nobody_answers(
    house: House, peer: WirePeer, allow: str, method: str
) -> None:
    answer, leg_id = await answered(house, peer, allow + "Session-Expires: 2;refresher=uas\r\n")
    assert header(answer, "Session-Expires") == "2;refresher=uas"
    first = await peer.wait(method)
    assert header(first, "Session-Expires") == "2;refresher=uac"  # we refresh, and we are the client now
    assert ("m=audio" in first) is (method == "INVITE")
    body = sdp() if method == "INVITE" else ""
    peer.send(peer.reply(first, "200 OK", headers="Session-Expires: 2;refresher=uac\r\n", body=body))
    numbers = lambda: {header(m, "CSeq") for m in peer.all(method)}  # noqa: E731
    await until(lambda: len(numbers()) == 2)
    ended = await house.heard.wait(LegEnded)  # the second one is not answered
    assert (ended.leg_id, ended.cause, ended.by_peer) == (leg_id, EndCause.CUT_OFF, True)
    assert ended.detail == "session-expired"


async def test_a_peer_that_knows_update_only_by_name_is_refreshed_by_invite(
    house: House, peer: WirePeer
) -> None:
    await answered(house, peer, TIMER + "Session-Expires: 2;refresher=uas\r\n")
    peer.send(peer.reply(await peer.wait("UPDATE"), "405 Method Not Allowed"))
    invite = await peer.wait("INVITE")
    peer.send(peer.reply(invite, "200 OK", headers="x: 2;refresher=uac\r\n", body=sdp()))
    await peer.wait("ACK")
    await peer.wait("INVITE", count=2)  # the next one at once


async def test_a_phone_that_wants_longer_sessions_gets_them(house: House, peer: WirePeer) -> None:
    await phone_talks(house, peer)
    first = peer.all("INVITE")[0]
    assert header(first, "Session-Expires") == "1800"
    assert header(first, "Min-SE") == "1"


async def test_a_422_is_answered_with_a_longer_session(house: House, peer: WirePeer) -> None:
    await register(house, peer)
    house.engine.do(originate())
    peer.send(peer.reply(await peer.wait("INVITE"), "422 Too Small", headers="Min-SE: 3600\r\n"))
    second = await peer.wait("INVITE", count=2)
    assert header(second, "Session-Expires") == "3600"
    peer.send(peer.reply(second, "200 OK", body=sdp(), headers="Session-Expires: 3600;refresher=uas\r\n"))
    await house.heard.wait(LegAnswered)


# --- how calls end -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "cause", "detail"),
    [
        ('Q.850;cause=16;text="Normal call clearing"', EndCause.NORMAL, "q850-16"),
        ("Q.850;cause=31", EndCause.NORMAL, "q850-31"),
        ("Q.850;cause=38", EndCause.CUT_OFF, "q850-38"),
        ('SIP;cause=200;text="x, Q.850;cause=38", Q.850;text="a";cause=27', EndCause.CUT_OFF, "q850-27"),
        ("q.850 ; cause = 41", EndCause.CUT_OFF, "q850-41"),
        ("Q.850;cause=42", EndCause.CUT_OFF, "q850-42"),
        ("Q.850;cause=47", EndCause.CUT_OFF, "q850-47"),
        ("SIP;cause=503", EndCause.CUT_OFF, "sip-503"),
        ("Q.850;cause=x", EndCause.NORMAL, ""),
    ],
)
async def test_a_bye_that_says_the_line_gave_way_is_no_goodbye(
    house: House, peer: WirePeer, reason: str, cause: EndCause, detail: str
) -> None:
    leg, to = await talk(house, peer)
    peer.send(peer.request("BYE", "a", cseq=2, to=to, headers=f"Reason: {reason}\r\n"))
    ended = await house.heard.wait(LegEnded)
    assert ended == LegEnded(leg.leg_id, cause, by_peer=True, detail=detail)


async def test_our_goodbyes_say_why(house: House, peer: WirePeer) -> None:
    leg, _ = await talk(house, peer)
    house.engine.do(HangUpLeg(leg.leg_id, EndCause.CUT_OFF))
    assert header(await peer.wait("BYE"), "Reason").startswith("Q.850;cause=41;")


async def test_a_phone_that_no_longer_rings_is_told_why(house: House, peer: WirePeer) -> None:
    await register(house, peer)
    for number, (cause, reason) in enumerate(
        (
            (EndCause.NORMAL, 'SIP;cause=200;text="Call completed elsewhere"'),
            (EndCause.CANCELLED, "Q.850;cause=16"),
        )
    ):
        house.engine.do(originate(leg_id=f"out-{number}"))
        invite = await peer.wait("INVITE", count=number + 1)
        peer.send(peer.reply(invite, "180 Ringing"))
        await asyncio.sleep(0.02)
        house.engine.do(HangUpLeg(f"out-{number}", cause))
        cancel = await peer.wait("CANCEL", count=number + 1)
        assert header(cancel, "Reason").startswith(reason)
        peer.send(peer.reply(cancel, "200 OK"))
        peer.send(peer.reply(invite, "487 Request Terminated"))
        await peer.wait("ACK", count=number + 1)


async def test_a_call_whose_bye_and_cancel_cross_still_ends_once(house: House, peer: WirePeer) -> None:
    invite = await phone_talks(house, peer)
    peer.send(inside(peer, invite, "BYE", 1))
    house.engine.do(HangUpLeg("out"))
    await house.heard.wait(LegEnded)
    await asyncio.sleep(0.05)
    assert len(house.heard.all(LegEnded)) == 1
