"""Where prompts, music, icons, translations and sample flows lie: in the checkout or the package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_dir() -> Path:
    """Raises FileNotFoundError with a sentence where the installation is incomplete."""
    for folder in (_PACKAGE / "_resources", _PACKAGE.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("Seatline's resources are missing; please install it again.")
