"""Render the Mandarin pieces of `resources/prompts/pieces.yaml`: said in lists by Kokoro, cut apart by vosk.

In:  pieces.yaml, Kokoro, a vosk model for Mandarin.
Out: resources/prompts/zh/<key>.opus as `render_prompts.py` makes them.

A single syllable said alone comes out long and odd; within a list Kokoro says it as people say numbers, but
without pauses. The recogniser is told the words and says when each begins and ends; the cut is made where
it is quietest between two. Letters, which it does not know, and lists that it does not follow are said alone.
The word between two numbers (`wait-and`, a sentence's part) comes out of a sentence.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from kokoro_voice import VOICE_RATE_HZ, KokoroVoice
from prompt_list import Prompt, read_prompts
from render_prompts import (
    BIT_RATE,
    CEILING_DBFS,
    PART_SILENCE_MS,
    PROMPTS_DIR,
    TARGET_LUFS,
    finish,
    speak_piece,
)
from resource_audio import (
    FILE_RATE_HZ,
    Samples,
    even_loudness,
    loudness_lufs,
    peak_dbfs,
    trim_and_pad,
    write_opus,
)

SPEED = 0.9
EDGE_SILENCE_MS = 20
FADE_MS = 8
LIST_SYLLABLES = 22
_LEAD_S = 0.25
_FIRST, _LAST = "好", "好"
# How fast, in which order, and what is taken of it: of a dozen takes those whose digits were heard best.
_DIGITS = (
    (0.65, "n-9 n-8 n-7 n-6 n-5 n-4 n-3 n-2 d-1 n-0", "n-9 n-7 n-6 n-5 n-4 n-3 n-2 d-1 n-0"),
    (0.75, "n-5 d-1 n-8 n-0 n-2 n-6 n-3 n-7 n-4 n-9", "n-8"),
    (0.9, "n-1 n-2 n-3 n-4 n-5 n-6 n-7 n-8 n-9 n-0 d-1", "n-1"),
)
_IN_SENTENCES = {"wait-and": ("预计等待三到五分钟。", 5)}  # the sentence, which of its signs
_QUIET_MS, _AROUND_S = 5, 0.05
_HEARD_AS = {"幺": "要", "凌": "零"}  # words that the recogniser has, of the same sound
# Within a list some syllables come out much quieter than others (五, 九): none may be further off than this.
QUIETEST_LUFS, LOUDEST_LUFS = -25.0, -21.5


class Ruler:
    """Says when each syllable of a known text begins and ends."""

    def __init__(self, model_dir: Path) -> None:
        self._vosk: Any = importlib.import_module("vosk")
        self._vosk.SetLogLevel(-1)
        self._model: Any = self._vosk.Model(str(model_dir))

    def measure(self, samples: Samples, text: str) -> list[tuple[float, float]] | None:
        """(begin, end) in seconds of each sign of ``text``; None where it heard something else."""
        words = [_HEARD_AS.get(sign, sign) for sign in text]
        grammar = json.dumps([" ".join(words)], ensure_ascii=False)
        recogniser: Any = self._vosk.KaldiRecognizer(self._model, FILE_RATE_HZ, grammar)
        recogniser.SetWords(True)
        quiet = np.zeros(int(_LEAD_S * FILE_RATE_HZ))
        sound = np.concatenate([quiet, samples / np.max(np.abs(samples)) * 0.6, quiet, quiet])
        recogniser.AcceptWaveform((sound * 32767).astype(np.int16).tobytes())
        found: list[dict[str, Any]] = json.loads(recogniser.FinalResult()).get("result", [])
        if [each["word"] for each in found] != words:
            return None
        return [(each["start"] - _LEAD_S, each["end"] - _LEAD_S) for each in found]


def lists(prompts: list[Prompt]) -> Iterator[list[Prompt]]:
    """In the order of the file, as many as one breath holds."""
    some: list[Prompt] = []
    for prompt in prompts:
        if some and sum(len(each.texts["zh"]) for each in some) + len(prompt.texts["zh"]) > LIST_SYLLABLES:
            yield some
            some = []
        some.append(prompt)
    if some:
        yield some


def cut(
    voice: KokoroVoice, ruler: Ruler, prompts: list[Prompt], speed: float = SPEED, even: bool = False
) -> dict[str, Samples] | None:
    """``even``: all at one level, as what is read digit by digit should be."""
    texts = [_FIRST, *(prompt.texts["zh"] for prompt in prompts), _LAST]
    said = _said(voice, ruler, "、".join(texts) + "。", speed)
    if said is None:
        return None
    spoken, cuts = said
    pieces: dict[str, Samples] = {}
    at = len(_FIRST)
    for prompt in prompts:
        end = at + len(prompt.texts["zh"])
        pieces[prompt.key] = _edged(trim_and_pad(spoken[cuts[at - 1] : cuts[end - 1]], 0), even)
        at = end
    return pieces


def cut_from_sentence(voice: KokoroVoice, ruler: Ruler, sentence: str, place: int) -> Samples | None:
    """The sign at ``place`` of the sentence, as a part of sentences (`render_prompts.py`)."""
    said = _said(voice, ruler, sentence, SPEED)
    if said is None:
        return None
    spoken, cuts = said
    return finish(spoken[cuts[place - 1] : cuts[place]], PART_SILENCE_MS)


def _said(voice: KokoroVoice, ruler: Ruler, text: str, speed: float) -> tuple[Samples, list[int]] | None:
    """The sound, and behind each sign but the last where it is quietest; None where it was not followed."""
    spoken = soxr.resample(voice.say(text, "zh", speed), VOICE_RATE_HZ, FILE_RATE_HZ)
    spoken = even_loudness(spoken, TARGET_LUFS, CEILING_DBFS)
    times = ruler.measure(spoken, re.sub(r"\W", "", text))
    if times is None:
        return None
    step = FILE_RATE_HZ * _QUIET_MS // 1000
    whole = len(spoken) // step * step
    levels = np.mean(np.square(spoken[:whole].reshape(-1, step)), axis=1)
    cuts: list[int] = []
    for (_, end_s), (begin_s, _) in pairwise(times):
        first = int((end_s - _AROUND_S) * 1000 / _QUIET_MS)
        last = max(first + 1, int((begin_s + _AROUND_S) * 1000 / _QUIET_MS))
        cuts.append((first + int(np.argmin(levels[first:last]))) * step + step // 2)
    return spoken, cuts


def _edged(samples: Samples, even: bool) -> Samples:
    fade = np.linspace(0.0, 1.0, FILE_RATE_HZ * FADE_MS // 1000)
    edged = samples.copy()
    edged[: len(fade)] *= fade
    edged[-len(fade) :] *= fade[::-1]
    silence = np.zeros(FILE_RATE_HZ * EDGE_SILENCE_MS // 1000)
    loudness = loudness_lufs(edged)
    gain_db = (TARGET_LUFS if even else min(max(loudness, QUIETEST_LUFS), LOUDEST_LUFS)) - loudness
    gain_db = min(gain_db, CEILING_DBFS - peak_dbfs(edged))
    return np.concatenate([silence, edged * 10.0 ** (gain_db / 20.0), silence])


def sounds_of(voice: KokoroVoice, ruler: Ruler, pieces: list[Prompt]) -> Iterator[tuple[str, Samples]]:
    """The digits by takes, what the recogniser knows in lists, the rest alone."""
    digits = {key for _, _, taken in _DIGITS for key in taken.split()}
    wanted = {prompt.key for prompt in pieces}
    every = {prompt.key: prompt for prompt in read_prompts(PROMPTS_DIR) if prompt.key in digits}
    for speed, order, taken in _DIGITS:
        if keys := wanted & set(taken.split()):
            sounds = cut(voice, ruler, [every[key] for key in order.split()], speed, even=True)
            assert sounds is not None, f"the recogniser did not follow {order}"
            yield from ((key, sounds[key]) for key in sorted(keys))
    others = [prompt for prompt in pieces if prompt.key not in digits]
    latin = [prompt for prompt in others if re.search("[A-Z]", prompt.texts["zh"])]
    for some in [*lists([prompt for prompt in others if prompt not in latin]), *([each] for each in latin)]:
        sounds = None if some[0] in latin else cut(voice, ruler, some)
        if sounds is None:
            sounds = {prompt.key: speak_piece(voice, prompt.texts["zh"], "zh") for prompt in some}
            print(f"said alone: {' '.join(sounds)}", flush=True)
        yield from sounds.items()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--voices", type=Path, default=Path("package/voices"))
    parser.add_argument("--cache", type=Path, help="where the model is put together")
    parser.add_argument("--vosk-model", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--only", nargs="*", help="keys to render; all without it")
    parser.add_argument("--out", type=Path, default=PROMPTS_DIR)
    args = parser.parse_args()
    voice = KokoroVoice(args.voices, args.cache, threads=args.threads)
    ruler = Ruler(args.vosk_model)
    pieces = [prompt for prompt in read_prompts(PROMPTS_DIR) if prompt.piece and "zh" in prompt.texts]
    pieces = [prompt for prompt in pieces if not args.only or prompt.key in args.only]
    parts = [key for key in _IN_SENTENCES if not args.only or key in args.only]
    sounds = {key: cut_from_sentence(voice, ruler, *_IN_SENTENCES[key]) for key in parts}
    for key, samples in [*sounds_of(voice, ruler, pieces), *sounds.items()]:
        assert samples is not None, f"the recogniser did not follow the sentence of {key}"
        write_opus(args.out / "zh" / f"{key}.opus", samples, BIT_RATE, "voip", evened=True)
        print(f"zh/{key}: {len(samples) / FILE_RATE_HZ:.2f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
