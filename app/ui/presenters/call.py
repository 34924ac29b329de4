"""The call card: what the agent wants of her call. What it shows is ``call_face.py``'s.

Answering goes through the softphone as soon as it rings for the offer; a click that comes before the
ring is remembered (``Desk.answer_wanted``). Her own phone, rung for a call that she dialled, is answered
by itself. Hold and resume are the server's (it plays the music).
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from app.telephony import ports as phone
from app.ui.messages import sentence
from app.ui.presenters.call_face import (
    IN_TALK,
    Buttons,
    CallClock,
    CallFace,
    CallFaces,
    consult_answered,
    level_word,
)
from app.ui.presenters.desk import AnswerWanted, Desk, MuteWanted, PhoneLine, Stage
from app.ui.presenters.ports import Clock, Phone, Tasks, Trouble, Words
from app.ui.presenters.ports_calls import TalkCrm
from app.ui.presenters.store import DeskStore

__all__ = ["Buttons", "CallClock", "CallFace", "CallPresenter", "CallView", "level_word"]
DIGITS = "0123456789*#"


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
        crm: TalkCrm,
        softphone: Phone,
        mark: Callable[[str], None],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._crm, self._phone = tasks, crm, softphone
        self._faces = CallFaces(words, clock)
        self._mark = mark
        self._answered: set[int] = set()
        self._sending = False
        self._shown: CallFace | None = None
        store.listen(self._changed)

    def refresh(self) -> None:
        self._shown = None
        self._show(self._store.desk)

    def tick(self) -> None:
        self._view.show_clock(self._faces.clock_face(self._store.desk))

    # --- what comes in -------------------------------------------------------------------------

    def _changed(self, before: Desk, after: Desk) -> None:
        if after.offer is not None and (
            before.offer is None or before.offer.offer_id != after.offer.offer_id
        ):
            self._offered(after)
        if after.withdrawn is not None and before.withdrawn is not after.withdrawn:
            self._say_withdrawn(after.withdrawn.why, wanted=bool(before.answer_wanted))
        if before.answer_wanted and not after.answer_wanted:
            self._answered.clear()
        self._tell_phone(before, after)
        self._answer_when_it_rings(after)
        if before.call != after.call:
            self._sending = False
        self._show(after)

    def _offered(self, desk: Desk) -> None:
        self._mark("offer_received")
        self._sending = False
        self._view.alert()
        if desk.offer is not None and desk.offer.auto_answer and desk.stage is Stage.OFFER:
            self.answer()

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

    def _tell_phone(self, before: Desk, after: Desk) -> None:
        """Mute is one for all calls of the softphone; hold is known to nobody but the server."""
        if before.muted != after.muted:
            self._phone.send(phone.Mute(after.muted))
        held = after.stage is Stage.HELD
        if held != (before.stage is Stage.HELD):
            self._phone.send(phone.ShowHeld(held))

    def _answer_when_it_rings(self, desk: Desk) -> None:
        ringing = desk.ringing if desk.answer_wanted else None
        mine = ringing or desk.rings_for_her
        if mine is None or mine.handle in self._answered:
            return
        self._answered.add(mine.handle)
        zip_tone = ringing is not None and desk.offer is not None and desk.offer.auto_answer
        self._phone.send(phone.Answer(mine.handle, zip_tone=zip_tone))

    # --- wishes ------------------------------------------------------------------------------

    def answer(self) -> None:
        """The call that is offered; the present one is put on hold by the server."""
        desk = self._store.desk
        if desk.offer is None or desk.answer_wanted or desk.phone is PhoneLine.ELSEWHERE:
            return
        self._mark("answer_clicked")
        self._store.dispatch(AnswerWanted(desk.offer.offer_id))

    def decline(self) -> None:
        offer = self._store.desk.offer
        if offer is not None:
            self._wish("decline", self._crm.decline(offer.offer_id))

    def toggle_hold(self) -> None:
        """While she consults somebody: to the other of the two."""
        desk = self._store.desk
        if desk.call is None or self._sending:
            return
        call_id = desk.call.call_id
        if desk.call.consult is not None:
            if consult_answered(desk.call):
                self._wish("swap", self._crm.swap_consult(call_id))
        elif desk.stage is Stage.TALKING:
            self._wish("hold", self._crm.hold(call_id))
        elif desk.stage is Stage.HELD:
            self._wish("resume", self._crm.resume(call_id))

    def toggle_mute(self) -> None:
        self.mute(not self._store.desk.muted)

    def mute(self, muted: bool) -> None:
        desk = self._store.desk
        if desk.phone is not PhoneLine.ELSEWHERE and desk.stage in IN_TALK:
            self._store.dispatch(MuteWanted(muted))

    def press(self, digits: str) -> None:
        speaking = self._store.desk.talking
        sound = "".join(d for d in digits if d in DIGITS)
        if speaking is not None and sound:
            self._phone.send(phone.SendDigits(speaking.handle, sound))

    def hang_up(self) -> None:
        desk = self._store.desk
        if desk.stage not in (*IN_TALK, Stage.ANSWERING, Stage.DIALLING):
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
        face = self._faces.face(desk, self._sending)
        if face != self._shown:
            self._shown = face
            self._view.show_call(face)
        self.tick()
