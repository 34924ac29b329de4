"""The bench measures what it says: a short run of each variant, with both kinds of telephones."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from app.server.voice.embedded.media import bench, bench_phones
from app.server.voice.embedded.media.bench import VARIANTS, Row, measure

SECONDS = {"clear": 1.6, "srtp": 1.6, "mixed": 3.2, "music": 1.1}  # a burst of tone comes once a second


async def run(variant: str) -> Row:
    return await asyncio.to_thread(measure, variant, 2, SECONDS[variant], bench.free_ports(2))


@pytest.mark.parametrize("variant", VARIANTS)
async def test_a_short_run(variant: str) -> None:
    row = await run(variant)
    assert row.conversations == 2
    assert 0 < row.cpu_pct_per_conversation < 50
    assert row.late_ticks_pct >= 0
    assert row.lost <= row.sent * 0.02
    if variant == "mixed":
        assert 20 < row.rtt_ms_p95 < 600, "twice through a jitter buffer"
    elif variant != "music":
        assert row.sent == pytest.approx(2 * 50 * SECONDS[variant], abs=4)
        assert 0 < row.rtt_ms_p95 < 100
        assert row.packets_per_s > 100


@pytest.mark.parametrize("variant", ["clear", "mixed"])
async def test_without_a_compiler(variant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_phones.shutil, "which", lambda name: None)
    row = await run(variant)
    assert row.telephones == "python"
    assert row.lost <= row.sent * 0.02
    assert row.rtt_ms_p95 > 0


@pytest.mark.skipif(shutil.which("cc") is None, reason="no compiler")
def test_the_telephones_compile_without_a_warning(tmp_path: Path) -> None:
    assert bench_phones.program(tmp_path, "-Wall", "-Wextra", "-Werror") == [str(tmp_path / "phones")]
