"""Good inputs that fuzzing starts from."""

from __future__ import annotations

import msgspec

from app.server.voice.embedded.media import journal_format as fmt
from app.server.voice.embedded.media import protocol as p
from tests.doubles.sip_wire import sdp
from tests.torture.rfc4475_behaviour import BEHAVIOUR
from tests.torture.rfc4475_invalid import INVALID
from tests.torture.rfc4475_valid import VALID
from tests.torture.rfc5118 import IPV6

NEXT = b"\n-----\n"  # between the messages of one input
_OFFER = sdp().encode()
_KEY = "Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFy"


def _request(method: str, cseq: int, extra: str = "", body: bytes = b"", tag: bool = True) -> bytes:
    to = ";tag=@TAG@" if tag else ""
    head = (
        f"{method} sip:4001@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5080;"
        f"branch=z9hG4bK-@N@-{cseq}-{method};rport\r\nFrom: <sip:1001@127.0.0.1>;tag=from-@N@\r\n"
        f"To: <sip:4001@127.0.0.1>{to}\r\nCall-ID: call-@N@\r\nCSeq: {cseq} {method}\r\n"
        f"Contact: <sip:1001@127.0.0.1:5080>\r\nMax-Forwards: 70\r\n{extra}"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


_SDP = "Content-Type: application/sdp\r\n"
INVITE = _request("INVITE", 1, _SDP, _OFFER, tag=False)
PING = (
    b"OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5080;branch=z9hG4bKping-@N@\r\n"
    b"From: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: ping-@N@\r\nCSeq: 1 OPTIONS\r\n"
    b"Content-Length: 0\r\n\r\n"
)
ACK = _request("ACK", 1)
_DIGEST = (
    'Authorization: Digest username="1001", realm="seatline", nonce="abc", uri="sip:127.0.0.1", '
    'response="00000000000000000000000000000000", algorithm=MD5, qop=auth, nc=00000001, cnonce="x"\r\n'
)
ENGINE = (
    ACK,
    ACK + NEXT + _request("BYE", 2),
    ACK + NEXT + _request("INVITE", 2, _SDP, sdp(extra="a=sendonly\r\n").encode()) + NEXT + ACK,
    ACK + NEXT + _request("INVITE", 2),
    ACK + NEXT + _request("UPDATE", 2, _SDP, _OFFER),
    ACK + NEXT + _request("UPDATE", 2, "Session-Expires: 90;refresher=uac\r\nMin-SE: 90\r\n"),
    ACK + NEXT + _request("INFO", 2, "Content-Type: application/dtmf-relay\r\n", b"Signal=5\r\n"),
    ACK + NEXT + _request("REFER", 2, "Refer-To: <sip:1002@127.0.0.1>\r\nReferred-By: <sip:a@x>\r\n"),
    ACK + NEXT + _request("REFER", 2, "Refer-To: <sip:1002@h?Replaces=x%3Bto-tag%3Da%3Bfrom-tag%3Db>\r\n"),
    ACK + NEXT + _request("PRACK", 2, "RAck: 1 1 INVITE\r\n"),
    ACK + NEXT + _request("OPTIONS", 2),
    ACK + NEXT + _request("NOTIFY", 2, "Event: refer\r\nSubscription-State: active\r\n", b"SIP/2.0 100"),
    _request("CANCEL", 1, tag=False),
    _request("INVITE", 1, _SDP + "Replaces: a@b;to-tag=1;from-tag=2\r\nRequire: replaces\r\n", _OFFER, False)
    .replace(b"call-@N@", b"other-@N@")
    .replace(b"z9hG4bK-", b"z9hG4bKo"),
    _request("REGISTER", 1, _DIGEST + "Expires: 60\r\n", tag=False),
    _request("INVITE", 9, _SDP + _DIGEST.replace("Authorization", "Proxy-Authorization"), _OFFER, False),
    _request("SUBSCRIBE", 3, "Event: presence\r\nExpires: 60\r\n", tag=False),
    b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKx\r\nFrom: <sip:a@x>;tag=1\r\n"
    b"To: <sip:b@x>;tag=2\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n",
)
MESSAGES = (
    *(each.raw for each in (*VALID, *INVALID, *BEHAVIOUR, *IPV6)),
    *(part for each in ENGINE for part in each.split(NEXT)),
)
STREAMS = (INVITE + b"\r\n\r\n" + ACK, b"\r\n\r\n" * 3 + PING, *MESSAGES[:20])
DESCRIPTIONS = (
    _OFFER,
    sdp(proto="RTP/SAVP", extra=f"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{_KEY}|2^20|1:4\r\n").encode(),
    sdp(formats="111 9 8 101", extra="a=rtpmap:111 opus/48000/2\r\na=fmtp:111 useinbandfec=1\r\n").encode(),
    sdp(formats="8 13 101", extra="a=rtcp:4001\r\na=rtcp-mux\r\na=inactive\r\na=ptime:30\r\n").encode(),
    b"v=0\r\no=- 1 1 IN IP6 ::1\r\ns=-\r\nc=IN IP6 ::1\r\nt=0 0\r\nm=video 0 RTP/AVP 31\r\n"
    b"m=audio 9/2 RTP/AVPF 0\r\n",
)
CONTROL = tuple(
    msgspec.msgpack.encode(each)
    for each in (
        p.OpenLeg("a"),
        p.SetLeg("a", "127.0.0.1", 4000, "PCMA", 8, 101, p.SrtpKeys("AES_CM_128_HMAC_SHA1_80", b"k", b"k")),
        p.Join("bridge", "a", "TALK"),
        p.Play("a", "play", ["zh/welcome"], True),
        p.RecordStream("recording", "call", "a", "CUSTOMER"),
        p.SendDigits("a", "12#"),
        p.LegOpened("a", 4000),
        p.Digit("a", "5"),
        p.Quality("a", "PCMA", p.StreamFigures(1, 0, 0.0, 1.0, 4.4), None, None, False),
        p.Health(1, 2, 0.5, 1.0),
        p.Trouble("media-leg", "text"),
    )
)
JOURNAL_KEY = bytes(range(32))


def _journal_file() -> bytes:
    header = fmt.new_header(b"fuzzfuzz", 1)
    sealer = fmt.Sealer(JOURNAL_KEY, header)
    opened = fmt.StreamOpened("recording", "call", "leg", "CUSTOMER", 1_000_000)
    first = fmt.block(fmt.TIME, 0, (1_000_000).to_bytes(8, "big"))
    first += fmt.block(fmt.OPEN, 1, msgspec.msgpack.encode(opened))
    first += fmt.block(fmt.AUDIO, 1, fmt.RECORD.pack(1_000_000, 1, 160, 8, 160) + bytes([0xD5]) * 160)
    second = fmt.block(fmt.TIME, 0, (2_000_000).to_bytes(8, "big"))
    second += fmt.block(fmt.GAP, 1, fmt.SPAN.pack(1_100_000, 1_200_000))
    second += fmt.block(fmt.CLOSE, 0, msgspec.msgpack.encode(fmt.RecordingClosedAt("recording", 2_000_000)))
    return header.packed + sealer.seal(0, first) + sealer.seal(1, second)


JOURNAL = (_journal_file(), _journal_file()[:-7])
