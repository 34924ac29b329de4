"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Integer
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

RowId = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts up only an INTEGER primary key


def to_us(value: datetime) -> int:
    """Microseconds since 1970 in UTC. Raises ValueError for a time without a zone."""
    if value.tzinfo is None:
        raise ValueError(f"a time without a zone cannot be stored: {value.isoformat()}")
    return (value - EPOCH) // _MICROSECOND


def from_us(value: int) -> datetime:
    return EPOCH + timedelta(microseconds=value)


class UtcTime(TypeDecorator[datetime]):
    """Aware datetime in, integer microseconds UTC on the disk, aware UTC datetime out.

    SQLite's own datetime drops the offset silently; this type refuses what has none.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_us(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_us(value)
