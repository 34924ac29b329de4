"""What operating systems do differently: starting with the computer, who opens telephone links."""

from __future__ import annotations

import sys
from pathlib import Path

from app.ui.presenters.computer import Computer


def this_computer() -> Computer:
    """The adapter of the system that this runs on; one that can do nothing where we know none."""
    if sys.platform == "win32":
        from app.ui.system.windows import WindowsComputer

        return WindowsComputer()
    if sys.platform == "darwin":
        from app.ui.system.macos import MacComputer

        return MacComputer(Path.home() / "Library" / "LaunchAgents")
    from app.ui.system.linux import LinuxComputer, config_home, data_home

    return LinuxComputer(config_home(), data_home())
