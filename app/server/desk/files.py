"""Customers' files of calls that are under way, read once as the call arrives, so that a pop never waits.

In:  call ids and numbers. Out: the file at once where it is known, else as soon as it is read.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Literal

from app.contracts.customers import CustomerFile

log = logging.getLogger(__name__)
Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
ReadFile = Callable[[str, Language], Awaitable[CustomerFile]]  # caller's number → file (masked)
Mask = Callable[[str], str]


class CallFiles:
    """One file a call and language, from the call's arrival to the end of its wrap-up."""

    def __init__(self, read: ReadFile, mask: Mask) -> None:
        self._read = read
        self._mask = mask
        self._files: dict[tuple[str, Language], CustomerFile] = {}

    async def load(self, call_id: str, number: str) -> CustomerFile:
        """Read the file and keep it. A database in trouble must not cost the pop: then only the number."""
        try:
            first = await self._read(number, LANGUAGES[0])
            others = LANGUAGES[1:]
            if first.customer is None:  # nothing about a stranger is written in a language
                files = [first for _ in LANGUAGES]
            else:
                files = [first, *await asyncio.gather(*(self._read(number, each) for each in others))]
        except Exception:  # whatever it is, the agent still gets her call
            log.exception("no customer file for call %s", call_id)
            return self.bare(number)
        for language, file in zip(LANGUAGES, files, strict=True):
            self._files[call_id, language] = file
        return files[0]

    def at_hand(self, call_id: str, language: Language = "zh") -> CustomerFile | None:
        return self._files.get((call_id, language))

    def put(self, call_id: str, files: Mapping[Language, CustomerFile]) -> None:
        """Somebody knows better who calls."""
        for language, file in files.items():
            self._files[call_id, language] = file

    def bare(self, number: str) -> CustomerFile:
        """All that is known before the file is read."""
        return CustomerFile(customer=None, number=self._mask(number))

    def drop(self, call_id: str) -> None:
        for language in LANGUAGES:
            self._files.pop((call_id, language), None)
