"""A caller's file with what the company's systems know of him, without ever holding up the pop.

Somebody we know pops with our own file at once; somebody we do not know may be waited for as long as the
sources allow (300 ms). What comes later is filled in where the file is shown.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from app.server.connectors.sources.service import Asked, Sources
from app.server.core.events import CallerIdentified
from app.server.core.house import House
from app.server.customers.callers import CallerService
from app.server.desk.choosing import ShowsFiles
from app.server.desk.files import CallFiles
from app.tasks import Spawner

log = logging.getLogger(__name__)


class SourceFiles:
    """One per server."""

    def __init__(
        self,
        house: House,
        feed: Callable[[CallerIdentified], None],
        files: CallFiles,
        callers: CallerService,
        sources: Sources,
        desk: ShowsFiles,
    ) -> None:
        self._house, self._feed = house, feed
        self._files, self._callers, self._sources = files, callers, sources
        self._desk = desk
        self._tasks = Spawner("source-files")

    async def identify(self, call_id: str, number: str) -> CallerIdentified | None:
        asking = self._sources.asking(number) if number else None
        found, file = await asyncio.gather(
            self._callers.identify(call_id, number), self._files.load(call_id, number)
        )
        if asking is None:
            return found
        if file.customer is None:
            await asyncio.wait({asking}, timeout=self._sources.pop_s)
        if not asking.done():
            if file.customer is None:
                self._tasks.spawn(self._fill_in(call_id, number, asking), "late-source")
        elif _answer(asking).changed:
            found, _ = await asyncio.gather(
                self._callers.identify(call_id, number), self._files.load(call_id, number)
            )
        return found

    async def close(self) -> None:
        await self._tasks.close()

    async def _fill_in(self, call_id: str, number: str, asking: asyncio.Task[Asked]) -> None:
        """Now it is known who calls. The file of somebody known is shown anew by whoever changed it."""
        await asyncio.wait({asking})
        if _answer(asking).customer_id is None or self._files.at_hand(call_id) is None:
            return  # nobody's, or the call is over and written up
        file = await self._files.load(call_id, number)
        found = await self._callers.identify(call_id, number)
        if file.customer is None or found is None:
            return
        if call_id in self._house.calls:
            self._feed(found)
        self._desk.file_chosen(call_id)


def _answer(asking: asyncio.Task[Asked]) -> Asked:
    """Nothing where it was ended."""
    return Asked() if asking.cancelled() or asking.exception() else asking.result()
