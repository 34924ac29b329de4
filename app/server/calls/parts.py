"""From facts to the tables beside a call's record: who was in it, transfers, how it sounded.

In:  facts with their times, in order (given by the projection, inside the ledger's transaction).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, update

from app.server.core.facts import (
    LegMeasured,
    PartyJoined,
    PartyLeft,
    TransferCameBack,
    TransferEnded,
    TransferStarted,
)
from app.server.storage.ledger import Kept
from app.server.storage.tables import CallParty, CallQuality, CallTransfer
from app.server.storage.upsert import upsert


def project_parts(connection: Connection, batch: Sequence[Kept]) -> None:
    for kept in batch:
        match kept.fact:
            case PartyJoined() | PartyLeft():
                _party(connection, kept)
            case TransferStarted() | TransferEnded() | TransferCameBack():
                _transfer(connection, kept)
            case LegMeasured():
                _quality(connection, kept, kept.fact)
            case _:
                pass


def _party(connection: Connection, kept: Kept) -> None:
    fact = kept.fact
    if isinstance(fact, PartyJoined):
        row = {
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
        connection.execute(upsert(connection, CallParty).values(row).on_conflict_do_nothing())
    elif isinstance(fact, PartyLeft):
        mine = (CallParty.call_id == fact.call_id, CallParty.leg_id == fact.leg_id)
        changed = {"left_at": kept.at, "talk_s": fact.talk_s, "hold_s": fact.hold_s}
        connection.execute(update(CallParty).where(*mine, CallParty.left_at.is_(None)).values(changed))


def _transfer(connection: Connection, kept: Kept) -> None:
    fact = kept.fact
    if isinstance(fact, TransferStarted):
        row = {
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
        connection.execute(upsert(connection, CallTransfer).values(row).on_conflict_do_nothing())
    elif isinstance(fact, TransferEnded):
        values = {"ended_at": kept.at, "result": fact.result}
        connection.execute(
            update(CallTransfer)
            .where(CallTransfer.transfer_id == fact.transfer_id, CallTransfer.result == "")
            .values(values)
        )
    elif isinstance(fact, TransferCameBack):
        mine = CallTransfer.transfer_id == fact.transfer_id
        connection.execute(update(CallTransfer).where(mine).values(came_back_to=fact.to))


def _quality(connection: Connection, kept: Kept, fact: LegMeasured) -> None:
    row = {
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
    connection.execute(upsert(connection, CallQuality).values(row).on_conflict_do_nothing())
