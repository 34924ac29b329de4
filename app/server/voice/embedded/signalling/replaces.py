"""A call that takes the place of another (RFC 3891), in an INVITE or inside a Refer-To.

In:  the header's value. Out: which dialog is meant.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Replaces:
    """Tags as the one who is asked sees them: ``to_tag`` is ours, ``from_tag`` its partner's."""

    call_id: str
    to_tag: str
    from_tag: str
    early_only: bool = False


class ReplacesError(Exception):
    """Not readable: 400 (RFC 3891 §3)."""

    error_id = "sip-replaces"


def read(value: str) -> Replaces:
    """``CALL-ID;to-tag=X;from-tag=Y[;early-only]``. Raises ReplacesError."""
    call_id, *params = (part.strip() for part in value.split(";"))
    named: dict[str, str] = {}
    for param in params:
        name, _, said = param.partition("=")
        if name.strip().lower() in named:
            raise ReplacesError("a parameter twice")
        named[name.strip().lower()] = said.strip()
    if not call_id or not named.get("to-tag") or not named.get("from-tag"):
        raise ReplacesError("without Call-ID or tags")
    return Replaces(call_id, named["to-tag"], named["from-tag"], "early-only" in named)
