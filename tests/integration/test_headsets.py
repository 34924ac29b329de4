"""A headset on its thread: plugged in, pressed, lit, pulled out in a call, locked away by the system."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.telephony.headset.headsets import Headsets
from app.telephony.headset.hid_host import HidError, HidHost
from app.telephony.headset.meaning import Situation
from app.telephony.headset.profiles import folder
from app.telephony.ports import ButtonPressed, Headset, PhoneEvent
from tests.doubles.fake_headset import (
    BLACKWIRE_3220,
    JABRA,
    LOGITECH,
    FakeDevice,
    FakeHid,
    found,
    jabra_mirror,
    wait_until,
)

EVOLVE = found("Jabra Evolve 65", 0x0B0E)
BLACKWIRE = found("Plantronics Blackwire 3220 Series", 0x047F, 0xC056)
RINGING, TALKING = Situation(ringing=True), Situation(in_call=True)


class Desk:
    def __init__(self) -> None:
        self.hid = FakeHid()
        self.heard: list[PhoneEvent] = []
        self.headsets = Headsets(lambda: self.hid, self.heard.append, folder())

    def wait(self, event: PhoneEvent) -> None:
        wait_until(lambda: event in self.heard)

    def jabra(self) -> FakeDevice:
        return self.hid.plug(EVOLVE, FakeDevice(JABRA, jabra_mirror))


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.headsets.stop()


def test_a_call_by_the_button_from_ring_to_goodbye(desk: Desk) -> None:
    jabra = desk.jabra()
    desk.headsets.start()
    desk.wait(Headset("Jabra Evolve 65", "Jabra"))
    assert jabra.written == [], "nothing is written to it before there is a call"
    desk.headsets.show(RINGING)
    wait_until(lambda: jabra.lamps == {2: 0b100})
    jabra.press("020100")
    desk.wait(ButtonPressed("answer", "headset"))
    desk.headsets.show(TALKING)
    wait_until(lambda: jabra.lamps == {2: 0b1})
    jabra.press("020700", "020300")
    desk.wait(ButtonPressed("mute", "headset"))
    desk.headsets.show(Situation(in_call=True, muted=True))
    wait_until(lambda: jabra.lamps == {2: 0b10011})
    desk.headsets.show(Situation())
    wait_until(lambda: jabra.lamps == {2: 0})
    assert [event for event in desk.heard if event == ButtonPressed("hang_up", "headset")] == []


def test_plugged_in_later_and_in_the_middle_of_a_call(desk: Desk) -> None:
    desk.headsets.start()
    desk.headsets.show(TALKING)
    jabra = desk.jabra()
    wait_until(lambda: jabra.lamps == {2: 1}, limit_s=1.5)


def test_pulled_out_in_a_call_and_plugged_in_again(desk: Desk) -> None:
    desk.jabra()
    desk.headsets.start()
    desk.headsets.show(TALKING)
    desk.wait(Headset("Jabra Evolve 65", "Jabra"))
    desk.hid.pull(EVOLVE)
    desk.wait(Headset(""))
    again = desk.jabra()
    wait_until(lambda: again.lamps == {2: 1}, limit_s=1.5)
    again.press("020000")
    desk.wait(ButtonPressed("hang_up", "headset"))


def test_a_fault_on_the_bus_does_not_end_its_use(desk: Desk) -> None:
    jabra = desk.jabra()
    desk.headsets.start()
    desk.headsets.show(TALKING)
    wait_until(lambda: jabra.lamps == {2: 1})
    jabra.written.clear()
    jabra.gone = True
    wait_until(lambda: jabra.lamps == {2: 1})
    assert [event for event in desk.heard if isinstance(event, Headset)] == [
        Headset("Jabra Evolve 65", "Jabra")
    ]


def test_a_headset_that_may_not_be_opened_is_told_and_taken_once_it_may(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.telephony.headset.headsets.TRY_AGAIN_EVERY_S", 0.2)
    monkeypatch.setattr("app.telephony.headset.headsets.GRACE_S", 0.1)
    desk.jabra()
    desk.hid.lock(EVOLVE)
    desk.headsets.start()
    desk.wait(Headset("Jabra Evolve 65", "Jabra", "not-allowed"))
    desk.hid.lock(EVOLVE, locked=False)
    desk.wait(Headset("Jabra Evolve 65", "Jabra"))


def test_rights_that_come_a_moment_after_the_device_are_no_problem(desk: Desk) -> None:
    desk.headsets.start()
    desk.hid.lock(EVOLVE)
    jabra = desk.jabra()
    wait_until(lambda: desk.hid.refused)
    desk.hid.lock(EVOLVE, locked=False)
    wait_until(lambda: jabra.open)
    assert desk.heard == [Headset("Jabra Evolve 65", "Jabra")]


def test_a_device_without_buttons_for_calls_is_no_headset(desk: Desk) -> None:
    volume_only = bytes.fromhex("050b 0905 a101 1500 2501 0950 7508 9501 8102 c0")
    dial = found("Volume dial", 0xDEAD)
    desk.hid.plug(dial, FakeDevice(volume_only))
    desk.hid.lock(found("Some mouse", 0xDEAD, page=0xFFA0))
    desk.hid.plug(found("Some mouse", 0xDEAD, page=0xFFA0), FakeDevice(LOGITECH))
    desk.headsets.start()
    wait_until(lambda: desk.hid.listings)
    desk.jabra()
    desk.wait(Headset("Jabra Evolve 65", "Jabra"))
    assert [event for event in desk.heard if isinstance(event, Headset)] == [
        Headset("Jabra Evolve 65", "Jabra")
    ]


def test_a_broken_descriptor_leaves_the_next_headset_working(desk: Desk) -> None:
    desk.hid.plug(found("Broken", 0xDEAD), FakeDevice(b"\x05"))
    desk.hid.plug(BLACKWIRE, FakeDevice(BLACKWIRE_3220))
    desk.headsets.start()
    desk.wait(Headset("Plantronics Blackwire 3220 Series", "Poly"))


def test_of_two_headsets_the_one_whose_sound_is_used(desk: Desk) -> None:
    blackwire = desk.hid.plug(BLACKWIRE, FakeDevice(BLACKWIRE_3220))
    jabra = desk.jabra()
    desk.headsets.start()
    desk.wait(Headset("Plantronics Blackwire 3220 Series", "Poly"))
    desk.headsets.prefer(["Jabra Evolve 65 Mono", "Jabra Evolve 65 Stereo"])
    desk.wait(Headset("Jabra Evolve 65", "Jabra"))
    assert jabra.open and not blackwire.open
    desk.headsets.prefer(["", ""])
    desk.headsets.show(RINGING)
    wait_until(lambda: jabra.lamps)
    assert not blackwire.written, "it is kept until another is asked for"


def test_its_lamps_go_out_when_the_desktop_is_closed(desk: Desk) -> None:
    jabra = desk.jabra()
    desk.headsets.start()
    desk.headsets.show(TALKING)
    wait_until(lambda: jabra.lamps == {2: 1})
    desk.headsets.stop()
    assert jabra.lamps == {2: 0} and not jabra.open


def test_without_a_library_there_are_no_buttons_and_no_fault() -> None:
    def none() -> HidHost:
        raise HidError("failed", "no hidapi here")

    heard: list[PhoneEvent] = []
    headsets = Headsets(none, heard.append, folder())
    headsets.start()
    headsets.show(RINGING)
    headsets.stop()
    assert heard == []
