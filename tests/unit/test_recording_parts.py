"""Container, keys, journal and time line of recordings, without a telephone."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.server.recordings import container, journal, keys, timeline
from app.server.recordings.finish import finish
from app.server.recordings.model import RecordingError
from app.server.security.key_files import OneKey
from app.server.voice.embedded.media import journal_format as fmt
from app.server.voice.embedded.media.codecs import SILENCE
from app.server.voice.embedded.media.journal import Journal
from tests.doubles.recordings import JournalWriter, closed, opened, prune

KEY = bytes(range(32))
START_US = 1_700_000_000_000_000


class TestContainer:
    @pytest.mark.parametrize("size", [0, 1, container.CHUNK_BYTES, 3 * container.CHUNK_BYTES + 5])
    def test_there_and_back(self, size: int) -> None:
        plain = bytes(each % 251 for each in range(size))
        assert container.unseal(container.seal(plain, KEY), KEY) == plain

    def test_every_kind_of_tampering_is_refused(self) -> None:
        step = container.CHUNK_BYTES + 16
        sealed = container.seal(bytes(3 * container.CHUNK_BYTES), KEY)
        head, body = sealed[:24], sealed[24:]
        chunks = [body[at : at + step] for at in range(0, len(body), step)]
        other = container.seal(bytes(3 * container.CHUNK_BYTES), KEY)
        tampered = {
            "cut at a chunk": head + chunks[0] + chunks[1],
            "cut anywhere": sealed[:-1],
            "order": head + chunks[1] + chunks[0] + chunks[2],
            "left out": head + chunks[0] + chunks[2],
            "more behind": sealed + chunks[2],
            "salt": sealed[:20] + b"\x00" + sealed[21:],
            "from another file": head + other[24 : 24 + step] + chunks[1] + chunks[2],
            "bit": sealed[:1000] + bytes([sealed[1000] ^ 1]) + sealed[1001:],
            "nothing": b"",
            "head only": head,
        }
        for name, data in tampered.items():
            with pytest.raises(RecordingError) as refused:
                container.unseal(data, KEY)
            assert refused.value.error_id == "recording-damaged", name

    def test_the_key_must_be_the_one(self) -> None:
        with pytest.raises(RecordingError):
            container.unseal(container.seal(b"x", KEY), bytes(32))


class TestKeys:
    def test_wrapped_and_unwrapped(self) -> None:
        content_key = keys.new_content_key()
        wrapped = keys.wrap(content_key, OneKey(KEY))
        assert content_key not in wrapped.wrapped
        assert keys.unwrap(wrapped.key_id, wrapped.wrapped, OneKey(KEY)) == content_key
        cut = wrapped.wrapped[:-1]
        for bad, master in ((wrapped.wrapped, bytes(32)), (cut, KEY), (b"", KEY)):
            with pytest.raises(RecordingError) as refused:
                keys.unwrap(wrapped.key_id, bad, OneKey(master))
            assert refused.value.error_id == "recording-key"


def heard(folder: Path, key: bytes = KEY, recording: str = "r1") -> list[timeline.Packet]:
    """The packets that the journal has of a recording."""
    outline = journal.outline(folder, key, recording)
    return [packet for piece in journal.pieces(outline, key) for packet in timeline.parse(piece.audio)]


def write(
    folder: Path, recording: str = "r1", seconds: int = 3, close: bool = True, segment_bytes: int = 1 << 25
) -> None:
    """A leg of silence in PCMA, a flush a second."""
    writer = Journal(folder, KEY, segment_bytes, 300, lambda: None)
    stream = writer.open_stream(recording, "c1", "leg", "CUSTOMER", START_US)
    for second in range(seconds):
        for each in range(50):
            number = second * 50 + each
            stream.audio(START_US + number * 20_000, number, number * 160, 8, SILENCE["PCMA"])
        if close and second == seconds - 1:
            writer.close_recording(recording)
        writer.flush(START_US + (second + 1) * 1_000_000)
    writer.stop(START_US + seconds * 1_000_000)


class TestJournal:
    def test_a_torn_tail_costs_only_the_tail(self, tmp_path: Path) -> None:
        write(tmp_path, close=False)
        (file,) = tmp_path.iterdir()
        whole = file.read_bytes()
        seen = []
        for cut in (len(whole), len(whole) - 100, len(whole) // 2, 60, 10, 0):
            file.write_bytes(whole[:cut])
            seen.append(len(heard(tmp_path)))
        # The last chunk (written at the end) is empty of audio.
        assert seen[0] == 150
        assert seen == sorted(seen, reverse=True)
        assert seen[2] >= 50
        assert seen[-1] == 0

    def test_rotation_loses_nothing(self, tmp_path: Path) -> None:
        write(tmp_path, seconds=5, segment_bytes=1000)
        assert len(list(tmp_path.iterdir())) >= 5
        assert [each.sequence for each in heard(tmp_path)] == list(range(250))
        outline = journal.outline(tmp_path, KEY, "r1")
        assert outline.lost == outline.not_written == outline.paused == []
        assert outline.call_id == "c1"

    def test_two_hundred_legs_are_written_piece_by_piece_with_a_rest_after_each(self, tmp_path: Path) -> None:
        """While the writing thread works without a rest, every packet of every call waits."""
        rested = threading.Semaphore(0)
        writer = Journal(tmp_path, KEY, 1 << 25, 300, lambda: None, lambda seconds: rested.release())
        for leg in range(200):
            stream = writer.open_stream(f"r{leg}", "c1", f"leg{leg}", "CUSTOMER", START_US)
            for number in range(50):
                stream.audio(START_US + number * 20_000, number, number * 160, 8, SILENCE["PCMA"])
        writer.flush(START_US + 1_000_000)
        for _ in range(6):  # 1.8 MB in seven pieces of 256 kB
            assert rested.acquire(timeout=5)
        writer.stop(START_US + 1_000_000)
        assert not rested.acquire(blocking=False)
        for leg in (0, 99, 199):
            assert [each.sequence for each in heard(tmp_path, recording=f"r{leg}")] == list(range(50))

    def test_a_recording_costs_no_more_for_all_that_wait_behind_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Files that were begun a minute after its end are not read, but by whoever still wrote it."""
        process, minute_us = b"process1", 60_000_000
        for minute, (who, *blocks) in enumerate(
            [
                (process, opened(1, "r1", "a", "CUSTOMER", START_US)),
                (b"process2", opened(1, "r2", "b", "CUSTOMER", START_US)),
                (process, opened(1, "r1", "a", "CUSTOMER", START_US), closed("r1", START_US + 2 * minute_us)),
                (b"process2", opened(1, "r2", "b", "CUSTOMER", START_US), closed("r2", START_US + 1)),
                (process, opened(2, "r3", "c", "CUSTOMER", START_US + 4 * minute_us)),
            ]
        ):
            at_us = START_US + minute * minute_us
            JournalWriter(tmp_path, at_us, who).chunk(at_us, [*blocks])
        read: list[int] = []

        class Counted(fmt.Sealer):
            def __init__(self, journal_key: bytes, header: fmt.FileHeader) -> None:
                read.append((header.created_us - START_US) // minute_us)
                super().__init__(journal_key, header)

        monkeypatch.setattr(fmt, "Sealer", Counted)
        ended_at = datetime.fromtimestamp((START_US + minute_us / 2) / 1e6, UTC)
        found = journal.outline(tmp_path, KEY, "r1", ended_at=ended_at)
        assert found.closed_us == START_US + 2 * minute_us
        assert read == [0, 1, 2, 3]
        read.clear()
        assert journal.outline(tmp_path, KEY, "r3").streams
        assert read == [0, 1, 2, 3, 4]

    def test_another_key_reads_nothing_and_deletes_nothing(self, tmp_path: Path) -> None:
        write(tmp_path)
        assert heard(tmp_path, bytes(32)) == []
        assert prune(tmp_path, bytes(32), {"r1"}) == []
        assert len(list(tmp_path.iterdir())) == 1

    def test_prune_keeps_what_is_needed(self, tmp_path: Path) -> None:
        write(tmp_path, "r1")
        write(tmp_path, "r2")
        assert {each.recording_id for each in journal.unfinished(tmp_path, KEY)} == {"r1", "r2"}
        assert len(prune(tmp_path, KEY, {"r1"})) == 1
        assert [each.recording_id for each in journal.unfinished(tmp_path, KEY)] == ["r2"]

    def test_a_chunk_moved_within_the_file_ends_it(self, tmp_path: Path) -> None:
        write(tmp_path)
        (file,) = tmp_path.iterdir()
        data = file.read_bytes()
        at = fmt.FILE_HEADER.size
        sizes = []
        while at < len(data):
            size = fmt.CHUNK_HEADER.size + fmt.CHUNK_HEADER.unpack_from(data, at)[0]
            sizes.append(data[at : at + size])
            at += size
        file.write_bytes(data[: fmt.FILE_HEADER.size] + sizes[1] + sizes[0] + b"".join(sizes[2:]))
        assert heard(tmp_path) == []

    def test_a_process_that_died_and_its_successor_leave_a_marked_gap(self, tmp_path: Path) -> None:
        write(tmp_path, seconds=2, close=False)
        writer = Journal(tmp_path, KEY, 1 << 25, 300, lambda: None)
        stream = writer.open_stream("r1", "c1", "leg", "CUSTOMER", START_US + 5_000_000)
        for number in range(50):
            stream.audio(START_US + 5_000_000 + number * 20_000, number, number * 160, 8, SILENCE["PCMA"])
        writer.close_recording("r1")
        writer.stop(START_US + 6_000_000)
        done = finish(tmp_path, KEY, "r1", tmp_path / "out" / "r1.rec", KEY)
        assert done.gaps == [(2000, 5000, "lost")]
        assert done.duration_ms == 6000

    def test_an_unknown_recording_and_a_folder_that_cannot_be_written(self, tmp_path: Path) -> None:
        write(tmp_path)
        with pytest.raises(RecordingError) as refused:
            finish(tmp_path, KEY, "other", tmp_path / "x.rec", KEY)
        assert refused.value.error_id == "recording-unknown"
        (tmp_path / "file").write_text("")
        with pytest.raises(RecordingError) as refused:
            finish(tmp_path, KEY, "r1", tmp_path / "file" / "x.rec", KEY)
        assert refused.value.error_id == "recording-disk"
        assert "Make room" in refused.value.text


def packets(spans: list[tuple[int, int, int]]) -> list[timeline.Packet]:
    """(arrival in ms, RTP time, how many) -> packets of 20 ms."""
    return [
        timeline.Packet(
            START_US + (arrival + 20 * each) * 1000, 0, (stamp + 160 * each) & 0xFFFFFFFF, 8, bytes(160)
        )
        for arrival, stamp, count in spans
        for each in range(count)
    ]


def place(each: list[timeline.Packet], start_us: int) -> list[int]:
    """All packets of a stream, handed in as a reader of the journal would: in the order of arrival."""
    placer = timeline.Placer(start_us)
    in_order = sorted(range(len(each)), key=lambda at: each[at].arrival_us)
    found = [0] * len(each)
    for at in range(0, len(each), 500):
        window, ahead = in_order[at : at + 500], in_order[at + 500 : at + 560]
        placed = placer.place([each[n] for n in window], [each[n] for n in ahead])
        for n, tick in zip(window, placed, strict=True):
            found[n] = tick
    return found


def sounds(records: bytes, rate_hz: int = 8000) -> list[timeline.Sound]:
    lane = timeline.Lane(START_US, rate_hz)
    lane.feed(records)
    return list(lane.sounds(None))


class TestTimeLine:
    def test_jitter_does_not_move_audio(self) -> None:
        steady = packets([(100, 0xFFFFFF00, 100)])
        shaken = [
            timeline.Packet(each.arrival_us + (index * 7919 % 60) * 1000, 0, each.timestamp, 8, each.payload)
            for index, each in enumerate(steady)
        ]
        placed = place(shaken, START_US)
        assert [b - a for a, b in zip(placed, placed[1:])] == [160] * 99  # noqa: B905, RUF007
        assert placed[0] == pytest.approx(800, abs=80)

    def test_a_late_burst_goes_where_it_was_spoken(self) -> None:
        late = packets([(0, 0, 100)])
        for at in range(30, 60):  # 600 ms arrive at once
            late[at] = timeline.Packet(START_US + 1_200_000, 0, late[at].timestamp, 8, bytes(160))
        placed = place(late, START_US)
        assert placed == [160 * each for each in range(100)]

    def test_one_packet_far_behind_the_others_still_has_its_place(self) -> None:
        each = packets([(0, 0, 100)])
        straggler = each.pop(40)
        arrival_us = straggler.arrival_us + 300_000
        each.insert(54, timeline.Packet(arrival_us, 0, straggler.timestamp, 8, bytes(160)))
        assert sorted(place(each, START_US)) == [160 * at for at in range(100)]

    def test_a_source_that_starts_anew_is_placed_by_arrival(self) -> None:
        placed = place(packets([(0, 1000, 50), (3000, 77_000_000, 50)]), START_US)
        assert placed[0] == 0
        assert placed[50] == 3000 * 8
        assert placed[99] == 3000 * 8 + 49 * 160

    def test_a_pause_in_which_the_source_stopped_its_clock(self) -> None:
        placed = place(packets([(0, 0, 50), (3000, 8000, 50)]), START_US)
        assert placed[49] == 49 * 160
        assert placed[50] == 3000 * 8

    def test_a_slow_clock_is_followed_over_an_hour(self) -> None:
        drifting = [
            timeline.Packet(START_US + int(each * 20_004), 0, each * 160 & 0xFFFFFFFF, 8, bytes(160))
            for each in range(180_000)
        ]
        placed = place(drifting, START_US)
        error_ms = [abs(placed[at] / 8 - at * 20.004) for at in (1000, 90_000, 179_999)]
        assert max(error_ms) <= 25

    def test_repeats_and_order(self) -> None:
        each = packets([(0, 0, 10)])
        records = b"".join(
            fmt.RECORD.pack(p.arrival_us, i, p.timestamp, 8, 160) + bytes([i]) * 160
            for i, p in [(i, each[i]) for i in (0, 2, 1, 1, 3, 4, 5, 6, 7, 8, 9)]
        )
        (sound,) = sounds(records)
        assert len(sound.samples) == 1600
        levels = [sound.samples[at] for at in range(0, 1600, 160)]
        assert len(set(levels)) == 10, "each packet once, in its place"
