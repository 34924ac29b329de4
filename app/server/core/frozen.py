"""Plain data that never changes: events, commands, facts and what they are made of.

The type checker holds it (an assignment to a field is an error). While the program runs nobody looks: some
seventy such objects are made for each call, and a frozen dataclass takes four times as long to make.
``python -X dev`` looks.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[Made]) -> type[Made]:
    """As ``dataclass(frozen=True, slots=True)``: equal and hashed by value."""
    return dataclass(slots=True, unsafe_hash=True, frozen=sys.flags.dev_mode)(cls)
