"""sipp as a load of independent callers: many calls at a rate, each answer timed, sound echoed back.

Usage::

    load = SippLoad(folder, ("127.0.0.1", 5060), number="4002")
    async with load.running(calls=200, per_s=50, talk_ms=20_000):
        ...
    load.answer_ms, load.successful, load.refused, load.failed
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.doubles.sipp import sipp
from tests.doubles.sipp_scenarios import Scenario


@dataclass
class SippLoad:
    """``media``: "echo" sends back what it hears (one port for all), "deaf" has no sound at all.

    The counts are sums over all its runs; ``refused``: told at once to go elsewhere (503).
    """

    folder: Path
    target: tuple[str, int]
    number: str = "4001"
    media: str = "deaf"
    seconds: float = 120.0  # it is ended after so long whatever it does
    must_end: bool = True  # False: what has not ended after ``seconds`` is put out
    successful: int = 0
    refused: int = 0
    failed: int = 0
    retransmissions: int = 0
    answer_ms: list[float] = field(default_factory=list[float])
    output: str = ""

    @asynccontextmanager
    async def running(
        self, *, calls: int, per_s: float, talk_ms: int, at_once: int = 0
    ) -> AsyncGenerator[None]:
        """Runs while the block does; at the end it is waited for, until all ``calls`` are over."""
        port = "[media_port]" if self.media == "echo" else "[auto_media_port]"
        customer = Scenario(self.number, "1390000[call_number]", media_port=port).invite().or_refused()
        customer.answered().pause(talk_ms).bye().ends_refused()
        async with sipp(
            self.folder,
            self.target,
            customer.xml(),
            calls=calls,
            per_s=per_s,
            at_once=at_once,
            seconds=self.seconds,
            echo=self.media == "echo",
            must_end=self.must_end,
        ) as counted:
            yield
        self.successful += counted.successful
        self.refused += counted.refused
        self.failed += counted.failed
        self.retransmissions += counted.retransmissions
        self.answer_ms += counted.answer_ms
        self.output = counted.output

    async def run(self, *, calls: int, per_s: float, talk_ms: int, at_once: int = 0) -> None:
        async with self.running(calls=calls, per_s=per_s, talk_ms=talk_ms, at_once=at_once):
            pass


def part(values: list[float], share: float) -> float:
    """The value below which ``share`` of them lie; -1 without any."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2) if ordered else -1.0
