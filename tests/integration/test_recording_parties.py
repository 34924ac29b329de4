"""Several parties, a silent supervisor and a pause: recorded by the real media process, finished, heard."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from app.server.recordings import container, journal
from app.server.recordings.finish import finish
from app.server.recordings.timeline import parse
from app.server.voice.embedded.media.protocol import (
    Join,
    Leave,
    PauseRecording,
    RecordingClosed,
    RecordStream,
    ResumeRecording,
    StopRecording,
    StopStream,
)
from tests.doubles.recordings import Heard, listen
from tests.doubles.rtp_media import KEY, Media, seconds, sent
from tests.doubles.rtp_peer import RtpPeer


def now_ms() -> float:
    return time.time_ns() / 1e6


def finished(folder: Path) -> tuple[Heard, float]:
    """The recording, and when it began, in ms since 1970."""
    target = folder / "r.rec"
    done = finish(folder / "journal", KEY, "rec1", target, KEY)
    return listen(done, container.unseal(target.read_bytes(), KEY)), done.started_at.timestamp() * 1000


async def test_a_conference_with_a_supervisor_who_only_listens(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        peers = {name: RtpPeer("PCMA", hz) for name, hz in (("c", 440), ("a", 880), ("b", 1320), ("s", 2000))}
        for name in ("c", "a"):
            await media.leg(name, peers[name])
            media.client.send(Join("x", name, "TALK"))
            side = "CUSTOMER" if name == "c" else "AGENT"
            media.client.send(RecordStream("rec1", "call1", name, side))
        await media.leg("s", peers["s"])
        media.client.send(Join("x", "s", "LISTEN"))
        await seconds(1.2)
        await media.leg("b", peers["b"])
        media.client.send(Join("x", "b", "TALK"))
        media.client.send(RecordStream("rec1", "call1", "b", "AGENT"))
        joined_ms = now_ms()
        await seconds(1.2)
        media.client.send(Leave("a"))
        peers["a"].pause()
        left_ms = now_ms()
        await seconds(1.0)
        media.client.send(StopRecording("rec1"))
        await media.wait(RecordingClosed)
        found, began_ms = finished(tmp_path)
    join, leave, end = joined_ms - began_ms, left_ms - began_ms, found.done.duration_ms
    assert found.done.gaps == []
    assert found.level("left", 440, 200, end - 100) == pytest.approx(8000, rel=0.2)
    assert found.begins_ms("right", 1320) == pytest.approx(join, abs=40)
    assert found.level("right", 880, join + 100, leave - 100) == pytest.approx(8000, rel=0.2), "not doubled"
    assert found.level("right", 1320, join + 100, end - 100) == pytest.approx(8000, rel=0.2)
    assert found.level("right", 880, leave + 60, end - 100) < 100
    for side, others in (("left", (880, 1320, 2000)), ("right", (440, 2000))):
        for hz in others:
            assert found.level(side, hz, 200, end - 100) < 40, f"{hz} Hz on the {side}"


async def test_a_pause_keeps_the_card_number_out(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        caller, agent = RtpPeer("PCMA", 440), RtpPeer("G722", 880)
        for name, peer, side in (("c", caller, "CUSTOMER"), ("a", agent, "AGENT")):
            await media.leg(name, peer)
            media.client.send(Join("x", name, "TALK"))
            media.client.send(RecordStream("rec1", "call1", name, side))
        await seconds(1.3)
        media.client.send(PauseRecording("rec1"))
        paused_ms = now_ms()
        await seconds(1.8)
        media.client.send(ResumeRecording("rec1"))
        resumed_ms = now_ms()
        await seconds(1.2)
        media.client.send(StopRecording("rec1"))
        await media.wait(RecordingClosed)
        found, began_ms = finished(tmp_path)
    pause, resume, end = paused_ms - began_ms, resumed_ms - began_ms, found.done.duration_ms
    (gap,) = found.done.gaps
    assert gap.reason == "paused"
    assert (gap.from_ms, gap.to_ms) == (pytest.approx(pause, abs=50), pytest.approx(resume, abs=50))
    for side, hz in (("left", 440), ("right", 880)):
        assert found.level(side, hz, 200, pause - 100) == pytest.approx(8000, rel=0.2)
        assert found.rms(side, gap.from_ms + 20, gap.to_ms - 20) < 20
        assert found.level(side, hz, resume + 150, end - 100) == pytest.approx(8000, rel=0.2)


async def test_killed_in_a_pause_the_pause_is_known(tmp_path: Path) -> None:
    """It is said every second, not only at its end."""
    async with Media(tmp_path) as media:
        caller = RtpPeer("PCMA", 440)
        await media.leg("c", caller)
        media.client.send(RecordStream("rec1", "call1", "c", "CUSTOMER"))
        await seconds(1.2)
        asked_ms = now_ms()
        media.client.send(PauseRecording("rec1"))
        await sent()
        asked_until_ms = now_ms()
        await seconds(2.2)
        assert media.client.pid is not None
        os.kill(media.client.pid, signal.SIGKILL)
        await media.death()
        found, began_ms = finished(tmp_path)
    (gap,) = found.done.gaps
    assert gap.reason == "paused"
    begin_ms = began_ms + gap.from_ms
    assert begin_ms >= asked_ms - 20
    outline = journal.outline(tmp_path / "journal", KEY, "rec1")
    audio = b"".join(each.audio for each in journal.pieces(outline, KEY))
    kept_ms = [each.arrival_us / 1000 for each in parse(audio)]
    assert max(kept_ms) <= begin_ms + 1, "nothing is kept of it"
    turns = {each for each in kept_ms if each > asked_until_ms}
    assert len(turns) <= 3, "the media process took the request when it got it, however late that was"
    assert gap.to_ms == found.done.duration_ms


async def test_who_is_taken_off_the_record_is_heard_no_more_in_it(tmp_path: Path) -> None:
    """A supervisor who had barged in and listens again."""
    async with Media(tmp_path) as media:
        caller, supervisor = RtpPeer("PCMA", 440), RtpPeer("PCMA", 2000)
        for name, peer, side in (("c", caller, "CUSTOMER"), ("s", supervisor, "AGENT")):
            await media.leg(name, peer)
            media.client.send(Join("x", name, "TALK"))
            media.client.send(RecordStream("rec1", "call1", name, side))
        await seconds(1.2)
        media.client.send(Join("x", "s", "LISTEN"))
        media.client.send(StopStream("rec1", "s"))
        off_ms = now_ms()
        await seconds(1.2)
        media.client.send(StopRecording("rec1"))
        await media.wait(RecordingClosed)
        found, began_ms = finished(tmp_path)
    off, end = off_ms - began_ms, found.done.duration_ms
    assert found.level("right", 2000, 200, off - 150) == pytest.approx(8000, rel=0.2)
    assert found.level("right", 2000, off + 150, end - 100) < 40
    assert found.level("left", 440, 200, end - 100) == pytest.approx(8000, rel=0.2)
