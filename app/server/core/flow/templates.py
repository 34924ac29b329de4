"""Texts with variables in them: "您的订单{order.number}已发货"."""

from __future__ import annotations

import re
from collections.abc import Callable

LONGEST_TEXT = 500
_VARIABLE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.-]*)\}")
ValueOf = Callable[[str], str]  # "" for what is not known


class Masked(str):
    """A text with a secret in it: usable as any other, but never written out by accident."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'****'"


def names_in(template: str) -> tuple[str, ...]:
    """The variables that it uses, in order."""
    return tuple(_VARIABLE.findall(template))


def fill(template: str, value_of: ValueOf) -> str:
    """With values in place of names, at most 500 characters. What a value holds is never looked into."""
    return _VARIABLE.sub(lambda found: value_of(found[1]), template)[:LONGEST_TEXT]
