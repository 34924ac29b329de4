"""Names of variables, and whether a text with variables in braces ("{order.number}") is well formed."""

from __future__ import annotations

import re

from app.server.core.flow.memory import LONGEST_NAME

VARIABLE = r"[A-Za-z_][A-Za-z0-9_.-]*"
_NAME = re.compile(VARIABLE)
_FILLED = re.compile(r"\{" + VARIABLE + r"\}")


def is_variable(name: str) -> bool:
    return len(name) <= LONGEST_NAME and _NAME.fullmatch(name) is not None


def is_template(text: str) -> bool:
    """Every brace belongs to a variable."""
    rest = _FILLED.sub("", text)
    return "{" not in rest and "}" not in rest
