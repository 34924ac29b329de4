"""A microphone that is lost in a shift: a technical fault, not a missed call and not a break."""

from __future__ import annotations

from app.server.core.commands import ShowOffer, WithdrawOffer
from app.server.core.events import LegEnded, LegIncoming, PhoneLost, PhoneRegistered, StateWished
from app.server.core.facts import OfferEnded
from app.server.core.types import AgentState
from tests.core.playbook import NORMAL, Playbook


def lost(play: Playbook, agent: str = "wang") -> Playbook:
    return play.happens(StateWished(agent, AgentState.NOT_READY, "tech-fault", agent))


def test_it_is_a_fault_until_she_says_that_it_is_back():
    play = lost(Playbook().ready("wang"))
    assert (play.state("wang"), play.house.agents["wang"].reason) == (AgentState.TECH_FAULT, "tech-fault")
    assert not play.rings().did(ShowOffer)
    play.happens(PhoneLost("wang"), PhoneRegistered("wang"))
    assert play.state("wang") is AgentState.TECH_FAULT, "her phone was never the trouble"
    play.happens(StateWished("wang", AgentState.READY, "", "wang"))
    assert play.did(ShowOffer)[0].agent_id == "wang"


def test_the_call_that_rings_goes_to_somebody_else_and_is_not_held_against_her():
    play = Playbook().ready("wang").rings().ready("li")
    lost(play)
    assert [(fact.agent_id, fact.result) for fact in play.kept(OfferEnded)] == [("wang", "no-phone")]
    assert play.did(WithdrawOffer)[0].why == "no-phone"
    assert play.state("wang") is AgentState.TECH_FAULT
    assert play.did(ShowOffer)[0].agent_id == "li"


def test_in_a_talk_it_comes_after_the_wrap_up():
    play = lost(Playbook().talk()).happens(LegEnded("caller-1", NORMAL, True))
    assert play.state("wang") is AgentState.WRAP_UP
    play.passes(60)
    assert (play.state("wang"), play.house.agents["wang"].reason) == (AgentState.TECH_FAULT, "tech-fault")


def test_a_call_on_her_other_phone_does_not_make_her_ready():
    play = lost(Playbook().ready("wang", "li"))
    play.happens(LegIncoming("phone-1", "1002", "1001", "", "phone:1001"))
    assert play.state("wang") is AgentState.TALKING
    play.happens(LegEnded("phone-1", NORMAL, True))
    assert play.state("wang") is AgentState.TECH_FAULT
