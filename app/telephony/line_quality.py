"""How a running call sounds, every two seconds: from PJSIP's counters to losses, jitter and MOS.

In:  counters since the beginning of the call (``LineFigures``), read now and then. Out: CallSound of the
time since the last reading; -1 where nothing is known.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.e_model import mos
from app.telephony.ports import CallSound

EVERY_S = 2.0
UNKNOWN = -1.0


@dataclass(frozen=True, slots=True)
class LineFigures:
    """Since the call began. ``in``: what arrived here; ``out``: what arrived there, as its reports say.

    ``late_in``: arrived, but too late to be played; ``reports_out``: how many reports came.
    """

    codec: str
    packets_in: int
    lost_in: int
    late_in: int
    jitter_in_ms: float
    packets_out: int
    lost_out: int
    jitter_out_ms: float
    reports_out: int
    round_trip_ms: float  # -1: not measured yet


class LineQuality:
    """One call's."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._before: LineFigures | None = None
        self._reported: LineFigures | None = None  # when the other side's last report but one came
        self._loss_out_pct = UNKNOWN

    def take(self, now: LineFigures) -> CallSound:
        before = self._before
        if before is not None and now.packets_in < before.packets_in:  # the stream began anew
            before = self._reported = None
        self._before = now
        loss_in_pct = _loss_in_pct(before, now)
        self._take_report(now)
        trip_ms = now.round_trip_ms if now.round_trip_ms >= 0 else None
        loss_out_pct, jitter_out_ms, mos_out = self._loss_out_pct, UNKNOWN, UNKNOWN
        if loss_out_pct >= 0:
            jitter_out_ms = round(now.jitter_out_ms, 1)
            mos_out = mos(now.codec, loss_out_pct, now.jitter_out_ms, trip_ms)
        heard = loss_in_pct >= 0
        return CallSound(
            handle=self._handle,
            codec=now.codec,
            mos_in=mos(now.codec, loss_in_pct, now.jitter_in_ms, trip_ms) if heard else UNKNOWN,
            mos_out=mos_out,
            loss_in_pct=loss_in_pct,
            loss_out_pct=loss_out_pct,
            jitter_in_ms=round(now.jitter_in_ms, 1) if heard else UNKNOWN,
            jitter_out_ms=jitter_out_ms,
            round_trip_ms=round(now.round_trip_ms, 1),
        )

    def _take_report(self, now: LineFigures) -> None:
        """A report of the other side covers what was sent since the one before it."""
        last = self._reported
        if now.reports_out == 0 or (last is not None and now.reports_out == last.reports_out):
            return
        sent = now.packets_out - (last.packets_out if last else 0)
        lost = now.lost_out - (last.lost_out if last else 0)
        self._reported = now
        self._loss_out_pct = _percent(lost, sent)


def _loss_in_pct(before: LineFigures | None, now: LineFigures) -> float:
    """What was not there when it was to be played, of what was sent; -1: nothing was expected."""
    arrived = now.packets_in - (before.packets_in if before else 0)
    lost = now.lost_in - (before.lost_in if before else 0)
    late = now.late_in - (before.late_in if before else 0)
    if arrived + lost <= 0:
        # A line that was alive and fell silent without a loss that could be counted: everything is missing.
        return UNKNOWN if before is None or now.packets_in == 0 else 100.0
    return _percent(lost + late, arrived + lost)


def _percent(part: int, whole: int) -> float:
    return round(100.0 * min(1.0, max(0, part) / whole), 1) if whole > 0 else 0.0
