"""Looks at private data in full: with a reason, not too many of them, each kept in the audit list.

In:  who wants to see what of whom. Out: values for one look; notes of what was shown in full.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.contracts.customer_work import SecretField
from app.contracts.customers import CustomerView, RevealedNumber
from app.contracts.fields import FieldValue
from app.server.customers import repository
from app.server.customers.model import ReasonNeededError, TooManyLooksError
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, SignedInUser
from app.server.security.viewing import Eyes
from app.server.storage.database import Database
from app.server.storage.errors import NotFoundError, StorageError
from app.server.storage.tables import AuditRow
from app.tasks import Spawner

log = logging.getLogger(__name__)

LOOKED: Final = "number.revealed"
LOOKED_AT_FIELDS: Final = "customer.revealed"
SEEN: Final = "customer.seen"  # in full, by leave or by right
MOST_LOOKS_AN_HOUR: Final = 60  # of an agent: who copies the whole list is stopped
_SAME_LOOK: Final = timedelta(minutes=10)
_MOST_KEPT: Final = 10_000


def reveal_number(
    session: Session, user: SignedInUser, customer_id: str, reason: str, eyes: Eyes, now: datetime
) -> RevealedNumber:
    """Raises NotAllowedError, ReasonNeededError, TooManyLooksError, NotFoundError."""
    number = repository.first_number(session, customer_id)
    if user.only_looks and not eyes.of(customer_id).sees_all:
        raise NotAllowedError("Ask for leave first: somebody else decides on it.")
    reason = _reason(session, user, reason, now)
    if not number:
        raise NotFoundError("No number of this customer is known.")
    note_deed(session, now, user.user_id, LOOKED, customer_id, reason)
    return RevealedNumber(number=number)


def reveal_fields(
    session: Session,
    user: SignedInUser,
    whole: CustomerView,
    private: Iterable[str],
    reason: str,
    eyes: Eyes,
    now: datetime,
) -> SecretField:
    """Everything private at once: with leave, or by who may give it. Raises as ``reveal_number``."""
    if not user.leads and not eyes.of(whole.customer_id).sees_all:
        raise NotAllowedError("Ask for leave first: somebody else decides on it.")
    reason = _reason(session, user, reason, now)
    values: dict[str, FieldValue] = {
        "name": whole.name,
        "number": whole.number,
        "numbers": [each.number for each in whole.numbers],
        "email": whole.email,
        "address": whole.address,
    }
    values |= {f"field.{code}": whole.fields[code] for code in private if code in whole.fields}
    note_deed(session, now, user.user_id, LOOKED_AT_FIELDS, whole.customer_id, reason)
    return SecretField(values=values)


def _reason(session: Session, user: SignedInUser, reason: str, now: datetime) -> str:
    reason = " ".join(reason.replace("\0", " ").split())
    if not reason and not user.leads:
        raise ReasonNeededError
    if not user.leads and _looks_of_the_hour(session, user, now) >= MOST_LOOKS_AN_HOUR:
        raise TooManyLooksError
    return reason


def _looks_of_the_hour(session: Session, user: SignedInUser, now: datetime) -> int:
    looks = (AuditRow.action.in_((LOOKED, LOOKED_AT_FIELDS)), AuditRow.user_id == user.user_id)
    recent = AuditRow.at > now - timedelta(hours=1)  # by the index of times
    return session.scalar(select(func.count()).select_from(AuditRow).where(recent, *looks)) or 0


class SeenNotes:
    """What was shown in full without a single look being asked for. The same again soon is the same look."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tasks = Spawner("looks")
        self._noted: OrderedDict[tuple[str, str], datetime] = OrderedDict()

    async def note(self, eyes: Eyes, customer_ids: Iterable[str], now: datetime) -> None:
        """Before it is sent: who cannot be noted does not look. Raises StorageError."""
        looks = [(eyes.user_id, each) for each in customer_ids if eyes.of(each).beyond_work]
        new = [look for look in looks if now - self._noted.get(look, now - _SAME_LOOK) >= _SAME_LOOK]
        if not new:
            return
        why = {look: self._why(eyes, look[1]) for look in new}

        def write(session: Session) -> None:
            for user_id, customer_id in new:
                note_deed(session, now, user_id, SEEN, customer_id, why[user_id, customer_id])

        await self._database.write(write)
        for look in new:
            self._noted[look] = now
            self._noted.move_to_end(look)
        while len(self._noted) > _MOST_KEPT:
            self._noted.popitem(last=False)

    def note_soon(self, eyes: Eyes, customer_id: str) -> None:
        """Of a pop, which waits for nothing."""
        if eyes.of(customer_id).beyond_work and eyes.user_id:
            now = datetime.now(UTC)
            self._tasks.spawn(self._note_safely(eyes, customer_id, now), f"seen-{customer_id}")

    async def close(self) -> None:
        await self._tasks.close()

    async def _note_safely(self, eyes: Eyes, customer_id: str, now: datetime) -> None:
        try:
            await self.note(eyes, [customer_id], now)
        except StorageError as error:
            log.error("a look of %s at %s could not be noted: %s", eyes.user_id, customer_id, error)

    @staticmethod
    def _why(eyes: Eyes, customer_id: str) -> str:
        grant = eyes.grant_for(customer_id)
        return f"by leave {grant.request_id}" if grant else "by right"
