"""One call of the past as it was kept: who, how long, what came of it, its recording.

In:  a call's id. Out: a face; what may not be seen says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.contracts.calls import CallRecord
from app.contracts.people import Label
from app.ui.messages import sentence
from app.ui.presenters.format import call_outcome_word, day_and_time, exact, short_time
from app.ui.presenters.player import PlayerPresenter
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words

if TYPE_CHECKING:
    from app.ui.presenters.ports_tools import CallSheetCrm


@dataclass(frozen=True, slots=True)
class CallSheetFace:
    """``facts``: names and values, without those that are empty. ``text``: in the place of all that."""

    heading: str
    when: str
    result: str
    facts: tuple[tuple[str, str], ...]
    note: str
    recorded: bool
    text: str


class CallSheetView(Protocol):
    def open_sheet(self) -> None: ...
    def show_sheet(self, face: CallSheetFace) -> None: ...


class CallSheetPresenter:
    def __init__(
        self,
        view: CallSheetView,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: CallSheetCrm,
        outcomes: list[Label],
        player: PlayerPresenter,
    ) -> None:
        self._view, self._words, self._tasks, self._clock = view, words, tasks, clock
        self._crm, self._outcomes, self._player = crm, outcomes, player
        self._call_id = ""
        self._call: CallRecord | None = None
        self._text = ""

    def open(self, call_id: str) -> None:
        self._player.stop()
        self._call_id, self._call = call_id, None
        self._text = self._words("Opening the call…")
        self._view.open_sheet()
        self._show()
        self._tasks.run(
            "call-sheet",
            self._crm.call_record(call_id),
            lambda call: self._opened(call_id, call),
            lambda trouble: self._failed(call_id, trouble),
        )

    def refresh(self) -> None:
        """In another language."""
        if self._call_id:
            self._show()

    def close(self) -> None:
        self._player.stop()
        self._call_id = ""

    def play(self) -> None:
        """Plays or pauses; each listening is kept by the server."""
        call = self._call
        if call is not None and call.recording_id:
            recording_id = call.recording_id
            self._player.toggle(recording_id, call.talk_s, lambda: self._crm.recording_audio(recording_id))

    def _opened(self, call_id: str, call: CallRecord) -> None:
        if call_id == self._call_id:
            self._call, self._text = call, ""
            self._player.show_idle(call.talk_s)
            self._show()

    def _failed(self, call_id: str, trouble: Trouble) -> None:
        if call_id == self._call_id:
            self._text = sentence(trouble, self._words)
            self._show()

    def _show(self) -> None:
        call, w = self._call, self._words
        if call is None:
            self._view.show_sheet(CallSheetFace(w("Call"), "", "", (), "", False, self._text))
            return
        chosen = (w.label(each) for each in self._outcomes if each.code == call.result)
        result = next(chosen, call.result) or call_outcome_word(call.outcome, w)
        direction = {
            "OUT": w("Outgoing call"),
            "INTERNAL": w("Call among colleagues"),
            "CALLBACK": w("Call-back"),
        }.get(call.direction, w("Incoming call"))
        followed = day_and_time(call.follow_up_at, self._clock.now(), w) if call.follow_up_at else ""
        facts = (
            (w("Customer"), call.customer_name or w("Unknown caller")),
            (w("Number"), call.caller_number),
            (w("Queue"), w.label(call.queue) if call.queue else ""),
            (w("Agent"), call.agent_name),
            (w("Waited"), short_time(call.waited_s)),
            (w("Talked"), short_time(call.talk_s) if call.talk_s else ""),
            (w("On hold"), short_time(call.hold_s) if call.hold_s else ""),
            (w("Passed on to"), ", ".join(each.target for each in call.transfers)),
            (w("Follow up"), followed),
        )
        self._view.show_sheet(
            CallSheetFace(
                heading=direction,
                when=exact(call.started_at, w),
                result=result,
                facts=tuple((name, value) for name, value in facts if value),
                note=call.note or w("No note was written."),
                recorded=bool(call.recording_id),
                text="",
            )
        )
