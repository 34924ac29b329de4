"""The state bar: the state in words, what may be chosen, and what stands in the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.crm_client.errors import Refused
from app.telephony import ports as phone
from app.ui.presenters.agent import AgentPresenter
from app.ui.presenters.desk import OtherPhoneChosen, ServerReached
from tests.presenters import ui_fakes as f


class Room:
    def __init__(self) -> None:
        self.clock, self.view, self.crm = f.FakeClock(), f.FakeView(), f.FakeCrm()
        self.store = f.store(self.clock)
        self.bar = AgentPresenter(
            self.view,
            self.store,
            f.FakeWords(),
            f.FakeTasks(),
            self.clock,
            self.crm,  # type: ignore[arg-type]
            f.REASONS,
        )
        self.bar.refresh()

    @property
    def face(self):
        return self.view.last["show_state"]


@pytest.fixture
def room() -> Room:
    return Room()


def test_ready_with_its_time(room: Room):
    room.clock.pass_s(134)
    room.bar.tick()
    assert (room.face.word, room.face.tone) == ("Ready", "ready")
    assert room.view.last["show_time"] == "02:14"


def test_time_in_state_is_right_when_the_clocks_differ():
    room = Room()
    server_time = f.NOW + timedelta(hours=1)  # this computer's clock is an hour late
    agent = f.agent().model_copy(update={"since": server_time - timedelta(seconds=5)})
    room.store.dispatch(f.hello(server_time=server_time, agent=agent))
    room.bar.tick()
    assert room.view.last["show_time"] == "00:05"


@pytest.mark.parametrize(
    ("state", "reason", "word"),
    [
        ("NOT_READY", "break", "Break"),
        ("NOT_READY", "no-answer", "Not answered"),
        ("OFFERED", "", "Incoming call"),
        ("WRAP_UP", "", "Wrap-up"),
        ("TECH_FAULT", "", "Phone trouble"),
        ("OFFLINE", "", "Off duty"),
    ],
)
def test_states_in_words(room: Room, state: str, reason: str, word: str):
    room.store.dispatch(f.agent_changed(state, reason=reason))
    assert room.face.word == word


def test_without_the_server_the_state_is_unknown_and_grey(room: Room):
    room.store.dispatch(ServerReached(False, "unreachable"))
    assert (room.face.word, room.face.tone, room.face.enabled) == ("Unknown", "away", False)
    assert room.view.last["show_time"] == ""


def test_choosing_asks_the_server(room: Room):
    room.bar.choose("NOT_READY", "break")
    assert room.crm.asked == [("state", "NOT_READY", "break")]
    assert room.face.hint == ""


def test_ready_needs_a_microphone(room: Room):
    room.store.dispatch(phone.AudioProblem("no-microphone"))
    room.bar.choose("READY")
    assert room.crm.asked == []
    assert "without a microphone" in room.view.said[-1]
    room.bar.choose("NOT_READY", "break")
    assert room.crm.asked == [("state", "NOT_READY", "break")]


def test_another_phone_may_go_ready_without_one(room: Room):
    room.store.dispatch(phone.AudioProblem("no-microphone"))
    room.store.dispatch(OtherPhoneChosen(True))
    room.bar.choose("READY")
    assert room.crm.asked == [("state", "READY", "")]


def test_a_refusal_is_said(room: Room):
    room.crm.fails = Refused(409, "state-not-possible", "no")
    room.bar.choose("READY")
    assert room.view.said == ["This is not possible in your present state."]
    assert room.face.enabled


def test_the_wish_for_after_the_call_is_shown(room: Room):
    room.store.dispatch(f.agent_changed("TALKING", next_state="NOT_READY", next_reason="break"))
    assert room.face.hint == "then Break"


def test_queues_count_the_longest_wait(room: Room):
    queue = room.store.desk.queues[0].model_copy(update={"waiting": 3, "oldest_since": f.NOW})
    room.store.dispatch(f.hello(queues=[queue]))
    room.clock.pass_s(65)
    room.bar.tick()
    face = room.view.last["show_queues"][0]
    assert (face.name, face.waiting, face.longest) == ("After-sales", 3, "1:05")
    assert room.view.last["show_today"].average == "3:12"
