"""The customer's line: one SIP call (UDP) on the stack that the server's signalling is made of.

In:  dial, cancel, bye; requests of the other side.
Out: what the other side did, to a ``LineListener``; our answers to it.
"""

from __future__ import annotations

import asyncio
import re
import socket
from typing import Protocol

from app.caller.model import CallerError, CallPlan
from app.caller.sdp import NoCommonCodecError
from app.server.voice.embedded.signalling.client_transaction import ClientTransaction
from app.server.voice.embedded.signalling.dialog import Dialog, hostport
from app.server.voice.embedded.signalling.flows import Flow, own_address
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction
from app.server.voice.embedded.signalling.stack import SipStack
from app.server.voice.embedded.signalling.timers import Timers

_URI = re.compile(
    r"<?sip:(?P<user>[^@:;<>\s]+)@(?P<host>\[[0-9a-fA-F:.]+\]|[^:;<>\s\[\]]+)(?::(?P<port>\d{1,5}))?(?P<more>;[^<>\s]*)?>?"
)
_NUMBER = re.compile(r"[\w.+*#!~'()-]{1,64}", re.ASCII)
SIP_PORT = 5060


class LineListener(Protocol):
    """Called on the event loop. ``on_offer`` returns our SDP or raises NoCommonCodecError."""

    def on_progress(self, status: int) -> None: ...

    def on_answer(self, status: int, sdp: str) -> None: ...

    def on_refused(self, status: int) -> None: ...

    def on_offer(self, sdp: str) -> str: ...

    def on_bye(self) -> None: ...

    def on_bye_done(self) -> None: ...


async def find_target(to: str, from_number: str) -> tuple[str, int]:
    """Address of ``sip:NUMBER@HOST[:PORT]``. Raises CallerError saying what is wrong with it."""
    match = _URI.fullmatch(to.strip())
    if match is None:
        raise CallerError(
            f"Cannot read {to!r}: write sip:NUMBER@HOST:PORT, for example sip:4001@127.0.0.1:5060."
        )
    if "transport=" in (more := (match["more"] or "").lower()) and "transport=udp" not in more:
        raise CallerError(f"Cannot call {to!r}: the simulated customer speaks SIP over UDP only.")
    if not _NUMBER.fullmatch(from_number):
        raise CallerError(f"{from_number!r} cannot be a caller's number.")
    host, port = match["host"].strip("[]"), int(match["port"] or SIP_PORT)
    if not 0 < port < 65536:
        raise CallerError(f"There is no port {port}.")
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_DGRAM)
    except OSError as error:
        raise CallerError(f"There is no machine called {host!r}.") from error
    return str(found[0][4][0]), port


class Line:
    """Made by ``open``; one call; ``close`` when its last words are said."""

    def __init__(
        self, plan: CallPlan, listener: LineListener, timers: Timers, target: tuple[str, int]
    ) -> None:
        self.host = plan.host or own_address("::" if ":" in target[0] else "0.0.0.0", target[0])
        self._plan = plan
        self._listener = listener
        self._stack = SipStack(self._on_request, timers)
        self._target = target
        self._flow: Flow | None = None
        self._dialog: Dialog | None = None
        self._invite: ClientTransaction | None = None
        self._standing = False  # answered and not yet left

    async def open(self) -> None:
        """Take a port. Raises OSError."""
        await self._stack.listen_udp(self.host, 0)
        self._flow = self._stack.udp_flow(*self._target)

    def dial(self, offer: str) -> None:
        assert self._flow is not None
        plan = self._plan
        user = plan.to.partition("sip:")[2].partition("@")[0]
        target = f"sip:{user}@{hostport(*self._target)}"
        self._dialog = Dialog.outgoing(self._flow, plan.from_number, target, own_name=plan.from_name)
        invite = self._dialog.request("INVITE", self._flow, body=offer)
        self._invite = self._stack.send(invite, self._flow, self._on_response)

    def cancel(self) -> None:
        if self._invite is not None:
            self._invite.cancel()

    def bye(self) -> None:
        if self._dialog is not None and self._flow is not None:
            self._standing = False
            self._stack.send(self._dialog.request("BYE", self._flow), self._flow, self._on_bye_response)

    async def close(self) -> None:
        await self._stack.close()

    def _on_response(self, transaction: ClientTransaction, response: SipResponse) -> None:
        assert self._dialog is not None and self._flow is not None
        status = response.status_code
        if status < 200:
            self._listener.on_progress(status)
        elif status >= 300:
            self._listener.on_refused(status)
        elif not self._dialog.remote_tag:  # else a second phone answered too: we talk to the first
            self._dialog.take_answer(response)
            self._standing = True
            transaction.acknowledge(self._dialog.ack(transaction.request, self._flow))
            self._listener.on_answer(status, response.text)

    def _on_bye_response(self, _transaction: ClientTransaction, response: SipResponse) -> None:
        if response.status_code >= 200:
            self._listener.on_bye_done()

    def _on_request(self, request: SipRequest, transaction: ServerTransaction, _flow: Flow) -> None:
        """What the other side asks inside our call; nobody can ring this telephone."""
        dialog = self._dialog
        if request.method == "OPTIONS":
            transaction.reply(200)
        elif dialog is None or not dialog.matches(request):
            transaction.reply(481)
        elif not dialog.take_request(request):
            transaction.reply(500)  # RFC 3261 §12.2.2: out of order
        elif request.method == "BYE":
            self._standing = False
            transaction.reply(200)
            self._listener.on_bye()
        elif not self._standing:
            transaction.reply(481)
        elif request.method in ("INVITE", "UPDATE"):
            self._on_offer(request, transaction, dialog)
        else:
            transaction.reply(200 if request.method == "INFO" else 501)

    def _on_offer(self, request: SipRequest, transaction: ServerTransaction, dialog: Dialog) -> None:
        if request.method == "UPDATE" and not request.text:  # only keeps the session alive, RFC 4028
            transaction.reply(200, contact=dialog.contact)
            return
        try:
            sdp = self._listener.on_offer(request.text)
        except NoCommonCodecError:
            transaction.reply(488)
            return
        if not request.text:
            transaction.on_ack = self._on_late_answer
        transaction.reply(200, contact=dialog.contact, body=sdp)

    def _on_late_answer(self, ack: SipRequest) -> None:
        """We offered in the 200, the answer is in the ACK (RFC 3261 §13.2.1)."""
        if ack.text and self._standing:
            try:
                self._listener.on_offer(ack.text)
            except NoCommonCodecError:
                self.bye()
                self._listener.on_bye()
