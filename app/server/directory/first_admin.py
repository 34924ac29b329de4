"""The administrator of the first start.

In:  an empty table of users; perhaps a password from the environment (SEATLINE_ADMIN_PASSWORD).
Out: user ``admin``; a random password is written to ``first-admin.txt``, for its reader only.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.directory.model import ConfigurationError, FirstAdmin
from app.server.security.keys import write_private
from app.server.security.passwords import hash_password, random_password
from app.server.storage.database import Database
from app.server.storage.tables import User

USERNAME = "admin"
SHORTEST_PASSWORD = 8


def ensure_admin(database: Database, data_dir: Path, chosen_password: str | None) -> FirstAdmin | None:
    """Blocking. Make the administrator; None where there is one. Raises ConfigurationError, StorageError."""
    if database.read_now(_has_admin):
        return None
    if chosen_password is not None and len(chosen_password) < SHORTEST_PASSWORD:
        raise ConfigurationError(
            f"The administrator's password needs at least {SHORTEST_PASSWORD} characters."
        )
    password = chosen_password or random_password(16)
    row = User(
        user_id=USERNAME,
        username=USERNAME,
        display_name="管理员",
        display_name_en="Administrator",
        role="ADMIN",
        password_hash=hash_password(password),
        disabled=False,
    )

    def create(session: Session) -> None:
        session.add(row)
        session.flush()
        if chosen_password is None:
            write_private(data_dir / "first-admin.txt", f"{USERNAME} {password}\n".encode())

    database.write_now(create)
    return FirstAdmin(USERNAME, password, chosen=chosen_password is not None)


def _has_admin(session: Session) -> bool:
    return session.scalars(select(User.user_id).where(User.role == "ADMIN").limit(1)).first() is not None
