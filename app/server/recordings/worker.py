"""What the process that makes recordings does first: step back behind the calls, die with its parent."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

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
