"""macOS: a launch agent in the user's library. Links belong to an installed application's Info.plist."""

from __future__ import annotations

import plistlib
import sys
from pathlib import Path

from app.ui.presenters.computer import Registered
from app.ui.system.launch import SystemRefused, command

LABEL = "org.seatline.desktop"


class MacComputer:
    def __init__(self, agents: Path, start: list[str] | None = None) -> None:
        self._file = agents / f"{LABEL}.plist"
        self._start = start or command()

    def look(self) -> Registered:
        installed = bool(getattr(sys, "frozen", False))
        return Registered(self._file.exists(), links=installed, autostart_possible=True, links_possible=False)

    def set_autostart(self, on: bool) -> None:
        try:
            if not on:
                self._file.unlink(missing_ok=True)
                return
            self._file.parent.mkdir(parents=True, exist_ok=True)
            content = {
                "Label": LABEL,
                "ProgramArguments": self._start,
                "RunAtLoad": True,
                "ProcessType": "Interactive",
            }
            self._file.write_bytes(plistlib.dumps(content))
        except OSError as error:
            raise SystemRefused(f"{self._file}: {error}") from error

    def set_links(self, on: bool) -> None:
        raise SystemRefused("links belong to the installed application")
