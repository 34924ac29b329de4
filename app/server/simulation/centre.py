"""A simulated centre: the real switchboard, and around it customers, telephones and a clock that jumps.

In:  a plan, arrivals, how people behave, random numbers. Out: the facts of each turn, to who listens.
Nothing is decided here: what voice, clock and people would do with a command comes back as an event.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any, TypeVar

from app.server.core.commands import (
    Consequence,
    HangUpLeg,
    OriginateLeg,
    PlayPrompts,
    RejectLeg,
    SetTimer,
)
from app.server.core.events import (
    CallerIdentified,
    DigitPressed,
    Event,
    LegAnswered,
    LegEnded,
    LegIncoming,
    PhoneRegistered,
    PromptFinished,
    StateWished,
    TimerFired,
    WrapUpFinished,
)
from app.server.core.facts import KINDS, AgentStateChanged, CallConnected, CallEnded, CallQueued, Fact
from app.server.core.house import House
from app.server.core.plan import Plan
from app.server.core.switchboard import Switchboard
from app.server.core.types import AgentState, EndCause
from app.server.simulation.chance import NO_TIME, Span, drawing
from app.server.simulation.clock import Clock
from app.server.simulation.load import Arrival

START = datetime(2026, 1, 5, tzinfo=UTC)
_WRAP_UP, _NOT_READY = AgentState.WRAP_UP, AgentState.NOT_READY
Kind = TypeVar("Kind", bound=Fact)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Of agents, customers and lines. ``rona_share``: of offers that an agent lets ring out; she is ready
    again ``back_after`` later. ``not_reached_share``: of customers called back who do not answer."""

    answer: Span = NO_TIME
    rona_share: float = 0.0
    back_after: Span = NO_TIME
    prompt_s: float = 4.0
    key_after_s: float = 2.0
    outside_answer: Span = NO_TIME
    not_reached_share: float = 0.0


@dataclass(slots=True)
class _Caller:
    arrival: Arrival
    leg_id: str
    keys: deque[str]
    queued: bool = False


class OutOfBalanceError(Exception):
    """Callers of a queue were lost or counted twice: a fault of the switchboard."""


class Centre:
    """Plays a day. ``events``: how many the switchboard has handled; ``last_s``: when it had the last one."""

    def __init__(
        self,
        plan: Plan,
        arrivals: Iterator[Arrival],
        random: Random,
        behaviour: Behaviour | None = None,
        start: datetime = START,
        check_every: int = 1000,
    ) -> None:
        behaviour = behaviour or Behaviour()
        self.events = 0
        self.last_s = 0.0
        self.arrived = 0
        self._behaviour = behaviour
        self._random = random
        self._answer = drawing(behaviour.answer, random)
        self._back_after = drawing(behaviour.back_after, random)
        self._outside_answer = drawing(behaviour.outside_answer, random)
        self._arrivals = arrivals
        self._start = start
        self._check_every = check_every
        self._ids = count(1)
        self._board = Switchboard(plan, self._new_id, start)
        self.house: House = self._board.house
        self._clock = Clock(self.house.timers.purposes, self._fire)
        self._moment_s, self._moment = 0.0, start  # the same, as the switchboard is told
        self._callers: dict[str, _Caller] = {}  # by leg
        self._calls: dict[str, _Caller] = {}  # by call
        self._wrap_ups_s: dict[str, float] = {}  # of the talk she is in, by agent
        self._arriving: _Caller | None = None
        self._followed: deque[Event] = deque()
        self._followed_by: dict[type[Consequence], list[Callable[[Any, float], None]]] = {
            SetTimer: [self._set_timer],
            OriginateLeg: [self._originate],
            HangUpLeg: [self._hang_up],
            RejectLeg: [self._hang_up],
            PlayPrompts: [self._play],
        }
        self.listen(CallQueued, self._queued)
        self.listen(CallConnected, self._connected)
        self.listen(CallEnded, self._ended)
        self.listen(AgentStateChanged, self._agent_moved)

    @property
    def now_s(self) -> float:
        return self._clock.now_s

    def listen(self, kind: type[Kind], ear: Callable[[Kind, float], None]) -> None:
        """Each fact of this kind, and when it happened: seconds since the start."""
        self._followed_by.setdefault(kind, []).append(ear)

    def listen_to_all(self, ear: Callable[[Fact, float], None]) -> None:
        for kind in KINDS:
            self.listen(kind, ear)

    def sign_in(self, *agent_ids: str) -> None:
        """These are at their desks, their telephones registered; without names: all."""
        for agent_id in agent_ids or tuple(self.house.agents):
            self.happens(PhoneRegistered(agent_id))
            self.happens(StateWished(agent_id, AgentState.READY, "", agent_id))

    def happens(self, event: Event) -> None:
        """Let this happen now, and what follows from it at once."""
        self._turn(event)
        while self._followed:
            self._turn(self._followed.popleft())

    def at(self, when_s: float, deed: Callable[[], None]) -> None:
        """Something else of this day: a plan that changes, an agent who goes home."""
        self._clock.at(when_s, lambda _: deed(), None)

    def run(self, until_s: float = math.inf) -> None:
        """Until nothing is to come any more, or until then."""
        self._next_arrival()
        self._clock.run(until_s)

    # --- the switchboard ----------------------------------------------------------------------------

    def _turn(self, event: Event) -> None:
        self.events += 1
        now_s = self._clock.now_s
        if now_s != self._moment_s:
            self._moment_s, self._moment = now_s, self._start + timedelta(seconds=now_s)
        self.last_s = now_s
        followed_by = self._followed_by
        for each in self._board.handle(event, self._moment):
            kind = type(each)
            if kind in followed_by:
                for what_follows in followed_by[kind]:
                    what_follows(each, now_s)
        if self.events % self._check_every == 0:
            check_balance(self.house)

    def _new_id(self, kind: str) -> str:
        return f"{kind}-{next(self._ids)}"

    # --- time ------------------------------------------------------------------------------------------

    def _set_timer(self, command: SetTimer, _now_s: float) -> None:
        self._clock.alarm((command.at - self._start).total_seconds(), command.timer_id)

    def _fire(self, timer_id: str) -> None:
        self.happens(TimerFired(timer_id))

    # --- customers ---------------------------------------------------------------------------------------

    def _next_arrival(self) -> None:
        arrival = next(self._arrivals, None)
        if arrival is not None:
            self._clock.at(arrival.at_s, self._arrive, arrival)

    def _arrive(self, arrival: Arrival) -> None:
        self.arrived += 1
        leg_id = self._new_id("caller")
        caller = _Caller(arrival, leg_id, deque(arrival.keys))
        self._callers[leg_id] = self._arriving = caller
        number = arrival.caller or f"13{self.arrived:09}"
        self.happens(LegIncoming(leg_id, arrival.number, number, "", "trunk:simulated"))
        call_id = self.house.legs.get(leg_id)
        if arrival.level and call_id in self.house.calls:
            self.happens(CallerIdentified(call_id, f"customer-{self.arrived}", arrival.level))
        self._next_arrival()

    def _queued(self, fact: CallQueued, now_s: float) -> None:
        """His patience counts from the first entry of a queue."""
        leg_id = self.house.calls[fact.call_id].leg_id
        caller = self._callers.get(leg_id)
        if caller is None or caller.queued:
            return
        caller.queued = True
        self._calls[fact.call_id] = caller
        patience_s = caller.arrival.patience_s
        if patience_s < math.inf:
            self._clock.at(now_s + patience_s, self._patience_over, fact.call_id)

    def _patience_over(self, call_id: str) -> None:
        caller = self._calls.get(call_id)
        call = self.house.calls.get(call_id)
        if caller is not None and call is not None and call.first_connected_at is None:
            self._says_goodbye(caller.leg_id)

    def _connected(self, fact: CallConnected, now_s: float) -> None:
        caller = self._calls.get(fact.call_id)
        if caller is None or fact.again:
            return
        self._wrap_ups_s[fact.agent_id] = caller.arrival.wrap_up_s
        self._clock.at(now_s + caller.arrival.talk_s, self._says_goodbye, caller.leg_id)

    def _says_goodbye(self, leg_id: str) -> None:
        if self._callers.pop(leg_id, None) is not None:
            self.happens(LegEnded(leg_id, EndCause.NORMAL, by_peer=True))

    def _ended(self, fact: CallEnded, _now_s: float) -> None:
        self._calls.pop(fact.call_id, None)

    def _play(self, command: PlayPrompts, now_s: float) -> None:
        """He hears a prompt to its end, or presses a key."""
        caller = self._callers.get(command.leg_id)
        if caller is None or command.loop:
            return
        leg_id, play_id = command.leg_id, command.play_id
        if caller.keys:
            pressed = DigitPressed(leg_id, caller.keys.popleft())
            self._clock.at(now_s + self._behaviour.key_after_s, self._if_there, pressed)
        else:
            heard = PromptFinished(leg_id, play_id)
            self._clock.at(now_s + self._behaviour.prompt_s, self._if_there, heard)

    def _if_there(self, event: DigitPressed | PromptFinished) -> None:
        if event.leg_id in self._callers:
            self.happens(event)

    # --- telephones and agents ---------------------------------------------------------------------------

    def _originate(self, command: OriginateLeg, now_s: float) -> None:
        chance, behaviour = self._random.random, self._behaviour
        outside = bool(command.outside_number)
        silent = behaviour.not_reached_share if outside else behaviour.rona_share
        if silent and chance() < silent:
            return  # it rings until the switchboard's own clock ends it
        answered = LegAnswered(command.leg_id)
        delay_s = self._outside_answer() if outside else self._answer()
        if delay_s <= 0.0:
            self._followed.append(answered)
        else:
            self._clock.at(now_s + delay_s, self._picks_up, answered)

    def _picks_up(self, answered: LegAnswered) -> None:
        if answered.leg_id in self.house.legs:
            self.happens(answered)

    def _hang_up(self, command: HangUpLeg | RejectLeg, _now_s: float) -> None:
        self._callers.pop(command.leg_id, None)
        self._followed.append(LegEnded(command.leg_id, command.cause, by_peer=False))

    def _agent_moved(self, fact: AgentStateChanged, now_s: float) -> None:
        agent_id = fact.agent_id
        if fact.after is _WRAP_UP:
            wrap_up_s = self._wrap_ups_s.pop(agent_id, 0.0)
            if wrap_up_s <= 0.0:
                self._followed.append(WrapUpFinished(agent_id))
            else:
                self._clock.at(now_s + wrap_up_s, self.happens, WrapUpFinished(agent_id))
        elif fact.after is _NOT_READY and fact.cause == "not-taken":
            back = StateWished(agent_id, AgentState.READY, "", agent_id)
            self._clock.at(now_s + self._back_after(), self.happens, back)


def check_balance(house: House) -> None:
    """Every caller of every queue is somewhere. Raises OutOfBalanceError."""
    waiting: dict[str, int] = {}
    for call in house.calls.values():
        if call.entry_open and call.queue_id is not None:
            waiting[call.queue_id] = waiting.get(call.queue_id, 0) + 1
    for queue_id, balance in house.balances.items():
        gone = balance.answered + balance.abandoned + balance.cut_off
        gone += balance.flowed_out + balance.called_back + balance.messages
        if balance.offered != gone + waiting.get(queue_id, 0):
            raise OutOfBalanceError(f"queue {queue_id}: {balance}, {waiting.get(queue_id, 0)} wait")
