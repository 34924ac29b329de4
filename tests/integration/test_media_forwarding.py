"""Two parties hear each other: forwarding, transcoding, SRTP, strangers, continuity."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from itertools import pairwise
from pathlib import Path

import pytest

from app.server.voice.embedded.media.protocol import Join, Leave, Play, SetLeg, SrtpKeys, StopPlay
from tests.doubles.rtp_media import Media, seconds, sent
from tests.doubles.rtp_peer import Received, RtpPeer, assert_continuous, level, loudest_hz


def hears(peer: RtpPeer, tone_hz: float, last_s: float = 0.6) -> None:
    samples = peer.heard(last_s)
    assert loudest_hz(samples, peer.rate_hz) == pytest.approx(tone_hz, abs=8)
    assert level(samples, peer.rate_hz, tone_hz) == pytest.approx(8000, rel=0.2)


async def test_two_parties_hear_each_other_and_nothing_else(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        caller, agent = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880)
        await media.leg("a", caller)
        await media.leg("b", agent)
        media.client.send(Join("x", "a", "TALK"))
        media.client.send(Join("x", "b", "TALK"))
        await seconds(1.2)
        hears(caller, 880)
        hears(agent, 440)
        assert level(caller.heard(0.6), 8000, 440) < 50, "nobody hears themselves"
        assert_continuous(caller.packets()[-40:])


@pytest.mark.parametrize(("left", "right"), [("PCMU", "PCMA"), ("G722", "PCMA"), ("G722", "PCMU")])
async def test_codecs_that_differ_are_transcoded(tmp_path: Path, left: str, right: str) -> None:
    async with Media(tmp_path) as media:
        one, other = RtpPeer(left, 440), RtpPeer(right, 880)
        await media.leg("a", one)
        await media.leg("b", other)
        media.client.send(Join("x", "a", "TALK"))
        media.client.send(Join("x", "b", "TALK"))
        await seconds(1.2)
        hears(one, 880)
        hears(other, 440)
        assert {each.payload_type for each in one.packets()} == {one.payload_type}


@pytest.mark.parametrize("suite", ["AES_CM_128_HMAC_SHA1_80", "AES_256_CM_HMAC_SHA1_80"])
async def test_srtp_on_one_side(tmp_path: Path, suite: str) -> None:
    size = 46 if "256" in suite else 30
    up, down = os.urandom(size), os.urandom(size)
    async with Media(tmp_path) as media:
        caller = RtpPeer("PCMA", 440)
        agent = RtpPeer("PCMA", 880, suite=suite, send_key=up, receive_key=down)
        await media.leg("a", caller)
        await media.leg("b", agent, SrtpKeys(suite, receive_key=up, send_key=down))
        media.client.send(Join("x", "a", "TALK"))
        media.client.send(Join("x", "b", "TALK"))
        await seconds(1.2)
        hears(caller, 880)
        hears(agent, 440)
        assert agent.undecryptable == 0


async def test_unauthenticated_packets_are_not_heard_on_an_srtp_leg(tmp_path: Path) -> None:
    keys = SrtpKeys("AES_CM_128_HMAC_SHA1_80", receive_key=os.urandom(30), send_key=os.urandom(30))
    async with Media(tmp_path) as media:
        caller, forger = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880)
        await media.leg("a", caller)
        await media.leg("b", forger, keys)
        media.client.send(Join("x", "a", "TALK"))
        media.client.send(Join("x", "b", "TALK"))
        await seconds(0.8)
        assert level(caller.heard(0.5), 8000, 880) < 50


async def test_a_stranger_is_ignored(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        caller, agent, stranger = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880), RtpPeer("PCMA", 1320)
        port = await media.leg("a", caller)
        await media.leg("b", agent)
        media.client.send(Join("x", "a", "TALK"))
        media.client.send(Join("x", "b", "TALK"))
        await sent()
        caller.wait_packets(10)
        stranger.start(("127.0.0.1", port))
        media.peers.append(stranger)
        await seconds(1.0)
        assert level(agent.heard(0.6), 8000, 1320) < 50
        hears(agent, 440)
        assert stranger.packets() == [], "and gets nothing"


async def test_the_peer_is_found_behind_a_nat_and_nobody_else_after_it(tmp_path: Path) -> None:
    """It signals an address where it is not; audio goes to where its first packets come from."""
    async with Media(tmp_path) as media:
        caller, agent, stranger = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880), RtpPeer("PCMA", 1320)
        await media.leg("b", agent)
        port = await media.client.open_leg("a")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as unused:
            unused.bind(("127.0.0.1", 0))
            media.client.send(SetLeg("a", "127.0.0.1", unused.getsockname()[1], "PCMA", 8, 101))
            caller.start(("127.0.0.1", port))
            media.peers += [caller, stranger]
            media.client.send(Join("x", "a", "TALK"))
            media.client.send(Join("x", "b", "TALK"))
            await sent()
            caller.wait_packets(5)
            stranger.start(("127.0.0.1", port))
            await seconds(1.0)
        hears(caller, 880, 0.5)
        hears(agent, 440, 0.5)
        assert level(agent.heard(0.5), 8000, 1320) < 50
        assert stranger.packets() == []


async def test_a_stranger_who_was_first_gives_way_to_the_address_that_was_signalled(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        caller, agent, stranger = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880), RtpPeer("PCMA", 1320)
        await media.leg("b", agent)
        port = await media.client.open_leg("a")
        media.client.send(SetLeg("a", "127.0.0.1", caller.port, "PCMA", 8, 101))
        media.client.send(Join("x", "a", "TALK"))
        media.client.send(Join("x", "b", "TALK"))
        media.peers += [caller, stranger]
        await sent()
        stranger.start(("127.0.0.1", port))
        stranger.wait_packets(5)
        caller.start(("127.0.0.1", port))
        await seconds(1.0)
        hears(caller, 880, 0.5)
        hears(agent, 440, 0.5)
        assert level(agent.heard(0.5), 8000, 1320) < 50


async def test_a_peer_that_was_moved_by_signalling_is_followed(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        first, second, agent = RtpPeer("PCMA", 440), RtpPeer("PCMU", 1320), RtpPeer("PCMA", 880)
        port = await media.leg("a", first)
        await media.leg("b", agent)
        media.client.send(Join("x", "a", "TALK"))
        media.client.send(Join("x", "b", "TALK"))
        await sent()
        first.wait_packets(20)
        media.client.send(SetLeg("a", "127.0.0.1", second.port, "PCMU", 0, 101))
        second.start(("127.0.0.1", port))
        media.peers.append(second)
        await seconds(1.0)
        hears(second, 880, 0.5)
        hears(agent, 1320, 0.5)
        assert level(agent.heard(0.5), 8000, 440) < 50
        assert_continuous(agent.packets()[-40:])


async def test_numbering_goes_on_over_every_switch(tmp_path: Path) -> None:
    """Alone, talking, hold music, talking again, alone: one stream without hole or repeat.

    A machine that stalls may cost time, never order: timestamps then leap by whole frames, as time did.
    """
    async with Media(tmp_path) as media:
        caller, agent = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880)
        await media.leg("a", caller)
        await media.leg("b", agent)
        send = media.client.send
        began_s = (await media_packets(caller, 10))[0].at_s
        send(Join("x", "a", "TALK"))
        send(Join("x", "b", "TALK"))
        await media_packets(caller, 20)
        send(Play("a", "p", ["music/none"], True))
        await media_packets(caller, 15)
        send(StopPlay("a"))
        await media_packets(caller, 20)
        send(Leave("b"))
        packets = await media_packets(caller, 15)
    assert len({each.ssrc for each in packets}) == 1
    steps = [((b.sequence - a.sequence) & 0xFFFF, b.timestamp - a.timestamp) for a, b in pairwise(packets)]
    assert {number for number, _ in steps} == {1}
    leaps = [ticks & 0xFFFFFFFF for _, ticks in steps]
    assert all(ticks > 0 and ticks % 160 == 0 for ticks in leaps), leaps
    took_s = packets[-1].at_s - began_s
    assert sum(leaps) / 8000 == pytest.approx(took_s, abs=0.25), "timestamps keep to the time that passed"
    assert sum(each.marker for each in packets) >= 3, "each new talk spurt is marked"


async def media_packets(peer: RtpPeer, more: int) -> list[Received]:
    """Wait until so many more packets came, and return all."""
    wanted = len(peer.packets()) + more
    async with asyncio.timeout(20):
        while len(peer.packets()) < wanted:
            await seconds(0.02)
    return peer.packets()


async def test_a_leg_alone_gets_a_steady_stream_at_once(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        caller = RtpPeer("PCMU", 440)
        began_s = time.monotonic()
        await media.leg("a", caller)
        first = caller.wait_packets(1)[0]
        assert first.at_s - began_s < 0.15
        await seconds(1.0)
        packets = caller.packets()
        assert_continuous(packets)
        mean_s = (packets[-1].at_s - packets[0].at_s) / (len(packets) - 1)
        assert mean_s == pytest.approx(0.02, rel=0.1)
        assert len(packets) >= 45
        assert loudest_hz(caller.heard(), 8000) == 0.0
