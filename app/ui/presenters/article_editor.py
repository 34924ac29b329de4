"""Writing an article: a new one, or a new draft of one; what somebody else changed meanwhile beside it.

In:  what was typed. Out: a draft on the server, handed in where wished. Nothing typed is lost: it is kept on
the disk with every key, on trouble it stays where it is, and on a conflict each field says whose text it
takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, Protocol

from app.contracts.knowledge import ArticleView, CategoryView
from app.ui.messages import sentence
from app.ui.presenters.article_fields import (
    NAMES,
    ArticleFields,
    day,
    field_name,
    fields_of,
    indented,
    shown_value,
    wire,
)
from app.ui.presenters.form_draft import FormDraft
from app.ui.presenters.ports import Drafts, Tasks, Trouble, Words

if TYPE_CHECKING:
    from app.ui.presenters.ports_knowledge import EditorCrm

Whose = Literal["mine", "theirs"]
CHANGED = "article-changed"
NEWEST = 0


@dataclass(frozen=True, slots=True)
class Written:
    """As it is kept on the disk. ``opened``: what the form began with, of the version ``base``."""

    fields: ArticleFields
    opened: ArticleFields
    base: int


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both changed."""

    field: str
    name: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class WritingFace:
    """``categories``: id and name, in their order, deeper ones indented."""

    heading: str
    categories: tuple[tuple[str, str], ...]
    queues: tuple[tuple[str, str], ...]
    saving: bool
    trouble: str
    clashes: tuple[Clash, ...]


class WritingView(Protocol):
    def open_form(self, fields: ArticleFields) -> None: ...
    def show_form(self, face: WritingFace) -> None: ...
    def close_form(self) -> None: ...
    def say(self, text: str) -> None: ...


class ArticleEditor:
    """``categories``: as the shelf knows them. ``saved``: what the server has now; shown to the reader."""

    def __init__(
        self,
        view: WritingView,
        words: Words,
        tasks: Tasks,
        crm: EditorCrm,
        drafts: Drafts,
        categories: Callable[[], list[CategoryView]],
        queues: tuple[tuple[str, str], ...],
        saved: Callable[[ArticleView], None],
    ) -> None:
        self._view, self._words, self._tasks, self._crm = view, words, tasks, crm
        self._draft = FormDraft(drafts, Written)
        self._categories, self._queues, self._saved_here = categories, queues, saved
        self._open, self._saving, self._trouble = False, False, ""
        self._article_id, self._base = "", 0
        self._opened = self._mine = ArticleFields()
        self._present: Mapping[str, Any] | None = None  # theirs, while the fields differ
        self._clashes: tuple[Clash, ...] = ()
        self._hand_in = False

    @property
    def is_open(self) -> bool:
        return self._open

    def refresh(self) -> None:
        if self._open:
            self._show()

    def write_new(self, category_id: str, language: str, say: str = "") -> None:
        first = category_id or next((each.category_id for each in self._categories()), "")
        self._begin("", 0, ArticleFields(category_id=first, language=language, say=say))

    def change(self, article_id: str) -> None:
        """Its newest version, draft or not."""
        self._tasks.run("edit-article", self._crm.article(article_id, NEWEST), self._change, self._not_begun)

    def _change(self, article: ArticleView) -> None:
        self._begin(article.article_id, article.version, fields_of(article.model_dump(mode="json")))

    def restore(self, old: ArticleView, newest: int) -> None:
        """An earlier version, to be looked over and saved on top of the newest one."""
        fields = fields_of(old.model_dump(mode="json"))
        note = self._words("Version {number} again", number=old.version)
        self._draft.forget(_name(old.article_id))
        self._begin(old.article_id, newest, replace(fields, note=note))
        self._opened = ArticleFields()  # all of it counts as changed, should somebody else save meanwhile

    def _not_begun(self, trouble: Trouble) -> None:
        self._view.say(sentence(trouble, self._words))

    def _begin(self, article_id: str, base: int, fields: ArticleFields) -> None:
        """What was being written when the program ended comes back."""
        self._open, self._saving, self._trouble = True, False, ""
        self._article_id, self._base = article_id, base
        self._present, self._clashes, self._opened = None, (), fields
        kept = self._draft.kept(_name(article_id))
        if kept is not None and kept.fields != fields:
            self._base, self._opened, fields = kept.base, kept.opened, kept.fields
            self._view.say(self._words("What you were writing is back. It has not been saved yet."))
        self._view.open_form(fields)
        self._show()

    def type(self, fields: ArticleFields) -> None:
        """Every key of the form."""
        if self._open and not self._saving:
            self._draft.keep(_name(self._article_id), Written(fields, self._opened, self._base))

    def cancel(self) -> None:
        """Without saving; what was typed is forgotten."""
        self._draft.forget(_name(self._article_id))
        self._close()

    def _close(self) -> None:
        self._open = False
        self._view.close_form()

    # --- saving --------------------------------------------------------------------------------------

    def save(self, fields: ArticleFields, hand_in: bool = False) -> None:
        """``hand_in``: to be looked over by somebody else as well."""
        if self._saving:
            return
        self._mine, self._hand_in = fields, hand_in
        wrong = self._wrong(fields)
        if wrong:
            self._trouble = wrong
            self._show()
            return
        self._saving, self._trouble, self._clashes, self._present = True, "", (), None
        self._show()
        new = wire(fields, self._base or None)
        self._tasks.run(
            "save-article", self._crm.save_article(self._article_id, new), self._saved, self._failed
        )

    def _wrong(self, fields: ArticleFields) -> str:
        if not fields.title.strip():
            return self._words("An article needs a title.")
        if not fields.category_id:
            return self._words("Choose a category.")
        if not (fields.body.strip() or fields.say.strip()):
            return self._words("Write the text, or what is to be said.")
        try:
            first, last = day(fields.valid_from), day(fields.valid_until)
        except ValueError:
            return self._words("Write days as 2026-11-21.")
        if first and last and last < first:
            return self._words("The last day of validity lies before the first.")
        return ""

    def _saved(self, article: ArticleView) -> None:
        self._draft.forget(_name(self._article_id))
        self._article_id, self._base = article.article_id, article.version
        if self._hand_in:
            work = self._crm.article_step(article.article_id, "submit", article.version)
            self._tasks.run("hand-in", work, self._handed_in, self._failed)
            return
        self._end(article, self._words("The draft is saved."))

    def _handed_in(self, article: ArticleView) -> None:
        self._end(article, self._words("Handed in. Somebody else looks it over."))

    def _end(self, article: ArticleView, text: str) -> None:
        self._saving = False
        self._view.say(text)
        self._close()
        self._saved_here(article)

    def _failed(self, trouble: Trouble) -> None:
        self._saving = False
        if trouble.error_id == CHANGED and trouble.present is not None:
            self._present = trouble.present
            theirs = fields_of(trouble.present)
            self._clashes = tuple(
                Clash(
                    name,
                    field_name(name, self._words),
                    shown_value(self._mine, name),
                    shown_value(theirs, name),
                )
                for name in trouble.changed
            )
        self._trouble = sentence(trouble, self._words)
        self._show()

    def settle(self, whose: Mapping[str, Whose], fields: ArticleFields) -> None:
        """Each field that both changed takes one's text; of all others whoever changed it is right."""
        if self._present is None:
            return
        theirs, clashing = fields_of(self._present), {clash.field for clash in self._clashes}
        taken: dict[str, Any] = {}
        for name in NAMES:
            mine_changed = getattr(fields, name) != getattr(self._opened, name)
            if whose.get(name) == "theirs" if name in clashing else not mine_changed:
                taken[name] = getattr(theirs, name)
        self._base = int(self._present.get("version", self._base))
        self._opened = theirs
        self._present, self._clashes, self._trouble = None, (), ""
        both = replace(fields, **taken)
        self.type(both)
        self._view.open_form(both)
        self._show()

    # --- showing -------------------------------------------------------------------------------------

    def _show(self) -> None:
        w = self._words
        heading = w("Change the article") if self._article_id else w("New article")
        face = WritingFace(
            heading,
            tuple((each.category_id, name) for each, name in indented(self._categories(), w)),
            self._queues,
            self._saving,
            self._trouble,
            self._clashes,
        )
        self._view.show_form(face)


def _name(article_id: str) -> str:
    return f"article:{article_id or 'new'}"
