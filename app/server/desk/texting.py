"""A short message to who is or was in a call, without the agent ever seeing his number.

In:  a call, a text. Out: a row of the outbox, kept in the caller's transaction.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.contracts.replies import TextTaken
from app.server.core.targets import is_number
from app.server.customers.unwanted import unwanted
from app.server.notify.model import TextNotPossibleError, TextNotWantedError
from app.server.notify.service import MessageService
from app.server.security.audit import note_deed
from app.server.security.model import SignedInUser
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.merged import survivor
from app.server.storage.tables import Call

SHORTEST_NUMBER = 7  # digits; extensions have no letter box


class Texting:
    """One per server."""

    def __init__(self, messages: MessageService) -> None:
        self._messages = messages

    def keep(self, session: Session, user: SignedInUser, call_id: str, text: str, now: datetime) -> TextTaken:
        """Inside a write transaction; whether the call is the user's was asked before. It goes out once that
        is committed.

        Raises NotFoundError, InvalidValueError, TextNotPossibleError, TextNotWantedError.
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
        customer = survivor(session, call.customer_id) if call.customer_id else None
        if customer is not None and "SMS" in unwanted(session, customer):
            raise TextNotWantedError("He wants no short messages; his file says so.")
        message_id = self._messages.keep(session, call_id, number, text, now)
        note_deed(session, now, user.user_id, "text.sent", call_id, f"message {message_id}")
        return TextTaken(message_id=message_id)
