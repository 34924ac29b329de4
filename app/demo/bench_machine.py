"""What the machine is and what its processes use, read from /proc (Linux).

In:  process ids. Out: facts of the machine, memory in MB, CPU in percent of one core, percentiles.
"""

from __future__ import annotations

import math
import os
import platform
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

PROC = Path("/proc")
ROOT = Path(__file__).resolve().parents[2]
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
# Which process of ours is which, by what stands in its command line; the first that fits.
ROLES = (
    ("server media", "voice.embedded.media"),
    ("server resource tracker", "resource_tracker"),
    ("server recordings", "multiprocessing"),
    ("desktop telephony", "app.telephony"),
)


def machine() -> dict[str, object]:
    cpu = re.search(r"model name\s*: (.*)", _read(PROC / "cpuinfo"))
    memory = re.search(r"MemTotal:\s+(\d+) kB", _read(PROC / "meminfo"))
    return {
        "cpu": cpu[1] if cpu else platform.processor(),
        "cores": os.cpu_count(),
        "memory_mb": int(memory[1]) // 1024 if memory else None,
        "system": platform.platform(),
        "python": platform.python_version(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "revision": _revision(),
        "load_average_at_start": list(os.getloadavg()),
    }


def percentiles(values: Sequence[float]) -> dict[str, float | int | None]:
    """Of what was measured; None where nothing was."""
    ordered = sorted(values)
    if not ordered:
        return {"count": 0, "p50": None, "p95": None, "max": None}
    return {
        "count": len(ordered),
        "p50": round(percentile(ordered, 0.50), 2),
        "p95": round(percentile(ordered, 0.95), 2),
        "max": round(ordered[-1], 2),
    }


def percentile(ordered: Sequence[float], part: float) -> float:
    """Nearest rank."""
    return ordered[max(0, math.ceil(part * len(ordered) - 1e-9) - 1)]


def tree(pid: int, name: str) -> dict[str, int]:
    """This process under ``name`` and all below it under their roles; unknown ones by their number."""
    found = {name: pid}
    for child in _children(pid):
        words = _read(PROC / str(child) / "cmdline").replace("\0", " ")
        role = next((role for role, sign in ROLES if sign in words), f"{name} child")
        role = role if role not in found else f"{role} {child}"
        found |= tree(child, role)
    return found


def memory_mb(pids: Mapping[str, int]) -> dict[str, dict[str, float | None]]:
    """Resident, and the fair share of what is shared with others (PSS; None where unreadable)."""
    rollup = {name: _read(PROC / str(pid) / "smaps_rollup") for name, pid in pids.items()}
    status = {name: _read(PROC / str(pid) / "status") for name, pid in pids.items()}
    return {
        name: {"rss": _mb(status[name], "VmRSS"), "pss": _mb(rollup[name], "Pss")}
        for name in pids
        if status[name]
    }


@dataclass(frozen=True, slots=True)
class CpuMark:
    """CPU used until a moment; two of them give the percentage between."""

    at_s: float
    used_s: Mapping[str, float]
    idle_s: float

    @classmethod
    def now(cls, pids: Mapping[str, int]) -> CpuMark:
        fields = _read(PROC / "stat").split("\n", 1)[0].split()
        idle_s = (int(fields[4]) + int(fields[5])) / TICKS_PER_S
        return cls(time.monotonic(), {name: _cpu_s(pid) for name, pid in pids.items()}, idle_s)

    def percent_until(self, later: CpuMark) -> dict[str, float]:
        """Percent of one core each; ``machine idle`` of one core, too."""
        spent_s = later.at_s - self.at_s
        used = {
            name: round(100 * (later.used_s[name] - self.used_s[name]) / spent_s, 1)
            for name in self.used_s
            if name in later.used_s
        }
        return {**used, "machine idle": round(100 * (later.idle_s - self.idle_s) / spent_s, 1)}


def _cpu_s(pid: int) -> float:
    fields = _read(PROC / str(pid) / "stat").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S if fields else 0.0


def _children(pid: int) -> list[int]:
    tasks = PROC / str(pid) / "task"
    try:
        return sorted({int(c) for task in tasks.iterdir() for c in _read(task / "children").split()})
    except OSError:
        return []


def _mb(text: str, field: str) -> float | None:
    match = re.search(rf"^{field}:\s+(\d+) kB", text, re.MULTILINE)
    return round(int(match[1]) / 1024, 1) if match else None


def _read(path: Path) -> str:
    """ "" for a process that has ended or that we may not look into."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _revision() -> str | None:
    try:
        words = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
        return subprocess.run(words, capture_output=True, text=True, check=True, timeout=5).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return None
