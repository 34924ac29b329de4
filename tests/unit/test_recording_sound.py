"""What is heard in a finished recording: where, on which side, how loud, and what is silent."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import soxr
from numpy.typing import NDArray

from app.server.recordings.mixing import Side
from app.server.recordings.model import Gap
from app.server.recordings.spans import gap_map, without
from tests.doubles.recordings import RATES, START_US, Leg, heard, noise, tone, write_journal


class TestPause:
    def test_a_pause_is_silence_in_its_place_and_marked(self, tmp_path: Path) -> None:
        legs = [
            Leg("a", "CUSTOMER", "PCMA", tone(8000, 440, 6)),
            Leg("b", "AGENT", "PCMU", tone(8000, 880, 6)),
        ]
        write_journal(tmp_path, legs, 6000, pauses_ms=[(2000, 4300)])
        found = heard(tmp_path)
        assert found.done.gaps == [Gap(2000, 4300, "paused")]
        assert found.done.duration_ms == 6000
        assert len(found.left) / found.rate_hz == pytest.approx(6.0, abs=0.05), "not cut, but silent"
        for side, hz in (("left", 440), ("right", 880)):
            assert found.level(side, hz, 300, 1900) == pytest.approx(8000, rel=0.2)
            assert found.rms(side, 2020, 4280) < 20
            assert found.level(side, hz, 4500, 5800) == pytest.approx(8000, rel=0.2)
            assert found.begins_ms(side, hz, 2100) == pytest.approx(4300, abs=25)

    def test_what_was_written_in_a_pause_all_the_same_is_not_heard(self, tmp_path: Path) -> None:
        legs = [Leg("a", "CUSTOMER", "PCMA", tone(8000, 440, 5))]
        write_journal(tmp_path, legs, 5000, pauses_ms=[(2000, 4000)], keep_in_pause=True)
        found = heard(tmp_path)
        assert found.rms("left", 2020, 3980) < 20
        assert found.level("left", 440, 4200, 4900) == pytest.approx(8000, rel=0.2)

    def test_every_reason_has_its_name_and_a_pause_comes_first(self, tmp_path: Path) -> None:
        legs = [Leg("a", "CUSTOMER", "PCMA", tone(8000, 440, 8))]
        write_journal(tmp_path, legs, 8000, pauses_ms=[(1000, 3000)], gaps_ms=[(2000, 5000)])
        assert heard(tmp_path).done.gaps == [Gap(1000, 3000, "paused"), Gap(3000, 5000, "not-written")]

    def test_spans(self) -> None:
        assert without([(0, 10), (20, 30)], [(5, 22)]) == [(0, 5), (22, 30)]
        assert without([(0, 10)], [(2, 3), (5, 6)]) == [(0, 2), (3, 5), (6, 10)]
        assert without([(0, 10)], [(0, 10)]) == []
        reasons = {"paused": [(900, 2000)], "lost": [(1000, 99_000_000)]}
        assert gap_map(reasons, 1000, 5000) == [Gap(0, 1, "paused"), Gap(1, 5000, "lost")]  # type: ignore[arg-type]


class TestParties:
    def test_a_conference_is_mixed_by_side_and_each_begins_where_it_began(self, tmp_path: Path) -> None:
        legs = [
            Leg("a", "CUSTOMER", "PCMA", tone(8000, 440, 8)),
            Leg("b", "AGENT", "G722", tone(16000, 880, 6), start_ms=0),
            Leg("c", "AGENT", "PCMU", tone(8000, 1320, 3), start_ms=3120),
            Leg("d", "GUEST", "OPUS", tone(16000, 1760, 2), start_ms=5040),
        ]
        write_journal(tmp_path, legs, 8000)
        found = heard(tmp_path)
        assert found.rate_hz == 48000
        assert found.level("left", 440, 500, 7500) == pytest.approx(8000, rel=0.2)
        for hz in (880, 1320, 1760):
            assert found.level("left", hz, 500, 7500) < 30, "48 dB down"
        assert found.level("right", 440, 500, 7500) < 30
        # Both at once are both there, each as loud as it was: nothing is doubled, nothing is halved.
        assert found.level("right", 880, 3500, 4900) == pytest.approx(8000, rel=0.2)
        assert found.level("right", 1320, 3500, 4900) == pytest.approx(8000, rel=0.2)
        for hz, begin_ms in ((1320, 3120), (1760, 5040)):
            assert found.begins_ms("right", hz, 100) == pytest.approx(begin_ms, abs=20)
        for hz, end_ms in ((880, 6000), (1320, 6120), (1760, 7040)):
            assert found.level("right", hz, end_ms - 300, end_ms - 30) > 5000
            assert found.level("right", hz, end_ms + 30, min(end_ms + 300, 7990)) < 300

    def test_a_leg_that_is_recorded_twice_is_heard_once(self, tmp_path: Path) -> None:
        legs = [Leg("a", "CUSTOMER", "PCMA", tone(8000, 440, 4), twice=True)]
        write_journal(tmp_path, legs, 4000)
        assert heard(tmp_path).level("left", 440, 500, 3500) == pytest.approx(8000, rel=0.15)

    def test_four_loud_agents_do_not_clip(self, tmp_path: Path) -> None:
        tones = (500, 900, 1300, 1700)
        legs = [
            Leg(str(hz), "AGENT", "PCMA", tone(8000, hz, 3, 14000), start_ms=0 if hz < 1000 else 1000)
            for hz in tones
        ]
        write_journal(tmp_path, legs, 4000)
        found = heard(tmp_path)
        levels = [found.level("right", hz, 1500, 2800) for hz in tones]
        assert max(levels) / min(levels) < 1.6, "all are made quieter alike"
        side = Side(8000)
        for each in legs:
            side.add(each.start_ms * 8, each.samples)
        spectrum = np.abs(np.fft.rfft(side.take(24_000, [])[12_000:20_000] * np.hanning(8000)))
        own = sum(spectrum[hz - 5 : hz + 6].max() for hz in tones)
        others = np.delete(spectrum[:3500], [at for hz in tones for at in range(hz - 30, hz + 31)])
        assert others.max() < own / 4 / 100, "clipping would sound at 100, 2100, 2500 Hz"
        assert found.level("right", 500, 200, 900) == pytest.approx(14000, rel=0.2), "before: as it was"
        assert found.level("right", 1700, 3300, 3900) == pytest.approx(14000, rel=0.25), "after: back again"

    @pytest.mark.parametrize(("codec", "hz"), [("PCMA", 440), ("G722", 1000), ("OPUS", 1000)])
    def test_late_packets_and_losses_move_nothing(self, tmp_path: Path, codec: str, hz: float) -> None:
        rate = 8000 if codec == "PCMA" else 16000
        silence = np.zeros(rate, dtype=np.int16)
        spoken = np.concatenate([silence, tone(rate, hz, 1), silence, tone(rate, hz, 1)])
        late, lost = (0, 45, 10, 80, 5), frozenset({20, 75, 76})
        leg = Leg("a", "CUSTOMER", codec, spoken, 240, jitter_ms=late, lose=lost, opened_ms=0)
        write_journal(tmp_path, [leg], 4500)
        found = heard(tmp_path)
        assert found.begins_ms("left", hz) == pytest.approx(1240, abs=20)
        assert found.begins_ms("left", hz, 2500) == pytest.approx(3240, abs=20)
        assert found.rms("left", 2320, 3200) < 60

    def test_a_leg_that_changes_its_codec_goes_on_in_its_place(self, tmp_path: Path) -> None:
        first = Leg("a", "CUSTOMER", "PCMA", tone(8000, 440, 2))
        then = Leg("a", "CUSTOMER", "OPUS", tone(16000, 1000, 2), start_ms=2000, stamp=77)
        first.records += then.records
        write_journal(tmp_path, [first], 4000)
        found = heard(tmp_path)
        assert found.level("left", 440, 300, 1900) == pytest.approx(8000, rel=0.2)
        assert found.begins_ms("left", 1000) == pytest.approx(2000, abs=20)
        assert found.level("left", 1000, 2200, 3900) == pytest.approx(8000, rel=0.25)

    def test_rubbish_instead_of_opus_is_silence(self, tmp_path: Path) -> None:
        leg = Leg("a", "CUSTOMER", "OPUS", tone(16000, 1000, 2))
        leg.records = [
            (at, record[:17] + bytes([record[17]]) + b"\xff" * (len(record) - 18))
            if 30 <= n < 40
            else (at, record)
            for n, (at, record) in enumerate(leg.records)
        ]
        write_journal(tmp_path, [leg], 2000)
        found = heard(tmp_path)
        assert found.done.duration_ms == 2000
        assert found.level("left", 1000, 1000, 1900) == pytest.approx(8000, rel=0.25)

    def test_two_media_processes_write_at_once(self, tmp_path: Path) -> None:
        """Their files overlap in time: no gap, no order but that of time."""
        write_journal(tmp_path, [Leg("a", "CUSTOMER", "PCMA", tone(8000, 440, 40))], 40_000)
        write_journal(tmp_path, [Leg("b", "AGENT", "PCMA", tone(8000, 880, 40))], 40_000)
        found = heard(tmp_path)
        assert found.done.gaps == []
        for side, hz in (("left", 440), ("right", 880)):
            for at_ms in range(500, 39_500, 3000):
                assert found.level(side, hz, at_ms, at_ms + 400) == pytest.approx(8000, rel=0.2), at_ms


class TestSpeech:
    def test_a_voice_sounds_as_it_did(self, tmp_path: Path) -> None:
        """The powers of its bands in each 20 ms, for a telephone of 8 and one of 16 kHz. With level 3
        of the encoder 4.1 and 4.8 dB, with half the bits 5.5 and 14.5 dB."""
        for codec, most_db in (("PCMA", 4.5), ("G722", 5.2)):
            voice = _voice(RATES[codec])
            leg = Leg("a", "CUSTOMER", codec, voice)
            end_ms = len(voice) * 1000 // RATES[codec]
            write_journal(tmp_path / codec, [leg], end_ms)
            found = heard(tmp_path / codec)
            got = soxr.resample(found.left, found.rate_hz, RATES[codec])
            assert _apart_db(voice, got, RATES[codec]) < most_db, codec


def _voice(rate_hz: int) -> NDArray[np.int16]:
    """What the house itself says: about ten seconds."""
    folder = Path(__file__).parents[2] / "resources" / "prompts" / "zh"
    said: list[NDArray[np.float64]] = []
    for path in sorted(folder.rglob("*.opus"), key=lambda each: (-each.stat().st_size, each.name))[:2]:
        with av.open(str(path)) as file:
            rate, frames = file.streams.audio[0].rate, [each.to_ndarray() for each in file.decode(audio=0)]
        samples = np.concatenate(frames, axis=1)[0]
        said.append(soxr.resample(samples.astype(np.float64), rate, rate_hz))
    whole = np.concatenate(said)[: rate_hz * 10]
    return (whole / np.abs(whole).max() * 16000).astype(np.int16)


def _apart_db(wanted: NDArray[np.int16], got: NDArray[np.float64], rate_hz: int) -> float:
    """Mean difference of the spectra of those pieces that are not silent."""
    size, count = rate_hz // 50, min(len(wanted), len(got)) // (rate_hz // 50)

    def powers(samples: NDArray[Any]) -> NDArray[np.float64]:
        pieces = samples[: count * size].astype(np.float64).reshape(count, size)
        return np.abs(np.fft.rfft(pieces * np.hanning(size))) ** 2 + 100

    one, other = powers(wanted), powers(got)
    loud = one.sum(axis=1) > np.median(one.sum(axis=1))
    return float(np.abs(10 * np.log10(one / other)).mean(axis=1)[loud].mean())


class TestFile:
    def test_a_loud_side_is_not_heard_on_the_silent_one(self, tmp_path: Path) -> None:
        """Worst 100 ms, while the other side speaks, falls silent and speaks again."""
        other = tone(8000, 1320, 6, 6000)
        other[16000:32000] = 0
        legs = [
            Leg("a", "CUSTOMER", "PCMA", noise(8000, 6, 6000)),
            Leg("b", "AGENT", "PCMA", other),
        ]
        write_journal(tmp_path, legs, 6000)
        found = heard(tmp_path)
        loud = found.rms("left", 2500, 3900)
        worst = max(found.rms("right", at, at + 100) for at in range(2100, 3800, 100))
        assert 20 * np.log10(loud / max(worst, 1e-6)) > 40

    def test_players_see_two_channels_left_and_right(self, tmp_path: Path) -> None:
        write_journal(tmp_path, [Leg("a", "CUSTOMER", "G722", tone(16000, 440, 2))], 2000)
        ogg = heard(tmp_path).ogg
        head = ogg[ogg.index(b"OpusHead") :][:23]
        assert head[9] == 2, "channels"
        assert tuple(head[18:23]) == (1, 2, 0, 0, 1), "family 1: two mono streams, left and right"
        for decoder in ("libopus", "opus"):
            with av.open(io.BytesIO(ogg)) as file:
                stream = file.streams.audio[0]
                assert stream.layout.name == "stereo"
                context = av.CodecContext.create(decoder, "r")
                context.extradata = stream.codec_context.extradata
                frames = [frame for packet in file.demux(stream) for frame in context.decode(packet)]
            assert {frame.layout.name for frame in frames} == {"stereo"}
            samples = np.concatenate([frame.to_ndarray() for frame in frames], axis=1).astype(np.float64)
            left, right = samples if samples.shape[0] == 2 else samples.reshape(-1, 2).T
            assert np.abs(left).max() > 100 * np.abs(right).max(), decoder

    def test_every_page_has_the_right_checksum(self, tmp_path: Path) -> None:
        """The first one is rewritten; strict players refuse a page whose checksum is wrong."""
        write_journal(tmp_path, [Leg("a", "CUSTOMER", "PCMA", tone(8000, 440, 3))], 3000)
        ogg = heard(tmp_path).ogg
        strict = {"err_detect": "crccheck+explode"}
        with av.open(io.BytesIO(ogg), options=strict) as file:
            assert sum(packet.size > 0 for packet in file.demux()) >= 3000 / 40
            assert file.duration is not None
            assert file.duration / av.time_base == pytest.approx(3.0, abs=0.05)
        broken = bytearray(ogg)
        broken[22] ^= 1
        with pytest.raises(av.FFmpegError):
            av.open(io.BytesIO(bytes(broken)), options=strict)

    def test_nothing_but_silence_is_a_file_too(self, tmp_path: Path) -> None:
        write_journal(tmp_path, [Leg("a", "CUSTOMER", "PCMA", tone(8000, 440, 0))], 3000)
        found = heard(tmp_path)
        assert found.done.duration_ms == 3000
        assert found.rms("left", 0, 3000) < 2


class TestLimiter:
    def test_pieces_fit_together_however_they_are_taken(self) -> None:
        loud = tone(8000, 300, 2, 30000)
        whole, pieces = Side(8000), Side(8000)
        for side in (whole, pieces):
            side.add(0, loud)
            side.add(4000, loud[:8000])
        once = whole.take(16000, [])
        parts = np.concatenate([pieces.take(at, []) for at in range(800, 16001, 800)])
        assert np.abs(once.astype(int) - parts).max() <= 1
        assert np.abs(once.astype(int)).max() <= 32000
        steps = np.abs(np.diff(once.astype(int)))
        assert steps.max() < 9000, "no click where it sets in"

    def test_what_comes_too_late_is_dropped_and_nothing_else_moves(self) -> None:
        side = Side(8000)
        side.add(0, tone(8000, 300, 1))
        first = side.take(4000, [])
        side.add(2000, np.full(4000, 100, dtype=np.int16))
        rest = side.take(8000, [])
        expected = tone(8000, 300, 1).astype(int)
        expected[4000:6000] += 100
        assert np.array_equal(np.concatenate([first, rest]), expected)


def test_the_time_line_begins_with_the_recording(tmp_path: Path) -> None:
    """A leg that spoke before it was recorded: only what came after counts."""
    leg = Leg("a", "CUSTOMER", "PCMA", tone(8000, 440, 3), start_ms=-500, opened_ms=0)
    write_journal(tmp_path, [leg], 2500)
    found = heard(tmp_path)
    assert found.done.started_at.timestamp() == START_US / 1e6
    assert found.done.duration_ms == 2500
