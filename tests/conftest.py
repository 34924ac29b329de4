"""What holds for all tests: their common folder, and that those with a Qt application are kept apart."""

from __future__ import annotations

import signal
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import run_folder

WINDOW_FILES = ("test_window_", "test_ui_", "test_crm_qasync", "test_softphone_qasync")
STRIKES_AGAIN_S = 30.0
_FOLDER = pytest.StashKey[Path | None]()


def pytest_configure(config: pytest.Config) -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in the background; programs inherit it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.stash[_FOLDER] = folder = run_folder.begin()
    if folder is not None:
        for killed in run_folder.left_behind():
            _clear(killed)


def pytest_unconfigure(config: pytest.Config) -> None:
    if (
        folder := config.stash.get(_FOLDER, None)
    ) is not None:  # None: the process that started the run does it
        _clear(folder)


def _clear(folder: Path) -> None:
    if (folder / "pg").exists():
        from tests.doubles.databases import stop_postgres  # only now: it knows half of the server

        stop_postgres(folder)
    run_folder.end(folder)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A run of one half does not read the other half's files. None: others decide."""
    half = config.getoption("markexpr")
    if not collection_path.name.startswith("test_") or half not in ("window", "not window"):
        return None
    return True if _in_window(collection_path) != (half == "window") else None


@pytest.hookimpl(wrapper=True)
def pytest_timeout_set_timer(settings: Any) -> Generator[None, Any, Any]:
    """WORKAROUND pytest-timeout 2.4: what it raises in one of the tasks ends that task only, and the test
    waits for ever. It strikes again until it meets the loop at rest."""
    answer = yield
    if settings.method == "signal":
        signal.setitimer(signal.ITIMER_REAL, settings.timeout, STRIKES_AGAIN_S)
    return answer


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt objects left over by one test must not be collected in a thread of another: mark them ``window``."""
    for item in items:
        if _in_window(item.path):
            item.add_marker(pytest.mark.window)


def _in_window(path: Path) -> bool:
    return path.name.startswith(WINDOW_FILES)
