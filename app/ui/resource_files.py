"""Where the files of ``resources/`` are: beside the package when installed, in the checkout otherwise."""

from __future__ import annotations

from pathlib import Path

_APP = Path(__file__).resolve().parent.parent


def resources() -> Path:
    installed = _APP / "_resources"
    return installed if installed.is_dir() else _APP.parent / "resources"
