"""Knowledge in the real window against the fake server, with real mouse and key events."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QTextBrowser,
    QToolButton,
    QWidget,
)

from app.ui.views.article_text import ArticleText
from tests.e2e.test_window_desk import Room, play

__all__ = ["play"]  # the fixture


def rows(room: Room, name: str) -> int:
    return room.find(QListView, name).model().rowCount()


def test_in_a_call_one_key_finds_and_shows_and_the_words_are_sent(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        assert room.window.findChild(QWidget, "knowledgePanel") is None, "made when it is first wanted"
        QTest.keyClick(room.window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
        search = room.find(QLineEdit, "knowledgeSearch")
        assert QApplication.focusWidget() is search
        await room.until(lambda: rows(room, "knowledgeHits") > 5, "the usual articles")
        search.setText("净化器红灯")
        await room.until(lambda: 0 < rows(room, "knowledgeHits") < 5, "the hits")
        room.key(Qt.Key.Key_Return, search)
        panel = room.find(QWidget, "articlePanel")
        title = panel.findChild(QLabel, "articleTitle")
        await room.until(lambda: title.isVisible() and "A3" in title.text(), "the article")
        assert "红灯常亮" in panel.findChild(QLabel, "sayText").text()
        assert QApplication.focusWidget() is search, "typing goes on where it was"
        send = panel.findChild(QPushButton, "sendSayButton")
        QTest.mouseClick(send, Qt.MouseButton.LeftButton)
        await room.until(lambda: room.crm.tools.texts, "the text")
        assert "滤芯" in room.crm.tools.texts[0][1].text
        speak = panel.findChild(QPushButton, "speakSayButton")
        QTest.mouseClick(speak, Qt.MouseButton.LeftButton)
        await room.until(lambda: speak.text().strip() == "Stop", "that it is heard")
        _, spoken = room.crm.tools.spoken[-1]
        assert (spoken.reply_id, spoken.article_id) == ("", "purifier-filter") and "滤芯" in spoken.text
        QTest.mouseClick(speak, Qt.MouseButton.LeftButton)
        await room.until(lambda: speak.text().strip() == "Speak", "that it was stopped")
        QTest.mouseClick(panel.findChild(QPushButton, "copySayButton"), Qt.MouseButton.LeftButton)
        assert "滤芯" in QApplication.clipboard().text()
        QTest.mouseClick(panel.findChild(QPushButton, "usefulButton"), Qt.MouseButton.LeftButton)
        await room.until(lambda: room.crm.knowledge.votes == [("purifier-filter", True)], "the vote")
        room.key(Qt.Key.Key_Escape, search)
        assert search.text() == ""

    play(script)


def test_the_page_is_made_when_it_is_first_shown_and_the_expert_is_asked(play):
    async def script(room: Room) -> None:
        await room.ready()
        assert room.window.findChild(QWidget, "knowledgePage") is None
        QTest.mouseClick(room.find(QToolButton, "rail_knowledge"), Qt.MouseButton.LeftButton)
        await room.until(lambda: rows(room, "knowledgePageHits") > 5, "articles")
        assert not room.find(QPushButton, "newArticleButton").isVisible(), "who may not write sees no button"
        hits = room.find(QListView, "knowledgePageHits")
        first = hits.visualRect(hits.model().index(1, 0)).center()
        QTest.mouseClick(hits.viewport(), Qt.MouseButton.LeftButton, pos=first)
        view = room.find(QWidget, "articleView")
        body = view.findChild(QTextBrowser, "articleBody")
        await room.until(lambda: body.isVisible() and body.toPlainText(), "the article")
        room.click("askExpertFromPage")
        text = view.findChild(QPlainTextEdit, "questionText")
        await room.until(text.isVisible, "room for the question")
        assert QApplication.focusWidget() is text
        text.insertPlainText("可以代办吗？")
        QTest.mouseClick(view.findChild(QPushButton, "askQuestionButton"), Qt.MouseButton.LeftButton)
        await room.until(lambda: room.crm.knowledge.asked, "the question")
        assert room.crm.knowledge.asked[0].text.endswith("可以代办吗？")
        await room.until(lambda: not text.isVisible(), "its box is closed")

    play(script)


def test_an_article_loads_nothing_and_runs_nothing(play, tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("private")

    async def script(room: Room) -> None:
        await room.ready()
        wanted: list[str] = []
        text = ArticleText(room.desktop.look)
        text.link_wanted.connect(wanted.append)
        text.show_markdown(
            f"# 标题\n\n![x](file://{secret}) [a](https://example.com) [b](file://{secret})\n\n"
            f"<b onclick=x>html</b> <img src='{secret}'>\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"
        )
        assert text.loadResource(2, text.source()) is None
        shown = text.toPlainText()
        assert "标题" in shown
        assert "private" not in shown
        assert "onclick" in shown, "HTML is only text here"
        text.anchorClicked.emit(f"file://{secret}")
        text.anchorClicked.emit("javascript:alert(1)")
        text.anchorClicked.emit("https://example.com")
        assert wanted == ["https://example.com"]
        text.deleteLater()

    play(script)


def test_an_old_version_is_told_apart_and_opened_as_the_draft_and_a_category_is_made(play):
    async def script(room: Room) -> None:
        room.crm.work.rights = ["knowledge.write", "knowledge.approve"]
        await room.ready()
        QTest.mouseClick(room.find(QToolButton, "rail_knowledge"), Qt.MouseButton.LeftButton)
        await room.until(lambda: rows(room, "knowledgePageHits") > 5, "the articles")
        room.desktop.workbench.knowledge.article.open("return-7-days")
        history = room.find(QPushButton, "articleHistoryButton")
        await room.until(history.isVisible, "the article")
        QTest.mouseClick(history, Qt.MouseButton.LeftButton)
        await room.until(lambda: rows(room, "versionsList") == 3, "the versions")
        changed = room.find(QTextBrowser, "versionChanges")
        await room.until(lambda: "七" in changed.toPlainText(), "what was changed")
        versions = room.find(QListView, "versionsList")
        QTest.keyClick(versions, Qt.Key.Key_End)
        restore = room.find(QPushButton, "restoreVersion")
        await room.until(restore.isEnabled, "the oldest version")
        QTest.mouseClick(restore, Qt.MouseButton.LeftButton)
        title = room.find(QLineEdit, "article_title")
        await room.until(lambda: title.isVisible() and title.text().startswith("十天"), "the form")
        room.click("cancelArticleButton")
        room.click("changeCategories")
        zh = room.find(QLineEdit, "categoryZh")
        await room.until(zh.isVisible, "the tree")
        room.click("newCategory")
        assert QApplication.focusWidget() is zh
        QTest.keyClicks(zh, "Campaigns")
        room.click("saveCategory")
        await room.until(lambda: room.crm.knowledge.category_wishes, "the new category")
        QTest.keyClick(room.find(QWidget, "categoriesView"), Qt.Key.Key_Escape)
        await room.until(room.find(QWidget, "knowledgeCategories").isVisible, "the articles again")

    play(script)
