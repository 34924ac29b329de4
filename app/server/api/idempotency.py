"""The same write sent twice has one effect: the desktop may send again whatever was not confirmed.

In:  a write with its ``Idempotency-Key`` and what it does.
Out: the answer; the second time the stored one. The same key with another request is a conflict.
What changes only the database is done and remembered in one transaction, so even a crash between the
two cannot double it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from pydantic import BaseModel
from sqlalchemy import delete
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.server.security.model import SignedInUser
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, StorageError
from app.server.storage.tables import IdempotencyRow

LONGEST_KEY = 128
_PIECE_BYTES = 256 * 1024
MOST_IN_MEMORY = 10_000
KEEP_FOR = timedelta(days=14)  # longer than a desktop may be away with something in its outbox


class IdempotencyConflictError(StorageError):
    error_id = "idempotency-conflict"
    status = 409
    sentence = "This Idempotency-Key was used for another request. Use a new key for each new request."


@dataclass(frozen=True, slots=True)
class Write:
    """One write as it came in. ``key`` "": the sender does not care."""

    user_id: str
    key: str
    method: str
    path: str
    body_hash: str


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: str

    def response(self) -> Response:
        return Response(self.body or None, self.status, media_type="application/json" if self.body else None)


async def write_of(request: Request, user: SignedInUser) -> Write:
    """Raises InvalidValueError for an unusable key."""
    body_hash = hashlib.sha256(await request.body()).hexdigest()
    return Write(user.user_id, _key_of(request), request.method, request.url.path[:255], body_hash)


async def write_of_file(request: Request, user: SignedInUser, file: BinaryIO) -> Write:
    """Of a request whose body is a form with this file. Raises InvalidValueError for an unusable key."""
    key = _key_of(request)
    digest = await asyncio.to_thread(_digest, file)
    return Write(user.user_id, key, request.method, request.url.path[:255], digest)


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := file.read(_PIECE_BYTES):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def _key_of(request: Request) -> str:
    key = request.headers.get("idempotency-key", "")
    if len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise InvalidValueError(
            f"The Idempotency-Key may have up to {LONGEST_KEY} printable ASCII characters."
        )
    return key


class Idempotency:
    """One per server."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._running: defaultdict[tuple[str, str], asyncio.Lock] = defaultdict(asyncio.Lock)
        self._done: dict[tuple[str, str], tuple[Write, Answer]] = {}
        self._count = 0

    async def in_database(
        self, write: Write, effect: Callable[[Session], BaseModel], status: int = 200
    ) -> Response:
        """``effect`` changes only the database; it runs once, in the transaction that remembers it."""

        def work(session: Session) -> Answer:
            if (known := _known(session, write)) is not None:
                return known
            answer = Answer(status, effect(session).model_dump_json())
            self._remember(session, write, answer)
            return answer

        return (await self._database.write(work)).response()

    async def answered(self, write: Write) -> Response | None:
        """The answer where this was done before: whoever has much to do for it asks first."""
        known = await self._database.read(lambda session: _known(session, write))
        return known.response() if known is not None else None

    async def outside(
        self, write: Write, effect: Callable[[], Awaitable[BaseModel | None]], status: int = 200
    ) -> Response:
        """``effect`` does something with a live call or state; two at the same moment wait for each other.

        Remembered in memory only: a call can be hung up with the disk full, and after a restart no call is
        left to which the wish could apply.
        """
        if not write.key:
            return _answer(await effect(), status).response()
        name = (write.user_id, write.key)
        lock = self._running[name]
        try:
            async with lock:
                if (done := self._done.get(name)) is not None:
                    before, answer = done
                    if before != write:
                        raise IdempotencyConflictError
                    return answer.response()
                answer = _answer(await effect(), status)
                self._done[name] = (write, answer)
                if len(self._done) > MOST_IN_MEMORY:
                    del self._done[next(iter(self._done))]
                return answer.response()
        finally:
            if not lock.locked():
                self._running.pop(name, None)

    def _remember(self, session: Session, write: Write, answer: Answer) -> None:
        if not write.key:
            return
        now = datetime.now(UTC)
        row = IdempotencyRow(
            user_id=write.user_id,
            key=write.key,
            method=write.method,
            path=write.path,
            body_hash=write.body_hash,
            status=answer.status,
            response=answer.body,
            at=now,
        )
        session.add(row)
        self._count += 1
        if self._count % 200 == 0:
            session.execute(delete(IdempotencyRow).where(IdempotencyRow.at < now - KEEP_FOR))


def _known(session: Session, write: Write) -> Answer | None:
    """The answer to this write if it was made before. Raises IdempotencyConflictError."""
    row = session.get(IdempotencyRow, (write.user_id, write.key)) if write.key else None
    if row is None:
        return None
    if (row.method, row.path, row.body_hash) != (write.method, write.path, write.body_hash):
        raise IdempotencyConflictError
    return Answer(row.status, row.response)


def _answer(result: BaseModel | None, status: int) -> Answer:
    return Answer(204, "") if result is None else Answer(status, result.model_dump_json())
