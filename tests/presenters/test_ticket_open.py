"""One open ticket: moved, given, commented, its files and links, its clocks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.contracts.live import TicketsChanged
from app.contracts.tickets import AttachmentView, ClockView, TicketEventView, TicketLink
from app.crm_client.requests import Upload
from app.ui.presenters.player import sound_length_s
from app.ui.presenters.ticket_face import clock_face, due_of, event_row
from app.ui.presenters.ticket_file import comment_draft
from tests.doubles.fake_crm_tools import sound
from tests.presenters.ticket_desk import Desk
from tests.presenters.tickets_fakes import (
    TicketsCrm,
    file,
    meanwhile,
    view,
)
from tests.presenters.ui_fakes import (
    NOW,
    FakeDrafts,
    FakeWords,
    call,
)


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


def test_the_length_of_a_recording_is_read_from_it():
    assert sound_length_s(sound(1.5)) == pytest.approx(1.5, abs=0.1)
    assert sound_length_s(b"no sound") == 0.0


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


def with_things(**more: Any) -> Desk:
    photo = AttachmentView(
        attachment_id="f1", name="photo.png", media_type="image/png", size_bytes=9, at=NOW, by="王芳", **more
    )
    link = TicketLink(kind="related", target_id="k2", number="T-2", title="Door", **more)
    came_from = TicketLink(kind="call", target_id="c9", at=NOW)
    whole = file("k1").model_copy(update={"attachments": [photo], "links": [link, came_from]})
    desk = Desk(TicketsCrm(whole))
    desk.list.choose("k1")
    return desk


def test_a_file_is_deleted_after_a_question():
    desk = with_things(may_remove=True)
    desk.ticket.removing.remove_file("f1")
    assert desk.question.danger and "photo.png" in desk.question.hint and not desk.wished("remove-file")
    desk.answer()
    assert desk.wished("remove-file") == ["f1"] and desk.shown.files == ()


def test_a_link_is_removed_after_a_question_and_the_call_it_came_from_stays():
    desk = with_things(may_remove=True)
    assert [(row.kind, row.may_remove) for row in desk.shown.links] == [("related", True), ("call", False)]
    desk.ticket.removing.remove_link("call", "c9")
    assert desk.view.count("ask") == 0
    desk.ticket.removing.remove_link("related", "k2")
    desk.answer()
    assert desk.wished("unlink") == ["related"] and [row.kind for row in desk.shown.links] == ["call"]


def test_what_may_not_be_removed_is_not_even_asked_about():
    desk = with_things()
    desk.ticket.removing.remove_file("f1")
    desk.ticket.removing.remove_link("related", "k2")
    assert desk.view.count("ask") == 0 and not any(row.may_remove for row in desk.shown.files)


def test_nothing_is_removed_without_the_server():
    desk = with_things(may_remove=True)
    desk.away()
    desk.ticket.removing.remove_file("f1")
    assert desk.view.count("ask") == 0 and "Not without the server" in desk.view.said[-1]


@pytest.mark.parametrize(
    ("event", "what", "detail"),
    [
        ({"kind": "ATTACHMENT", "field": "attachment", "after": "a.png"}, "File added", "a.png"),
        ({"kind": "ATTACHMENT", "field": "attachment", "before": "a.png"}, "File deleted", "a.png"),
        ({"kind": "LINK", "field": "related", "before": "T-2"}, "Link removed", "T-2"),
        ({"kind": "LINK", "field": "call", "after": "call-6f3a"}, "Linked", "Call"),
    ],
)
def test_the_history_says_what_was_added_and_what_went(event: dict[str, str], what: str, detail: str):
    row = event_row(TicketEventView(event_id=1, at=NOW, by="王芳", **event), NOW, FakeWords())
    assert (row.what, row.detail) == (what, detail)
