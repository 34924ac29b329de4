"""The door for customers: by number and check code of a ticket, without a sign-in, and not too often.

In:  requests from anywhere. Out: work on their ticket, or the same refusal for whatever was wrong.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.contracts.tickets import TicketProgress
from app.server.api.rooms import utc_now
from app.server.api.tickets import file_response
from app.server.storage.database import Database
from app.server.storage.errors import StorageError
from app.server.storage.tables import Ticket
from app.server.tickets.by_itself_house import TicketHouse
from app.server.tickets.public import TicketUnknownError, clean_number
from app.server.tickets.public_limits import PublicLimits

Result = TypeVar("Result")


class TooManyTriesError(StorageError):
    error_id = "too-many-tries"
    status = 429

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"Too many tries. Please wait {max(1, round(wait_s / 60))} minutes, or ring us.")
        self.wait_s = wait_s


class PublicDoor:
    """``clock``: seconds, only forward."""

    def __init__(
        self, database: Database, house: TicketHouse, clock: Callable[[], float] = monotonic
    ) -> None:
        self._database = database
        self._house = house
        self._clock = clock
        self._limits = PublicLimits()

    async def look(self, request: Request, number: str, code: str, language: str) -> TicketProgress:
        """Raises TicketUnknownError, TooManyTriesError."""
        desk = self._house.desk

        def read(session: Session) -> TicketProgress:
            return desk.progress(session, desk.find(session, number, code), language)

        async with self.guarded(request, number):
            return await self._database.read(read)

    async def act(
        self, request: Request, number: str, code: str, deed: Callable[[Session, Ticket], Result]
    ) -> Result:
        """``deed`` in a write transaction. Raises as ``look``, and what the deed raises."""

        def write(session: Session) -> Result:
            return deed(session, self._house.desk.find(session, number, code))

        async with self.guarded(request, number):
            return await self._database.write(write)

    async def file(self, request: Request, number: str, code: str, file_id: str) -> Response:
        """A file that is meant for the customer, to be saved. Raises as ``look``, and NotFoundError."""
        now = utc_now()
        desk = self._house.desk
        row = await self.act(
            request, number, code, lambda session, ticket: desk.file(session, ticket, file_id, now)
        )
        pieces = await asyncio.to_thread(self._house.attachments.pieces, row.blob_id)
        response = file_response(pieces, row.name, row.media_type, row.size_bytes)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def guarded(self, request: Request, number: str) -> _Guard:
        """Around each look: what was wrong is counted."""
        return _Guard(self, request, number)

    async def enter(self, request: Request, number: str) -> str:
        rules = await self._database.read(lambda _session: self._house.rules.now())
        address = address_of(request, rules.trusted_proxies)
        wait_s = self._limits.asks(address, clean_number(number), self._clock())
        if wait_s > 0:
            raise TooManyTriesError(wait_s)
        return address

    def was_wrong(self, address: str, number: str) -> None:
        self._limits.wrong(address, clean_number(number), self._clock())


class _Guard:
    def __init__(self, door: PublicDoor, request: Request, number: str) -> None:
        self._door = door
        self._request = request
        self._number = number
        self._address = ""

    async def __aenter__(self) -> None:
        self._address = await self._door.enter(self._request, self._number)

    async def __aexit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        if kind is TicketUnknownError:
            self._door.was_wrong(self._address, self._number)


def address_of(request: Request, trusted: tuple[str, ...]) -> str:
    """Where it comes from. A proxy of ours adds the address it saw as the last one (RFC 7239 §7.1 says why
    the others prove nothing). Of IPv6 the network, as each customer has a whole one."""
    peer = request.client.host if request.client else ""
    if peer in trusted:
        seen = [each.strip() for each in request.headers.get("x-forwarded-for", "").split(",")]
        peer = next((each for each in reversed(seen) if each and each not in trusted), peer)
    return ":".join(peer.split(":")[:4]) if peer.count(":") > 1 else peer[:60]
