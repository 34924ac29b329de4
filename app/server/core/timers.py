"""What timers are for, and the timers that run.

In:  a purpose under an id when a turn sets a timer; the id when it fires or is cancelled.
Out: what it was for; which timers a call, an offer, an agent or a call-back has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, get_args

from app.server.core.frozen import frozen


@frozen
class OfferExpires:
    offer_id: str


@frozen
class DigitAwaited:
    call_id: str
    play_id: str


@frozen
class WrapUpRunsOut:
    agent_id: str
    call_id: str


@frozen
class FaultLasts:
    """An agent whose phone does not come back has gone, and is not ready when it comes back tomorrow."""

    agent_id: str


@frozen
class RingRunsOut:
    """A party that is rung outside of an offer does not answer."""

    call_id: str
    leg_id: str


@frozen
class PauseRunsOut:
    """A paused recording goes on by itself: an agent may forget it."""

    call_id: str


@frozen
class LineWidens:
    """More agents may take this waiting call from now on (its own agent's time is over, a relaxation)."""

    call_id: str


@frozen
class RingsMore:
    """An offer was not answered for a while: another phone rings besides."""

    call_id: str


@frozen
class AnnouncementDue:
    call_id: str


@frozen
class OverflowDue:
    """He has waited as long as a rule of his queue allows."""

    call_id: str


@frozen
class SystemAwaited:
    call_id: str
    request_id: str


@frozen
class SurveyRunsOut:
    """The customer has had long enough to answer; his line is closed."""

    call_id: str


@frozen
class MessageRunsOut:
    call_id: str


@frozen
class ReconnectDue:
    call_id: str


@frozen
class CallBackDue:
    callback_id: str


Purpose = (
    OfferExpires
    | DigitAwaited
    | WrapUpRunsOut
    | FaultLasts
    | RingRunsOut
    | PauseRunsOut
    | LineWidens
    | RingsMore
    | AnnouncementDue
    | OverflowDue
    | SystemAwaited
    | SurveyRunsOut
    | MessageRunsOut
    | ReconnectDue
    | CallBackDue
)
# Whose timer it is: an offer's, an agent's, a call-back's, else a call's.
_SUBJECTS: dict[type[Purpose], Callable[[Any], str]] = {
    **dict.fromkeys(get_args(Purpose), attrgetter("call_id")),
    OfferExpires: attrgetter("offer_id"),
    WrapUpRunsOut: attrgetter("agent_id"),
    FaultLasts: attrgetter("agent_id"),
    CallBackDue: attrgetter("callback_id"),
}


@dataclass(slots=True)
class Timers:
    """Found by id and by whose they are, never by a search."""

    purposes: dict[str, Purpose] = field(default_factory=dict[str, Purpose])
    of: dict[str, dict[str, Purpose]] = field(  # by call, offer, agent or call-back
        default_factory=dict[str, dict[str, Purpose]]
    )

    def set(self, timer_id: str, purpose: Purpose) -> None:
        self.purposes[timer_id] = purpose
        subject_id = _SUBJECTS[purpose.__class__](purpose)
        if subject_id in self.of:
            self.of[subject_id][timer_id] = purpose
        else:
            self.of[subject_id] = {timer_id: purpose}

    def forget(self, timer_id: str) -> Purpose | None:
        """It fired or is cancelled; what it was for, None where it is not known any more."""
        purpose = self.purposes.pop(timer_id, None)
        if purpose is not None:
            subject_id = _SUBJECTS[purpose.__class__](purpose)
            mine = self.of[subject_id]
            del mine[timer_id]
            if not mine:
                del self.of[subject_id]
        return purpose

    def of_kinds(self, subject_id: str, kinds: tuple[type[Purpose], ...]) -> list[str]:
        """Ids of those of this subject that are of these kinds."""
        if (mine := self.of.get(subject_id)) is None:
            return []
        return [timer_id for timer_id, purpose in mine.items() if isinstance(purpose, kinds)]

    def exactly(self, purpose: Purpose) -> list[str]:
        """Ids of those that are for exactly this."""
        if (mine := self.of.get(_SUBJECTS[purpose.__class__](purpose))) is None:
            return []
        return [timer_id for timer_id, each in mine.items() if each == purpose]
