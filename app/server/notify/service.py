"""Short messages: kept first, then handed to the gateway; never in the way of a call.

In:  SendMessage of the core. Out: the gateway's work, rows in the outbox, an alarm while it does not work.
The text and the whole number never stand in the log.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from app.server.core.commands import SendMessage
from app.server.notify import outbox
from app.server.notify.model import Notifier, NotifyError, TextNotPossibleError
from app.server.security.masking import mask_number
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, StorageError

log = logging.getLogger(__name__)
ALARM = "short-messages"
PAUSES_S = (10.0, 60.0)  # between tries
STALE = timedelta(hours=1)  # nobody wants to know his place in the line of yesterday
MOST_AT_ONCE = 4

OnAlarm = Callable[[str, str, bool], None]


def utc_now() -> datetime:
    return datetime.now(UTC)


class MessageService:
    """``gateway`` None: everything stays in the outbox, for somebody to fetch."""

    def __init__(
        self,
        database: Database,
        gateway: Notifier | None,
        on_alarm: OnAlarm,
        clock: Callable[[], datetime] = utc_now,
        pauses_s: Sequence[float] = PAUSES_S,
        is_set_up: Callable[[], bool] = lambda: True,
    ) -> None:
        self._database = database
        self._gateway = gateway
        self._on_alarm = on_alarm
        self._clock = clock
        self._pauses_s = tuple(pauses_s)
        self._is_set_up = is_set_up
        self._slots = asyncio.Semaphore(MOST_AT_ONCE)

    async def send(self, command: SendMessage) -> None:
        """Never raises. Takes as long as the gateway does: run it beside the call."""
        now = self._clock()
        try:
            message_id, why = await self._database.write(
                lambda session: outbox.put(session, command.call_id, command.number, command.text, now)
            )
        except StorageError as error:
            self._on_alarm(ALARM, f"A short message could not be kept: {error}", False)
            return
        if why:
            log.warning("call %s: no more messages to %s now", command.call_id, mask_number(command.number))
            return
        await self.deliver(message_id, command.number, command.text)

    def keep(self, session: Session, call_id: str, number: str, text: str, now: datetime) -> int:
        """Inside a write transaction, for somebody who wants to know that it goes out; then ``deliver``.

        Raises TextNotPossibleError.
        """
        if self._gateway is None or not self._is_set_up():
            raise TextNotPossibleError("Nobody delivers short messages here: no gateway is set up.")
        if len(text) > outbox.LONGEST_TEXT:
            raise InvalidValueError(f"A short message may have up to {outbox.LONGEST_TEXT} characters.")
        message_id, why = outbox.put(session, call_id, number, text, now)
        if why:
            raise TextNotPossibleError("This number got too many messages within the last hour.")
        return message_id

    async def send_left(self) -> None:
        """What a restart left undone."""
        since = self._clock() - STALE
        try:
            left = await self._database.read(lambda session: outbox.unsent(session, since))
        except StorageError as error:
            self._on_alarm(ALARM, f"The outbox of short messages cannot be read: {error}", False)
            return
        for message_id, number, text in left:
            await self.deliver(message_id, number, text)

    async def deliver(self, message_id: int, number: str, text: str) -> None:
        """What is kept. Takes as long as the gateway does; never raises."""
        if self._gateway is None:
            log.info("message %d to %s waits in the outbox", message_id, mask_number(number))
            return
        for pause_s in (*self._pauses_s, None):
            try:
                async with self._slots:
                    await self._gateway.send(number, text)
            except NotifyError as error:
                final = error.final or pause_s is None
                await self._settle(message_id, error.why, final)
                if final or pause_s is None:
                    self._fail(message_id, number, error.why)
                    return
            else:
                await self._settle(message_id, "", True)
                self._on_alarm(ALARM, "Short messages are handed over again.", True)
                return
            await asyncio.sleep(pause_s)

    def _fail(self, message_id: int, number: str, why: str) -> None:
        if why == "no-gateway":
            log.info("message %d to %s: no gateway is set up", message_id, mask_number(number))
            return
        log.warning("message %d to %s: %s", message_id, mask_number(number), why)
        self._on_alarm(ALARM, f"Short messages cannot be handed over ({why}).", False)

    async def _settle(self, message_id: int, why: str, final: bool) -> None:
        now, keep = self._clock(), why == "no-gateway"
        try:
            await self._database.write(
                lambda session: outbox.settle(session, message_id, now, why, final and not keep)
            )
        except StorageError as error:
            self._on_alarm(ALARM, f"The outbox of short messages cannot be written: {error}", False)
