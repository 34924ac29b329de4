"""The tree of categories at the left, the chosen one's form at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.categories import CategoriesFace, CategoryFace, CategoryTyped
from app.ui.theme import Look
from app.ui.views.after_call_row import QuietCombo
from app.ui.views.beside import Beside
from app.ui.views.filter_builder import code_of, fill
from app.ui.views.parts import (
    ActionButton,
    Card,
    FlowLayout,
    IconButton,
    clear,
    label,
    named,
    row,
    show,
)
from app.ui.views.reply_form import ConfirmButton

FORM_WIDTH, FIELD_HEIGHT = 420, 36


class CategoryForm(QWidget):
    typed = Signal(object)  # CategoryTyped
    save = Signal()
    delete = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "categoryForm")
        self._form, self._filling = -1, False
        self._heading = label("title")
        self._zh, self._en, self._parent = QLineEdit(), QLineEdit(), QuietCombo()
        self._heads = [label("secondary") for _ in range(4)]
        self._experts = QWidget()
        self._flow = FlowLayout(self._experts, gap=8)
        self._boxes: dict[str, QCheckBox] = {}
        for field, name in (
            (self._zh, "categoryZh"), (self._en, "categoryEn"), (self._parent, "categoryParent"),
        ):  # fmt: skip
            named(field, name)
            field.setMinimumHeight(FIELD_HEIGHT)
        for line in (self._zh, self._en):
            line.setMaxLength(120)
            line.textEdited.connect(lambda _: self._emit())
        self._parent.currentIndexChanged.connect(lambda _: self._emit())
        self._why_not, self._trouble = label("secondary", wrap=True), label("bad", wrap=True)
        named(self._trouble, "categoryTrouble")
        self._delete = ConfirmButton()
        named(self._delete, "deleteCategory")
        self._delete.setMinimumHeight(40)
        self._save = ActionButton(look, "check", "", "primary")
        named(self._save, "saveCategory")
        self._place()
        self._say()
        self._save.clicked.connect(self.save)
        self._delete.confirmed.connect(self.delete)

    def _place(self) -> None:
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, 8, 0)
        box.setSpacing(4)
        fields: tuple[QWidget, ...] = (self._zh, self._en, self._parent, self._experts)
        for head, field in zip(self._heads, fields, strict=True):
            box.addWidget(head)
            box.addWidget(field)
            box.addSpacing(6)
        box.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(8)
        whole.addWidget(self._heading)
        whole.addWidget(scroll, 1)
        whole.addWidget(self._why_not)
        whole.addWidget(self._trouble)
        whole.addLayout(row(self._delete, 1, self._save))

    def _say(self) -> None:
        said = Sayings(self)
        for head, field, text in zip(
            self._heads,
            (self._zh, self._en, self._parent, self._experts),
            (
                "Name, Chinese",
                "Name, English",
                "Stands below",
                "Experts: questions go to them",
            ),
            strict=True,
        ):
            said.say(head.setText, text)
            said.say(field.setAccessibleName, text)
        said.say(lambda word: self._delete.set_words(word, tr("Delete for good?")), "Delete")

    def _emit(self) -> None:
        if not self._filling:
            self.typed.emit(
                CategoryTyped(
                    self._zh.text(),
                    self._en.text(),
                    code_of(self._parent),
                    tuple(code for code, box in self._boxes.items() if box.isChecked()),
                )
            )

    def show_category(self, face: CategoryFace) -> None:
        if face.form != self._form:
            self._fill(face)
        self._heading.setText(face.heading)
        self._why_not.setText(face.why_not_deleted)
        show(self._why_not, bool(face.why_not_deleted))
        self._trouble.setText(face.trouble)
        show(self._trouble, bool(face.trouble))
        show(self._delete, face.existing)
        self._delete.setEnabled(not face.why_not_deleted and not face.saving)
        self._save.setEnabled(not face.saving)
        self._save.reserve(tr("Save"), tr("Saving…"))
        self._save.set_word(tr("Saving…") if face.saving else tr("Save"))

    def _fill(self, face: CategoryFace) -> None:
        fresh = self._form >= 0 and not face.existing
        self._form, self._filling = face.form, True
        self._delete.reset()
        self._zh.setText(face.typed.zh)
        self._en.setText(face.typed.en)
        fill(self._parent, face.parents, face.typed.parent_id)
        clear(self._flow)
        self._boxes = {}
        for code, name in face.colleagues:
            box = QCheckBox(name)
            named(box, f"categoryExpert_{code}")
            box.setMinimumHeight(FIELD_HEIGHT)
            box.setChecked(code in face.typed.experts)
            box.toggled.connect(lambda _: self._emit())
            self._boxes[code] = box
            self._flow.addWidget(box)
        self._filling = False
        if fresh:
            self._zh.setFocus()


class CategoriesView(QWidget):
    chosen = Signal(str)
    new = Signal()
    moved = Signal(int)
    back = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "categoriesView")
        self._back = IconButton(look, "arrow-left", "quiet", "secondary")
        self._up, self._down = (
            IconButton(look, "chevron-up", "", "text"),
            IconButton(look, "chevron-down", "", "text"),
        )
        self._new = IconButton(look, "plus", "", "text")
        for button, name in (
            (self._back, "backFromCategories"), (self._up, "raiseCategory"), (self._down, "sinkCategory"),
            (self._new, "newCategory"),
        ):  # fmt: skip
            named(button, name)
            button.setMinimumSize(36, 36)
        self._heading, self._text = label("heading"), label("body2", wrap=True)
        self.tree = QListWidget()
        named(self.tree, "categoryTree")
        self.tree.setProperty("side", True)
        self.form = CategoryForm(look)
        left, self._right = Card(margin=0, spacing=0), Card(margin=0, spacing=0)
        left.body.addWidget(self._text)
        left.body.addWidget(self.tree, 1)
        self._text.setContentsMargins(16, 12, 16, 0)
        self._right.body.addWidget(self.form)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(left, 1)
        both.addWidget(self._right)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addLayout(row(self._back, self._heading, 1, self._up, self._down, self._new))
        box.addLayout(both, 1)
        Beside(self, self._right, FORM_WIDTH, 0.6)
        self.tree.currentItemChanged.connect(self._moved_to)
        self._new.clicked.connect(self.new)
        self._up.clicked.connect(lambda: self.moved.emit(-1))
        self._down.clicked.connect(lambda: self.moved.emit(1))
        self._back.clicked.connect(self.back)
        said = Sayings(self)
        said.say(self._heading.setText, "Categories")
        said.say(self.tree.setAccessibleName, "Categories")
        said.say(self._new.setText, "New category")
        for button, text in (
            (self._back, "Back to the articles  (Esc)"), (self._up, "One place higher"),
            (self._down, "One place lower"),
        ):  # fmt: skip
            said.say(button.setToolTip, text)
            said.say(button.setAccessibleName, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        else:
            super().keyPressEvent(event)

    def _moved_to(self, item: QListWidgetItem | None, _before: object = None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def show_categories(self, face: CategoriesFace) -> None:
        self._text.setText(face.text)
        show(self._text, bool(face.text))
        self.tree.blockSignals(True)
        while self.tree.count() > len(face.rows):
            self.tree.takeItem(self.tree.count() - 1)
        if not face.chosen:
            self.tree.setCurrentRow(-1)
        for at, each in enumerate(face.rows):
            item = self.tree.item(at) if at < self.tree.count() else QListWidgetItem(self.tree)
            count = f"  {each.articles}" if each.articles else ""
            item.setText(f"{'      ' * each.depth}{each.name}{count}")
            item.setData(Qt.ItemDataRole.UserRole, each.category_id)
            if each.category_id == face.chosen:
                self.tree.setCurrentRow(at)
        self.tree.blockSignals(False)
        there = face.category
        show(self.form, there is not None)
        self._up.setEnabled(there is not None and there.may_rise)
        self._down.setEnabled(there is not None and there.may_sink)
        if there is not None:
            self.form.show_category(there)
