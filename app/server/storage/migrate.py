"""Brings a database to the shape that this program knows, at every start. Adapter around Alembic. A
script's file begins with its revision.

In:  an open ``Database``, empty or of an earlier version.
Out: the same with all tables; an error with a sentence when it was written by a newer program.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from app.server.storage.database import Database
from app.server.storage.errors import StorageStartError

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Run what is missing, all in one transaction. Raises StorageStartError for a newer database."""
    known = sorted(script.name[:4] for script in (SCRIPTS / "versions").glob("[0-9]*.py"))
    with database.connection() as connection:
        present = _present(connection)
        if present == known[-1]:
            return  # as at nearly every start: Alembic is not even loaded
        if present is not None and present not in known:
            raise StorageStartError(
                f"The database was written by a newer version of Seatline (its shape is {present}). "
                "Start that version, or restore a backup made before the update."
            )
        _upgrade(connection)


def _present(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
