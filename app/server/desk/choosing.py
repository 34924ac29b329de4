"""Which of several customers with one number calls: the agent says so, and every desk shows his file.

In:  a call, a customer. Out: the core, the ledger and the screens know it from then on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.contracts.customers import CustomerFile
from app.server.calls.service import CallService
from app.server.core.events import CallerIdentified
from app.server.core.facts import CallerKnown
from app.server.core.house import House
from app.server.core.talk_events import line_of
from app.server.customers.service import CustomerService
from app.server.desk.files import CallFiles, Language
from app.server.security.model import SignedInUser


class ShowsFiles(Protocol):
    """The desk."""

    def file_chosen(self, call_id: str) -> None:
        """Show the file that is at hand now, wherever this call is on a screen."""
        ...


class CustomerChoosing:
    """One per server. ``feed`` an event to the switchboard, ``keep`` a fact of a call that has ended."""

    def __init__(
        self,
        house: House,
        feed: Callable[[CallerIdentified], None],
        keep: Callable[[CallerKnown], None],
        files: CallFiles,
        customers: CustomerService,
        calls: CallService,
        desk: ShowsFiles,
    ) -> None:
        self._house = house
        self._feed = feed
        self._keep = keep
        self._files = files
        self._customers = customers
        self._calls = calls
        self._desk = desk

    async def choose(
        self, user: SignedInUser, call_id: str, customer_id: str, language: Language
    ) -> CustomerFile:
        """Raises NotFoundError, NotYourCallError."""
        call = self._house.calls.get(call_id)
        if call is None or line_of(call, user.user_id) is None:
            await self._calls.get(user, call_id)  # one of hers that has ended, or a supervisor's
        number = call.customer_number if call else await self._customers.number_of_call(call_id)
        level, made = await self._customers.whole_files_of_call(customer_id, number)
        if (chosen := made[language].customer) is not None:  # his file may have become part of another
            customer_id = chosen.customer_id
        call = self._house.calls.get(call_id)
        if call is None:
            self._keep(CallerKnown(call_id, customer_id, level))
        else:
            self._feed(
                CallerIdentified(
                    call_id=call_id,
                    customer_id=customer_id,
                    level=level,
                    region=call.region,
                    dedicated_agent_id=call.dedicated_agent_id,
                    last_agent_id=call.last_agent_id,
                    last_agent_at=call.last_agent_at,
                    language=call.language,
                )
            )
        if call is not None or self._files.at_hand(call_id) is not None:
            self._files.put(call_id, made)
            self._desk.file_chosen(call_id)
        return self._customers.seen_file(made[language], self._customers.viewing.eyes(user))
