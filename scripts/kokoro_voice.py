"""The speech of the scripts: the same Kokoro adapter as the server's, found from the checkout.

It needs none of the server's other packages, so it also runs in an environment that holds Kokoro alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.server.prompts.kokoro import HOW_TO_INSTALL, VOICE_RATE_HZ, KokoroMissingError, KokoroVoice
from app.server.prompts.voices import KOKORO_VOICES as VOICES

__all__ = ["HOW_TO_INSTALL", "VOICES", "VOICE_RATE_HZ", "KokoroMissingError", "KokoroVoice"]
