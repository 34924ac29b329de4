"""Which messages a customer wants: shown and changed in his file, for all his addresses of a kind at once.

His consents (the codes ``sms`` and ``email``) say it too, and belong to the file itself; what is changed here
is the list of addresses that are sent nothing, whatever a consent says.

All functions work inside a session of their caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.contracts.notices import ContactState, ContactWay, ContactWish
from app.server.directory.service import DirectoryService
from app.server.notify.customer_way import CONSENTS, takes_texts
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, SignedInUser
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.merged import survivor
from app.server.storage.tables import Customer, CustomerNumber, OptOutRow

Kind = Literal["SMS", "EMAIL"]
KINDS: Final[tuple[Kind, ...]] = ("SMS", "EMAIL")


def contact_ways(
    session: Session, directory: DirectoryService, customer_id: str, language: str
) -> list[ContactWay]:
    """Raises NotFoundError."""
    customer = _customer(session, customer_id)
    return [_way(session, directory, customer, kind, language) for kind in KINDS]


def set_contact_wish(
    session: Session, user: SignedInUser, customer_id: str, wish: ContactWish, now: datetime
) -> None:
    """Noted in the audit list. Raises NotFoundError, NotAllowedError, InvalidValueError."""
    if user.only_looks:
        raise NotAllowedError("Your role reads customers only.")
    customer = _customer(session, customer_id)
    addresses = _addresses(session, customer, wish.channel)
    if not addresses:
        raise InvalidValueError("There is no address of this kind in the file.")
    if wish.wanted and customer.consent.get(CONSENTS[wish.channel]) is False:
        raise InvalidValueError("He refused it in his consents: change it there.")
    if wish.wanted:
        session.execute(delete(OptOutRow).where(OptOutRow.address.in_(addresses)))
    else:
        for address in addresses:
            if session.get(OptOutRow, address) is None:
                session.add(OptOutRow(address=address, at=now, by=user.user_id))
    session.flush()
    action = "notices.opt-in" if wish.wanted else "notices.opt-out"
    note_deed(session, now, user.user_id, action, customer.customer_id, wish.channel)


def _way(
    session: Session, directory: DirectoryService, customer: Customer, kind: Kind, language: str
) -> ContactWay:
    addresses = _addresses(session, customer, kind)
    state: ContactState = "OK"
    if not addresses:
        state = "NO_ADDRESS"
    elif customer.consent.get(CONSENTS[kind]) is False:
        state = "REFUSED"
    elif (out := session.get(OptOutRow, addresses[0])) is not None:  # the one that messages go to
        by = directory.name_in(out.by, language)
        return ContactWay(channel=kind, state="OPTED_OUT", at=out.at, by=by)
    return ContactWay(channel=kind, state=state)


def _addresses(session: Session, customer: Customer, kind: Kind) -> Sequence[str]:
    """As the list of those who want nothing has them."""
    if kind == "EMAIL":
        return [customer.email.strip().lower()] if customer.email.strip() else []
    numbers = select(CustomerNumber.e164).where(CustomerNumber.customer_id == customer.customer_id)
    in_order = numbers.order_by(CustomerNumber.position, CustomerNumber.e164)
    return [number for number in session.scalars(in_order) if takes_texts(number)]


def _customer(session: Session, customer_id: str) -> Customer:
    customer = survivor(session, customer_id[:64])
    if customer is None:
        raise NotFoundError("There is no such customer.")
    return customer
