"""Tickets on the board and while they are written, also by two at once."""

from __future__ import annotations

from typing import Any

from app.contracts.fields import FieldDefinition
from app.ui.presenters.ticket import TicketFields, TicketPresenter
from app.ui.presenters.ticket_edit import EditFields, fields_of
from app.ui.presenters.wrap_up import is_form
from tests.presenters.ticket_desk import Desk
from tests.presenters.tickets_fakes import (
    LEAD,
    ME,
    REPAIR,
    TicketsCrm,
    file,
    meanwhile,
    name,
)
from tests.presenters.ui_fakes import (
    TYPES,
    FakeDrafts,
    liming,
)


def board(*files: Any, user: Any = ME) -> Desk:
    desk = Desk(TicketsCrm(*files), user)
    desk.board.show(True)
    return desk


def columns(desk: Desk) -> dict[str, list[str]]:
    return {c.state: [card.ticket_id for card in c.cards] for c in desk.view.last["show_board"].columns}


def test_a_card_is_put_into_the_next_column():
    desk = board(file("k1"), file("k2"))
    desk.board.put("k1", "OPEN")
    assert desk.wished("move")[0].to_state == "OPEN"
    assert columns(desk) == {"NEW": ["k2"], "OPEN": ["k1"], "DONE": []}


def test_a_card_that_needs_something_asks_before_it_moves():
    desk = board(file("k1", "OPEN"))
    desk.board.put("k1", "DONE")
    assert desk.question.title == "Solve" and columns(desk)["OPEN"] == ["k1"]
    desk.answer(solution="Done.")
    assert columns(desk)["DONE"] == ["k1"]


def test_a_way_that_does_not_exist_or_is_for_leads_says_which_there_are():
    desk = board(file("k1", "OPEN"))
    assert desk.board.may_go("k1") == ("DONE",)
    desk.board.put("k1", "NEW")
    assert desk.view.said == ["Not from here. Possible: Solve"] and not desk.wished("move")
    assert board(file("k1", "OPEN"), user=LEAD).board.may_go("k1") == ("DONE", "NEW")


def test_a_new_ticket_goes_through_the_outbox_with_the_types_fields():
    desk = Desk(TicketsCrm())
    desk.writing.write_new(liming())
    face, fields = desk.view.last["open_form"]
    assert (face.about, fields.priority) == ("For 李明", "HIGH")
    desk.writing.save(EditFields("repair", "LOW", " ", "", "", (), None))
    assert desk.view.last["show_form_state"][0] == "Please fill in: Title"
    desk.writing.save(EditFields("repair", "LOW", "Door", "", "", ("a",), None, {"size": 2}, "me"))
    new = desk.outbox.put[0]
    assert (new.customer_id, new.assigned_to, new.assign, new.fields) == ("c1", "a1", "none", {"size": 2})


def test_a_form_being_written_is_there_again():
    drafts = FakeDrafts()
    desk = Desk(TicketsCrm(), drafts=drafts)
    desk.writing.write_new()
    typed = EditFields("repair", "LOW", "Half a ti", "text", "", (), None)
    desk.writing.type(typed)
    again = Desk(TicketsCrm(), drafts=drafts)
    again.writing.write_new()
    assert again.view.last["open_form"][1] == typed
    again.writing.leave()
    assert drafts.kept == {}


def edited(desk: Desk, **changes: Any) -> EditFields:
    base = fields_of(desk.crm.files["k1"])
    return EditFields(**({name: getattr(base, name) for name in base.__slots__} | changes))


def test_only_what_was_changed_is_sent():
    desk = Desk(TicketsCrm(file("k1")))
    desk.writing.change(desk.crm.files["k1"])
    desk.writing.save(edited(desk, title="Better"))
    sent = desk.wished("change")[0]
    assert sent.model_dump(exclude_none=True) == {"version": 1, "title": "Better", "reason": ""}
    assert desk.view.count("close_form") == 1


def test_the_second_sees_the_firsts_change_and_loses_nothing():
    desk = Desk(TicketsCrm(file("k1", text="old")))
    before = desk.crm.files["k1"]
    desk.list.choose("k1")
    desk.writing.change(before)
    mine = edited(desk, title="Mine", text="my long text")
    present = desk.crm.changed("k1", title="Theirs", priority="URGENT")
    desk.crm.fails = meanwhile(present, "title")
    desk.writing.save(mine)
    face = desk.view.last["show_conflict"]
    assert face.who == "赵磊"
    assert [(r.code, r.before, r.theirs, r.mine) for r in face.rows] == [
        ("title", "换桌面", "Theirs", "Mine")
    ]
    assert desk.view.count("close_form") == 0
    desk.writing.resolve({"title"})
    again = desk.wished("change")[-1]
    assert (again.version, again.title, again.text) == (2, None, "my long text")
    ticket = desk.crm.files["k1"].ticket
    assert (ticket.title, ticket.text, ticket.priority) == ("Theirs", "my long text", "URGENT")


def test_what_was_typed_survives_a_server_that_is_away():
    desk = Desk(TicketsCrm(file("k1")))
    desk.writing.change(desk.crm.files["k1"])
    desk.away()
    desk.writing.save(edited(desk, title="Mine"))
    text, good, _busy = desk.view.last["show_form_state"]
    assert "stays here" in text and not good and desk.view.count("close_form") == 0


def test_the_form_in_the_call_asks_for_what_a_type_must_know():
    desk = Desk(TicketsCrm())
    needed = FieldDefinition(code="wish", name=name("wish"), kind="TEXT", required=True)
    desk.crm.types = [REPAIR.model_copy(update={"fields": [needed]})]
    ticket = TicketPresenter(
        desk.view, desk.store, desk.words, desk.clock, desk.outbox, TYPES, lambda: None, lambda: ""
    )
    ticket.know(desk.shelf)
    desk.shelf.load()
    assert [code for code, _ in desk.view.last["show_form"].own] == ["repair"]
    ticket.save(TicketFields("repair", "NORMAL", "Door", "", None))
    assert desk.view.last["show_state"] == ("Please fill in: Wish", False) and not desk.outbox.put
    ticket.save(TicketFields("repair", "NORMAL", "Door", "", None, {"wish": "a new one"}))
    assert desk.outbox.put[0].fields == {"wish": "a new one"}


def test_what_is_typed_into_a_ticket_is_never_taken_for_a_calls_note():
    desk = Desk(TicketsCrm(file("k1")))
    desk.list.choose("k1")
    desk.ticket.type_comment("a remark", False)
    desk.writing.change(desk.crm.files["k1"])
    desk.writing.type(edited(desk, title="x"))
    desk.writing.write_new()
    desk.writing.type(edited(desk, title="y"))
    assert len(desk.drafts.kept) == 3 and all(is_form(kept) for kept in desk.drafts.kept)
