"""A queue of sound frames between two clocks: the device's and the telephone line's.

In:  20 ms frames (16-bit mono PCM) from one thread. Out: the same frames to another thread, or None
when there is nothing to play yet. It waits for ``prime`` frames before it starts, drops the oldest
beyond ``cap``, and trims what stays too full after a stall, so that the delay returns to its target.
"""

from __future__ import annotations

from collections import deque

TRIM_EVERY_FRAMES = 50  # look at the lowest fill once a second


class FrameFifo:
    def __init__(self, prime_frames: int = 2, slack_frames: int = 4) -> None:
        self._frames: deque[bytes] = deque()
        self._prime = prime_frames
        self._cap = prime_frames + slack_frames
        self._primed = False
        self._lowest = self._cap
        self._seen = 0
        self.underruns = 0
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._frames)

    def put(self, frame: bytes) -> None:
        frames = self._frames
        frames.append(frame)
        self._lowest = min(self._lowest, len(frames))
        self._seen += 1
        if self._seen >= TRIM_EVERY_FRAMES:
            if self._lowest > self._prime + 1:
                self._drop_oldest()
            self._seen, self._lowest = 0, self._cap
        while len(frames) > self._cap:
            self._drop_oldest()

    def get(self) -> bytes | None:
        if not self._primed:
            if len(self._frames) < self._prime:
                return None
            self._primed = True
        try:
            return self._frames.popleft()
        except IndexError:
            self.underruns += 1
            self._primed = False
            return None

    def clear(self) -> None:
        self._frames.clear()
        self._primed = False

    def _drop_oldest(self) -> None:
        try:
            self._frames.popleft()
        except IndexError:  # the reader was faster: nothing to drop any more
            return
        self.dropped += 1
