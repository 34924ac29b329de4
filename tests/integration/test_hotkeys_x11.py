"""Hotkeys on a real X server: heard while another program has the focus, and refused where one has them."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from Xlib import XK, X, display

from app.demo.stage import virtual_display
from app.telephony.hotkey_names import Chord, HotkeyError, parse_keys
from app.telephony.hotkeys_x11 import X11Keys
from tests.doubles.fake_headset import wait_until
from tests.doubles.x_display import OtherProgram, type_key


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    with virtual_display() as name:
        monkeypatch.setenv("DISPLAY", name)
        yield name


class Ear:
    def __init__(self) -> None:
        self.heard: list[tuple[str, bool]] = []
        self.keys = X11Keys(lambda name, pressed: self.heard.append((name, pressed)))

    def grab(self, **wanted: str | Chord) -> list[str]:
        done = threading.Event()
        taken: list[str] = []

        def tell(names: object) -> None:
            taken.extend(names)  # type: ignore[arg-type]
            done.set()

        self.keys.grab(
            {name: parse_keys(keys) if isinstance(keys, str) else keys for name, keys in wanted.items()}, tell
        )
        assert done.wait(5)
        return taken

    @property
    def presses(self) -> list[str]:
        return [name for name, pressed in self.heard if pressed]


@pytest.fixture
def ear(screen: str) -> Iterator[Ear]:
    ear = Ear()
    yield ear
    ear.keys.stop()


@pytest.fixture
def other(screen: str) -> Iterator[OtherProgram]:
    other = OtherProgram(screen)
    yield other
    other.close()


def test_heard_while_another_program_has_the_focus(ear: Ear, other: OtherProgram, screen: str) -> None:
    assert ear.grab(answer="ctrl+alt+a", hang_up="ctrl+alt+h") == []
    assert other.has_focus
    type_key(screen, "x", "ctrl+alt+a", "y", "ctrl+alt+h")
    wait_until(lambda: ear.presses == ["answer", "hang_up"])
    wait_until(lambda: [key for key in other.read() if len(key) == 1] == ["x", "y"])
    assert other.has_focus, "a hotkey never takes the focus"


@pytest.mark.parametrize("lock", ["Num_Lock", "Caps_Lock"])
def test_heard_whatever_lock_is_on(ear: Ear, screen: str, lock: str) -> None:
    ear.grab(answer="ctrl+alt+a")
    type_key(screen, lock)
    type_key(screen, "ctrl+alt+a")
    wait_until(lambda: ear.presses == ["answer"])
    type_key(screen, lock)


def test_keys_that_another_program_has_are_told(ear: Ear, other: OtherProgram, screen: str) -> None:
    first = display.Display(screen)
    code = first.keysym_to_keycode(XK.string_to_keysym("a"))
    first.screen().root.grab_key(code, X.ControlMask | X.Mod1Mask, False, X.GrabModeAsync, X.GrabModeAsync)
    first.sync()
    assert ear.grab(answer="ctrl+alt+a", mute="ctrl+alt+m") == ["answer"]
    type_key(screen, "ctrl+alt+m")
    wait_until(lambda: ear.presses == ["mute"])
    first.close()
    wait_until(lambda: ear.grab(answer="ctrl+alt+a", mute="ctrl+alt+m") == [])
    type_key(screen, "ctrl+alt+a")
    wait_until(lambda: ear.presses == ["mute", "answer"])


def test_keys_half_of_which_are_taken_are_left_whole(ear: Ear, screen: str) -> None:
    """Another program has it with NumLock on only: ours is given back in all its forms."""
    first = display.Display(screen)
    code = first.keysym_to_keycode(XK.string_to_keysym("a"))
    mask = X.ControlMask | X.Mod1Mask
    first.screen().root.grab_key(code, mask | X.Mod2Mask, False, X.GrabModeAsync, X.GrabModeAsync)
    first.sync()
    assert ear.grab(answer="ctrl+alt+a") == ["answer"]
    second = OtherProgram(screen)
    type_key(screen, "ctrl+alt+a")
    wait_until(lambda: "a" in second.read())
    assert ear.presses == []
    second.close()
    first.close()


def test_keys_that_are_given_back_reach_the_other_program(ear: Ear, other: OtherProgram, screen: str) -> None:
    ear.grab(answer="ctrl+alt+a")
    ear.grab(mute="ctrl+alt+m")
    type_key(screen, "ctrl+alt+a")
    wait_until(lambda: "a" in other.read())
    assert ear.presses == []


def test_a_key_held_down_is_one_press(ear: Ear, screen: str) -> None:
    ear.grab(mute="f7")
    type_key(screen, "F7", up=False)
    wait_until(lambda: ear.presses)
    threading.Event().wait(1.0)  # the server repeats after 660 ms, 25 times a second
    assert ear.heard == [("mute", True)]
    type_key(screen, "F7", down=False)
    wait_until(lambda: ear.heard == [("mute", True), ("mute", False)])


def test_media_keys_are_keys_too(ear: Ear, screen: str) -> None:
    assert ear.grab(play=Chord("media play/pause")) == []
    type_key(screen, "XF86AudioPlay")
    wait_until(lambda: ear.heard == [("play", True), ("play", False)])


def test_keys_go_on_after_the_keyboard_layout_changed(ear: Ear, screen: str) -> None:
    ear.grab(answer="ctrl+alt+a")
    changer = display.Display(screen)
    code = changer.keysym_to_keycode(XK.string_to_keysym("q"))
    old = changer.keysym_to_keycode(XK.string_to_keysym("a"))
    a, q = changer.get_keyboard_mapping(old, 1)[0], changer.get_keyboard_mapping(code, 1)[0]
    changer.change_keyboard_mapping(code, [a])
    changer.change_keyboard_mapping(old, [q])
    changer.sync()

    def heard() -> bool:
        type_key(screen, "ctrl+alt+a")
        return "answer" in ear.presses

    wait_until(heard)
    changer.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_without_a_display_and_under_wayland_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
    monkeypatch.setenv("DISPLAY", ":4242")
    with pytest.raises(HotkeyError) as refused:
        X11Keys(lambda _name, _pressed: None)
    assert refused.value.error_id == "no-display"
    gc.collect()  # python-xlib leaves the sockets of a display that is not there to the collector
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    with pytest.raises(HotkeyError) as refused:
        X11Keys(lambda _name, _pressed: None)
    assert refused.value.error_id == "wayland"


def test_a_display_that_goes_away_leaves_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("XDG_SESSION_TYPE", raising=False)
    with virtual_display() as name:
        monkeypatch.setenv("DISPLAY", name)
        ear = Ear()
        ear.grab(answer="ctrl+alt+a")
    wait_until(lambda: not ear.keys._thread.is_alive())
    ear.keys.stop()
