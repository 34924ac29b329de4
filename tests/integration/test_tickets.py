"""Tickets in the database: changed, merged, moved by their table, assigned by duty; on both databases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from app.contracts.people import Label
from app.contracts.tickets import LinkWish, NewComment, NewTicket, TicketAnswer, TicketTypeView, WatchWish
from app.server.security.model import NotAllowedError
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Ticket, TicketEvent
from app.server.tickets.model import (
    Deed,
    TicketChangedError,
    TicketMoveError,
    TicketNeedsError,
    TicketTypeError,
)
from app.server.tickets.views import Reader
from tests.doubles.ticket_desk import NOW, Desk, desk

__all__ = ["desk"]


# --- two who change the same ticket ---


def test_two_who_change_different_fields_both_succeed(desk):
    ticket = desk.new()
    desk.change("anna", ticket, priority="URGENT", tags=["返修", "返修 "])
    file = desk.change("bert", ticket, title="冰箱门封漏水", text="左门")  # read before anna changed it
    assert (file["ticket"]["priority"], file["ticket"]["tags"]) == ("URGENT", ["返修"])
    assert (file["ticket"]["title"], file["ticket"]["text"]) == ("冰箱门封漏水", "左门")


def test_the_second_of_two_who_change_the_same_sees_the_firsts_change_and_loses_nothing(desk):
    ticket = desk.new()
    desk.change("anna", ticket, title="Anna's title", priority="HIGH")
    with pytest.raises(TicketChangedError) as caught:
        desk.change("bert", ticket, title="Bert's title", text="written meanwhile")
    assert caught.value.changed == ["title"]
    assert caught.value.present["ticket"]["title"] == "Anna's title"
    assert desk.file("bert", ticket["ticket_id"])["ticket"]["text"] == "", "nothing of it was written"
    now = desk.change("bert", caught.value.present["ticket"], title="Both titles", text="written meanwhile")
    assert now["ticket"]["title"] == "Both titles"


def test_the_same_change_by_both_is_no_conflict(desk):
    ticket = desk.new()
    desk.change("anna", ticket, priority="HIGH")
    assert desk.change("bert", ticket, priority="HIGH")["ticket"]["priority"] == "HIGH"


def test_every_change_is_in_the_history_with_who_from_to_and_why(desk):
    ticket = desk.new()
    desk.change("bert", ticket, priority="URGENT", reason="家里有婴儿")
    newest = desk.file("anna", ticket["ticket_id"])["history"][0]
    assert (newest["by"], newest["field"], newest["before"], newest["after"], newest["why"]) == (
        "Bert", "priority", "NORMAL", "URGENT", "家里有婴儿",
    )  # fmt: skip


# --- its way ---


def test_a_ticket_goes_its_way_and_comes_back(desk):
    ticket = desk.new(department="After-sales")
    assert (ticket["status"], ticket["department"]) == ("NEW", "售后组")
    ticket = desk.move("anna", ticket, "IN_PROGRESS")
    assert (ticket["assigned_to"], ticket["accepted"]) == ("anna", True), "who begins has it"
    with pytest.raises(TicketNeedsError):
        desk.move("anna", ticket, "RESOLVED")
    ticket = desk.move("anna", ticket, "WAITING", reason="等客户发照片")
    assert (ticket["status_kind"], ticket["status_name"]) == ("WAITING", "等待客户")
    ticket = desk.move("anna", ticket, "RESOLVED", solution="更换门封条")
    ticket = desk.move("anna", ticket, "CONFIRMED")
    assert ticket["closed_at"] is not None
    with pytest.raises(NotAllowedError):
        desk.move("anna", ticket, "ARCHIVED")
    reopened = desk.move("anna", ticket, "REOPENED", reason="又漏了")
    assert (reopened["status_kind"], reopened["closed_at"]) == ("OPEN", None)
    closed = desk.move("lead", desk.move("lead", reopened, "RESOLVED", solution="x"), "CONFIRMED")
    archived = desk.move("lead", closed, "ARCHIVED")
    with pytest.raises(TicketMoveError):
        desk.change("lead", archived, title="too late")
    statuses = [event["after"] for event in desk.file("anna", ticket["ticket_id"])["history"]]
    assert statuses.count("已解决") == 2


def test_a_move_that_is_not_in_the_table_is_refused_and_a_second_mover_is_told(desk):
    ticket = desk.new()
    with pytest.raises(TicketMoveError):
        desk.move("anna", ticket, "CONFIRMED")
    with pytest.raises(TicketMoveError):
        desk.move("anna", ticket, "NO_SUCH_STATE")
    desk.move("anna", ticket, "IN_PROGRESS")
    with pytest.raises(TicketChangedError) as caught:
        desk.move("bert", ticket, "CANCELLED", reason="double")
    assert caught.value.changed == ["status"]


def test_what_may_be_done_is_told_with_the_ticket(desk):
    ticket = desk.new(department="售后组")
    mine = desk.file("anna", ticket["ticket_id"])
    assert [move["to_state"] for move in mine["moves"]] == [
        "ASSIGNED",
        "IN_PROGRESS",
        "RESOLVED",
        "CANCELLED",
    ]
    assert len(mine["check_code"]) >= 8
    others = desk.file("cleo", ticket["ticket_id"])
    assert (others["moves"], others["check_code"]) == ([], "")


# --- whose it is ---


def test_the_one_on_duty_with_the_fewest_open_tickets_gets_it(desk):
    desk.on_shift |= {"anna", "bert", "cleo"}
    for _ in range(2):
        desk.assign("anna", desk.new(), to="me")
    first = desk.new(department="售后组", assign="duty")
    assert (first["assigned_to"], first["status"], first["accepted"]) == ("bert", "ASSIGNED", False)
    for _ in range(2):
        desk.assign("bert", desk.new(), to="me")
    assert desk.new(department="售后组", assign="duty")["assigned_to"] == "anna", "bert has three now"
    desk.on_shift.clear()
    assert desk.new(department="售后组", assign="duty")["assigned_to"] is None, "nobody is there"
    assert desk.new(assign="duty")["assigned_to"] is None, "nobody's duty"


def test_the_skill_of_the_type_decides_among_them(desk):
    desk.on_shift |= {"anna", "bert"}
    desk.do("admin", lambda session, reader, now: put_type(desk, session, reader, now, skill="fridges"))
    for _ in range(3):
        assert desk.new(department="售后组", assign="duty")["assigned_to"] == "bert"


def put_type(desk: Desk, session: Any, reader: Reader, now: datetime, **more: Any) -> Ticket:
    view = TicketTypeView(
        code="REPAIR", name=Label(code="REPAIR", zh="报修", en="Repair"), states=[], moves=[]
    )
    desk.tickets.set_up.put_type(session, reader, "REPAIR", view.model_copy(update=more), now)
    row = Ticket(
        ticket_id=f"t{now.timestamp()}", number=f"T-{now.timestamp()}", type="REPAIR", priority="NORMAL",
        status="NEW", title="t", created_at=now, created_by="anna",
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def test_whoever_takes_a_ticket_from_somebody_says_why(desk):
    ticket = desk.assign("anna", desk.new(), to="person", user_id="bert")
    with pytest.raises(TicketNeedsError):
        desk.assign("bert", ticket, to="person", user_id="anna")
    ticket = desk.assign("bert", ticket, to="person", user_id="anna", reason="休假")
    assert (ticket["assigned_to"], ticket["assigned_name"]) == ("anna", "Anna")
    assert desk.file("anna", ticket["ticket_id"])["history"][0]["why"] == "休假"
    with pytest.raises(InvalidValueError):
        desk.assign("anna", ticket, to="person", user_id="quin", reason="x")


def test_an_assigned_ticket_is_accepted_or_sent_back_with_a_reason(desk):
    ticket = desk.assign("lead", desk.new(department="售后组"), to="person", user_id="bert")
    answer = desk.tickets.changes.answer
    with pytest.raises(NotAllowedError):
        desk.do("anna", answer, ticket["ticket_id"], TicketAnswer(version=ticket["version"]))
    with pytest.raises(TicketNeedsError):
        desk.do("bert", answer, ticket["ticket_id"], TicketAnswer(version=ticket["version"], accept=False))
    accepted = desk.do("bert", answer, ticket["ticket_id"], TicketAnswer(version=ticket["version"]))["ticket"]
    assert accepted["accepted"]
    back = TicketAnswer(version=accepted["version"], accept=False, reason="不是冰箱")
    returned = desk.do("bert", answer, ticket["ticket_id"], back)["ticket"]
    assert (returned["assigned_to"], returned["status"], returned["accepted"]) == (None, "NEW", False)
    assert [happening.deed for _, happening in desk.heard][-2:] == [Deed.ACCEPTED, Deed.SENT_BACK]


def test_to_another_department_it_begins_anew_there(desk):
    desk.on_shift.add("cleo")
    ticket = desk.move("anna", desk.new(department="售后组"), "IN_PROGRESS")
    with pytest.raises(InvalidValueError):
        desk.assign("anna", ticket, to="department", department="No such", reason="x")
    there = desk.assign("anna", ticket, to="department", department="Sales", reason="是退货")
    assert (there["department"], there["assigned_to"], there["status"]) == ("售前组", "cleo", "ASSIGNED")


# --- who may what ---


async def test_agents_lists_show_their_departments_tickets_and_leads_everything(desk):
    desk.new("anna", title="after-sales", department="售后组")
    desk.new("lead", title="sales", department="售前组")
    desk.new("lead", title="nobody's")
    foreign = desk.new("lead", title="of a customer", department="售前组", customer_id="k1")
    assert sorted(await desk.titles("anna")) == ["after-sales", "nobody's"]
    assert len(await desk.titles("lead")) == len(await desk.titles("quin")) == 4
    assert await desk.titles("anna", customer_id="k1") == ["of a customer"], "any customer may ring anybody"
    assert await desk.titles("anna", q=foreign["number"]) == ["of a customer"]
    assert desk.file("anna", foreign["number"] and foreign["ticket_id"])["ticket"]["title"] == "of a customer"
    with pytest.raises(NotAllowedError):
        desk.change("anna", foreign, title="mine")
    with pytest.raises(NotAllowedError):
        desk.new("quin")
    assert desk.change("lead", foreign, title="led")["ticket"]["title"] == "led"


# --- what hangs on it ---


def test_comments_for_the_house_come_from_everybody_and_those_for_the_customer_from_whose_it_is(desk):
    ticket = desk.new("anna", department="售后组")
    comment = desk.tickets.talk.comment
    desk.do("cleo", comment, ticket["ticket_id"], NewComment(text="他上周来过店里"))
    with pytest.raises(NotAllowedError):
        desk.do("cleo", comment, ticket["ticket_id"], NewComment(text="您好", for_customer=True))
    file = desk.do("anna", comment, ticket["ticket_id"], NewComment(text="您好", for_customer=True))
    said = [(each["by"], each["text"], each["for_customer"]) for each in file["comments"]]
    assert said == [("Cleo", "他上周来过店里", False), ("Anna", "您好", True)]
    assert file["ticket"]["comments"] == 2
    assert desk.heard[-1][1].comment.text == "您好"


def test_links_parents_and_watchers(desk):
    parent, child, other = desk.new(title="p"), desk.new(title="c"), desk.new(title="o")
    link = desk.tickets.talk.link
    desk.do("anna", link, parent["ticket_id"], LinkWish(kind="child", target=child["number"]))
    file = desk.do("anna", link, parent["ticket_id"], LinkWish(kind="related", target=other["ticket_id"]))
    assert [(each["kind"], each["title"]) for each in file["links"]] == [("child", "c"), ("related", "o")]
    assert file["ticket"]["children_open"] == 1
    with pytest.raises(InvalidValueError, match="circle"):
        desk.do("anna", link, child["ticket_id"], LinkWish(kind="child", target=parent["number"]))
    watched = desk.do("bert", desk.tickets.talk.watch, other["ticket_id"], WatchWish())
    assert (watched["watchers"], watched["ticket"]["watching"]) == ([("bert", "Bert")], True)
    assert desk.file("bert", other["ticket_id"])["links"][0]["title"] == "p"
    unlink = desk.tickets.talk.unlink
    alone = desk.do("anna", unlink, parent["ticket_id"], "child", child["ticket_id"])
    assert [each["kind"] for each in alone["links"]] == ["related"]


# --- types ---


def test_fields_of_a_type_are_checked_and_required(desk):
    fields = [
        {"code": "model", "name": {"code": "model", "zh": "型号", "en": "Model"}, "kind": "TEXT",
         "required": True},
        {"code": "bought", "name": {"code": "bought", "zh": "购买日", "en": "Bought"}, "kind": "DATE"},
    ]  # fmt: skip
    view = TicketTypeView.model_validate(
        {"code": "REPAIR", "name": {"code": "REPAIR", "zh": "报修", "en": "Repair"}, "states": [],
         "moves": [], "fields": fields, "checklist": [{"code": "a", "zh": "联系客户", "en": "Call him"}]}
    )  # fmt: skip
    desk.database.write_now(
        lambda s: desk.tickets.set_up.put_type(s, desk.reader("admin"), "REPAIR", view, NOW)
    )
    with pytest.raises(InvalidValueError, match="Model"):
        desk.new()
    with pytest.raises(InvalidValueError, match="2026-05-01"):
        desk.new(fields={"model": "X", "bought": "yesterday"})
    with pytest.raises(InvalidValueError, match="no field"):
        desk.new(fields={"model": "X", "colour": "red"})
    ticket = desk.new(fields={"model": "BCD-500", "bought": "2026-05-01"})
    with pytest.raises(TicketNeedsError, match="checklist"):
        desk.move("anna", ticket, "RESOLVED", solution="x")
    file = desk.change("anna", ticket, checklist={0: True}, fields={"bought": None})
    assert file["fields"] == {"model": "BCD-500"}
    assert (file["checklist"][0]["done"], file["checklist"][0]["done_by"]) == (True, "Anna")
    assert desk.move("anna", file["ticket"], "RESOLVED", solution="x")["status"] == "RESOLVED"


def test_a_type_may_not_leave_tickets_in_a_state_that_is_gone(desk):
    desk.new()
    view = TicketTypeView.model_validate(
        {
            "code": "REPAIR",
            "name": {"code": "REPAIR", "zh": "报修", "en": "Repair"},
            "states": [
                {"code": "OPEN", "kind": "NEW", "name": {"code": "OPEN", "zh": "开", "en": "Open"}},
                {"code": "DONE", "kind": "RESOLVED", "name": {"code": "DONE", "zh": "完", "en": "Done"}},
            ],
            "moves": [
                {"from_state": "OPEN", "to_state": "DONE", "name": {"code": "d", "zh": "完成", "en": "Do"}},
                {
                    "from_state": "DONE",
                    "to_state": "OPEN",
                    "name": {"code": "r", "zh": "重开", "en": "Again"},
                },
            ],
        }
    )

    def put(name: str) -> TicketTypeView:
        return desk.database.write_now(
            lambda s: desk.tickets.set_up.put_type(s, desk.reader(name), "REPAIR", view, NOW)
        )

    with pytest.raises(TicketTypeError, match="1 tickets are in the state NEW"):
        put("admin")
    with pytest.raises(NotAllowedError):
        put("lead")
    other = view.model_copy(update={"code": "VISIT"})
    desk.database.write_now(
        lambda s: desk.tickets.set_up.put_type(s, desk.reader("admin"), "VISIT", other, NOW)
    )
    made = desk.new(type="VISIT")
    assert (made["status"], made["status_name"], made["status_kind"]) == ("OPEN", "开", "NEW")
    done = desk.move("anna", made, "DONE")
    assert (done["status_kind"], desk.file("anna", done["ticket_id"], "en")["ticket"]["status_name"]) == (
        "RESOLVED", "Done",
    )  # fmt: skip


# --- by itself, and who is told ---


def test_what_makes_a_ticket_by_itself_makes_it_once(desk):
    new = NewTicket(type="NO_SUCH", title="留言", customer_id="k1", department="售后组")
    desk.on_shift.add("bert")

    def make(session: Any) -> Ticket | None:
        return desk.tickets.changes.create_by_itself(session, new, "MESSAGE", "voice-message:17", NOW)

    first = desk.database.write_now(make)
    assert (first.type, first.source, first.assigned_to) == ("REPAIR", "MESSAGE", "bert")
    assert desk.database.write_now(make) is None
    assert desk.database.read_now(lambda s: len(s.scalars(select(Ticket.ticket_id)).all())) == 1


def fail() -> None:
    raise RuntimeError("power gone")


def test_whoever_registered_hears_of_each_change_with_what_it_was_and_can_undo_it_all(desk):
    ticket = desk.new()
    desk.move("anna", ticket, "RESOLVED", solution="x")
    deeds = [(happening.deed, happening.reached("RESOLVED")) for _, happening in desk.heard]
    assert deeds == [(Deed.CREATED, False), (Deed.MOVED, True)]
    assert desk.heard[-1][1].changes["status"] == ("NEW", "RESOLVED")
    desk.tickets.on_change(lambda *_: fail())
    with pytest.raises(RuntimeError):
        desk.new(title="never")
    assert desk.database.read_now(lambda s: s.scalars(select(Ticket.title)).all()) == ["冰箱漏水"]


def test_a_state_reached_by_itself_needs_nothing_but_a_way(desk):
    ticket_id = desk.move("anna", desk.new(), "RESOLVED", solution="x")["ticket_id"]

    def go(session: Any) -> list[bool]:
        row = session.get(Ticket, ticket_id)
        move = desk.tickets.changes.move_by_itself
        return [
            move(session, row, (kind,), "7 天未回复", NOW) for kind in ("WAITING", "CONFIRMED", "ARCHIVED")
        ]

    assert desk.database.write_now(go) == [False, True, True]
    events = desk.database.read_now(
        lambda s: s.scalars(select(TicketEvent).order_by(TicketEvent.event_id.desc())).first()
    )
    assert (events.by, events.after) == ("", "ARCHIVED")
