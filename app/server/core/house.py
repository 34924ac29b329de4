"""The live state of the whole centre: everything that lives now, and what was counted so far."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from app.server.core.agent import Agent
from app.server.core.call import Call
from app.server.core.callbacks.callback import Callbacks
from app.server.core.offer import Offer
from app.server.core.plan import Plan
from app.server.core.routing.lines import Lines
from app.server.core.routing.strategies import Draw, evenly
from app.server.core.timers import Timers
from app.server.core.today import Today
from app.server.core.waiting.estimate import Pace
from app.server.core.waiting.grace import Grace
from app.server.core.waiting.outlook import Outlook


@dataclass(slots=True)
class Balance:
    """Of one queue since the start. What came in is somewhere:

    offered = answered + abandoned + cut_off + flowed_out + called_back + messages + waiting.
    """

    offered: int = 0
    answered: int = 0
    abandoned: int = 0
    cut_off: int = 0
    flowed_out: int = 0  # by a rule or a transfer, to another queue, flow or number
    called_back: int = 0  # left for a call-back
    messages: int = 0  # left for a voice message


@dataclass(slots=True)
class Measured:
    """The leg of a call and how its sound was so far; kept a while after its end for the last report."""

    call_id: str
    party: str
    agent_id: str | None
    samples: list[tuple[float, float, float, float, float]]
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Speech:
    """A quick reply that is being spoken into a talk. ``leg_id``: of the agent who wished it."""

    voice_id: str
    call_id: str
    bridge_id: str
    leg_id: str
    agent_id: str
    reply_id: str
    began_at: datetime


@dataclass(slots=True)
class House:
    """Everything that lives now. Ended calls and offers leave; legs stay until voice says they ended."""

    plan: Plan
    agents: dict[str, Agent] = field(default_factory=dict[str, Agent])
    calls: dict[str, Call] = field(default_factory=dict[str, Call])
    offers: dict[str, Offer] = field(default_factory=dict[str, Offer])
    legs: dict[str, str] = field(default_factory=dict[str, str])  # leg → call
    measured: dict[str, Measured] = field(default_factory=dict[str, Measured])  # by leg
    measured_ended: deque[tuple[datetime, str]] = field(default_factory=deque[tuple[datetime, str]])
    timers: Timers = field(default_factory=Timers)
    requests: dict[str, str] = field(default_factory=dict[str, str])  # asked of a system → call
    speeches: dict[str, Speech] = field(default_factory=dict[str, Speech])  # by voice
    balances: dict[str, Balance] = field(default_factory=dict[str, Balance])
    callbacks: Callbacks = field(default_factory=Callbacks)  # promised, not ended
    reconnecting: set[str] = field(default_factory=set[str])  # calls whose customer is dialled in the talk
    outlooks: dict[str, Outlook] = field(default_factory=dict[str, Outlook])  # by queue
    grace: Grace = field(default_factory=Grace)  # places of those who hung up while waiting
    leaving: set[str] = field(default_factory=set[str])  # agents who are no longer planned
    agents_by_phone: dict[str, Agent] = field(default_factory=dict[str, Agent])
    draw: Draw = field(default_factory=evenly)  # of the queues that choose by lot
    lines: Lines = field(init=False)
    today: Today = field(init=False)

    def __post_init__(self) -> None:
        self.lines = Lines(self.plan, self.agents, self.draw)
        self.today = Today(self.plan.timezone)

    def agent_of_phone(self, sip_user: str) -> Agent | None:
        return self.agents_by_phone.get(sip_user)

    def balance(self, queue_id: str) -> Balance:
        known = self.balances.get(queue_id)
        if known is None:
            known = self.balances[queue_id] = Balance()
        return known

    def outlook(self, queue_id: str, now: datetime) -> Outlook:
        known = self.outlooks.get(queue_id)
        if known is None:
            known = self.outlooks[queue_id] = Outlook(Pace(now))
        return known
