"""What came of the call: outcome, note, follow-up. Typed during the call, finished in wrap-up.

Every change is kept as a draft on disk; what is saved goes through the outbox, so it arrives once
even if the server is away. Finishing ends the agent's wrap-up. When the wrap-up runs out by itself,
what was typed is saved as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from app.contracts.calls import CallResult
from app.contracts.people import Label
from app.crm_client.errors import OutboxFailed
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk, ServerLine, Stage
from app.ui.presenters.format import short_time
from app.ui.presenters.ports import Clock, Draft, Drafts, Outbox, Trouble, Words
from app.ui.presenters.store import DeskStore

WRAP_UP_SHOWN_S = 60.0  # full ring of the countdown when the server does not say how long it is


class Kept(Enum):
    NOTHING = "NOTHING"
    DRAFT = "DRAFT"
    ON_ITS_WAY = "ON_ITS_WAY"
    SAVED = "SAVED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class OutcomeFace:
    code: str
    text: str
    key: int  # the number key that chooses it, 0 for none


@dataclass(frozen=True, slots=True)
class ResultFace:
    """``finishing``: the button ends the wrap-up; else it saves the note in the running call."""

    enabled: bool
    finishing: bool
    outcomes: tuple[OutcomeFace, ...]
    outcome: str
    kept: Kept
    kept_text: str
    countdown: bool


class ResultView(Protocol):
    def show_result(self, face: ResultFace) -> None: ...
    def show_typed(self, note: str, follow_up_at: datetime | None) -> None:
        """Only when another call comes to the desk: what is being typed is never overwritten."""
        ...

    def show_countdown(self, text: str, fraction: float) -> None: ...
    def say(self, text: str) -> None: ...


class WrapUpPresenter:
    def __init__(
        self,
        view: ResultView,
        store: DeskStore,
        words: Words,
        clock: Clock,
        outbox: Outbox,
        drafts: Drafts,
        outcomes: list[Label],
    ) -> None:
        self._view, self._store, self._words, self._clock = view, store, words, clock
        self._outbox, self._drafts, self._outcomes = outbox, drafts, outcomes
        self._call_id = ""
        self._draft = Draft()
        self._put = Draft()  # what was handed to the outbox last
        self._kept = Kept.NOTHING
        self._finished = False
        self._sent_key = ""
        store.listen(self._changed)

    @property
    def draft(self) -> Draft:
        return self._draft

    @property
    def call_id(self) -> str:
        return self._call_id

    def refresh(self) -> None:
        if not self._call_id:
            self._view.show_typed("", None)
        self._show()

    def tick(self) -> None:
        """Twice a second: move the countdown."""
        desk = self._store.desk
        ends_at = desk.agent.wrap_up_ends_at if desk.agent else None
        if desk.stage is not Stage.WRAP_UP or ends_at is None:
            self._view.show_countdown("", 0.0)
            return
        now = self._clock.now().timestamp() + desk.server_ahead_s
        left_s = max(0.0, ends_at.timestamp() - now)
        whole_s = WRAP_UP_SHOWN_S
        if desk.call is not None and desk.call.ended_at is not None:
            whole_s = max(1.0, ends_at.timestamp() - desk.call.ended_at.timestamp())
        text = str(round(left_s)) if left_s < 100 else short_time(left_s)
        self._view.show_countdown(text, min(1.0, left_s / whole_s))

    # --- the call on the desk ------------------------------------------------------------------

    def _changed(self, before: Desk, after: Desk) -> None:
        call_id = after.call.call_id if after.call else ""
        if call_id != self._call_id:
            self._leave()
            self._enter(call_id)
        elif before.stage is not after.stage or before.agent != after.agent or before.server != after.server:
            self._show()

    def _leave(self) -> None:
        """The call goes: what was typed and not saved yet is saved now."""
        if self._call_id and not self._finished and self._draft != self._put:
            self._hand_over(finish=False)
        self._call_id = ""

    def _enter(self, call_id: str) -> None:
        self._call_id = call_id
        kept = self._drafts.load(call_id) if call_id else None
        self._draft = Draft(kept.outcome, kept.note, kept.follow_up_at) if kept else Draft()
        self._put, self._finished = Draft(), False
        self._kept = Kept.DRAFT if kept else Kept.NOTHING
        if call_id:
            self._sent_key = ""  # the last call's key is kept while none is here: it may still be sent
        self._view.show_typed(self._draft.note, self._draft.follow_up_at)
        self._show()
        self.tick()

    # --- what the person does --------------------------------------------------------------------

    def choose_outcome(self, code: str) -> None:
        if self._call_id:
            self._change(Draft(code, self._draft.note, self._draft.follow_up_at))

    def choose_by_key(self, number: int) -> bool:
        """Number keys choose the outcome in wrap-up; False where the key means nothing here."""
        if self._store.desk.stage is not Stage.WRAP_UP or not 1 <= number <= len(self._outcomes):
            return False
        self.choose_outcome(self._outcomes[number - 1].code)
        return True

    def type_note(self, note: str) -> None:
        if self._call_id:
            self._change(Draft(self._draft.outcome, note, self._draft.follow_up_at))

    def choose_follow_up(self, at: datetime | None) -> None:
        if self._call_id:
            self._change(Draft(self._draft.outcome, self._draft.note, at))

    def _change(self, draft: Draft) -> None:
        if draft == self._draft:
            return
        self._draft = draft
        self._drafts.save(self._call_id, draft)
        self._kept = Kept.DRAFT
        self._show()

    def finish(self) -> None:
        """In wrap-up: save and end it. In the call: save what is there so far."""
        if not self._call_id or self._finished:
            return
        finishing = self._store.desk.stage is Stage.WRAP_UP
        if finishing and not self._draft.outcome:
            self._view.say(self._words("Choose first what came of the call (keys 1 to 9)."))
            return
        self._finished = self._hand_over(finish=finishing) and finishing
        self._show()

    def _hand_over(self, finish: bool) -> bool:
        """False when it could not be put on disk: then it stays a draft on the screen."""
        result = CallResult(
            outcome=self._draft.outcome,
            note=self._draft.note,
            follow_up_at=self._draft.follow_up_at,
            finish=finish,
        )
        try:
            self._sent_key = self._outbox.put_result(self._call_id, result)
        except OutboxFailed as error:
            self._view.say(sentence(Trouble(error.error_id, error.detail), self._words))
            return False
        self._drafts.forget(self._call_id)
        self._put = self._draft
        self._kept = Kept.ON_ITS_WAY
        return True

    def result_sent(self, key: str) -> None:
        if key == self._sent_key:
            self._kept = Kept.SAVED
            if not self._call_id:
                self._view.say(self._words("The result of the call is saved."))
            self._show()

    def result_refused(self, key: str) -> None:
        if key == self._sent_key:
            self._kept, self._finished = Kept.REFUSED, False
            if self._call_id:
                self._drafts.save(self._call_id, self._draft)
            self._show()

    # --- showing -----------------------------------------------------------------------------

    def _show(self) -> None:
        desk = self._store.desk
        self._view.show_result(
            ResultFace(
                enabled=bool(self._call_id) and not self._finished,
                finishing=desk.stage is Stage.WRAP_UP,
                outcomes=tuple(
                    OutcomeFace(label.code, self._words.label(label), index if index < 10 else 0)
                    for index, label in enumerate(self._outcomes, start=1)
                ),
                outcome=self._draft.outcome,
                kept=self._kept,
                kept_text=self._kept_text(desk),
                countdown=desk.stage is Stage.WRAP_UP and desk.agent is not None,
            )
        )

    def _kept_text(self, desk: Desk) -> str:
        match self._kept:
            case _ if not self._call_id:
                return ""
            case Kept.NOTHING:
                return ""
            case Kept.DRAFT:
                return self._words("Draft kept on this computer")
            case Kept.ON_ITS_WAY:
                if desk.server is ServerLine.UP:
                    return self._words("Saving…")
                return self._words("Saved on this computer, will be sent")
            case Kept.SAVED:
                return self._words("Saved")
            case Kept.REFUSED:
                return self._words("The server did not take it. Your text is kept here.")


def tomorrow_at(now: datetime, words: Words, hour: int = 10) -> datetime:
    """The usual follow-up: tomorrow morning, local time."""
    local = words.local(now) + timedelta(days=1)
    return local.replace(hour=hour, minute=0, second=0, microsecond=0)
