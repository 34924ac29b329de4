"""A telephone provider on our own SIP stack: registers trunks with digest, takes and makes calls."""

from __future__ import annotations

import asyncio
import hashlib
import re
import ssl
from collections import deque
from dataclasses import dataclass, field

from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.client_transaction import ClientTransaction
from app.server.voice.embedded.signalling.dialog import Dialog, hostport
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction
from app.server.voice.embedded.signalling.stack import SipStack
from tests.doubles.sip_house import QUICK
from tests.doubles.sip_wire import sdp

HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


@dataclass
class Provider:
    """``answers``: codes for the next requests of a method instead of the usual ones; 0: no answer."""

    user: str = "trunk-user"
    password: str = "trunk-secret"
    algorithms: tuple[str, ...] = ("SHA-256", "MD5")
    granted_s: int = 600
    min_expires_s: int = 0
    silent: bool = False  # answers nothing at all
    answers_options: int = 200
    invite_code: int = 200
    invite_headers: tuple[tuple[str, str], ...] = ()
    requests: list[SipRequest] = field(default_factory=list)
    registered: list[tuple[SipRequest, Flow]] = field(default_factory=list)
    answers: dict[str, deque[int]] = field(default_factory=dict)
    port: int = 0
    host: str = "127.0.0.1"

    async def open(
        self,
        transport: str = "udp",
        host: str = "127.0.0.1",
        tls: ssl.SSLContext | None = None,
        port: int = 0,
    ) -> Provider:
        self.host = host
        self.stack = SipStack(self._on_request, QUICK)
        if transport == "udp":
            self.port = await self.stack.listen_udp(host, port)
        elif tls:
            self.port = await self.stack.listen_tls(host, port, tls)
        else:
            self.port = await self.stack.listen_tcp(host, port)
        return self

    async def close(self) -> None:
        await self.stack.close()

    def heard(self, method: str) -> list[SipRequest]:
        return [request for request in self.requests if request.method == method]

    def drop_connections(self) -> None:
        for connection in self.stack._connections:
            if connection.flow:
                connection.flow.close()

    def _on_request(self, request: SipRequest, transaction: ServerTransaction, flow: Flow) -> None:
        self.requests.append(request)
        if self.silent:
            transaction.dismiss()
            return
        if planned := self.answers.get(request.method):
            if code := planned.popleft():
                transaction.reply(code)
            else:
                transaction.dismiss()
            return
        match request.method:
            case "REGISTER":
                self._register(request, transaction, flow)
            case "OPTIONS":
                transaction.reply(self.answers_options)
            case "INVITE" if self.invite_code < 300:
                contact = f"<sip:callee@{hostport(*flow.local)}>"
                transaction.reply(180, contact=contact)
                transaction.reply(200, contact=contact, body=self.sdp())
            case "INVITE":
                transaction.reply(self.invite_code, headers=self.invite_headers)
            case _:
                transaction.reply(200)

    def _register(self, request: SipRequest, transaction: ServerTransaction, flow: Flow) -> None:
        expires_s = int(request.headers.get_first("Expires") or 0)
        given = request.headers.get_first("Authorization")
        if given is None:
            transaction.reply(401, headers=self.challenges())
        elif not self.right(given, "REGISTER"):
            transaction.reply(403)
        elif 0 < expires_s < self.min_expires_s:
            transaction.reply(423, headers=(("Min-Expires", str(self.min_expires_s)),))
        else:
            self.registered.append((request, flow))
            contact = request.headers.get_first("Contact") or ""
            granted = min(self.granted_s, expires_s)
            others = ("Contact", "<sip:other@192.0.2.9>;expires=7000")
            transaction.reply(200, headers=(others, ("Contact", f"{contact};expires={granted}")))

    def challenges(self) -> tuple[tuple[str, str], ...]:
        return tuple(
            ("WWW-Authenticate", f'Digest realm="provider", nonce="abc", algorithm={name}, qop="auth"')
            for name in self.algorithms
        )

    def right(self, given: str, method: str) -> bool:
        field_of = dict(re.findall(r'(\w+)="?([^",]+)"?', given))
        h = HASHES[field_of.get("algorithm", "MD5")]
        first = h(f"{field_of['username']}:provider:{self.password}".encode()).hexdigest()
        last = h(f"{method}:{field_of['uri']}".encode()).hexdigest()
        middle = f"abc:{field_of['nc']}:{field_of['cnonce']}:auth"
        right = h(f"{first}:{middle}:{last}".encode()).hexdigest()
        return field_of["username"] == self.user and field_of["response"] == right

    async def call(
        self,
        flow: Flow,
        uri: str,
        *,
        caller: str = "13800138000",
        to: str = "",
        headers: tuple[tuple[str, str], ...] = (),
    ) -> SipResponse:
        """An INVITE over ``flow``; its first final answer, or the first provisional above 100."""
        answered: asyncio.Future[SipResponse] = asyncio.get_running_loop().create_future()
        dialog = Dialog.outgoing(flow, caller, uri, remote=to)

        def on_response(transaction: ClientTransaction, response: SipResponse) -> None:
            if 200 <= response.status_code < 300:
                dialog.take_answer(response)
                transaction.acknowledge(dialog.ack(transaction.request, flow))
            if response.status_code > 100 and not answered.done():
                answered.set_result(response)

        self.stack.send(dialog.request("INVITE", flow, body=self.sdp(), headers=headers), flow, on_response)
        return await asyncio.wait_for(answered, 5)

    def sdp(self) -> str:
        return sdp().replace("IP4 127.0.0.1", f"IP6 {self.host}") if ":" in self.host else sdp()

    def contact(self) -> str:
        """Where the trunk that registered last wants its calls."""
        return m.contact_uri(self.registered[-1][0])
