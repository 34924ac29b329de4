"""What tickets do without anybody, put together: clocks, reminders, word of what happened, tickets that make
themselves, their end, and what comes from outside.

In:  the service of tickets, the scheduler, notices. Out: hooks on each change, timers, work of the night, and
``desk`` and ``inbox`` for the API.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.server.core.waiting.plan import Hours
from app.server.directory.service import DirectoryService
from app.server.noticing import Notices
from app.server.scheduler.service import Scheduler
from app.server.security.attachments import AttachmentStore
from app.server.storage.database import Database
from app.server.storage.errors import StorageBusyError
from app.server.storage.meta import get_meta, set_meta
from app.server.storage.tables import Ticket, TicketClockRow
from app.server.tickets.archive import TicketArchive
from app.server.tickets.by_itself import TicketsByItself
from app.server.tickets.by_itself_inbox import TicketInbox
from app.server.tickets.by_itself_ledger import LedgerFollower
from app.server.tickets.by_itself_rules import TicketRules, load_rules
from app.server.tickets.clocks_kept import TicketClocks
from app.server.tickets.clocks_told import TicketReminders
from app.server.tickets.public import TicketDesk
from app.server.tickets.service import TicketService
from app.server.tickets.told import TicketNews
from app.tasks import Spawner

log = logging.getLogger(__name__)
RULES_KEPT_S: Final = 10.0
ADOPT_AT_ONCE: Final = 50
ADOPT_AGAIN_S: Final = 5.0  # after the database was locked
_ADOPTED: Final = "ticket_clocks_adopted"  # key in table ``meta``: the last ticket id that was looked at


class KeptRules:
    """The company's rules, read again after a while. Safe to be asked from several threads; blocking."""

    def __init__(self, database: Database, clock: Callable[[], float] = monotonic) -> None:
        self._database = database
        self._clock = clock
        self._kept: tuple[float, TicketRules] | None = None

    def now(self) -> TicketRules:
        kept = self._kept
        if kept is not None and self._clock() - kept[0] < RULES_KEPT_S:
            return kept[1]
        rules = self._database.read_now(load_rules)
        self._kept = (self._clock(), rules)
        return rules

    def page_url(self, number: str, code: str) -> str:
        return self.now().page_url(number, code)


class TicketHouse:
    """One per server. ``start`` and ``close`` once each, on the event loop."""

    def __init__(
        self,
        database: Database,
        directory: DirectoryService,
        scheduler: Scheduler,
        notices: Notices,
        tickets: TicketService,
        rules: KeptRules,
        attachments: AttachmentStore,
    ) -> None:
        def hours_of(hours_id: str) -> Hours | None:
            return directory.plan.hours.get(hours_id)

        self._database = database
        self._tasks = Spawner("tickets-by-themselves")
        changes = tickets.changes
        self.rules = rules
        self.clocks = TicketClocks(scheduler, tickets.types, hours_of)
        self.news = TicketNews(notices, tickets.types, directory, rules.page_url)
        self.reminders = TicketReminders(scheduler, self.clocks, self.news, notices, directory, hours_of)
        self.attachments = attachments
        self.archive = TicketArchive(database, scheduler, changes, attachments.remove)
        self.by_itself = TicketsByItself(scheduler, changes, directory)
        self.follower = LedgerFollower(database, self.by_itself)
        self.desk = TicketDesk(tickets.types, changes)
        self.inbox = TicketInbox(changes, tickets.talk.attach_now)
        self.changes = changes
        tickets.clocks = self.clocks
        for hook in (self.clocks.on_change, self.archive.on_change, self.news.on_change):
            tickets.on_change(hook)
        scheduler.every_night("old-tickets", self.archive.delete_old)

    def start(self) -> None:
        self._tasks.spawn(self.adopt_old(), "adopt-old")
        self._tasks.spawn(self.follower.run(), "follow-ledger")

    async def close(self) -> None:
        await self._tasks.close()

    async def adopt_old(self) -> int:
        """Open tickets from before there were clocks get theirs, a few at a time."""
        count, more = 0, True
        while more:
            try:
                found, more = await self._database.write(self._adopt_some)
            except StorageBusyError:
                await asyncio.sleep(ADOPT_AGAIN_S)
                continue
            count += found
        if count:
            log.info("%d open tickets got their clocks", count)
        return count

    def _adopt_some(self, session: Session) -> tuple[int, bool]:
        """How many got theirs, and whether there may be more."""
        after = get_meta(session, _ADOPTED) or ""
        if after == "all":
            return 0, False
        clock = exists(select(TicketClockRow.kind).where(TicketClockRow.ticket_id == Ticket.ticket_id))
        rows = session.scalars(
            select(Ticket)
            .where(
                Ticket.ticket_id > after,
                Ticket.archived.is_(False),
                Ticket.due_at.is_not(None),
                Ticket.status_kind.in_(("NEW", "OPEN", "WAITING")),
                ~clock,
            )
            .order_by(Ticket.ticket_id)
            .limit(ADOPT_AT_ONCE)
        ).all()
        now = datetime.now(UTC)
        for ticket in rows:
            self.clocks.adopt(session, ticket, now)
        set_meta(session, _ADOPTED, rows[-1].ticket_id if rows else "all")
        return len(rows), bool(rows)
