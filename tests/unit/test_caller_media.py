"""The caller's RTP socket against what a careless or hostile peer may send it."""

from __future__ import annotations

import asyncio
import struct

from hypothesis import given, settings
from hypothesis import strategies as st

from app.caller.heard import Heard
from app.caller.media import Media
from app.caller.sdp import Remote

REMOTE = Remote("127.0.0.1", 4000, "PCMA", 8, 101, "sendrecv")
PEER, STRANGER = ("127.0.0.1", 4000), ("127.0.0.1", 6666)


def packet(seq: int, *, first: int = 0x80, kind: int = 8, body: bytes = bytes(160)) -> bytes:
    return struct.pack("!BBHII", first, kind, seq, 160 * seq, 7) + body


async def listening() -> Media:
    media = Media(Heard(keep=True))
    media.set_remote(REMOTE)
    media.heard.begin(now())
    return media


def now() -> float:
    """The clock of what comes; a call that began at 0 would have lasted since the machine was started."""
    return asyncio.get_running_loop().time()


async def test_only_the_first_source_is_heard():
    media = await listening()
    media.datagram_received(packet(1), PEER)
    media.datagram_received(packet(2), STRANGER)
    media.datagram_received(packet(2), PEER)
    assert (media.heard.received, media.heard.lost) == (2, 0)


async def test_header_extension_contributors_and_padding_are_no_sound():
    media = await listening()
    extension = b"\xbe\xde\x00\x01" + bytes(4)
    media.datagram_received(packet(1, first=0x92, body=bytes(8) + extension + bytes(160)), PEER)
    media.datagram_received(packet(2, first=0xA0, body=bytes(160) + b"\0\0\0\4"), PEER)
    media.heard.finish(now() + 1)
    assert media.heard.received == 2
    assert media.heard._samples == 320  # pyright: ignore[reportPrivateUsage]


async def test_another_codec_than_agreed_is_not_taken_for_ours():
    media = await listening()
    media.datagram_received(packet(1, kind=0), PEER)
    assert media.heard.received == 0


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=60) | st.binary(max_size=40).map(lambda b: b"\x80\x08" + b), max_size=30))
async def test_rubbish_does_no_harm(datagrams: list[bytes]):
    media = await listening()
    for data in datagrams:
        media.datagram_received(data, PEER)
    media.heard.finish(now() + 1)
    before = media.heard.received
    media.datagram_received(struct.pack("!BBHII", 0x80, 8, 1, 1, 0xABCDEF) + bytes(160), PEER)
    assert media.heard.received == before + 1
