"""What the search found, below its field; the field keeps the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.ui.i18n import Sayings
from app.ui.presenters.search import Hit
from app.ui.views.parts import label, named

WIDTH = 320
SHOWN = 8
ROW = 36


class SearchPopup(QFrame):
    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        named(self, "searchPopup")
        self.setProperty("floating", True)
        self._list = QListWidget()
        named(self._list, "searchHits")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._text = label("body2", wrap=True)
        named(self._text, "searchText")
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 6, 6, 6)
        box.addWidget(self._list)
        box.addWidget(self._text)
        self._list.itemClicked.connect(self._emit)
        Sayings(self).say(self._list.setAccessibleName, "Customers found")
        self.hide()

    def show_hits(self, anchor: QWidget, hits: tuple[Hit, ...], text: str) -> None:
        self._list.clear()
        for hit in hits:
            words = "   ".join(p for p in (hit.name, hit.number, hit.level_word) if p)
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, hit.customer_id)
            self._list.addItem(item)
        self._list.setVisible(bool(hits))
        self._list.setFixedHeight(ROW * min(SHOWN, max(1, len(hits))) + 4)
        if hits:
            self._list.setCurrentRow(0)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setFixedWidth(WIDTH)
        self.adjustSize()
        window = self._over
        place = anchor.mapTo(window, QPoint(0, anchor.height() + 8))
        self.move(min(place.x(), window.width() - WIDTH - 12), place.y())
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        rows = self._list.count()
        if rows:
            self._list.setCurrentRow((self._list.currentRow() + by) % rows)

    def choose(self) -> bool:
        item = self._list.currentItem() if self.isVisible() and self._list.isVisible() else None
        if item is None:
            return False
        self._emit(item)
        return True

    def _emit(self, item: QListWidgetItem) -> None:
        self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))
