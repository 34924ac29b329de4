"""Headset buttons and hotkeys on the real softphone process with a real call; only the device is a fake."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.demo.stage import virtual_display
from app.telephony.ports import (
    Answer,
    ButtonPressed,
    Failed,
    HangUp,
    Headset,
    HotkeysSet,
    Mute,
    PhoneCallState,
    Registered,
    ShowHeld,
    UseHotkeys,
)
from tests.doubles.sip_softphone_peer import SipPeer
from tests.doubles.softphone import NO_SOUND, TestPhone, until
from tests.doubles.x_display import OtherProgram, type_key

OFF_HOOK, RING, HOLD, MUTED = "020100", "020400", "020900", "021300"


class Wire:
    """The test's end of the headset."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lamps: list[str] = []
        self._writer: asyncio.StreamWriter | None = None
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        self._server = await asyncio.start_unix_server(self._listen, self.path)

    async def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def press(self, *reports: str) -> None:
        assert self._writer is not None
        for report in reports:
            self._writer.write(report.encode() + b"\n")
        await self._writer.drain()

    async def shows(self, report: str) -> None:
        await until(lambda: self.lamps[-1:] == [report])

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        while line := await reader.readline():
            self.lamps.append(line.decode().strip())


@pytest.fixture
async def wire(tmp_path: Path) -> AsyncIterator[Wire]:
    wire = Wire(tmp_path / "headset")
    await wire.open()
    yield wire
    await wire.close()


def phone_with(wire: Wire) -> TestPhone:
    argv = (sys.executable, "-m", "tests.doubles.child_with_headset")
    return TestPhone({**NO_SOUND, "SEATLINE_TEST_HEADSET": str(wire.path)}, argv)


async def test_a_call_by_headset_from_ring_to_goodbye(wire: Wire) -> None:
    async with SipPeer() as peer, phone_with(wire) as phone:
        await phone.wait(Headset, lambda event: event == Headset("Jabra Evolve 65", "Jabra"))
        phone.send(peer.register_command())
        await phone.wait(Registered, lambda event: event.ok)
        call = await peer.ring()
        ringing = await phone.wait_call(PhoneCallState.RINGING)
        await wire.shows(RING)

        await wire.press("020100")
        await phone.wait(ButtonPressed, lambda event: event == ButtonPressed("answer", "headset"))
        phone.send(Answer(ringing.handle))  # as the window does
        await call.answered()
        await wire.shows(OFF_HOOK)

        await wire.press("020700", "020300")
        await phone.wait(ButtonPressed, lambda event: event.action == "mute")
        phone.send(Mute(True))
        await wire.shows(MUTED)
        phone.send(Mute(False))
        await wire.shows(OFF_HOOK)
        phone.send(ShowHeld(True))
        await wire.shows(HOLD)
        phone.send(ShowHeld(False))
        await wire.shows(OFF_HOOK)

        await asyncio.sleep(0.8)  # later than a button that is only let go
        await wire.press("020000")
        await phone.wait(ButtonPressed, lambda event: event.action == "hang_up")
        phone.send(HangUp(ringing.handle))
        await call.until("hung up")
        await wire.shows("020000")
        actions = [event.action for event in phone.all(ButtonPressed)]
        assert actions == ["answer", "mute", "hang_up"], "nothing of what it echoes is a press"
        assert not phone.all(Failed)


async def test_a_headset_pulled_out_in_a_call_leaves_the_call(wire: Wire) -> None:
    async with SipPeer() as peer, phone_with(wire) as phone:
        phone.send(peer.register_command())
        await phone.wait(Registered, lambda event: event.ok)
        call = await peer.ring()
        ringing = await phone.wait_call(PhoneCallState.RINGING)
        phone.send(Answer(ringing.handle))
        await call.answered()
        await wire.shows(OFF_HOOK)
        since = phone.mark()
        await wire.press("pull")
        await phone.wait(Headset, lambda event: event == Headset(""), since=since)
        phone.send(HangUp(ringing.handle))
        await call.until("hung up")


async def test_hotkeys_reach_the_softphone_from_another_window(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    with virtual_display() as screen:
        other = OtherProgram(screen)
        async with TestPhone({**NO_SOUND, "DISPLAY": screen}) as phone:
            phone.send(UseHotkeys(keys={"answer": "ctrl+alt+a", "mute": "ctrl+alt+m"}))
            assert await phone.wait(HotkeysSet) == HotkeysSet()
            type_key(screen, "ctrl+alt+a", "ctrl+alt+m")
            await phone.wait(ButtonPressed, lambda event: event == ButtonPressed("answer", "hotkey"))
            await phone.wait(ButtonPressed, lambda event: event == ButtonPressed("mute", "hotkey"))
            phone.send(Mute(True))
            since = phone.mark()
            type_key(screen, "ctrl+alt+m")
            await phone.wait(ButtonPressed, lambda event: event.action == "unmute", since=since)
            assert other.has_focus

            since = phone.mark()
            phone.send(UseHotkeys(keys={"answer": "a"}))
            assert (await phone.wait(HotkeysSet, since=since)).taken == ("answer",)
        other.close()


async def test_a_softphone_that_was_killed_has_its_hotkeys_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    with virtual_display() as screen:
        async with TestPhone({**NO_SOUND, "DISPLAY": screen}) as phone:
            phone.send(UseHotkeys(keys={"answer": "ctrl+alt+a"}))
            await phone.wait(HotkeysSet)
            since = phone.mark()
            assert phone.softphone._process is not None
            phone.softphone._process.kill()
            await phone.wait(HotkeysSet, lambda event: event == HotkeysSet(), since=since)
            type_key(screen, "ctrl+alt+a")
            await phone.wait(ButtonPressed, since=since)
