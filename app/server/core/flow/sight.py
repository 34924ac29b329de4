"""What a flow sees of the house while it runs for a call (``Surroundings``)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from app.server.core.call import Call
from app.server.core.flow.plan import Flow
from app.server.core.targets import is_number
from app.server.core.turn import Turn
from app.server.core.types import CallOutcome, CallState
from app.server.core.waiting import hours, outlook


class Sight:
    """Of one call at one moment."""

    def __init__(self, turn: Turn, call: Call) -> None:
        self._turn = turn
        self._call = call

    def value(self, name: str) -> str:
        call = self._call
        match name:
            case "caller.number":
                return call.customer_number if is_number(call.customer_number) else ""
            case "caller.name":
                return call.caller_name
            case "called.number":
                return call.dialled_number
            case "customer.known":
                return "yes" if call.customer_id else "no"
            case "customer.level":
                return call.level
            case "customer.region":
                return call.region
            case "call.language":
                return call.language
            case _:
                return self._now(name) if name.startswith("now.") else self._queue(name)

    def waits(self) -> bool:
        """Or has left his queue for this flow and for nothing else: then he may go back."""
        call = self._call
        if call.state is CallState.QUEUED:
            return True
        left = call.state is CallState.MENU and call.first_connected_at is None
        return left and call.queue_id is not None and call.settled is CallOutcome.FLOWED_OUT

    def flow(self, flow_id: str) -> Flow | None:
        return self._turn.house.plan.flows.get(flow_id)

    def open(self, hours_id: str) -> bool:
        return hours.open_by_id(self._turn.house.plan, hours_id, self._turn.now)

    def holiday(self, hours_id: str) -> str:
        known = self._turn.house.plan.hours.get(hours_id)
        return hours.holiday(known, self._turn.now) if known else ""

    def waiting(self, queue_id: str) -> int:
        return self._turn.house.lines.length(queue_id)

    def ready(self, queue_id: str) -> int:
        return self._turn.house.lines.ready(queue_id)

    def signed_in(self, queue_id: str) -> int:
        return self._turn.house.lines.signed_in(queue_id)

    def expected_wait_s(self, queue_id: str) -> float | None:
        """For somebody who would join it now."""
        estimate = outlook.of_newcomer(self._turn.house, queue_id, self._turn.now)
        return estimate.mean_s if estimate else None

    def _queue(self, name: str) -> str:
        """Of who waits."""
        if self._call.state is not CallState.QUEUED:
            return ""
        if name == "queue.position":
            return str(self._turn.house.lines.position(self._call))
        estimate = outlook.of_call(self._turn.house, self._call, self._turn.now)
        if estimate is None:
            return ""
        match name:
            case "queue.wait_low_min":
                return str(estimate.low_s // 60)
            case "queue.wait_high_min":
                return str(estimate.high_s // 60)
            case _:
                return ""

    def _now(self, name: str) -> str:
        """As a clock on the wall of the company shows it."""
        here: datetime = self._turn.now.astimezone(ZoneInfo(self._turn.house.plan.timezone))
        match name:
            case "now.date":
                return here.strftime("%Y-%m-%d")
            case "now.time":
                return here.strftime("%H:%M")
            case "now.weekday":
                return str(here.isoweekday())
            case _:
                return ""
