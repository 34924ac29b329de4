"""From facts to the tables beside a call's record: who was in it, transfers, how it sounded, recordings.

In:  facts with their times, in order (given by the projection, inside the ledger's transaction).
Out: each kind of statement executed once with many rows; ``runs_of`` says which and is pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Update, bindparam, update

from app.server.core.facts import (
    LegMeasured,
    PartyJoined,
    PartyLeft,
    RecordingStarted,
    RecordingStopped,
    TransferCameBack,
    TransferEnded,
    TransferStarted,
)
from app.server.storage.ledger import Kept
from app.server.storage.tables import Base, CallParty, CallQuality, CallTransfer, Recording
from app.server.storage.upsert import Insert, upsert

Row = dict[str, Any]
Key = tuple[str, ...]  # what record a step is about: steps with the same key keep their order


def _to(*columns: str) -> dict[str, Any]:
    return {column: bindparam(f"new_{column}") for column in columns}


_UPDATES: Final[dict[type, Update]] = {
    PartyLeft: update(CallParty)
    .where(
        CallParty.call_id == bindparam("of_call"),
        CallParty.leg_id == bindparam("of_leg"),
        CallParty.left_at.is_(None),
    )
    .values(_to("left_at", "talk_s", "hold_s")),
    TransferEnded: update(CallTransfer)
    .where(CallTransfer.transfer_id == bindparam("of_transfer"), CallTransfer.result == "")
    .values(_to("ended_at", "result")),
    TransferCameBack: update(CallTransfer)
    .where(CallTransfer.transfer_id == bindparam("of_transfer"))
    .values(_to("came_back_to")),
    RecordingStopped: update(Recording)
    .where(Recording.recording_id == bindparam("of_recording"), Recording.state == "OPEN")
    .values(state="FINISHING"),
}
_INSERTS: Final[dict[type, type[Base]]] = {
    PartyJoined: CallParty,
    TransferStarted: CallTransfer,
    LegMeasured: CallQuality,
    RecordingStarted: Recording,
}


@dataclass(frozen=True, slots=True)
class Run:
    """One statement (that of this kind of fact) and the rows to execute it with."""

    kind: type
    rows: list[Row] = field(default_factory=list[Row])


def project_parts(connection: Connection, batch: Sequence[Kept]) -> None:
    for run in runs_of(batch):
        table = _INSERTS.get(run.kind)
        statement = _UPDATES[run.kind] if table is None else _insert(connection, table)
        connection.execute(statement, run.rows)


def runs_of(batch: Iterable[Kept]) -> list[Run]:
    """As few runs as keep the order of the facts about the same record.

    A step joins the first run of its kind that is not before the last run with a step of its record.
    """
    runs: list[Run] = []
    last_run: dict[Key, int] = {}
    for kept in batch:
        step = _step_of(kept)
        if step is None:
            continue
        kind = type(kept.fact)
        key, row = step
        index = last_run.get(key, 0)
        while index < len(runs) and runs[index].kind is not kind:
            index += 1
        if index == len(runs):
            runs.append(Run(kind))
        runs[index].rows.append(row)
        last_run[key] = index
    return runs


_insert_of: dict[tuple[str, type[Base]], Insert] = {}


def _insert(connection: Connection, table: type[Base]) -> Insert:
    """INSERT of rows that come with the execution; those that are there already stay as they are."""
    dialect = connection.dialect.name
    statement = _insert_of.get((dialect, table))
    if statement is None:
        statement = _insert_of[dialect, table] = upsert(connection, table).on_conflict_do_nothing()
    return statement


def _step_of(kept: Kept) -> tuple[Key, Row] | None:
    """The record that the fact is about, and the parameters of its kind's statement."""
    fact = kept.fact
    match fact:
        case PartyJoined():
            return ("party", fact.call_id, fact.leg_id), {
                "call_id": fact.call_id,
                "leg_id": fact.leg_id,
                "joined_at": kept.at,
                "left_at": None,
                "kind": fact.kind,
                "agent_id": fact.agent_id,
                "supervisor_id": fact.supervisor_id,
                "number": fact.number[:60],
                "role": fact.role,
                "talk_s": 0.0,
                "hold_s": 0.0,
            }
        case PartyLeft():
            return ("party", fact.call_id, fact.leg_id), {
                "of_call": fact.call_id,
                "of_leg": fact.leg_id,
                "new_left_at": kept.at,
                "new_talk_s": fact.talk_s,
                "new_hold_s": fact.hold_s,
            }
        case TransferStarted():
            return ("transfer", fact.transfer_id), {
                "transfer_id": fact.transfer_id,
                "call_id": fact.call_id,
                "at": kept.at,
                "ended_at": None,
                "agent_id": fact.agent_id,
                "mode": fact.mode,
                "target_kind": fact.target_kind,
                "target": fact.target[:80],
                "result": "",
                "came_back_to": "",
            }
        case TransferEnded():
            return ("transfer", fact.transfer_id), {
                "of_transfer": fact.transfer_id,
                "new_ended_at": kept.at,
                "new_result": fact.result,
            }
        case TransferCameBack():
            return ("transfer", fact.transfer_id), {
                "of_transfer": fact.transfer_id,
                "new_came_back_to": fact.to,
            }
        case LegMeasured():
            return ("quality", fact.call_id, fact.leg_id), {
                "call_id": fact.call_id,
                "leg_id": fact.leg_id,
                "at": kept.at,
                "party": fact.party,
                "agent_id": fact.agent_id,
                "codec": fact.codec,
                "received": asdict(fact.received),
                "sent": asdict(fact.sent) if fact.sent else None,
                "round_trip_ms": fact.round_trip_ms,
                "mos": fact.received.mos,
                "worst_mos": fact.worst_mos,
                "samples": [list(sample) for sample in fact.samples],
            }
        case RecordingStarted():
            return ("recording", fact.recording_id), {
                "recording_id": fact.recording_id,
                "call_id": fact.call_id,
                "started_at": kept.at,
                "state": "OPEN",
                "path": "",
                "sha256": "",
                "previous_sha256": "",
                "wrapped_key": b"",
                "gaps": [],
            }
        case RecordingStopped():
            return ("recording", fact.recording_id), {"of_recording": fact.recording_id}
        case _:
            return None
