"""An agent's missed calls: what rang at her desk and was not taken, and whether anything is left to do.

In:  who asks. Out: pages of them, newest first; numbers as ``eyes`` see them. A call that she
took after all is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.contracts.base import Page
from app.contracts.calls import MissedCallView
from app.server.directory.service import DirectoryService
from app.server.numbering import ways_to_write
from app.server.security.model import SignedInUser
from app.server.security.viewing import AGENT_EYES, Eyes
from app.server.storage.database import Database
from app.server.storage.paging import decode_cursor, encode_cursor
from app.server.storage.tables import Call, CallParty, Customer, MissedRing, OfferRow
from app.server.storage.types import from_us, to_us

MISSED = ("no-answer", "declined", "caller-left", "no-phone")
OUTWARD = ("OUT", "CALLBACK", "INTERNAL")


@dataclass(frozen=True, slots=True)
class _Missed:
    offer_id: str
    call_id: str
    at: datetime
    why: str
    queue_id: str = ""
    from_agent_id: str = ""


class MissedCalls:
    def __init__(self, database: Database, directory: DirectoryService) -> None:
        self._database = database
        self._directory = directory

    async def list(
        self, user: SignedInUser, cursor: str | None = None, limit: int = 50, eyes: Eyes = AGENT_EYES
    ) -> Page[MissedCallView]:
        """The user's own. Raises InvalidValueError."""
        before = decode_cursor(cursor, (int, str)) if cursor else None
        since = (from_us(int(before[0])), str(before[1])) if before else None

        def read(session: Session) -> Page[MissedCallView]:
            found = _offers(session, user.user_id, since, limit) + _rings(session, user.user_id, since, limit)
            found.sort(key=lambda each: (each.at, each.offer_id), reverse=True)
            page, last = found[:limit], found[limit - 1] if len(found) > limit else None
            return Page[MissedCallView](
                items=[self._view(session, user.user_id, each, eyes) for each in page],
                next_cursor=encode_cursor(to_us(last.at), last.offer_id) if last else None,
            )

        return await self._database.read(read)

    def _view(self, session: Session, user_id: str, missed: _Missed, eyes: Eyes) -> MissedCallView:
        call = session.get(Call, missed.call_id)
        eyes = eyes.of(call.customer_id if call is not None else None)
        number = call.caller_number if call is not None else ""
        colleague = call is not None and call.direction == "INTERNAL"
        if colleague:
            name = self._directory.display_name(missed.from_agent_id or None)
        else:
            customer = session.get(Customer, call.customer_id) if call and call.customer_id else None
            name = eyes.name(customer.name) if customer else ""
        helped, called = _what_came(session, call, missed.at, self._phone_of(user_id) if colleague else "")
        return MissedCallView(
            offer_id=missed.offer_id,
            call_id=missed.call_id,
            at=missed.at,
            why=missed.why,
            number=eyes.number(number),
            customer_id=call.customer_id if call is not None and not colleague else None,
            customer_name=name,
            queue=self._directory.queue_label(missed.queue_id) if missed.queue_id else None,
            answered_elsewhere=helped,
            called_back=called,
        )

    def _phone_of(self, user_id: str) -> str:
        known = self._directory.user(user_id)
        return known.sip_user if known else ""


def _offers(session: Session, user_id: str, since: tuple[datetime, str] | None, limit: int) -> list[_Missed]:
    ended_at, offer_id = OfferRow.ended_at, OfferRow.offer_id
    statement = select(OfferRow).where(OfferRow.agent_id == user_id, OfferRow.result.in_(MISSED))
    if since is not None:
        at, last_id = since
        statement = statement.where(or_(ended_at < at, (ended_at == at) & (offer_id < last_id)))
    statement = statement.where(_not_taken(OfferRow.call_id, user_id))
    rows = session.scalars(statement.order_by(ended_at.desc(), offer_id.desc()).limit(limit + 1))
    return [
        _Missed(row.offer_id, row.call_id, row.ended_at or row.made_at, row.result, row.queue_id)
        for row in rows
    ]


def _rings(session: Session, user_id: str, since: tuple[datetime, str] | None, limit: int) -> list[_Missed]:
    statement = select(MissedRing).where(MissedRing.agent_id == user_id)
    if since is not None:
        at, last_id = since
        older = (MissedRing.at == at) & (MissedRing.offer_id < last_id)
        statement = statement.where(or_(MissedRing.at < at, older))
    statement = statement.where(_not_taken(MissedRing.call_id, user_id))
    order = (MissedRing.at.desc(), MissedRing.offer_id.desc())
    rows = session.scalars(statement.order_by(*order).limit(limit + 1))
    return [
        _Missed(row.offer_id, row.call_id, row.at, row.why, from_agent_id=row.from_agent_id) for row in rows
    ]


def _not_taken(call_id: InstrumentedAttribute[str], user_id: str) -> ColumnElement[bool]:
    """Not what she took when it came to her again."""
    hers = (CallParty.call_id == call_id, CallParty.agent_id == user_id, CallParty.kind == "AGENT")
    return ~exists().where(*hers)


def _what_came(session: Session, call: Call | None, at: datetime, own_phone: str) -> tuple[bool, bool]:
    """Whether somebody else helped him (in this call, or when he called again), and whether he was called
    back. ``own_phone``: of whom a colleague had called."""
    if call is None:
        return False, False
    numbers = ways_to_write(call.caller_number)
    later = (Call.started_at >= call.started_at, Call.answered_at.is_not(None))
    if own_phone:
        back = (Call.caller_number == own_phone, Call.dialled.in_(numbers), Call.direction == "INTERNAL")
        return False, _any(session, *back, *later)
    called_again = (Call.caller_number.in_(numbers), Call.direction == "IN")
    helped = call.answered_at is not None or _any(session, *called_again, *later)
    dialled = (Call.dialled.in_(numbers), Call.direction == "OUT")
    promised = (Call.caller_number.in_(numbers), Call.direction == "CALLBACK")
    return helped, _any(session, *dialled, *later) or _any(session, *promised, *later)


def _any(session: Session, *conditions: ColumnElement[bool]) -> bool:
    return bool(session.scalar(select(exists().where(*conditions))))
