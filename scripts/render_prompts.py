"""Render the spoken prompts of `resources/prompts/prompts.yaml` with Kokoro.

In:  prompts.yaml (key, zh, en, comment; or a generated tone).
Out: resources/prompts/{zh,en}/<key>.opus, mono 16 kHz Ogg/Opus of about 32 kbit/s, all at -23 LUFS with
     peaks under -3 dBFS and 80 ms of silence at both ends.

The rendered files are kept in the repository: run this only after a text has changed.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soxr
import yaml
from kokoro_voice import VOICE_RATE_HZ, VOICES, KokoroMissingError, KokoroVoice
from resource_audio import FILE_RATE_HZ, Samples, even_loudness, trim_and_pad, write_opus

PROMPTS_DIR = Path(__file__).resolve().parent.parent / "resources" / "prompts"
LANGUAGES = ("zh", "en")
TARGET_LUFS = -23.0
CEILING_DBFS = -4.0  # 1 dB under the promised -3 dBFS, for what Opus adds
EDGE_SILENCE_MS = 80
SENTENCE_PAUSE_MS = 320
BIT_RATE = 32_000
# A little slower than Kokoro's own pace: callers hear it once, over a telephone.
SPEEDS = {"zh": 0.9, "en": 0.95}


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt: its text by language, or the tone that stands for it."""

    key: str
    texts: dict[str, str]
    tone_hz: int | None
    tone_ms: int


def read_prompts(file: Path) -> list[Prompt]:
    """Read prompts.yaml; raises `ValueError` for an entry without text in every language or a tone."""
    prompts: list[Prompt] = []
    entries: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    for entry in entries:
        tone: dict[str, int] = entry.get("tone", {})
        texts = {language: str(entry[language]) for language in LANGUAGES if language in entry}
        if not tone and len(texts) != len(LANGUAGES):
            raise ValueError(f"Prompt {entry['key']!r} needs a text in each of {LANGUAGES}, or a tone")
        prompts.append(Prompt(str(entry["key"]), texts, tone.get("frequency_hz"), tone.get("duration_ms", 0)))
    return prompts


def make_tone(frequency_hz: int, duration_ms: int) -> Samples:
    """A sine with soft edges, at the file's rate."""
    time_s = np.arange(FILE_RATE_HZ * duration_ms // 1000) / FILE_RATE_HZ
    wave = np.sin(2 * np.pi * frequency_hz * time_s)
    ramp = np.minimum(1.0, np.minimum(time_s, time_s[::-1]) / 0.015)
    return np.asarray(wave * np.sin(ramp * np.pi / 2) ** 2, dtype=np.float64)


def speak(voice: KokoroVoice, text: str, language: str) -> Samples:
    """Speak a text sentence by sentence with a pause between them, at the file's rate."""
    sentences = [part.strip() for part in re.findall(r"[^。.!?!?]+[。.!?!?]?", text) if part.strip()]
    pause = np.zeros(FILE_RATE_HZ * SENTENCE_PAUSE_MS // 1000)
    pieces: list[Samples] = []
    for sentence in sentences:
        spoken = voice.say(sentence, language, SPEEDS[language])
        spoken = soxr.resample(spoken, VOICE_RATE_HZ, FILE_RATE_HZ)
        # Each sentence is levelled by itself, since Kokoro lets short ones drift by a few dB.
        pieces += [even_loudness(trim_and_pad(spoken, 0), TARGET_LUFS, CEILING_DBFS), pause]
    return np.concatenate(pieces[:-1])


def finish(samples: Samples) -> Samples:
    """Silence at the edges and the common level."""
    return even_loudness(trim_and_pad(samples, EDGE_SILENCE_MS), TARGET_LUFS, CEILING_DBFS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--voices", type=Path, default=Path("package/voices"), help="kokoro-js's package/voices"
    )
    parser.add_argument("--cache", type=Path, help="where the model is put together")
    parser.add_argument("--zh-voice", default=VOICES["zh"])
    parser.add_argument("--en-voice", default=VOICES["en"])
    parser.add_argument("--only", nargs="*", help="keys to render; all without it")
    parser.add_argument("--out", type=Path, default=PROMPTS_DIR)
    args = parser.parse_args()
    try:
        voice = KokoroVoice(args.voices, args.cache, {"zh": args.zh_voice, "en": args.en_voice})
    except KokoroMissingError as error:
        print(error, file=sys.stderr)
        return 1
    for prompt in read_prompts(PROMPTS_DIR / "prompts.yaml"):
        if args.only and prompt.key not in args.only:
            continue
        for language in LANGUAGES:
            if prompt.tone_hz is not None:
                samples = finish(make_tone(prompt.tone_hz, prompt.tone_ms))
            else:
                samples = finish(speak(voice, prompt.texts[language], language))
            write_opus(args.out / language / f"{prompt.key}.opus", samples, BIT_RATE, "voip")
            print(f"{language}/{prompt.key}: {len(samples) / FILE_RATE_HZ:.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
