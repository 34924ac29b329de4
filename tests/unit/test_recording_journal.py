"""Journals of another version: what is not understood costs no other recording."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec
import numpy as np
import pytest

from app.server.recordings import journal
from app.server.voice.embedded.media import journal_format as fmt
from tests.doubles.recordings import (
    KEY,
    START_US,
    JournalWriter,
    Leg,
    closed,
    heard,
    opened,
    prune,
    span,
    tone,
    write_journal,
)

SECOND_US = 1_000_000


def packed(**values: object) -> bytes:
    return msgspec.msgpack.encode(values)


NOT_UNDERSTOOD = {
    "no msgpack": fmt.block(fmt.OPEN, 9, b"\xc1 what is this"),
    "nothing": fmt.block(fmt.OPEN, 9, b""),
    "other fields": fmt.block(fmt.OPEN, 9, packed(recording_number=7)),
    "other types": fmt.block(fmt.OPEN, 9, packed(recording=7, call="", leg="", side="", opened_us=1)),
    "no text": fmt.block(fmt.OPEN, 9, b"\x81\xa9recording\xa2\xff\xfe"),
    "no time": fmt.block(
        fmt.OPEN, 9, packed(recording="x", call="c", leg="l", side="AGENT", opened_us=(1 << 63) - 1)
    ),
    "close": fmt.block(fmt.CLOSE, 0, b"\x92\x01"),
    "close at no time": fmt.block(fmt.CLOSE, 0, packed(recording="r2", closed_us=-1)),
    "short span": fmt.block(fmt.PAUSE, 1, b"\x00" * 9),
    "long span": fmt.block(fmt.GAP, 1, b"\x00" * 24),
    "long time": fmt.block(fmt.TIME, 0, b"\xff" * 12),
    "late time": fmt.block(fmt.TIME, 0, b"\xff" * 8),
    "short sound": fmt.block(fmt.AUDIO, 1, b"\x01\x02\x03"),
    "unknown kind": fmt.block(77, 1, b"\x01"),
    "half a block": b"\x02\x00\x00",
}
LOSES_A_RECORDING = {
    "no msgpack",
    "nothing",
    "other fields",
    "other types",
    "no text",
    "no time",
    "half a block",
}


def write_odd(folder: Path, odd: bytes) -> Path:
    """Recording r2, and in the midst of it something odd."""
    writer = JournalWriter(folder, START_US + 1)
    writer.chunk(START_US + SECOND_US, [opened(1, "r2", "a", "CUSTOMER", START_US), odd])
    writer.chunk(START_US + 2 * SECOND_US, [span(fmt.PAUSE, 1, 1000, 2000)])
    writer.chunk(START_US + 3 * SECOND_US, [closed("r2", START_US + 3 * SECOND_US)])
    return writer.path


@pytest.mark.parametrize("what", NOT_UNDERSTOOD)
def test_what_is_not_understood_is_passed_over(
    tmp_path: Path, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    write_journal(tmp_path, [Leg("a", "CUSTOMER", "PCMA", tone(8000, 440, 2))], 2000)
    odd = write_odd(tmp_path, NOT_UNDERSTOOD[what])
    with caplog.at_level(logging.WARNING):
        assert journal.known(tmp_path, KEY) == {"r1", "r2"}
        assert {each.recording_id for each in journal.unfinished(tmp_path, KEY)} == {"r1", "r2"}
        one, two = heard(tmp_path, "r1"), heard(tmp_path, "r2")
    assert one.done.gaps == []
    assert one.level("left", 440, 200, 1900) == pytest.approx(8000, rel=0.2)
    assert two.done.duration_ms == 3000
    assert [(each.reason, each.from_ms, each.to_ms) for each in two.done.gaps] == [("paused", 1000, 2000)]
    assert not np.any(np.abs(two.left) > 30)
    said = [each.getMessage() for each in caplog.records if odd.name in each.getMessage()]
    assert len(said) == (0 if what in ("short sound", "unknown kind") else 1), "once, not at each reading"


@pytest.mark.parametrize("what", NOT_UNDERSTOOD)
def test_a_file_that_may_hold_another_recording_is_kept(tmp_path: Path, what: str) -> None:
    odd = write_odd(tmp_path, NOT_UNDERSTOOD[what])
    assert prune(tmp_path, KEY, {"r2"}) == ([] if what in LOSES_A_RECORDING else [odd])
    assert odd.exists() == (what in LOSES_A_RECORDING)
