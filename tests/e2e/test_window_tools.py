"""The tools of the real window against the fake server, with real mouse and key events."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from app.ui.views.outcome_button import OutcomeButton
from tests.doubles.fake_crm_tools import WHOLE_NUMBER, twins
from tests.e2e.test_window_desk import Room, focused, play

__all__ = ["play"]  # the fixture


def page(room: Room, name: str) -> None:
    QTest.mouseClick(room.find(QToolButton, f"rail_{name}"), Qt.MouseButton.LeftButton)


def rows(room: Room, name: str) -> int:
    return room.find(QListView, name).model().rowCount()


def test_a_reply_by_keys_alone(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        await room.until(lambda: rows(room, "repliesList") == 9, "the replies")
        QTest.keyClick(room.window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
        search = room.find(QLineEdit, "replySearch")
        assert QApplication.focusWidget() is search
        QTest.keyClicks(search, "weather")
        assert "Nothing found" in visible_words(room)
        search.clear()
        search.setText("问候")
        assert rows(room, "repliesList") == 1
        room.key(Qt.Key.Key_Return, search)
        await room.until(lambda: room.crm.tools.spoken, "the reply")
        assert room.crm.tools.spoken[0][1].reply_id == "greeting"
        await room.until(lambda: room.find(QPushButton, "speakButton").text() == "Stop")
        room.key(Qt.Key.Key_Escape, search)
        await room.until(lambda: room.crm.tools.stopped)
        await room.until(lambda: room.find(QPushButton, "speakButton").text() == "Speak")
        QTest.keyClick(search, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await room.until(lambda: room.crm.tools.texts, "the text")
        assert room.crm.tools.texts[0][1].text.startswith("您好，晨光家居，我是王芳")

    play(script)


def visible_words(room: Room) -> str:
    return "\n".join(each.text() for each in room.window.findChildren(QLabel) if each.isVisible())


def test_one_click_on_the_rows_speaker_speaks(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        room.click("repliesTab")
        await room.until(lambda: rows(room, "repliesList") == 9, "the replies")
        list_view = room.find(QListView, "repliesList")
        index = list_view.model().index(1, 0)
        from app.ui.views.replies_list import speak_area

        box = list_view.visualRect(index)
        QTest.mouseClick(list_view.viewport(), Qt.MouseButton.LeftButton, pos=speak_area(box).center())
        await room.until(lambda: room.crm.tools.spoken, "the reply")

    play(script)


def test_a_call_pops_up_while_a_reply_is_written(play):
    async def script(room: Room) -> None:
        await room.ready()
        room.crm.agent_changed(state="READY", reason="")
        room.click("repliesTab")
        room.click("newReplyButton")
        QTest.keyClicks(focused(), "Par")
        await room.offered()
        QTest.keyClicks(focused(), "king")
        assert room.find(QLineEdit, "replyTitleField").text() == "Parking"
        room.find(QPlainTextEdit, "replyTextField").setPlainText("Behind the house.")
        room.click("saveReplyButton")
        await room.until(lambda: any(each.title == "Parking" for each in room.crm.tools.replies))
        await room.until(lambda: rows(room, "repliesList") == 10)

    play(script)


def test_the_wrap_up_wants_an_outcome_and_gives_more_time_once(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        room.crm.end_call()
        await room.until(lambda: room.text("stateWord") == "Wrap-up")
        assert room.text("outcomeHint") == "still to choose"
        room.key(Qt.Key.Key_F9)
        await asyncio.sleep(0.1)
        assert room.crm.results == [] and focused().objectName() == "outcome_resolved"
        assert room.find(QPushButton, "extendButton").text() == "+60 s"
        room.click("extendButton")
        await room.until(lambda: room.crm.tools.extended == 1)
        await room.until(lambda: not room.find(QPushButton, "extendButton").isEnabled())
        room.key(Qt.Key.Key_2, focused())
        assert room.text("outcomeHint") == ""
        room.key(Qt.Key.Key_F9)
        await room.until(lambda: room.crm.results)
        assert room.crm.results[0][1].outcome == "follow-up"

    play(script)


def test_who_of_two_is_calling_and_the_number_in_full_for_a_reason(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.offered(twins(datetime.now(UTC)))
        room.click("match_cust-wife")
        await room.until(lambda: room.text("customerName") == "赵雪梅")
        room.crm.answer()
        await room.until(lambda: room.crm.tools.chosen, "the choice")
        assert room.crm.tools.chosen[0][1] == "cust-wife"
        room.crm.tools.reason_needed = True
        room.click("revealButton")
        popup = room.find(QWidget, "reasonPopup")
        await room.until(popup.isVisible, "the question")
        QTest.mouseClick(popup.findChild(QPushButton, "revealReason_0"), Qt.MouseButton.LeftButton)
        await room.until(lambda: room.text("customerNumber") == WHOLE_NUMBER)
        assert room.crm.tools.revealed == [("cust-wife", "Check who is calling")]
        room.click("revealButton")
        assert room.text("customerNumber") == "138****1234"

    play(script)


def test_call_backs_and_messages_from_the_rail(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.until(lambda: "4 waiting" in room.find(QToolButton, "rail_callbacks").accessibleName())
        page(room, "callbacks")
        assert room.text("callbackName") == "李明"
        room.click("cancelCallbackButton")
        assert room.crm.tools.cancelled == [], "it asks first"
        room.click("cancelCallbackButton")
        await room.until(lambda: room.crm.tools.cancelled == ["cb-1"])
        await room.until(lambda: rows(room, "callbacksList") == 3)
        assert "3 waiting" in room.find(QToolButton, "rail_callbacks").accessibleName()
        page(room, "messages")
        assert room.text("messageName") == "李明"
        inbox = room.find(QListView, "messagesList")
        room.key(Qt.Key.Key_Down, inbox)
        assert room.text("messageName") != "李明"
        room.key(Qt.Key.Key_Up, inbox)
        assert room.text("messageName") == "李明"
        note = room.find(QPlainTextEdit, "messageNote")
        QTest.keyClicks(note, "called him")
        room.click("callMessageBack")
        await room.until(lambda: room.crm.tools.called_back == ["msg-1"])
        await room.until(lambda: room.find(QPushButton, "messageDoneButton").isEnabled())
        assert note.toPlainText() == "called him"
        room.click("messageDoneButton")
        await room.until(lambda: rows(room, "messagesList") == 2)
        assert room.crm.tools.messages[0].note == "called him"

    play(script)


def test_what_was_refused_can_be_read_and_thrown_away(play):
    async def script(room: Room) -> None:
        await room.ready()
        assert not room.find(QToolButton, "rail_outbox").isVisible()
        await room.talking()
        room.crm.answer_with(422, "outcome-required", "result")
        room.find(QPlainTextEdit, "noteEdit").setPlainText("not to be lost")
        room.click("doneButton")
        await room.until(lambda: room.find(QToolButton, "rail_outbox").isVisible())
        await room.until(lambda: room.window.findChild(QPushButton, "bannerAction_refused"), "the banner")
        room.click("bannerAction_refused")
        assert room.find(QPlainTextEdit, "outboxText").toPlainText() == "not to be lost"
        await room.until(lambda: "wants to know" in room.text("outboxWhy"), "the refusal")
        assert not room.find(QPushButton, "retryButton").isEnabled()  # not without an outcome
        room.find(QWidget, "outboxOutcomes").findChildren(OutcomeButton)[0].click()
        room.click("retryButton")
        await room.until(lambda: room.crm.results, "the second try")
        assert room.crm.results[0][1].outcome == "resolved"
        await room.until(lambda: rows(room, "outboxList") == 0)
        page(room, "desk")
        assert not room.find(QToolButton, "rail_outbox").isVisible()

    play(script)


def test_without_scripts_there_is_no_tab_for_them(play):
    async def script(room: Room) -> None:
        room.crm.tools.rules = []
        await room.ready()
        assert not room.find(QPushButton, "scriptTab").isVisible()
        assert room.find(QPushButton, "repliesTab").isVisible()

    play(script)


@pytest.mark.parametrize("name", ["callbacks", "messages", "outbox"])
def test_every_control_of_the_pages_has_a_name(play, name: str):
    async def script(room: Room) -> None:
        await room.ready()
        bench = room.desktop.workbench
        assert bench is not None
        bench.window.show_page(name)
        here = room.find(QWidget, f"{name}Page")
        for control in here.findChildren(QPushButton) + here.findChildren(QLineEdit):
            if control.objectName().startswith("qt_") or not control.isVisible():
                continue
            assert control.objectName(), f"{control} {control.text()}"
            assert control.accessibleName() or control.text(), control.objectName()
            assert control.height() >= 36, control.objectName()

    play(script)
