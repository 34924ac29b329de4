"""The window locks itself: when, what stays possible, and how it is opened again."""

from __future__ import annotations

import pytest

from app.telephony import ports as phone
from app.ui.presenters.compact import CompactPresenter
from app.ui.presenters.lock import PAUSE_S, TRIES, LockPresenter
from tests.presenters import ui_fakes as f

PASSWORD = "correct horse"


class Room:
    def __init__(self) -> None:
        self.clock, self.view, self.small = f.FakeClock(), f.FakeView(), f.FakeView()
        self.store = f.store(self.clock)
        self.minutes, self.untouched_s = 10, 0.0
        words = f.FakeWords()
        self.lock = LockPresenter(
            self.view, self.store, words, self.clock, self, lambda: self.untouched_s, "王芳", PASSWORD
        )
        self.compact = CompactPresenter(self.small, self.store, words, self.clock, f.REASONS)

    def load_lock_minutes(self) -> int:
        return self.minutes

    def nobody_there(self, seconds: float) -> None:
        self.clock.pass_s(seconds)
        self.untouched_s += seconds
        self.lock.tick()

    @property
    def problem(self) -> str:
        return self.view.last["show_lock"].problem


@pytest.fixture
def room() -> Room:
    return Room()


def test_it_locks_when_nobody_has_touched_anything_for_as_long_as_was_set(room: Room):
    room.nobody_there(599)
    assert not room.lock.locked
    room.nobody_there(1)
    assert room.lock.locked and room.view.last["show_lock"].name == "王芳"


def test_set_to_never_it_stays_open(room: Room):
    room.minutes = 0
    room.nobody_there(100_000)
    assert not room.lock.locked


def test_who_talks_is_there_and_is_not_locked_out(room: Room):
    room.store.dispatch(f.agent_changed("TALKING", call_id="call-1"))
    room.store.dispatch(f.call())
    room.nobody_there(3600)
    assert not room.lock.locked
    room.store.dispatch(f.call("ENDED"))
    room.store.dispatch(f.agent_changed("WRAP_UP", call_id="call-1"))
    room.nobody_there(599)
    assert not room.lock.locked, "counted from the end of the talk"
    room.nobody_there(1)
    assert room.lock.locked


def test_who_left_a_customer_on_hold_may_have_left_her_desk(room: Room):
    room.store.dispatch(f.agent_changed("TALKING", call_id="call-1"))
    room.store.dispatch(f.call("HELD"))
    room.nobody_there(600)
    assert room.lock.locked


def test_the_password_of_the_sign_in_opens_it_and_no_other(room: Room):
    room.lock.lock()
    room.lock.unlock("wrong")
    assert room.lock.locked and "not the password" in room.problem
    assert room.view.count("empty_field") == 1
    room.lock.unlock(PASSWORD)
    assert not room.lock.locked and room.view.count("lift_lock") == 1
    room.untouched_s = 0.0
    room.nobody_there(599)
    assert not room.lock.locked


def test_somebody_who_guesses_has_to_wait(room: Room):
    room.lock.lock()
    for _ in range(TRIES):
        room.lock.unlock("guess")
    assert "30 s" in room.problem and not room.view.last["show_lock"].may_try
    room.lock.unlock(PASSWORD)
    assert room.lock.locked
    room.clock.pass_s(PAUSE_S)
    room.lock.tick()
    assert room.view.last["show_lock"].may_try
    room.lock.unlock(PASSWORD)
    assert not room.lock.locked


def test_of_a_call_that_comes_meanwhile_only_the_queue_is_said(room: Room):
    room.lock.lock()
    room.store.dispatch(f.offer())
    room.store.dispatch(
        phone.CallChanged(1, phone.PhoneCallState.RINGING, call_id="call-1", offer_id="offer-1")
    )
    face = room.small.last["show_face"]
    assert (face.state, face.name, face.answer_possible) == ("Ready", "After-sales", True)
    assert face.detail == "Unlock to see who it is"
    room.store.dispatch(f.call())
    room.store.dispatch(f.agent_changed("TALKING", call_id="call-1"))
    face = room.small.last["show_face"]
    assert face.name == "After-sales" and face.hold_possible and face.hang_up_possible
    assert "李明" not in repr(room.view.last["show_lock"])
    room.lock.unlock(PASSWORD)
    assert room.small.last["show_face"].name == "李明"


def test_signing_out_waits_for_the_end_of_the_call(room: Room):
    room.lock.lock()
    assert not room.view.last["show_lock"].why_not_out
    room.store.dispatch(f.agent_changed("TALKING", call_id="call-1"))
    room.store.dispatch(f.call())
    assert "call is over" in room.view.last["show_lock"].why_not_out
