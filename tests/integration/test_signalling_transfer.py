"""A phone transfers its partner (REFER, NOTIFY) and takes the place of another call (Replaces)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import pytest

from app.server.core.commands import HangUpLeg, ReportTransfer
from app.server.core.events import LegEnded, LegIncoming, TransferWished
from tests.doubles.sip_calls import authorized, inside, originate, phone_talks, register, talk
from tests.doubles.sip_house import House, a_house
from tests.doubles.sip_wire import WirePeer, header, sdp, until


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as running:
        yield running


@pytest.fixture
async def peer(house: House) -> AsyncIterator[WirePeer]:
    wire = await WirePeer.open(house.engine.sip_port)
    yield wire
    wire.close()


def refer(
    peer: WirePeer, invite: str, to: str, cseq: int = 1, headers: str = "", tag: str = "tag-out"
) -> str:
    return inside(peer, invite, "REFER", cseq, tag=tag, headers=f"Refer-To: {to}\r\n{headers}")


async def told(peer: WirePeer, count: int) -> tuple[str, str, str]:
    """State of the subscription, event and fragment of the ``count``-th NOTIFY; it is answered."""
    notify = await peer.wait("NOTIFY", count)
    peer.send(peer.reply(notify, "200 OK"))
    assert header(notify, "Content-Type").startswith("message/sipfrag")
    return header(notify, "Subscription-State"), header(notify, "Event"), notify.partition("\r\n\r\n")[2]


async def test_a_blind_transfer_is_wished_and_its_progress_told(house: House, peer: WirePeer) -> None:
    invite = await phone_talks(house, peer)
    peer.send(refer(peer, invite, "<sip:1002@127.0.0.1>"))
    await peer.wait("SIP/2.0 202")
    wished = await house.heard.wait(TransferWished)
    assert (wished.leg_id, wished.target_number, wished.target_leg_id) == ("out", "1002", "")
    assert await told(peer, 1) == ("active;expires=180", "refer", "SIP/2.0 100 Trying\r\n")
    house.engine.do(ReportTransfer("out", wished.transfer_id, 180))
    assert (await told(peer, 2))[2] == "SIP/2.0 180 Ringing\r\n"
    house.engine.do(ReportTransfer("out", "another", 200))
    house.engine.do(ReportTransfer("out", wished.transfer_id, 200))
    assert await told(peer, 3) == ("terminated;reason=noresource", "refer", "SIP/2.0 200 OK\r\n")
    house.engine.do(ReportTransfer("out", wished.transfer_id, 486))  # the last word is said
    await asyncio.sleep(0.05)
    assert len(peer.all("NOTIFY")) == 3
    assert not house.heard.all(LegEnded)


async def test_a_second_transfer_waits_for_the_first_and_has_a_name_of_its_own(
    house: House, peer: WirePeer
) -> None:
    invite = await phone_talks(house, peer)
    peer.send(refer(peer, invite, "sip:1002@127.0.0.1"))
    wished = await house.heard.wait(TransferWished)
    await told(peer, 1)
    peer.send(refer(peer, invite, "<sip:1003@127.0.0.1>", cseq=2))
    await peer.wait("SIP/2.0 491")
    house.engine.do(ReportTransfer("out", wished.transfer_id, 486))
    assert (await told(peer, 2))[2] == "SIP/2.0 486 Busy Here\r\n"
    peer.send(refer(peer, invite, "<sip:1003@127.0.0.1>", cseq=3))
    await house.heard.wait(TransferWished, count=2)
    assert (await told(peer, 3))[1] == "refer;id=3"  # RFC 3515 §2.4.6


async def test_a_consulted_transfer_names_the_phones_other_call(house: House, peer: WirePeer) -> None:
    first = await phone_talks(house, peer, "one")
    second = await phone_talks(house, peer, "two")
    ours = header(second, "From").partition(";tag=")[2]
    replaces = quote(f"{header(second, 'Call-ID')};to-tag={ours};from-tag=tag-two", safe="")
    target = f"<sip:1002@127.0.0.1?Subject=x&Replaces={replaces}>"
    peer.send(refer(peer, first, target, tag="tag-one"))
    wished = await house.heard.wait(TransferWished)
    assert (wished.leg_id, wished.target_number, wished.target_leg_id) == ("one", "1002", "two")


async def test_a_phone_cannot_name_a_call_that_is_not_its_own(house: House, peer: WirePeer) -> None:
    caller = await WirePeer.open(house.engine.sip_port)
    _, to = await talk(house, caller, "stranger")
    invite = await phone_talks(house, peer)
    ours = to.partition(";tag=")[2]
    replaces = quote(f"stranger;to-tag={ours};from-tag=from-stranger", safe="")
    peer.send(refer(peer, invite, f"<sip:4001@127.0.0.1?Replaces={replaces}>"))
    await peer.wait("SIP/2.0 202")
    state, _, fragment = await told(peer, 1)
    assert state.startswith("terminated")
    assert fragment.startswith("SIP/2.0 481")
    assert not house.heard.all(TransferWished)
    caller.close()


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("", 400),
        ("<sip:127.0.0.1>", 400),
        ("<sip:1002@x>, <sip:1003@x>", 400),
        ("<sip:1002@x;method=BYE>", 400),
        ("<sip:1002@x?Replaces=nothing>", 400),
        ("<http://example.com/>", 416),
        ("garbage", 400),
    ],
)
async def test_a_transfer_to_nowhere_is_refused(house: House, peer: WirePeer, to: str, code: int) -> None:
    invite = await phone_talks(house, peer)
    peer.send(refer(peer, invite, to))
    await peer.wait(f"SIP/2.0 {code}")
    assert not house.heard.all(TransferWished)
    assert not peer.all("NOTIFY")


async def test_a_transfer_outside_of_a_call_or_of_a_trunk_is_refused(house: House, peer: WirePeer) -> None:
    peer.send(peer.request("REFER", "none", headers="Refer-To: <sip:1002@x>\r\n"))
    await peer.wait("SIP/2.0 403")
    _, to = await talk(house, peer)
    peer.send(peer.request("REFER", "a", cseq=2, to=to, headers="Refer-To: <sip:1002@x>\r\n"))
    await peer.wait("SIP/2.0 403", count=2)


async def test_a_phone_that_wants_no_news_gets_none(house: House, peer: WirePeer) -> None:
    invite = await phone_talks(house, peer)
    peer.send(refer(peer, invite, "<sip:1002@x>", headers="Refer-Sub: false\r\n"))
    assert header(await peer.wait("SIP/2.0 202"), "Refer-Sub") == "false"
    wished = await house.heard.wait(TransferWished)
    house.engine.do(ReportTransfer("out", wished.transfer_id, 200))
    await asyncio.sleep(0.05)
    assert not peer.all("NOTIFY")


async def test_a_phone_may_end_its_subscription_but_make_no_other(house: House, peer: WirePeer) -> None:
    invite = await phone_talks(house, peer)
    peer.send(refer(peer, invite, "<sip:1002@x>"))
    await told(peer, 1)
    peer.send(inside(peer, invite, "SUBSCRIBE", 2, headers="Event: refer\r\nExpires: 0\r\n"))
    assert (await told(peer, 2))[0] == "terminated;reason=timeout"
    peer.send(inside(peer, invite, "SUBSCRIBE", 3, headers="Event: dialog\r\nExpires: 60\r\n"))
    await peer.wait("SIP/2.0 489")
    assert not house.heard.all(LegEnded)


async def test_a_transfer_whose_call_we_end_is_told_so_first(house: House, peer: WirePeer) -> None:
    invite = await phone_talks(house, peer)
    peer.send(refer(peer, invite, "<sip:1002@x>"))
    await told(peer, 1)
    house.engine.do(HangUpLeg("out"))
    assert (await told(peer, 2))[2].startswith("SIP/2.0 503")
    await peer.wait("BYE")


# --- Replaces ------------------------------------------------------------------------------------


def replacing(peer: WirePeer, invite: str, tag: str, extra: str = "", call: str = "pick") -> str:
    ours = header(invite, "From").partition(";tag=")[2]
    named = f"Replaces: {header(invite, 'Call-ID')};from-tag={tag};to-tag={ours}{extra}\r\n"
    return peer.request(
        "INVITE", call, user="1001", uri="sip:1002@127.0.0.1", body=sdp(),
        headers=f"Require: replaces\r\n{named}",
    )  # fmt: skip


async def test_a_phone_takes_the_place_of_a_call(house: House, peer: WirePeer) -> None:
    invite = await phone_talks(house, peer)
    await authorized(house, peer, replacing(peer, invite, "tag-out"))
    came = await house.heard.wait(LegIncoming)
    assert (came.replaces_leg_id, came.source) == ("out", "phone:1001")


async def test_a_phone_picks_up_what_rings_elsewhere(house: House, peer: WirePeer) -> None:
    await register(house, peer)
    house.engine.do(originate())
    invite = await peer.wait("INVITE")
    peer.send(peer.reply(invite, "180 Ringing", tag="rings"))
    await asyncio.sleep(0.02)
    await authorized(house, peer, replacing(peer, invite, "rings", ";early-only"))
    assert (await house.heard.wait(LegIncoming)).replaces_leg_id == "out"


@pytest.mark.parametrize(
    ("tag", "extra", "code"), [("tag-out", ";early-only", 486), ("other", "", 481), ("", "", 400)]
)
async def test_a_call_that_cannot_be_replaced_is_refused(
    house: House, peer: WirePeer, tag: str, extra: str, code: int
) -> None:
    invite = await phone_talks(house, peer)
    await authorized(house, peer, replacing(peer, invite, tag, extra))
    await peer.wait(f"SIP/2.0 {code}")
    assert not house.heard.all(LegIncoming)


async def test_a_trunk_takes_nobodys_place(house: House, peer: WirePeer) -> None:
    invite = await phone_talks(house, peer)
    trunk = await WirePeer.open(house.engine.sip_port)
    trunk.send(replacing(peer, invite, "tag-out", call="t").replace(f":{peer.port}", f":{trunk.port}"))
    await until(lambda: any(m.startswith(("SIP/2.0 403", "SIP/2.0 401")) for m in trunk.heard))
    assert not house.heard.all(LegIncoming)
    trunk.close()
