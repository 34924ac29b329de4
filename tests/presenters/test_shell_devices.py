"""Ringing devices, processing and the test call, as the person sees them."""

from __future__ import annotations

from typing import Any

import pytest

from app.telephony import ports as phone
from app.ui.presenters.devices import ANSWER_LIMIT_S, DevicesPresenter, DeviceWishes
from tests.presenters import ui_fakes as f


class Room:
    def __init__(self, wishes: DeviceWishes | None = None) -> None:
        self.clock, self.view, self.phone = f.FakeClock(), f.FakeView(), f.FakePhone()
        self.store = f.store(self.clock)
        self.wishes = wishes or DeviceWishes()
        self.devices = DevicesPresenter(self.view, self.store, f.FakeWords(), self.clock, self.phone, self)
        self.devices.refresh()

    def load_devices(self) -> DeviceWishes:
        return self.wishes

    def save_devices(self, wishes: DeviceWishes) -> None:
        self.wishes = wishes

    def plug(self, *names: str) -> None:
        output = phone.DeviceKind.OUTPUT
        self.store.dispatch(phone.Devices([phone.Device(n, output, False) for n in names], "", ""))

    @property
    def test(self) -> Any:
        return self.view.last["show_test"]


@pytest.fixture
def room() -> Room:
    return Room()


def test_several_devices_may_ring_and_one_that_is_gone_stays_chosen():
    room = Room(DeviceWishes(rings=("Loudspeaker", "Monitor")))
    room.plug("Headset", "Loudspeaker")
    face = room.view.last["show_devices"]
    assert [c.text for c in face.rings] == ["Headset", "Loudspeaker", "Monitor (not plugged in)"]
    assert face.chosen_rings == ("Loudspeaker", "Monitor")


def test_before_the_softphone_has_told_them_it_says_so(room: Room):
    assert room.view.last["show_devices"].loading
    room.plug("Headset")
    assert not room.view.last["show_devices"].loading


def test_the_test_call_records_plays_and_judges(room: Room):
    room.devices.test()
    assert room.phone.sent == [phone.StartTest(4.0)] and room.test.state == "recording"
    room.store.dispatch(phone.TestRuns("recording"))
    room.clock.pass_s(1.0)
    room.devices.tick()
    assert room.test.left_fraction == pytest.approx(0.75)
    room.store.dispatch(phone.TestRuns("playing"))
    assert room.test.state == "playing"
    room.store.dispatch(phone.TestRuns("done", heard_dbfs=-20.0))
    assert room.test.state == "good" and room.devices.tested_well


def test_a_muted_microphone_is_not_called_good(room: Room):
    room.store.dispatch(phone.TestRuns("done", heard_dbfs=-70.0))
    assert room.test.state == "quiet" and "muted" in room.test.text
    assert not room.devices.tested_well


def test_the_button_ends_a_test_that_runs(room: Room):
    room.store.dispatch(phone.TestRuns("recording"))
    room.devices.test()
    assert room.phone.sent == [phone.StopTest()]
    room.store.dispatch(phone.TestRuns("stopped"))
    assert room.test.state == "idle"


def test_a_softphone_that_says_nothing_is_not_waited_for(room: Room):
    room.devices.test()
    room.clock.pass_s(ANSWER_LIMIT_S + 0.1)
    room.devices.tick()
    assert room.test.state == "failed"


def test_no_test_in_a_call(room: Room):
    room.store.dispatch(f.call())
    room.devices.test()
    assert room.phone.sent == [] and not room.test.possible
