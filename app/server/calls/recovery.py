"""After a crash: nobody is forgotten. Open calls are closed; who waited or talked is owed a call.

In:  the ledger, the call records and the promised call-backs, before any new call.
Out: one CallEnded per open call, at the last instant at which the server is known to have lived; a promise
of a call-back for each who was cut off by it; and all promises that stand, for the switchboard.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.calls.broken_off import BrokenOff, TimedFact, stood
from app.server.core.callbacks import numbers
from app.server.core.events import CallBackRestored
from app.server.core.facts import (
    CallBackPromised,
    CallConnected,
    CallEnded,
    CallHeld,
    CallQueued,
    CallResumed,
    ReconnectTried,
    SurveyStarted,
)
from app.server.core.types import CallOutcome, EndCause
from app.server.security.masking import mask_number
from app.server.storage.database import Database
from app.server.storage.facts_codec import decode_fact
from app.server.storage.ledger import Ledger
from app.server.storage.tables import Call, CallbackRow, LedgerRow

log = logging.getLogger(__name__)
CALLED_BACK, NOT_CALLABLE, TOO_LATE = "restart-called-back", "restart-not-callable", "restart-too-late"
RESTART = "restart"


@dataclass(frozen=True, slots=True)
class Policy:
    """Whom the house calls back. ``give_up_after_s``: of a queue; None where there is no such queue."""

    diallable: Callable[[str], bool]
    give_up_after_s: Callable[[str], int | None]
    new_id: Callable[[str], str]
    now: datetime


@dataclass(slots=True)
class Recovered:
    """``cut_off``: calls that were closed. ``promises``: every call-back that stands, old and new.

    ``not_called``: call ids of those who are owed a call but cannot be called.
    """

    cut_off: int = 0
    promises: list[CallBackRestored] = field(default_factory=list[CallBackRestored])
    not_called: list[str] = field(default_factory=list[str])


async def recover(database: Database, ledger: Ledger, policy: Policy | None = None) -> Recovered:
    """On the disk when this returns, so that a second crash doubles nothing. No policy: no call-backs."""
    found = Recovered()
    open_calls = await database.read(_open_calls)
    if policy is not None:
        found.promises = await database.read(_standing)
    stories = {call_id: stood(facts) for call_id, (_, facts) in open_calls.items()}
    taken = {(each.queue_id, numbers.line(each.number)) for each in found.promises}
    for call_id in sorted(open_calls, key=lambda each: _first_served(stories[each])):
        started_at, facts = open_calls[call_id]
        ended_at = max([started_at, *(at for at, _ in facts), ledger.last_alive_at or started_at])
        detail = RESTART
        if policy is not None and stories[call_id].is_owed_a_call:
            detail = _promise(found, taken, ledger, policy, call_id, stories[call_id])
        ledger.append(cut_off(call_id, facts, ended_at, detail), ended_at)
        found.cut_off += 1
    await ledger.flush()
    return found


def cut_off(call_id: str, facts: Sequence[TimedFact], ended_at: datetime, detail: str = RESTART) -> CallEnded:
    """The end of a call whose server died: its times as far as the facts tell.

    Where only the customer's survey was left of it, it had been answered and was over.
    """
    queue_id: str | None = None
    agent_id: str | None = None
    queued_at: datetime | None = None
    answered_at: datetime | None = None
    held_since: datetime | None = None
    away_since: datetime | None = None  # he was cut off and called back
    waited_s = hold_s = away_s = 0.0
    for at, fact in facts:
        match fact:
            case CallQueued():
                queue_id, queued_at = fact.queue_id, queued_at or at
            case CallConnected():
                queue_id, agent_id, answered_at = fact.queue_id or queue_id, fact.agent_id or None, at
                waited_s, hold_s, away_s = fact.waited_s, 0.0, 0.0
            case CallHeld():
                held_since = at
            case CallResumed():
                held_since, hold_s = None, hold_s + fact.held_s
            case SurveyStarted():
                return CallEnded(
                    call_id=call_id,
                    outcome=CallOutcome.ANSWERED,
                    cause=EndCause.NORMAL,
                    by=fact.by,
                    agent_id=agent_id,
                    queue_id=queue_id,
                    waited_s=waited_s,
                    talk_s=fact.talk_s,
                    hold_s=fact.hold_s,
                    detail=detail,
                )
            case ReconnectTried(result="back"):
                away_s += (at - away_since).total_seconds() if away_since else 0.0
                away_since = None
            case ReconnectTried():
                if held_since is not None:
                    hold_s, held_since = hold_s + (at - held_since).total_seconds(), None
                away_since = away_since or at
            case _:
                pass
    if answered_at is None and queued_at is not None:
        waited_s = (ended_at - queued_at).total_seconds()
    if held_since is not None:
        hold_s += (ended_at - held_since).total_seconds()
    if away_since is not None:
        away_s += (ended_at - away_since).total_seconds()
    talk_s = 0.0 if answered_at is None else (ended_at - answered_at).total_seconds() - hold_s - away_s
    return CallEnded(
        call_id=call_id,
        outcome=CallOutcome.CUT_OFF,
        cause=EndCause.CUT_OFF,
        by="system",
        agent_id=agent_id,
        queue_id=queue_id,
        waited_s=waited_s,
        talk_s=max(0.0, talk_s),
        hold_s=hold_s,
        detail=detail,
    )


def _first_served(story: BrokenOff) -> tuple[bool, float]:
    """Of one number that had two calls, who talked is called back, then who waited longer."""
    return not story.agent_id, story.since.timestamp() if story.since else 0.0


def _promise(
    found: Recovered,
    taken: set[tuple[str, str]],
    ledger: Ledger,
    policy: Policy,
    call_id: str,
    story: BrokenOff,
) -> str:
    """The word that stands in the record of the call."""
    assert story.since is not None
    if story.direction == "CALLBACK" and story.waits and not story.talked:
        return RESTART  # the promise that it was a try of stands
    give_up_after_s = policy.give_up_after_s(story.queue_id)
    number = numbers.plain(story.number)
    word = ""
    if story.source.startswith("phone:") or give_up_after_s is None or not policy.diallable(number):
        word = NOT_CALLABLE
    elif policy.now - story.since > timedelta(seconds=give_up_after_s):
        word = TOO_LATE
    elif (story.queue_id, numbers.line(number)) in taken:
        return CALLED_BACK  # one call-back for this number stands already
    if word:
        found.not_called.append(call_id)
        log.warning("call %s of %s was cut off: %s", call_id, mask_number(story.number) or "nobody", word)
        return word
    taken.add((story.queue_id, numbers.line(number)))
    promise = CallBackRestored(
        callback_id=policy.new_id("callback"),
        queue_id=story.queue_id,
        number=number,
        waiting_since=story.since,
        for_call_id=call_id,
        customer_id=story.customer_id,
        level=story.level,
        agent_id=story.agent_id,
    )
    found.promises.append(promise)
    fact = CallBackPromised(
        promise.callback_id,
        promise.queue_id,
        number,
        call_id,
        story.since.isoformat(),
        story.agent_id,
        story.level,
    )
    ledger.append(fact, policy.now)
    return CALLED_BACK


def _open_calls(session: Session) -> dict[str, tuple[datetime, list[TimedFact]]]:
    """call_id → when it began and its facts in order."""
    found: dict[str, tuple[datetime, list[TimedFact]]] = {}
    statement = select(Call.call_id, Call.started_at).where(Call.ended_at.is_(None))
    for call_id, started_at in session.execute(statement).tuples().all():
        rows = session.scalars(select(LedgerRow).where(LedgerRow.call_id == call_id).order_by(LedgerRow.seq))
        found[call_id] = (started_at, [(row.at, decode_fact(row.kind, row.payload)) for row in rows])
    return found


def _standing(session: Session) -> list[CallBackRestored]:
    """Promises of the last run that have not ended, the oldest first."""
    statement = select(CallbackRow).where(CallbackRow.state == "OPEN").order_by(CallbackRow.waiting_since)
    return [
        CallBackRestored(
            callback_id=row.callback_id,
            queue_id=row.queue_id,
            number=row.number,
            waiting_since=row.waiting_since,
            for_call_id=row.for_call_id,
            customer_id=row.customer_id or "",
            level=row.level,
            agent_id=row.agent_id,
            tries=row.tries,
            due_at=row.next_at,
        )
        for row in session.scalars(statement)
    ]
