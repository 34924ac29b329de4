"""Audio: a process of its own that forwards, mixes, plays, listens for digits and records."""
