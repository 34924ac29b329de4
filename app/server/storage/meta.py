"""Small facts about the database itself (table ``meta``)."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from app.server.storage.tables import MetaRow
from app.server.storage.upsert import upsert


def get_meta(session: Session, key: str) -> str | None:
    row = session.get(MetaRow, key)
    return row.value if row else None


def set_meta(where: Connection | Session, key: str, value: str) -> None:
    statement = upsert(where, MetaRow).values(key=key, value=value)
    where.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
