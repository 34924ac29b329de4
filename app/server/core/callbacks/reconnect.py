"""A customer whose line was lost in the talk is called back at once, within the same call.

His agent keeps her line, hears it ring at his end and sees each try. Only where she would be alone.
"""

from __future__ import annotations

from datetime import timedelta

from app.server.core import (
    conversation,
    ending,
    parting,
    recording,
    ringback,
    ringing,
    roster,
)
from app.server.core.call import IN_TALK, Call, CallEvent
from app.server.core.callbacks import attempts, numbers, promise
from app.server.core.callbacks.runs import Reconnection
from app.server.core.commands import AnswerLeg, ShowReconnect
from app.server.core.events import LegIncoming
from app.server.core.facts import ReconnectTried
from app.server.core.house import House
from app.server.core.party import Party, PartyState, Purpose
from app.server.core.timers import ReconnectDue
from app.server.core.turn import Turn
from app.server.core.types import CallOutcome, CallState, EndCause, PartyKind
from app.server.core.waiting.plan import Reconnect

_NEVER = Reconnect()
_CUT_OFF = EndCause.CUT_OFF


def possible(house: House, call: Call, customer: Party, cause: EndCause) -> bool:
    """His line broke, we may dial it, and one agent would be left alone."""
    if cause is not _CUT_OFF or call.state not in IN_TALK or call.consult is not None:
        return False
    others = [each for each in call.in_talk() if each is not customer]
    if len(others) != 1 or others[0].leg_id != call.agent_leg_id or others[0].agent_id is None:
        return False
    from_outside = customer.agent_id is None and customer.kind is PartyKind.CUSTOMER
    return from_outside and _rules(house, call).tries > 0 and promise.diallable(house, customer.number)


def begins(turn: Turn, call: Call, customer: Party) -> None:
    """He is out; she stays, and he is dialled."""
    own = call.parties[call.agent_leg_id or ""]
    call.clock(turn.now)
    roster.leaves(turn, call, customer, EndCause.CUT_OFF)
    call.leg_id = call.held_leg_id = ""
    if own.state is PartyState.WAITING:
        roster.returns(turn, call, own)
    call.reconnection = Reconnection(numbers.plain(customer.number), turn.now)
    turn.house.reconnecting.add(call.call_id)
    turn.move_call(call, CallEvent.CUT_OFF)
    _dials(turn, call)
    recording.pauses(turn, call, own.agent_id or "")  # nothing of the talk is said until he is back


def due(turn: Turn, call: Call) -> None:
    """The pause between two tries is over."""
    if call.state is CallState.RECONNECTING and _ringing(call) is None:
        _dials(turn, call)


def in_vain(turn: Turn, call: Call, cause: EndCause) -> None:
    """A try was in vain: again after a pause, as often as the queue says."""
    run = call.reconnection
    if run is None:
        return
    rules = _rules(turn.house, call)
    call.leg_id = ""
    ringback.ends(turn, _own(call))
    turn.keep(ReconnectTried(call.call_id, call.agent_id, run.attempt, cause.value.lower().replace("_", "-")))
    if run.attempt >= rules.tries:
        _shows(turn, call, "given-up")
        _over(turn, call, by="system")
        return
    run.next_at = turn.now + timedelta(seconds=rules.pause_s)
    turn.set_timer(ReconnectDue(call.call_id), run.next_at)
    _shows(turn, call, "waiting")


def back(turn: Turn, call: Call, customer: Party) -> None:
    """He is there again: the talk goes on as the same call."""
    run, own = call.reconnection, _own(call)
    if run is None or own is None:
        roster.leaves(turn, call, customer)
        return
    turn.cancel_timers(call.call_id, ReconnectDue)
    _shows(turn, call, "back")
    ringback.ends(turn, own)
    recording.goes_on(turn, call, "system")
    connected_at = call.connected_at
    conversation.meet(turn, call, own, customer)
    call.connected_at = connected_at
    turn.move_call(call, CallEvent.CONNECTED)
    turn.house.reconnecting.discard(call.call_id)
    turn.keep(ReconnectTried(call.call_id, call.agent_id, run.attempt, "back"))
    call.reconnection = None


def stopped(turn: Turn, call: Call, by: str = "agent") -> None:
    """She (or a supervisor) does not wait for him."""
    if call.state is not CallState.RECONNECTING or call.reconnection is None:
        return
    turn.keep(ReconnectTried(call.call_id, call.agent_id, call.reconnection.attempt, "stopped"))
    _shows(turn, call, "stopped")
    _over(turn, call, by)


def agent_gone(turn: Turn, call: Call, party: Party, cause: EndCause) -> None:
    """Her line ended while he was called back; where it was lost as well, that was our fault."""
    lost = cause is EndCause.CUT_OFF
    if party.leg_id != call.agent_leg_id:
        parting.party_gone(turn, call, party, cause, by="agent", lost=lost)
        return
    if call.reconnection is not None:
        turn.keep(ReconnectTried(call.call_id, call.agent_id, call.reconnection.attempt, "stopped"))
    if lost and call.reconnection is not None:
        promise.for_cut_off(turn, call, call.reconnection.number)
    _over(turn, call, by="system" if lost else "agent", lost_agent=(party.agent_id or "") if lost else "")


def takes_back(turn: Turn, event: LegIncoming) -> bool:
    """He whom we are dialling calls by himself: his line goes to where he is awaited."""
    if not (turn.house.reconnecting or len(turn.house.callbacks)):  # most often
        return False
    call = _awaiting(turn.house, event.caller_number)
    if call is None:
        return False
    if (rung := _ringing(call)) is not None:
        roster.leaves(turn, call, rung, EndCause.CANCELLED)
    customer = Party(event.leg_id, PartyKind.CUSTOMER, event.caller_number, PartyState.CALLING)
    roster.admit(turn, call, customer)
    call.leg_id = event.leg_id
    turn.do(AnswerLeg(event.leg_id))
    if call.state is CallState.RECONNECTING:
        back(turn, call, customer)
    else:
        attempts.reached(turn, call, customer)
    return True


def _dials(turn: Turn, call: Call) -> None:
    run, own = call.reconnection, _own(call)
    assert run is not None and own is not None
    run.attempt, run.next_at = run.attempt + 1, None
    ring_s = _rules(turn.house, call).ring_s
    turn.keep(ReconnectTried(call.call_id, call.agent_id, run.attempt, "dialling"))
    _shows(turn, call, "dialling")
    ringback.begins(turn, own)
    ringing.ring_customer(turn, call, run.number, Purpose.RECONNECT, own.leg_id, ring_s)


def _over(turn: Turn, call: Call, by: str, lost_agent: str = "") -> None:
    ending.end(turn, call, CallOutcome.CUT_OFF, EndCause.CUT_OFF, by, lost_agent)


def _shows(turn: Turn, call: Call, state: str) -> None:
    run = call.reconnection
    if run is not None and call.agent_id is not None:
        tries = _rules(turn.house, call).tries
        turn.do(ShowReconnect(call.agent_id, call.call_id, state, run.attempt, tries, run.next_at))


def _rules(house: House, call: Call) -> Reconnect:
    queue = house.plan.queues.get(call.queue_id) if call.queue_id else None
    return queue.waiting.reconnect if queue else _NEVER


def _own(call: Call) -> Party | None:
    return call.parties.get(call.agent_leg_id or "")


def _ringing(call: Call) -> Party | None:
    customer = call.parties.get(call.leg_id)
    return customer if customer is not None and customer.state is PartyState.RINGING else None


def _awaiting(house: House, number: str) -> Call | None:
    for callback in house.callbacks.of(number):
        call = house.calls.get(callback.call_id)
        if call is not None and call.state is CallState.DIALLING:
            return call
    for call_id in sorted(house.reconnecting):
        run = house.calls[call_id].reconnection
        if run is not None and numbers.same(run.number, number):
            return house.calls[call_id]
    return None
