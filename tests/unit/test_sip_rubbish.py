"""Whatever arrives, nothing breaks: messages, descriptions, streams and a whole stack fed with rubbish."""

from __future__ import annotations

import contextlib
import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.server.voice.embedded.signalling import messages, sdp
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.framing import Framer, FramingError
from app.server.voice.embedded.signalling.messages import MalformedMessageError, SipRequest
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction
from app.server.voice.embedded.signalling.stack import SipStack

GOOD = (
    b"OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5080;branch=z9hG4bK%d\r\n"
    b"From: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
)
INVITE = (
    b"INVITE sip:4001@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5080;branch=z9hG4bKx;rport\r\n"
    b'From: "A" <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\n'
    b"Contact: <sip:a@127.0.0.1>\r\n"
    b"Content-Type: application/sdp\r\nContent-Length: 0\r\n\r\n"
)
OFFER = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 4000 RTP/SAVP 0 8 101\r\n"
    "a=rtpmap:101 telephone-event/8000\r\n"
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFy\r\n"
)
QUIET = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])


def damaged(original: bytes) -> st.SearchStrategy[bytes]:
    """The original with a piece cut out and rubbish put in."""

    def damage(start: int, length: int, rubbish: bytes) -> bytes:
        return original[:start] + rubbish + original[start + length :]

    return st.builds(damage, st.integers(0, len(original)), st.integers(0, 40), st.binary(max_size=12))


class DeadEnd(Flow):
    """Keeps what would be sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 5060), ("127.0.0.1", 5080))
        self.sent: list[bytes] = []

    def send(self, raw: bytes) -> None:
        self.sent.append(raw)


@pytest.mark.parametrize("kind", ["bytes", "damaged"])
async def test_after_any_rubbish_options_is_still_answered(
    kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    source = st.binary(max_size=400) if kind == "bytes" else st.one_of(damaged(INVITE), damaged(GOOD % 0))
    numbers = iter(range(1, 10_000))

    def on_request(request: SipRequest, transaction: ServerTransaction, _flow: Flow) -> None:
        messages.user_of(request.uri)
        transaction.reply(200)

    stack = SipStack(on_request)

    @QUIET
    @given(source)
    def feed(raw: bytes) -> None:
        flow = DeadEnd()
        stack.receive(raw, flow)
        flow.sent.clear()
        stack.receive(GOOD % (1000 + next(numbers)), flow)
        assert flow.sent
        assert flow.sent[0].startswith(b"SIP/2.0 200")

    feed()
    await stack.close()
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@QUIET
@given(
    st.one_of(st.text(max_size=300), damaged(OFFER.encode()).map(lambda raw: raw.decode(errors="replace")))
)
def test_a_description_is_read_or_refused_with_a_code(text: str) -> None:
    try:
        description = sdp.read(text)
    except sdp.SdpError as error:
        assert error.code in (400, 488)
    else:
        assert description.codecs
        assert 0 < description.port < 65536


@QUIET
@given(st.lists(st.one_of(st.just(GOOD % 1), st.just(b"\r\n\r\n"), st.just(b"\r\n")), max_size=6), st.data())
def test_a_stream_cut_anywhere_gives_the_same_messages(parts: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(parts)
    framer = Framer()
    found: list[bytes] = []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        found += framer.feed(stream[:size])
        stream = stream[size:]
    assert found == [part for part in parts if part.startswith(b"OPTIONS")]


@QUIET
@given(st.lists(st.binary(max_size=200), max_size=5))
def test_a_stream_of_rubbish_is_framed_or_refused(pieces: list[bytes]) -> None:
    framer = Framer()
    with contextlib.suppress(FramingError):
        for piece in pieces:
            framer.feed(piece)


@pytest.mark.parametrize(
    "head",
    [
        b"INVITE sip:x SIP/2.0\r\nContent-Length: -1\r\n\r\n",
        b"INVITE sip:x SIP/2.0\r\nContent-Length: 5\r\nl: 6\r\n\r\n",
        b"INVITE sip:x SIP/2.0\r\nContent-Length: 99999\r\n\r\n",
        b"X" * 40_000,
    ],
)
def test_a_stream_that_cannot_be_cut_is_refused(head: bytes) -> None:
    with pytest.raises(FramingError):
        Framer().feed(head)


def test_compact_headers_are_read_like_the_long_ones() -> None:
    raw = (
        b"REFER sip:x SIP/2.0\r\nv: SIP/2.0/UDP h;branch=z9hG4bK1\r\nf: <sip:a@x>;tag=1\r\n"
        b"t: <sip:b@x>;tag=2\r\n"
        b"i: id\r\nCSeq: 7 REFER\r\nr: <sip:2002@x>\r\no: refer\r\nx: 90\r\nl: 0\r\n\r\n"
    )
    request = messages.parse(raw)
    assert request.headers.get("Refer-To") == ["<sip:2002@x>"]
    assert request.headers.get("Event") == ["refer"]
    assert request.headers.get("Session-Expires") == ["90"]


def test_a_name_cannot_smuggle_a_header_into_our_messages() -> None:
    assert messages.name_address("sip:a@b", 'Eve"\r\nX-Evil: <1>') == '"EveX-Evil: 1" <sip:a@b>'


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b"CSeq: 1 OPTIONS", b"CSeq: one OPTIONS"),
        (b"CSeq: 1 OPTIONS", b"CSeq: 4294967296 OPTIONS"),
        (b"CSeq: 1 OPTIONS", b"CSeq: 1 INVITE"),
        (b"Content-Length: 0", b"Content-Length: 7"),
        (b"Content-Length: 0", b"Content-Length: -1"),
        (b";branch=z9hG4bK1", b";;"),
        (b"<sip:a@x>;tag=1", b'"A <sip:a@x>;tag=1'),
        (b"Content-Length: 0", b"Content-Length: 0\r\nCall-ID: 2"),
        (b"127.0.0.1:5080", b"127.0.0.1:99999"),
    ],
)
def test_a_header_that_makes_no_sense_is_malformed(good: bytes, bad: bytes) -> None:
    with pytest.raises(MalformedMessageError):
        messages.parse((GOOD % 1).replace(good, bad))


def test_a_caller_of_rfc_2543_has_no_branch() -> None:
    assert messages.top_via(messages.parse((GOOD % 1).replace(b";branch=z9hG4bK1", b""))).branch is None


@pytest.mark.parametrize("field", [b"CSeq: 1 OPTIONS", b"Call-ID: 1", b"From: <sip:a@x>;tag=1"])
def test_a_message_without_a_required_header_is_malformed(field: bytes) -> None:
    with pytest.raises(MalformedMessageError):
        messages.parse((GOOD % 1).replace(field + b"\r\n", b""))
