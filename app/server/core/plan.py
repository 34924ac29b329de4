"""The centre as it is set up: agents, queues, numbers and flows. Loaded once, replaced as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AgentPlan:
    """``agent_id`` is the user's id; ``sip_user`` the phone that rings for her."""

    agent_id: str
    sip_user: str
    queue_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueuePlan:
    queue_id: str
    ring_s: int
    wrap_up_s: int
    music: str = "music/calm"


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
