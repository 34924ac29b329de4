"""Customers for the desk and the API: found by number, opened as a file, searched, entered.

Private data leaves this file masked.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, cast

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.contracts.base import Page
from app.contracts.customers import (
    CustomerFile,
    CustomerLevel,
    CustomerView,
    NewCustomer,
    RevealedNumber,
    TimelineItem,
    TimelineKind,
)
from app.server.customers import repository
from app.server.customers.model import CustomerExistsError, ReasonNeededError, TooManyLooksError
from app.server.customers.rules import number_fragment, to_e164
from app.server.customers.timeline import PAGE, timeline
from app.server.customers.timeline_order import Words
from app.server.directory.service import DirectoryService
from app.server.security.audit import note_deed
from app.server.security.masking import mask_email, mask_number
from app.server.security.model import NotAllowedError, SignedInUser
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.paging import decode_cursor, encode_cursor
from app.server.storage.tables import AuditRow, Call, Customer, CustomerNumber

LONGEST_NAME = 200
LOOKED = "number.revealed"
MOST_LOOKS_AN_HOUR = 60  # of an agent: who copies the whole list is stopped


class CustomerService:
    """``language`` ("zh" or "en") decides in which words outcomes and queues stand in the time line."""

    def __init__(self, database: Database, directory: DirectoryService) -> None:
        self._database = database
        self._directory = directory

    async def find_by_number(self, number: str) -> tuple[str, str] | None:
        """(customer_id, level) of whose number this is."""
        return await self._database.read(lambda session: self._find(session, number))

    async def file_by_number(self, number: str, language: str = "zh") -> CustomerFile:
        """The file for the screen pop; without a customer for an unknown number."""

        def read(session: Session) -> CustomerFile:
            found = repository.ids_by_number(session, to_e164(number)) if number else []
            if not found:
                return CustomerFile(customer=None, number=mask_number(number))
            return self._file(session, found[0], language, number, found)

        return await self._database.read(read)

    async def file(self, customer_id: str, language: str = "zh") -> CustomerFile:
        """Raises NotFoundError."""
        return await self._database.read(lambda session: self._file(session, customer_id, language))

    async def files_of_call(
        self, customer_id: str, number: str
    ) -> tuple[str, dict[Literal["zh", "en"], CustomerFile]]:
        """Of a call from ``number`` that is this customer's: his level, his file in each language.

        Raises NotFoundError.
        """

        def read(session: Session) -> tuple[str, dict[Literal["zh", "en"], CustomerFile]]:
            found = repository.ids_by_number(session, to_e164(number)) if number else []
            level = _get(session, customer_id).level
            zh = self._file(session, customer_id, "zh", number, found)
            return level, {"zh": zh, "en": self._file(session, customer_id, "en", number, found)}

        return await self._database.read(read)

    async def number_of_call(self, call_id: str) -> str:
        """Of the party that is not of this house. Raises NotFoundError."""

        def read(session: Session) -> str:
            call = session.get(Call, call_id)
            if call is None:
                raise NotFoundError("There is no such call.")
            return call.dialled if call.direction == "OUT" else call.caller_number

        return await self._database.read(read)

    def reveal(
        self, session: Session, user: SignedInUser, customer_id: str, reason: str, now: datetime
    ) -> RevealedNumber:
        """Inside a write transaction: who cannot be noted does not look.

        Raises NotFoundError, ReasonNeededError, TooManyLooksError.
        """
        _get(session, customer_id)
        reason = " ".join(reason.split())
        if not reason and not user.leads:
            raise ReasonNeededError
        if not user.leads and _looks_of_the_hour(session, user, now) >= MOST_LOOKS_AN_HOUR:
            raise TooManyLooksError
        number = repository.first_number(session, customer_id)
        if not number:
            raise NotFoundError("No number of this customer is known.")
        note_deed(session, now, user.user_id, LOOKED, customer_id, reason)
        return RevealedNumber(number=number)

    async def timeline(
        self,
        customer_id: str,
        cursor: str | None,
        limit: int = PAGE,
        language: str = "zh",
        kind: TimelineKind | None = None,
    ) -> Page[TimelineItem]:
        """``kind``: of this alone. Raises NotFoundError, InvalidValueError."""

        def read(session: Session) -> Page[TimelineItem]:
            _get(session, customer_id)
            words = Words(self._directory, language)
            items, next_cursor = timeline(session, customer_id, words, cursor, limit, kind)
            return Page[TimelineItem](items=items, next_cursor=next_cursor)

        return await self._database.read(read)

    async def search(self, query: str, cursor: str | None = None, limit: int = 50) -> Page[CustomerView]:
        """By a part of the name, or at least four digits of a number. Raises InvalidValueError."""
        after = decode_cursor(cursor, (str, str)) if cursor else None
        query = query.strip()
        digits = number_fragment(query)
        if digits == "":
            return Page[CustomerView](items=[])
        name = "" if digits is not None else query

        def read(session: Session) -> Page[CustomerView]:
            start = (str(after[0]), str(after[1])) if after else None
            rows = repository.search(session, name, digits or "", start, limit + 1)
            numbers = repository.first_numbers(session, [row.customer_id for row in rows])
            items = [_view(row, numbers.get(row.customer_id, "")) for row in rows[:limit]]
            last = rows[limit - 1] if len(rows) > limit else None
            next_cursor = encode_cursor(last.name, last.customer_id) if last else None
            return Page[CustomerView](items=items, next_cursor=next_cursor)

        return await self._database.read(read)

    def create(self, session: Session, user: SignedInUser, new: NewCustomer, now: datetime) -> CustomerView:
        """Inside a write transaction. The call, if given, belongs to the new customer from then on.

        Raises InvalidValueError, NotFoundError, NotAllowedError, CustomerExistsError.
        """
        name = new.name.strip()
        if not name or len(name) > LONGEST_NAME:
            raise InvalidValueError(f"The name needs 1 to {LONGEST_NAME} characters.")
        raw = new.number.strip() or self._number_of_call(session, user, new.call_id)
        e164 = to_e164(raw)
        if raw and (not e164 or len(e164) > 40):
            raise InvalidValueError("The number is not a telephone number.")
        if e164 and not new.shares_number and repository.id_by_number(session, e164):
            raise CustomerExistsError
        row = Customer(customer_id=uuid.uuid4().hex, name=name, since=now, note=new.note, tags=[])
        session.add(row)
        session.flush()
        if e164:
            session.add(CustomerNumber(e164=e164, customer_id=row.customer_id, raw=raw[:60]))
        if new.call_id:
            self._number_of_call(session, user, new.call_id)
            mine = update(Call).where(Call.call_id == new.call_id, Call.customer_id.is_(None))
            session.execute(mine.values(customer_id=row.customer_id))
        note_deed(session, now, user.user_id, "customer.created", row.customer_id)
        session.flush()
        return _view(row, e164)

    def _find(self, session: Session, number: str) -> tuple[str, str] | None:
        customer_id = repository.id_by_number(session, to_e164(number)) if number else None
        customer = session.get(Customer, customer_id) if customer_id else None
        return (customer.customer_id, customer.level) if customer else None

    def _file(
        self, session: Session, customer_id: str, language: str, number: str = "", matches: Sequence[str] = ()
    ) -> CustomerFile:
        """``matches``: all who have this number; a choice is shown where there are several."""
        row = _get(session, customer_id)
        first = repository.first_number(session, customer_id)
        items, cursor = timeline(session, customer_id, Words(self._directory, language))
        return CustomerFile(
            customer=_view(row, first),
            number=mask_number(number or first),
            matches=_matches(session, matches) if len(matches) > 1 else [],
            open_tickets=repository.open_tickets(session, customer_id),
            timeline=items,
            timeline_cursor=cursor,
        )

    @staticmethod
    def _number_of_call(session: Session, user: SignedInUser, call_id: str | None) -> str:
        if call_id is None:
            return ""
        call = session.get(Call, call_id)
        if call is None:
            raise NotFoundError("There is no such call.")
        if call.agent_id != user.user_id and not user.leads:
            raise NotAllowedError("This call belongs to another agent.")
        return call.caller_number


def _get(session: Session, customer_id: str) -> Customer:
    row = session.get(Customer, customer_id)
    if row is None:
        raise NotFoundError("There is no such customer.")
    return row


def _looks_of_the_hour(session: Session, user: SignedInUser, now: datetime) -> int:
    looks = (AuditRow.action == LOOKED, AuditRow.user_id == user.user_id)
    recent = AuditRow.at > now - timedelta(hours=1)  # by the index of times
    return session.scalar(select(func.count()).select_from(AuditRow).where(recent, *looks)) or 0


def _matches(session: Session, customer_ids: Sequence[str]) -> list[CustomerView]:
    """In this order."""
    rows = session.scalars(select(Customer).where(Customer.customer_id.in_(customer_ids)))
    by_id = {row.customer_id: row for row in rows}
    numbers = repository.first_numbers(session, list(customer_ids))
    return [_view(by_id[each], numbers.get(each, "")) for each in customer_ids if each in by_id]


def _view(row: Customer, number: str) -> CustomerView:
    return CustomerView(
        customer_id=row.customer_id,
        name=row.name,
        level=cast("CustomerLevel", row.level),
        number=mask_number(number),
        region=row.region,
        language=row.language,
        email=mask_email(row.email),
        address=row.address,
        tags=[str(tag) for tag in row.tags],
        since=row.since,
        note=row.note,
    )
