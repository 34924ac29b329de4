"""Customers' files of calls that are under way, read once as the call arrives, so that a pop never waits.

In:  call ids and numbers. Out: the file at once where it is known, else as soon as it is read; to each agent
as she may see it at that moment.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Literal, Protocol

from app.contracts.customers import CustomerFile
from app.server.customers.own_fields import FieldRules
from app.server.customers.views import seen_file
from app.server.security.viewing import AGENT_EYES

log = logging.getLogger(__name__)
Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
ReadFile = Callable[[str, Language], Awaitable[CustomerFile]]  # caller's number → file, nothing masked


class Sees(Protocol):
    """How each agent ("": any) sees customers at this moment."""

    def file(self, agent_id: str, whole: CustomerFile, call_id: str) -> CustomerFile: ...

    def number(self, agent_id: str, customer_id: str | None, number: str) -> str: ...


class AsAnyAgent:
    """Nobody has leave."""

    def file(self, agent_id: str, whole: CustomerFile, call_id: str) -> CustomerFile:
        return seen_file(whole, AGENT_EYES, FieldRules())

    def number(self, agent_id: str, customer_id: str | None, number: str) -> str:
        return AGENT_EYES.number(number)


class CallFiles:
    """One file a call and language, from the call's arrival to the end of its wrap-up."""

    def __init__(self, read: ReadFile, sees: Sees | None = None) -> None:
        self._read = read
        self._sees = sees or AsAnyAgent()
        self._whole: dict[tuple[str, Language], CustomerFile] = {}

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
            self._whole[call_id, language] = file
        return self._sees.file("", files[0], call_id)

    def at_hand(self, call_id: str, language: Language = "zh", agent_id: str = "") -> CustomerFile | None:
        """As this agent sees it now; without one as any agent does."""
        whole = self._whole.get((call_id, language))
        return self._sees.file(agent_id, whole, call_id) if whole is not None else None

    def put(self, call_id: str, files: Mapping[Language, CustomerFile]) -> None:
        """Somebody knows better who calls. Nothing is masked in these."""
        for language, file in files.items():
            self._whole[call_id, language] = file

    def calls_of(self, customer_id: str) -> list[tuple[str, str]]:
        """(call, number in full) of each call whose file is this customer's."""
        return [
            (call_id, file.number)
            for (call_id, language), file in self._whole.items()
            if language == LANGUAGES[0] and file.customer and file.customer.customer_id == customer_id
        ]

    def bare(self, number: str, agent_id: str = "") -> CustomerFile:
        """All that is known before the file is read."""
        return CustomerFile(customer=None, number=self.number(agent_id, None, number))

    def number(self, agent_id: str, customer_id: str | None, number: str) -> str:
        """Of a party to a call, as this agent sees it now."""
        return self._sees.number(agent_id, customer_id, number)

    def drop(self, call_id: str) -> None:
        for language in LANGUAGES:
            self._whole.pop((call_id, language), None)
