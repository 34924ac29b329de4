"""Who calls, for the core's choice of an agent: customer, level, own agent, last agent, region of the number.

In:  a number as it arrived. Out: ``CallerIdentified``, or None where nothing at all is known.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, literal_column, select
from sqlalchemy.orm import Session

from app.server.core.events import CallerIdentified
from app.server.customers import repository
from app.server.customers.rules import to_e164
from app.server.storage.database import Database
from app.server.storage.errors import StorageError
from app.server.storage.tables import Call, Customer

log = logging.getLogger(__name__)
RegionOf = Callable[[str], str]  # E.164 → "广东 深圳", "US", ""
LastAgent = tuple[str, datetime]
_CALLED_BY_US = literal_column("calls.direction = 'OUT'")  # literal, so that the index of these is used


class CallerService:
    """``region_of`` answers at once, from memory."""

    def __init__(self, database: Database, region_of: RegionOf) -> None:
        self._database = database
        self._region_of = region_of

    async def identify(self, call_id: str, number: str) -> CallerIdentified | None:
        """A database in trouble costs the customer, not the call: then only the region is known."""
        e164 = to_e164(number) if number else ""
        region = self._region_of(e164)
        try:
            found = await self._database.read(lambda session: caller(session, call_id, number, e164, region))
        except StorageError as error:
            log.warning("caller of %s is not looked up: %s", call_id, error)
            found = CallerIdentified(call_id, "", "", region)
        known = found.customer_id or found.region or found.last_agent_id
        return found if known else None


def caller(session: Session, call_id: str, number: str, e164: str, region: str) -> CallerIdentified:
    customer_id = repository.id_by_number(session, e164) if e164 else None
    customer = session.get(Customer, customer_id) if customer_id else None
    last = last_agent(session, {number, e164} - {""}, customer_id)
    return CallerIdentified(
        call_id=call_id,
        customer_id=customer.customer_id if customer else "",
        level=customer.level if customer else "",
        region=region,
        dedicated_agent_id=customer.dedicated_agent_id if customer else "",
        last_agent_id=last[0] if last else "",
        last_agent_at=last[1] if last else None,
        language=customer.language if customer else "",
    )


def last_agent(session: Session, numbers: set[str], customer_id: str | None) -> LastAgent | None:
    """Who talked last with this customer or number, and when; calls between ourselves do not count."""
    ways: list[ColumnElement[bool]] = []
    if customer_id:
        ways.append(and_(Call.customer_id == customer_id, Call.direction != "INTERNAL"))
    for number in sorted(numbers):
        ways.append(and_(Call.caller_number == number, Call.direction.in_(("IN", "CALLBACK"))))
        ways.append(and_(Call.dialled == number, _CALLED_BY_US))
    found = [each for way in ways if (each := _latest(session, way)) is not None]
    return max(found, key=lambda each: each[1], default=None)


def _latest(session: Session, way: ColumnElement[bool]) -> LastAgent | None:
    """Each way has an index that ends in the time, so that this is one look."""
    statement = (
        select(Call.agent_id, Call.answered_at)
        .where(way, Call.answered_at.is_not(None), Call.agent_id.is_not(None))
        .order_by(Call.started_at.desc())
        .limit(1)
    )
    row = session.execute(statement).one_or_none()
    agent_id, answered_at = row or (None, None)
    return (agent_id, answered_at) if agent_id and answered_at else None
