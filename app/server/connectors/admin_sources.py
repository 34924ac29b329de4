"""``seatline admin source …`` and ``seatline admin demo-shop``: where customers and orders of the company
come from.

A running server takes changes over by itself within a few seconds. Each act is written to the audit list,
without secrets.
"""

from __future__ import annotations

import argparse
import asyncio
import secrets
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.connectors.admin_files import FileActs, say
from app.server.connectors.model import SystemSetUpError
from app.server.connectors.repository import set_secret as set_system_secret
from app.server.connectors.repository import write_system
from app.server.connectors.service import Connectors
from app.server.connectors.sources import repository
from app.server.connectors.sources.demo_shop import (
    SHOP,
    SOURCE_FILE,
    DemoShop,
    contract_document,
    shop_of,
    system_file,
)
from app.server.connectors.sources.rest import AskedInVainError, RestReader
from app.server.connectors.sources.sql import SqlReader
from app.server.security.keys import Keys
from app.server.storage.database import Database
from app.server.storage.tables import SourcePush, SourceRow, System

SECRETS = ("webhook", "url")
SOURCES = FileActs(
    "source",
    SourceRow,
    write=lambda session, data, _keys: repository.write_source(session, data).source_id,
    as_file=lambda row: row.definition,
    set_secret=repository.set_secret,
    gone="it is asked no more; what it told stays",
)


def add_sources(acts: Any) -> None:
    """Give ``seatline admin`` the words ``source`` and ``demo-shop``; ``acts`` is what ``add_subparsers``
    returned. Each act returns the exit code and raises SystemSetUpError, StorageError, FieldDamagedError,
    OSError."""
    parser = acts.add_parser("source", help="where customers and orders of the company come from")
    words = parser.add_subparsers(required=True, metavar="WHAT")

    def add(name: str, act: Callable[..., int], text: str) -> argparse.ArgumentParser:
        each: argparse.ArgumentParser = words.add_parser(name, help=text, description=text)
        each.set_defaults(act=act)
        return each

    add("list", _list, "list the sources, and changes that could not be told to them")
    SOURCES.add_to(add, choices=SECRETS, help="webhook: key of messages in; url: of a database")
    ask = add("ask", _ask, "ask it now for a number and show what it says; nothing is kept")
    ask.add_argument("id")
    ask.add_argument("number")
    add("contract", _contract, "print the OpenAPI description of what we ask a system")
    shop = acts.add_parser(
        "demo-shop", help="an example system that speaks the contract, with the sample company's customers"
    )
    shop.add_argument("--port", type=int, default=8090)
    shop.add_argument("--token", default="demo", help="who asks must know it")
    shop.add_argument("--slow-ms", type=int, default=0, help="answer so much later")
    shop.set_defaults(act=_demo_shop)


def _list(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    def read(session: Session) -> tuple[list[SourceRow], list[SourcePush]]:
        failed = select(SourcePush).where(SourcePush.state == "FAILED").order_by(SourcePush.push_id.desc())
        rows = session.scalars(select(SourceRow).order_by(SourceRow.position))
        return list(rows), list(session.scalars(failed.limit(20)))

    rows, failed = database.read_now(read)
    for row in rows:
        named = " ".join(sorted(repository.secrets_of(row, keys.phones))) or "none"
        state = "" if row.definition.get("active", True) else "  (not asked)"
        say(f"{row.source_id:16} {row.definition.get('kind', 'rest'):5} secrets: {named}{state}")
    for push in failed:
        say(f"  not told: {push.source_id} customer {push.customer_id} {' '.join(push.fields)}: {push.why}")
    if not rows:
        say("There is no source. `seatline admin source import FILE` sets one up.")
    return 0


def _ask(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    sources, faults = database.read_now(lambda session: repository.read_sources(session, keys.phones))
    known = next((each for each in sources if each[0].source_id == words.id), None)
    if known is None:
        raise SystemSetUpError(" ".join(faults) or f"There is no source {words.id}.")
    source, known_secrets = known

    async def ask() -> int:
        connectors = Connectors(database, keys.phones, lambda *_: None)
        await connectors.load()
        is_sql = source.kind == "sql"
        url = known_secrets.get("url", "")
        reader = SqlReader(source, url, lambda *_: None) if is_sql else RestReader(source, connectors)
        try:
            told = await reader.customer(words.number, 30)
            if told is None:
                say("It knows nobody with this number.")
                return 1
            say(f"{told.external_id}: {', '.join(f'{name}={each}' for name, each in told.fields.items())}")
            for order in await reader.orders(told.external_id, 30):
                say(f"  {order.number} {order.at:%Y-%m-%d} {order.status} {order.amount_cents} {order.items}")
            balance = await reader.balance(told.external_id, 30)
            say(f"  balance: {balance[0]} {balance[1]}" if balance else "  no balance")
        except AskedInVainError as error:
            say(f"It gave no answer: {error.why}.")
            return 1
        finally:
            await connectors.close()
            if isinstance(reader, SqlReader):
                reader.close()
        return 0

    return asyncio.run(ask())


def _contract(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    say(contract_document().rstrip("\n"))
    return 0


def _demo_shop(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    """While it runs, it is the source "shop" of this data folder's company."""
    shop = DemoShop(words.token, lambda: database.read_now(shop_of), words.slow_ms / 1000)

    def set_up(session: Session, active: bool) -> None:
        write_system(session, system_file(shop.url), keys.phones)
        system = session.get_one(System, SHOP)
        set_system_secret(system, keys.phones, "token", words.token)
        repository.write_source(session, SOURCE_FILE | {"active": active})
        row = SOURCES.row(session, SHOP)
        if "webhook" not in repository.secrets_of(row, keys.phones):
            repository.set_secret(row, keys.phones, "webhook", secrets.token_hex(32))
        SOURCES.note(session, "imported", SHOP, "demo-shop")

    async def run() -> int:
        try:
            await shop.start(words.port)
        except OSError as error:
            raise SystemSetUpError(f"Port {words.port} is taken: {error.strerror}. Use --port.") from error
        await database.write(lambda session: set_up(session, True))
        say(f"The demo shop answers at {shop.url} and is asked as the source {SHOP!r}. Ctrl+C ends it.")
        try:
            await asyncio.Event().wait()
        finally:
            await shop.stop()
            await database.write(lambda session: set_up(session, False))
        return 0

    try:
        return asyncio.run(run())
    except KeyboardInterrupt:
        return 0
