"""Calls out by several ways: passwords, fail-over, whom we say we are, encrypted sound or none."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from app.server.core.commands import HangUpLeg, OriginateLeg
from app.server.core.events import LegAnswered, LegEnded, LegRinging
from app.server.core.types import EndCause
from app.server.voice.embedded.signalling import digest, messages
from app.server.voice.embedded.signalling.dialog import own_contact
from app.server.voice.embedded.signalling.outgoing_leg import OutgoingLeg
from app.server.voice.embedded.signalling.ways import Credentials, MediaPolicy, Way
from app.server.voice.engine import PhoneAccounts, SrtpPolicy
from tests.doubles.sip_calls import authorized, register
from tests.doubles.sip_house import House, a_house
from tests.doubles.sip_wire import WirePeer, header, header_values, sdp, until

KEY = "Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFy"


@dataclass
class Out:
    """An engine and two gateways that calls can go out by."""

    house: House
    gates: list[WirePeer] = field(default_factory=list)

    def way(self, number: int = 0, **changes: object) -> Way:
        flow = self.house.engine.stack.udp_flow("127.0.0.1", self.gates[number].port)
        place = f"127.0.0.1:{self.gates[number].port}"
        values: dict[str, object] = {
            "flow": flow,
            "target": f"sip:+8613900000000@{place}",
            "shown_as": "sip:+8613900000000@provider.example",
            "own_contact": own_contact(flow, "acc"),
            "from_host": "provider.example",
            "trunk_id": f"trunk-{number}",
            "media": MediaPolicy(("PCMA", "PCMU", "G722"), SrtpPolicy.OFF),
            **changes,
        }
        return Way(**values)  # type: ignore[arg-type]

    def call(self, *ways: Way, caller: str = "+861012345678", first: str = "", timeout_s: int = 10) -> None:
        command = OriginateLeg("out", "", caller, "", "call-1", "offer-1", "", timeout_s, "13900000000")
        leg = OutgoingLeg(command, self.house.engine, ways, first)
        self.house.engine._calls.add(leg)  # which trunks there are is the trunks' matter
        leg.start()


@pytest.fixture
async def out(tmp_path: Path) -> AsyncIterator[Out]:
    async with a_house(tmp_path) as house:
        gates = [await WirePeer.open(house.engine.sip_port) for _ in range(2)]
        yield Out(house, gates)
        for gate in gates:
            gate.close()


# --- identity ------------------------------------------------------------------------------------


async def test_a_trunk_is_told_who_calls_and_nothing_of_ours(out: Out) -> None:
    out.call(out.way(caller_number="+862100000000"))
    invite = await out.gates[0].wait("INVITE")
    assert invite.startswith("INVITE sip:+8613900000000@127.0.0.1")
    assert header(invite, "From").startswith("<sip:+862100000000@provider.example>;tag=")
    assert header(invite, "To") == "<sip:+8613900000000@provider.example>"
    assert header(invite, "P-Asserted-Identity") == "<sip:+862100000000@provider.example>"
    assert "REFER" not in header(invite, "Allow")
    assert "replaces" not in header(invite, "Supported")
    assert not header_values(invite, "X-Seatline-Call")
    assert not header_values(invite, "Privacy")


async def test_a_caller_without_a_number_stays_unknown(out: Out) -> None:
    out.call(out.way(), caller="")
    invite = await out.gates[0].wait("INVITE")
    assert header(invite, "From").startswith('"Anonymous" <sip:anonymous@anonymous.invalid>;tag=')
    assert header(invite, "Privacy") == "id"


# --- passwords -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [401, 407])
async def test_a_provider_that_asks_for_a_password_gets_it_for_every_request(out: Out, code: int) -> None:
    gate = out.gates[0]
    asks, answers = (
        ("WWW-Authenticate", "Authorization")
        if code == 401
        else ("Proxy-Authenticate", "Proxy-Authorization")
    )

    def challenge(request: str, nonce: str) -> None:
        lines = "".join(
            f'{asks}: Digest realm="p", nonce="{nonce}", qop="auth,auth-int", algorithm={name}\r\n'
            for name in ("SHA-256", "MD5")
        )
        gate.send(gate.reply(request, f"{code} Who", headers=lines))

    out.call(out.way(credentials=Credentials("acc", "pw")))
    first = await gate.wait("INVITE")
    challenge(first, "n1")
    second = await gate.wait("INVITE", count=2)
    assert int(header(second, "CSeq").split()[0]) == int(header(first, "CSeq").split()[0]) + 1
    given = digest.parse_auth(header(second, answers), credentials=True).params
    request = messages.parse(second.encode())
    assert isinstance(request, messages.SipRequest)
    assert given["algorithm"] == "SHA-256"
    assert given["response"] == digest._response("acc", "pw", given, "INVITE").decode()
    gate.send(gate.reply(second, "200 OK", body=sdp()))
    assert header(await gate.wait("ACK", count=2), answers)  # RFC 3261 §22.1
    await out.house.heard.wait(LegAnswered)
    out.house.engine.do(HangUpLeg("out"))
    bye = await gate.wait("BYE")
    challenge(bye, "n2")
    again = await gate.wait("BYE", count=2)
    assert header(again, answers)
    gate.send(gate.reply(again, "200 OK"))


async def test_a_wrong_password_is_not_tried_for_ever(out: Out) -> None:
    gate = out.gates[0]
    out.call(out.way(credentials=Credentials("acc", "pw")))
    for count in (1, 2):
        invite = await gate.wait("INVITE", count)
        gate.send(gate.reply(invite, "401 No", headers='WWW-Authenticate: Digest realm="p", nonce="n"\r\n'))
    ended = await out.house.heard.wait(LegEnded)
    assert (ended.cause, ended.detail) == (EndCause.FAILED, "sip-401")
    assert len(gate.all("INVITE")) == 2


# --- fail-over -----------------------------------------------------------------------------------


@pytest.mark.parametrize("refusal", ["503 Service Unavailable", "500 Error", "504 Time-out", "no reply"])
async def test_when_a_way_cannot_be_used_the_next_one_is(out: Out, refusal: str) -> None:
    first, second = out.gates
    out.call(out.way(0), out.way(1, from_host="other.example"), timeout_s=20)
    invite = await first.wait("INVITE")
    if refusal != "no reply":
        first.send(first.reply(invite, "100 Trying"))
        first.send(first.reply(invite, refusal))
    other = await second.wait("INVITE", seconds=10)
    assert "@other.example>" in header(other, "From")
    assert header(other, "Call-ID") == header(invite, "Call-ID")
    second.send(second.reply(other, "200 OK", body=sdp(port=45000)))
    await out.house.heard.wait(LegAnswered)
    assert out.house.media.legs()[-1].port == 45000
    assert not out.house.heard.all(LegEnded)
    out.house.engine.do(HangUpLeg("out"))
    second.send(second.reply(await second.wait("BYE"), "200 OK"))
    assert not first.all("BYE")


@pytest.mark.parametrize("refusal", ["486 Busy Here", "404 Not Found", "603 Decline", "488 Not Acceptable"])
async def test_what_concerns_the_one_called_is_not_tried_elsewhere(out: Out, refusal: str) -> None:
    first, second = out.gates
    out.call(out.way(0), out.way(1))
    first.send(first.reply(await first.wait("INVITE"), refusal))
    await out.house.heard.wait(LegEnded)
    assert not second.heard


async def test_when_it_rang_already_it_is_not_rung_again_elsewhere(out: Out) -> None:
    first, second = out.gates
    out.call(out.way(0), out.way(1))
    invite = await first.wait("INVITE")
    first.send(first.reply(invite, "180 Ringing"))
    await out.house.heard.wait(LegRinging)
    first.send(first.reply(invite, "503 Service Unavailable"))
    assert (await out.house.heard.wait(LegEnded)).detail == "sip-503"
    assert not second.heard


async def test_after_the_last_way_the_call_has_failed(out: Out) -> None:
    first, second = out.gates
    out.call(out.way(0), out.way(1))
    first.send(first.reply(await first.wait("INVITE"), "503 Full"))
    second.send(second.reply(await second.wait("INVITE"), "503 Full", headers="Reason: Q.850;cause=34\r\n"))
    ended = await out.house.heard.wait(LegEnded)
    assert ended == LegEnded("out", EndCause.UNREACHABLE, by_peer=True, detail="q850-34")


async def test_a_lost_connection_before_the_answer_leads_to_the_next_way(out: Out) -> None:
    _, second = out.gates
    connected: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.append(writer)
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    flow = await out.house.engine.stack.connect("127.0.0.1", server.sockets[0].getsockname()[1])
    out.call(out.way(0, flow=flow), out.way(1))
    await second.wait("INVITE")
    assert connected
    server.close()


async def test_a_way_given_up_for_its_silence_that_answers_after_all_is_ended(out: Out) -> None:
    first, second = out.gates
    out.call(out.way(0), out.way(1), timeout_s=20)
    invite = await first.wait("INVITE")
    other = await second.wait("INVITE")
    second.send(second.reply(other, "200 OK", body=sdp(port=45000)))
    await out.house.heard.wait(LegAnswered)
    first.send(first.reply(invite, "180 Ringing"))
    first.send(first.reply(await first.wait("CANCEL"), "200 OK"))
    first.send(first.reply(invite, "200 OK", body=sdp(port=44000)))  # it crossed the CANCEL
    await first.wait("ACK")
    first.send(first.reply(await first.wait("BYE"), "200 OK"))
    assert out.house.media.legs()[-1].port == 45000
    assert not out.house.heard.all(LegEnded)
    assert not second.all("BYE")


async def test_a_late_answer_of_a_way_given_up_is_ended(out: Out) -> None:
    first, second = out.gates
    out.call(out.way(0), out.way(1), timeout_s=20)
    invite = await first.wait("INVITE")
    first.send(first.reply(invite, "503 Full"))
    other = await second.wait("INVITE")
    first.send(first.reply(invite, "200 OK", body=sdp()))  # it cannot, but some do: nothing comes of it
    second.send(second.reply(other, "200 OK", body=sdp(port=45000)))
    await out.house.heard.wait(LegAnswered)
    assert out.house.media.legs()[-1].port == 45000


# --- sound ---------------------------------------------------------------------------------------


async def test_the_partners_codec_is_first_among_those_of_the_trunk(out: Out) -> None:
    out.call(out.way(media=MediaPolicy(("PCMU", "PCMA"), SrtpPolicy.OFF)), first="PCMA")
    assert " RTP/AVP 8 0 101\r\n" in await out.gates[0].wait("INVITE")
    out.call(out.way(1, media=MediaPolicy(("PCMU", "PCMA"), SrtpPolicy.OFF)), first="G722")
    assert " RTP/AVP 0 8 101\r\n" in await out.gates[1].wait("INVITE")  # that one is not allowed here


@pytest.mark.parametrize(
    ("policy", "profile"),
    [(SrtpPolicy.REQUIRE, "RTP/SAVP"), (SrtpPolicy.PREFER, "RTP/AVP"), (SrtpPolicy.OFF, "RTP/AVP")],
)
async def test_over_a_way_in_clear_keys_are_written_only_where_they_must_be(
    out: Out, policy: SrtpPolicy, profile: str
) -> None:
    gate = out.gates[0]
    out.call(out.way(media=MediaPolicy(("PCMA",), policy)))
    invite = await gate.wait("INVITE")
    assert f" {profile} 8" in invite
    assert ("a=crypto" in invite) is (profile == "RTP/SAVP")
    if policy is SrtpPolicy.REQUIRE:
        gate.send(gate.reply(invite, "200 OK", body=sdp(formats="8")))  # in clear: not with us
        await gate.wait("BYE")
        assert (await out.house.heard.wait(LegEnded)).detail == "bad-description"
        assert not out.house.media.legs()


async def test_a_required_key_is_never_given_up_and_a_preferred_one_is(out: Out) -> None:
    first, second = out.gates
    flow = out.way(0).flow
    flow.secure = True  # as if it were TLS
    out.call(out.way(0, flow=flow, media=MediaPolicy(("PCMA",), SrtpPolicy.PREFER)))
    invite = await first.wait("INVITE")
    assert "RTP/SAVP 8" in invite
    first.send(first.reply(invite, "488 Not Acceptable Here"))
    again = await first.wait("INVITE", count=2)
    assert "RTP/AVP 8" in again
    assert "a=crypto" not in again
    first.send(first.reply(again, "486 Busy Here"))
    await out.house.heard.wait(LegEnded)
    out.call(out.way(1, media=MediaPolicy(("PCMA",), SrtpPolicy.REQUIRE)))
    second.send(second.reply(await second.wait("INVITE"), "488 Not Acceptable Here"))
    await out.house.heard.wait(LegEnded, count=2)
    assert len(second.all("INVITE")) == 1


async def test_a_phone_that_must_encrypt_is_not_let_in_without(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        accounts: PhoneAccounts = house.engine._accounts
        find = accounts.find

        def strict(sip_user: str) -> object:
            account = find(sip_user)
            return replace(account, srtp=SrtpPolicy.REQUIRE) if account else None

        accounts.find = strict  # type: ignore[assignment, method-assign]
        peer = await WirePeer.open(house.engine.sip_port)
        await register(house, peer)
        clear = peer.request("INVITE", "c", user="1001", uri="sip:1002@127.0.0.1", body=sdp())
        await authorized(house, peer, clear)
        assert "399 seatline" in header(await peer.wait("SIP/2.0 488"), "Warning")
        crypto = f"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{KEY}\r\n"
        secret = peer.request(
            "INVITE", "s", user="1001", uri="sip:1002@127.0.0.1", body=sdp(proto="RTP/SAVP", extra=crypto)
        )
        await authorized(house, peer, secret)
        await peer.wait("SIP/2.0 100")
        peer.close()


async def test_how_long_an_answer_takes(out: Out, capsys: pytest.CaptureFixture[str]) -> None:
    """From our command to the 200 of a gateway that answers at once, and its ACK."""
    gate = out.gates[0]
    took_ms: list[float] = []
    for number in range(1, 21):
        began_s = time.perf_counter()
        out.call(out.way(0))
        gate.send(gate.reply(await gate.wait("INVITE", number), "200 OK", body=sdp()))
        await out.house.heard.wait(LegAnswered, count=number)
        took_ms.append((time.perf_counter() - began_s) * 1000)
        out.house.engine.do(HangUpLeg("out"))
        gate.send(gate.reply(await gate.wait("BYE", number), "200 OK"))
        await until(lambda: out.house.engine.open_legs == 0)
    took_ms.sort()
    assert took_ms[10] < 50
