"""Quick replies: found while typing, filled with what is on the desk, spoken into the call or sent as text.

In:  the replies of the server (own and team's), the search, wishes. Out: what can be done with each, and why
not; what is being spoken now comes from the server's live messages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.contracts.replies import QuickReplyView, ReplyOrder, ReplyUsed, SpeakWish, TextWish
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk
from app.ui.presenters.on_desk import on_desk
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Tasks, Trouble, Words
from app.ui.presenters.reply_face import (
    Doing,
    RepliesFace,
    ReplyRow,
    Show,
    hint,
    may_send,
    speaking_id,
    why_not_sent,
    why_not_spoken,
)
from app.ui.presenters.store import DeskStore
from app.ui.presenters.variables import Variables

if TYPE_CHECKING:
    from app.ui.presenters.ports_tools import RepliesCrm


class RepliesView(Protocol):
    def show_list_state(self, state: ListState, text: str) -> None: ...
    def show_replies(self, face: RepliesFace) -> None: ...
    def say(self, text: str) -> None: ...


class RepliesPresenter:
    """``leads``: may change the team's."""

    def __init__(
        self,
        view: RepliesView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        crm: RepliesCrm,
        variables: Variables,
        leads: bool,
    ) -> None:
        self._view, self._store, self._words, self._tasks = view, store, words, tasks
        self._crm, self._variables, self._leads = crm, variables, leads
        self._replies: list[QuickReplyView] | None = None
        self._loading = False
        self._text, self._chosen = "", ""
        self._by_use: list[str] = []
        self._show_what: Show = "all"
        self._asked: dict[str, Doing] = {}  # clicked, the server has not answered yet
        self._seen: object = None  # what the rows were made of last
        self._shown: object = None
        store.listen(self._changed)

    def reply(self, reply_id: str) -> QuickReplyView | None:
        return next((each for each in self._replies or () if each.reply_id == reply_id), None)

    @property
    def chosen(self) -> str:
        return self._chosen

    # --- loading -----------------------------------------------------------------------------------

    def load(self) -> None:
        if self._loading:
            return
        self._loading = True
        if self._replies is None:
            self._view.show_list_state(ListState.LOADING, self._words("Loading the quick replies…"))
        self._tasks.run("quick-replies", self._crm.replies(), self._loaded, self._not_loaded)

    def _loaded(self, replies: list[QuickReplyView]) -> None:
        self._loading = False
        self._replies = sorted(
            replies, key=lambda each: (each.group, each.scope == "own", each.position, each.title)
        )
        self._most_used()
        self._render()

    def _most_used(self) -> None:
        """Kept as it is while it is looked at: nothing moves under the pointer."""
        by_use = sorted(self._replies or (), key=lambda each: -each.uses)
        self._by_use = [each.reply_id for each in by_use]

    def _not_loaded(self, trouble: Trouble) -> None:
        self._loading = False
        if self._replies is None:
            self._view.show_list_state(ListState.ERROR, sentence(trouble, self._words))

    def refresh(self) -> None:
        self._shown = None
        self._render()

    def put(self, reply: QuickReplyView) -> None:
        """It was written or changed here."""
        others = [each for each in self._replies or () if each.reply_id != reply.reply_id]
        self._chosen = reply.reply_id
        self._loaded([*others, reply])

    def drop(self, reply_id: str) -> None:
        self._loaded([each for each in self._replies or () if each.reply_id != reply_id])

    # --- wishes --------------------------------------------------------------------------------------

    def search(self, text: str) -> None:
        self._text = text
        self._render()

    def show_only(self, what: Show) -> None:
        if what == "used":
            self._most_used()
        self._show_what = what
        self._render()

    def choose(self, reply_id: str) -> None:
        self._chosen = reply_id
        self._render()

    def step(self, by: int) -> None:
        """The one above or below becomes the chosen one."""
        rows = self._found()
        if rows:
            ids = [each.reply_id for each in rows]
            at = ids.index(self._chosen) + by if self._chosen in ids else 0
            self.choose(ids[max(0, min(len(ids) - 1, at))])

    def speak(self, reply_id: str = "") -> None:
        """The chosen one without an id; one that is being spoken is stopped."""
        reply = self.reply(reply_id or self._chosen)
        desk = self._store.desk
        if reply is None:
            return
        if speaking_id(desk) == reply.reply_id:
            self.stop()
            return
        filled = self._variables.fill(reply.text)
        why_not = why_not_spoken(desk, reply, filled, self._words)
        if why_not or desk.call is None:
            self._view.say(why_not or self._words("There is no call to speak into."))
            return
        self._begin(reply.reply_id, "asked")
        wish = SpeakWish(reply_id=reply.reply_id, text="" if reply.clip else filled.text)
        self._tasks.run(
            "speak",
            self._crm.speak(desk.call.call_id, wish),
            lambda _: self._used(reply.reply_id, ReplyUsed(how="SPOKEN")),
            lambda trouble: self._failed(reply.reply_id, trouble),
        )

    def stop(self) -> None:
        desk = self._store.desk
        if desk.call is not None:
            self._tasks.run(
                "stop-speaking", self._crm.stop_speaking(desk.call.call_id), None, self._not_stopped
            )

    def send(self, reply_id: str = "") -> None:
        """As a short message to the caller."""
        reply = self.reply(reply_id or self._chosen)
        desk = self._store.desk
        if reply is None or self._asked.get(reply.reply_id):
            return
        filled = self._variables.fill(reply.text)
        if desk.call is None or not may_send(desk, filled):
            self._view.say(why_not_sent(desk, filled, self._words))
            return
        self._begin(reply.reply_id, "sending")
        wish = TextWish(text=filled.text, reply_id=reply.reply_id)
        self._tasks.run(
            "send-text",
            self._crm.send_text(desk.call.call_id, wish),
            lambda _: self._sent(reply.reply_id),
            lambda trouble: self._failed(reply.reply_id, trouble),
        )

    def _used(self, reply_id: str, use: ReplyUsed) -> None:
        """Counted here at once; whether the server counts it too is no matter for a person."""
        self._replies = [
            each.model_copy(update={"uses": each.uses + 1}) if each.reply_id == reply_id else each
            for each in self._replies or ()
        ]
        self._tasks.run("reply-used", self._crm.reply_used(reply_id, use), None, lambda _: None)

    def move(self, by: int) -> None:
        """The chosen one up or down among those of its group."""
        reply, w = self.reply(self._chosen), self._words
        if reply is None or self._show_what == "used":
            return
        if reply.scope == "team" and not self._leads:
            self._view.say(w("The team's order is its supervisors' to change."))
            return
        scope = [each for each in self._replies or () if each.scope == reply.scope]
        beside = [each for each in scope if each.group == reply.group]
        at = beside.index(reply) + by
        if not 0 <= at < len(beside):
            return
        mine, other = scope.index(reply), scope.index(beside[at])
        scope[mine], scope[other] = scope[other], scope[mine]
        places = {each.reply_id: place for place, each in enumerate(scope)}
        moved = [
            each.model_copy(update={"position": places.get(each.reply_id, each.position)})
            for each in self._replies or ()
        ]
        self._loaded(moved)
        order = ReplyOrder(scope=reply.scope, reply_ids=list(places))
        self._tasks.run("arrange-replies", self._crm.arrange_replies(order), None, self._not_stopped)

    def _begin(self, reply_id: str, doing: Doing) -> None:
        self._chosen = reply_id
        self._asked[reply_id] = doing
        self._render()

    def _sent(self, reply_id: str) -> None:
        self._asked.pop(reply_id, None)
        self._used(reply_id, ReplyUsed(how="SENT"))
        self._render()
        self._view.say(self._words("Sent as a text message."))

    def _failed(self, reply_id: str, trouble: Trouble) -> None:
        self._asked.pop(reply_id, None)
        self._render()
        self._view.say(sentence(trouble, self._words))

    def _not_stopped(self, trouble: Trouble) -> None:
        self._view.say(sentence(trouble, self._words))

    # --- what the server says ------------------------------------------------------------------------

    def _changed(self, before: Desk, after: Desk) -> None:
        said = after.speaking
        if said is not None and said is not before.speaking:
            self._asked.pop(said.reply_id, None)
            if said.state == "failed":
                self._view.say(self._words("It could not be spoken. Please say it yourself."))
        if (before.call and before.call.call_id) != (after.call and after.call.call_id):
            self._asked.clear()
        if said is not before.speaking or before.call is not after.call:
            self._render()
        else:
            self.tick()

    def tick(self) -> None:
        """Filled again when something that they say has changed: the minute, the file, the stage."""
        desk = self._store.desk
        if (desk.stage, desk.server, self._variables.values()) != self._seen:
            self._render()

    # --- showing -------------------------------------------------------------------------------------

    def _found(self) -> list[QuickReplyView]:
        asked = self._text.casefold().split()
        found = [
            each
            for each in self._replies or ()
            if self._show_what in ("all", "used", each.scope)
            and all(part in f"{each.title} {each.text} {each.group}".casefold() for part in asked)
        ]
        if self._show_what == "used":
            return sorted(found, key=lambda each: self._by_use.index(each.reply_id))
        here = on_desk(self._store.desk)
        queue = here.queue.code if here else ""
        return sorted(found, key=lambda each: queue not in each.queues)

    def _render(self) -> None:
        if self._replies is None:
            return
        desk = self._store.desk
        self._seen = (desk.stage, desk.server, self._variables.values())
        rows = tuple(self._row(desk, each) for each in self._found())
        if not any(row.reply_id == self._chosen for row in rows):
            self._chosen = rows[0].reply_id if rows else ""
        chosen = next((row for row in rows if row.reply_id == self._chosen), None)
        speaking = self.reply(speaking_id(desk))
        face = RepliesFace(
            rows, chosen, self._show_what, hint(desk, self._words), speaking.title if speaking else ""
        )
        empty = "" if rows else self._nothing()
        if (face, empty) != self._shown:
            self._shown = (face, empty)
            self._view.show_replies(face)
            self._view.show_list_state(ListState.ROWS if rows else ListState.EMPTY, empty)

    def _nothing(self) -> str:
        if self._text.strip():
            return self._words("Nothing found. Try another word.")
        return self._words("No quick replies yet. Write the first one: what do you say again and again?")

    def _row(self, desk: Desk, reply: QuickReplyView) -> ReplyRow:
        filled = self._variables.fill(reply.text)
        why_not = why_not_spoken(desk, reply, filled, self._words)
        doing: Doing = self._asked.get(reply.reply_id, "")
        if speaking_id(desk) == reply.reply_id:
            doing = "speaking"
        return ReplyRow(
            reply_id=reply.reply_id,
            title=reply.title,
            text=filled.text,
            group=reply.group,
            own=reply.scope == "own",
            language=reply.language,
            clip=reply.clip,
            can_speak=not why_not,
            can_send=may_send(desk, filled) and doing != "sending",
            why_not=why_not,
            doing=doing,
            editable=reply.scope == "own" or self._leads,
        )
