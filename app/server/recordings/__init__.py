"""Recordings: from the journal of the media process to an encrypted Ogg/Opus file and back to ears."""
