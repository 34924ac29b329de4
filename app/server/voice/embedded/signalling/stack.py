"""The SIP stack: sockets, transactions and whoever uses them, as server and as client (RFC 3261 §18, §17).

In:  raw messages from flows; requests to send.
Out: each new request once to ``on_request``; each response to the transaction it belongs to.

Ring a number and hang up again, on UDP::

    async def ring() -> None:
        stack = SipStack(on_request)  # on_request(request, transaction, flow): here comes the peer's BYE
        await stack.listen_udp("127.0.0.1", 0)
        flow = stack.udp_flow("127.0.0.1", 5060)
        dialog = Dialog.outgoing(flow, own_user="13800138000", target="sip:4001@127.0.0.1:5060")

        def on_response(transaction: ClientTransaction, response: SipResponse) -> None:
            if response.status_code in (401, 407) and (
                again := digest.authorize(transaction.request, response, "1001", "secret")
            ):
                stack.send(again, flow, on_response)
            elif 200 <= response.status_code < 300:
                dialog.take_answer(response)
                transaction.acknowledge(dialog.ack(transaction.request, flow))
                # response.text is the peer's SDP; later:
                stack.send(dialog.request("BYE", flow), flow)

        stack.send(dialog.request("INVITE", flow, body=offer), flow, on_response)

A request inside the dialog (BYE, INFO, re-INVITE) reaches ``on_request``; check it with
``dialog.matches(request)`` and answer with ``transaction.reply(200)``. For an incoming call make the
dialog with ``Dialog.incoming(request, transaction.local_tag, flow)`` and answer
``transaction.reply(200, contact=dialog.contact, body=answer)``.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import ssl
from collections import Counter
from collections.abc import Callable

from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.client_transaction import ClientState, ClientTransaction, OnResponse
from app.server.voice.embedded.signalling.flows import (
    Connections,
    Flow,
    FlowRules,
    StreamFlow,
    StreamPort,
    UdpPort,
    open_udp,
)
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from app.server.voice.embedded.signalling.server_transaction import Key, ServerTransaction
from app.server.voice.embedded.signalling.timers import Timers

log = logging.getLogger(__name__)

OnRequest = Callable[[SipRequest, ServerTransaction, Flow], None]
TRANSACTION_LIMIT = 50_000
TRANSACTION_LIMIT_PER_SOURCE = 25_000
_MAGIC = "z9hG4bK"  # RFC 3261 §8.1.1.7


def _ignore(_transaction: ClientTransaction, _response: SipResponse) -> None:
    """For requests whose answer changes nothing."""


class SipStack:
    """All flows and transactions of one SIP element. One per process and role."""

    def __init__(
        self, on_request: OnRequest, timers: Timers | None = None, rules: FlowRules | None = None
    ) -> None:
        self._on_request = on_request
        self._timers = timers or Timers()
        self._rules = rules or FlowRules()
        self._udp: list[UdpPort] = []
        self._servers: list[asyncio.Server] = []
        self._connections = Connections()
        self._incoming: dict[Key, ServerTransaction] = {}
        self._incoming_from: Counter[str] = Counter()
        self._invites: dict[Key, ServerTransaction] = {}  # by dialog_key
        self._outgoing: dict[tuple[str, str], ClientTransaction] = {}

    # --- sockets ---------------------------------------------------------------------------------

    async def listen_udp(self, host: str, port: int) -> int:
        """Open a UDP port (0: any) and say which it is. Raises OSError."""
        udp = await open_udp(host, port, self.receive, self._rules)
        self._udp.append(udp)
        return udp.local[1]

    async def listen_tcp(self, host: str, port: int) -> int:
        return await self._listen(host, port, None)

    async def listen_tls(self, host: str, port: int, context: ssl.SSLContext) -> int:
        return await self._listen(host, port, context)

    async def _listen(self, host: str, port: int, context: ssl.SSLContext | None) -> int:
        handshake_s = 10.0 if context else None
        server = await asyncio.get_running_loop().create_server(
            lambda: self._stream_port(context is not None),
            host,
            port,
            ssl=context,
            ssl_handshake_timeout=handshake_s,
        )
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    def waits_s(self) -> float:
        """How long messages wait in the busiest of our UDP sockets before they are read."""
        return max((udp.waits_s for udp in self._udp), default=0.0)

    def udp_flow(self, host: str, port: int) -> Flow:
        """The way to a peer's address from our first UDP port of its family. Raises OSError without one."""
        for udp in self._udp:
            if (":" in udp.local[0]) == (":" in host):
                return udp.flow(host, port)
        raise OSError(errno.EAFNOSUPPORT, f"no UDP port of ours leads to {host}")

    async def connect(
        self, host: str, port: int, context: ssl.SSLContext | None = None, server_name: str = ""
    ) -> Flow:
        """Open a TCP connection, or TLS with a context. Raises OSError.

        ``server_name``: whose certificate it must be, where ``host`` is an address.
        """
        _, stream = await asyncio.get_running_loop().create_connection(
            lambda: self._stream_port(context is not None),
            host,
            port,
            ssl=context,
            server_hostname=(server_name or host) if context else None,
        )
        if not isinstance(stream.flow, StreamFlow):
            raise ConnectionRefusedError("too many connections")
        return stream.flow

    def _stream_port(self, secure: bool) -> StreamPort:
        return StreamPort(self.receive, secure, self._connections, self._rules)

    # --- out -------------------------------------------------------------------------------------

    def send(self, request: SipRequest, flow: Flow, on_response: OnResponse = _ignore) -> ClientTransaction:
        """Start a client transaction. Not for the ACK of a 2xx: see ``ClientTransaction.acknowledge``."""
        transaction = ClientTransaction(
            request, flow, self._timers, on_response, self._client_done, self._send_other
        )
        self._outgoing[transaction.key] = transaction
        transaction.start()
        return transaction

    def _send_other(self, request: SipRequest, flow: Flow) -> None:
        self.send(request, flow)

    def _client_done(self, transaction: ClientTransaction) -> None:
        self._outgoing.pop(transaction.key, None)

    # --- in --------------------------------------------------------------------------------------

    def receive(self, raw: bytes, flow: Flow) -> None:
        """One message from the net; never raises, whatever the bytes."""
        try:
            message = m.parse(raw)
        except m.MalformedMessageError as error:
            log.debug("%s: malformed: %s", flow, error)
            self._rules.rubbish(flow.peer[0])
            if error.request is not None and error.request.method != "ACK":
                flow.send(bytes(m.reply(error.request, error.code)))
            return
        try:
            if isinstance(message, SipRequest):
                self._request(message, flow)
            else:
                self._response(message, flow)
        except Exception:  # one message must never take the others' calls with it
            log.exception("%s: failed on %.60r", flow, raw)

    def _response(self, response: SipResponse, flow: Flow) -> None:
        _, method = m.cseq(response)
        transaction = self._outgoing.get((m.top_via(response).branch or "", method))
        if transaction:
            transaction.receive(response)
        else:
            log.debug("stray %s to %s", response.status_code, method)
            self._rules.rubbish(flow.peer[0])

    def _request(self, request: SipRequest, flow: Flow) -> None:
        source = flow.peer[0].partition("%")[0]
        m.note_source(request, source, flow.peer[1])
        method = request.method
        key = self._key(request, "INVITE" if method == "ACK" else method)
        transaction = self._incoming.get(key)
        if method == "ACK":
            transaction = transaction or self._invites.get(self._dialog_key(request))
            if transaction:
                transaction.acknowledged(request)
            else:
                self._rules.rubbish(source)
            return
        if transaction:
            transaction.repeated()
            return
        if (
            len(self._incoming) >= TRANSACTION_LIMIT
            or self._incoming_from[source] >= TRANSACTION_LIMIT_PER_SOURCE
        ):
            flow.send(bytes(m.reply(request, 503, headers=[("Retry-After", "5")])))
            return
        transaction = ServerTransaction(key, request, flow, self._timers, self._server_done)
        if method == "INVITE" and not m.to_tag(request) and transaction.dialog_key in self._invites:
            flow.send(bytes(m.reply(request, 482)))  # the same call by two ways, RFC 3261 §8.2.2.2
            return
        self._incoming[key] = transaction
        self._incoming_from[source] += 1
        if method == "CANCEL":
            self._cancel(request, transaction)
            return
        if method == "INVITE":
            self._invites[transaction.dialog_key] = transaction
        try:
            self._on_request(request, transaction, flow)
        except Exception:
            transaction.reply(500)
            raise

    def _cancel(self, request: SipRequest, transaction: ServerTransaction) -> None:
        invite = self._incoming.get(self._key(request, "INVITE"))
        if invite is None:
            transaction.reply(481)
            return
        transaction.local_tag = invite.local_tag
        transaction.reply(200)
        invite.cancelled()

    @staticmethod
    def _key(request: SipRequest, method: str) -> Key:
        """RFC 3261 §17.2.3; a caller of the old kind, without the magic cookie, is told by its dialog."""
        via = m.top_via(request)
        branch = via.branch or ""
        if not branch.startswith(_MAGIC):
            branch = f"{branch} {m.call_id(request)} {m.from_tag(request)} {m.cseq(request)[0]}"
        return branch, via.host.lower(), str(via.port or ""), method

    @staticmethod
    def _dialog_key(ack: SipRequest) -> Key:
        return m.call_id(ack), m.from_tag(ack), str(m.cseq(ack)[0])

    def _server_done(self, transaction: ServerTransaction) -> None:
        if self._incoming.pop(transaction.key, None):
            source = transaction.flow.peer[0].partition("%")[0]
            self._incoming_from[source] -= 1
            if not self._incoming_from[source]:
                del self._incoming_from[source]
        if self._invites.get(transaction.dialog_key) is transaction:
            del self._invites[transaction.dialog_key]

    # --- end -------------------------------------------------------------------------------------

    @property
    def open_transactions(self) -> int:
        return len(self._incoming) + len(self._outgoing)

    async def drain(self, limit_s: float) -> None:
        """Wait until our requests are answered, at most so long."""
        loop = asyncio.get_running_loop()
        deadline_s = loop.time() + limit_s
        waiting = (ClientState.CALLING, ClientState.PROCEEDING)
        while any(t.state in waiting for t in self._outgoing.values()) and loop.time() < deadline_s:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    async def close(self) -> None:
        """Forget all transactions and close all sockets; what is to be said must have been said."""
        for transaction in (*self._incoming.values(), *self._outgoing.values()):
            transaction.abandon()
        for server in self._servers:
            server.close()
        for connection in self._connections:
            if connection.flow:
                connection.flow.close()
        for udp in self._udp:
            udp.close()
        await asyncio.sleep(0)  # let the loop run the closing callbacks
