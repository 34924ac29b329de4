"""``seatline admin system …``: the company's systems that flows may ask. On the server's machine.

A running server takes changes over by itself within a few seconds. Each act is written to the audit list,
without secrets.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.server.connectors import repository
from app.server.connectors.model import SystemSetUpError
from app.server.connectors.service import Connectors
from app.server.flows.files import parse_yaml
from app.server.security.audit import note_deed
from app.server.security.keys import Keys
from app.server.storage.database import Database
from app.server.storage.tables import System

ACTOR = "command-line"


def add_systems(acts: Any) -> None:
    """Give ``seatline admin`` the word ``system``; ``acts`` is what ``add_subparsers`` returned. Each act
    returns the exit code and raises SystemSetUpError, StorageError, FieldDamagedError, OSError."""
    parser = acts.add_parser("system", help="systems of the company that flows may ask, and the SMS gateway")
    words = parser.add_subparsers(required=True, metavar="WHAT")

    def add(name: str, act: Callable[..., int], text: str) -> argparse.ArgumentParser:
        each: argparse.ArgumentParser = words.add_parser(name, help=text, description=text)
        each.set_defaults(act=act)
        return each

    add("list", _list, "list the systems and their operations")
    bring = add("import", _import, "set up a system from a file; secrets that are set stay")
    bring.add_argument("file", type=Path)
    for name, act, text in (
        ("export", _export, "print a system as a file, without secrets"),
        ("remove", _remove, "flows that ask it take their fallback from then on"),
    ):
        add(name, act, text).add_argument("id")
    secret = add("secret", _secret, "set a secret, from the terminal or standard input; empty takes it away")
    secret.add_argument("id")
    secret.add_argument("name", help="named {secret.NAME} in the file")
    ask = add("ask", _ask, "ask it now and show the values, as a flow would")
    ask.add_argument("id")
    ask.add_argument("operation")
    ask.add_argument("--set", action="append", default=[], metavar="PARAMETER=VALUE")
    ask.add_argument("--into", action="append", default=[], metavar="PATH", help="a path in the answer")


def _list(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    rows = database.read_now(lambda session: session.scalars(select(System).order_by(System.system_id)).all())
    for row in rows:
        secrets = " ".join(sorted(repository.secrets_of(row, keys.phones))) or "none"
        _say(f"{row.system_id:16} {row.base_url}  {' '.join(row.operations)}  secrets: {secrets}")
    if not rows:
        _say("There is no system. `seatline admin system import FILE` sets one up.")
    return 0


def _import(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    data, defect = parse_yaml(words.file.read_text("utf-8"))
    if defect is not None:
        raise SystemSetUpError(f"{words.file}: {defect.reason('en')}.")

    def bring(session: Session) -> str:
        system_id = repository.write_system(session, data, keys.phones)
        _note(session, "system.imported", system_id)
        return system_id

    _say(f"The system {database.write_now(bring)} is set up.")
    return 0


def _export(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    row = database.read_now(lambda session: _row(session, words.id))
    _say(yaml.safe_dump(repository.as_file(row), allow_unicode=True, sort_keys=False).rstrip("\n"))
    return 0


def _remove(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    def remove(session: Session) -> None:
        _row(session, words.id)
        session.execute(delete(System).where(System.system_id == words.id))
        _note(session, "system.removed", words.id)

    database.write_now(remove)
    _say(f"The system {words.id} is removed.")
    return 0


def _secret(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    if sys.stdin.isatty():
        value = getpass.getpass(f"Secret {words.name} of {words.id}: ")
    else:
        value = sys.stdin.readline().rstrip("\n")
    if not value.isprintable():
        raise SystemSetUpError("A secret is one line of plain characters.")

    def change(session: Session) -> None:
        repository.set_secret(_row(session, words.id), keys.phones, words.name, value)
        _note(session, "system.secret", words.id, words.name)

    database.write_now(change)
    _say(f"The secret {words.name} is {'set' if value else 'taken away'}.")
    return 0


def _ask(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    values = dict(pair.partition("=")[::2] for pair in words.set)

    async def ask() -> int:
        connectors = Connectors(database, keys.phones, lambda *_: None)
        try:
            await connectors.load()
            answer = await connectors.answer(
                words.id, words.operation, values, {path: path for path in words.into}, 30
            )
        finally:
            await connectors.close()
        _say(f"{answer.result} {answer.why}".rstrip())
        for name, value in answer.values.items():
            _say(f"  {name} = {value}")
        return 0 if answer.result == "found" else 1

    return asyncio.run(ask())


def _row(session: Session, system_id: str) -> System:
    row = session.get(System, system_id)
    if row is None:
        raise SystemSetUpError(f"There is no system {system_id}. `seatline admin system list` lists them.")
    return row


def _note(session: Session, action: str, subject: str, detail: str = "") -> None:
    note_deed(session, datetime.now(UTC), ACTOR, action, subject, detail)


def _say(text: str) -> None:
    print(text)  # noqa: T201
