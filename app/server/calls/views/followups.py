"""What is left to do after a call: call-backs that were promised, voice messages that were left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select, update

from app.server.calls.views.steps import Insertion, Statement, Step, StepsOf, new
from app.server.core.facts import CallBackEnded, CallBackPromised, CallBackTried, MessageLeft
from app.server.storage.ledger import Kept
from app.server.storage.tables import Call, CallbackRow, VoiceMessage

_customer_id = select(Call.customer_id).where(Call.call_id == bindparam("of_call")).scalar_subquery()

STATEMENTS: Final[dict[str, Statement]] = {
    "promised": Insertion(CallbackRow, {"customer_id": _customer_id}),
    "tried": update(CallbackRow)
    .where(CallbackRow.callback_id == bindparam("of_callback"))
    .values(new("tries", "last_call_id", "last_result", "next_at")),
    "ended": update(CallbackRow)
    .where(CallbackRow.callback_id == bindparam("of_callback"), CallbackRow.state == "OPEN")
    .values({**new("ended_at", "result", "actor"), "state": "ENDED", "next_at": None}),
    "ended-by-call": update(CallbackRow)
    .where(CallbackRow.callback_id == bindparam("of_callback"), CallbackRow.state == "OPEN")
    .values({**new("ended_at", "result", "actor", "last_call_id"), "state": "ENDED", "next_at": None}),
    "message-left": Insertion(VoiceMessage, {"customer_id": _customer_id}),
}


def _promised(fact: CallBackPromised, kept: Kept) -> Sequence[Step]:
    row = {
        "callback_id": fact.callback_id,
        "queue_id": fact.queue_id,
        "number": fact.number[:60],
        "level": fact.level,
        "for_call_id": fact.for_call_id,
        "waiting_since": _time(fact.waiting_since) or kept.at,
        "promised_at": kept.at,
        "state": "OPEN",
        "tries": 0,
        "next_at": None,
        "agent_id": fact.agent_id,
        "last_call_id": "",
        "last_result": "",
        "ended_at": None,
        "result": "",
        "actor": "",
        "of_call": fact.for_call_id,
    }
    return [Step("promised", ("callback", fact.callback_id), row)]


def _tried(fact: CallBackTried, kept: Kept) -> Sequence[Step]:
    row = {
        "of_callback": fact.callback_id,
        "new_tries": fact.attempt,
        "new_last_call_id": fact.call_id,
        "new_last_result": fact.result,
        "new_next_at": _time(fact.next_at),
    }
    return [Step("tried", ("callback", fact.callback_id), row)]


def _ended(fact: CallBackEnded, kept: Kept) -> Sequence[Step]:
    row = {
        "of_callback": fact.callback_id,
        "new_ended_at": kept.at,
        "new_result": fact.result,
        "new_actor": fact.actor,
    }
    if not fact.call_id:
        return [Step("ended", ("callback", fact.callback_id), row)]
    row["new_last_call_id"] = fact.call_id
    return [Step("ended-by-call", ("callback", fact.callback_id), row)]


def _message_left(fact: MessageLeft, kept: Kept) -> Sequence[Step]:
    row = {
        "message_id": fact.message_id,
        "call_id": fact.call_id,
        "recording_id": fact.recording_id,
        "queue_id": fact.queue_id,
        "number": fact.number[:60],
        "from_s": fact.from_s,
        "length_s": fact.length_s,
        "left_at": kept.at,
        "state": "NEW",
        "done_by": "",
        "done_at": None,
        "note": "",
        "of_call": fact.call_id,
    }
    return [Step("message-left", ("message", fact.message_id), row)]


def _time(text: str) -> datetime | None:
    """ISO 8601 with a zone; "" is None."""
    return datetime.fromisoformat(text) if text else None


STEPS_OF: Final[StepsOf] = {
    CallBackPromised: _promised,
    CallBackTried: _tried,
    CallBackEnded: _ended,
    MessageLeft: _message_left,
}
