"""Rooms of desk work where they meet: customers, tickets, knowledge, notices, and what is done at its time.

In:  the database, the set-up, keys, the way to short messages. Out: one object with their services, for the
API and the desk; ``start`` and ``stop`` once each, on the event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.server.customers.access import AccessService
from app.server.customers.service import CustomerService
from app.server.customers.work import CustomerWork
from app.server.customers.work_parts import WorkParts
from app.server.directory.service import DirectoryService
from app.server.knowledge.files import known_files
from app.server.knowledge.house import KnowledgeHouse
from app.server.live_port import Desktops, OpenDesktops
from app.server.noticing import Notices
from app.server.notify.house import NotifyHouse
from app.server.notify.model import ShortMessages
from app.server.outside_web import OutsideWeb
from app.server.scheduler.service import Scheduler
from app.server.security.attachments import AttachmentStore, CommandScan
from app.server.security.keys import Keys
from app.server.security.viewing import Viewing
from app.server.storage.database import Database
from app.server.tickets.by_itself_house import KeptRules, TicketHouse
from app.server.tickets.service import TicketService, known_blobs


@dataclass(frozen=True, slots=True)
class DeskWorkParts:
    """What the composition gives. ``gateway``: of short messages. ``data``: the folder for files.
    ``scan_command``: reads attached files and may refuse them."""

    database: Database
    directory: DirectoryService
    keys: Keys
    data: Path
    gateway: ShortMessages
    on_alarm: Callable[[str, str, bool], None]
    scan_command: str = ""


class DeskWork:
    """One per server. Each room adds its service here, the ones it needs before it."""

    def __init__(self, parts: DeskWorkParts) -> None:
        database, directory = parts.database, parts.directory
        self.desktops = OpenDesktops()
        self.scheduler = Scheduler(database, parts.on_alarm)
        self._web = OutsideWeb()
        self.notify = NotifyHouse(
            database, parts.keys.phones, self._web, parts.gateway, self.desktops, parts.on_alarm
        )
        self.messages = self.notify.messages
        self.scheduler.every_night("notices", self.notify.keeping.tidy)
        self.notices: Notices = self.notify.notices
        scan = CommandScan(parts.scan_command) if parts.scan_command else None
        self.attachments = AttachmentStore(parts.data, parts.keys.attachments, scan)
        self.viewing = Viewing(database)
        self.customers = CustomerService(database, directory, self.viewing)
        self.access = AccessService(database, directory, self.viewing, self.notices, self.scheduler)
        self.customer_work = CustomerWork(
            WorkParts(database, directory, self.viewing, self.notices, news=self.customers.news)
        )
        self.scheduler.every_night("customer-work", self.customer_work.nightly)
        ticket_rules = KeptRules(database)
        self.tickets = TicketService(
            database,
            directory,
            self.viewing,
            self.notices,
            self.attachments,
            self.desktops,
            ticket_rules.page_url,
        )
        self.ticket_house = TicketHouse(
            database, directory, self.scheduler, self.notices, self.tickets, ticket_rules, self.attachments
        )
        self.knowledge = KnowledgeHouse(database, directory, self.notices, self.attachments, parts.data)
        self._database = database
        self.scheduler.every_night("attachments", self._sweep_attachments)

    async def start(self, desk: Desktops) -> None:
        self.desktops.connect(desk)
        await self.viewing.load()
        await self.notify.start()
        self.scheduler.start()
        self.knowledge.start()
        self.customer_work.start()
        self.tickets.start()
        self.ticket_house.start()

    async def follow(self) -> None:
        """What was changed from the command line is taken over. Raises StorageError; then all stays."""
        await self.notify.follow()

    async def _sweep_attachments(self, _now: datetime) -> None:
        """Files that a crash left behind, which no room knows of."""

        def known(blob_ids: Collection[str]) -> set[str]:
            return self._database.read_now(
                lambda session: {*known_blobs(session, blob_ids), *known_files(session, blob_ids)}
            )

        await asyncio.to_thread(self.attachments.sweep, known)

    async def stop(self) -> None:
        self.desktops.disconnect()
        await self.scheduler.close()
        await self.customer_work.close()
        await self.ticket_house.close()
        await self.tickets.close()
        await self.customers.seen_notes.close()
        await self.knowledge.close()
        await self.notify.stop()
        await self._web.close()
