"""Presses and lamps of each maker's headset, as a script of what is pressed and what is heard and shown."""

from __future__ import annotations

import pytest

from app.telephony.headset.descriptor import parse_descriptor
from app.telephony.headset.meaning import MEANINGS, Action, Moment, Signal, Situation, meaning
from app.telephony.headset.mind import HeadsetMind
from app.telephony.headset.profiles import choose_profile, folder, load_profiles
from tests.doubles.fake_headset import BLACKWIRE_3220, EPOS_SC, JABRA, LOGITECH, YEALINK

PROFILES = load_profiles(folder())
IDLE = Situation()
RINGING = Situation(ringing=True)
TALKING = Situation(in_call=True)
WAITING = Situation(ringing=True, in_call=True)
MUTED = Situation(in_call=True, muted=True)
HELD = Situation(in_call=True, held=True)


class Play:
    """A headset on the desk; ``at`` is the clock."""

    def __init__(self, descriptor: bytes, vendor: int, product: int = 1) -> None:
        self.mind = HeadsetMind(parse_descriptor(descriptor), choose_profile(PROFILES, vendor, product))
        self.at = 100.0

    def show(self, situation: Situation) -> list[str]:
        return [report.hex() for report in self.mind.show(situation)]

    def press(self, *reports: str) -> list[Action]:
        heard = [self.mind.hear(bytes.fromhex(report), self.at) for report in reports]
        return [action for action in heard if action is not None]

    def later(self, s: float) -> list[str]:
        self.at += s
        return [report.hex() for report in self.mind.tick(self.at)]


@pytest.fixture
def jabra() -> Play:
    return Play(JABRA, 0x0B0E)


def test_jabra_answers_and_hangs_up_and_the_lamp_confirms_each(jabra: Play) -> None:
    assert jabra.show(RINGING) == ["020400"]
    assert jabra.press("020100") == ["answer"]
    assert jabra.show(TALKING) == ["020100"], "without the lamp it would fall back after two seconds"
    assert jabra.press("020300") == [], "it confirms our lamp, with its busy bit"
    jabra.later(5)
    assert jabra.press("020000") == ["hang_up"]
    assert jabra.show(IDLE) == ["020000"]
    assert jabra.press("020000") == []


def test_jabra_follows_a_call_answered_with_the_mouse(jabra: Play) -> None:
    jabra.show(RINGING)
    assert jabra.show(TALKING) == ["020100"]
    assert jabra.press("020300") == [], "its echo is no press"
    jabra.later(60)
    assert jabra.press("020000") == ["hang_up"]


def test_jabra_mute_is_confirmed_by_both_lamps(jabra: Play) -> None:
    jabra.show(TALKING)
    jabra.press("020300")
    assert jabra.press("020700", "020300") == ["mute"], "1 then 0 is one press"
    assert jabra.show(MUTED) == ["021300"], "off-hook, mute and microphone"
    assert jabra.press("020700", "020300") == ["unmute"]
    assert jabra.show(TALKING) == ["020100"]


def test_jabra_flash_holds_and_takes_up_and_the_hook_stays_up(jabra: Play) -> None:
    jabra.show(TALKING)
    jabra.press("020300")
    assert jabra.press("020b00", "020300") == ["hold"]
    assert jabra.show(HELD) == ["020900"], "without the off-hook lamp it would end the call"
    assert jabra.press("020b00", "020300") == ["hold"]


def test_jabra_rejects_the_call_that_rings(jabra: Play) -> None:
    jabra.show(RINGING)
    assert jabra.press("024000", "020000") == ["decline"]


def test_jabra_redials_when_idle_and_does_not_in_a_call(jabra: Play) -> None:
    assert jabra.press("021000", "020000") == ["redial"]
    jabra.show(TALKING)
    assert jabra.press("021100", "020100") == []


@pytest.mark.parametrize("press", ["020000", "020b00"], ids=["tap", "flash"])
def test_a_waiting_call_is_answered_and_does_not_ring_over_the_call(jabra: Play, press: str) -> None:
    jabra.show(TALKING)
    jabra.press("020300")
    assert jabra.show(WAITING) == [], "no ring lamp while she talks"
    jabra.at += 20
    assert jabra.press(press) == ["answer"]
    if press == "020000":  # it went on-hook by itself and must be told that the call goes on
        assert jabra.later(1.1) == ["020100"]


def test_a_waiting_call_is_rejected_and_the_talk_goes_on(jabra: Play) -> None:
    jabra.show(TALKING)
    jabra.press("020300")
    jabra.show(WAITING)
    assert jabra.press("024300", "020300") == ["decline"]


def test_hanging_up_that_is_not_followed_is_taken_back(jabra: Play) -> None:
    jabra.show(TALKING)
    jabra.press("020300")
    jabra.at += 20
    assert jabra.press("020000") == ["hang_up"]
    assert jabra.later(0.5) == []
    assert jabra.later(0.6) == ["020100"], "the call goes on: the headset is told so"
    assert jabra.later(10) == []


def test_a_headset_that_is_not_ours_yet_is_left_alone(jabra: Play) -> None:
    """Another program may be in a call on it: its hook and lamps are not our business."""
    assert jabra.show(IDLE) == []
    assert jabra.press("020300", "020000") == []
    assert jabra.later(5) == []
    assert jabra.show(RINGING) == ["020400"]
    assert jabra.press("020000") == [], "the other call ended while ours rings"


def test_poly_has_a_report_for_each_lamp_and_never_looks_idle_between() -> None:
    poly = Play(BLACKWIRE_3220, 0x047F, 0xC056)
    assert set(poly.show(RINGING)) == {"0900", "1700", "1801", "2000"}
    assert poly.press("0802") == ["answer"]
    assert poly.show(TALKING) == ["1701", "1800"], "off-hook before the ring goes out"
    assert poly.press("0803", "0802") == ["mute"]
    assert poly.show(MUTED) == ["0901"]
    assert poly.press("0806", "0802") == ["hold"]
    assert poly.show(HELD) == ["0900", "2001"]
    assert poly.show(IDLE) == ["2000", "1700"], "on-hook last"


def test_a_hook_that_does_not_follow_our_lamp_is_not_put_down_by_other_buttons() -> None:
    poly = Play(BLACKWIRE_3220, 0x047F, 0xC056)
    poly.show(RINGING)
    poly.show(TALKING)  # answered with the mouse; its reports go on to say on-hook
    poly.at += 10
    assert poly.press("0801", "0800") == ["mute"]
    assert poly.press("0804", "0800") == ["hold"]
    assert poly.press("0802", "0800") == ["hang_up"]


def test_epos_tells_presses_only_and_shows_the_line_with_two_lamps() -> None:
    epos = Play(EPOS_SC, 0x1395)
    assert epos.show(RINGING) == ["0308"]
    assert epos.press("0301", "0300") == ["answer"]
    assert epos.show(TALKING) == ["0303"]
    assert epos.press("0302", "0300") == ["mute"]
    assert epos.show(MUTED) == ["0307"]
    assert epos.press("0302", "0300") == ["unmute"]
    assert epos.press("0301", "0300") == ["hang_up"]


def test_yealink_goes_on_hook_while_held_and_comes_back_by_its_hook() -> None:
    yealink = Play(YEALINK, 0x6993)
    yealink.show(TALKING)
    yealink.press("0401")
    yealink.at += 10
    assert yealink.press("0409", "0401") == ["hold"]
    assert yealink.show(HELD) == ["0408"], "hold lamp, on-hook"
    assert yealink.press("0400") == [], "it follows the lamp; that is no hanging up"
    assert yealink.press("0401") == ["hold"]
    assert yealink.show(TALKING) == ["0401"]
    yealink.show(RINGING)
    assert yealink.press("0440", "0400") == ["decline"]


def test_logitech_without_report_numbers() -> None:
    logitech = Play(LOGITECH, 0x046D, 0x0A46)
    assert logitech.show(RINGING) == ["0004"], "the library wants a zero in front"
    assert logitech.press("01") == ["answer"]
    assert logitech.show(TALKING) == ["0001"]
    logitech.at += 10
    assert logitech.press("00") == ["hang_up"]


def test_a_momentary_hook_that_calls_itself_a_state_does_not_hang_up_when_let_go() -> None:
    other = Play(LOGITECH, 0xDEAD)
    other.show(RINGING)
    assert other.press("01") == ["answer"]
    other.show(TALKING)
    other.at += 0.2
    assert other.press("00") == [], "let go"
    other.at += 10
    assert other.press("01", "00") == ["hang_up"]


def test_a_mute_switch_that_tells_its_state() -> None:
    """Absolute instead of relative: 1 is muted, whatever came before."""
    switch = Play(
        LOGITECH.replace(bytes.fromhex("092f 9501 8106"), bytes.fromhex("092f95018122")),
        0xDEAD,
    )
    switch.show(TALKING)
    assert switch.press("03") == ["mute"]
    assert switch.show(MUTED) == ["0003"]
    assert switch.press("01") == ["unmute"]
    switch.show(TALKING)
    switch.show(MUTED)  # by the window
    assert switch.press("03") == [], "it follows our lamp"


def test_old_plantronics_with_a_page_of_its_own() -> None:
    descriptor = bytes.fromhex(
        "06a0 ff09 01a1 0185 0415 0025 0109 b709 b509 b375 0195 0381 "
        "0695 0581 0185 0509 8f95 0191 0295 0791 01c0 "
    )
    old = Play(descriptor, 0x047F, 0xC00F)
    assert old.mind.useful
    assert old.show(RINGING) == ["0500"]
    assert old.press("0401", "0400") == ["answer"]
    assert old.show(TALKING) == ["0501"]
    assert old.press("0402", "0400") == ["mute"]
    assert old.press("0401", "0400") == ["hang_up"]
    assert not Play(descriptor, 0x046D, 0x0001).mind.useful, "on that page only where the maker means it"


def test_a_keyboard_in_the_same_device_is_left_alone() -> None:
    keyboard = bytes.fromhex(
        "0501 0906 a101 8503 0508 1901 1500 2501 7501 9508 9102 0509 19 0129 0895 0881 02c0 "
    )
    both = Play(keyboard + JABRA, 0x0B0E)
    assert both.show(RINGING) == ["020400"]
    assert both.press("03ff") == []


def test_every_press_has_its_place_in_the_table() -> None:
    assert {signal for _, signal in MEANINGS} == set(Signal)
    assert meaning(MUTED, Signal.MUTE_PRESSED) == "unmute"
    for signal in Signal:
        if signal is not Signal.REDIAL:
            assert (Moment.IDLE, signal) not in MEANINGS, "nothing happens while nothing happens"
