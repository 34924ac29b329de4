"""``seatline admin saved-number|department …``: what agents have at hand, and where they work.

In:  words of the command line. Out: rows, an entry in the audit list for each act, sentences.
A running server takes changes over by itself within a few seconds.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.server.directory.admin_files import ACTOR, say
from app.server.directory.model import ConfigurationError
from app.server.directory.queue_rules import is_number
from app.server.security.audit import note_deed
from app.server.security.keys import Keys
from app.server.storage.database import Database
from app.server.storage.tables import SavedNumber, User

Act = Callable[[argparse.Namespace, Database, Keys], None]


def _number_list(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    order = select(SavedNumber).order_by(SavedNumber.position, SavedNumber.number)
    for row in database.read_now(lambda session: session.scalars(order).all()):
        say(f"{row.number:16} {row.name_zh} / {row.name_en or row.name_zh}")


def _number_set(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    if not is_number(words.number):
        raise ConfigurationError(f"{words.number!r} is no telephone number: digits, with + in front or not.")

    def put(session: Session) -> None:
        row = session.get(SavedNumber, words.number)
        if row is None:
            last = session.scalar(select(func.max(SavedNumber.position)))
            row = SavedNumber(number=words.number, position=0 if last is None else last + 1)
            session.add(row)
        row.name_zh, row.name_en = words.name_zh[:120], words.name_en[:120]
        note_deed(session, datetime.now(UTC), ACTOR, "saved-number.set", words.number, words.name_zh)

    database.write_now(put)
    say(f"{words.number} is kept as {words.name_zh}.")


def _number_remove(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    def remove(session: Session) -> None:
        row = session.get(SavedNumber, words.number)
        if row is None:
            raise ConfigurationError(f"{words.number} is not kept. `saved-number list` lists them.")
        session.delete(row)
        note_deed(session, datetime.now(UTC), ACTOR, "saved-number.removed", words.number)

    database.write_now(remove)
    say(f"{words.number} is no longer kept.")


def _department_list(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    rows = select(User).where(User.disabled.is_(False)).order_by(User.department, User.username)
    for row in database.read_now(lambda session: session.scalars(rows).all()):
        say(f"{row.department or '-':12} {row.username:12} {row.display_name}")


def _department_set(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    def put(session: Session) -> None:
        for username in words.users:
            user = session.scalars(select(User).where(User.username == username)).first()
            if user is None:
                raise ConfigurationError(f"There is no user {username}. `seatline admin users` lists them.")
            user.department, user.department_en = words.name[:120], words.name_en[:120]
            note_deed(session, datetime.now(UTC), ACTOR, "department.set", username, words.name)

    database.write_now(put)
    say(f"{words.name or 'No department'}: {', '.join(words.users)}.")


def add_desk_acts(acts: Any) -> None:
    """Add ``saved-number`` and ``department`` to the acts of ``seatline admin``."""
    numbers = _group(acts, "saved-number", "outside numbers that agents have at hand")
    _add(numbers, "list", _number_list, "list them in the order in which desktops show them")
    put = _add(numbers, "set", _number_set, "keep a number, or name it anew")
    put.add_argument("number")
    put.add_argument("--zh", dest="name_zh", required=True, metavar="NAME")
    put.add_argument("--en", dest="name_en", default="", metavar="NAME")
    _add(numbers, "remove", _number_remove, "keep it no longer").add_argument("number")
    departments = _group(acts, "department", "where users work, as colleagues see it")
    _add(departments, "list", _department_list, "list all users with their departments")
    of = _add(departments, "set", _department_set, 'put users into a department; "" for none')
    of.add_argument("name")
    of.add_argument("users", nargs="+", metavar="USER")
    of.add_argument("--en", dest="name_en", default="", metavar="NAME")


def _group(acts: Any, name: str, text: str) -> Any:
    return acts.add_parser(name, help=text).add_subparsers(required=True, metavar="DO")


def _add(group: Any, name: str, act: Act, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = group.add_parser(name, help=text, description=text)
    parser.set_defaults(act=act)
    return parser
