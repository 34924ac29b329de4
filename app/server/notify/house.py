"""All of the notices' room together: who carries, what is posted, what is read.

In:  database, keys, the ways outside. Out: one object; ``start`` and ``stop`` once each, on the event loop.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime

from app.resources import resource_dir
from app.server.live_port import OpenDesktops
from app.server.notify.courier import Courier
from app.server.notify.keeping import Keeping
from app.server.notify.model import ShortMessages, Web
from app.server.notify.office import Office, OnAlarm
from app.server.notify.posting import Noticing
from app.server.notify.receipts import Receipts
from app.server.notify.service import MessageService
from app.server.notify.texts import NoticeTexts
from app.server.notify.ways import Ways
from app.server.storage.database import Database


class NotifyHouse:
    """One per server. ``key``: what channels' secrets are encrypted with."""

    def __init__(
        self,
        database: Database,
        key: bytes,
        web: Web,
        gateway: ShortMessages | None,
        desktops: OpenDesktops,
        on_alarm: OnAlarm,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        draw: Callable[[], float] = random.random,
    ) -> None:
        self.office = Office(database, key, web, gateway, on_alarm)
        self.courier = Courier(database, self.office, on_alarm, draw, clock)
        self.texts = NoticeTexts(resource_dir() / "notices")
        self.notices = Noticing(self.texts, self.office, desktops, self.courier.wake)
        self.keeping = Keeping(database)
        self.ways = Ways(database, key, web, self.office, self.texts, clock)
        self.receipts = Receipts(database, key, clock)
        self.messages = MessageService(
            database, on_alarm, self.courier.wake, lambda: self.office.takes_texts, clock
        )

    async def start(self) -> None:
        await self.office.load()
        self.courier.start()

    async def follow(self) -> None:
        """Take over what was set up meanwhile. Raises StorageError; then what was known stays."""
        await self.office.load()

    async def stop(self) -> None:
        await self.courier.stop()
        await self.office.close()
