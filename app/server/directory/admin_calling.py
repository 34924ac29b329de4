"""``seatline admin calling …``: call waiting, and the numbers that outgoing calls show.

In:  words of the command line, one file in YAML. Out: rows, an entry in the audit list, sentences. A file
with any defect changes nothing. A running server takes changes over by itself within a few seconds.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.directory.admin_files import ACTOR, as_yaml, documents, refuse, say
from app.server.directory.calling_rules import (
    CallingSheet,
    KnownToCalling,
    calling_data,
    read_calling,
    store_calling,
    stored_calling,
)
from app.server.security.audit import note_deed
from app.server.security.keys import Keys
from app.server.storage.database import Database
from app.server.storage.tables import Queue, User


def _check(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    database.read_now(lambda session: _checked(session, words.file))
    say("The file is sound.")


def _import(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    def put(session: Session) -> CallingSheet:
        sheet = _checked(session, words.file)
        store_calling(session, sheet)
        note_deed(session, datetime.now(UTC), ACTOR, "calling.imported", "calling")
        return sheet

    sheet = database.write_now(put)
    say(f"Imported: {len(sheet.numbers)} numbers, {len(sheet.rules)} rules.")


def _export(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    say(as_yaml([calling_data(database.read_now(stored_calling))]))


def _checked(session: Session, path: Path) -> CallingSheet:
    """Raises ConfigurationError with all that is wrong, OSError."""
    known = KnownToCalling(
        queues=set(session.scalars(select(Queue.queue_id))),
        users=set(session.scalars(select(User.user_id).where(User.disabled.is_(False)))),
    )
    where, data = documents([path])[0]
    sheet, defects = read_calling(data, known)
    refuse([(where, defects)])
    return sheet


Act = Callable[[argparse.Namespace, Database, Keys], None]


def add_calling_acts(acts: Any) -> None:
    """Add ``calling`` to the acts of ``seatline admin``."""
    text = "call waiting, and the numbers that outgoing calls show"
    calling = acts.add_parser("calling", help=text).add_subparsers(required=True, metavar="DO")
    _act(calling, "check", _check, "is this file sound? all defects at once").add_argument("file", type=Path)
    _act(calling, "import", _import, "take it over").add_argument("file", type=Path)
    _act(calling, "export", _export, "write what is set up now as YAML")


def _act(kinds: Any, name: str, act: Act, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = kinds.add_parser(name, help=text)
    parser.set_defaults(act=act)
    return parser
