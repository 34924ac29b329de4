"""What the agent wrote, on its way to the server: on disk first, then sent in order, each with one effect.

In:  ``put_result``, ``put_ticket``, ``put_comment``, ``put_customer`` (durable when they return), ``kick``.
Out: ``on_change(OutboxState)`` after every change, on the event loop's thread.

An item is removed only after the server has answered. Whatever happens before, it is sent again with the same
Idempotency-Key, and the server answers what it answered the first time. An item belongs to the user who
wrote it and waits until that user is signed in.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from app.contracts.base import Wire
from app.contracts.calls import CallResult, CallView
from app.contracts.customers import CustomerView, NewCustomer
from app.contracts.tickets import NewComment, NewTicket, TicketFile, TicketView
from app.crm_client.errors import AnswerNotUnderstood, CrmError, NotSignedIn, OutboxFailed, Refused
from app.crm_client.http import CrmClient
from app.crm_client.outbox_items import (
    ItemKind,
    OutboxLine,
    OutboxState,
    SentItem,
    kind_of,
    line_of,
    refused_item,
)
from app.crm_client.outbox_store import OutboxStore, StoredItem
from app.tasks import Spawner, wait_for_event

log = logging.getLogger(__name__)

RETRY_DELAYS_S = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # the last one for ever
SENT_REMEMBERED = 20  # until everybody has been told
TRY_LATER_STATUSES = frozenset({401, 408, 425, 429})


class Outbox:
    def __init__(self, path: Path, client: CrmClient, on_change: Callable[[OutboxState], None]) -> None:
        """Raises OutboxFailed when the folder cannot be written to."""
        self._client = client
        self._on_change = on_change
        self._store = OutboxStore(path)
        self._items = {item.key: item for item in self._store.items()}  # in the order of writing
        self._sent: deque[SentItem] = deque(maxlen=SENT_REMEMBERED)
        self._problem = ""
        self._sending = ""  # the key of what is on its way now
        self._wake = asyncio.Event()
        self._kicked = False
        self._tasks = Spawner("crm.outbox")
        self._running = False
        client.when_signed_in(self.kick)

    @property
    def state(self) -> OutboxState:
        mine = [item for item in self._items.values() if self._may_see(item)]
        return OutboxState(
            waiting=sum(item.refused_error_id is None for item in mine),
            sent=tuple(self._sent),
            refused=tuple(refused_item(item) for item in mine if item.refused_error_id is not None),
            problem=self._problem,
            moved_aside=str(self._store.moved_aside or ""),
        )

    @property
    def lines(self) -> tuple[OutboxLine, ...]:
        """All of this user's, oldest first."""
        return tuple(
            line_of(item, sending=item.key == self._sending)
            for item in self._items.values()
            if self._may_see(item)
        )

    def put_result(self, call_id: str, result: CallResult) -> str:
        """Returns the item's key once it is safe on disk. Raises OutboxFull, OutboxFailed: it is not.

        The latest result of a call counts: one that was refused before is gone with it.
        """
        key = self._put("result", call_id, result)
        for old in [item for item in self._items.values() if item.target == call_id]:
            if old.kind == "result" and old.refused_error_id is not None:
                self.discard(old.key)
        return key

    def put_ticket(self, new: NewTicket) -> str:
        return self._put("ticket", "", new)

    def put_customer(self, new: NewCustomer) -> str:
        return self._put("customer", "", new)

    def put_comment(self, ticket_id: str, new: NewComment) -> str:
        return self._put("comment", ticket_id, new)

    def retry(self, key: str) -> None:
        """A refused item waits again, behind the others. Raises OutboxFailed."""
        item = self._items.get(key)
        if item is not None and item.refused_error_id is not None:
            self._store.take_back(key)
            del self._items[key]
            self._items[key] = replace(item, refused_error_id=None, refused_detail=None)
            self.kick()
            self._tell()

    def retry_with_outcome(self, key: str, outcome: str) -> None:
        """A refused result of a call waits again, with this outcome. Raises OutboxFailed."""
        item = self._items.get(key)
        if item is None or item.kind != "result" or item.refused_error_id is None:
            return
        result = CallResult.model_validate_json(item.body).model_copy(update={"outcome": outcome})
        fresh = replace(
            item,
            key=uuid.uuid4().hex,  # something else than what was refused under the old one
            body=result.model_dump_json(),
            refused_error_id=None,
            refused_detail=None,
        )
        self._store.change(key, fresh)
        del self._items[key]
        self._items[fresh.key] = fresh
        self.kick()
        self._tell()

    def discard(self, key: str) -> None:
        """The person needs an item no longer; one that is on its way just now stays. Raises OutboxFailed."""
        if key in self._items and key != self._sending:
            self._store.remove(key)
            del self._items[key]
            self.kick()
            self._tell()

    def start(self) -> None:
        """Begin sending, with the loop running. A second call does nothing."""
        if not self._running:
            self._running = True
            self._tasks.spawn(self._run(), "run")
            self._tell()

    async def stop(self) -> None:
        """End sending; what waits stays on disk."""
        self._running = False
        await self._tasks.close()
        self._store.close()

    def kick(self) -> None:
        """Try at once: the network is back, or somebody signed in."""
        self._kicked = True
        self._wake.set()

    # --- in -----------------------------------------------------------------------------------------

    def _put(self, kind: ItemKind, target: str, model: Wire) -> str:
        owner = self._client.user.user_id if self._client.user is not None else ""
        written_at = datetime.now(UTC).isoformat()
        item = StoredItem(
            uuid.uuid4().hex, kind, owner, target, model.model_dump_json(), written_at=written_at
        )
        self._store.add(item)
        if self._store.moved_aside is not None:
            log.warning("outbox: a damaged file was moved to %s", self._store.moved_aside)
        self._items[item.key] = item
        self._wake.set()
        self._tell()
        return item.key

    def _may_see(self, item: StoredItem) -> bool:
        user = self._client.user
        return user is None or item.owner in ("", user.user_id)

    # --- out ----------------------------------------------------------------------------------------

    async def _run(self) -> None:
        attempt = 0
        while True:
            self._wake.clear()
            item = self._next()
            if item is None:
                self._set_problem("")
                await self._wake.wait()
                continue
            self._kicked = False
            self._sending = item.key
            try:
                problem = await self._settle(item)
            finally:
                self._sending = ""
            if problem is not None:
                self._tell()  # it can be taken out again
            if problem is None:
                attempt = 0
                self._set_problem("")
                continue
            log.info("outbox: %s %s waits: %s", item.kind, item.key, problem)
            self._set_problem(problem.error_id)
            delay_s = None if isinstance(problem, NotSignedIn) else _delay_s(problem, attempt)
            attempt = 0 if await self._pause(delay_s) else attempt + 1

    def _next(self) -> StoredItem | None:
        user = self._client.user
        for item in self._items.values():
            if item.refused_error_id is None and (user is None or item.owner in ("", user.user_id)):
                return item
        return None

    async def _settle(self, item: StoredItem) -> CrmError | None:
        """Send one item. None: it is done with, one way or the other; else why it has to wait."""
        try:
            answer = await self._send(item)
        except (Refused, AnswerNotUnderstood) as error:
            return error if _try_later(error) else await self._set_refused(item, error)
        except ValidationError as error:
            unreadable = CrmError(f"Written by another version of the program: {error}", "outbox-unreadable")
            return await self._set_refused(item, unreadable)
        except CrmError as error:
            return error
        self._sent.append(SentItem(item.key, kind_of(item), answer))
        self._sending = ""
        del self._items[item.key]
        self._tell()
        try:
            await asyncio.to_thread(self._store.remove, item.key)
        except OutboxFailed as error:  # after a restart it is sent again, and answered as the first time
            log.warning("outbox: a sent item could not be removed: %s", error)
        return None

    async def _send(self, item: StoredItem) -> TicketView | CallView | CustomerView | TicketFile:
        match kind_of(item):
            case "result":
                result = CallResult.model_validate_json(item.body)
                return await self._client.put_result(item.target, result, item.key)
            case "ticket":
                return await self._client.create_ticket(NewTicket.model_validate_json(item.body), item.key)
            case "customer":
                return await self._client.create_customer(
                    NewCustomer.model_validate_json(item.body), item.key
                )
            case "comment":
                comment = NewComment.model_validate_json(item.body)
                return await self._client.comment_ticket(item.target, comment, item.key)

    async def _set_refused(self, item: StoredItem, error: CrmError) -> CrmError | None:
        try:
            await asyncio.to_thread(self._store.refuse, item.key, error.error_id, error.detail)
        except OutboxFailed as failed:  # it waits, is refused again later, and then kept as refused
            return failed
        self._items[item.key] = replace(item, refused_error_id=error.error_id, refused_detail=error.detail)
        self._sending = ""
        log.warning("outbox: %s %s refused: %s (%s)", item.kind, item.key, error.error_id, error.detail)
        self._tell()
        return None

    async def _pause(self, delay_s: float | None) -> bool:
        """Wait; True when a kick cut it short. A new item does not: the one before it has to go first."""
        loop = asyncio.get_running_loop()
        until = None if delay_s is None else loop.time() + delay_s
        while True:
            if self._kicked:
                self._kicked = False
                return True
            left_s = None if until is None else until - loop.time()
            if left_s is not None and left_s <= 0:
                return False
            self._wake.clear()
            await wait_for_event(self._wake, left_s)

    # --- what the screen is told --------------------------------------------------------------------

    def _set_problem(self, error_id: str) -> None:
        if self._problem != error_id:
            self._problem = error_id
            self._tell()

    def _tell(self) -> None:
        try:
            self._on_change(self.state)
        except Exception:
            log.exception("the receiver of the outbox' state failed")


def _try_later(error: CrmError) -> bool:
    if not isinstance(error, Refused):
        return False
    in_progress = error.status == 409 and error.error_id.endswith("in-progress")
    return error.status in TRY_LATER_STATUSES or in_progress or not 400 <= error.status < 500


def _delay_s(problem: CrmError, attempt: int) -> float:
    delay_s = RETRY_DELAYS_S[min(attempt, len(RETRY_DELAYS_S) - 1)]
    asked_s = problem.retry_after_s if isinstance(problem, Refused) else None
    return max(delay_s, min(asked_s or 0.0, RETRY_DELAYS_S[-1]))
