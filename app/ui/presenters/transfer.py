"""Passing a call on: choosing to whom, blind or after a word; the consultation; asking more people in.

In:  F5 and F6, what is typed, clicks. Out: ``ChooseFace`` (the list), ``ConsultFace`` (who hears whom).
The customer is never left without somebody: until it is completed, each step can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from app.contracts.calls import ActiveCall
from app.contracts.control import ConsultNote, NewParty, TransferWish
from app.contracts.parties import PartyView
from app.contracts.people import Label
from app.ui.messages import sentence
from app.ui.presenters.call_face import IN_TALK, call_name, consult_answered
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.ports_calls import TalkCrm
from app.ui.presenters.store import DeskStore
from app.ui.presenters.targets import Directory, TargetRow, TargetRows
from app.ui.presenters.transfer_face import ChooseFace, ConsultFace, PersonFace, Purpose, TransferView


class TransferPresenter:
    """``note_of``: what she has noted about a call so far; it goes with the call."""

    def __init__(
        self,
        view: TransferView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: TalkCrm,
        reasons: list[Label],
        note_of: Callable[[str], str],
    ) -> None:
        self._view, self._store, self._words, self._tasks = view, store, words, tasks
        self._crm, self._note_of = crm, note_of
        self.directory = Directory(store, tasks, crm, self._show_again)
        self._rows = TargetRows(words, clock, reasons)
        self._purpose: Purpose | None = None  # None: the list is closed
        self._typed, self._busy, self._problem = "", "", ""
        self._shown: ChooseFace | None = None
        self._shown_consult: ConsultFace | None = None
        self._consulted = ""  # the name of whom she consults, and whether there was an answer
        self._was_answered = False
        store.listen(self._changed)

    def refresh(self) -> None:
        self._shown = self._shown_consult = None
        self._rows.order_anew()
        self._show_again()

    def tick(self) -> None:
        if self._purpose is not None:
            self._show_choice(self._store.desk)

    # --- wishes ------------------------------------------------------------------------------

    def transfer_key(self) -> None:
        """F5: choose; while she consults, complete."""
        call = self._store.desk.call
        if call is not None and call.consult is not None:
            self.complete()
        elif self._purpose is Purpose.TRANSFER:
            self.close()
        else:
            self.open(Purpose.TRANSFER)

    def conference_key(self) -> None:
        """F6: choose whom to ask in; while she consults, all three talk."""
        call = self._store.desk.call
        if call is not None and call.consult is not None:
            self.join()
        elif self._purpose is Purpose.CONFERENCE:
            self.close()
        else:
            self.open(Purpose.CONFERENCE)

    def call_besides(self, typed: str) -> None:
        """A number was clicked, pasted or dialled while she is on the phone."""
        desk, w = self._store.desk, self._words
        if desk.call is not None and desk.call.consult is not None:
            self._view.say(
                w("You are calling somebody already. Finish that first, then call {number}.", number=typed)
            )
        elif desk.server is not ServerLine.UP:
            self._view.say(w("Calls can be made again when the server is back."))
        elif not _may_pass_on(desk):
            self._view.say(w("Wait until somebody answers, or hang up first."))
        elif desk.call is not None and len(desk.call.parties) > 2:
            self.open(Purpose.CONFERENCE, typed)
        else:
            self.open(Purpose.CALL, typed)

    def open(self, purpose: Purpose, typed: str = "") -> None:
        desk = self._store.desk
        if not _may_pass_on(desk):
            return
        if purpose is Purpose.TRANSFER and desk.call is not None and len(desk.call.parties) > 2:
            self._view.say(
                self._words("In a conference nobody is transferred: leave it, and the others go on.")
            )
            return
        self._purpose, self._typed, self._busy, self._problem = purpose, typed, "", ""
        self._rows.order_anew()
        if self.directory.state is not ListState.ROWS:
            self.directory.load()
        self._shown = None
        self._show_choice(desk)

    def close(self) -> None:
        if self._purpose is not None:
            self._purpose = None
            self._show_choice(self._store.desk)

    def type(self, text: str) -> None:
        self._typed, self._problem = text, ""
        self._rows.order_anew()
        self._show_choice(self._store.desk)

    def blind(self, row: TargetRow) -> None:
        call = self._free_call()
        if call is not None and not row.why_not:
            wish = TransferWish(target=row.target, mode="blind", note=self._note_of(call.call_id))
            said = self._words("The call is passed on to {name}.", name=_name(row))
            self._send(
                "transfer",
                self._crm.transfer(call.call_id, wish),
                self._words("Passing on to {name}…", name=_name(row)),
                said,
            )

    def consult(self, row: TargetRow) -> None:
        call = self._free_call()
        if call is None or row.why_not:
            return
        self._consulted = _name(row)
        wish = TransferWish(target=row.target, mode="consult", note=self._note_of(call.call_id))
        busy = self._words("Calling {name}…", name=_name(row))
        self._send("consult", self._crm.transfer(call.call_id, wish), busy)

    def ask_in(self, row: TargetRow) -> None:
        call = self._free_call()
        if call is not None and not row.why_not:
            wish = NewParty(target=row.target, note=self._note_of(call.call_id))
            busy = self._words("Calling {name}…", name=_name(row))
            self._send("add-party", self._crm.add_party(call.call_id, wish), busy)

    def complete(self) -> None:
        call = self._consult_call()
        if call is not None:
            note = ConsultNote(note=self._note_of(call.call_id))
            name = self._target_name(call)
            said = self._words("The call is passed on to {name}.", name=name)
            self._send("complete", self._crm.complete_consult(call.call_id, note), name, said)

    def cancel(self) -> None:
        call = self._consult_call()
        if call is not None:
            self._consulted = ""  # it ends because she wants it to
            self._send("cancel", self._crm.cancel_consult(call.call_id), self._target_name(call))

    def swap(self) -> None:
        call = self._consult_call()
        if call is not None and consult_answered(call):
            self._send("swap", self._crm.swap_consult(call.call_id), self._target_name(call))

    def join(self) -> None:
        call = self._consult_call()
        if call is not None and consult_answered(call):
            self._consulted = ""
            self._send("join", self._crm.join_consult(call.call_id), self._target_name(call))

    def _free_call(self) -> ActiveCall | None:
        return self._store.desk.call if _may_pass_on(self._store.desk) and not self._busy else None

    def _consult_call(self) -> ActiveCall | None:
        call = self._store.desk.call
        return call if call is not None and call.consult is not None and not self._busy else None

    def _send(self, name: str, work: Coroutine[Any, Any, None], busy: str, said: str = "") -> None:
        self._busy, self._problem = busy, ""
        self._show_again()
        self._tasks.run(name, work, lambda _: self._carried_out(said), self._refused)

    def _carried_out(self, said: str) -> None:
        self._busy = ""
        self._purpose = None
        if said:
            self._view.say(said)
        self._show_again()

    def _refused(self, trouble: Trouble) -> None:
        self._busy = ""
        self._problem = sentence(trouble, self._words)
        if self._purpose is None:
            self._view.say(self._problem)
        self._show_again()

    # --- what comes in -------------------------------------------------------------------------

    def _changed(self, before: Desk, after: Desk) -> None:
        self._follow_consult(before.call, after.call)
        if self._purpose is not None and (not _may_pass_on(after) or not _same_call(before, after)):
            self._purpose = None
        self._show_choice(after)
        self._show_consult(after)

    def _follow_consult(self, before: ActiveCall | None, after: ActiveCall | None) -> None:
        """Say what came of it where she did not end it herself."""
        if after is not None and after.consult is not None:
            self._consulted = self._target_name(after) or self._consulted
            self._was_answered = consult_answered(after)
            return
        ended = before is not None and before.consult is not None
        if not ended or before is None:
            return
        name, self._consulted = self._consulted, ""
        goes_on = after is not None and after.call_id == before.call_id and after.state in ("TALKING", "HELD")
        if not name or self._busy or not goes_on or after is None or len(after.parties) > 2:
            return
        self._view.say(
            self._words("{name} has hung up. Your customer still waits: F3 takes him back.", name=name)
            if self._was_answered
            else self._words(
                "{name} did not answer. Your customer still waits: F3 takes him back.", name=name
            )
        )

    # --- showing -------------------------------------------------------------------------------

    def _show_again(self) -> None:
        self._show_choice(self._store.desk)
        self._show_consult(self._store.desk)

    def _show_choice(self, desk: Desk) -> None:
        face = self._choice(desk) if self._purpose is not None else None
        if face != self._shown:
            self._shown = face
            self._view.show_choice(face, self._typed)

    def _choice(self, desk: Desk) -> ChooseFace:
        w = self._words
        purpose = self._purpose or Purpose.TRANSFER
        rows = self._rows.rows(self._typed, self.directory.known, desk)
        state, text = self.directory.state, ""
        if rows:
            state = ListState.ROWS
        elif state is ListState.LOADING:
            text = w("Loading colleagues…")
        elif state is ListState.ERROR and self.directory.trouble is not None:
            text = sentence(self.directory.trouble, w)
        else:
            state = ListState.EMPTY
            text = w("Nobody found. Type a name, an extension or a whole telephone number.")
        title = {
            Purpose.TRANSFER: w("Pass the call on to"),
            Purpose.CONFERENCE: w("Ask somebody into the call"),
            Purpose.CALL: w("You are on the phone. Your customer hears music while you call:"),
        }[purpose]
        return ChooseFace(purpose, title, rows, state, text, self._busy, self._problem)

    def _show_consult(self, desk: Desk) -> None:
        call = desk.call
        shown = call is not None and call.consult is not None and desk.stage in IN_TALK
        face = self._consult_face(desk, call) if shown and call is not None else None
        if face != self._shown_consult:
            self._shown_consult = face
            self._view.show_consult(face)

    def _consult_face(self, desk: Desk, call: ActiveCall) -> ConsultFace:
        w, answered = self._words, consult_answered(call)
        with_target = call.consult is not None and call.consult.with_target
        target = _target(call)
        name = self._target_name(call)
        talks, music = w("You hear each other"), w("Hears music")
        customer = PersonFace(
            call_name(call, desk, w),
            call.caller_number,
            music if with_target or not answered else talks,
            "hold" if with_target or not answered else "talking",
            answered and not with_target,
        )
        target_state = (w("It rings…"), "accent") if not answered else (talks, "talking")
        if answered and not with_target:
            target_state = (music, "hold")
        number = target.number if target else ""
        state, tone = target_state
        other = PersonFace(name, "" if number == name else number, state, tone, answered and with_target)
        muted = desk.muted
        heard = name if with_target or not answered else customer.name
        with_whom = w("With {name}", name=heard) if answered else w("Calling…")
        with_whom = w("Muted") if muted else with_whom
        me = PersonFace(w("You"), "", with_whom, "hold" if muted else "talking", answered)
        hint = w("Hanging up hands the call over.") if answered else w("You hear the ringing.")
        word = w("Hand over") if answered else w("Hand over without waiting")
        return ConsultFace(customer, me, other, answered, word, hint, bool(self._busy))

    def _target_name(self, call: ActiveCall) -> str:
        target = _target(call)
        return (target.name or target.number if target else "") or self._consulted


def _target(call: ActiveCall) -> PartyView | None:
    leg_id = call.consult.leg_id if call.consult else ""
    return next((party for party in call.parties if leg_id and party.leg_id == leg_id), None)


def _name(row: TargetRow) -> str:
    return row.target if row.kind == "typed" else row.name


def _same_call(before: Desk, after: Desk) -> bool:
    ids = [desk.call.call_id if desk.call else "" for desk in (before, after)]
    return ids[0] == ids[1]


def _may_pass_on(desk: Desk) -> bool:
    talks = desk.call is not None and desk.call.consult is None and desk.call.reconnect is None
    return talks and desk.stage in IN_TALK and desk.server is ServerLine.UP
