"""Files on agents' screens stay true: after a change of the customer, and when an agent may see more or less.

In:  changes of customers, leave that begins or ends (from the writer's thread). Out: the files of calls are
read and shown anew, and every open desktop is told whose file it should read again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Protocol

from app.contracts.customers import CustomerFile
from app.contracts.live import CustomerChanged
from app.server.customers.service import CustomerService
from app.server.desk.choosing import ShowsFiles
from app.server.desk.files import CallFiles
from app.server.directory.service import DirectoryService
from app.server.live_port import OpenDesktops
from app.server.security.model import RoleName
from app.server.security.viewing import AGENT_EYES, Eyes
from app.server.storage.errors import StorageError
from app.tasks import Spawner

log = logging.getLogger(__name__)


class Shows(ShowsFiles, Protocol):
    def eyes_changed(self, agent_id: str) -> None:
        """Show her the files at hand as she may see them now."""
        ...


class AgentsEyes:
    """How each agent sees the file of her call. What she sees in full is noted."""

    def __init__(self, customers: CustomerService, directory: DirectoryService) -> None:
        self._customers, self._directory = customers, directory

    def eyes(self, agent_id: str) -> Eyes:
        known = self._directory.user(agent_id)
        if known is None or known.role not in RoleName.__members__:
            return AGENT_EYES
        return self._customers.viewing.eyes_of(agent_id, RoleName(known.role))

    def file(self, agent_id: str, whole: CustomerFile, call_id: str) -> CustomerFile:
        eyes = self.eyes(agent_id)
        whose = whole.customer.customer_id if whole.customer is not None else f"call:{call_id}"
        self._customers.seen_notes.note_soon(eyes, whose)
        return self._customers.seen_file(whole, eyes)

    def number(self, agent_id: str, customer_id: str | None, number: str) -> str:
        return self.eyes(agent_id).of(customer_id).number(number)


class FileNews:
    """One per server. ``start`` on the event loop before anything is told."""

    def __init__(
        self, files: CallFiles, customers: CustomerService, desk: Shows, desktops: OpenDesktops
    ) -> None:
        self._files, self._customers, self._desk, self._desktops = files, customers, desk, desktops
        self._tasks = Spawner("file-news")
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._customers.news.on_change(lambda customer_id: self._later(self._read_again(customer_id)))

    async def close(self) -> None:
        self._loop = None
        await self._tasks.close()

    def leave_changed(self, user_id: str, customer_id: str | None) -> None:
        """She sees more or less of this customer (None: of all) from now on."""
        self._later(self._show_again(user_id, customer_id))

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        loop = self._loop
        if loop is None or loop.is_closed():
            work.close()
            return
        loop.call_soon_threadsafe(self._spawn, work)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        if self._loop is None:
            work.close()
        else:
            self._tasks.spawn(work, "file")

    async def _read_again(self, customer_id: str) -> None:
        for call_id, number in self._files.calls_of(customer_id):
            try:
                _, files = await self._customers.whole_files_of_call(customer_id, number)
            except StorageError as error:
                log.warning("the file of call %s stays as it was: %s", call_id, error)
                continue
            if self._files.at_hand(call_id) is not None:  # the call may be over by now
                self._files.put(call_id, files)
                self._desk.file_chosen(call_id)
        self._desktops.tell_all(CustomerChanged(cursor=0, customer_id=customer_id))

    async def _show_again(self, user_id: str, customer_id: str | None) -> None:
        self._desk.eyes_changed(user_id)
        told = CustomerChanged(cursor=0, customer_id=customer_id or "")
        self._desktops.tell_user(user_id, {"zh": told, "en": told})
