"""Outcome, note, follow-up: nothing typed is lost, and everything arrives once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.ui.presenters.desk import ServerReached
from app.ui.presenters.ports import Draft
from app.ui.presenters.result_face import Kept
from app.ui.presenters.rules import DeskRules
from app.ui.presenters.wrap_up import WrapUpPresenter
from tests.presenters import ui_fakes as f


class Room:
    def __init__(self, drafts: f.FakeDrafts | None = None) -> None:
        self.clock, self.view, self.outbox = f.FakeClock(), f.FakeView(), f.FakeOutbox()
        self.drafts = drafts or f.FakeDrafts()
        self.store = f.store(self.clock)
        self.form = WrapUpPresenter(
            self.view, self.store, f.FakeWords(), self.clock, self.outbox, self.drafts, DeskRules(f.OUTCOMES)
        )
        self.form.refresh()
        self.store.dispatch(f.agent_changed("TALKING", call_id="call-1"))

    @property
    def face(self):
        return self.view.last["show_result"]

    def end_call(self) -> None:
        self.store.dispatch(f.call("ENDED"))
        ends = f.NOW + timedelta(seconds=30)
        self.store.dispatch(f.agent_changed("WRAP_UP", call_id="call-1", wrap_up_ends_at=ends))


@pytest.fixture
def room() -> Room:
    return Room()


def test_without_a_call_nothing_can_be_typed(room: Room):
    assert not room.face.enabled
    room.form.type_note("lost?")
    assert room.drafts.kept == {}


def test_every_key_is_kept_as_a_draft(room: Room):
    room.store.dispatch(f.call())
    room.form.type_note("桌面开裂")
    assert room.drafts.kept["call-1"].note == "桌面开裂"
    assert room.face.kept is Kept.DRAFT


def test_live_messages_never_overwrite_what_is_being_typed(room: Room):
    room.store.dispatch(f.call())
    shown = room.view.count("show_typed")
    room.form.type_note("桌面")
    room.store.dispatch(f.call("HELD"))
    room.store.dispatch(f.hello(call=f.call().call, agent=f.agent("TALKING", call_id="call-1")))
    assert room.view.count("show_typed") == shown
    assert room.form.draft.note == "桌面"


def test_a_draft_from_before_a_crash_is_there_again():
    drafts = f.FakeDrafts()
    drafts.kept["call-1"] = Draft("follow", "从前写的", None)
    room = Room(drafts)
    room.store.dispatch(f.call())
    assert room.view.last["show_typed"] == ("从前写的", None)
    assert room.face.outcome == "follow"


def test_number_keys_choose_in_wrap_up_only(room: Room):
    room.store.dispatch(f.call())
    assert not room.form.choose_by_key(1)
    room.end_call()
    assert room.form.choose_by_key(2)
    assert room.face.outcome == "follow"
    assert not room.form.choose_by_key(9)


def test_finishing_needs_an_outcome(room: Room):
    room.store.dispatch(f.call())
    room.end_call()
    room.form.finish()
    assert room.outbox.put == [] and "Choose first" in room.view.said[-1]


def test_finishing_sends_once_and_ends_the_wrap_up(room: Room):
    room.store.dispatch(f.call())
    room.form.type_note("已解决")
    room.end_call()
    room.form.choose_outcome("resolved")
    room.form.choose_follow_up(f.NOW)
    room.form.finish()
    room.form.finish()
    (call_id, result) = room.outbox.put[0]
    assert len(room.outbox.put) == 1 and call_id == "call-1"
    assert (result.outcome, result.note, result.follow_up_at, result.finish) == (
        "resolved",
        "已解决",
        f.NOW,
        True,
    )
    assert room.drafts.kept == {} and not room.face.enabled
    room.store.dispatch(f.agent_changed("READY"))
    room.form.result_sent("key-1")
    assert len(room.outbox.put) == 1
    assert room.view.said == ["The result of the call is saved."]


def test_saving_during_the_call_does_not_finish(room: Room):
    room.store.dispatch(f.call())
    room.form.type_note("a")
    room.form.finish()
    assert room.outbox.put[0][1].finish is False
    assert room.face.enabled
    room.form.result_sent("key-1")
    assert room.face.kept is Kept.SAVED


def test_offline_it_says_that_it_will_be_sent(room: Room):
    room.store.dispatch(f.call())
    room.form.type_note("a")
    room.store.dispatch(ServerReached(False, "unreachable"))
    room.form.finish()
    assert room.face.kept_text == "Saved on this computer, will be sent"
    room.form.result_sent("key-1")
    assert room.face.kept_text == "Saved"


def test_a_wrap_up_that_runs_out_saves_what_was_typed(room: Room):
    room.store.dispatch(f.call())
    room.form.type_note("半句话")
    room.end_call()
    room.store.dispatch(f.agent_changed("READY"))
    (call_id, result) = room.outbox.put[0]
    assert (call_id, result.note, result.finish) == ("call-1", "半句话", False)
    assert not room.face.enabled


def test_the_countdown_shows_seconds(room: Room):
    room.store.dispatch(f.call())
    room.end_call()
    room.clock.pass_s(10)
    room.form.tick()
    assert room.view.last["show_countdown"] == ("20", pytest.approx(2 / 3))


def test_a_full_disk_keeps_the_text_on_the_screen(room: Room):
    room.outbox.full = True
    room.store.dispatch(f.call())
    room.form.type_note("keep me")
    room.form.finish()
    assert "disk of this computer is full" in room.view.said[-1]
    assert room.face.enabled and room.drafts.kept["call-1"].note == "keep me"


def test_a_refused_result_can_be_changed_and_sent_again(room: Room):
    room.store.dispatch(f.call())
    room.end_call()
    room.form.choose_outcome("resolved")
    room.form.finish()
    room.form.result_refused("key-1")
    assert room.face.kept is Kept.REFUSED and room.face.enabled
    room.form.finish()
    assert len(room.outbox.put) == 2
