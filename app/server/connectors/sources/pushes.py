"""Changes of customers made here, on their way to the sources that want them: kept first, told until it
worked.

A source that is asked twice for the same update (a restart between its answer and our note of it) is told the
same values again, which changes nothing; a creation is not repeated where the answer may only have been
lost: then a person is told (state FAILED, why "unsure").
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.connectors.service import OnAlarm
from app.server.connectors.sources import store
from app.server.connectors.sources.model import Source
from app.server.connectors.sources.rest import AskedInVainError
from app.server.connectors.sources.service import Sources
from app.server.storage.database import Database
from app.server.storage.errors import StorageError
from app.server.storage.merged import survivor
from app.server.storage.tables import Customer, CustomerNumber, CustomerSource, SourcePush

log = logging.getLogger(__name__)
PAUSES = tuple(timedelta(seconds=each) for each in (10, 60, 300, 1800, 7200))
LONGEST_S = 10.0
LOOK_EVERY_S = 5.0
MOST_AT_ONCE = 50
ACTOR = "source:"  # who a change comes from that a source told us itself
ALARM = "source-pushes"


def utc_now() -> datetime:
    return datetime.now(UTC)


class Pushes:
    """One per server. ``note`` in the transaction of the change; ``run`` beside everything."""

    def __init__(
        self, database: Database, sources: Sources, on_alarm: OnAlarm, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._database, self._sources, self._on_alarm, self._clock = database, sources, on_alarm, clock

    def note(
        self, session: Session, customer_id: str, fields: Iterable[str], actor: str, now: datetime
    ) -> None:
        """``fields`` changed. A source is not told what it told."""
        changed = set(fields)
        for source in self._sources.all:
            wanted = [each for each in source.pushes if each in changed]
            if not wanted or actor == f"{ACTOR}{source.source_id}":
                continue
            waiting = session.scalars(
                select(SourcePush).where(
                    SourcePush.customer_id == customer_id,
                    SourcePush.source_id == source.source_id,
                    SourcePush.state == "NEW",
                    SourcePush.tries == 0,
                )
            ).first()
            if waiting is not None:
                waiting.fields = sorted({*waiting.fields, *wanted})
                continue
            push = SourcePush(source_id=source.source_id, customer_id=customer_id, fields=wanted, at=now)
            push.state, push.next_at = "NEW", now
            session.add(push)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.send_due()
            except StorageError as error:
                log.warning("changes for sources wait: %s", error)
            await asyncio.sleep(LOOK_EVERY_S)

    async def send_due(self) -> int:
        """How many were tried."""
        now = self._clock()
        due = await self._database.read(lambda session: _due(session, now))
        for push_id, source_id, customer_id, fields in due:
            known = self._sources.reader(source_id)
            if known is None:
                await self._settle(push_id, "no-such-source", final=True)
                continue
            source, reader = known
            external_id, values = await self._database.read(
                lambda session, one=(source_id, customer_id, fields): _values(session, *one)
            )
            if not external_id:
                await self._database.write(lambda session, one=push_id: _begun(session, one))
            try:
                made = await reader.push(external_id, values, LONGEST_S)
            except AskedInVainError as error:
                final = error.why.startswith("http-4") and error.why != "http-429"
                unsure = not external_id and error.why in ("time-out", "connection-broke")
                await self._settle(push_id, "unsure" if unsure else error.why, final or unsure)
                continue
            await self._settle(push_id, "", True, None if external_id else (source, made, customer_id))
        return len(due)

    async def _settle(
        self, push_id: int, why: str, final: bool, made: tuple[Source, str, str] | None = None
    ) -> None:
        now = self._clock()

        def work(session: Session) -> str:
            row = session.get(SourcePush, push_id)
            if row is None:
                return ""
            row.tries, row.why = row.tries + 1, why
            if not why:
                row.state = "SENT"
            elif final or row.tries > len(PAUSES):
                row.state = "FAILED"
            else:
                row.state, row.next_at = "NEW", now + PAUSES[row.tries - 1]
            if made is not None:
                source, external_id, customer_id = made
                link = CustomerSource(source_id=source.source_id, external_id=external_id[:120])
                link.customer_id, link.told, link.fetched_at = customer_id, {}, now
                session.merge(link)
            return row.state

        state = await self._database.write(work)
        if state == "FAILED":
            self._on_alarm(
                ALARM, f"A change of a customer could not be told to its source ({why}); see the list.", False
            )
        elif state == "SENT":
            self._on_alarm(ALARM, "Changes of customers are told to their sources again.", True)


def _begun(session: Session, push_id: int) -> None:
    """He is about to be created there: who is killed from here on does not know, and must not do it twice."""
    row = session.get(SourcePush, push_id)
    if row is not None:
        row.state, row.why = "FAILED", "unsure"


def _due(session: Session, now: datetime) -> list[tuple[int, str, str, list[str]]]:
    """Oldest first; of one customer and source only the first, so that none overtakes another."""
    statement = select(SourcePush).where(SourcePush.state == "NEW", SourcePush.next_at <= now)
    found: dict[tuple[str, str], tuple[int, str, str, list[str]]] = {}
    for row in session.scalars(statement.order_by(SourcePush.push_id).limit(MOST_AT_ONCE)):
        fields = [str(each) for each in row.fields]
        customer = survivor(session, row.customer_id)  # his file may have become part of another
        his_id = customer.customer_id if customer else row.customer_id
        found.setdefault((row.source_id, his_id), (row.push_id, row.source_id, his_id, fields))
    return list(found.values())


def _values(
    session: Session, source_id: str, customer_id: str, fields: list[str]
) -> tuple[str, dict[str, Any]]:
    """Who he is there, and the present values: so an older change never overwrites a newer one."""
    external_id = store.external_id(session, source_id, customer_id)
    customer = session.get(Customer, customer_id)
    if customer is None:
        return external_id, {}
    wanted = fields if external_id else ["name", "numbers", "email", "address", "level", "region", "tags"]
    values: dict[str, Any] = {}
    for name in wanted:
        if name == "numbers":
            holds = select(CustomerNumber.e164).where(CustomerNumber.customer_id == customer_id)
            values[name] = list(session.scalars(holds.order_by(CustomerNumber.position)))
        else:
            values[name] = getattr(customer, name)
    return external_id, values
