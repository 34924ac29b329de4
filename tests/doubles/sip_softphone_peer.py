"""A small SIP server for the softphone's tests: registers it over TLS 1.3, rings it, speaks SRTP with it.

Written from the RFCs with plain text messages, independent of both PJSIP and the product's server.

Usage::

    async with SipPeer() as peer:
        softphone.send(peer.register_command())
        await peer.registered()
        call = await peer.ring(call_id="c1", offer_id="o1")
        await call.answered()
        call.rtp.heard(last_s=1.0)
"""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import hashlib
import os
import re
import ssl
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.telephony.ports import Register
from tests.doubles.patience import PATIENCE_S
from tests.doubles.rtp_peer import RtpPeer, srtp_session

USER, PASSWORD, REALM = "1001", "a secret", "seatline"
SUITES = {"AES_256_CM_HMAC_SHA1_80": 46, "AES_CM_128_HMAC_SHA1_80": 30}
_TYPES = {"PCMU": "0 PCMU/8000", "PCMA": "8 PCMA/8000", "G722": "9 G722/8000"}


@dataclass
class Message:
    start: str
    headers: dict[str, list[str]]
    body: str
    at_s: float

    def get(self, name: str) -> str:
        return (self.headers.get(name.lower()) or [""])[0]

    @property
    def status(self) -> int:
        return int(self.start.split()[1]) if self.start.startswith("SIP/2.0") else 0

    @property
    def method(self) -> str:
        return self.get("cseq").split()[-1]


async def read_message(reader: asyncio.StreamReader) -> Message | None:
    try:
        head = b""
        while not head.strip():  # keep-alives are empty lines (RFC 5626 §4.4.1)
            head = await reader.readuntil(b"\r\n")
        head += await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
        return None
    at_s = time.monotonic()
    start, *lines = head.decode().split("\r\n")
    headers: dict[str, list[str]] = {}
    for line in filter(None, lines):
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), []).append(value.strip())
    size = int((headers.get("content-length") or headers.get("l") or ["0"])[0])
    body = (await reader.readexactly(size)).decode() if size else ""
    return Message(start, headers, body, at_s)


def make_certificate(folder: Path) -> tuple[ssl.SSLContext, str]:
    """A server context for TLS 1.3 with a fresh certificate, and its SHA-256 fingerprint."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "seatline test")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "server.pem"
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(path)
    return context, certificate.fingerprint(hashes.SHA256()).hex()


@dataclass
class PeerCall:
    """One call to the phone. ``rtp`` runs from the phone's 200 on."""

    peer: SipPeer
    sip_id: str
    rtp: RtpPeer
    keys: dict[str, bytes]
    statuses: list[int] = field(default_factory=list)
    final: Message | None = None
    hung_up_by_phone: bool = False
    suite: str = ""
    codec: str = ""
    news: asyncio.Event = field(default_factory=asyncio.Event)
    to: str = ""
    cseq: int = 1
    moved_to: list[str] = field(default_factory=list)  # where re-INVITEs asked for the sound
    offered_anew: str = ""

    async def until(self, what: str, timeout_s: float = PATIENCE_S) -> None:
        """Wait for "ringing", "answered", "refused" or "hung up"."""
        done = {
            "ringing": lambda: 180 in self.statuses,
            "answered": lambda: 200 in self.statuses,
            "refused": lambda: any(s >= 300 for s in self.statuses),
            "hung up": lambda: self.hung_up_by_phone,
        }[what]
        async with asyncio.timeout(timeout_s):
            while not done():
                self.news.clear()
                await self.news.wait()

    async def answered(self) -> Message:
        await self.until("answered")
        assert self.final is not None
        return self.final

    def bye(self) -> None:
        self.cseq += 1
        self.peer.request(self, "BYE", self.cseq)
        self.rtp.close()

    def cancel(self) -> None:
        self.peer.request(self, "CANCEL", 1, to=f"<sip:{USER}@{REALM}>")


class SipPeer:
    def __init__(self, *, accept: bool = True, confirm: bool = True) -> None:
        """``accept`` False refuses every REGISTER (403); ``confirm`` False never sends an ACK."""
        self._accept = accept
        self._confirm = confirm
        self._folder = tempfile.TemporaryDirectory()
        self._context, self.fingerprint = make_certificate(Path(self._folder.name))
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._served: set[asyncio.Task[None]] = set()
        self._phone: asyncio.StreamWriter | None = None
        self._contact = ""
        self._calls: dict[str, PeerCall] = {}
        self._news = asyncio.Event()
        self.port = 0
        self.registered_at_s: list[float] = []
        self.seen: list[str] = []

    async def __aenter__(self) -> SipPeer:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
        self._folder.cleanup()

    async def open(self) -> None:
        """Listen; after ``close`` again on the same port."""
        self._server = await asyncio.start_server(
            self._serve, "127.0.0.1", self.port, ssl=self._context, ssl_shutdown_timeout=0.2
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """As if the server died: connections are cut."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        for call in self._calls.values():
            call.rtp.close()
        await asyncio.gather(*self._served, return_exceptions=True)

    def register_command(self, **changes: object) -> Register:
        values: dict[str, object] = {
            "sip_user": USER,
            "sip_password": PASSWORD,
            "domain": REALM,
            "server_host": "127.0.0.1",
            "tls_port": self.port,
            "certificate_sha256": self.fingerprint,
        }
        return Register(**{**values, **changes})  # type: ignore[arg-type]

    async def registered(self, count: int = 1, timeout_s: float = PATIENCE_S) -> float:
        """Waits for the ``count``-th registration; says when it came (monotonic)."""
        async with asyncio.timeout(timeout_s):
            while len(self.registered_at_s) < count:
                self._news.clear()
                await self._news.wait()
        return self.registered_at_s[count - 1]

    async def ring(
        self,
        call_id: str = "call-1",
        offer_id: str = "offer-1",
        *,
        codecs: tuple[str, ...] = ("PCMA", "PCMU"),
        secure: bool = True,
        caller: str = '"Li Ming" <sip:13800138000@seatline>',
        tone_hz: float | None = 440.0,
        headers: tuple[str, ...] = (),
    ) -> PeerCall:
        """Send an INVITE to the registered phone; returns when it rings, answers or refuses."""
        keys = {suite: os.urandom(size) for suite, size in SUITES.items()} if secure else {}
        call = PeerCall(self, os.urandom(8).hex(), RtpPeer(codecs[0], tone_hz), keys)
        self._calls[call.sip_id] = call
        call.to = f"<sip:{USER}@{REALM}>"
        lines = [
            f"m=audio {call.rtp.port} RTP/{'SAVP' if secure else 'AVP'} "
            + " ".join([_TYPES[c].split()[0] for c in codecs] + ["101"]),
            *(f"a=rtpmap:{_TYPES[c]}" for c in codecs),
            "a=rtpmap:101 telephone-event/8000",
            "a=fmtp:101 0-16",
            *(
                f"a=crypto:{n} {suite} inline:{base64.b64encode(key).decode()}"
                for n, (suite, key) in enumerate(keys.items(), 1)
            ),
        ]
        sdp = "\r\n".join(
            ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0", *lines, ""]
        )
        extra = [f"From: {caller};tag=peer", f"X-Seatline-Call: {call_id}", f"X-Seatline-Offer: {offer_id}"]
        extra += headers
        self.request(call, "INVITE", 1, extra, sdp)
        async with asyncio.timeout(5):
            while not any(s >= 180 for s in call.statuses):
                call.news.clear()
                await call.news.wait()
        return call

    def request(
        self,
        call: PeerCall,
        method: str,
        cseq: int,
        extra: list[str] | None = None,
        sdp: str = "",
        to: str = "",
    ) -> None:
        assert self._phone is not None, "no phone is registered"
        # CANCEL and the ACK of a failure carry the INVITE's branch (RFC 3261 §9.1, §17.1.1.3).
        refused = call.final is not None and call.final.status >= 300
        same = method in ("INVITE", "CANCEL") or (method == "ACK" and refused)
        branch = f"z9hG4bK{call.sip_id}{'' if same else method}"
        head = [
            f"{method} {self._contact} SIP/2.0",
            f"Via: SIP/2.0/TCP 127.0.0.1;branch={branch}",
            "Max-Forwards: 70",
            f"To: {to or call.to}",
            f"Call-ID: {call.sip_id}",
            f"CSeq: {cseq} {method}",
            f"Contact: <sip:seatline@127.0.0.1:{self._tunnel_port};transport=tcp>",
            *(extra or []),
        ]
        if not any(line.startswith("From:") for line in head):
            head.append('From: "Li Ming" <sip:13800138000@seatline>;tag=peer')
        self._send(self._phone, head, sdp)

    @property
    def _tunnel_port(self) -> str:
        return self._registrar_uri.rpartition(":")[2].partition(";")[0]

    _registrar_uri = ""

    def _send(self, writer: asyncio.StreamWriter, head: list[str], body: str = "") -> None:
        if body:
            head = [*head, "Content-Type: application/sdp"]
        text = "\r\n".join([*head, f"Content-Length: {len(body.encode())}", "", body])
        writer.write(text.encode())

    def _reply(
        self,
        writer: asyncio.StreamWriter,
        request: Message,
        status: str,
        extra: list[str] | None = None,
        body: str = "",
    ) -> None:
        to = request.get("to")
        head = [f"SIP/2.0 {status}", *(f"Via: {via}" for via in request.headers["via"])]
        head += [f"From: {request.get('from')}", f"To: {to if 'tag=' in to else to + ';tag=peer'}"]
        head += [f"Call-ID: {request.get('call-id')}", f"CSeq: {request.get('cseq')}", *(extra or [])]
        self._send(writer, head, body)

    # --- what the phone sends ---

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        task = asyncio.current_task()
        assert task is not None
        self._served.add(task)
        try:
            while (message := await read_message(reader)) is not None:
                self.seen.append(message.start)
                if message.status:
                    self._on_response(message)
                elif message.start.startswith("REGISTER"):
                    self._on_register(message, writer)
                elif message.start.startswith("BYE"):
                    self._on_bye(message, writer)
                elif message.start.startswith("INVITE"):
                    self._on_reinvite(message, writer)
                elif not message.start.startswith("ACK"):
                    self._reply(writer, message, "200 OK")
        finally:
            self._writers.discard(writer)
            self._served.discard(task)
            if self._phone is writer:
                self._phone = None
            writer.transport.abort()

    def _on_register(self, request: Message, writer: asyncio.StreamWriter) -> None:
        if not self._accept:
            return self._reply(writer, request, "403 Forbidden")
        given = dict(re.findall(r'(\w+)="?([^",]*)"?', request.get("authorization")))
        if not given or given.get("response") != self._digest(given):
            ask = f'WWW-Authenticate: Digest realm="{REALM}", nonce="n1", algorithm=MD5, qop="auth"'
            return self._reply(writer, request, "401 Unauthorized", [ask])
        contact = request.get("contact")
        leaving = request.get("expires") == "0" or "expires=0" in contact
        self._reply(writer, request, "200 OK", [] if leaving else [f"Contact: {contact};expires=300"])
        if leaving:
            self._phone = None
            return None
        self._phone, self._registrar_uri = writer, request.start.split()[1]
        match = re.search(r"<([^>]+)>", contact)
        assert match
        self._contact = match[1]
        self.registered_at_s.append(time.monotonic())
        self._news.set()
        return None

    @staticmethod
    def _digest(given: dict[str, str]) -> str:
        def md5(*parts: str) -> str:
            return hashlib.md5(":".join(parts).encode()).hexdigest()

        ha1, ha2 = md5(USER, REALM, PASSWORD), md5("REGISTER", given.get("uri", ""))
        return md5(ha1, "n1", given.get("nc", ""), given.get("cnonce", ""), "auth", ha2)

    def _on_bye(self, request: Message, writer: asyncio.StreamWriter) -> None:
        self._reply(writer, request, "200 OK")
        call = self._calls.get(request.get("call-id"))
        if call is not None:
            call.hung_up_by_phone = True
            call.rtp.close()
            call.news.set()

    def _on_reinvite(self, request: Message, writer: asyncio.StreamWriter) -> None:
        """The phone's sound comes from another place and with other keys; ours stays where it is."""
        call = self._calls[request.get("call-id")]
        call.offered_anew = request.body
        self._take_media(call, request.body)
        call.moved_to.append(call.rtp.remote[0])
        crypto = _crypto_of(request.body)
        own = f"a=crypto:{crypto[1] if crypto else 1} {call.suite} inline:"
        lines = [
            *("v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0"),
            f"m=audio {call.rtp.port} RTP/SAVP {_TYPES[call.codec].split()[0]} 101",
            f"a=rtpmap:{_TYPES[call.codec]}",
            "a=rtpmap:101 telephone-event/8000",
            own + base64.b64encode(call.keys[call.suite]).decode(),
            "",
        ]
        contact = f"Contact: <sip:seatline@127.0.0.1:{self._tunnel_port};transport=tcp>"
        self._reply(writer, request, "200 OK", [contact], "\r\n".join(lines))

    def _on_response(self, message: Message) -> None:
        call = self._calls.get(message.get("call-id"))
        if call is None or message.method != "INVITE":
            return
        if message.status >= 200:
            call.to = message.get("to")
            first, call.final = call.final is None, message
            if self._confirm:
                self.request(call, "ACK", 1)
            if first and message.status == 200:
                self._start_media(call, message.body)
        call.statuses.append(message.status)
        call.news.set()

    @classmethod
    def _start_media(cls, call: PeerCall, sdp: str) -> None:
        cls._take_media(call, sdp)
        call.rtp.start(call.rtp.remote)

    @staticmethod
    def _take_media(call: PeerCall, sdp: str) -> None:
        media = re.search(r"m=audio (\d+) \S+ (\d+)", sdp)
        address = re.search(r"c=IN IP4 (\S+)", sdp)
        crypto = _crypto_of(sdp)
        assert media and address
        call.codec = {"0": "PCMU", "8": "PCMA", "9": "G722"}[media[2]]
        if crypto:
            call.suite = crypto[2]
            call.rtp._protect = srtp_session(call.suite, call.keys[call.suite], False)
            call.rtp._unprotect = srtp_session(call.suite, base64.b64decode(crypto[3] + "=="), True)
        call.rtp.move((address[1], int(media[1])))


def _crypto_of(sdp: str) -> re.Match[str] | None:
    """Number, suite and key of the first line of keys."""
    return re.search(r"a=crypto:(\d+) (\S+) inline:([^\s|]+)", sdp)
