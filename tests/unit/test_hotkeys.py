"""What keys are called, what the media keys do, and Windows and macOS with their systems faked."""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from app.telephony.headset.meaning import Situation
from app.telephony.hotkey_names import KEYS, Chord, HotkeyError, parse_keys
from app.telephony.hotkeys import Done, Hotkeys, Listener
from app.telephony.hotkeys_macos import MacKeys
from app.telephony.hotkeys_windows import WindowsKeys
from app.telephony.ports import ButtonPressed, HotkeysSet, PhoneEvent, UseHotkeys
from tests.doubles.fake_headset import wait_until

RINGING, TALKING, IDLE = Situation(ringing=True), Situation(in_call=True), Situation()


class FakeKeys:
    """A system whose keys are all free but for ``taken``."""

    def __init__(self, listener: Listener, taken: frozenset[str] = frozenset()) -> None:
        self.listener = listener
        self.taken = taken
        self.wanted: Mapping[str, Chord] = {}
        self.stopped = False

    def grab(self, wanted: Mapping[str, Chord], done: Done) -> None:
        self.wanted = {name: chord for name, chord in wanted.items() if name not in self.taken}
        done([name for name in wanted if name in self.taken])

    def stop(self) -> None:
        self.stopped = True

    def type(self, name: str) -> None:
        if name in self.wanted:
            self.listener(name, True)
            self.listener(name, False)


class Desk:
    def __init__(self, taken: frozenset[str] = frozenset()) -> None:
        self.heard: list[PhoneEvent] = []
        self.system: FakeKeys | None = None
        self.taken = taken
        self.hotkeys = Hotkeys(self._make, self.heard.append)

    def _make(self, listener: Listener) -> FakeKeys:
        self.system = FakeKeys(listener, self.taken)
        return self.system

    @property
    def keys(self) -> FakeKeys:
        assert self.system is not None
        return self.system

    def pressed(self) -> list[tuple[str, str]]:
        return [(one.action, one.source) for one in self.heard if isinstance(one, ButtonPressed)]


# --- names -------------------------------------------------------------------------------------------


def test_keys_are_named_as_people_write_them() -> None:
    assert parse_keys("Ctrl+Alt+A") == Chord("a", frozenset({"ctrl", "alt"}))
    assert parse_keys("super + F5") == Chord("f5", frozenset({"meta"}))
    assert parse_keys("pause") == Chord("pause")
    assert parse_keys("ctrl+PgDown") == parse_keys("control+pagedown")


@pytest.mark.parametrize("bad", ["", "a", "shift+a", "ctrl+", "ctrl+alt", "hyper+a", "ctrl+ä", "space"])
def test_keys_that_people_need_to_type_are_refused(bad: str) -> None:
    with pytest.raises(HotkeyError) as refused:
        parse_keys(bad)
    assert refused.value.error_id == "bad-keys"


# --- hotkeys -----------------------------------------------------------------------------------------


def test_a_hotkey_is_told_as_its_action() -> None:
    desk = Desk()
    desk.hotkeys.use(UseHotkeys(keys={"answer": "ctrl+alt+a", "hang_up": "ctrl+alt+h", "hold": ""}))
    assert desk.heard == [HotkeysSet()]
    desk.keys.type("answer")
    desk.keys.type("hang_up")
    assert desk.pressed() == [("answer", "hotkey"), ("hang_up", "hotkey")]


def test_the_mute_key_takes_it_back() -> None:
    desk = Desk()
    desk.hotkeys.use(UseHotkeys(keys={"mute": "ctrl+alt+m"}))
    desk.keys.type("mute")
    desk.hotkeys.show(Situation(in_call=True, muted=True))
    desk.keys.type("mute")
    assert desk.pressed() == [("mute", "hotkey"), ("unmute", "hotkey")]


def test_what_another_program_has_is_told() -> None:
    desk = Desk(taken=frozenset({"answer", "media:play", "media:stop"}))
    desk.hotkeys.use(UseHotkeys(keys={"answer": "ctrl+alt+a", "mute": "ctrl+alt+m"}, media_keys=True))
    assert desk.heard == [HotkeysSet(taken=("answer", "media_keys"))]


def test_of_two_actions_on_the_same_keys_the_first_has_them() -> None:
    desk = Desk()
    desk.hotkeys.use(UseHotkeys(keys={"answer": "ctrl+alt+a", "hold": "Alt+Ctrl+A", "dance": "ctrl+alt+d"}))
    assert desk.heard == [HotkeysSet(taken=("dance", "hold"))]
    desk.keys.type("answer")
    assert desk.pressed() == [("answer", "hotkey")]


def test_keys_that_are_none_leave_the_others_working() -> None:
    desk = Desk()
    desk.hotkeys.use(UseHotkeys(keys={"answer": "ctrl+alt+ö", "mute": "Ctrl+Alt+M", "hold": "h"}))
    assert desk.heard == [HotkeysSet(taken=("answer", "hold"))]
    desk.keys.type("mute")
    assert desk.pressed() == [("mute", "hotkey")]


def test_a_system_without_hotkeys_says_why() -> None:
    def none(_: Listener) -> FakeKeys:
        raise HotkeyError("wayland", "no")

    heard: list[PhoneEvent] = []
    Hotkeys(none, heard.append).use(UseHotkeys(keys={"answer": "ctrl+alt+a"}))
    assert heard == [HotkeysSet(problem="wayland")]


def test_no_keys_wanted_means_that_nothing_is_asked_of_the_system() -> None:
    desk = Desk()
    desk.hotkeys.use(UseHotkeys(keys={}))
    assert desk.system is None and desk.heard == [HotkeysSet()]


# --- media keys --------------------------------------------------------------------------------------


def media(desk: Desk) -> Desk:
    desk.hotkeys.use(UseHotkeys(keys={}, media_keys=True))
    return desk


def test_play_answers_then_mutes_and_unmutes_and_stop_hangs_up() -> None:
    desk = media(Desk())
    desk.hotkeys.show(RINGING)
    desk.keys.type("media:play")
    desk.hotkeys.show(TALKING)
    desk.keys.type("media:play")
    desk.hotkeys.show(Situation(in_call=True, muted=True))
    desk.keys.type("media:play")
    desk.keys.type("media:stop")
    assert [action for action, _ in desk.pressed()] == ["answer", "mute", "unmute", "hang_up"]


def test_play_takes_a_waiting_call_and_does_not_mute() -> None:
    desk = media(Desk())
    desk.hotkeys.show(Situation(ringing=True, in_call=True))
    desk.keys.type("media:play")
    assert desk.pressed() == [("answer", "media-key")]


def test_media_keys_that_the_desktop_keeps_and_passes_on_are_not_taken() -> None:
    class Player:
        def show(self, playback: str) -> None: ...

        def stop(self) -> None: ...

    heard: list[PhoneEvent] = []
    system = FakeKeys(lambda _name, _pressed: None, frozenset({"media:play", "media:stop"}))
    Hotkeys(lambda _: system, heard.append, lambda _: Player()).use(UseHotkeys(keys={}, media_keys=True))
    assert heard == [HotkeysSet()]


def test_a_music_player_has_its_keys_while_there_is_no_call() -> None:
    desk = media(Desk())
    assert desk.keys.wanted == {}
    desk.hotkeys.show(RINGING)
    assert set(desk.keys.wanted) == {"media:play", "media:stop"}
    desk.hotkeys.show(IDLE)
    assert desk.keys.wanted == {}


def test_play_held_for_a_second_ends_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.telephony.hotkeys.HANG_UP_AFTER_S", 0.05)
    desk = media(Desk())
    desk.hotkeys.show(TALKING)
    desk.keys.listener("media:play", True)
    wait_until(lambda: ("hang_up", "media-key") in desk.pressed())
    desk.keys.listener("media:play", False)
    assert [action for action, _ in desk.pressed()] == ["mute", "hang_up"]


def test_the_key_that_answered_does_not_hang_up_when_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.telephony.hotkeys.HANG_UP_AFTER_S", 0.05)
    desk = media(Desk())
    desk.hotkeys.show(RINGING)
    desk.keys.listener("media:play", True)
    desk.hotkeys.show(TALKING)
    assert not threading.Event().wait(0.15)
    assert desk.pressed() == [("answer", "media-key")]


# --- Windows -----------------------------------------------------------------------------------------


class FakeUser32:
    """RegisterHotKey as Windows has it: bound to the thread, refused when another program was first."""

    def __init__(self, taken: frozenset[tuple[int, int]] = frozenset()) -> None:
        self.taken = taken
        self.registered: dict[int, tuple[int, int]] = {}
        self.down: set[int] = set()
        self._messages: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._owner = 0

    def thread(self) -> int:
        self._owner = threading.get_ident()
        return self._owner

    def register(self, number: int, modifiers: int, key: int) -> bool:
        assert threading.get_ident() == self._owner
        if (modifiers & 0xF, key) in self.taken:
            return False
        self.registered[number] = (modifiers & 0xF, key)
        return True

    def unregister(self, number: int) -> None:
        assert threading.get_ident() == self._owner
        del self.registered[number]

    def wait(self, limit_ms: int | None) -> list[int]:
        try:
            number = self._messages.get(timeout=None if limit_ms is None else limit_ms / 1000)
        except queue.Empty:
            return []
        return [number] if number else []

    def is_down(self, key: int) -> bool:
        return key in self.down

    def wake(self, thread: int) -> None:
        assert thread == self._owner
        self._messages.put(0)

    def type(self, modifiers: int, key: int) -> None:
        for number, chord in self.registered.items():
            if chord == (modifiers, key):
                self.down.add(key)
                self._messages.put(number)


def test_on_windows_keys_are_registered_pressed_let_go_and_given_back() -> None:
    system = FakeUser32(taken=frozenset({(0x3, ord("H"))}))
    heard: list[tuple[str, bool]] = []
    taken: list[str] = []
    keys = WindowsKeys(lambda name, pressed: heard.append((name, pressed)), system)
    keys.grab({"answer": parse_keys("ctrl+alt+a"), "hang_up": parse_keys("ctrl+alt+h")}, taken.extend)
    wait_until(lambda: taken == ["hang_up"] and system.registered == {1: (0x3, ord("A"))})
    system.type(0x3, ord("A"))
    wait_until(lambda: heard == [("answer", True)])
    system.down.clear()
    wait_until(lambda: heard == [("answer", True), ("answer", False)])
    keys.stop()
    assert system.registered == {}


def test_the_windows_part_says_so_elsewhere() -> None:
    with pytest.raises(HotkeyError) as refused:
        WindowsKeys(lambda _name, _pressed: None)
    assert refused.value.error_id == "not-supported"


# --- macOS -------------------------------------------------------------------------------------------


class FakePynput:
    """``pynput.keyboard`` as far as it is used: names are keys already."""

    HotKey = SimpleNamespace(parse=lambda text: [part.strip("<>") for part in text.split("+")])

    def __init__(self, trusted: bool = True) -> None:
        self.trusted = trusted
        self.ear: Any = None

    def Listener(self, on_press: Any, on_release: Any) -> Any:
        self.ear = SimpleNamespace(
            on_press=on_press,
            on_release=on_release,
            canonical=lambda key: key.lower(),
            start=lambda: None,
            wait=lambda: None,
            stop=lambda: None,
            IS_TRUSTED=self.trusted,
        )
        return self.ear


def test_on_macos_a_chord_is_heard_once_and_only_when_it_is_whole() -> None:
    system = FakePynput()
    heard: list[tuple[str, bool]] = []
    cannot: list[str] = []
    keys = MacKeys(lambda name, pressed: heard.append((name, pressed)), system)
    keys.grab({"answer": parse_keys("ctrl+alt+a"), "hold": parse_keys("ctrl+insert")}, cannot.extend)
    assert cannot == ["hold"], "there is no such key"
    for key in ("ctrl", "A"):
        system.ear.on_press(key)
    assert heard == []
    for key in ("alt", "alt", "a"):  # keys repeat while they are held
        system.ear.on_press(key)
    system.ear.on_release("A")
    assert heard == [("answer", True), ("answer", False)]


def test_without_the_permission_of_macos_it_is_told() -> None:
    with pytest.raises(HotkeyError) as refused:
        MacKeys(lambda _name, _pressed: None, FakePynput(trusted=False))
    assert refused.value.error_id == "not-allowed"


def test_the_media_keys_and_letters_have_a_name_on_each_system() -> None:
    assert KEYS["media play/pause"].pynput == "<media_play_pause>"
    assert all(KEYS[letter].pynput == letter for letter in "abcxyz019")
