"""What all work with many customers needs, and how a person's filter becomes a walk through them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pydantic import ValidationError
from sqlalchemy.orm import Session

from app.contracts.customers import CustomerView
from app.contracts.filters import Filter
from app.contracts.people import Label
from app.server.customers.filter_fields import FilterFields
from app.server.customers.filters import Compiler, Selection
from app.server.customers.news import CustomerNews
from app.server.customers.own_fields import field_rules, read_definitions
from app.server.customers.set_up import read_set_up
from app.server.customers.views import seen, whole_views
from app.server.customers.walking import Walk
from app.server.directory.service import DirectoryService
from app.server.noticing import NoNotices, Notices
from app.server.security.model import NotAllowedError, Right, SignedInUser
from app.server.security.viewing import Eyes, Viewing
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Customer


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class WorkParts:
    """``clock`` is given by tests."""

    database: Database
    directory: DirectoryService
    viewing: Viewing
    notices: Notices = field(default_factory=NoNotices)
    clock: Callable[[], datetime] = utc_now
    news: CustomerNews = field(default_factory=CustomerNews)

    def fields(self, session: Session) -> FilterFields:
        set_up = read_set_up(session)
        return FilterFields(
            set_up.fields, set_up.consents, self.directory.labels("OUTCOME"), self._agents(), set_up.tags
        )

    def select(self, session: Session, wanted: Filter, eyes: Eyes) -> Selection:
        """Raises InvalidValueError."""
        compiler = Compiler(self.fields(session), eyes, self.clock(), self.database.is_sqlite)
        return compiler.selection(wanted)

    def walk(self, wanted: Filter, eyes: Eyes) -> Walk:
        return Walk(self.database, lambda session: self.select(session, wanted, eyes))

    def show(self, session: Session, rows: Sequence[Customer], eyes: Eyes) -> list[CustomerView]:
        """In this order, as these eyes see them."""
        own = field_rules(read_definitions(session))
        return [seen(view, eyes, own) for view in whole_views(session, rows, self.directory)]

    async def shown(self, rows: Sequence[Customer], eyes: Eyes) -> list[CustomerView]:
        if not rows:
            return []
        return await self.database.read(lambda session: self.show(session, rows, eyes))

    def _agents(self) -> list[Label]:
        users = [user for user in self.directory.users if user.is_agent]
        return [
            Label(
                code=user.user_id,
                zh=self.directory.name_in(user.user_id, "zh"),
                en=self.directory.name_in(user.user_id, "en"),
            )
            for user in users
        ]


def stored_filter(data: object) -> Filter:
    """Out of the database. Raises InvalidValueError where another version wrote it."""
    try:
        return Filter.model_validate(data)
    except ValidationError as error:
        raise InvalidValueError("This filter was stored by another version; enter it anew.") from error


def plain(wanted: Filter) -> dict[str, object]:
    """Into the database."""
    return wanted.model_dump(mode="json", exclude_defaults=True)


def demand(user: SignedInUser, right: Right, sentence: str) -> None:
    """Raises NotAllowedError."""
    if not user.may(right):
        raise NotAllowedError(sentence)


def clean_name(text: str, longest: int) -> str:
    """Raises InvalidValueError."""
    text = " ".join(text.split())
    if not text or len(text) > longest or "\x00" in text:
        raise InvalidValueError(f"A name of 1 to {longest} characters is needed.")
    return text
