"""One call in full: who was in it, who handed it to whom, how each line sounded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.calls import CallRecord, CallView
from app.contracts.parties import (
    CallPartyView,
    LegQualityView,
    PartyKindName,
    Sample,
    SoundView,
    TransferView,
)
from app.server.directory.service import DirectoryService
from app.server.security.viewing import Eyes
from app.server.storage.tables import Call, CallParty, CallQuality, CallTransfer


def record(
    session: Session, view: CallView, call: Call, directory: DirectoryService, eyes: Eyes
) -> CallRecord:
    """Supervisors who only listened are not shown here: that stands in the audit."""
    parties = session.scalars(
        select(CallParty)
        .where(CallParty.call_id == call.call_id, CallParty.role == "TALK")
        .order_by(CallParty.joined_at, CallParty.leg_id)
    )
    transfers = session.scalars(
        select(CallTransfer).where(CallTransfer.call_id == call.call_id).order_by(CallTransfer.at)
    )
    return CallRecord(
        **dict(view),
        ended_by=call.ended_by,
        ended_cause=call.ended_cause,
        ended_detail=call.ended_detail,
        parties=[_party(row, directory, eyes.of(call.customer_id)) for row in parties],
        transfers=[_transfer(row, directory, eyes) for row in transfers],
    )


def quality(session: Session, call_id: str) -> list[LegQualityView]:
    rows = session.scalars(
        select(CallQuality).where(CallQuality.call_id == call_id).order_by(CallQuality.at, CallQuality.leg_id)
    )
    return [
        LegQualityView(
            leg_id=row.leg_id,
            party=cast("PartyKindName", row.party),
            agent_id=row.agent_id,
            codec=row.codec,
            received=SoundView(**row.received),
            sent=SoundView(**row.sent) if row.sent else None,
            round_trip_ms=row.round_trip_ms,
            worst_mos=row.worst_mos,
            samples=[_sample(sample) for sample in row.samples],
        )
        for row in rows
    ]


def _party(row: CallParty, directory: DirectoryService, eyes: Eyes) -> CallPartyView:
    inside = row.agent_id or row.supervisor_id
    return CallPartyView(
        leg_id=row.leg_id,
        kind=cast("PartyKindName", row.kind),
        agent_id=row.agent_id,
        name=directory.display_name(inside or None),
        number=row.number if inside else eyes.number(row.number),
        role=row.role,
        joined_at=row.joined_at,
        left_at=row.left_at,
        talk_s=row.talk_s,
        hold_s=row.hold_s,
    )


def _transfer(row: CallTransfer, directory: DirectoryService, eyes: Eyes) -> TransferView:
    return TransferView(
        at=row.at,
        mode=row.mode,
        by=directory.display_name(row.agent_id),
        target_kind=row.target_kind,
        target=eyes.number(row.target) if row.target_kind == "OUTSIDE" else row.target,
        ended_at=row.ended_at,
        result=row.result,
        came_back_to=row.came_back_to,
    )


def _sample(values: Sequence[float]) -> Sample:
    mos, lost, jitter, sent, round_trip = values
    return (mos, lost, jitter, sent, round_trip)
