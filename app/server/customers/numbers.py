"""The numbers of one customer as somebody wishes them: known ones by id, new ones as they were written.

In:  what stands, how it was shown, the wish. Out: the list as it is to be, or InvalidValueError. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.contracts.customers import NumberChange, NumberView
from app.server.customers.rules import to_e164
from app.server.storage.errors import InvalidValueError

LONGEST_NUMBER = 40
LONGEST_RAW = 60


@dataclass(frozen=True, slots=True)
class Known:
    """``number_id`` "": a new one."""

    number_id: str
    e164: str
    raw: str
    kind: str

    @classmethod
    def of(cls, view: NumberView) -> Known:
        return cls(view.number_id, view.number, view.raw, view.kind)


def parsed(raw: str) -> str:
    """E.164 of what somebody wrote. Raises InvalidValueError."""
    e164 = to_e164(raw)
    if not e164 or len(e164) > LONGEST_NUMBER or "*" in raw or "\0" in raw:
        raise InvalidValueError("The number is not a telephone number.")
    return e164


def wished(
    changes: Sequence[NumberChange], present: Sequence[Known], shown: Sequence[NumberView]
) -> list[Known]:
    """``shown``: those of ``present`` as this person sees them."""
    by_id = {each.number_id: each for each in present}
    as_shown = {each.number_id: {each.number, each.raw} for each in shown}
    found: list[Known] = []
    for change in changes:
        raw = change.raw.strip()
        before = by_id.get(change.number_id)
        if change.number_id and before is None:
            raise InvalidValueError(
                "One of these numbers is not this customer's any more: read the file again."
            )
        if before is None:
            found.append(Known("", parsed(raw), raw, change.kind))
        elif not raw or raw in (before.raw, before.e164) or raw in as_shown[before.number_id]:
            found.append(replace(before, kind=change.kind))
        else:
            found.append(Known(before.number_id, parsed(raw), raw, change.kind))
    if len({each.e164 for each in found}) < len(found):
        raise InvalidValueError("The same number is there twice.")
    return found
