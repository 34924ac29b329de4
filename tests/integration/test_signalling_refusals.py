"""Requests that are refused, and how; who calls, by all the headers that say it; lost connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.server.core.commands import AnswerLeg, HangUpLeg, OriginateLeg, RingLeg
from app.server.core.events import DigitPressed, LegAnswered, LegEnded, LegIncoming
from app.server.core.types import EndCause
from app.server.voice.embedded.signalling import digest, messages
from tests.doubles.sip_calls import ring, talk
from tests.doubles.sip_house import PASSWORDS, House, a_house
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


# --- outside of a call ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "changes", "code", "says"),
    [
        ("INVITE", {"headers": "Require: foo, 100rel\r\n"}, 420, "Unsupported: foo"),
        ("OPTIONS", {"headers": "Require: foo\r\n"}, 420, "Unsupported: foo"),
        ("INVITE", {"uri": "mailto:4001@x"}, 416, ""),
        ("INVITE", {"replace": ("Max-Forwards: 70", "Max-Forwards: 0")}, 483, ""),
        ("INVITE", {"replace": ("Max-Forwards: 70", "Max-Forwards: many")}, 400, ""),
        ("OPTIONS", {"replace": ("Max-Forwards: 70", "Max-Forwards: 0")}, 200, "Allow: INVITE"),
        ("INVITE", {"replace": ("application/sdp", "text/plain")}, 415, "Accept: application/sdp"),
        ("INVITE", {"headers": "Content-Encoding: gzip\r\n"}, 415, "Accept-Encoding: identity"),
        ("INVITE", {"replace": ("Contact: ", "X-Contact: ")}, 400, ""),
        ("INVITE", {"replace": (" SIP/2.0\r\nVia", " SIP/3.0\r\nVia")}, 505, ""),
        ("INVITE", {"replace": (" SIP/2.0\r\nVia", "  SIP/2.0\r\nVia")}, 400, ""),
        ("MESSAGE", {}, 405, "Allow: INVITE"),
        ("FOO", {}, 405, "Allow: INVITE"),
        ("SUBSCRIBE", {"headers": "Event: presence\r\n"}, 489, "Allow-Events: refer"),
        ("PUBLISH", {"headers": "Event: presence\r\n"}, 489, ""),
        ("NOTIFY", {"headers": "Event: x\r\n"}, 481, ""),
        ("PRACK", {"headers": "RAck: 1 1 INVITE\r\n"}, 481, ""),
        ("BYE", {}, 481, ""),
    ],
)
async def test_what_we_do_not_do_is_said_in_the_words_of_the_standard(
    house: House, peer: WirePeer, method: str, changes: dict[str, object], code: int, says: str
) -> None:
    old, new = changes.pop("replace", ("", ""))  # type: ignore[misc]
    body = sdp() if method == "INVITE" else ""
    request = peer.request(method, "r", body=body, **changes)  # type: ignore[arg-type]
    peer.send(request.replace(old, new, 1) if old else request)
    assert says in await peer.wait(f"SIP/2.0 {code}")
    assert not house.heard.events


async def test_a_description_among_other_parts_is_found(house: House, peer: WirePeer) -> None:
    parts = (
        "--b1\r\nContent-Type: application/isup;version=x\r\nContent-Disposition: signal;handling=optional"
        f"\r\n\r\n\x01\x02\r\n--b1\r\nContent-Type: application/sdp\r\n\r\n{sdp()}\r\n--b1--\r\n"
    )
    request = peer.request("INVITE", "multi", body=parts)
    peer.send(request.replace("application/sdp", 'multipart/mixed;boundary="b1"', 1))
    leg = await house.heard.wait(LegIncoming)
    house.engine.do(AnswerLeg(leg.leg_id))
    assert "PCMU/8000" in await peer.wait("SIP/2.0 200")


async def test_a_tel_uri_is_a_number(house: House, peer: WirePeer) -> None:
    leg = await ring(house, peer, uri="tel:+86-10-4001;phone-context=x")
    assert leg.dialled_number == "+86104001"


# --- inside a call -------------------------------------------------------------------------------


async def test_inside_a_call_every_method_has_its_answer(house: House, peer: WirePeer) -> None:
    leg, to = await talk(house, peer)
    for cseq, (method, headers, code) in enumerate(
        (
            ("OPTIONS", "", 200),
            ("MESSAGE", "", 405),
            ("NOTIFY", "Event: refer\r\n", 481),
            ("SUBSCRIBE", "Event: dialog\r\n", 489),
            ("PRACK", "RAck: 1 1 INVITE\r\n", 481),
            ("UPDATE", "Require: foo\r\n", 420),
            ("INFO", "", 200),
        ),
        start=2,
    ):
        peer.send(peer.request(method, "a", cseq=cseq, to=to, headers=headers))
        await until(lambda cseq=cseq: any(header(m, "CSeq").startswith(f"{cseq} ") for m in peer.heard))
        answer = next(m for m in peer.heard if header(m, "CSeq").startswith(f"{cseq} "))
        assert answer.startswith(f"SIP/2.0 {code}"), method
    peer.send(peer.request("INFO", "a", cseq=20, to=to, body="Signal=#\r\n").replace("/sdp", "/dtmf-relay"))
    assert await house.heard.wait(DigitPressed) == DigitPressed(leg.leg_id, "#", in_sound=False)
    peer.send(peer.request("UPDATE", "a", cseq=21, to=to, body="x").replace("application/sdp", "text/plain"))
    await peer.wait("SIP/2.0 415")
    assert not house.heard.all(LegEnded)


async def test_what_we_allow_is_what_we_do(house: House, peer: WirePeer) -> None:
    leg = await ring(house, peer)
    house.engine.do(RingLeg(leg.leg_id))
    rings = await peer.wait("SIP/2.0 180")
    assert "REFER" not in header(rings, "Allow")  # a trunk may not transfer
    assert {"100rel", "timer"} <= {
        v.strip() for raw in header_values(rings, "Supported") for v in raw.split(",")
    }


async def test_one_invite_by_two_ways_rings_once(house: House, peer: WirePeer) -> None:
    peer.send(peer.request("INVITE", "m", branch="z9hG4bK-first", body=sdp()))
    await house.heard.wait(LegIncoming)
    peer.send(peer.request("INVITE", "m", branch="z9hG4bK-second", body=sdp()))
    await peer.wait("SIP/2.0 482")
    assert len(house.heard.all(LegIncoming)) == 1


async def test_a_cancel_after_the_answer_is_answered_and_the_call_goes_on(
    house: House, peer: WirePeer
) -> None:
    leg = await ring(house, peer)
    house.engine.do(AnswerLeg(leg.leg_id))
    to = header(await peer.wait("SIP/2.0 200"), "To")
    peer.send(peer.request("CANCEL", "a", branch="z9hG4bKa"))
    await until(lambda: any("CANCEL" in header(m, "CSeq") for m in peer.all("SIP/2.0 200")))
    peer.send(peer.request("ACK", "a", to=to))
    await house.heard.wait(LegAnswered)
    assert not house.heard.all(LegEnded)
    peer.send(peer.request("CANCEL", "other", branch="z9hG4bKother"))
    await peer.wait("SIP/2.0 481")


async def test_an_ack_of_somebody_else_does_not_connect_the_call(house: House, peer: WirePeer) -> None:
    leg = await ring(house, peer)
    house.engine.do(AnswerLeg(leg.leg_id))
    to = header(await peer.wait("SIP/2.0 200"), "To")
    peer.send(peer.request("ACK", "a", to=to.partition(";tag=")[0] + ";tag=stranger"))
    await peer.wait("SIP/2.0 200", count=2)  # still repeated
    assert not house.heard.all(LegAnswered)
    peer.send(peer.request("ACK", "a", to=to))
    await house.heard.wait(LegAnswered)


async def test_refusals_carry_a_cause_for_the_telephone_network(house: House, peer: WirePeer) -> None:
    leg = await ring(house, peer)
    house.engine.do(HangUpLeg(leg.leg_id, EndCause.BUSY))
    assert header(await peer.wait("SIP/2.0 486"), "Reason") == 'Q.850;cause=17;text="User busy"'


# --- who calls -----------------------------------------------------------------------------------

ASSERTED = 'P-Asserted-Identity: "Li" <sip:+8613900000001@p>, <tel:+8613900000002>\r\n'


@pytest.mark.parametrize(
    ("headers", "user", "number", "name"),
    [
        (ASSERTED, "13800138000", "+8613900000001", "Li"),
        (ASSERTED, "anonymous", "+8613900000001", "Li"),
        (ASSERTED + "Privacy: id\r\n", "anonymous", "", ""),
        ("P-Asserted-Identity: <tel:+86-139-0000-0002>\r\n", "anonymous", "+8613900000002", ""),
        ('Remote-Party-ID: "Wu" <sip:021@p>;party=calling;privacy=off\r\n', "x", "021", "Wu"),
        ("Remote-Party-ID: <sip:021@p>;privacy=full\r\n", "x", "", ""),
        ("", "anonymous", "", ""),
        ("", "Unavailable", "", ""),
        ("", "13800138000", "13800138000", ""),
    ],
)
async def test_who_calls_over_a_trunk(
    house: House, peer: WirePeer, headers: str, user: str, number: str, name: str
) -> None:
    leg = await ring(house, peer, headers=headers, user=user)
    assert (leg.caller_number, leg.caller_name) == (number, name)


@pytest.mark.parametrize(
    ("headers", "diverted"),
    [
        ("", ""),
        ('Diversion: "a, b" <sip:8001@p>;reason=no-answer\r\n', "8001"),
        ("Diversion: <sip:8002@p>;reason=busy, <sip:8001@p>;reason=no-answer\r\n", "8001"),
        ("Diversion: <sip:8002@p>\r\nDiversion: <tel:+86-8001>\r\n", "+868001"),
        ("History-Info: <sip:8001@p>;index=1, <sip:4001@p;cause=302>;index=1.1\r\n", "8001"),
        ("History-Info: <sip:8001@p>;index=1, <sip:4001@p>;index=1.1;mp=1\r\n", "8001"),
        ("History-Info: <sip:4001@p>;index=1\r\n", ""),
        ("History-Info: <sip:8001@p>;index=1, <sip:4001@p>;index=1.1\r\n", ""),
    ],
)
async def test_where_a_call_was_meant_to_go_at_first(
    house: House, peer: WirePeer, headers: str, diverted: str
) -> None:
    assert (await ring(house, peer, headers=headers)).diverted_from == diverted


# --- connections ---------------------------------------------------------------------------------


class TcpPhone:
    """Phone 1001 over TCP that answers what rings it; messages are text."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.heard: list[str] = []
        self.answers_options = True
        self._tasks: list[asyncio.Task[None]] = []

    async def connect(self) -> None:
        port = self.house.engine.sip_port
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
        loop = asyncio.get_running_loop()
        self._tasks.append(loop.create_task(self._read(self.reader, self.writer)))
        await self._register()

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                body = await reader.readexactly(int(header(head, "Content-Length")))
                message = head + body.decode()
                self.heard.append(message)
                if message.startswith("INVITE"):
                    writer.write(reply(message, sdp()).encode())
                elif message.startswith("OPTIONS") and self.answers_options:
                    writer.write(reply(message, "").encode())
        except (asyncio.IncompleteReadError, ConnectionError):
            pass

    async def _register(self) -> None:
        count = len(self.heard)
        name = self.writer.get_extra_info("sockname")[1]
        text = (
            f"REGISTER sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:{name};branch=z9hG4bK{name}\r\n"
            f"From: <sip:1001@127.0.0.1>;tag=r\r\nTo: <sip:1001@127.0.0.1>\r\nCall-ID: reg-{name}\r\n"
            f"CSeq: 1 REGISTER\r\nContact: <sip:1001@127.0.0.1:{name};transport=tcp>;expires=600;"
            '+sip.instance="<urn:x>"\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n'
        )
        self.writer.write(text.encode())
        await until(lambda: len(self.heard) > count)
        challenge, request = messages.parse(self.heard[-1].encode()), messages.parse(text.encode())
        assert isinstance(challenge, messages.SipResponse)
        assert isinstance(request, messages.SipRequest)
        again = digest.authorize(request, challenge, "1001", PASSWORDS["1001"])
        assert again is not None
        self.writer.write(bytes(again))
        await until(lambda: self.heard[-1].startswith("SIP/2.0 200"))

    def drop(self) -> None:
        self.writer.transport.abort()

    async def close(self) -> None:
        self.writer.close()
        await asyncio.gather(*self._tasks)


def reply(request: str, body: str) -> str:
    copied = "".join(
        f"{name}: {value}\r\n"
        for name in ("Via", "From", "Call-ID", "CSeq")
        for value in header_values(request, name)
    )
    to = header(request, "To")
    tag = "" if ";tag=" in to else ";tag=p"
    return (
        f"SIP/2.0 200 OK\r\n{copied}To: {to}{tag}\r\nContact: <sip:1001@127.0.0.1;transport=tcp>\r\n"
        f"Content-Type: application/sdp\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )


async def test_a_phone_whose_connection_breaks_keeps_its_call_when_it_comes_back(house: House) -> None:
    phone = TcpPhone(house)
    await phone.connect()
    house.engine.do(OriginateLeg("out", "1001", "138", "", "c", "o", "", 5))
    await house.heard.wait(LegAnswered)
    phone.drop()
    await phone.connect()
    await until(lambda: any(m.startswith("OPTIONS") for m in phone.heard))  # asked over the new one
    await asyncio.sleep(0.1)
    assert not house.heard.all(LegEnded)
    house.engine.do(HangUpLeg("out"))
    await until(lambda: any(m.startswith("BYE") for m in phone.heard))
    await phone.close()


async def test_a_phone_whose_connection_breaks_for_good_is_cut_off(house: House) -> None:
    phone = TcpPhone(house)
    await phone.connect()
    house.engine.do(OriginateLeg("out", "1001", "138", "", "c", "o", "", 5))
    await house.heard.wait(LegAnswered)
    phone.drop()
    ended = await house.heard.wait(LegEnded, seconds=10)
    assert ended == LegEnded("out", EndCause.CUT_OFF, by_peer=True, detail="flow-lost")
    await phone.close()


async def test_a_gateway_that_listens_elsewhere_is_reached_where_it_says(
    house: House, peer: WirePeer
) -> None:
    listener = await WirePeer.open(house.engine.sip_port)
    invite = peer.request("INVITE", "g", body=sdp())
    contact = f"Contact: <sip:138@127.0.0.1:{listener.port}>"
    peer.send(invite.replace(f"Contact: <sip:13800138000@127.0.0.1:{peer.port}>", contact))
    leg = await house.heard.wait(LegIncoming)
    house.engine.do(AnswerLeg(leg.leg_id))
    to = header(await peer.wait("SIP/2.0 200"), "To")
    peer.send(peer.request("ACK", "g", to=to))
    await house.heard.wait(LegAnswered)
    house.engine.do(HangUpLeg(leg.leg_id))
    bye = await listener.wait("BYE")
    assert bye.startswith(f"BYE sip:138@127.0.0.1:{listener.port} ")
    listener.send(listener.reply(bye, "200 OK"))
    assert not peer.all("BYE")
    listener.close()


async def test_requests_follow_the_route_that_the_invite_came_by(house: House, peer: WirePeer) -> None:
    proxy = await WirePeer.open(house.engine.sip_port)
    route = f"<sip:127.0.0.1:{proxy.port};lr>"
    leg = await ring(house, peer, headers=f"Record-Route: {route}, <sip:192.0.2.9;lr>\r\n")
    house.engine.do(AnswerLeg(leg.leg_id))
    answer = await peer.wait("SIP/2.0 200")
    assert header_values(answer, "Record-Route") == [route, "<sip:192.0.2.9;lr>"]
    peer.send(peer.request("ACK", "a", to=header(answer, "To")))
    await house.heard.wait(LegAnswered)
    house.engine.do(HangUpLeg(leg.leg_id))
    assert header_values(await proxy.wait("BYE"), "Route") == [route, "<sip:192.0.2.9;lr>"]
    proxy.close()
