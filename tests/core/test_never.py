"""What must never happen, whatever happens: a hypothesis machine plays callers, agents, phones and time."""

from __future__ import annotations

from hypothesis import settings
from hypothesis.stateful import invariant

from app.server.core import events as e
from app.server.core.call import IN_TALK
from app.server.core.callbacks.callback import CallbackState
from app.server.core.party import PartyState
from app.server.core.timers import (
    CallBackDue,
    FaultLasts,
    PauseRunsOut,
    ReconnectDue,
    RingRunsOut,
    SurveyRunsOut,
)
from app.server.core.types import AgentState, CallState, EndCause, PartyKind
from tests.core.played_centre import AWAITED, PlayedCentre


class CentreMachine(PlayedCentre):
    @invariant()
    def one_agent_one_contact(self) -> None:
        house = self.play.house
        offered = [offer.agent_id for offer in house.offers.values()]
        assert len(offered) == len(set(offered)), "an agent is offered twice"
        for agent in house.agents.values():
            assert (agent.state is AgentState.OFFERED) == (agent.agent_id in offered), "reserved for ever"
            if agent.state is not AgentState.OFFERED:
                assert (agent.state is AgentState.TALKING) == bool(agent.talks), "on the phone or not"
            busy = agent.state in (AgentState.OFFERED, AgentState.TALKING, AgentState.WRAP_UP)
            assert (agent.call_id is not None) == busy
            if agent.state is AgentState.TALKING:
                assert agent.call_id in agent.talks
                assert agent.after_talk is not None or any(agent.talks.values()) or agent.unfinished
            else:
                waits = (AgentState.OFFERED, AgentState.WRAP_UP)
                assert not agent.unfinished or agent.state in waits
            assert len({rest.call_id for rest in agent.unfinished}) == len(agent.unfinished)
            if agent.state is AgentState.WRAP_UP:
                assert any(
                    getattr(p, "agent_id", None) == agent.agent_id for p in house.timers.purposes.values()
                )
            fault = FaultLasts(agent.agent_id) in house.timers.purposes.values()
            assert fault == (agent.state is AgentState.TECH_FAULT)

    @invariant()
    def nobody_speaks_in_two(self) -> None:
        house = self.play.house
        for agent in house.agents.values():
            speaks: list[str] = []
            for call_id in agent.talks:
                call = house.calls[call_id]
                mine = [p for p in call.parties.values() if p.agent_id == agent.agent_id]
                others = [p for p in call.parties.values() if p.agent_id != agent.agent_id]
                here = any(p.state is PartyState.TALKING for p in mine)
                if here and any(p.state is PartyState.TALKING and p.counts for p in others):
                    speaks.append(call_id)
                for party in mine:
                    assert not party.away or party.state is PartyState.WAITING
            assert len(speaks) <= 1, "she is heard in two calls"
            if speaks and agent.state is AgentState.TALKING:
                assert speaks == [agent.call_id], "her desktop shows another call than the one she speaks in"

    @invariant()
    def a_reply_is_spoken_only_into_a_talk(self) -> None:
        house = self.play.house
        assert set(self.voices) == set(house.speeches)
        for voice_id, bridge_id in self.voices.items():
            speech = house.speeches[voice_id]
            call = house.calls[speech.call_id]
            assert (call.state, call.bridge_id) == (CallState.TALKING, bridge_id)
            assert call.parties[speech.leg_id].state is PartyState.TALKING
        spoken = [speech.call_id for speech in house.speeches.values()]
        assert len(spoken) == len(set(spoken)), "two at a time"

    @invariant()
    def every_talk_is_written_up(self) -> None:
        for agent_id, call_id in list(self.owed):
            agent = self.play.house.agents[agent_id]
            waits = {rest.call_id for rest in agent.unfinished}
            if agent.state is AgentState.WRAP_UP:
                waits.add(agent.call_id or "")
            if call_id not in waits:
                assert (agent_id, call_id) in self.written, "a wrap-up was lost"
                self.owed.discard((agent_id, call_id))

    @invariant()
    def an_agents_lines_are_those_of_her_calls(self) -> None:
        house = self.play.house
        for agent in house.agents.values():
            parties = {
                leg: call.call_id
                for call in house.calls.values()
                for leg, party in call.parties.items()
                if party.agent_id == agent.agent_id
            }
            assert agent.legs == parties
            in_calls = {
                call.call_id
                for call in house.calls.values()
                for party in call.parties.values()
                if party.agent_id == agent.agent_id and (party.present or party.state is PartyState.CALLING)
            }
            assert set(agent.talks) == in_calls

    @invariant()
    def an_offer_is_a_lease_for_a_living_call(self) -> None:
        house = self.play.house
        for offer in house.offers.values():
            call = house.calls[offer.call_id]
            assert call.state is CallState.OFFERED and call.offers[offer.leg_id] == offer.offer_id
            assert any(getattr(p, "offer_id", None) == offer.offer_id for p in house.timers.purposes.values())
            assert offer.expires_at >= self.play.now

    @invariant()
    def who_waits_is_in_line(self) -> None:
        house = self.play.house
        for queue_id in house.plan.queues:
            waits = [
                c for c in house.calls.values() if c.queue_id == queue_id and c.state is CallState.QUEUED
            ]
            in_line = list(house.lines.waiting(queue_id))
            assert {call.call_id for call in in_line} == {call.call_id for call in waits}
            assert house.lines.length(queue_id) == len(waits)
            assert [house.lines.position(call) for call in in_line] == list(range(1, len(waits) + 1))
            members = [a for a in house.agents.values() if queue_id in a.queue_ids]
            assert house.lines.signed_in(queue_id) == sum(a.state is not AgentState.OFFLINE for a in members)
            free = [a for a in members if a.state is AgentState.READY and a.phone_registered and not a.legs]
            assert house.lines.ready(queue_id) == len(free)
        for call in house.calls.values():
            assert (call.state is CallState.OFFERED) == bool(call.offers)
            assert set(call.offers.values()) <= set(house.offers)

    @invariant()
    def no_phone_rings_or_talks_alone(self) -> None:
        house = self.play.house
        wanted = {offer.leg_id for offer in house.offers.values()}
        for call in house.calls.values():
            wanted |= set(call.parties)
            for leg, party in call.parties.items():
                assert leg in self.legs - self.hung_up, "a party whose line is gone"
                assert house.legs[leg] == call.call_id and party.leg_id == leg
                timed = RingRunsOut(call.call_id, leg) in house.timers.purposes.values()
                assert timed == (party.state is PartyState.RINGING), "a ring that never ends"
        for leg in self.legs - self.hung_up:
            assert leg in wanted, "a leg that nobody wants was not hung up"

    @invariant()
    def a_call_is_what_its_state_says(self) -> None:
        for call in self.play.house.calls.values():
            states = [party.state for party in call.parties.values()]
            assert len(call.parties) <= 33
            cut_off = call.state is CallState.RECONNECTING
            assert (
                cut_off == (call.reconnection is not None) == (call.call_id in self.play.house.reconnecting)
            )
            if cut_off:
                rings = call.customer is not None and call.customer.state is PartyState.RINGING
                due = ReconnectDue(call.call_id) in self.play.house.timers.purposes.values()
                assert rings != due, "nobody dials him any more, or twice"
                assert call.parties[call.agent_leg_id or ""].state is PartyState.TALKING
            if call.kind.value == "IN" and call.customer_left is None and not cut_off:
                assert call.customer is not None, "a customer's call without its customer"
            assert (call.state in IN_TALK) == (
                call.talking_since is not None or call.held_at is not None
            ) or (call.state is CallState.TRANSFER or call.customer_left is not None)
            if call.state in IN_TALK:
                assert len(call.in_talk()) >= 2 and call.bridge_id is not None
            if call.state is CallState.HELD:
                assert call.parties[call.held_leg_id].state is PartyState.WAITING
            if call.state is CallState.TALKING:
                assert not call.held_leg_id
                held = PartyState.TALKING in states
                assert held, "all hear music"
            assert (call.state is CallState.TRANSFER) == (call.transfer is not None)
            if call.transfer is not None:
                assert call.parties[call.transfer.leg_id].state is PartyState.RINGING
                assert call.parties[call.held_leg_id].state is PartyState.WAITING
                assert call.bridge_id is None
            if call.consult is not None:
                assert call.state in IN_TALK
                assert call.consult.leg_id in call.parties and call.consult.agent_leg_id in call.parties
            assert call.recording_paused == (
                PauseRunsOut(call.call_id) in self.play.house.timers.purposes.values()
            )
            led = call.parties.get(call.agent_leg_id or "")
            if call.state in IN_TALK:
                assert call.agent_leg_id is None or (led is not None and led.agent_id == call.agent_id)

    @invariant()
    def nobody_is_forgotten_in_a_flow(self) -> None:
        """Somebody, or a clock, always has the next word."""
        house = self.play.house
        timed = {p.call_id for p in house.timers.purposes.values() if isinstance(p, AWAITED)}
        for call in house.calls.values():
            if call.flow is not None:
                assert (
                    call.state in (CallState.MENU, CallState.QUEUED, CallState.SURVEY, CallState.TRANSFER)
                    and not call.flow.over
                )
                assert call.state is CallState.TRANSFER or call.call_id in timed, "he hears nothing for ever"
            else:
                assert call.state not in (CallState.MENU, CallState.SURVEY)
                assert call.call_id not in timed and not call.request_id
            if call.state is CallState.SURVEY:
                assert list(call.parties.values()) == [call.customer]
            assert (call.state is CallState.SURVEY) == (
                SurveyRunsOut(call.call_id) in house.timers.purposes.values()
            )
        asked = {call.request_id: call.call_id for call in house.calls.values() if call.request_id}
        assert asked == house.requests

    @invariant()
    def who_hears_whom(self) -> None:
        """Everybody in the talk is in its bridge, nobody else; and who hears music is in none."""
        house = self.play.house
        mine = {call.bridge_id: call for call in house.calls.values() if call.bridge_id is not None}
        assert set(self.bridges) == set(mine), "a bridge that nobody needs"
        for bridge_id, members in self.bridges.items():
            call = mine[bridge_id]
            talking = {leg for leg, party in call.parties.items() if party.state is PartyState.TALKING}
            early = {
                leg for leg, p in call.parties.items() if p.state in (PartyState.RINGING, PartyState.CALLING)
            }
            assert talking <= members <= talking | early
        for call in house.calls.values():
            for leg, party in call.parties.items():
                if party.state is PartyState.TALKING and call.bridge_id is not None:
                    assert leg not in self.playing or party.hears_ringing, "music in the middle of a talk"

    @invariant()
    def nobody_waits_while_somebody_is_free(self) -> None:
        house = self.play.house
        for call in house.calls.values():
            waits_for_his_own = (
                call.own_agent_s and not call.own_agent_over
            )  # that is who he was cut off from
            if call.state is CallState.QUEUED and not waits_for_his_own:
                assert not [
                    a
                    for a in house.agents.values()
                    if a.state is AgentState.READY
                    and a.phone_registered
                    and not a.legs
                    and call.queue_id in a.queue_ids
                ]

    @invariant()
    def the_books_balance(self) -> None:
        house = self.play.house
        for queue_id, balance in house.balances.items():
            waiting = [c for c in house.calls.values() if c.queue_id == queue_id and c.entry_open]
            for call in waiting:
                speaks = call.state is CallState.MENU and call.message is not None
                assert speaks or call.state in (CallState.QUEUED, CallState.OFFERED)
            left = balance.flowed_out + balance.called_back + balance.messages
            done = balance.answered + balance.abandoned + balance.cut_off + left
            assert balance.offered == done + len(waiting)
        assert len(self.ended) == len(set(self.ended)), "a call ended twice"

    @invariant()
    def a_promise_is_in_the_line_or_looked_at_again(self) -> None:
        house = self.play.house
        tried = {call.callback_id: call for call in house.calls.values() if call.kind.value == "CALLBACK"}
        for callback in house.callbacks:
            call = tried.get(callback.callback_id)
            timed = CallBackDue(callback.callback_id) in house.timers.purposes.values()
            match callback.state:
                case CallbackState.RESTING:
                    assert call is None and not callback.call_id
                    assert timed or callback.asked_in in house.calls
                case CallbackState.WAITING:
                    assert call is not None and call.state in (CallState.QUEUED, CallState.OFFERED) and timed
                case _:
                    assert call is not None and call.state is CallState.DIALLING
        for call in tried.values():
            awaited = (
                call.state is CallState.RECONNECTING or house.callbacks.get(call.callback_id) is not None
            )
            assert call.customer is not None or awaited
        lines = [(each.queue_id, each.number) for each in house.callbacks]
        assert len(lines) == len(set(lines)), "called back twice"

    @invariant()
    def who_joined_is_in_or_has_left(self) -> None:
        house = self.play.house
        now_in = [
            (call.call_id, leg)
            for call in house.calls.values()
            for leg, party in call.parties.items()
            if party.joined_at is not None and party.kind is not PartyKind.CUSTOMER
        ]
        assert len(self.joined) == len(self.left) + len(now_in)

    def teardown(self) -> None:
        """Everybody goes home: nothing may be left over."""
        for callback in self.play.house.callbacks:
            self.happens(e.CallBackCancelled(callback.callback_id, "boss"))
        while self.legs:
            self._gone(sorted(self.legs)[0], EndCause.NORMAL)
        self.play.passes(1000)
        house = self.play.house
        assert not (house.calls or house.offers or house.legs or house.timers.purposes)
        assert not self.open_recordings and not self.bridges and not self.voices
        assert not any(agent.legs or agent.talks for agent in house.agents.values())


CentreMachine.TestCase.settings = settings(max_examples=150, stateful_step_count=50, deadline=None)
TestCentre = CentreMachine.TestCase
