"""What the form for a call's result shows: outcomes with their keys, what is missing, where the text is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol


class Kept(Enum):
    NOTHING = "NOTHING"
    DRAFT = "DRAFT"
    ON_ITS_WAY = "ON_ITS_WAY"
    SAVED = "SAVED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class OutcomeFace:
    code: str
    text: str
    key: int  # the number key that chooses it, 0 for none


@dataclass(frozen=True, slots=True)
class ResultFace:
    """``finishing``: the button ends the wrap-up; else it saves the note in the running call.

    ``hint``: what is still missing, beside the heading of the outcomes. ``templates``: their titles.
    """

    enabled: bool
    finishing: bool
    outcomes: tuple[OutcomeFace, ...]
    outcome: str
    hint: str
    templates: tuple[str, ...]
    handed_by: str  # the colleague who passed the call on, and what she noted
    handed_note: str
    kept: Kept
    kept_text: str
    countdown: bool


class ResultView(Protocol):
    def show_result(self, face: ResultFace) -> None: ...
    def show_typed(self, note: str, follow_up_at: datetime | None) -> None:
        """Only when another call comes to the desk: what is being typed is never overwritten."""
        ...

    def insert(self, text: str) -> None:
        """Where the cursor is in the note, as if it had been typed."""
        ...

    def point_at_outcomes(self) -> None:
        """The outcome is missing: show where it is chosen."""
        ...

    def show_countdown(self, text: str, fraction: float) -> None: ...
    def say(self, text: str) -> None: ...
