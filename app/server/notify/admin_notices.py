"""``seatline admin notices …``: words and rules of what people and customers are told.

On the server's machine. Each act that changes something is written to the audit list.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.server.notify.admin_words import ACTOR, add, all_texts, names_of, note, read_file, say, words_of
from app.server.notify.model import ChannelSetUpError
from app.server.notify.rules import set_customers_quiet, set_text_days
from app.server.notify.texts import LANGUAGES
from app.server.numbering import parse_e164
from app.server.security.keys import Keys
from app.server.storage.database import Database
from app.server.storage.tables import NoticeTemplateRow, OptOutRow


def add_notices(acts: Any) -> None:
    notices = words_of(acts, "notices", "words and rules of what people and customers are told")
    add(notices, "texts", _texts, "print all texts as they are used, to be changed and imported")
    texts = add(notices, "import-texts", _import_texts, "take texts of the company's own from a file")
    texts.add_argument("file", type=Path)
    quiet = add(notices, "quiet", _quiet, "when customers get no short messages")
    quiet.add_argument("hours", metavar="22:00-08:00|off")
    keep = add(notices, "keep", _keep, "how many days texts and addresses of what was sent are kept")
    keep.add_argument("days", type=int)
    out = add(notices, "opt-out", _opt_out, "a number or e-mail address that wants no messages")
    out.add_argument("address")
    back = add(notices, "opt-in", _opt_in, "it may be sent messages again")
    back.add_argument("address")


def _texts(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    def read(session: Session) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for template in all_texts():
            each: dict[str, Any] = {}
            for language in LANGUAGES:
                own = session.get(NoticeTemplateRow, (template.name, language))
                said = template.words[language]
                each[language] = {
                    "title": own.title if own and own.title else said.title,
                    "text": own.text if own and own.text else said.text,
                }
            found[template.name] = each
        return found

    say(yaml.safe_dump(database.read_now(read), allow_unicode=True, sort_keys=False).rstrip("\n"))
    return 0


def _import_texts(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    texts, data = all_texts(), names_of(read_file(words.file), str(words.file))
    rows: list[NoticeTemplateRow] = []
    for name, each in data.items():
        for language, raw in names_of(each, name).items():
            if language not in LANGUAGES:
                raise ChannelSetUpError(f"{name}: a language is zh or en, not {language}.")
            said = names_of(raw, f"{name}, {language}")
            title, text = str(said.get("title") or ""), str(said.get("text") or "")
            texts.check_own(name, title, text)
            rows.append(NoticeTemplateRow(template=name, language=language, title=title[:200], text=text))

    def bring(session: Session) -> None:
        for row in rows:
            session.merge(row)
        note(session, "notices.texts", "", " ".join(sorted({row.template for row in rows})))

    database.write_now(bring)
    say(f"{len(rows)} texts are used from now on.")
    return 0


def _quiet(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    def change(session: Session) -> None:
        set_customers_quiet(session, words.hours)
        note(session, "notices.quiet", "", words.hours)

    database.write_now(change)
    say(f"Customers are left in peace: {words.hours}.")
    return 0


def _keep(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    def change(session: Session) -> None:
        set_text_days(session, words.days)
        note(session, "notices.keep", "", str(words.days))

    database.write_now(change)
    say(f"Texts and addresses are kept for {words.days} days.")
    return 0


def _opt_out(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    address = _address(words.address)

    def change(session: Session) -> None:
        session.merge(OptOutRow(address=address, at=datetime.now(UTC), by=ACTOR))
        note(session, "notices.opt-out", "")

    database.write_now(change)
    say("It is sent no messages any more.")
    return 0


def _opt_in(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    def change(session: Session) -> None:
        session.execute(delete(OptOutRow).where(OptOutRow.address == _address(words.address)))
        note(session, "notices.opt-in", "")

    database.write_now(change)
    say("It may be sent messages.")
    return 0


def _address(text: str) -> str:
    """As messages have it: E.164, or a mail address in small letters."""
    return text.strip().lower() if "@" in text else parse_e164(text) or text.strip()
