"""Work with many customers, as one: what people ask for, and what goes on by itself in the background.

In:  the parts of the house. Out: segments, rules, imports, exports, duplicates, merges; between ``start`` and
``close`` the background goes on, ``nightly`` is done once a night.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from typing import Final

from app.server.customers.duplicates import Duplicates
from app.server.customers.exporting import Exporting
from app.server.customers.import_carrying import ImportCarrying
from app.server.customers.importing import Importing
from app.server.customers.merging import Merging
from app.server.customers.segments import Segments
from app.server.customers.tag_rules import TagRules
from app.server.customers.work_parts import WorkParts
from app.server.storage.errors import StorageError
from app.server.storage.merged import follow_merges
from app.tasks import Spawner

log = logging.getLogger(__name__)

LOOK_EVERY_S: Final = 1.0
AFTER_TROUBLE_S: Final = 5.0
BREATH_S: Final = 0.02  # between portions: calls write too


class CustomerWork:
    """One per server."""

    def __init__(self, parts: WorkParts) -> None:
        self.parts = parts
        self.segments = Segments(parts)
        self.tag_rules = TagRules(parts)
        self.importing = Importing(parts)
        self.exporting = Exporting(parts, self.segments)
        self.duplicates = Duplicates(parts)
        self.merging = Merging(parts)
        self._carrying = ImportCarrying(parts)
        self._tasks = Spawner("customer-work")

    def start(self) -> None:
        self._tasks.spawn(self._run(), "run")

    async def close(self) -> None:
        """What is being written is finished by the database's thread."""
        await self._tasks.close()

    async def _run(self) -> None:
        while True:
            try:
                worked = await self.step()
            except StorageError as error:
                log.warning("work with customers: %s", error)
                await asyncio.sleep(AFTER_TROUBLE_S)
                continue
            await asyncio.sleep(BREATH_S if worked else LOOK_EVERY_S)

    async def step(self) -> bool:
        """A portion of each kind of work; False where there was none."""
        worked = await self._carrying.step()
        touched = await self.tag_rules.look_at_touched()
        await self.duplicates.look_at(touched)
        worked = await self.tag_rules.run_next() or worked
        worked = await self.segments.count_next() or worked
        return worked or bool(touched)

    async def nightly(self, now: datetime) -> None:
        """Rules and duplicates of everybody, counts, and what is to be forgotten. Bears being done again."""
        await self.parts.database.write(follow_merges)
        await self.tag_rules.run_all()
        await self.duplicates.look_at_all()
        await self.segments.count_all()
        await self.importing.purge(now)
        await self.merging.purge(now)
