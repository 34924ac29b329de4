"""A whole call by headset buttons and hotkeys, another program in front; only the device is a fake."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doubles.sample_server import furnish

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]
ROOT = Path(__file__).resolve().parents[2]


def test_a_call_without_touching_the_window(tmp_path: Path) -> None:
    furnish(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.buttons_play", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-500:]}\n{done.stderr[-4000:]}"
    assert "Traceback" not in done.stderr, done.stderr[-4000:]
    result = json.loads(done.stdout.strip().splitlines()[-1])
    assert result["hotkeys_taken"] == []
    assert result["kept_focus"], "neither the pop-up nor a hotkey took it"
    assert result["typed"] == ["x", "y"], "what was typed there stayed there, and nothing else came"
    assert result["caller"]["ended_by"] == "peer"
