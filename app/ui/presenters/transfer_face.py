"""What is shown while a call is passed on, somebody is consulted or asked in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from app.ui.presenters.agent import Tone
from app.ui.presenters.pages import ListState
from app.ui.presenters.targets import TargetRow


class Purpose(Enum):
    TRANSFER = "TRANSFER"
    CONFERENCE = "CONFERENCE"
    CALL = (
        "CALL"  # somebody else is to be called while she is on the phone: a number clicked, pasted, dialled
    )


@dataclass(frozen=True, slots=True)
class ChooseFace:
    """``problem``: why the last wish was not carried out."""

    purpose: Purpose
    title: str
    rows: tuple[TargetRow, ...]
    state: ListState
    text: str
    busy: str  # "Calling 赵磊…" while a wish is on its way
    problem: str


@dataclass(frozen=True, slots=True)
class PersonFace:
    """One of those who take part; ``hears``: she and the agent hear each other now."""

    name: str
    detail: str
    state: str
    tone: Tone
    hears: bool


@dataclass(frozen=True, slots=True)
class ConsultFace:
    customer: PersonFace
    me: PersonFace
    target: PersonFace
    answered: bool
    complete_word: str
    hint: str
    busy: bool


class TransferView(Protocol):
    def show_choice(self, face: ChooseFace | None, typed: str) -> None:
        """``typed``: what the field begins with when the list opens. None closes it."""
        ...

    def show_consult(self, face: ConsultFace | None) -> None: ...
    def say(self, text: str) -> None: ...
