"""RTCP of the media process against a peer that was written by the RFC, and what control learns from it."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from app.e_model import mos
from app.server.voice.embedded.media.protocol import CloseLeg, Join, Quality, SetLeg, SrtpKeys
from tests.doubles.rtcp_peer import NTP_1970, RtcpPeer
from tests.doubles.rtp_media import Media, seconds

CODEC = ("PCMA", 8, 101)


async def connect(media: Media, name: str, peer: RtcpPeer, keys: SrtpKeys | None = None) -> None:
    peer.remote = ("127.0.0.1", await media.client.open_leg(name))
    media.client.send(
        SetLeg(name, "127.0.0.1", peer.port, *CODEC, keys, rtcp_port=peer.rtcp_port, rtcp_mux=peer.mux)
    )
    async with asyncio.timeout(5):  # our stream begins at once: then it is set
        while not peer.rtp:
            await asyncio.sleep(0.01)
            peer.listen()


async def test_sender_reports_say_what_was_sent_and_what_arrived(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        peer = RtcpPeer()
        await connect(media, "a", peer)
        await peer.talk(4.2, lost=lambda number: number % 10 == 5)
        peer.report(lost=3, fraction=25, jitter=80)
        before_s = time.monotonic()
        await peer.talk(4.0)
        media.client.send(CloseLeg("a"))
        final = await media.wait(Quality, lambda each: each.final)
        await seconds(0.1)
        peer.listen()
        peer.close()

    first, second, last = peer.heard[0], next(e for e in peer.heard if e.at_s > before_s), peer.heard[-1]
    assert first.kinds == (200, 202)
    assert first.cname and first.cname == last.cname
    assert {each.ssrc for each in peer.heard} == {peer.rtp[0][2]}, "as in its RTP"
    ntp, stamp, packets, octets = first.sender or (0, 0, 0, 0)
    assert ntp / 2**32 - NTP_1970 == pytest.approx(time.time() - (time.monotonic() - first.at_s), abs=0.1)
    heard_by_then = [each for each in peer.rtp if each[3] <= first.at_s]
    assert packets == pytest.approx(len(heard_by_then), abs=2)
    assert octets == packets * 160
    assert (stamp - heard_by_then[-1][1] + 800) & 0xFFFFFFFF < 1600, "the RTP time of that moment"

    (block,) = first.blocks
    assert block[0] == peer.ssrc
    sent_by_then = round((first.at_s - peer.rtp[0][3]) * 50)
    assert block[2] == pytest.approx(sent_by_then / 10, abs=2)
    assert block[1] == pytest.approx(25.6, abs=6), "a tenth, in 1/256"
    assert block[3] == pytest.approx(65400 + sent_by_then, abs=5), "goes on over 65535"
    assert block[5] == 0, "we had not reported yet"
    (block,) = second.blocks
    assert block[5] != 0
    assert block[6] / 65536 == pytest.approx(second.at_s - before_s, abs=0.15)

    assert last.kinds == (200, 202, 203), "goodbye"
    assert final.received.packets == 410 - 21
    assert final.received.lost == 21
    assert final.sent is not None
    assert (final.sent.lost, final.sent.jitter_ms) == (3, 10.0)
    assert final.round_trip_ms is not None
    assert final.round_trip_ms < 100


async def test_quality_comes_every_five_seconds_with_the_peers_view(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        good, bad = RtcpPeer(), RtcpPeer()
        await connect(media, "a", good)
        await connect(media, "b", bad)
        async with asyncio.timeout(10):
            await asyncio.gather(good.talk(2.0), bad.talk(2.0, lost=lambda number: number % 5 == 4))
            while not good.heard or time.monotonic() - good.heard[-1].at_s < 0.4:
                await good.talk(0.1)
        (sent_ntp, *_), heard_s = good.heard[-1].sender or (0,), good.heard[-1].at_s
        heard_ntp_s = time.time() + NTP_1970 - (time.monotonic() - heard_s)
        line_ms = 300 + 1000 * (heard_ntp_s - sent_ntp / 2**32)
        good.report(late_s=0.3)
        quality = await media.wait(Quality, lambda each: each.leg == "a" and each.sent is not None, 12)
        poor = [await media.wait(Quality, lambda each: each.leg == "b")]
        if poor[0].received.packets < 80:  # on a busy machine the five seconds end in the midst of its talk
            await media.wait(Quality, lambda each: each.leg == "b" and each is not poor[0], 12)
            poor = [each for each in media.all(Quality) if each.leg == "b"]
        good.close()
        bad.close()
    assert not quality.final
    assert quality.codec == "PCMA"
    assert quality.received.lost == 0
    assert quality.round_trip_ms is not None
    assert line_ms - 10 <= quality.round_trip_ms <= line_ms + 250, "and until a busy machine reads the report"
    heard = quality.received
    assert heard.mos == pytest.approx(mos("PCMA", 0.0, heard.jitter_ms, quality.round_trip_ms), abs=0.02)
    assert heard.mos < mos("PCMA", 0.0, heard.jitter_ms, 0.0), "the delay is heard"
    assert {each.sent for each in poor} == {None}, "it never reported"
    packets, lost = (sum(getattr(each.received, what) for each in poor) for what in ("packets", "lost"))
    assert (packets, lost) == (80, 19), "the last one is not missed yet"
    assert poor[0].received.mos < 2.8


async def test_encrypted_and_on_one_port(tmp_path: Path) -> None:
    up, down = os.urandom(30), os.urandom(30)
    keys = SrtpKeys("AES_CM_128_HMAC_SHA1_80", receive_key=up, send_key=down)
    async with Media(tmp_path) as media:
        peer, other = RtcpPeer(mux=True, send_key=up, receive_key=down), RtcpPeer()
        await connect(media, "a", peer, keys)
        await connect(media, "b", other)
        for name in "ab":
            media.client.send(Join("x", name, "TALK"))
        for number in range(9):  # forwarded the short way, with RTCP between
            await peer.talk(0.25)
            await other.talk(0.25)
            if peer.heard and number < 8:
                peer.report(lost=1, fraction=2)
        media.client.send(CloseLeg("a"))
        final = await media.wait(Quality, lambda each: each.final and each.leg == "a")
        await seconds(0.1)
        peer.listen()
        peer.close()
        other.close()
    assert peer.heard, "it could be decrypted"
    assert peer.heard[-1].kinds[-1] == 203
    assert final.sent is not None
    assert final.sent.lost == 1
    assert final.round_trip_ms is not None
    assert final.received.lost == 0


async def test_forged_and_damaged_reports_change_nothing(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        peer = RtcpPeer()
        await connect(media, "a", peer)
        await peer.talk(0.3)
        rtcp = (peer.remote[0], peer.remote[1] + 1)
        for rubbish in (b"", b"\x81\xc8", b"\x81\xc8\x00\x06" + bytes(8), b"\x9f\xc9\x00\x01" + bytes(4)):
            peer.sockets[-1].sendto(rubbish, rtcp)
        for _ in range(50):
            peer.sockets[-1].sendto(b"\x81\xc9" + os.urandom(60), rtcp)
        await peer.talk(0.3)
        media.client.send(CloseLeg("a"))
        final = await media.wait(Quality, lambda each: each.final)
        peer.close()
        assert media.deaths == 0
    assert final.sent is None
    assert final.received.packets == 30


@pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not there to judge")
async def test_a_third_party_understands_our_reports(tmp_path: Path) -> None:
    """What we send, put into a capture file as UDP, is read by tshark without complaint."""
    from app.server.voice.embedded.media import rtcp

    block = rtcp.Block(7, 0.25, 5, 70000, 160, 0x1234, 0x8000)
    sender = rtcp.SenderInfo(rtcp.ntp_time(time.time()), 160, 10, 1600)
    data = rtcp.compound(rtcp.Report(99, sender, (block,)), "someone", goodbye=True)
    text = tmp_path / "packet.txt"
    text.write_text("0000 " + " ".join(f"{byte:02x}" for byte in data) + "\n")
    capture = tmp_path / "packet.pcap"
    subprocess.run(["text2pcap", "-q", "-u", "5005,5005", text, capture], check=True, capture_output=True)
    shown = subprocess.run(
        ["tshark", "-r", capture, "-d", "udp.port==5005,rtcp", "-V"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for line in (
        "Sender Report (200)",
        "Source description (202)",
        "Goodbye (203)",
        "Fraction lost: 64 / 256",
        "Cumulative number of packets lost: 5",
        "Sequence number cycles count: 1",
        "Text: someone",
        "RTCP frame length check: OK",
    ):
        assert line in shown, shown
    assert "Malformed" not in shown
