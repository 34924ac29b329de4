"""``seatline admin user …``: people of the house, with the role that says what each may do and see.

In:  words of the command line. Out: rows, an entry in the audit list for each act, sentences. A new password
is read from standard input; where none is given one is made and printed once.
"""

from __future__ import annotations

import argparse
import getpass
import re
import sys
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.server.directory.first_admin import SHORTEST_PASSWORD
from app.server.directory.model import ConfigurationError
from app.server.directory.repository import phone_field
from app.server.security.audit import note_deed
from app.server.security.fields import encrypt_field
from app.server.security.keys import Keys
from app.server.security.model import RIGHTS, RoleName
from app.server.security.passwords import hash_password, random_password
from app.server.storage.database import Database
from app.server.storage.tables import Phone, Token, User

ACTOR = "command-line"
ROLES = [role.value for role in RoleName]
WITHOUT_PHONE = (RoleName.QUALITY.value, RoleName.AUDITOR.value)  # they take no calls
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def _add(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    if not _NAME.fullmatch(words.user):
        raise ConfigurationError("A user name has up to 64 letters, digits, dots and dashes.")
    if words.extension and words.role in WITHOUT_PHONE:
        raise ConfigurationError(f"Who is {words.role} takes no calls: leave --extension out.")
    password, made = _password(words)
    hashed = hash_password(password)
    secret = random_password(20)

    def add(session: Session) -> None:
        if _row(session, words.user) is not None:
            raise ConfigurationError(f"There is a user {words.user} already.")
        session.add(
            User(
                user_id=words.user,
                username=words.user,
                display_name=words.name or words.user,
                display_name_en=words.name_en,
                role=words.role,
                password_hash=hashed,
                department=words.department,
                department_en=words.department_en,
            )
        )
        session.flush()
        if words.extension:
            _add_phone(session, words.extension, words.user, secret, keys)
        note_deed(session, datetime.now(UTC), ACTOR, "user.added", words.user, words.role)

    database.write_now(add)
    _say(f"{words.user} is added as {words.role}.")
    if made:
        _say(f"Password: {password}")
    if words.extension:
        _say(f"Telephone {words.extension}, password: {secret}")


def _add_phone(session: Session, extension: str, user_id: str, secret: str, keys: Keys) -> None:
    if session.get(Phone, extension) is not None:
        raise ConfigurationError(f"The telephone {extension} is somebody's already.")
    encrypted = encrypt_field(keys.phones, secret, phone_field(extension))
    session.add(Phone(sip_user=extension, user_id=user_id, secret_encrypted=encrypted))


def _set_role(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    def change(session: Session) -> None:
        row = _known(session, words.user)
        if row.role == RoleName.ADMIN.value and words.role != row.role:
            _keep_an_admin(session, row)
        note_deed(session, datetime.now(UTC), ACTOR, "user.role", words.user, f"{row.role} -> {words.role}")
        row.role = words.role
        session.execute(delete(Token).where(Token.user_id == row.user_id))

    database.write_now(change)
    _say(f"{words.user} is {words.role}; who is signed in is signed out within seconds. Talks go on.")


def _set_disabled(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    def change(session: Session) -> None:
        row = _known(session, words.user)
        if words.disabled and row.role == RoleName.ADMIN.value:
            _keep_an_admin(session, row)
        row.disabled = words.disabled
        if words.disabled:
            session.execute(delete(Token).where(Token.user_id == row.user_id))
        deed = "user.disabled" if words.disabled else "user.enabled"
        note_deed(session, datetime.now(UTC), ACTOR, deed, words.user)

    database.write_now(change)
    out = "is signed out within seconds and may not sign in any more; a talk goes on to its end"
    _say(f"{words.user} {out if words.disabled else 'may sign in again'}.")


def _rights(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    for role in RoleName:
        _say(f"{role.value:11} {' '.join(sorted(right.value for right in RIGHTS[role])) or '-'}")


def _keep_an_admin(session: Session, row: User) -> None:
    others = select(User).where(
        User.role == RoleName.ADMIN.value, User.disabled.is_(False), User.user_id != row.user_id
    )
    if session.scalars(others.limit(1)).first() is None:
        raise ConfigurationError("This is the last administrator; make another one first.")


def _row(session: Session, username: str) -> User | None:
    return session.scalars(select(User).where(User.username == username)).first()


def _known(session: Session, username: str) -> User:
    row = _row(session, username)
    if row is None:
        raise ConfigurationError(f"There is no user {username}. `seatline admin users` lists them.")
    return row


def _password(words: argparse.Namespace) -> tuple[str, bool]:
    """(password, whether it was made here)."""
    if not words.password:
        return random_password(), True
    if sys.stdin.isatty():
        password = getpass.getpass(f"Password for {words.user}: ")
    else:
        password = sys.stdin.readline().rstrip("\n")
    if len(password) < SHORTEST_PASSWORD:
        raise ConfigurationError(f"A password needs at least {SHORTEST_PASSWORD} characters.")
    return password, False


def add_people_acts(acts: Any) -> None:
    """Add ``user`` to the acts of ``seatline admin``."""
    user = acts.add_parser("user", help="add people, change their roles, lock them out")
    kinds = user.add_subparsers(required=True, metavar="DO")
    add = kinds.add_parser("add", help="add somebody; without --password one is made and printed")
    add.add_argument("user", help="how he or she signs in")
    add.add_argument("--role", choices=ROLES, default=RoleName.AGENT.value)
    add.add_argument("--name", default="", help="as colleagues see it")
    add.add_argument("--name-en", default="", help="the same in English")
    add.add_argument("--department", default="")
    add.add_argument("--department-en", default="")
    add.add_argument("--extension", default="", help="a telephone of her own; its password is printed")
    add.add_argument("--password", action="store_true", help="read the password from standard input")
    add.set_defaults(act=_add)
    role = kinds.add_parser("role", help="change what somebody may do")
    role.add_argument("user")
    role.add_argument("role", choices=ROLES)
    role.set_defaults(act=_set_role)
    for name, disabled, text in (
        ("disable", True, "lock somebody out; all that he did stays"),
        ("enable", False, "let somebody in again"),
    ):
        parser = kinds.add_parser(name, help=text)
        parser.add_argument("user")
        parser.set_defaults(act=_set_disabled, disabled=disabled)
    kinds.add_parser("rights", help="what each role may do").set_defaults(act=_rights)


def _say(text: str) -> None:
    print(text)  # noqa: T201
