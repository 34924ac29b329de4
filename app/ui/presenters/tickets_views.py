"""Kept views of tickets: made from what is shown, shared with the team, deleted.

In:  what is asked for now, wishes. Out: views on the shelf; a question before each that others notice.
Who leads shares views with everybody; the others keep theirs for themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.contracts.tickets import SavedView
from app.ui.messages import sentence
from app.ui.presenters.ports import Tasks, Trouble, Words
from app.ui.presenters.ports_tickets import TicketListCrm
from app.ui.presenters.ticket_asks import Answered, Ask, Asking, Choice, Text
from app.ui.presenters.ticket_shelf import TicketShelf
from app.ui.presenters.tickets_query import Asked

LONGEST_NAME = 120
MINE, TEAM = "mine", "team"


@dataclass(frozen=True, slots=True)
class ViewChoice:
    """``may_change``: delete it. ``may_share``: give it to everybody, or take it back."""

    view_id: str
    name: str
    shared: bool
    mine: bool
    chosen: bool
    may_change: bool = False
    may_share: bool = False


class ViewsKeeper:
    """``choose``: shows a view, or the first tab where it is None."""

    def __init__(
        self,
        words: Words,
        tasks: Tasks,
        crm: TicketListCrm,
        shelf: TicketShelf,
        asking: Asking,
        asked: Asked,
        choose: Callable[[SavedView | None], None],
        say: Callable[[str], None],
    ) -> None:
        self._words, self._tasks, self._crm = words, tasks, crm
        self._shelf, self._asking, self._asked = shelf, asking, asked
        self._choose, self._say = choose, say

    def choices(self) -> tuple[ViewChoice, ...]:
        leads = self._shelf.leads
        return tuple(
            ViewChoice(
                v.view_id,
                v.name,
                v.shared,
                v.mine,
                v.view_id == self._asked.view_id,
                may_change=v.mine or leads,
                may_share=leads,
            )
            for v in self._shelf.views
        )

    def save(self) -> None:
        """What is shown now, under a name."""
        w = self._words
        name = Text("name", w("Name"), required=True, most=LONGEST_NAME)
        choices = (
            Choice(MINE, w("For me"), w("Only you see it"), "accent", "user"),
            Choice(TEAM, w("For the team"), w("Everybody finds it under Views"), "accent", "people"),
        )
        ask = Ask(
            w("Keep this view"),
            w("Keep"),
            choices=choices if self._shelf.leads else (),
            choose=self._shelf.leads,
            chosen=MINE,
            texts=(name,),
        )
        self._asking.ask(ask, self._save)

    def _save(self, answered: Answered) -> None:
        view = SavedView(
            name=answered.texts.get("name", "").strip()[:LONGEST_NAME],
            query=self._asked.query,
            shared=answered.choice == TEAM,
        )
        self._tasks.run("save-view", self._crm.save_ticket_view(view), self._saved, self._failed)

    def _saved(self, view: SavedView) -> None:
        self._asking.done()
        self._asked.choose_view(view)
        self._shelf.load_views()

    def share(self, view_id: str, shared: bool) -> None:
        """With everybody, or with nobody again."""
        found = self._find(view_id)
        if found is None or not self._shelf.leads or found.shared == shared:
            return
        w = self._words

        def done(view: SavedView) -> None:
            told = w("{name} is shared with the team now.", name=view.name)
            self._say(told if view.shared else w("{name} is not shared any more.", name=view.name))
            self._shelf.load_views()

        wish = found.model_copy(update={"shared": shared})
        self._tasks.run("share-view", self._crm.save_ticket_view(wish), done, self._failed)

    def delete(self, view_id: str) -> None:
        """One that the team uses is asked about first."""
        w, found = self._words, self._find(view_id)
        if found is None:
            return
        if not found.shared:
            self._delete(found)
            return
        title = w("Delete the view “{name}”?", name=found.name)
        hint = w("It is shared: it goes for everybody. The tickets stay as they are.")
        self._asking.ask(Ask(title, w("Delete"), hint=hint, danger=True), lambda _: self._delete(found))

    def _delete(self, view: SavedView) -> None:
        def gone(_: None) -> None:
            self._asking.done()
            if self._asked.view_id == view.view_id:
                self._choose(None)
            self._shelf.load_views()

        self._tasks.run("delete-view", self._crm.delete_ticket_view(view.view_id), gone, self._failed)

    def _find(self, view_id: str) -> SavedView | None:
        return next((each for each in self._shelf.views if each.view_id == view_id), None)

    def _failed(self, trouble: Trouble) -> None:
        text = sentence(trouble, self._words)
        if not self._asking.failed(text):
            self._say(text)
