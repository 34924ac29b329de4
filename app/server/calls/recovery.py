"""After a crash: calls that are still open in the records are closed as cut off.

In:  the ledger and the call records, before any new call.
Out: one CallEnded per open call, at the last instant at which the server is known to have lived.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.core.facts import CallConnected, CallEnded, CallHeld, CallQueued, CallResumed, Fact
from app.server.core.types import CallOutcome, EndCause
from app.server.storage.database import Database
from app.server.storage.facts_codec import decode_fact
from app.server.storage.ledger import Ledger
from app.server.storage.tables import Call, LedgerRow

TimedFact = tuple[datetime, Fact]


async def close_open_calls(database: Database, ledger: Ledger) -> int:
    """How many calls the last run left open; they are closed, on the disk, when this returns."""
    open_calls = await database.read(_open_calls)
    for call_id, (started_at, facts) in open_calls.items():
        known = [started_at, *(at for at, _ in facts)]
        ended_at = max([*known, ledger.last_alive_at or started_at])
        ledger.append(cut_off(call_id, facts, ended_at), ended_at)
    await ledger.flush()
    return len(open_calls)


def cut_off(call_id: str, facts: Sequence[TimedFact], ended_at: datetime) -> CallEnded:
    """The end of a call whose server died: its times as far as the facts tell."""
    queue_id: str | None = None
    agent_id: str | None = None
    queued_at: datetime | None = None
    answered_at: datetime | None = None
    held_since: datetime | None = None
    waited_s = hold_s = 0.0
    for at, fact in facts:
        match fact:
            case CallQueued():
                queue_id, queued_at = fact.queue_id, queued_at or at
            case CallConnected():
                queue_id, agent_id, answered_at = fact.queue_id or queue_id, fact.agent_id or None, at
                waited_s = fact.waited_s
            case CallHeld():
                held_since = at
            case CallResumed():
                held_since, hold_s = None, hold_s + fact.held_s
            case _:
                pass
    if answered_at is None and queued_at is not None:
        waited_s = (ended_at - queued_at).total_seconds()
    if held_since is not None:
        hold_s += (ended_at - held_since).total_seconds()
    talk_s = 0.0 if answered_at is None else (ended_at - answered_at).total_seconds() - hold_s
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
    )


def _open_calls(session: Session) -> dict[str, tuple[datetime, list[TimedFact]]]:
    """call_id → when it began and its facts in order."""
    found: dict[str, tuple[datetime, list[TimedFact]]] = {}
    statement = select(Call.call_id, Call.started_at).where(Call.ended_at.is_(None))
    for call_id, started_at in session.execute(statement).tuples().all():
        rows = session.scalars(select(LedgerRow).where(LedgerRow.call_id == call_id).order_by(LedgerRow.seq))
        found[call_id] = (started_at, [(row.at, decode_fact(row.kind, row.payload)) for row in rows])
    return found
