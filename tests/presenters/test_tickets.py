"""Tickets as the window shows them: the list, one of them, the board, writing, two who write at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.contracts.fields import FieldDefinition
from app.contracts.live import TicketsChanged
from app.contracts.tickets import BulkResult, ClockView, SavedView, TicketQuery
from app.crm_client.errors import Unreachable
from app.crm_client.requests import Upload
from app.crm_client.tickets import parameters
from app.ui.presenters.desk import ServerReached
from app.ui.presenters.pages import ListState
from app.ui.presenters.player import PlayerPresenter, sound_length_s
from app.ui.presenters.ticket import TicketFields, TicketPresenter
from app.ui.presenters.ticket_asks import Answered, Asking
from app.ui.presenters.ticket_edit import EditFields, fields_of
from app.ui.presenters.ticket_face import clock_face, due_of
from app.ui.presenters.ticket_file import TicketFilePresenter, comment_draft
from app.ui.presenters.ticket_shelf import TicketShelf
from app.ui.presenters.ticket_writing import WritingPresenter
from app.ui.presenters.tickets_board import BoardPresenter
from app.ui.presenters.tickets_list import TicketsPresenter
from app.ui.presenters.wrap_up import is_form
from tests.doubles.fake_crm_tools import sound
from tests.presenters.tickets_fakes import (
    LEAD,
    ME,
    REPAIR,
    TicketOutbox,
    TicketsCrm,
    file,
    meanwhile,
    name,
    view,
)
from tests.presenters.ui_fakes import (
    NOW,
    TYPES,
    FakeClock,
    FakeDrafts,
    FakeTasks,
    FakeView,
    FakeWords,
    call,
    liming,
    store,
)


class Desk:
    """All of the tickets' room but its widgets."""

    def __init__(self, crm: TicketsCrm, user: Any = ME, drafts: FakeDrafts | None = None) -> None:
        self.crm, self.clock, self.words, self.tasks = crm, FakeClock(), FakeWords(), FakeTasks()
        self.store, self.view = store(self.clock), FakeView()
        self.outbox, self.drafts = TicketOutbox(), drafts or FakeDrafts()
        self.asking = Asking(self.view)
        self.shelf = TicketShelf(self.tasks, self.words, crm, user, TYPES)
        self.player = PlayerPresenter(self.view, self.words, self.tasks, FakeView())
        parts = (self.view, self.store, self.words, self.tasks, self.clock, crm)
        self.list = TicketsPresenter(
            *parts, self.shelf, self.asking, lambda t: self.ticket.open(t), lambda: None
        )
        self.ticket = TicketFilePresenter(
            *parts, self.outbox, self.drafts, self.shelf, self.asking, self.player, self._changed
        )
        self.board = BoardPresenter(*parts, self.shelf, lambda: self.list.asked.query, self.ticket.move_file)
        self.writing = WritingPresenter(*parts, self.outbox, self.drafts, self.shelf, self.ticket.take)
        self.shelf.load()
        self.list.page_shown(True)

    def _changed(self, changed: Any) -> None:
        self.list.take(changed)
        self.board.take(changed)

    @property
    def rows(self) -> Any:
        return self.view.last["show_tickets"]

    @property
    def shown(self) -> Any:
        return self.view.last["show_ticket"]

    @property
    def question(self) -> Any:
        return self.view.last["ask"]

    def answer(self, choice: str = "", **texts: str) -> None:
        self.asking.answer(Answered(choice, texts))

    def wished(self, what: str) -> list[Any]:
        return [asked[1] for asked in self.crm.asked if asked[0] == what]

    def away(self) -> None:
        self.store.dispatch(ServerReached(up=False))


# --- the list ------------------------------------------------------------------------------------


def test_mine_are_shown_first_with_counts_above():
    desk = Desk(TicketsCrm(file("k1"), file("k2", "OPEN")))
    assert [row.ticket_id for row in desk.rows.rows] == ["k1", "k2"]
    assert {tab.code: tab.count for tab in desk.rows.tabs}["mine"] == 3
    assert desk.view.last["show_count"] == (3, 1)
    assert desk.wished("tickets")[0].mine and "RESOLVED" in desk.wished("tickets")[0].kind


def test_another_tab_asks_anew_and_says_why_it_is_empty():
    desk = Desk(TicketsCrm())
    desk.list.choose_tab("late")
    assert desk.wished("tickets")[-1].late and not desk.wished("tickets")[-1].mine
    assert (desk.rows.state, desk.rows.text) == (ListState.EMPTY, "Nothing is late. Well done.")


def test_words_are_searched_after_a_pause_filters_at_once():
    desk = Desk(TicketsCrm(file("k1")))
    desk.list.type_words(" 桌面 ")
    desk.list.tick()
    assert all(not asked.q for asked in desk.wished("tickets"))
    desk.clock.pass_s(0.3)
    desk.list.tick()
    assert desk.wished("tickets")[-1].q == "桌面"
    desk.list.filter("state", "OPEN")
    assert (desk.wished("tickets")[-1].status, desk.wished("tickets")[-1].kind) == (["OPEN"], [])


def test_what_is_asked_becomes_parameters_of_the_address():
    query = TicketQuery(q="a b", kind=["NEW", "OPEN"], mine=True)
    asked = parameters(query, cursor=None, limit="50")
    assert asked == "q=a+b&kind=NEW&kind=OPEN&mine=true&limit=50"


def test_a_view_is_kept_and_chosen_again():
    desk = Desk(TicketsCrm(file("k1")))
    desk.list.filter("priority", "URGENT")
    desk.list.save_view()
    desk.answer(name="Fire")
    assert desk.crm.views[0].query.priority == ["URGENT"]
    assert [(v.name, v.chosen) for v in desk.rows.views] == [("Fire", True)]
    desk.list.choose_tab("all")
    desk.list.choose_view("v1")
    assert desk.wished("tickets")[-1].priority == ["URGENT"] and desk.wished("tickets")[-1].mine


def test_live_word_reads_a_single_page_again_and_single_tickets_of_many():
    desk = Desk(TicketsCrm(*(file(f"k{n}") for n in range(60))))
    desk.list.more()
    assert len(desk.rows.rows) == 60
    desk.crm.changed("k3", title="Other")
    before = len(desk.wished("tickets"))
    desk.list.live(TicketsChanged(cursor=1, ticket_ids=["k3", "unknown"]))
    assert len(desk.wished("tickets")) == before  # what was scrolled to stays
    assert desk.rows.rows[3].title == "Other" and len(desk.rows.rows) == 60


def test_a_hidden_page_asks_for_nothing_until_it_is_shown():
    desk = Desk(TicketsCrm(file("k1")))
    desk.list.page_shown(False)
    before = len(desk.crm.asked)
    desk.list.live(TicketsChanged(cursor=1, ticket_ids=["k1"]))
    assert len(desk.crm.asked) == before
    desk.list.page_shown(True)
    assert len(desk.wished("tickets")) == 2


def test_only_leads_choose_several():
    desk = Desk(TicketsCrm(file("k1"), file("k2")))
    desk.list.select("k1")
    assert (desk.rows.selected, desk.rows.may_select) == (0, False)


def test_several_are_moved_and_those_refused_stay_chosen():
    desk = Desk(TicketsCrm(file("k1"), file("k2")), LEAD)
    desk.list.select("k1")
    desk.list.select("k2")
    desk.list.move_selected()
    assert [choice.code for choice in desk.question.choices] == ["NEW", "OPEN", "DONE"]
    desk.crm.bulk = BulkResult(done=["k1"], refused={"k2": "Not from there."})
    desk.answer("OPEN")
    assert desk.wished("bulk")[0].to_state == "OPEN"
    assert desk.view.said == ["1 changed, 1 not: Not from there."]
    assert [row.ticket_id for row in desk.rows.rows if row.selected] == ["k2"]


def test_what_is_shown_stays_when_the_server_goes():
    desk = Desk(TicketsCrm(file("k1")))
    desk.away()
    assert len(desk.rows.rows) == 1 and "No connection" in desk.rows.hint


def test_an_error_stands_in_place_of_the_list():
    crm = TicketsCrm()
    crm.fails = Unreachable("down")
    desk = Desk(crm)
    assert desk.rows.state is ListState.ERROR and "cannot be reached" in desk.rows.text


# --- one ticket ------------------------------------------------------------------------------------


def test_a_move_without_needs_is_done_at_once_and_the_list_follows():
    desk = Desk(TicketsCrm(file("k1")))
    desk.list.choose("k1")
    desk.ticket.move("OPEN")
    assert desk.wished("move")[0].version == 1
    assert [move.text for move in desk.shown.moves] == ["Solve", "Back"]
    assert desk.view.count("ask") == 0


def test_a_move_asks_for_what_it_needs_and_ticks_the_list_first():
    desk = Desk(TicketsCrm(file("k1", "OPEN")))
    desk.list.choose("k1")
    desk.ticket.move("DONE")
    assert desk.question.checks == ((1, "Parts"),)
    assert [(text.code, text.required) for text in desk.question.texts] == [("solution", True)]
    desk.answer(solution=" New board. ")
    assert desk.wished("change")[0].checklist == {1: True}
    moved = desk.wished("move")[0]
    assert (moved.version, moved.solution) == (2, "New board.")
    assert desk.view.count("ask_done") and desk.crm.files["k1"].ticket.status == "DONE"


def test_a_refused_move_keeps_what_was_typed_and_shows_what_is_there_now():
    desk = Desk(TicketsCrm(file("k1", "OPEN")))
    desk.list.choose("k1")
    desk.ticket.move("DONE")
    desk.crm.fails = meanwhile(desk.crm.changed("k1", title="Theirs"))
    closed = desk.view.count("ask_done")
    desk.answer(solution="Mine")
    assert desk.view.count("ask_done") == closed  # the question with its text is still there
    busy, trouble = desk.view.last["show_ask"]
    assert not busy and "Somebody has just changed" in trouble
    assert desk.shown.title == "Theirs"
    desk.answer(solution="Mine")
    assert desk.wished("move")[-1].solution == "Mine"


def test_it_is_given_to_a_colleague_or_by_duty():
    desk = Desk(TicketsCrm(file("k1")))
    desk.list.choose("k1")
    desk.ticket.assign()
    assert [choice.code for choice in desk.question.choices] == ["duty", "department:service"]
    desk.answer("department:service", reason="Their product")
    wish = desk.wished("assign")[0]
    assert (wish.to, wish.department, wish.reason) == ("department", "service", "Their product")


def test_what_was_given_to_me_is_accepted_or_sent_back_with_a_reason():
    desk = Desk(TicketsCrm(file("k1", "OPEN", accepted=False)))
    desk.list.choose("k1")
    assert desk.shown.to_accept == "This ticket was given to you. Do you take it?"
    desk.ticket.send_back()
    assert desk.question.texts[0].required
    desk.answer(reason="Not mine")
    assert not desk.wished("answer")[0].accept
    desk.ticket.accept()
    assert desk.shown.to_accept == ""


def test_a_comment_waits_in_the_outbox_and_is_seen_at_once():
    desk = Desk(TicketsCrm(file("k1")))
    desk.list.choose("k1")
    desk.away()
    desk.ticket.type_comment("On its way", True)
    desk.ticket.comment("On its way ", True)
    ticket_id, new = desk.outbox.put[0]
    assert (ticket_id, new.text, new.for_customer) == ("k1", "On its way", True)
    last = desk.shown.comments[-1]
    assert (last.text, last.whose, last.waits, last.when) == (
        "On its way", "customer", True, "waits for the server",
    )  # fmt: skip
    assert desk.drafts.kept == {}
    desk.ticket.comment_sent("key-1", desk.crm.changed("k1"))
    assert not any(comment.waits for comment in desk.shown.comments)


def test_a_comment_being_written_is_there_again_after_a_restart():
    drafts = FakeDrafts()
    desk = Desk(TicketsCrm(file("k1"), file("k2")), drafts=drafts)
    desk.list.choose("k1")
    desk.ticket.type_comment("Half a sent", True)
    desk.list.choose("k2")
    assert desk.view.last["show_comment"] == ("", False)
    again = Desk(TicketsCrm(file("k1")), drafts=drafts)
    again.list.choose("k1")
    assert again.view.last["show_comment"] == ("Half a sent", True)
    again.ticket.type_comment("  ", False)
    assert comment_draft("k1") not in drafts.kept


def test_without_the_server_nothing_is_changed_and_it_is_said():
    desk = Desk(TicketsCrm(file("k1")))
    desk.list.choose("k1")
    desk.away()
    desk.ticket.move("OPEN")
    desk.ticket.tick_off(1, True)
    assert not desk.wished("move") and not desk.wished("change")
    assert "Not without the server" in desk.view.said[-1] and desk.shown.offline


def test_files_are_sent_those_too_large_are_not():
    desk = Desk(TicketsCrm(file("k1")))
    desk.list.choose("k1")
    desk.ticket.attach([Upload("a.png", b"x"), Upload("film.mp4", bytes(20 * 1024 * 1024 + 1))], True)
    assert [asked[1:] for asked in desk.crm.asked if asked[0] == "attach"] == [("a.png", True)]
    assert desk.view.said == ["film.mp4 is larger than 20 MB."]


def test_live_word_brings_what_a_colleague_did():
    desk = Desk(TicketsCrm(file("k1")))
    desk.list.choose("k1")
    desk.crm.changed("k1", title="Changed by 赵磊")
    desk.ticket.live(TicketsChanged(cursor=1, ticket_ids=["other"]))
    assert desk.shown.title == "换桌面"
    desk.ticket.live(TicketsChanged(cursor=1, ticket_ids=["k1"]))
    assert desk.shown.title == "Changed by 赵磊"


def test_a_recording_is_not_played_into_a_call():
    desk = Desk(TicketsCrm(file("k1", recording_id="r1")))
    desk.list.choose("k1")
    desk.store.dispatch(call())
    desk.ticket.play()
    assert desk.view.said == ["Not while you are in a call."]


# --- clocks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "text", "tone"),
    [
        ({"state": "RUNNING", "due_at": NOW + timedelta(minutes=125)}, "2 h 05 min left", "away"),
        ({"state": "RUNNING", "due_at": NOW + timedelta(minutes=12)}, "12 min left", "hold"),
        ({"state": "RUNNING", "due_at": NOW - timedelta(hours=30)}, "30 h overdue", "trouble"),
        ({"state": "FROZEN", "left_s": 7200}, "paused, 2 h 00 min left", "hold"),
        ({"state": "MET"}, "kept", "ready"),
        ({"state": "MISSED"}, "missed", "trouble"),
    ],
)
def test_a_clock_says_what_is_left(clock: dict[str, Any], text: str, tone: str):
    face = clock_face(ClockView(kind="RESOLUTION", **clock), NOW, FakeWords())
    assert (face.text, face.tone) == (text, tone)


def test_the_clock_that_runs_out_first_is_the_tickets():
    clocks = [
        ClockView(kind="RESOLUTION", state="RUNNING", due_at=NOW + timedelta(hours=5)),
        ClockView(kind="UPDATE", state="RUNNING", due_at=NOW + timedelta(minutes=9)),
    ]
    assert due_of(view("k1", clocks=clocks), NOW, FakeWords()).text == "9 min left"
    assert due_of(view("k1", clocks=clocks, status_kind="RESOLVED"), NOW, FakeWords()).text == ""


# --- the board --------------------------------------------------------------------------------------


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


# --- writing -----------------------------------------------------------------------------------------


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


def test_views_of_others_are_named_as_such():
    crm = TicketsCrm()
    crm.views = [SavedView(view_id="v9", name="Team", query=TicketQuery(), shared=True, mine=False)]
    desk = Desk(crm)
    assert [(v.name, v.shared, v.mine) for v in desk.rows.views] == [("Team", True, False)]


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


def test_the_length_of_a_recording_is_read_from_it():
    assert sound_length_s(sound(1.5)) == pytest.approx(1.5, abs=0.1)
    assert sound_length_s(b"no sound") == 0.0
