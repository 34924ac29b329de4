"""Part of ``seatline bench``: what a conversation costs the media process, from a few to many.

In:  numbers of conversations for each kind. Out: rows as the media process's own bench gives them.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.demo.stage import StageError

_MODULE = "app.server.voice.embedded.media.bench"
_START_S = 20.0  # of a media process and its telephones


@dataclass(frozen=True, slots=True)
class VoiceExtent:
    """Numbers of conversations for each variant, and how long each is measured."""

    sizes: dict[str, tuple[int, ...]]
    seconds: float


_MANY = (10, 50, 100, 200, 400)
FULL = VoiceExtent({"clear": _MANY, "srtp": _MANY, "mixed": (1, 10, 30), "music": (300,)}, seconds=10.0)
QUICK = VoiceExtent({"clear": (10, 100), "srtp": (100,), "mixed": (10,), "music": (300,)}, seconds=4.0)


async def voice(extent: VoiceExtent) -> list[dict[str, Any]]:
    """Raises StageError with what the bench of the media process said."""
    rows: list[dict[str, Any]] = []
    for variant, sizes in extent.sizes.items():
        rows += await _measure(variant, sizes, extent.seconds)
    return rows


async def _measure(variant: str, sizes: Sequence[int], seconds: float) -> list[dict[str, Any]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", _MODULE, "--json", "--variant", variant, "--seconds", str(seconds)),
        *("--conversations", ",".join(map(str, sizes))),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(len(sizes) * (seconds + _START_S)):
            out, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        said = errors.decode(errors="replace").strip().rpartition("\n")[2]
        raise StageError(f"The media process could not be measured ({variant}): {said}.")
    rows: list[dict[str, Any]] = json.loads(out.decode().strip().rpartition("\n")[2])["rows"]
    return rows


def lines_of(row: dict[str, Any]) -> str:
    """One row for a person."""
    what = f"{row['conversations']:4} × {row['variant']}"
    rtt = "" if row["rtt_ms_p95"] < 0 else f"round trip p95 {row['rtt_ms_p95']:.1f} ms, "
    return (
        f"{what:14} {row['cpu_pct_per_conversation']:.3f} % of a core each, {rtt}"
        f"late ticks {row['late_ticks_pct']:.1f} %, lost {row['lost']} of {row['sent']}, "
        f"steal {row['steal_pct']:.0f} %"
    )
