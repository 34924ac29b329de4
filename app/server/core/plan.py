"""The centre as it is set up: agents, queues, numbers and flows. Loaded once, replaced as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AgentPlan:
    """``agent_id`` is the user's id; ``sip_user`` the phone that rings for her.

    ``dial_out``: she may call outside numbers and transfer to them.
    """

    agent_id: str
    sip_user: str
    queue_ids: tuple[str, ...]
    dial_out: bool = True


@dataclass(frozen=True, slots=True)
class PhonePlan:
    """A phone of somebody who takes no calls from queues (a supervisor, the reception)."""

    user_id: str
    dial_out: bool = True


@dataclass(frozen=True, slots=True)
class QueuePlan:
    """``number``: what agents dial to reach it or transfer to it, "" where it has none."""

    queue_id: str
    ring_s: int
    wrap_up_s: int
    music: str = "music/calm"
    number: str = ""


@dataclass(frozen=True, slots=True)
class Say:
    prompts: tuple[str, ...]
    next: str


@dataclass(frozen=True, slots=True)
class Menu:
    """``options``: digit → node. After ``max_tries`` wrong or silent tries: ``otherwise``."""

    prompts: tuple[str, ...]
    options: dict[str, str]
    timeout_s: int
    max_tries: int
    invalid: str
    no_input: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class ToQueue:
    queue_id: str
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HangUp:
    prompts: tuple[str, ...]


Node = Say | Menu | ToQueue | HangUp


@dataclass(frozen=True, slots=True)
class Flow:
    """A voice menu. Prompts are full names ("zh/welcome")."""

    flow_id: str
    start: str
    nodes: dict[str, Node]


@dataclass(frozen=True, slots=True)
class Plan:
    agents: dict[str, AgentPlan] = field(default_factory=dict[str, AgentPlan])
    queues: dict[str, QueuePlan] = field(default_factory=dict[str, QueuePlan])
    numbers: dict[str, Flow] = field(default_factory=dict[str, Flow])  # dialled number → flow
    phones: dict[str, PhonePlan] = field(default_factory=dict[str, PhonePlan])  # sip user → who is no agent
    music: str = "music/calm"  # for calls of no queue
    ring_s: int = 25  # a colleague who is to take over or join
    outside_ring_s: int = 60
    recording_pause_limit_s: int = 120  # then it goes on by itself
