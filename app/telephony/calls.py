"""The states of one call on this phone, and the one table of what may follow what.

In:  what happened to the call (the agent answered, the server confirmed, somebody ended it).
Out: the new state, logged as from/event/to; CallEventError where the table has no row.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import Enum

from app.telephony.ports import PhoneCallState

log = logging.getLogger(__name__)


class CallEvent(Enum):
    AGENT_ANSWERED = "AGENT_ANSWERED"
    CONFIRMED = "CONFIRMED"  # the ACK of our 200 arrived
    AGENT_HUNG_UP = "AGENT_HUNG_UP"
    PEER_ENDED = "PEER_ENDED"  # BYE, CANCEL or a failure


TRANSITIONS: dict[tuple[PhoneCallState, CallEvent], PhoneCallState] = {
    (PhoneCallState.RINGING, CallEvent.AGENT_ANSWERED): PhoneCallState.ANSWERING,
    (PhoneCallState.RINGING, CallEvent.AGENT_HUNG_UP): PhoneCallState.ENDED,
    (PhoneCallState.RINGING, CallEvent.PEER_ENDED): PhoneCallState.ENDED,
    (PhoneCallState.ANSWERING, CallEvent.CONFIRMED): PhoneCallState.TALKING,
    (PhoneCallState.ANSWERING, CallEvent.AGENT_HUNG_UP): PhoneCallState.ENDED,
    (PhoneCallState.ANSWERING, CallEvent.PEER_ENDED): PhoneCallState.ENDED,
    (PhoneCallState.TALKING, CallEvent.AGENT_HUNG_UP): PhoneCallState.ENDED,
    (PhoneCallState.TALKING, CallEvent.PEER_ENDED): PhoneCallState.ENDED,
}


class CallEventError(Exception):
    """The event does not fit the state; late events of the network are normal and dropped by the caller."""

    error_id = "not-possible"


class EngineError(Exception):
    """PJSIP refused; ``error_id`` is stable."""

    def __init__(self, error_id: str, detail: str) -> None:
        super().__init__(detail)
        self.error_id = error_id


@dataclass(slots=True)
class PhoneCall:
    """One call; ``answered_at_s`` and ``audio_at_s`` are on the monotonic clock."""

    handle: int
    call_id: str
    offer_id: str
    number: str
    name: str
    state: PhoneCallState = PhoneCallState.RINGING
    codec: str = ""
    encrypted: bool = False
    answered_at_s: float | None = None
    audio_at_s: float | None = None

    def apply(self, event: CallEvent) -> None:
        """Move on by the table. Raises CallEventError."""
        after = TRANSITIONS.get((self.state, event))
        if after is None:
            raise CallEventError(f"{event.value} for call {self.handle} in state {self.state.value}")
        log.info(
            "call %d (%s): %s + %s -> %s",
            self.handle,
            self.call_id,
            self.state.value,
            event.value,
            after.value,
        )
        self.state = after


def reason_of_end(was: PhoneCallState, sip_status: int) -> str:
    """Why the other side ended the call: "cancelled" while it rang, "failed" for an error, else "remote"."""
    if was is PhoneCallState.RINGING:
        return "cancelled" if sip_status in (0, 200, 487) else "failed"
    return "failed" if sip_status >= 400 else "remote"
