"""From facts to call records: what each kind of fact changes in table ``calls`` (and ``recordings``).

In:  facts with their times, in order (given by the ledger, inside its transaction).
Out: one row of an INSERT or UPDATE for each call that the group touched; a statement is executed once with
all its rows, as its making costs far more than a row.
``change_of`` is pure and holds the rules; ``project`` only carries them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Update, bindparam, insert, update

from app.server.calls.parts import project_parts
from app.server.core.facts import (
    CallArrived,
    CallConnected,
    CallEnded,
    CallerKnown,
    CallQueued,
    CallResumed,
    Fact,
    RecordingStarted,
    WrapUpEnded,
)
from app.server.storage.ledger import Kept
from app.server.storage.tables import Call

Columns = tuple[str, ...]

_INSERT_CALL: Final = insert(Call)

_NEW_CALL: dict[str, Any] = {
    "answered_at": None,
    "ended_at": None,
    "customer_id": None,
    "queue_id": None,
    "agent_id": None,
    "waited_s": 0.0,
    "talk_s": 0.0,
    "hold_s": 0.0,
    "wrap_up_s": 0.0,
    "outcome": None,
    "ended_cause": "",
    "ended_by": "",
    "recording_id": None,
    "ended_detail": "",
    "direction": "IN",
    "diverted_from": "",
    "level": "",
    "region": "",
}


@dataclass(slots=True)
class CallChange:
    """``values`` are set, ``added`` are added to what stands there; ``is_new``: the record begins here."""

    call_id: str
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    added: dict[str, float] = field(default_factory=dict[str, float])
    is_new: bool = False

    def merge(self, later: CallChange) -> None:
        for column, value in later.values.items():
            self.values[column] = value
            self.added.pop(column, None)
        for column, amount in later.added.items():
            if column in self.values:
                self.values[column] += amount
            else:
                self.added[column] = self.added.get(column, 0.0) + amount


def change_of(fact: Fact, at: datetime) -> CallChange | None:
    """What this fact changes in the record of its call; None where it changes nothing."""
    match fact:
        case CallArrived():
            values = {
                **_NEW_CALL,
                "started_at": at,
                "dialled": fact.dialled_number,
                "caller_number": fact.caller_number,
                "source": fact.source,
                "direction": fact.direction,
                "diverted_from": fact.diverted_from,
                "agent_id": fact.agent_id,
            }
            return CallChange(fact.call_id, values, is_new=True)
        case CallerKnown():
            return CallChange(fact.call_id, _caller(fact))
        case CallQueued():
            return CallChange(fact.call_id, {"queue_id": fact.queue_id})
        case CallConnected():
            values: dict[str, Any] = {"agent_id": fact.agent_id or None, "waited_s": fact.waited_s}
            if fact.queue_id:
                values["queue_id"] = fact.queue_id
            if not fact.again:
                values["answered_at"] = at
            return CallChange(fact.call_id, values)
        case CallResumed():
            return CallChange(fact.call_id, added={"hold_s": fact.held_s})
        case CallEnded():
            return CallChange(fact.call_id, _ending(fact, at))
        case RecordingStarted():
            return CallChange(fact.call_id, {"recording_id": fact.recording_id})
        case WrapUpEnded():
            return CallChange(fact.call_id, added={"wrap_up_s": fact.wrap_up_s})
        case _:
            return None


def _caller(fact: CallerKnown) -> dict[str, Any]:
    values = {"customer_id": fact.customer_id, "level": fact.level, "region": fact.region[:80]}
    return {column: value for column, value in values.items() if value}


def _ending(fact: CallEnded, at: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {
        "ended_at": at,
        "outcome": fact.outcome.value,
        "ended_cause": fact.cause.value,
        "ended_by": fact.by,
        "ended_detail": fact.detail[:80],
        "waited_s": fact.waited_s,
        "talk_s": fact.talk_s,
        "hold_s": fact.hold_s,
    }
    known = {"agent_id": fact.agent_id, "queue_id": fact.queue_id}
    return {**values, **{column: value for column, value in known.items() if value is not None}}


def changes_of(batch: Iterable[Kept]) -> list[CallChange]:
    """One change per call, in the order in which the calls appear."""
    changes: dict[str, CallChange] = {}
    for kept in batch:
        change = change_of(kept.fact, kept.at)
        if change is None:
            continue
        if change.is_new or change.call_id not in changes:
            changes[change.call_id] = change
        else:
            changes[change.call_id].merge(change)
    return list(changes.values())


def project(connection: Connection, batch: Sequence[Kept]) -> None:
    """Keep the tables in step with the ledger (a ``Projection`` of ``app.server.storage.ledger``)."""
    changes = changes_of(batch)
    new = [{"call_id": change.call_id, **change.values} for change in changes if change.is_new]
    if new:
        connection.execute(_INSERT_CALL, new)
    for (values, added), rows in _updates_of(changes).items():
        connection.execute(_update_of(values, added), rows)
    project_parts(connection, batch)


def _updates_of(changes: Iterable[CallChange]) -> dict[tuple[Columns, Columns], list[dict[str, Any]]]:
    """(columns that are set, columns that are added to) → the parameters of each call's update.

    Each call is there once, so that the order of the updates does not matter.
    """
    groups: dict[tuple[Columns, Columns], list[dict[str, Any]]] = {}
    for change in changes:
        if change.is_new or not (change.values or change.added):
            continue  # of a caller of whom nothing is known, nothing is changed
        row: dict[str, Any] = {"of_call": change.call_id}
        for column, value in (*change.values.items(), *change.added.items()):
            row[f"new_{column}"] = value
        columns = (tuple(sorted(change.values)), tuple(sorted(change.added)))
        groups.setdefault(columns, []).append(row)
    return groups


@lru_cache(maxsize=256)  # far fewer sets of columns occur
def _update_of(values: Columns, added: Columns) -> Update:
    changed: dict[str, Any] = {column: bindparam(f"new_{column}") for column in values}
    for column in added:
        changed[column] = getattr(Call, column) + bindparam(f"new_{column}")
    return update(Call).where(Call.call_id == bindparam("of_call")).values(changed)
