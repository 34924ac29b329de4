"""What came of a node that was entered, or of a key: how the way goes on."""

from __future__ import annotations

from dataclasses import field
from enum import Enum, auto

from app.server.core.flow.steps import Step
from app.server.core.frozen import empty, frozen


class Waits(Enum):
    """For whom, where it is not the caller's key or the end of a prompt."""

    ANSWER = auto()  # a system's
    MESSAGE = auto()  # he speaks
    DEED = auto()  # a call-back or a transfer, by the house


@frozen
class Move:
    """``steps``, then on to ``target`` by ``exit`` ("": the steps say it). Without a target it stays.

    ``ends``: exit and outcome of the whole run, said before the steps; nothing follows them.
    """

    steps: list[Step] = field(default_factory=empty(list[Step]))
    exit: str = ""
    target: str = ""
    waits: Waits | None = None
    ends: tuple[str, str] | None = None
