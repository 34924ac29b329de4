"""How fast the core decides: 10,000 agents signed in, 20 queues with skills, 5,000 callers waiting.

In:  how many decisions. Out: rows of decisions a second and how long one takes.
A decision is one whole turn of the switchboard: an agent becomes ready (or a caller enters a queue), the pair
is found and explained, the offer is made. Everything else (answers, ends) goes on between, unmeasured.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from app.demo.bench_machine import percentile
from app.server.core.commands import Consequence, ShowOffer
from app.server.core.events import (
    CallerIdentified,
    Event,
    LegAnswered,
    LegEnded,
    LegIncoming,
    PhoneRegistered,
    StateWished,
    WrapUpFinished,
)
from app.server.core.flow.plan import Flow, ToQueue
from app.server.core.plan import AgentPlan, Plan, QueuePlan
from app.server.core.routing.plan import Choice, Membership, Relaxation
from app.server.core.routing.strategies import STRATEGIES
from app.server.core.switchboard import Switchboard
from app.server.core.types import AgentState, EndCause

QUEUES = 20
SKILLS = ("zh", "en", "yue", "tax", "card", "shop")
REGIONS = ("广东 深圳", "广东 广州", "上海 上海", "北京 北京", "")
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RoutingExtent:
    agents: int = 10_000
    waiting: int = 5_000
    decisions: int = 20_000


FULL = RoutingExtent()
QUICK = RoutingExtent(decisions=4_000)


def routing(extent: RoutingExtent) -> list[dict[str, Any]]:
    """One row for each kind of decision."""
    return [_ready(extent), _caller(extent)]


def lines_of(row: dict[str, Any]) -> str:
    """One row for a person."""
    return (
        f"{row['decision']:28} {row['decisions_per_s']:8.0f} a second, p50 {row['p50_ms']:.3f} ms, "
        f"p99 {row['p99_ms']:.3f} ms, worst {row['max_ms']:.1f} ms, own time p99 {row['cpu_p99_ms']:.3f} ms"
    )


class Hall:
    """A switchboard with everybody signed in, and what is known of its calls."""

    def __init__(self, extent: RoutingExtent) -> None:
        self.random = Random(20260105)
        self.plan = _a_plan(extent.agents, self.random)
        self.now = START
        self._ids: Counter[str] = Counter()
        self.board = Switchboard(self.plan, self._new_id, START, draw=self.random.random)
        self._callers = 0
        for agent_id in self.plan.agents:
            self.happens(PhoneRegistered(agent_id), StateWished(agent_id, AgentState.NOT_READY, "", agent_id))

    def _new_id(self, kind: str) -> str:
        self._ids[kind] += 1
        return f"{kind}-{self._ids[kind]}"

    def happens(self, *events: Event) -> list[Consequence]:
        self.now += timedelta(milliseconds=10)
        followed: list[Consequence] = []
        for event in events:
            followed += self.board.handle(event, self.now)
        return followed

    def somebody_calls(self) -> list[Consequence]:
        self._callers += 1
        number = f"40{self.random.randrange(QUEUES):02}"
        return self.happens(
            LegIncoming(f"caller-{self._callers}", number, f"138{self._callers:08}", "", "trunk:t")
        )

    def is_known(self) -> None:
        """The last caller: most are nobody special."""
        level = self.random.choices(("", "GOLD", "VIP"), (90, 8, 2))[0]
        call_id = f"call-{self._ids['call']}"
        self.happens(CallerIdentified(call_id, "", level, self.random.choice(REGIONS)))

    def talk_is_over(self, offer: ShowOffer) -> None:
        """She answers, they talk, he hangs up; she writes it up."""
        leg_id = self.board.house.offers[offer.offer_id].leg_id
        caller = self.board.house.calls[offer.call_id].leg_id
        self.happens(LegAnswered(leg_id), LegEnded(caller, EndCause.NORMAL, True))
        self.happens(LegEnded(leg_id, EndCause.NORMAL, False))


def _ready(extent: RoutingExtent) -> dict[str, Any]:
    hall = Hall(extent)
    for _ in range(extent.waiting):
        hall.somebody_calls()
        hall.is_known()
    agents = list(hall.plan.agents)
    hall.random.shuffle(agents)
    watch = Watch()
    for number in range(extent.decisions):
        agent_id = agents[number % len(agents)]
        done = hall.board.house.agents[agent_id].state is AgentState.WRAP_UP
        ready: Event = (
            WrapUpFinished(agent_id) if done else StateWished(agent_id, AgentState.READY, "", agent_id)
        )
        for offer in watch.decides(hall, ready):
            hall.talk_is_over(offer)
            hall.somebody_calls()
            hall.is_known()
    return _row("an agent becomes ready", hall, extent, watch)


def _caller(extent: RoutingExtent) -> dict[str, Any]:
    """Half of the agents are free, so nobody waits."""
    hall = Hall(extent)
    agents = list(hall.plan.agents)
    hall.random.shuffle(agents)
    for agent_id in agents[: len(agents) // 2]:
        hall.happens(StateWished(agent_id, AgentState.READY, "", agent_id))
    watch = Watch()
    for number in range(extent.decisions):
        queue = f"40{hall.random.randrange(QUEUES):02}"
        caller = LegIncoming(f"c-{number}", queue, f"139{number:08}", "", "trunk:t")
        for offer in watch.decides(hall, caller):
            hall.talk_is_over(offer)
            hall.happens(WrapUpFinished(offer.agent_id))
    return _row("a caller enters a queue", hall, extent, watch)


class Watch:
    """Takes the time of decisions: turns in which an offer was made."""

    def __init__(self) -> None:
        self.took_s: list[float] = []
        self.cpu_s: list[float] = []

    def decides(self, hall: Hall, event: Event) -> list[ShowOffer]:
        """The offers that were made."""
        hall.now += timedelta(milliseconds=10)
        cpu_s, began_s = time.thread_time(), time.perf_counter()
        commands = hall.board.handle(event, hall.now)
        took_s, cpu_s = time.perf_counter() - began_s, time.thread_time() - cpu_s
        offers = [each for each in commands if isinstance(each, ShowOffer)]
        if offers:
            self.took_s.append(took_s)
            self.cpu_s.append(cpu_s)
        return offers


def _row(decision: str, hall: Hall, extent: RoutingExtent, watch: Watch) -> dict[str, Any]:
    ordered, cpu = sorted(watch.took_s), sorted(watch.cpu_s)
    return {
        "decision": decision,
        "agents": extent.agents,
        "queues": QUEUES,
        "waiting": sum(hall.board.house.lines.length(queue_id) for queue_id in hall.plan.queues),
        "decisions": len(ordered),
        "decisions_per_s": round(len(ordered) / sum(ordered)),
        "p50_ms": round(percentile(ordered, 0.5) * 1000, 4),
        "p99_ms": round(percentile(ordered, 0.99) * 1000, 4),
        "max_ms": round(ordered[-1] * 1000, 3),
        "cpu_decisions_per_s": round(len(cpu) / sum(cpu)),
        "cpu_p99_ms": round(percentile(cpu, 0.99) * 1000, 4),
    }


def _a_plan(agents: int, random: Random) -> Plan:
    names = [f"queue-{number:02}" for number in range(QUEUES)]
    strategies = list(STRATEGIES)
    queues = {
        name: QueuePlan(
            name,
            ring_s=20,
            wrap_up_s=60,
            choice=Choice(
                strategy=strategies[number % len(strategies)],
                wants={SKILLS[number % len(SKILLS)]: 6, "zh": 3},
                relax=(Relaxation(20, {SKILLS[number % len(SKILLS)]: 3}), Relaxation(60)),
                senior=("", "first", "last")[number % 3],
                by_region=number % 4 == 0,
            ),
        )
        for number, name in enumerate(names)
    }
    people = {
        f"agent-{number:05}": AgentPlan(
            f"agent-{number:05}",
            f"{10000 + number}",
            tuple(random.sample(names, random.choice((1, 2, 2, 3, 4)))),
            skills={skill: random.randint(3, 10) for skill in SKILLS if random.random() < 0.7},
            memberships={name: Membership(preference=random.randint(1, 9)) for name in names[:3]},
            senior=random.random() < 0.2,
            region=random.choice(REGIONS),
        )
        for number in range(agents)
    }
    extra = ({}, {}, {"en": 5}, {"yue": 4})
    flows = {
        f"40{number:02}": Flow(name, "q", {"q": ToQueue(name, (), wants=extra[number % 4])})
        for number, name in enumerate(names)
    }
    return Plan(agents=people, queues=queues, numbers=flows)
