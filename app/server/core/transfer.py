"""Blind transfer: the customer hears music, the target rings, and he is never lost on the way.

Nobody takes it: it rings again at the agent who transferred, else he waits first in the queue.
"""

from __future__ import annotations

from app.server.core import (
    conversation,
    engagement,
    parting,
    queueing,
    reception,
    recording,
    ringing,
    roster,
    targets,
)
from app.server.core.agent import Agent
from app.server.core.call import IN_TALK, Call, CallEvent, Transfer
from app.server.core.commands import ReportTransfer
from app.server.core.events import TransferWished
from app.server.core.facts import CallConnected, TransferCameBack, TransferEnded, TransferStarted
from app.server.core.flow import carry, visits
from app.server.core.holding import partner
from app.server.core.party import Party, PartyEvent, PartyState, Purpose
from app.server.core.targets import Target, TargetKind
from app.server.core.turn import Turn
from app.server.core.types import AgentState, CallKind, EndCause

_FREE = (AgentState.READY, AgentState.NOT_READY, AgentState.WRAP_UP)
_STATUS: dict[EndCause, int] = {  # RFC 3515 §2.4.5: what became of it, as a SIP status
    EndCause.BUSY: 486,
    EndCause.DECLINED: 603,
    EndCause.NO_ANSWER: 408,
    EndCause.UNREACHABLE: 480,
    EndCause.REJECTED: 404,
}
REFUSED = 603


def wished_by_phone(turn: Turn, call: Call, party: Party, event: TransferWished) -> None:
    """REFER without Replaces."""
    target = targets.resolve(turn.house, event.target_number)
    turn.do(ReportTransfer(event.leg_id, event.transfer_id, 100))
    if not begin(turn, call, party, target, report_id=event.transfer_id):
        status = 404 if target.kind is TargetKind.NOBODY else REFUSED
        turn.do(ReportTransfer(event.leg_id, event.transfer_id, status))


def possible(turn: Turn, call: Call, party: Party, target: Target) -> bool:
    """Two talk, and the target is one that she may transfer this call to."""
    if call.state not in IN_TALK or partner(call, party) is None or party.agent_id is None:
        return False
    if call.consult is not None or party is call.customer:
        return False
    match target.kind:
        case TargetKind.NOBODY:
            return False
        case TargetKind.OUTSIDE:
            return targets.may_dial_out(turn.house, party.number)
        case TargetKind.QUEUE | TargetKind.FLOW:
            return call.customer is not None
        case _:
            return target.key != party.agent_id


def begin(
    turn: Turn, call: Call, party: Party, target: Target, report_id: str = "", mode: str = "blind"
) -> bool:
    """She is out at once; False where it cannot be done."""
    kept = partner(call, party)
    if kept is None or not possible(turn, call, party, target):
        return False
    transfer = Transfer(turn.new_id("transfer"), party.agent_id, party.leg_id, report_id=report_id)
    kind = target.kind.value
    turn.keep(TransferStarted(call.call_id, transfer.transfer_id, party.agent_id, mode, kind, target.key))
    recording.goes_on(turn, call, "system")
    if target.kind in (TargetKind.QUEUE, TargetKind.FLOW):
        _into_the_house(turn, call, party, kept, target, transfer)
        return True
    put_aside(turn, call, kept)
    call.transfer = transfer
    step_out(turn, call, party, transfer)
    rung = ringing.ring(turn, call, target, Purpose.TRANSFER, kept.leg_id, by=transfer.agent_id)
    if isinstance(rung, Party):
        transfer.leg_id = rung.leg_id
    else:
        failed(turn, call, rung)
    return True


def put_aside(turn: Turn, call: Call, kept: Party) -> None:
    """Music for who is transferred; the bridge is given up."""
    if kept.state is PartyState.TALKING:
        roster.waits(turn, call, kept)
    call.held_leg_id = kept.leg_id
    roster.drop_bridge(turn, call)
    turn.move_call(call, CallEvent.TRANSFERRED)
    call.clock(turn.now, held=True)


def progress(turn: Turn, call: Call) -> None:
    """It rings at the target."""
    _report(turn, call, 180)


def answered(turn: Turn, call: Call, party: Party) -> None:
    """The target is there: the call is theirs."""
    transfer, call.transfer = call.transfer, None
    again = call.first_connected_at is not None
    visits.interrupt(turn, call, "connected", "transfer")
    kept = call.parties[call.held_leg_id]
    conversation.meet(turn, call, kept, party)
    turn.move_call(call, CallEvent.CONNECTED)
    if transfer is not None:
        turn.keep(TransferEnded(call.call_id, transfer.transfer_id, transfer.agent_id, "completed"))
        _dismiss(turn, call, transfer, 200)
    handed_to(turn, call, party, again)


def handed_to(turn: Turn, call: Call, party: Party, again: bool = True) -> None:
    """Whose call it is now; nobody's where an outside number has it."""
    if party.agent_id is None:
        parting.leads(turn, call, None)
        if kept_agent := [each for each in call.in_talk() if each.agent_id and each is not call.customer]:
            parting.leads(turn, call, kept_agent[0])
        return
    parting.takes_lead(turn, call, party)
    turn.keep(CallConnected(call.call_id, party.agent_id, call.queue_id or "", call.waited_s, again))


def failed(turn: Turn, call: Call, cause: EndCause) -> None:
    """The target did not take it: back to who transferred, if she is still free; else first in line."""
    transfer = call.transfer
    assert transfer is not None
    result = cause.value.lower().replace("_", "-")
    turn.keep(TransferEnded(call.call_id, transfer.transfer_id, transfer.agent_id, result))
    if call.flow is not None:
        _back_to_the_flow(turn, call)
        return
    _report(turn, call, _STATUS.get(cause, 500))
    transfer.report_id = ""
    agent = turn.house.agents.get(transfer.agent_id) if transfer.agent_id else None
    own = call.parties.get(transfer.agent_leg_id)
    if agent is not None and own is not None and _free(agent, own.leg_id):
        _back_on_her_line(turn, call, agent, own, transfer)
        return
    if own is not None:
        roster.leaves(turn, call, own)
    if agent is not None and _free(agent):
        target = Target(TargetKind.AGENT, agent.agent_id, agent.sip_user)
        rung = ringing.ring(turn, call, target, Purpose.CAME_BACK, call.held_leg_id, by=agent.agent_id)
        if isinstance(rung, Party):
            transfer.leg_id = rung.leg_id
            turn.keep(TransferCameBack(call.call_id, transfer.transfer_id, agent.agent_id, "agent"))
            return
    not_taken_back(turn, call)


def _back_to_the_flow(turn: Turn, call: Call) -> None:
    """It says what the caller hears now."""
    call.transfer, call.held_leg_id = None, ""
    turn.move_call(call, CallEvent.MENU)
    carry.failed(turn, call)


def not_taken_back(turn: Turn, call: Call) -> None:
    """She does not take it either: he waits first in his queue, or in his place where a rule of the queue
    had led him out. Without a queue that was all."""
    transfer, call.transfer = call.transfer, None
    assert transfer is not None
    to = "queue" if call.queue_id is not None and call.customer is not None else "nobody"
    turn.keep(TransferCameBack(call.call_id, transfer.transfer_id, transfer.agent_id, to))
    if call.queue_id is None or call.customer is None:
        parting.over(turn, call, EndCause.NO_ANSWER, by="system")
        return
    _enter_queue(turn, call, call.customer, call.queue_id, ahead=transfer.agent_id is not None)


def _into_the_house(
    turn: Turn, call: Call, party: Party, kept: Party, target: Target, transfer: Transfer
) -> None:
    """Into a queue, before all others, or to a number of ours; that is done at once."""
    call.clock(turn.now)
    if kept.state is PartyState.TALKING:
        turn.move_party(kept, PartyEvent.HELD)
    if transfer.report_id:
        turn.do(ReportTransfer(party.leg_id, transfer.report_id, 200))
    agent = roster.agent_of(turn, party)
    roster.leaves(turn, call, party)
    if agent is not None:
        engagement.lets_go(turn, agent, call)
    turn.keep(TransferEnded(call.call_id, transfer.transfer_id, transfer.agent_id, "completed"))
    call.from_agent_id = transfer.agent_id or ""
    if target.kind is TargetKind.QUEUE:
        _enter_queue(turn, call, kept, target.key)
        return
    _forget_agents(turn, call, kept)
    turn.move_call(call, CallEvent.MENU)
    reception.answer(turn, call, target.key)


def _enter_queue(turn: Turn, call: Call, kept: Party, queue_id: str, ahead: bool = True) -> None:
    call.clock(turn.now)
    _forget_agents(turn, call, kept)
    call.kind = CallKind.CUSTOMER
    queueing.enter(turn, call, queue_id, (), ahead)


def _forget_agents(turn: Turn, call: Call, kept: Party) -> None:
    parting.dismiss_all_but(turn, call, kept)
    roster.drop_bridge(turn, call)
    call.held_leg_id = ""
    call.agent_id = call.agent_leg_id = None


def step_out(turn: Turn, call: Call, party: Party, transfer: Transfer) -> None:
    """Her part is done. A phone that wants to hear how it goes keeps its line until then."""
    call.agent_leg_id = None
    if transfer.report_id:
        roster.note_leaving(turn, call, party, EndCause.NORMAL)
        turn.move_party(party, PartyEvent.TRANSFERRED_AWAY)
    else:
        roster.leaves(turn, call, party)
    if (agent := roster.agent_of(turn, party)) is not None:
        engagement.lets_go(turn, agent, call)


def _back_on_her_line(turn: Turn, call: Call, agent: Agent, own: Party, transfer: Transfer) -> None:
    call.transfer = None
    turn.move_party(own, PartyEvent.CAME_BACK)
    conversation.meet(turn, call, call.parties[call.held_leg_id], own)
    turn.move_call(call, CallEvent.CONNECTED)
    turn.keep(TransferCameBack(call.call_id, transfer.transfer_id, agent.agent_id, "agent"))
    handed_to(turn, call, own)


def _dismiss(turn: Turn, call: Call, transfer: Transfer, status: int) -> None:
    """The phone of who transferred hears the last word; then its line is closed."""
    own = call.parties.get(transfer.agent_leg_id)
    if own is None or own.state is not PartyState.LEAVING:
        return
    if transfer.report_id:
        turn.do(ReportTransfer(own.leg_id, transfer.report_id, status))
    roster.leaves(turn, call, own)


def _report(turn: Turn, call: Call, status: int) -> None:
    transfer = call.transfer
    if transfer and transfer.report_id and transfer.agent_leg_id in turn.house.legs:
        turn.do(ReportTransfer(transfer.agent_leg_id, transfer.report_id, status))


def _free(agent: Agent, own_leg_id: str = "") -> bool:
    """She can take him back now."""
    other_legs = [leg for leg in agent.legs if leg != own_leg_id]
    return agent.state in _FREE and not other_legs and (agent.phone_registered or bool(own_leg_id))
