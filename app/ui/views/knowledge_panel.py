"""Knowledge in a call: search, hits, and the chosen article in their place. One key opens the search."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app.ui.i18n import Sayings
from app.ui.theme import Look
from app.ui.views.article_view import ArticleView
from app.ui.views.knowledge_hits import HitsList, SearchKeys
from app.ui.views.parts import named


class KnowledgePanel(QWidget):
    searched = Signal(str)
    left = Signal()  # Esc with nothing to leave here

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "knowledgePanel")
        self._look = look
        self.search = QLineEdit()
        named(self.search, "knowledgeSearch")
        self.search.setMinimumHeight(36)
        self._icon = self.search.addAction(
            look.icon("search", "secondary"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(120)
        self.keys = SearchKeys(self.search)
        self.hits = HitsList(look, "knowledgeHits")
        self.article = ArticleView(look, compact=True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.hits)
        self._pages.addWidget(self.article)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 0)
        box.setSpacing(8)
        field = QVBoxLayout()
        field.setContentsMargins(16, 0, 16, 0)
        field.addWidget(self.search)
        box.addLayout(field)
        box.addWidget(self._pages, 1)
        self.search.textEdited.connect(self._typed)
        self.search.textChanged.connect(self.searched)
        self.keys.left.connect(self._leave)
        self.article.back.connect(self.show_hits)
        self.article.installEventFilter(self)
        look.changed.connect(self._tint)
        said = Sayings(self)
        said.say(self.search.setPlaceholderText, "Search the knowledge base")
        said.say(self.search.setAccessibleName, "Search the knowledge base")
        said.say(self.search.setToolTip, "Up and down choose, Enter opens, Esc goes back")

    def _tint(self) -> None:
        self._icon.setIcon(self._look.icon("search", "secondary"))

    def _typed(self) -> None:
        """Who types again wants the list again."""
        self._pages.setCurrentIndex(0)

    def _leave(self) -> None:
        if self._pages.currentIndex() == 1:
            self.show_hits()
        else:
            self.left.emit()

    def show_article(self) -> None:
        self._pages.setCurrentIndex(1)

    def show_hits(self) -> None:
        self._pages.setCurrentIndex(0)
        self.search.setFocus()

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.article
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self.show_hits()
            return True
        return super().eventFilter(watched, event)
