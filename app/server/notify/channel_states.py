"""How each channel to the outside fared: kept with each message that was handed over or could not be.

All functions work inside a write transaction of their caller.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.server.storage.tables import ChannelStateRow
from app.server.storage.upsert import upsert

LONGEST_WHY = 200


def note_sent(session: Session, channel_id: str, now: datetime) -> None:
    _note(session, channel_id, sent_at=now)


def note_failed(session: Session, channel_id: str, now: datetime, why: str) -> None:
    _note(session, channel_id, failed_at=now, why=why[:LONGEST_WHY])


def _note(session: Session, channel_id: str, **values: Any) -> None:
    insert = upsert(session, ChannelStateRow).values(**({"why": ""} | values), channel_id=channel_id)
    session.execute(insert.on_conflict_do_update(index_elements=["channel_id"], set_=values))
