"""``seatline admin``: administrative acts on a data folder, from the command line of the server's machine.

Who may read the data folder and its key file may do all of this; each act is written to the audit list.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.server.calls.rebuild import add_rebuild
from app.server.connectors.admin import add_systems
from app.server.connectors.admin_sources import add_sources
from app.server.connectors.model import SystemSetUpError
from app.server.directory.admin import add_acts
from app.server.directory.admin_calling import add_calling_acts
from app.server.directory.admin_desk import add_desk_acts
from app.server.directory.admin_people import add_people_acts
from app.server.directory.admin_queues import add_queue_acts
from app.server.directory.admin_skills import add_skill_acts
from app.server.directory.first_admin import SHORTEST_PASSWORD
from app.server.directory.model import ConfigurationError
from app.server.directory.plans import hours_sheets
from app.server.flows.admin import add_flows
from app.server.flows.model import FlowError
from app.server.knowledge.admin import add_articles
from app.server.notify.admin import add_channels
from app.server.notify.model import ChannelSetUpError
from app.server.outside_web import OutsideWeb
from app.server.prompts.admin import add_prompts
from app.server.prompts.model import PromptError
from app.server.prompts.speech import SpeechError
from app.server.recordings.admin import add_recordings
from app.server.recordings.house import RecordingHouse
from app.server.recordings.model import RecordingError
from app.server.replies.admin import add_replies
from app.server.security.audit import note_deed
from app.server.security.fields import FieldDamagedError
from app.server.security.keys import KeyFileError, Keys, load_keys
from app.server.security.passwords import hash_password
from app.server.storage.database import Database
from app.server.storage.errors import StorageError
from app.server.storage.migrate import migrate
from app.server.storage.tables import Token, User
from app.server.tickets.admin import add_tickets
from app.server.tickets.by_itself_admin import add_ticket_rules

ACTOR = "command-line"


class AdminError(Exception):
    """What was asked cannot be done; the text says why."""

    error_id = "admin"


_SAID = (
    AdminError,
    ChannelSetUpError,
    ConfigurationError,
    FieldDamagedError,
    FlowError,
    KeyFileError,
    PromptError,
    SpeechError,
    StorageError,
    SystemSetUpError,
    OSError,
)


def main(argv: list[str]) -> int:
    """Exit code 0: done; 1: could not be done; 2: wrong words."""
    words = _parser().parse_args(argv)
    try:
        if not (words.data / "keys" / "master.key").exists():
            raise AdminError(f"{words.data} is no data folder of a Seatline server. Name it with --data.")
        keys = load_keys(words.data)
        database = Database(words.database or f"sqlite:///{words.data.absolute() / 'seatline.db'}")
        try:
            migrate(database)
            code = words.act(words, database, keys)
        finally:
            database.close_now()
    except _SAID as error:
        print(f"seatline admin: {error}", file=sys.stderr)  # noqa: T201
        return 1
    except RecordingError as error:
        print(f"seatline admin: {error.text}", file=sys.stderr)  # noqa: T201
        return 1
    return int(code or 0)


def _users(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    rows = database.read_now(lambda session: session.scalars(select(User).order_by(User.username)).all())
    for row in rows:
        print(f"{row.username:12} {row.role:11} {row.display_name}")  # noqa: T201


def _password(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    """Read from the terminal without echo, or from standard input where that is no terminal."""
    if sys.stdin.isatty():
        password = getpass.getpass(f"New password for {words.user}: ")
    else:
        password = sys.stdin.readline().rstrip("\n")
    if len(password) < SHORTEST_PASSWORD:
        raise AdminError(f"A password needs at least {SHORTEST_PASSWORD} characters; nothing was changed.")
    hashed = hash_password(password)

    def change(session: Session) -> None:
        user = session.scalars(select(User).where(User.username == words.user)).first()
        if user is None:
            raise AdminError(f"There is no user {words.user}. `seatline admin users` lists them.")
        user.password_hash = hashed
        session.execute(delete(Token).where(Token.user_id == user.user_id))
        note_deed(session, datetime.now(UTC), ACTOR, "password.changed", words.user)

    database.write_now(change)
    told = f"The password of {words.user} is changed. Who is signed in is signed out within seconds."
    print(f"{told} Talks go on.")  # noqa: T201


def _recording(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    """Decrypt one recording into a file, Ogg/Opus: customer left, agent right."""
    if words.out.exists():
        raise AdminError(f"{words.out} exists already; nothing was written.")
    service = RecordingHouse(database, words.data, keys, words.key_command).service
    audio = asyncio.run(service.audio(words.id))
    database.write_now(
        lambda session: note_deed(session, datetime.now(UTC), ACTOR, "recording.exported", words.id)
    )
    words.out.write_bytes(audio)
    print(f"{words.out}: {len(audio)} bytes, not encrypted. Delete it when it is no longer needed.")  # noqa: T201


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="seatline admin", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("seatline-data"), help="the server's data folder")
    parser.add_argument("--database", default="", metavar="URL", help="as given to the server")
    parser.add_argument(
        "--key-command",
        default=os.environ.get("SEATLINE_KEY_COMMAND", ""),
        metavar="PATH",
        help="as given to the server",
    )
    acts = parser.add_subparsers(required=True, metavar="ACT")
    users = acts.add_parser("users", help="list the users")
    users.set_defaults(act=_users)
    password = acts.add_parser("password", help="set a user's password")
    password.add_argument("user")
    password.set_defaults(act=_password)
    add_people_acts(acts)
    add_acts(acts)
    add_queue_acts(acts)
    add_skill_acts(acts)
    add_calling_acts(acts)
    add_desk_acts(acts)
    add_replies(acts)
    add_articles(acts)
    add_rebuild(acts)
    recording = acts.add_parser("recording", help="export one recording, decrypted")
    recording.add_argument("id")
    recording.add_argument("--out", type=Path, required=True, metavar="FILE.ogg")
    recording.set_defaults(act=_recording)
    add_recordings(acts)
    add_flows(acts, lambda session: {name: each.hours for name, each in hours_sheets(session, []).items()})
    add_systems(acts)
    add_channels(acts, OutsideWeb)
    add_tickets(acts)
    add_ticket_rules(acts)
    add_sources(acts)
    add_prompts(acts)
    return parser
