"""How a customer is told: where he can be reached, what he agreed to, and whether anything leads there.

In:  whom a notice is for. Out: a channel and an address, or why there is none.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.notices import Channel
from app.server.live_port import Language
from app.server.noticing import ToCustomer
from app.server.notify.office import NOT_SET_UP, Office
from app.server.notify.wishes import is_email
from app.server.storage.merged import survivor
from app.server.storage.tables import Customer, CustomerNumber, OptOutRow

OPTED_OUT, NO_ADDRESS = "opted-out", "no-address"
CONSENTS = {"SMS": "sms", "EMAIL": "email"}  # codes of what he agreed to
_CHINA = "+86"
_MOBILE = ("+8613", "+8614", "+8615", "+8616", "+8617", "+8618", "+8619")


@dataclass(frozen=True, slots=True)
class Way:
    """``why`` "": it can be told there."""

    channel: Channel
    address: str
    language: Language
    customer_id: str | None
    why: str = ""


def way_to(session: Session, office: Office, to: ToCustomer) -> Way:
    """A number given with the notice is taken before the file's, an address likewise; by mail where only that
    was given."""
    customer = survivor(session, to.customer_id)
    language: Language = "en" if customer is not None and customer.language == "en" else "zh"
    customer_id = customer.customer_id if customer is not None else to.customer_id
    addresses: dict[Channel, str] = {
        "SMS": to.number or (_mobile(session, customer) if customer else ""),
        "EMAIL": to.email or (customer.email if customer else ""),
    }
    order: tuple[Channel, ...] = ("EMAIL", "SMS") if to.email and not to.number else ("SMS", "EMAIL")
    reasons: dict[Channel, str] = {}
    for channel in order:
        address = addresses[channel].strip()
        why = _hindrance(session, office, channel, address, customer)
        if not why:
            return Way(channel, address, language, customer_id)
        reasons[channel] = why
    for why in (OPTED_OUT, NOT_SET_UP, NO_ADDRESS):
        for channel in order:
            if reasons[channel] == why:
                return Way(channel, addresses[channel], language, customer_id, why)
    raise AssertionError("every reason is one of these")


def has_opted_out(session: Session, address: str) -> bool:
    return bool(address) and session.get(OptOutRow, address.lower()) is not None


def _hindrance(
    session: Session, office: Office, channel: Channel, address: str, customer: Customer | None
) -> str:
    if customer is not None and customer.consent.get(CONSENTS[channel]) is False:
        return OPTED_OUT
    if not address or (channel == "EMAIL" and not is_email(address)):
        return NO_ADDRESS
    if channel == "SMS" and not takes_texts(address):
        return NO_ADDRESS
    if has_opted_out(session, address):
        return OPTED_OUT
    return "" if office.is_set_up(session, channel) else NOT_SET_UP


def takes_texts(number: str) -> bool:
    """A mobile in China; of other countries nobody can tell."""
    return number.startswith(_MOBILE) if number.startswith(_CHINA) else number.startswith("+")


def _mobile(session: Session, customer: Customer) -> str:
    """The first of his numbers that takes short messages."""
    numbers = select(CustomerNumber.e164).where(CustomerNumber.customer_id == customer.customer_id)
    found = session.scalars(numbers.order_by(CustomerNumber.position, CustomerNumber.e164))
    return next((number for number in found if takes_texts(number)), "")
