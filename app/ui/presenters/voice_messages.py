"""Voice messages of the own queues: heard, called back, done with a note. New ones first looked at.

In:  the server's list, the player's progress, wishes. Out: rows, the chosen message with its sound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from app.contracts.followups import VoiceMessageView
from app.ui.presenters.desk import Desk, Stage
from app.ui.presenters.follow_ups import FollowUpsPresenter, FollowUpsView
from app.ui.presenters.format import day_and_time, exact, short_time
from app.ui.presenters.pages import ListState
from app.ui.presenters.player import PlayerFace, PlayerPresenter
from app.ui.presenters.ports import Clock, Draft, Drafts, Tasks, Words
from app.ui.presenters.store import DeskStore

if TYPE_CHECKING:
    from app.ui.presenters.ports_tools import FollowUpsCrm

Which = Literal["NEW", "DONE"]


@dataclass(frozen=True, slots=True)
class MessageRow:
    message_id: str
    customer_id: str
    name: str
    number: str
    queue: str
    when: str
    exact: str
    length: str
    note: str
    done: str  # "done by 王芳, today 10:02"; "" while it is new


@dataclass(frozen=True, slots=True)
class MessagesFace:
    """``note``: of the chosen message, as typed so far."""

    rows: tuple[MessageRow, ...]
    chosen: MessageRow | None
    note: str
    which: Which
    state: ListState
    text: str
    more: bool
    can_call: bool
    why_not: str
    busy: bool


class MessagesPageView(FollowUpsView, Protocol):
    def show_messages(self, face: MessagesFace) -> None: ...
    def show_player(self, face: PlayerFace) -> None: ...


class MessagesPresenter(FollowUpsPresenter[MessagesPageView, VoiceMessageView, Which]):
    def __init__(
        self,
        view: MessagesPageView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: FollowUpsCrm,
        drafts: Drafts,
        player: PlayerPresenter,
    ) -> None:
        self._crm, self._drafts, self._player = crm, drafts, player
        self._chosen = ""
        super().__init__(
            view,
            store,
            words,
            tasks,
            clock,
            "voice-messages",
            "NEW",
            crm.voice_messages,
            lambda each: each.message_id,
        )

    def _changed(self, before: Desk, after: Desk) -> None:
        if after.stage is not Stage.IDLE and before.stage is Stage.IDLE:
            self._player.stop()  # a call comes: nothing else is in the ear
        super()._changed(before, after)

    # --- wishes ------------------------------------------------------------------------------------

    def choose(self, message_id: str) -> None:
        if message_id != self._chosen:
            self._player.stop()
            self._chosen = message_id
            self._show()

    def play(self) -> None:
        """Or pause, where it plays."""
        message = self._item(self._chosen)
        if message is None:
            return
        if self._store.desk.stage not in (Stage.IDLE, Stage.WRAP_UP):
            self._view.say(self._words("Not while you are in a call."))
            return
        key, length_s = message.message_id, message.length_s
        self._player.toggle(key, length_s, lambda: self._crm.message_audio(key))

    def call_back(self) -> None:
        """My phone rings, then who left the message; his number is not shown."""
        message, why_not = self._item(self._chosen), self._why_not()
        if message is None or self._busy:
            return
        if why_not:
            self._view.say(why_not)
            return
        self._player.stop()
        self._begin(message.message_id)
        work = self._crm.call_message_back(message.message_id)
        self._tasks.run("call-message-back", work, lambda _: self._end(), self._failed)

    def type_note(self, note: str) -> None:
        if self._chosen:
            self._drafts.save(_key(self._chosen), Draft(note=note))

    def finish(self, done: bool) -> None:
        """Done, or new again."""
        message = self._item(self._chosen)
        if message is None or self._busy:
            return
        self._player.stop()
        self._begin(message.message_id)
        note = self._note(message).strip()
        work = self._crm.message_done(message.message_id, done, note)
        self._tasks.run("message-done", work, self._finished, self._failed)

    def _finished(self, message: VoiceMessageView) -> None:
        self._busy = ""
        self._drafts.forget(_key(message.message_id))
        done = message.state == "DONE"
        self._view.say(
            self._words("The message is done.") if done else self._words("The message is new again.")
        )
        if message.state != self._which:
            self._pages.drop(message.message_id)
        else:
            self._pages.put(message)
        if self._which == "DONE" and not done:
            self.load()

    # --- showing -----------------------------------------------------------------------------------

    def _note(self, message: VoiceMessageView) -> str:
        kept = self._drafts.load(_key(message.message_id))
        return kept.note if kept else message.note

    def _show(self) -> None:
        pages, why_not = self._pages, self._why_not()
        rows = tuple(self._row(each) for each in pages.items)
        if not any(row.message_id == self._chosen for row in rows):
            self._chosen = rows[0].message_id if rows else ""
            self._player.stop()
        message = self._item(self._chosen)
        face = MessagesFace(
            rows=rows,
            chosen=next((row for row in rows if row.message_id == self._chosen), None),
            note=self._note(message) if message else "",
            which=self._which,
            state=pages.state,
            text=self._text(
                self._words("Loading the messages…"),
                self._words("No new messages. What callers say when nobody is free is listed here."),
                self._words("No message is done yet."),
            ),
            more=pages.more_there,
            can_call=not why_not and not self._busy,
            why_not=why_not,
            busy=bool(self._busy),
        )
        if self._is_news(face):
            self._view.show_messages(face)
            self._player.show_idle(message.length_s if message else 0.0)
            self._show_count()

    def _row(self, item: VoiceMessageView) -> MessageRow:
        now, w = self._clock.now(), self._words
        done = ""
        if item.state == "DONE" and item.done_at is not None:
            done = w("done {when}", when=day_and_time(item.done_at, now, w))
        return MessageRow(
            message_id=item.message_id,
            customer_id=item.customer_id or "",
            name=item.customer_name or w("Unknown caller"),
            number=item.number,
            queue=w.label(item.queue) if item.queue else "",
            when=day_and_time(item.left_at, now, w),
            exact=exact(item.left_at, w),
            length=short_time(item.length_s),
            note=item.note,
            done=done,
        )


def _key(message_id: str) -> str:
    return f"voice-message:{message_id}"
