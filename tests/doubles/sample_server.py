"""The whole server on a copy of the sample company, which is made once a run and not by every test.

In:  a test's folder. Out: ``folder/data`` as the first start with ``--sample`` leaves it, and a server on it.
"""

from __future__ import annotations

import shutil
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from app.demo import stage
from app.demo.stage import RunningServer
from app.server.composition import lay_foundation
from app.server.settings import parse
from tests.doubles.run_folder import once


def furnish(folder: Path) -> None:
    shutil.copytree(once("sample", _make), folder / "data")


def server(
    folder: Path, environment: dict[str, str] | None = None
) -> AbstractAsyncContextManager[RunningServer]:
    furnish(folder)
    return stage.server(folder, environment=environment)


def _make(folder: Path) -> str:
    data = folder / "data"
    lay_foundation(parse(["--data", str(data), "--sample"]), lambda _text: None).database.close_now()
    return str(data)
