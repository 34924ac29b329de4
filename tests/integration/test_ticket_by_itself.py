"""Tickets that make, confirm, archive and delete themselves; e-mail and other programs; never twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.contracts.tickets import NewTicket, OutsideTicket
from app.server.calls.projection import project
from app.server.core.facts import CallArrived, CallBackEnded, CallBackPromised, CallerKnown, MessageLeft
from app.server.security.model import NotAllowedError
from app.server.storage.errors import InvalidValueError
from app.server.storage.ledger import Ledger
from app.server.storage.tables import (
    AuditRow,
    CallResultRow,
    Ticket,
    TicketClockRow,
    TicketComment,
    TicketEvent,
    TimerRow,
)
from app.server.tickets.by_itself_email import MailFile, own_words, read_mail
from app.server.tickets.by_itself_inbox import new_token
from app.server.tickets.by_itself_ledger import LedgerFollower
from app.server.tickets.by_itself_rules import MakeRule, TicketRules, read_rules, rules_data
from app.server.tickets.public import TicketClosedError
from app.server.tickets.satisfaction import rate
from tests.doubles.ticket_house import TicketTown, put_type

LI = "+8613812345678"


@pytest.fixture
def town(database, tmp_path):
    return TicketTown(database, tmp_path)


def tickets(town: TicketTown) -> list[Ticket]:
    return list(town.read(lambda session: session.scalars(select(Ticket).order_by(Ticket.number)).all()))


async def keep(town: TicketTown, *facts: object) -> None:
    ledger = Ledger(town.database, project)
    for fact in facts:
        ledger.append(fact, town.now)
    await ledger.flush()
    await ledger.close()


async def follow(town: TicketTown) -> None:
    """As a server that is started anew would."""
    follower = LedgerFollower(town.database, town.house.by_itself)
    while await follower.once():
        pass


CALL = (CallArrived("c1", "4001", LI, "", "trunk"), CallerKnown("c1", "li", "VIP"))


async def test_a_voice_message_makes_one_ticket_with_its_recording_however_often_it_is_told(town):
    await follow(town)
    await keep(town, *CALL, MessageLeft("m1", "c1", "service", LI, "r1", 3.0, 83.4))
    await follow(town)
    await follow(town)
    await keep(town, MessageLeft("m1", "c1", "service", LI, "r1", 3.0, 83.4))
    await follow(town)
    (made,) = tickets(town)
    assert (made.source, made.customer_id, made.call_id) == ("MESSAGE", "li", "c1")
    assert made.title == "138****5678 留言 1:23"
    assert made.created_by == ""
    town.write(lambda session: session.execute(update(Ticket).values(origin=None)))
    await follow(town)
    assert len(tickets(town)) == 1, "it is not looked at again, whatever became of its ticket"


async def test_what_happened_before_makes_no_tickets(town):
    await keep(town, *CALL, MessageLeft("m1", "c1", "service", LI, "r1", 3.0, 83.4))
    await follow(town)
    assert tickets(town) == []
    await keep(town, MessageLeft("m2", "c1", "service", LI, "r1", 3.0, 9.0))
    await follow(town)
    assert len(tickets(town)) == 1


async def test_a_call_back_that_came_to_nothing_makes_one_and_a_talk_none(town):
    await follow(town)
    promised = CallBackPromised("b1", "service", LI, "c1", town.now.isoformat())
    await keep(town, *CALL, promised, CallBackEnded("b1", "given-up"))
    await keep(town, replace(promised, callback_id="b2"), CallBackEnded("b2", "talked"))
    await follow(town)
    (made,) = tickets(town)
    assert (made.source, made.priority, made.title) == ("CALLBACK", "HIGH", "138****5678 回拨未接通")


async def test_a_crash_between_the_ledger_and_the_ticket_loses_and_doubles_nothing(town, monkeypatch):
    await follow(town)
    await keep(town, *CALL, *(MessageLeft(f"m{n}", "c1", "service", LI, "r1", 3.0, 9.0) for n in range(12)))
    real, calls = town.house.by_itself.message_left, []

    def sometimes(session, fact, when):
        calls.append(fact.message_id)
        real(session, fact, when)
        if len(calls) == 11:
            raise KeyboardInterrupt

    monkeypatch.setattr(town.house.by_itself, "message_left", sometimes)
    with pytest.raises(KeyboardInterrupt):
        await follow(town)
    await follow(town)
    assert len(tickets(town)) == 12


async def a_result(town: TicketTown, outcome: str, note: str = "", call_id: str = "c1") -> None:
    await keep(town, CallArrived(call_id, "4001", LI, "", "trunk"), CallerKnown(call_id, "li", "VIP"))

    def put(session):
        row = CallResultRow(call_id=call_id, outcome_code=outcome, note=note, by="anna", at=town.now)
        session.merge(row)
        session.flush()
        town.house.by_itself.result_noted(session, call_id, town.now)

    town.write(put)


async def test_an_unresolved_result_makes_one_unless_the_agent_does(town):
    await a_result(town, "FOLLOW_UP", "客户要发票", "c1")
    await a_result(town, "FOLLOW_UP", "客户要发票", "c2")
    await a_result(town, "RESOLVED", "好了", "c3")
    by_hand = NewTicket(type="CONSULT", title="发票", call_id="c2", assign="none")
    town.do("anna", town.tickets.changes.create, by_hand)
    town.pass_by(minutes=9)
    assert len(tickets(town)) == 1, "she has ten minutes"
    town.pass_by(minutes=1)
    made = [each for each in tickets(town) if each.source == "OUTCOME"]
    assert [(each.call_id, each.text, each.type) for each in made] == [("c1", "客户要发票", "CONSULT")]
    await a_result(town, "FOLLOW_UP", "客户又要发票", "c1")
    town.pass_by(hours=1)
    assert len(tickets(town)) == 2


async def test_a_result_that_was_corrected_makes_none(town):
    await a_result(town, "FOLLOW_UP")
    town.pass_by(minutes=5)
    await a_result(town, "RESOLVED")
    town.pass_by(minutes=30)
    assert tickets(town) == []


async def test_rules_look_at_tags_levels_and_words(database, tmp_path):
    rules = TicketRules(
        make=(
            MakeRule("result", "REPAIR", "{customer}：{note}", priority="URGENT", words=("漏水", "冒烟")),
            MakeRule("result", "CONSULT", "老客户 {outcome}", customer_tags=("老客户",), levels=("VIP",)),
            MakeRule("result", "CONSULT", "nobody", customer_tags=("新客户",)),
        ),
        wait_min=0,
    )
    town = TicketTown(database, tmp_path, rules)
    await a_result(town, "RESOLVED", "厨房漏水", "c1")
    await a_result(town, "FOLLOW_UP", "问价格", "c2")
    town.pass_by(minutes=1)
    made = {each.call_id: (each.title, each.priority, each.source) for each in tickets(town)}
    assert made == {
        "c1": ("李明：厨房漏水", "URGENT", "RULE"),
        "c2": ("老客户 待跟进", "NORMAL", "RULE"),
    }


# --- e-mail and other programs ---


def mail(subject: str, text: str = "还在漏水", sender: str = "li@example.com", **headers: str) -> bytes:
    lines = [f"From: 李明 <{sender}>", f"Subject: {subject}", "To: help@example.com"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join([*lines, "Content-Type: text/plain; charset=utf-8", "", text])).encode()


def take(town: TicketTown, raw: bytes):
    return town.write(lambda session: town.house.inbox.take_mail(session, read_mail(raw), town.now))


def comments(town: TicketTown, number: str) -> list[tuple[str, bool]]:
    statement = (
        select(TicketComment.text, TicketComment.from_customer)
        .join(Ticket, Ticket.ticket_id == TicketComment.ticket_id)
        .where(Ticket.number == number)
        .order_by(TicketComment.at)
    )
    return town.read(lambda session: list(session.execute(statement).tuples().all()))


def test_a_mail_becomes_a_ticket_of_the_customer_once(town):
    raw = mail("净水器漏水", Message_ID="<1@example.com>")
    first, again = take(town, raw), take(town, raw)
    assert first.new and not again.new and first.number == again.number
    (made,) = tickets(town)
    assert (made.title, made.source, made.customer_id) == ("净水器漏水", "EMAIL", "li")


def test_a_reply_with_the_number_in_its_subject_goes_to_that_ticket_and_wakes_it(town):
    ticket = town.new()
    town.move(ticket, "IN_PROGRESS")
    town.move(ticket, "WAITING", reason="等照片")
    quoted = f"周六可以\r\n\r\n> 您的工单 {ticket.number}\r\n> 请问哪天方便"
    assert not take(town, mail(f"Re: [席聆] {ticket.number.lower()} 上门时间", quoted)).new
    assert comments(town, ticket.number) == [("周六可以", True)]
    assert town.row(ticket).status == "IN_PROGRESS"
    assert len(tickets(town)) == 1


def test_a_stranger_who_knows_the_number_is_not_taken_for_the_customer(town):
    ticket = town.new()
    town.move(ticket, "IN_PROGRESS")
    town.move(ticket, "WAITING", reason="等照片")
    take(town, mail(f"Re: {ticket.number}", "请取消", sender="mallory@example.org"))
    ((text, is_customer),) = comments(town, ticket.number)
    assert not is_customer and "mallory@example.org" in text
    assert town.row(ticket).status == "WAITING"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<news>"},
        {"Return_Path": "<>"},
    ],
)
def test_machines_are_not_answered(town, headers):
    assert take(town, mail("Out of office", **headers)).number == ""
    assert tickets(town) == []


def test_mails_of_all_kinds_are_read():
    html = (
        b"From: a@b.cn\r\nSubject: =?gbk?B?wqnLrg==?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;"
        b" boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=gbk\r\n\r\n<style>p{}</style>"
        b"<p>\xc2\xa9\xcb\xae</p><div>&lt;b&gt;</div><script>bad()</script>"
        b"\r\n--x\r\nContent-Type: image/png\r\n"
        b'Content-Disposition: attachment; filename="a.png"\r\n\r\nxx\r\n--x--\r\n'
    )
    read = read_mail(html)
    assert (read.subject, read.text, read.files) == ("漏水", "漏水\n<b>", (MailFile("a.png", b"xx"),))
    for raw in (b"", b"\x00\xff" * 50, b"Subject: x\r\n\r\ny", b"From: nobody\r\n\r\nx"):
        with pytest.raises(InvalidValueError):
            read_mail(raw)
    assert own_words("好\n\nOn Mon, 23 Nov 2026 at 10:00, Seatline wrote:\n> x") == "好"
    assert own_words("在 2026年11月23日，席聆 写道：\n> x").startswith("在 2026")


def test_another_program_makes_a_ticket_once(town):
    sent = OutsideTicket(
        external_id="s-1", type="REPAIR", title="漏水\x00", number="138 1234 5678", tags=["网店"]
    )
    both = [town.write(lambda session: town.house.inbox.take_ticket(session, sent, town.now)) for _ in "12"]
    assert [each.new for each in both] == [True, False]
    (made,) = tickets(town)
    assert (made.customer_id, made.source, made.title, made.tags) == ("li", "API", "漏水", ["网店"])
    assert town.clocks(made)["RESOLUTION"][0] == "RUNNING"


def test_only_the_newest_token_opens_an_inbox_and_only_its_own(town):
    first = town.write(lambda session: new_token(session, "email"))
    second = town.write(lambda session: new_token(session, "email"))

    def opens(inbox: str, token: str) -> bool:
        try:
            town.read(lambda session: town.house.inbox.check_token(session, inbox, token))
        except NotAllowedError:
            return False
        return True

    assert opens("email", second)
    assert not any(
        (opens("email", first), opens("tickets", second), opens("tickets", ""), opens("email", ""))
    )


# --- the end ---


def test_nobody_answers_it_is_confirmed_archived_and_at_last_deleted(database, tmp_path):
    rules = TicketRules(confirm_after_days=7, archive_after_days=30, delete_after_days=365)
    town = TicketTown(database, tmp_path, rules)
    ticket, other = town.new(), town.new()
    town.say(ticket, "谢谢", to_customer=True)
    town.move(ticket, "RESOLVED", solution="好了")
    town.pass_by(days=6, hours=23)
    assert town.row(ticket).status == "RESOLVED"
    town.pass_by(hours=2)
    assert town.row(ticket).status == "CONFIRMED"
    town.pass_by(days=31)
    assert (town.row(ticket).status, town.row(ticket).archived) == ("ARCHIVED", True)
    asyncio.run(town.house.archive.delete_old(town.now + timedelta(days=363)))
    assert len(tickets(town)) == 2
    asyncio.run(town.house.archive.delete_old(town.now + timedelta(days=366)))
    assert [each.ticket_id for each in tickets(town)] == [other.ticket_id]
    for table in (TicketComment, TicketEvent, TicketClockRow):
        left = select(func.count()).select_from(table).where(table.ticket_id == ticket.ticket_id)
        assert town.read(lambda session, one=left: session.scalar(one)) == 0
    timers = (
        select(func.count()).select_from(TimerRow).where(TimerRow.subject == f"ticket:{ticket.ticket_id}")
    )
    assert town.read(lambda session: session.scalar(timers)) == 0
    noted = select(AuditRow.detail).where(AuditRow.action == "ticket.deleted")
    assert town.read(lambda session: session.scalars(noted).all()) == [ticket.number]


def test_reopened_in_time_it_is_not_confirmed_by_itself(town):
    ticket = town.new()
    town.move(ticket, "RESOLVED", solution="好了")
    town.pass_by(days=5)
    town.move(ticket, "REOPENED", reason="还在漏")
    town.pass_by(days=5)
    assert town.row(ticket).status == "REOPENED"
    town.move(ticket, "RESOLVED", solution="真好了")
    town.pass_by(days=6)
    assert town.row(ticket).status == "RESOLVED", "seven days from the second time"


def test_satisfaction_only_of_what_is_resolved_and_the_later_word_counts(town):
    ticket = town.new()

    def say(*, solved: bool, score: int | None) -> None:
        def work(session):
            row = session.get(Ticket, ticket.ticket_id)
            rate(session, town.house.changes, row, solved=solved, score=score, note="", now=town.now)

        town.write(work)

    with pytest.raises(TicketClosedError):
        say(solved=True, score=5)
    town.move(ticket, "RESOLVED", solution="好了")
    say(solved=True, score=4)
    assert (town.row(ticket).status, town.row(ticket).satisfaction) == ("CONFIRMED", 4)
    town.told.take()
    say(solved=False, score=1)
    assert (town.row(ticket).status, town.row(ticket).satisfaction) == ("REOPENED", 1)
    assert town.clocks(ticket)["RESOLUTION"][0] == "RUNNING"


# --- who is told ---


def test_the_customer_hears_what_concerns_him_and_the_house_what_concerns_it(database, tmp_path):
    town = TicketTown(database, tmp_path, TicketRules(public_url="https://help.example.com/"))
    ticket = town.new("bert")
    assert town.told.take() == [("created", "customer")]
    created = town.told.last("created").values
    assert created["number"] == ticket.number and created["code"] == ticket.check_code
    assert created["link"] == f"https://help.example.com/t/{ticket.number}?code={ticket.check_code}"
    town.assign(ticket, "anna")
    assert town.told.take() == [("assigned", "anna")], "an inner matter"
    town.accept(ticket, yes=False)
    assert town.told.take() == [("sent-back", "lead")]
    town.assign(ticket, "anna")
    town.accept(ticket)
    town.told.take()
    town.say(ticket, "只给同事")
    assert town.told.take() == []
    town.say(ticket, "明天到", to_customer=True)
    assert town.told.take() == [("comment.customer", "customer")]
    assert town.told.last("comment.customer").values["text"] == "明天到"
    town.move(ticket, "WAITING", reason="等照片")
    assert town.told.take() == [("moved.customer", "customer")]
    town.move(ticket, "RESOLVED", solution="换了密封圈")
    assert town.told.take() == [("resolved.customer", "customer")]
    assert town.told.last("resolved.customer").values["text"] == "换了密封圈"
    town.say(ticket, "同事问一句", name="bert")
    assert town.told.take() == [("watching", "anna")], "it is hers"


def test_a_type_that_tells_no_customer_tells_none(town):
    town.write(lambda session: put_type(session, tell_customer=False))
    ticket = town.new("bert")
    town.move(ticket, "RESOLVED", name="bert", solution="好了")
    assert town.told.take() == []


# --- rules as data ---


def test_rules_come_back_as_they_were_and_faults_are_said():
    assert read_rules(rules_data(TicketRules())) == TicketRules()
    for wrong, word in (
        ({"wait_min": "soon"}, "wait_min"),
        ({"make": [{"on": "result", "type": "X", "title": "{nobody}"}]}, "nobody"),
        ({"make": [{"on": "birthday", "type": "X", "title": "x"}]}, "birthday"),
        ({"late": [{"after_min": 30, "to": "lead"}, {"after_min": 0, "to": "admins"}]}, "sooner"),
        ({"confirm_after": 3}, "confirm_after"),
        ({"public_url": "javascript:alert(1)"}, "https"),
        ({"delete_after_days": -1}, "36500"),
    ):
        with pytest.raises(InvalidValueError, match=word):
            read_rules(wrong)
