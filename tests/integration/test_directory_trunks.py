"""Trunks and phones are set up from the command line: kept, secret, audited, checked, tried."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.server import admin
from app.server.directory.service import DirectoryService
from app.server.security.keys import load_keys
from app.server.storage.database import Database
from app.server.storage.tables import AuditRow, Phone, TrunkRow, User
from app.server.voice.engine import NumberRule, SrtpPolicy, TrunkAccount
from tests.doubles.sip_provider import Provider


@dataclass
class Desk:
    """The command line on one data folder and its database."""

    data: Path
    url: str
    database: Database
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def run(self, *words: str, typed: str = "") -> tuple[int, str, str]:
        self.monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = admin.main(["--data", str(self.data), "--database", self.url, *words])
        heard = self.capsys.readouterr()
        return code, heard.out, heard.err

    def directory(self) -> DirectoryService:
        service = DirectoryService(self.database, load_keys(self.data).phones)
        service.load_now()
        return service

    def audit(self) -> list[tuple[str, str, str]]:
        rows = self.database.read_now(
            lambda session: session.scalars(select(AuditRow).order_by(AuditRow.audit_id)).all()
        )
        return [(row.action, row.subject, row.detail) for row in rows]


@pytest.fixture
def desk(
    database_url: str,
    database: Database,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    load_keys(tmp_path)
    return Desk(tmp_path, database_url, database, capsys, monkeypatch)


ADD = (
    "trunk", "add", "telecom", "--host", "sip.example.cn", "--register", "yes", "--username", "8610",
    "--call-limit", "30", "--codecs", "pcma,pcmu", "--own-number", "+861088886666",
    "--in", r"0(\d+)=+86\1", "--out", r"\+86(\d+)=0\1", "--allow", r"\+86\d{10,11}",
    "--address", "192.0.2.0/24",
)  # fmt: skip


def test_a_trunk_is_added_and_the_voice_engine_gets_all_of_it(desk: Desk) -> None:
    code, out, _ = desk.run(*ADD, typed="top-secret\n")
    assert code == 0
    assert "trunk test telecom" in out
    assert desk.directory().trunks() == (
        TrunkAccount(
            "telecom",
            "sip.example.cn",
            register=True,
            username="8610",
            secret="top-secret",
            addresses=("192.0.2.0/24",),
            call_limit=30,
            codecs=("PCMA", "PCMU"),
            own_number="+861088886666",
            rules_in=(NumberRule(r"0(\d+)", r"+86\1"),),
            rules_out=(NumberRule(r"\+86(\d+)", r"0\1"),),
            numbers_out=(r"\+86\d{10,11}",),
        ),
    )
    assert desk.audit() == [("trunk.added", "telecom", "sip.example.cn 8610")]


def test_the_password_stands_nowhere_in_the_clear_and_only_in_its_own_row(desk: Desk) -> None:
    desk.run(*ADD, typed="top-secret\n")
    row = desk.database.read_now(lambda session: session.get(TrunkRow, "telecom"))
    assert row is not None
    assert b"top-secret" not in row.secret_encrypted
    _, out, _ = desk.run("trunk", "list")
    assert "telecom" in out
    assert "registers as 8610, at most 30 calls" in out
    assert "top-secret" not in out + repr(desk.audit()) + repr(desk.directory().trunks())

    def move(session: Any) -> None:
        moved = {c.name: getattr(row, c.key) for c in TrunkRow.__table__.columns} | {"trunk_id": "other"}
        session.add(TrunkRow(**moved))

    desk.database.write_now(move)
    with pytest.raises(Exception, match="trunks/other"):
        desk.directory()


def test_a_change_touches_only_what_is_given_and_says_so_in_the_audit_list(desk: Desk) -> None:
    desk.run(*ADD, typed="top-secret\n")
    assert desk.run("trunk", "change", "telecom", "--priority", "5", "--allow", "")[0] == 0
    assert desk.run("trunk", "change", "telecom", "--password", typed="new-secret\n")[0] == 0
    (after,) = desk.directory().trunks()
    assert (after.priority, after.numbers_out, after.secret, after.username) == (5, (), "new-secret", "8610")
    assert desk.audit()[1:] == [
        ("trunk.changed", "telecom", "priority numbers_out"),
        ("trunk.changed", "telecom", "password"),
    ]
    assert desk.run("trunk", "remove", "telecom")[0] == 0
    assert desk.directory().trunks() == ()
    assert desk.audit()[-1] == ("trunk.removed", "telecom", "")


WRONG = (
    (("--host", "h", "--allow", "+86.*"), "plus sign is written"),
    (("--host", "h", "--out", r"(\d+)+=1"), "cannot be understood"),
    (("--host", "h", "--out", r"\d+"), "PATTERN=REPLACEMENT"),
    (("--host", "h", "--codecs", "GSM"), "'GSM' is no codec"),
    (("--address", "300.0.0.1"), "not an address or network"),
    (("--host", "h", "--register", "yes"), "needs a user name"),
    (("--host", "h", "--own-number", "010 88"), "must be E.164"),
    (("--host", "h", "--tls-ca", "/no/such/file"), "there is no file"),
    ((), "a host or at least one address"),
)


def test_what_cannot_work_is_refused_with_a_sentence(desk: Desk) -> None:
    for words, sentence in WRONG:
        code, _, err = desk.run("trunk", "add", "telecom", *words)
        assert code == 1
        assert sentence in err
    assert desk.directory().trunks() == ()
    assert desk.audit() == []


def test_a_name_is_given_once_and_an_unknown_one_is_said(desk: Desk) -> None:
    desk.run(*ADD, typed="x\n")
    assert "already" in desk.run(*ADD, typed="x\n")[2]
    for act in (("change", "nobody", "--priority", "1"), ("remove", "nobody"), ("test", "nobody")):
        assert "There is no trunk nobody" in desk.run("trunk", *act)[2]


def test_tls_has_its_own_port(desk: Desk) -> None:
    desk.run("trunk", "add", "secure", "--host", "h", "--transport", "tls")
    assert desk.directory().trunks()[0].port == 5061


async def test_a_change_reaches_a_running_server(desk: Desk) -> None:
    directory = desk.directory()
    assert directory.trunks() == ()
    await asyncio.to_thread(desk.run, *ADD, typed="x\n")
    await directory.load_lines()
    assert directory.trunks()[0].trunk_id == "telecom"


def test_phones_say_what_they_can_do(desk: Desk) -> None:
    def people(session: Any) -> None:
        session.add(User(user_id="1001", username="1001", display_name="A", role="AGENT", password_hash="x"))
        session.flush()
        session.add(Phone(sip_user="1001", user_id="1001", secret_encrypted=_hidden(desk)))

    desk.database.write_now(people)
    before = desk.directory().find("1001")
    assert before is not None
    assert (before.md5_only, before.srtp, before.may_dial_out) == (False, SrtpPolicy.PREFER, True)
    words = ("--md5-only", "yes", "--srtp", "require", "--may-dial-out", "no")
    assert desk.run("phone", "set", "1001", *words)[0] == 0
    after = desk.directory().find("1001")
    assert after is not None
    assert (after.md5_only, after.srtp, after.may_dial_out) == (True, SrtpPolicy.REQUIRE, False)
    assert desk.audit() == [("phone.changed", "1001", "md5_only=yes srtp=require may_dial_out=no")]
    assert "MD5 only" in desk.run("phone", "list")[1]
    assert "There is no phone 9" in desk.run("phone", "set", "9", "--srtp", "off")[2]
    assert "Say what to set" in desk.run("phone", "set", "1001")[2]


def _hidden(desk: Desk) -> bytes:
    from app.server.directory.repository import phone_field
    from app.server.security.fields import encrypt_field

    return encrypt_field(load_keys(desk.data).phones, "secret", phone_field("1001"))


class Outside:
    """A provider in a thread of its own, since the command line has the test's."""

    def __init__(self, **options: Any) -> None:
        self.provider = Provider(**options)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.provider.open(), self._loop).result(5)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self.provider.close(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@pytest.fixture
def outside() -> Iterator[Outside]:
    one = Outside()
    yield one
    one.close()


def test_a_trunk_is_tried_and_a_wrong_password_is_told(desk: Desk, outside: Outside) -> None:
    provider = outside.provider
    words = (
        "--host",
        "127.0.0.1",
        "--port",
        str(provider.port),
        "--register",
        "yes",
        "--username",
        provider.user,
    )
    desk.run("trunk", "add", "good", *words, typed=f"{provider.password}\n")
    desk.run("trunk", "add", "bad", *words, typed="wrong\n")
    code, out, _ = desk.run("trunk", "test", "good")
    assert code == 0
    assert "OPTIONS was answered 200 OK" in out
    assert "User name and password are right" in out
    assert all(request.headers.get("Contact") == [] for request, _ in provider.registered)  # nothing is moved
    code, _, err = desk.run("trunk", "test", "bad")
    assert code == 1
    assert "check user name and password" in err
    assert desk.audit()[-1] == ("trunk.tested", "bad", "failed")


def test_a_trunk_that_is_not_there_is_told(desk: Desk) -> None:
    desk.run("trunk", "add", "gone", "--host", "no-such-host.invalid")
    code, _, err = desk.run("trunk", "test", "gone")
    assert code == 1
    assert "cannot be found" in err
    desk.run("trunk", "add", "closed", "--host", "127.0.0.1", "--port", "1", "--transport", "tcp")
    assert "No connection to 127.0.0.1 port 1" in desk.run("trunk", "test", "closed")[2]
