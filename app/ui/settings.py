"""The desktop's settings: each declared once with type, default and help. Kept as JSON, never a secret."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from app.ui.presenters.devices import DeviceWishes

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    server_url: str = field(default="", metadata={"help": "address of the server, as last signed in to"})
    username: str = field(default="", metadata={"help": "user name, as last signed in with"})
    language: str = field(default="", metadata={"help": "zh or en; empty: the computer's"})
    theme: str = field(default="system", metadata={"help": "light, dark or system"})
    input: str = field(default="", metadata={"help": "microphone by name; empty: the computer's default"})
    output: str = field(default="", metadata={"help": "speaker by name; empty: the computer's default"})
    ring: str = field(default="", metadata={"help": "ringing device by name; empty: the speaker"})
    other_phone: bool = field(default=False, metadata={"help": "calls ring on another SIP phone"})


class SettingsFile:
    """A file that cannot be read counts as empty; one that cannot be written is said in the log."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.now = self._read()

    def change(self, **values: str | bool) -> None:
        self.now = replace(self.now, **cast("dict[str, Any]", values))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_suffix(".new")
            fresh.write_text(json.dumps(asdict(self.now), indent=1, ensure_ascii=False), encoding="utf-8")
            fresh.replace(self._path)
        except OSError as error:
            _log.warning("settings not saved: %s", error)

    def load_devices(self) -> DeviceWishes:
        from app.ui.presenters.devices import DeviceWishes  # not before somebody has signed in

        now = self.now
        return DeviceWishes(now.input, now.output, now.ring, now.other_phone)

    def save_devices(self, wishes: DeviceWishes) -> None:
        self.change(**asdict(wishes))

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
        read = cast("dict[str, object]", content)
        kinds = {f.name: type(f.default) for f in fields(Settings)}
        fitting = {name: read[name] for name, kind in kinds.items() if isinstance(read.get(name), kind)}
        return Settings(**cast("dict[str, Any]", fitting))
