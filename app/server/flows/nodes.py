"""Every type of node, declared once: its word, its fields, what they mean. Reader and schema go by this.

A field's ``argument`` is its name in the core's class where that is another; ``CHECKED_ONLY`` ones are
read for the checker alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.server.core.flow import plan
from app.server.core.flow.plan import Node
from app.server.flows.kinds import (
    Flag,
    Kind,
    Name,
    Names,
    OneOf,
    Table,
    Target,
    Template,
    Text,
    Variable,
    Whole,
)
from app.server.flows.utterances import AllSaid, Cases, Said

CHECKED_ONLY = "-"
NOTHING: Any = object()


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: Kind
    help: str
    required: bool = False
    argument: str = ""
    default: Any = NOTHING  # where the core's class has none, or another


@dataclass(frozen=True, slots=True)
class NodeKind:
    make: Callable[..., Node]
    help: str
    fields: tuple[Field, ...]


_NEXT = Field("next", Target(), "the node that follows", required=True)
_PROMPTS = Field("prompts", AllSaid(), "what is said", default=())
_INVALID = Field("invalid", Said(), "said after a wrong key", default="invalid-choice")
_NO_INPUT = Field("no_input", Said(), "said after silence", default="no-input")
_OTHERWISE = Field(
    "otherwise", Target(), "where it leads after max_tries wrong or silent tries", required=True
)
_TRIES = Field("max_tries", Whole(1, 10), "how often it is asked", default=3)
_NUMBER = Field("number", Template(), "number to be used; empty: the caller's own")


def _queue(required: bool, help: str) -> Field:
    return Field("queue", Name(empty=not required), help, required, "queue_id", NOTHING if required else "")


NODE_KINDS: dict[str, NodeKind] = {
    "say": NodeKind(plan.Say, "Says something and goes on.", (_PROMPTS, _NEXT)),
    "menu": NodeKind(
        plan.Menu,
        "Asks for one key.",
        (
            _PROMPTS,
            Field("options", Table("key", Target(), least=1), "where each key leads", required=True),
            Field("timeout_s", Whole(1, 60), "seconds to wait for the key", default=6),
            _TRIES, _INVALID, _NO_INPUT, _OTHERWISE,
        ),
    ),
    "collect": NodeKind(
        plan.Collect,
        "Collects several keys into a variable.",
        (
            _PROMPTS,
            Field("into", Variable(), "the variable", required=True),
            Field("min_digits", Whole(1, 40), "fewer are wrong"),
            Field("max_digits", Whole(1, 40), "with so many it is complete"),
            Field("terminator", OneOf(("#", "*", "")), "ends it early; empty: nothing does"),
            Field("secret", Flag(), "never shown, spoken or written down"),
            Field("secret_for", Names(), "systems that may be sent this secret", argument=CHECKED_ONLY),
            Field("timeout_s", Whole(1, 60), "seconds to wait between two keys"),
            _TRIES, _INVALID, _NO_INPUT, _NEXT, _OTHERWISE,
        ),
    ),
    "condition": NodeKind(
        plan.Condition,
        "Goes the way of the first case that holds.",
        (
            Field("cases", Cases(), "looked at in this order", required=True),
            Field("otherwise", Target(), "where it leads if none holds", required=True),
        ),
    ),
    "set": NodeKind(
        plan.SetVariables,
        "Sets variables.",
        (Field("values", Table("variable", Template(), least=1), "text by variable", required=True), _NEXT),
    ),
    "ask": NodeKind(
        plan.Ask,
        "Asks a system of the company, or @orders, @tickets, @customers.",
        (
            Field("system", Name(), "its id", required=True),
            Field("operation", Name(), "which of its operations", required=True),
            Field("values", Table("name", Template()), "text by parameter", default={}),
            Field("into", Table("variable", Text(200)), "path in the answer by variable", default={}),
            Field("timeout_s", Whole(1, 30), "seconds the caller waits at most"),
            Field("prompts", AllSaid(), "heard meanwhile"),
            _NEXT,
            Field("failed", Target(), "where it leads if the system does not answer", required=True),
            Field("not_found", Target(empty=True), "if there is no such thing; empty: as failed"),
        ),
    ),
    "queue": NodeKind(
        plan.ToQueue,
        "Waits for an agent.",
        (
            _queue(True, "the queue"), _PROMPTS,
            Field("wants", Table("name", Whole(1, 10)), "level by skill, besides the queue's own"),
            Field("priority", Whole(-100, 100), "added to the queue's"),
            Field("music", Text(), "no longer used: music belongs to the queue", argument=CHECKED_ONLY),
        ),
    ),
    "message": NodeKind(
        plan.Message,
        "Takes a voice message after a beep; # ends it.",
        (
            _queue(False, "whose people hear it; empty: the queue he waits in or came from"), _PROMPTS,
            Field("max_s", Whole(5, 600), "longest message in seconds"), _NEXT,
        ),
    ),
    "call-back": NodeKind(
        plan.CallBack,
        "Promises a call-back that keeps the place in the line.",
        (
            _queue(False, "empty: the queue he waits in"),
            Field("prompts", AllSaid(), "said once it is noted", default=()), _NUMBER, _NEXT,
            Field("failed", Target(empty=True), "if that number cannot be called; empty: as next"),
        ),
    ),
    "send-text": NodeKind(
        plan.SendText,
        "Sends a short message.",
        (Field("text", Template(empty=False), "what it says", required=True), _NUMBER, _NEXT),
    ),
    "transfer": NodeKind(
        plan.TransferTo,
        "Connects with an agent, an extension, a number of ours or an outside number.",
        (
            Field("target", Template(empty=False), "who", required=True), _PROMPTS,
            Field("failed", Target(), "if nobody answers there", required=True),
        ),
    ),
    "language": NodeKind(
        plan.Language,
        "Goes on in another language.",
        (Field("language", Name(), "zh or en", required=True), _NEXT),
    ),
    "survey": NodeKind(
        plan.Survey,
        "One question, answered by one key.",
        (
            Field("question", Name(), "the name by which answers are counted", required=True), _PROMPTS,
            Field("scores", Table("key", Whole(-100, 100), least=1), "score by key", required=True),
            Field("branches", Table("key", Target()), "keys that lead elsewhere than next"),
            Field("timeout_s", Whole(1, 60), "seconds to wait for the key"),
            Field("max_tries", Whole(1, 10), "how often it is asked"), _INVALID, _NEXT,
        ),
    ),
    "sub-flow": NodeKind(
        plan.SubFlow,
        "Another flow; it comes back here at its node of type back.",
        (Field("flow", Name(), "its id", required=True, argument="flow_id"), _NEXT),
    ),
    "hangup": NodeKind(plan.HangUp, "Says something and ends the call.", (_PROMPTS,)),
    "back": NodeKind(
        plan.GoBack,
        "Back to the music (of a flow run while waiting), or to the calling flow.",
        (Field("prompts", AllSaid(), "said before"),),
    ),
}  # fmt: skip
OTHER_WORDS = {"end": "hangup"}
