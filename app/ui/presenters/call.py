"""The call card: who rings or speaks, since when, and the buttons that make sense now.

Answering goes through the softphone as soon as it rings for the offer; a click that comes before the
ring is remembered (``Desk.answer_wanted``). Hold and resume are the server's (it plays the music).
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from app.contracts.calls import OfferView
from app.contracts.customers import CustomerFile
from app.contracts.people import Label
from app.telephony import ports as phone
from app.ui.messages import sentence
from app.ui.presenters.agent import Tone
from app.ui.presenters.desk import AnswerWanted, Desk, MuteWanted, PhoneLine, ServerLine, Stage
from app.ui.presenters.format import clock_time, short_time, when
from app.ui.presenters.ports import Clock, Crm, Phone, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

DIGITS = "0123456789*#"


@dataclass(frozen=True, slots=True)
class Buttons:
    """Which buttons are there; ``busy``: a wish is on its way to the server."""

    answer: bool = False
    decline: bool = False
    hold: bool = False
    resume: bool = False
    mute: bool = False
    digits: bool = False
    hang_up: bool = False
    go_ready: bool = False
    busy: bool = False


@dataclass(frozen=True, slots=True)
class CallFace:
    stage: Stage
    tone: Tone
    call_id: str
    name: str
    level: str
    level_word: str
    number: str
    queue: str
    status: str
    detail: str  # one sentence: last contact, what to do while idle
    recording: bool
    muted: bool
    answer_word: str
    buttons: Buttons


@dataclass(frozen=True, slots=True)
class CallClock:
    time: str
    left_s: int  # of the offer
    left_fraction: float


class CallView(Protocol):
    def show_call(self, face: CallFace) -> None: ...
    def show_clock(self, clock: CallClock) -> None: ...
    def alert(self) -> None:
        """Make the task bar entry blink; never raise the window or take the focus."""
        ...

    def say(self, text: str) -> None: ...


class CallPresenter:
    def __init__(
        self,
        view: CallView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: Crm,
        softphone: Phone,
        mark: Callable[[str], None],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm, self._phone = tasks, clock, crm, softphone
        self._mark = mark
        self._answered: set[int] = set()
        self._sending = False
        self._shown: CallFace | None = None
        store.listen(self._changed)

    def refresh(self) -> None:
        self._shown = None
        self._show(self._store.desk)

    def tick(self) -> None:
        self._view.show_clock(self._clock_face(self._store.desk))

    def _changed(self, before: Desk, after: Desk) -> None:
        if after.offer is not None and (
            before.offer is None or before.offer.offer_id != after.offer.offer_id
        ):
            self._mark("offer_received")
            self._sending = False
            self._view.alert()
        if after.withdrawn is not None and before.withdrawn is not after.withdrawn:
            self._say_withdrawn(after.withdrawn.why, wanted=bool(before.answer_wanted))
        if before.answer_wanted and not after.answer_wanted:
            self._answered.clear()
        self._answer_when_it_rings(after)
        if before.call != after.call:
            self._sending = False
        self._show(after)

    def _say_withdrawn(self, why: str, wanted: bool) -> None:
        text = {
            "caller-left": self._words("The caller hung up before the call was answered."),
            "no-answer": self._words("Not answered in time: you are set to not ready."),
            "no-phone": self._words("Your phone could not be rung. Look at the phone's connection."),
        }.get(why, "")
        if not text and wanted and why != "answered":
            text = self._words("The call could not be connected.")
        if text:
            self._view.say(text)

    # --- wishes ------------------------------------------------------------------------------

    def answer(self) -> None:
        desk = self._store.desk
        if desk.offer is None or desk.answer_wanted or desk.phone is PhoneLine.ELSEWHERE:
            return
        self._mark("answer_clicked")
        self._store.dispatch(AnswerWanted(desk.offer.offer_id))

    def _answer_when_it_rings(self, desk: Desk) -> None:
        ringing = desk.ringing
        if ringing is None or not desk.answer_wanted or ringing.handle in self._answered:
            return
        self._answered.add(ringing.handle)
        self._phone.send(phone.Answer(ringing.handle))

    def decline(self) -> None:
        offer = self._store.desk.offer
        if offer is not None:
            self._wish("decline", self._crm.decline(offer.offer_id))

    def toggle_hold(self) -> None:
        desk = self._store.desk
        if desk.call is None or self._sending:
            return
        if desk.stage is Stage.TALKING:
            self._wish("hold", self._crm.hold(desk.call.call_id))
        elif desk.stage is Stage.HELD:
            self._wish("resume", self._crm.resume(desk.call.call_id))

    def toggle_mute(self) -> None:
        desk = self._store.desk
        if desk.phone is PhoneLine.ELSEWHERE or desk.stage not in (Stage.TALKING, Stage.HELD):
            return
        self._phone.send(phone.Mute(not desk.muted))
        self._store.dispatch(MuteWanted(not desk.muted))

    def press(self, digits: str) -> None:
        speaking = self._store.desk.talking
        sound = "".join(d for d in digits if d in DIGITS)
        if speaking is not None and sound:
            self._phone.send(phone.SendDigits(speaking.handle, sound))

    def hang_up(self) -> None:
        desk = self._store.desk
        if desk.stage not in (Stage.TALKING, Stage.HELD, Stage.ANSWERING):
            return
        speaking = desk.talking
        if speaking is not None:
            self._phone.send(phone.HangUp(speaking.handle))
        elif desk.call is not None:
            self._wish("hang-up", self._crm.hang_up(desk.call.call_id))

    def _wish(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        self._sending = True
        self._show(self._store.desk)
        self._tasks.run(name, work, self._carried_out, self._refused)

    def _carried_out(self, _nothing: None) -> None:
        self._sending = False
        self._show(self._store.desk)

    def _refused(self, trouble: Trouble) -> None:
        self._sending = False
        self._show(self._store.desk)
        self._view.say(sentence(trouble, self._words))

    # --- showing -----------------------------------------------------------------------------

    def _show(self, desk: Desk) -> None:
        face = self._face(desk)
        if face != self._shown:
            self._shown = face
            self._view.show_call(face)
        self.tick()

    def _face(self, desk: Desk) -> CallFace:
        stage = desk.stage
        if desk.offer is not None:
            offer = desk.offer
            return self._of_customer(
                desk, offer.file, offer.call_id, offer.caller_number, offer.queue, offer.waited_s
            )
        if desk.call is not None:
            call = desk.call
            return self._of_customer(
                desk, call.file, call.call_id, call.caller_number, call.queue, call.waited_s
            )
        return self._idle(desk, stage)

    def _of_customer(
        self, desk: Desk, file: CustomerFile, call_id: str, number: str, queue: Label, waited_s: float
    ) -> CallFace:
        customer, stage = file.customer, desk.stage
        tone, status = self._status(desk)
        elsewhere = desk.phone is PhoneLine.ELSEWHERE
        region = f"{customer.region}" if customer and customer.region else ""
        return CallFace(
            stage=stage,
            tone=tone,
            call_id=call_id,
            name=customer.name if customer else self._words("Unknown caller"),
            level=customer.level if customer else "",
            level_word=level_word(customer.level if customer else "NORMAL", self._words),
            number="  ".join(part for part in (number, region) if part),
            queue=self._words(
                "{queue} · waited {time}", queue=self._words.label(queue), time=short_time(waited_s)
            ),
            status=status,
            detail=self._last_contact(file),
            recording=desk.call is not None and desk.call.recording and stage is not Stage.WRAP_UP,
            muted=desk.muted,
            answer_word=self._words("Answer on your phone") if elsewhere else self._words("Answer"),
            buttons=self._buttons(
                stage,
                elsewhere,
                desk.server is ServerLine.UP,
                alone=desk.call is not None and desk.call.reconnect is not None and desk.offer is None,
            ),
        )

    def _status(self, desk: Desk) -> tuple[Tone, str]:
        match desk.stage:
            case Stage.OFFER:
                return "ready", self._why_offered(desk.offer)
            case Stage.ANSWERING:
                return "talking", self._words("Connecting…")
            case Stage.HELD:
                return "hold", self._words("On hold")
            case Stage.WRAP_UP:
                by_customer = desk.call is not None and desk.call.ended_by in ("customer", "caller")
                ended = (
                    self._words("Call ended by the customer") if by_customer else self._words("Call ended")
                )
                return "wrapup", ended
            case _ if desk.call is not None and desk.call.reconnect is not None:
                tries = desk.call.reconnect
                text = self._words(
                    "Line lost: the customer is called back ({attempt} of {tries})",
                    attempt=str(tries.attempt),
                    tries=str(tries.tries),
                )
                return "hold", text
            case _:
                return "talking", self._words("Talking, muted") if desk.muted else self._words("Talking")

    def _why_offered(self, offer: OfferView | None) -> str:
        who = offer.from_agent if offer else ""
        return {
            "callback": self._words("Wants to be called back"),
            "reconnect": self._words("Was cut off: call back"),
            "transfer": self._words("Transferred by {name}", name=who),
            "consult": self._words("{name} asks you", name=who),
            "conference": self._words("{name} asks you to join", name=who),
            "came-back": self._words("Nobody took the transfer"),
        }.get(offer.reason if offer else "", self._words("Incoming call"))

    def _buttons(self, stage: Stage, elsewhere: bool, up: bool, *, alone: bool = False) -> Buttons:
        """Hold is the server's, so it needs the line to it; the softphone's own buttons do not.

        ``alone``: the customer was cut off and is called back.
        """
        if alone:
            return Buttons(mute=not elsewhere, hang_up=up or not elsewhere, busy=self._sending)
        if stage is Stage.OFFER:
            return Buttons(answer=not elsewhere, decline=True, busy=self._sending)
        if stage is Stage.ANSWERING:
            return Buttons(hang_up=False, decline=False, busy=True)
        if stage in (Stage.TALKING, Stage.HELD):
            held = stage is Stage.HELD
            return Buttons(
                hold=not held and up,
                resume=held and up,
                mute=not elsewhere,
                digits=not elsewhere and not held,
                hang_up=up or not elsewhere,
                busy=self._sending,
            )
        return Buttons()

    def _last_contact(self, file: CustomerFile) -> str:
        if file.customer is None:
            return self._words("New number: write down the name while you talk.")
        last = next((item for item in file.timeline if item.kind in ("CALL", "TICKET")), None)
        if last is None:
            return self._words("No contact so far.")
        return self._words(
            "Last contact {when}: {what}",
            when=when(last.at, self._clock.now(), self._words),
            what=" · ".join(part for part in (last.title, last.result) if part),
        )

    def _idle(self, desk: Desk, stage: Stage) -> CallFace:
        state = desk.agent.state if desk.agent else ""
        go_ready = False
        if desk.server is not ServerLine.UP:
            title = self._words("No connection to the server")
            detail = self._words("Calls come in again as soon as it is back. You need not do anything.")
        elif state == "READY":
            title = self._words("Ready for the next call")
            detail = self._words("It shows here with the customer's file. F2 answers from anywhere.")
        elif state == "TECH_FAULT":
            title = self._words("Your phone could not be reached")
            detail = self._words("Check the headset and the phone's connection, then go ready again.")
            go_ready = True
        else:
            title = self._words("You are not taking calls")
            detail = self._words("Calls go to your colleagues until you are ready.")
            go_ready = desk.agent is not None
        return CallFace(
            stage=stage,
            tone="ready" if state == "READY" and desk.server is ServerLine.UP else "away",
            call_id="",
            name=title,
            level="",
            level_word="",
            number="",
            queue="",
            status="",
            detail=detail,
            recording=False,
            muted=False,
            answer_word=self._words("Answer"),
            buttons=Buttons(go_ready=go_ready),
        )

    def _clock_face(self, desk: Desk) -> CallClock:
        now = self._clock.now().timestamp() + desk.server_ahead_s
        if desk.offer is not None:
            whole_s = max(1.0, (desk.offer.expires_at - desk.offer.made_at).total_seconds())
            left_s = min(whole_s, max(0.0, desk.offer.expires_at.timestamp() - now))
            return CallClock("", round(left_s), left_s / whole_s)
        call = desk.call
        if call is None or call.connected_at is None:
            return CallClock("", 0, 0.0)
        since = call.held_since if desk.stage is Stage.HELD and call.held_since else call.connected_at
        end = call.ended_at.timestamp() if call.ended_at else now
        return CallClock(clock_time(end - since.timestamp()), 0, 0.0)


def level_word(level: str, words: Words) -> str:
    return {
        "VIP": "VIP",
        "GOLD": words("Gold"),
        "SILVER": words("Silver"),
    }.get(level, "")
