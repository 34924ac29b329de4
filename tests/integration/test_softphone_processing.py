"""The softphone's own sound processing: echo is taken away, memory stays small."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from app.demo.sound import RATE_HZ, Samples, SoundRoom
from app.telephony.ports import Answer, UseDevices
from tests.doubles.plug_room import PlugRoom
from tests.doubles.sip_softphone_peer import SipPeer
from tests.doubles.softphone import TestPhone, until
from tests.doubles.sound_calls import (
    HEADSET,
    LOUDSPEAKER,
    MICROPHONE,
    conversation,
    registered,
    ringing,
    room,
    use,
)

__all__ = ["room"]


MOST_MB = 60


MOST_PROCESSING_MB = 62


async def test_with_a_headset_the_softphone_stays_small(room: SoundRoom) -> None:
    async with SipPeer() as peer, TestPhone(room.env) as phone:
        await registered(phone, peer)
        await use(phone, UseDevices(input=MICROPHONE, output=HEADSET))
        call, _ = await conversation(phone, peer, codecs=("G722",))
        await until(lambda: len(call.rtp.received) > 100)
        process = Path(f"/proc/{phone.softphone.pid}")

        def rss_mb() -> float:
            fields = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
            return int(fields["VmRSS"].split()[0]) / 1024

        assert rss_mb() < MOST_MB
        assert "livekit" not in (process / "maps").read_text()
        await use(phone, UseDevices(input=MICROPHONE, output=HEADSET, processing="on"))
        await until(lambda: "livekit" in (process / "maps").read_text())
        heard = len(call.rtp.received)
        await until(lambda: len(call.rtp.received) > heard + 100)
        print(f"with processing {rss_mb():.1f} MB")
        assert rss_mb() < MOST_PROCESSING_MB


def speech_like(seconds: float, low_hz: float, high_hz: float, seed: int, rate_hz: int) -> Samples:
    """Noise of one band in syllables: steady tones and noise would be taken for disturbance."""
    rng, count = np.random.default_rng(seed), int(seconds * rate_hz)
    spectrum = np.fft.rfft(rng.normal(size=count))
    frequency = np.fft.rfftfreq(count, 1 / rate_hz)
    spectrum[(frequency < low_hz) | (frequency > high_hz)] = 0
    syllables = np.repeat(rng.uniform(0, 1, int(seconds * 5) + 1) ** 2, rate_hz // 5)[:count]
    smooth = np.convolve(syllables, np.hanning(rate_hz // 25) / np.hanning(rate_hz // 25).sum(), "same")
    wave = np.fft.irfft(spectrum, count) * smooth
    return (wave / np.abs(wave).max() * 14000).astype(np.int16)


def band_db(samples: np.ndarray, rate_hz: int, low_hz: float, high_hz: float) -> float:
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    frequency = np.fft.rfftfreq(len(samples), 1 / rate_hz)
    band = power[(frequency > low_hz) & (frequency < high_hz)].sum()
    return float(10 * np.log10(band / len(samples) ** 2 + 1e-9))


@pytest.mark.parametrize("processing", ["auto", "off"])
async def test_a_loudspeaker_is_not_heard_by_the_caller(processing: str) -> None:
    """The caller speaks between 1000 and 3000 Hz, the agent between 300 and 700 Hz."""
    far = speech_like(20, 1000, 3000, 1, 8000)
    near = speech_like(20, 300, 700, 2, RATE_HZ)
    with PlugRoom() as room:
        room.add_microphone("Webcam", default=True)
        room.plug_speaker(LOUDSPEAKER, "Webcam")  # what it plays, the microphone hears
        room.make_default("sink", LOUDSPEAKER)
        async with SipPeer() as peer, TestPhone(room.env) as phone:
            await registered(phone, peer)
            await use(phone, UseDevices(processing=processing))  # type: ignore[arg-type]
            call, handle = await ringing(phone, peer, tone_hz=None)
            at = [0]

            def voice() -> bytes:
                at[0] += 160
                return (far.take(np.arange(at[0] - 160, at[0]), mode="wrap") // 2).tobytes()

            call.rtp._tone = voice  # type: ignore[method-assign]
            phone.send(Answer(handle))
            await call.answered()

            def echo_db() -> float:
                """Of the last two seconds, relative to what the caller said in them."""
                said = far.take(np.arange(at[0] - 8000 * 22 // 10, at[0] - 8000 * 2 // 10), mode="wrap") // 2
                return band_db(call.rtp.heard(2.0), 8000, 1000, 3000) - band_db(said, 8000, 1000, 3000)

            await asyncio.sleep(5)
            if processing == "auto":
                await until(lambda: echo_db() < -20, timeout_s=15)  # it has learned the room
            echo = echo_db()
            room.play("Webcam", near)
            await asyncio.sleep(4)
            own_db = band_db(call.rtp.heard(3.0), 8000, 300, 700)
    near_db = band_db(near, RATE_HZ, 300, 700)
    print(f"{processing}: echo {echo:.1f} dB, her own voice {own_db - near_db:+.1f} dB")
    if processing == "off":
        assert echo > -6, "without it the echo comes back as it is"
    else:
        assert echo < -20
        assert own_db - near_db > -6, "she herself is heard"
