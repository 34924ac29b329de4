"""The softphone follows its devices: pulled out, plugged in again, another default."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator

import pytest

from app.telephony.ports import AudioProblem, CallChanged, Devices, PhoneCallState, UseDevices
from tests.doubles.plug_room import PlugRoom
from tests.doubles.rtp_peer import level
from tests.doubles.sip_softphone_peer import SipPeer
from tests.doubles.softphone import TestPhone, until
from tests.doubles.sound_calls import conversation, hears, registered, seconds_until, use

FOLLOWED_WITHIN_S = 1.0
TRIES = 3  # the machine may be busy with other tests


@pytest.fixture
def plugs() -> Iterator[PlugRoom]:
    with PlugRoom() as sound:
        sound.add_speaker("Ears")
        sound.add_microphone("Mouth")
        sound.speak("Mouth", 880)
        sound.add_speaker("Other Ears")
        sound.add_microphone("Other Mouth")
        sound.speak("Other Mouth", 660)
        for name, which in (("Headset A", ""), ("Headset B", ""), ("Headset C", "Other ")):
            sound.plug_speaker(name, f"{which}Ears")
            sound.plug_microphone(f"{name} Mic", f"{which}Mouth")
        sound.make_default("sink", "Headset A")
        sound.make_default("source", "Headset A Mic")
        yield sound


async def test_a_device_is_followed_out_and_in_again_within_a_second(plugs: PlugRoom) -> None:
    async with SipPeer() as peer, TestPhone(plugs.env) as phone:
        await registered(phone, peer)
        await use(phone, UseDevices(input="Headset B Mic", output="Headset B"))
        call, _ = await conversation(phone, peer)

        def spoken() -> bool:
            return level(call.rtp.heard(0.06), 8000, 880) > 3000

        def heard() -> bool:
            return hears(plugs, "Ears", 440, 0.06)

        await until(lambda: spoken() and heard())
        await asyncio.sleep(2)  # what the sound server still holds of its first steps
        took: dict[str, list[float]] = {
            "mic told": [],
            "mic back": [],
            "speaker told": [],
            "speaker back": [],
        }
        for _ in range(TRIES):
            for door, through, plug in (
                ("Headset B Mic", spoken, lambda: plugs.plug_microphone("Headset B Mic", "Mouth")),
                ("Headset B", heard, lambda: plugs.plug_speaker("Headset B", "Ears")),
            ):
                word = "mic" if through is spoken else "speaker"
                since, began_s = phone.mark(), time.monotonic()
                plugs.pull(door)
                await phone.wait(AudioProblem, lambda p: p.problem.endswith("-lost"), since=since)
                took[f"{word} told"].append(time.monotonic() - began_s)
                await until(lambda through=through: not through())
                began_s = time.monotonic()
                plug()
                await seconds_until(through)
                took[f"{word} back"].append(time.monotonic() - began_s)
        print({what: [round(each * 1000) for each in times] for what, times in took.items()})
        for what, times in took.items():
            assert statistics.median(times) < FOLLOWED_WITHIN_S, (what, times)
        assert PhoneCallState.ENDED not in {c.state for c in phone.all(CallChanged)}, "the call goes on"


async def test_the_default_device_is_followed_in_a_call_when_so_set(plugs: PlugRoom) -> None:
    async with SipPeer() as peer, TestPhone(plugs.env) as phone:
        await registered(phone, peer)
        await use(phone, UseDevices())
        call, _ = await conversation(phone, peer)
        await phone.wait(Devices, lambda d: d.output == "Headset A")
        await until(lambda: hears(plugs, "Ears", 440, 0.1))
        await asyncio.sleep(2)  # the sound server begins with large steps
        took: list[float] = []
        for _ in range(TRIES):
            for name, ears, tone_hz in (("Headset C", "Other Ears", 660), ("Headset A", "Ears", 880)):
                began_s = time.monotonic()
                plugs.make_default("sink", name)
                plugs.make_default("source", f"{name} Mic")
                await seconds_until(
                    lambda ears=ears, tone_hz=tone_hz: (
                        hears(plugs, ears, 440, 0.06) and level(call.rtp.heard(0.06), 8000, tone_hz) > 3000
                    )
                )
                took.append(time.monotonic() - began_s)
                await phone.wait(Devices, lambda d, name=name: (d.output, d.input) == (name, f"{name} Mic"))
        print("default followed", [round(each * 1000) for each in took])
        assert statistics.median(took) < FOLLOWED_WITHIN_S
        await until(lambda: not hears(plugs, "Other Ears", 440))
        assert hears(plugs, "Ears", 440)
        assert not phone.all(AudioProblem)


async def test_a_chosen_device_keeps_the_call_when_the_default_changes(plugs: PlugRoom) -> None:
    async with SipPeer() as peer, TestPhone(plugs.env) as phone:
        await registered(phone, peer)
        await use(phone, UseDevices(input="Headset A Mic", output="Headset A"))
        call, _ = await conversation(phone, peer)
        await until(lambda: hears(plugs, "Ears", 440, 0.1))
        await asyncio.sleep(2)  # the sound server begins with large steps
        plugs.make_default("sink", "Headset C")
        plugs.make_default("source", "Headset C Mic")
        await asyncio.sleep(1)
        assert hears(plugs, "Ears", 440)
        assert not hears(plugs, "Other Ears", 440)
        assert level(call.rtp.heard(0.3), 8000, 880) > 3000
