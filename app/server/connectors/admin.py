"""``seatline admin system …``: the company's systems that flows may ask. On the server's machine.

A running server takes changes over by itself within a few seconds. Each act is written to the audit list,
without secrets.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from app.server.connectors import repository
from app.server.connectors.admin_files import FileActs, say
from app.server.connectors.service import Connectors
from app.server.security.keys import Keys
from app.server.storage.database import Database
from app.server.storage.tables import System

SYSTEMS = FileActs(
    "system",
    System,
    write=lambda session, data, keys: repository.write_system(session, data, keys.phones),
    as_file=repository.as_file,
    set_secret=repository.set_secret,
    gone="flows that ask it take their fallback from then on",
)


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
    SYSTEMS.add_to(add, help="named {secret.NAME} in the file")
    ask = add("ask", _ask, "ask it now and show the values, as a flow would")
    ask.add_argument("id")
    ask.add_argument("operation")
    ask.add_argument("--set", action="append", default=[], metavar="PARAMETER=VALUE")
    ask.add_argument("--into", action="append", default=[], metavar="PATH", help="a path in the answer")


def _list(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    rows = database.read_now(lambda session: session.scalars(select(System).order_by(System.system_id)).all())
    for row in rows:
        secrets = " ".join(sorted(repository.secrets_of(row, keys.phones))) or "none"
        say(f"{row.system_id:16} {row.base_url}  {' '.join(row.operations)}  secrets: {secrets}")
    if not rows:
        say("There is no system. `seatline admin system import FILE` sets one up.")
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
        say(f"{answer.result} {answer.why}".rstrip())
        for name, value in answer.values.items():
            say(f"  {name} = {value}")
        return 0 if answer.result == "found" else 1

    return asyncio.run(ask())
