"""A flow in a call: its steps become commands, what happens on the line goes back into it.

It runs while the call is in a MENU, QUEUED (a key pressed while waiting) or in a SURVEY.
"""

from __future__ import annotations

from collections import deque
from datetime import timedelta

from app.server.core import ending, handing, queueing, targets
from app.server.core.call import Call
from app.server.core.callbacks import leaving, message, promise
from app.server.core.commands import AskSystem, PlayPrompts, StopPlaying
from app.server.core.events import SystemAnswered
from app.server.core.facts import MenuChosen, SurveyAnswered
from app.server.core.flow import deeds, visits
from app.server.core.flow import steps as s
from app.server.core.flow.plan import Flow
from app.server.core.flow.run import FlowRun
from app.server.core.flow.sight import Sight
from app.server.core.targets import TargetKind
from app.server.core.timers import DigitAwaited, SystemAwaited
from app.server.core.turn import Turn
from app.server.core.types import CallState, EndCause
from app.server.core.waiting import hours

LONGEST_QUESTION_S, LONGEST_SPEECH_S = 120, 900  # in case that a prompt's end is never reported
MOST_FLOWS_WITHOUT_INPUT = 10  # flows that lead to queues that lead to flows: they end
RUNS_IN = (CallState.MENU, CallState.QUEUED, CallState.SURVEY)


def begin(turn: Turn, call: Call, flow: Flow) -> None:
    """Walk this flow from its start; whatever flow ran before is over."""
    visits.interrupt(turn, call, "replaced", "end")
    call.flows_begun += 1
    if call.flows_begun > MOST_FLOWS_WITHOUT_INPUT:
        _end(turn, call, EndCause.FAILED)
        return
    call.flow, call.node_since = FlowRun(flow, call.variables), turn.now
    _walk(turn, call, call.flow, call.flow.start(Sight(turn, call)))


def running(call: Call) -> FlowRun | None:
    return call.flow if call.state in RUNS_IN else None


def digit(turn: Turn, call: Call, key: str) -> None:
    if (run := running(call)) is not None:
        call.flows_begun = 0
        _walk(turn, call, run, run.digit(Sight(turn, call), key))


def spoken(turn: Turn, call: Call, play_id: str) -> None:
    """The prompts were heard: wait for a digit now, or go on."""
    run = running(call)
    if run is None or call.play_id != play_id:
        return  # of prompts that were replaced meanwhile
    if call.digit_wait_s:
        _await_digit(turn, call, play_id, call.digit_wait_s)
    else:
        _walk(turn, call, run, run.spoken(Sight(turn, call)))


def silent(turn: Turn, call: Call) -> None:
    """No key within the time."""
    if (run := running(call)) is not None:
        _walk(turn, call, run, run.silence(Sight(turn, call)))


def told(turn: Turn, event: SystemAnswered) -> None:
    """A system answered; nothing where nobody waits for it any more."""
    call = turn.house.calls.get(turn.house.requests.pop(event.request_id, ""))
    if call is not None and call.request_id == event.request_id:
        _told(turn, call, event)


def not_told(turn: Turn, call: Call, request_id: str) -> None:
    """No answer came in time."""
    turn.house.requests.pop(request_id, None)
    if call.request_id == request_id:
        _told(turn, call, SystemAnswered(request_id, "failed", {}, "time-out"))


def message_over(turn: Turn, call: Call) -> None:
    """A key, the longest time, or silence on the line has ended his voice message."""
    if call.message is not None:
        well = message.end(turn, call)
        if (run := running(call)) is not None:
            _walk(turn, call, run, _deed(turn, call, run, well=well))


def failed(turn: Turn, call: Call) -> None:
    """Nobody took the transfer."""
    if (run := running(call)) is not None:
        _walk(turn, call, run, _deed(turn, call, run, well=False))


def _deed(turn: Turn, call: Call, run: FlowRun, *, well: bool) -> list[s.Step]:
    """What the flow had the house do is done, or could not be done."""
    around = Sight(turn, call)
    return run.done(around) if well else run.failed(around)


def _told(turn: Turn, call: Call, event: SystemAnswered) -> None:
    call.request_id = ""
    turn.cancel_timers(call.call_id, SystemAwaited)
    if (run := running(call)) is not None:
        _walk(turn, call, run, run.told(Sight(turn, call), event.result, event.values))


def _walk(turn: Turn, call: Call, run: FlowRun, steps: list[s.Step]) -> None:
    """Carry out what the flow says. What cannot be done, or is done at once, leads to further steps.

    The last step may already have begun another flow.
    """
    waiting = deque(steps)
    while waiting and call.flow is run:
        step = waiting.popleft()
        if call.play_id is not None:
            _stop_waiting(turn, call)
        match step:
            case s.NodeLeft() | s.FlowOver():
                visits.note(turn, call, step)
            case s.EnterQueue():
                _queue(turn, call, step)
            case s.Speak(prompts, wait_s):
                _play(turn, call, prompts, wait_s)
            case s.Listen(wait_s):
                turn.do(StopPlaying(call.leg_id))
                call.play_id = turn.new_id("play")
                _await_digit(turn, call, call.play_id, wait_s)
            case s.Chosen(node, key):
                turn.keep(MenuChosen(call.call_id, node, key))
            case s.LanguageChosen(language):
                call.language = language
            case s.Text():
                deeds.send_text(turn, call, step)
            case s.Rate(question, key, score):
                queue_id, rated = call.queue_id or "", call.rated_agent_id
                turn.keep(SurveyAnswered(call.call_id, queue_id, rated, question, key, score))
            case s.LeaveMessage(queue_id, max_s):
                if not message.begin(turn, call, queue_id, max_s):
                    waiting += _deed(turn, call, run, well=False)
            case s.MessageOver():
                waiting += _deed(turn, call, run, well=message.end(turn, call))
            case s.WishCallBack(queue_id, number):
                promised = promise.promise(turn, call, queue_id, number)
                waiting += _deed(turn, call, run, well=promised is not None)
            case s.Transfer():
                if not _transfer(turn, call, step):
                    waiting += _deed(turn, call, run, well=False)
            case _:
                _hand_over(turn, call, step)


def _hand_over(turn: Turn, call: Call, step: s.Step) -> None:
    """Steps after which somebody else has the word."""
    match step:
        case s.AskOut():
            _ask(turn, call, step)
        case s.Back(prompts):
            call.flow = None
            _back(turn, call, prompts)
        case _:
            call.flow = None
            _end(turn, call, EndCause.NORMAL)


def _ask(turn: Turn, call: Call, step: s.AskOut) -> None:
    call.request_id = turn.new_id("request")
    turn.house.requests[call.request_id] = call.call_id
    if step.prompts:
        _music_again(turn, call, step.prompts)
    turn.do(
        AskSystem(
            request_id=call.request_id,
            call_id=call.call_id,
            system=step.system,
            operation=step.operation,
            values=step.values,
            into=step.into,
            timeout_s=step.timeout_s,
        )
    )
    turn.set_timer(SystemAwaited(call.call_id, call.request_id), turn.now + timedelta(seconds=step.timeout_s))


def _queue(turn: Turn, call: Call, step: s.EnterQueue) -> None:
    """Into a queue. Who waits in it already keeps his place; after a talk there is no way back."""
    call.flow = None
    if call.state is CallState.SURVEY:
        _end(turn, call, EndCause.NORMAL)
    elif call.state is CallState.QUEUED and call.queue_id == step.queue_id:
        _music_again(turn, call, step.prompts)
    else:
        _leave_queue(turn, call, step.queue_id)
        call.wants, call.extra_priority = dict(step.wants), float(step.priority)
        queueing.enter(turn, call, step.queue_id, step.prompts)


def _transfer(turn: Turn, call: Call, step: s.Transfer) -> bool:
    """False: there is nobody, or it is not for a caller to choose that number."""
    target = targets.resolve(turn.house, step.target)
    kind = target.kind
    if call.state is CallState.SURVEY or (kind is TargetKind.OUTSIDE and not step.written):
        return False
    if kind is TargetKind.QUEUE:
        visits.interrupt(turn, call, "connected", "transfer")
        _queue(turn, call, s.EnterQueue(target.key, step.prompts))
        return True
    if kind is TargetKind.FLOW and (flow := hours.flow_of_number(turn.house.plan, target.key, turn.now)):
        visits.interrupt(turn, call, "connected", "transfer")
        begin(turn, call, flow)
        return True
    return handing.put_through(turn, call, target, step.prompts)


def _back(turn: Turn, call: Call, prompts: tuple[str, ...]) -> None:
    """To the music. Who had left his queue for the flow waits on as before, by the time he came."""
    if call.state is CallState.QUEUED or call.queue_id is None:
        _music_again(turn, call, prompts)
    else:
        queueing.enter(turn, call, call.queue_id, prompts)


def _leave_queue(turn: Turn, call: Call, to: str) -> None:
    if call.state is CallState.QUEUED:
        leaving.steps_aside(turn, call)
        leaving.closes(turn, call, leaving.FLOWED_OUT, to)


def _music_again(turn: Turn, call: Call, prompts: tuple[str, ...]) -> None:
    prompts = (*prompts, _music(turn, call))
    turn.do(PlayPrompts(call.leg_id, turn.new_id("play"), prompts, loop=True))


def _music(turn: Turn, call: Call) -> str:
    queue = turn.house.plan.queues.get(call.queue_id) if call.queue_id else None
    return queue.music if queue else turn.house.plan.music


def _end(turn: Turn, call: Call, cause: EndCause) -> None:
    """The flow says good-bye. Who still waited left the queue of his own will."""
    if call.state is CallState.SURVEY:
        ending.after_survey(turn, call)
        return
    if call.state is CallState.QUEUED:
        _leave_queue(turn, call, "end")
    ending.end(turn, call, ending.outcome(call), cause, by="system")


def _play(turn: Turn, call: Call, prompts: tuple[str, ...], wait_s: int) -> None:
    play_id = turn.new_id("play")
    turn.do(PlayPrompts(call.leg_id, play_id, prompts))
    call.play_id, call.digit_wait_s = play_id, wait_s
    _await_digit(turn, call, play_id, LONGEST_QUESTION_S if wait_s else LONGEST_SPEECH_S)


def _await_digit(turn: Turn, call: Call, play_id: str, wait_s: int) -> None:
    turn.cancel_timers(call.call_id, DigitAwaited)
    turn.set_timer(DigitAwaited(call.call_id, play_id), turn.now + timedelta(seconds=wait_s))


def _stop_waiting(turn: Turn, call: Call) -> None:
    call.play_id, call.digit_wait_s = None, 0
    turn.cancel_timers(call.call_id, DigitAwaited)
