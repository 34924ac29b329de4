"""What happened in one call, noted as it happens and added up at its end.

In:  steps and moments from ``Caller``; what was heard. Out: ``CallReport``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.caller.heard import Heard
from app.caller.model import CallPlan, CallReport, EndReason, Step, StepKind

OnStep = Callable[[Step], None]
_REASONS = {
    404: EndReason.NOT_FOUND,
    604: EndReason.NOT_FOUND,
    408: EndReason.NOT_ANSWERED,
    480: EndReason.NOT_ANSWERED,
    487: EndReason.NOT_ANSWERED,
    486: EndReason.BUSY,
    600: EndReason.BUSY,
    603: EndReason.DECLINED,
    488: EndReason.NO_COMMON_CODEC,
    606: EndReason.NO_COMMON_CODEC,
    500: EndReason.UNAVAILABLE,
    503: EndReason.UNAVAILABLE,
}


def reason_of(status: int | None) -> EndReason:
    """The reason behind a refusal; None stands for no reply at all."""
    return EndReason.UNREACHABLE if status is None else _REASONS.get(status, EndReason.REFUSED)


class Tally:
    """The notes of one call. Moments are of the event loop's clock."""

    def __init__(self, plan: CallPlan, on_step: OnStep | None) -> None:
        self.reason = EndReason.UNREACHABLE
        self.status: int | None = None
        self.codec: str | None = None
        self.digits_sent = ""
        self._plan = plan
        self._on_step = on_step
        self._steps: list[Step] = []
        self._dialled_at = asyncio.get_running_loop().time()
        self._answered_at: float | None = None
        self._ended_at: float | None = None
        self._ended_by = ""

    def step(self, kind: StepKind, detail: str = "") -> None:
        step = Step(kind, round(asyncio.get_running_loop().time() - self._dialled_at, 3), detail)
        self._steps.append(step)
        if self._on_step is not None:
            self._on_step(step)

    def answered(self, at: float, codec: str) -> None:
        self._answered_at, self.codec = at, codec

    def ended(self, at: float, by: str) -> None:
        """The conversation is over; what the network still has to say does not count."""
        if self._answered_at is not None and self._ended_at is None:
            self._ended_at, self._ended_by, self.reason = at, by, EndReason.HUNG_UP

    def report(self, heard: Heard, packets_sent: int) -> CallReport:
        at, end = self._answered_at, self._ended_at
        setup_ms = None if at is None else round((at - self._dialled_at) * 1000, 1)
        first_ms = None if at is None or heard.first_at is None else round((heard.first_at - at) * 1000, 1)
        return CallReport(
            to=self._plan.to,
            from_number=self._plan.from_number,
            answered=at is not None,
            setup_ms=setup_ms,
            ended_by=self._ended_by,
            end_reason=self.reason.value,
            sip_status=self.status,
            duration_s=0.0 if at is None or end is None else round(end - at, 2),
            codec=self.codec,
            packets_sent=packets_sent,
            packets_received=heard.received,
            packets_lost=heard.lost,
            first_audio_ms=first_ms,
            max_gap_ms=None if heard.max_gap_ms is None else round(heard.max_gap_ms, 1),
            level_dbfs=heard.level_dbfs,
            digits_sent=self.digits_sent,
            steps=tuple(self._steps),
        )
