"""Hold, resume and keys towards the other one, wherever the wish came from (desktop, API, her phone)."""

from __future__ import annotations

from app.server.core import roster
from app.server.core.call import Call, CallEvent
from app.server.core.commands import SendDigits
from app.server.core.facts import CallHeld, CallResumed
from app.server.core.party import Party, PartyState
from app.server.core.turn import Turn
from app.server.core.types import CallState


def partner(call: Call, party: Party) -> Party | None:
    """The only other one in the talk; None in a conference."""
    others = [each for each in call.in_talk() if each is not party]
    return others[0] if len(others) == 1 else None


def press(turn: Turn, call: Call, party: Party, digits: str) -> None:
    """Keys of ``party`` that are not in its sound, for whom it talks with (in a conference: the customer)."""
    other = partner(call, party) or call.customer
    if other is not None and other is not party and call.state is CallState.TALKING:
        turn.do(SendDigits(other.leg_id, digits))


def hold(turn: Turn, call: Call, party: Party) -> None:
    """The other one (in a conference: the customer) hears music. A second wish changes nothing."""
    other = partner(call, party) or call.customer
    if call.state is not CallState.TALKING or other is None or other is party:
        return
    if other.state is not PartyState.TALKING:
        return
    roster.waits(turn, call, other)
    call.held_leg_id = other.leg_id
    call.clock(turn.now, held=True)
    turn.move_call(call, CallEvent.HELD)
    turn.keep(CallHeld(call.call_id, party.agent_id or ""))


def resume(turn: Turn, call: Call, agent_id: str) -> None:
    """``agent_id``: who wants it, and speaks in this call from now on; "" for nobody."""
    turn.turns_to(agent_id, call)
    if call.consult is None:  # else she is with the target of her transfer
        bring_back(turn, call, agent_id)


def bring_back(turn: Turn, call: Call, agent_id: str) -> None:
    other = call.parties.get(call.held_leg_id)
    if call.state is not CallState.HELD or call.bridge_id is None or other is None:
        return
    roster.returns(turn, call, other)
    held_s = call.hold_by(turn.now) - call.hold_s
    call.clock(turn.now, talking=True)
    call.held_leg_id = ""
    turn.move_call(call, CallEvent.RESUMED)
    turn.keep(CallResumed(call.call_id, agent_id, held_s))


def phone_holds(turn: Turn, call: Call, party: Party) -> None:
    """A party's own phone put us on hold. One of ours means the other one by it; a customer nobody."""
    party.phone_holds = True
    if party.agent_id is not None and party.leg_id != call.leg_id and partner(call, party) is not None:
        hold(turn, call, party)


def phone_resumes(turn: Turn, call: Call, party: Party) -> None:
    was, party.phone_holds = party.phone_holds, False
    if was and party.agent_id is not None and party.leg_id not in (call.leg_id, call.held_leg_id):
        resume(turn, call, party.agent_id)
