"""Users as the rest of the server knows them, and what can go wrong when they sign in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class RoleName(Enum):
    AGENT = "AGENT"
    SENIOR = "SENIOR"
    SUPERVISOR = "SUPERVISOR"
    QUALITY = "QUALITY"
    ADMIN = "ADMIN"
    AUDITOR = "AUDITOR"


class Right(Enum):
    """What a role may do beyond the daily work; the table is below."""

    SEE_PRIVATE = "customers.private"  # numbers, e-mails, addresses in full, without asking
    APPROVE_ACCESS = "customers.approve"
    EXPORT = "customers.export"
    IMPORT = "customers.import"
    MERGE = "customers.merge"
    SET_UP_CUSTOMERS = "customers.set-up"  # fields, shared segments, rules
    LEAD_TICKETS = "tickets.lead"  # moves and assigns those of others, bulk
    SET_UP_TICKETS = "tickets.set-up"
    WRITE_KNOWLEDGE = "knowledge.write"
    APPROVE_KNOWLEDGE = "knowledge.approve"
    SEE_OUTGOING = "outgoing.see"
    SET_UP_CHANNELS = "channels.set-up"  # sees how they fare, tries them
    SEE_AUDIT = "audit.see"


_SENIOR = frozenset({Right.WRITE_KNOWLEDGE})
_SUPERVISOR = _SENIOR | {
    Right.APPROVE_ACCESS, Right.EXPORT, Right.IMPORT, Right.MERGE, Right.SET_UP_CUSTOMERS, Right.LEAD_TICKETS,
    Right.APPROVE_KNOWLEDGE, Right.SEE_OUTGOING,
}  # fmt: skip
RIGHTS: Mapping[RoleName, frozenset[Right]] = {
    RoleName.AGENT: frozenset(),
    RoleName.SENIOR: _SENIOR,
    RoleName.QUALITY: frozenset({Right.SEE_AUDIT}),
    RoleName.SUPERVISOR: _SUPERVISOR,
    RoleName.ADMIN: _SUPERVISOR | {Right.SET_UP_TICKETS, Right.SET_UP_CHANNELS, Right.SEE_AUDIT},
    RoleName.AUDITOR: frozenset({Right.SEE_AUDIT}),
}


@dataclass(frozen=True, slots=True)
class SignedInUser:
    """Who a request comes from."""

    user_id: str
    username: str
    display_name: str
    role: RoleName

    @property
    def leads(self) -> bool:
        """May see and do what concerns other agents."""
        return self.role in (RoleName.SUPERVISOR, RoleName.ADMIN)

    @property
    def only_looks(self) -> bool:
        """Looks at what others do, and changes nothing of customers."""
        return self.role in (RoleName.QUALITY, RoleName.AUDITOR)

    def may(self, right: Right) -> bool:
        return right in RIGHTS[self.role]


class SecurityError(Exception):
    """Base of what keeps somebody out; ``error_id``, ``status`` and the sentence go to the desktop."""

    error_id = "not-allowed"
    status = 403


class SignInFailedError(SecurityError):
    error_id = "sign-in-failed"
    status = 401


class SignInLockedError(SecurityError):
    error_id = "sign-in-locked"
    status = 429

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"Too many wrong passwords. Try again in {max(1, round(wait_s))} seconds.")
        self.wait_s = wait_s


class NotSignedInError(SecurityError):
    error_id = "not-signed-in"
    status = 401


class NotAllowedError(SecurityError):
    error_id = "not-allowed"
    status = 403
