"""A conversation is recorded by the media process, finished by the service, and heard again."""

from __future__ import annotations

import io
import os
import select
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from app.server.recordings import journal
from app.server.recordings.chain import broken_links
from app.server.recordings.model import FinishedRow, RecordingError
from app.server.recordings.service import RecordingService
from app.server.voice.embedded.media.protocol import (
    CloseLeg,
    Join,
    RecordingClosed,
    RecordStream,
    SrtpKeys,
    StopRecording,
    Trouble,
)
from tests.doubles.rtp_media import KEY, Media, seconds
from tests.doubles.rtp_peer import RtpPeer, level

MASTER = bytes(reversed(range(32)))


class MemoryIndex:
    def __init__(self) -> None:
        self.rows: list[FinishedRow] = []
        self.open: list[str] = []
        self.failed: list[str] = []

    async def add(self, row: FinishedRow) -> None:
        self.rows.append(row)

    async def get(self, recording_id: str) -> FinishedRow | None:
        return next((each for each in self.rows if each.recording_id == recording_id), None)

    async def last(self) -> FinishedRow | None:
        return self.rows[-1] if self.rows else None

    async def begun_at(self, recording_id: str) -> None:
        return None

    async def ended_at(self, recording_id: str) -> None:
        return None

    async def open_ids(self) -> list[str]:
        return self.open

    async def mark_failed(self, recording_id: str) -> None:
        self.failed.append(recording_id)


@pytest.fixture
async def service(tmp_path: Path):
    each = RecordingService(tmp_path / "journal", tmp_path / "recordings", MASTER, MemoryIndex(), KEY)
    yield each
    await each.close()


def decode(ogg: bytes) -> tuple[np.ndarray, np.ndarray, int]:
    """Left, right, rate."""
    with av.open(io.BytesIO(ogg)) as container:
        frames = [each.to_ndarray() for each in container.decode(audio=0)]
        rate = container.streams.audio[0].rate
    both = np.concatenate(frames, axis=1)
    if both.shape[0] == 1:
        both = both.reshape(-1, 2).T
    if both.dtype.kind == "f":
        both = both * 32768
    return both[0], both[1], rate


def tone_at(samples: np.ndarray, rate: int, tone_hz: float, from_s: float, to_s: float) -> float:
    """Amplitude, the mean of pieces of 100 ms: Opus lets the phase of a tone wander."""
    step = rate // 10
    starts = range(int(from_s * rate), int(to_s * rate) - step + 1, step)
    return float(np.mean([level(samples[at : at + step], rate, tone_hz) for at in starts]))


async def talk(media: Media, caller: RtpPeer, agent: RtpPeer, keys: SrtpKeys | None = None) -> None:
    await media.leg("a", caller)
    await media.leg("b", agent, keys)
    media.client.send(Join("x", "a", "TALK"))
    media.client.send(Join("x", "b", "TALK"))
    media.client.send(RecordStream("rec1", "call1", "a", "CUSTOMER"))
    media.client.send(RecordStream("rec1", "call1", "b", "AGENT"))


async def test_each_side_is_heard_on_its_own_channel(tmp_path: Path, service: RecordingService) -> None:
    keys = SrtpKeys("AES_256_CM_HMAC_SHA1_80", receive_key=os.urandom(46), send_key=os.urandom(46))
    async with Media(tmp_path) as media:
        caller = RtpPeer("PCMA", 440)
        agent = RtpPeer("G722", 880, suite=keys.suite, send_key=keys.receive_key, receive_key=keys.send_key)
        await talk(media, caller, agent, keys)
        await seconds(2.0)
        media.client.send(StopRecording("rec1"))
        await media.wait(RecordingClosed)
        row = await service.finish("rec1")
    left, right, rate = decode(await service.audio("rec1"))
    assert row.call_id == "call1"
    assert row.gaps == []
    assert 1900 <= row.duration_ms <= 3300
    assert len(left) / rate == pytest.approx(row.duration_ms / 1000, abs=0.1)
    for samples, own_hz, other_hz in ((left, 440, 880), (right, 880, 440)):
        assert tone_at(samples, rate, own_hz, 0.5, 1.8) == pytest.approx(8000, rel=0.25)
        assert tone_at(samples, rate, other_hz, 0.5, 1.8) < 200
    stored = (tmp_path / "recordings" / row.path).read_bytes()
    assert b"OggS" not in stored and b"OpusHead" not in stored
    assert row.size_bytes == len(stored)
    for file in (tmp_path / "journal").iterdir():
        assert b"call1" not in file.read_bytes(), "not even ids are readable in the journal"


async def test_killed_in_the_middle_of_a_call_loses_at_most_a_second(
    tmp_path: Path, service: RecordingService
) -> None:
    async with Media(tmp_path) as media:
        caller, agent = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880)
        await talk(media, caller, agent)
        await seconds(2.7)
        assert media.client.pid is not None
        os.kill(media.client.pid, signal.SIGKILL)
        await media.death()
        rows = await service.recover()
    assert [each.recording_id for each in rows] == ["rec1"]
    left, right, rate = decode(await service.audio("rec1"))
    assert 1600 <= rows[0].duration_ms <= 2900
    assert tone_at(left, rate, 440, 0.3, 1.6) == pytest.approx(8000, rel=0.25)
    assert tone_at(right, rate, 880, 0.3, 1.6) == pytest.approx(8000, rel=0.25)
    assert list((tmp_path / "journal").iterdir()) == [], "nothing is left behind when all is finished"
    assert await service.recover() == []


async def test_when_control_dies_the_journal_is_written_to_the_end(
    tmp_path: Path, service: RecordingService
) -> None:
    async with Media(tmp_path) as media:
        caller, agent = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880)
        await talk(media, caller, agent)
        await seconds(1.5)
        writer = media.client._writer
        assert writer is not None
        writer.close()  # what the media process sees when control is killed
        await media.death()
        rows = await service.recover()
    assert 1400 <= rows[0].duration_ms <= 2500
    left, _, rate = decode(await service.audio("rec1"))
    assert tone_at(left, rate, 440, 1.1, 1.4) == pytest.approx(8000, rel=0.3)


async def test_a_running_recording_is_not_taken_for_a_left_one(
    tmp_path: Path, service: RecordingService
) -> None:
    async with Media(tmp_path) as media:
        caller, agent = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880)
        await talk(media, caller, agent)
        await seconds(1.5)
        assert await service.recover() == []
        assert len(list((tmp_path / "journal").iterdir())) == 1
        media.client.send(StopRecording("rec1"))
        await media.wait(RecordingClosed)
        assert [e.recording_id for e in journal.unfinished(tmp_path / "journal", KEY)] == ["rec1"]


async def test_a_transfer_goes_on_in_the_same_recording(tmp_path: Path, service: RecordingService) -> None:
    async with Media(tmp_path) as media:
        caller, first, second = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880), RtpPeer("PCMU", 1320)
        await talk(media, caller, first)
        await seconds(1.0)
        media.client.send(CloseLeg("b"))
        await media.leg("c", second)
        media.client.send(Join("x", "c", "TALK"))
        media.client.send(RecordStream("rec1", "call1", "c", "AGENT"))
        await seconds(1.2)
        media.client.send(StopRecording("rec1"))
        await media.wait(RecordingClosed)
        await service.finish("rec1")
    _, right, rate = decode(await service.audio("rec1"))
    assert tone_at(right, rate, 880, 0.3, 0.9) == pytest.approx(8000, rel=0.25)
    assert tone_at(right, rate, 1320, 1.3, 2.0) == pytest.approx(8000, rel=0.25)
    assert tone_at(right, rate, 880, 1.3, 2.0) < 600


async def test_a_full_disk_costs_audio_but_no_call(tmp_path: Path, service: RecordingService) -> None:
    """The folder of the journal cannot be written at first; then it can."""
    blocked = tmp_path / "journal"
    blocked.write_text("a file where the folder should be")
    async with Media(tmp_path) as media:
        caller, agent = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880)
        await talk(media, caller, agent)
        trouble = await media.wait(Trouble)
        assert trouble.error_id == "recording-journal"
        await seconds(0.5)
        assert level(caller.heard(0.4), 8000, 880) == pytest.approx(8000, rel=0.2)
        blocked.unlink()
        await seconds(2.5)
        media.client.send(StopRecording("rec1"))
        await media.wait(RecordingClosed)
        assert [each.over for each in media.all(Trouble)] == [False, True]
        row = await service.finish("rec1")
    (gap,) = row.gaps
    assert gap[0] < 300
    assert 700 < gap[1] < 3000
    left, _, rate = decode(await service.audio("rec1"))
    after_s = gap[1] / 1000 + 0.2
    assert tone_at(left, rate, 440, after_s, after_s + 0.5) == pytest.approx(8000, rel=0.3)


async def test_recordings_are_chained_and_a_changed_file_is_refused(
    tmp_path: Path, service: RecordingService
) -> None:
    async with Media(tmp_path) as media:
        caller = RtpPeer("PCMA", 440)
        await media.leg("a", caller)
        for each in ("rec1", "rec2"):
            media.client.send(RecordStream(each, "call", "a", "CUSTOMER"))
        await seconds(0.5)
        for each in ("rec1", "rec2"):
            media.client.send(StopRecording(each))
            await media.wait(RecordingClosed, lambda r, each=each: r.recording == each)
        one, two = await service.finish("rec1"), await service.finish("rec2")
    assert one.previous_sha256 == ""
    assert broken_links([one, two]) == []
    assert broken_links([two]) == ["rec2"], "the first was taken out"
    assert broken_links([replace(one, sha256="00"), two]) == ["rec2"], "the first was exchanged"
    assert await service.finish("rec1") == one, "finishing again changes nothing"
    path = tmp_path / "recordings" / one.path
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(RecordingError) as refused:
        await service.audio("rec1")
    assert refused.value.error_id == "recording-damaged"
    await service.audio("rec2")


async def test_unknown_recordings_are_said_to_be_unknown(service: RecordingService) -> None:
    for ask in (service.audio("nothing"), service.finish("nothing"), service.finish("../../etc/x")):
        with pytest.raises(RecordingError) as refused:
            await ask
        assert refused.value.error_id == "recording-unknown"


async def test_a_recording_of_which_nothing_was_written_does_not_stay_open(tmp_path: Path) -> None:
    index = MemoryIndex()
    index.open = ["lost"]
    service = RecordingService(tmp_path / "journal", tmp_path / "recordings", MASTER, index, KEY)
    assert await service.recover() == []
    await service.close()
    assert index.failed == ["lost"]


async def test_what_is_closed_while_stopping_is_still_reported(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        caller = RtpPeer("PCMA", 440)
        await media.leg("a", caller)
        media.client.send(RecordStream("rec1", "call1", "a", "CUSTOMER"))
        await seconds(0.3)
        media.client.send(StopRecording("rec1"))
        await media.client.stop()
        assert [each.recording for each in media.all(RecordingClosed)] == ["rec1"]
        assert media.deaths == 0


def test_a_killed_server_leaves_no_worker_behind(tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    script.write_text(
        textwrap.dedent(f"""
        import asyncio, os, pathlib
        from app.server.recordings.service import RecordingService
        from tests.integration.test_recording_whole import MemoryIndex

        async def main():
            folder = pathlib.Path({str(tmp_path)!r})
            service = RecordingService(folder, folder, bytes(32), MemoryIndex())
            await service.recover()
            print(*service._pool._processes, flush=True)
            os.kill(os.getpid(), 9)

        if __name__ == "__main__":
            asyncio.run(main())
        """)
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, text=True, env=environment
    ) as run:
        assert run.stdout is not None
        worker = int(run.stdout.readline())
        assert run.stdout.read() == "", "the pipe ends when the last process that holds it is gone"
        assert run.wait() == -signal.SIGKILL
    assert _is_gone(worker, within_s=5.0), "its files are closed a moment before it is gone"


def _is_gone(pid: int, within_s: float) -> bool:
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], within_s)[0])
    finally:
        os.close(process)
