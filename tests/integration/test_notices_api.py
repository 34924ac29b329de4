"""Notices over HTTP and to open desktops, as the window asks for them; channels on the command line."""

from __future__ import annotations

import asyncio
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from app.contracts.live import NoticeMade
from app.server import admin
from app.server.noticing import Notice, ToCustomer, ToUser
from app.server.notify.rules import set_customers_quiet
from app.server.security.keys import load_keys
from app.server.storage.database import Database
from app.server.storage.tables import (
    AuditRow,
    ChannelRow,
    CustomerNumber,
    MessageOut,
    NoticeTemplateRow,
    OptOutRow,
)
from tests.doubles.api_house import House
from tests.doubles.company_system import company_system
from tests.doubles.filled import problem
from tests.doubles.notice_providers import WeCom

API = "/api/v1"
VALUES = {"number": "T1", "title": "冰箱", "type": "维修", "priority": "高", "code": "ABCD2345"}


async def post(house: House, key: str, template: str = "ticket.assigned", to=None, **more) -> None:
    notice = Notice(key, template, to or ToUser("1001"), VALUES, "ticket:t1", **more)
    now = datetime.now(UTC)
    await house.database.write(lambda session: house.work.notices.post(session, notice, now))


async def test_she_reads_her_notices_and_they_are_counted(house: House) -> None:
    hers, others = await house.client("1001"), await house.client("1002")
    await post(house, "k1")
    await post(house, "k2", "ticket.late", urgent=True)
    assert (await hers.get(f"{API}/notices/counts")).json() == {"unread": 2, "urgent": 1}
    page = (await hers.get(f"{API}/notices", params={"limit": 1})).json()
    assert page["items"][0]["title"] == "工单 T1 已超时：冰箱"
    english = {"Accept-Language": "en", "Authorization": hers.headers["Authorization"]}
    rest = await hers.get(f"{API}/notices", params={"cursor": page["next_cursor"]}, headers=english)
    assert [each["title"] for each in rest.json()["items"]] == ["Ticket T1 is yours: 冰箱"]
    first = rest.json()["items"][0]["notice_id"]
    assert problem(await others.post(f"{API}/notices/{first}/read")) == (404, "not-found")
    key = {"Idempotency-Key": "read-1"}
    both = [(await hers.post(f"{API}/notices/{first}/read", headers=key)).json() for _ in range(2)]
    assert both == [{"unread": 1, "urgent": 1}] * 2
    unread = (await hers.get(f"{API}/notices", params={"unread": True})).json()["items"]
    assert [each["kind"] for each in unread] == ["ticket.late"]
    assert (await hers.post(f"{API}/notices/read-all")).json() == {"unread": 0, "urgent": 0}
    assert problem(await hers.get(f"{API}/notices", params={"cursor": "rubbish"})) == (422, "invalid")


async def test_her_desktop_hears_of_it(house: House) -> None:
    await post(house, "k1")
    async with asyncio.timeout(5):
        while not house.desk.told:
            await asyncio.sleep(0.01)
    [(user_id, message)] = house.desk.told
    assert user_id == "1001" and isinstance(message, NoticeMade)
    assert message.notice.title == "工单 T1 派给您：冰箱"


async def test_wishes_are_kept_and_say_what_may_be_chosen(house: House) -> None:
    hers = await house.client("1001")
    choices = (await hers.get(f"{API}/notices/choices")).json()
    assert choices["channels"] == ["SMS"], "the gateway is there, nothing else"
    assert {"code": "ticket.late", "zh": "工单超时", "en": "A ticket is late"} in choices["kinds"]
    assert all(not each["code"].endswith(".customer") for each in choices["kinds"])
    wished = {"channels": ["SMS"], "number": "139 0000 1111", "off": ["ticket.watching"],
              "quiet_from": "22:00", "quiet_until": "07:30"}  # fmt: skip
    answer = await hers.put(f"{API}/me/notice-wishes", json=wished)
    assert answer.status_code == 200
    kept = (await hers.get(f"{API}/me/notice-wishes")).json()
    assert (kept["number"], kept["quiet_from"]) == ("+8613900001111", "22:00:00")
    assert kept["off"] == ["ticket.watching"]
    json = {"Content-Type": "application/json"}
    for wrong in (
        b'{"channels": ["EMAIL"]}',
        b'{"email": "x"}',
        rb'{"number": "\u0000"}',
        rb'{"wecom_user": "\ud800"}',
        rb'{"email": "\ud800@example.com"}',
    ):
        refused = await hers.put(f"{API}/me/notice-wishes", content=wrong, headers=json)
        assert problem(refused) == (422, "invalid")


async def test_what_was_sent_is_seen_by_supervisors_and_repeated_by_hand(house: House) -> None:
    hers, lead = await house.client("1001"), await house.client("2001")
    house.sent.is_set_up = False
    await post(house, "k1", "ticket.created", ToCustomer(None, number="+8613999990000"))
    assert problem(await hers.get(f"{API}/outgoing")) == (403, "not-allowed")
    [row] = (await lead.get(f"{API}/outgoing", params={"state": "SKIPPED"})).json()["items"]
    assert (row["to"], row["why"], row["channel"]) == ("139****0000", "not-set-up", "SMS")
    assert problem(await hers.post(f"{API}/outgoing/{row['outgoing_id']}/retry")) == (403, "not-allowed")
    house.sent.is_set_up = True
    retried = await lead.post(f"{API}/outgoing/{row['outgoing_id']}/retry")
    assert (retried.status_code, retried.json()["state"]) == (200, "NEW")
    async with asyncio.timeout(5):
        while not house.sent.sent:
            await asyncio.sleep(0.01)
    assert house.sent.sent[0][0] == "+8613999990000"
    deeds = house.database.read_now(lambda s: s.scalars(select(AuditRow.action)).all())
    assert deeds.count("outgoing.retried") == 1
    assert problem(await lead.post(f"{API}/outgoing/999999/retry")) == (404, "not-found")


async def test_a_ticket_tells_its_customer_and_shows_whether_that_got_there(house: House) -> None:
    hers = await house.client("1001")
    await house.database.write(lambda session: set_customers_quiet(session, "off"))
    customer = house.database.read_now(
        lambda s: s.scalars(select(CustomerNumber).where(CustomerNumber.e164.like("+861%"))).first()
    )
    new = {"customer_id": customer.customer_id, "type": "REPAIR", "title": "冰箱不制冷", "assign": "none"}
    made = await hers.post(f"{API}/tickets", json=new)
    assert made.status_code == 201, made.text
    async with asyncio.timeout(5):
        while not house.sent.sent:
            await asyncio.sleep(0.01)
    [(number, text)] = house.sent.sent
    ticket = (await hers.get(f"{API}/tickets/{made.json()['ticket_id']}")).json()
    assert number.startswith("+861") and made.json()["number"] in text and ticket["check_code"] in text
    async with asyncio.timeout(5):
        while ticket["deliveries"][0]["state"] != "SENT":
            ticket = (await hers.get(f"{API}/tickets/{made.json()['ticket_id']}")).json()
    assert [(each["channel"], each["template"]) for each in ticket["deliveries"]] == [
        ("SMS", "ticket.created")
    ]


async def test_nothing_without_a_sign_in(house: House) -> None:
    stranger = await house.client()
    for path in ("notices", "notices/counts", "notices/choices", "me/notice-wishes", "outgoing"):
        assert problem(await stranger.get(f"{API}/{path}")) == (401, "not-signed-in")


# --- the command line ---


class Console:
    def __init__(self, folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.url, self.capsys = folder, url, capsys
        self.keys = load_keys(folder)

    def run(self, *words: str) -> tuple[int, str]:
        code = admin.main(["--data", str(self.folder), "--database", self.url, *words])
        said = self.capsys.readouterr()
        return code, said.out + said.err

    def file(self, text: str) -> str:
        path = self.folder / "file.yaml"
        path.write_text(text, "utf-8")
        return str(path)

    def rows(self, table) -> list:
        database = Database(self.url)
        try:
            return list(database.read_now(lambda session: session.scalars(select(table)).all()))
        finally:
            database.close_now()


@pytest.fixture
def console(database_url, tmp_path, capsys) -> Console:
    return Console(tmp_path, database_url, capsys)


def test_a_channel_is_set_up_and_its_secret_never_shown(console, monkeypatch) -> None:
    settings = "{host: mail.example.com, port: 465, security: tls, from: a@b.example}"
    mail = f"id: mail\nkind: smtp\nsettings: {settings}"
    assert console.run("channel", "import", console.file(mail)) == (0, "The channel mail is set up.\n")
    monkeypatch.setattr("sys.stdin", io.StringIO("hunter2\n"))
    assert console.run("channel", "secret", "mail", "password")[0] == 0
    for words in (["channel", "list"], ["channel", "export", "mail"]):
        code, said = console.run(*words)
        assert code == 0 and "mail" in said and "hunter2" not in said
    [row] = console.rows(ChannelRow)
    assert b"hunter2" not in row.secret_encrypted and row.settings["port"] in (465, "465")
    assert all("hunter2" not in each.detail for each in console.rows(AuditRow))
    assert console.run("channel", "remove", "mail")[0] == 0 and console.rows(ChannelRow) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("id: x\nkind: pigeon", "kind is one of"),
        ("id: X Y\nkind: smtp", "small letters"),
        ("kind: smtp", "holds no channel"),
        ("id: x\nkind: smtp\nsettings: {host: h, port: 25, security: none, from: a@b.c}", "without TLS"),
        ("id: x\nkind: smtp\nsettings: {host: h, from: a@b.c}", "port is missing"),
        ("id: x\nkind: webhook\nsettings: {url: 'http://example.com'}", "https://"),
        ("id: x\nkind: webhook\nsettings: {url: 'https://u:p@example.com'}", "no address"),
        ("id: x\nkind: wecom-robot\nsettings: {key: abc}", "no setting 'key'"),
        ("id: x\nkind: aliyun-sms\nsettings: {access_key_id: a}", "templates"),
        ("id: x\nkind: aliyun-sms\nsettings: {access_key_id: a, templates: {'*': {code: S}}}", "sign_name"),
        ("id: x\nkind: wecom-app\nsettings: {corp_id: c, agent_id: abc}", "number of the app"),
        ("id: x\nkind: smtp\nsettings: [", "cannot be read"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(console, text, word) -> None:
    code, said = console.run("channel", "import", console.file(text))
    assert code == 1 and "seatline admin: " in said
    assert console.rows(ChannelRow) == []
    if word != "cannot be read":
        assert word in said


async def test_a_channel_is_tried_from_the_command_line(console, monkeypatch) -> None:
    async with company_system() as there:
        wecom = WeCom(robot_key="k1")
        there.behave = wecom.behave
        robot = f"id: leads\nkind: wecom-robot\nsettings: {{endpoint: '{there.base_url}'}}"
        assert console.run("channel", "import", console.file(robot))[0] == 0
        code, said = await asyncio.to_thread(console.run, "channel", "test", "leads")
        assert code == 1 and "secret key is not set" in said
        for key, expected in (("wrong", 1), ("k1", 0)):
            monkeypatch.setattr("sys.stdin", io.StringIO(key + "\n"))
            assert console.run("channel", "secret", "leads", "key")[0] == 0
            code, said = await asyncio.to_thread(console.run, "channel", "test", "leads")
            assert code == expected, said
        assert "席聆" in wecom.taken[0]["text"]["content"]


def test_the_companys_own_words_are_checked_before_they_are_used(console) -> None:
    code, said = console.run("notices", "texts")
    assert code == 0 and "ticket.created" in said
    own = 'ticket.created: {zh: {text: "编号 {number}，谢谢"}}'
    assert console.run("notices", "import-texts", console.file(own))[0] == 0
    [row] = console.rows(NoticeTemplateRow)
    assert (row.template, row.language, row.text) == ("ticket.created", "zh", "编号 {number}，谢谢")
    for wrong in (
        'ticket.created: {zh: {text: "{nunber}"}}',
        'ticket.created: {zh: {text: "{number"}}',
        'ticket.created: {zh: {text: "[[{number}]]"}}',
        "ticket.created: {fr: {text: x}}",
        "no.such: {zh: {text: x}}",
        "- x",
    ):
        assert console.run("notices", "import-texts", console.file(wrong))[0] == 1, wrong
    assert "编号 {number}，谢谢" in console.run("notices", "texts")[1]


def test_rules_and_opting_out(console) -> None:
    assert console.run("notices", "quiet", "21:00-09:00")[0] == 0
    assert console.run("notices", "quiet", "late")[0] == 1
    assert console.run("notices", "keep", "30")[0] == 0
    assert console.run("notices", "keep", "0")[0] == 1
    assert console.run("notices", "opt-out", "138 1234 5678")[0] == 0
    assert [row.address for row in console.rows(OptOutRow)] == ["+8613812345678"]
    assert console.run("notices", "opt-in", "13812345678")[0] == 0
    assert console.rows(OptOutRow) == [] and console.rows(MessageOut) == []
