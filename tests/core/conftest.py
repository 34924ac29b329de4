"""Nothing in this folder waits for anything: on a busy machine it is only slower, and that is no failure.

hypothesis would take the end of the time for a fault of the test and look for it again in vain.
"""

from __future__ import annotations

from pathlib import Path

import pytest

LONGEST_S = 900
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(_HERE) and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(LONGEST_S))
