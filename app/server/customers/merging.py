"""Two files of one person become one; for thirty days it can be taken back exactly.

In:  the survivor, the other, which fields come from the other. Out: numbers, calls, tickets, orders, messages
and promises of both with the survivor; the other's file stays, empty of them, and says where it went.
All inside the caller's write transaction. What was changed since the merge stays as it is when it is undone.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import or_, select, tuple_, update
from sqlalchemy.orm import Session

from app.contracts.customer_work import MergeView, MergeWish
from app.server.customers.changing import mark_changed
from app.server.customers.merge_fields import empty, put_back, take
from app.server.customers.merge_model import AlreadyMergedError, UndoNotPossibleError
from app.server.customers.work_parts import WorkParts, demand
from app.server.security.audit import note_deed
from app.server.security.model import Right, SignedInUser
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.paging import decode_cursor, encode_cursor, older_than
from app.server.storage.tables import (
    Call,
    CallbackRow,
    Customer,
    CustomerNumber,
    CustomerSource,
    DuplicatePair,
    MergeRow,
    MessageOut,
    Order,
    Ticket,
    VoiceMessage,
)
from app.server.storage.types import to_us

UNDO_FOR: Final = timedelta(days=30)
PURGE_AT_ONCE: Final = 50
IDS_AT_ONCE: Final = 500

# What hangs on a customer, with its key.
MOVED: Final[Mapping[str, tuple[Any, tuple[Any, ...]]]] = {
    "calls": (Call, (Call.call_id,)),
    "tickets": (Ticket, (Ticket.ticket_id,)),
    "orders": (Order, (Order.order_id,)),
    "voice_messages": (VoiceMessage, (VoiceMessage.message_id,)),
    "callbacks": (CallbackRow, (CallbackRow.callback_id,)),
    "messages": (MessageOut, (MessageOut.message_id,)),
    "sources": (CustomerSource, (CustomerSource.source_id, CustomerSource.external_id)),
}
# What is a customer's too and stays where it is; a test sees that no table is in neither list.
STAYS: Final[Mapping[str, str]] = {
    "customers": "the file itself",
    "customer_numbers": "moved by itself: one that both had stands there once",
    "customer_words": "made of the file's name",
    "customer_tags": "made of the file's tags",
    "customers_touched": "who looks finds the survivor there too",
    "access_requests": "leave was given for that file, not for all that it became part of",
    "customer_import_lines": "what an import made; its undo says what was merged since",
    "source_pushes": "told of the survivor when it is sent",
}


class Merging:
    def __init__(self, parts: WorkParts) -> None:
        self._parts = parts

    def merge(self, session: Session, user: SignedInUser, wish: MergeWish, now: datetime) -> MergeView:
        """Raises NotFoundError, InvalidValueError, NotAllowedError, AlreadyMergedError."""
        demand(user, Right.MERGE, "Files are merged by supervisors.")
        if wish.survivor_id == wish.other_id:
            raise InvalidValueError("A file cannot be merged with itself.")
        survivor, other = _get(session, wish.survivor_id), _get(session, wish.other_id)
        if survivor.merged_into or other.merged_into:
            raise AlreadyMergedError
        before, after = take(survivor, other, wish.take)
        moved = {name: _ids_of(session, name, other.customer_id) for name in MOVED}
        for name, ids in moved.items():
            _move(session, name, ids, survivor.customer_id)
        kept: dict[str, Any] = {"before": before, "after": after, "moved": moved}
        kept["numbers"] = _move_numbers(session, survivor.customer_id, other.customer_id)
        kept["pairs"] = _close_pairs(session, survivor.customer_id, other.customer_id)
        other.merged_into = survivor.customer_id
        mark_changed(other, ("merged",), now)
        mark_changed(survivor, [*after, *(["numbers"] if kept["numbers"] else [])], now)
        row = MergeRow(
            merge_id=uuid.uuid4().hex,
            survivor_id=survivor.customer_id,
            other_id=other.customer_id,
            other_name=other.name,
            at=now,
            by=user.user_id,
            undoable_until=now + UNDO_FOR,
            kept=kept,
        )
        session.add(row)
        detail = f"{other.customer_id}, {sum(len(ids) for ids in moved.values())} things moved"
        note_deed(session, now, user.user_id, "customer.merged", survivor.customer_id, detail)
        self._parts.news.changed(session, (survivor.customer_id, other.customer_id))
        session.flush()
        return self._view(user, row)

    def undo(self, session: Session, user: SignedInUser, merge_id: str, now: datetime) -> MergeView:
        """Raises NotFoundError, NotAllowedError, UndoNotPossibleError."""
        demand(user, Right.MERGE, "Files are merged by supervisors.")
        row = session.get(MergeRow, merge_id)
        if row is None:
            raise NotFoundError("There is no such merge.")
        if row.undone_at is not None:
            return self._view(user, row)
        if row.kept is None or now >= row.undoable_until:
            raise UndoNotPossibleError("The thirty days in which this could be taken back are over.")
        survivor, other = _get(session, row.survivor_id), _get(session, row.other_id)
        if survivor.merged_into is not None:
            raise UndoNotPossibleError("The file was merged on into another one: take that back first.")
        if other.merged_into != survivor.customer_id:
            raise UndoNotPossibleError("The other file is no longer part of this one.")
        kept = row.kept
        changed = put_back(survivor, kept["before"], kept["after"])
        for name, ids in kept["moved"].items():
            _move(session, name, ids, other.customer_id, only_of=survivor.customer_id)
        if _move_numbers_back(session, kept["numbers"], survivor.customer_id, other.customer_id):
            changed.append("numbers")
        for pair_id in kept["pairs"]:
            if (pair := session.get(DuplicatePair, pair_id)) is not None:
                pair.state = "OPEN"
        other.merged_into = None
        mark_changed(other, ("merged", "numbers"), now)
        mark_changed(survivor, changed, now)
        row.undone_at, row.undone_by, row.kept = now, user.user_id, None
        note_deed(
            session, now, user.user_id, "customer.merge-undone", survivor.customer_id, other.customer_id
        )
        self._parts.news.changed(session, (survivor.customer_id, other.customer_id))
        session.flush()
        return self._view(user, row)

    async def list(
        self, user: SignedInUser, customer_id: str | None, cursor: str | None, limit: int
    ) -> tuple[list[MergeView], str | None]:
        """Newest first. Raises NotAllowedError, InvalidValueError."""
        demand(user, Right.MERGE, "Files are merged by supervisors.")
        statement = select(MergeRow)
        if customer_id is not None:
            ours = or_(MergeRow.survivor_id == customer_id, MergeRow.other_id == customer_id)
            statement = statement.where(ours)
        if cursor:
            after = decode_cursor(cursor, (int, str))
            statement = statement.where(older_than(MergeRow.at, MergeRow.merge_id, after))
        statement = statement.order_by(MergeRow.at.desc(), MergeRow.merge_id.desc()).limit(limit + 1)
        rows = await self._parts.database.read(lambda session: list(session.scalars(statement)))
        last = rows[limit - 1] if len(rows) > limit else None
        views = [self._view(user, row) for row in rows[:limit]]
        return views, encode_cursor(to_us(last.at), last.merge_id) if last else None

    async def purge(self, now: datetime) -> int:
        """Nightly: what is kept for an undo is forgotten when its time is over, with the data of the file
        that was merged; where it went stays. How many."""
        old = select(MergeRow).where(MergeRow.undoable_until <= now, MergeRow.kept.is_not(None))
        count = 0

        def forget(session: Session) -> int:
            rows = list(session.scalars(old.limit(PURGE_AT_ONCE)))
            for row in rows:
                row.kept, row.other_name = None, ""
                other = session.get(Customer, row.other_id)
                if other is not None and other.merged_into is not None:
                    empty(other)
            return len(rows)

        while (forgotten := await self._parts.database.write(forget)) > 0:
            count += forgotten
        return count

    def _view(self, user: SignedInUser, row: MergeRow) -> MergeView:
        eyes = self._parts.viewing.eyes(user).of(row.other_id)
        return MergeView(
            merge_id=row.merge_id,
            survivor_id=row.survivor_id,
            other_id=row.other_id,
            other_name=eyes.name(row.other_name),
            at=row.at,
            by=self._parts.directory.display_name(row.by),
            undoable_until=row.undoable_until,
            undone=row.undone_at is not None,
        )


def _get(session: Session, customer_id: str) -> Customer:
    row = session.get(Customer, customer_id)
    if row is None:
        raise NotFoundError("There is no such customer.")
    return row


# --- what hangs on them ---


def _ids_of(session: Session, name: str, customer_id: str) -> list[list[Any]]:
    table, key = MOVED[name]
    return [list(each) for each in session.execute(select(*key).where(table.customer_id == customer_id))]


def _move(
    session: Session, name: str, ids: Sequence[Sequence[Any]], to: str, only_of: str | None = None
) -> None:
    """``only_of``: those that were given to somebody else meanwhile stay there."""
    table, key = MOVED[name]
    for start in range(0, len(ids), IDS_AT_ONCE):
        some = ids[start : start + IDS_AT_ONCE]
        these = key[0].in_([each[0] for each in some]) if len(key) == 1 else tuple_(*key).in_(some)
        statement = update(table).where(these)
        if only_of is not None:
            statement = statement.where(table.customer_id == only_of)
        session.execute(statement.values(customer_id=to).execution_options(synchronize_session=False))


def _move_numbers(session: Session, survivor_id: str, other_id: str) -> list[dict[str, Any]]:
    """Behind the survivor's own. What they were, for the way back; ``moved``: False for one that both had."""
    mine = {row.e164: row for row in session.scalars(_numbers(survivor_id))}
    place = max((row.position for row in mine.values()), default=-1)
    kept: list[dict[str, Any]] = []
    for row in list(session.scalars(_numbers(other_id))):
        both = row.e164 in mine
        kept.append(
            {
                "e164": row.e164, "raw": row.raw, "kind": row.kind, "position": row.position,
                "number_id": row.number_id, "moved": not both,
            }
        )  # fmt: skip
        session.delete(row)
    session.flush()
    for each in kept:
        if each["moved"]:
            place += 1
            session.add(_number(each, survivor_id, place))
    session.flush()
    return kept


def _move_numbers_back(
    session: Session, kept: Sequence[Mapping[str, Any]], survivor_id: str, other_id: str
) -> bool:
    """A number that was taken from the survivor since then was wrong: it comes back to nobody."""
    mine = {row.e164: row for row in session.scalars(_numbers(survivor_id))}
    back = [each for each in kept if not each["moved"] or each["e164"] in mine]
    for each in back:
        if each["moved"]:
            session.delete(mine[each["e164"]])
    session.flush()
    for each in back:
        session.add(_number(each, other_id, each["position"]))
    session.flush()
    return any(each["moved"] for each in back)


def _numbers(customer_id: str) -> Any:
    mine = select(CustomerNumber).where(CustomerNumber.customer_id == customer_id)
    return mine.order_by(CustomerNumber.position, CustomerNumber.e164)


def _number(kept: Mapping[str, Any], customer_id: str, position: int) -> CustomerNumber:
    return CustomerNumber(
        e164=kept["e164"],
        customer_id=customer_id,
        raw=kept["raw"],
        kind=kept["kind"],
        position=position,
        number_id=kept["number_id"],
    )


def _close_pairs(session: Session, survivor_id: str, other_id: str) -> list[str]:
    """Pairs of the other are settled; those of the two alone would never be looked at again. Their ids."""
    theirs = or_(DuplicatePair.first_id == other_id, DuplicatePair.second_id == other_id)
    closed: list[str] = []
    for pair in session.scalars(select(DuplicatePair).where(theirs, DuplicatePair.state == "OPEN")):
        pair.state = "MERGED"
        closed.append(pair.pair_id)
    return closed
