"""Whom to call back: the number behind a call or a customer, for a call of ours and never for a screen.

In:  who wants to call, and a call or a customer. Out: the number in full.
"""

from __future__ import annotations

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from app.server.calls.model import NotYourCallError
from app.server.directory.service import DirectoryService
from app.server.security.model import SignedInUser
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.merged import survivor
from app.server.storage.tables import (
    Call,
    CallbackRow,
    CallParty,
    CustomerNumber,
    MissedRing,
    OfferRow,
    VoiceMessage,
)


class WhomToCall:
    def __init__(self, database: Database, directory: DirectoryService) -> None:
        self._database = database
        self._directory = directory

    async def number_of(self, user: SignedInUser, call_id: str, customer_id: str) -> str:
        """Whoever was at the other end of the call, else the customer's first number.

        Raises NotFoundError, NotYourCallError, InvalidValueError.
        """

        def read(session: Session) -> str:
            if call_id:
                return self._of_call(session, user, call_id)
            if customer_id:
                return _of_customer(session, customer_id)
            raise InvalidValueError("A number, a call or a customer is needed.")

        return await self._database.read(read)

    def _of_call(self, session: Session, user: SignedInUser, call_id: str) -> str:
        call = session.get(Call, call_id)
        if call is None:
            raise NotFoundError("There is no such call.")
        if not user.leads and not self._may(session, user, call):
            raise NotYourCallError
        known = self._directory.user(user.user_id)
        own_phone = known.sip_user if known else ""
        hers = call.direction == "OUT" or (call.direction == "INTERNAL" and call.caller_number == own_phone)
        number = call.dialled if hers else call.caller_number
        if not number:
            raise NotFoundError("The number of this call is not known.")
        return number

    def _may(self, session: Session, user: SignedInUser, call: Call) -> bool:
        """Hers, one that rang at her desk, or of a call-back or a voice message of her queues."""
        known = self._directory.user(user.user_id)
        queue_ids = known.queue_ids if known else ()
        rows = (
            exists().where(CallParty.call_id == call.call_id, CallParty.agent_id == user.user_id),
            exists().where(OfferRow.call_id == call.call_id, OfferRow.agent_id == user.user_id),
            exists().where(MissedRing.call_id == call.call_id, MissedRing.agent_id == user.user_id),
            exists().where(CallbackRow.for_call_id == call.call_id, CallbackRow.queue_id.in_(queue_ids)),
            exists().where(VoiceMessage.call_id == call.call_id, VoiceMessage.queue_id.in_(queue_ids)),
        )
        return call.agent_id == user.user_id or bool(session.scalar(select(or_(*rows))))


def _of_customer(session: Session, customer_id: str) -> str:
    customer = survivor(session, customer_id)
    his_id = customer.customer_id if customer else ""
    statement = select(CustomerNumber.e164).where(CustomerNumber.customer_id == his_id)
    number = session.scalars(statement.order_by(CustomerNumber.position).limit(1)).first()
    if not number:
        raise NotFoundError("No number of this customer is known.")
    return number
