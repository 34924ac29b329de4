"""``seatline admin reply …``: the team's quick replies as YAML, from the command line.

In:  words of the command line, files of a list of {group, title, text, language}. Out: rows, an entry in the
audit list for each import, sentences. A reply is known by group and title: it is written over, its recording
kept where its text is the same. A file with any defect changes nothing.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import yaml
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.replies import NewQuickReply
from app.server.replies.service import TEAM, ReplyService
from app.server.security.audit import note_deed
from app.server.security.keys import Keys
from app.server.security.model import RoleName, SignedInUser
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import QuickReply

_OPERATOR = SignedInUser("command-line", "command-line", "", RoleName.ADMIN)


def _list(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    for row in database.read_now(_team):
        recorded = "  recorded" if row.clip else ""
        _say(f"{row.language}  {row.group:10} {row.title:24} {row.text[:50]!r}{recorded}")


def _export(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    data = [
        {"group": row.group, "title": row.title, "language": row.language, "text": row.text}
        | ({"queues": row.queues} if row.queues else {})
        for row in database.read_now(_team)
    ]
    _say(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110).rstrip())


def _import(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    wanted = [each for path in words.files for each in _read(path)]

    def put(session: Session) -> int:
        service, now = ReplyService(database, lambda *_: False), datetime.now(UTC)
        known = {(row.group, row.title): row.reply_id for row in _team(session)}
        for new in wanted:
            reply_id = known.get((new.group.strip(), new.title.strip()))
            if reply_id is None:
                service.create(session, _OPERATOR, new, now)
            else:
                service.change(session, _OPERATOR, reply_id, new, now)
        note_deed(session, now, _OPERATOR.user_id, "reply.imported", f"{len(wanted)} replies")
        return len(wanted)

    _say(f"{database.write_now(put)} quick replies are imported.")


def _read(path: Path) -> list[NewQuickReply]:
    """Raises InvalidValueError, OSError."""
    try:
        data: object = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InvalidValueError(f"{path} is no YAML file: {str(error).splitlines()[0]}.") from error
    if not isinstance(data, list):
        raise InvalidValueError(f"{path} must be a list of replies with title and text.")
    found: list[NewQuickReply] = []
    for number, each in enumerate(cast("list[object]", data), start=1):
        fields = cast("dict[str, Any]", each) if isinstance(each, dict) else {}
        try:
            found.append(NewQuickReply.model_validate({**fields, "scope": TEAM}))
        except ValidationError as error:
            first: Any = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            raise InvalidValueError(f"{path}, reply {number}: {place}: {first['msg']}.") from error
    return found


def _team(session: Session) -> list[QuickReply]:
    order = (QuickReply.group, QuickReply.position, QuickReply.title)
    return list(session.scalars(select(QuickReply).where(QuickReply.scope == TEAM).order_by(*order)))


def add_replies(acts: Any) -> None:
    """Add ``reply`` to the acts of ``seatline admin``."""
    words = acts.add_parser("reply", help="the team's quick replies").add_subparsers(
        required=True, metavar="DO"
    )
    for name, act, text in (("list", _list, "list them"), ("export", _export, "write them as YAML")):
        words.add_parser(name, help=text, description=text).set_defaults(act=act)
    text = "take them over from YAML files: all of them, or none"
    parser = words.add_parser("import", help=text, description=text)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.set_defaults(act=_import)


def _say(text: str) -> None:
    print(text)  # noqa: T201
