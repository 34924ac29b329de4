"""Windows: the user's part of the registry (Run key, classes of URL schemes, registered applications).

Windows lets no program make itself the default: it is offered, the person chooses in the system's settings.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import Any, cast

from app.ui.presenters.computer import Registered
from app.ui.system.launch import SystemRefused, command

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
CAPABILITIES = r"Software\Seatline\Capabilities"
CLASS = "Seatline.Telephone"
SCHEMES = ("tel", "sip", "callto")


class Registry:
    """HKEY_CURRENT_USER; a value that is not there is None."""

    def __init__(self) -> None:
        import winreg  # only on Windows

        self._reg = cast("Any", winreg)

    def get(self, key: str, name: str) -> str | None:
        try:
            with self._reg.OpenKey(self._reg.HKEY_CURRENT_USER, key) as opened:
                return str(self._reg.QueryValueEx(opened, name)[0])
        except FileNotFoundError:
            return None

    def put(self, key: str, name: str, value: str) -> None:
        with self._reg.CreateKey(self._reg.HKEY_CURRENT_USER, key) as made:
            self._reg.SetValueEx(made, name, 0, self._reg.REG_SZ, value)

    def remove(self, key: str, name: str) -> None:
        try:
            with self._reg.OpenKey(self._reg.HKEY_CURRENT_USER, key, 0, self._reg.KEY_SET_VALUE) as opened:
                self._reg.DeleteValue(opened, name)
        except FileNotFoundError:
            return


class WindowsComputer:
    def __init__(self, registry: Registry | None = None, start: list[str] | None = None) -> None:
        self._registry = registry or Registry()
        self._start = subprocess.list2cmdline(start or command())

    def look(self) -> Registered:
        def ask() -> Registered:
            runs = self._registry.get(RUN, "Seatline") is not None
            links = self._registry.get(r"Software\RegisteredApplications", "Seatline") is not None
            return Registered(runs, links, autostart_possible=True, links_possible=True)

        return _guarded(ask)

    def set_autostart(self, on: bool) -> None:
        if on:
            _guarded(lambda: self._registry.put(RUN, "Seatline", self._start))
        else:
            _guarded(lambda: self._registry.remove(RUN, "Seatline"))

    def set_links(self, on: bool) -> None:
        if not on:
            _guarded(lambda: self._registry.remove(r"Software\RegisteredApplications", "Seatline"))
            return

        def offer() -> None:
            reg = self._registry
            reg.put(rf"Software\Classes\{CLASS}", "", "Seatline")
            reg.put(rf"Software\Classes\{CLASS}\shell\open\command", "", f'{self._start} "%1"')
            reg.put(CAPABILITIES, "ApplicationName", "Seatline")
            reg.put(CAPABILITIES, "ApplicationDescription", "The call centre on your desk")
            for scheme in SCHEMES:
                reg.put(rf"{CAPABILITIES}\URLAssociations", scheme, CLASS)
            reg.put(r"Software\RegisteredApplications", "Seatline", CAPABILITIES)

        _guarded(offer)


def _guarded(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except OSError as error:
        raise SystemRefused(str(error)) from error
