"""Facts to and from the ledger's rows. Enums are kept by their value, dataclasses as objects.

A payload written by an older program is read too, as long as new fields have a default.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, get_args

import msgspec

from app.server.core.facts import Fact

KINDS: dict[str, type[Fact]] = {kind.__name__: kind for kind in get_args(Fact)}


class FactUnreadableError(Exception):
    """A row of the ledger that this program does not understand (written by a newer one, or damaged)."""

    error_id = "ledger-unreadable"


def encode_fact(fact: Fact) -> dict[str, Any]:
    return msgspec.to_builtins(fact)


def decode_fact(kind: str, payload: dict[str, Any]) -> Fact:
    """Raises FactUnreadableError."""
    known = KINDS.get(kind)
    if known is None:
        raise FactUnreadableError(f"unknown kind of fact: {kind}")
    try:
        return msgspec.convert(payload, type=known)
    except msgspec.ValidationError as error:
        raise FactUnreadableError(f"{kind}: {error}") from error


def fact_row(seq: int, at: datetime, fact: Fact) -> dict[str, Any]:
    """The columns of table ``ledger``."""
    return {
        "seq": seq,
        "at": at,
        "kind": type(fact).__name__,
        "call_id": getattr(fact, "call_id", None),
        "agent_id": getattr(fact, "agent_id", None),
        "payload": encode_fact(fact),
    }
