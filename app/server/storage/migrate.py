"""Brings a database to the shape that this program knows, at every start. Adapter around Alembic.

In:  an open ``Database``, empty or of an earlier version.
Out: the same with all tables; an error with a sentence when it was written by a newer program.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.server.storage.database import Database
from app.server.storage.errors import StorageStartError

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Run what is missing, all in one transaction. Raises StorageStartError for a newer database."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with database.connection() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        if present is not None and present not in known:
            raise StorageStartError(
                f"The database was written by a newer version of Seatline (its shape is {present}). "
                "Start that version, or restore a backup made before the update."
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
