"""Whether an agent's phone can be heard and hears: a short silent call that answers itself."""

from __future__ import annotations

from app.contracts.base import Wire


class PhoneTestView(Wire):
    """Answer of ``POST /api/v1/me/phone-test``, within 5 s.

    ``packets_from_phone``: voice that arrived at the server; ``packets_lost_to_phone``: of the server's, as
    the phone reports it. None: the phone has not said.
    """

    answered: bool
    packets_from_phone: int = 0
    packets_lost_to_phone: int | None = None
    round_trip_ms: float | None = None
