"""What is fuzzed: each target takes any bytes and complains (AssertionError) if they do harm.

Used by the quick property tests here and, for longer, by ``scripts/fuzz_engine.py``.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec

from app.server.core.commands import AnswerLeg, HangUpLeg, RingLeg
from app.server.core.events import LegEnded, LegIncoming, VoiceEvent
from app.server.recordings import journal
from app.server.voice.embedded.media import journal_format as fmt
from app.server.voice.embedded.media.framing import MAX_FRAME_BYTES, FrameSplitter, frame
from app.server.voice.embedded.media.protocol import Report, Request
from app.server.voice.embedded.signalling import messages, sdp
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.framing import (
    BODY_LIMIT_BYTES,
    HEAD_LIMIT_BYTES,
    Framer,
    FramingError,
)
from app.server.voice.embedded.signalling.messages import MalformedMessageError, SipRequest, SipResponse
from app.server.voice.embedded.signalling.negotiation import Negotiation
from tests.doubles.sip_house import House, a_house
from tests.fuzz import audio, seeds

SLOWEST_S = 1.0  # of CPU, for one input; a hang is a fault even if nothing crashes


class Target(Protocol):
    seeds: tuple[bytes, ...]

    def __call__(self, data: bytes) -> None: ...

    def close(self) -> None: ...


class Pure:
    """A target that is one function and keeps nothing."""

    def __init__(self, check: Callable[[bytes], None], examples: tuple[bytes, ...]) -> None:
        self._check = check
        self.seeds = examples

    def __call__(self, data: bytes) -> None:
        before_s = time.process_time()
        self._check(data)
        assert time.process_time() - before_s < SLOWEST_S, "took too long"

    def close(self) -> None:
        """Nothing is open."""


# --- SIP -----------------------------------------------------------------------------------------


def sip_message(data: bytes) -> None:
    """Read; what was read can be asked for everything and answered with something that can be read."""
    try:
        message = messages.parse(data)
    except MalformedMessageError as error:
        if error.request is not None:
            bytes(messages.reply(error.request, 400))
        return
    for look in (messages.from_address, messages.to_address, messages.contact_uri, messages.call_id):
        look(message)
    if not isinstance(message, SipRequest):
        return
    messages.user_of(message.uri)
    messages.header_user(message.headers.get_first("From") or "")
    messages.note_source(message, "127.0.0.1", 5060)
    answer = bytes(messages.reply(message, 486, to_tag="ours"))
    assert answer.startswith(b"SIP/2.0 486")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert not body
    assert b"\r\n\r\n" not in head


def buffer_of(splitter: Framer | FrameSplitter) -> bytearray:
    """What it keeps for later: nobody else can see whether that is bounded."""
    return splitter._buffer  # pyright: ignore[reportPrivateUsage]


def sip_stream(data: bytes) -> None:
    """Bytes of a connection, in pieces cut by the bytes themselves; the buffer stays within its limits."""
    framer = Framer()
    at = 0
    with contextlib.suppress(FramingError):
        while at < len(data):
            step = 1 + data[at] % 61
            for message in framer.feed(data[at : at + step]):
                assert len(message) <= HEAD_LIMIT_BYTES + BODY_LIMIT_BYTES + 4
            at += step
            assert len(buffer_of(framer)) <= HEAD_LIMIT_BYTES + BODY_LIMIT_BYTES + 64


def session_description(data: bytes) -> None:
    """An offer or an answer from anybody."""
    text = data.decode("utf-8", "replace")
    try:
        description = sdp.read(text)
    except sdp.SdpError as error:
        assert error.code in (400, 488)
    else:
        assert 0 < description.port < 65536
        assert description.codecs
    talk = Negotiation("leg", "127.0.0.1", 40_000)
    with contextlib.suppress(sdp.SdpError):
        talk.take_offer(text)
        sdp.read(talk.answer())
        talk.for_media()
    asked = Negotiation("leg", "127.0.0.1", 40_000)
    asked.offer()
    with contextlib.suppress(sdp.SdpError):
        asked.take_answer(text)
        asked.for_media()


class DeadEnd(Flow):
    """A peer who keeps what it is sent."""

    def __init__(self, port: int = 5080) -> None:
        super().__init__(("127.0.0.1", 5060), ("127.0.0.1", port))
        self.sent: list[bytes] = []

    def send(self, raw: bytes) -> None:
        self.sent.append(raw)


class Complaints(logging.Handler):
    """An exception that was caught and logged is still a fault."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(self.format(record))


class SipEngine:
    """A whole engine in a call with the peer who then sends the bytes; afterwards it still works.

    In the bytes, ``@TAG@`` stands for the engine's tag and ``@N@`` for the call's number.
    """

    seeds = seeds.ENGINE

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._folder = tempfile.TemporaryDirectory()
        self._context = a_house(Path(self._folder.name), trunk_requests_per_s=1e9, requests_per_s=1e9)
        self._house: House = self._loop.run_until_complete(self._context.__aenter__())
        self._house.heard.on_event = self._on_event
        self._complaints = Complaints()
        logging.getLogger("app").addHandler(self._complaints)
        self._count = 0

    def _on_event(self, event: VoiceEvent) -> None:
        if isinstance(event, LegIncoming):
            self._house.engine.do(RingLeg(event.leg_id))
            self._house.engine.do(AnswerLeg(event.leg_id))

    def __call__(self, data: bytes) -> None:
        before_s = time.process_time()
        self._loop.run_until_complete(self._run(data))
        assert not self._complaints.texts, self._complaints.texts[0]
        assert time.process_time() - before_s < SLOWEST_S, "took too long"

    async def _run(self, data: bytes) -> None:
        self._count += 1
        engine, flow = self._house.engine, DeadEnd()
        number = str(self._count).encode()
        engine.stack.receive(seeds.INVITE.replace(b"@N@", number), flow)
        for _ in range(50):  # ring, open audio, answer: a few turns of the loop
            if flow.sent and flow.sent[-1].startswith(b"SIP/2.0 200"):
                break
            await asyncio.sleep(0)
        answer = messages.parse(flow.sent[-1])
        assert isinstance(answer, SipResponse)
        assert answer.status_code == 200, "a good call is not answered"
        tag = messages.to_tag(answer)
        filled = data.replace(b"@TAG@", tag.encode()).replace(b"@N@", number)
        for each in filled.split(seeds.NEXT):
            engine.stack.receive(each, flow)
            await asyncio.sleep(0)
        flow.sent.clear()
        engine.stack.receive(seeds.PING.replace(b"@N@", number), flow)
        assert any(each.startswith(b"SIP/2.0 200") for each in flow.sent), flow.sent
        for leg in {e.leg_id for e in self._house.heard.all(LegIncoming)}:
            engine.do(HangUpLeg(leg))
        for _ in range(4):
            await asyncio.sleep(0)
        ended = [event.leg_id for event in self._house.heard.all(LegEnded)]
        assert len(ended) == len(set(ended)), "a leg ended twice"
        assert engine.open_legs == 0, "a leg that cannot be ended"
        self._house.heard.events.clear()
        if self._count % 200 == 0:
            await asyncio.sleep(0.05)
        assert engine.stack.open_transactions < 20_000

    def close(self) -> None:
        logging.getLogger("app").removeHandler(self._complaints)
        self._loop.run_until_complete(self._context.__aexit__(None, None, None))
        self._loop.close()
        self._folder.cleanup()


# --- control protocol ----------------------------------------------------------------------------

_requests: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request)
_reports: msgspec.msgpack.Decoder[Report] = msgspec.msgpack.Decoder(Report)


def control_protocol(data: bytes) -> None:
    """Both directions: bytes are frames of known messages, or a ValueError ends the connection."""
    splitter = FrameSplitter()
    at = 0
    try:
        while at < len(data):
            step = 1 + data[at] % 61
            for body in splitter.feed(data[at : at + step]):
                for decoder in (_requests, _reports):
                    with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError):
                        again = msgspec.msgpack.encode(decoder.decode(body))
                        assert len(again) <= MAX_FRAME_BYTES
            at += step
            assert len(buffer_of(splitter)) <= MAX_FRAME_BYTES + 4
    except ValueError as error:
        assert "frame" in str(error)


# --- journal -------------------------------------------------------------------------------------


class JournalFile:
    """A damaged journal: what is whole and genuine is read, the rest ends the file, nothing breaks."""

    seeds = seeds.JOURNAL

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._path = Path(self._folder.name) / f"00000000-1{fmt.SUFFIX}"

    def __call__(self, data: bytes) -> None:
        before_s = time.process_time()
        self._path.write_bytes(data)
        folder = self._path.parent
        assert journal.known(folder, seeds.JOURNAL_KEY) <= {"recording"}
        journal.unfinished(folder, seeds.JOURNAL_KEY)
        outline = journal.outline(folder, seeds.JOURNAL_KEY, "recording")
        assert set(outline.streams.values()) <= {("leg", "CUSTOMER")}
        assert all(piece.leg == "leg" for piece in journal.pieces(outline, seeds.JOURNAL_KEY))
        assert time.process_time() - before_s < SLOWEST_S, "took too long"

    def close(self) -> None:
        self._folder.cleanup()


TARGETS: dict[str, Callable[[], Target]] = {
    "sip-message": lambda: Pure(sip_message, seeds.MESSAGES),
    "sip-stream": lambda: Pure(sip_stream, seeds.STREAMS),
    "sip-engine": SipEngine,
    "sdp": lambda: Pure(session_description, seeds.DESCRIPTIONS),
    "control": lambda: Pure(control_protocol, tuple(frame(each) for each in seeds.CONTROL)),
    "journal": JournalFile,
    "rtp": lambda: audio.Legs(("PCMA", "PCMA")),
    "rtp-transcoded": lambda: audio.Legs(("G722", "PCMU")),
    "rtp-mixed": lambda: audio.Legs(("OPUS", "PCMA", "G722")),
    "srtp": lambda: audio.Legs(("PCMA", "PCMA"), secure=True),
    "rtcp": lambda: Pure(audio.control_reports, (audio.REPORT, audio.REPORT[:28], *audio.SEEDS)),
}
