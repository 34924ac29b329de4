"""Somebody is told: in her window at once, outside by the ways that she chose, once, and not at night."""

from __future__ import annotations

import asyncio
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from app.contracts.notices import NoticeWishes
from app.server.live_port import OpenDesktops
from app.server.noticing import Notice, ToCustomer, ToGroup, ToUser
from app.server.notify import inbox, outgoing, wishes
from app.server.notify.house import NotifyHouse
from app.server.notify.rules import set_customers_quiet
from app.server.notify.set_up import set_secret, write_channel
from app.server.security.model import NotAllowedError, RoleName, SignedInUser
from app.server.security.viewing import Viewing
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.tables import (
    ChannelRow,
    Customer,
    CustomerNumber,
    MessageOut,
    NoticeRow,
    NoticeTemplateRow,
    OptOutRow,
    User,
)

KEY = b"k" * 32
NOON = datetime(2026, 11, 21, 12, 0).astimezone()
NIGHT = datetime(2026, 11, 21, 23, 30).astimezone()
AGENT = SignedInUser("zhang", "1001", "张敏", RoleName.AGENT)
LEAD = SignedInUser("li", "2001", "李娜", RoleName.SUPERVISOR)
VALUES = {
    "number": "T20261121-0042",
    "title": "冰箱不制冷",
    "type_zh": "维修",
    "type_en": "Repair",
    "status_zh": "处理中",
    "status_en": "in progress",
    "priority_zh": "高",
    "priority_en": "high",
}


class Gateway:
    """A provider of short messages."""

    is_set_up = True

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    async def send(self, number: str, text: str) -> None:
        self.sent.append((number, text))


class NoWeb:
    async def send(self, *_: object) -> None:
        raise AssertionError("nothing here goes over HTTP")


class Desk:
    def __init__(self) -> None:
        self.told: list[tuple[str, str, str]] = []

    def tell_user(self, user_id: str, messages) -> None:
        self.told.append((user_id, messages["zh"].notice.title, messages["en"].notice.title))

    def tell_all(self, message) -> None:
        raise AssertionError("nobody else is told")


class House:
    def __init__(self, database) -> None:
        self.database = database
        self.now = NOON
        self.gateway = Gateway()
        self.desk = Desk()
        desktops = OpenDesktops()
        desktops.connect(self.desk)
        self.notify = NotifyHouse(
            database,
            KEY,
            NoWeb(),
            self.gateway,
            desktops,
            self.alarm,
            clock=lambda: self.now,
            draw=lambda: 0.0,
        )
        self.alarms: list[tuple[str, bool]] = []

    def alarm(self, error_id: str, text: str, over: bool) -> None:
        self.alarms.append((error_id, over))

    async def post(self, template: str = "ticket.assigned", to=None, key: str = "k", **more) -> None:
        values = {**VALUES, **more.pop("values", {})}
        notice = Notice(key, template, to or ToUser("zhang"), values, "ticket:t1", **more)
        await self.database.write(lambda session: self.notify.notices.post(session, notice, self.now))

    async def carry(self) -> None:
        await self.notify.courier.due_now()

    async def wish(self, user: SignedInUser = AGENT, **fields) -> None:
        wanted = NoticeWishes(**fields)
        await self.database.write(lambda s: wishes.write_wishes(s, user, wanted, self.notify.texts))

    def rows(self, kind=MessageOut) -> list:
        return list(self.database.read_now(lambda s: s.scalars(select(kind)).all()))

    async def put(self, *rows) -> None:
        await self.database.write(lambda session: session.add_all(rows))


@pytest.fixture
async def house(database) -> House:
    people = [
        User(
            user_id=each.user_id,
            username=each.username,
            display_name=each.display_name,
            role=each.role.value,
            password_hash="x",
        )
        for each in (AGENT, LEAD)
    ]
    customer = Customer(customer_id="c1", name="王强", email="wang@example.com", language="zh")
    await database.write(lambda s: s.add_all([*people, customer]))
    numbers = [
        CustomerNumber(e164="+862187654321", customer_id="c1", position=0),
        CustomerNumber(e164="+8613812345678", customer_id="c1", position=1),
    ]
    await database.write(lambda s: s.add_all(numbers))
    return House(database)


# --- in the window ---


async def test_she_reads_it_in_her_language_and_her_desktop_hears_of_it_after_the_commit(house) -> None:
    await house.post()
    await asyncio.sleep(0)
    assert house.desk.told == [
        ("zhang", "工单 T20261121-0042 派给您：冰箱不制冷", "Ticket T20261121-0042 is yours: 冰箱不制冷")
    ]
    read = house.database.read_now
    for language, text in (("zh", "维修，优先级高"), ("en", "Repair, priority high")):
        [view] = read(lambda s, each=language: inbox.find_notices(s, "zhang", each, False, None, 10)).items
        assert (view.text, view.subject, view.kind) == (text, "ticket:t1", "ticket.assigned")
    assert read(lambda s: inbox.count_notices(s, "zhang")).unread == 1
    assert read(lambda s: inbox.count_notices(s, "li")).unread == 0
    assert house.rows() == [], "nothing goes outside without her wish"


async def test_what_is_rolled_back_was_never_said(house) -> None:
    notice = Notice("k", "ticket.assigned", ToUser("zhang"), VALUES)

    def half(session) -> None:
        house.notify.notices.post(session, notice, NOON)
        raise RuntimeError("the deed failed")

    with pytest.raises(RuntimeError):
        await house.database.write(half)
    await house.post(key="other")
    await asyncio.sleep(0)
    assert len(house.rows(NoticeRow)) == 1 and len(house.desk.told) == 1


async def test_the_same_thing_said_twice_is_told_once(house) -> None:
    await house.wish(channels=["SMS"], number="13900001111")
    await house.post()
    await house.post()
    await house.carry()
    await asyncio.sleep(0)
    assert len(house.rows(NoticeRow)) == len(house.desk.told) == len(house.gateway.sent) == 1


async def test_reading_is_counted_and_nobody_reads_for_another(house) -> None:
    for number in range(3):
        await house.post(key=f"k{number}", urgent=number == 0)
    write, read = house.database.write, house.database.read_now
    counts = read(lambda s: inbox.count_notices(s, "zhang"))
    assert (counts.unread, counts.urgent) == (3, 1)
    page = read(lambda s: inbox.find_notices(s, "zhang", "zh", False, None, 2))
    rest = read(lambda s: inbox.find_notices(s, "zhang", "zh", False, page.next_cursor, 2))
    ids = [view.notice_id for view in (*page.items, *rest.items)]
    assert len(set(ids)) == 3 and ids == sorted(ids, reverse=True) and rest.next_cursor is None
    with pytest.raises(NotFoundError):
        await write(lambda s: inbox.read_notice(s, "li", ids[0], NOON))
    assert (await write(lambda s: inbox.read_notice(s, "zhang", ids[0], NOON))).unread == 2
    assert len(read(lambda s: inbox.find_notices(s, "zhang", "zh", True, None, 9)).items) == 2
    assert (await write(lambda s: inbox.read_all(s, "zhang", NOON))).unread == 0


async def test_a_kind_that_she_does_not_want_comes_only_when_it_is_urgent(house) -> None:
    await house.wish(off=["ticket.assigned", "nobody.knows"])
    await house.post()
    await house.post(key="urgent", urgent=True)
    assert [row.key for row in house.rows(NoticeRow)] == ["urgent"]


async def test_a_template_that_nobody_wrote_is_told_all_the_same(house) -> None:
    await house.post("brand.new")
    [row] = house.rows(NoticeRow)
    assert row.title_zh == "冰箱不制冷"


async def test_who_has_left_is_told_nothing(house) -> None:
    await house.database.write(lambda s: setattr(s.get(User, "zhang"), "disabled", True))
    await house.post()
    await house.post(key="k2", to=ToUser("nobody"))
    assert house.rows(NoticeRow) == []


# --- outside, to people of the house ---


async def test_by_the_ways_that_she_chose(house) -> None:
    await house.wish(channels=["SMS", "EMAIL"], number="139 0000 1111", email="zhang@example.com")
    await house.post()
    await house.carry()
    assert house.gateway.sent == [
        ("+8613900001111", "工单 T20261121-0042 派给您：冰箱不制冷\n维修，优先级高")
    ]
    found = {row.channel: (row.state, row.error) for row in house.rows()}
    assert found == {"SMS": ("SENT", ""), "EMAIL": ("SKIPPED", "not-set-up")}


async def test_at_night_only_the_window_and_what_is_urgent(house) -> None:
    await house.wish(channels=["SMS"], number="13900001111", quiet_from=time(22), quiet_until=time(7, 30))
    house.now = NIGHT
    await house.post(key="calm")
    await house.post(key="urgent", urgent=True, values={"title": "火警"})
    await house.carry()
    assert len(house.rows(NoticeRow)) == 2
    assert ["火警" in text for _, text in house.gateway.sent] == [True]
    house.now = NIGHT + timedelta(hours=7, minutes=59)
    await house.carry()
    assert len(house.gateway.sent) == 1, "7:29: still asleep"
    house.now = NIGHT + timedelta(hours=8)
    await house.carry()
    assert len(house.gateway.sent) == 2, "delayed, not lost"


async def test_nobody_is_flooded(house) -> None:
    await house.wish(channels=["SMS"], number="13900001111")
    for number in range(8):
        await house.post(key=f"k{number}")
    await house.carry()
    assert len(house.gateway.sent) == 5
    assert [row.error for row in house.rows()].count("limit") == 3
    assert len(house.rows(NoticeRow)) == 8, "the window tells all"


@pytest.mark.parametrize(
    "wrong",
    [
        {"channels": ["SMS"]},
        {"channels": ["WEBHOOK"]},
        {"email": "no address"},
        {"email": "a@b\r\nBcc: c@d.example"},
        {"number": "12"},
        {"number": "1\x00"},
        {"wecom_user": "a|b"},
        {"quiet_from": time(22)},
    ],
)
async def test_wishes_that_cannot_be_are_refused(house, wrong) -> None:
    with pytest.raises(InvalidValueError):
        await house.wish(**wrong)


async def test_wishes_come_back_as_they_were_set(house) -> None:
    await house.wish(channels=["EMAIL"], email="a@example.com", quiet_from=time(21, 30), quiet_until=time(8),
                     off=["ticket.watching"], language="en")  # fmt: skip
    kept = house.database.read_now(lambda s: wishes.read_wishes(s, "zhang"))
    assert kept == NoticeWishes(channels=["EMAIL"], email="a@example.com", quiet_from=time(21, 30),
                                quiet_until=time(8), off=["ticket.watching"], language="en")  # fmt: skip


# --- customers ---

CUSTOMER = ToCustomer("c1")


async def test_a_customer_gets_a_short_message_on_his_mobile(house) -> None:
    await house.post("ticket.created", CUSTOMER, values={"code": "ABCD2345"})
    await house.carry()
    assert house.gateway.sent == [
        ("+8613812345678", "您好，您的问题“冰箱不制冷”已受理，工单号 T20261121-0042，查询码 ABCD2345")
    ]
    [told] = house.database.read_now(lambda s: house.notify.notices.deliveries(s, "ticket:t1"))
    assert (told.channel, told.template, told.state) == ("SMS", "ticket.created", "SENT")
    assert house.database.read_now(lambda s: house.notify.notices.deliveries(s, "ticket:t2")) == []


async def test_what_he_did_not_agree_to_is_not_sent_and_stands_there_as_left_out(house) -> None:
    await house.database.write(
        lambda s: setattr(s.get(Customer, "c1"), "consent", {"sms": False, "email": False})
    )
    await house.post("ticket.created", CUSTOMER)
    await house.carry()
    [row] = house.rows()
    assert (house.gateway.sent, row.state, row.error) == ([], "SKIPPED", "opted-out")


async def test_refusing_one_way_leaves_the_other(house) -> None:
    await house.database.write(lambda s: setattr(s.get(Customer, "c1"), "consent", {"sms": False}))
    await house.put(ChannelRow(channel_id="mail", kind="smtp", settings={}, secret_encrypted=b""))
    await house.post("ticket.created", CUSTOMER)
    [row] = house.rows()
    assert (row.channel, row.address, row.state) == ("EMAIL", "wang@example.com", "NEW")


async def test_a_number_that_opted_out_is_left_alone_whoever_it_is_given_for(house) -> None:
    await house.put(OptOutRow(address="+8613812345678", at=NOON, by="admin"))
    await house.post("ticket.created", ToCustomer(None, number="+8613812345678"))
    await house.wish(channels=["SMS"], number="13812345678")
    await house.post(key="k2")
    assert len(house.rows()) == 2
    assert {(row.state, row.error) for row in house.rows()} == {("SKIPPED", "opted-out")}


async def test_without_any_way_it_says_so(house) -> None:
    await house.put(
        Customer(customer_id="c2", name="赵"), CustomerNumber(e164="+862187654321", customer_id="c2")
    )
    await house.post("ticket.created", ToCustomer("c2"))
    await house.post("ticket.created", ToCustomer(None), key="k2")
    assert [(row.state, row.error) for row in house.rows()] == [("SKIPPED", "no-address")] * 2


async def test_who_wrote_by_mail_is_answered_by_mail(house) -> None:
    await house.put(ChannelRow(channel_id="mail", kind="smtp", settings={}, secret_encrypted=b""))
    await house.post("ticket.created", ToCustomer("c1", email="other@example.com"))
    [row] = house.rows()
    assert (row.channel, row.address) == ("EMAIL", "other@example.com")


async def test_customers_sleep_too(house) -> None:
    house.now = NIGHT
    await house.post("ticket.created", CUSTOMER)
    await house.carry()
    assert house.gateway.sent == []
    house.now = NIGHT + timedelta(hours=8, minutes=30)
    await house.carry()
    assert len(house.gateway.sent) == 1
    await house.database.write(lambda s: set_customers_quiet(s, "off"))
    house.now = NIGHT + timedelta(days=1)
    await house.post("ticket.created", CUSTOMER, key="k2")
    await house.carry()
    assert len(house.gateway.sent) == 2


async def test_a_merged_file_is_told_at_the_one_that_stays(house) -> None:
    await house.put(Customer(customer_id="old", name="王强", merged_into="c1"))
    await house.post("ticket.created", ToCustomer("old"))
    [row] = house.rows()
    assert (row.customer_id, row.address) == ("c1", "+8613812345678")


async def test_the_company_says_it_in_its_own_words(house) -> None:
    await house.put(
        NoticeTemplateRow(template="ticket.created", language="zh", title="", text="编号{number}，谢谢")
    )
    await house.post("ticket.created", CUSTOMER)
    assert house.rows()[0].text == "编号T20261121-0042，谢谢"


# --- groups ---


async def test_a_robot_that_wants_this_kind_hears_it_once_however_many_are_told(house) -> None:
    data = {"id": "leads", "kind": "wecom-robot", "settings": {"kinds": ["ticket.late"]}}
    await house.database.write(lambda s: write_channel(s, data))
    for user_id in ("zhang", "li"):
        await house.post("ticket.late", ToUser(user_id), key=f"late:{user_id}")
    await house.post("ticket.assigned", key="other")
    [row] = house.rows()
    assert (row.channel, row.address, row.template) == ("WECOM_ROBOT", "leads", "ticket.late")
    assert house.database.read_now(lambda s: house.notify.notices.deliveries(s, "ticket:t1")) == []


async def test_a_group_that_is_not_there_is_left_out(house) -> None:
    await house.post("ticket.late", ToGroup("nobody"))
    assert [(row.state, row.error) for row in house.rows()] == [("SKIPPED", "not-set-up")]


# --- what supervisors see ---


def looking(house: House, user: SignedInUser) -> outgoing.Looking:
    return outgoing.Looking(user, Viewing().eyes(user), house.notify.texts)


async def test_what_was_sent_is_seen_with_masked_addresses_by_who_may(house) -> None:
    await house.post("ticket.created", CUSTOMER)
    await house.carry()
    read = house.database.read_now
    lead, agent = looking(house, LEAD), looking(house, AGENT)
    [view] = read(lambda s: outgoing.find_outgoing(s, lead, outgoing.Asked(), None, 10)).items
    assert (view.to, view.state, view.subject) == ("138****5678", "SENT", "ticket:t1")
    assert (view.customer_name, view.what.code, view.may_retry) == ("王强", "ticket.created", False)
    for none in (outgoing.Asked(state="FAILED"), outgoing.Asked(to="house")):
        assert read(lambda s, asked=none: outgoing.find_outgoing(s, lead, asked, None, 10)).items == []
    with pytest.raises(NotAllowedError):
        read(lambda s: outgoing.find_outgoing(s, agent, outgoing.Asked(), None, 10))


async def test_what_was_left_out_is_sent_by_hand_once_the_channel_is_there(house) -> None:
    house.gateway.is_set_up = False
    await house.post("ticket.created", CUSTOMER)
    assert house.rows()[0].error == "not-set-up"
    house.gateway.is_set_up = True
    first = house.rows()[0].message_id
    await house.database.write(lambda s: outgoing.retry(s, looking(house, LEAD), first, house.now))
    await house.carry()
    assert len(house.gateway.sent) == 1
    with pytest.raises(outgoing.TextNotPossibleError):
        await house.database.write(lambda s: outgoing.retry(s, looking(house, LEAD), first, house.now))


# --- what is kept ---


async def test_texts_and_addresses_go_after_their_time_and_rows_later(house) -> None:
    await house.post("ticket.created", CUSTOMER)
    await house.post()
    await house.carry()
    tidy = house.notify.keeping.tidy
    await tidy(NOON + timedelta(days=179))
    assert house.rows()[0].text and house.rows(NoticeRow)
    await tidy(NOON + timedelta(days=181))
    [row] = house.rows()
    assert (row.text, row.address, row.values, row.state) == ("", "", {}, "SENT")
    assert house.rows(NoticeRow) == []
    await tidy(NOON + timedelta(days=731))
    assert house.rows() == []


async def test_secrets_are_kept_encrypted(house) -> None:
    await house.database.write(lambda s: write_channel(s, {"id": "r", "kind": "wecom-robot"}))
    await house.database.write(lambda s: set_secret(s.get(ChannelRow, "r"), KEY, "key", "very-secret"))
    [row] = house.rows(ChannelRow)
    assert b"very-secret" not in row.secret_encrypted and row.secret_encrypted
