"""The versions of an article above, what was changed in the chosen one below: put in is underlined, taken out
struck through, each in its colour."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.messages import marked
from app.ui.presenters.article_history import FieldChange, HistoryFace, VersionRow
from app.ui.presenters.pages import ListState
from app.ui.presenters.text_changes import Piece
from app.ui.theme import Look, base_font, px
from app.ui.views.page_parts import Switch
from app.ui.views.parts import ActionButton, Divider, ElidedLabel, IconButton, label, named, row
from app.ui.views.rows_list import RowCells, RowsList

VERSIONS_HEIGHT, VERSIONS_LOW, LOW_PX = 190, 124, 640
AGAINST = ("before", "published", "nothing")


class ChangesText(QTextBrowser):
    """What was changed, field by field; said in words for who does not see it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[FieldChange, ...] = ()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("article", True)
        self.document().setDocumentMargin(0)
        look.changed.connect(self._fill)

    def show_changes(self, changes: tuple[FieldChange, ...]) -> None:
        if changes != self._shown:
            self._shown = changes
            self._fill()

    def _fill(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        for at, each in enumerate(self._shown):
            head, text = QTextBlockFormat(), QTextBlockFormat()
            head.setTopMargin(px(14) if at else 0)
            text.setLineHeight(145, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            if at:
                cursor.insertBlock()
            cursor.setBlockFormat(head)
            cursor.insertText(each.name, self._heading())
            cursor.insertBlock(text)
            for piece in each.pieces:
                last = piece is each.pieces[-1]
                cursor.insertText(piece.text.rstrip("\n") if last else piece.text, self._of(piece))
        self.verticalScrollBar().setValue(0)

    def _heading(self) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFont(base_font(12, QFont.Weight.DemiBold))
        made.setForeground(self._look.color("secondary"))
        return made

    def _of(self, piece: Piece) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFont(base_font(13))
        made.setForeground(self._look.color("text"))
        if piece.change == "in":
            made.setForeground(self._look.color("ready"))
            made.setBackground(self._soft("ready"))
            made.setFontUnderline(True)
        elif piece.change == "out":
            made.setForeground(self._look.color("trouble"))
            made.setBackground(self._soft("trouble"))
            made.setFontStrikeOut(True)
        return made

    def _soft(self, tone: str) -> QColor:
        return QColor(self._look.tokens.soft(tone, 0.12))


class HistoryView(QWidget):
    chosen = Signal(int)
    compared = Signal(str)
    restore = Signal()
    back = Signal()
    reload = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "historyView")
        self._back = IconButton(look, "arrow-left", "quiet", "secondary")
        named(self._back, "backToArticle")
        self._back.setMinimumSize(36, 36)
        self._title = ElidedLabel("title")
        self.rows = RowsList(look, "versionsList", "history", marked("Versions"))
        self.rows.setFixedHeight(VERSIONS_HEIGHT)
        self._against = Switch("versionAgainst", AGAINST)
        self._compared = label("secondary", wrap=True)
        self._text = ChangesText(look)
        named(self._text, "versionChanges")
        self._nothing = label("body2", wrap=True)
        named(self._nothing, "versionNothing")
        self._restore = ActionButton(look, "history", "")
        named(self._restore, "restoreVersion")
        inner = QVBoxLayout()
        inner.setContentsMargins(20, 10, 20, 12)
        inner.setSpacing(8)
        inner.addLayout(row(self._against, 1))
        inner.addWidget(self._compared)
        inner.addWidget(self._nothing)
        inner.addWidget(self._text, 1)
        inner.addLayout(row(1, self._restore))
        head = row(self._back, self._title, spacing=8)
        head.setContentsMargins(12, 12, 20, 8)
        head.setStretch(1, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.rows)
        box.addWidget(Divider())
        box.addLayout(inner, 1)
        self._back.clicked.connect(self.back)
        self.rows.chosen.connect(lambda key: self.chosen.emit(int(key)))
        self.rows.reload.connect(self.reload)
        self._against.chosen.connect(self.compared)
        self._restore.clicked.connect(self.restore)
        said = Sayings(self)
        said.say(self._back.setToolTip, "Back to the article  (Esc)")
        said.say(self._back.setAccessibleName, "Back to the article  (Esc)")
        buttons = self._against.buttons
        said.say(buttons["before"].setText, "Since the version before")
        said.say(buttons["published"].setText, "Since what readers see")
        said.say(buttons["nothing"].setText, "The whole text")
        said.say(self._text.setAccessibleName, "What was changed")
        said.say(self._restore.set_word, "Make it the draft again")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the versions leave the room to what was changed."""
        super().resizeEvent(event)
        low = self.height() < px(LOW_PX)
        self.rows.setFixedHeight(px(VERSIONS_LOW if low else VERSIONS_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        else:
            super().keyPressEvent(event)

    def show_history(self, face: HistoryFace) -> None:
        self._title.setText(tr("Versions: {title}", title=face.title))
        self.rows.show_rows([_cells(each) for each in face.rows], False, str(face.chosen))
        listed = face.state if not face.rows else ListState.ROWS
        self.rows.show_state(listed, face.text if listed is not ListState.ROWS else "")
        self._against.show_chosen(face.against)
        self._compared.setText(face.compared)
        self._compared.setVisible(bool(face.compared))
        self._text.show_changes(face.changes)
        self._nothing.setText("" if face.changes or not face.rows else face.text)
        self._nothing.setVisible(bool(self._nothing.text()))
        self._restore.setEnabled(face.may_restore)
        self._restore.setToolTip(
            tr("Opens in the form; nothing is changed before it is saved")
            if face.may_restore
            else tr("This is the newest version.")
        )


def _cells(each: VersionRow) -> RowCells:
    return RowCells(
        key=str(each.version),
        icon="history",
        tone="secondary",
        name=tr("Version {number}", number=each.version),
        below_name=each.state,
        middle=each.title,
        below_middle=each.note,
        right=each.about,
        below_right="",
        tip="\n".join(part for part in (each.title, each.exact, each.note) if part),
    )
