"""Measure the rendered prompts and print the table that stands in `resources/prompts/README.md`.

In:  resources/prompts/{zh,en}/*.opus and, where given, a vosk model folder for Mandarin.
Out: a Markdown table on standard output (length, loudness, peak, size, character error rate); exit 1 when
     a file is missing, too loud or off its level.

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
from render_prompts import CEILING_DBFS, LANGUAGES, PROMPTS_DIR, TARGET_LUFS, read_prompts
from resource_audio import FILE_RATE_HZ, Samples, loudness_lufs, peak_dbfs, read_opus

PEAK_LIMIT_DBFS = -3.0
LEVEL_TOLERANCE_LU = 0.5
_TELEPHONE_RATE_HZ = 8_000


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
    """A vosk recogniser."""

    def __init__(self, model_dir: Path) -> None:
        vosk: Any = importlib.import_module("vosk")
        vosk.SetLogLevel(-1)
        self._vosk = vosk
        self._model: Any = vosk.Model(str(model_dir))

    def hear(self, samples: Samples) -> str:
        recogniser: Any = self._vosk.KaldiRecognizer(self._model, FILE_RATE_HZ)
        silence = np.zeros(FILE_RATE_HZ // 2)
        pcm = (np.concatenate([silence, samples, silence]) * 32767).astype(np.int16)
        heard: list[str] = []
        for start in range(0, len(pcm), 4000):
            if recogniser.AcceptWaveform(pcm[start : start + 4000].tobytes()):
                heard.append(json.loads(recogniser.Result())["text"])
        heard.append(json.loads(recogniser.FinalResult())["text"])
        return "".join(heard).replace(" ", "")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dir", type=Path, default=PROMPTS_DIR)
    parser.add_argument("--vosk-model", type=Path)
    args = parser.parse_args()
    ear = MandarinEar(args.vosk_model) if args.vosk_model else None
    faults: list[str] = []
    errors = characters = 0
    print("| File | Length s | Loudness LUFS | Peak dBFS | Size kB | Character errors |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for prompt in read_prompts(PROMPTS_DIR / "prompts.yaml"):
        for language in LANGUAGES:
            file = args.dir / language / f"{prompt.key}.opus"
            samples = read_opus(file)
            loudness, peak = loudness_lufs(samples), peak_dbfs(samples)
            if abs(loudness - TARGET_LUFS) > LEVEL_TOLERANCE_LU and peak < CEILING_DBFS - 1:
                faults.append(f"{language}/{prompt.key}: {loudness:.1f} LUFS")
            if peak > PEAK_LIMIT_DBFS:
                faults.append(f"{language}/{prompt.key}: peak {peak:.1f} dBFS")
            recognised = ""
            if ear and language == "zh" and prompt.texts:
                wanted = re.sub(r"\W", "", prompt.texts["zh"])
                heard = ear.hear(as_telephone(samples))
                wrong = edit_distance(wanted, heard)
                errors, characters = errors + wrong, characters + len(wanted)
                recognised = f"{wrong} of {len(wanted)}"
                print(f"{prompt.key}: {heard}", file=sys.stderr)
            print(
                f"| {language}/{prompt.key} | {len(samples) / FILE_RATE_HZ:.2f} | {loudness:.1f} "
                f"| {peak:.1f} | {file.stat().st_size / 1000:.1f} | {recognised} |"
            )
    if characters:
        print(f"\nMandarin character error rate: {errors} of {characters} = {errors / characters:.1%}")
    for fault in faults:
        print(f"FAULT {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
