"""What came of the call: outcome, note, follow-up. Typed during the call, finished in wrap-up.

Every change is kept as a draft on disk; what is saved goes through the outbox, so it arrives once
even if the server is away. Finishing ends the agent's wrap-up. When the wrap-up runs out by itself,
what was typed is saved as it is. A call that is put aside for another one keeps its draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from app.contracts.calls import CallResult
from app.contracts.people import Label
from app.crm_client.errors import OutboxFailed
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk, ServerLine, Stage
from app.ui.presenters.format import short_time
from app.ui.presenters.ports import Clock, Draft, Drafts, Outbox, Trouble, TypedText, Words
from app.ui.presenters.result_face import Kept, OutcomeFace, ResultFace, ResultView
from app.ui.presenters.rules import DeskRules
from app.ui.presenters.store import DeskStore
from app.ui.presenters.variables import Variables, variable_words

FORMS = ("new-customer:", "customer-edit:", "voice-message:", "ticket-")
WRAP_UP_SHOWN_S = 60.0  # full ring of the countdown when the server does not say how long it is


class WrapUpPresenter:
    def __init__(
        self,
        view: ResultView,
        store: DeskStore,
        words: Words,
        clock: Clock,
        outbox: Outbox,
        drafts: Drafts,
        rules: DeskRules,
        variables: Variables | None = None,
    ) -> None:
        self._view, self._store, self._words, self._clock = view, store, words, clock
        self._outbox, self._drafts, self._rules, self._variables = outbox, drafts, rules, variables
        self._queue: Label | None = None
        self._aside: dict[str, Draft] = {}  # of calls on hold: what is not saved yet
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
            self._leave(after)
            self._queue = after.call.queue if after.call else None
            self._enter(call_id)
        elif (
            before.stage is not after.stage
            or before.agent != after.agent
            or before.server != after.server
            or before.call != after.call
        ):
            self._show()
        self._let_go_of(after)

    def _leave(self, after: Desk) -> None:
        """The call goes: what was typed and not saved yet is saved now, or kept while it is on hold."""
        if self._call_id and not self._finished and self._draft != self._put:
            if any(call.call_id == self._call_id for call in (*after.other_calls, *after.unfinished)):
                self._aside[self._call_id] = self._draft
            else:
                self._hand_over(self._call_id, self._draft, finish=False)
        self._call_id = ""

    def _let_go_of(self, after: Desk) -> None:
        """A call that was on hold has gone without coming back to her: its note is saved."""
        here = {call.call_id for call in (*after.other_calls, *after.unfinished)} | {self._call_id}
        for call_id in [call_id for call_id in self._aside if call_id not in here]:
            self._hand_over(call_id, self._aside.pop(call_id), finish=False)

    def recover(self, left: Mapping[str, TypedText]) -> None:
        """Notes that were being typed when the program ended, of calls that are over since: saved now."""
        desk = self._store.desk
        mine = (desk.call, *desk.other_calls, *desk.unfinished)
        here = {call.call_id for call in mine if call is not None}
        if desk.offer is not None:
            here.add(desk.offer.call_id)
        gone = [call_id for call_id in left if call_id not in here and not is_form(call_id)]
        for call_id in gone:
            kept = left[call_id]
            self._hand_over(call_id, Draft(kept.outcome, kept.note, kept.follow_up_at), finish=False)
        if gone:
            self._view.say(self._words("What was typed before the program ended is saved with its call."))

    def _enter(self, call_id: str) -> None:
        self._call_id = call_id
        kept = self._aside.pop(call_id, None) or (self._drafts.load(call_id) if call_id else None)
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
        outcomes = self._rules.outcomes(self._queue)
        if self._store.desk.stage is not Stage.WRAP_UP or not 1 <= number <= len(outcomes):
            return False
        self.choose_outcome(outcomes[number - 1].code)
        return True

    def insert_template(self, index: int) -> None:
        """The queue's template goes into the note where the cursor is, its variables filled."""
        templates = self._rules.templates(self._queue)
        if not self._call_id or self._finished or not 0 <= index < len(templates):
            return
        text = templates[index].text
        if self._variables is not None:
            filled = self._variables.fill(text)
            text = filled.text
            if filled.missing:
                missing = variable_words(filled.missing, self._words)
                self._view.say(self._words("Not filled in: {missing}.", missing=missing))
        self._view.insert(text)

    def take_handed_note(self) -> None:
        """What the colleague noted becomes the beginning of the own note."""
        call = self._store.desk.call
        if call is not None and call.note and self._call_id and not self._finished:
            self._view.insert(call.note)

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
        if finishing and self._outcome_missing():
            self._view.say(self._words("Choose first what came of the call (keys 1 to 9)."))
            self._view.point_at_outcomes()
            return
        self._finished = self._hand_over(self._call_id, self._draft, finish=finishing) and finishing
        self._show()

    def _outcome_missing(self) -> bool:
        if not self._rules.outcome_required(self._queue):
            return False
        return self._draft.outcome not in {label.code for label in self._rules.outcomes(self._queue)}

    def _hand_over(self, call_id: str, draft: Draft, finish: bool) -> bool:
        """False when it could not be put on disk: then it stays a draft on the screen."""
        result = CallResult(
            outcome=draft.outcome, note=draft.note, follow_up_at=draft.follow_up_at, finish=finish
        )
        try:
            key = self._outbox.put_result(call_id, result)
        except OutboxFailed as error:
            self._view.say(sentence(Trouble(error.error_id, error.detail), self._words))
            return False
        self._drafts.forget(call_id)
        if call_id != self._call_id:
            return True
        self._sent_key = key
        self._put = draft
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
        enabled = bool(self._call_id) and not self._finished
        finishing = desk.stage is Stage.WRAP_UP
        missing = enabled and finishing and self._outcome_missing()
        handed = desk.call if desk.call is not None and desk.call.note and enabled else None
        self._view.show_result(
            ResultFace(
                enabled=enabled,
                finishing=finishing,
                outcomes=tuple(
                    OutcomeFace(label.code, self._words.label(label), index if index < 10 else 0)
                    for index, label in enumerate(self._rules.outcomes(self._queue), start=1)
                ),
                outcome=self._draft.outcome,
                hint=self._words("still to choose") if missing else "",
                templates=tuple(self._words.label(each.title) for each in self._rules.templates(self._queue)),
                handed_by=handed.from_agent if handed else "",
                handed_note=handed.note if handed else "",
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


def is_form(name: str) -> bool:
    """Whether a draft is not a call's note but what is typed into some form."""
    return name.startswith(FORMS)


def tomorrow_at(now: datetime, words: Words, hour: int = 10) -> datetime:
    """The usual follow-up: tomorrow morning, local time."""
    local = words.local(now) + timedelta(days=1)
    return local.replace(hour=hour, minute=0, second=0, microsecond=0)
