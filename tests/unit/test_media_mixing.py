"""The jitter buffer, concealment, the mixer and its changes, in simulated time: figures for what is heard."""

from __future__ import annotations

import itertools
import random
from typing import Any

import numpy as np
import pytest

from app.server.voice.embedded.media.bridges import Switch
from app.server.voice.embedded.media.clock import TURNS
from app.server.voice.embedded.media.codecs import SILENCE, TICKS_PER_FRAME, Codec
from app.server.voice.embedded.media.comfort_noise import ComfortNoise, level_dbov
from app.server.voice.embedded.media.jitter import Hole, JitterBuffer
from app.server.voice.embedded.media.leg import Hears
from app.server.voice.embedded.media.limiter import Limiter, limited
from app.server.voice.embedded.media.plc import Concealer, longer, shorter
from app.server.voice.embedded.media.voice import Voice
from tests.doubles.mixing_room import Room, worst_break
from tests.doubles.rtp_peer import level, steady_level


def tone(rate_hz: int, hz: float, seconds: float, amplitude: float = 6000) -> np.ndarray:
    at = np.arange(int(rate_hz * seconds))
    return np.rint(amplitude * np.sin(2 * np.pi * hz * at / rate_hz)).astype(np.int16)


class Line:
    """A speaker's packets on their way through a voice: what comes out of it at each tick."""

    def __init__(self, codec: str, wave: np.ndarray) -> None:
        self.codec = Codec(codec)
        self.size = self.codec.rate_hz // 50
        self.payloads = [self.codec.encode(each) for each in wave.reshape(-1, self.size)]
        self.ticks = TICKS_PER_FRAME[codec]
        self.buffer = JitterBuffer(codec)
        self.voice = Voice(self.buffer)
        self.delays_ms: list[float] = []
        self.made_up = 0
        self.heard = np.zeros(0, dtype=np.int16)

    def run(self, arrivals: list[tuple[float, int]], tick_s: float = 0.007, start: int = 0xFFFFFF00) -> None:
        """``arrivals``: when, which payload (in any order, some missing, some twice)."""
        waiting = sorted(arrivals)
        out: list[np.ndarray] = []
        decoder = Codec(self.codec.name)
        for tick in range(len(self.payloads)):
            now_s = tick * 0.02 + tick_s
            while waiting and waiting[0][0] <= now_s:
                at_s, number = waiting.pop(0)
                stamp = (start + number * self.ticks) & 0xFFFFFFFF
                self.buffer.push(self.codec.name, stamp, self.payloads[number], at_s)
            sound = self.voice.next(now_s)
            if isinstance(sound, bytes):
                sound = decoder.decode(sound)
            self.made_up += not self.voice.settled
            out.append(np.zeros(self.size, dtype=np.int16) if sound is None else sound)
            self.delays_ms.append(1000 * (self.buffer.excess_s + self.buffer.target_s))
        self.heard = np.concatenate(out)

    def steady(self, delay_s: float = 0.0) -> list[tuple[float, int]]:
        return [(number * 0.02 + delay_s, number) for number in range(len(self.payloads))]


class TestJitterBuffer:
    def test_a_quiet_net_costs_less_than_a_tick_and_5_ms(self) -> None:
        for tick_s in (0.001, 0.006, 0.013, 0.019):
            line = Line("PCMA", tone(8000, 440, 4))
            line.run(line.steady(), tick_s)
            assert max(line.delays_ms[10:]) < 26
            assert line.made_up == 0
            assert worst_break(line.heard[3200:], 8000, 440) < 0.06, "nothing was touched"

    def test_every_payload_once_and_in_order_whatever_the_net_does(self) -> None:
        buffer = JitterBuffer("PCMU")
        chance = random.Random(4)
        packets = [(number * 0.02 + 0.05 * chance.random(), number) for number in range(400)]
        packets += [packets[number] for number in range(0, 400, 7)]  # some twice
        packets.sort()
        got: list[bytes | Hole] = []
        for tick in range(420):
            while packets and packets[0][0] <= tick * 0.02:
                at_s, number = packets.pop(0)
                buffer.push(
                    "PCMU", (0xFFFFF000 + number * 160) & 0xFFFFFFFF, bytes([number % 256]) * 160, at_s
                )
            got.append(buffer.pop(tick * 0.02))
        numbers = [each[0] for each in got if isinstance(each, bytes)]
        steps = [(b - a) % 256 for a, b in itertools.pairwise(numbers)]
        assert set(steps) <= {1, 2}, "never backwards, never twice"
        assert steps.count(2) < 12, "only the first ones after a longer delay than ever are lost"

    def test_delay_follows_the_jitter_up_at_once_and_slowly_down(self) -> None:
        chance = random.Random(2)
        line = Line("PCMA", tone(8000, 440, 40))
        line.run([(n * 0.02 + (0.08 * chance.random() if n < 750 else 0.0), n) for n in range(2000)])
        assert 70 < np.median(line.delays_ms[300:750]) < 130
        assert np.median(line.delays_ms[-200:]) < 30
        assert line.made_up < 30
        assert worst_break(line.heard[8000:], 8000, 440) < 0.13, "and nobody hears it being done"

    @pytest.mark.parametrize("drift_ppm", [200, -200])
    def test_clocks_that_run_apart(self, drift_ppm: int) -> None:
        line = Line("PCMA", tone(8000, 440, 200))
        line.run([(number * 0.02 * (1 + drift_ppm * 1e-6), number) for number in range(10_000)])
        assert max(line.delays_ms[100:]) < 45
        assert line.made_up <= 4
        assert worst_break(line.heard[8000:], 8000, 440) < 0.13

    def test_a_sender_that_starts_anew_is_heard_at_once(self) -> None:
        buffer = JitterBuffer("PCMA")
        for number in range(10):
            buffer.push("PCMA", number * 160, b"\x01" * 160, number * 0.02)
            buffer.pop(number * 0.02 + 0.01)
        heard = []
        for number in range(10):
            buffer.push("PCMA", 3_000_000_000 + number * 160, b"\x02" * 160, 0.2 + number * 0.02)
            heard.append(buffer.pop(0.21 + number * 0.02))
        assert heard.count(b"\x02" * 160) >= 9

    @pytest.mark.parametrize("count", [80, 240, 480])
    def test_packets_of_10_30_and_60_ms(self, count: int) -> None:
        line = Line("PCMU", tone(8000, 440, 6))
        whole = b"".join(line.payloads)
        pieces = [whole[at : at + count] for at in range(0, len(whole), count)]
        for tick in range(300):
            now_s = tick * 0.02
            for number, piece in enumerate(pieces):
                if now_s - 0.02 < number * count / 8000 + 0.001 <= now_s:
                    line.buffer.push("PCMU", number * count, piece, number * count / 8000)
            sound = line.voice.next(now_s + 0.005)
            if isinstance(sound, bytes):
                sound = Codec("PCMU").decode(sound)
            line.heard = np.concatenate(
                [line.heard, np.zeros(160, dtype=np.int16) if sound is None else sound]
            )
        assert worst_break(line.heard[4000:], 8000, 440) < 0.13
        assert level(line.heard[4000:], 8000, 440) == pytest.approx(6000, rel=0.02)

    def test_a_stall_leaves_no_delay_behind(self) -> None:
        buffer = JitterBuffer("PCMA")
        for number in range(50):
            buffer.push("PCMA", number * 160, bytes([number]) * 160, number * 0.02)
        heard = [buffer.pop(1.0 + 0.02 * tick) for tick in range(20)]
        assert sum(isinstance(each, bytes) for each in heard) <= 6

    def test_memory_is_bounded(self) -> None:
        buffer = JitterBuffer("PCMA")
        for number in range(5000):
            buffer.push("PCMA", number * 160, bytes(160), number * 0.001)
        assert len(buffer._packets) <= 60


class TestLoss:
    @pytest.mark.parametrize("codec", ["PCMA", "G722"])
    @pytest.mark.parametrize("lost", [0.02, 0.05])
    def test_a_tone_goes_on_over_lost_packets(self, codec: str, lost: float) -> None:
        chance = random.Random(7)
        rate_hz = 16000 if codec == "G722" else 8000
        line = Line(codec, tone(rate_hz, 440, 20))
        line.run([each for each in line.steady() if chance.random() >= lost])
        part = line.heard[rate_hz:]
        assert worst_break(part, rate_hz, 440) < 0.15
        assert steady_level(part, rate_hz, 440) == pytest.approx(6000, rel=0.03)

    def test_concealed_by_pitch_for_60_ms_then_silence(self) -> None:
        past = tone(8000, 200, 0.06)
        concealer = Concealer(past, 8000)
        made_up = np.concatenate([concealer.more(160) for _ in range(4)]).astype(float)
        rms = [np.sqrt(2 * np.mean(made_up[at : at + 80] ** 2)) for at in range(0, 640, 80)]
        assert rms[0] == pytest.approx(6000, rel=0.05), "the first 10 ms at full level"
        assert all(a >= b for a, b in itertools.pairwise(rms))
        assert rms[6] == rms[7] == 0.0
        whole = np.concatenate([past, made_up[:80].astype(np.int16)])
        assert worst_break(whole, 8000, 200) < 0.05, "no step where it begins"
        truth = tone(8000, 200, 0.1)[480 : 480 + 80]
        assert np.corrcoef(made_up[:80], truth)[0, 1] > 0.99, "and in step"

    def test_what_comes_after_is_faded_in(self) -> None:
        wave = tone(8000, 440, 0.4)
        for moved in (True, False):
            concealer = Concealer(wave[:480], 8000)
            made_up = concealer.more(160)
            begin = 480 if moved else 640
            after = concealer.merge(wave[begin : begin + 320], moved)
            whole = np.concatenate([wave[:480], made_up, after])
            assert worst_break(whole, 8000, 440) < 0.1

    def test_opus_makes_use_of_its_error_correction(self, monkeypatch: pytest.MonkeyPatch) -> None:
        found = {"recover": 0, "conceal": 0}
        for way in found:
            real = getattr(Codec, way)

            def counted(self: Codec, *arguments: bytes, way: str = way, real: Any = real) -> Any:
                found[way] += 1
                return real(self, *arguments)

            monkeypatch.setattr(Codec, way, counted)
        chance = random.Random(5)
        line = Line("OPUS", tone(16000, 200, 30))
        line.run([each for each in line.steady() if each[1] < 400 or chance.random() >= 0.05])
        assert found["recover"] > 4 * found["conceal"], "it waits for the packet after a lost one"
        assert 20 < np.median(line.delays_ms[-400:]) < 50


class TestPace:
    @pytest.mark.parametrize("hz", [90, 150, 440, 1020])
    def test_a_period_less_or_more_is_not_heard(self, hz: float) -> None:
        wave = tone(16000, hz, 0.06)
        for change, sign in ((shorter, -1), (longer, 1)):
            done = change(wave, 16000, 320)
            assert sign * (len(done) - len(wave)) >= 40
            assert worst_break(done, 16000, hz) < 0.02

    def test_noise_is_left_alone(self) -> None:
        noise = np.random.default_rng(1).normal(0, 3000, 320).astype(np.int16)
        assert np.array_equal(shorter(noise, 16000, 320), noise)


class TestComfortNoise:
    def test_quiet_noise_of_the_stated_level(self) -> None:
        for dbov in (40, 55, 70):
            noise = ComfortNoise()
            heard = np.concatenate([noise.frame(dbov, 160) for _ in range(100)]).astype(float)
            found_db = 20 * np.log10(np.sqrt(np.mean(heard**2)) / 32768)
            assert found_db == pytest.approx(-dbov, abs=0.7)

    def test_never_loud_whatever_the_packet_says(self) -> None:
        assert level_dbov(b"\x00") == 30
        assert level_dbov(b"\xc0\x11\x22") == 64
        assert level_dbov(b"") == 127

    def test_heard_between_the_words_and_only_where_it_was_sent(self) -> None:
        line = Line("PCMA", tone(8000, 440, 1))
        for number in range(10):
            line.buffer.push("PCMA", number * 160, line.payloads[number], number * 0.02)
            line.voice.next(number * 0.02 + 0.006)
        line.buffer.push("CN", 1600, b"\x32", 0.2)  # -50 dBov
        noise = [line.voice.next(0.206 + tick * 0.02) for tick in range(20)][5:]
        assert all(isinstance(each, np.ndarray) and 30 < np.abs(each).max() < 600 for each in noise)
        line.buffer.push("PCMA", 1600 + 40 * 160, line.payloads[40], 0.8)
        heard = [line.voice.next(0.806 + tick * 0.02) for tick in range(3)]
        assert any(
            each is not None
            and np.abs(np.asarray(Codec("PCMA").decode(each) if isinstance(each, bytes) else each)).max()
            > 3000
            for each in heard
        )


class TestLimiter:
    def test_loud_voices_together_do_not_rattle(self) -> None:
        """Three at full scale: turned down, not cut off (which would add overtones)."""
        limiter = Limiter()
        wave = tone(8000, 400, 1, 32000).astype(np.int32) * 3
        out = np.concatenate(
            [limited(each[np.newaxis].copy(), [limiter])[0] for each in wave.reshape(-1, 160)]
        )
        part = out[1600:]
        assert np.abs(out.astype(int)).max() < 32767
        fundamental = level(part, 8000, 400)
        assert fundamental > 25000
        assert level(part, 8000, 1200) < fundamental / 100, "40 dB"

    def test_what_fits_is_not_touched_and_loudness_comes_back(self) -> None:
        limiter = Limiter()
        quiet = tone(8000, 400, 0.02, 5000).astype(np.int32)
        assert np.array_equal(limited(quiet[np.newaxis].copy(), [limiter])[0], quiet)
        limited(quiet[np.newaxis] * 12, [limiter])
        assert limiter.gain < 0.6
        later = [limited(quiet[np.newaxis].copy(), [limiter])[0] for _ in range(25)]
        assert np.array_equal(later[-1], quiet)


CHANGES = (
    (1.0, "LISTEN", ""),
    (1.5, "TALK", ""),
    (2.0, "COACH", "b"),
    (2.5, "TALK", ""),
    (3.0, None, ""),
    (3.5, "TALK", ""),
    (4.0, None, ""),
)


def changing_room(codecs: tuple[str, str, str], latest_s: float = 0.0) -> Room:
    """a and b talk; c, silent, joins, listens, whispers to b, joins in, leaves, and comes once more."""
    room = Room(lambda chance: latest_s * chance**4, seed=3)
    for name, codec, hz in zip("abc", codecs, (440.0, 740.0, None), strict=True):
        room.leg(name, codec, hz)
    room.join(0.0, "a")
    room.join(0.0, "b")
    for at_s, role, coached in CHANGES:
        if role is None:
            room.leave(at_s, "c")
        else:
            room.join(at_s, "c", role, coached)
    room.run(5.0)
    return room


class TestChanges:
    @pytest.mark.parametrize("latest_s", [0.0, 0.03, 0.1])
    @pytest.mark.parametrize(
        ("codecs", "most"),
        [
            (("PCMA", "PCMA", "PCMA"), 0.13),
            (("PCMU", "PCMA", "PCMU"), 0.2),
            (("G722", "G722", "PCMA"), 0.15),
            (("G722", "PCMA", "OPUS"), 0.2),
            (("OPUS", "OPUS", "PCMA"), 0.15),
        ],
    )
    def test_nobody_hears_a_click(self, codecs: tuple[str, str, str], most: float, latest_s: float) -> None:
        room = changing_room(codecs, latest_s)
        for name, hz in (("a", 740.0), ("b", 440.0)):
            leg = room.legs[name]
            heard = leg.heard(0.8)
            assert worst_break(heard, leg.rate_hz, hz) < most
            assert leg.kinds(0.1) == {"forward", "mix"}, "both ways were taken"
            for piece in np.array_split(heard.astype(float), 50):
                # (Opus fades in its own way what it makes up, and a late packet's tone may come out of step.)
                assert np.sqrt(2 * np.mean(piece**2)) > (800 if "OPUS" in codecs else 4000), "no hole"

    def test_on_a_good_line_not_one_sample_is_added_or_left_out(self) -> None:
        """G.711 all through: what a hears is bit by bit what b said."""
        room = changing_room(("PCMA", "PCMA", "PCMA"))
        said = Codec("PCMA")
        size = 160
        truth = b"".join(said.encode(each) for each in tone(8000, 740, 5).reshape(-1, size))
        got = b"".join(payload for at_s, _, payload in room.legs["a"].got if at_s > 0.1)
        begin = truth.find(got[:1600])
        assert begin >= 0
        differ = [a != b for a, b in zip(got, truth[begin:], strict=False)]
        assert sum(differ) < len(differ) / 50, "but for the smallest step, which stands for silence in a mix"
        assert np.abs(np.diff(np.flatnonzero(differ))).min() > 1

    def test_the_pause_at_a_change_is_one_tick(self) -> None:
        room = changing_room(("PCMA", "PCMA", "PCMA"))
        for name in "ab":
            times = [at_s for at_s, _, _ in room.legs[name].got if at_s > 0.1]
            assert max(np.diff(times)) <= 0.0401
            assert len(times) == pytest.approx((times[-1] - times[0]) / 0.02 + 1, abs=1.5)

    def test_a_role_changes_within_a_tick_where_there_is_a_mix_already(self) -> None:
        room = Room()
        for name, hz in (("a", 440.0), ("b", 740.0), ("c", 1180.0), ("d", 1640.0)):
            room.leg(name, "PCMA", hz)
        for name in "abc":
            room.join(0.0, name)
        room.join(0.0, "d", "LISTEN")
        room.join(1.0, "d", "TALK")
        room.run(2.0)
        leg = room.legs["a"]
        assert level(leg.heard(0.5, 1.0), 8000, 1640) < 30
        assert level(leg.heard(1.06, 1.5), 8000, 1640) == pytest.approx(6000, rel=0.05)

    def test_who_stays_hears_each_other_by_forwarding_again(self) -> None:
        room = changing_room(("PCMA", "PCMA", "G722"))
        assert room.legs["a"].kinds(4.1) == {"forward"}
        assert room.legs["b"].kinds(4.1) == {"forward"}
        assert all(not leg.mixed for leg in room.legs.values()), "and costs no mixing"

    def test_a_play_on_a_bridged_leg_and_its_end(self) -> None:
        room = Room()
        for name, hz in (("a", 440.0), ("b", 740.0), ("c", 1180.0)):
            room.leg(name, "PCMA", hz)
            room.join(0.0, name)

        def play(on: bool) -> None:
            room.legs["a"].player = object() if on else None
            room.switch.played(room.legs["a"])  # type: ignore[arg-type]

        room.at(1.0, lambda switch: play(True))
        room.at(1.5, lambda switch: play(False))
        room.run(2.5)
        assert room.legs["a"].kinds(1.02) >= {"silence"}
        assert level(room.legs["b"].heard(1.1, 1.5), 8000, 440) == pytest.approx(6000, rel=0.05)
        assert level(room.legs["a"].heard(1.7), 8000, 1180) == pytest.approx(6000, rel=0.05)

    def test_silence_is_digital_zero(self) -> None:
        room = Room()
        for name, codec in (("a", "PCMA"), ("b", "PCMU"), ("c", "G722")):
            room.leg(name, codec, None)
            room.join(0.0, name)
        room.run(1.5)
        assert {payload for at_s, _, payload in room.legs["a"].got if at_s > 0.5} == {SILENCE["PCMA"]}
        assert {payload for at_s, _, payload in room.legs["b"].got if at_s > 0.5} == {SILENCE["PCMU"]}
        assert {payload for at_s, _, payload in room.legs["c"].got if at_s > 0.5} == {SILENCE["G722"]}

    def test_nobody_is_left_behind_in_an_empty_house(self) -> None:
        room = changing_room(("PCMA", "G722", "OPUS"))
        switch: Switch = room.switch
        for leg in room.legs.values():
            switch.leave(leg)  # type: ignore[arg-type]
        assert switch.mix(99.0) == {}
        assert all(leg.hears is Hears.NOTHING and not leg.targets for leg in room.legs.values())
        for kept in (
            switch._bridges,
            switch._of,
            switch._legs,
            switch._voices,
            switch._ears,
            switch._entering,
        ):
            assert not kept


class TestTurns:
    """A conference is mixed in the turn of the clock that lets its packets lie least."""

    def conference(self, phases_s: tuple[float, ...]) -> Room:
        room = Room(turns=TURNS)
        for name, hz, phase_s in zip("abc", (440.0, 740.0, 1180.0), phases_s, strict=True):
            room.leg(name, "PCMA", hz).phase_s = phase_s
            room.join(0.0, name)
        room.run(6.0)
        return room

    def waits_ms(self, room: Room, since_s: float) -> list[int]:
        """How long after each 20 ms of simulated time the mixes left."""
        return sorted({round(at_s % 0.02 * 1000) % 20 for at_s, _, _ in room.legs["a"].got if at_s > since_s})

    def test_packets_that_lie_long_are_mixed_sooner(self) -> None:
        room = self.conference((0.001, 0.001, 0.002))
        assert self.waits_ms(room, 0.1)[-1] == 19, "17 ms after the packets"
        assert self.waits_ms(room, 5.0) == [9], "7 ms after them"

    def test_it_takes_one_second_however_far_it_goes(self) -> None:
        room = self.conference((0.0, 0.0, 0.0005))
        assert self.waits_ms(room, 0.1) == [9, 19]
        assert self.waits_ms(room, 1.2) == [9]

    def test_nobody_hears_it(self) -> None:
        room = self.conference((0.001, 0.001, 0.002))
        for name in "abc":
            times = [at_s for at_s, _, _ in room.legs[name].got if at_s > 0.1]
            assert max(np.diff(times)) < 0.021
            assert len(times) == pytest.approx((times[-1] - times[0]) / 0.02 + 1, abs=1.5)
        heard = Codec("PCMA")
        said = b"".join(heard_by for at_s, _, heard_by in room.legs["a"].got if at_s > 0.3)
        sound = np.concatenate([heard.decode(said[at : at + 160]) for at in range(0, len(said), 160)])
        assert level(sound, 8000, 740) == pytest.approx(6000, rel=0.05)
        assert level(sound, 8000, 1180) == pytest.approx(6000, rel=0.05)
        assert level(sound, 8000, 440) < 60

    def test_one_speaker_who_comes_late_keeps_the_turn(self) -> None:
        room = self.conference((0.001, 0.006, 0.011))
        assert self.waits_ms(room, 0.1) == [19]


class TestSpectra:
    @pytest.mark.parametrize(
        "codecs", [("PCMA", "PCMU", "PCMA", "PCMA"), ("PCMA", "G722", "OPUS", "PCMU"), ("G722",) * 4]
    )
    def test_each_hears_what_it_should_and_nothing_else_within_40_db(self, codecs: tuple[str, ...]) -> None:
        tones = dict(zip("abcd", (440.0, 740.0, 1180.0, 1640.0), strict=True))
        for role, coached, to in (
            ("TALK", "", "abc"),
            ("LISTEN", "", ""),
            ("COACH", "", "b"),
            ("COACH", "c", "c"),
        ):
            room = Room()
            for (name, hz), codec in zip(tones.items(), codecs, strict=True):
                room.leg(name, codec, hz)
                room.join(0.0, name, *(("TALK", "") if name != "d" else (role, coached)))
            room.run(3.0)
            for name, leg in room.legs.items():
                wanted = "abc".replace(name, "") + ("d" if name in to else "")
                heard = leg.heard(1.0)
                for other, hz in tones.items():
                    found = level(heard, leg.rate_hz, hz)
                    if other in wanted:
                        most = 0.2 if leg.codec == "OPUS" else 0.12
                        assert found == pytest.approx(6000, rel=most), f"{role}: {name} hears {other}"
                    else:
                        assert found < 60, f"{role}: {other} reaches {name}"
