"""The centre as it is set up: agents, queues, numbers, hours and flows. Replaced as a whole (PlanChanged)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.server.core.flow.plan import Flow
from app.server.core.routing.plan import Choice, Membership, Priority
from app.server.core.showing import CallerRule
from app.server.core.waiting.plan import Hours, NumberHours, Overflow, Waiting


@dataclass(frozen=True, slots=True)
class AgentPlan:
    """``agent_id`` is the user's id; ``sip_user`` the phone that rings for her.

    ``dial_out``: she may call outside numbers and transfer to them. ``skills``: level 1–10 by skill.
    ``memberships``: by queue, where it is not the ordinary one. ``region``: as of callers ("广东 深圳").
    """

    agent_id: str
    sip_user: str
    queue_ids: tuple[str, ...]
    dial_out: bool = True
    skills: Mapping[str, int] = field(default_factory=dict[str, int])
    memberships: Mapping[str, Membership] = field(default_factory=dict[str, Membership])
    senior: bool = False
    region: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class PhonePlan:
    """A phone of somebody who takes no calls from queues (a supervisor, the reception)."""

    user_id: str
    dial_out: bool = True


@dataclass(frozen=True, slots=True)
class QueuePlan:
    """``number``: what agents dial to reach it or transfer to it, "" where it has none.

    ``wrap_up_more_s``: by how much an agent may extend her wrap-up, once. ``survey``: flow for the customer
    after the talk, "" for none. ``hours_id``: "" is always open.
    """

    queue_id: str
    ring_s: int
    wrap_up_s: int
    music: str = "music/calm"
    number: str = ""
    wrap_up_more_s: int = 60
    service_level_s: int = 20
    short_abandon_s: int = 5
    choice: Choice = field(default_factory=Choice)
    priority: Priority = field(default_factory=Priority)
    waiting: Waiting = field(default_factory=Waiting)
    overflow: tuple[Overflow, ...] = ()  # the first that applies
    hours_id: str = ""
    survey: str = ""
    auto_answer: bool = False  # her desktop picks up by itself, after a tone in her ear


@dataclass(frozen=True, slots=True)
class Plan:
    agents: dict[str, AgentPlan] = field(default_factory=dict[str, AgentPlan])
    queues: dict[str, QueuePlan] = field(default_factory=dict[str, QueuePlan])
    numbers: dict[str, Flow] = field(default_factory=dict[str, Flow])  # dialled number → flow
    flows: dict[str, Flow] = field(default_factory=dict[str, Flow])  # all, also those of no number
    hours: dict[str, Hours] = field(default_factory=dict[str, Hours])
    number_hours: dict[str, NumberHours] = field(default_factory=dict[str, NumberHours])
    phones: dict[str, PhonePlan] = field(default_factory=dict[str, PhonePlan])  # sip user → who is no agent
    music: str = "music/calm"  # for calls of no queue
    ring_s: int = 25  # a colleague who is to take over or join
    outside_ring_s: int = 60
    caller_numbers: tuple[str, ...] = ()  # the company's, that an outgoing call may show
    caller_rules: tuple[CallerRule, ...] = ()  # which of them, without a choice: the first that holds
    call_waiting: bool = True  # a call for herself rings at an agent who talks, as her second one
    recording_pause_limit_s: int = 120  # then it goes on by itself
    timezone: str = "Asia/Shanghai"  # whose midnight begins a new day of the agents' counts
