"""Who sees how much of customers' private data, and until when.

In:  a user's role, the company's policy for roles, leave that was granted for a limited time.
Out: ``Eyes``: what one person reads at one moment. Whatever tells of a customer and leaves the server goes
through them: ``eyes.of(customer_id).number(text)``.

All of it is in memory, since a screen pop waits for nothing; ``load_now`` reads it at the start, and whoever
grants or takes away leave tells of it after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Final

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.security.masking import (
    mask_address,
    mask_email,
    mask_name,
    mask_number,
    mask_raw,
    mask_value,
)
from app.server.security.model import RIGHTS, Right, RoleName, SignedInUser
from app.server.storage.database import Database
from app.server.storage.meta import get_meta
from app.server.storage.tables import AccessRequest

Value = str | int | float | bool | list[str] | None

# In table ``meta``, what each role sees in full: {"SUPERVISOR": ["name", "number"], …}.
POLICY_KEY: Final = "viewing_policy"


class Private(Enum):
    """The kinds of private data."""

    NUMBER = "number"
    EMAIL = "email"
    ADDRESS = "address"
    NAME = "name"
    FIELDS = "fields"  # own fields of the company that are marked as private


ALL: Final = frozenset(Private)
_NAME: Final = frozenset({Private.NAME})

# What each role sees in full without asking. A company may set others (``POLICY_KEY``).
IN_FULL: Final[Mapping[RoleName, frozenset[Private]]] = {
    RoleName.AGENT: _NAME,
    RoleName.SENIOR: _NAME,
    RoleName.SUPERVISOR: _NAME,
    RoleName.ADMIN: _NAME,
    RoleName.QUALITY: frozenset(),
    RoleName.AUDITOR: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave to see one customer, or all (``customer_id`` None), in full."""

    request_id: str
    user_id: str
    customer_id: str | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Eyes:
    """What one person reads of customers' data now. Of a customer with ``of``; bare: of any.

    ``in_full``: what is not masked. ``grants``: those that hold at this moment.
    """

    user_id: str
    in_full: frozenset[Private]
    grants: Mapping[str | None, Grant] = field(default_factory=dict[str | None, Grant])

    def of(self, customer_id: str | None) -> Eyes:
        """As she sees this customer."""
        grant = self.grant_for(customer_id)
        return replace(self, in_full=ALL) if grant is not None else self

    def grant_for(self, customer_id: str | None) -> Grant | None:
        """Leave for all customers covers strangers too."""
        if None in self.grants:
            return self.grants[None]
        return self.grants.get(customer_id) if customer_id else None

    @property
    def without_leave(self) -> Eyes:
        """As her role alone sees: for answers that outlive the moment."""
        return replace(self, grants={})

    @property
    def sees_all(self) -> bool:
        return self.in_full == ALL

    @property
    def beyond_work(self) -> bool:
        """Sees something in full that agents do not see: such looks are noted."""
        return bool(self.in_full - _NAME)

    def sees(self, kind: Private) -> bool:
        return kind in self.in_full

    def number(self, number: str) -> str:
        return number if self.sees(Private.NUMBER) else mask_number(number)

    def raw_number(self, raw: str) -> str:
        """As it was entered."""
        return raw if self.sees(Private.NUMBER) else mask_raw(raw)

    def email(self, email: str) -> str:
        return email if self.sees(Private.EMAIL) else mask_email(email)

    def address(self, address: str) -> str:
        return address if self.sees(Private.ADDRESS) else mask_address(address)

    def name(self, name: str) -> str:
        return name if self.sees(Private.NAME) else mask_name(name)

    def private_field(self, value: Value) -> Value:
        """Of an own field that is marked as private."""
        return value if self.sees(Private.FIELDS) else mask_value(value)


AGENT_EYES: Final = Eyes("", IN_FULL[RoleName.AGENT])  # where nobody in particular looks
NO_EYES: Final = Eyes("", frozenset())  # everything masked
ALL_EYES: Final = Eyes("", ALL)  # inside the server alone


def utc_now() -> datetime:
    return datetime.now(UTC)


class Viewing:
    """One per server. ``clock`` is given by tests."""

    def __init__(self, database: Database | None = None, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._in_full: Mapping[RoleName, frozenset[Private]] = IN_FULL
        self._grants: dict[str, Grant] = {}  # by request

    def load_now(self) -> None:
        """Blocking. Raises StorageError."""
        if self._database is not None:
            self._in_full, grants = self._database.read_now(self._read)
            self._grants = {each.request_id: each for each in grants}

    async def load(self) -> None:
        if self._database is not None:
            self._in_full, grants = await self._database.read(self._read)
            self._grants = {each.request_id: each for each in grants}

    def _read(self, session: Session) -> tuple[Mapping[RoleName, frozenset[Private]], list[Grant]]:
        return read_policy(session), read_grants(session, self._clock())

    def eyes(self, user: SignedInUser) -> Eyes:
        return self.eyes_of(user.user_id, user.role)

    def eyes_of(self, user_id: str, role: RoleName) -> Eyes:
        """As they are at this moment: make new ones for each request, and in long work now and then."""
        in_full = ALL if Right.SEE_PRIVATE in RIGHTS[role] else self._in_full[role]
        now = self._clock()
        grants = {
            each.customer_id: each
            for each in self._grants.values()
            if each.user_id == user_id and now < each.until
        }
        return Eyes(user_id, in_full, grants)

    def grant(self, grant: Grant) -> None:
        """After the commit."""
        self._grants[grant.request_id] = grant

    def end(self, request_id: str) -> None:
        self._grants.pop(request_id, None)

    def over(self) -> list[Grant]:
        """Those whose time has run out; they are forgotten here."""
        now = self._clock()
        ended = [each for each in self._grants.values() if each.until <= now]
        for each in ended:
            del self._grants[each.request_id]
        return ended

    def next_end(self) -> datetime | None:
        return min((each.until for each in self._grants.values()), default=None)

    @property
    def policy(self) -> Mapping[RoleName, frozenset[Private]]:
        return self._in_full

    def set_policy(self, in_full: Mapping[RoleName, frozenset[Private]]) -> None:
        """After the commit."""
        self._in_full = in_full


def read_policy(session: Session) -> Mapping[RoleName, frozenset[Private]]:
    """What the company set, above what comes with the program. What nobody understands is left masked."""
    text = get_meta(session, POLICY_KEY)
    try:
        stored: Any = msgspec.json.decode(text) if text else {}
    except msgspec.DecodeError:
        stored = {}
    found = dict(IN_FULL)
    if isinstance(stored, dict):
        for role in RoleName:
            names: Any = stored.get(role.value)
            if isinstance(names, list):
                found[role] = frozenset(kind for kind in Private if kind.value in names)
    return found


def policy_text(in_full: Mapping[RoleName, frozenset[Private]]) -> str:
    """As it stands in table ``meta``."""
    plain = {role.value: sorted(kind.value for kind in kinds) for role, kinds in in_full.items()}
    return msgspec.json.encode(plain).decode()


def read_grants(session: Session, now: datetime) -> list[Grant]:
    rows = session.scalars(
        select(AccessRequest).where(AccessRequest.state == "GRANTED", AccessRequest.expires_at > now)
    )
    return [
        Grant(row.request_id, row.user_id, row.customer_id, row.expires_at) for row in rows if row.expires_at
    ]
