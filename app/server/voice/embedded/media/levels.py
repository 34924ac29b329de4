"""How loud recordings, music and silence are, in LUFS: for whoever asks for them and does not measure."""

from __future__ import annotations

TARGET_LUFS = -23.0
MUSIC_LUFS = -26.0  # a little behind the words
SILENT_LUFS = -120.0
