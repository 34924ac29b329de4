"""Markdown as it is read: headings, lists, tables, links in the look of the window.

Nothing is loaded from anywhere: no picture, no style, no HTML of the text. A link is only told of.
"""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser

from app.ui.theme import Look, base_font, px

SAFE_SCHEMES = ("http", "https", "mailto")
_FEATURES = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
_HEADINGS_PX = {1: 17, 2: 15, 3: 14}


class ArticleText(QTextBrowser):
    link_wanted = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._markdown = look, ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setProperty("article", True)
        self.document().setDocumentMargin(0)
        self.anchorClicked.connect(self._clicked)
        look.changed.connect(self._look_changed)

    def show_markdown(self, markdown: str) -> None:
        if markdown != self._markdown:
            self._markdown = markdown
            self._fill()

    def loadResource(self, kind: int, name: QUrl) -> object:  # type: ignore[override]
        """Pictures and files of a text stay where they are."""
        return None

    def _clicked(self, url: QUrl) -> None:
        if url.scheme().lower() in SAFE_SCHEMES:
            self.link_wanted.emit(url.toString())

    def _look_changed(self) -> None:
        self._fill()

    def _fill(self) -> None:
        place = self.verticalScrollBar().value()
        document = self.document()
        document.setDefaultFont(base_font(13))
        document.setMarkdown(self._markdown, _FEATURES)
        document.setIndentWidth(px(22))
        self._dress(document)
        self.verticalScrollBar().setValue(place)

    def _dress(self, document: QTextDocument) -> None:
        block = document.begin()
        while block.isValid():
            cursor = QTextCursor(block)
            level = block.blockFormat().headingLevel()
            spaced = QTextBlockFormat()
            spaced.setLineHeight(145, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            spaced.setTopMargin(px(10) if level else 0)
            spaced.setBottomMargin(px(4))
            cursor.mergeBlockFormat(spaced)
            if level:
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                heading = QTextCharFormat()
                heading.setFont(base_font(_HEADINGS_PX.get(level, 13), QFont.Weight.DemiBold))
                cursor.mergeCharFormat(heading)
            self._tint_links(cursor.block().position(), block.length(), document)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._dress_table(frame)

    def _tint_links(self, start: int, length: int, document: QTextDocument) -> None:
        block = document.findBlock(start)
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            if fragment.charFormat().isAnchor():
                cursor = QTextCursor(document)
                cursor.setPosition(fragment.position())
                cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
                tinted = QTextCharFormat()
                tinted.setForeground(self._look.color("accent"))
                cursor.mergeCharFormat(tinted)
            iterator += 1

    def _dress_table(self, table: QTextTable) -> None:
        shape = table.format()
        shape.setCellPadding(px(6))
        shape.setCellSpacing(0)
        shape.setBorder(1)
        shape.setBorderCollapse(True)
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBorderBrush(QColor(self._look.tokens.line))
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(shape)
