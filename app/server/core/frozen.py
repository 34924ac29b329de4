"""Plain data that is made often: events, commands, facts and what they are made of.

That it never changes, the type checker holds (an assignment to a field is an error). While the program runs
nobody looks: some seventy such objects are made for each call, and a frozen dataclass takes four times as
long to make. ``python -X dev`` looks. To make one by keywords takes four times as long, too: those of every
call are made by position.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform, get_origin

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[Made]) -> type[Made]:
    """As ``dataclass(frozen=True, slots=True)``: equal and hashed by value."""
    return dataclass(slots=True, unsafe_hash=True, frozen=sys.flags.dev_mode)(cls)


def empty(kind: Callable[[], Made]) -> Callable[[], Made]:
    """What makes an empty one: ``empty(dict[str, int])`` is ``dict``, which takes a tenth of the time of
    ``dict[str, int]()``."""
    return get_origin(kind) or kind
