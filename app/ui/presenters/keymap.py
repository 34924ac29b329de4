"""What can be done from the keyboard, and with which keys: delivered ones, and what the person made of them.

In:  the catalogue of actions and the person's changes (portable names, "Ctrl+K"). Out: the keys of each
action, and what speaks against new ones. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.ui.messages import marked
from app.ui.presenters.page_keys import on_a_page

Problem = Literal["", "taken", "page", "typing", "reserved", "missing"]


@dataclass(frozen=True, slots=True)
class Action:
    """``keys`` and ``global_keys`` (for while another program is used) as delivered; "" for none."""

    action_id: str
    text: str
    keys: str
    icon: str = ""
    global_keys: str = ""
    during: tuple[str, ...] = ()  # stages of the desk in which it does something; none: always


_TALK = ("TALKING", "HELD")
ACTIONS: tuple[Action, ...] = (
    Action("answer", marked("Answer"), "F2", "phone", "Ctrl+Alt+A", during=("OFFER",)),
    Action("hold", marked("Hold or resume"), "F3", "pause", "Ctrl+Alt+H", during=_TALK),
    Action("mute", marked("Mute or unmute"), "F4", "mic-off", "Ctrl+Alt+M", during=_TALK),
    Action("transfer", marked("Transfer the call"), "F5", "phone", during=_TALK),
    Action("conference", marked("Conference"), "F6", "user-plus", during=_TALK),
    Action("swap", marked("Swap between two calls"), "F7", "refresh", during=_TALK),
    Action("hang_up", marked("Hang up"), "F8", "phone-down", "Ctrl+Alt+E", during=_TALK),
    Action("finish", marked("Finish the wrap-up"), "F9", "check", during=("WRAP_UP",)),
    Action("dial", marked("Dial a number"), "Ctrl+D", "keypad", during=("IDLE", "WRAP_UP", "TALKING")),
    Action("redial", marked("Redial"), "Ctrl+R", "refresh", during=("IDLE", "WRAP_UP")),
    Action("palette", marked("All commands"), "Ctrl+K", "search"),
    Action("search", marked("Find a customer"), "Ctrl+F", "search"),
    Action("note", marked("Write the note"), "Ctrl+N", "note", during=("TALKING", "HELD", "WRAP_UP")),
    Action("ticket", marked("New ticket"), "Ctrl+T", "ticket"),
    Action("replies", marked("Quick replies"), "Ctrl+J", "note"),
    Action("knowledge", marked("Search the knowledge base"), "Ctrl+I", "book"),
    Action("ready", marked("Go ready"), "Ctrl+Shift+R", "check", during=("IDLE", "WRAP_UP")),
    Action("break", marked("Take a break"), "Ctrl+Shift+B", "coffee"),
    Action("lock", marked("Lock the window"), "Ctrl+L", "lock"),
    Action("compact", marked("Small window"), "Ctrl+Shift+M", "box"),
)
GLOBAL = tuple(action for action in ACTIONS if action.global_keys)
_RESERVED = (
    "ctrl+c", "ctrl+v", "ctrl+x", "ctrl+a", "ctrl+z", "ctrl+y", "ctrl+shift+z", "tab", "shift+tab",
    "esc", "escape", "return", "enter", "space", "backspace", "del", "left", "right",
    "up", "down", "home", "end", "pgup", "pgdown", "alt+f4",
)  # fmt: skip
_EDITING = ("ctrl", "alt", "meta")


def plain(keys: str) -> str:
    """One spelling for the same keys."""
    return "+".join(sorted(part for part in keys.lower().replace(" ", "").split("+") if part))


def _types(keys: str) -> bool:
    """Whether a text field would take it as a character."""
    parts = keys.lower().split("+")
    last = parts[-1]
    function_key = last[:1] == "f" and last[1:].isdigit()
    return not function_key and not any(part in _EDITING for part in parts)


@dataclass(frozen=True, slots=True)
class Keymap:
    """``own``: action → keys where the person chose others; "" takes an action off the keyboard."""

    own: Mapping[str, str] = field(default_factory=dict[str, str])
    own_global: Mapping[str, str] = field(default_factory=dict[str, str])

    def keys(self, action_id: str) -> str:
        return self.own.get(action_id, by_id(action_id).keys)

    def global_keys(self, action_id: str) -> str:
        return self.own_global.get(action_id, by_id(action_id).global_keys)

    def now(self, delivered: str) -> str:
        """What the keys of the delivered ones are now; keys of no action stay as they are."""
        action = by_delivered(delivered)
        return delivered if action is None else self.keys(action.action_id)

    def holder(self, keys: str) -> Action | None:
        """The action that has these keys in the window."""
        wanted = plain(keys)
        return next((a for a in ACTIONS if wanted and plain(self.keys(a.action_id)) == wanted), None)

    def holder_global(self, keys: str) -> Action | None:
        wanted = plain(keys)
        return next((a for a in GLOBAL if wanted and plain(self.global_keys(a.action_id)) == wanted), None)

    def check(self, action_id: str, keys: str) -> tuple[Problem, Action | None]:
        """What speaks against these keys for this action in the window, and who has them."""
        if not keys:
            return "", None
        if plain(keys) in {plain(reserved) for reserved in _RESERVED}:
            return "reserved", None
        if _types(keys):
            return "typing", None
        holder = self.holder(keys)
        if holder is not None and holder.action_id != action_id:
            return "taken", holder
        return ("page" if on_a_page(keys) is not None else ""), None

    def check_global(self, action_id: str, keys: str) -> tuple[Problem, Action | None]:
        """A key for everywhere is taken from all other programs: it needs two of Ctrl, Alt, Shift, Meta."""
        if not keys:
            return "", None
        parts = keys.lower().split("+")
        if sum(part in ("ctrl", "alt", "shift", "meta") for part in parts[:-1]) < 2:
            return "missing", None
        holder = self.holder_global(keys) or self.holder(keys)
        if holder is not None and holder.action_id != action_id:
            return "taken", holder
        return "", None

    def with_keys(self, action_id: str, keys: str) -> Keymap:
        own = {**self.own, action_id: keys}
        if keys == by_id(action_id).keys:
            del own[action_id]
        return Keymap(own, self.own_global)

    def with_global(self, action_id: str, keys: str) -> Keymap:
        own = {**self.own_global, action_id: keys}
        if keys == by_id(action_id).global_keys:
            del own[action_id]
        return Keymap(self.own, own)


def by_id(action_id: str) -> Action:
    """KeyError where there is none."""
    return _BY_ID[action_id]


def by_delivered(keys: str) -> Action | None:
    return _BY_KEYS.get(plain(keys))


_BY_ID = {action.action_id: action for action in ACTIONS}
_BY_KEYS = {plain(action.keys): action for action in ACTIONS if action.keys}
