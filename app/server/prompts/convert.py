"""Turns an uploaded file into one that the media processes load; a process of its own, with limits.

In:  the command line: source, its kind, target, loudness in LUFS.
Out: one line on standard output: "done", or the error id of what is wrong.

Whoever made the file knew FFmpeg's parsers better than its users do: what goes wrong here goes wrong in a
process that may do little, for a short time.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.server.prompts.model import LONGEST_S
from app.server.prompts.sound import write_opus
from app.server.voice.embedded.media.decode import DecodeError, TooLongError, decode_file
from app.server.voice.embedded.media.loudness import SILENT_LUFS, TARGET_LUFS, evened, loudness_lufs

MOST_MEMORY_BYTES = 2 << 30
MOST_CPU_S = 120
MOST_FILE_BYTES = 40_000_000


def main(argv: list[str]) -> str:
    source, kind, target, loudness = argv
    try:
        samples = decode_file(Path(source), longest_s=LONGEST_S, container_format=kind)
    except TooLongError:
        return "prompt-long"
    except (DecodeError, MemoryError):
        return "prompt-damaged"
    if loudness_lufs(samples) == SILENT_LUFS:
        return "prompt-silent"
    try:
        write_opus(Path(target), evened(samples, float(loudness)), evened=float(loudness) == TARGET_LUFS)
    except OSError as error:
        return f"prompt-disk {error.strerror or error}"
    return "done"


def _limit() -> None:
    if sys.platform != "win32":
        import os
        import resource

        os.nice(10)
        for what, most in (
            (resource.RLIMIT_AS, MOST_MEMORY_BYTES),
            (resource.RLIMIT_CPU, MOST_CPU_S),
            (resource.RLIMIT_FSIZE, MOST_FILE_BYTES),
        ):
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    _limit()
    print(main(sys.argv[1:]))  # noqa: T201
