"""Quality in numbers: the E-model against published values, jitter and loss as RFC 3550 counts them."""

from __future__ import annotations

import struct

import pytest

from app.e_model import mean_opinion, mos, rating
from app.server.voice.embedded.media import rtcp
from app.server.voice.embedded.media.digits import DigitSender, scaled
from app.server.voice.embedded.media.outstream import OutStream
from app.server.voice.embedded.media.reception import Reception
from app.server.voice.embedded.media.reports import LegReports


class TestEModel:
    @pytest.mark.parametrize(
        ("r", "score"),  # ITU-T G.107 table B.1 and its default connection
        [
            (93.2, 4.41),
            (90, 4.34),
            (80, 4.03),
            (70, 3.60),
            (60, 3.10),
            (50, 2.58),
            (0, 1),
            (-5, 1),
            (100, 4.5),
        ],
    )
    def test_rating_to_opinion(self, r: float, score: float) -> None:
        assert mean_opinion(r) == pytest.approx(score, abs=0.0065)  # the table's 4.03 is 4.024

    def test_a_clean_line_has_the_default_rating(self) -> None:
        for codec in ("PCMU", "PCMA", "G722", "OPUS"):
            assert rating(codec, 0, 0) == pytest.approx(93.2)

    @pytest.mark.parametrize(
        ("delay_ms", "lost_rating"), [(100, 0), (150, 0.2), (200, 3.0), (300, 14.8), (400, 24.1)]
    )  # Idd of G.107 (7-27), worked out by hand
    def test_delay(self, delay_ms: float, lost_rating: float) -> None:
        assert 93.2 - rating("PCMA", 0, delay_ms) == pytest.approx(lost_rating, abs=0.1)

    @pytest.mark.parametrize(("loss_pct", "lost_rating"), [(1, 3.64), (5, 15.78), (10, 27.07)])
    def test_loss_of_g711_with_concealment(self, loss_pct: float, lost_rating: float) -> None:
        """Ie-eff = 95 Ppl / (Ppl + 25.1), G.107 (7-29) with G.113 appendix I."""
        assert 93.2 - rating("PCMU", loss_pct, 0) == pytest.approx(lost_rating, abs=0.01)

    def test_jitter_costs_as_the_delay_of_its_buffer(self) -> None:
        assert mos("PCMA", 0, 5, 10) > 4.35
        assert mos("PCMA", 0, 150, 10) < mos("PCMA", 0, 5, 10)
        assert mos("PCMA", 0, 5, None) == mos("PCMA", 0, 5, 0)


class TestReception:
    def test_losses_over_the_end_of_the_numbering(self) -> None:
        each = Reception()
        for number in range(65530, 65530 + 20):
            if number % 5:
                each.add(1, number & 0xFFFF, number * 160 & 0xFFFFFFFF, number * 0.02, True)
        assert each.expected == 19, "from the first that came to the last"
        assert each.packets == 16

    def test_late_and_doubled_packets_are_no_losses(self) -> None:
        each = Reception()
        for number in (1, 2, 4, 3, 5):
            each.add(1, number, number * 160, number * 0.02, True)
        assert (each.packets, each.expected) == (5, 5)

    def test_a_new_source_is_added_to_the_old_one(self) -> None:
        each = Reception()
        for ssrc, begin in ((1, 10), (2, 60000), (2, 100)):
            for number in range(begin, begin + 10):
                each.add(ssrc, number, number * 160, number * 0.02, True)
        assert (each.packets, each.expected) == (30, 30)

    def test_jitter_as_in_rfc_3550_a8(self) -> None:
        """Every second packet 10 ms (80 ticks) late: |D| is 80 each time, J nears 80 by sixteenths."""
        each, expected = Reception(), 0.0
        for number in range(100):
            late_s = 0.01 if number % 2 else 0.0
            each.add(1, number, 0xFFFFF000 + number * 160 & 0xFFFFFFFF, 5 + number * 0.02 + late_s, True)
            if number:
                expected += (80 - expected) / 16
        assert each.jitter == pytest.approx(expected, rel=0.001)
        assert each.jitter_ms == pytest.approx(expected / 8, rel=0.001)

    def test_opus_counts_in_its_own_clock(self) -> None:
        each = Reception()
        each.set_clock(48000)
        for number in range(200):
            each.add(1, number, number * 960, 5 + number * 0.02 + (0.005 if number % 2 else 0), True)
        assert each.jitter_ms == pytest.approx(5, rel=0.01)


class TestRtcp:
    def test_what_is_packed_is_read_again(self) -> None:
        blocks = (rtcp.Block(5, 0.5, -3, 1 << 17 | 9, 77, 88, 99), rtcp.Block(6, 0.0, 0x7FFFFF, 1, 2, 3, 4))
        for sender in (None, rtcp.SenderInfo(1 << 63 | 5, 6, 7, 8)):
            report = rtcp.Report(4711, sender, blocks)
            assert rtcp.parse(rtcp.compound(report, "name", goodbye=True)) == [report]

    def test_cnames_of_all_lengths_end_with_a_zero_on_a_word(self) -> None:
        for length in range(1, 12):
            data = rtcp.compound(rtcp.Report(1, None, ()), "x" * length)
            assert len(data) % 4 == 0
            assert data[-1] == 0
            assert rtcp.parse(data) is not None

    @pytest.mark.parametrize(
        "data",
        [
            struct.pack("!BBHI", 0x80, 202, 1, 1),  # must begin with a report
            struct.pack("!BBHI", 0x81, 201, 1, 1),  # a block announced, none there
            struct.pack("!BBHI", 0x80, 201, 2, 1),  # shorter than it says
            struct.pack("!BBHI", 0x40, 201, 1, 1),  # version 1
            struct.pack("!BBHI", 0x80, 200, 1, 1),  # a sender report without its figures
            b"\x80\xc9\x00",
        ],
    )
    def test_damaged_packets_are_refused(self, data: bytes) -> None:
        assert rtcp.parse(data) is None

    def test_round_trip(self) -> None:
        """The example of RFC 3550 figure 2: 6.125 s."""
        block = rtcp.Block(1, 0, 0, 0, 0, 0xB705_2000, 0x0005_4000)
        now = 0xB710_8000 << 16
        assert rtcp.round_trip_s(now, block) == pytest.approx(6.125)
        assert rtcp.round_trip_s(now, rtcp.Block(1, 0, 0, 0, 0, 0, 0)) is None


class TestReports:
    def test_since_the_last_time_and_over_all(self) -> None:
        reception, out = Reception(), OutStream()
        reports = LegReports("a", reception, out, 0.0)
        for number in range(100):
            if number != 50:
                reception.add(9, number, number * 160, number * 0.02, True)
        assert reports.quality("PCMA", 5.0).received.lost == 1
        for number in range(100, 200):
            reception.add(9, number, number * 160, number * 0.02, True)
        second = reports.quality("PCMA", 10.0).received
        assert (second.packets, second.lost, second.loss_pct) == (100, 0, 0.0)
        whole = reports.quality("PCMA", 11.0, final=True).received
        assert (whole.packets, whole.lost, whole.loss_pct) == (199, 1, 0.5)

    def test_the_peers_reports_are_counted_between_each_other(self) -> None:
        reception, out = Reception(), OutStream()
        reports = LegReports("a", reception, out, 0.0)
        first = out.first_sequence
        for at in range(1000):
            out.from_clock(at * 0.02)
        block = rtcp.Block(out.ssrc, 0.1, 50, first + 499, 16, 0, 0)
        assert reports.take(rtcp.compound(rtcp.Report(1, None, (block,)), "x"), 10.0)
        sent = reports.quality("PCMA", 10.0).sent
        assert sent is not None
        assert (sent.packets, sent.lost, sent.loss_pct, sent.jitter_ms) == (450, 50, 10.0, 2.0)
        assert reports.quality("PCMA", 15.0).sent is None, "nothing new"
        block = rtcp.Block(out.ssrc, 0.1, 60, first + 999, 16, 0, 0)
        assert reports.take(rtcp.compound(rtcp.Report(1, None, (block,)), "x"), 20.0)
        sent = reports.quality("PCMA", 20.0).sent
        assert sent is not None
        assert (sent.packets, sent.lost) == (490, 10)


class TestClocks:
    def test_between_8_and_48_khz_time_is_scaled(self) -> None:
        out = OutStream(48000)
        stamps = []
        for number in (0, 1, 2, 4, 3):  # one lost for a moment, then late
            assert out.forwarded("s", number, 1000 + number * 160, 960, 0, 0.02 * number, 8000)
            stamps.append(out.timestamp)
        assert [(each - stamps[0]) & 0xFFFFFFFF for each in stamps] == [0, 960, 1920, 3840, 2880]
        out = OutStream(8000)
        stamps = []
        for number in range(3):
            assert out.forwarded("s", number, (0xFFFFFF00 + number * 960) & 0xFFFFFFFF, 160, 0, 0.0, 48000)
            stamps.append(out.timestamp)
        assert [(each - stamps[0]) & 0xFFFFFFFF for each in stamps] == [0, 160, 320]

    def test_our_own_packets_follow_at_the_codecs_pace(self) -> None:
        out = OutStream(48000)
        out.from_clock(0.0)
        before = out.timestamp
        out.from_clock(0.02)
        assert (out.timestamp - before) & 0xFFFFFFFF == 960


class TestKeysSent:
    def test_a_press_by_the_rfc(self) -> None:
        sender = DigitSender()
        sender.press("5,#")
        steps = []
        while not sender.done:
            steps.append(sender.step())
        press = steps[:10]
        durations = [struct.unpack("!BBH", each[0]) for each in press if each is not None]
        assert durations == [
            (5, 10, 160),
            (5, 10, 320),
            (5, 10, 480),
            (5, 10, 640),
            (5, 0x8A, 800),
            (5, 0x8A, 800),
            (5, 0x8A, 800),
        ]
        assert [each is not None and each[1] for each in press] == [True] + [False] * 9
        assert steps[10:35] == [None] * 25, "half a second"
        assert len(steps) == 45

    def test_events_of_one_press_share_a_timestamp_and_time_goes_on_behind(self) -> None:
        out = OutStream()
        out.from_clock(0.0)
        first = out.timestamp
        stamps = []
        for step in range(7):
            out.event(step == 0, 0.02 * (step + 1))
            stamps.append((out.timestamp - first) & 0xFFFFFFFF)
        assert stamps == [160] * 7
        out.from_clock(0.16)
        assert (out.timestamp - first) & 0xFFFFFFFF == 8 * 160

    def test_durations_in_another_clock(self) -> None:
        assert struct.unpack("!BBH", scaled(struct.pack("!BBH", 1, 10, 800), 8000, 48000)) == (1, 10, 4800)
        assert scaled(b"\x01", 8000, 48000) == b"\x01"
