"""`seatline demo` on a machine without a display: plays all parts, leaves pictures, says what happened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]
ROOT = Path(__file__).resolve().parents[2]


def test_the_demo_plays_itself(tmp_path: Path):
    environment = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    done = subprocess.run(
        [sys.executable, "-m", "app", "demo", "--folder", str(tmp_path / "demo"), "--lang", "en"],
        cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-3000:]}"
    assert "Traceback" not in done.stderr
    happened = json.loads(done.stdout.strip().splitlines()[-1])
    assert happened["ok"] is True
    for key in ("offer_ms", "popup_ms", "answer_to_audio_ms", "recording_id", "ticket_id"):
        assert happened[key] is not None, key
    assert happened["recording_s"] > 10
    assert happened["caller"]["ended_by"] == "peer"
    shots = sorted(path.name for path in (tmp_path / "demo" / "screens").iterdir())
    assert len(shots) >= 8 and all(
        (tmp_path / "demo" / "screens" / name).stat().st_size > 5000 for name in shots
    )
