"""What holds for all tests: those with a Qt application are kept apart from those with other threads."""

from __future__ import annotations

import pytest

WINDOW_FILES = ("test_window_", "test_ui_", "test_crm_qasync", "test_softphone_qasync")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt objects left over by one test must not be collected in a thread of another: mark them ``window``."""
    for item in items:
        if item.path.name.startswith(WINDOW_FILES):
            item.add_marker(pytest.mark.window)
