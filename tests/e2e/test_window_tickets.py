"""Tickets and notices in the real window against the fake server, with real mouse and key events."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from app.ui.models.rows import ROW
from app.ui.views.ticket_edit_form import TicketEditForm
from app.ui.views.ticket_view import TicketView
from tests.e2e.test_window_desk import Room, focused, play
from tests.e2e.test_window_tools import visible_words

__all__ = ["play"]  # the fixture


async def tickets(room: Room, lead: bool = False) -> QListView:
    await room.ready()
    room.desktop.workbench.tickets.shelf.leads = lead
    QTest.mouseClick(room.find(QToolButton, "rail_tickets"), Qt.MouseButton.LeftButton)
    await room.until(lambda: room.window.findChild(QListView, "ticketsList"), "the page")
    rows = room.find(QListView, "ticketsList")
    await room.until(lambda: rows.model().rowCount() > 2, "the tickets")
    await room.until(lambda: room.desktop.workbench.tickets.shelf.types, "what tickets are made of")
    return rows


async def opened(room: Room) -> QListView:
    """李明's ticket, by keys."""
    rows = await tickets(room)
    rows.setFocus()
    room.key(Qt.Key.Key_J, rows)
    room.key(Qt.Key.Key_K, rows)
    room.key(Qt.Key.Key_Return, rows)
    await room.until(lambda: room.text("openTicketTitle").startswith("餐桌"), "the ticket")
    return rows


def test_a_ticket_is_opened_and_solved_by_keys(play):
    async def script(room: Room) -> None:
        await opened(room)
        assert room.text("openTicketStatus") == "处理中"
        room.click("move_RESOLVED")
        panel = room.find(QWidget, "askPanel")
        await room.until(panel.isVisible, "the question")
        ok = room.find(QPushButton, "askOk")
        assert not ok.isEnabled()
        for index in (1, 2):
            QTest.mouseClick(
                room.find(QCheckBox, f"askCheck_{index}"), Qt.MouseButton.LeftButton, pos=QPoint(10, 18)
            )
        solution = room.find(QPlainTextEdit, "askText_solution")
        solution.setFocus()
        QTest.keyClicks(solution, "New board")
        QTest.keyClick(solution, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await room.until(lambda: room.text("openTicketStatus") == "已解决", "the new state")
        assert not panel.isVisible()
        assert all(check.done for check in room.crm.desk_tickets.files["tick-42"].checklist)

    play(script)


def test_a_remark_and_a_word_to_the_customer_are_not_the_same(play):
    async def script(room: Room) -> None:
        rows = await opened(room)
        rows.setFocus()
        room.key(Qt.Key.Key_C, rows)
        field = room.find(QPlainTextEdit, "commentField")
        await room.until(lambda: focused() is field, "the field")
        assert room.text("commentReader") == "Only colleagues read this"
        room.click("comment_customer")
        assert room.text("commentReader") == "The customer is sent this"
        assert room.find(QWidget, "commentComposer").property("comment") == "customer"
        QTest.keyClicks(field, "It comes on Friday")
        QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        file = room.crm.desk_tickets.files
        await room.until(lambda: len(file["tick-42"].comments) == 5, "the comment")
        assert file["tick-42"].comments[-1].for_customer
        await room.until(lambda: "It comes on Friday" in visible_words(room), "the thread")
        assert field.toPlainText() == ""

    play(script)


def test_a_comment_written_without_the_server_waits_and_goes_out_once(play):
    async def script(room: Room) -> None:
        await opened(room)
        room.crm.go_away()
        await room.until(lambda: "No connection" in visible_words(room), "the hint")
        assert not room.find(QPushButton, "move_RESOLVED").isEnabled()
        field = room.find(QPlainTextEdit, "commentField")
        field.setFocus()
        QTest.keyClicks(field, "Written offline")
        room.click("sendCommentButton")
        await room.until(lambda: "waits for the server" in visible_words(room), "that it waits")
        room.crm.come_back()
        file = room.crm.desk_tickets.files
        await room.until(lambda: len(file["tick-42"].comments) == 5, "the comment")
        await room.until(lambda: "waits for the server" not in visible_words(room))
        assert sum(each.text == "Written offline" for each in file["tick-42"].comments) == 1

    play(script)


def test_two_write_at_once_and_the_second_chooses(play):
    async def script(room: Room) -> None:
        await opened(room)
        room.click("editTicketButton")
        title = room.find(QLineEdit, "editTicketTitle")
        await room.until(lambda: focused() is title, "the form")
        title.setText("My title")
        room.find(QPlainTextEdit, "editTicketText").setPlainText("My text")
        room.crm.desk_tickets.somebody("tick-42", title="Their title", priority="URGENT")
        await asyncio.sleep(0.2)
        assert title.text() == "My title"  # what came in meanwhile does not touch it
        room.click("saveTicketForm")
        await room.until(lambda: room.find(QWidget, "ticketConflict").isVisible(), "the conflict")
        assert "赵磊" in room.text("conflictHint")
        room.click("theirs_title")
        room.click("conflictSave")
        files = room.crm.desk_tickets.files
        await room.until(lambda: files["tick-42"].ticket.text == "My text", "the change")
        ticket = files["tick-42"].ticket
        assert (ticket.title, ticket.priority) == ("Their title", "URGENT")
        await room.until(lambda: room.text("openTicketTitle") == "Their title")

    play(script)


def test_several_are_chosen_by_keys_and_assigned(play):
    async def script(room: Room) -> None:
        rows = await tickets(room, lead=True)
        rows.setFocus()
        room.key(Qt.Key.Key_J, rows)
        room.key(Qt.Key.Key_X, rows)
        room.key(Qt.Key.Key_J, rows)
        room.key(Qt.Key.Key_X, rows)
        await room.until(lambda: room.text("bulkCount") == "2 chosen")
        room.key(Qt.Key.Key_A, rows)
        await room.until(lambda: room.find(QWidget, "askPanel").isVisible(), "the question")
        find = room.find(QLineEdit, "askFind")
        if find.isVisible():
            QTest.keyClicks(find, "duty")
            room.key(Qt.Key.Key_Return, find)
        else:
            choices = room.find(QListView, "askChoices")
            choices.setCurrentIndex(choices.model().index(0, 0))
            room.key(Qt.Key.Key_Return, choices)
        await room.until(lambda: room.crm.desk_tickets.bulks, "the wish")
        wish = room.crm.desk_tickets.bulks[0]
        assert len(wish.ticket_ids) == 2 and wish.assign is not None and wish.assign.to == "duty"

    play(script)


def move(view: QWidget, at: QPoint) -> None:
    """With the left button held."""
    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(at),
        QPointF(view.mapToGlobal(at)),
        Qt.MouseButton.NoButton,
        left,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view, event)


def titles(rows: QListView) -> list[str]:
    model = rows.model()
    return [model.index(place, 0).data(ROW).title for place in range(model.rowCount())]


def test_a_card_is_dragged_into_another_column_and_pushed_by_keys(play):
    async def script(room: Room) -> None:
        await tickets(room)
        room.click("ticketTab_all")
        room.click("ticketsAsBoard")
        await room.until(lambda: room.window.findChild(QListView, "cards_WAITING"), "the board")
        waiting = room.find(QListView, "cards_WAITING")
        await room.until(lambda: waiting.model().rowCount() >= 1, "the cards")
        card = waiting.model().index(0, 0).data(ROW)
        target = room.find(QWidget, "column_IN_PROGRESS")
        await room.until(lambda: target.mapToGlobal(QPoint()).x() < waiting.mapToGlobal(QPoint()).x())
        start = waiting.visualRect(waiting.model().index(0, 0)).center()
        there = waiting.viewport().mapFromGlobal(target.mapToGlobal(target.rect().center()))
        view = waiting.viewport()
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        move(view, start + QPoint(30, 5))
        move(view, there)
        await asyncio.sleep(0.05)
        assert room.window.findChild(QWidget, "carriedCard") is not None
        assert target.property("column") == "over"
        assert room.find(QWidget, "column_NEW").property("column") == "closed"
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=there)
        files = room.crm.desk_tickets.files
        await room.until(lambda: files[card.ticket_id].ticket.status == "IN_PROGRESS", "the move")
        progress = room.find(QListView, "cards_IN_PROGRESS")
        await room.until(lambda: card.title in titles(progress), "the card there")
        progress.setFocus()
        progress.setCurrentIndex(progress.model().index(0, 0))
        QTest.keyClick(progress, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        await room.until(lambda: room.find(QWidget, "askPanel").isVisible(), "what waiting needs")
        QTest.keyClick(room.find(QWidget, "askPanel"), Qt.Key.Key_Escape)
        await room.until(lambda: not room.find(QWidget, "askPanel").isVisible())

    play(script)


def test_a_new_ticket_of_the_open_customer_with_the_types_fields(play):
    async def script(room: Room) -> None:
        rows = await tickets(room)
        rows.setFocus()
        room.key(Qt.Key.Key_N, rows)
        title = room.find(QLineEdit, "editTicketTitle")
        await room.until(title.isVisible, "the form")
        QTest.keyClicks(title, "Hinge")
        types = room.find(QComboBox, "editTicketType")
        types.setCurrentIndex(types.findData("complaint"))
        await room.until(lambda: room.find(TicketEditForm, "ticketEditForm").findChild(QLineEdit, "own_wish"))
        assert title.text() == "Hinge"
        room.click("saveTicketForm")
        await room.until(lambda: room.text("editTicketState") == "Please fill in: What he wants")
        form = room.find(TicketEditForm, "ticketEditForm")
        QTest.keyClicks(form.findChild(QLineEdit, "own_wish"), "A new one")
        room.click("editPriority_URGENT")
        QTest.keyClick(title, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        await room.until(lambda: room.crm.tickets, "the ticket")
        assert (room.crm.tickets[0].title, room.crm.tickets[0].priority) == ("Hinge", "URGENT")
        await room.until(lambda: room.text("openTicketTitle") == "Hinge", "the new ticket")

    play(script)


def test_a_file_is_dropped_and_a_picture_pasted(play, tmp_path):
    async def script(room: Room) -> None:
        await opened(room)
        path = tmp_path / "送货单.pdf"
        path.write_bytes(b"%PDF-1.7 " + bytes(100))
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        view = room.find(TicketView, "openTicket")
        drop = QDropEvent(
            QPointF(50, 50),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        view.dropEvent(drop)
        attached = room.crm.desk_tickets.attached
        await room.until(lambda: attached, "the file")
        assert attached[0] == ("tick-42", "送货单.pdf", 109)
        picture = QMimeData()
        image = QImage(8, 8, QImage.Format.Format_RGB32)
        image.fill(0)
        picture.setImageData(image)
        room.find(QPlainTextEdit, "commentField").insertFromMimeData(picture)
        await room.until(lambda: len(attached) == 2, "the picture")
        assert attached[1][1].endswith(".png")

    play(script)


def test_a_promise_in_the_customers_file_opens_its_ticket(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        await room.until(lambda: room.window.findChild(QPushButton, "promise_tick-42"), "the promise")
        room.click("promise_tick-42")
        await room.until(lambda: room.window.findChild(QWidget, "openTicket"), "the page")
        await room.until(lambda: room.text("openTicketNumber").endswith("-0042"), "the ticket")
        assert room.find(QPushButton, "holdButton").isEnabled()  # the call goes on

    play(script)


def test_a_notice_comes_quietly_and_a_click_shows_its_ticket(play):
    async def script(room: Room) -> None:
        await room.ready()
        bell = room.find(QPushButton, "noticeBell")
        await room.until(lambda: "3 unread" in bell.accessibleName(), "the count")
        field = room.find(QLineEdit, "searchField")
        field.setFocus()
        QTest.keyClicks(field, "ab")
        room.crm.notices.add("Ticket assigned", "T-42", "ticket:tick-42")
        sign = room.find(QWidget, "noticeSign")
        await room.until(sign.isVisible, "the sign")
        QTest.keyClicks(focused(), "cd")
        assert field.text() == "abcd" and "4 unread" in bell.accessibleName()
        room.click("openNotice")
        await room.until(lambda: room.window.findChild(QWidget, "openTicket"), "the page")
        await room.until(lambda: room.text("openTicketNumber").endswith("-0042"), "the ticket")
        assert not sign.isVisible() and "3 unread" in bell.accessibleName()

    play(script)


def test_the_bells_list_is_read_and_how_to_be_told_is_saved(play):
    async def script(room: Room) -> None:
        await room.ready()
        room.click("noticeBell")
        rows = room.find(QListView, "noticesList")
        await room.until(lambda: rows.model().rowCount() == 5, "the notices")
        await room.until(room.find(QPushButton, "readAllNotices").isEnabled, "the counts")
        room.click("readAllNotices")
        bell = room.find(QPushButton, "noticeBell")
        await room.until(lambda: bell.accessibleName() == "Notices")
        room.click("noticeWishesButton")
        await room.until(lambda: room.window.findChild(QCheckBox, "kind_ticket.assigned"), "the wishes")
        QTest.mouseClick(room.find(QCheckBox, "way_EMAIL"), Qt.MouseButton.LeftButton, pos=QPoint(8, 18))
        room.click("saveWishes")
        await room.until(lambda: "e-mail address" in room.text("wishesState"))
        QTest.keyClicks(room.find(QLineEdit, "where_EMAIL"), "wf@example.com")
        QTest.mouseClick(
            room.find(QCheckBox, "kind_ticket.assigned"), Qt.MouseButton.LeftButton, pos=QPoint(8, 16)
        )
        room.click("saveWishes")
        await room.until(lambda: room.text("wishesState") == "Saved.")
        wishes = room.crm.notices.wishes
        assert (wishes.channels, wishes.off, wishes.email) == (
            ["EMAIL"],
            ["ticket.assigned"],
            "wf@example.com",
        )

    play(script)


def test_a_list_that_cannot_be_loaded_says_so_and_tries_again(play):
    async def script(room: Room) -> None:
        await tickets(room)
        room.crm.answer_with(403, "not-allowed", "/api/v1/tickets", times=1000)  # until it is repaired
        room.click("ticketTab_late")
        await room.until(lambda: "not allowed" in visible_words(room), "the reason")
        room.crm.repair()
        await room.until(lambda: room.find(QPushButton, "ticketsListRetry").isVisible(), "the way out")
        room.click("ticketsListRetry")
        rows = room.find(QListView, "ticketsList")
        await room.until(lambda: rows.isVisible() and rows.model().rowCount() > 0, "the list")

    play(script)
