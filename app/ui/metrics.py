"""Moments of each call as the agent meets them, for demo and measurements. Monotonic seconds.

offer_received → popup_painted → answer_clicked → call_active → audio_flows
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

MARKS = ("offer_received", "popup_painted", "answer_clicked", "call_active", "audio_flows")


@dataclass(slots=True)
class CallTimes:
    call_id: str
    offer_id: str = ""
    at: dict[str, float] = field(default_factory=dict[str, float])

    def between_ms(self, first: str, second: str) -> float | None:
        """None while one of the two has not happened."""
        if first not in self.at or second not in self.at:
            return None
        return (self.at[second] - self.at[first]) * 1000


class Metrics:
    KEPT = 100

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self.calls: list[CallTimes] = []
        self.audio_after_answer_ms: float | None = None  # as the softphone measured it

    @property
    def last(self) -> CallTimes | None:
        return self.calls[-1] if self.calls else None

    def offer(self, call_id: str, offer_id: str) -> None:
        """The same offer may come again, with the customer's file: then nothing begins anew."""
        if self.calls and self.calls[-1].offer_id == offer_id:
            return
        self.calls.append(CallTimes(call_id, offer_id, {"offer_received": self._monotonic()}))
        del self.calls[: -self.KEPT]

    def mark(self, name: str) -> None:
        """The first time counts."""
        if self.calls:
            self.calls[-1].at.setdefault(name, self._monotonic())
