"""Makes the views of the ledger anew, for each call that it tells of; ``seatline admin views rebuild``.

In:  a database that no server uses now. Out: the same tables as if they had been written by this program from
the first day on. What people entered stays (results of calls, notes on messages), so do recordings and calls
that the ledger does not know (those of the sample).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, delete, select

from app.server.calls.projection import project
from app.server.security.keys import Keys
from app.server.storage.database import Database
from app.server.storage.facts_codec import FactUnreadableError, decode_fact
from app.server.storage.ledger import Kept
from app.server.storage.merged import follow_merges
from app.server.storage.tables import (
    Base,
    Call,
    CallbackRow,
    CallParty,
    CallQuality,
    CallTransfer,
    FlowRunRow,
    FlowVisit,
    LedgerRow,
    MissedRing,
    OfferRow,
    QueueEntry,
    SurveyAnswerRow,
    WaitAnnouncement,
)

BATCH: Final = 2000
VIEWS: Final[tuple[type[Base], ...]] = (
    CallParty,
    CallTransfer,
    CallQuality,
    QueueEntry,
    WaitAnnouncement,
    OfferRow,
    MissedRing,
    FlowVisit,
    FlowRunRow,
    SurveyAnswerRow,
)


def rebuild(database: Database) -> tuple[int, int]:
    """Blocking; all in one transaction. (facts read, facts that nobody understands)."""
    with database.connection() as connection:
        told = select(LedgerRow.call_id).where(LedgerRow.kind == "CallArrived")
        for table in (*VIEWS, Call):
            column: Any = getattr(table, "call_id")  # noqa: B009  all of them have it
            connection.execute(delete(table).where(column.in_(told)))
        connection.execute(delete(CallbackRow))
        count = unread = 0
        for batch, lost in _batches(connection):
            project(connection, batch)
            count, unread = count + len(batch), unread + lost
        follow_merges(connection)
    return count, unread


def _batches(connection: Connection) -> Iterator[tuple[list[Kept], int]]:
    """Facts in order, and how many of each batch are unreadable."""
    after = -1
    while True:
        columns = (LedgerRow.seq, LedgerRow.at, LedgerRow.kind, LedgerRow.payload)
        statement = select(*columns).where(LedgerRow.seq > after).order_by(LedgerRow.seq).limit(BATCH)
        rows = connection.execute(statement).tuples().all()
        if not rows:
            return
        batch: list[Kept] = []
        for seq, at, kind, payload in rows:
            try:
                batch.append(Kept(seq, at, decode_fact(kind, payload)))
            except FactUnreadableError:
                continue
        yield batch, len(rows) - len(batch)
        after = rows[-1][0]


def _act(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    count, unread = rebuild(database)
    lost = f"; {unread} facts are of another version and were left out" if unread else ""
    print(f"Call records and what hangs on them are made anew from {count} facts{lost}.")  # noqa: T201


def add_rebuild(acts: Any) -> None:
    """Add ``views rebuild`` to the acts of ``seatline admin``."""
    views = acts.add_parser("views", help="call records and what else is made from the ledger")
    kinds = views.add_subparsers(required=True, metavar="DO")
    kinds.add_parser("rebuild", help="make them anew; stop the server first").set_defaults(act=_act)
