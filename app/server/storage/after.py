"""What follows a write transaction once it is on the disk: people are told, a worker is woken.

In:  work that a room asks for inside its transaction. Out: it is called once after the commit, in the thread
of the writer, so it only hands over; after a roll-back it is forgotten.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from app.server.storage.revision import WriteSession

log = logging.getLogger(__name__)
_WORK: Final = "after_commit"


def after_commit(session: Session, work: Callable[[], None], once: str = "") -> None:
    """``once``: of those with the same word in a transaction only the first is called."""
    waiting: dict[object, Callable[[], None]] = session.info.setdefault(_WORK, {})
    waiting.setdefault(once or object(), work)


@event.listens_for(WriteSession, "after_commit")
def _committed(session: Session) -> None:
    if session.in_nested_transaction():  # of a savepoint: nothing is on the disk yet
        return
    for work in session.info.pop(_WORK, {}).values():
        try:
            work()
        except Exception:  # the transaction stands, whatever becomes of the word about it
            log.exception("what follows a write failed")


@event.listens_for(WriteSession, "after_soft_rollback")
def _rolled_back(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_WORK, None)
