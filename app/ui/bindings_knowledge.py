"""Binds the presenters of knowledge to the window: its page, and the panel in a call. What is not made yet is
shown nothing; its presenters show everything again as soon as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QFileDialog

from app.ui.bindings import Bound
from app.ui.i18n import tr
from app.ui.presenters.article import ArticleFace
from app.ui.presenters.article_editor import WritingFace
from app.ui.presenters.article_fields import ArticleFields
from app.ui.presenters.article_history import HistoryFace
from app.ui.presenters.categories import CategoriesFace
from app.ui.presenters.knowledge_search import HitsFace
from app.ui.presenters.knowledge_shelf import QuestionFace, ShelfFace
from app.ui.presenters.pages import ListState
from app.ui.views.main_window import MainWindow

if TYPE_CHECKING:  # made, and read from the disk, when first shown
    from app.ui.views.article_view import ArticleView
    from app.ui.views.knowledge_page import KnowledgePage
    from app.ui.views.knowledge_panel import KnowledgePanel

Page = Callable[[], "KnowledgePage | None"]
Panel = Callable[[], "KnowledgePanel | None"]


class PageHits(Bound):
    """The search's hits, while they are what the page shows (``reads``)."""

    def __init__(self, window: MainWindow, page: Page, reads: Callable[[], bool]) -> None:
        super().__init__(window)
        self._page, self._reads = page, reads

    def show_hits(self, face: HitsFace) -> None:
        page = self._page()
        if page is not None and self._reads():
            page.show_hits(face)


class PanelHits(Bound):
    def __init__(self, window: MainWindow, panel: Panel) -> None:
        super().__init__(window)
        self._panel = panel

    def show_hits(self, face: HitsFace) -> None:
        if (panel := self._panel()) is not None:
            panel.hits.show_hits(face)


class Reader(Bound):
    """An article, on the page or in the panel. ``save_file``: keeps bytes at a path."""

    def __init__(
        self,
        window: MainWindow,
        view: Callable[[], ArticleView | None],
        save_file: Callable[[Path, bytes], None],
    ) -> None:
        super().__init__(window)
        self._view, self._save_file = view, save_file

    def show_article(self, face: ArticleFace) -> None:
        if (view := self._view()) is not None:
            view.show_article(face)

    def show_article_state(self, state: ListState, text: str) -> None:
        if (view := self._view()) is not None:
            view.show_article_state(state, text)

    def copy(self, text: str) -> None:
        QApplication.clipboard().setText(text)

    def ask_for_question(self, about: str, kept: str) -> None:
        if (view := self._view()) is not None:
            view.question.open(about, kept)

    def close_question(self) -> None:
        if (view := self._view()) is not None:
            view.question.close_box()

    def offer_file(self, name: str, content: bytes) -> None:
        path, _ = QFileDialog.getSaveFileName(self.window, tr("Save this file"), name)
        if path:
            self._save_file(Path(path), content)


class Shelf(Bound):
    def __init__(self, window: MainWindow, page: Page) -> None:
        super().__init__(window)
        self._page = page

    def show_shelf(self, face: ShelfFace) -> None:
        if (page := self._page()) is not None:
            page.show_shelf(face)

    def show_rows(self, face: HitsFace, more: bool) -> None:
        if (page := self._page()) is not None:
            page.show_hits(face, more)

    def show_question(self, face: QuestionFace | None) -> None:
        if (page := self._page()) is not None:
            page.show_question(face)

    def show_count(self, waiting: int) -> None:
        self.window.rail.show_count("knowledge", waiting)


class History(Bound):
    def __init__(self, window: MainWindow, page: Page) -> None:
        super().__init__(window)
        self._page = page

    def open_history(self) -> None:
        if (page := self._page()) is not None:
            page.show_history(True)

    def show_history(self, face: HistoryFace) -> None:
        if (page := self._page()) is not None:
            page.history.show_history(face)

    def close_history(self) -> None:
        if (page := self._page()) is not None:
            page.show_history(False)


class Categories(Bound):
    def __init__(self, window: MainWindow, page: Page) -> None:
        super().__init__(window)
        self._page = page

    def open_categories(self) -> None:
        if (page := self._page()) is not None:
            page.show_categories(True)

    def show_categories(self, face: CategoriesFace) -> None:
        if (page := self._page()) is not None:
            page.categories.show_categories(face)

    def close_categories(self) -> None:
        if (page := self._page()) is not None:
            page.show_categories(False)


class Writing(Bound):
    def __init__(self, window: MainWindow, page: Page) -> None:
        super().__init__(window)
        self._page = page

    def open_form(self, fields: ArticleFields) -> None:
        if (page := self._page()) is not None:
            page.form.open(fields)
            page.show_form(True)

    def show_form(self, face: WritingFace) -> None:
        if (page := self._page()) is not None:
            page.form.show_form(face)

    def close_form(self) -> None:
        if (page := self._page()) is not None:
            page.show_form(False)
