"""Three kinds of telephone behind one face: baresip, linphonec, and our own desktop's softphone.

Usage::

    async with party("baresip-udp", folder, line_for(running, "1001"), tone_hz=700) as phone:
        await phone.rings(); await phone.answer(); await phone.hears(440)
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.demo.sound import MICROPHONE, RATE_HZ, SPEAKER, SoundRoom, headset_room
from app.demo.stage import RunningServer
from app.telephony.ports import Answer, CallChanged, HangUp, PhoneCallState, Register, Registered, SendDigits
from tests.doubles.baresip import Baresip, PhoneLine
from tests.doubles.linphone import Linphone
from tests.doubles.phone_sounds import samples_of
from tests.doubles.softphone import TestPhone
from tests.e2e.spectrum import tone_level_db

LISTEN_S = 0.6
LATEST_S = 60.0  # for what a phone must hear or tell; ends as soon as it does
CLEAR_DB = -3.0  # the tone is at least half of all there is


class Party(Protocol):
    """A telephone of any kind."""

    async def registered(self) -> None: ...
    async def rings(self, count: int = 1) -> None: ...
    async def answer(self) -> None: ...
    async def talks(self) -> None: ...
    async def press(self, keys: str) -> None: ...
    async def hang_up(self) -> None: ...
    async def ended(self, count: int = 1) -> None: ...

    def lately(self) -> tuple[NDArray[np.float64], int]:
        """The last moments of what its speaker played, and the rate."""
        ...


class SipParty(Party, Protocol):
    """One that does by SIP what a desktop asks the server's API for."""

    async def dial(self, number: str) -> None: ...
    async def hold(self) -> None: ...
    async def resume(self) -> None: ...
    async def transfer(self, number: str) -> None: ...


async def hears(phone: Party, tone_hz: float, seconds: float = LATEST_S) -> None:
    """Wait until the tone, and hardly anything else, is what comes out of the phone's speaker.

    Half of what is listened to is enough: on a busy machine phones and sound devices stumble.
    """
    level = float("-inf")
    try:
        async with asyncio.timeout(seconds):
            while True:
                samples, rate_hz = phone.lately()
                if len(samples) >= LISTEN_S * rate_hz * 0.9:
                    half = len(samples) // 2
                    pieces = (samples, samples[:half], samples[half:])
                    level = max(tone_level_db(each, rate_hz, tone_hz) for each in pieces)
                    if level > CLEAR_DB:
                        return
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise AssertionError(f"{phone} does not hear {tone_hz} Hz: {level:.1f} dB") from None


async def hears_something_else(phone: Party, *tones_hz: float, seconds: float = LATEST_S) -> None:
    """Wait until there is sound that is none of these tones: music or a prompt."""
    async with asyncio.timeout(seconds):
        while True:
            samples, rate_hz = phone.lately()
            loud = len(samples) > 0.5 * LISTEN_S * rate_hz and float(np.sqrt(np.mean(samples**2))) > 0.003
            if loud and all(tone_level_db(samples, rate_hz, tone) < -10 for tone in tones_hz):
                return
            await asyncio.sleep(0.1)


@dataclass
class BaresipParty:
    phone: Baresip
    calls: int = 0

    async def registered(self) -> None:
        await self.phone.registered()

    async def dial(self, number: str) -> None:
        await self.phone.dial(number)

    async def rings(self, count: int = 1) -> None:
        await self.phone.wait("CALL_INCOMING", count, LATEST_S)

    async def answer(self) -> None:
        await self.phone.answer()

    async def talks(self) -> None:
        await self.phone.wait("CALL_ESTABLISHED", seconds=LATEST_S)

    async def hold(self) -> None:
        await self.phone.hold()

    async def resume(self) -> None:
        await self.phone.resume()

    async def press(self, keys: str) -> None:
        await self.phone.press(keys)

    async def transfer(self, number: str) -> None:
        await self.phone.transfer(number)

    async def hang_up(self) -> None:
        await self.phone.hang_up()

    async def ended(self, count: int = 1) -> None:
        await self.phone.wait("CALL_CLOSED", count, LATEST_S)

    def lately(self) -> tuple[NDArray[np.float64], int]:
        return samples_of(self.phone.heard_file(), last_s=LISTEN_S)


@dataclass
class LinphoneParty:
    phone: Linphone

    async def registered(self) -> None:
        await self.phone.registered()

    async def dial(self, number: str) -> None:
        await self.phone.dial(number)

    async def rings(self, count: int = 1) -> None:
        await self.phone.wait_state("IncomingReceived", count, LATEST_S)

    async def answer(self) -> None:
        await self.phone.answer()

    async def talks(self) -> None:
        await self.phone.wait_state("StreamsRunning", seconds=LATEST_S)

    async def hold(self) -> None:
        await self.phone.hold()
        await self.phone.wait_state("Paused", seconds=LATEST_S)

    async def resume(self) -> None:
        await self.phone.resume()

    async def press(self, keys: str) -> None:
        await self.phone.press(keys)

    async def transfer(self, number: str) -> None:
        await self.phone.transfer(number)

    async def hang_up(self) -> None:
        await self.phone.hang_up()

    async def ended(self, count: int = 1) -> None:
        await self.phone.wait_state("Released", count, LATEST_S)

    def lately(self) -> tuple[NDArray[np.float64], int]:
        return samples_of(self.phone.heard_file, self.phone.recorded_rate_hz(), LISTEN_S)


@dataclass
class DesktopParty:
    """The desktop's softphone with its tunnel and SRTP; what its window would ask for is asked directly.

    It dials, holds and transfers by the server's API, not by SIP.
    """

    phone: TestPhone
    room: SoundRoom
    handle: int = 0
    _since: int = 0

    async def registered(self) -> None:
        await self.phone.wait(Registered, lambda event: event.ok)

    async def rings(self, count: int = 1) -> None:
        def is_ringing(event: CallChanged) -> bool:
            return event.state is PhoneCallState.RINGING

        event = await self.phone.wait(CallChanged, is_ringing, since=self._since, timeout_s=LATEST_S)
        self.handle = event.handle
        self._since = self.phone.mark()

    async def answer(self) -> None:
        self.phone.send(Answer(self.handle))

    async def talks(self) -> None:
        await self.phone.wait(
            CallChanged, lambda call: call.state is PhoneCallState.TALKING, timeout_s=LATEST_S
        )

    async def press(self, keys: str) -> None:
        self.phone.send(SendDigits(self.handle, keys))

    async def hang_up(self) -> None:
        self.phone.send(HangUp(self.handle))

    async def ended(self, count: int = 1) -> None:
        async with asyncio.timeout(LATEST_S):
            while len([e for e in self.phone.all(CallChanged) if e.state is PhoneCallState.ENDED]) < count:
                await asyncio.sleep(0.05)

    def lately(self) -> tuple[NDArray[np.float64], int]:
        return self.room.heard(SPEAKER, LISTEN_S).astype(np.float64) / 32768, RATE_HZ


def line_for(running: RunningServer, username: str, transport: str = "udp") -> PhoneLine:
    account = running.accounts()[username]
    secure = transport == "tls"
    return PhoneLine(
        account.sip_user,
        account.sip_password,
        "127.0.0.1",
        running.tls_port if secure else running.sip_port,
        transport,
        running.data / "keys" / "server.pem" if secure else None,
    )


@asynccontextmanager
async def desktop_party(
    folder: Path, running: RunningServer, username: str, tone_hz: float
) -> AsyncGenerator[DesktopParty]:
    account = running.accounts()[username]
    with headset_room(folder) as room:
        room.speak(MICROPHONE, tone_hz)
        async with TestPhone(room.env) as phone:
            phone.send(
                Register(
                    sip_user=account.sip_user,
                    sip_password=account.sip_password,
                    domain="seatline",
                    server_host="127.0.0.1",
                    tls_port=running.tls_port,
                    certificate_sha256=running.fingerprint(),
                )
            )
            desktop = DesktopParty(phone, room)
            await desktop.registered()
            yield desktop


@asynccontextmanager
async def party(
    kind: str, folder: Path, running: RunningServer, username: str, tone_hz: float
) -> AsyncGenerator[Party]:
    """``kind``: "desktop" or one of ``sip_party``; registered when it is entered."""
    if kind == "desktop":
        async with desktop_party(folder, running, username, tone_hz) as desktop:
            yield desktop
    else:
        async with sip_party(kind, folder, running, username, tone_hz) as phone:
            yield phone


@asynccontextmanager
async def sip_party(
    kind: str, folder: Path, running: RunningServer, username: str, tone_hz: float
) -> AsyncGenerator[SipParty]:
    """``kind``: "baresip-udp", "linphone-tcp" …; registered when it is entered."""
    program, _, transport = kind.partition("-")
    line = line_for(running, username, transport)
    if program == "baresip":
        srtp = "srtp-mand" if transport == "tls" else ""
        async with Baresip(folder, line, tone_hz, srtp=srtp) as baresip:
            await baresip.registered()
            yield BaresipParty(baresip)
    else:
        async with Linphone(folder, line, tone_hz, srtp=transport == "tls") as linphone:
            await linphone.registered()
            yield LinphoneParty(linphone)
