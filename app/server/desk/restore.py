"""After a restart of the server: who was doing what, read from the ledger.

In:  the database, when the last run was last alive. Out: what each agent is given back.
After a longer stop nobody is given anything back: people have gone home.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.core.agent import DEVICE_FAULT
from app.server.core.events import AgentRestored
from app.server.core.facts import AgentStateChanged
from app.server.core.types import AgentState
from app.server.storage.database import Database
from app.server.storage.facts_codec import decode_fact
from app.server.storage.tables import Call, LedgerRow

RESTORED_WITHIN = timedelta(minutes=10)
WRITES_UP = (AgentState.TALKING, AgentState.WRAP_UP)
TAKES_CALLS = (AgentState.READY, AgentState.OFFERED, AgentState.TECH_FAULT)


@dataclass(frozen=True, slots=True)
class CutOffCall:
    """A call that its agent has still to write up."""

    call_id: str
    queue_id: str
    caller_number: str
    waited_s: float
    connected_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Restored:
    event: AgentRestored
    call: CutOffCall | None = None


async def agents_of_last_run(
    database: Database, agent_ids: list[str], last_alive_at: datetime | None, now: datetime
) -> list[Restored]:
    """One for each agent who was not off. Raises StorageError."""
    if last_alive_at is None or now - last_alive_at > RESTORED_WITHIN:
        return []

    def read(session: Session) -> list[Restored]:
        found = [_last_state(session, agent_id) for agent_id in agent_ids]
        return [each for each in found if each is not None]

    return await database.read(read)


def _last_state(session: Session, agent_id: str) -> Restored | None:
    statement = (
        select(LedgerRow)
        .where(LedgerRow.agent_id == agent_id, LedgerRow.kind == AgentStateChanged.__name__)
        .order_by(LedgerRow.at.desc(), LedgerRow.seq.desc())
        .limit(1)
    )
    row = session.scalars(statement).first()
    fact = decode_fact(row.kind, row.payload) if row is not None else None
    if not isinstance(fact, AgentStateChanged):
        return None
    if fact.after in WRITES_UP and fact.call_id is not None:
        call = session.get(Call, fact.call_id)
        if call is not None and call.queue_id is not None:
            event = AgentRestored(agent_id, AgentState.WRAP_UP, "", call.call_id, call.queue_id)
            return Restored(event, _cut_off(call, call.queue_id))
        if fact.after is AgentState.TALKING:  # a call of no queue: back to what she did before it
            return _resting(agent_id, fact.before, "")
    return _resting(agent_id, fact.after, fact.reason)


def _resting(agent_id: str, state: AgentState, reason: str) -> Restored | None:
    if state is AgentState.TECH_FAULT and reason == DEVICE_FAULT:
        return Restored(AgentRestored(agent_id, AgentState.NOT_READY, reason))
    if state in TAKES_CALLS or state in WRITES_UP:
        return Restored(AgentRestored(agent_id, AgentState.READY, ""))
    if state is AgentState.NOT_READY:
        return Restored(AgentRestored(agent_id, AgentState.NOT_READY, reason))
    return None


def _cut_off(call: Call, queue_id: str) -> CutOffCall:
    return CutOffCall(
        call_id=call.call_id,
        queue_id=queue_id,
        caller_number=call.caller_number,
        waited_s=call.waited_s,
        connected_at=call.answered_at,
        ended_at=call.ended_at,
    )
