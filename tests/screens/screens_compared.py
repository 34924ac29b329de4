"""All screens, in both languages, light and dark, at 100 and 200 %: do they look as they are kept?

`make screens`; minutes. The pictures are in build/screens/ afterwards. Where they look as they should,
but not as they are kept: `xvfb-run python scripts/screens.py --keep`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.demo.stage import virtual_display

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 1500


@pytest.mark.timeout(LIMIT_S + 60)
@pytest.mark.parametrize("scale", [100, 200])
def test_every_screen_looks_as_it_is_kept(scale: int, tmp_path: Path) -> None:
    width, height = 16 * scale, 12 * scale
    with virtual_display(width, height, tmp_path / "xvfb.log") as display:
        done = subprocess.run(
            [sys.executable, "scripts/screens.py", "--compare", "--scale", str(scale)],
            cwd=ROOT, env={**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
            capture_output=True, text=True, timeout=LIMIT_S, check=False,
        )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-2000:]}"
