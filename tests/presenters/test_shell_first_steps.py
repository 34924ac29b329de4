"""First steps: a check mark is earned, what fails is said, and what can wait may wait."""

from __future__ import annotations

from typing import Any

import pytest

from app.crm_client.errors import CertificateUnknown, Unreachable
from app.telephony import ports as phone
from app.ui.presenters.first_steps import FirstSteps
from app.ui.presenters.ports import Trouble
from tests.presenters import ui_fakes as f


class Server(f.FakeCrm):
    async def reach(self) -> None:
        self._ask("reach")

    async def close(self) -> None:
        self.asked.append(("close",))


class SignIn:
    def __init__(self) -> None:
        self.fields: list[Any] = []

    def submit(self, fields: Any) -> None:
        self.fields.append(fields)


class Room:
    def __init__(self) -> None:
        self.view, self.server, self.sign_in = f.FakeView(), Server(), SignIn()
        self.connected: list[str] = []
        self.accepted: list[tuple[str, str]] = []
        self.finished: list[str] = []
        self.tested = False
        self.steps = FirstSteps(
            self.view, f.FakeWords(), f.FakeTasks(), self.connect, self, lambda: self.finished.append("work")
        )
        self.steps.start(self.sign_in)  # type: ignore[arg-type]

    def connect(self, url: str) -> Any:
        self.connected.append(url)
        return self.server

    def accept(self, server_url: str, fingerprint: str) -> None:
        self.accepted.append((server_url, fingerprint))
        self.server.fails = None

    @property
    def states(self) -> str:
        return " ".join(row.state for row in self.view.last["show_steps"].rows)

    @property
    def face(self) -> Any:
        return self.view.last["show_steps"]


@pytest.fixture
def room() -> Room:
    return Room()


def signed_in(room: Room) -> Any:
    store = f.store(f.FakeClock())
    room.steps.go_on(store, lambda: room.tested)
    return store


def test_a_server_that_answers_earns_its_mark(room: Room):
    room.steps.next()
    room.steps.test_server("pbx.example:8443/")
    assert room.connected == ["https://pbx.example:8443"]
    assert ("close",) in room.server.asked
    assert room.states == "done done now todo todo"


def test_one_that_does_not_answer_is_said_and_stays(room: Room):
    room.steps.next()
    room.server.fails = Unreachable("gone")
    room.steps.test_server("pbx.example")
    text, good, busy = room.view.last["show_server_state"]
    assert "cannot be reached" in text and not good and not busy
    assert room.states == "done now todo todo todo"


def test_an_empty_address_asks_nobody(room: Room):
    room.steps.next()
    room.steps.test_server("  ")
    assert room.connected == []


def test_a_certificate_never_seen_is_confirmed_first(room: Room):
    room.steps.next()
    room.server.fails = CertificateUnknown("new", "AB" * 32)
    room.steps.test_server("pbx.example")
    assert room.view.last["ask_certificate"][0].startswith("ABAB ABAB")
    room.steps.certificate_answered(False)
    assert room.accepted == [] and room.states.startswith("done now")
    room.steps.test_server("pbx.example")
    room.steps.certificate_answered(True)
    assert room.accepted == [("https://pbx.example", "AB" * 32)]
    assert room.states == "done done now todo todo"


def test_the_sign_in_uses_the_server_that_was_found(room: Room):
    room.steps.next()
    room.steps.test_server("pbx.example")
    room.steps.submit("1001", "secret", True)
    fields = room.sign_in.fields[0]
    assert (fields.server_url, fields.username, fields.remember) == ("https://pbx.example", "1001", True)


def test_a_test_call_that_hears_nothing_earns_no_mark(room: Room):
    store = signed_in(room)
    store.dispatch(phone.TestRuns("done", heard_dbfs=-90.0))
    assert room.face.next_text == "Later"
    room.tested = True
    store.dispatch(phone.TestRuns("done", heard_dbfs=-20.0))
    assert room.face.next_text == "Next"
    room.steps.next()
    assert room.states == "done done done done now"


def test_what_was_left_shows_as_left(room: Room):
    signed_in(room)
    room.steps.next()
    assert room.states == "done done done left now"


def test_a_key_that_arrives_is_said(room: Room):
    store = signed_in(room)
    store.dispatch(phone.ButtonPressed("answer", "hotkey"))
    assert room.view.count("show_key_seen") == 0  # not asked for yet
    room.steps.next()
    store.dispatch(phone.ButtonPressed("hang_up", "headset"))
    assert "Hang up" in room.view.last["show_key_seen"]
    room.steps.next()
    assert room.finished == ["work"] and room.view.count("close_steps") == 1


def test_after_signing_in_there_is_no_way_back_before_it(room: Room):
    signed_in(room)
    assert not room.face.back
    room.steps.back()
    assert room.face.now == "sound"


class Later:
    """Work that comes to its end when the test wants it to."""

    def run(self, name: str, work: Any, done: Any = None, failed: Any = None) -> None:
        work.close()
        self.done, self.failed = done, failed


def test_a_server_that_answers_after_the_window_was_closed_shows_nothing():
    view, later = f.FakeView(), Later()
    steps = FirstSteps(view, f.FakeWords(), later, lambda url: Server(), f.FakeView(), lambda: None)  # type: ignore[arg-type,return-value]
    steps.next()
    steps.test_server("pbx.example")
    steps.leave()
    shown = len(view.calls)
    later.done(None)
    later.failed(Trouble("unreachable"))
    assert len(view.calls) == shown


def test_a_button_pressed_in_the_shift_no_longer_concerns_the_steps(room: Room):
    store = signed_in(room)
    room.steps.next()
    room.steps.next()
    assert room.finished == ["work"]
    store.dispatch(phone.ButtonPressed("answer", "headset"))
    assert room.view.count("show_key_seen") == 0
