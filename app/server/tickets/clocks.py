"""One clock of a ticket: runs in opening hours, stands while the customer is waited for, is kept or missed.

In:  a clock, a step, the time and the opening hours. Out: the clock afterwards. Nothing is read or kept here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from app.contracts.tickets import ClockKind
from app.server.core.machine import TableEnum, step
from app.server.core.waiting.durations import after_open, open_between
from app.server.core.waiting.plan import Hours

SOON_S: Final = 3600  # opening time before it is due


class ClockState(TableEnum):
    RUNNING = "RUNNING"
    FROZEN = "FROZEN"
    MET = "MET"
    MISSED = "MISSED"
    STOPPED = "STOPPED"


class ClockStep(TableEnum):
    START = "start"  # from the beginning: new, reopened, or another update is promised
    FREEZE = "freeze"  # the customer is waited for
    RESUME = "resume"
    PROMISE = "promise"  # another promise: priority, type or due time was changed
    DUE = "due"  # its time is over
    FINISH = "finish"  # what was promised is done
    STOP = "stop"  # nothing is to be done any more: cancelled


_S, _E = ClockState, ClockStep
TRANSITIONS: Final[Mapping[tuple[ClockState, ClockStep], ClockState]] = {
    (_S.RUNNING, _E.START): _S.RUNNING,
    (_S.RUNNING, _E.FREEZE): _S.FROZEN,
    (_S.RUNNING, _E.PROMISE): _S.RUNNING,
    (_S.RUNNING, _E.DUE): _S.MISSED,
    (_S.RUNNING, _E.FINISH): _S.MET,
    (_S.RUNNING, _E.STOP): _S.STOPPED,
    (_S.FROZEN, _E.START): _S.RUNNING,
    (_S.FROZEN, _E.RESUME): _S.RUNNING,
    (_S.FROZEN, _E.PROMISE): _S.FROZEN,
    (_S.FROZEN, _E.FINISH): _S.MET,
    (_S.FROZEN, _E.STOP): _S.STOPPED,
    (_S.MISSED, _E.START): _S.RUNNING,
    (_S.MISSED, _E.PROMISE): _S.RUNNING,
    (_S.MISSED, _E.FINISH): _S.MISSED,
    (_S.MISSED, _E.STOP): _S.STOPPED,
    (_S.MET, _E.START): _S.RUNNING,
    (_S.STOPPED, _E.START): _S.RUNNING,
}


@dataclass(frozen=True, slots=True)
class Clock:
    """``spent_s``: opening time that was over when it last began to run. See ``TicketClockRow``."""

    kind: ClockKind
    state: ClockState
    promise_s: int
    hours_id: str
    begun_at: datetime
    spent_s: int = 0
    running_since: datetime | None = None
    fixed_at: datetime | None = None
    due_at: datetime | None = None
    missed_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """What it was promised for is still to be done."""
        return self.ended_at is None and self.state is not ClockState.STOPPED

    @property
    def is_late(self) -> bool:
        return self.state is ClockState.MISSED and self.ended_at is None

    def spent_until(self, hours: Hours | None, now: datetime) -> int:
        if self.running_since is None:
            return self.spent_s
        return self.spent_s + int(open_between(hours, self.running_since, now).total_seconds())

    def left_s(self, hours: Hours | None, now: datetime) -> int:
        """Opening time until it is due, never less than 0."""
        if self.fixed_at is not None:
            return max(0, int(open_between(hours, now, self.fixed_at).total_seconds()))
        return max(0, self.promise_s - self.spent_until(hours, now))


def started(
    kind: ClockKind,
    promise_s: int,
    hours_id: str,
    hours: Hours | None,
    now: datetime,
    fixed_at: datetime | None = None,
) -> Clock:
    clock = Clock(kind, ClockState.RUNNING, promise_s, hours_id, now, fixed_at=fixed_at)
    return _run(clock, hours, now)


def restarted(clock: Clock, promise_s: int, hours_id: str, hours: Hours | None, now: datetime) -> Clock:
    """From the beginning; a moment that a person had set is over."""
    _next(clock, ClockStep.START)
    return started(clock.kind, promise_s, hours_id, hours, now)


def frozen(clock: Clock, hours: Hours | None, now: datetime) -> Clock:
    state = _next(clock, ClockStep.FREEZE)
    spent_s = clock.spent_until(hours, now)
    return replace(clock, state=state, spent_s=spent_s, running_since=None, due_at=None)


def resumed(clock: Clock, hours: Hours | None, now: datetime) -> Clock:
    return _run(replace(clock, state=_next(clock, ClockStep.RESUME)), hours, now)


def promised(
    clock: Clock,
    promise_s: int,
    hours: tuple[Hours | None, Hours | None],
    hours_id: str,
    now: datetime,
    fixed_at: datetime | None = None,
) -> Clock:
    """Another promise; what was spent stays spent. ``hours``: those until now, those from now on. One that
    was missed runs again where the new promise leaves time."""
    state = _next(clock, ClockStep.PROMISE)
    spent_s = clock.spent_until(hours[0], now)
    changed = replace(
        clock,
        promise_s=promise_s,
        hours_id=hours_id,
        spent_s=spent_s,
        fixed_at=fixed_at,
        running_since=None,
        missed_at=None,
    )
    if state is ClockState.FROZEN:
        return changed
    running = _run(replace(changed, state=state), hours[1], now)
    if clock.state is ClockState.MISSED and running.due_at is not None and running.due_at <= now:
        return clock  # it leaves no time either
    return running


def due(clock: Clock, now: datetime) -> Clock:
    """It goes on counting how late it is."""
    return replace(clock, state=_next(clock, ClockStep.DUE), missed_at=clock.due_at or now)


def finished(clock: Clock, hours: Hours | None, now: datetime) -> Clock:
    state = _next(clock, ClockStep.FINISH)
    spent_s = clock.spent_until(hours, now)
    return replace(clock, state=state, spent_s=spent_s, running_since=None, ended_at=now)


def stopped(clock: Clock, hours: Hours | None, now: datetime) -> Clock:
    state = _next(clock, ClockStep.STOP)
    spent_s = clock.spent_until(hours, now)
    return replace(clock, state=state, spent_s=spent_s, running_since=None, due_at=None, ended_at=now)


def overtaken(clock: Clock, now: datetime) -> Clock:
    """As it stands now: missed where its time ran out and nobody has said so yet."""
    if clock.state is ClockState.RUNNING and clock.due_at is not None and clock.due_at <= now:
        return due(clock, now)
    return clock


def soon_at(clock: Clock, hours: Hours | None, now: datetime) -> datetime | None:
    """An hour of opening time before it is due; None where that is over or the promise is no longer."""
    left_s = clock.left_s(hours, now)
    return after_open(hours, now, timedelta(seconds=left_s - SOON_S)) if left_s > SOON_S else None


def half_at(clock: Clock, hours: Hours | None, now: datetime) -> datetime | None:
    """When half of its time is over; None where it is."""
    spent_s = clock.spent_until(hours, now)
    whole_s = spent_s + clock.left_s(hours, now)
    left_s = whole_s // 2 - spent_s
    return after_open(hours, now, timedelta(seconds=left_s)) if left_s > 0 else None


def _run(clock: Clock, hours: Hours | None, now: datetime) -> Clock:
    left = timedelta(seconds=max(0, clock.promise_s - clock.spent_s))
    due_at = clock.fixed_at or after_open(hours, now, left)
    return replace(clock, running_since=now, due_at=due_at)


def _next(clock: Clock, happening: ClockStep) -> ClockState:
    return step(TRANSITIONS, clock.state, happening, "clock", clock.kind)
