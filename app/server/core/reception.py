"""A call arrives: its number's flow answers it, speaks, listens to keys, ends in a queue or a goodbye."""

from __future__ import annotations

from datetime import timedelta

from app.server.core import ending, engagement, queueing, roster
from app.server.core.agent import Agent
from app.server.core.call import Call
from app.server.core.commands import AnswerLeg, IdentifyCaller, PlayPrompts, RejectLeg
from app.server.core.events import LegIncoming
from app.server.core.facts import CallArrived, CallEnded, MenuChosen, RecordingStarted
from app.server.core.flow.plan import Flow
from app.server.core.house import DigitAwaited, Turn
from app.server.core.ivr import Chosen, End, EnterQueue, MenuRun, Speak, Step
from app.server.core.party import Party, PartyState
from app.server.core.types import CallOutcome, CallState, EndCause, PartyKind

LONGEST_PROMPT_S = 120


def arrived(turn: Turn, event: LegIncoming) -> None:
    """A line from outside: answer a known number with its flow; refuse an unknown one."""
    flow = turn.house.plan.numbers.get(event.dialled_number)
    if flow is None:
        refuse(turn, event)
    else:
        welcome(turn, event, flow)


def refuse(
    turn: Turn, event: LegIncoming, cause: EndCause = EndCause.REJECTED, direction: str = "IN"
) -> None:
    """Not to be reached from here; it leaves a record."""
    call_id = turn.new_id("call")
    turn.house.legs[event.leg_id] = call_id
    _keep_arrival(turn, call_id, event, direction)
    outcome = CallOutcome.REFUSED
    turn.keep(CallEnded(call_id, outcome, cause, "system", None, None, 0, 0, 0))
    turn.do(RejectLeg(event.leg_id, cause))


def welcome(turn: Turn, event: LegIncoming, flow: Flow, agent: Agent | None = None) -> None:
    """A customer's call. ``agent``: one of us who dialled a number of ours from her phone."""
    call = Call(
        call_id=turn.new_id("call"),
        leg_id=event.leg_id,
        dialled_number=event.dialled_number,
        caller_number=event.caller_number,
        caller_name=event.caller_name,
        arrived_at=turn.now,
    )
    party = Party(event.leg_id, PartyKind.CUSTOMER, event.caller_number, PartyState.WAITING)
    party.agent_id = agent.agent_id if agent else None
    turn.house.calls[call.call_id] = call
    roster.admit(turn, call, party)
    _keep_arrival(turn, call.call_id, event, "IN")
    if agent is not None:
        engagement.takes_up(turn, agent, call, contact=False)
    call.recording_id = turn.new_id("recording")
    turn.do(AnswerLeg(event.leg_id))
    roster.record(turn, call, party)
    turn.do(IdentifyCaller(call.call_id, event.caller_number))
    turn.keep(RecordingStarted(call.recording_id, call.call_id))
    enter_flow(turn, call, flow)


def enter_flow(turn: Turn, call: Call, flow: Flow) -> None:
    call.menu = MenuRun(flow)
    walk(turn, call, call.menu.start())


def _keep_arrival(turn: Turn, call_id: str, event: LegIncoming, direction: str) -> None:
    turn.keep(
        CallArrived(
            call_id=call_id,
            dialled_number=event.dialled_number,
            caller_number=event.caller_number,
            caller_name=event.caller_name,
            source=event.source,
            direction=direction,
            diverted_from=event.diverted_from,
        )
    )


def digit(turn: Turn, call: Call, key: str) -> None:
    if call.state is CallState.MENU and call.menu is not None:
        walk(turn, call, call.menu.digit(key))


def spoken(turn: Turn, call: Call, play_id: str) -> None:
    """The prompts were heard: wait for a digit now, or go on."""
    if call.state is not CallState.MENU or call.menu is None:
        return
    if call.play_id != play_id:
        return  # of prompts that were replaced meanwhile
    if call.digit_wait_s:
        _await_digit(turn, call, play_id, call.digit_wait_s)
    else:
        walk(turn, call, call.menu.spoken())


def silent(turn: Turn, call: Call) -> None:
    """No key within the time."""
    if call.state is CallState.MENU and call.menu is not None:
        walk(turn, call, call.menu.silence())


def walk(turn: Turn, call: Call, steps: list[Step]) -> None:
    """Carry out what the menu says."""
    for step in steps:
        _stop_waiting(turn, call)
        match step:
            case Speak(prompts, wait_s):
                play_id = turn.new_id("play")
                turn.do(PlayPrompts(call.leg_id, play_id, prompts))
                call.play_id, call.digit_wait_s = play_id, wait_s
                _await_digit(turn, call, play_id, LONGEST_PROMPT_S)  # in case that its end is never reported
            case Chosen(node, key):
                turn.keep(MenuChosen(call.call_id, node, key))
            case EnterQueue(queue_id, prompts):
                queueing.enter(turn, call, queue_id, prompts)
            case End():
                outcome = CallOutcome.ANSWERED if call.first_connected_at else CallOutcome.IN_MENU
                ending.end(turn, call, outcome, EndCause.NORMAL, by="system")


def _await_digit(turn: Turn, call: Call, play_id: str, wait_s: int) -> None:
    turn.cancel_timers(call.call_id, DigitAwaited)
    turn.set_timer(DigitAwaited(call.call_id, play_id), turn.now + timedelta(seconds=wait_s))


def _stop_waiting(turn: Turn, call: Call) -> None:
    call.play_id, call.digit_wait_s = None, 0
    turn.cancel_timers(call.call_id, DigitAwaited)
