"""Who may see and change which tickets.

Everybody opens any ticket by its id or number, since any customer may ring anybody. Lists show agents what is
theirs and their department's, and leads everything. Changing is for whom it belongs to: assigned to her, made
by her, in her department or nobody's; and for leads. Auditors and quality only read.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_

from app.server.directory.service import DirectoryService
from app.server.security.model import NotAllowedError, Right, RoleName, SignedInUser
from app.server.storage.tables import Ticket

_READ_ONLY = (RoleName.QUALITY, RoleName.AUDITOR)


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, and where she works. ``departments``: its name in both languages."""

    user: SignedInUser
    departments: tuple[str, ...] = ()

    @property
    def leads(self) -> bool:
        return self.user.may(Right.LEAD_TICKETS)

    @property
    def sees_all(self) -> bool:
        return self.leads or self.user.role in _READ_ONLY

    @property
    def places(self) -> tuple[str, ...]:
        """Whose tickets her lists show besides her own: her department's, and those of none."""
        return (*self.departments, "")

    def may_change(self, ticket: Ticket) -> bool:
        if self.user.role in _READ_ONLY:
            return False
        mine = self.user.user_id in (ticket.assigned_to, ticket.created_by)
        return mine or self.leads or not ticket.department or ticket.department in self.departments

    def check_change(self, ticket: Ticket) -> None:
        """Raises NotAllowedError."""
        self.check_write()
        if not self.may_change(ticket):
            raise NotAllowedError("This ticket belongs to another department.")

    def may_detach(self, ticket: Ticket, attached_by: str) -> bool:
        """Remove a file: who attached it, and leads."""
        mine = self.leads or attached_by == self.user.user_id
        return mine and self.may_change(ticket) and not ticket.archived

    def check_write(self) -> None:
        """May she do anything at all with tickets? Raises NotAllowedError."""
        if self.user.role in _READ_ONLY:
            raise NotAllowedError("Your role reads tickets only.")

    def check_lead(self) -> None:
        if not self.leads:
            raise NotAllowedError("This is for supervisors.")

    def check_set_up(self) -> None:
        if not self.user.may(Right.SET_UP_TICKETS):
            raise NotAllowedError("This is for administrators.")

    def in_lists(self, *, by_index: bool = True) -> ColumnElement[bool] | None:
        """What her lists show; None: everything. ``by_index`` false: few tickets are looked at anyway."""
        if self.sees_all:
            return None
        columns = (Ticket.department, Ticket.assigned_to, Ticket.created_by)
        department, assigned_to, created_by = columns if by_index else (func.coalesce(c, "") for c in columns)
        me = self.user.user_id
        return or_(department.in_(self.places), assigned_to == me, created_by == me)


def person_of(directory: DirectoryService, user: SignedInUser) -> Person:
    names = (directory.department_in(user.user_id, language) for language in ("zh", "en"))
    return Person(user, tuple(dict.fromkeys(name for name in names if name)))
