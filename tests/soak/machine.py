"""Memory and CPU of a server's processes, from /proc, and how they grow."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 1e6


@dataclass(frozen=True)
class Sample:
    """One look: ``control`` is the server's own process, ``media`` all its media processes together."""

    at_s: float
    control_mb: float
    media_mb: float
    control_cpu_s: float
    media_cpu_s: float


def children(pid: int) -> list[int]:
    """All processes below this one."""
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _parent(int(entry.name)) == pid:
            found += [int(entry.name), *children(int(entry.name))]
    return found


def look(pid: int, at_s: float) -> Sample:
    """``pid``: the control process."""
    media = [each for each in children(pid) if _is_media(each)]
    return Sample(
        at_s,
        _memory_mb(pid),
        sum(_memory_mb(each) for each in media),
        _cpu_s(pid),
        sum(_cpu_s(each) for each in media),
    )


def slope_mb_per_h(samples: list[tuple[float, float]]) -> float:
    """Least squares through (seconds, MB)."""
    if len(samples) < 2:
        return 0.0
    count = len(samples)
    mean_at = sum(at for at, _ in samples) / count
    mean_mb = sum(mb for _, mb in samples) / count
    spread = sum((at - mean_at) ** 2 for at, _ in samples)
    return 3600 * sum((at - mean_at) * (mb - mean_mb) for at, mb in samples) / spread if spread else 0.0


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _parent(pid: int) -> int:
    stat = _stat(pid)
    return int(stat[1]) if stat else 0


def _cpu_s(pid: int) -> float:
    stat = _stat(pid)
    return (int(stat[11]) + int(stat[12])) / _TICKS_PER_S if stat else 0.0


def _memory_mb(pid: int) -> float:
    stat = _stat(pid)
    return int(stat[21]) * _PAGE_MB if stat else 0.0


def _is_media(pid: int) -> bool:
    try:
        return b"app.server.voice.embedded.media" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
