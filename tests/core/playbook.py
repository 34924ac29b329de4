"""How tests of the core read: what happened, what must follow. No clock, no socket, no mock."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from app.server.core.commands import Consequence, SetTimer
from app.server.core.events import (
    DigitPressed,
    Event,
    LegAnswered,
    LegIncoming,
    PhoneRegistered,
    StateWished,
    TimerFired,
)
from app.server.core.flow.plan import Flow, HangUp, Menu, Say, ToQueue
from app.server.core.plan import AgentPlan, PhonePlan, Plan, QueuePlan
from app.server.core.switchboard import Switchboard
from app.server.core.types import AgentState, EndCause

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
Wanted = TypeVar("Wanted")

MAIN_MENU = Flow(
    "main",
    "welcome",
    {
        "welcome": Say(("zh/welcome",), "menu"),
        "menu": Menu(
            ("zh/main-menu",),
            {"1": "sales", "2": "service", "*": "menu", "9": "bye"},
            timeout_s=5,
            max_tries=3,
            invalid="zh/invalid-choice",
            no_input="zh/no-input",
            otherwise="sales",
        ),
        "sales": ToQueue("sales", ("zh/queue-wait",)),
        "service": ToQueue("service", ()),
        "bye": HangUp(("zh/goodbye",)),
    },
)
DIRECT = Flow("direct", "q", {"q": ToQueue("sales", ())})


def a_plan(agents: int = 2) -> Plan:
    """Agents wang, li, zhao… all in sales; wang in service too."""
    names = ["wang", "li", "zhao", "chen"][:agents]
    return Plan(
        agents={
            name: AgentPlan(name, f"10{place:02}", ("sales", "service") if place == 1 else ("sales",))
            for place, name in enumerate(names, start=1)
        },
        queues={
            "sales": QueuePlan("sales", ring_s=20, wrap_up_s=60),
            "service": QueuePlan("service", ring_s=15, wrap_up_s=30, number="7001"),
        },
        numbers={"4001": MAIN_MENU, "4002": DIRECT},
        phones={"2001": PhonePlan("boss")},
    )


class Playbook:
    """A switchboard with a clock that is turned by hand and ids that count: call-1, offer-1, leg-1…"""

    def __init__(self, plan: Plan | None = None) -> None:
        self.now = START
        self._ids: Counter[str] = Counter()
        self.board = Switchboard(plan or a_plan(), self._new_id, START)
        self.house = self.board.house
        self.commands: list[Consequence] = []  # of the last event
        self.alarms: dict[str, datetime] = {}

    def _new_id(self, kind: str) -> str:
        self._ids[kind] += 1
        return f"{kind}-{self._ids[kind]}"

    def happens(self, *events: Event) -> Playbook:
        """Let these happen one after the other; ``commands`` holds what followed from all of them."""
        self.commands = []
        for event in events:
            followed = self.board.handle(event, self.now)
            self.commands += followed
            for command in followed:
                if isinstance(command, SetTimer):
                    self.alarms[command.timer_id] = command.at
        return self

    def passes(self, seconds: float) -> Playbook:
        """Time goes by; due timers fire in their order."""
        until = self.now + timedelta(seconds=seconds)
        followed: list[Consequence] = []
        while due := sorted((at, key) for key, at in self.alarms.items() if at <= until):
            at, key = due[0]
            del self.alarms[key]
            self.now = max(self.now, at)
            if key in self.house.timers.purposes:
                self.happens(TimerFired(key))
                followed += self.commands
        self.now = until
        self.commands = followed
        return self

    def did(self, kind: type[Wanted]) -> list[Wanted]:
        """Commands of this kind that followed from the last event."""
        return [command for command in self.commands if isinstance(command, kind)]

    def kept(self, kind: type[Wanted]) -> list[Wanted]:
        """Facts of this kind that followed from the last event."""
        return self.did(kind)

    # --- what happens often --------------------------------------------------------------------

    def ready(self, *agents: str) -> Playbook:
        for agent in agents:
            self.happens(PhoneRegistered(agent), StateWished(agent, AgentState.READY, "", agent))
        return self

    def rings(self, leg_id: str = "caller-1", number: str = "4002", caller: str = "13800138000") -> Playbook:
        return self.happens(LegIncoming(leg_id, number, caller, "", "trunk"))

    def presses(self, digit: str, leg_id: str = "caller-1") -> Playbook:
        return self.happens(DigitPressed(leg_id, digit))

    def answers(self, agent: str) -> Playbook:
        """The agent picks up the phone that rings for her."""
        offer = next(o for o in self.house.offers.values() if o.agent_id == agent)
        return self.happens(LegAnswered(offer.leg_id))

    def talk(self, agent: str = "wang") -> Playbook:
        """A call from ``caller-1`` that this agent has answered."""
        return self.ready(agent).rings().answers(agent)

    def agent_leg(self, agent: str) -> str:
        call = next(c for c in self.house.calls.values() if c.agent_id == agent)
        assert call.agent_leg_id is not None
        return call.agent_leg_id

    def state(self, agent: str) -> AgentState:
        return self.house.agents[agent].state


NORMAL = EndCause.NORMAL
