"""What is looked after in the real window: messages sent again, types changed as a file, channels tried."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListView,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from app.contracts.ticket_set_up import SetUpFault
from tests.doubles.fake_crm_customers import ALL_RIGHTS
from tests.doubles.fake_crm_manage import RIGHTS
from tests.e2e.test_window_customers import Windows, customers
from tests.e2e.test_window_desk import Room, play
from tests.e2e.test_window_tickets import opened

__all__ = ["play"]  # the fixture


async def manage(room: Room, part: str) -> None:
    room.crm.work.rights = list(RIGHTS)
    await room.ready()
    QTest.mouseClick(room.find(QToolButton, "rail_manage"), Qt.MouseButton.LeftButton)
    await room.until(lambda: room.find(QPushButton, f"managePageTab_{part}").isVisible(), "the page")
    room.click(f"managePageTab_{part}")


def test_a_message_that_did_not_arrive_is_sent_again(play):
    async def script(room: Room) -> None:
        room.crm.work.rights = list(RIGHTS)
        await room.ready()
        windows, application = Windows(), QApplication.instance()
        application.installEventFilter(windows)
        try:
            QTest.mouseClick(room.find(QToolButton, "rail_manage"), Qt.MouseButton.LeftButton)
            await asyncio.sleep(0)
        finally:
            application.removeEventFilter(windows)
        assert windows.shown == [], "a part of the page was a window for a moment"
        await room.until(lambda: room.find(QListView, "outgoingList").model().rowCount() > 3, "the messages")
        room.click("outgoing_failed")
        rows = room.find(QListView, "outgoingList")
        await room.until(lambda: rows.model().rowCount() == 2, "those that failed")
        await room.until(lambda: "within an hour" in room.text("outgoingWhy"), "why")
        room.click("retryOutgoing")
        await room.until(lambda: room.crm.manage.retried == [499], "the wish")
        room.click("outgoing_all")
        await room.until(lambda: rows.model().rowCount() > 3, "all of them")

    play(script)


def test_types_are_changed_as_a_file_with_all_faults_at_once(play):
    async def script(room: Room) -> None:
        await manage(room, "types")
        await room.until(lambda: room.find(QPushButton, "editTypes").isVisible(), "the types")
        assert room.find(QWidget, "stateTable").isVisible()
        room.click("editTypes")
        text = room.find(QPlainTextEdit, "typesEditorText")
        await room.until(lambda: text.toPlainText().startswith("types:"), "the file")
        text.setFocus()
        QTest.keyClick(text, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(text, "# mine")
        room.crm.manage.faults = [
            SetUpFault(place="repair.department", zh="没有这个部门", en="there is no such department"),
            SetUpFault(place="nowhere", zh="没有这个字段", en="there is no such field"),
        ]
        room.click("typesEditorCheck")
        faults = room.find(QListWidget, "typesEditorFaults")
        await room.until(lambda: faults.count() == 2, "the faults")
        assert not room.find(QPushButton, "typesEditorPut").isEnabled()
        faults.itemClicked.emit(faults.item(0))
        assert "department" in text.textCursor().selectedText()
        room.crm.manage.faults = []
        room.click("typesEditorCheck")
        await room.until(lambda: room.find(QPushButton, "typesEditorPut").isEnabled(), "sound")
        room.click("typesEditorPut")
        await room.until(lambda: room.crm.manage.put, "put in force")
        assert room.crm.manage.put[0].endswith("# mine")

    play(script)


def test_a_channel_is_tried(play):
    async def script(room: Room) -> None:
        await manage(room, "channels")
        await room.until(lambda: room.window.findChild(QLineEdit, "testTo_mail"), "the channels")
        QTest.keyClicks(room.find(QLineEdit, "testTo_mail"), "a@example.com")
        room.crm.manage.test_why = "timeout"
        room.click("testChannel_mail")
        await room.until(lambda: "did not answer in time" in room.text("tested_mail"), "what came of it")
        assert room.crm.manage.tested == [("mail", "a@example.com")]

    play(script)


def test_an_agent_has_no_such_page(play):
    async def script(room: Room) -> None:
        await room.ready()
        assert not room.find(QToolButton, "rail_manage").isVisible()
        assert "manage" not in room.window.rail.places()  # type: ignore[attr-defined]

    play(script)


async def clicked(room: Room, name: str) -> None:
    """As soon as it may be clicked: what is shown anew has new buttons."""

    def may_be() -> bool:
        button = room.window.findChild(QPushButton, name)
        return isinstance(button, QPushButton) and button.isVisible() and button.isEnabled()

    await room.until(may_be, name)
    room.click(name)


def test_a_file_and_a_link_of_a_ticket_are_taken_away_after_a_question(play):
    async def script(room: Room) -> None:
        await opened(room)
        panel = room.find(QWidget, "askPanel")
        for button, left in (("deleteFile_f2", "file_f2"), ("unlink_tick-37", "link_tick-37")):
            await clicked(room, button)
            await room.until(panel.isVisible, "the question")
            assert room.window.findChild(QPushButton, left) is not None
            await clicked(room, "askOk")
            await room.until(lambda left=left: room.window.findChild(QPushButton, left) is None, "gone")
            await room.until(lambda: not panel.isVisible(), "the question is answered")
        file = room.crm.desk_tickets.files["tick-42"]
        assert [each.attachment_id for each in file.attachments] == ["f1"]
        assert [each.kind for each in file.links] == ["call"]

    play(script)


def test_a_customer_wants_no_more_short_messages(play):
    async def script(room: Room) -> None:
        await customers(room, rights=list(ALL_RIGHTS))
        table = room.find(QListView, "customersTable")
        table.setFocus()
        QTest.keyClick(table, Qt.Key.Key_Down)
        QTest.keyClick(table, Qt.Key.Key_Return)
        await room.until(lambda: room.window.findChild(QPushButton, "changeWay_SMS"), "the file")
        button = room.find(QPushButton, "changeWay_SMS")
        await room.until(button.isVisible, "the way")
        assert button.text() == "Send no more"
        room.click("changeWay_SMS")
        await room.until(lambda: button.text() == "Send again", "noted")
        assert room.crm.manage.ways["SMS"].state == "OPTED_OUT"

    play(script)
