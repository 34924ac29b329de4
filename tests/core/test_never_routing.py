"""What must never happen, once more where routing has much to do: skills that relax, several phones for one
caller, own agents, a plan that changes while calls run."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from app.server.core import events as e
from app.server.core.plan import AgentPlan, Plan
from app.server.core.routing.plan import Choice, Membership, Priority, Relaxation
from app.server.core.timers import LineWidens, RingsMore
from app.server.core.types import AgentState, CallState
from tests.core.playbook import Playbook
from tests.core.played_centre import AGENTS, ANY, the_plan
from tests.core.test_never import CentreMachine

OWN_S, RELAXED_S = 10, 15
CHEN = AgentPlan("chen", "1004", ("service", "sales"), memberships={"service": Membership(preference=2)})


def rich(strategy: str, with_chen: bool) -> Plan:
    made = the_plan()
    choice = Choice(
        strategy,
        wants={"en": 5},
        relax=(Relaxation(RELAXED_S),),
        senior="last",
        by_region=True,
        dedicated_s=OWN_S,
        last_agent_s=OWN_S,
        ring_more_after_s=4,
    )
    sales = replace(made.queues["sales"], choice=choice, priority=Priority(ageing_per_min=2.0))
    service = replace(made.queues["service"], choice=replace(choice, wants={}, relax=(), dedicated_s=0))
    wang = replace(made.agents["wang"], skills={"en": 7}, region="广东 深圳")
    li = replace(made.agents["li"], skills={"en": 5}, senior=True, queue_ids=("sales", "service"))
    agents = {**made.agents, "wang": wang, "li": li}
    if with_chen:
        agents["chen"] = CHEN
    return replace(made, agents=agents, queues={"sales": sales, "service": service})


class RoutedCentre(CentreMachine):
    def __init__(self) -> None:
        super().__init__()
        self.play = Playbook(rich("round-robin", with_chen=True))

    @rule(strategy=st.sampled_from(["fewest-handled", "random-weighted"]), with_chen=st.booleans())
    def the_plan_changes(self, strategy: str, with_chen: bool) -> None:
        self.happens(e.PlanChanged(rich(strategy, with_chen)))

    @rule(there=st.booleans())
    def chen_comes_and_goes(self, there: bool) -> None:
        state = AgentState.READY if there else AgentState.OFFLINE
        self.happens(e.PhoneRegistered("chen"))
        self.happens(e.StateWished("chen", state, "", "chen"))

    @precondition(lambda self: self.play.house.calls)
    @rule(
        n=ANY,
        own=st.sampled_from(["", "wang", "zhao", "chen"]),
        last=st.sampled_from(["", "li"]),
        level=st.sampled_from(["", "VIP"]),
    )
    def it_is_known_who_calls(self, n: int, own: str, last: str, level: str) -> None:
        calls = sorted(self.play.house.calls)
        self.happens(
            e.CallerIdentified(
                calls[n % len(calls)], "", level, "广东 广州", own, last, self.play.now if last else None
            )
        )

    @rule(agent=AGENTS)
    def two_wait_and_one_comes(self, agent: str) -> None:
        """So that there is something to choose from."""
        self.somebody_rings("4002", "13800138000")
        self.somebody_rings("4002", "13900139000")
        self.happens(e.PhoneRegistered(agent))
        self.happens(e.StateWished(agent, AgentState.READY, "", agent))

    @invariant()
    def nobody_waits_while_somebody_is_free(self) -> None:
        """Who may take him: the skilled ones, and all of the queue after a while; his own agent first."""
        house = self.play.house
        for call in house.calls.values():
            if call.state is not CallState.QUEUED:
                continue
            assert call.queued_at is not None and call.waiting_since is not None
            in_queue_s = (self.play.now - call.queued_at).total_seconds()
            waited_s = (self.play.now - call.waiting_since).total_seconds()
            if in_queue_s < max(OWN_S, call.own_agent_s) and (call.dedicated_agent_id or call.last_agent_id):
                continue
            wanted = house.plan.queues[call.queue_id or ""].choice.wants
            for agent in house.agents.values():
                planned = house.plan.agents.get(agent.agent_id)
                able = waited_s >= RELAXED_S or not wanted or (planned and planned.skills.get("en", 0) >= 5)
                free = agent.state is AgentState.READY and agent.phone_registered and not agent.legs
                assert not (able and free and call.queue_id in agent.queue_ids), "he waits, she is free"

    @invariant()
    def timers_of_lines_belong_to_who_waits_and_who_is_rung(self) -> None:
        house = self.play.house
        for purpose in house.timers.purposes.values():
            if isinstance(purpose, LineWidens):
                assert house.calls[purpose.call_id].state is CallState.QUEUED
            if isinstance(purpose, RingsMore):
                assert house.calls[purpose.call_id].state is CallState.OFFERED


RoutedCentre.TestCase.settings = settings(max_examples=50, stateful_step_count=50, deadline=None)
TestRoutedCentre = RoutedCentre.TestCase
