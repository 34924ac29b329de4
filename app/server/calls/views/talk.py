"""Who was in a call, who handed it to whom, how each line sounded, its recordings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from sqlalchemy import bindparam, update

from app.server.calls.views.steps import Insertion, Statement, Step, StepsOf, new
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
from app.server.storage.tables import CallParty, CallQuality, CallTransfer, Recording

STATEMENTS: Final[dict[str, Statement]] = {
    "party-joined": Insertion(CallParty),
    "party-left": update(CallParty)
    .where(
        CallParty.call_id == bindparam("of_call"),
        CallParty.leg_id == bindparam("of_leg"),
        CallParty.left_at.is_(None),
    )
    .values(new("left_at", "talk_s", "hold_s")),
    "transfer-started": Insertion(CallTransfer),
    "transfer-ended": update(CallTransfer)
    .where(CallTransfer.transfer_id == bindparam("of_transfer"), CallTransfer.result == "")
    .values(new("ended_at", "result")),
    "transfer-came-back": update(CallTransfer)
    .where(CallTransfer.transfer_id == bindparam("of_transfer"))
    .values(new("came_back_to")),
    "leg-measured": Insertion(CallQuality),
    "recording-started": Insertion(Recording),
    "recording-stopped": update(Recording)
    .where(Recording.recording_id == bindparam("of_recording"), Recording.state == "OPEN")
    .values(state="FINISHING"),
}


def _joined(fact: PartyJoined, kept: Kept) -> Sequence[Step]:
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
    return [Step("party-joined", ("party", fact.call_id, fact.leg_id), row)]


def _left(fact: PartyLeft, kept: Kept) -> Sequence[Step]:
    row = {
        "of_call": fact.call_id,
        "of_leg": fact.leg_id,
        "new_left_at": kept.at,
        "new_talk_s": fact.talk_s,
        "new_hold_s": fact.hold_s,
    }
    return [Step("party-left", ("party", fact.call_id, fact.leg_id), row)]


def _transfer_started(fact: TransferStarted, kept: Kept) -> Sequence[Step]:
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
    return [Step("transfer-started", ("transfer", fact.transfer_id), row)]


def _transfer_ended(fact: TransferEnded, kept: Kept) -> Sequence[Step]:
    row = {"of_transfer": fact.transfer_id, "new_ended_at": kept.at, "new_result": fact.result}
    return [Step("transfer-ended", ("transfer", fact.transfer_id), row)]


def _transfer_came_back(fact: TransferCameBack, kept: Kept) -> Sequence[Step]:
    row = {"of_transfer": fact.transfer_id, "new_came_back_to": fact.to}
    return [Step("transfer-came-back", ("transfer", fact.transfer_id), row)]


def _measured(fact: LegMeasured, kept: Kept) -> Sequence[Step]:
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
    return [Step("leg-measured", ("quality", fact.call_id, fact.leg_id), row)]


def _recording_started(fact: RecordingStarted, kept: Kept) -> Sequence[Step]:
    row = {
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
    return [Step("recording-started", ("recording", fact.recording_id), row)]


def _recording_stopped(fact: RecordingStopped, kept: Kept) -> Sequence[Step]:
    row = {"of_recording": fact.recording_id}
    return [Step("recording-stopped", ("recording", fact.recording_id), row)]


STEPS_OF: Final[StepsOf] = {
    PartyJoined: _joined,
    PartyLeft: _left,
    TransferStarted: _transfer_started,
    TransferEnded: _transfer_ended,
    TransferCameBack: _transfer_came_back,
    LegMeasured: _measured,
    RecordingStarted: _recording_started,
    RecordingStopped: _recording_stopped,
}
