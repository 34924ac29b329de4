"""What must never happen, whatever happens: a hypothesis machine plays callers, agents, phones and time."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.server.core.commands import HangUpLeg, OriginateLeg, RejectLeg
from app.server.core.events import (
    AgentRestored,
    DigitPressed,
    Event,
    HangUpWished,
    HoldWished,
    LegAnswered,
    LegEnded,
    LegIncoming,
    MediaLost,
    OfferDeclined,
    PhoneLost,
    PhoneRegistered,
    PromptFinished,
    ResumeWished,
    StateWished,
    WrapUpFinished,
)
from app.server.core.facts import CallEnded
from app.server.core.house import FaultLasts
from app.server.core.types import AgentState, CallState, EndCause
from tests.core.playbook import Playbook, a_plan

AGENTS = st.sampled_from(["wang", "li", "zhao"])
ANY = st.integers(min_value=0, max_value=7)


class CentreMachine(RuleBasedStateMachine):
    """Voice is imitated: legs that we originate ring until something happens to them."""

    def __init__(self) -> None:
        super().__init__()
        self.play = Playbook(a_plan(3))
        self.legs: set[str] = set()  # alive at the imitated voice engine
        self.hung_up: set[str] = set()  # we said good-bye, the end is still to come
        self.callers = 0
        self.ended: list[str] = []

    def happens(self, event: Event) -> None:
        self.play.happens(event)
        self._carry_out()

    def _carry_out(self) -> None:
        for command in self.play.commands:
            match command:
                case OriginateLeg(leg_id=leg_id):
                    assert leg_id not in self.legs
                    self.legs.add(leg_id)
                case HangUpLeg(leg_id=leg_id) | RejectLeg(leg_id=leg_id):
                    assert leg_id in self.legs, "a leg that is gone was hung up"
                    self.hung_up.add(leg_id)
                case _:
                    pass
        self.ended += [fact.call_id for fact in self.play.kept(CallEnded)]

    def _leg(self, n: int) -> str:
        legs = sorted(self.legs)
        return legs[n % len(legs)]

    @rule(number=st.sampled_from(["4001", "4002", "0000"]))
    def somebody_rings(self, number: str) -> None:
        self.callers += 1
        leg = f"caller-{self.callers}"
        self.legs.add(leg)
        self.happens(LegIncoming(leg, number, "13800138000", "", "trunk"))

    @precondition(lambda self: self.legs)
    @rule(n=ANY, digit=st.sampled_from("129*7"))
    def key(self, n: int, digit: str) -> None:
        self.happens(DigitPressed(self._leg(n), digit))

    @precondition(lambda self: self.legs)
    @rule(n=ANY)
    def prompt_heard(self, n: int) -> None:
        leg = self._leg(n)
        call = self.play.house.calls.get(self.play.house.legs.get(leg, ""))
        self.happens(PromptFinished(leg, (call.play_id if call else None) or "play-0"))

    @precondition(lambda self: self.legs)
    @rule(n=ANY)
    def answered(self, n: int) -> None:
        self.happens(LegAnswered(self._leg(n)))

    @precondition(lambda self: self.legs)
    @rule(n=ANY, cause=st.sampled_from(list(EndCause)))
    def leg_ends(self, n: int, cause: EndCause) -> None:
        leg = self._leg(n)
        self.legs.discard(leg)
        self.happens(LegEnded(leg, cause, True))

    @precondition(lambda self: self.legs)
    @rule(n=ANY)
    def sound_gone(self, n: int) -> None:
        self.happens(MediaLost(self._leg(n)))

    @rule(
        agent=AGENTS,
        state=st.sampled_from([AgentState.READY, AgentState.READY, AgentState.NOT_READY, AgentState.OFFLINE]),
    )
    def wishes(self, agent: str, state: AgentState) -> None:
        self.happens(StateWished(agent, state, "BREAK", agent))

    @rule(agent=AGENTS, there=st.booleans())
    def phone(self, agent: str, there: bool) -> None:
        self.happens(PhoneRegistered(agent) if there else PhoneLost(agent))

    @rule(agent=AGENTS, what=st.sampled_from([HoldWished, ResumeWished, HangUpWished]))
    def call_wish(self, agent: str, what: type[HoldWished | ResumeWished | HangUpWished]) -> None:
        self.happens(what(agent, self.play.house.agents[agent].call_id or "call-1"))

    @rule(agent=AGENTS)
    def declines(self, agent: str) -> None:
        offers = [o.offer_id for o in self.play.house.offers.values()]
        self.happens(OfferDeclined(agent, offers[0] if offers else "offer-0"))

    @rule(agent=AGENTS, state=st.sampled_from([AgentState.READY, AgentState.NOT_READY, AgentState.WRAP_UP]))
    def restored(self, agent: str, state: AgentState) -> None:
        self.happens(AgentRestored(agent, state, "", "call-of-yesterday", "sales"))

    @rule(agent=AGENTS)
    def wrap_up_done(self, agent: str) -> None:
        self.happens(WrapUpFinished(agent))

    @rule(seconds=st.sampled_from([1, 6, 21, 61, 130]))
    def time(self, seconds: int) -> None:
        self.play.passes(seconds)
        self._carry_out()

    @invariant()
    def one_agent_one_contact(self) -> None:
        house = self.play.house
        taken = [call.agent_id for call in house.calls.values() if call.agent_id is not None]
        assert len(taken) == len(set(taken)), "an agent has two calls"
        offered = [offer.agent_id for offer in house.offers.values()]
        assert len(offered) == len(set(offered)), "an agent is offered twice"
        for agent in house.agents.values():
            assert (agent.state is AgentState.OFFERED) == (agent.agent_id in offered), "reserved for ever"
            busy = agent.state in (AgentState.OFFERED, AgentState.TALKING, AgentState.WRAP_UP)
            assert (agent.call_id is not None) == busy
            if agent.state is AgentState.WRAP_UP:
                assert any(getattr(p, "agent_id", None) == agent.agent_id for p in house.timers.values())
            fault = FaultLasts(agent.agent_id) in house.timers.values()
            assert fault == (agent.state is AgentState.TECH_FAULT)

    @invariant()
    def an_offer_is_a_lease_for_a_living_call(self) -> None:
        house = self.play.house
        for offer in house.offers.values():
            call = house.calls[offer.call_id]
            assert call.state is CallState.OFFERED and call.offer_id == offer.offer_id
            assert any(getattr(p, "offer_id", None) == offer.offer_id for p in house.timers.values())
            assert offer.expires_at >= self.play.now

    @invariant()
    def no_phone_rings_or_talks_alone(self) -> None:
        house = self.play.house
        wanted = {leg for c in house.calls.values() for leg in (c.leg_id, c.agent_leg_id) if leg}
        for leg in self.legs - self.hung_up:
            assert leg in wanted, "a leg that nobody wants was not hung up"
        for call in house.calls.values():
            assert call.leg_id in self.legs, "a call without its caller"

    @invariant()
    def nobody_waits_while_somebody_is_free(self) -> None:
        house = self.play.house
        for call in house.calls.values():
            if call.state is CallState.QUEUED:
                assert not [
                    a
                    for a in house.agents.values()
                    if a.state is AgentState.READY and a.phone_registered and call.queue_id in a.queue_ids
                ]

    @invariant()
    def the_books_balance(self) -> None:
        house = self.play.house
        for queue_id, balance in house.balances.items():
            waiting = [
                c
                for c in house.calls.values()
                if c.queue_id == queue_id
                and c.state in (CallState.QUEUED, CallState.OFFERED)
                and c.first_connected_at is None
            ]
            done = balance.answered + balance.abandoned + balance.cut_off
            assert balance.offered == done + len(waiting)
        assert len(self.ended) == len(set(self.ended)), "a call ended twice"

    def teardown(self) -> None:
        """Everybody goes home: nothing may be left over."""
        for leg in sorted(self.legs):
            self.legs.discard(leg)
            self.happens(LegEnded(leg, EndCause.NORMAL, True))
        for leg in sorted(self.legs):
            self.legs.discard(leg)
            self.happens(LegEnded(leg, EndCause.NORMAL, True))
        self.play.passes(1000)
        house = self.play.house
        assert not (house.calls or house.offers or house.legs or house.timers)


CentreMachine.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestCentre = CentreMachine.TestCase
