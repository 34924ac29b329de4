"""Four hours in one recording: memory does not grow with the length, and the end is where it belongs."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from app.server.voice.embedded.media import journal_format as fmt
from app.server.voice.embedded.media.codecs import SILENCE, Codec
from tests.doubles.recordings import KEY, START_US, JournalWriter, closed, opened, tone

HOURS = 4
MOST_MB = 150


def write_hours(folder: Path, hours: int) -> int:
    """Two legs that send all the time, files of five minutes as the media process makes them. They speak one
    minute of thirty: encoding speech takes its time, and memory is what counts here. Returns bytes."""
    legs = {1: ("a", "CUSTOMER", "PCMA", 8), 2: ("b", "AGENT", "PCMU", 0)}
    spoken = {n: Codec(leg[2]).encode(tone(8000, 400 * n, 1)) for n, leg in legs.items()}
    silence = {n: SILENCE[leg[2]] for n, leg in legs.items()}
    process = b"process1"
    writer = JournalWriter(folder, START_US, process)
    for second in range(hours * 3600):
        now_us = START_US + (second + 1) * 1_000_000
        blocks = []
        if second % 300 == 0:
            if second:
                writer = JournalWriter(folder, now_us, process)
            blocks += [opened(n, "r1", leg, side, START_US) for n, (leg, side, _, _) in legs.items()]
        speaks = second // 60 % 30 == 29
        for number, (_, _, _, codec) in legs.items():
            records: list[bytes] = []
            for packet in range(50):
                index = second * 50 + packet
                head = fmt.RECORD.pack(
                    START_US + index * 20_000, index & 0xFFFF, index * 160 & 0xFFFFFFFF, codec, 160
                )
                at = 160 * packet
                records.append(head + (spoken[number][at : at + 160] if speaks else silence[number]))
            blocks.append(fmt.block(fmt.AUDIO, number, b"".join(records)))
        if second == hours * 3600 - 1:
            blocks.append(closed("r1", now_us))
        writer.chunk(now_us, blocks)
    return sum(each.stat().st_size for each in folder.iterdir())


@pytest.mark.timeout(400)
def test_four_hours_take_no_more_memory_than_a_minute(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    assert write_hours(journal, HOURS) > 250_000_000
    target = tmp_path / "r1.rec"
    script = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        from app.server.recordings import ogg
        from app.server.recordings.finish import finish

        class Encoder(ogg.StereoWriter):
            # The real one for one second of a minute: four hours are to pass in less.

            def __init__(self, out, rate_hz):
                super().__init__(out, rate_hz)
                self.out, self.samples = out, 0

            def write(self, left, right):
                super().write(left[: len(left) // 60], right[: len(right) // 60])
                self.out.write(bytes(len(left) // 4))  # as much as the real one would have written
                self.samples += len(left)

        ogg.StereoWriter = Encoder
        begun = time.process_time()
        journal, key, target = sys.argv[1:]
        done = finish(Path(journal), bytes.fromhex(key), "r1", Path(target), bytes(32))
        used_s = time.process_time() - begun
        status = Path("/proc/self/status").read_text().split()
        peak_kb = int(status[status.index("VmHWM:") + 1])  # of this program, not of the one that started it
        print(peak_kb // 1024, done.duration_ms, done.gaps, done.size_bytes, used_s)
    """)
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", script, journal, KEY.hex(), target],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    peak_mb, duration_ms, gaps, size, cpu_s = run.stdout.split()
    print(f"{HOURS} h: {peak_mb} MB, {float(cpu_s):.0f} CPU s, {int(size) / 1e6:.0f} MB of file")
    assert int(duration_ms) == HOURS * 3_600_000
    assert gaps == "[]"
    assert int(peak_mb) < MOST_MB
