"""One example of each shape on the wire, as objects of the contracts, so that none can be wrong.

In:  nothing. Out: ``all_examples()``, for the description of the API; read when it is asked for, not before.
"""

from __future__ import annotations

from app.contracts.base import Wire


def all_examples() -> tuple[Wire, ...]:
    from app.server.api.examples import calls, customers, house, knowledge, people, tickets

    return (
        people.EXAMPLES
        + calls.EXAMPLES
        + customers.EXAMPLES
        + tickets.EXAMPLES
        + knowledge.EXAMPLES
        + house.EXAMPLES
    )
