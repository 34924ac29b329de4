"""What must never happen, once more where much happens to who waits: rules that lead to queues, flows and
numbers and back, a queue that closes, announcements, callers who hang up and call again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import time

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from app.server.core import events as e
from app.server.core.facts import CallLeftQueue, CallQueued, WaitAnnounced
from app.server.core.flow.plan import Flow, ToQueue
from app.server.core.plan import Plan
from app.server.core.timers import AnnouncementDue, OverflowDue
from app.server.core.types import AgentState, CallState
from app.server.core.waiting import rules
from app.server.core.waiting.plan import Announcements, Hours, Overflow, Trigger, Way
from tests.core.chance import with_flows
from tests.core.playbook import Playbook
from tests.core.played_centre import NAMES, the_plan
from tests.core.test_never import CentreMachine
from tests.core.test_replay import Ledger, ReplayMachine

SOON_CLOSED = Hours("soon", "UTC", (((time(8), time(9, 5)),),) * 7)
STAY = Flow("stay", "q", {"q": ToQueue("sales", ("zh/queue-wait",))})
SALES = (
    Overflow(Trigger.CLOSED, Way.FLOW, "speak"),
    Overflow(Trigger.NO_AGENTS, Way.QUEUE, "service"),
    Overflow(Trigger.EXPECTED_WAIT_S, Way.FLOW, "wish", 120),
    Overflow(Trigger.LENGTH, Way.QUEUE, "service", 4),
    Overflow(Trigger.WAITED_S, Way.OUTSIDE, "02155556666", 20),
    Overflow(Trigger.AFTER_CLOSING_S, Way.FLOW, "moment", 30),
    Overflow(Trigger.WAITED_S, Way.OUTSIDE, "1003", 30),
    Overflow(Trigger.WAITED_S, Way.FLOW, "stay", 45),
    Overflow(Trigger.WAITED_S, Way.QUEUE, "service", 61),
)
SERVICE = (
    Overflow(Trigger.PER_AGENT, Way.QUEUE, "sales", 3),
    Overflow(Trigger.NO_AGENTS, Way.FLOW, "stay"),
    Overflow(Trigger.WAITED_S, Way.QUEUE, "sales", 20),
    Overflow(Trigger.WAITED_S, Way.FLOW, "moment", 40),
)
TALKATIVE = Announcements(first_after_s=5, gap_s=10, comfort_every_s=20)


def rich(*, open_rules: bool = True) -> Plan:
    made = with_flows(the_plan())
    queues = dict(made.queues)
    for name, overflow in (("sales", SALES), ("service", SERVICE)):
        waiting = replace(queues[name].waiting, announcements=TALKATIVE)
        queues[name] = replace(queues[name], waiting=waiting, overflow=overflow if open_rules else ())
    queues["sales"] = replace(queues["sales"], hours_id="soon")
    return replace(made, queues=queues, flows={**made.flows, "stay": STAY}, hours={"soon": SOON_CLOSED})


class WaitingCentre(CentreMachine):
    def __init__(self) -> None:
        super().__init__()
        self.play = Playbook(rich())
        self.entries: Counter[str] = Counter()

    @rule(open_rules=st.booleans())
    def the_plan_changes(self, open_rules: bool) -> None:
        self.happens(e.PlanChanged(rich(open_rules=open_rules)))

    @rule()
    def everybody_goes_home(self) -> None:
        for agent in NAMES:
            self.happens(e.StateWished(agent, AgentState.OFFLINE, "", agent))

    @rule(count=st.integers(min_value=2, max_value=4))
    def many_ring_at_once(self, count: int) -> None:
        for _ in range(count):
            self.somebody_rings("4002", "13600136000")

    @rule(seconds=st.sampled_from([5, 11, 19, 31]))
    def they_wait(self, seconds: int) -> None:
        """Nobody is ready, time goes by."""
        for agent in NAMES:
            self.happens(e.StateWished(agent, AgentState.NOT_READY, "BREAK", agent))
        self.play.passes(seconds)
        self._carry_out()

    def _carry_out(self) -> None:
        super()._carry_out()
        for fact in self.play.kept(CallQueued):
            self.entries[fact.call_id] += not fact.again
            assert self.entries[fact.call_id] <= 2 * rules.MOST_HOPS + 20, "from queue to queue for ever"
        for fact in self.play.kept(WaitAnnounced):
            assert fact.position >= 1 and 0 <= fact.low_s <= fact.high_s
        for fact in self.play.kept(CallLeftQueue):
            assert fact.waited_s >= 0 and fact.how in ("flowed-out", "called-back", "message")

    @invariant()
    def who_waits_is_looked_after_and_nobody_else(self) -> None:
        house, timers = self.play.house, Counter(self.play.house.timers.purposes.values())
        for call in house.calls.values():
            waits = call.state is CallState.QUEUED and bool(call.leg_id)  # else a call-back, in nobody's ear
            assert timers[AnnouncementDue(call.call_id)] == waits, "told by nobody, or twice"
            due = rules.looks_at(house, call, self.play.now) if waits else None
            assert timers[OverflowDue(call.call_id)] == (due is not None)

    @invariant()
    def nobody_loses_his_time(self) -> None:
        for call in self.play.house.calls.values():
            if call.state is CallState.QUEUED:
                assert call.queued_at is not None and call.waiting_since is not None
                assert call.waiting_since <= call.queued_at <= self.play.now

    @invariant()
    def a_rule_is_followed_once(self) -> None:
        for call in self.play.house.calls.values():
            assert len(call.overflows) == len(set(call.overflows)) <= rules.MOST_HOPS

    @invariant()
    def nothing_is_left_for_later(self) -> None:
        house = self.play.house
        assert house.grace is not None and len(house.grace) <= self.callers
        for known in house.outlooks.values():
            assert 0 <= known.score.within <= known.score.announced


WaitingCentre.TestCase.settings = settings(max_examples=80, stateful_step_count=50, deadline=None)
TestWaitingCentre = WaitingCentre.TestCase


class ToldAgain(WaitingCentre, ReplayMachine):
    """The same, and at any moment the ledger knows who waits where, and since when."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger(self.play)


ToldAgain.TestCase.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)
TestToldAgain = ToldAgain.TestCase
