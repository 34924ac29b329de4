"""Measure the rendered prompts and print the tables that stand in `resources/prompts/README.md`.

In:  resources/prompts/{zh,en,tone}/*.opus and, where given, a vosk model folder for Mandarin.
Out: Markdown tables on standard output (length, loudness, peak, size, character errors; the pieces together;
     values put together from pieces, as they were heard); exit 1 when a file is missing, too loud or off its
     level.

With `--vosk-model` (vosk==0.3.45, vosk-model-small-cn-0.22) each Mandarin prompt is recognised as a
narrow-band call would carry it (8 kHz) and the character error rate is printed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from prompt_list import LANGUAGES, Prompt, read_prompts
from render_prompts import CEILING_DBFS, PROMPTS_DIR, TARGET_LUFS
from resource_audio import FILE_RATE_HZ, Samples, loudness_lufs, peak_dbfs, read_opus

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.server.core.flow.plan import SpokenKind
from app.server.core.flow.spoken import spoken

PEAK_LIMIT_DBFS = -3.0
LEVEL_TOLERANCE_LU = 0.5
PIECE_TOLERANCE_LU = 6.0  # what single words differ in by nature
_TELEPHONE_RATE_HZ = 8_000
# The words of these values; of those that sound alike (幺 要, 凌 零, 时 十, 午 五) the one of the recogniser.
_SIGNS = "零一要二两三四五六七八九十百千万负点元角分年月日半小钟上下晚美"
_DIGITS = "零一要二两三四五六七八九"
_ALIKE = str.maketrans("幺凌时午", "要零十五")
_VALUES = (
    ("number", "112"), ("number", "2050"), ("number", "120304"), ("number", "36"), ("number", "-78.9"),
    ("digits", "13800138000"), ("digits", "20265471"), ("money", "1205"), ("money", "129900"),
    ("money", "388.88 USD"), ("date", "2026-05-01"), ("date", "2027-12-31"), ("date", "1998-10-22"),
    ("time", "13:30"), ("time", "09:05"), ("time", "20:45"), ("minutes", "2"), ("minutes", "17"),
    ("minutes", "75"),
)  # fmt: skip


def as_telephone(samples: Samples) -> Samples:
    """What a narrow-band call (8 kHz) leaves of a signal, back at the file's rate."""
    return soxr.resample(
        soxr.resample(samples, FILE_RATE_HZ, _TELEPHONE_RATE_HZ), _TELEPHONE_RATE_HZ, FILE_RATE_HZ
    )


def edit_distance(left: str, right: str) -> int:
    """Levenshtein distance of two strings, in characters."""
    row = list(range(len(right) + 1))
    for index, wanted in enumerate(left, start=1):
        previous, row[0] = row[0], index
        for place, heard in enumerate(right, start=1):
            previous, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, previous + (wanted != heard)),
            )
    return row[-1]


class MandarinEar:
    """A vosk recogniser. Counts what it got wrong."""

    def __init__(self, model_dir: Path) -> None:
        vosk: Any = importlib.import_module("vosk")
        vosk.SetLogLevel(-1)
        self._vosk = vosk
        self._model: Any = vosk.Model(str(model_dir))
        self.errors = self.characters = 0

    def hear(self, samples: Samples, signs: str = "") -> str:
        """``signs``: nothing but these is expected, as a listener expects numbers after "the number is"."""
        grammar = [json.dumps([*signs, "[unk]"], ensure_ascii=False)] if signs else []
        recogniser: Any = self._vosk.KaldiRecognizer(self._model, FILE_RATE_HZ, *grammar)
        silence = np.zeros(FILE_RATE_HZ // 2)
        pcm = (np.concatenate([silence, samples, silence]) * 32767).astype(np.int16)
        heard: list[str] = []
        for start in range(0, len(pcm), 4000):
            if recogniser.AcceptWaveform(pcm[start : start + 4000].tobytes()):
                heard.append(json.loads(recogniser.Result())["text"])
        heard.append(json.loads(recogniser.FinalResult())["text"])
        return "".join(heard).replace(" ", "")

    def wrong(self, samples: Samples, text: str, signs: str = "") -> tuple[str, str]:
        """("2 of 14", what was heard)."""
        wanted = re.sub(r"\W", "", text)
        heard = self.hear(as_telephone(samples), signs).replace("[unk]", "?")
        wrong = edit_distance(wanted, heard)
        self.errors, self.characters = self.errors + wrong, self.characters + len(wanted)
        return f"{wrong} of {len(wanted)}", heard


def check_sentences(folder: Path, prompts: list[Prompt], ear: MandarinEar | None) -> list[str]:
    faults: list[str] = []
    print("| File | Length s | Loudness LUFS | Peak dBFS | Size kB | Character errors |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for prompt in prompts:
        for language, name in prompt.files:
            file = folder / f"{name}.opus"
            samples = read_opus(file)
            loudness, peak = loudness_lufs(samples), peak_dbfs(samples)
            if abs(loudness - TARGET_LUFS) > LEVEL_TOLERANCE_LU and peak < CEILING_DBFS - 1 and prompt.texts:
                faults.append(f"{name}: {loudness:.1f} LUFS")
            if peak > PEAK_LIMIT_DBFS:
                faults.append(f"{name}: peak {peak:.1f} dBFS")
            recognised = ""
            if ear and language == "zh" and prompt.texts:
                recognised, heard = ear.wrong(samples, prompt.texts["zh"])
                print(f"{prompt.key}: {heard}", file=sys.stderr)
            print(
                f"| {name} | {len(samples) / FILE_RATE_HZ:.2f} | {loudness:.1f} "
                f"| {peak:.1f} | {file.stat().st_size / 1000:.1f} | {recognised} |"
            )
    return faults


def check_pieces(folder: Path, prompts: list[Prompt]) -> list[str]:
    """Their level as a whole, how far single ones are from it, lengths and sizes."""
    faults: list[str] = []
    print("\n| Pieces | Files | Loudness LUFS | Single ones LUFS | Length s | Size kB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for language in LANGUAGES:
        files = [folder / language / f"{prompt.key}.opus" for prompt in prompts if language in prompt.texts]
        sounds = [read_opus(file) for file in files]
        levels = [loudness_lufs(sound) for sound in sounds]
        whole = loudness_lufs(np.concatenate(sounds))
        lengths = [len(sound) / FILE_RATE_HZ for sound in sounds]
        size_bytes = sum(file.stat().st_size for file in files)
        print(
            f"| {language} | {len(files)} | {whole:.1f} | {min(levels):.1f} to {max(levels):.1f} "
            f"| {min(lengths):.2f} to {max(lengths):.2f} | {size_bytes / 1000:.0f} |"
        )
        if abs(whole - TARGET_LUFS) > 2 * LEVEL_TOLERANCE_LU:
            faults.append(f"pieces of {language}: {whole:.1f} LUFS")
        for file, sound, level in zip(files, sounds, levels, strict=True):
            if abs(level - whole) > PIECE_TOLERANCE_LU:
                faults.append(f"{language}/{file.stem}: {level:.1f} LUFS")
            if peak_dbfs(sound) > PEAK_LIMIT_DBFS:
                faults.append(f"{language}/{file.stem}: peak {peak_dbfs(sound):.1f} dBFS")
    return faults


def check_values(folder: Path, prompts: list[Prompt], ear: MandarinEar) -> None:
    """Values as callers hear them, put together from pieces."""
    texts = {f"zh/{prompt.key}": prompt.texts.get("zh", "") for prompt in prompts}
    print("\n| Value | Said | Heard | Character errors |")
    print("| --- | --- | --- | ---: |")
    for kind, value in _VALUES:
        names = spoken("zh", SpokenKind(kind), value)
        text = "".join(texts[name] for name in names).translate(_ALIKE)
        sound = np.concatenate([read_opus(folder / f"{name}.opus") for name in names])
        wrong, heard = ear.wrong(sound, text, _DIGITS if kind == "digits" else _SIGNS)
        print(f"| {kind} {value} | {text} | {heard} | {wrong} |")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dir", type=Path, default=PROMPTS_DIR)
    parser.add_argument("--vosk-model", type=Path)
    args = parser.parse_args()
    ear = MandarinEar(args.vosk_model) if args.vosk_model else None
    prompts = read_prompts(PROMPTS_DIR)
    sentences = [prompt for prompt in prompts if not prompt.piece]
    faults = check_sentences(args.dir, sentences, ear)
    faults += check_pieces(args.dir, [prompt for prompt in prompts if prompt.piece])
    if ear:
        print(f"\nMandarin sentences: {ear.errors} of {ear.characters} = {ear.errors / ear.characters:.1%}")
        ear.errors = ear.characters = 0
        check_values(args.dir, prompts, ear)
        print(f"\nMandarin values: {ear.errors} of {ear.characters} = {ear.errors / ear.characters:.1%}")
    for fault in faults:
        print(f"FAULT {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
