"""How long a process would have taken on a machine that does nothing else: less what it waited for a core.

In:  processes. Out: seconds that their main threads were ready to run and were not let (Linux's schedstat).
What is left is work, waiting for others and sleep, which a slower program has more of on any machine.
"""

from __future__ import annotations

import os
import time
from pathlib import Path


def core_wait_s(pid: int) -> float:
    """Since it began. 0 where the system does not say."""
    try:
        words = Path(f"/proc/{pid}/schedstat").read_text().split()
    except OSError:
        return 0.0
    return int(words[1]) / 1e9 if len(words) > 1 else 0.0


class OwnPace:
    """Begins now; ``took_s`` says how long it was, less what this process and a new one waited for cores."""

    def __init__(self) -> None:
        self._began_s, self._waited_s = time.monotonic(), core_wait_s(os.getpid())

    def took_s(self, new_pid: int) -> float:
        waited_s = core_wait_s(os.getpid()) - self._waited_s + core_wait_s(new_pid)
        return max(0.0, time.monotonic() - self._began_s - waited_s)
