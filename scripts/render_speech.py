"""Render what is said in the demonstration call, `resources/sample/speech/speech.yaml`, with Kokoro.

In:  speech.yaml (key; for each language a voice and a text).
Out: resources/sample/speech/<key>-<language>.opus, in the format and at the level of the prompts, ending with
     a second of silence, since the speaker repeats it or waits for the other.

The rendered files are kept in the repository: run this only after a text or a voice has changed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from kokoro_voice import KokoroMissingError, KokoroVoice
from prompt_list import LANGUAGES
from render_prompts import BIT_RATE, finish, speak
from resource_audio import FILE_RATE_HZ, loudness_lufs, peak_dbfs, write_opus

SPEECH_DIR = Path(__file__).resolve().parent.parent / "resources" / "sample" / "speech"
TAIL_S = 1.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--voices", type=Path, default=Path("package/voices"), help="kokoro-js's package/voices"
    )
    parser.add_argument("--cache", type=Path, help="where the model is put together")
    parser.add_argument("--out", type=Path, default=SPEECH_DIR)
    args = parser.parse_args()
    lines: list[dict[str, Any]] = yaml.safe_load((SPEECH_DIR / "speech.yaml").read_text(encoding="utf-8"))
    for line in lines:
        for language in LANGUAGES:
            try:
                voice = KokoroVoice(args.voices, args.cache, {language: line[language]["voice"]})
            except KokoroMissingError as error:
                print(error, file=sys.stderr)
                return 1
            spoken = finish(speak(voice, line[language]["text"], language))
            samples = np.concatenate([spoken, np.zeros(int(FILE_RATE_HZ * TAIL_S))])
            write_opus(args.out / f"{line['key']}-{language}.opus", samples, BIT_RATE, "voip")
            print(
                f"{line['key']}-{language}: {len(samples) / FILE_RATE_HZ:.2f} s, "
                f"{loudness_lufs(samples):.1f} LUFS, peak {peak_dbfs(samples):.1f} dBFS"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
