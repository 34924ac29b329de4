"""Cursors of lists: where the next page begins, opaque to whoever carries them.

In:  the sort values of the last row (numbers and texts).
Out: a short text, and the same values back.
"""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from app.server.storage.errors import InvalidValueError
from app.server.storage.types import from_us

LONGEST_PAGE = 200
_MOST_CHARACTERS = 400

CursorPart = int | str


def encode_cursor(*parts: CursorPart) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(parts)).decode().rstrip("=")


def decode_cursor(cursor: str, kinds: tuple[type[CursorPart], ...]) -> tuple[CursorPart, ...]:
    """Raises InvalidValueError for a cursor that did not come from ``encode_cursor`` of this list."""
    if len(cursor) > _MOST_CHARACTERS:
        raise InvalidValueError("The cursor is not one of this list.")
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        parts = msgspec.json.decode(base64.urlsafe_b64decode(padded), type=list[int | str])
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise InvalidValueError("The cursor is not one of this list.") from error
    if len(parts) != len(kinds) or any(
        type(part) is not kind for part, kind in zip(parts, kinds, strict=True)
    ):
        raise InvalidValueError("The cursor is not one of this list.")
    if any(isinstance(part, int) and not -(2**62) < part < 2**62 for part in parts):
        raise InvalidValueError("The cursor is not one of this list.")
    return tuple(parts)


def older_than(
    at: InstrumentedAttribute[datetime], row_id: InstrumentedAttribute[str], cursor: tuple[CursorPart, ...]
) -> ColumnElement[bool]:
    """Rows after the cursor (microseconds, id) in a list sorted by time and id, newest first."""
    instant, last_id = from_us(int(cursor[0])), str(cursor[1])
    return or_(at < instant, and_(at == instant, row_id < last_id))
