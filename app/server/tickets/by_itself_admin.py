"""``seatline admin ticket-rules …``: what tickets do by themselves, and the secrets of the inboxes.

A running server takes rules over within ten seconds, a new secret at once. Each act that changes something is
written to the audit list.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from app.server.security.audit import note_deed
from app.server.security.keys import Keys
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError
from app.server.tickets.by_itself_inbox import INBOXES, new_token
from app.server.tickets.by_itself_rules import TicketRules, load_rules, read_rules, rules_data, save_rules

ACTOR = "command-line"


def add_ticket_rules(acts: Any) -> None:
    """Give ``seatline admin`` the word ``ticket-rules``. Acts raise StorageError, OSError."""
    text = "what tickets do by themselves: show, check, import; secrets of the inboxes"
    parser = acts.add_parser("ticket-rules", help=text)
    words = parser.add_subparsers(required=True, metavar="WHAT")

    def add(name: str, act: Callable[..., None], help_text: str) -> argparse.ArgumentParser:
        each: argparse.ArgumentParser = words.add_parser(name, help=help_text, description=help_text)
        each.set_defaults(act=act)
        return each

    add("show", _show, "print the rules that are in force as a file")
    add("check", _check, "find what is wrong with a file of rules").add_argument("file", type=Path)
    add("import", _import, "put a file of rules in force").add_argument("file", type=Path)
    token = add("token", _token, "make a new secret for an inbox and print it; the one before is void")
    token.add_argument("inbox", choices=INBOXES)


def _show(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    rules = database.read_now(load_rules)
    _say(yaml.safe_dump(rules_data(rules), allow_unicode=True, sort_keys=False, width=110).rstrip())


def _check(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    rules = _read(words.file)
    _say(f"{len(rules.make)} rules for new tickets, {len(rules.late)} steps for late ones: sound.")


def _import(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    rules = _read(words.file)

    def put(session: Session) -> None:
        save_rules(session, rules)
        note_deed(session, datetime.now(UTC), ACTOR, "ticket-rules.set", words.file.name)

    database.write_now(put)
    _say("The rules are in force within ten seconds.")


def _token(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    def put(session: Session) -> str:
        note_deed(session, datetime.now(UTC), ACTOR, "ticket-inbox.token", words.inbox)
        return new_token(session, words.inbox)

    _say(database.write_now(put))


def _read(path: Path) -> TicketRules:
    """Raises InvalidValueError, OSError."""
    try:
        return read_rules(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InvalidValueError(f"{path.name} is no YAML: {error}") from error


def _say(text: str) -> None:
    print(text)  # noqa: T201
