"""What a quick reply is, which variables it may hold, and what can be wrong with a wish about one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.server.storage.errors import InvalidValueError, StorageError

VARIABLES = ("customer", "agent", "company", "ticket", "queue", "time")
MOST_OWN, MOST_TEAM = 300, 1000
_VARIABLE = re.compile(r"{(\w+)}")


class TooManyRepliesError(StorageError):
    error_id = "invalid"
    status = 422
    sentence = "There are too many quick replies. Delete some that nobody uses."


@dataclass(frozen=True, slots=True)
class Reply:
    """``owner_id`` "": the team's. ``clip``: the name of its recording, "" for none."""

    reply_id: str
    owner_id: str
    title: str
    text: str
    language: str
    clip: str = ""


def check_text(text: str) -> None:
    """Raises InvalidValueError for a variable that nobody could fill."""
    unknown = [name for name in _VARIABLE.findall(text) if name not in VARIABLES]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in VARIABLES)
        raise InvalidValueError(f"There is no variable {{{unknown[0]}}}. Known are {known}.")


def is_fixed(text: str) -> bool:
    """Without variables: it is always the same, so it can be spoken ahead."""
    return not any(name in VARIABLES for name in _VARIABLE.findall(text))
