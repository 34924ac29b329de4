"""``seatline admin trunk …`` and ``phone …``: lines to the outside and what phones can do.

In:  words of the command line. Out: rows, an entry in the audit list for each act, sentences.
A running server takes changes over by itself within a few seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.server.directory.model import ConfigurationError
from app.server.directory.trunks import TRANSPORTS, account_of, read_trunks, write_trunk
from app.server.security.audit import note_deed
from app.server.security.keys import Keys
from app.server.storage.database import Database
from app.server.storage.tables import Phone, TrunkRow
from app.server.voice.embedded.signalling.trunk_try import try_trunk
from app.server.voice.engine import NumberRule, SrtpPolicy, TrunkAccount

ACTOR = "command-line"
_SRTP = [policy.value for policy in SrtpPolicy]
_YES_NO = ("yes", "no")


# --- trunks --------------------------------------------------------------------------------------


def _list(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    trunks = database.read_now(lambda session: read_trunks(session, keys.phones))
    for each in trunks:
        place = f"{each.host}:{each.port}/{each.transport}" if each.host else ", ".join(each.addresses)
        how = f"registers as {each.username}" if each.register else "by address"
        out = f"out: {' '.join(each.numbers_out)}" if each.numbers_out else "no calls out"
        limit = f", at most {each.call_limit} calls" if each.call_limit else ""
        _say(f"{each.trunk_id:14} {each.priority:3}  {place}  {how}{limit}; {out}")
    if not trunks:
        _say("There is no trunk. `seatline admin trunk add NAME --host HOST …` makes one.")


def _add(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    secret = _secret(words)

    def add(session: Session) -> None:
        if session.get(TrunkRow, words.name) is not None:
            raise ConfigurationError(f"There is a trunk {words.name} already: use `trunk change`.")
        account = _with(TrunkAccount(words.name, ""), words)
        if words.port is None and account.transport == "tls":
            account = replace(account, port=5061)
        write_trunk(session, replace(account, secret=secret), keys.phones)
        _note(session, "trunk.added", words.name, f"{account.host} {account.username}".strip())

    database.write_now(add)
    _say(f"Trunk {words.name} is added. `seatline admin trunk test {words.name}` tries it.")


def _change(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    secret = _secret(words) if words.password else None

    def change(session: Session) -> None:
        before = account_of(_row(session, words.name), keys.phones)
        after = _with(before, words)
        if secret is not None:
            after = replace(after, secret=secret)
        write_trunk(session, after, keys.phones)
        changed = [name for name in _FIELDS if getattr(before, name) != getattr(after, name)]
        changed += ["password"] if before.secret != after.secret else []
        _note(session, "trunk.changed", words.name, " ".join(changed))

    database.write_now(change)
    _say(f"Trunk {words.name} is changed.")


def _remove(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    def remove(session: Session) -> None:
        _row(session, words.name)
        session.execute(delete(TrunkRow).where(TrunkRow.trunk_id == words.name))
        _note(session, "trunk.removed", words.name)

    database.write_now(remove)
    _say(f"Trunk {words.name} is removed. Calls that run over it go on.")


def _test(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    account = database.read_now(lambda session: account_of(_row(session, words.name), keys.phones))
    works, said = asyncio.run(try_trunk(account))
    database.write_now(
        lambda session: _note(session, "trunk.tested", words.name, "ok" if works else "failed")
    )
    if not works:
        raise ConfigurationError(f"Trunk {words.name} does not work. {' '.join(said)}")
    _say(f"Trunk {words.name} works. {' '.join(said)}")


_FIELDS = (
    "host", "port", "transport", "register", "username", "addresses", "priority", "call_limit", "codecs",
    "srtp", "own_number", "rules_in", "rules_out", "numbers_out", "domain", "tls_ca", "options",
)  # fmt: skip


def _with(account: TrunkAccount, words: argparse.Namespace) -> TrunkAccount:
    """The account with everything that was given; what was not given stays."""
    given: dict[str, Any] = {name: value for name in _FIELDS if (value := getattr(words, name)) is not None}
    for name in ("register", "options"):
        if name in given:
            given[name] = given[name] == "yes"
    for name in ("addresses", "numbers_out"):
        if name in given:
            given[name] = tuple(text for text in given[name] if text)
    for name in ("rules_in", "rules_out"):
        if name in given:
            given[name] = tuple(_rule(text) for text in given[name] if text)
    if "codecs" in given:
        given["codecs"] = tuple(name.strip().upper() for name in given["codecs"].split(","))
    if "srtp" in given:
        given["srtp"] = SrtpPolicy(given["srtp"])
    return replace(account, **given)


def _rule(text: str) -> NumberRule:
    pattern, equals, replacement = text.rpartition("=")
    if not equals:
        raise ConfigurationError(f"A rule is PATTERN=REPLACEMENT, not {text!r}.")
    return NumberRule(pattern, replacement)


def _row(session: Session, name: str) -> TrunkRow:
    row = session.get(TrunkRow, name)
    if row is None:
        raise ConfigurationError(f"There is no trunk {name}. `seatline admin trunk list` lists them.")
    return row


def _secret(words: argparse.Namespace) -> str:
    """Read from the terminal without echo, or from standard input where that is no terminal."""
    if not words.username and not words.password:
        return ""
    if sys.stdin.isatty():
        return getpass.getpass(f"Password of trunk {words.name}: ")
    return sys.stdin.readline().rstrip("\n")


# --- phones --------------------------------------------------------------------------------------


def _phones(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    rows = database.read_now(lambda session: session.scalars(select(Phone).order_by(Phone.sip_user)).all())
    for row in rows:
        digest = "MD5 only" if row.md5_only else "SHA-256, MD5"
        out = "may dial out" if row.may_dial_out else "may not dial out"
        _say(f"{row.sip_user:12} {row.user_id:12} {digest:13} SRTP {row.srtp:8} {out}")


def _set_phone(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    def change(session: Session) -> None:
        row = session.get(Phone, words.sip_user)
        if row is None:
            raise ConfigurationError(
                f"There is no phone {words.sip_user}. `seatline admin phone list` lists them."
            )
        changed: list[str] = []
        if words.md5_only:
            row.md5_only = words.md5_only == "yes"
            changed.append(f"md5_only={words.md5_only}")
        if words.srtp:
            row.srtp = words.srtp
            changed.append(f"srtp={words.srtp}")
        if words.may_dial_out:
            row.may_dial_out = words.may_dial_out == "yes"
            changed.append(f"may_dial_out={words.may_dial_out}")
        if not changed:
            raise ConfigurationError("Say what to set: --md5-only, --srtp or --may-dial-out.")
        _note(session, "phone.changed", words.sip_user, " ".join(changed))

    database.write_now(change)
    _say(f"Phone {words.sip_user} is changed.")


# --- words ---------------------------------------------------------------------------------------


def add_acts(acts: Any) -> None:
    """Add ``trunk`` and ``phone`` to the acts of ``seatline admin``."""
    trunk = acts.add_parser("trunk", help="lines to telephone providers and other exchanges")
    kinds = trunk.add_subparsers(required=True, metavar="DO")
    kinds.add_parser("list", help="list the trunks").set_defaults(act=_list)
    add = kinds.add_parser("add", help="add a trunk; its password is read from standard input")
    change = kinds.add_parser("change", help="change what is given, leave the rest")
    for parser, act in ((add, _add), (change, _change)):
        parser.add_argument("name", help="what you call it, such as telecom")
        parser.add_argument(
            "--password", action="store_true", help="read a (new) password from standard input"
        )
        _add_fields(parser)
        parser.set_defaults(act=act)
    for name, act, text in (
        ("remove", _remove, "remove a trunk"),
        ("test", _test, "try it once: is it there, is the password right?"),
    ):
        parser = kinds.add_parser(name, help=text)
        parser.add_argument("name")
        parser.set_defaults(act=act)
    phone = acts.add_parser("phone", help="what the agents' phones can do")
    kinds = phone.add_subparsers(required=True, metavar="DO")
    kinds.add_parser("list", help="list the phones").set_defaults(act=_phones)
    parser = kinds.add_parser("set", help="change one phone")
    parser.add_argument("sip_user")
    parser.add_argument("--md5-only", choices=_YES_NO, help="it cannot cope with SHA-256 beside MD5")
    parser.add_argument("--srtp", choices=_SRTP, help="encrypted sound")
    parser.add_argument("--may-dial-out", choices=_YES_NO, help="numbers that only a trunk leads to")
    parser.set_defaults(act=_set_phone)


def _add_fields(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--host", help="name or address of the provider; none: calls only come in, from --address")
    add("--port", type=int, help="5060, or 5061 for TLS")
    add("--transport", choices=TRANSPORTS)
    add("--register", choices=_YES_NO, help="register there with --username")
    add("--username", metavar="NAME", help="also used when the provider asks for a password at a call")
    add(
        "--address",
        dest="addresses",
        action="append",
        metavar="NET",
        help="calls are taken from here too; may be given several times",
    )
    add("--priority", type=int, help="the lowest is tried first (10)")
    add("--call-limit", type=int, metavar="N", help="calls at once, in and out; 0: no limit")
    add("--codecs", metavar="A,B", help="in the order of preference (PCMA,PCMU,G722)")
    add("--srtp", choices=_SRTP, help="encrypted sound (off)")
    add("--own-number", metavar="E164", help="shown when a call has no number of its own")
    add(
        "--in",
        dest="rules_in",
        action="append",
        metavar="PATTERN=NUMBER",
        help="makes E.164 of what the provider sends; the first that matches counts",
    )
    add(
        "--out",
        dest="rules_out",
        action="append",
        metavar="PATTERN=NUMBER",
        help="makes what the provider wants of E.164",
    )
    add(
        "--allow",
        dest="numbers_out",
        action="append",
        metavar="PATTERN",
        help="numbers (E.164) that may go out here; none: no calls out",
    )
    add("--domain", help="behind the @ of our addresses there, where it is not the host")
    add("--tls-ca", metavar="FILE", help="authorities to trust instead of the system's")
    add("--options", choices=_YES_NO, help="ask every half minute whether it lives (yes)")  # fmt: skip


def _note(session: Session, action: str, subject: str, detail: str = "") -> None:
    note_deed(session, datetime.now(UTC), ACTOR, action, subject, detail)


def _say(text: str) -> None:
    print(text)  # noqa: T201
