"""``seatline admin channel …``: ways to the outside.

On the server's machine. A running server takes changes over by itself within a few seconds. Each act is
written to the audit list, without secrets.
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

from app.contracts.notices import ChannelTested
from app.server.notify.admin_notices import add_notices
from app.server.notify.admin_words import add, all_texts, note, read_file, say, words_of
from app.server.notify.model import ChannelSetUpError, Web
from app.server.notify.set_up import KINDS, account_of, as_file, set_secret, write_channel
from app.server.notify.trying import trial_of, try_out
from app.server.security.keys import Keys
from app.server.storage.database import Database
from app.server.storage.tables import ChannelRow, ChannelStateRow

OpenWeb = Callable[[], Web]


def add_channels(acts: Any, open_web: OpenWeb) -> None:
    """Give ``seatline admin`` the words ``channel`` and ``notices``; ``acts`` is what ``add_subparsers``
    returned. Each act returns the exit code and raises ChannelSetUpError, StorageError, FieldDamagedError."""
    channel = words_of(acts, "channel", "ways to the outside: SMS providers, mail, WeCom, webhooks")
    add(channel, "list", _list, "list the channels")
    add(channel, "kinds", _kinds, "list the kinds of channels, their settings and secrets")
    add(channel, "import", _import, "set up a channel from a file; secrets that are set stay").add_argument(
        "file", type=Path
    )
    add(channel, "export", _export, "print a channel as a file, without secrets").add_argument("id")
    add(channel, "remove", _remove, "nothing goes out by it from then on").add_argument("id")
    secret = add(channel, "secret", _secret, "set a secret, from the terminal or standard input")
    secret.add_argument("id")
    secret.add_argument("name")
    test = add(channel, "test", _test_with(open_web), "send a test message by it now")
    test.add_argument("id")
    test.add_argument("to", nargs="?", default="", help="number, address or WeCom user; not for groups")
    add_notices(acts)


def _list(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    rows = database.read_now(
        lambda session: session.scalars(
            select(ChannelRow).order_by(ChannelRow.position, ChannelRow.channel_id)
        ).all()
    )
    for row in rows:
        secrets = " ".join(sorted(account_of(row, keys.phones).secrets)) or "none"
        say(f"{row.channel_id:16} {row.kind:12} {'on ' if row.active else 'off'} secrets: {secrets}")
    if not rows:
        say("There is no channel. `seatline admin channel import FILE` sets one up.")
    return 0


def _kinds(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    for name, kind in KINDS.items():
        secrets = ", ".join((*kind.secrets, *(f"{each} (may be)" for each in kind.may_have)))
        say(f"{name:12} settings: {', '.join(kind.settings)}; secrets: {secrets}")
    return 0


def _import(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    data = read_file(words.file)

    def bring(session: Session) -> str:
        channel_id = write_channel(session, data)
        note(session, "channel.imported", channel_id)
        return channel_id

    say(f"The channel {database.write_now(bring)} is set up.")
    return 0


def _export(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    row = database.read_now(lambda session: _row(session, words.id))
    say(yaml.safe_dump(as_file(row), allow_unicode=True, sort_keys=False).rstrip("\n"))
    return 0


def _remove(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    def remove(session: Session) -> None:
        _row(session, words.id)
        session.execute(delete(ChannelRow).where(ChannelRow.channel_id == words.id))
        session.execute(delete(ChannelStateRow).where(ChannelStateRow.channel_id == words.id))
        note(session, "channel.removed", words.id)

    database.write_now(remove)
    say(f"The channel {words.id} is removed.")
    return 0


def _secret(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    if sys.stdin.isatty():
        value = getpass.getpass(f"Secret {words.name} of {words.id}: ")
    else:
        value = sys.stdin.readline().rstrip("\n")
    if not value.isprintable():
        raise ChannelSetUpError("A secret is one line of plain characters.")

    def change(session: Session) -> None:
        set_secret(_row(session, words.id), keys.phones, words.name, value)
        note(session, "channel.secret", words.id, words.name)

    database.write_now(change)
    say(f"The secret {words.name} is {'set' if value else 'taken away'}.")
    return 0


def _test_with(open_web: OpenWeb) -> Callable[..., int]:
    def test(words: argparse.Namespace, database: Database, keys: Keys) -> int:
        account = account_of(database.read_now(lambda session: _row(session, words.id)), keys.phones)
        now = datetime.now(UTC)
        trial = database.read_now(lambda session: trial_of(session, all_texts(), account, words.to, now))

        async def send() -> ChannelTested:
            web = open_web()
            try:
                return await try_out(account, trial, web)
            finally:
                await web.close()

        try:
            tested = asyncio.run(send())
        finally:
            database.write_now(lambda session: note(session, "channel.tested", words.id))
        if not tested.taken:
            say(f"It was not taken: {tested.why}.")
            return 1
        say(f"Handed over for {tested.to}. {tested.receipt}".rstrip())
        return 0

    return test


def _row(session: Session, channel_id: str) -> ChannelRow:
    row = session.get(ChannelRow, channel_id)
    if row is None:
        raise ChannelSetUpError(
            f"There is no channel {channel_id}. `seatline admin channel list` lists them."
        )
    return row
