"""What is done to a leg while two talk: mute, keys sent, pauses of the recording, a peer that is gone."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import socket
import struct
import threading
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.server.voice.embedded.media import journal_format as fmt
from app.server.voice.embedded.media.codecs import CODEC_RATE_HZ
from app.server.voice.embedded.media.control import Control
from app.server.voice.embedded.media.framing import FrameSplitter, frame
from app.server.voice.embedded.media.leg import Leg
from app.server.voice.embedded.media.loop import MediaLoop
from app.server.voice.embedded.media.protocol import (
    CloseLeg,
    Health,
    Join,
    Leave,
    LegOpened,
    MediaBack,
    MediaGone,
    Mute,
    OpenLeg,
    PauseRecording,
    Quality,
    RecordingClosed,
    RecordStream,
    Report,
    Request,
    ResumeRecording,
    SendDigits,
    SetLeg,
    Shutdown,
    SrtpKeys,
    StopRecording,
    Trouble,
)
from app.server.voice.embedded.media.settings import MediaSettings
from tests.doubles.rtp_media import KEY, Media, free_range, seconds, sent
from tests.doubles.rtp_peer import RtpPeer, level, loudest_hz

CLOCKS_US = 20_000  # the media process takes the time once in a turn, and reckons it by the monotonic clock


async def two(media: Media, caller: RtpPeer, agent: RtpPeer, keys: SrtpKeys | None = None) -> None:
    await media.leg("a", caller)
    await media.leg("b", agent, keys)
    media.client.send(Join("x", "a", "TALK"))
    media.client.send(Join("x", "b", "TALK"))


def numbered_on(peer: RtpPeer, least: int) -> None:
    """No sequence number is missing or comes twice; packets that the machine's own hurry lost are few."""
    numbers = [each.sequence for each in peer.packets()]
    steps = [(after - before) & 0xFFFF for before, after in itertools.pairwise(numbers)]
    assert len(numbers) >= least
    assert set(steps) == {1}, steps


async def test_mute_is_silence_with_unbroken_numbering_and_recorded_so(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        caller, agent = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880)
        await two(media, caller, agent)
        for leg, side in (("a", "CUSTOMER"), ("b", "AGENT")):
            media.client.send(RecordStream("rec", "call", leg, side))
        await seconds(0.6)
        media.client.send(Mute("b", True))
        await seconds(0.8)
        assert level(caller.heard(0.4), 8000, 880) < 20
        assert level(agent.heard(0.4), 8000, 440) == pytest.approx(8000, rel=0.2), "she hears on"
        media.client.send(Mute("b", False))
        await seconds(0.5)
        assert level(caller.heard(0.2), 8000, 880) == pytest.approx(8000, rel=0.2)
        numbered_on(caller, 80)
        media.client.send(StopRecording("rec"))
        await media.wait(RecordingClosed)
    records = journal(tmp_path)["b"]
    sequences = [each[1] for each in records]
    assert {(after - before) & 0xFFFF for before, after in itertools.pairwise(sequences)} == {1}
    silent = [each[3] == b"\xd5" * 160 for each in records]
    assert 30 <= sum(silent) <= 50
    assert not silent[0]
    assert not silent[-1]


async def test_keys_are_sent_as_events_in_the_place_of_audio(tmp_path: Path) -> None:
    """Three presses towards the customer while the agent talks; numbering and time go on behind."""
    async with Media(tmp_path) as media:
        caller, agent = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880)
        await two(media, caller, agent)
        await seconds(0.4)
        media.client.send(SendDigits("a", "1,#"))
        await seconds(1.6)
    assert level(caller.heard(0.3), 8000, 880) == pytest.approx(8000, rel=0.2), "she is heard again"
    numbered_on(caller, 80)
    packets = caller.packets()
    events = [each for each in packets if each.payload_type == 101]
    presses = [list(group) for _, group in itertools.groupby(events, lambda each: each.timestamp)]
    assert [struct.unpack("!BBH", each[-1].payload) for each in presses] == [(1, 0x8A, 800), (11, 0x8A, 800)]
    for press in presses:
        parts = [struct.unpack("!BBH", each.payload) for each in press]
        assert [part[2] for part in parts] == [160, 320, 480, 640, 800, 800, 800]
        assert [part[1] >> 7 for part in parts] == [0, 0, 0, 0, 1, 1, 1]
        assert [each.marker for each in press] == [True] + [False] * 6
    apart = (presses[1][0].timestamp - presses[0][0].timestamp) & 0xFFFFFFFF
    assert apart == pytest.approx(8 * 700, abs=400), "100 ms, 100 ms between and half a second"
    first, last = packets.index(presses[0][0]), packets.index(presses[1][-1])
    between = {each.payload for each in packets[first:last] if each.payload_type == 8}
    assert between == {b"\xd5" * 160}, "her voice is suspended"
    assert (packets[last + 1].timestamp - presses[1][0].timestamp) & 0xFFFFFFFF == 7 * 160
    assert 101 not in {each.payload_type for each in agent.packets()}


async def test_keys_that_the_peer_cannot_take_are_told(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        caller = RtpPeer("PCMA", 440)
        await media.leg("a", caller, dtmf=None)
        media.client.send(SendDigits("a", "1"))
        assert (await media.wait(Trouble)).error_id == "media-keys"


async def test_nothing_is_kept_of_a_pause_and_the_journal_says_so(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        caller, agent = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880)
        await two(media, caller, agent)
        for leg, side in (("a", "CUSTOMER"), ("b", "AGENT")):
            media.client.send(RecordStream("rec", "call", leg, side))
        media.client.send(RecordStream("other", "call", "a", "CUSTOMER"))
        await seconds(0.5)
        asked_us = time.time_ns() // 1000
        media.client.send(PauseRecording("rec"))
        await sent()
        asked_until_us = time.time_ns() // 1000
        await seconds(1.6)
        assert level(caller.heard(0.4), 8000, 880) == pytest.approx(8000, rel=0.2), "they talk on"
        asked_again_us = time.time_ns() // 1000
        media.client.send(ResumeRecording("rec"))
        await seconds(0.5)
        for each in ("rec", "other"):
            media.client.send(StopRecording(each))
            await media.wait(RecordingClosed, lambda report, each=each: report.recording == each)
    kept = journal(tmp_path)
    for leg in "ab":
        spans = pauses(tmp_path)[leg]
        assert len(spans) >= 2, "told each second, so that a crash does not forget it"
        assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))
        begin_us, end_us = spans[0][0], spans[-1][1]
        assert begin_us >= asked_us - CLOCKS_US
        assert end_us >= asked_again_us - CLOCKS_US
        arrivals = [each[0] for each in kept[leg]]
        assert not [each for each in arrivals if begin_us < each < end_us], "nothing is kept of it"
        turns = {each for each in arrivals if asked_until_us < each <= begin_us}
        assert len(turns) <= 3, "the media process took the request when it got it"
        assert arrivals[0] < begin_us
        assert arrivals[-1] > end_us, "it goes on afterwards"
    begin_us, end_us = pauses(tmp_path)["a"][0][0], pauses(tmp_path)["a"][-1][1]
    other = kept["a other"]
    steps = {(after[1] - before[1]) & 0xFFFF for before, after in itertools.pairwise(other)}
    assert steps == {1}, "the other recording went on"
    assert len([each for each in other if begin_us < each[0] < end_us]) >= 30, "all through the pause"
    opened, last = other[0][1], kept["a"][-1][1]
    expected = [each[1] for each in other if not begin_us <= each[0] <= end_us]
    expected = [each for each in expected if (each - opened) & 0xFFFF <= (last - opened) & 0xFFFF]
    assert [each[1] for each in kept["a"] if each[1] in expected] == expected, "nothing else is missing"


async def test_who_does_not_listen_any_more_is_gone_before_the_time_is_over(tmp_path: Path) -> None:
    """The agent's program died: her machine says that nobody listens at her port."""
    async with Media(tmp_path, media_gone_s=30.0) as media:
        caller, agent = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880)
        await two(media, caller, agent)
        await seconds(0.5)
        agent.close()
        gone = await media.wait(MediaGone, timeout_s=4)
        assert gone.leg == "b"
        assert [each.leg for each in media.all(MediaGone)] == ["b"]
        again = RtpPeer("PCMA", 880)
        media.client.send(SetLeg("b", "127.0.0.1", again.port, "PCMA", 8, 101))
        media.peers.append(again)
        again.start(("127.0.0.1", agent._remote[1]))  # type: ignore[index]
        assert (await media.wait(MediaBack)).leg == "b"
        await seconds(0.5)
        assert level(caller.heard(0.3), 8000, 880) == pytest.approx(8000, rel=0.2)


async def test_lost_late_and_restarted_packets_on_the_short_way(tmp_path: Path) -> None:
    """A loss stays a loss, a late packet keeps its place, a new beginning goes on; all recorded."""
    up, down = os.urandom(30), os.urandom(30)
    keys = SrtpKeys("AES_CM_128_HMAC_SHA1_80", receive_key=up, send_key=down)
    async with Media(tmp_path) as media:
        caller = RtpPeer("PCMA", None)
        agent = RtpPeer("PCMA", None, send_key=up, receive_key=down)
        caller.pause()
        await two(media, caller, agent, keys)
        media.client.send(RecordStream("rec", "call", "a", "CUSTOMER"))
        await seconds(0.2)
        order = [*range(65530, 65540), 65541, 65543, 65542, *range(65544, 65550)]
        order += [*range(30000, 30010)]  # begins anew, far away
        for place, number in enumerate(order):
            head = struct.pack("!BBHII", 0x80, 8, number & 0xFFFF, number * 160 & 0xFFFFFFFF, 77)
            caller.socket.sendto(head + bytes((place,)) * 160, caller._remote)  # type: ignore[arg-type]
            await asyncio.sleep(0.02)
        await seconds(0.1)
        got = {each.payload[0]: each for each in agent.packets() if len(set(each.payload)) == 1}
        media.client.send(StopRecording("rec"))
        await media.wait(RecordingClosed)
        media.client.send(CloseLeg("a"))
        whole = (await media.wait(Quality, lambda each: each.final)).received
    assert (whole.packets, whole.lost) == (29, 1)
    first = got[0].sequence
    places = [(got[each].sequence - first) & 0xFFFF for each in range(19)]
    assert places == [*range(10), 11, 13, 12, *range(14, 20)]
    stamps = [(got[each].timestamp - got[0].timestamp) & 0xFFFFFFFF for each in range(19)]
    assert stamps == [160 * each for each in places]
    assert [(got[19 + each].sequence - first) & 0xFFFF for each in range(10)] == [*range(20, 30)]
    assert got[19].marker
    records = journal(tmp_path)["a"]
    assert [each[1] for each in records] == [each & 0xFFFF for each in order]
    assert [each[2] for each in records] == [each * 160 & 0xFFFFFFFF for each in order]
    assert [each[3][0] for each in records] == list(range(len(order)))
    arrivals = [each[0] for each in records]
    assert arrivals == sorted(arrivals)


@pytest.mark.skipif("OPUS" not in CODEC_RATE_HZ, reason="no libopus on this machine")
@pytest.mark.parametrize("other", ["OPUS", "PCMA", "G722"])
async def test_opus_passes_in_its_own_clock(tmp_path: Path, other: str) -> None:
    async with Media(tmp_path) as media:
        one, two_ = RtpPeer("OPUS", 440), RtpPeer(other, 880)
        await two(media, one, two_)
        media.client.send(RecordStream("rec", "call", "a", "CUSTOMER"))
        await seconds(1.5)
        media.client.send(StopRecording("rec"))
        await media.wait(RecordingClosed)
    for peer, tone_hz in ((one, 880), (two_, 440)):
        assert loudest_hz(peer.heard(0.6), peer.rate_hz) == pytest.approx(tone_hz, abs=8)
        packets = peer.packets()[-30:]
        ticks = 960 if peer.codec == "OPUS" else 160
        steps = [
            ((b.sequence - a.sequence) & 0xFFFF, (b.timestamp - a.timestamp) & 0xFFFFFFFF)
            for a, b in itertools.pairwise(packets)
        ]
        assert {stamp / number for number, stamp in steps} == {ticks}
    records = journal(tmp_path)["a"]
    assert len(records) > 50
    assert {each[4] for each in records} == {111}
    steps = {(b[2] - a[2]) & 0xFFFFFFFF for a, b in itertools.pairwise(records)}
    assert steps == {960}


async def test_ticks_are_counted(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        caller = RtpPeer("PCMA", 440)
        await media.leg("a", caller)
        await media.wait(Health, lambda each: each.ticks >= 48, timeout_s=5)
        assert all(each.late_ticks <= each.ticks for each in media.all(Health))


def _blocks(folder: Path) -> list[tuple[int, int, bytes]]:
    found: list[tuple[int, int, bytes]] = []
    for path in sorted((folder / "journal").glob("*.journal")):
        data = path.read_bytes()
        header = fmt.parse_header(data)
        assert header is not None
        for chunk in fmt.Sealer(KEY, header).open(data):
            found += fmt.blocks(chunk)
    return found


def _legs(folder: Path) -> dict[int, str]:
    """Stream number -> leg, and the recording behind it unless that is "rec"."""
    names: dict[int, str] = {}
    for kind, stream, body in _blocks(folder):
        if kind == fmt.OPEN:
            opened = msgspec.msgpack.decode(body, type=fmt.StreamOpened)
            names[stream] = opened.leg if opened.recording == "rec" else f"{opened.leg} {opened.recording}"
    return names


def journal(folder: Path) -> dict[str, list[tuple[int, int, int, bytes, int]]]:
    """What was kept of each leg: arrival, sequence, timestamp, payload, codec."""
    names, kept = _legs(folder), {}
    for kind, stream, body in _blocks(folder):
        at = 0
        while kind == fmt.AUDIO and at < len(body):
            arrival, sequence, timestamp, codec, length = fmt.RECORD.unpack_from(body, at)
            at += fmt.RECORD.size
            record = (arrival, sequence, timestamp, bytes(body[at : at + length]), codec)
            kept.setdefault(names[stream], []).append(record)
            at += length
    return kept


def pauses(folder: Path) -> dict[str, list[tuple[int, ...]]]:
    names, found = _legs(folder), {}
    for kind, stream, body in _blocks(folder):
        if kind == fmt.PAUSE:
            found.setdefault(names[stream], []).append(fmt.SPAN.unpack(body))
    return found


def test_a_fault_in_one_leg_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packets of one leg run into a fault of ours: the two others talk on, and a person is told."""
    sound = Leg.handle

    def handle(leg: Leg, length: int) -> None:
        if leg.name == "bad":
            raise RuntimeError("a fault that nobody thought of")
        sound(leg, length)

    monkeypatch.setattr(Leg, "handle", handle)
    ours, theirs = socket.socketpair()
    low, high = free_range()
    settings = MediaSettings("127.0.0.1", low, high, (tmp_path,), tmp_path / "journal", KEY)
    theirs.setblocking(False)
    loop = threading.Thread(target=MediaLoop(settings, Control(theirs)).run)
    loop.start()
    reports: list[Report] = []
    decoder, splitter = msgspec.msgpack.Decoder(Report), FrameSplitter()
    ours.settimeout(5)

    def ask(*requests: Request) -> None:
        for each in requests:
            ours.sendall(frame(msgspec.msgpack.encode(each)))

    def wait(kind: type, leg: str = "") -> Any:
        while True:
            for each in reports:
                if isinstance(each, kind) and leg in ("", getattr(each, "leg", "")):
                    return each
            reports.extend(decoder.decode(body) for body in splitter.feed(ours.recv(65536)))

    peers = {"a": RtpPeer("PCMA", 440), "b": RtpPeer("PCMA", 880), "bad": RtpPeer("PCMA", 1320)}
    try:
        for name, peer in peers.items():
            ask(OpenLeg(name))
            port = wait(LegOpened, name).port
            ask(SetLeg(name, "127.0.0.1", peer.port, "PCMA", 8, 101), Join("x", name, "TALK"))
            if name == "bad":
                ask(Leave(name))
            peer.start(("127.0.0.1", port))
        assert wait(Trouble).error_id == "media-fault"
        peers["a"].wait_packets(40)
        assert level(peers["a"].heard(0.4), 8000, 880) == pytest.approx(8000, rel=0.2)
        assert len([each for each in reports if isinstance(each, Trouble)]) == 1, "not for each packet"
        ask(Shutdown())
        loop.join(5)
        assert not loop.is_alive()
    finally:
        ours.close()
        for peer in peers.values():
            peer.close()


@pytest.mark.parametrize("mixed", [False, True])
async def test_rubbish_in_every_codec_is_no_fault(tmp_path: Path, mixed: bool) -> None:
    """Random bytes in the place of sound, keys, noise and headers, transcoded, mixed and recorded."""
    dice = random.Random(4733)
    codecs = [each for each in ("PCMA", "OPUS", "G722", "PCMU") if each in CODEC_RATE_HZ]
    async with Media(tmp_path) as media:
        peers = [RtpPeer(each, None) for each in codecs]
        for number, peer in enumerate(peers):
            peer.pause()
            port = await media.client.open_leg(f"leg{number}")
            place = (f"leg{number}", "127.0.0.1", peer.port, peer.codec, peer.payload_type, 101)
            media.client.send(SetLeg(*place, comfort_noise_payload_type=13))
            media.client.send(Join("x" if mixed else f"x{number // 2}", f"leg{number}", "TALK"))
            media.client.send(RecordStream("rec", "call", f"leg{number}", "CUSTOMER"))
            media.peers.append(peer)
            peer.start(("127.0.0.1", port))
        for number in range(300):
            for peer in peers:
                kind = dice.choice((peer.payload_type, peer.payload_type, 101, 13, 0, 8, 9, 72, 126))
                first = dice.choice((0x80, 0x80, 0x80, 0x90, 0xA0, 0x8F, dice.randrange(256)))
                head = struct.pack("!BBHII", first, kind, number, number * 160, 7)
                size = dice.choice((0, 1, 3, 160, 160, dice.randrange(1700)))
                peer.socket.sendto(head + dice.randbytes(size), peer._remote)  # type: ignore[arg-type]
            await asyncio.sleep(0.005)
        await seconds(0.3)
        assert media.deaths == 0
        assert [each for each in media.all(Trouble) if each.error_id == "media-fault"] == []
        assert all(len(peer.packets()) > 30 for peer in peers)
