"""The desk: everything that the window shows about the present, reduced from messages.

In:  live messages of the server, events of the softphone, and a few facts of the desktop itself.
Out: a new ``Desk``. Pure: no clock, no I/O; what follows from a change is the presenters' business.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from app.contracts import live
from app.contracts.calls import ActiveCall, OfferView
from app.contracts.colleagues import ColleagueView
from app.contracts.people import AgentView, QueueView, TodayView
from app.telephony import ports as phone
from app.ui.presenters.desk_calls import arrange


class Stage(Enum):
    """What the agent is doing, as far as the call card is concerned."""

    IDLE = "IDLE"
    OFFER = "OFFER"
    DIALLING = "DIALLING"  # a call of her own, nobody has answered yet
    ANSWERING = "ANSWERING"
    TALKING = "TALKING"
    HELD = "HELD"
    WRAP_UP = "WRAP_UP"


class ServerLine(Enum):
    CONNECTING = "CONNECTING"
    UP = "UP"
    DOWN = "DOWN"


class PhoneLine(Enum):
    STARTING = "STARTING"
    REGISTERED = "REGISTERED"
    PROBLEM = "PROBLEM"
    RESTARTING = "RESTARTING"
    ELSEWHERE = "ELSEWHERE"  # the agent works on another SIP phone


# --- facts of the desktop itself -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ServerReached:
    up: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class ServerClockCompared:
    """``ahead_s``: by how much the server's clock is ahead of this computer's."""

    ahead_s: float


@dataclass(frozen=True, slots=True)
class AnswerWanted:
    """The agent clicked 'answer'; the phone may not ring yet. An empty id takes the wish back."""

    offer_id: str


@dataclass(frozen=True, slots=True)
class MuteWanted:
    muted: bool


@dataclass(frozen=True, slots=True)
class OtherPhoneChosen:
    other_phone: bool


@dataclass(frozen=True, slots=True)
class OutboxMoved:
    waiting: int
    refused: int


@dataclass(frozen=True, slots=True)
class ColleaguesLoaded:
    colleagues: tuple[ColleagueView, ...]


@dataclass(frozen=True, slots=True)
class Dialled:
    """The server rings her own phone for this call, which she wanted: it is answered by itself."""

    call_id: str


@dataclass(frozen=True, slots=True)
class WindowLocked:
    """Nobody is there: nothing of a customer may be seen."""

    locked: bool


OwnFact = (
    ServerReached
    | ServerClockCompared
    | AnswerWanted
    | MuteWanted
    | OtherPhoneChosen
    | OutboxMoved
    | ColleaguesLoaded
    | Dialled
    | WindowLocked
)
Message = live.LiveMessage | phone.PhoneEvent | OwnFact


@dataclass(frozen=True, slots=True)
class PhoneCall:
    handle: int
    state: phone.PhoneCallState
    call_id: str
    offer_id: str


@dataclass(frozen=True, slots=True)
class Desk:
    server: ServerLine = ServerLine.CONNECTING
    server_why: str = ""
    server_ahead_s: float = 0.0
    agent: AgentView | None = None
    offer: OfferView | None = None
    withdrawn: live.OfferWithdrawn | None = None  # the last offer that went away, until the next
    call: ActiveCall | None = None
    other_calls: tuple[ActiveCall, ...] = ()  # on hold while she speaks in ``call``
    unfinished: tuple[ActiveCall, ...] = ()  # ended while another goes on; perhaps to be written up later
    colleagues: tuple[ColleagueView, ...] = ()
    speaking: live.SpeakingChanged | None = None  # the last quick reply spoken into a call
    queues: tuple[QueueView, ...] = ()
    today: TodayView | None = None
    answer_wanted: str = ""
    dialled: str = ""  # the call for which her own phone is rung now
    muted: bool = False
    phone: PhoneLine = PhoneLine.STARTING
    phone_problem: str = ""
    phone_restarts: int = 0
    phone_calls: tuple[PhoneCall, ...] = ()
    audio_problems: tuple[str, ...] = ()  # the microphone's first
    devices: phone.Devices | None = None
    levels: phone.Levels | None = None
    sound: phone.CallSound | None = None  # of the call in which she speaks
    line_quality: live.CallQuality | None = None  # of the same, as the server hears it
    test: phone.TestRuns | None = None
    headset: phone.Headset | None = None
    button: phone.ButtonPressed | None = None  # the last one
    buttons_pressed: int = 0  # the same button twice is two presses
    hotkeys: phone.HotkeysSet | None = None
    outbox_waiting: int = 0
    outbox_refused: int = 0
    locked: bool = False

    @property
    def second_offer(self) -> OfferView | None:
        """A call that waits while she talks or writes up another; the call card stays as it is."""
        if self.offer is None or self.call is None:
            return None
        writes_up = self.agent is not None and self.agent.state == "WRAP_UP"
        return self.offer if self.call.state != "ENDED" or writes_up else None

    @property
    def stage(self) -> Stage:
        if self.offer is not None and self.second_offer is None:
            return Stage.ANSWERING if self.answer_wanted == self.offer.offer_id else Stage.OFFER
        if self.call is None:
            return Stage.IDLE
        stages = {
            "DIALLING": Stage.DIALLING,
            "TALKING": Stage.TALKING,
            "RECONNECTING": Stage.TALKING,
            "HELD": Stage.HELD,
            "ENDED": Stage.WRAP_UP,
        }
        return stages.get(self.call.state, Stage.ANSWERING)

    @property
    def ringing(self) -> PhoneCall | None:
        """The softphone's call that rings for the present offer."""
        if self.offer is None:
            return None
        wanted = self.offer.offer_id
        return next(
            (c for c in self.phone_calls if c.offer_id == wanted and c.state is phone.PhoneCallState.RINGING),
            None,
        )

    @property
    def rings_for_her(self) -> PhoneCall | None:
        """Her own phone, rung for a call that she dialled."""
        ringing = (c for c in self.phone_calls if c.state is phone.PhoneCallState.RINGING)
        return next((c for c in ringing if self.dialled and c.call_id == self.dialled), None)

    @property
    def talking(self) -> PhoneCall | None:
        """The softphone's call in which the agent speaks; None where it is not sure which that is."""
        speaking = [c for c in self.phone_calls if c.state in _SPEAKING]
        if len(speaking) == 1:
            return speaking[0]
        mine = self.call.call_id if self.call else ""
        return next((c for c in speaking if c.call_id == mine), None)

    @property
    def audio_problem(self) -> str:
        """The gravest one; none while the agent works on another phone."""
        if self.phone is PhoneLine.ELSEWHERE or not self.audio_problems:
            return ""
        return self.audio_problems[0]

    @property
    def no_microphone(self) -> bool:
        return self.audio_problem in MICROPHONE_PROBLEMS


MICROPHONE_PROBLEMS = ("no-microphone", "microphone-lost")
_WITH_CALL = ("OFFERED", "TALKING", "WRAP_UP")
_SPEAKING = (phone.PhoneCallState.TALKING, phone.PhoneCallState.ANSWERING)


def reduce(desk: Desk, message: Message) -> Desk:
    """The desk after ``message``; the very same object where nothing changed."""
    match message:
        case live.Hello():
            return _hello(desk, message)
        case live.AgentChanged(agent=agent):
            return _arranged(_drop_taken_offer(replace(desk, agent=agent)))
        case live.OfferMade(offer=offer):
            wanted = desk.answer_wanted if desk.answer_wanted == offer.offer_id else ""
            return replace(desk, offer=offer, withdrawn=None, answer_wanted=wanted)
        case live.OfferWithdrawn():
            return _withdrawn(desk, message)
        case live.CallChanged(call=call):
            return _call(desk, call)
        case live.ColleagueChanged(colleague=colleague):
            return replace(desk, colleagues=_with_colleague(desk.colleagues, colleague))
        case live.SpeakingChanged():
            return replace(desk, speaking=message)
        case live.QueueChanged(queue=queue):
            others = {q.queue_id: q for q in desk.queues}
            return replace(desk, queues=tuple((others | {queue.queue_id: queue}).values()))
        case live.TodayChanged(today=today):
            return replace(desk, today=today)
        case live.CallQuality():
            return replace(desk, line_quality=message)
        case live.NoticeMade() | live.TicketsChanged() | live.CustomerChanged():
            return desk  # pages of their own listen to these
        case _:
            return _own(desk, message)


def _with_colleague(
    colleagues: tuple[ColleagueView, ...], colleague: ColleagueView
) -> tuple[ColleagueView, ...]:
    known = {each.agent_id: each for each in colleagues}
    return tuple((known | {colleague.agent_id: colleague}).values())


def _hello(desk: Desk, hello: live.Hello) -> Desk:
    return _arranged(
        replace(
            desk,
            server=ServerLine.UP,
            server_why="",
            agent=hello.agent,
            offer=hello.offer,
            call=hello.call,
            other_calls=tuple(hello.other_calls),
            queues=tuple(hello.queues),
            today=hello.today or desk.today,
            answer_wanted=desk.answer_wanted if hello.offer else "",
        )
    )


def _withdrawn(desk: Desk, message: live.OfferWithdrawn) -> Desk:
    if desk.offer is None or desk.offer.offer_id != message.offer_id:
        return desk
    if message.why == "answered":  # by this agent's phone: the card stays until the call is here
        return replace(desk, withdrawn=message, answer_wanted=message.offer_id)
    return replace(desk, offer=None, withdrawn=message, answer_wanted="")


def _call(desk: Desk, call: ActiveCall) -> Desk:
    if call.state in ("MENU", "QUEUED", "OFFERED"):
        return desk  # not on this desk yet: the offer speaks for it
    taken = desk.offer is not None and (desk.offer.call_id == call.call_id or _is_taken(desk, call))
    known = {each.call_id: each for each in _all_calls(desk)} | {call.call_id: call}
    first, *others = known.values()
    return _arranged(
        replace(
            desk,
            call=first,
            other_calls=tuple(others),
            offer=None if taken else desk.offer,
            answer_wanted="" if taken else desk.answer_wanted,
            dialled="" if call.state != "DIALLING" and desk.dialled == call.call_id else desk.dialled,
        ),
        before=desk,
    )


def _is_taken(desk: Desk, call: ActiveCall) -> bool:
    """The offer was answered, and this is the talk: a question about another call has a call of its own."""
    offer, gone = desk.offer, desk.withdrawn
    answered = offer is not None and gone is not None and gone.offer_id == offer.offer_id
    return answered and call.state == "TALKING"


def _all_calls(desk: Desk) -> tuple[ActiveCall, ...]:
    return (*((desk.call,) if desk.call else ()), *desk.other_calls)


def _arranged(desk: Desk, before: Desk | None = None) -> Desk:
    """Which call is the active one now. In another one she is not muted, nor are the old figures its own."""
    active_before = (before or desk).call
    known = active_before.call_id if active_before else ""
    calls = _all_calls(desk)
    call, others = arrange(calls, desk.agent, known)
    ended = {each.call_id: each for each in (*desk.unfinished, *calls) if each.state == "ENDED"}
    busy = desk.agent is not None and desk.agent.state in ("TALKING", "WRAP_UP")
    unfinished = tuple(each for each in ended.values() if busy and (not call or each.call_id != call.call_id))
    if unfinished != desk.unfinished:
        desk = replace(desk, unfinished=unfinished)
    if call is not None and call.call_id == known and call.state != "ENDED":
        return replace(desk, call=call, other_calls=others)
    if call is None and desk.call is None and not known:
        return desk
    return replace(desk, call=call, other_calls=others, muted=False, sound=None, line_quality=None)


def _drop_taken_offer(desk: Desk) -> Desk:
    """An offer that was answered, but whose call never came: gone as soon as the agent is free again."""
    taken = desk.offer and desk.withdrawn and desk.offer.offer_id == desk.withdrawn.offer_id
    if taken and desk.agent is not None and desk.agent.state not in _WITH_CALL:
        return replace(desk, offer=None, answer_wanted="")
    return desk


def _own(desk: Desk, message: phone.PhoneEvent | OwnFact) -> Desk:
    match message:
        case ServerReached(up=up, why=why):
            return replace(desk, server=ServerLine.UP if up else ServerLine.DOWN, server_why=why)
        case ServerClockCompared(ahead_s=ahead_s):
            return replace(desk, server_ahead_s=ahead_s)
        case AnswerWanted(offer_id=offer_id):
            return replace(desk, answer_wanted=offer_id)
        case MuteWanted(muted=muted):
            return replace(desk, muted=muted)
        case OtherPhoneChosen(other_phone=other):
            return replace(desk, phone=PhoneLine.ELSEWHERE if other else PhoneLine.STARTING)
        case OutboxMoved(waiting=waiting, refused=refused):
            return replace(desk, outbox_waiting=waiting, outbox_refused=refused)
        case ColleaguesLoaded(colleagues=colleagues):
            return replace(desk, colleagues=colleagues)
        case Dialled(call_id=call_id):
            return replace(desk, dialled=call_id)
        case WindowLocked(locked=locked):
            return replace(desk, locked=locked)
        case _:
            return _phone(desk, message)


def _phone(desk: Desk, event: phone.PhoneEvent) -> Desk:
    match event:
        case phone.Registered(ok=ok, problem=problem):
            if desk.phone is PhoneLine.ELSEWHERE:
                return desk
            return replace(
                desk, phone=PhoneLine.REGISTERED if ok else PhoneLine.PROBLEM, phone_problem=problem
            )
        case phone.Gone():
            line = desk.phone if desk.phone is PhoneLine.ELSEWHERE else PhoneLine.RESTARTING
            return replace(
                desk,
                phone=line,
                phone_calls=(),
                audio_problems=(),  # the new child looks for itself
                muted=False,
                phone_restarts=desk.phone_restarts + 1,
            )
        case phone.CallChanged():
            return _phone_call(desk, event)
        case phone.Devices():
            return replace(desk, devices=event)
        case phone.AudioProblem(problem=problem):
            return replace(desk, audio_problems=_audio_problems(desk.audio_problems, problem))
        case phone.Levels():
            return replace(desk, levels=event)
        case phone.CallSound(handle=handle):
            speaking = desk.talking
            return replace(desk, sound=event) if speaking and speaking.handle == handle else desk
        case phone.TestRuns():
            return replace(desk, test=event)
        case phone.Headset():
            return replace(desk, headset=event)
        case phone.ButtonPressed():
            return replace(desk, button=event, buttons_pressed=desk.buttons_pressed + 1)
        case phone.HotkeysSet():
            return replace(desk, hotkeys=event)
        case phone.Failed(command="answer"):
            return replace(desk, answer_wanted="")  # the button is there again
        case phone.Started() | phone.AudioFlows() | phone.Pong() | phone.Failed():
            return desk


def _audio_problems(before: tuple[str, ...], said: str) -> tuple[str, ...]:
    """Each new problem is said once, what remains is said again when one is solved, "" when all are."""
    if not said:
        return ()
    if said in before:
        return (said,)
    others = [p for p in before if _slot(p) != _slot(said)]
    return tuple(sorted((*others, said), key=lambda p: _SLOTS.index(_slot(p))))


_SLOTS = ("microphone", "speaker", "device")


def _slot(problem: str) -> str:
    return next((slot for slot in _SLOTS if slot in problem), "device")


def _phone_call(desk: Desk, event: phone.CallChanged) -> Desk:
    others = tuple(c for c in desk.phone_calls if c.handle != event.handle)
    if event.state is phone.PhoneCallState.ENDED:
        return replace(desk, phone_calls=others, muted=desk.muted and bool(others))
    before = next((c for c in desk.phone_calls if c.handle == event.handle), None)
    now = PhoneCall(
        handle=event.handle,
        state=event.state,
        call_id=event.call_id or (before.call_id if before else ""),
        offer_id=event.offer_id or (before.offer_id if before else ""),
    )
    return replace(desk, phone_calls=(*others, now))
