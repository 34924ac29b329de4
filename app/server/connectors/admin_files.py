"""What systems and sources have in common on the command line: each is set up from a file and has secrets.

In:  words of the command line. Out: rows, an entry in the audit list for each act (no secrets), sentences.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from sqlalchemy.orm import Session

from app.server.connectors.model import SystemSetUpError
from app.server.flows.files import parse_yaml
from app.server.security.audit import note_deed
from app.server.security.keys import Keys
from app.server.storage.database import Database

ACTOR = "command-line"
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class FileActs(Generic[Row]):
    """``word``: "system" or "source", as it is typed. ``write`` returns the id; ``gone``: what comes of it
    when it is removed. Each act returns the exit code and raises SystemSetUpError, StorageError, OSError."""

    word: str
    table: type[Row]
    write: Callable[[Session, object, Keys], str]
    as_file: Callable[[Row], dict[str, Any]]
    set_secret: Callable[[Row, bytes, str, str], None]
    gone: str

    def add_to(self, add: Callable[..., argparse.ArgumentParser], **secret_name: Any) -> None:
        """``add``: a word, its act, its help. ``secret_name``: how the name of a secret is typed."""
        text = f"set up a {self.word} from a file; secrets that are set stay"
        add("import", self.bring, text).add_argument("file", type=Path)
        add("export", self.export, f"print a {self.word} as a file, without secrets").add_argument("id")
        add("remove", self.remove, self.gone).add_argument("id")
        text = "set a secret, from the terminal or standard input; empty takes it away"
        secret = add("secret", self.secret, text)
        secret.add_argument("id")
        secret.add_argument("name", **secret_name)

    def bring(self, words: argparse.Namespace, database: Database, keys: Keys) -> int:
        data, defect = parse_yaml(words.file.read_text("utf-8"))
        if defect is not None:
            raise SystemSetUpError(f"{words.file}: {defect.reason('en')}.")

        def bring(session: Session) -> str:
            its_id = self.write(session, data, keys)
            self.note(session, "imported", its_id)
            return its_id

        say(f"The {self.word} {database.write_now(bring)} is set up.")
        return 0

    def export(self, words: argparse.Namespace, database: Database, keys: Keys) -> int:
        file = database.read_now(lambda session: self.as_file(self.row(session, words.id)))
        say(yaml.safe_dump(file, allow_unicode=True, sort_keys=False).rstrip("\n"))
        return 0

    def remove(self, words: argparse.Namespace, database: Database, keys: Keys) -> int:
        def remove(session: Session) -> None:
            session.delete(self.row(session, words.id))
            self.note(session, "removed", words.id)

        database.write_now(remove)
        say(f"The {self.word} {words.id} is removed.")
        return 0

    def secret(self, words: argparse.Namespace, database: Database, keys: Keys) -> int:
        if sys.stdin.isatty():
            value = getpass.getpass(f"Secret {words.name} of {words.id}: ")
        else:
            value = sys.stdin.readline().rstrip("\n")
        if not value.isprintable():
            raise SystemSetUpError("A secret is one line of plain characters.")

        def change(session: Session) -> None:
            self.set_secret(self.row(session, words.id), keys.phones, words.name, value)
            self.note(session, "secret", words.id, words.name)

        database.write_now(change)
        say(f"The secret {words.name} is {'set' if value else 'taken away'}.")
        return 0

    def row(self, session: Session, its_id: str) -> Row:
        """Raises SystemSetUpError."""
        row = session.get(self.table, its_id)
        if row is None:
            raise SystemSetUpError(
                f"There is no {self.word} {its_id}. `seatline admin {self.word} list` lists them."
            )
        return row

    def note(self, session: Session, deed: str, its_id: str, detail: str = "") -> None:
        note_deed(session, datetime.now(UTC), ACTOR, f"{self.word}.{deed}", its_id, detail)


def say(text: str) -> None:
    print(text)  # noqa: T201
