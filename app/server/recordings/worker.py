"""The process that makes recordings: it steps back behind the calls, and dies with its parent.

What encodes sound is loaded here and not in the server, which only hands the work over.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from app.server.recordings.model import FinishedRecording

_PR_SET_PDEATHSIG = 1
_NICE = 19


def begin() -> None:
    """Initializer of the process pool."""
    os.nice(_NICE)
    if sys.platform == "linux":  # calls first: it gets what nobody else wants
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    if sys.platform == "linux":
        # An idle worker of a killed parent would wait for ever: it holds both ends of its queue.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def finish(
    journal_dir: Path,
    journal_key: bytes,
    recording_id: str,
    target: Path,
    content_key: bytes,
    not_before: datetime | None = None,
    ended_at: datetime | None = None,
) -> FinishedRecording:
    """As ``app.server.recordings.finish``, which it loads."""
    from app.server.recordings.finish import finish as make

    return make(journal_dir, journal_key, recording_id, target, content_key, not_before, ended_at)
