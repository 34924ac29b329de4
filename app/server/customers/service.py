"""Customers for the desk and the API: found by number, opened as a file, searched, entered, changed.

What leaves this file was seen through ``Eyes``, where its name does not say that it is whole.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.contracts.base import Page
from app.contracts.customer_work import CustomerSetUp, SecretField
from app.contracts.customers import (
    CustomerChange,
    CustomerFile,
    CustomerView,
    NewCustomer,
    RevealedNumber,
    TimelineItem,
    TimelineKind,
)
from app.server.customers import changing, files, looks, repository, search, set_up
from app.server.customers.model import CustomerChangedError, CustomerExistsError
from app.server.customers.news import CustomerNews
from app.server.customers.numbers import parsed
from app.server.customers.own_fields import FieldRules, field_rules, read_definitions
from app.server.customers.rules import to_e164
from app.server.customers.timeline import PAGE, timeline
from app.server.customers.timeline_order import Words
from app.server.customers.views import seen, seen_file, whole_views, whole_views_by_id
from app.server.directory.service import DirectoryService
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, SignedInUser
from app.server.security.viewing import AGENT_EYES, Eyes, Viewing
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.paging import decode_cursor, encode_cursor
from app.server.storage.tables import Call, Customer, CustomerNumber

LONGEST_NAME = 200


class CustomerService:
    """``language`` ("zh" or "en") decides in which words outcomes and queues stand in the time line.

    ``eyes``: who looks; without them what any agent sees.
    """

    def __init__(
        self,
        database: Database,
        directory: DirectoryService,
        viewing: Viewing | None = None,
        news: CustomerNews | None = None,
    ) -> None:
        self._database = database
        self._directory = directory
        self.viewing = viewing or Viewing(database)
        self.news = news or CustomerNews()
        self.seen_notes = looks.SeenNotes(database)
        self._field_rules = FieldRules()

    # --- found by number, opened -----------------------------------------------------------------

    async def find_by_number(self, number: str) -> tuple[str, str] | None:
        """(customer_id, level) of whose number this is."""

        def find(session: Session) -> tuple[str, str] | None:
            ids = files.ids_of_number(session, number)
            customer = session.get(Customer, ids[0]) if ids else None
            return (customer.customer_id, customer.level) if customer else None

        return await self._database.read(find)

    async def file_by_number(
        self, number: str, language: str = "zh", eyes: Eyes = AGENT_EYES
    ) -> CustomerFile:
        """The file for the screen pop; without a customer for an unknown number."""

        def read(session: Session) -> CustomerFile:
            found = files.ids_of_number(session, number)
            if not found:
                return CustomerFile(customer=None, number=eyes.of(None).number(number))
            whole = files.whole_file(session, found[0], self._words(language), number, found)
            return seen_file(whole, eyes, self._own(session))

        return await self._database.read(read)

    async def file(self, customer_id: str, language: str = "zh", eyes: Eyes = AGENT_EYES) -> CustomerFile:
        """Raises NotFoundError."""

        def read(session: Session) -> CustomerFile:
            whole = files.whole_file(session, customer_id, self._words(language))
            return seen_file(whole, eyes, self._own(session))

        return await self._database.read(read)

    async def whole_file_by_number(self, number: str, language: str = "zh") -> CustomerFile:
        """For the desk, which shows it to each agent as she may see it."""

        def read(session: Session) -> CustomerFile:
            found = files.ids_of_number(session, number)
            if not found:
                return CustomerFile(customer=None, number=number)
            self._own(session)
            return files.whole_file(session, found[0], self._words(language), number, found)

        return await self._database.read(read)

    async def whole_files_of_call(
        self, customer_id: str, number: str
    ) -> tuple[str, dict[Literal["zh", "en"], CustomerFile]]:
        """Of a call from ``number`` that is this customer's: his level, his file in each language.

        Raises NotFoundError.
        """

        def read(session: Session) -> tuple[str, dict[Literal["zh", "en"], CustomerFile]]:
            self._own(session)
            found = files.ids_of_number(session, number)
            level = files.get(session, customer_id).level
            zh, en = (
                files.whole_file(session, customer_id, self._words(each), number, found)
                for each in ("zh", "en")
            )
            return level, {"zh": zh, "en": en}

        return await self._database.read(read)

    def seen_file(self, whole: CustomerFile, eyes: Eyes) -> CustomerFile:
        """A whole file that was read just now."""
        return seen_file(whole, eyes, self._field_rules)

    async def number_of_call(self, call_id: str) -> str:
        """Of the party that is not of this house. Raises NotFoundError."""

        def read(session: Session) -> str:
            call = session.get(Call, call_id)
            if call is None:
                raise NotFoundError("There is no such call.")
            return call.dialled if call.direction == "OUT" else call.caller_number

        return await self._database.read(read)

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
            his_id = files.get(session, customer_id).customer_id
            items, next_cursor = timeline(session, his_id, self._words(language), cursor, limit, kind)
            return Page[TimelineItem](items=items, next_cursor=next_cursor)

        return await self._database.read(read)

    # --- searched --------------------------------------------------------------------------------

    async def search(
        self, typed: str, cursor: str | None = None, limit: int = 50, eyes: Eyes = AGENT_EYES
    ) -> Page[CustomerView]:
        """Name, how it is spoken, four digits of a number or more, an order, a ticket; nobody for less.

        Raises InvalidValueError.
        """
        after = int(decode_cursor(cursor, (int,))[0]) if cursor else 0
        query = search.read_query(typed)
        return await self._page(lambda session: search.find(session, query, after, limit), eyes)

    async def browse(
        self, cursor: str | None = None, limit: int = 50, eyes: Eyes = AGENT_EYES
    ) -> Page[CustomerView]:
        """All customers, who came last first. Raises InvalidValueError."""
        after = int(decode_cursor(cursor, (int,))[0]) if cursor else 0
        return await self._page(lambda session: search.browse(session, after, limit), eyes)

    async def _page(self, find: search.Find, eyes: Eyes) -> Page[CustomerView]:
        def read(session: Session) -> Page[CustomerView]:
            ids, last = find(session)
            own = self._own(session)
            items = [seen(each, eyes, own) for each in whole_views_by_id(session, ids, self._directory)]
            return Page[CustomerView](items=items, next_cursor=encode_cursor(last) if last else None)

        return await self._database.read(read)

    def seen_views(self, session: Session, customer_ids: Iterable[str], eyes: Eyes) -> list[CustomerView]:
        """In this order; who is gone is left out."""
        own = self._own(session)
        whole = whole_views_by_id(session, list(customer_ids), self._directory)
        return [seen(each, eyes, own) for each in whole]

    # --- looked at in full: inside a write transaction, since who cannot be noted does not look ------

    def reveal(
        self, session: Session, user: SignedInUser, customer_id: str, reason: str, now: datetime
    ) -> RevealedNumber:
        """Raises NotFoundError, NotAllowedError, ReasonNeededError, TooManyLooksError."""
        his_id = files.get(session, customer_id).customer_id
        return looks.reveal_number(session, user, his_id, reason, self.viewing.eyes(user), now)

    def reveal_fields(
        self, session: Session, user: SignedInUser, customer_id: str, reason: str, now: datetime
    ) -> SecretField:
        """Raises as ``reveal``."""
        whole = whole_views(session, [files.get(session, customer_id)], self._directory)[0]
        eyes, private = self.viewing.eyes(user), sorted(self._own(session).private)
        return looks.reveal_fields(session, user, whole, private, reason, eyes, now)

    # --- entered and changed: inside a write transaction -------------------------------------------

    def create(self, session: Session, user: SignedInUser, new: NewCustomer, now: datetime) -> CustomerView:
        """The call, if given, belongs to the new customer from then on.

        Raises InvalidValueError, NotFoundError, NotAllowedError, CustomerExistsError.
        """
        _may_write(user)
        name = new.name.strip()
        if not name or len(name) > LONGEST_NAME or "\0" in name or "\0" in new.note:
            raise InvalidValueError(f"The name needs 1 to {LONGEST_NAME} characters.")
        raw = new.number.strip() or self._number_of_call(session, user, new.call_id)
        e164 = (parsed(raw) if new.number.strip() else to_e164(raw)) if raw else ""
        if e164 and not new.shares_number and repository.id_by_number(session, e164):
            raise CustomerExistsError
        row = Customer(customer_id=uuid.uuid4().hex, name=name, since=now, note=new.note, tags=[])
        row.fields, row.consent, row.changed_in, row.changed_at = {}, {}, {}, now
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
        self.news.wrote(session, row.customer_id, ["name", "numbers"], user.user_id, now)
        return self._seen(session, row, self.viewing.eyes(user).without_leave)

    def change(
        self, session: Session, user: SignedInUser, customer_id: str, change: CustomerChange, now: datetime
    ) -> CustomerView:
        """What comes back is kept for a write that is sent again: leave for a limited time has no part in it.

        Raises NotFoundError, NotAllowedError, InvalidValueError, CustomerExistsError, CustomerChangedError.
        """
        _may_write(user)
        row, eyes = files.get(session, customer_id), self.viewing.eyes(user)
        whole = whole_views(session, [row], self._directory)[0]
        definitions = read_definitions(session)
        try:
            if row.customer_id != customer_id:  # she wrote about a file that is part of this one now
                raise CustomerChangedError(["merged_into"])
            names = changing.apply(session, row, whole, change, definitions, self._directory, now)
        except CustomerChangedError as error:
            present = seen(whole, eyes, field_rules(definitions))
            raise CustomerChangedError(error.changed, present.model_dump(mode="json")) from None
        if names:
            note_deed(session, now, user.user_id, "customer.changed", customer_id, " ".join(names))
            session.flush()
            self.news.wrote(session, customer_id, names, user.user_id, now)
        return self._seen(session, row, eyes.without_leave)

    async def set_up(self) -> CustomerSetUp:
        return await self._database.read(set_up.read_set_up)

    def put_set_up(
        self, session: Session, user: SignedInUser, wish: CustomerSetUp, now: datetime
    ) -> CustomerSetUp:
        """Raises NotAllowedError, InvalidValueError."""
        return set_up.put_set_up(session, user, wish, now)

    # --- parts -----------------------------------------------------------------------------------

    def _seen(self, session: Session, row: Customer, eyes: Eyes) -> CustomerView:
        return seen(whole_views(session, [row], self._directory)[0], eyes, self._own(session))

    def _words(self, language: str) -> Words:
        return Words(self._directory, language)

    def _own(self, session: Session) -> FieldRules:
        """As they stand; remembered for ``seen_file``."""
        self._field_rules = field_rules(read_definitions(session))
        return self._field_rules

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


def _may_write(user: SignedInUser) -> None:
    if user.only_looks:
        raise NotAllowedError("You may look at customers, not change them.")
