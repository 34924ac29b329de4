"""Before 'ready': microphone, phone, voice both ways; and a microphone lost in the shift."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from app.contracts.phone_test import PhoneTestView
from app.crm_client.errors import Refused, Unreachable
from app.telephony import ports as phone
from app.ui.presenters.desk import OtherPhoneChosen, ServerReached
from app.ui.presenters.gate import PATIENCE_S, SETTLE_S, GatePresenter
from app.ui.presenters.microphone_guard import MicrophoneGuard
from tests.presenters import ui_fakes as f

GOOD = PhoneTestView(answered=True, packets_from_phone=50, packets_lost_to_phone=0)


class SlowTasks(f.FakeTasks):
    """Keeps work back until ``go``."""

    def __init__(self) -> None:
        self.kept: list[Callable[[], None]] = []
        self.held = False

    def run(self, name: str, work: Coroutine[Any, Any, Any], done: Any = None, failed: Any = None) -> None:
        if self.held:
            self.kept.append(lambda: f.FakeTasks.run(self, name, work, done, failed))
        else:
            super().run(name, work, done, failed)

    def go(self) -> None:
        kept, self.kept, self.held = self.kept, [], False
        for act in kept:
            act()


class Crm(f.FakeCrm):
    def __init__(self) -> None:
        super().__init__()
        self.answer: PhoneTestView = GOOD

    async def phone_test(self) -> PhoneTestView:
        self._ask("phone-test")
        return self.answer


class Room:
    def __init__(self, state: str = "NOT_READY") -> None:
        self.clock, self.view, self.crm, self.tasks = f.FakeClock(), f.FakeView(), Crm(), SlowTasks()
        self.store = f.store(self.clock)
        self.gone: list[str] = []
        self.gate = GatePresenter(
            self.view,
            self.store,
            f.FakeWords(),
            self.tasks,
            self.clock,
            self.crm,
            lambda: self.gone.append("ready"),
        )
        self.store.dispatch(f.agent_changed(state))

    def registered(self) -> None:
        self.store.dispatch(phone.Registered(ok=False, problem="unreachable"))
        self.store.dispatch(phone.Registered(ok=True))

    def wait(self, seconds: float) -> None:
        self.clock.pass_s(seconds)
        self.gate.tick()

    @property
    def states(self) -> list[str]:
        return [check.state for check in self.view.last["show_gate"].checks]


@pytest.fixture
def room() -> Room:
    return Room()


def test_the_line_is_tested_by_itself_so_that_going_ready_takes_no_time(room: Room):
    room.registered()
    room.wait(SETTLE_S + 0.1)
    assert room.crm.asked == [("phone-test",)]
    room.gate.ask()
    assert room.gone == ["ready"] and room.view.count("show_gate") == 0
    assert room.crm.asked == [("phone-test",)]


def test_without_a_test_she_sees_it_running_and_goes_ready_when_it_is_good(room: Room):
    room.tasks.held = True
    room.gate.ask()
    assert room.gone == [] and room.states == ["good", "good", "running"]
    room.tasks.go()
    assert room.gone == ["ready"] and room.view.count("hide_gate") == 1


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (PhoneTestView(answered=False), "did not reach"),
        (PhoneTestView(answered=True, packets_from_phone=0), "does not hear"),
        (PhoneTestView(answered=True, packets_from_phone=50, packets_lost_to_phone=20), "is lost"),
    ],
)
def test_a_bad_line_is_said_and_may_be_passed_over(room: Room, answer: PhoneTestView, why: str):
    room.crm.answer = answer
    room.gate.ask()
    face = room.view.last["show_gate"]
    assert room.gone == [] and why in face.checks[2].text and face.go_anyway and face.retry
    room.gate.go_anyway()
    assert room.gone == ["ready"]


def test_testing_again_after_mending_goes_on_by_itself(room: Room):
    room.crm.answer = PhoneTestView(answered=False)
    room.gate.ask()
    room.crm.answer = GOOD
    room.gate.retry()
    assert room.gone == ["ready"]


@pytest.mark.parametrize("problem", ["no-microphone", "speaker-lost", "device-failed"])
def test_without_sound_there_is_no_going_on_until_it_is_there(room: Room, problem: str):
    room.registered()
    room.wait(SETTLE_S + 0.1)
    room.store.dispatch(phone.AudioProblem(problem))
    room.gate.ask()
    face = room.view.last["show_gate"]
    assert room.gone == [] and face.settings and not face.go_anyway
    room.store.dispatch(phone.AudioProblem(""))
    assert room.gone == ["ready"]


def test_an_unregistered_phone_is_waited_for(room: Room):
    room.store.dispatch(phone.Registered(ok=False, problem="unreachable"))
    room.gate.ask()
    assert room.states[1:] == ["bad", "waiting"] and room.crm.asked == []
    assert not room.view.last["show_gate"].go_anyway
    room.store.dispatch(phone.Registered(ok=True))
    assert room.gone == ["ready"]


def test_a_server_that_knows_no_test_is_no_obstacle(room: Room):
    room.crm.fails = Refused(404, "not-found", "no such thing")
    room.gate.ask()
    assert room.gone == ["ready"]


def test_a_test_that_fails_or_hangs_never_blocks_for_long(room: Room):
    room.crm.fails = Unreachable("gone")
    room.gate.ask()
    assert room.view.last["show_gate"].go_anyway
    room.crm.fails, room.tasks.held = None, True
    room.gate.retry()
    assert room.states[2] == "running"
    room.wait(PATIENCE_S + 0.1)
    assert room.states[2] == "bad" and room.view.last["show_gate"].go_anyway
    room.tasks.go()  # the late answer changes nothing
    assert room.gone == []


def test_a_new_registration_is_tested_anew(room: Room):
    room.registered()
    room.wait(SETTLE_S + 0.1)
    room.registered()
    room.crm.answer = PhoneTestView(answered=False)
    room.gate.ask()
    assert room.gone == []


def test_an_answer_about_the_line_of_before_says_nothing_about_this_one(room: Room):
    room.tasks.held = True
    room.registered()
    room.wait(SETTLE_S + 0.1)
    room.registered()
    room.tasks.go()
    assert room.gate.outcome == ""


def test_after_a_call_and_on_another_phone_nothing_is_asked(room: Room):
    room.store.dispatch(f.call("ENDED"))
    room.store.dispatch(f.agent_changed("WRAP_UP", call_id="call-1"))
    room.gate.ask()
    assert room.gone == ["ready"] and room.crm.asked == []
    other = Room()
    other.store.dispatch(OtherPhoneChosen(True))
    other.gate.ask()
    assert other.gone == ["ready"] and other.crm.asked == []


def test_she_may_think_better_of_it(room: Room):
    room.tasks.held = True
    room.gate.ask()
    room.gate.cancel()
    room.tasks.go()
    assert room.gone == []


# --- a microphone that is lost in the shift ------------------------------------------------------


class Guarded:
    def __init__(self) -> None:
        self.view, self.crm = f.FakeView(), f.FakeCrm()
        self.store = f.store(f.FakeClock())
        self.guard = MicrophoneGuard(self.view, self.store, f.FakeWords(), f.FakeTasks(), self.crm)  # type: ignore[arg-type]

    def server_says(self, state: str, **more: Any) -> None:
        self.store.dispatch(f.agent_changed(state, **more))


def test_a_lost_microphone_takes_her_out_and_brings_her_back():
    room = Guarded()
    room.store.dispatch(phone.AudioProblem("microphone-lost"))
    assert room.crm.asked == [("state", "NOT_READY", "tech-fault")]
    assert "no new calls" in room.view.said[-1]
    room.server_says("NOT_READY", reason="tech-fault")
    room.store.dispatch(phone.AudioProblem(""))
    assert room.crm.asked[-1] == ("state", "READY", "")
    assert "ready again" in room.view.said[-1]


def test_who_chose_a_break_meanwhile_stays_on_it():
    room = Guarded()
    room.store.dispatch(phone.AudioProblem("microphone-lost"))
    room.server_says("NOT_READY", reason="tech-fault")
    room.server_says("NOT_READY", reason="break")
    room.store.dispatch(phone.AudioProblem(""))
    assert room.crm.asked == [("state", "NOT_READY", "tech-fault")]


def test_in_a_call_it_is_the_wish_for_after_it():
    room = Guarded()
    room.store.dispatch(f.call())
    room.server_says("TALKING", call_id="call-1")
    room.store.dispatch(phone.AudioProblem("microphone-lost"))
    assert room.crm.asked == [("state", "NOT_READY", "tech-fault")]
    room.server_says("TALKING", call_id="call-1", next_state="NOT_READY", next_reason="tech-fault")
    room.store.dispatch(phone.AudioProblem(""))
    assert room.crm.asked[-1] == ("state", "READY", "")


def test_a_microphone_that_is_back_before_the_server_has_answered():
    room = Guarded()
    room.store.dispatch(phone.AudioProblem("microphone-lost"))
    room.store.dispatch(phone.AudioProblem(""))
    assert [asked[1] for asked in room.crm.asked] == ["NOT_READY", "READY"]


def test_a_break_that_was_chosen_while_the_server_was_away_stays():
    room = Guarded()
    room.store.dispatch(phone.AudioProblem("microphone-lost"))
    room.server_says("NOT_READY", reason="tech-fault")
    room.store.dispatch(ServerReached(False, "unreachable"))
    room.store.dispatch(phone.AudioProblem(""))
    room.store.dispatch(f.hello(agent=f.agent("NOT_READY", reason="break")))
    assert len(room.crm.asked) == 1


def test_her_own_wish_for_a_break_after_the_call_is_left_alone():
    room = Guarded()
    room.store.dispatch(f.call())
    room.server_says("TALKING", call_id="call-1", next_state="NOT_READY", next_reason="break")
    room.store.dispatch(phone.AudioProblem("microphone-lost"))
    assert room.crm.asked == []


def test_on_a_break_nothing_is_said():
    room = Guarded()
    room.server_says("NOT_READY", reason="break")
    room.store.dispatch(phone.AudioProblem("microphone-lost"))
    assert room.crm.asked == [] and room.view.said == []
