"""Sources as the composition sees them: asked at calls, told of changes, messages from them; started and
ended once.
"""

from __future__ import annotations

from app.server.connectors.service import Connectors, OnAlarm
from app.server.connectors.sources.hooks import Hooks, Message
from app.server.connectors.sources.pushes import Pushes
from app.server.connectors.sources.service import Sources
from app.server.connectors.sources.store import CustomerBook
from app.server.storage.database import Database
from app.tasks import Spawner


class SourcesHouse:
    """One per server."""

    def __init__(
        self, database: Database, key: bytes, connectors: Connectors, book: CustomerBook, on_alarm: OnAlarm
    ) -> None:
        self._tasks = Spawner("sources-house")
        self.sources = Sources(database, key, connectors, book, on_alarm)
        self.pushes = Pushes(database, self.sources, on_alarm)
        self._hooks = Hooks(database, key, book)

    async def start(self) -> None:
        """Raises StorageError."""
        await self.sources.load()
        self._tasks.spawn(self.pushes.run(), "push-changes")

    async def take(self, source_id: str, message: Message) -> None:
        """A signed message. Raises HookRefusedError, InvalidValueError, StorageError."""
        await self._hooks.take(source_id, message)

    async def close(self) -> None:
        await self._tasks.close()
        await self.sources.close()
