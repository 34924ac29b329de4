"""INSERT … ON CONFLICT, which SQLAlchemy knows only per database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.server.storage.tables import Base

Insert = postgresql.Insert | sqlite.Insert


def upsert(where: Connection | Session, table: type[Base]) -> Insert:
    """An INSERT with ``on_conflict_do_nothing`` and ``on_conflict_do_update`` for this database."""
    connection: Any = where.connection() if isinstance(where, Session) else where
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
