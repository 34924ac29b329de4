"""Trunk accounts: rows of the database on one side, accounts of the voice port on the other, and what is
wrong with one in sentences.

In:  rows; what an administrator enters. Out: ``TrunkAccount``, rows, ConfigurationError.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.directory.model import ConfigurationError
from app.server.security.fields import decrypt_field, encrypt_field
from app.server.storage.tables import TrunkRow
from app.server.voice.embedded.signalling.number_rules import (
    NumberRuleError,
    allowed,
    check_pattern,
    check_rule,
    dialled_to_e164,
)
from app.server.voice.embedded.signalling.ways import ALL_CODECS
from app.server.voice.engine import NumberRule, SrtpPolicy, TrunkAccount

TRANSPORTS = ("udp", "tcp", "tls")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_HOST = re.compile(r"[A-Za-z0-9.:\[\]_-]{1,255}")
_E164 = re.compile(r"\+[1-9]\d{3,14}")
_USERNAME = re.compile(r"[^\s\"<>@:;\\\\]{1,120}")


def trunk_field(trunk_id: str) -> str:
    """What the encrypted secret of a trunk is bound to."""
    return f"trunks/{trunk_id}"


def leads_out(accounts: Sequence[TrunkAccount], number: str) -> bool:
    """Whether one of these trunks may be used for this number, up or not."""
    wanted = dialled_to_e164(number)
    return bool(wanted) and any(each.host and allowed(each.numbers_out, wanted) for each in accounts)


def read_trunks(session: Session, key: bytes) -> tuple[TrunkAccount, ...]:
    """Raises FieldDamagedError."""
    rows = session.scalars(select(TrunkRow).order_by(TrunkRow.priority, TrunkRow.trunk_id))
    return tuple(account_of(row, key) for row in rows)


def account_of(row: TrunkRow, key: bytes) -> TrunkAccount:
    """Raises FieldDamagedError."""
    hidden = row.secret_encrypted
    return TrunkAccount(
        trunk_id=row.trunk_id,
        host=row.host,
        port=row.port,
        transport=row.transport,
        register=row.register,
        username=row.username,
        secret=decrypt_field(key, hidden, trunk_field(row.trunk_id)) if hidden else "",
        addresses=tuple(row.addresses),
        priority=row.priority,
        call_limit=row.call_limit,
        codecs=tuple(row.codecs),
        srtp=SrtpPolicy(row.srtp),
        own_number=row.own_number,
        rules_in=_rules(row.rules_in),
        rules_out=_rules(row.rules_out),
        numbers_out=tuple(row.numbers_out),
        domain=row.domain,
        tls_ca=row.tls_ca,
        options=row.options,
    )


def write_trunk(session: Session, account: TrunkAccount, key: bytes) -> None:
    """Insert or replace. Raises ConfigurationError for what cannot work."""
    check_trunk(account)
    hidden = encrypt_field(key, account.secret, trunk_field(account.trunk_id)) if account.secret else b""
    session.merge(
        TrunkRow(
            trunk_id=account.trunk_id,
            host=account.host,
            port=account.port,
            transport=account.transport,
            register=account.register,
            username=account.username,
            secret_encrypted=hidden,
            addresses=list(account.addresses),
            priority=account.priority,
            call_limit=account.call_limit,
            codecs=list(account.codecs),
            srtp=account.srtp.value,
            own_number=account.own_number,
            rules_in=[[rule.pattern, rule.replacement] for rule in account.rules_in],
            rules_out=[[rule.pattern, rule.replacement] for rule in account.rules_out],
            numbers_out=list(account.numbers_out),
            domain=account.domain,
            tls_ca=account.tls_ca,
            options=account.options,
        )
    )


def check_trunk(account: TrunkAccount) -> None:
    """Raises ConfigurationError with a sentence that says what to correct."""
    for wrong, sentence in (
        (not _ID.fullmatch(account.trunk_id), "a name has small letters, digits, - and _ (at most 40)"),
        (account.trunk_id == "default", "the name default belongs to the addresses given by --trunks"),
        (not account.host and not account.addresses, "a host or at least one address is needed"),
        (bool(account.host) and not _HOST.fullmatch(account.host), f"{account.host!r} is no host"),
        (bool(account.domain) and not _HOST.fullmatch(account.domain), f"{account.domain!r} is no domain"),
        (not 0 < account.port < 65536, "the port must lie between 1 and 65535"),
        (account.transport not in TRANSPORTS, f"the transport must be one of {', '.join(TRANSPORTS)}"),
        (account.register and not account.host, "registering needs a host"),
        (account.register and not account.username, "registering needs a user name"),
        (bool(account.username) and not _USERNAME.fullmatch(account.username), "the user name is none"),
        (not 0 <= account.priority <= 1000, "the priority must lie between 0 and 1000"),
        (account.call_limit < 0, "the limit of calls cannot be below 0"),
        (not account.codecs, "at least one codec is needed"),
        (bool(account.own_number) and not _E164.fullmatch(account.own_number),
         "the own number must be E.164, for example +861088886666"),
        (bool(account.numbers_out) and not account.host, "calls out need a host"),
        (bool(account.tls_ca) and not Path(account.tls_ca).is_file(), f"there is no file {account.tls_ca}"),
    ):  # fmt: skip
        if wrong:
            raise ConfigurationError(f"Trunk {account.trunk_id}: {sentence}.")
    if unknown := [name for name in account.codecs if name not in ALL_CODECS]:
        raise ConfigurationError(
            f"Trunk {account.trunk_id}: {unknown[0]!r} is no codec. Known are {', '.join(ALL_CODECS)}."
        )
    try:
        for text in account.addresses:
            ipaddress.ip_network(text, strict=False)
        for rule in (*account.rules_in, *account.rules_out):
            check_rule(rule)
        for pattern in account.numbers_out:
            check_pattern(pattern)
    except NumberRuleError as error:
        raise ConfigurationError(f"Trunk {account.trunk_id}: {error}.") from error
    except ValueError as error:
        raise ConfigurationError(f"Trunk {account.trunk_id}: not an address or network: {error}.") from error


def _rules(raw: Sequence[Any]) -> tuple[NumberRule, ...]:
    return tuple(NumberRule(str(pattern), str(replacement)) for pattern, replacement in raw)
