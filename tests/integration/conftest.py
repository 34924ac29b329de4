"""Fixtures that several rooms' integration tests share."""

from tests.doubles.databases import database, database_url, postgres_server, sqlite_template
from tests.doubles.filled import filled, filled_postgres, filled_sqlite, filled_with_types, house

__all__ = [
    "database",
    "database_url",
    "filled",
    "filled_postgres",
    "filled_sqlite",
    "filled_with_types",
    "house",
    "postgres_server",
    "sqlite_template",
]
