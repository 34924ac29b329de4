"""The versions of an article: listed, looked at, told apart from the one before or from what readers see,
made the draft again.

In:  an article's id. Out: rows, and of the chosen version what was changed. A version becomes the draft again
in the form, where it is looked over before it is saved; nothing of the history is ever lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from app.contracts.knowledge import ArticleState, ArticleVersion, ArticleView
from app.ui.messages import sentence
from app.ui.presenters.article_fields import NAMES, ArticleFields, field_name, fields_of, shown_value
from app.ui.presenters.file_face import language_word
from app.ui.presenters.format import exact, when
from app.ui.presenters.knowledge_search import kind_word
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.text_changes import Piece, are_different, changes, short

if TYPE_CHECKING:
    from app.ui.presenters.ports_knowledge import HistoryCrm

Against = Literal["before", "published", "nothing"]


@dataclass(frozen=True, slots=True)
class VersionRow:
    version: int
    title: str
    state: str
    about: str
    note: str
    exact: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class HistoryFace:
    """``changes``: of the chosen version, field by field; ``text``: why there are none. ``against``: what it
    is compared with; "nothing": it is shown whole. ``may_restore``: it can be made the draft again."""

    title: str
    rows: tuple[VersionRow, ...]
    state: ListState
    text: str
    chosen: int
    against: Against
    compared: str
    changes: tuple[FieldChange, ...]
    may_restore: bool


class HistoryView(Protocol):
    def open_history(self) -> None: ...
    def show_history(self, face: HistoryFace) -> None: ...
    def close_history(self) -> None: ...


class ArticleHistory:
    """``restored``: an old version is wanted as the draft, on top of the newest version. ``queues``: names by
    code."""

    def __init__(
        self,
        view: HistoryView,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: HistoryCrm,
        restored: Callable[[ArticleView, int], None],
        queues: Mapping[str, str],
    ) -> None:
        self._queues = queues
        self._view, self._words, self._tasks = view, words, tasks
        self._clock, self._crm, self._restored = clock, crm, restored
        self._article_id, self._title = "", ""
        self._versions: list[ArticleVersion] | None = None
        self._trouble = ""
        self._texts: dict[int, ArticleView] = {}
        self._chosen = 0
        self._against: Against = "before"

    @property
    def is_open(self) -> bool:
        return bool(self._article_id)

    def refresh(self) -> None:
        if self.is_open:
            self._show()

    def open(self, article_id: str, title: str) -> None:
        self._article_id, self._title = article_id, title
        self._versions, self._texts, self._trouble = None, {}, ""
        self._chosen, self._against = 0, "before"
        self._view.open_history()
        self._show()
        self.load()

    def load(self) -> None:
        wanted = self._article_id
        work = self._crm.article_versions(wanted)
        self._tasks.run(
            "versions",
            work,
            lambda versions: self._take(wanted, versions),
            lambda trouble: self._failed(wanted, trouble),
        )

    def close(self) -> None:
        if self.is_open:
            self._article_id = ""
            self._view.close_history()

    def _take(self, wanted: str, versions: list[ArticleVersion]) -> None:
        if wanted == self._article_id:
            self._versions, self._trouble = versions, ""
            if versions:
                self.choose(self._chosen or versions[0].version)
            self._show()

    def _failed(self, wanted: str, trouble: Trouble) -> None:
        if wanted == self._article_id:
            self._trouble = sentence(trouble, self._words)
            self._show()

    # --- choosing ------------------------------------------------------------------------------------

    def choose(self, version: int) -> None:
        self._chosen = version
        self._fetch()
        self._show()

    def compare(self, against: Against) -> None:
        self._against = against
        self._fetch()
        self._show()

    def restore(self) -> None:
        """The chosen version as the draft."""
        text = self._texts.get(self._chosen)
        if text is not None and self._versions:
            newest = self._versions[0].version
            self.close()
            self._restored(text, newest)

    def _other(self) -> int:
        """What the chosen version is compared with; 0 for nothing."""
        versions = self._versions or []
        if self._against == "published":
            return next((each.version for each in versions if each.state in ("PUBLISHED", "EXPIRED")), 0)
        return next((each.version for each in versions if each.version < self._chosen), 0)

    def _fetch(self) -> None:
        wanted = self._article_id
        for version in {self._chosen, self._other()} - {0, *self._texts}:
            self._tasks.run(
                f"version-{version}",
                self._crm.article(wanted, version),
                lambda text: self._have(wanted, text),
                lambda trouble: self._failed(wanted, trouble),
            )

    def _have(self, wanted: str, text: ArticleView) -> None:
        if wanted == self._article_id:
            self._texts[text.version] = text
            self._show()

    # --- showing -------------------------------------------------------------------------------------

    def _show(self) -> None:
        w = self._words
        rows = tuple(self._row(each) for each in self._versions or ())
        state, text = ListState.ROWS, ""
        if self._trouble:
            state, text = ListState.ERROR, self._trouble
        elif self._versions is None:
            state, text = ListState.LOADING, w("Loading the versions…")
        shown = self._changes()
        if not text and not shown:
            there = self._chosen in self._texts and (self._other() in self._texts or not self._other())
            text = w("Nothing is different.") if there else w("Loading…")
        newest = self._versions[0].version if self._versions else 0
        self._view.show_history(
            HistoryFace(
                title=self._title,
                rows=rows,
                state=state,
                text=text,
                chosen=self._chosen,
                against=self._against,
                compared=self._compared(),
                changes=shown,
                may_restore=self._chosen in self._texts and self._chosen != newest,
            )
        )

    def _compared(self) -> str:
        other = self._other()
        if self._against == "nothing" or not self._chosen:
            return ""
        if not other or other == self._chosen:
            return self._words("There is nothing to compare it with.") if self._versions else ""
        return self._words(
            "Underlined: only in version {one}. Struck through: only in version {other}.",
            one=self._chosen,
            other=other,
        )

    def _changes(self) -> tuple[FieldChange, ...]:
        text = self._texts.get(self._chosen)
        if text is None:
            return ()
        w, mine = self._words, fields_of(text.model_dump(mode="json"))
        other = self._other()
        if self._against == "nothing" or not other or other == self._chosen:
            whole = ((name, self._said(mine, text, name)) for name in NAMES)
            return tuple(FieldChange(field_name(n, w), (Piece("same", v),)) for n, v in whole if v.strip())
        before = self._texts.get(other)
        if before is None:
            return ()
        theirs = fields_of(before.model_dump(mode="json"))
        found: list[FieldChange] = []
        for name in NAMES:
            pieces = changes(self._said(theirs, before, name), self._said(mine, text, name))
            if are_different(pieces):
                found.append(FieldChange(field_name(name, w), short(pieces)))
        return tuple(found)

    def _said(self, fields: ArticleFields, article: ArticleView, name: str) -> str:
        match name:
            case "category_id":
                return article.category
            case "kind":
                return kind_word(fields.kind, self._words)
            case "language":
                return language_word(fields.language, self._words)
            case "queues":
                return ", ".join(self._queues.get(each, each) for each in fields.queues)
            case _:
                return shown_value(fields, name)

    def _row(self, each: ArticleVersion) -> VersionRow:
        w = self._words
        about = w("{who}, {when}", who=each.written_by, when=when(each.written_at, self._clock.now(), w))
        return VersionRow(
            each.version, each.title, state_word(each.state, w), about, each.note, exact(each.written_at, w)
        )


def state_word(state: ArticleState, words: Words) -> str:
    return {
        "DRAFT": words("Draft"),
        "REVIEW": words("To look over"),
        "PUBLISHED": words("Published"),
        "EXPIRED": words("Expired"),
        "WITHDRAWN": words("Withdrawn"),
        "REPLACED": words("Earlier version"),
    }[state]
