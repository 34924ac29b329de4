"""``seatline admin channel …`` and ``seatline admin notices …``: ways to the outside, words and rules.

On the server's machine. A running server takes changes over by itself within a few seconds. Each act is
written to the audit list, without secrets.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import yaml
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.resources import resource_dir
from app.server.flows.files import parse_yaml
from app.server.notify.courier import masked
from app.server.notify.model import ChannelSetUpError, NotifyError, Parcel, Web
from app.server.notify.rules import set_customers_quiet, set_text_days
from app.server.notify.set_up import KINDS, account_of, as_file, make_sender, set_secret, write_channel
from app.server.notify.texts import LANGUAGES, NoticeTexts
from app.server.numbering import parse_e164
from app.server.security.audit import note_deed
from app.server.security.keys import Keys
from app.server.storage.database import Database
from app.server.storage.tables import ChannelRow, NoticeTemplateRow, OptOutRow

ACTOR = "command-line"
OpenWeb = Callable[[], Web]


def add_channels(acts: Any, open_web: OpenWeb) -> None:
    """Give ``seatline admin`` the words ``channel`` and ``notices``; ``acts`` is what ``add_subparsers``
    returned. Each act returns the exit code and raises ChannelSetUpError, StorageError, FieldDamagedError."""
    channel = _words(acts, "channel", "ways to the outside: SMS providers, mail, WeCom, webhooks")
    _add(channel, "list", _list, "list the channels")
    _add(channel, "kinds", _kinds, "list the kinds of channels, their settings and secrets")
    _add(channel, "import", _import, "set up a channel from a file; secrets that are set stay").add_argument(
        "file", type=Path
    )
    _add(channel, "export", _export, "print a channel as a file, without secrets").add_argument("id")
    _add(channel, "remove", _remove, "nothing goes out by it from then on").add_argument("id")
    secret = _add(channel, "secret", _secret, "set a secret, from the terminal or standard input")
    secret.add_argument("id")
    secret.add_argument("name")
    test = _add(channel, "test", _test_with(open_web), "send a test message by it now")
    test.add_argument("id")
    test.add_argument("to", nargs="?", default="", help="number, address or WeCom user; not for groups")
    notices = _words(acts, "notices", "words and rules of what people and customers are told")
    _add(notices, "texts", _texts, "print all texts as they are used, to be changed and imported")
    texts = _add(notices, "import-texts", _import_texts, "take texts of the company's own from a file")
    texts.add_argument("file", type=Path)
    quiet = _add(notices, "quiet", _quiet, "when customers get no short messages")
    quiet.add_argument("hours", metavar="22:00-08:00|off")
    keep = _add(notices, "keep", _keep, "how many days texts and addresses of what was sent are kept")
    keep.add_argument("days", type=int)
    out = _add(notices, "opt-out", _opt_out, "a number or e-mail address that wants no messages")
    out.add_argument("address")
    back = _add(notices, "opt-in", _opt_in, "it may be sent messages again")
    back.add_argument("address")


# --- channels ---


def _list(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    rows = database.read_now(
        lambda session: session.scalars(
            select(ChannelRow).order_by(ChannelRow.position, ChannelRow.channel_id)
        ).all()
    )
    for row in rows:
        secrets = " ".join(sorted(account_of(row, keys.phones).secrets)) or "none"
        _say(f"{row.channel_id:16} {row.kind:12} {'on ' if row.active else 'off'} secrets: {secrets}")
    if not rows:
        _say("There is no channel. `seatline admin channel import FILE` sets one up.")
    return 0


def _kinds(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    for name, kind in KINDS.items():
        secrets = ", ".join((*kind.secrets, *(("password",) if name == "smtp" else ())))
        _say(f"{name:12} settings: {', '.join(kind.settings)}; secrets: {secrets}")
    return 0


def _import(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    data = _read(words.file)

    def bring(session: Session) -> str:
        channel_id = write_channel(session, data)
        _note(session, "channel.imported", channel_id)
        return channel_id

    _say(f"The channel {database.write_now(bring)} is set up.")
    return 0


def _export(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    row = database.read_now(lambda session: _row(session, words.id))
    _say(yaml.safe_dump(as_file(row), allow_unicode=True, sort_keys=False).rstrip("\n"))
    return 0


def _remove(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    def remove(session: Session) -> None:
        _row(session, words.id)
        session.execute(delete(ChannelRow).where(ChannelRow.channel_id == words.id))
        _note(session, "channel.removed", words.id)

    database.write_now(remove)
    _say(f"The channel {words.id} is removed.")
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
        _note(session, "channel.secret", words.id, words.name)

    database.write_now(change)
    _say(f"The secret {words.name} is {'set' if value else 'taken away'}.")
    return 0


def _test_with(open_web: OpenWeb) -> Callable[..., int]:
    def test(words: argparse.Namespace, database: Database, keys: Keys) -> int:
        row = database.read_now(lambda session: _row(session, words.id))
        account = account_of(row, keys.phones)
        address = words.id if account.channel in ("WECOM_ROBOT", "WEBHOOK") else words.to
        if account.channel == "SMS":
            address = parse_e164(address) or ""
        if not address:
            raise ChannelSetUpError("Say to whom: a number with its country, an address, a WeCom user.")
        said = database.read_now(lambda session: _all_texts().words(session, "channel.test", "zh", {}))
        parcel = Parcel(
            once=f"seatline-test-{int(datetime.now(UTC).timestamp())}",
            address=address,
            text=said.text,
            title=said.title,
            template="channel.test",
            at=datetime.now(UTC),
        )

        async def send() -> str:
            web = open_web()
            try:
                return await make_sender(account, web).send(parcel)
            finally:
                await web.close()

        try:
            receipt = asyncio.run(send())
        except NotifyError as error:
            _say(f"It was not taken: {error.why}.")
            return 1
        finally:
            database.write_now(lambda session: _note(session, "channel.tested", words.id))
        _say(f"Handed over for {masked(account.channel, address)}. {receipt}".rstrip())
        return 0

    return test


# --- notices ---


def _texts(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    def read(session: Session) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for template in _all_texts():
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

    _say(yaml.safe_dump(database.read_now(read), allow_unicode=True, sort_keys=False).rstrip("\n"))
    return 0


def _import_texts(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    texts, data = _all_texts(), _names(_read(words.file), str(words.file))
    rows: list[NoticeTemplateRow] = []
    for name, each in data.items():
        for language, raw in _names(each, name).items():
            if language not in LANGUAGES:
                raise ChannelSetUpError(f"{name}: a language is zh or en, not {language}.")
            said = _names(raw, f"{name}, {language}")
            title, text = str(said.get("title") or ""), str(said.get("text") or "")
            texts.check_own(name, title, text)
            rows.append(NoticeTemplateRow(template=name, language=language, title=title[:200], text=text))

    def bring(session: Session) -> None:
        for row in rows:
            session.merge(row)
        _note(session, "notices.texts", "", " ".join(sorted({row.template for row in rows})))

    database.write_now(bring)
    _say(f"{len(rows)} texts are used from now on.")
    return 0


def _quiet(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    def change(session: Session) -> None:
        set_customers_quiet(session, words.hours)
        _note(session, "notices.quiet", "", words.hours)

    database.write_now(change)
    _say(f"Customers are left in peace: {words.hours}.")
    return 0


def _keep(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    def change(session: Session) -> None:
        set_text_days(session, words.days)
        _note(session, "notices.keep", "", str(words.days))

    database.write_now(change)
    _say(f"Texts and addresses are kept for {words.days} days.")
    return 0


def _opt_out(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    address = _address(words.address)

    def change(session: Session) -> None:
        session.merge(OptOutRow(address=address, at=datetime.now(UTC), by=ACTOR))
        _note(session, "notices.opt-out", "")

    database.write_now(change)
    _say("It is sent no messages any more.")
    return 0


def _opt_in(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    def change(session: Session) -> None:
        session.execute(delete(OptOutRow).where(OptOutRow.address == _address(words.address)))
        _note(session, "notices.opt-in", "")

    database.write_now(change)
    _say("It may be sent messages.")
    return 0


# --- small ---


def _words(acts: Any, name: str, text: str) -> Any:
    parser = acts.add_parser(name, help=text)
    return parser.add_subparsers(required=True, metavar="WHAT")


def _add(words: Any, name: str, act: Callable[..., int], text: str) -> argparse.ArgumentParser:
    each: argparse.ArgumentParser = words.add_parser(name, help=text, description=text)
    each.set_defaults(act=act)
    return each


def _read(path: Path) -> object:
    data, defect = parse_yaml(path.read_text("utf-8"))
    if defect is not None:
        raise ChannelSetUpError(f"{path}: {defect.reason('en')}.")
    return data


def _names(data: object, where: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise ChannelSetUpError(f"{where}: names with values are expected.")
    return {str(name): value for name, value in cast("Mapping[Any, Any]", data).items()}


def _all_texts() -> NoticeTexts:
    return NoticeTexts(resource_dir() / "notices")


def _address(text: str) -> str:
    """As messages have it: E.164, or a mail address in small letters."""
    return text.strip().lower() if "@" in text else parse_e164(text) or text.strip()


def _row(session: Session, channel_id: str) -> ChannelRow:
    row = session.get(ChannelRow, channel_id)
    if row is None:
        raise ChannelSetUpError(
            f"There is no channel {channel_id}. `seatline admin channel list` lists them."
        )
    return row


def _note(session: Session, action: str, subject: str, detail: str = "") -> None:
    note_deed(session, datetime.now(UTC), ACTOR, action, subject, detail)


def _say(text: str) -> None:
    print(text)  # noqa: T201
