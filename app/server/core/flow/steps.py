"""What a flow wants done next: plain steps, carried out by ``carry.py`` or shown by a simulation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from app.server.core.frozen import frozen


@frozen
class Speak:
    """Play these, then wait ``wait_s`` for a digit (0: do not wait)."""

    prompts: tuple[str, ...]
    wait_s: int = 0


@frozen
class Listen:
    """Be silent and wait for the next digit."""

    wait_s: int


@frozen
class Chosen:
    """A digit was accepted in this node, or several ("****" where they are secret)."""

    node: str
    digit: str


@frozen
class NodeLeft:
    """A visit is over. ``exit``: as in the fact of this name."""

    flow_id: str
    version: int
    node: str
    exit: str


@frozen
class FlowOver:
    """``how``: as in the fact FlowEnded. Also of each sub-flow."""

    flow_id: str
    version: int
    how: str


@frozen
class EnterQueue:
    """The last step of a run."""

    queue_id: str
    prompts: tuple[str, ...]
    wants: Mapping[str, int] = field(default_factory=dict[str, int])
    priority: int = 0


@frozen
class AskOut:
    """Ask a system, play ``prompts`` and then music; ``FlowRun.told`` takes the answer.

    ``values`` may hold secrets: those show as "****" wherever this is written out (``templates.Masked``).
    """

    system: str
    operation: str
    values: Mapping[str, str]
    into: Mapping[str, str]
    timeout_s: int
    prompts: tuple[str, ...] = ()


@frozen
class LeaveMessage:
    """The beep was heard: what he says from now on is a message. Then ``FlowRun.done`` or ``failed``."""

    queue_id: str
    max_s: int


@frozen
class MessageOver:
    """He pressed # at the end of his message. Then ``FlowRun.done``."""


@frozen
class WishCallBack:
    """``queue_id`` "": the one he waits in. ``number`` "": his own. Then ``FlowRun.done`` or ``failed``."""

    queue_id: str
    number: str


@frozen
class Transfer:
    """Play ``prompts`` while it rings there. ``FlowRun.finish`` where it is answered, else ``failed``.

    ``written``: the target stands in the flow as it is. Only such a one may be outside of the house: a
    caller's digits must never choose which number is dialled on the company's account.
    """

    target: str
    prompts: tuple[str, ...]
    written: bool


@frozen
class Text:
    """A short message. ``number`` "": the caller's own; another one only if ``written`` in the flow."""

    number: str
    text: str
    written: bool = True


@frozen
class Rate:
    """One question of a survey was answered."""

    question: str
    digit: str
    score: int


@frozen
class LanguageChosen:
    language: str


@frozen
class Back:
    """The last step of a run while waiting: these, then the music again."""

    prompts: tuple[str, ...]


@frozen
class End:
    """The last step of a run: the last prompt was heard, hang up."""


Step = (
    Speak
    | Listen
    | Chosen
    | NodeLeft
    | FlowOver
    | EnterQueue
    | AskOut
    | LeaveMessage
    | MessageOver
    | WishCallBack
    | Transfer
    | Text
    | Rate
    | LanguageChosen
    | Back
    | End
)
