"""Compose and render the music on hold: `resources/music/calm.opus`, our own piece, free of rights.

In:  nothing but the score below and a seed (it shades touch and timing and makes the reverberation).
Out: mono 16 kHz Ogg/Opus of about 40 kbit/s, 80 s long, that can be repeated without a seam.

Electric piano, pad and a bell melody in D major: A (8 bars), B (8 bars), A with a thinner melody (8 bars),
72 beats a minute. Every note, the reverberation and the band filter wrap around the end into the
beginning, so the end flows into the beginning by construction. All sound lies in 200-3400 Hz, which is
what a telephone carries.

`python scripts/render_music.py` writes the file and prints its figures; `--check` only prints them.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ogg_loop import trim_ogg_opus
from resource_audio import (
    FILE_RATE_HZ,
    Samples,
    even_loudness,
    loudness_lufs,
    peak_dbfs,
    read_opus,
    write_opus,
)

MUSIC_FILE = Path(__file__).resolve().parent.parent / "resources" / "music" / "calm.opus"
SEED = 4001
BEAT_S = 60 / 72
BAR_S = 4 * BEAT_S
BAND_HZ = (200.0, 3400.0)
TARGET_LUFS = -26.0  # 3 LU under the prompts, which are spoken between its repeats
CEILING_DBFS = -6.0
BIT_RATE = 40_000
RUN_IN_MS = 1000
RUN_OUT_MS = 15  # shorter than a frame of Opus
REVERB_S = 1.8
REVERB_SHARE = 0.22

# MIDI notes (69 = A4 = 440 Hz), one chord a bar.
CHORDS_A = (
    (62, 66, 69, 73), (59, 62, 66, 69), (59, 62, 66, 67), (57, 62, 64, 67),
    (57, 61, 64, 66), (59, 62, 67, 69), (59, 62, 64, 66), (57, 62, 67, 71),
)  # fmt: skip
CHORDS_B = (
    (59, 62, 66, 67), (57, 61, 64, 66), (61, 64, 66, 69), (59, 62, 66, 73),
    (59, 62, 64, 67), (57, 61, 64, 66), (59, 62, 66, 67), (57, 62, 64, 69),
)  # fmt: skip
# Melody: per bar (beat, length in beats, MIDI note).
MELODY_A = (
    ((0.0, 2.0, 78), (2.0, 1.0, 81), (3.0, 1.0, 76)),
    ((0.0, 3.0, 74),),
    ((0.0, 1.0, 71), (1.0, 1.0, 74), (2.0, 2.0, 78)),
    ((0.0, 3.0, 76),),
    ((0.0, 1.5, 78), (1.5, 0.5, 76), (2.0, 2.0, 73)),
    ((0.0, 1.0, 71), (1.0, 1.0, 74), (2.0, 2.0, 81)),
    ((0.0, 1.5, 79), (1.5, 0.5, 78), (2.0, 2.0, 76)),
    ((0.0, 2.0, 74), (2.0, 2.0, 76)),
)
MELODY_B = (
    ((0.0, 2.0, 83), (2.0, 1.0, 81), (3.0, 1.0, 78)),
    ((0.0, 2.0, 76), (2.0, 2.0, 73)),
    ((0.0, 1.5, 81), (1.5, 0.5, 78), (2.0, 2.0, 76)),
    ((0.0, 3.0, 74),),
    ((0.0, 2.0, 79), (2.0, 1.0, 78), (3.0, 1.0, 76)),
    ((0.0, 1.0, 73), (1.0, 1.0, 76), (2.0, 2.0, 81)),
    ((0.0, 1.5, 71), (1.5, 0.5, 74), (2.0, 2.0, 78)),
    ((0.0, 4.0, 76),),
)
MELODY_THIN = (
    ((0.0, 3.0, 78),), (), ((0.0, 3.0, 74),), ((1.0, 3.0, 76),),
    ((0.0, 3.0, 73),), (), ((0.0, 2.0, 71), (2.0, 2.0, 74)), ((0.0, 4.0, 74),),
)  # fmt: skip
CHORDS = CHORDS_A + CHORDS_B + CHORDS_A
MELODY = MELODY_A + MELODY_B + MELODY_THIN


@dataclass(frozen=True, slots=True)
class Note:
    """A sound to be added to the loop: where it begins and how it is."""

    start_s: float
    sound: Samples


def frequency_hz(midi: int) -> float:
    return 440.0 * 2.0 ** ((midi - 69) / 12)


def _time_s(length_s: float) -> Samples:
    return np.arange(int(length_s * FILE_RATE_HZ)) / FILE_RATE_HZ


def electric_piano(midi: int, length_s: float, touch: float) -> Samples:
    """Two-operator frequency modulation with a fading index, as electric pianos are made."""
    time_s = _time_s(length_s)
    pitch = 2 * np.pi * frequency_hz(midi) * time_s
    body = np.sin(pitch + 0.9 * touch * np.exp(-time_s * 3.0) * np.sin(pitch))
    tine = 0.06 * np.exp(-time_s * 14.0) * np.sin(4 * pitch)
    tremolo = 1.0 - 0.08 * np.sin(2 * np.pi * 4.2 * time_s)
    return touch * (body + tine) * tremolo * _envelope(time_s, 0.006, 1.6, 0.25)


def pad(midi: int, length_s: float) -> Samples:
    """Three slightly detuned voices with few partials, rising and falling slowly."""
    time_s = _time_s(length_s)
    sound = np.zeros(len(time_s))
    for cents in (-5.0, 0.0, 5.0):
        pitch = 2 * np.pi * frequency_hz(midi) * 2 ** (cents / 1200) * time_s
        sound += np.sin(pitch) + 0.25 * np.sin(2 * pitch + cents) + 0.08 * np.sin(3 * pitch - cents)
    edge = np.minimum(1.0, np.minimum(time_s, length_s - time_s) / 1.1)
    return sound / 3 * np.sin(np.maximum(edge, 0.0) * np.pi / 2) ** 2


def bell(midi: int, length_s: float, touch: float) -> Samples:
    """A vibraphone-like tone: fundamental, a fading fourth partial and a slow vibrato in level."""
    time_s = _time_s(length_s + 1.2)
    pitch = 2 * np.pi * frequency_hz(midi) * time_s
    sound = np.sin(pitch) + 0.12 * np.exp(-time_s * 6) * np.sin(4 * pitch) + 0.1 * np.sin(2 * pitch)
    return touch * sound * (1 + 0.1 * np.sin(2 * np.pi * 5 * time_s)) * _envelope(time_s, 0.012, 1.1, 0.5)


def _envelope(time_s: Samples, attack_s: float, decay_s: float, release_s: float) -> Samples:
    rise = np.sin(np.minimum(1.0, time_s / attack_s) * np.pi / 2) ** 2
    fall = np.clip((time_s[-1] - time_s) / release_s, 0.0, 1.0)
    return rise * np.exp(-time_s / decay_s) * fall


def notes(seed: int) -> list[Note]:
    """The whole piece as sounds with their places; touch and timing vary a little by the seed."""
    chance = random.Random(seed)
    played: list[Note] = []
    for bar, (chord, melody) in enumerate(zip(CHORDS, MELODY, strict=True)):
        bar_s = bar * BAR_S
        for place, midi in enumerate(chord):
            rolled_s = bar_s + place * 0.035 + chance.uniform(0, 0.012)
            played.append(Note(rolled_s, 0.5 * electric_piano(midi, BAR_S, chance.uniform(0.75, 0.95))))
            played.append(Note(bar_s - 0.55, 0.16 * pad(midi, BAR_S + 1.1)))
        for midi in chord[1:3]:
            later_s = bar_s + 2.5 * BEAT_S + chance.uniform(0, 0.015)
            played.append(Note(later_s, 0.35 * electric_piano(midi, 1.5 * BEAT_S, chance.uniform(0.5, 0.7))))
        for beat, beats, midi in melody:
            when_s = bar_s + beat * BEAT_S + chance.uniform(0, 0.02)
            played.append(Note(when_s, 0.55 * bell(midi, beats * BEAT_S, chance.uniform(0.7, 0.95))))
    return played


def render(seed: int = SEED) -> Samples:
    """The loop at its final level; its length is a whole number of bars."""
    length = round(len(CHORDS) * BAR_S * FILE_RATE_HZ)
    loop = np.zeros(length)
    for note in notes(seed):
        place = (round(note.start_s * FILE_RATE_HZ) + np.arange(len(note.sound))) % length
        loop[place] += note.sound
    return even_loudness(_in_band(_with_reverberation(loop, seed)), TARGET_LUFS, CEILING_DBFS)


def _with_reverberation(loop: Samples, seed: int) -> Samples:
    chance = np.random.default_rng(seed)
    time_s = _time_s(REVERB_S)
    tail = np.zeros(len(loop))
    tail[: len(time_s)] = chance.standard_normal(len(time_s)) * np.exp(-time_s / (REVERB_S / 5))
    tail /= np.sqrt(np.sum(np.square(tail)))
    wet = np.fft.irfft(np.fft.rfft(loop) * np.fft.rfft(tail), len(loop))  # a product of spectra wraps around
    return (1 - REVERB_SHARE) * loop + REVERB_SHARE * wet


def _in_band(loop: Samples) -> Samples:
    low_hz, high_hz = BAND_HZ
    frequency = np.fft.rfftfreq(len(loop), 1 / FILE_RATE_HZ)
    rise = np.clip((frequency - low_hz) / 40.0, 0.0, 1.0)
    fall = np.clip((high_hz - frequency) / 200.0, 0.0, 1.0)
    shape = np.sin(rise * np.pi / 2) ** 2 * np.sin(fall * np.pi / 2) ** 2
    return np.fft.irfft(np.fft.rfft(loop) * shape, len(loop))


def write_loop(path: Path, loop: Samples) -> None:
    """Write the loop with hidden run-in and run-out, so that its seam is coded like any other place."""
    run_in, run_out = RUN_IN_MS * FILE_RATE_HZ // 1000, RUN_OUT_MS * FILE_RATE_HZ // 1000
    write_opus(path, np.concatenate([loop[-run_in:], loop, loop[:run_out]]), BIT_RATE, "audio")
    hidden_per_sample = 48_000 // FILE_RATE_HZ  # Opus counts at 48 kHz
    path.write_bytes(
        trim_ogg_opus(path.read_bytes(), run_in * hidden_per_sample, run_out * hidden_per_sample)
    )


def report(samples: Samples) -> dict[str, float]:
    """Figures of a decoded loop; the seam is the step from the last sample to the first."""
    steps = np.abs(np.diff(samples))
    power = np.square(np.abs(np.fft.rfft(samples)))
    frequency = np.fft.rfftfreq(len(samples), 1 / FILE_RATE_HZ)
    inside = (frequency >= BAND_HZ[0]) & (frequency <= BAND_HZ[1])
    around = np.concatenate([samples[-FILE_RATE_HZ // 50 :], samples[: FILE_RATE_HZ // 50]])
    bends = np.abs(np.diff(samples, 2))
    return {
        "length_s": len(samples) / FILE_RATE_HZ,
        "loudness_lufs": loudness_lufs(samples),
        "peak_dbfs": peak_dbfs(samples),
        "energy_in_band_percent": 100.0 * float(np.sum(power[inside]) / np.sum(power)),
        "step_at_seam": float(abs(samples[0] - samples[-1])),
        "step_99_percent": float(np.percentile(steps, 99)),
        "bend_near_seam_max": float(np.max(np.abs(np.diff(around, 2)))),
        "bend_99_9_percent": float(np.percentile(bends, 99.9)),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only measure the file that is there")
    parser.add_argument("--out", type=Path, default=MUSIC_FILE)
    args = parser.parse_args()
    if not args.check:
        write_loop(args.out, render())
    for name, value in report(read_opus(args.out)).items():
        print(f"{name}: {value:.5g}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
