"""What happens before a call is answered: PRACK, early media, forks, offers in provisional answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.server.core.commands import AnswerLeg, HangUpLeg, ProgressLeg, RingLeg
from app.server.core.events import LegAnswered, LegEnded, LegRinging
from app.server.core.types import EndCause
from app.server.voice.embedded.media.protocol import SetLeg
from tests.doubles.sip_calls import inside, originate, register, ring
from tests.doubles.sip_house import QUICK, House, a_house
from tests.doubles.sip_wire import WirePeer, header, header_values, sdp, until

RELIABLE = "Supported: 100rel\r\n"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as running:
        yield running


@pytest.fixture
async def peer(house: House) -> AsyncIterator[WirePeer]:
    wire = await WirePeer.open(house.engine.sip_port)
    yield wire
    wire.close()


def prack(peer: WirePeer, answer: str, cseq: int = 2, body: str = "", rack: str = "") -> str:
    named = rack or f"{header(answer, 'RSeq')} {header(answer, 'CSeq')}"
    return peer.request(
        "PRACK", header(answer, "Call-ID"), cseq=cseq, to=header(answer, "To"), body=body,
        headers=f"RAck: {named}\r\n",
    )  # fmt: skip


def answers_to(peer: WirePeer, method: str, code: int = 200) -> list[str]:
    return [m for m in peer.all(f"SIP/2.0 {code}") if header(m, "CSeq").endswith(method)]


# --- we answer -----------------------------------------------------------------------------------


async def test_a_ring_that_must_not_get_lost_is_repeated_until_the_prack(
    house: House, peer: WirePeer
) -> None:
    leg = await ring(house, peer, headers=RELIABLE)
    house.engine.do(RingLeg(leg.leg_id))
    second = await peer.wait("SIP/2.0 180", count=2)
    assert header(second, "Require") == "100rel"
    assert len({header(m, "RSeq") for m in peer.all("SIP/2.0 180")}) == 1
    peer.send(prack(peer, second, rack=f"{int(header(second, 'RSeq')) + 1} 1 INVITE"))
    await peer.wait("SIP/2.0 481")  # nothing of that number waits
    peer.send(prack(peer, second, cseq=3))
    await until(lambda: len(answers_to(peer, "PRACK")) == 1)
    count = len(peer.all("SIP/2.0 180"))
    await asyncio.sleep(6 * QUICK.t1_s)
    assert len(peer.all("SIP/2.0 180")) == count
    house.engine.do(AnswerLeg(leg.leg_id))
    answer = await peer.wait("SIP/2.0 200", count=2)
    peer.send(peer.request("ACK", "a", to=header(answer, "To")))
    await house.heard.wait(LegAnswered)


async def test_a_ring_whose_prack_never_comes_ends_the_call_with_504(house: House, peer: WirePeer) -> None:
    leg = await ring(house, peer, headers=RELIABLE)
    house.engine.do(RingLeg(leg.leg_id))
    await peer.wait("SIP/2.0 504", seconds=64 * QUICK.t1_s + 2)
    ended = await house.heard.wait(LegEnded)
    assert ended == LegEnded(leg.leg_id, EndCause.CUT_OFF, by_peer=True, detail="no-prack")


async def test_the_caller_hears_us_before_the_answer(house: House, peer: WirePeer) -> None:
    leg = await ring(house, peer)
    house.engine.do(ProgressLeg(leg.leg_id))
    early = await peer.wait("SIP/2.0 183")
    assert "m=audio" in early
    assert not header_values(early, "RSeq")
    assert house.media.legs() == [SetLeg(leg.leg_id, "127.0.0.1", 40000, "PCMU", 0, 101)]
    house.engine.do(RingLeg(leg.leg_id))
    await peer.wait("SIP/2.0 180")
    house.engine.do(AnswerLeg(leg.leg_id))
    answer = await peer.wait("SIP/2.0 200")
    assert answer.partition("\r\n\r\n")[2] == early.partition("\r\n\r\n")[2]  # RFC 3261 §13.2.1
    peer.send(peer.request("ACK", "a", to=header(answer, "To")))
    await house.heard.wait(LegAnswered)


async def test_the_answer_waits_until_the_early_description_has_arrived(house: House, peer: WirePeer) -> None:
    leg = await ring(house, peer, headers=RELIABLE)
    house.engine.do(ProgressLeg(leg.leg_id))
    early = await peer.wait("SIP/2.0 183")
    house.engine.do(AnswerLeg(leg.leg_id))
    await asyncio.sleep(2 * QUICK.t1_s)
    assert not peer.all("SIP/2.0 200")  # RFC 3262 §3
    peer.send(prack(peer, early))
    await until(lambda: len(answers_to(peer, "INVITE")) == 1)
    answer = answers_to(peer, "INVITE")[0]
    assert "m=audio" in early
    assert "m=audio" not in answer  # it was agreed already
    peer.send(peer.request("ACK", "a", to=header(answer, "To")))
    await house.heard.wait(LegAnswered)


async def test_a_caller_without_an_offer_is_offered_in_the_183_and_answers_in_the_prack(
    house: House, peer: WirePeer
) -> None:
    leg = await ring(house, peer, body="", headers="Require: 100rel\r\n")
    house.engine.do(RingLeg(leg.leg_id))
    early = await peer.wait("SIP/2.0 180")
    assert "m=audio" in early  # the first answer that cannot get lost brings the offer
    house.engine.do(AnswerLeg(leg.leg_id))
    peer.send(prack(peer, early, body=sdp(formats="8 101")))
    await until(lambda: len(answers_to(peer, "INVITE")) == 1)
    peer.send(peer.request("ACK", "a", to=header(early, "To")))
    await house.heard.wait(LegAnswered)
    assert house.media.legs()[-1].codec == "PCMA"


async def test_an_update_before_the_answer_moves_the_early_sound(house: House, peer: WirePeer) -> None:
    leg = await ring(house, peer, headers=RELIABLE)
    house.engine.do(RingLeg(leg.leg_id))
    rings = await peer.wait("SIP/2.0 180")
    peer.send(prack(peer, rings))
    peer.send(peer.request("UPDATE", "a", cseq=3, to=header(rings, "To"), body=sdp(port=40010)))
    refused = await peer.wait("SIP/2.0 500")  # their first offer is not answered yet
    assert 0 <= int(header(refused, "Retry-After")) <= 10
    house.engine.do(ProgressLeg(leg.leg_id))
    early = await peer.wait("SIP/2.0 183") if peer.all("SIP/2.0 183") else await peer.wait("SIP/2.0 180", 2)
    peer.send(prack(peer, early, cseq=4))
    peer.send(peer.request("UPDATE", "a", cseq=5, to=header(rings, "To"), body=sdp(port=40010)))
    await until(lambda: len(answers_to(peer, "UPDATE")) == 1)
    assert house.media.legs()[-1].port == 40010
    house.engine.do(HangUpLeg(leg.leg_id))
    await peer.wait("SIP/2.0 480")


async def test_a_caller_who_gives_up_during_early_sound_is_let_go(house: House, peer: WirePeer) -> None:
    leg = await ring(house, peer)
    house.engine.do(ProgressLeg(leg.leg_id))
    await peer.wait("SIP/2.0 183")
    peer.send(peer.request("CANCEL", "a", branch="z9hG4bKa"))
    await peer.wait("SIP/2.0 487")
    assert await house.heard.wait(LegEnded) == LegEnded(leg.leg_id, EndCause.CANCELLED, by_peer=True)
    assert not house.media.open


async def test_bye_before_the_answer_ends_the_invite_too(house: House, peer: WirePeer) -> None:
    leg = await ring(house, peer)
    house.engine.do(RingLeg(leg.leg_id))
    rings = await peer.wait("SIP/2.0 180")
    peer.send(peer.request("BYE", "a", cseq=2, to=header(rings, "To")))
    await peer.wait("SIP/2.0 487")  # RFC 3261 §15.1.2
    await house.heard.wait(LegEnded)


# --- we ring -------------------------------------------------------------------------------------


async def ringing(house: House, peer: WirePeer) -> str:
    await register(house, peer)
    house.engine.do(originate())
    invite = await peer.wait("INVITE")
    assert "100rel" in header(invite, "Supported")
    return invite


async def test_we_acknowledge_what_must_not_get_lost_once(house: House, peer: WirePeer) -> None:
    invite = await ringing(house, peer)
    rings = peer.reply(invite, "180 Ringing", headers="Require: 100rel\r\nRSeq: 700\r\n")
    peer.send(rings)
    ours = await peer.wait("PRACK")
    assert header(ours, "RAck") == f"700 {header(invite, 'CSeq')}"
    peer.send(rings)  # it was repeated before our PRACK arrived
    peer.send(rings.replace("RSeq: 700", "RSeq: 702"))  # one between is missing
    peer.send(peer.reply(ours, "200 OK"))
    peer.send(rings.replace("RSeq: 700", "RSeq: 701"))
    second = await peer.wait("PRACK", count=2)
    assert header(second, "RAck").startswith("701 ")
    peer.send(peer.reply(second, "200 OK"))
    peer.send(peer.reply(invite, "200 OK", body=sdp()))
    ack = await peer.wait("ACK")
    await house.heard.wait(LegAnswered)
    assert header(ack, "CSeq").split()[0] == header(invite, "CSeq").split()[0]
    house.engine.do(HangUpLeg("out"))
    bye = await peer.wait("BYE")
    assert int(header(bye, "CSeq").split()[0]) > int(header(second, "CSeq").split()[0])
    peer.send(peer.reply(bye, "200 OK"))


async def test_sound_before_the_answer_is_heard(house: House, peer: WirePeer) -> None:
    invite = await ringing(house, peer)
    peer.send(peer.reply(invite, "180 Ringing"))
    await house.heard.wait(LegRinging)
    peer.send(peer.reply(invite, "183 Session Progress", body=sdp(port=41000)))
    await house.heard.wait(LegRinging, count=2)
    assert house.heard.all(LegRinging) == [LegRinging("out"), LegRinging("out", early_media=True)]
    assert house.media.legs()[-1].port == 41000
    peer.send(peer.reply(invite, "200 OK", body=sdp(port=41000)))
    await house.heard.wait(LegAnswered)


async def test_of_two_phones_that_ring_the_one_that_answers_counts(house: House, peer: WirePeer) -> None:
    invite = await ringing(house, peer)
    peer.send(peer.reply(invite, "183 Session Progress", tag="one", body=sdp(port=41000)))
    peer.send(peer.reply(invite, "183 Session Progress", tag="two", body=sdp(port=42000)))
    await house.heard.wait(LegRinging)
    peer.send(peer.reply(invite, "200 OK", tag="one", body=sdp(port=41000)))
    await house.heard.wait(LegAnswered)
    assert house.media.legs()[-1].port == 41000
    peer.send(peer.reply(invite, "200 OK", tag="two", body=sdp(port=42000)))
    bye = await peer.wait("BYE")  # the second one is told at once that nobody is there for it
    assert header(bye, "To").endswith(";tag=two")
    assert [header(m, "To").rpartition("=")[2] for m in peer.all("ACK")] == ["one", "two"]
    assert house.media.legs()[-1].port == 41000
    assert not house.heard.all(LegEnded)


async def test_an_answer_agreed_early_needs_no_description_in_the_200(house: House, peer: WirePeer) -> None:
    invite = await ringing(house, peer)
    reliable = "Require: 100rel\r\nRSeq: 1\r\n"
    peer.send(peer.reply(invite, "183 Session Progress", headers=reliable, body=sdp(formats="0 101")))
    peer.send(peer.reply(await peer.wait("PRACK"), "200 OK"))
    peer.send(peer.reply(invite, "200 OK"))
    await house.heard.wait(LegAnswered)
    assert house.media.legs()[-1].codec == "PCMU"


async def test_a_phone_that_changes_its_early_sound_is_followed(house: House, peer: WirePeer) -> None:
    invite = await ringing(house, peer)
    reliable = "Require: 100rel\r\nRSeq: 1\r\n"
    peer.send(peer.reply(invite, "183 Session Progress", headers=reliable, body=sdp(port=41000)))
    peer.send(peer.reply(await peer.wait("PRACK"), "200 OK"))
    peer.send(inside(peer, invite, "UPDATE", 1, tag="peer", body=sdp(port=41010)))
    await until(lambda: len(answers_to(peer, "UPDATE")) == 1)
    assert house.media.legs()[-1].port == 41010
    peer.send(peer.reply(invite, "200 OK"))
    await house.heard.wait(LegAnswered)
    assert house.media.legs()[-1].port == 41010  # not back to what was said first


async def test_a_200_without_any_description_is_no_answer(house: House, peer: WirePeer) -> None:
    invite = await ringing(house, peer)
    peer.send(peer.reply(invite, "200 OK"))
    await peer.wait("ACK")
    await peer.wait("BYE")
    ended = await house.heard.wait(LegEnded)
    assert (ended.cause, ended.detail) == (EndCause.FAILED, "bad-description")
