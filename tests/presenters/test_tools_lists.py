"""Several customers with a number, a number in full, kinds of the time line; call-backs, messages, outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.contracts.customers import CustomerView, TimelineItem
from app.contracts.live import QueueChanged
from app.contracts.people import QueueView
from app.crm_client.errors import OutboxFull, Unreachable
from app.ui.presenters.callbacks import CallbacksPresenter
from app.ui.presenters.desk import ServerReached
from app.ui.presenters.file import FilePresenter
from app.ui.presenters.outbox import OutboxPresenter
from app.ui.presenters.pages import ListState
from app.ui.presenters.player import PlayerPresenter
from app.ui.presenters.reveal import RevealPresenter
from app.ui.presenters.rules import DeskRules
from app.ui.presenters.voice_messages import MessagesPresenter
from tests.presenters import tools_fakes as t
from tests.presenters import ui_fakes as f

WIFE = CustomerView(customer_id="c2", name="赵雪梅", level="NORMAL", number="138****1234")


@dataclass(frozen=True)
class Line:
    key: str
    error_id: str = ""
    kind: str = "result"
    target: str = "call-1"
    body: str = '{"outcome": "follow", "note": "写过的"}'
    written_at: datetime | None = f.NOW
    detail: str = ""
    sending: bool = False


class Keeper:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.done: list[tuple[str, str]] = []
        self.full = False

    def retry(self, key: str) -> None:
        self.done.append(("retry", key))

    def retry_with_outcome(self, key: str, outcome: str) -> None:
        self.done.append((outcome, key))

    def discard(self, key: str) -> None:
        if self.full:
            raise OutboxFull("full")
        self.done.append(("discard", key))

    def kick(self) -> None:
        self.done.append(("kick", ""))


class Room:
    def __init__(self) -> None:
        self.clock, self.crm, self.view, self.number = f.FakeClock(), t.ToolsCrm(), f.FakeView(), f.FakeView()
        self.drafts, self.player, self.keeper = f.FakeDrafts(), t.FakePlayer(), Keeper()
        self.store, words, tasks = f.store(self.clock), f.FakeWords(), f.FakeTasks()
        self.file = FilePresenter(
            self.view, self.store, words, tasks, self.clock, self.crm, f.FakeOutbox(), self.drafts
        )
        self.reveal = RevealPresenter(
            self.number, self.store, words, tasks, self.clock, self.crm, lambda: self.file.subject
        )
        self.file.listen(self.reveal.file_changed)
        self.lists = f.FakeView()
        self.callbacks = CallbacksPresenter(self.lists, self.store, words, tasks, self.clock, self.crm)
        self.playing = PlayerPresenter(self.lists, words, tasks, self.player)
        self.messages = MessagesPresenter(
            self.lists, self.store, words, tasks, self.clock, self.crm, self.drafts, self.playing
        )
        self.outbox_view = f.FakeView()
        self.outbox = OutboxPresenter(
            self.outbox_view, self.store, words, self.clock, self.keeper, DeskRules(f.OUTCOMES)
        )

    def asked(self, what: str) -> list[Any]:
        return [each for each in self.crm.asked if each[0] == what]

    @property
    def face(self) -> Any:
        return self.view.last["show_file"]


@pytest.fixture
def room() -> Room:
    return Room()


# --- the customer's file ---------------------------------------------------------------------------


def twins() -> Any:
    return f.file_of(f.liming(), matches=[f.liming(), WIFE])


def test_of_several_customers_one_click_says_who_it_is(room: Room):
    room.crm.files["c2"] = f.file_of(WIFE, timeline=[f.item("t5", "沙发")])
    room.store.dispatch(f.offer(file=twins()))
    assert [(m.name, m.chosen) for m in room.face.matches] == [("李明", True), ("赵雪梅", False)]
    room.file.choose_match("c2")
    assert room.face.name == "赵雪梅" and room.face.rows[0].title == "沙发"
    assert room.asked("choose") == []  # the call is not hers yet
    room.store.dispatch(f.agent_changed("TALKING", call_id="call-1"))
    room.store.dispatch(f.call(file=twins()))
    assert room.asked("choose") == [("choose", "call-1", "c2")]
    assert room.face.name == "赵雪梅", "the server's older file must not take her place"
    room.store.dispatch(f.call("HELD", file=twins()))
    assert len(room.asked("choose")) == 1


def test_one_customer_needs_no_choice(room: Room):
    room.store.dispatch(f.offer(file=f.file_of(f.liming(), matches=[f.liming()])))
    assert room.face.matches == ()


def test_what_came_of_the_last_call_stands_first(room: Room):
    room.store.dispatch(f.offer())
    assert room.face.last.result == "待跟进"


def test_kinds_of_the_time_line_and_a_look_further_back(room: Room):
    order = TimelineItem(item_id="o", kind="ORDER", at=f.NOW, title="餐桌")
    room.store.dispatch(
        f.offer(file=f.file_of(f.liming(), timeline=[f.item("t1", "x"), order], timeline_cursor="next"))
    )
    room.file.show_kind("ORDER")
    assert [row.title for row in room.face.rows] == ["餐桌"] and room.asked("time line") == []
    room.file.show_kind("SURVEY")
    assert room.face.rows == () and room.asked("time line") == [("time line", "c1", "next")]


def test_a_waiting_second_call_does_not_take_the_file_away(room: Room):
    room.store.dispatch(f.agent_changed("TALKING", call_id="call-1"))
    room.store.dispatch(f.call())
    room.store.dispatch(f.offer("call-2", f.file_of(WIFE)))
    assert room.face.name == "李明"


def test_the_new_customers_form_is_kept_while_it_is_typed(room: Room):
    room.store.dispatch(f.offer(file=f.file_of(None)))
    room.file.type_new("赵敏", "要发票")
    assert room.drafts.kept["new-customer:call-1"].outcome == "赵敏"
    again = Room()
    again.drafts.kept = room.drafts.kept
    again.store.dispatch(f.offer(file=f.file_of(None)))
    assert again.view.last["show_new"].draft == ("赵敏", "要发票")
    again.file.save_new("赵敏", "要发票")
    assert again.drafts.kept == {}


# --- a number in full ------------------------------------------------------------------------------


def test_a_number_is_shown_for_half_a_minute(room: Room):
    room.store.dispatch(f.offer())
    face = room.number.last["show_number"]
    assert face.text == "138****1234" and face.masked and face.enabled
    room.reveal.reveal()
    face = room.number.last["show_number"]
    assert (face.text, face.left_s) == ("13800001234", 30)
    room.clock.pass_s(29)
    room.reveal.tick()
    assert room.number.last["show_number"].text == "13800001234"
    room.clock.pass_s(1)
    room.reveal.tick()
    assert room.number.last["show_number"].text == "138****1234"


def test_it_is_hidden_with_the_next_customer(room: Room):
    room.store.dispatch(f.offer())
    room.reveal.reveal()
    room.store.dispatch(f.withdrawn("caller-left"))
    room.store.dispatch(f.offer("call-2", f.file_of(WIFE)))
    assert room.number.last["show_number"].text == "138****1234"


def test_a_reason_is_asked_for_where_the_server_wants_one(room: Room):
    room.crm.needs_reason = True
    room.store.dispatch(f.offer())
    room.reveal.reveal()
    assert len(room.number.last["ask_reason"]) == 4 and room.number.said == []
    room.reveal.reveal("核实身份")
    assert room.asked("reveal")[-1] == ("reveal", "c1", "核实身份")
    assert room.number.last["show_number"].shown


# --- call-backs and messages ---------------------------------------------------------------------


def test_call_backs_with_their_count(room: Room):
    room.crm.rows["OPEN"] = [
        t.callback("1"),
        t.callback("2", tries=1, last_result="busy", next_at=f.NOW + timedelta(minutes=9)),
    ]
    room.callbacks.load()
    face = room.lists.last["show_callbacks"]
    assert [row.first for row in face.rows] == ["waits in the line", "next try today 06:09"]
    assert face.rows[1].second == "was busy" and room.lists.last["show_count"] == 2


def test_a_queue_that_says_more_call_backs_wait_is_looked_at(room: Room):
    room.callbacks.load()
    queue = QueueView(queue_id="q1", name=f.AFTER_SALES, waiting=1, callbacks_waiting=1)
    room.store.dispatch(QueueChanged(cursor=3, queue=queue))
    assert len(room.asked("callbacks")) == 2


def test_calling_one_now_names_no_number(room: Room):
    room.crm.rows["OPEN"] = [t.callback("1")]
    room.callbacks.load()
    room.callbacks.call("1")
    assert room.asked("call") == [("call", "asked-in-1")]


def test_nobody_is_called_during_a_call(room: Room):
    room.crm.rows["OPEN"] = [t.callback("1")]
    room.callbacks.load()
    room.store.dispatch(f.agent_changed("TALKING", call_id="call-1"))
    room.store.dispatch(f.call())
    assert not room.lists.last["show_callbacks"].can_call
    room.callbacks.call("1")
    assert room.asked("call") == [] and room.lists.said == ["After the present call."]


def test_a_cancelled_one_is_gone_at_once(room: Room):
    room.crm.rows["OPEN"] = [t.callback("1")]
    room.callbacks.load()
    room.crm.rows["OPEN"] = []
    room.callbacks.cancel("1")
    assert room.asked("cancel") == [("cancel", "1")]
    assert room.lists.last["show_callbacks"].state is ListState.EMPTY


def test_the_count_does_not_change_with_the_list_that_is_looked_at(room: Room):
    room.crm.rows["OPEN"], room.crm.rows["ENDED"] = [t.callback("1")], [t.callback("9", state="ENDED")]
    room.callbacks.load()
    room.callbacks.show_which("ENDED")
    assert room.lists.last["show_callbacks"].rows[0].callback_id == "9"
    assert room.lists.last["show_count"] == 1


def test_a_list_that_cannot_be_loaded_says_why(room: Room):
    room.crm.fails = Unreachable("gone")
    room.callbacks.load()
    face = room.lists.last["show_callbacks"]
    assert face.state is ListState.ERROR and "cannot be reached" in face.text


def test_a_message_is_loaded_once_played_paused_and_gone_on_with(room: Room):
    room.crm.rows["NEW"] = [t.message("m1")]
    room.messages.load()
    room.messages.play()
    assert room.asked("audio") == [("audio", "m1")] and room.player.played == [(b"OggS", 0.0)]
    room.player.progress(7.0)
    assert room.lists.last["show_player"].at == "0:07"
    room.messages.play()
    assert room.lists.last["show_player"].state == "paused"
    room.messages.play()
    assert room.player.played[-1] == (b"OggS", 7.0) and len(room.asked("audio")) == 1
    room.player.ended("")
    assert room.lists.last["show_player"].state == "idle"


def test_a_call_silences_the_message(room: Room):
    room.crm.rows["NEW"] = [t.message("m1")]
    room.messages.load()
    room.messages.play()
    room.store.dispatch(f.offer())
    assert room.player.stopped and room.lists.last["show_player"].state == "idle"


def test_a_player_that_fails_says_what_to_do(room: Room):
    room.crm.rows["NEW"] = [t.message("m1")]
    room.messages.load()
    room.messages.play()
    room.player.ended("playback-failed")
    assert "Check the speaker" in room.lists.said[-1]


def test_done_with_a_note_and_new_again(room: Room):
    room.crm.rows["NEW"] = [t.message("m1"), t.message("m2")]
    room.messages.load()
    room.messages.type_note("已回电")
    assert room.drafts.kept["voice-message:m1"].note == "已回电"
    room.messages.finish(True)
    assert room.asked("done") == [("done", "m1", True, "已回电")]
    assert [row.message_id for row in room.lists.last["show_messages"].rows] == ["m2"]
    assert room.drafts.kept == {} and room.lists.last["show_count"] == 1


def test_calling_back_whoever_left_a_message(room: Room):
    room.crm.rows["NEW"] = [t.message("m1")]
    room.messages.load()
    room.messages.call_back()
    assert room.asked("call-back") == [("call-back", "m1")]


# --- the outbox --------------------------------------------------------------------------------------


def test_the_outbox_says_what_waits_and_what_was_refused(room: Room):
    room.keeper.lines = [Line("a", "outcome-required"), Line("b", kind="ticket", body='{"title": "换桌面"}')]
    room.outbox.outbox_changed("")
    face = room.outbox_view.last["show_outbox"]
    assert [row.title for row in face.rows] == ["Result of a call: Follow up", "Ticket: 换桌面"]
    assert face.rows[0].refused and "Choose it" in face.rows[0].why and face.rows[0].text == "写过的"
    assert face.summary == "1 waiting to be sent · 1 refused"
    assert room.outbox_view.last["show_count"] == (2, True)


def test_a_result_that_was_refused_for_want_of_an_outcome_is_given_one(room: Room):
    room.keeper.lines = [Line("a", "outcome-required"), Line("b", "call-not-yours")]
    room.outbox.outbox_changed("")
    rows = room.outbox_view.last["show_outbox"].rows
    assert [each.code for each in rows[0].outcomes] == [each.code for each in f.OUTCOMES]
    assert not rows[1].outcomes, "no outcome helps there"
    room.outbox.retry_with_outcome("a", "resolved")
    assert room.keeper.done == [("resolved", "a")]
    room.outbox.retry_all()
    assert ("retry", "b") in room.keeper.done
    assert ("retry", "a") not in room.keeper.done, "it would only be refused again"


def test_offline_it_says_that_it_is_sent_later(room: Room):
    room.keeper.lines = [Line("a")]
    room.store.dispatch(ServerReached(False, "unreachable"))
    face = room.outbox_view.last["show_outbox"]
    assert "as soon as the server is back" in face.rows[0].why and not face.can_send


def test_sending_again_and_throwing_away(room: Room):
    room.keeper.lines = [Line("a", "invalid")]
    room.outbox.retry("a")
    room.outbox.discard("a")
    assert room.keeper.done == [("retry", "a"), ("discard", "a")]
    room.keeper.full = True
    room.outbox.discard("a")
    assert "disk of this computer is full" in room.outbox_view.said[-1]
