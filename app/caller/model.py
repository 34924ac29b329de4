"""What a simulated customer is asked to do, what happened on the way, and what came of it.

In:  ``CallPlan``, written by the command line, a test or the demo.
Out: ``Step``s while the call runs, one ``CallReport`` at its end (``as_json`` for machines).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path

CODECS = ("PCMA", "PCMU", "G722")


class CallerError(Exception):
    """Something the person at the keyboard can put right; the text is a sentence for them."""

    error_id = "caller"


class StepKind(Enum):
    DIALLING = "dialling"
    RINGING = "ringing"
    ANSWERED = "answered"
    PRESSED = "pressed"
    REFUSED_KEY = "refused-key"  # the other side did not agree to RFC 4733 events
    SPEAKING = "speaking"  # detail "": silent again
    CHANGED = "changed"  # a re-INVITE of the other side; detail is the new direction
    ENDED = "ended"  # detail is the end reason, as in the report


class EndReason(Enum):
    """Why the call is over; the value is what stands in the JSON report."""

    HUNG_UP = "hung-up"  # a BYE after the answer, see ``ended_by``
    NOT_ANSWERED = "not-answered"  # it rang until our time was over, or the far end said 408/480
    UNREACHABLE = "unreachable"  # nobody is there: no reply at all, or the port is closed
    BUSY = "busy"
    NOT_FOUND = "not-found"
    DECLINED = "declined"
    UNAVAILABLE = "unavailable"
    NO_COMMON_CODEC = "no-common-codec"
    REFUSED = "refused"  # any other refusal, see ``sip_status``


@dataclass(frozen=True, slots=True)
class CallPlan:
    """One call of one customer.

    ``to`` is ``sip:NUMBER@HOST[:PORT]``; ``digits`` is ``"1,w3,2"`` (press 1, wait 3 s, press 2);
    ``speak`` is explained in ``app.caller.speech``; ``seconds`` bounds the call after its answer and
    ``answer_s`` the ringing before it (None: also ``seconds``).
    """

    to: str
    from_number: str
    from_name: str = ""
    digits: str = ""
    speak: str | None = None
    record: Path | None = None
    seconds: float = 20.0
    answer_s: float | None = None
    codecs: tuple[str, ...] = ("PCMA", "PCMU")
    digit_start_s: float = 1.0
    host: str = ""  # our address; empty: the one from which ``to`` is reached


@dataclass(frozen=True, slots=True)
class Step:
    """``at_s`` counts from the moment of dialling."""

    kind: StepKind
    at_s: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CallReport:
    """What came of a call. Times in the unit of the name; None where it never came to that."""

    to: str
    from_number: str
    answered: bool
    setup_ms: float | None  # INVITE sent -> 200 received
    ended_by: str  # "us", "peer", or "" where the call never stood
    end_reason: str  # an EndReason value
    sip_status: int | None  # the final status of the INVITE
    duration_s: float  # answer -> end
    codec: str | None
    packets_sent: int
    packets_received: int
    packets_lost: int
    first_audio_ms: float | None  # answer -> first packet heard
    max_gap_ms: float | None  # the longest time without a packet, from the first packet to the end
    level_dbfs: float | None  # RMS of what was heard; 0 is a full-scale square wave
    digits_sent: str
    steps: tuple[Step, ...]

    def as_json(self) -> str:
        """One line, for ``--json``."""
        plain = asdict(self)
        plain["steps"] = [{"kind": s.kind.value, "at_s": s.at_s, "detail": s.detail} for s in self.steps]
        return json.dumps(plain, ensure_ascii=False)
