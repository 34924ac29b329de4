"""What a program or desktop may do with running calls, checked against what is true now.

In:  wishes of agents and supervisors from the API.
Out: events for the switchboard; DeskError with a sentence where a wish makes no sense.
"""

from __future__ import annotations

from collections.abc import Callable

from app.contracts.parties import PartyView
from app.server.core import outbound, supervising, talk_events, targets
from app.server.core.agent import Agent
from app.server.core.call import IN_TALK, Call
from app.server.core.conference import MOST_PARTIES
from app.server.core.events import (
    BlindTransferWished,
    CallWished,
    ConsultCancelled,
    ConsultCompleted,
    ConsultJoined,
    ConsultSwapped,
    ConsultWished,
    DeskEvent,
    DigitsWished,
    ForcedHangUp,
    LeaveWished,
    MonitorEnded,
    MonitorWished,
    PartyDropped,
    PartyHeld,
    PartyMuted,
    PartyWished,
    RecordingPauseWished,
    RecordingResumeWished,
    TakeOverWished,
)
from app.server.core.house import House
from app.server.core.party import Party
from app.server.core.targets import Target, TargetKind
from app.server.core.types import EndCause, Role
from app.server.desk import present
from app.server.desk.port import (
    AgentUnknownError,
    CallerNumberError,
    CallNotYoursError,
    DeskError,
    NoPhoneError,
    TargetBusyError,
    TargetUnknownError,
)

ENDED = "The call has ended."
CONSULT_STEPS: dict[str, type[ConsultCancelled | ConsultSwapped | ConsultJoined]] = {
    "cancel": ConsultCancelled,
    "swap": ConsultSwapped,
    "conference": ConsultJoined,
}


class CallControl:
    """One per server; all methods return at once."""

    def __init__(self, house: House, feed: Callable[[DeskEvent], None], names: present.Names) -> None:
        self._house = house
        self._feed = feed
        self._names = names

    # --- calls of one's own ----------------------------------------------------------------------

    def dial(self, agent_id: str, number: str, from_number: str = "") -> str:
        """Her phone rings, then the number. The id of the call.

        ``from_number``: one of the company's numbers to show; "": as its rules say.
        """
        agent = self._agent(agent_id)
        if from_number and from_number not in self._house.plan.caller_numbers:
            raise CallerNumberError(f"{from_number} is none of the numbers that calls from here may show.")
        target = targets.resolve(self._house, number)
        if target.kind not in outbound.CALLABLE or target.number == agent.sip_user:
            # Not said which: it may be a number that she sees masked.
            raise TargetUnknownError("This is no number that can be called from here.")
        self._may_dial_out(agent, target)
        if not agent.phone_registered:
            raise NoPhoneError("Your phone is not registered.")
        if targets.why_not_dial(self._house, agent) is not None:
            raise DeskError("You are on the phone. Put that call on hold, or finish it first.")
        before = len(agent.legs)
        self._feed(CallWished(agent_id, number, from_number))
        if len(agent.legs) == before:
            raise DeskError("The call could not be made.")
        return next(reversed(agent.legs.values()))

    def transfer(self, agent_id: str, call_id: str, target_text: str, mode: str, note: str) -> None:
        call, _ = self._talk(agent_id, call_id)
        target = self._target(agent_id, target_text)
        if call.consult is not None:
            raise DeskError("You are consulting somebody already. Complete or cancel that first.")
        if len(call.in_talk()) != 2:
            raise DeskError("In a conference nobody is transferred: leave it, and the others go on.")
        if mode == "consult" and target.kind is TargetKind.FLOW:
            raise TargetUnknownError("A menu cannot be consulted; transfer the call there.")
        if target.kind in (TargetKind.QUEUE, TargetKind.FLOW) and call.customer is None:
            raise TargetUnknownError("A colleague is not transferred to a queue.")
        if target.key == agent_id:
            raise TargetUnknownError("You have this call already.")
        if not self._stands_in(target, mode):
            raise TargetBusyError("Nobody of this queue is free now.")
        wished = ConsultWished if mode == "consult" else BlindTransferWished
        self._feed(wished(agent_id, call_id, target_text, note))

    def complete(self, agent_id: str, call_id: str, note: str) -> None:
        self._consult(agent_id, call_id)
        self._feed(ConsultCompleted(agent_id, call_id, note))

    def consult_step(self, agent_id: str, call_id: str, step: str) -> None:
        """``step``: "cancel", "swap", "conference"."""
        call = self._consult(agent_id, call_id)
        target = call.parties.get(call.consult.leg_id) if call.consult else None
        if step != "cancel" and (target is None or not target.present):
            raise DeskError("It still rings there.")
        self._feed(CONSULT_STEPS[step](agent_id, call_id))

    def digits(self, agent_id: str, call_id: str, digits: str) -> None:
        self._talk(agent_id, call_id)
        self._feed(DigitsWished(agent_id, call_id, digits))

    def pause_recording(self, agent_id: str, call_id: str, paused: bool) -> None:
        call, _ = self._talk(agent_id, call_id)
        if call.recording_id is None:
            raise DeskError("This call is not recorded.")
        wished = RecordingPauseWished if paused else RecordingResumeWished
        self._feed(wished(agent_id, call_id))

    # --- conference ------------------------------------------------------------------------------

    def parties(self, user_id: str, leads: bool, call_id: str) -> list[PartyView]:
        """Who is in it now. ``leads``: a supervisor, who may see every call and all who listen."""
        call = self._house.calls.get(call_id)
        if call is None:
            raise DeskError(ENDED)
        if not leads:
            self._line(user_id, call)
        shown = list(call.parties.values()) if leads else present.shown_parties(call)
        return [present.party_view(call, each, self._names, user_id) for each in shown]

    def add_party(self, agent_id: str, call_id: str, target_text: str, note: str) -> None:
        call, _ = self._talk(agent_id, call_id)
        target = self._target(agent_id, target_text)
        if call.consult is not None:
            raise DeskError("You are consulting somebody. Complete or cancel that first.")
        if len(call.parties) >= MOST_PARTIES:
            raise DeskError(f"There are {MOST_PARTIES} in this call already.")
        if target.kind is TargetKind.FLOW:
            raise TargetUnknownError("A menu cannot join a call.")
        if not self._stands_in(target, "conference"):
            raise TargetBusyError("Nobody of this queue is free now.")
        self._feed(PartyWished(agent_id, call_id, target_text, note))

    def change_party(
        self, agent_id: str, call_id: str, leg_id: str, muted: bool | None, held: bool | None
    ) -> None:
        call, _ = self._talk(agent_id, call_id)
        self._party(call, leg_id)
        if muted is not None:
            self._feed(PartyMuted(agent_id, call_id, leg_id, muted))
        if held is not None:
            self._feed(PartyHeld(agent_id, call_id, leg_id, held))

    def drop_party(self, agent_id: str, call_id: str, leg_id: str) -> None:
        """Herself: she leaves."""
        call, mine = self._talk(agent_id, call_id)
        party = self._party(call, leg_id)
        own = party is mine
        self._feed(LeaveWished(agent_id, call_id) if own else PartyDropped(agent_id, call_id, party.leg_id))

    def leave(self, agent_id: str, call_id: str) -> None:
        self._talk(agent_id, call_id)
        self._feed(LeaveWished(agent_id, call_id))

    # --- supervisors -----------------------------------------------------------------------------

    def monitor(self, supervisor_id: str, sip_user: str, call_id: str, role: Role) -> None:
        self._supervised(supervisor_id, sip_user, call_id)
        self._feed(MonitorWished(supervisor_id, sip_user, call_id, role))

    def end_monitoring(self, supervisor_id: str, call_id: str) -> None:
        call = self._house.calls.get(call_id)
        if call is not None and supervising.of(call, supervisor_id) is not None:
            self._feed(MonitorEnded(supervisor_id, call_id))

    def take_over(self, supervisor_id: str, sip_user: str, call_id: str) -> None:
        self._supervised(supervisor_id, sip_user, call_id)
        self._feed(TakeOverWished(supervisor_id, sip_user, call_id))

    def force_hang_up(self, supervisor_id: str, call_id: str) -> None:
        if call_id not in self._house.calls:
            raise DeskError(ENDED)
        self._feed(ForcedHangUp(supervisor_id, call_id))

    # --- what is true now ------------------------------------------------------------------------

    def _agent(self, agent_id: str) -> Agent:
        agent = self._house.agents.get(agent_id)
        if agent is None:
            raise AgentUnknownError("You are not set up as an agent.")
        return agent

    def _line(self, agent_id: str, call: Call) -> Party:
        line = talk_events.line_of(call, agent_id)
        if line is None:
            raise CallNotYoursError("Another agent has this call.")
        return line

    def _talk(self, agent_id: str, call_id: str) -> tuple[Call, Party]:
        self._agent(agent_id)
        call = self._house.calls.get(call_id)
        if call is None:
            raise DeskError(ENDED)
        line = self._line(agent_id, call)
        if call.state not in IN_TALK:
            raise DeskError("You are not talking in this call now.")
        return call, line

    def _consult(self, agent_id: str, call_id: str) -> Call:
        call, line = self._talk(agent_id, call_id)
        if call.consult is None or call.consult.agent_leg_id != line.leg_id:
            raise DeskError("You are consulting nobody in this call.")
        return call

    def _party(self, call: Call, leg_id: str) -> Party:
        party = next((each for each in present.shown_parties(call) if each.leg_id == leg_id), None)
        if party is None:
            raise DeskError("That party is no longer in the call.")
        return party

    def _target(self, agent_id: str, text: str) -> Target:
        """Whom she means, where it can be reached now."""
        target = targets.resolve(self._house, text)
        if target.kind is TargetKind.NOBODY:
            raise TargetUnknownError(f"{text} is no number, colleague or queue that is known here.")
        self._may_dial_out(self._agent(agent_id), target)
        colleague = self._house.agents.get(target.key) if target.kind is TargetKind.AGENT else None
        if colleague is not None and colleague.agent_id != agent_id:
            why_not, name = targets.why_not(colleague), self._names.person(colleague.agent_id)
            if why_not is EndCause.UNREACHABLE:
                raise NoPhoneError(f"The phone of {name} is not registered.")
            if why_not is not None:
                raise TargetBusyError(f"{name} is on the phone.")
        return target

    def _may_dial_out(self, agent: Agent, target: Target) -> None:
        if target.kind is TargetKind.OUTSIDE and not targets.may_dial_out(self._house, agent.sip_user):
            raise TargetUnknownError("You may not call numbers outside of this house.")

    def _stands_in(self, target: Target, mode: str) -> bool:
        """A queue is consulted, or joins, by its agent who is free."""
        if target.kind is not TargetKind.QUEUE or mode == "blind":
            return True
        members = [agent for agent in self._house.agents.values() if target.key in agent.queue_ids]
        return any(agent.state.name == "READY" and targets.why_not(agent) is None for agent in members)

    def _supervised(self, supervisor_id: str, sip_user: str, call_id: str) -> None:
        call = self._house.calls.get(call_id)
        if call is None:
            raise DeskError(ENDED)
        if not sip_user:
            raise NoPhoneError("You have no phone to listen with.")
        if call.state not in IN_TALK:
            raise DeskError("Nobody talks in this call now.")
        mine = talk_events.line_of(call, supervisor_id)
        if mine is not None and not mine.supervisor_id:
            raise DeskError("You talk in this call yourself.")
