"""The small parts of the media process: numbering, jitter buffer, digits, filters, player, clock, frames."""

from __future__ import annotations

import struct
from pathlib import Path

import msgspec
import numpy as np
import pytest

from app.server.voice.embedded.media.clock import TICK_S, TickClock
from app.server.voice.embedded.media.codecs import FRAME_BYTES, SILENCE, Codec
from app.server.voice.embedded.media.digits import DigitDetector
from app.server.voice.embedded.media.framing import MAX_FRAME_BYTES, FrameSplitter, frame
from app.server.voice.embedded.media.outstream import OutStream
from app.server.voice.embedded.media.player import Player
from app.server.voice.embedded.media.resample import Downsampler, Transcoder, Upsampler
from app.server.voice.embedded.media.rtp import looks_like_rtp, payload_range
from app.server.voice.embedded.media.settings import MediaSettings, from_wire, to_wire
from app.server.voice.embedded.media.srtp import PacketBuffer, SrtpError, SrtpSession
from tests.doubles.rtp_peer import level


class TestNumbering:
    def test_a_lost_packet_stays_visible(self) -> None:
        out = OutStream()
        assert out.forwarded("s", 10, 1600, 160, 0, 0.0)
        first = out.sequence
        assert out.forwarded("s", 12, 1920, 160, 0, 0.04)
        assert (out.sequence - first) & 0xFFFF == 2

    def test_packets_out_of_order_keep_their_places(self) -> None:
        out = OutStream()
        numbers = []
        for each in (65534, 65535, 65537, 65536, 65538):
            assert out.forwarded("s", each & 0xFFFF, each * 160, 160, 0, 0.0)
            numbers.append(out.sequence)
        assert [(each - numbers[0]) & 0xFFFF for each in numbers] == [0, 1, 3, 2, 4]

    def test_what_would_use_a_number_twice_after_a_switch_is_dropped(self) -> None:
        out = OutStream()
        out.from_clock(0.0)
        used = out.sequence
        assert out.forwarded("s", 500, 80000, 160, 0, 0.02)
        assert (out.sequence - used) & 0xFFFF == 1
        assert not out.forwarded("s", 499, 79840, 160, 0, 0.021)

    def test_a_source_that_starts_anew_goes_on(self) -> None:
        out = OutStream()
        assert out.forwarded(("s", 1), 500, 80000, 160, 0, 0.0)
        before = out.sequence, out.timestamp
        assert out.forwarded(("s", 2), 9, 7, 160, 0, 0.02)
        assert (out.sequence - before[0]) & 0xFFFF == 1
        assert (out.timestamp - before[1]) & 0xFFFFFFFF == 160
        assert out.marker

    def test_no_number_is_used_twice_in_an_hour_of_switching(self) -> None:
        out, used, at_s = OutStream(), [], 0.0
        sequence, stamp = 60000, 0
        for step in range(20_000):
            at_s += 0.02
            sequence, stamp = (sequence + 1) & 0xFFFF, stamp + 160
            if step % 700 < 300:
                out.from_clock(at_s)
            else:
                assert out.forwarded("s", sequence, stamp, 160, 0, at_s)
            used.append((out.sequence, out.timestamp))
        steps = [((b[0] - a[0]) & 0xFFFF, (b[1] - a[1]) & 0xFFFFFFFF) for a, b in zip(used, used[1:])]  # noqa: B905, RUF007
        assert set(steps) == {(1, 160)}

    def test_time_goes_on_during_a_pause(self) -> None:
        out = OutStream()
        out.from_clock(0.0)
        before = out.timestamp
        out.from_clock(1.0)
        assert (out.timestamp - before) & 0xFFFFFFFF == 8000


class TestDigits:
    def event(self, digit: int, end: bool = False) -> bytes:
        return struct.pack("!BBH", digit, (0x80 if end else 0) | 10, 320)

    def test_once_for_each_press_however_often_repeated(self) -> None:
        detector = DigitDetector()
        keys = "".join(
            detector.feed(stamp, self.event(5, end), 0.0)
            for stamp in (100, 900)
            for end in (False, False, True, True, True)
        )
        assert keys == "55"

    def test_the_end_was_lost(self) -> None:
        detector = DigitDetector()
        assert detector.feed(100, self.event(1), 0.0) == ""
        assert detector.overdue(0.1) == ""
        assert detector.overdue(0.2) == "1"
        assert detector.overdue(0.4) == ""
        assert detector.feed(100, self.event(1, True), 0.5) == ""

    def test_the_next_press_ends_the_one_before(self) -> None:
        detector = DigitDetector()
        detector.feed(100, self.event(10), 0.0)
        assert detector.feed(900, self.event(11, True), 0.02) == "*#"

    def test_late_packets_of_an_earlier_press_and_other_events_are_nothing(self) -> None:
        detector = DigitDetector()
        assert detector.feed(900, self.event(2, True), 0.0) == "2"
        assert detector.feed(100, self.event(1, True), 0.02) == ""
        assert detector.feed(1800, self.event(16, True), 0.1) == "", "a flash hook is no key"
        assert detector.feed(1900, b"\x01", 0.1) == ""


def tone(rate: int, hz: float, count: int) -> np.ndarray:
    return (10000 * np.sin(2 * np.pi * hz * np.arange(count) / rate)).astype(np.int16)


class TestFilters:
    @pytest.mark.parametrize("hz", [300, 1000, 3000])
    def test_speech_goes_through_in_both_directions(self, hz: float) -> None:
        up, down = Upsampler(), Downsampler()
        wide = np.concatenate([up(f) for f in tone(8000, hz, 8000).reshape(-1, 160)])
        assert len(wide) == 16000
        assert level(wide[200:], 16000, hz) == pytest.approx(10000, rel=0.03)
        assert level(wide[200:], 16000, 8000 - hz) < 60, "no mirror image"
        narrow = np.concatenate([down(f) for f in wide.reshape(-1, 320)])
        assert len(narrow) == 8000
        assert level(narrow[200:], 8000, hz) == pytest.approx(10000, rel=0.05)

    def test_what_8_khz_cannot_carry_is_taken_out(self) -> None:
        down = Downsampler()
        narrow = np.concatenate([down(f) for f in tone(16000, 5500, 16000).reshape(-1, 320)])
        assert level(narrow[200:], 8000, 2500) < 60

    def test_frames_have_no_seam(self) -> None:
        whole = tone(8000, 440, 3200)
        up, at_once = Upsampler(), Upsampler()
        assert np.array_equal(np.concatenate([up(f) for f in whole.reshape(-1, 160)]), at_once(whole))

    @pytest.mark.parametrize("count", [80, 160, 240])
    def test_transcoding_keeps_the_length_of_a_packet(self, count: int) -> None:
        for source, target in (("G722", "PCMA"), ("PCMU", "G722"), ("PCMA", "PCMU")):
            assert len(Transcoder(source, target)(SILENCE[source][:80] * (count // 80))) == count

    @pytest.mark.parametrize("name", ["PCMU", "PCMA", "G722"])
    def test_silence_is_silent(self, name: str) -> None:
        assert len(SILENCE[name]) == FRAME_BYTES
        codec = Codec(name)
        codec.decode(codec.encode(tone(codec.rate_hz, 440, codec.rate_hz)))
        heard = np.concatenate([codec.decode(SILENCE[name]) for _ in range(20)])
        assert np.abs(heard[codec.rate_hz // 10 :].astype(int)).max() < 60, "inaudible"


class TestPlayer:
    def test_waits_for_a_prompt_that_is_loading(self) -> None:
        ready: dict[str, list[bytes]] = {}
        player = Player("p", ["one", "two"], False, "PCMA", ready.get)
        assert player.frame() == SILENCE["PCMA"]
        ready["one"] = [b"1", b"2"]
        assert [player.frame() for _ in range(3)] == [b"1", b"2", SILENCE["PCMA"]]
        assert not player.finished
        ready["two"] = [b"3"]
        assert player.frame() == b"3"
        assert player.finished

    def test_only_the_last_one_repeats(self) -> None:
        texts = {"one": [b"1"], "two": [b"2", b"3"]}
        player = Player("p", ["one", "two"], True, "PCMA", texts.get)
        assert b"".join(player.frame() for _ in range(10)) == b"1232323232"
        assert not player.finished

    def test_a_loop_of_nothing_ends(self) -> None:
        player = Player("p", ["none"], True, "PCMA", lambda _: ())
        assert player.frame() == SILENCE["PCMA"]
        assert player.finished

    def test_a_missing_prompt_has_no_length(self) -> None:
        texts = {"one": [b"1"], "none": [], "two": [b"2"]}
        player = Player("p", ["one", "none", "two"], False, "OPUS", texts.get)
        assert [player.frame(), player.frame()] == [b"1", b"2"]
        assert player.finished


class TestClock:
    def test_deadlines_do_not_drift_and_lateness_is_told(self) -> None:
        clock = TickClock(0.0)
        now_s, ticks = 0.0, 0
        while now_s < 10:
            now_s += clock.wait_s(now_s) + 0.003
            clock.ticked(now_s)
            ticks += 1
        assert ticks == pytest.approx(10 / TICK_S, abs=1)
        assert clock.take_worst_late_ms() == pytest.approx(3.0, abs=0.1)
        assert clock.take_worst_late_ms() == 0.0

    def test_turns_share_the_20_ms(self) -> None:
        clock, now_s, turns = TickClock(0.0, 4), 0.0, []
        while now_s < 0.0999:
            now_s += clock.wait_s(now_s)
            turns.append((round(now_s, 4), clock.turn))
            clock.ticked(now_s)
        assert turns[:5] == [(0.005, 0), (0.01, 1), (0.015, 2), (0.02, 3), (0.025, 0)]
        assert len(turns) == 20

    def test_a_short_stall_is_made_up_for_a_long_one_is_not(self) -> None:
        for stall_s, most in ((0.1, 6), (60.0, 1)):
            clock, made_up = TickClock(0.0), 0
            while clock.due(stall_s):
                clock.ticked(stall_s)
                made_up += 1
            assert 1 <= made_up <= most


class TestWire:
    def test_frames_arrive_whole_however_they_are_cut(self) -> None:
        data = frame(b"one") + frame(b"") + frame(b"x" * 1000)
        for size in (1, 3, 7, 2000):
            splitter, got = FrameSplitter(), []
            for at in range(0, len(data), size):
                got += splitter.feed(data[at : at + size])
            assert got == [b"one", b"", b"x" * 1000]

    def test_an_absurd_length_is_refused(self) -> None:
        with pytest.raises(ValueError, match="cannot be"):
            FrameSplitter().feed(struct.pack("!I", MAX_FRAME_BYTES + 1))

    def test_settings_survive_the_way(self) -> None:
        settings = MediaSettings("127.0.0.1", 1, 2, (Path("/a"), Path("/b")), Path("/j"), bytes(32), 3.0)
        assert from_wire(to_wire(settings)) == settings
        with pytest.raises(msgspec.MsgspecError):
            from_wire(b"\x00")


class TestHeader:
    def test_payload_behind_sources_extension_and_before_padding(self) -> None:
        packet = bytearray(struct.pack("!BBHII", 0x80 | 0x20 | 0x10 | 2, 8, 1, 2, 3))
        packet += bytes(8) + struct.pack("!HH", 0xBEDE, 1) + bytes(4) + b"voice" + b"\x00\x00\x03"
        begin, end = payload_range(packet, len(packet))
        assert packet[begin:end] == b"voice"

    def test_damaged_and_other_packets(self) -> None:
        assert not looks_like_rtp(bytearray(b"\x80\xc8" + bytes(20)), 22), "RTCP"
        assert not looks_like_rtp(bytearray(b"\x00" * 20), 20)
        assert not looks_like_rtp(bytearray(b"\x80"), 1)
        short = bytearray(struct.pack("!BBHII", 0x80 | 0x10, 8, 1, 2, 3))
        begin, end = payload_range(short, len(short))
        assert begin >= end
        padded = bytearray(struct.pack("!BBHII", 0x80 | 0x20, 8, 1, 2, 3) + b"\xff")
        begin, end = payload_range(padded, len(padded))
        assert begin >= end


class TestSrtp:
    @pytest.mark.parametrize(
        ("suite", "size"), [("AES_CM_128_HMAC_SHA1_80", 30), ("AES_256_CM_HMAC_SHA1_80", 46)]
    )
    def test_there_and_back_but_not_twice_and_not_changed(self, suite: str, size: int) -> None:
        key = bytes(range(size))
        buffer = PacketBuffer()
        sender, receiver = SrtpSession(suite, key, False), SrtpSession(suite, key, True)
        plain = struct.pack("!BBHII", 0x80, 8, 1, 2, 3) + b"hello" * 30
        buffer.data[: len(plain)] = plain
        length = buffer.protect(sender, len(plain))
        assert length == len(plain) + 10
        wire = bytes(buffer.data[:length])
        assert b"hello" not in wire
        assert buffer.unprotect(receiver, length) == len(plain)
        assert buffer.data[: len(plain)] == plain
        buffer.data[:length] = wire
        assert buffer.unprotect(receiver, length) == 0, "a replay"
        buffer.data[:length] = wire
        buffer.data[20] ^= 1
        assert buffer.unprotect(SrtpSession(suite, key, True), length) == 0, "changed on the way"

    def test_keys_that_do_not_fit(self) -> None:
        for suite, key in (("AES_CM_128_HMAC_SHA1_80", bytes(46)), ("NULL", bytes(30))):
            with pytest.raises(SrtpError):
                SrtpSession(suite, key, True)
