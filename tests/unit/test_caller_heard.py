"""What the caller counts and keeps of the packets it hears."""

import wave
from pathlib import Path

import numpy as np
import pytest

from app.caller.codecs import encode_frames
from app.caller.heard import Heard
from app.caller.speech import load_clip

CLIP = load_clip("tone:1000@-10")
TONE = CLIP.frames("PCMA")


def hear(
    heard: Heard, numbers: list[int], *, ssrc: int = 1, seq0: int = 0, at0: float = 0.0, ts0: int = 0
) -> None:
    for n in numbers:
        seq, timestamp = (seq0 + n) & 0xFFFF, (ts0 + 160 * n) & 0xFFFFFFFF
        heard.packet("PCMA", ssrc, seq, timestamp, TONE[n % 50], at0 + 0.02 * n)


def sound(heard: Heard, path: Path) -> np.ndarray:
    heard.write_wav(path)
    with wave.open(str(path)) as wav:
        assert (wav.getnchannels(), wav.getsampwidth()) == (1, 2)
        return np.frombuffer(wav.readframes(wav.getnframes()), "<i2").astype(float)


def test_a_clean_stream_across_the_wrap_of_its_numbers(tmp_path: Path):
    heard = Heard(keep=True)
    heard.begin(0.0)
    hear(heard, list(range(100)), seq0=65500, ts0=2**32 - 4000)
    heard.finish(2.0)
    assert (heard.received, heard.lost) == (100, 0)
    assert heard.max_gap_ms == pytest.approx(20)
    assert heard.level_dbfs == pytest.approx(-13, abs=0.2)  # a sine's RMS is 3 dB below its peak
    assert len(sound(heard, tmp_path / "a.wav")) == 16000


def test_what_is_lost_is_silence_in_its_place(tmp_path: Path):
    heard = Heard(keep=True)
    heard.begin(0.0)
    hear(heard, [n for n in range(100) if not 40 <= n < 50])
    heard.finish(2.0)
    assert (heard.received, heard.lost) == (90, 10)
    assert heard.max_gap_ms == pytest.approx(220)
    samples = sound(heard, tmp_path / "a.wav")
    assert not samples[6400:8000].any()
    assert abs(samples[6000:6400]).max() > 9000 and abs(samples[8000:8400]).max() > 9000


def test_g722_packets_out_of_order_are_decoded_in_order(tmp_path: Path):
    straight, crooked = Heard(keep=True), Heard(keep=True)
    for heard, numbers in ((straight, list(range(20))), (crooked, [0, 2, 1, 4, 3, *range(5, 20)])):
        heard.begin(0.0)
        for n in numbers:
            heard.packet("G722", 1, n, 160 * n, CLIP.frames("G722")[n], 0.02 * n)
        heard.finish(0.4)
    assert (sound(straight, tmp_path / "a.wav") == sound(crooked, tmp_path / "b.wav")).all()


def test_packets_out_of_order_and_doubled_are_put_right(tmp_path: Path):
    straight, crooked = Heard(keep=True), Heard(keep=True)
    for heard, numbers in ((straight, list(range(40))), (crooked, [0, 2, 1, 1, 3, *range(4, 40)])):
        heard.begin(0.0)
        hear(heard, numbers)
        heard.finish(0.8)
    assert (crooked.received, crooked.lost) == (40, 0)
    assert (sound(straight, tmp_path / "a.wav") == sound(crooked, tmp_path / "b.wav")).all()


def test_another_source_goes_on_where_the_clock_is(tmp_path: Path):
    heard = Heard(keep=True)
    heard.begin(10.0)
    hear(heard, list(range(50)), at0=10.0)
    hear(heard, list(range(50)), ssrc=2, seq0=999, ts0=77, at0=11.5)
    heard.finish(12.5)
    samples = sound(heard, tmp_path / "a.wav")
    assert (heard.received, heard.lost, len(samples)) == (100, 0, 20000)
    assert not samples[8000:12000].any() and abs(samples[12000:12400]).max() > 9000


def test_a_timestamp_gone_mad_does_not_fill_the_memory(tmp_path: Path):
    heard = Heard(keep=True)
    heard.begin(0.0)
    hear(heard, list(range(10)))
    heard.packet("PCMA", 1, 10, 2**31 - 1, TONE[0], 0.2)
    heard.finish(0.3)
    assert len(sound(heard, tmp_path / "a.wav")) == 2400


def test_a_stream_that_dies_shows_as_a_gap():
    heard = Heard(keep=False)
    heard.begin(0.0)
    hear(heard, list(range(10)))
    heard.finish(5.18)
    assert heard.max_gap_ms == pytest.approx(5000)


def test_key_presses_of_the_other_side_are_no_loss():
    heard = Heard(keep=False)
    heard.begin(0.0)
    hear(heard, [0, 1, 2])
    heard.skip(1, 3)
    hear(heard, [4])
    assert heard.lost == 0


def test_nothing_before_the_answer_and_nothing_at_all():
    heard = Heard(keep=False)
    hear(heard, [0, 1])
    heard.finish(1.0)
    assert (heard.received, heard.level_dbfs, heard.max_gap_ms) == (0, None, None)


def test_g722_is_kept_at_16_khz(tmp_path: Path):
    heard = Heard(keep=True)
    heard.begin(0.0)
    pcm = np.round(9000 * np.sin(2 * np.pi * 6000 * np.arange(16000) / 16000)).astype("<i2").tobytes()
    for n, frame in enumerate(encode_frames("G722", pcm)):
        heard.packet("G722", 1, n, 160 * n, frame, 0.02 * n)
    heard.finish(1.0)
    samples = sound(heard, tmp_path / "a.wav")
    spectrum = abs(np.fft.rfft(samples))
    assert len(samples) == 16000 and spectrum.argmax() == 6000  # 1 Hz a bin: above what 8 kHz could carry
