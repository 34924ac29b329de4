"""How a call waited: entries of queues, what the caller was told, offers with their explanations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from sqlalchemy import BigInteger, Float, bindparam, case, cast, null, type_coerce, update

from app.server.calls.views.steps import Insertion, Statement, Step, StepsOf, new
from app.server.core.facts import (
    CallConnected,
    CallEnded,
    CallLeftQueue,
    CallQueued,
    OfferEnded,
    OfferMade,
    RingMissed,
    WaitAnnounced,
)
from app.server.core.types import CallOutcome
from app.server.storage.ledger import Kept
from app.server.storage.tables import MissedRing, OfferRow, QueueEntry, WaitAnnouncement
from app.server.storage.types import to_us

_HOW_ENDED: Final = {
    CallOutcome.ABANDONED: "abandoned",
    CallOutcome.CUT_OFF: "cut-off",
    CallOutcome.CALLED_BACK: "called-back",
    CallOutcome.FLOWED_OUT: "flowed-out",
    CallOutcome.MESSAGE: "message",
}
_US_PER_S: Final = 1_000_000.0
_waited_s = (
    cast(bindparam("now_us", type_=BigInteger) - type_coerce(WaitAnnouncement.at, BigInteger), Float)
    / _US_PER_S
)

STATEMENTS: Final[dict[str, Statement]] = {
    "entered": Insertion(QueueEntry),
    "left": update(QueueEntry)
    .where(QueueEntry.call_id == bindparam("of_call"), QueueEntry.left_at.is_(None))
    .values(new("left_at", "how", "waited_s", "trigger", "to")),
    "announced": Insertion(WaitAnnouncement),
    "announcement-scored": update(WaitAnnouncement)
    .where(
        WaitAnnouncement.call_id == bindparam("of_call"),
        WaitAnnouncement.queue_id == bindparam("of_queue"),
        WaitAnnouncement.waited_s.is_(None),
    )
    .values(
        waited_s=_waited_s,
        hit=case(
            (WaitAnnouncement.high_s == 0, null()),
            else_=_waited_s.between(WaitAnnouncement.low_s, WaitAnnouncement.high_s),
        ),
    ),
    "offered": Insertion(OfferRow),
    "ring-missed": Insertion(MissedRing),
    "offer-ended": update(OfferRow)
    .where(OfferRow.offer_id == bindparam("of_offer"), OfferRow.ended_at.is_(None))
    .values(new("ended_at", "result")),
}


def _queued(fact: CallQueued, kept: Kept) -> Sequence[Step]:
    if fact.again:
        return []  # the same entry
    row = {
        "call_id": fact.call_id,
        "seq": kept.seq,
        "queue_id": fact.queue_id,
        "entered_at": kept.at,
        "left_at": None,
        "how": "",
        "waited_s": 0.0,
        "trigger": "",
        "to": "",
    }
    return [Step("entered", ("waiting", fact.call_id), row)]


def _left_queue(fact: CallLeftQueue, kept: Kept) -> Sequence[Step]:
    return [_leaves(fact.call_id, kept, fact.how, fact.waited_s, fact.trigger, fact.to)]


def _connected(fact: CallConnected, kept: Kept) -> Sequence[Step]:
    if not fact.queue_id:
        return []
    scored = {"of_call": fact.call_id, "of_queue": fact.queue_id, "now_us": to_us(kept.at)}
    return [
        _leaves(fact.call_id, kept, "answered", fact.waited_s),
        Step("announcement-scored", ("announced", fact.call_id), scored),
    ]


def _ended(fact: CallEnded, kept: Kept) -> Sequence[Step]:
    if fact.queue_id is None:
        return []
    return [_leaves(fact.call_id, kept, _HOW_ENDED.get(fact.outcome, "ended"), fact.waited_s)]


def _leaves(call_id: str, kept: Kept, how: str, waited_s: float, trigger: str = "", to: str = "") -> Step:
    row = {
        "of_call": call_id,
        "new_left_at": kept.at,
        "new_how": how,
        "new_waited_s": waited_s,
        "new_trigger": trigger,
        "new_to": to[:80],
    }
    return Step("left", ("waiting", call_id), row)


def _announced(fact: WaitAnnounced, kept: Kept) -> Sequence[Step]:
    row = {
        "seq": kept.seq,
        "call_id": fact.call_id,
        "queue_id": fact.queue_id,
        "at": kept.at,
        "position": fact.position,
        "low_s": fact.low_s,
        "high_s": fact.high_s,
        "waited_s": None,
        "hit": None,
    }
    return [Step("announced", ("announced", fact.call_id), row)]


def _offered(fact: OfferMade, kept: Kept) -> Sequence[Step]:
    row = {
        "offer_id": fact.offer_id,
        "call_id": fact.call_id,
        "agent_id": fact.agent_id,
        "queue_id": fact.queue_id,
        "made_at": kept.at,
        "ended_at": None,
        "result": "",
        "why": msgspec.to_builtins(fact.why),
    }
    return [Step("offered", ("offer", fact.offer_id), row)]


def _offer_ended(fact: OfferEnded, kept: Kept) -> Sequence[Step]:
    row = {"of_offer": fact.offer_id, "new_ended_at": kept.at, "new_result": fact.result}
    return [Step("offer-ended", ("offer", fact.offer_id), row)]


def _ring_missed(fact: RingMissed, kept: Kept) -> Sequence[Step]:
    row = {
        "offer_id": fact.offer_id,
        "call_id": fact.call_id,
        "agent_id": fact.agent_id,
        "at": kept.at,
        "reason": fact.reason,
        "why": fact.why,
        "from_agent_id": fact.from_agent_id,
    }
    return [Step("ring-missed", ("offer", fact.offer_id), row)]


STEPS_OF: Final[StepsOf] = {
    CallQueued: _queued,
    CallLeftQueue: _left_queue,
    CallConnected: _connected,
    CallEnded: _ended,
    WaitAnnounced: _announced,
    OfferMade: _offered,
    OfferEnded: _offer_ended,
    RingMissed: _ring_missed,
}
