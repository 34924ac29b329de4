"""The diagrams in the documentation are those of the code."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_drawn_machines_are_the_built_ones():
    done = subprocess.run([sys.executable, ROOT / "scripts" / "diagrams.py", "--check"], check=False)
    assert done.returncode == 0
