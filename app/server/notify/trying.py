"""A channel is tried: one test message, handed over at once and beside the outbox.

In:  the channel, to whom. Out: what the provider said; the address as lists may show it.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from app.contracts.notices import ChannelTested
from app.server.notify.courier import masked
from app.server.notify.model import Account, ChannelSetUpError, NotifyError, Parcel, Web
from app.server.notify.office import TO_GROUPS
from app.server.notify.set_up import make_sender
from app.server.notify.texts import NoticeTexts
from app.server.notify.wishes import is_email
from app.server.numbering import parse_e164

TEMPLATE = "channel.test"


def trial_of(session: Session, texts: NoticeTexts, account: Account, to: str, now: datetime) -> Parcel:
    """Raises ChannelSetUpError: nobody can be reached there."""
    said = texts.words(session, TEMPLATE, "zh", {})
    return Parcel(
        once=f"seatline-test-{secrets.token_hex(8)}",
        address=_address(account, to),
        text=said.text,
        title=said.title,
        template=TEMPLATE,
        at=now,
    )


async def try_out(account: Account, parcel: Parcel, web: Web) -> ChannelTested:
    """Raises ChannelSetUpError: it is not set up in full."""
    to = masked(account.channel, parcel.address)
    sender = make_sender(account, web)
    try:
        receipt = await sender.send(parcel)
    except NotifyError as error:
        return ChannelTested(taken=False, to=to, why=error.why)
    finally:
        await sender.close()
    return ChannelTested(taken=True, to=to, receipt=receipt)


def _address(account: Account, to: str) -> str:
    if account.channel in TO_GROUPS:
        return account.channel_id
    to = to.strip()
    if account.channel == "SMS":
        to = (parse_e164(to) if to.isprintable() else "") or ""
    elif account.channel == "EMAIL" and not is_email(to):
        to = ""
    if not (to and to.isprintable()):
        raise ChannelSetUpError("Say to whom: a number with its country, an address, a WeCom user.")
    return to
