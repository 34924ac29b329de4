"""No way to a trunk but by the core's word: each path on which somebody else could be made to pay."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.server.core.commands import AnswerLeg, HangUpLeg, OriginateLeg
from app.server.core.events import LegAnswered, LegEnded, LegIncoming, TransferWished
from app.server.core.types import EndCause
from app.server.voice.embedded.signalling import digest, messages
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from app.server.voice.engine import PhoneAccount, TrunkAccount
from tests.doubles import sip_house
from tests.doubles.sip_house import PASSWORDS, House, a_house
from tests.doubles.sip_provider import Provider
from tests.doubles.sip_wire import WirePeer, header, sdp, until

OUTSIDE = "00442079460000"
ANY = (r"\+?\d{5,}",)
HOUSE = "sip:4001@127.0.0.1"


@dataclass
class Scene:
    """An engine with two trunks that take any number out, and somebody who is neither phone nor trunk."""

    house: House
    provider: Provider  # calls come from it
    other: Provider  # calls must not reach it
    stranger: WirePeer

    def nothing_went_out(self) -> bool:
        return not self.provider.heard("INVITE") and not self.other.heard("INVITE")

    async def call_from_trunk(
        self, number: str = "4001", headers: tuple[tuple[str, str], ...] = ()
    ) -> SipResponse:
        flow = self.provider.stack.udp_flow("127.0.0.1", self.house.engine.sip_port)
        uri = f"sip:{number}@127.0.0.1:{self.house.engine.sip_port}"
        return await self.provider.call(flow, uri, headers=headers)

    def call_out(self, number: str, leg_id: str = "out") -> None:
        self.house.engine.do(
            OriginateLeg(leg_id, "", "+861088886666", "", "call", "", "", 10, outside_number=number)
        )


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Trunks at 127.0.0.3 and 127.0.0.4; strangers and phones at 127.0.0.1."""
    provider = await Provider().open(host="127.0.0.3")
    other = await Provider().open(host="127.0.0.4")
    trunks = (
        TrunkAccount("one", "127.0.0.3", provider.port, numbers_out=ANY, call_limit=2),
        TrunkAccount("two", "127.0.0.4", other.port, numbers_out=ANY, priority=20),
    )
    async with a_house(tmp_path, host="0.0.0.0", trunks=trunks, trunk_addresses=("192.0.2.1",)) as house:
        await until(lambda: {name for name, up, _ in house.heard.trunks if up} == {"one", "two"})
        stranger = await WirePeer.open(house.engine.sip_port)
        yield Scene(house, provider, other, stranger)
        stranger.close()
    await provider.close()
    await other.close()


async def register(scene: Scene, peer: WirePeer, user: str = "1001") -> None:
    contact = f"<sip:{user}@127.0.0.1:{peer.port}>"
    first = peer.request(
        "REGISTER", f"reg-{user}", uri="sip:127.0.0.1", user=user, to=f"<sip:{user}@127.0.0.1>"
    )
    assert contact in first
    await authorized(peer, first, user)
    await scene.house.heard.wait_phone(user, True)


async def authorized(peer: WirePeer, first: str, user: str, password: str = "", realm: str = "") -> str:
    """The request with the answer to its challenge; the first line that comes back."""
    before = len(peer.heard)
    peer.send(first)
    await until(lambda: len(peer.heard) > before)
    challenge = peer.heard[before]
    if realm:
        challenge = challenge.replace('realm="seatline"', f'realm="{realm}"')
    response, request = messages.parse(challenge.encode()), messages.parse(first.encode())
    assert isinstance(response, SipResponse)
    assert isinstance(request, SipRequest)
    again = digest.authorize(request, response, user, password or PASSWORDS[user])
    assert again is not None
    before = len(peer.heard)
    peer.send(bytes(again))
    await until(lambda: len(peer.heard) > before)
    return peer.heard[before].partition("\r\n")[0]


async def settled() -> None:
    """Long enough for anything that was set off to arrive on this machine."""
    await asyncio.sleep(0.2)


# --- strangers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers", ["", "Route: <sip:127.0.0.3:PORT;lr>\r\n", "P-Asserted-Identity: <sip:1001@x>\r\n"]
)
async def test_a_stranger_is_asked_for_a_password_and_gets_no_further(scene: Scene, headers: str) -> None:
    headers = headers.replace("PORT", str(scene.provider.port))
    scene.stranger.send(
        scene.stranger.request(
            "INVITE", "a", uri=f"sip:{OUTSIDE}@127.0.0.1", user="1001", body=sdp(), headers=headers
        )
    )
    await scene.stranger.wait("SIP/2.0 401")
    scene.stranger.send(
        scene.stranger.request(
            "INVITE", "b", uri=f"sip:{OUTSIDE}@127.0.0.3:{scene.provider.port}", body=sdp()
        )
    )
    await scene.stranger.wait("SIP/2.0 401", count=2)
    await settled()
    assert scene.nothing_went_out()
    assert not scene.house.heard.all(LegIncoming)


async def test_a_wrong_password_and_one_of_another_realm_get_no_further(scene: Scene) -> None:
    invite = scene.stranger.request("INVITE", "a", uri=f"sip:{OUTSIDE}@127.0.0.1", user="1001", body=sdp())
    assert (await authorized(scene.stranger, invite, "1001", "wrong")).startswith("SIP/2.0 401")
    invite = scene.stranger.request("INVITE", "b", uri=f"sip:{OUTSIDE}@127.0.0.1", user="1001", body=sdp())
    assert (await authorized(scene.stranger, invite, "1001", realm="elsewhere")).startswith("SIP/2.0 401")
    await settled()
    assert scene.nothing_went_out()
    assert not scene.house.heard.all(LegIncoming)


async def test_a_stranger_cannot_come_in_through_a_dialog_he_does_not_have(scene: Scene) -> None:
    for method in ("INVITE", "REFER", "UPDATE", "SUBSCRIBE", "NOTIFY", "MESSAGE", "PUBLISH"):
        headers = f"Refer-To: <sip:{OUTSIDE}@127.0.0.1>\r\n"
        scene.stranger.send(
            scene.stranger.request(method, f"in-{method}", to="<sip:4001@127.0.0.1>;tag=x", headers=headers)
        )
        scene.stranger.send(
            scene.stranger.request(method, f"out-{method}", headers=headers) if method != "INVITE" else ""
        )
    await settled()
    assert all(line.startswith("SIP/2.0 4") for line in scene.stranger.heard)
    assert scene.nothing_went_out()


async def test_a_packet_that_bears_a_phones_address_is_no_proof(scene: Scene) -> None:
    """Over UDP a sender writes what he likes: the registered phone's own address must show its password."""
    await register(scene, scene.stranger)
    scene.stranger.send(
        scene.stranger.request("INVITE", "spoof", uri=f"sip:{OUTSIDE}@127.0.0.1", user="1001", body=sdp())
    )
    await scene.stranger.wait("SIP/2.0 401", count=2)
    assert not scene.house.heard.all(LegIncoming)
    assert scene.nothing_went_out()


# --- phones --------------------------------------------------------------------------------------------


async def test_a_phone_calls_under_its_own_name_whatever_it_writes(scene: Scene) -> None:
    await register(scene, scene.stranger)
    headers = "P-Asserted-Identity: <sip:+861088886666@x>\r\nP-Preferred-Identity: <sip:1002@x>\r\n"
    invite = scene.stranger.request(
        "INVITE", "a", uri=f"sip:{OUTSIDE}@127.0.0.1", user="1002", body=sdp(), headers=headers
    )
    await authorized(scene.stranger, invite, "1001")
    leg = await scene.house.heard.wait(LegIncoming)
    assert (leg.source, leg.caller_number) == ("phone:1001", "1001")
    await settled()
    assert scene.nothing_went_out()  # what becomes of it is the core's word


def keep_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """No phone may dial out."""
    find = sip_house.Accounts.find

    def indoors(self: sip_house.Accounts, sip_user: str) -> PhoneAccount | None:
        account = find(self, sip_user)
        return replace(account, may_dial_out=False) if account else None

    monkeypatch.setattr(sip_house.Accounts, "find", indoors)


async def test_a_phone_that_may_not_dial_out_is_refused(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_inside(monkeypatch)
    invite = scene.stranger.request("INVITE", "a", uri=f"sip:{OUTSIDE}@127.0.0.1", user="1001", body=sdp())
    assert (await authorized(scene.stranger, invite, "1001")).startswith("SIP/2.0 403")
    assert not scene.house.heard.all(LegIncoming)


async def test_a_phone_may_not_register_or_call_as_somebody_else(scene: Scene) -> None:
    first = scene.stranger.request(
        "REGISTER", "r", uri="sip:127.0.0.1", user="1002", to="<sip:1002@127.0.0.1>"
    )
    assert (await authorized(scene.stranger, first, "1001")).startswith("SIP/2.0 403")
    assert not scene.house.heard.phones


async def talking(scene: Scene) -> str:
    """Phone 1001 has dialled 4001 and was answered; the To header with our tag."""
    phone = scene.stranger
    await register(scene, phone)
    await authorized(phone, phone.request("INVITE", "a", uri=HOUSE, user="1001", body=sdp()), "1001")
    leg = await scene.house.heard.wait(LegIncoming)
    scene.house.engine.do(AnswerLeg(leg.leg_id))
    to = header(await phone.wait("SIP/2.0 200", count=2), "To")
    phone.send(phone.request("ACK", "a", cseq=2, user="1001", to=to))
    await scene.house.heard.wait(LegAnswered)
    return to


async def test_a_transfer_wish_is_only_a_wish_and_names_a_number_not_a_place(scene: Scene) -> None:
    phone = scene.stranger
    to = await talking(scene)
    place = f"<sip:{OUTSIDE}@127.0.0.4:{scene.other.port}>"
    phone.send(phone.request("REFER", "a", cseq=3, user="1001", to=to, headers=f"Refer-To: {place}\r\n"))
    wish = await scene.house.heard.wait(TransferWished)
    assert (wish.target_number, wish.target_leg_id) == (OUTSIDE, "")
    await settled()
    assert scene.nothing_went_out()


async def test_a_phone_that_may_not_dial_out_may_not_transfer_out_either(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_inside(monkeypatch)
    to = await talking(scene)
    refer = scene.stranger.request(
        "REFER", "a", cseq=3, user="1001", to=to, headers=f"Refer-To: <sip:{OUTSIDE}@x>\r\n"
    )
    scene.stranger.send(refer)
    await scene.stranger.wait("SIP/2.0 403")
    assert not scene.house.heard.all(TransferWished)


# --- trunks --------------------------------------------------------------------------------------------


async def test_a_call_of_one_trunk_does_not_leave_by_another_on_its_own(scene: Scene) -> None:
    ringing = asyncio.get_running_loop().create_task(scene.call_from_trunk(OUTSIDE))
    leg = await scene.house.heard.wait(LegIncoming)
    assert leg.source == "trunk:one"
    await settled()
    assert scene.nothing_went_out()
    scene.house.engine.do(HangUpLeg(leg.leg_id, EndCause.REJECTED))
    assert (await ringing).status_code == 403


async def test_a_trunk_may_neither_transfer_nor_take_anybodys_place(scene: Scene) -> None:
    replaces = (("Replaces", "any;to-tag=1;from-tag=2"), ("Require", "replaces"))
    assert (await scene.call_from_trunk(headers=replaces)).status_code in (403, 420)
    assert not scene.house.heard.all(LegIncoming)
    wire = await WirePeer.open(scene.house.engine.sip_port, host="127.0.0.3")
    try:
        wire.send(wire.request("INVITE", "t", body=sdp()))
        leg = await scene.house.heard.wait(LegIncoming)
        scene.house.engine.do(AnswerLeg(leg.leg_id))
        to = header(await wire.wait("SIP/2.0 200"), "To")
        wire.send(wire.request("ACK", "t", to=to))
        await scene.house.heard.wait(LegAnswered)
        wire.send(wire.request("REFER", "t", cseq=2, to=to, headers=f"Refer-To: <sip:{OUTSIDE}@x>\r\n"))
        await wire.wait("SIP/2.0 403")
        await settled()
        assert not scene.house.heard.all(TransferWished)
        assert scene.nothing_went_out()
    finally:
        wire.close()


async def test_more_calls_of_a_trunk_than_agreed_are_busy(scene: Scene) -> None:
    loop = asyncio.get_running_loop()
    running = [loop.create_task(scene.call_from_trunk()) for _ in range(2)]
    await scene.house.heard.wait(LegIncoming, count=2)
    assert (await scene.call_from_trunk()).status_code == 486
    scene.house.engine.do(HangUpLeg(scene.house.heard.all(LegIncoming)[0].leg_id))
    await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    running.append(loop.create_task(scene.call_from_trunk()))
    await scene.house.heard.wait(LegIncoming, count=3)  # its place is free again
    for task in running:
        task.cancel()


@pytest.mark.parametrize(
    "number", ["110@127.0.0.4", "+44;phone-context=x", "sip:1@x", "*21*0044207#", "", "7" * 60]
)
async def test_a_number_that_no_trunk_is_meant_for_goes_nowhere(scene: Scene, number: str) -> None:
    scene.house.engine.do(OriginateLeg("out", "9999", "", "", "call", "", "", 10, outside_number=number))
    ended = await scene.house.heard.wait(LegEnded)
    assert (ended.cause, ended.by_peer) == (EndCause.UNREACHABLE, False)
    await settled()
    assert scene.nothing_went_out()


async def test_a_dead_trunk_is_passed_over_and_its_place_is_given_back(scene: Scene) -> None:
    scene.provider.invite_code = 503
    scene.call_out("+442079460000")
    await scene.house.heard.wait(LegAnswered)
    assert len(scene.provider.heard("INVITE")) == 1
    (invite,) = scene.other.heard("INVITE")
    assert messages.user_of(invite.uri) == "+442079460000"
    assert scene.house.engine._trunks.has_room("one")
    scene.house.engine.do(HangUpLeg("out"))
    await until(lambda: bool(scene.other.heard("BYE")))


@pytest.mark.parametrize("code", [301, 302, 305, 380])
async def test_a_redirection_by_a_trunk_is_not_followed(scene: Scene, code: int) -> None:
    """Else a provider, or who speaks in its name, sends our calls where they cost most."""
    scene.provider.invite_code = code
    scene.provider.invite_headers = (("Contact", f"<sip:882139999@127.0.0.4:{scene.other.port}>"),)
    scene.call_out("+442079460000")
    await scene.house.heard.wait(LegEnded)
    await settled()
    assert not scene.other.heard("INVITE")


async def test_a_redirection_by_a_phone_is_not_followed(scene: Scene) -> None:
    phone = scene.stranger
    await register(scene, phone)
    scene.house.engine.do(OriginateLeg("out", "1001", "138", "", "c", "o", "", 5))
    invite = await phone.wait("INVITE")
    target = f"Contact: <sip:{OUTSIDE}@127.0.0.4:{scene.other.port}>\r\n"
    moved = phone.reply(invite, "302 Moved Temporarily").replace(
        f"Contact: <sip:peer@127.0.0.1:{phone.port}>\r\n", target
    )
    assert target in moved
    phone.send(moved)
    await scene.house.heard.wait(LegEnded)
    await settled()
    assert scene.nothing_went_out()
