"""Numbers of tickets, to be read out on the phone: ``T20261121-0042``."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.server.storage.tables import Counter
from app.server.storage.upsert import upsert


def next_number(session: Session, now: datetime) -> str:
    """Counted per day (server's time zone) by the database, so never given twice."""
    day = f"{now.astimezone():%Y%m%d}"
    insert = upsert(session, Counter).values(name=f"ticket:{day}", value=1)
    statement = insert.on_conflict_do_update(
        index_elements=["name"], set_={"value": Counter.value + 1}
    ).returning(Counter.value)
    value: int = session.execute(statement).scalar_one()
    return f"T{day}-{value:04d}"
