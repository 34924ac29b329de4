"""A call arrives: its number's flow answers it, speaks, listens to keys, ends in a queue or a goodbye."""

from __future__ import annotations

from datetime import timedelta

from app.server.core import ending, queueing
from app.server.core.call import Call
from app.server.core.commands import AnswerLeg, IdentifyCaller, PlayPrompts, RecordLeg, RejectLeg
from app.server.core.events import LegIncoming
from app.server.core.facts import CallArrived, CallEnded, MenuChosen, RecordingStarted
from app.server.core.house import DigitAwaited, Turn
from app.server.core.ivr import Chosen, End, EnterQueue, MenuRun, Speak, Step
from app.server.core.types import CallOutcome, CallState, EndCause, Side

LONGEST_PROMPT_S = 120


def arrived(turn: Turn, event: LegIncoming) -> None:
    """Answer a known number with its flow; refuse an unknown one."""
    call = Call(
        call_id=turn.new_id("call"),
        leg_id=event.leg_id,
        dialled_number=event.dialled_number,
        caller_number=event.caller_number,
        caller_name=event.caller_name,
        arrived_at=turn.now,
    )
    turn.house.legs[event.leg_id] = call.call_id
    turn.keep(
        CallArrived(call.call_id, event.dialled_number, event.caller_number, event.caller_name, event.source)
    )
    flow = turn.house.plan.numbers.get(event.dialled_number)
    if flow is None:
        turn.keep(
            CallEnded(call.call_id, CallOutcome.REFUSED, EndCause.REJECTED, "system", None, None, 0, 0, 0)
        )
        turn.do(RejectLeg(event.leg_id, EndCause.REJECTED))
        return
    turn.house.calls[call.call_id] = call
    call.recording_id = turn.new_id("recording")
    call.menu = MenuRun(flow)
    turn.do(
        AnswerLeg(event.leg_id),
        RecordLeg(call.recording_id, call.call_id, event.leg_id, Side.CUSTOMER),
        IdentifyCaller(call.call_id, event.caller_number),
    )
    turn.keep(RecordingStarted(call.recording_id, call.call_id))
    walk(turn, call, call.menu.start())


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
                ending.end(turn, call, CallOutcome.IN_MENU, EndCause.NORMAL, by="system")


def _await_digit(turn: Turn, call: Call, play_id: str, wait_s: int) -> None:
    turn.cancel_timers(lambda purpose: isinstance(purpose, DigitAwaited) and purpose.call_id == call.call_id)
    turn.set_timer(DigitAwaited(call.call_id, play_id), turn.now + timedelta(seconds=wait_s))


def _stop_waiting(turn: Turn, call: Call) -> None:
    call.play_id, call.digit_wait_s = None, 0
    turn.cancel_timers(lambda purpose: isinstance(purpose, DigitAwaited) and purpose.call_id == call.call_id)
