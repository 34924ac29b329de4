"""Whose turn a ticket is: of the department, with the skill, on shift now, with the fewest open tickets.

In:  who is signed in now, opening hours. Out: a user, or None where nobody is on duty: the ticket then waits
in its department. On shift is who is signed in; where nobody of the department is and its hours say that it
is open, everybody of it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.server.core.waiting.hours import open_by_id
from app.server.directory.service import DirectoryService
from app.server.storage.tables import AgentSkill, Ticket, User
from app.server.storage.tables.tickets import OPEN_KINDS

OnShift = Callable[[], Collection[str]]
"""User ids of who is signed in as an agent now."""

_WORKERS = ("AGENT", "SENIOR")


class Duty:
    """``on_shift`` None: nobody knows who works, and nothing is assigned by itself."""

    def __init__(self, directory: DirectoryService, on_shift: OnShift | None = None) -> None:
        self._directory = directory
        self.on_shift = on_shift

    def pick(
        self,
        session: Session,
        department: str,
        skill: str,
        hours_id: str,
        now: datetime,
        besides: str | None = None,
    ) -> str | None:
        """Inside a transaction. ``besides``: somebody who had it already."""
        if self.on_shift is None or not (department or skill):
            return None
        able = self._able(session, department, skill) - {besides}
        working = able & set(self.on_shift())
        if not working and hours_id and open_by_id(self._directory.plan, hours_id, now):
            working = able
        if not working:
            return None
        load: dict[str | None, tuple[int, int]] = dict.fromkeys(working, (0, 0))
        statement = (
            select(Ticket.assigned_to, func.count(), func.max(Ticket.assigned_at))
            .where(
                Ticket.assigned_to.in_(working),
                Ticket.archived.is_(False),
                Ticket.status_kind.in_(OPEN_KINDS),
            )
            .group_by(Ticket.assigned_to)
        )
        for user_id, count, last_at in session.execute(statement).tuples():
            load[user_id] = (count, round(last_at.timestamp()) if last_at else 0)
        return min(working, key=lambda each: (*load[each], each))

    def _able(self, session: Session, department: str, skill: str) -> set[str | None]:
        statement = select(User.user_id).where(User.disabled.is_(False), User.role.in_(_WORKERS))
        if department:
            statement = statement.where((User.department == department) | (User.department_en == department))
        if skill:
            statement = statement.join(AgentSkill, AgentSkill.user_id == User.user_id).where(
                AgentSkill.skill_id == skill, AgentSkill.level > 0
            )
        return set(session.scalars(statement))


def canonical_department(directory: DirectoryService, name: str) -> str:
    """Departments have a name in each language; tickets keep the first."""
    name = " ".join(name.split())
    for user in directory.users:
        if name and name in (user.department, user.department_en):
            return user.department
    return name
