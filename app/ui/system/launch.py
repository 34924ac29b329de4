"""How Seatline is started on this computer, for start menus, links and start with the system."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from app.crm_client.errors import CrmError


class SystemRefused(CrmError):  # noqa: N818 - named after what happened, as its base
    """The operating system did not let us write its settings."""

    error_id = "system-refused"


def command() -> list[str]:
    """The words that start the desktop: the installed command, a packed program, or this Python."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "desktop"]
    beside = Path(sys.executable).with_name("seatline.exe" if sys.platform == "win32" else "seatline")
    if beside.exists():
        return [str(beside), "desktop"]
    found = shutil.which("seatline")
    if found:
        return [found, "desktop"]
    return [sys.executable, "-m", "app", "desktop"]
