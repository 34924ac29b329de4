"""What the agent hears: the line, and over it a beep or a clip of our own.

In:  frames from the line (``put``), wishes to beep or to play, from several threads.
Out: the next frame for the speaker, asked for by its device (``next_frame``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle

from app.telephony.fifo import FrameFifo
from app.telephony.pcm import SILENCE, mixed


class Ear:
    def __init__(self) -> None:
        self._line = FrameFifo()
        self._beep: Iterator[bytes] | None = None
        self._clip: Iterator[bytes] | None = None

    # --- from any thread --------------------------------------------------------------------------

    def put(self, frame: bytes) -> None:
        """The next frame of the line."""
        self._line.put(frame)

    def clear(self) -> None:
        """What came from the line and was not heard yet is never heard."""
        self._line.clear()

    def beep(self, period: Sequence[bytes]) -> None:
        """Again and again until ``hush``; one that runs goes on."""
        if self._beep is None:
            self._beep = cycle(period)

    def hush(self) -> None:
        self._beep = None

    def play(self, clip: Sequence[bytes]) -> None:
        """Once; in the place of what is still being played."""
        self._clip = iter(clip)

    def stop(self) -> None:
        self._clip = None

    @property
    def playing(self) -> bool:
        return self._clip is not None

    # --- from the speaker's thread ----------------------------------------------------------------

    def next_frame(self) -> bytes:
        frame = self._line.get() or SILENCE
        beep, clip = self._beep, self._clip
        if beep is not None:
            frame = _over(frame, next(beep))
        if clip is not None:
            piece = next(clip, None)
            if piece is not None:
                frame = _over(frame, piece)
            elif self._clip is clip:
                self._clip = None
        return frame


def _over(line: bytes, tone: bytes) -> bytes:
    if tone == SILENCE:
        return line
    return tone if line == SILENCE else mixed(line, tone)
