"""What a flow is made of: plain data, checked before it comes here (``app.server.flows``).

A prompt is "zh/welcome" (that recording), "welcome" (in the caller's language) or a ``Spoken``. Targets are
names of nodes of the same flow, or ``BACK`` (the menu before) and ``REPEAT`` (this node again).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

BACK = "@back"
REPEAT = "@repeat"


class SpokenKind(Enum):
    """How a value is said: 12 is "twelve" as NUMBER, "one two" as DIGITS."""

    NUMBER = "number"
    DIGITS = "digits"
    MONEY = "money"  # in the smallest unit (fen, cents)
    DATE = "date"  # 2026-05-01
    TIME = "time"  # 13:30
    MINUTES = "minutes"
    TEXT = "text"  # by the speech port, rendered once and kept


@dataclass(frozen=True, slots=True)
class Spoken:
    """``value`` is a template: "{balance}", "您的订单{order.number}已发货"."""

    kind: SpokenKind
    value: str


Utterance = str | Spoken
Prompts = tuple[Utterance, ...]


@dataclass(frozen=True, slots=True)
class Say:
    prompts: Prompts
    next: str


@dataclass(frozen=True, slots=True)
class Menu:
    """``options``: digit → node. After ``max_tries`` wrong or silent tries: ``otherwise``."""

    prompts: Prompts
    options: Mapping[str, str]
    timeout_s: int
    max_tries: int
    invalid: Utterance
    no_input: Utterance
    otherwise: str


@dataclass(frozen=True, slots=True)
class Collect:
    """Several keys into variable ``into``. ``secret``: never in the clear, "****" in facts and logs."""

    prompts: Prompts
    into: str
    next: str
    otherwise: str
    min_digits: int = 1
    max_digits: int = 20
    terminator: str = "#"
    secret: bool = False
    timeout_s: int = 5  # between two keys
    max_tries: int = 3
    invalid: Utterance = "invalid-choice"
    no_input: Utterance = "no-input"


class Test(Enum):
    """What a condition looks at."""

    __test__ = False  # not a case of pytest

    VARIABLE = "variable"  # subject: its name
    OPEN = "open"  # subject: opening hours; value "yes" or "no"
    HOLIDAY = "holiday"  # subject: opening hours; value: name of the holiday, "" for any
    WAITING = "waiting"  # subject: queue; how many wait
    READY = "ready"  # subject: queue; how many agents are ready
    SIGNED_IN = "signed-in"  # subject: queue; agents who are not off
    EXPECTED_WAIT = "expected-wait"  # subject: queue; seconds; while unknown only "empty" is true


@dataclass(frozen=True, slots=True)
class Case:
    """``operator``: "=", "!=", "<", "<=", ">", ">=", "in" (value: parts with "|" between), "set", "empty".

    Numbers are compared as numbers where both sides are some.
    """

    test: Test
    subject: str
    operator: str
    value: str
    next: str


@dataclass(frozen=True, slots=True)
class Condition:
    """The first case that holds, else ``otherwise``."""

    cases: tuple[Case, ...]
    otherwise: str


@dataclass(frozen=True, slots=True)
class SetVariables:
    values: Mapping[str, str]  # name → template
    next: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask a system of the company ("shop"), or ourselves ("@orders", "@tickets").

    ``values``: template by parameter. ``into``: variable → path in the answer ("data.status"). ``prompts``
    are heard meanwhile. What is wrong with the system is its circuit breaker's matter; the caller goes to
    ``failed`` after ``timeout_s`` at the latest, to ``not_found`` where it knows no such thing.
    """

    system: str
    operation: str
    values: Mapping[str, str]
    into: Mapping[str, str]
    next: str
    failed: str
    not_found: str = ""  # "": as failed
    timeout_s: int = 5
    prompts: Prompts = ()


@dataclass(frozen=True, slots=True)
class ToQueue:
    """``wants``: levels of skills wanted besides the queue's own (customer type, language)."""

    queue_id: str
    prompts: Prompts
    wants: Mapping[str, int] = field(default_factory=dict[str, int])
    priority: int = 0  # added to the queue's


@dataclass(frozen=True, slots=True)
class Message:
    """A voice message for ``queue_id``'s people, after a beep; # or silence on the line ends it."""

    queue_id: str
    prompts: Prompts
    next: str
    max_s: int = 120


@dataclass(frozen=True, slots=True)
class CallBack:
    """A call-back to ``number`` (template; "" the caller's own), at the place he has or would get."""

    queue_id: str  # "": the one he waits in
    prompts: Prompts  # heard once it is noted
    next: str
    number: str = ""
    failed: str = ""  # the number cannot be called; "": as next


@dataclass(frozen=True, slots=True)
class SendText:
    """A short message to the caller's number: ``text`` is a template."""

    text: str
    next: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class TransferTo:
    """An agent, extension, number of ours, or outside number (template)."""

    target: str
    prompts: Prompts
    failed: str


@dataclass(frozen=True, slots=True)
class Language:
    language: str
    next: str


@dataclass(frozen=True, slots=True)
class Survey:
    """One question answered by one key; ``scores``: digit → what is kept."""

    question: str
    prompts: Prompts
    scores: Mapping[str, int]
    next: str
    branches: Mapping[str, str] = field(default_factory=dict[str, str])  # digit → other node than next
    timeout_s: int = 6
    max_tries: int = 2
    invalid: Utterance = "invalid-choice"


@dataclass(frozen=True, slots=True)
class SubFlow:
    """Another flow; afterwards on at ``next``. Variables are shared."""

    flow_id: str
    next: str


@dataclass(frozen=True, slots=True)
class HangUp:
    prompts: Prompts


@dataclass(frozen=True, slots=True)
class GoBack:
    """Of a flow that runs while waiting: back to the music, the place is kept."""

    prompts: Prompts = ()


Node = (
    Say
    | Menu
    | Collect
    | Condition
    | SetVariables
    | Ask
    | ToQueue
    | Message
    | CallBack
    | SendText
    | TransferTo
    | Language
    | Survey
    | SubFlow
    | HangUp
    | GoBack
)


@dataclass(frozen=True, slots=True)
class Flow:
    """A voice menu. ``version`` counts its changes."""

    flow_id: str
    start: str
    nodes: Mapping[str, Node]
    language: str = "zh"
    version: int = 1
