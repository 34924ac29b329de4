"""A short message to who is or was in a call, without the agent ever seeing his number.

In:  a call, a text. Out: a row of the outbox, kept in the caller's transaction; then the gateway's work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.contracts.replies import TextTaken
from app.server.core.targets import is_number
from app.server.notify.model import TextNotPossibleError
from app.server.notify.service import MessageService
from app.server.security.audit import note_deed
from app.server.security.model import SignedInUser
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.tables import Call
from app.tasks import Spawner

SHORTEST_NUMBER = 7  # digits; extensions have no letter box


@dataclass(frozen=True, slots=True)
class Kept:
    message_id: int
    number: str
    text: str


class Texting:
    """One per server."""

    def __init__(self, messages: MessageService) -> None:
        self._messages = messages
        self._tasks = Spawner("texting")

    def keep(
        self, session: Session, user: SignedInUser, call_id: str, text: str, now: datetime
    ) -> tuple[TextTaken, Kept]:
        """Inside a write transaction; whether the call is the user's was asked before.

        Raises NotFoundError, InvalidValueError, TextNotPossibleError.
        """
        call = session.get(Call, call_id)
        if call is None:
            raise NotFoundError("There is no such call.")
        text = text.strip()
        if not text:
            raise InvalidValueError("There is nothing to be sent.")
        number = call.dialled if call.direction == "OUT" else call.caller_number
        if call.direction == "INTERNAL" or not is_number(number) or len(number) < SHORTEST_NUMBER:
            raise TextNotPossibleError("No message can be sent to this caller: his number is not known.")
        message_id = self._messages.keep(session, call_id, number, text, now)
        note_deed(session, now, user.user_id, "text.sent", call_id, f"message {message_id}")
        return TextTaken(message_id=message_id), Kept(message_id, number, text)

    def deliver(self, kept: Kept) -> None:
        """After the commit. Nobody waits for the gateway."""
        work = self._messages.deliver(kept.message_id, kept.number, kept.text)
        self._tasks.spawn(work, f"message-{kept.message_id}")

    async def close(self) -> None:
        await self._tasks.close()
