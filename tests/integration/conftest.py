"""Fixtures that several rooms' integration tests share."""

from tests.doubles.databases import database, database_url, postgres_server, sqlite_template

__all__ = ["database", "database_url", "postgres_server", "sqlite_template"]
