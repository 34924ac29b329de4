"""The media keys by way of a desktop that keeps them: a player on a real session bus, pressed as it does."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from app.telephony.headset.meaning import Situation
from app.telephony.hotkey_names import HotkeyError
from app.telephony.hotkeys import Hotkeys, KeyGrabber, Listener
from app.telephony.media_session import PATH, PLAYER, ROOT, MediaSession
from app.telephony.ports import ButtonPressed, HotkeysSet, PhoneEvent, UseHotkeys
from tests.doubles.fake_headset import wait_until

RINGING, TALKING = Situation(ringing=True), Situation(in_call=True)
MUTED = Situation(in_call=True, muted=True)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    daemon = subprocess.Popen(
        [
            "dbus-daemon",
            "--session",
            "--nofork",
            "--nopidfile",
            "--print-address",
            f"--address=unix:dir={tmp_path}",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    yield address
    daemon.terminate()
    daemon.wait(5)
    daemon.stdout.close()


class Shell:
    """The desktop: it knows the players and passes keys on to them."""

    def __init__(self) -> None:
        self.bus: DBusConnection = open_dbus_connection(bus="SESSION")

    def ask(self, message: Any) -> tuple[Any, ...]:
        body: tuple[Any, ...] = self.bus.send_and_get_reply(message, timeout=5).body
        return body

    @property
    def players(self) -> list[str]:
        names: list[str] = self.ask(message_bus.ListNames())[0]
        return [name for name in names if name.startswith(f"{ROOT}.")]

    def press(self, member: str) -> None:
        self.ask(new_method_call(DBusAddress(PATH, self.players[0], PLAYER), member))

    def property(self, name: str, interface: str = PLAYER) -> Any:
        address = DBusAddress(PATH, self.players[0], "org.freedesktop.DBus.Properties")
        return self.ask(new_method_call(address, "Get", "ss", (interface, name)))[0][1]


@pytest.fixture
def shell(bus: str) -> Iterator[Shell]:
    shell = Shell()
    yield shell
    shell.bus.close()


class Desk:
    """Keys that the desktop took all: only the player is left."""

    def __init__(self) -> None:
        self.heard: list[PhoneEvent] = []
        self.hotkeys = Hotkeys(self._wayland, self.heard.append, MediaSession)

    def _wayland(self, _: Listener) -> KeyGrabber:
        raise HotkeyError("wayland", "no keys for programs")

    @property
    def actions(self) -> list[str]:
        return [event.action for event in self.heard if isinstance(event, ButtonPressed)]


@pytest.fixture
def desk(bus: str) -> Iterator[Desk]:
    desk = Desk()
    desk.hotkeys.use(UseHotkeys(keys={}, media_keys=True))
    yield desk
    desk.hotkeys.stop()


def test_a_call_by_the_play_key_of_a_desktop_that_keeps_it(desk: Desk, shell: Shell) -> None:
    assert desk.heard == [HotkeysSet()], "under Wayland too"
    assert shell.players == [], "music players have the keys while there is no call"
    desk.hotkeys.show(RINGING)
    wait_until(lambda: shell.players)
    assert shell.property("PlaybackStatus") == "Paused"
    shell.press("PlayPause")
    wait_until(lambda: desk.actions == ["answer"])
    desk.hotkeys.show(TALKING)
    wait_until(lambda: shell.property("PlaybackStatus") == "Playing")
    shell.press("PlayPause")
    wait_until(lambda: desk.actions == ["answer", "mute"])
    desk.hotkeys.show(MUTED)
    wait_until(lambda: shell.property("PlaybackStatus") == "Paused")
    shell.press("PlayPause")
    shell.press("Stop")
    wait_until(lambda: desk.actions == ["answer", "mute", "unmute", "hang_up"])
    desk.hotkeys.show(Situation())
    wait_until(lambda: shell.players == [])


def test_a_wish_for_silence_from_elsewhere_never_answers(desk: Desk, shell: Shell) -> None:
    """A mobile phone that rings, or headphones pulled out, pause all players."""
    desk.hotkeys.show(RINGING)
    wait_until(lambda: shell.players)
    shell.press("Pause")
    shell.press("Next")
    shell.press("Play")
    wait_until(lambda: desk.actions == ["answer"])


def test_nothing_private_is_shown(desk: Desk, shell: Shell) -> None:
    desk.hotkeys.show(RINGING)
    wait_until(lambda: shell.players)
    assert shell.property("Metadata")["xesam:title"] == ("s", "Seatline")
    assert shell.property("Identity", ROOT) == "Seatline"
    address = DBusAddress(PATH, shell.players[0], "org.freedesktop.DBus.Properties")
    everything = shell.ask(new_method_call(address, "GetAll", "s", (PLAYER,)))[0]
    assert everything["CanControl"] == ("b", True)


def test_questions_it_does_not_know_are_refused_and_it_goes_on(desk: Desk, shell: Shell) -> None:
    desk.hotkeys.show(RINGING)
    wait_until(lambda: shell.players)
    stranger = DBusAddress(PATH, shell.players[0], "org.example.Stranger")
    assert (
        shell.bus.send_and_get_reply(new_method_call(stranger, "Do"), timeout=5).header.message_type.name
        == "error"
    )
    shell.press("PlayPause")
    wait_until(lambda: desk.actions == ["answer"])


def test_the_mode_can_be_switched_off(desk: Desk, shell: Shell) -> None:
    desk.hotkeys.show(RINGING)
    wait_until(lambda: shell.players)
    desk.hotkeys.use(UseHotkeys(keys={}, media_keys=False))
    wait_until(lambda: shell.players == [])


def test_with_keys_wanted_under_wayland_it_is_told_and_the_player_works(bus: str, shell: Shell) -> None:
    desk = Desk()
    desk.hotkeys.use(UseHotkeys(keys={"answer": "ctrl+alt+a"}, media_keys=True))
    assert desk.heard == [HotkeysSet(problem="wayland")]
    desk.hotkeys.show(RINGING)
    wait_until(lambda: shell.players)
    desk.hotkeys.stop()


def test_without_a_session_bus_it_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    with pytest.raises(HotkeyError) as refused:
        MediaSession(lambda _name, _pressed: None)
    assert refused.value.error_id == "not-supported"
    desk = Desk()
    desk.hotkeys.use(UseHotkeys(keys={}, media_keys=True))
    assert desk.heard == [HotkeysSet(problem="wayland")]


def test_a_bus_that_goes_away_leaves_no_fault(desk: Desk, shell: Shell, bus: str) -> None:
    desk.hotkeys.show(RINGING)
    wait_until(lambda: shell.players)
    player = desk.hotkeys._player
    assert isinstance(player, MediaSession)
    player._bus.sock.shutdown(2)
    wait_until(lambda: not player._thread.is_alive())
    desk.hotkeys.show(TALKING)
