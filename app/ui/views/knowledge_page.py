"""The knowledge page: categories at the left, what was found in the middle, the article at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.knowledge_search import HitsFace
from app.ui.presenters.knowledge_shelf import QuestionFace, ShelfFace
from app.ui.theme import Look, px
from app.ui.views.after_call_row import QuietCombo
from app.ui.views.article_form import ArticleForm
from app.ui.views.article_view import ArticleView
from app.ui.views.categories_view import CategoriesView
from app.ui.views.filter_builder import code_of, fill
from app.ui.views.history_view import HistoryView
from app.ui.views.knowledge_hits import HitsList, SearchKeys
from app.ui.views.page_parts import Switch
from app.ui.views.parts import ActionButton, Card, IconButton, label, named, row, show
from app.ui.views.question_view import QuestionView

CATEGORIES_WIDTH = 176
HITS_WIDTH = 340
TIGHT_PX, TIGHT_SHARE = 780, 0.42
NARROW_PX, NARROW_CATEGORIES, NARROW_HITS = 1100, 132, 268
TABS = ("read", "drafts", "review", "expired", "questions")
ALL = ""


class KnowledgePage(QWidget):
    searched = Signal(str)
    tab_chosen = Signal(str)
    category_chosen = Signal(str)
    new_wanted = Signal()
    ask_wanted = Signal()
    categories_wanted = Signal()
    reload = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "knowledgePage")
        self.setProperty("page", True)
        self._look = look
        self._heading = label("heading")
        self._tabs = Switch("knowledgeTab", TABS)
        self.search = QLineEdit()
        named(self.search, "knowledgePageSearch")
        self.search.setMinimumHeight(36)
        self.search.setMaxLength(120)
        self.search.setClearButtonEnabled(True)
        self._icon = self.search.addAction(
            look.icon("search", "secondary"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.keys = SearchKeys(self.search)
        self._ask, self._new = (
            IconButton(look, "bubble", "", "secondary"),
            ActionButton(look, "plus", "", "primary"),
        )
        self._reload = IconButton(look, "refresh", "quiet", "secondary")
        for name, button in (
            ("askExpertFromPage", self._ask), ("newArticleButton", self._new),
            ("knowledgeReload", self._reload),
        ):  # fmt: skip
            named(button, name)
            button.setMinimumHeight(36)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tight, self._with_categories = False, True
        self._short = QuietCombo()
        named(self._short, "knowledgeCategoriesShort")
        self._short.setMinimumHeight(36)
        self._short.hide()
        self._categories = QListWidget()
        named(self._categories, "knowledgeCategories")
        self._categories.setProperty("side", True)
        self._categories.setFixedWidth(CATEGORIES_WIDTH)
        self._categories.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hits = HitsList(look, "knowledgePageHits")
        self.article = ArticleView(look)
        self.question = QuestionView(look)
        self.form = ArticleForm(look)
        self.history, self.categories = HistoryView(look), CategoriesView(look)
        self._change_categories = IconButton(look, "edit", "quiet", "secondary")
        named(self._change_categories, "changeCategories")
        self._change_categories.setMinimumHeight(36)
        self._change_categories.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._right = QStackedWidget()
        self._right.addWidget(self.article)
        self._right.addWidget(self.question)
        self._right.addWidget(self.history)
        self._whole = QStackedWidget()
        self._place()
        self._say()
        self.search.textChanged.connect(self.searched)
        self._tabs.chosen.connect(self.tab_chosen)
        self._categories.currentItemChanged.connect(self._category_moved)
        self._short.activated.connect(lambda _: self.category_chosen.emit(code_of(self._short)))
        self._new.clicked.connect(self.new_wanted)
        self._ask.clicked.connect(self.ask_wanted)
        self._reload.clicked.connect(self.reload)
        self._change_categories.clicked.connect(self.categories_wanted)
        look.changed.connect(self._tint)

    def _place(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        field = QVBoxLayout()
        field.setContentsMargins(12, 12, 12, 8)
        field.addWidget(self._short)
        field.addWidget(self.search)
        column.addLayout(field)
        column.addWidget(self.hits, 1)
        left, right = Card(margin=0, spacing=0), Card(margin=0, spacing=0)
        inside = QHBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 6)
        side.setSpacing(4)
        side.addWidget(self._categories, 1)
        side.addWidget(self._change_categories)
        inside.addWidget(self._side)
        inside.addWidget(middle, 1)
        left.body.addLayout(inside)
        self._left = left
        left.setFixedWidth(CATEGORIES_WIDTH + HITS_WIDTH)
        right.body.addWidget(self._right)
        both = QWidget()
        beside = QHBoxLayout(both)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(12)
        beside.addWidget(left)
        beside.addWidget(right, 1)
        writing = Card(margin=0, spacing=0)
        writing.body.addWidget(self.form)
        self._whole.addWidget(both)
        self._whole.addWidget(writing)
        self._whole.addWidget(self.categories)
        self._both, self._head = both, QWidget()
        self._head.setLayout(
            row(self._heading, self._tabs, 1, self._reload, self._ask, self._new, spacing=12)
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(10)
        box.addWidget(self._head)
        box.addWidget(self._whole, 1)

    def _say(self) -> None:
        said = Sayings(self)
        said.say(self._heading.setText, "Articles")
        for tab, text in (
            ("read", "Look up"), ("drafts", "Drafts"), ("review", "To look over"), ("expired", "Expired"),
            ("questions", "Questions"),
        ):  # fmt: skip
            said.say(self._tabs.buttons[tab].setText, text)
        said.say(self.search.setPlaceholderText, "Search the knowledge base")
        said.say(self.search.setAccessibleName, "Search the knowledge base")
        said.say(self.search.setToolTip, "Up and down choose, Enter opens")
        said.say(self._new.set_word, "New article")
        said.say(self._ask.setText, "Ask the expert")
        said.say(self._ask.setToolTip, "Ask the expert")
        said.say(self._ask.setAccessibleName, "Ask the expert")
        said.say(self._reload.setToolTip, "Load again")
        said.say(self._reload.setAccessibleName, "Load again")
        said.say(self._categories.setAccessibleName, "Categories")
        said.say(self._short.setAccessibleName, "Categories")
        said.say(self._change_categories.setText, "Edit categories")
        said.say(self._change_categories.setToolTip, "Make, rename, move and delete categories")

    def _tint(self) -> None:
        self._icon.setIcon(self._look.icon("search", "secondary"))

    def _category_moved(self, item: QListWidgetItem | None, _before: object = None) -> None:
        if item is not None:
            self.category_chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    # --- showing -----------------------------------------------------------------------------------

    def show_shelf(self, face: ShelfFace) -> None:
        self._tabs.show_chosen(face.tab)
        for tab, button in self._tabs.buttons.items():
            show(button, tab in face.tabs)
        show(self._new, "drafts" in face.tabs)
        self._with_categories = face.tab != "questions"
        self._fit_side()
        show(self._change_categories, "drafts" in face.tabs)
        show(self.search, face.tab == "read")
        if face.tab == "questions":
            self._right.setCurrentWidget(self.question)
        elif self._right.currentWidget() is self.question:
            self._right.setCurrentWidget(self.article)
        rows = [
            (ALL, tr("All"), -1),
            *((each.category_id, each.name, each.count) for each in face.categories),
        ]
        list_ = self._categories
        list_.blockSignals(True)
        while list_.count() > len(rows):
            list_.takeItem(list_.count() - 1)
        for at, (code, name, count) in enumerate(rows):
            item = list_.item(at) if at < list_.count() else QListWidgetItem(list_)
            item.setText(f"{name}  {count}" if count > 0 else name)
            item.setData(Qt.ItemDataRole.UserRole, code)
            if code == face.category:
                list_.setCurrentRow(at)
        list_.blockSignals(False)
        fill(self._short, tuple((code, name) for code, name, _ in rows), face.category)

    def show_hits(self, face: HitsFace, more: bool = False) -> None:
        self.hits.show_hits(face, more)

    def show_question(self, face: QuestionFace | None) -> None:
        show(self.question, face is not None)
        if face is not None:
            self.question.show_question(face)

    def show_history(self, there: bool) -> None:
        self._right.setCurrentWidget(self.history if there else self.article)
        if there:
            self.history.rows.list.setFocus()

    def show_categories(self, there: bool) -> None:
        self._whole.setCurrentWidget(self.categories if there else self._both)
        show(self._head, not there)
        if there:
            self.categories.tree.setFocus()

    def show_form(self, there: bool) -> None:
        self._whole.setCurrentIndex(1 if there else 0)
        if not there:
            self.search.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the lists give way to the article."""
        super().resizeEvent(event)
        narrow, tight = self.width() < px(NARROW_PX), self.width() < px(TIGHT_PX)
        categories, hits = (NARROW_CATEGORIES, NARROW_HITS) if narrow else (CATEGORIES_WIDTH, HITS_WIDTH)
        self._categories.setFixedWidth(px(categories))
        self._side.setFixedWidth(px(categories))
        left = int(self.width() * TIGHT_SHARE) if tight else px(categories + hits)
        self._left.setFixedWidth(left)
        self._tight = tight
        self._fit_side()
        self._ask.setText("" if narrow else tr("Ask the expert"))

    def _fit_side(self) -> None:
        """Where there is no room for the tree, a list that opens is in its place."""
        show(self._side, self._with_categories and not self._tight)
        show(self._short, self._with_categories and self._tight)

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()
