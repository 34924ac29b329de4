"""A number that rises with each change of the set-up, so that a running server reads it again only then.

In:  what a ``WriteSession`` writes. Out: the number, in table ``meta``, raised in the same transaction; who
changes a table of the set-up need not think of it.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import event, select
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql.dml import UpdateBase

from app.server.storage import tables
from app.server.storage import ticket_words as _  # noqa: F401  its hooks keep what tickets are found by
from app.server.storage.meta import set_meta

REVISION: Final = "set_up_revision"  # key in table ``meta``
SET_UP: Final = frozenset(
    table.__tablename__
    for table in (
        tables.User,
        tables.Phone,
        tables.Skill,
        tables.AgentSkill,
        tables.Queue,
        tables.QueueMember,
        tables.Flow,
        tables.Number,
        tables.HoursRow,
        tables.LabelRow,
        tables.SavedNumber,
        tables.CallerNumberRow,
        tables.CallerRuleRow,
    )
)
_CHANGED: Final = "set_up_changed"


class WriteSession(Session):
    """The session of a transaction that writes; what it changes of the set-up is noticed."""


def read_revision(session: Session) -> int:
    return int(session.scalar(select(tables.MetaRow.value).where(tables.MetaRow.key == REVISION)) or 0)


@event.listens_for(WriteSession, "after_flush")
def _flushed(session: Session, _context: Any) -> None:
    if any(_is_set_up(row) for row in (*session.new, *session.dirty, *session.deleted)):
        session.info[_CHANGED] = True


@event.listens_for(WriteSession, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    statement = state.statement
    if isinstance(statement, UpdateBase) and getattr(statement.table, "name", "") in SET_UP:
        state.session.info[_CHANGED] = True


@event.listens_for(WriteSession, "before_commit")
def _commits(session: Session) -> None:
    session.flush()
    if session.info.pop(_CHANGED, False):
        set_meta(session, REVISION, str(read_revision(session) + 1))


def _is_set_up(row: object) -> bool:
    return getattr(row, "__tablename__", "") in SET_UP
