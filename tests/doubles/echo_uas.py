"""A telephone that answers and echoes, for tests of callers: written with plain sockets and text only,
so that it shares no fault with the code it tests.

In:  INVITE, ACK, CANCEL, BYE over UDP; RTP. ``Behaviour`` says how it answers.
Out: SIP answers, every RTP packet sent back; what it saw (``requests``, ``digits``, ``events``).
"""

from __future__ import annotations

import asyncio
import re
import secrets
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from tests.doubles.patience import PATIENCE_S

KEYS = "0123456789*#ABCD"
Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """``status`` None: no reply at all. ``bye_after_s``: hang up so long after the ACK."""

    status: int | None = 200
    ring: bool = True
    answer_after_s: float = 0.0
    bye_after_s: float | None = None
    codecs: str = "8 101"  # payload types of the answer, in order
    repeat_ok: int = 0  # send the 200 so many times more, as if the ACK were lost
    ok_despite_cancel: bool = False
    answer_bye: bool = True
    drop_every: int = 0  # leave out each n-th packet of the echo


@dataclass(slots=True)
class Event:
    """One RFC 4733 packet as it came."""

    key: str
    end: bool
    duration: int
    timestamp: int
    marker: bool
    at: float


@dataclass(slots=True)
class Call:
    invite: str
    address: Address
    tag: str = field(default_factory=lambda: secrets.token_hex(4))
    ok: str = ""
    cseq: int = 10
    over: bool = False


class _Rtp(asyncio.DatagramProtocol):
    def __init__(self, uas: EchoUas) -> None:
        self._uas = uas
        self.port = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: Address) -> None:
        self._uas.on_rtp(data, addr, self.transport)


class EchoUas(asyncio.DatagramProtocol):
    """Use as ``async with EchoUas(Behaviour()) as uas``; call ``uas.uri()``."""

    def __init__(self, behaviour: Behaviour | None = None) -> None:
        self.behaviour = behaviour or Behaviour()
        self.requests: list[str] = []  # methods in the order they came
        self.invites: list[str] = []
        self.events: list[Event] = []
        self.packets: list[tuple[float, int, int, int]] = []  # at, payload type, sequence, timestamp
        self.re_invite_answers: list[str] = []
        self.calls: dict[str, Call] = {}
        self._news = asyncio.Event()

    async def __aenter__(self) -> EchoUas:
        loop = asyncio.get_running_loop()
        self._sip, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))
        self.rtp_transport, self._rtp = await loop.create_datagram_endpoint(
            lambda: _Rtp(self), local_addr=("127.0.0.1", 0)
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self._sip.close()
        self.rtp_transport.close()

    @property
    def port(self) -> int:
        return self._sip.get_extra_info("sockname")[1]

    def uri(self, number: str = "4001") -> str:
        return f"sip:{number}@127.0.0.1:{self.port}"

    @property
    def digits(self) -> str:
        """Keys in order, each counted once however often its end was sent."""
        seen: dict[int, str] = {}
        for event in self.events:
            if event.end:
                seen.setdefault(event.timestamp, event.key)
        return "".join(seen.values())

    async def until(self, condition: Callable[[], bool], timeout_s: float = PATIENCE_S) -> None:
        """Wait until something that came over the wire makes the condition true. Raises TimeoutError."""
        async with asyncio.timeout(timeout_s):
            while not condition():
                self._news.clear()
                await self._news.wait()

    # --- SIP -------------------------------------------------------------------------------------
    def datagram_received(self, data: bytes, addr: Address) -> None:
        asyncio.get_running_loop().call_soon(self._news.set)
        text = data.decode()
        if not text.strip():
            return
        if text.startswith("SIP/2.0"):
            cseq, _, method = _header(text, "CSeq").partition(" ")
            if method == "INVITE":
                self.re_invite_answers.append(text)
                self._in_dialog(self._call(text), "ACK", cseq=int(cseq))
            return
        method = text.split(" ", 1)[0]
        self.requests.append(method)
        match method:
            case "INVITE":
                self._invited(text, addr)
            case "ACK":
                self._acknowledged(text)
            case "CANCEL":
                self._cancelled(text, addr)
            case "BYE":
                self._call(text).over = True
                if self.behaviour.answer_bye:
                    self._reply(text, "200 OK", addr)
            case _:
                self._reply(text, "501 Not Implemented", addr)

    def re_invite(self, direction: str) -> None:
        """Ask the caller for a change, as a server does to put it on hold."""
        call = next(iter(self.calls.values()))
        call.cseq += 1
        self._in_dialog(
            call, "INVITE", cseq=call.cseq, body=self._sdp().replace("a=sendrecv", f"a={direction}")
        )

    def hang_up(self, call: Call | None = None) -> None:
        call = call or next(iter(self.calls.values()))
        if not call.over:
            call.over = True
            call.cseq += 1
            self._in_dialog(call, "BYE", cseq=call.cseq)

    def _invited(self, text: str, addr: Address) -> None:
        self.invites.append(text)
        behave = self.behaviour
        if behave.status is None or _header(text, "Call-ID") in self.calls:
            return
        call = self.calls[_header(text, "Call-ID")] = Call(text, addr)
        self._reply(text, "100 Trying", addr)
        if behave.status != 200:
            self._reply(text, f"{behave.status} Refused", addr, tag=call.tag)
            return
        if behave.ring:
            self._reply(text, "180 Ringing", addr, tag=call.tag)
        asyncio.get_running_loop().call_later(behave.answer_after_s, self._answer, call)

    def _answer(self, call: Call) -> None:
        if call.over:
            return
        call.ok = self._reply(call.invite, "200 OK", call.address, tag=call.tag, body=self._sdp())
        for _ in range(self.behaviour.repeat_ok):
            self._sip.sendto(call.ok.encode(), call.address)

    def _acknowledged(self, text: str) -> None:
        delay_s = self.behaviour.bye_after_s
        if delay_s is not None and self.requests.count("ACK") <= len(self.calls):
            asyncio.get_running_loop().call_later(delay_s, self.hang_up, self._call(text))

    def _cancelled(self, text: str, addr: Address) -> None:
        call = self._call(text)
        self._reply(text, "200 OK", addr, tag=call.tag)
        if self.behaviour.ok_despite_cancel:
            self._answer(call)
        else:
            call.over = True
            self._reply(call.invite, "487 Request Terminated", addr, tag=call.tag)

    def _call(self, text: str) -> Call:
        return self.calls[_header(text, "Call-ID")]

    def _sdp(self) -> str:
        codecs = self.behaviour.codecs
        event = "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\n" if "101" in codecs else ""
        return (
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {self._rtp.port} RTP/AVP {codecs}\r\n{event}a=sendrecv\r\n"
        )

    def _reply(self, text: str, status: str, addr: Address, tag: str = "", body: str = "") -> str:
        to = _header(text, "To")
        if tag and ";tag=" not in to:
            to += f";tag={tag}"
        reply = (
            f"SIP/2.0 {status}\r\nVia: {_header(text, 'Via')}\r\nFrom: {_header(text, 'From')}\r\n"
            f"To: {to}\r\nCall-ID: {_header(text, 'Call-ID')}\r\nCSeq: {_header(text, 'CSeq')}\r\n"
            f"Contact: <sip:echo@127.0.0.1:{self.port}>\r\n{_tail(body)}"
        )
        self._sip.sendto(reply.encode(), addr)
        return reply

    def _in_dialog(self, call: Call, method: str, cseq: int, body: str = "") -> None:
        """A request towards the caller: From and To change places."""
        target = re.search(r"<(sip:[^>]+)>", _header(call.invite, "Contact"))
        assert target is not None
        request = (
            f"{method} {target[1]} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP 127.0.0.1:{self.port};branch=z9hG4bK{secrets.token_hex(6)}\r\n"
            f"From: {_header(call.invite, 'To')};tag={call.tag}\r\nTo: {_header(call.invite, 'From')}\r\n"
            f"Call-ID: {_header(call.invite, 'Call-ID')}\r\nCSeq: {cseq} {method}\r\nMax-Forwards: 70\r\n"
            f"Contact: <sip:echo@127.0.0.1:{self.port}>\r\n{_tail(body)}"
        )
        self._sip.sendto(request.encode(), call.address)

    # --- RTP -------------------------------------------------------------------------------------
    def on_rtp(self, data: bytes, addr: Address, transport: asyncio.DatagramTransport) -> None:
        asyncio.get_running_loop().call_soon(self._news.set)
        _, second, seq, timestamp, _ = struct.unpack_from("!BBHII", data)
        at = asyncio.get_running_loop().time()
        self.packets.append((at, second & 0x7F, seq, timestamp))
        if second & 0x7F == 101:
            code, flags, duration = struct.unpack_from("!BBH", data, 12)
            end, marker = bool(flags & 0x80), bool(second & 0x80)
            self.events.append(Event(KEYS[code], end, duration, timestamp, marker, at))
        drop = self.behaviour.drop_every
        if not drop or len(self.packets) % drop:
            transport.sendto(data, addr)


def _header(text: str, name: str) -> str:
    match = re.search(rf"(?mi)^{name}:\s*(.*?)\r?$", text)
    return match[1] if match else ""


def _tail(body: str) -> str:
    kind = "Content-Type: application/sdp\r\n" if body else ""
    return f"{kind}Content-Length: {len(body)}\r\n\r\n{body}"
