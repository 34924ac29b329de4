"""A centre of any size to simulate: agents in several queues each, and callers who keep them busy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.server.core.flow.plan import Flow, ToQueue
from app.server.core.plan import AgentPlan, Plan, QueuePlan
from app.server.core.routing.plan import Choice, Priority
from app.server.core.waiting.plan import Announcements, Waiting
from app.server.simulation.chance import ENDLESS, NO_TIME, Span, exponential
from app.server.simulation.load import Load

SILENT = Waiting(announcements=Announcements(first_after_s=0, comfort=()), grace_s=0)  # all have one number
LONGEST_WRAP_UP_S = 3600
FIRST_COME = Priority()
TALK = exponential(180.0)


@dataclass(frozen=True, slots=True)
class Size:
    """``queues_each``: of an agent. ``occupancy``: what the load keeps them busy, talk and wrap-up."""

    agents: int = 200
    queues: int = 20
    queues_each: int = 3
    occupancy: float = 0.9
    talk: Span = TALK
    wrap_up: Span = NO_TIME
    patience: Span = ENDLESS
    strategy: str = "longest-idle"
    priority: Priority = FIRST_COME
    levels: Mapping[str, float] = field(default_factory=dict[str, float])  # share of callers


def plan_of(size: Size, waiting: Waiting = SILENT) -> Plan:
    """Agents a0001…, queues q01…, and for each queue a number "4001"… that leads straight to it.

    Each agent is in a run of queues, the next agent in a run that begins one further: the queues hang
    together, and all have as many agents (give or take one).
    """
    queues = [f"q{n:02}" for n in range(1, size.queues + 1)]
    each = min(size.queues_each, size.queues)
    agents = {
        f"a{n:04}": AgentPlan(
            f"a{n:04}",
            f"{10000 + n}",
            tuple(queues[(n + k) % size.queues] for k in range(each)),
        )
        for n in range(1, size.agents + 1)
    }
    ordinary = QueuePlan(
        "",
        ring_s=20,
        wrap_up_s=LONGEST_WRAP_UP_S,
        choice=Choice(strategy=size.strategy),
        priority=size.priority,
        waiting=waiting,
    )
    return Plan(
        agents=agents,
        queues={queue: replace(ordinary, queue_id=queue) for queue in queues},
        numbers={number_of(queue): straight_to(queue) for queue in queues},
    )


def number_of(queue_id: str) -> str:
    return f"40{queue_id[1:]}"


def straight_to(queue_id: str) -> Flow:
    return Flow(f"to-{queue_id}", "queue", {"queue": ToQueue(queue_id, ())})


def loads_of(size: Size) -> list[Load]:
    """The same for each queue."""
    handling_s = size.talk.mean_s + size.wrap_up.mean_s
    per_hour = size.agents * size.occupancy * 3600.0 / handling_s / size.queues
    return [
        Load(number_of(f"q{n:02}"), per_hour, size.talk, size.patience, size.wrap_up, size.levels)
        for n in range(1, size.queues + 1)
    ]
