"""Channels as administrators set them up: what each kind needs, and the sender that is made of it.

In:  rows with encrypted secrets. Out: accounts, and senders over one HTTP client.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.notify.channels.aliyun import AliyunSms
from app.server.notify.channels.sms_templates import read_templates
from app.server.notify.channels.smtp import MailAccount, SmtpMail
from app.server.notify.channels.tencent import TencentSms
from app.server.notify.channels.webhook import Webhook
from app.server.notify.channels.wecom import WeComApp, WeComRobot
from app.server.notify.model import Account, ChannelSetUpError, NotifyError, Sender, Web, WebReply
from app.server.security.fields import FieldDamagedError, decrypt_field, encrypt_field
from app.server.storage.tables import ChannelRow

FIELDS = ("id", "kind", "settings", "active", "position")
RECEIPT_KEY = "receipt_key"  # stands in the address to which a provider reports what became of messages
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_KEY = re.compile(r"[A-Za-z0-9_-]{20,100}")


@dataclass(frozen=True, slots=True)
class Kind:
    """``settings``: names that a file may have; ``secrets``: that must be set for it to work; ``may_have``:
    secrets that need not be set."""

    settings: tuple[str, ...]
    needed: tuple[str, ...]
    secrets: tuple[str, ...]
    make: Callable[[Account, Web], Sender]
    may_have: tuple[str, ...] = ()


def _aliyun(account: Account, web: Web) -> Sender:
    templates = read_templates(_name(account), account.settings)
    return AliyunSms(
        web, templates, _text(account, "access_key_id"), account.secrets["access_key_secret"], _url(account)
    )


def _tencent(account: Account, web: Web) -> Sender:
    return TencentSms(
        web,
        read_templates(_name(account), account.settings),
        _text(account, "secret_id"),
        account.secrets["secret_key"],
        _text(account, "sdk_app_id"),
        _text(account, "region") or "ap-guangzhou",
        _url(account),
    )


def _robot(account: Account, web: Web) -> Sender:
    return WeComRobot(web, account.secrets["key"], _url(account).rstrip("/"))


def _app(account: Account, web: Web) -> Sender:
    agent_id = _text(account, "agent_id")
    if not agent_id.isdecimal():
        raise ChannelSetUpError(f"{_name(account)}: agent_id is the number of the app.")
    corp_id = _text(account, "corp_id")
    return WeComApp(web, corp_id, account.secrets["secret"], int(agent_id), _url(account).rstrip("/"))


def _mail(account: Account, web: Web) -> Sender:
    security, port = _text(account, "security") or "starttls", _text(account, "port")
    host = _text(account, "host")
    if security not in ("tls", "starttls", "none"):
        raise ChannelSetUpError(f"{_name(account)}: security is tls, starttls or none.")
    if security == "none" and host not in ("127.0.0.1", "::1", "localhost"):
        raise ChannelSetUpError(f"{_name(account)}: without TLS only a mail server on this machine is used.")
    if not (port.isdecimal() and 0 < int(port) < 65536):
        raise ChannelSetUpError(
            f"{_name(account)}: port must be a number, often 465 (tls) or 587 (starttls)."
        )
    sender = _text(account, "from")
    if "@" not in sender or not sender.isascii() or any(character.isspace() for character in sender):
        raise ChannelSetUpError(f"{_name(account)}: from must be an e-mail address.")
    return SmtpMail(
        MailAccount(
            host=host,
            port=int(port),
            security=security,
            sender=sender,
            sender_name=_text(account, "from_name"),
            username=_text(account, "username"),
            password=account.secrets.get("password", ""),
            reply_to=_text(account, "reply_to"),
        )
    )


def _webhook(account: Account, web: Web) -> Sender:
    return Webhook(web, _checked_url(account, _text(account, "url")), account.secrets["secret"])


KINDS: Mapping[str, Kind] = {
    "aliyun-sms": Kind(
        ("access_key_id", "sign_name", "templates", "endpoint"),
        ("access_key_id",),
        ("access_key_secret",),
        _aliyun,
        (RECEIPT_KEY,),
    ),
    "tencent-sms": Kind(
        ("secret_id", "sdk_app_id", "sign_name", "templates", "region", "endpoint"),
        ("secret_id", "sdk_app_id"),
        ("secret_key",),
        _tencent,
        (RECEIPT_KEY,),
    ),
    "smtp": Kind(
        ("host", "port", "security", "from", "from_name", "username", "reply_to"),
        ("host", "port", "from"),
        (),
        _mail,
        ("password",),
    ),
    "wecom-robot": Kind(("endpoint", "kinds"), (), ("key",), _robot),
    "wecom-app": Kind(("corp_id", "agent_id", "endpoint"), ("corp_id", "agent_id"), ("secret",), _app),
    "webhook": Kind(("url", "kinds"), ("url",), ("secret",), _webhook),
}


def check_account(account: Account) -> None:
    """All but the secrets, which are set afterwards. Raises ChannelSetUpError."""
    if not _ID.fullmatch(account.channel_id):
        raise ChannelSetUpError("A channel's id has small letters, digits, - and _ (at most 40).")
    kind = KINDS.get(account.kind)
    if kind is None:
        raise ChannelSetUpError(f"{_name(account)}: kind is one of {', '.join(KINDS)}.")
    if unknown := sorted(set(account.settings) - set(kind.settings)):
        raise ChannelSetUpError(f"{_name(account)}: there is no setting {unknown[0]!r}.")
    for name in kind.needed:
        if not _text(account, name):
            raise ChannelSetUpError(f"{_name(account)}: {name} is missing.")
    known = {**dict.fromkeys(kind.secrets, "-"), **account.secrets}
    kind.make(Account(account.channel_id, account.kind, account.settings, known), _NoWeb())


def make_sender(account: Account, web: Web) -> Sender:
    """Raises ChannelSetUpError where something is missing."""
    check_account(account)
    kind = KINDS[account.kind]
    for name in kind.secrets:
        if not account.secrets.get(name):
            raise ChannelSetUpError(
                f"{_name(account)}: its secret {name} is not set. "
                f"`seatline admin channel secret {account.channel_id} {name}` sets it."
            )
    return kind.make(account, web)


# --- rows ---


def read_accounts(session: Session, key: bytes) -> tuple[list[Account], list[str]]:
    """In their order, and a sentence about each that cannot be read."""
    found: list[Account] = []
    faults: list[str] = []
    for row in session.scalars(select(ChannelRow).order_by(ChannelRow.position, ChannelRow.channel_id)):
        try:
            found.append(account_of(row, key))
        except FieldDamagedError as error:
            faults.append(str(error))
    return found, faults


def account_of(row: ChannelRow, key: bytes) -> Account:
    """Raises FieldDamagedError."""
    return Account(
        row.channel_id, row.kind, dict(row.settings), secrets_of(row, key), row.active, row.position
    )


def secrets_of(row: ChannelRow, key: bytes) -> dict[str, str]:
    """Raises FieldDamagedError."""
    if not row.secret_encrypted:
        return {}
    text = decrypt_field(key, row.secret_encrypted, _bound_to(row.channel_id))
    return msgspec.json.decode(text, type=dict[str, str])


def set_secret(row: ChannelRow, key: bytes, name: str, value: str) -> None:
    """ "" takes it away. Raises FieldDamagedError, ChannelSetUpError."""
    kind = KINDS.get(row.kind)
    allowed = (*kind.secrets, *kind.may_have) if kind else ()
    if name not in allowed:
        raise ChannelSetUpError(f"Channel {row.channel_id}: its secrets are {', '.join(allowed)}.")
    if name == RECEIPT_KEY and value and not _KEY.fullmatch(value):
        raise ChannelSetUpError(
            f"Channel {row.channel_id}: {RECEIPT_KEY} is 20 to 100 letters and digits that nobody guesses."
        )
    secrets = {**secrets_of(row, key), name: value}
    kept = {each: secret for each, secret in secrets.items() if secret}
    text = msgspec.json.encode(kept).decode()
    row.secret_encrypted = encrypt_field(key, text, _bound_to(row.channel_id)) if kept else b""


def write_channel(session: Session, data: object) -> str:
    """Insert or replace from a file's data; secrets that are set stay. Raises ChannelSetUpError."""
    fields = cast("Mapping[str, Any]", data) if isinstance(data, Mapping) else {}
    if not isinstance(fields.get("id"), str) or not isinstance(fields.get("kind"), str):
        raise ChannelSetUpError(f"The file holds no channel: it needs {', '.join(FIELDS)}.")
    if unknown := sorted(set(fields) - set(FIELDS)):
        raise ChannelSetUpError(f"Channel {fields['id']}: there is no field {unknown[0]!r}.")
    settings, position, active = (
        fields.get("settings") or {},
        fields.get("position", 0),
        fields.get("active", True),
    )
    if not isinstance(settings, Mapping) or not isinstance(active, bool):
        raise ChannelSetUpError(
            f"Channel {fields['id']}: settings are names with values, active is true or false."
        )
    if not isinstance(position, int) or not 0 <= position < 10_000:
        raise ChannelSetUpError(f"Channel {fields['id']}: position is a number, the smallest is taken first.")
    account = Account(fields["id"], fields["kind"], dict(cast("Mapping[str, object]", settings)))
    check_account(account)
    old = session.get(ChannelRow, account.channel_id)
    if old is not None and old.kind != account.kind:
        raise ChannelSetUpError(f"Channel {account.channel_id} is of kind {old.kind}: remove it first.")
    row = old or ChannelRow(channel_id=account.channel_id, kind=account.kind, secret_encrypted=b"")
    row.settings, row.active, row.position = dict(account.settings), active, position
    session.add(row)
    return row.channel_id


def as_file(row: ChannelRow) -> dict[str, Any]:
    """Without secrets."""
    return {
        "id": row.channel_id,
        "kind": row.kind,
        "settings": row.settings,
        "active": row.active,
        "position": row.position,
    }


# --- small ---


class _NoWeb:
    """For checks: nothing is sent."""

    async def send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> WebReply:
        raise NotifyError("no-web")

    async def close(self) -> None:
        return


def _bound_to(channel_id: str) -> str:
    return f"channels/{channel_id}"


def _name(account: Account) -> str:
    return f"Channel {account.channel_id}"


def _text(account: Account, name: str) -> str:
    value = account.settings.get(name)
    return "" if value is None else str(value).strip()


def _url(account: Account) -> str:
    """The provider's own address where none is set."""
    endpoint = _text(account, "endpoint")
    return _checked_url(account, endpoint) if endpoint else ""


def _checked_url(account: Account, url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ChannelSetUpError(f"{_name(account)}: {url!r} is no address.") from error
    local = parts.hostname in ("127.0.0.1", "::1", "localhost")
    if not parts.hostname or port == 0 or parts.username or parts.fragment:
        raise ChannelSetUpError(f"{_name(account)}: {url!r} is no address of a web server.")
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise ChannelSetUpError(f"{_name(account)}: the address must begin with https://.")
    return url
