"""Sound over IPv6, and over IPv4 by a socket that has both: forwarded and mixed; strangers are not heard."""

from __future__ import annotations

import itertools
import socket
from pathlib import Path

import pytest

from app.server.voice.embedded.media.protocol import Join
from app.server.voice.embedded.media.wire import as_the_kernel_writes
from tests.doubles.rtp_media import Media, seconds
from tests.doubles.rtp_peer import RtpPeer, level, loudest_hz


@pytest.mark.parametrize(
    ("ours", "theirs"), [("::1", ("::1", "::1")), ("::", ("127.0.0.1", "::1")), ("::", ("127.0.0.1",) * 2)]
)
async def test_parties_of_both_kinds_hear_each_other(
    tmp_path: Path, ours: str, theirs: tuple[str, str]
) -> None:
    """The second one never says a word before it hears the first, as who only listens does."""
    async with Media(tmp_path, host=ours) as media:
        speaker, listener = RtpPeer("PCMA", 440, host=theirs[0]), RtpPeer("PCMA", 880, host=theirs[1])
        listener.pause()
        await media.leg("a", speaker)
        await media.leg("b", listener)
        for name in "ab":
            media.client.send(Join("x", name, "TALK"))
        listener.wait_packets(40)
        await seconds(0.6)
        assert loudest_hz(listener.heard(0.4), 8000) == pytest.approx(440, abs=8)
        listener.pause(False)
        await seconds(0.6)
        assert loudest_hz(speaker.heard(0.4), 8000) == pytest.approx(880, abs=8)


async def test_a_stranger_who_was_first_gives_way_on_a_socket_for_both(tmp_path: Path) -> None:
    async with Media(tmp_path, host="::") as media:
        caller, agent, stranger = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880), RtpPeer("PCMA", 1400)
        caller.pause()
        port = await media.leg("a", caller)
        await media.leg("b", agent)
        for name in "ab":
            media.client.send(Join("x", name, "TALK"))
        media.peers.append(stranger)
        stranger.start(("127.0.0.1", port))
        await seconds(0.4)
        caller.pause(False)
        await seconds(0.9)
        heard = agent.heard(0.4)
        assert level(heard, 8000, 440) == pytest.approx(8000, rel=0.2)
        assert level(heard, 8000, 1400) < 100


async def test_three_of_both_kinds_are_mixed(tmp_path: Path) -> None:
    async with Media(tmp_path, host="::") as media:
        peers = [
            RtpPeer("PCMA", hz, host=host) for hz, host in ((440, "::1"), (740, "127.0.0.1"), (1180, "::1"))
        ]
        for name, peer in zip("abc", peers, strict=True):
            await media.leg(name, peer)
            media.client.send(Join("x", name, "TALK"))
        await seconds(1.2)
        for one, other in itertools.permutations(peers, 2):
            assert level(one.heard(0.4), 8000, other.tone_hz or 0.0) == pytest.approx(8000, rel=0.2)


@pytest.mark.parametrize(
    ("host", "ipv6", "written"),
    [
        ("192.0.2.1", False, "192.0.2.1"),
        ("192.0.2.1", True, "::ffff:192.0.2.1"),
        ("::ffff:c000:201", True, "::ffff:192.0.2.1"),
        ("2001:0DB8:0:0:0:0:0:1", True, "2001:db8::1"),
        ("fe80::1%eth0", True, "fe80::1%eth0"),
    ],
)
def test_addresses_are_compared_as_the_kernel_writes_them(host: str, ipv6: bool, written: str) -> None:
    assert as_the_kernel_writes(host, socket.AF_INET6 if ipv6 else socket.AF_INET) == written
