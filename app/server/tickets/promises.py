"""What was promised for a ticket: within how much opening time, by type and priority.

In:  what a ticket of a type is, as the company set it up. Out: the promises of one ticket, in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.contracts.tickets import ClockKind, TicketTypeView

MINUTE_S: Final = 60


def promised_s(kind: TicketTypeView, priority: str) -> Mapping[ClockKind, int]:
    """Seconds of opening time by clock; a clock for which nothing is promised is not there."""
    found = next((each for each in kind.promises if each.priority == priority), None)
    if found is None:
        return {}
    minutes: dict[ClockKind, int | None] = {
        "FIRST_RESPONSE": found.first_response_min,
        "UPDATE": found.update_min,
        "RESOLUTION": found.resolution_min,
    }
    return {clock: each * MINUTE_S for clock, each in minutes.items() if each is not None and each > 0}
