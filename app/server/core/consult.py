"""Consult transfer over the agent's one line: the customer hears music while she talks with the target.

The talk's bridge serves both: on hold the customer is out of it, so target and agent have it to
themselves. Then: complete, cancel, swap, or all three together.
"""

from __future__ import annotations

from app.server.core import conference, engagement, holding, parting, ringback, ringing, roster, transfer
from app.server.core.call import Call, Transfer
from app.server.core.facts import TransferEnded, TransferStarted
from app.server.core.party import Party, PartyState, Purpose, Ring
from app.server.core.targets import Target, TargetKind
from app.server.core.turn import Turn
from app.server.core.types import CallState, EndCause


def begin(turn: Turn, call: Call, party: Party, target: Target) -> bool:
    """False where it cannot be done now."""
    person = conference.stand_in(turn, target)
    if person is None or person.kind is TargetKind.FLOW or not transfer.possible(turn, call, party, person):
        return False
    holding.hold(turn, call, party)
    consult = Transfer(turn.new_id("transfer"), party.agent_id, party.leg_id)
    kind = target.kind.value
    turn.keep(TransferStarted(call.call_id, consult.transfer_id, party.agent_id, "consult", kind, target.key))
    call.consult = consult
    rung = ringing.ring(turn, call, person, Purpose.CONSULT, party.leg_id, by=party.agent_id)
    if isinstance(rung, Party):
        consult.leg_id = rung.leg_id
    else:
        failed(turn, call, rung)
    return True


def rings(turn: Turn, call: Call, party: Party, early_media: bool) -> None:
    own = _own(call)
    if early_media and call.bridge_id is not None:
        ringback.ends(turn, own)
        roster.into_bridge(turn, call, party)
    elif not early_media:
        ringback.begins(turn, own)


def answered(turn: Turn, call: Call, party: Party) -> None:
    ringback.ends(turn, _own(call))
    roster.joins(turn, call, party)
    if (agent := roster.agent_of(turn, party)) is not None:
        engagement.takes_up(turn, agent, call, contact=False)


def failed(turn: Turn, call: Call, cause: EndCause) -> None:
    """Nobody there: she has her line to herself, the customer waits until she takes him back."""
    _close(turn, call, cause.value.lower().replace("_", "-"))


def complete(turn: Turn, call: Call) -> None:
    """Customer and target go on without her."""
    consult = call.consult
    target, own, kept = _three(call)
    if consult is None or target is None or own is None or kept is None:
        return
    if target.state is PartyState.RINGING:
        _complete_while_it_rings(turn, call, consult, target, own, kept)
        return
    _all_together(turn, call, target, consult)
    _close(turn, call, "completed")
    roster.leaves(turn, call, own)
    parting.release(turn, call, own)
    transfer.handed_to(turn, call, target)


def cancel(turn: Turn, call: Call) -> None:
    """Back to the customer without the target."""
    consult = call.consult
    if consult is None:
        return
    _close(turn, call, "cancelled")
    if (target := call.parties.get(consult.leg_id)) is not None:
        roster.leaves(turn, call, target)
        parting.release(turn, call, target)
    holding.resume(turn, call, consult.agent_id or "")


def swap(turn: Turn, call: Call) -> None:
    """The other of the two hears music now."""
    consult = call.consult
    target, own, kept = _three(call)
    if consult is None or target is None or own is None or kept is None or not target.present:
        return
    if consult.with_target:
        roster.waits(turn, call, target)
        holding.bring_back(turn, call, consult.agent_id or "")
    else:
        holding.hold(turn, call, own)
        roster.returns(turn, call, target)
    consult.with_target = not consult.with_target


def join(turn: Turn, call: Call) -> None:
    """All three talk."""
    consult = call.consult
    target, _, _ = _three(call)
    if consult is None or target is None or not target.present:
        return
    _all_together(turn, call, target, consult)
    _close(turn, call, "conference")


def line_gone(turn: Turn, call: Call, party: Party, cause: EndCause) -> bool:
    """Somebody of a consult hung up. True: that is dealt with; False: what is left is as ever."""
    consult = call.consult
    if consult is None:
        return False
    if party.leg_id == consult.leg_id:
        _close(turn, call, "target-left")
        return False
    if party.leg_id != consult.agent_leg_id:
        return False
    target = call.parties.get(consult.leg_id)
    if target is not None and (target.present or cause is not EndCause.CUT_OFF):
        complete(turn, call)  # putting the receiver down hands him over
        return True
    cancel(turn, call)
    return False


def _complete_while_it_rings(
    turn: Turn, call: Call, consult: Transfer, target: Party, own: Party, kept: Party
) -> None:
    assert target.ring is not None
    target.ring = Ring(Purpose.TRANSFER, target.ring.offer_id)
    call.consult, call.transfer = None, consult
    transfer.put_aside(turn, call, kept)
    transfer.step_out(turn, call, own, consult)


def _all_together(turn: Turn, call: Call, target: Party, consult: Transfer) -> None:
    if target.state is PartyState.WAITING:
        roster.returns(turn, call, target)
    if call.state is CallState.HELD:
        holding.bring_back(turn, call, consult.agent_id or "")


def _close(turn: Turn, call: Call, result: str) -> None:
    ringback.ends(turn, _own(call))
    consult, call.consult = call.consult, None
    if consult is not None:
        turn.keep(TransferEnded(call.call_id, consult.transfer_id, consult.agent_id, result))


def _own(call: Call) -> Party | None:
    """The line of who consults."""
    return call.parties.get(call.consult.agent_leg_id) if call.consult else None


def _three(call: Call) -> tuple[Party | None, Party | None, Party | None]:
    """Target, who consults, and who waits."""
    consult = call.consult
    if consult is None:
        return None, None, None
    target, own = call.parties.get(consult.leg_id), call.parties.get(consult.agent_leg_id)
    kept = [each for each in call.in_talk() if each is not target and each is not own]
    return target, own, kept[0] if kept else None
