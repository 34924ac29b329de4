"""The sorted lists against a plain search through everything: at any moment they must name the same pair."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.server.core.agent import Agent
from app.server.core.call import Call
from app.server.core.plan import AgentPlan, Plan, QueuePlan
from app.server.core.routing import priority, widening
from app.server.core.routing.lines import Lines
from app.server.core.routing.plan import Choice, Membership, Priority, Relaxation
from app.server.core.routing.strategies import evenly
from app.server.core.types import AgentState, CallState
from tests.core.playbook import START

PLAN = Plan(
    agents={
        "ann": AgentPlan("ann", "1", ("sales", "care"), skills={"en": 8, "tax": 3}, region="广东 深圳"),
        "bob": AgentPlan("bob", "2", ("sales",), skills={"en": 4}, senior=True, region="广东 广州"),
        "cat": AgentPlan(
            "cat", "3", ("care", "sales"), skills={"tax": 9}, memberships={"care": Membership(preference=1)}
        ),
        "dan": AgentPlan("dan", "4", ("care",), region="上海 上海"),
        "eve": AgentPlan("eve", "5", ("vip", "sales"), skills={"en": 10, "tax": 10}),
    },
    queues={
        "sales": QueuePlan(
            "sales",
            20,
            30,
            choice=Choice(
                wants={"en": 5},
                relax=(Relaxation(20, {"en": 3}), Relaxation(60)),
                senior="last",
                dedicated_s=30,
                last_agent_s=15,
            ),
        ),
        "care": QueuePlan(
            "care",
            20,
            30,
            choice=Choice("fewest-handled", by_region=True, relax=(Relaxation(45),)),
            priority=Priority(base=2.0, ageing_per_min=3.0),
        ),
        "vip": QueuePlan("vip", 20, 30, priority=Priority(base=8.0, ageing_per_min=0.0)),
    },
)
NAMES = st.sampled_from(sorted(PLAN.agents))
ANY = st.integers(min_value=0, max_value=40)


class LinesMachine(RuleBasedStateMachine):
    """Calls and agents change at random; now and then the next pair is taken."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.agents = {
            each.agent_id: Agent(each.agent_id, each.sip_user, each.queue_ids, since=START)
            for each in PLAN.agents.values()
        }
        self.lines = Lines(PLAN, self.agents, evenly())
        self.waiting: dict[str, Call] = {}
        self.own: dict[str, str] = {}  # call → agent; shrinks with time, never grows
        self.number = 0

    # --- what happens --------------------------------------------------------------------------

    @rule(
        queue=st.sampled_from(["sales", "sales", "care", "vip"]),
        level=st.sampled_from(["", "", "GOLD", "VIP"]),
        wants=st.sampled_from([{}, {}, {"en": 7}, {"en": 2}, {"tax": 5}]),
        own=st.sampled_from(["", "", "ann", "dan"]),
        last=st.sampled_from(["", "", "bob", "eve"]),
        region=st.sampled_from(["", "广东 深圳", "广东 珠海", "上海 上海"]),
        before_s=st.sampled_from([0, 0, 30, 90]),
        ahead=st.sampled_from([False, False, False, True]),
    )
    def enters(
        self,
        queue: str,
        level: str,
        wants: dict[str, int],
        own: str,
        last: str,
        region: str,
        before_s: int,
        ahead: bool,
    ) -> None:
        self.number += 1
        call = Call(f"call-{self.number:03}", "leg", "4001", "138", "", self.now, state=CallState.QUEUED)
        call.queue_id, call.queued_at, call.level, call.wants = queue, self.now, level, wants
        call.waiting_since = self.now - timedelta(seconds=before_s)
        call.dedicated_agent_id, call.last_agent_id, call.region, call.ahead = own, last, region, ahead
        call.last_agent_at = self.now - timedelta(days=self.number % 10)
        self.waiting[call.call_id] = call
        self.lines.enter(call, self.now)
        self._look_at_own(call, entered=True)

    @precondition(lambda self: self.waiting)
    @rule(n=ANY)
    def leaves(self, n: int) -> None:
        call = list(self.waiting.values())[n % len(self.waiting)]
        del self.waiting[call.call_id]
        self.lines.leave(call)

    @rule(
        name=NAMES,
        state=st.sampled_from(
            [AgentState.READY, AgentState.READY, AgentState.TALKING, AgentState.OFFLINE, AgentState.WRAP_UP]
        ),
        handled=st.integers(min_value=0, max_value=2),
        idle_min=st.integers(min_value=0, max_value=5),
    )
    def agent_moves(self, name: str, state: AgentState, handled: int, idle_min: int) -> None:
        agent = self.agents[name]
        if agent.state is not state:
            agent.state, agent.handled_today = state, handled
            agent.idle_since = self.now - timedelta(minutes=idle_min)
        self._agent_changed(agent)

    @rule(
        name=NAMES, there=st.sampled_from([True, True, False]), on_phone=st.sampled_from([False, False, True])
    )
    def phone(self, name: str, there: bool, on_phone: bool) -> None:
        self.agents[name].phone_registered = there
        self.agents[name].legs = {"leg": "call"} if on_phone else {}
        self._agent_changed(self.agents[name])

    @rule(seconds=st.sampled_from([1, 5, 16, 31]))
    def time(self, seconds: int) -> None:
        until = self.now + timedelta(seconds=seconds)
        while due := [(at, call) for call in self.waiting.values() if (at := self._widens_at(call)) <= until]:
            self.now = min(at for at, _ in due)
            for call in [call for at, call in due if at == self.now]:  # each has a timer of its own
                self.lines.widen(call, self.now)
                self._look_at_own(call)
        self.now = until

    @rule()
    def plan_is_another(self) -> None:
        """With the same content: all orders are made anew, and must come out the same."""
        self.lines.rebuild(replace(PLAN), self.now)
        for call in self.waiting.values():
            self._look_at_own(call, entered=True)

    @rule()
    def the_next_pair_is_taken(self) -> None:
        found = self.lines.match(self.now)
        expected = self._expected()
        if found is None:
            assert expected is None, "somebody waits whom a free agent may take"
            return
        call, agent, why = found
        assert expected == (call.call_id, agent.agent_id)
        assert why.chosen == agent.agent_id and why.candidates[0].agent_id == agent.agent_id
        assert why.line == self.lines.length(call.queue_id or "")
        assert abs(sum(why.score_parts) - why.score) < 1e-6
        listed = {each.agent_id for each in why.candidates}
        assert listed | {agent.agent_id} == set(self._members(call)) | {agent.agent_id}
        call.agent_id = agent.agent_id
        self.lines.leave(call)
        del self.waiting[call.call_id]
        agent.state = AgentState.OFFERED
        self._agent_changed(agent)

    # --- the plain search ----------------------------------------------------------------------

    def _widens_at(self, call: Call) -> datetime:
        return self.lines.widens_at(call, self.now) or datetime.max.replace(tzinfo=START.tzinfo)

    def _agent_changed(self, agent: Agent) -> None:
        self.lines.agent_changed(agent, self.now)
        if agent.state is AgentState.OFFLINE:
            for call in self.waiting.values():
                self._look_at_own(call)

    def _look_at_own(self, call: Call, entered: bool = False) -> None:
        """He waits for his own agent as long as he may, and never again once others may take him."""
        if entered or self.own.get(call.call_id):
            choice = PLAN.queues[call.queue_id or ""].choice
            self.own[call.call_id] = widening.own_agent(choice, call, self.now, self.agents)[0]

    def _members(self, call: Call) -> list[str]:
        return [name for name, plan in PLAN.agents.items() if call.queue_id in plan.queue_ids]

    def _free(self, name: str) -> bool:
        agent = self.agents[name]
        return agent.state is AgentState.READY and agent.phone_registered and not agent.legs

    def _able(self, call: Call) -> list[str]:
        if own := self.own[call.call_id]:
            return [own] if self._free(own) else []
        choice = PLAN.queues[call.queue_id or ""].choice
        waited_s = (self.now - (call.waiting_since or self.now)).total_seconds()
        rings = [each for each in choice.relax if each.after_s <= waited_s]
        needed = {**choice.wants, **{s: max(lv, choice.wants.get(s, 0)) for s, lv in call.wants.items()}}
        if rings:
            needed = {**call.wants, **rings[-1].levels} if rings[-1].levels else {}
        return [
            name
            for name in self._members(call)
            if self._free(name)
            and all(PLAN.agents[name].skills.get(skill, 0) >= level for skill, level in needed.items())
        ]

    def _rank(self, call: Call, name: str) -> tuple[object, ...]:
        """Of an agent, for this call: the lowest takes it."""
        agent, plan, choice = self.agents[name], PLAN.agents[name], PLAN.queues[call.queue_id or ""].choice
        far = 0
        if choice.by_region and call.region:
            same_province = plan.region.split(" ")[0] == call.region.split(" ")[0]
            far = 0 if plan.region == call.region else 1 if same_province else 2
        senior = plan.senior if choice.senior == "last" else False
        handled = agent.handled_today if choice.strategy == "fewest-handled" else 0
        return (far, senior, handled, agent.idle_since, name)

    def _expected(self) -> tuple[str, str] | None:
        best: tuple[tuple[object, ...], str, str] | None = None
        for call in self.waiting.values():
            able = self._able(call)
            if not able:
                continue
            name = min(able, key=lambda each: self._rank(call, each))
            queue = PLAN.queues[call.queue_id or ""]
            score = sum(priority.parts(queue.priority, call, self.now))
            membership = PLAN.agents[name].memberships.get(queue.queue_id, Membership())
            rank = (
                not call.ahead,
                -int(score + 1e-6),
                membership.preference,
                -round(score, 6),
                call.waiting_since,
                call.call_id,
            )
            if best is None or rank < best[0]:
                best = rank, call.call_id, name
        return best[1:] if best else None

    @invariant()
    def the_counts_are_right(self) -> None:
        for queue_id in PLAN.queues:
            mine = [call for call in self.waiting.values() if call.queue_id == queue_id]
            members = [name for name, plan in PLAN.agents.items() if queue_id in plan.queue_ids]
            assert self.lines.length(queue_id) == len(mine)
            assert self.lines.ready(queue_id) == sum(map(self._free, members))
            off = sum(self.agents[name].state is AgentState.OFFLINE for name in members)
            assert self.lines.signed_in(queue_id) == len(members) - off
            places = [self.lines.position(call) for call in self.lines.waiting(queue_id)]
            assert places == list(range(1, len(mine) + 1))


LinesMachine.TestCase.settings = settings(max_examples=150, stateful_step_count=50, deadline=None)
TestLines = LinesMachine.TestCase
