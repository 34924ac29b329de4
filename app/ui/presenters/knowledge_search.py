"""Articles found while typing: in a call those of its queue first.

In:  what is typed, the call on the desk. Out: hits, one of which is chosen. While an answer is under way only
the latest wish waits; an answer to an earlier one is not shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.contracts.knowledge import ArticleHit
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk
from app.ui.presenters.on_desk import on_desk
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

if TYPE_CHECKING:
    from app.ui.presenters.ports_knowledge import SearchCrm


@dataclass(frozen=True, slots=True)
class HitRow:
    """``snippet``: with what was found between U+0002 and U+0003. ``kind``: one word for it."""

    article_id: str
    title: str
    snippet: str
    about: str
    kind: str
    for_queue: bool


@dataclass(frozen=True, slots=True)
class HitsFace:
    rows: tuple[HitRow, ...]
    chosen: str
    state: ListState
    text: str


class HitsView(Protocol):
    def show_hits(self, face: HitsFace) -> None: ...


class KnowledgeSearch:
    """``open_article``: shows one. ``follows_call``: the queue of the call counts, and a new one starts
    over."""

    def __init__(
        self,
        view: HitsView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        crm: SearchCrm,
        open_article: Callable[[str], None],
        *,
        follows_call: bool,
    ) -> None:
        self._view, self._store, self._words, self._tasks, self._crm = view, store, words, tasks, crm
        self._open, self._follows_call = open_article, follows_call
        self._text, self._category, self._chosen = "", "", ""
        self._hits: list[ArticleHit] = []
        self._state, self._trouble = ListState.LOADING, ""
        self._asked: tuple[str, str, str] | None = None  # under way
        self._began = False
        if follows_call:
            store.listen(self._followed)

    @property
    def text(self) -> str:
        return self._text

    def begin(self) -> None:
        """It is looked at for the first time."""
        if not self._began:
            self._began = True
            self._ask()

    def reload(self) -> None:
        self._began = True
        self._ask()

    def refresh(self) -> None:
        self._show()

    def type(self, text: str) -> None:
        if text.strip() != self._text:
            self._text = text.strip()
            self.reload()

    def inside(self, category_id: str) -> None:
        if category_id != self._category:
            self._category = category_id
            self.reload()

    def step(self, by: int) -> None:
        ids = [hit.article_id for hit in self._hits]
        if ids:
            at = ids.index(self._chosen) + by if self._chosen in ids else 0
            self._chosen = ids[max(0, min(len(ids) - 1, at))]
            self._show()

    def choose(self, article_id: str) -> None:
        self._chosen = article_id
        self._show()

    def open_chosen(self) -> None:
        if self._chosen:
            self._open(self._chosen)

    def _queue(self) -> str:
        here = on_desk(self._store.desk) if self._follows_call else None
        return here.queue.code if here else ""

    def _followed(self, before: Desk, after: Desk) -> None:
        queues = [here.queue.code if (here := on_desk(desk)) else "" for desk in (before, after)]
        if queues[0] != queues[1] and self._began:
            self._ask()

    def _ask(self) -> None:
        if self._asked is not None:
            return  # asked again when this answer is here
        wish = self._asked = (self._text, self._queue(), self._category)
        if not self._hits:
            self._state = ListState.LOADING
            self._show()
        self._tasks.run(
            "find-articles",
            self._crm.find_articles(*wish),
            lambda hits: self._found(wish, hits),
            lambda trouble: self._failed(wish, trouble),
        )

    def _done(self, wish: tuple[str, str, str]) -> bool:
        """Whether this is still what is wanted."""
        self._asked = None
        if wish != (self._text, self._queue(), self._category):
            self._ask()
            return False
        return True

    def _found(self, wish: tuple[str, str, str], hits: list[ArticleHit]) -> None:
        if self._done(wish):
            self._hits = hits
            self._state = ListState.ROWS if hits else ListState.EMPTY
            if self._chosen not in [hit.article_id for hit in hits] or wish[0]:
                self._chosen = hits[0].article_id if hits else ""
            self._show()

    def _failed(self, wish: tuple[str, str, str], trouble: Trouble) -> None:
        if self._done(wish):
            self._trouble = sentence(trouble, self._words)
            if not self._hits:
                self._state = ListState.ERROR
            self._show()

    def _show(self) -> None:
        w = self._words
        if self._state is ListState.EMPTY and not self._text:
            empty = w("There are no articles here yet.")
        else:
            empty = w("Nothing found. Try other words, or ask the expert.")
        text = {
            ListState.LOADING: w("Looking for articles…"),
            ListState.EMPTY: empty,
            ListState.ERROR: self._trouble,
        }.get(self._state, "")
        rows = tuple(hit_row(hit, w) for hit in self._hits)
        self._view.show_hits(HitsFace(rows, self._chosen, self._state, text))


def hit_row(hit: ArticleHit, words: Words) -> HitRow:
    useful = words("helped {count}", count=hit.useful) if hit.useful else ""
    about = " · ".join(part for part in (hit.category, useful) if part)
    return HitRow(hit.article_id, hit.title, hit.snippet, about, kind_word(hit.kind, words), hit.for_queue)


def kind_word(kind: str, words: Words) -> str:
    return {"FAQ": words("Question"), "SCRIPT": words("To say"), "ARTICLE": ""}.get(kind, "")
