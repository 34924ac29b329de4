"""What a caller can say."""

import shutil
import wave
from pathlib import Path

import numpy as np
import pytest

from app.caller.codecs import new_coder
from app.caller.model import CallerError
from app.caller.speech import load_clip, room_noise


def heard(frames: tuple[bytes, ...]) -> np.ndarray:
    coder = new_coder("PCMA")
    return np.frombuffer(b"".join(coder.decode(frame) for frame in frames), "<i2").astype(float)


def test_a_tone_has_its_pitch_and_level_and_no_click_where_it_repeats():
    samples = heard(load_clip("tone:440@-20").frames("PCMA") * 2)
    spectrum = abs(np.fft.rfft(samples * np.hanning(len(samples))))
    assert spectrum.argmax() * 8000 / len(samples) == 440
    assert 20 * np.log10(np.sqrt((samples**2).mean()) / 32768) == pytest.approx(-23, abs=0.3)
    assert abs(np.diff(samples[7900:8100])).max() <= abs(np.diff(samples[:7000])).max() * 1.1


def test_a_sound_file_of_any_kind_is_taken_at_its_length(tmp_path: Path):
    path = tmp_path / "stereo.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(44100)
        out.writeframes(np.full((44100, 2), 3000, "<i2").tobytes())
    clip = load_clip(f"once:{path}")
    assert clip.once and clip.seconds == pytest.approx(1.0, abs=0.01)
    assert len(clip.frames("PCMU")) == len(clip.frames("G722")) == 50


def test_frames_are_encoded_once_for_all_callers():
    assert load_clip("tone:300") is load_clip("tone:300")
    assert load_clip("tone:300").frames("PCMA") is load_clip("tone:300").frames("PCMA")


@pytest.mark.parametrize("text", ["en:good morning", "zh:你好", "你好,我想查一下订单"])
def test_a_text_is_spoken_where_espeak_is_installed(text: str):
    if shutil.which("espeak-ng") is None:
        with pytest.raises(CallerError, match="espeak-ng"):
            load_clip(text)
        return
    clip = load_clip(text)
    assert clip.seconds > 0.3
    assert abs(heard(clip.frames("PCMA"))).max() > 2000


def test_without_espeak_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.caller.speech.shutil.which", lambda _name: None)
    with pytest.raises(CallerError, match=r"espeak-ng.*Install it"):
        load_clip("en:nobody can say this")


@pytest.mark.parametrize("source", ["tone:x", "tone:5", "tone:440@3", "/no/such/file.wav", "once:", "zh: "])
def test_what_cannot_be_said_is_explained(source: str):
    with pytest.raises(CallerError):
        load_clip(source)


def test_a_file_that_is_no_sound_is_explained(tmp_path: Path):
    path = tmp_path / "letter.wav"
    path.write_text("Dear Sir")
    with pytest.raises(CallerError, match="Cannot read sound"):
        load_clip(str(path))


def test_the_room_is_quiet_but_not_dead():
    samples = heard(room_noise().frames("PCMA"))
    assert -75 < 20 * np.log10(np.sqrt((samples**2).mean()) / 32768) < -55
