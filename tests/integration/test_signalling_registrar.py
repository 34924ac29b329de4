"""Phones register: passwords, both digests, expiry, lost connections, the desktop's tunnel over TLS."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.server.core.commands import HangUpLeg, OriginateLeg
from app.server.core.events import LegAnswered, LegEnded, LegIncoming
from app.server.core.types import EndCause
from app.server.voice.embedded.signalling import digest, messages
from app.server.voice.embedded.signalling.client_transaction import ClientTransaction
from app.server.voice.embedded.signalling.dialog import Dialog
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from app.server.voice.embedded.signalling.negotiation import Negotiation
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction
from app.server.voice.embedded.signalling.stack import SipStack
from tests.doubles.sip_house import PASSWORDS, QUICK, House, a_house
from tests.doubles.sip_wire import until

TUNNEL = "sip:127.0.0.1:45678;transport=tcp"  # how a desktop names us: the loopback end of its tunnel


class Phone:
    """A phone on our own stack: registers, answers what rings it."""

    def __init__(self, user: str = "1001") -> None:
        self.user = user
        self.stack = SipStack(self._on_request, QUICK)
        self.requests: list[SipRequest] = []
        self.answers_with: str = ""
        self.audio = Negotiation("phone", "127.0.0.1", port=41000)
        self._cseq = 0

    async def open(self, house: House, transport: str) -> Phone:
        port = house.engine.sip_port
        if transport == "UDP":
            await self.stack.listen_udp("127.0.0.1", 0)
            self.flow = self.stack.udp_flow("127.0.0.1", port)
        elif transport == "TCP":
            self.flow = await self.stack.connect("127.0.0.1", port)
        else:
            context = ssl.create_default_context(cafile=str(house.certificate))
            context.minimum_version = ssl.TLSVersion.TLSv1_3
            self.flow = await self.stack.connect("127.0.0.1", house.engine.tls_port, context)
        return self

    async def register(
        self,
        password: str = "",
        *,
        expires_s: int = 300,
        only: str = "",
        uri: str = "sip:127.0.0.1",
        instance: str = "",
        to: str = "",
        contact: str = "",
    ) -> SipResponse:
        """The final answer. ``only``: the one digest algorithm this phone knows."""
        answered: asyncio.Future[SipResponse] = asyncio.get_running_loop().create_future()

        def on_response(transaction: ClientTransaction, response: SipResponse) -> None:
            if response.status_code == 401:
                known = response.headers.copy()
                challenges = [v for v in known.get("WWW-Authenticate") if f"algorithm={only}" in v]
                known.remove("WWW-Authenticate")
                for value in challenges:
                    known.append("WWW-Authenticate", value)
                readable = SipResponse(status_code=401, headers=known)
                secret = password or PASSWORDS[self.user]
                if again := digest.authorize(transaction.request, readable, self.user, secret):
                    self.stack.send(again, self.flow, on_response)
                    return
            if response.status_code >= 200 and not answered.done():
                answered.set_result(response)

        self._cseq += 10
        address = f"sip:{to or self.user}@127.0.0.1"
        dialog = Dialog.outgoing(self.flow, self.user, uri, remote=address)
        dialog.local_cseq = self._cseq
        parameter = f';+sip.instance="{instance}"' if instance else ""
        dialog.contact = contact or f"{dialog.contact}{parameter}"
        request = dialog.request("REGISTER", self.flow, headers=(("Expires", str(expires_s)),))
        self.stack.send(request, self.flow, on_response)
        return await asyncio.wait_for(answered, 5)

    def _on_request(self, request: SipRequest, transaction: ServerTransaction, flow: Flow) -> None:
        self.requests.append(request)
        if request.method != "INVITE":
            transaction.reply(200)
            return
        self.audio.take_offer(request.text)
        transaction.reply(200, contact=f"<sip:{self.user}@127.0.0.1>", body=self.audio.answer())

    def heard(self, method: str) -> SipRequest | None:
        return next((r for r in self.requests if r.method == method), None)

    async def close(self) -> None:
        await self.stack.close()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as running:
        yield running


@pytest.fixture
async def phone() -> AsyncIterator[Phone]:
    one = Phone()
    yield one
    await one.close()


@pytest.mark.parametrize("transport", ["UDP", "TCP", "TLS"])
@pytest.mark.parametrize("algorithm", ["SHA-256", "MD5"])
async def test_a_phone_registers_over_every_transport_with_both_digests(
    house: House, phone: Phone, transport: str, algorithm: str
) -> None:
    await phone.open(house, transport)
    answer = await phone.register(only=algorithm)
    assert answer.status_code == 200
    assert re.search(r";expires=(299|300)$", answer.headers.get("Contact")[0])
    await house.heard.wait_phone("1001", True)


async def test_a_wrong_password_is_refused_and_a_lock_follows(house: House, phone: Phone) -> None:
    await phone.open(house, "UDP")
    for _ in range(8):
        assert (await phone.register("wrong")).status_code == 401
    assert (await phone.register()).status_code == 503  # the right one is not even looked at
    assert not house.heard.phones


async def test_a_phone_that_gave_up_on_the_choice_is_offered_md5_alone(house: House, phone: Phone) -> None:
    await phone.open(house, "UDP")
    dialog = Dialog.outgoing(phone.flow, "1001", "sip:127.0.0.1", remote="sip:1001@127.0.0.1")
    answers: list[SipResponse] = []
    for count in (1, 2):
        request = dialog.request("REGISTER", phone.flow)
        phone.stack.send(request, phone.flow, lambda _transaction, response: answers.append(response))
        await until(lambda count=count: len(answers) == count)
    first, second = (answer.headers.get("WWW-Authenticate") for answer in answers)
    assert [re.findall(r"algorithm=([\w-]+)", value)[0] for value in first] == ["SHA-256", "MD5"]
    assert [re.findall(r"algorithm=([\w-]+)", value)[0] for value in second] == ["MD5"]


async def test_an_unknown_user_gets_the_same_answer_as_a_wrong_password(house: House, phone: Phone) -> None:
    phone.user = "9999"
    await phone.open(house, "UDP")
    assert (await phone.register("whatever")).status_code == 401


async def test_a_phone_may_not_register_for_somebody_else(house: House, phone: Phone) -> None:
    await phone.open(house, "UDP")
    assert (await phone.register(to="1002")).status_code == 403
    assert not house.heard.phones


async def test_a_registration_is_taken_back_and_expires(house: House, phone: Phone) -> None:
    await phone.open(house, "UDP")
    await phone.register()
    assert (await phone.register(expires_s=0)).headers.get("Contact") == []
    await house.heard.wait_phone("1001", False)
    await phone.register()
    await phone.register(expires_s=0, contact="*")
    await until(lambda: house.heard.phones == [("1001", True), ("1001", False)] * 2)
    assert (await phone.register(expires_s=3)).status_code == 423


async def test_a_lost_connection_takes_the_phone_away_and_a_new_one_replaces_it(
    house: House, phone: Phone
) -> None:
    await phone.open(house, "TLS")
    await phone.register(instance="<urn:uuid:1>")
    other = await Phone().open(house, "TLS")
    await other.register(instance="<urn:uuid:1>")  # the same desktop, connected again
    phone.flow.close()
    await until(lambda: not phone.flow.alive)
    house.engine.do(OriginateLeg("out", "1001", "138", "", "c", "o", "", 5))
    await house.heard.wait(LegAnswered)
    assert house.heard.phones == [("1001", True)]
    other.flow.close()
    await house.heard.wait_phone("1001", False)
    await other.close()


async def test_a_desktop_is_rung_through_its_tunnel_with_srtp_in_its_own_name_for_us(
    house: House, phone: Phone
) -> None:
    await phone.open(house, "TLS")
    await phone.register(uri=TUNNEL)
    house.engine.do(OriginateLeg("out", "1001", "13800138000", "", "call-9", "offer-9", "", 5))
    await house.heard.wait(LegAnswered)
    invite = phone.heard("INVITE")
    assert invite is not None
    assert messages.contact_uri(invite) == "sip:seatline@127.0.0.1:45678;transport=tcp"
    assert "RTP/SAVP" in invite.text
    assert invite.text.count("a=crypto:") == 2
    setting = house.media.legs()[0]
    assert setting.srtp is not None
    assert setting.srtp.suite == "AES_256_CM_HMAC_SHA1_80"
    assert len(setting.srtp.send_key) == 46
    theirs = phone.audio.for_media()
    assert theirs is not None
    assert theirs.srtp is not None
    assert (theirs.srtp.send_key, theirs.srtp.receive_key) == (
        setting.srtp.receive_key,
        setting.srtp.send_key,
    )
    house.engine.do(HangUpLeg("out"))
    await until(lambda: phone.heard("BYE") is not None)


async def test_a_call_survives_its_connection_and_is_hung_up_over_the_next_one(
    house: House, phone: Phone
) -> None:
    await phone.open(house, "TLS")
    await phone.register()
    house.engine.do(OriginateLeg("out", "1001", "138", "", "c", "o", "", 5))
    await house.heard.wait(LegAnswered)
    phone.flow.close()
    await house.heard.wait_phone("1001", False)
    assert not house.heard.all(LegEnded)
    again = await Phone().open(house, "TLS")
    await again.register()
    house.engine.do(HangUpLeg("out"))
    await until(lambda: again.heard("BYE") is not None)
    await again.close()


async def test_a_connection_lost_while_ringing_means_unreachable(house: House, phone: Phone) -> None:
    await phone.open(house, "TCP")
    await phone.register()
    phone.stack._on_request = lambda _request, transaction, _flow: transaction.reply(180)  # never answers
    house.engine.do(OriginateLeg("out", "1001", "138", "", "c", "o", "", 5))
    await until(lambda: any(e.__class__.__name__ == "LegRinging" for e in house.heard.events))
    phone.flow.close()
    ended = await house.heard.wait(LegEnded)
    assert ended == LegEnded("out", EndCause.UNREACHABLE, by_peer=True, detail="flow-lost")


async def test_a_registered_phone_that_dials_is_known_by_its_connection(house: House, phone: Phone) -> None:
    await phone.open(house, "TLS")
    await phone.register(uri=TUNNEL)
    dialog = Dialog.outgoing(phone.flow, "1001", "sip:2002@127.0.0.1")
    request = dialog.request("INVITE", phone.flow, body=phone.audio.offer(secure=True))
    phone.stack.send(request, phone.flow)
    leg = await house.heard.wait(LegIncoming)
    assert (leg.source, leg.caller_number, leg.dialled_number) == ("phone:1001", "1001", "2002")


async def test_a_nonce_cannot_be_used_twice(house: House, phone: Phone) -> None:
    """The same Authorization in another request is challenged again, as stale."""
    await phone.open(house, "UDP")
    seen: list[SipRequest] = []
    send = phone.stack.send

    def keep(request: SipRequest, flow: Flow, *rest: object) -> ClientTransaction:
        seen.append(request)
        return send(request, flow, *rest)  # type: ignore[arg-type]

    phone.stack.send = keep  # type: ignore[method-assign]
    await phone.register()
    replayed = seen[-1]
    via = messages.top_via(replayed)
    via.branch = messages.new_branch()
    replayed.headers.set_single("Via", messages.stringify_via(via))
    replayed.headers.set_single("Call-ID", "another")
    answers: list[SipResponse] = []
    send(replayed, phone.flow, lambda _transaction, response: answers.append(response))
    await until(lambda: bool(answers))
    assert answers[0].status_code == 401
    assert "stale=true" in answers[0].headers.get("WWW-Authenticate")[0]


async def test_the_listener_speaks_nothing_below_tls_1_3(house: House) -> None:
    context = ssl.create_default_context(cafile=str(house.certificate))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises((ssl.SSLError, ConnectionError)):
        await asyncio.open_connection("127.0.0.1", house.engine.tls_port, ssl=context)
