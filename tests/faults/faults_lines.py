"""Bad lines: loss, jitter, reordering and doubles, on signalling and on sound. Run by ``make faults``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.server.core.commands import AnswerLeg, RingLeg
from app.server.core.events import LegAnswered, LegEnded, LegIncoming, VoiceEvent
from app.server.voice.embedded.media.protocol import Join, SetLeg
from tests.doubles.lossy_relay import LossyRelay, Weather
from tests.doubles.rtp_media import Media, seconds
from tests.doubles.rtp_peer import RtpPeer
from tests.doubles.sip_house import House, a_house
from tests.doubles.sip_wire import until
from tests.doubles.sipp_load import SippLoad

CALLS = 60
WEATHERS = {
    "5 % lost": Weather(loss=0.05),
    "100 ms jitter": Weather(delay_ms=10, jitter_ms=100),
    "reordered": Weather(reorder=0.1),
    "doubled": Weather(duplicate=0.1),
    "all at once": Weather(loss=0.05, delay_ms=10, jitter_ms=100, reorder=0.05, duplicate=0.05),
}


def answer_everything(house: House) -> None:
    def on_event(event: VoiceEvent) -> None:
        if isinstance(event, LegIncoming):
            house.engine.do(RingLeg(event.leg_id))
            house.engine.do(AnswerLeg(event.leg_id))

    house.heard.on_event = on_event


@pytest.mark.parametrize("weather", WEATHERS.values(), ids=WEATHERS.keys())
async def test_calls_over_a_bad_line_are_set_up_once_and_end(tmp_path: Path, weather: Weather) -> None:
    async with a_house(tmp_path) as house:
        answer_everything(house)
        with LossyRelay(("127.0.0.1", house.engine.sip_port), weather, seed=7) as relay:
            load = SippLoad(tmp_path, relay.near, media="deaf", seconds=60)
            await load.run(calls=CALLS, per_s=20, talk_ms=300)
        assert (load.successful, load.failed) == (CALLS, 0), load.output
        await until(lambda: len(house.heard.all(LegEnded)) == CALLS, seconds=20)
        assert len(house.heard.all(LegIncoming)) == CALLS  # one leg for each call, however often it came
        assert len(house.heard.all(LegAnswered)) == CALLS
        assert house.heard.ended_once()
        assert house.engine.open_legs == 0
        await until(lambda: house.engine.stack.open_transactions == 0, seconds=15)
        assert relay.up.overflowed == relay.down.overflowed == 0


# --- sound ---------------------------------------------------------------------------------------

RATE_HZ = 8000
_WINDOW = RATE_HZ // 100


def speech(seconds_: float) -> NDArray[np.int16]:
    """Like a voice: a hundred and some hertz with overtones, in syllables of changing loudness and pitch."""
    at = np.arange(int(seconds_ * RATE_HZ)) / RATE_HZ
    pitch = 130 + 25 * np.sin(2 * np.pi * 0.7 * at) + 10 * np.sin(2 * np.pi * 2.3 * at)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE_HZ
    voice = sum(np.sin(k * phase) / k**0.7 for k in range(1, 18))
    syllables = np.clip(np.sin(2 * np.pi * 3.1 * at) + 0.6 * np.sin(2 * np.pi * 1.3 * at + 1) + 0.3, 0, None)
    whole = voice * syllables
    return (9000 * whole / np.max(np.abs(whole))).astype(np.int16)


class Speaker(RtpPeer):
    """Says ``speech`` over and over."""

    WORDS = speech(60)

    def _tone(self) -> bytes:
        count = self.rate_hz // 50
        begin = self._sample % (len(self.WORDS) - count)
        self._sample += count
        return self.WORDS[begin : begin + count].tobytes()


def envelope(samples: NDArray[np.int16]) -> NDArray[np.float64]:
    whole = samples[: len(samples) // _WINDOW * _WINDOW].astype(np.float64).reshape(-1, _WINDOW)
    return np.sqrt(np.mean(whole**2, axis=1))


def likeness(heard: NDArray[np.int16]) -> tuple[float, float]:
    """(how alike the loudness over time is, 0 to 1; share of loud moments that are holes), best aligned."""
    said, got = envelope(Speaker.WORDS), envelope(heard)
    shift = int(np.argmax(np.correlate(said - said.mean(), got - got.mean(), "valid")))
    said = said[shift : shift + len(got)]
    loud = said > 0.25 * said.max()
    holes = float(np.mean(got[loud] < 0.1 * said[loud]))
    return float(np.corrcoef(said, got)[0, 1]), holes


# Besides: how alike it must be at least, and how much of it may be holes. Not concealed, 5 % of loss would
# be 5 % of holes; on a quiet machine "clear" is 1.000 and 0 %.
SOUND_WEATHERS = {
    "clear": (Weather(), 0.9, 0.01),
    "5 % lost": (Weather(loss=0.05), 0.9, 0.025),
    "100 ms jitter": (Weather(delay_ms=10, jitter_ms=100), 0.8, 0.04),
    "reordered": (Weather(reorder=0.1), 0.9, 0.025),
    "doubled": (Weather(duplicate=0.1), 0.9, 0.01),
    "all at once": (Weather(loss=0.05, jitter_ms=60, reorder=0.03, duplicate=0.05), 0.8, 0.04),
}


@pytest.mark.parametrize(("weather", "alike", "holes"), SOUND_WEATHERS.values(), ids=SOUND_WEATHERS.keys())
async def test_speech_over_a_bad_line_is_whole_in_a_conference(
    tmp_path: Path, weather: Weather, alike: float, holes: float
) -> None:
    """Three parties, so it is mixed; the speaker's line is bad. Gaps are concealed, not left as holes."""
    async with Media(tmp_path) as media:
        speaker, listener, third = Speaker(), RtpPeer(tone_hz=None), RtpPeer(tone_hz=None)
        media.peers += [speaker, listener, third]
        port = await media.client.open_leg("speaker")
        with LossyRelay(("127.0.0.1", port), weather, seed=3) as relay:
            media.client.send(SetLeg("speaker", "127.0.0.1", relay.far[1], "PCMA", 8, 101))
            await media.leg("listener", listener)
            await media.leg("third", third)
            for name in ("speaker", "listener", "third"):
                media.client.send(Join("bridge", name, "TALK"))
            speaker.start(relay.near)
            await seconds(10)
        found_alike, found_holes = likeness(listener.heard(last_s=7.0))
        print(f"alike {found_alike:.3f}, holes {100 * found_holes:.1f} %, lost {relay.up.lost}")
        assert found_alike > alike
        assert found_holes < holes


@pytest.mark.parametrize("weather", SOUND_WEATHERS.values(), ids=SOUND_WEATHERS.keys())
async def test_what_is_only_passed_on_is_neither_lost_nor_doubled_by_us(
    tmp_path: Path, weather: tuple[Weather, float, float]
) -> None:
    """Two parties: each packet that reached us goes on once, with numbers that show what the line lost."""
    async with Media(tmp_path) as media:
        speaker, listener = Speaker(), RtpPeer(tone_hz=None)
        media.peers += [speaker]
        port = await media.client.open_leg("speaker")
        await media.leg("listener", listener)
        with LossyRelay(("127.0.0.1", port), weather[0], seed=5) as relay:
            media.client.send(SetLeg("speaker", "127.0.0.1", relay.far[1], "PCMA", 8, 101))
            for name in ("speaker", "listener"):
                media.client.send(Join("bridge", name, "TALK"))
            speaker.start(relay.near)
            await seconds(5)
            speaker.pause()
            await seconds(0.3)  # what is still under way
            arrived = relay.up.forwarded - relay.up.doubled
        numbers = [p.sequence for p in listener.packets() if p.payload_type == 8 and any(p.payload[:8])]
        spoken = len(set(numbers))
        assert len(numbers) - spoken <= relay.up.doubled
        assert spoken >= 0.97 * arrived - 20, (spoken, arrived)
