"""The knowledge page around an article: categories, what is read, what is written, what is asked.

In:  which of the lists is wanted, a category, what is typed. Out: rows; how much waits for this user.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from app.contracts.base import Page
from app.contracts.knowledge import ArticleHit, CategoryView, QuestionAnswer, QuestionView
from app.ui.messages import sentence
from app.ui.presenters.article_fields import indented
from app.ui.presenters.format import when
from app.ui.presenters.knowledge_search import HitRow, HitsFace, kind_word
from app.ui.presenters.pages import Pages
from app.ui.presenters.ports import Clock, Draft, Drafts, Tasks, Trouble, Words

if TYPE_CHECKING:
    from app.ui.presenters.ports_knowledge import ShelfCrm

Tab = Literal["read", "drafts", "review", "expired", "questions"]
_STATES = {"drafts": "DRAFT", "review": "REVIEW", "expired": "EXPIRED"}


@dataclass(frozen=True, slots=True)
class CategoryRow:
    category_id: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class ShelfFace:
    """``tabs``: those that this user has. ``category``: the chosen one, "" for all."""

    tabs: tuple[Tab, ...]
    tab: Tab
    categories: tuple[CategoryRow, ...]
    category: str


@dataclass(frozen=True, slots=True)
class QuestionFace:
    """``typed``: what the answer's field holds when it is opened."""

    question_id: str
    text: str
    about: str
    answer: str
    answered: str
    may_answer: bool
    may_make_article: bool
    saving: bool
    typed: str = ""


class ShelfView(Protocol):
    def show_shelf(self, face: ShelfFace) -> None: ...
    def show_rows(self, face: HitsFace, more: bool) -> None: ...
    def show_question(self, face: QuestionFace | None) -> None: ...
    def show_count(self, waiting: int) -> None: ...
    def say(self, text: str) -> None: ...


class KnowledgeShelf:
    """``open_article``: shows the newest version of one, as who writes sees it. ``search_inside``: the
    search beside follows the category."""

    def __init__(
        self,
        view: ShelfView,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: ShelfCrm,
        rights: tuple[str, ...],
        drafts: Drafts,
        open_article: Callable[[str, int | None], None],
        search_inside: Callable[[str], None],
    ) -> None:
        self._view, self._words, self._tasks, self._clock, self._crm = view, words, tasks, clock, crm
        self._open_article, self._search_inside, self._drafts = open_article, search_inside, drafts
        self._writes = "knowledge.write" in rights
        written: tuple[Tab, ...] = ("drafts", "review", "expired") if self._writes else ()
        self._tabs: tuple[Tab, ...] = ("read", *written, "questions")
        self.tab: Tab = "read"
        self.category = ""
        self.categories: list[CategoryView] = []
        self._chosen = ""
        self._saving = False
        self._began = False
        self._articles = Pages[ArticleHit](
            "articles", tasks, words, self._fetch, lambda hit: hit.article_id, self._show_rows
        )
        self._questions = Pages[QuestionView](
            "questions",
            tasks,
            words,
            lambda cursor: crm.questions(None, cursor),
            lambda question: question.question_id,
            self._show_rows,
        )

    def _fetch(self, cursor: str | None):
        return self._crm.articles(_STATES.get(self.tab, "PUBLISHED"), self.category, cursor)

    # --- loading -----------------------------------------------------------------------------------

    def begin(self) -> None:
        """The page is looked at."""
        self._began = True
        self._show()  # what this user may do is known before anything has come
        self.load()

    def load(self) -> None:
        self._tasks.run("categories", self._crm.article_categories(), self._have_categories, self._failed)
        if self.tab == "questions":
            self._questions.load()
        elif self.tab != "read":
            self._articles.load()
        self.count()

    def count(self) -> None:
        """What waits for this user: of who approves drafts, of experts questions."""
        if self._writes:
            self._tasks.run("to-review", self._crm.articles("REVIEW"), self._counted, lambda _: None)

    def _counted(self, page: Page[ArticleHit]) -> None:
        self._view.show_count(len(page.items))

    def _have_categories(self, categories: list[CategoryView]) -> None:
        self.categories = categories
        self._show()

    def use_categories(self, categories: list[CategoryView]) -> None:
        """They were changed here."""
        if self.category not in ("", *(each.category_id for each in categories)):
            self.choose_category("")
        self._have_categories(categories)

    def _failed(self, trouble: Trouble) -> None:
        self._saving = False
        self._view.say(sentence(trouble, self._words))

    def refresh(self) -> None:
        if self._began:
            self._show()
            self._show_rows()

    # --- wishes ------------------------------------------------------------------------------------

    def choose_tab(self, tab: Tab) -> None:
        self.tab, self._chosen = tab, ""
        self._show()
        self._view.show_question(None)
        if tab == "questions":
            self._questions.start_over()
        elif tab != "read":
            self._articles.start_over()

    def choose_category(self, category_id: str) -> None:
        self.category = category_id
        self._show()
        self._search_inside(category_id)
        if self.tab in _STATES:
            self._articles.start_over()

    def choose(self, key: str) -> None:
        self._chosen = key
        self._show_rows()
        if self.tab == "questions":
            self._show_question()
        elif self.tab in _STATES:
            self._open_article(key, 0)

    def more(self) -> None:
        (self._questions if self.tab == "questions" else self._articles).more()

    def type_answer(self, text: str) -> None:
        """Every key of an answer; it is there again after the program was killed."""
        if text.strip():
            self._drafts.save(_answer(self._chosen), Draft(note=text))
        else:
            self._drafts.forget(_answer(self._chosen))

    def answer(self, text: str, make_article: bool) -> None:
        if not text.strip():
            self._view.say(self._words("Please write an answer."))
            return
        self._saving = True
        self._show_question()
        work = self._crm.answer_question(
            self._chosen, QuestionAnswer(text=text.strip()[:8000], make_article=make_article)
        )
        self._tasks.run("answer", work, self._answered, self._not_answered)

    def _answered(self, question: QuestionView) -> None:
        self._saving = False
        self._drafts.forget(_answer(question.question_id))
        self._questions.put(question)
        self._show_question()
        self._view.say(self._words("Answered. Who asked is told."))

    def _not_answered(self, trouble: Trouble) -> None:
        self._failed(trouble)
        self._show_question()

    # --- showing -----------------------------------------------------------------------------------

    def _show(self) -> None:
        rows = tuple(
            CategoryRow(each.category_id, name, self._count_below(each.category_id))
            for each, name in indented(self.categories, self._words)
        )
        self._view.show_shelf(ShelfFace(self._tabs, self.tab, rows, self.category))

    def _count_below(self, category_id: str) -> int:
        own = sum(each.articles for each in self.categories if each.category_id == category_id)
        below = [each.category_id for each in self.categories if each.parent_id == category_id]
        return own + sum(self._count_below(each) for each in below)

    def _show_rows(self) -> None:
        if self.tab == "read":
            return  # the search shows them
        w = self._words
        if self.tab == "questions":
            pages, rows = self._questions, tuple(self._question_row(each) for each in self._questions.items)
            empty = w("Nobody has asked anything. In an article or a call: ask the expert.")
        else:
            pages, rows = self._articles, tuple(self._article_row(each) for each in self._articles.items)
            empty = {
                "drafts": w("No drafts. Write an article, or change one."),
                "review": w("Nothing waits to be looked over."),
                "expired": w("Nothing has expired."),
            }.get(self.tab, "")
        text = pages.text(w("Loading…"), empty)
        self._view.show_rows(HitsFace(rows, self._chosen, pages.state, text), pages.more_there)

    def _article_row(self, hit: ArticleHit) -> HitRow:
        changed = when(hit.updated_at, self._clock.now(), self._words) if hit.updated_at else ""
        about = " · ".join(part for part in (hit.category, hit.written_by, changed) if part)
        return HitRow(hit.article_id, hit.title, hit.snippet, about, kind_word(hit.kind, self._words), False)

    def _question_row(self, question: QuestionView) -> HitRow:
        w = self._words
        state = w("is answered") if question.answered_at else w("not answered yet")
        about = " · ".join(
            part for part in (question.category, question.asked_by, self._when(question)) if part
        )
        return HitRow(
            question.question_id, question.text, question.answer, about, state, not question.answered_at
        )

    def _when(self, question: QuestionView) -> str:
        return when(question.asked_at, self._clock.now(), self._words)

    def _show_question(self) -> None:
        w = self._words
        question = next((each for each in self._questions.items if each.question_id == self._chosen), None)
        if question is None:
            self._view.show_question(None)
            return
        answered = ""
        if question.answered_at is not None:
            answered = w(
                "{who}, {when}",
                who=question.answered_by,
                when=when(question.answered_at, self._clock.now(), w),
            )
        about = " · ".join(
            part for part in (question.asked_by, question.category, self._when(question)) if part
        )
        kept = self._drafts.load(_answer(question.question_id)) if question.may_answer else None
        self._view.show_question(
            QuestionFace(
                question.question_id,
                question.text,
                about,
                question.answer,
                answered,
                question.may_answer,
                self._writes,
                self._saving,
                kept.note if kept is not None else question.answer,
            )
        )


def _answer(question_id: str) -> str:
    return f"answer:{question_id}"
