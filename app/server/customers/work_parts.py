"""What all work with many customers needs, and how a person's filter becomes a walk through them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.customer_work import CustomerSetUp
from app.contracts.customers import CustomerView
from app.contracts.filters import Filter
from app.contracts.people import Label
from app.server.customers.filter_fields import FilterFields
from app.server.customers.filters import Compiler, Selection
from app.server.customers.walking import Walk
from app.server.directory.service import DirectoryService
from app.server.noticing import NoNotices, Notices
from app.server.security.model import NotAllowedError, Right, SignedInUser
from app.server.security.viewing import Eyes, Viewing
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Customer, CustomerTag

MOST_TAGS_OFFERED = 300

Show = Callable[[Session, Sequence[Customer], Eyes], list[CustomerView]]
ReadSetUp = Callable[[Session], CustomerSetUp]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class WorkParts:
    """``show``: customers as these eyes see them. ``set_up``: the company's own fields and consents."""

    database: Database
    directory: DirectoryService
    viewing: Viewing
    show: Show
    set_up: ReadSetUp
    notices: Notices = field(default_factory=NoNotices)
    clock: Callable[[], datetime] = utc_now

    def fields(self, session: Session) -> FilterFields:
        set_up = self.set_up(session)
        return FilterFields(
            set_up.fields, set_up.consents, self.directory.labels("OUTCOME"), self._agents(), _tags(session)
        )

    def select(self, session: Session, wanted: Filter, eyes: Eyes) -> Selection:
        """Raises InvalidValueError."""
        compiler = Compiler(self.fields(session), eyes, self.clock(), self.database.is_sqlite)
        return compiler.selection(wanted)

    def walk(self, wanted: Filter, eyes: Eyes) -> Walk:
        return Walk(self.database, lambda session: self.select(session, wanted, eyes))

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


def _tags(session: Session) -> list[str]:
    """In use; each is found by a jump in the index, not by reading all."""
    found: list[str] = []
    last = ""
    while len(found) < MOST_TAGS_OFFERED:
        following = select(CustomerTag.tag).where(CustomerTag.tag > last).order_by(CustomerTag.tag).limit(1)
        tag = session.scalar(following)
        if tag is None:
            return found
        found.append(tag)
        last = tag
    return found


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


def mark_changed(row: Customer, fields: Iterable[str], now: datetime) -> None:
    """These fields have a new version: who edits an older one is told."""
    row.version += 1
    row.changed_in = {**row.changed_in, **dict.fromkeys(fields, row.version)}
    row.changed_at = now
