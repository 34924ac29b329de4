"""Calls of a softphone in a room of sound devices: ringing, talking, what a speaker plays."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

import pytest

from app.demo.sound import RATE_HZ, SoundRoom
from app.telephony.ports import Answer, Devices, ListDevices, PhoneCallState, Registered, UseDevices
from tests.doubles.rtp_peer import level
from tests.doubles.sip_softphone_peer import PeerCall, SipPeer
from tests.doubles.softphone import TestPhone

HEADSET, MICROPHONE, LOUDSPEAKER = "Office Headset", "Office Headset Microphone", "Desk Loudspeaker"


@pytest.fixture
def room() -> Iterator[SoundRoom]:
    with SoundRoom() as sound:
        sound.add_speaker(HEADSET, default=True)
        sound.add_microphone(MICROPHONE, default=True)
        sound.speak(MICROPHONE, 880)
        yield sound


async def registered(phone: TestPhone, peer: SipPeer) -> None:
    phone.send(peer.register_command())
    await phone.wait(Registered, lambda r: r.ok)


async def use(phone: TestPhone, wish: UseDevices) -> None:
    """Returns when the wish was heard."""
    since = phone.mark()
    phone.send(wish)
    phone.send(ListDevices())
    await phone.wait(Devices, since=since)


async def ringing(phone: TestPhone, peer: SipPeer, **how: object) -> tuple[PeerCall, int]:
    since = phone.mark()
    call = await peer.ring(**how)  # type: ignore[arg-type]
    return call, (await phone.wait_call(PhoneCallState.RINGING, since=since)).handle


async def conversation(phone: TestPhone, peer: SipPeer, **how: object) -> tuple[PeerCall, int]:
    since = phone.mark()
    call, handle = await ringing(phone, peer, **how)
    phone.send(Answer(handle))
    await call.answered()
    await phone.wait_call(PhoneCallState.TALKING, since=since)
    return call, handle


def hears(room: SoundRoom, speaker: str, tone_hz: float, last_s: float = 0.2) -> bool:
    return level(room.heard(speaker, last_s), RATE_HZ, tone_hz) > 300


async def seconds_until(check: Callable[[], object], timeout_s: float = 6) -> float:
    """Like ``until``, but looks often and says how long it took."""
    began_s = time.monotonic()
    async with asyncio.timeout(timeout_s):
        while not check():
            await asyncio.sleep(0.01)
    return time.monotonic() - began_s
