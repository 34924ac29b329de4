"""How a line sounds in numbers, and when the softphone believes that the network or the time has changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.telephony.line_quality import LineFigures, LineQuality
from app.telephony.network_watch import ASLEEP_S, LOOK_EVERY_S, NetworkEvent, NetworkWatch, address_towards
from app.telephony.sip_headers import read_invitation

START = LineFigures("PCMA", 0, 0, 0, 0.0, 0, 0, 0.0, 0, -1.0)
CLEAN = LineFigures("PCMA", 100, 0, 0, 2.0, 100, 0, 3.0, 1, 20.0)

# --- quality ---------------------------------------------------------------------------------------


def test_a_clean_line_is_as_good_as_a_telephone_can_be() -> None:
    sound = LineQuality(7).take(CLEAN)
    assert (sound.handle, sound.codec) == (7, "PCMA")
    assert sound.mos_in == sound.mos_out == pytest.approx(4.41, abs=0.05)
    assert (sound.loss_in_pct, sound.loss_out_pct) == (0, 0)
    assert (sound.jitter_in_ms, sound.jitter_out_ms, sound.round_trip_ms) == (2, 3, 20)


def test_only_the_time_since_the_last_reading_counts() -> None:
    quality = LineQuality(1)
    quality.take(CLEAN)
    bad = replace(CLEAN, packets_in=190, lost_in=10)
    assert quality.take(bad).loss_in_pct == 10
    assert quality.take(bad).loss_in_pct == 100, "nothing at all came since"
    good = replace(bad, packets_in=290)
    assert quality.take(good).loss_in_pct == 0


def test_what_comes_too_late_is_lost_to_the_ear() -> None:
    quality = LineQuality(1)
    quality.take(CLEAN)
    assert quality.take(replace(CLEAN, packets_in=200, late_in=5)).loss_in_pct == 5


def test_nothing_is_said_of_what_is_not_known() -> None:
    nothing = LineQuality(1).take(START)
    assert (nothing.mos_in, nothing.mos_out, nothing.round_trip_ms) == (-1, -1, -1)
    assert (nothing.jitter_in_ms, nothing.jitter_out_ms) == (-1, -1)
    no_reports = LineQuality(1).take(replace(CLEAN, reports_out=0, round_trip_ms=-1.0))
    assert no_reports.mos_in > 4
    assert no_reports.mos_out == -1


def test_what_the_other_side_reported_stays_until_it_reports_again() -> None:
    quality = LineQuality(1)
    quality.take(CLEAN)
    lossy = replace(CLEAN, packets_in=200, packets_out=200, lost_out=20, reports_out=2)
    assert quality.take(lossy).loss_out_pct == 20
    later = replace(lossy, packets_in=300, packets_out=300)
    assert quality.take(later).loss_out_pct == 20
    better = replace(later, packets_in=400, packets_out=400, reports_out=3)
    assert quality.take(better).loss_out_pct == 0


def test_a_stream_that_begins_anew_is_no_loss() -> None:
    quality = LineQuality(1)
    quality.take(replace(CLEAN, packets_in=5000, lost_in=9))
    assert quality.take(replace(CLEAN, packets_in=50)).loss_in_pct == 0


@pytest.mark.parametrize(
    "worse",
    [{"lost_in": 5}, {"jitter_in_ms": 120.0}, {"round_trip_ms": 700.0}],
)
def test_loss_jitter_and_delay_each_make_it_worse(worse: dict[str, float]) -> None:
    assert LineQuality(1).take(replace(CLEAN, **worse)).mos_in < LineQuality(1).take(CLEAN).mos_in - 0.1


# --- network and sleep -----------------------------------------------------------------------------


class Machine:
    def __init__(self) -> None:
        self.now_s, self.wall_s, self.address = 1000.0, 5_000_000.0, "10.0.0.1"
        self.asked = 0
        self.watch = NetworkWatch(self._towards, lambda: self.now_s, lambda: self.wall_s)
        self.watch.reached("203.0.113.7", "10.0.0.1")

    def _towards(self, server: str) -> str:
        assert server == "203.0.113.7"
        self.asked += 1
        return self.address

    def after(self, seconds: float, asleep_s: float = 0.0) -> NetworkEvent | None:
        self.now_s += seconds
        self.wall_s += seconds + asleep_s
        return self.watch.look()


def test_nothing_happens_while_nothing_changes() -> None:
    machine = Machine()
    assert [machine.after(0.02) for _ in range(100)] == [None] * 100
    assert machine.asked <= 2.0 / LOOK_EVERY_S + 1, "it is not asked all the time"


def test_another_address_is_told_once() -> None:
    machine = Machine()
    machine.address = "10.8.0.5"
    assert machine.after(0.3) is NetworkEvent.MOVED
    assert machine.after(0.3) is None


def test_a_network_that_is_back_is_told_and_one_that_is_gone_is_not() -> None:
    machine = Machine()
    machine.address = ""
    assert machine.after(0.3) is None
    machine.address = "10.0.0.1"
    assert machine.after(0.3) is NetworkEvent.MOVED


def test_sleep_is_seen_by_either_clock() -> None:
    machine = Machine()
    assert machine.after(0.3, asleep_s=ASLEEP_S + 1) is NetworkEvent.WOKE  # Linux and macOS
    assert machine.after(0.3) is None
    assert machine.after(ASLEEP_S + 1) is NetworkEvent.WOKE  # Windows
    assert machine.after(0.3, asleep_s=1.0) is None, "the clock was put right a little"


def test_our_address_on_the_way_to_a_host() -> None:
    assert address_towards("127.0.0.1") == "127.0.0.1"
    assert address_towards("not an address at all") == ""


def test_a_trial_call_says_so() -> None:
    assert read_invitation("INVITE sip:a SIP/2.0\r\nX-Seatline-Test: 1\r\n\r\n").test
    assert not read_invitation("INVITE sip:a SIP/2.0\r\n\r\n").test
