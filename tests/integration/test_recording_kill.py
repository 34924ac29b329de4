"""What is left of a recording when a process is killed, the disk is full, or it is slow.

The callers send a tone that changes every 250 ms after a plan, so the finished recording tells of each
moment whether it is there and whether it is in its place.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.server.recordings.house import RecordingHouse
from app.server.recordings.model import FinishedRow, RecordingError
from app.server.storage.database import Database
from app.server.voice.embedded.media import client as media_client
from app.server.voice.embedded.media.protocol import (
    Join,
    RecordingClosed,
    RecordStream,
    StopRecording,
    Trouble,
)
from tests.doubles.patience import PATIENCE_S
from tests.doubles.recording_archive import Archive
from tests.doubles.recordings import KEY, Heard, Leg, listen, tone, write_journal
from tests.doubles.rtp_media import Media, seconds
from tests.doubles.rtp_peer import RtpPeer, steady_level

STEPS_HZ = (500, 700, 900, 1150, 1400, 1700, 2000)
STEP_MS = 250
PACKET_US = 20_000
LATE_US = 40_000


class PlannedPeer(RtpPeer):
    """Sends STEPS_HZ one after the other, and remembers when each packet really went out.

    ``diary``: a file that has these times too, for a caller whose process is killed.
    """

    def __init__(self, codec: str, diary: Path | None = None) -> None:
        super().__init__(codec)
        self.sent_us: list[int] = []
        self._diary = diary

    def _send(self, payload_type: int, payload: bytes, timestamp: int, marker: bool) -> None:
        super()._send(payload_type, payload, timestamp, marker)
        self.sent_us.append(time.time_ns() // 1000)
        if self._diary is not None:
            with self._diary.open("a") as file:
                file.write(f"{self.sent_us[-1]}\n")

    def _tone(self) -> bytes:
        at = np.arange(self._sample, self._sample + 160)
        self._sample += 160
        hz = STEPS_HZ[int(at[0]) // (8 * STEP_MS) % len(STEPS_HZ)]
        return (8000 * np.sin(2 * np.pi * hz * at / 8000)).astype(np.int16).tobytes()


def steps(found: Heard, sent_us: list[int], from_ms: float, to_ms: float) -> tuple[int, list[float]]:
    """How many steps of the plan were looked at, and where (in ms) another tone was heard than planned.

    Steps that the caller did not send in time (the machine held it up) tell nothing of the recording.
    """
    began_us = min(each - number * PACKET_US for number, each in enumerate(sent_us))
    late_us = [each - number * PACKET_US - began_us for number, each in enumerate(sent_us)]
    started_us = found.done.started_at.timestamp() * 1e6
    offset_ms = (started_us - began_us) / 1000
    wrong: list[float] = []
    count = 0
    for number in range(int((offset_ms + from_ms) / STEP_MS) + 1, int((offset_ms + to_ms) / STEP_MS)):
        begin_ms = number * STEP_MS - offset_ms
        first, behind = (each * STEP_MS * 1000 // PACKET_US for each in (number, number + 1))
        if len(late_us) <= behind or max(late_us[first : behind + 1]) > LATE_US:
            continue
        levels = [found.level("left", hz, begin_ms + 60, begin_ms + STEP_MS - 40) for hz in STEPS_HZ]
        count += 1
        if np.argmax(levels) != number % len(STEPS_HZ) or max(levels) < 4000:
            wrong.append(begin_ms)
    return count, wrong


@pytest.fixture
def archive(tmp_path: Path, database: Database) -> Archive:
    return Archive(tmp_path / "data", database)


@pytest.fixture
async def house(archive: Archive):
    made = RecordingHouse(archive.database, archive.data, archive.keys)
    yield made
    await made.service.close()


def media_of(archive: Archive, tmp_path: Path) -> Media:
    return Media(
        tmp_path, journal_dir=archive.data / "recordings" / "journal", journal_key=archive.keys.journal
    )


async def record(media: Media, recording: str = "rec1", diary: Path | None = None) -> PlannedPeer:
    caller, agent = PlannedPeer("PCMA", diary), RtpPeer("PCMA", 440)
    await media.leg("a", caller)
    await media.leg("b", agent)
    for leg in ("a", "b"):
        media.client.send(Join("x", leg, "TALK"))
    media.client.send(RecordStream(recording, "call1", "a", "CUSTOMER"))
    media.client.send(RecordStream(recording, "call1", "b", "AGENT"))
    return caller


async def heard(house: RecordingHouse, row: FinishedRow) -> Heard:
    return listen(row, await house.service.audio(row.recording_id))  # type: ignore[arg-type]


async def goes_on(caller: RtpPeer) -> None:
    """The call does: he hears the agent, now and not before; a busy machine may stumble meanwhile."""
    since_s = time.monotonic()
    async with asyncio.timeout(PATIENCE_S):
        while True:
            heard_now = caller.heard(since_s=since_s)[-4800:]
            if len(heard_now) == 4800 and abs(steady_level(heard_now, 8000, 440) - 8000) < 1600:
                return
            await asyncio.sleep(0.1)


def end_us(row: FinishedRow) -> float:
    return row.started_at.timestamp() * 1e6 + row.duration_ms * 1000


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestKill:
    @pytest.mark.parametrize("after_s", [2.05, 2.5, 2.95])
    async def test_a_killed_media_process_costs_at_most_a_second(
        self, archive: Archive, house: RecordingHouse, tmp_path: Path, after_s: float
    ) -> None:
        async with media_of(archive, tmp_path) as media:
            caller = await record(media)
            await seconds(after_s)
            assert media.client.pid is not None
            os.kill(media.client.pid, signal.SIGKILL)
            killed_us = time.time_ns() / 1000
            await media.death()
            (row,) = await house.service.recover()
        missing_ms = (killed_us - end_us(row)) / 1000
        assert missing_ms <= 1000
        found = await heard(house, row)
        count, wrong = steps(found, caller.sent_us, 0, row.duration_ms)
        assert count >= 3
        assert wrong == [], f"of {count} steps"
        assert archive.found() == []

    async def test_a_killed_server_costs_at_most_a_second(
        self, archive: Archive, house: RecordingHouse, tmp_path: Path
    ) -> None:
        """Control, media process and all at the same moment: nobody is left to write anything."""
        script = tmp_path / "server.py"
        script.write_text(
            textwrap.dedent(f"""
            import asyncio
            from pathlib import Path
            from tests.doubles.rtp_media import Media
            from tests.integration.test_recording_kill import record

            async def main():
                folder = Path({str(tmp_path)!r})
                key = bytes.fromhex({archive.keys.journal.hex()!r})
                journal = folder / "data" / "recordings" / "journal"
                async with Media(folder, journal_dir=journal, journal_key=key) as media:
                    await record(media, diary=folder / "diary")
                    print(media.client.pid, flush=True)
                    await asyncio.sleep(60)

            asyncio.run(main())
            """)
        )
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        run = await asyncio.create_subprocess_exec(
            sys.executable, script, stdout=subprocess.PIPE, env=environment, start_new_session=True
        )
        try:
            assert run.stdout is not None
            media_pid = int(await asyncio.wait_for(run.stdout.readline(), 20))
            await seconds(3.4)
        finally:
            os.killpg(run.pid, signal.SIGKILL)
        killed_us = time.time_ns() / 1000
        await run.wait()
        async with asyncio.timeout(5):
            while Path(f"/proc/{media_pid}").exists() and "Z" not in _state(media_pid):
                await asyncio.sleep(0.01)
        (row,) = await house.service.recover()
        assert (killed_us - end_us(row)) / 1000 <= 1000
        sent_us = [int(each) for each in (tmp_path / "diary").read_text().split("\n")[:-1]]
        count, wrong = steps(await heard(house, row), sent_us, 0, row.duration_ms)
        assert count >= 4
        assert wrong == []


def _state(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return "Z"


@contextlib.contextmanager
def small_disk(at: Path, megabytes: int = 4) -> Iterator[None]:
    """A file system of its own, so small that it can be filled."""
    at.mkdir(parents=True, exist_ok=True)
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(at)]
    done = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"no small disk can be made here (needs root): {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)


def fill(folder: Path) -> Path:
    """Not a byte is left."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    return filler


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestDisk:
    async def test_full_in_the_middle_of_a_call(
        self, archive: Archive, house: RecordingHouse, tmp_path: Path
    ) -> None:
        journal_dir = archive.data / "recordings" / "journal"
        with small_disk(journal_dir):
            async with media_of(archive, tmp_path) as media:
                caller = await record(media)
                agent = media.peers[1]
                await seconds(1.6)
                filler = fill(journal_dir)
                full_us = time.time_ns() / 1000
                trouble = await media.wait(Trouble, lambda each: not each.over)
                assert "No space left" in trouble.text
                await seconds(1.5)
                await goes_on(caller)
                assert len(agent.heard(0.4)) >= 0.3 * 8000
                filler.unlink()
                free_us = time.time_ns() / 1000
                await media.wait(Trouble, lambda each: each.over)
                await seconds(1.5)
                media.client.send(StopRecording("rec1"))
                await media.wait(RecordingClosed)
                row = await house.service.finish("rec1")
                sent_us = caller.sent_us
            (gap,) = row.gaps
            begun_us = row.started_at.timestamp() * 1e6
            assert gap.reason == "not-written"
            assert begun_us + gap.from_ms * 1000 >= full_us - 1_100_000, "nothing older than a second is lost"
            assert begun_us + gap.to_ms * 1000 <= free_us + 1_300_000, "it goes on as soon as there is room"
            found = await heard(house, row)
            for from_ms, to_ms in ((0, gap.from_ms), (gap.to_ms, row.duration_ms)):
                count, wrong = steps(found, sent_us, from_ms, to_ms)
                assert count >= 2
                assert wrong == []
            assert found.rms("left", gap.from_ms + 30, gap.to_ms - 30) < 30

    async def test_a_call_that_ends_while_the_disk_is_full(
        self, archive: Archive, house: RecordingHouse, tmp_path: Path
    ) -> None:
        """Its end is lost, but not that there was one: it is said as soon as there is room."""
        journal_dir = archive.data / "recordings" / "journal"
        with small_disk(journal_dir):
            async with media_of(archive, tmp_path) as media:
                caller = await record(media)
                await seconds(2.3)
                filler = fill(journal_dir)
                full_us = time.time_ns() / 1000
                await media.wait(Trouble)
                await seconds(1.0)
                media.client.send(StopRecording("rec1"))
                stopped_us = time.time_ns() / 1000
                await seconds(1.2)
                assert media.all(RecordingClosed) == [], "not everything is on the disk yet"
                filler.unlink()
                await media.wait(RecordingClosed)
                row = await house.service.finish("rec1")
                sent_us = caller.sent_us
            assert end_us(row) == pytest.approx(stopped_us, abs=50_000)
            (gap,) = row.gaps
            assert (gap.reason, gap.to_ms) == ("not-written", row.duration_ms)
            assert row.started_at.timestamp() * 1e6 + gap.from_ms * 1000 >= full_us - 1_100_000
            count, wrong = steps(await heard(house, row), sent_us, 0, gap.from_ms)
            assert count >= 3
            assert wrong == []

    async def test_a_slow_disk_is_an_alarm_and_the_call_goes_on(
        self,
        archive: Archive,
        house: RecordingHouse,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Every fdatasync of the media process takes far too long, until the flag is gone."""
        shim = tmp_path / "shim"
        shim.mkdir()
        flag = shim / "slow"
        (shim / "sitecustomize.py").write_text(
            textwrap.dedent(f"""
            import os, threading
            real = os.fdatasync
            def fdatasync(fd):
                waited = 0.0
                while os.path.exists({str(flag)!r}) and waited < 60.0:
                    threading.Event().wait(0.05)
                    waited += 0.05
                real(fd)
            os.fdatasync = fdatasync
            """)
        )
        path = os.pathsep.join([str(shim), media_client._PYTHON_PATH])
        monkeypatch.setattr(media_client, "_PYTHON_PATH", path)
        async with media_of(archive, tmp_path) as media:
            caller = await record(media)
            await seconds(1.5)
            flag.touch()
            # While the disk still hangs, not when it has come back:
            trouble = await media.wait(Trouble, lambda each: not each.over, timeout_s=60)
            await goes_on(caller)
            flag.unlink()
            assert "slow" in trouble.text
            await media.wait(Trouble, lambda each: each.over)
            await seconds(1.2)
            media.client.send(StopRecording("rec1"))
            await media.wait(RecordingClosed)
            row = await house.service.finish("rec1")
            sent_us = caller.sent_us
        assert {gap.reason for gap in row.gaps} == {"not-written"}
        found = await heard(house, row)
        kept_ms = 0
        edges = [0, *(each for gap in row.gaps for each in gap[:2]), row.duration_ms]
        for from_ms, to_ms in zip(edges[::2], edges[1::2], strict=True):
            count, wrong = steps(found, sent_us, from_ms, to_ms)
            kept_ms += to_ms - from_ms
            assert wrong == [], f"of {count}"
        assert kept_ms >= 9000, "what waited in memory was written when the disk came back"

    async def test_finishing_waits_until_there_is_room(self, archive: Archive) -> None:
        alarms: list[tuple[str, bool]] = []
        house = RecordingHouse(
            archive.database,
            archive.data,
            archive.keys,
            on_alarm=lambda error_id, text, over: alarms.append((error_id, over)),
        )
        house.service._journal_key = KEY  # that of the journal written here
        journal_dir = archive.data / "recordings" / "journal"
        write_journal(journal_dir, [Leg("a", "CUSTOMER", "PCMA", tone(8000, 440, 20))], 20_000)
        with small_disk(archive.files, 1):
            filler = fill(archive.files)
            try:
                for _ in range(2):
                    with pytest.raises(RecordingError) as refused:
                        await house.service.finish("r1")
                    assert refused.value.error_id == "recording-disk"
                    assert "Make room" in refused.value.text
                assert await house.service.tidy() == [], "the journal is kept"
                assert len(list(journal_dir.iterdir())) == 1
                assert [each.name for each in archive.files.rglob("*") if each.is_file()] == ["filler"]
                assert alarms == [("recordings-finish", False)], "once"
                filler.unlink()
                assert len(await house.service.tidy()) == 1
                assert alarms == [("recordings-finish", False), ("recordings-finish", True)]
                found = await heard(house, (await house.service.finish("r1")))
                assert found.level("left", 440, 100, 19_900) == pytest.approx(8000, rel=0.2)
                assert archive.found() == []
            finally:
                await house.service.close()
