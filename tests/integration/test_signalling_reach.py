"""Being reached: IPv6, routers that translate addresses, phones behind them, TLS 1.2, MD5 alone."""

from __future__ import annotations

import asyncio
import re
import ssl
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.server.core.commands import AnswerLeg, HangUpLeg, OriginateLeg
from app.server.core.events import LegAnswered, LegEnded, LegIncoming
from app.server.voice.embedded.signalling import digest, messages
from app.server.voice.embedded.signalling.client_transaction import ClientTransaction
from app.server.voice.embedded.signalling.dialog import Dialog
from app.server.voice.embedded.signalling.flows import FlowRules
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from app.server.voice.embedded.signalling.nat import Reach, advertised, source_key
from app.server.voice.embedded.signalling.stack import SipStack
from app.server.voice.engine import PhoneAccount
from tests.doubles import sip_house
from tests.doubles.sip_house import PASSWORDS, QUICK, a_house
from tests.doubles.sip_provider import Provider
from tests.doubles.sip_wire import WirePeer, header, header_values, sdp, until

PUBLIC = "203.0.113.80"


@pytest.mark.parametrize(
    ("local", "peer", "public", "shown"),
    [
        ("192.168.1.5", "198.51.100.1", PUBLIC, PUBLIC),
        ("192.168.1.5", "192.168.1.77", PUBLIC, "192.168.1.5"),
        ("192.168.1.5", "10.9.8.7", PUBLIC, "192.168.1.5"),
        ("192.168.1.5", "198.51.100.1", "", "192.168.1.5"),
        ("127.0.0.1", "127.0.0.1", PUBLIC, "127.0.0.1"),
        ("2001:db8::5", "2001:db8:1::1", PUBLIC, "2001:db8::5"),
        ("fe80::5", "fe80::1%2", "2001:db8::80", "fe80::5"),
        ("fd00::5", "2001:db8:1::1", "2001:db8::80", "2001:db8::80"),
        ("192.168.1.5", "no address", PUBLIC, "192.168.1.5"),
    ],
)
def test_only_who_is_beyond_the_router_is_told_the_public_address(
    local: str, peer: str, public: str, shown: str
) -> None:
    assert advertised(local, peer, public) == shown


def test_a_source_is_an_address_or_a_customers_network() -> None:
    assert source_key("198.51.100.1") == "198.51.100.1"
    assert (
        source_key("2001:db8:1:2:3:4:5:6") == source_key("2001:db8:1:2::9") != source_key("2001:db8:1:3::9")
    )
    assert source_key("::ffff:198.51.100.1") == "198.51.100.1"
    assert source_key("::1") == "::1"


async def test_a_call_from_beyond_the_router_sees_the_public_address_everywhere(tmp_path: Path) -> None:
    """127.0.0.2 plays the outside, 127.0.0.1 the office."""
    changes: dict[str, Any] = {
        "public_address": PUBLIC,
        "local_networks": ("127.0.0.1/32",),
        "trunk_addresses": ("127.0.0.0/8",),
    }
    async with a_house(tmp_path, host="0.0.0.0", **changes) as house:
        for host, shown in (("127.0.0.2", PUBLIC), ("127.0.0.1", "127.0.0.1")):
            peer = await WirePeer.open(house.engine.sip_port, host=host)
            known = len(house.heard.all(LegIncoming))
            invite = peer.request("INVITE", f"call-{host}", body=sdp())
            peer.send(invite.replace(f"@127.0.0.1:{peer.port}>", f"@{host}:{peer.port}>"))
            leg = await house.heard.wait(LegIncoming, count=known + 1)
            house.engine.do(AnswerLeg(leg.leg_id))
            answer = await peer.wait("SIP/2.0 200")
            assert f"@{shown}:{house.engine.sip_port}" in header(answer, "Contact")
            assert f"c=IN IP4 {shown}\r\n" in answer
            peer.send(peer.request("ACK", f"call-{host}", to=header(answer, "To")))
            await house.heard.wait(LegAnswered, count=known + 1)
            house.engine.do(HangUpLeg(leg.leg_id))
            bye = await peer.wait("BYE")
            assert header(bye, "Via").startswith(f"SIP/2.0/UDP {shown}:{house.engine.sip_port};")
            peer.close()


async def test_a_trunk_beyond_the_router_is_given_the_public_address(tmp_path: Path) -> None:
    provider = await Provider().open("tcp", host="127.0.0.2")
    stack = SipStack(lambda _r, _t, _f: None, QUICK, FlowRules(reach=Reach(PUBLIC, ("127.0.0.1/32",))))
    flow = await stack.connect("127.0.0.2", provider.port)
    assert flow.local[0] == PUBLIC
    await stack.close()
    await provider.close()


# --- IPv6 ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["::1", "::"])
@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_a_call_over_ipv6(tmp_path: Path, host: str, transport: str) -> None:
    async with a_house(tmp_path, host=host, trunk_addresses=("::1",)) as house:
        caller = await Provider().open(transport, host="::1")
        port = house.engine.sip_port
        flow = (
            caller.stack.udp_flow("::1", port)
            if transport == "udp"
            else await caller.stack.connect("::1", port)
        )
        house.heard.on_event = lambda event: (
            house.engine.do(AnswerLeg(event.leg_id)) if isinstance(event, LegIncoming) else None
        )
        answer = await caller.call(flow, f"sip:4001@[::1]:{port}")
        assert answer.status_code == 200
        assert f"@[::1]:{port}" in (answer.headers.get_first("Contact") or "")
        assert "c=IN IP6 ::1\r\n" in answer.text
        leg = await house.heard.wait(LegAnswered)
        house.engine.do(HangUpLeg(leg.leg_id))
        await until(lambda: bool(caller.heard("BYE")))
        via = caller.heard("BYE")[0].headers.get("Via")[0]
        assert f" [::1]:{port};" in via
        await caller.close()


async def test_all_addresses_of_ipv6_mean_all_of_ipv4_too(tmp_path: Path) -> None:
    async with a_house(tmp_path, host="::") as house:
        peer = await WirePeer.open(house.engine.sip_port)
        peer.send(peer.request("OPTIONS", "hello"))
        assert f"received=127.0.0.1;rport={peer.port}" in (await peer.wait("SIP/2.0 200")).replace(
            f"rport={peer.port};received=127.0.0.1", f"received=127.0.0.1;rport={peer.port}"
        )
        peer.close()


async def test_a_phone_registers_and_is_rung_over_ipv6(tmp_path: Path) -> None:
    async with a_house(tmp_path, host="::1") as house:
        phone = await Provider().open("udp", host="::1")
        flow = phone.stack.udp_flow("::1", house.engine.sip_port)
        done = asyncio.Event()

        def on_response(transaction: ClientTransaction, response: SipResponse) -> None:
            if response.status_code == 401:
                again = digest.authorize(transaction.request, response, "1001", PASSWORDS["1001"])
                assert again is not None
                phone.stack.send(again, flow, on_response)
            elif response.status_code == 200:
                done.set()

        dialog = Dialog.outgoing(flow, "1001", f"sip:[::1]:{house.engine.sip_port}", remote="sip:1001@[::1]")
        phone.stack.send(dialog.request("REGISTER", flow), flow, on_response)
        await asyncio.wait_for(done.wait(), 5)
        house.engine.do(OriginateLeg("out", "1001", "138", "", "c", "o", "", 5))
        await house.heard.wait(LegAnswered)
        assert "@[::1]:" in messages.contact_uri(phone.heard("INVITE")[0])
        await phone.close()


# --- phones behind a router ------------------------------------------------------------------------------


async def register(peer: WirePeer, contact: str) -> None:
    first = peer.request("REGISTER", "reg", uri="sip:127.0.0.1", user="1001", to="<sip:1001@127.0.0.1>")
    first = first.replace(f"<sip:1001@127.0.0.1:{peer.port}>", contact)
    peer.send(first)
    challenge, request = (
        messages.parse((await peer.wait("SIP/2.0 401")).encode()),
        messages.parse(first.encode()),
    )
    assert isinstance(challenge, SipResponse)
    assert isinstance(request, SipRequest)
    again = digest.authorize(request, challenge, "1001", PASSWORDS["1001"])
    assert again is not None
    peer.send(bytes(again))
    await peer.wait("SIP/2.0 200")


async def test_a_phone_behind_a_router_is_kept_reachable_and_found_there(tmp_path: Path) -> None:
    async with a_house(tmp_path, keep_alive_s=0.05) as house:
        peer = await WirePeer.open(house.engine.sip_port)
        await register(peer, "<sip:1001@192.168.7.7:5062>")
        for count in range(1, 6):
            ping = await peer.wait("OPTIONS sip:1001@192.168.7.7:5062 ", count=count)
            peer.send(peer.reply(ping, "200 OK"))
        house.engine.do(OriginateLeg("out", "1001", "138", "", "c", "o", "", 5))
        await peer.wait("INVITE sip:1001@192.168.7.7:5062 ")
        peer.close()


async def test_a_phone_behind_a_router_that_is_silent_is_gone(tmp_path: Path) -> None:
    async with a_house(tmp_path, keep_alive_s=0.05) as house:
        peer = await WirePeer.open(house.engine.sip_port)
        await register(peer, "<sip:1001@192.168.7.7:5062>")
        await house.heard.wait_phone("1001", False, seconds=10)
        house.engine.do(OriginateLeg("out", "1001", "138", "", "c", "o", "", 5))
        assert (await house.heard.wait(LegEnded)).detail == "no-way"
        peer.close()


async def test_a_phone_that_is_where_it_says_is_left_alone(tmp_path: Path) -> None:
    async with a_house(tmp_path, keep_alive_s=0.02) as house:
        peer = await WirePeer.open(house.engine.sip_port)
        await register(peer, f"<sip:1001@127.0.0.1:{peer.port}>")
        await asyncio.sleep(0.3)
        assert not peer.all("OPTIONS")
        peer.close()


# --- old phones -------------------------------------------------------------------------------------------


async def test_tls_1_2_has_a_port_of_its_own_with_good_ciphers_only(tmp_path: Path) -> None:
    async with a_house(tmp_path, tls12_port=0) as house:
        context = ssl.create_default_context(cafile=str(house.certificate))
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        port = house.engine.tls12_port
        assert port
        _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
        assert writer.get_extra_info("cipher")[1] == "TLSv1.2"
        writer.close()
        for weak in ("ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES128-SHA256"):
            context.set_ciphers(f"{weak}:@SECLEVEL=0")
            with pytest.raises((ssl.SSLError, ConnectionError)):
                await asyncio.open_connection("127.0.0.1", port, ssl=context)


async def test_tls_1_2_is_off_unless_wanted(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        assert house.engine.tls12_port is None


async def test_an_account_that_cannot_cope_is_offered_md5_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = sip_house.Accounts.find

    def old(self: sip_house.Accounts, sip_user: str) -> PhoneAccount | None:
        account = find(self, sip_user)
        return replace(account, md5_only=sip_user == "1001") if account else None

    monkeypatch.setattr(sip_house.Accounts, "find", old)
    async with a_house(tmp_path) as house:
        peer = await WirePeer.open(house.engine.sip_port)
        for count, (user, offered) in enumerate((("1001", ["MD5"]), ("1002", ["SHA-256", "MD5"]))):
            peer.send(peer.request("REGISTER", user, uri="sip:x", user=user, to=f"<sip:{user}@x>"))
            challenge = await peer.wait("SIP/2.0 401", count=count + 1)
            found = [
                re.findall(r'algorithm="?([\w-]+)', each)[0]
                for each in header_values(challenge, "WWW-Authenticate")
            ]
            assert found == offered
        peer.close()
