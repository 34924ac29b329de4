"""What keys are called ("ctrl+alt+a"), and their numbers and names on each system.

In:  keys as the agent set them. Out: ``Chord``; HotkeyError for keys that no program should take.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MODIFIERS: dict[str, str] = {
    "ctrl": "ctrl",
    "control": "ctrl",
    "alt": "alt",
    "option": "alt",
    "shift": "shift",
    "meta": "meta",
    "super": "meta",
    "win": "meta",
    "cmd": "meta",
}


class HotkeyError(Exception):
    """``error_id``: "bad-keys", or why the system has none: see HotkeysSet."""

    def __init__(self, error_id: str, detail: str) -> None:
        super().__init__(detail)
        self.error_id = error_id


@dataclass(frozen=True, slots=True)
class Key:
    """X11 keysym name, Windows virtual key, pynput's name ("" where it has none)."""

    x11: str
    windows: int
    pynput: str = ""


@dataclass(frozen=True, slots=True)
class Chord:
    key: str  # a name of KEYS
    modifiers: frozenset[str] = field(default_factory=frozenset[str])


def _keys() -> dict[str, Key]:
    keys: dict[str, Key] = {
        "space": Key("space", 0x20, "<space>"),
        "enter": Key("Return", 0x0D, "<enter>"),
        "tab": Key("Tab", 0x09, "<tab>"),
        "esc": Key("Escape", 0x1B, "<esc>"),
        "backspace": Key("BackSpace", 0x08, "<backspace>"),
        "insert": Key("Insert", 0x2D),
        "delete": Key("Delete", 0x2E, "<delete>"),
        "home": Key("Home", 0x24, "<home>"),
        "end": Key("End", 0x23, "<end>"),
        "pageup": Key("Prior", 0x21, "<page_up>"),
        "pagedown": Key("Next", 0x22, "<page_down>"),
        "left": Key("Left", 0x25, "<left>"),
        "up": Key("Up", 0x26, "<up>"),
        "right": Key("Right", 0x27, "<right>"),
        "down": Key("Down", 0x28, "<down>"),
        "pause": Key("Pause", 0x13),
        "scrolllock": Key("Scroll_Lock", 0x91),
        "print": Key("Print", 0x2C),
        ";": Key("semicolon", 0xBA, ";"),
        "=": Key("equal", 0xBB, "="),
        ",": Key("comma", 0xBC, ","),
        "-": Key("minus", 0xBD, "-"),
        ".": Key("period", 0xBE, "."),
        "/": Key("slash", 0xBF, "/"),
        "`": Key("grave", 0xC0, "`"),
        "[": Key("bracketleft", 0xDB, "["),
        "\\": Key("backslash", 0xDC, "\\"),
        "]": Key("bracketright", 0xDD, "]"),
        "'": Key("apostrophe", 0xDE, "'"),
        "media play/pause": Key("XF86_AudioPlay", 0xB3, "<media_play_pause>"),
        "media stop": Key("XF86_AudioStop", 0xB2),
    }
    for letter in "abcdefghijklmnopqrstuvwxyz":
        keys[letter] = Key(letter, ord(letter.upper()), letter)
    for digit in "0123456789":
        keys[digit] = Key(digit, ord(digit), digit)
        keys[f"num{digit}"] = Key(f"KP_{digit}", 0x60 + int(digit))
    for number in range(1, 25):
        keys[f"f{number}"] = Key(f"F{number}", 0x6F + number, f"<f{number}>" if number <= 20 else "")
    return keys


KEYS = _keys()
_ALONE = frozenset({*(f"f{number}" for number in range(1, 25)), "pause", "scrolllock"})
_OTHER_NAMES = {
    "return": "enter",
    "escape": "esc",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdown": "pagedown",
}


def parse_keys(text: str) -> Chord:
    """ "Ctrl+Alt+A" → its chord. A key that writes needs Ctrl, Alt or Meta. Raises HotkeyError."""
    parts = [part.strip().casefold() for part in text.split("+")]
    *before, last = parts
    key = _OTHER_NAMES.get(last, last)
    unknown = [part for part in before if part not in MODIFIERS]
    if unknown or key not in KEYS:
        raise HotkeyError("bad-keys", f"no such key: {(unknown or [last])[0]!r} in {text[:40]!r}")
    modifiers = frozenset(MODIFIERS[part] for part in before)
    if key not in _ALONE and not modifiers - {"shift"}:
        raise HotkeyError(
            "bad-keys", f"{text[:40]!r} would be missing wherever somebody types: add Ctrl or Alt"
        )
    return Chord(key, modifiers)
