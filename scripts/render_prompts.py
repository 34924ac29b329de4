"""Render the spoken prompts of `resources/prompts/` with Kokoro.

In:  prompts.yaml and pieces.yaml there.
Out: resources/prompts/{zh,en,tone}/<key>.opus, mono 16 kHz Ogg/Opus with peaks under -3 dBFS. Sentences are
     at -23 LUFS with 80 ms of silence at both ends; pieces share one gain for each language and have 30 ms.

The rendered files are kept in the repository: run this only after a text has changed.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import numpy as np
import soxr
from kokoro_voice import VOICE_RATE_HZ, VOICES, KokoroMissingError, KokoroVoice
from prompt_list import Prompt, Tone, read_prompts
from resource_audio import FILE_RATE_HZ, Samples, even_loudness, peak_dbfs, trim_and_pad, write_opus

PROMPTS_DIR = Path(__file__).resolve().parent.parent / "resources" / "prompts"
TARGET_LUFS = -23.0
CEILING_DBFS = -4.0  # 1 dB under the promised -3 dBFS, for what Opus adds
EDGE_SILENCE_MS = 80
PART_SILENCE_MS = 40
PIECE_SILENCE_MS = 30
SENTENCE_PAUSE_MS = 320
BIT_RATE = 24_000
# A little slower than Kokoro's own pace: callers hear it once, over a telephone. Single words it says slowly
# by itself.
SPEEDS = {"zh": 0.9, "en": 0.95}
PIECE_SPEEDS = {"zh": 1.05, "en": 1.05}
# What brings all pieces of a language, one after the other, to TARGET_LUFS.
PIECE_GAINS_DB = {"zh": -4.0, "en": -1.6}


def make_tone(tone: Tone) -> Samples:
    """A sine with soft edges and the silence behind it, at the file's rate."""
    time_s = np.arange(FILE_RATE_HZ * tone.duration_ms // 1000) / FILE_RATE_HZ
    wave = np.sin(2 * np.pi * tone.frequency_hz * time_s)
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


def speak_piece(voice: KokoroVoice, text: str, language: str) -> Samples:
    """Speak one word or number at the level of all pieces."""
    spoken = voice.say(text, language, PIECE_SPEEDS[language])
    spoken = trim_and_pad(soxr.resample(spoken, VOICE_RATE_HZ, FILE_RATE_HZ), PIECE_SILENCE_MS)
    gain_db = min(PIECE_GAINS_DB[language], CEILING_DBFS - peak_dbfs(spoken))
    return np.asarray(spoken * 10.0 ** (gain_db / 20.0), dtype=np.float64)


def finish(samples: Samples, silence_ms: int = EDGE_SILENCE_MS) -> Samples:
    """Silence at the edges and the common level."""
    return even_loudness(trim_and_pad(samples, silence_ms), TARGET_LUFS, CEILING_DBFS)


def render(voice: KokoroVoice, prompt: Prompt, language: str) -> Samples:
    """Raises ValueError for a word that Kokoro does not know."""
    if prompt.silence_ms:
        return np.zeros(FILE_RATE_HZ * prompt.silence_ms // 1000)
    if prompt.tone is not None and prompt.tone.pause_ms:
        pause = np.zeros(FILE_RATE_HZ * prompt.tone.pause_ms // 1000)
        return np.concatenate([even_loudness(make_tone(prompt.tone), TARGET_LUFS, CEILING_DBFS), pause])
    if prompt.tone is not None:
        return finish(make_tone(prompt.tone))
    text = prompt.texts[language]
    if prompt.piece:
        return speak_piece(voice, text, language)
    return finish(speak(voice, text, language), PART_SILENCE_MS if prompt.part else EDGE_SILENCE_MS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--voices", type=Path, default=Path("package/voices"), help="kokoro-js's package/voices"
    )
    parser.add_argument("--cache", type=Path, help="where the model is put together")
    parser.add_argument("--threads", type=int, default=0, help="0: as many as there are cores")
    parser.add_argument("--zh-voice", default=VOICES["zh"])
    parser.add_argument("--en-voice", default=VOICES["en"])
    parser.add_argument("--only", nargs="*", help="keys to render; all without it")
    parser.add_argument("--language", choices=("zh", "en"))
    parser.add_argument("--missing", action="store_true", help="only what has no file yet")
    parser.add_argument("--out", type=Path, default=PROMPTS_DIR)
    args = parser.parse_args()
    try:
        voice = KokoroVoice(args.voices, args.cache, {"zh": args.zh_voice, "en": args.en_voice}, args.threads)
    except KokoroMissingError as error:
        print(error, file=sys.stderr)
        return 1
    for prompt in read_prompts(PROMPTS_DIR):
        if args.only and prompt.key not in args.only:
            continue
        for language, name in prompt.files:
            file = args.out / f"{name}.opus"
            if (args.missing and file.exists()) or (args.language and language != args.language):
                continue
            samples = render(voice, prompt, language)
            write_opus(file, samples, BIT_RATE, "voip", evened=True)
            print(f"{name}: {len(samples) / FILE_RATE_HZ:.2f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
