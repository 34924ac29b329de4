"""Customers' files of calls that are under way, read once as the call arrives, so that a pop never waits.

In:  call ids and numbers. Out: the file at once where it is known, else as soon as it is read.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from app.contracts.customers import CustomerFile

log = logging.getLogger(__name__)
ReadFile = Callable[[str], Awaitable[CustomerFile]]  # caller's number → file (masked)
Mask = Callable[[str], str]


class CallFiles:
    """One file a call, from its arrival to the end of its wrap-up."""

    def __init__(self, read: ReadFile, mask: Mask) -> None:
        self._read = read
        self._mask = mask
        self._files: dict[str, CustomerFile] = {}

    async def load(self, call_id: str, number: str) -> CustomerFile:
        """Read the file and keep it. A database in trouble must not cost the pop: then only the number."""
        try:
            file = await self._read(number)
        except Exception:  # whatever it is, the agent still gets her call
            log.exception("no customer file for call %s", call_id)
            return self.bare(number)
        self._files[call_id] = file
        return file

    def at_hand(self, call_id: str) -> CustomerFile | None:
        return self._files.get(call_id)

    def bare(self, number: str) -> CustomerFile:
        """All that is known before the file is read."""
        return CustomerFile(customer=None, number=self._mask(number))

    def put(self, call_id: str, file: CustomerFile) -> None:
        self._files[call_id] = file

    def drop(self, call_id: str) -> None:
        self._files.pop(call_id, None)
