"""Short messages of calls: kept first, then carried by the courier; never in the way of a call.

In:  SendMessage of the core, texts of agents. Out: rows of the outbox, an alarm where they cannot be kept.
The text and the whole number never stand in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.server.core.commands import SendMessage
from app.server.notify import outbox
from app.server.notify.courier import TEXT_ALARM
from app.server.notify.customer_way import has_opted_out
from app.server.notify.model import TextNotPossibleError, TextNotWantedError
from app.server.security.masking import mask_number
from app.server.storage.after import after_commit
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, StorageError

log = logging.getLogger(__name__)

OnAlarm = Callable[[str, str, bool], None]


class MessageService:
    """``wake``: the courier's."""

    def __init__(
        self,
        database: Database,
        on_alarm: OnAlarm,
        wake: Callable[[], None],
        is_set_up: Callable[[], bool],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._on_alarm = on_alarm
        self._wake = wake
        self._is_set_up = is_set_up
        self._clock = clock

    async def send(self, command: SendMessage) -> None:
        """Never raises."""
        now = self._clock()
        try:
            _, why = await self._database.write(
                lambda session: self._put(session, command.call_id, command.number, command.text, now)
            )
        except StorageError as error:
            self._on_alarm(TEXT_ALARM, f"A short message could not be kept: {error}", False)
            return
        if why:
            log.warning("call %s: no more messages to %s now", command.call_id, mask_number(command.number))

    def keep(self, session: Session, call_id: str, number: str, text: str, now: datetime) -> int:
        """Inside a write transaction, for somebody who wants to know that it goes out; it is sent once that
        is committed.

        Raises TextNotPossibleError, TextNotWantedError.
        """
        if has_opted_out(session, number):
            raise TextNotWantedError("Who has this number wants no short messages.")
        if not self._is_set_up():
            raise TextNotPossibleError("Nobody delivers short messages here: no gateway is set up.")
        if len(text) > outbox.LONGEST_TEXT:
            raise InvalidValueError(f"A short message may have up to {outbox.LONGEST_TEXT} characters.")
        message_id, why = self._put(session, call_id, number, text, now)
        if why:
            raise TextNotPossibleError("This number got too many messages within the last hour.")
        return message_id

    def _put(self, session: Session, call_id: str, number: str, text: str, now: datetime) -> tuple[int, str]:
        draft = outbox.Draft("SMS", number, text[: outbox.LONGEST_TEXT], call_id=call_id)
        after_commit(session, self._wake, once="courier")
        return outbox.put(session, draft, now)
