"""The desktop's settings: each declared once with type, default and help. Kept as JSON, never a secret."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from app.ui.presenters.devices import DeviceWishes
    from app.ui.presenters.keys import KeyWishes

_log = logging.getLogger(__name__)
Value = str | bool | int | tuple[str, ...] | dict[str, str]


def _keys() -> dict[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Settings:
    server_url: str = field(default="", metadata={"help": "address of the server, as last signed in to"})
    username: str = field(default="", metadata={"help": "user name, as last signed in with"})
    language: str = field(default="", metadata={"help": "zh or en; empty: the computer's"})
    theme: str = field(default="system", metadata={"help": "light, dark, contrast or system"})
    text_percent: int = field(default=100, metadata={"help": "size of the text, 100 to 200 %"})
    input: str = field(default="", metadata={"help": "microphone by name; empty: the computer's default"})
    output: str = field(default="", metadata={"help": "speaker by name; empty: the computer's default"})
    ring: str = field(default="", metadata={"help": "as written by version 0.1: one ringing device"})
    rings: tuple[str, ...] = field(default=(), metadata={"help": "ringing devices; none: the speaker"})
    processing: str = field(default="auto", metadata={"help": "echo and noise: auto, on or off"})
    other_phone: bool = field(default=False, metadata={"help": "calls ring on another SIP phone"})
    keys: dict[str, str] = field(default_factory=_keys, metadata={"help": "action → keys in the window"})
    global_keys: dict[str, str] = field(default_factory=_keys, metadata={"help": "action → keys everywhere"})
    media_keys: bool = field(default=False, metadata={"help": "play/pause answers, hangs up and mutes"})
    notifications: bool = field(default=True, metadata={"help": "tell of calls over other programs"})
    lock_minutes: int = field(default=15, metadata={"help": "idle until the window locks, min; 0: never"})
    customer_columns: tuple[str, ...] = field(
        default=(), metadata={"help": "columns of the customer list; none: the usual ones"}
    )
    set_up: bool = field(default=False, metadata={"help": "the first steps were gone through"})


class SettingsFile:
    """A file that cannot be read counts as empty; one that cannot be written is said in the log."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.fresh = not path.exists()  # nobody has used the desktop here yet
        self.now = self._read()

    def change(self, **values: Value) -> None:
        self.now = replace(self.now, **cast("dict[str, Any]", values))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_suffix(".new")
            fresh.write_text(json.dumps(asdict(self.now), indent=1, ensure_ascii=False), encoding="utf-8")
            fresh.replace(self._path)
        except OSError as error:
            _log.warning("settings not saved: %s", error)

    def load_devices(self) -> DeviceWishes:
        from app.ui.presenters.devices import DeviceWishes, as_processing  # not before somebody has signed in

        now = self.now
        rings = now.rings or ((now.ring,) if now.ring else ())
        return DeviceWishes(now.input, now.output, rings, as_processing(now.processing), now.other_phone)

    def save_devices(self, wishes: DeviceWishes) -> None:
        self.change(**asdict(wishes), ring="")

    def load_columns(self) -> tuple[str, ...]:
        return self.now.customer_columns

    def save_columns(self, codes: tuple[str, ...]) -> None:
        self.change(customer_columns=codes)

    def load_notifications(self) -> bool:
        return self.now.notifications

    def save_notifications(self, on: bool) -> None:
        self.change(notifications=on)

    def load_lock_minutes(self) -> int:
        return max(0, self.now.lock_minutes)

    def save_lock_minutes(self, minutes: int) -> None:
        self.change(lock_minutes=minutes)

    def load_keys(self) -> KeyWishes:
        from app.ui.presenters.keymap import ACTIONS, Keymap
        from app.ui.presenters.keys import KeyWishes

        known = {action.action_id for action in ACTIONS}
        own, everywhere = (
            {name: keys for name, keys in kept.items() if name in known}
            for kept in (self.now.keys, self.now.global_keys)
        )
        return KeyWishes(Keymap(own, everywhere), self.now.media_keys)

    def save_keys(self, wishes: KeyWishes) -> None:
        keymap = wishes.keymap
        self.change(keys=dict(keymap.own), global_keys=dict(keymap.own_global), media_keys=wishes.media_keys)

    def _read(self) -> Settings:
        try:
            content: object = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return Settings()
        except (OSError, ValueError) as error:
            _log.warning("settings cannot be read (%s): defaults are used", error)
            return Settings()
        if not isinstance(content, dict):
            return Settings()
        read, default = cast("dict[str, object]", content), Settings()
        fitting = {
            f.name: value
            for f in fields(Settings)
            if (value := _fitting(read.get(f.name), getattr(default, f.name))) is not None
        }
        return Settings(**cast("dict[str, Any]", fitting))


def _fitting(value: object, default: object) -> object:
    """The value where it is of the setting's kind, else None."""
    if isinstance(default, tuple):
        items = cast("list[object]", value) if isinstance(value, list) else []
        return tuple(item for item in items if isinstance(item, str))
    if isinstance(default, dict):
        pairs = cast("dict[object, object]", value) if isinstance(value, dict) else {}
        return {name: text for name, text in pairs.items() if isinstance(name, str) and isinstance(text, str)}
    return value if type(value) is type(default) else None
