"""``seatline admin tickets …``: types of tickets, macros and shared lists as files, on the server's machine.

A running server takes them over at once, their labels within a few seconds. Each act that changes something
is written to the audit list.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.security.keys import Keys
from app.server.storage.database import Database
from app.server.storage.tables import LabelRow, TicketTypeRow
from app.server.tickets.model import TicketTypeError
from app.server.tickets.type_files import as_data, check_files, put_files, read_type_files
from app.server.tickets.types import TICKET_TYPE, read_definition

ACTOR = "command-line"


def add_tickets(acts: Any) -> None:
    """Give ``seatline admin`` the word ``tickets``. Acts raise StorageError, OSError."""
    parser = acts.add_parser("tickets", help="types of tickets: list, check, import, export")
    words = parser.add_subparsers(required=True, metavar="WHAT")

    def add(name: str, act: Callable[..., None], text: str) -> argparse.ArgumentParser:
        each: argparse.ArgumentParser = words.add_parser(name, help=text, description=text)
        each.set_defaults(act=act)
        return each

    add("types", _types, "list the types of tickets")
    check = add("check-types", _check, "find everything that is wrong with types in files")
    bring = add("import-types", _import, "check types in files and put them in force, all or none")
    for each in (check, bring):
        each.add_argument("files", nargs="+", type=Path, metavar="FILE")
    out = add("export-types", _export, "print the types that are in force as a file")
    out.add_argument("codes", nargs="*", metavar="CODE")


def _types(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    def read(session: Session) -> list[str]:
        own = {row.code: row for row in session.scalars(select(TicketTypeRow))}
        labels = session.scalars(
            select(LabelRow).where(LabelRow.kind == TICKET_TYPE).order_by(LabelRow.position)
        )
        lines: list[str] = []
        for label in labels:
            row = own.get(label.code)
            view = read_definition(row.definition) if row else None
            states = f"{len(view.states)} states" if view and view.states else "the usual states"
            where = view.department if view else ""
            off = "" if view is None or view.active else "not used any more"
            lines.append(f"{label.code:16} {label.zh} / {label.en}  {states}  {where} {off}".rstrip())
        return lines

    for line in database.read_now(read):
        _say(line)


def _check(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    found = read_type_files(words.files)
    database.read_now(lambda session: check_files(session, found))
    _say(f"{len(found.types)} types, {len(found.macros)} macros, {len(found.views)} lists: sound.")


def _import(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    found = read_type_files(words.files)
    database.write_now(lambda session: put_files(session, found, ACTOR, datetime.now(UTC)))
    for view in found.types:
        _say(f"{view.code}: {view.name.zh} / {view.name.en} is in force.")
    if found.macros or found.views:
        _say(f"{len(found.macros)} macros and {len(found.views)} lists are in force.")


def _export(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    rows = database.read_now(
        lambda session: session.scalars(select(TicketTypeRow).order_by(TicketTypeRow.code)).all()
    )
    known = {row.code: row for row in rows}
    if missing := [code for code in words.codes if code not in known]:
        raise TicketTypeError(f"There is no type {missing[0]} with a definition of its own.")
    chosen = words.codes or list(known)
    data = {"types": [as_data(read_definition(known[code].definition)) for code in chosen]}
    _say(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110).rstrip())


def _say(text: str) -> None:
    print(text)  # noqa: T201
