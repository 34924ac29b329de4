"""What a flow may know of the world around it, and which variables that gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from app.server.core.flow.plan import Flow

BUILT_IN = (
    "caller.number",  # "" where he shows none
    "caller.name",
    "called.number",
    "customer.known",  # "yes", "no"
    "customer.level",
    "customer.region",
    "call.language",
    "queue.position",  # of who waits: 1 is next
    "queue.wait_low_min",  # "" while unknown
    "queue.wait_high_min",
    "now.date",  # 2026-05-01
    "now.time",  # 13:30
    "now.weekday",  # 1 (Monday) to 7
)


class Surroundings(Protocol):
    """As they are at one moment; a flow asks, it never changes anything here."""

    def value(self, name: str) -> str:
        """Of one of ``BUILT_IN``."""
        ...

    def waits(self) -> bool:
        """The caller keeps a place in a queue while the flow runs."""
        ...

    def flow(self, flow_id: str) -> Flow | None: ...

    def open(self, hours_id: str) -> bool: ...

    def holiday(self, hours_id: str) -> str:
        """Today's, "" for none."""
        ...

    def waiting(self, queue_id: str) -> int: ...

    def ready(self, queue_id: str) -> int: ...

    def signed_in(self, queue_id: str) -> int: ...

    def expected_wait_s(self, queue_id: str) -> float | None: ...


@dataclass(slots=True)
class Assumed:
    """Surroundings that are said beforehand: for simulations and tests."""

    values: Mapping[str, str] = field(default_factory=dict[str, str])
    flows: Mapping[str, Flow] = field(default_factory=dict[str, Flow])
    in_queue: bool = False
    closed: frozenset[str] = frozenset()
    holidays: Mapping[str, str] = field(default_factory=dict[str, str])  # hours → name
    queue_waiting: Mapping[str, int] = field(default_factory=dict[str, int])
    queue_ready: Mapping[str, int] = field(default_factory=dict[str, int])
    queue_signed_in: Mapping[str, int] = field(default_factory=dict[str, int])
    queue_wait_s: Mapping[str, float] = field(default_factory=dict[str, float])

    def value(self, name: str) -> str:
        return self.values.get(name, "")

    def waits(self) -> bool:
        return self.in_queue

    def flow(self, flow_id: str) -> Flow | None:
        return self.flows.get(flow_id)

    def open(self, hours_id: str) -> bool:
        return hours_id not in self.closed

    def holiday(self, hours_id: str) -> str:
        return self.holidays.get(hours_id, "")

    def waiting(self, queue_id: str) -> int:
        return self.queue_waiting.get(queue_id, 0)

    def ready(self, queue_id: str) -> int:
        return self.queue_ready.get(queue_id, 0)

    def signed_in(self, queue_id: str) -> int:
        return self.queue_signed_in.get(queue_id, 0)

    def expected_wait_s(self, queue_id: str) -> float | None:
        return self.queue_wait_s.get(queue_id)
