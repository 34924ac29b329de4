"""Rooms of desk work where they meet: customers, tickets, knowledge, notices, and what is done at its time.

In:  the database, the set-up, keys, the way to short messages. Out: one object with their services, for the
API and the desk; ``start`` and ``stop`` once each, on the event loop.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.server.customers.service import CustomerService
from app.server.directory.service import DirectoryService
from app.server.live_port import Desktops, OpenDesktops
from app.server.noticing import NoNotices, Notices
from app.server.notify.model import ShortMessages
from app.server.notify.service import MessageService
from app.server.scheduler.service import Scheduler
from app.server.security.keys import Keys
from app.server.storage.database import Database
from app.server.tickets.service import TicketService
from app.tasks import Spawner


@dataclass(frozen=True, slots=True)
class DeskWorkParts:
    """What the composition gives. ``gateway``: of short messages. ``data``: the folder for files."""

    database: Database
    directory: DirectoryService
    keys: Keys
    data: Path
    gateway: ShortMessages
    on_alarm: Callable[[str, str, bool], None]


class DeskWork:
    """One per server. Each room adds its service here, the ones it needs before it."""

    def __init__(self, parts: DeskWorkParts) -> None:
        database, directory, gateway = parts.database, parts.directory, parts.gateway
        self._tasks = Spawner("desk-work")
        self.desktops = OpenDesktops()
        self.scheduler = Scheduler(database, parts.on_alarm)
        self.messages = MessageService(database, gateway, parts.on_alarm, is_set_up=lambda: gateway.is_set_up)
        self.notices: Notices = NoNotices()
        self.customers = CustomerService(database, directory)
        self.tickets = TicketService(database, directory)

    async def start(self, desk: Desktops) -> None:
        self.desktops.connect(desk)
        self._tasks.spawn(self.messages.send_left(), "send-left-messages")
        self.scheduler.start()

    async def stop(self) -> None:
        self.desktops.disconnect()
        await self.scheduler.close()
        await self._tasks.close()
