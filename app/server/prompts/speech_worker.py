"""The process in which texts become sound; it takes only what the calls leave of the machine.

In:  the engine's name and folder of voices on the command line; lines of JSON {text, language, file}.
Out: for each a line of JSON: {} when the file is there, {"error": sentence} otherwise.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Any

from app.server.prompts.sound import write_opus
from app.server.prompts.spoken_sound import Say, speak

_PR_SET_PDEATHSIG = 1


def step_back() -> None:
    """Behind everything else on the machine, and gone with the server."""
    if sys.platform == "win32":
        return
    os.nice(19)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends us
    if sys.platform == "linux":
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def load(engine: str, voices: Path) -> Say:
    """Raises what the engine raises when it is not all there."""
    if engine == "kokoro":
        from app.server.prompts.kokoro import KokoroVoice

        return KokoroVoice(voices, voices / "model", threads=1, spells=True).say_16k
    from app.server.prompts.espeak import say

    return say


def main(argv: list[str]) -> int:
    step_back()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is no answer
    say: Say | None = None
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        try:
            say = say or load(argv[0], Path(argv[1]))
            write_opus(Path(request["file"]), speak(say, request["text"], request["language"]), evened=True)
            answer: dict[str, str] = {}
        except Exception as error:  # whatever a model does with a text: this one is not spoken
            logging.getLogger(__name__).exception("not spoken")
            answer = {"error": f"{type(error).__name__}: {error}"[:500]}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
