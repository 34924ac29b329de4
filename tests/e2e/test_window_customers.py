"""The customers' room of the real window against the fake server, with real mouse and key events."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from tests.doubles import fake_crm_content as content
from tests.doubles.fake_crm_customers import ALL_RIGHTS
from tests.e2e.test_window_desk import Room, focused, play

__all__ = ["play"]  # the fixture


async def customers(room: Room, rights: list[str] | None = None) -> None:
    """Signed in, with the page of customers before her and the first segment in it."""
    room.crm.work.rights = list(ALL_RIGHTS if rights is None else rights)
    await room.ready()
    QTest.mouseClick(room.find(QToolButton, "rail_customers"), Qt.MouseButton.LeftButton)
    await room.until(lambda: rows(room, "customersTable") > 5, "the customers")


def rows(room: Room, name: str) -> int:
    found = room.window.findChild(QListView, name)
    return found.model().rowCount() if found is not None else 0


def tab(room: Room, name: str) -> None:
    QTest.mouseClick(room.find(QPushButton, f"customersTab_{name}"), Qt.MouseButton.LeftButton)


def visible_words(room: Room) -> str:
    shown = [each for each in room.window.findChildren(QLabel) if each.isVisible()]
    return "\n".join(each.whole_text() if hasattr(each, "whole_text") else each.text() for each in shown)


def choose(combo: QComboBox, code: str) -> None:
    """As a person does from the opened list."""
    combo.setCurrentIndex(combo.findData(code))
    combo.activated.emit(combo.currentIndex())


def test_found_by_typing_and_opened_by_keys_alone(play):
    async def script(room: Room) -> None:
        await customers(room)
        search = room.find(QLineEdit, "customersSearch")
        search.setFocus()
        QTest.keyClicks(search, "zzz")
        await room.until(lambda: "Nobody found" in visible_words(room), "nobody")
        search.clear()
        search.setText("李明")
        search.textEdited.emit("李明")
        await room.until(lambda: rows(room, "customersTable") == 1, "one customer")
        QTest.keyClick(search, Qt.Key.Key_Down)
        table = room.find(QListView, "customersTable")
        assert QApplication.focusWidget() is table
        QTest.keyClick(table, Qt.Key.Key_Return)
        await room.until(lambda: room.find(QWidget, "customerPage").isVisible(), "the file")
        await room.until(lambda: room.text("pageName") == "李明")
        assert "138****1234" in room.text("pageNumber")
        QTest.keyClick(room.find(QWidget, "customerPage"), Qt.Key.Key_Escape)
        await room.until(lambda: table.isVisible(), "the list again")

    play(script)


def test_two_hundred_rows_come_page_by_page(play):
    async def script(room: Room) -> None:
        await customers(room)
        room.crm.work.segments[0] = room.crm.work.segments[0].model_copy(
            update={"filter": room.crm.work.segments[0].filter.model_copy(update={"conditions": []})}
        )
        room.desktop.workbench.customers.part.list.reload()
        await room.until(lambda: rows(room, "customersTable") == 60, "the first page")
        table = room.find(QListView, "customersTable")
        for _ in range(3):
            table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
            await asyncio.sleep(0.3)
        await room.until(lambda: rows(room, "customersTable") == 240, "all of them")

    play(script)


def test_a_filter_is_put_together_counted_shown_and_kept(play):
    async def script(room: Room) -> None:
        await customers(room)
        room.click("newSegment")
        await room.until(lambda: room.window.findChild(QComboBox, "segment_root_0_field"), "the fields")
        choose(room.find(QComboBox, "segment_root_0_field"), "region")
        value = room.find(QLineEdit, "segment_root_0_value")
        value.setFocus()
        QTest.keyClicks(value, "x")
        assert QApplication.focusWidget() is value  # the form changed around it, the keyboard stayed
        value.clear()
        value.setText("上海")
        value.textEdited.emit("上海")
        await room.until(lambda: room.text("segmentCount") == "36 customers", "the count")
        await room.until(lambda: rows(room, "customersTable") == 36, "whom it finds")
        name = room.find(QLineEdit, "segmentName")
        name.setFocus()
        QTest.keyClicks(name, "Shanghai")
        room.click("saveSegment")
        await room.until(lambda: any(each.name == "Shanghai" for each in room.crm.work.segments))
        await room.until(lambda: not room.find(QWidget, "segmentForm").isVisible(), "the form is gone")

    play(script)


def test_a_file_is_changed_and_what_somebody_else_wrote_is_shown_beside_it(play):
    async def script(room: Room) -> None:
        await customers(room)
        room.desktop.workbench.customers.open(content.CUSTOMER_ID)
        await room.until(lambda: room.text("pageName") == "李明")
        QTest.keyClick(room.find(QWidget, "customerPage"), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        await room.until(lambda: room.window.findChild(QLineEdit, "edit_region"), "the form")
        region = room.find(QLineEdit, "edit_region")
        region.setFocus()
        region.selectAll()
        QTest.keyClicks(region, "Suzhou")
        room.crm.work.meanwhile = {"region": "昆山", "address": "new address"}
        room.click("customerEditSave")
        await room.until(lambda: room.window.findChild(QPushButton, "conflict_region_theirs"), "the question")
        assert room.find(QLineEdit, "edit_region").text() == "Suzhou"
        assert room.find(QLineEdit, "edit_address").text() == "new address"
        room.click("conflict_region_mine")
        room.click("customerEditSave")
        await room.until(lambda: room.crm.work.changes, "the change")
        change = room.crm.work.changes[-1][1]
        assert (change.region, change.address, change.version) == ("Suzhou", None, 8)
        await room.until(lambda: not room.find(QWidget, "customerEdit").isVisible(), "the form is gone")
        assert "Suzhou" in visible_words(room)

    play(script)


def test_the_file_beside_a_call_is_changed_while_the_call_goes_on(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        room.click("editFileButton")
        await room.until(lambda: room.window.findChild(QPlainTextEdit, "edit_note"), "the form")
        note = room.find(QPlainTextEdit, "edit_note")
        note.setFocus()
        note.selectAll()
        QTest.keyClicks(note, "Moved")
        room.crm.call_changed(state="HELD")
        await room.until(lambda: room.text("callStatus") == "On hold", "held")
        assert note.isVisible() and note.toPlainText() == "Moved" and QApplication.focusWidget() is note
        QTest.keyClick(note, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        await room.until(lambda: room.crm.work.changes, "the change")
        assert room.crm.work.changes[0][1].note == "Moved"
        await room.until(lambda: room.find(QWidget, "customerFile").isVisible(), "the file again")

    play(script)


def test_two_files_become_one_and_two_again(play):
    async def script(room: Room) -> None:
        await customers(room)
        tab(room, "duplicates")
        await room.until(lambda: rows(room, "duplicatesList") == 3, "the pairs")
        room.click("take_region_second")
        room.click("mergeButton")
        await room.until(lambda: room.crm.work.merged, "the merge")
        wish = room.crm.work.merged[0]
        assert (wish.survivor_id, wish.take) == (content.CUSTOMER_ID, ["region"])
        await room.until(lambda: rows(room, "duplicatesList") == 2, "one pair less")
        undo = next(each for each in room.window.findChildren(QPushButton, "undoMerge") if each.isVisible())
        QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
        assert not room.crm.work.merges[0].undone  # asked first
        QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
        await room.until(lambda: room.crm.work.merges[0].undone, "undone")

    play(script)


def test_a_spreadsheet_comes_in_and_is_taken_back(play, tmp_path, monkeypatch):
    sheet = tmp_path / "fair.csv"
    sheet.write_text(
        "姓名,手机\n周敏,13912340001\n吴建国,13912340002\n郑晓雨,12345\n何欣怡,13912340004\n", "utf-8"
    )
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(sheet), ""))

    async def script(room: Room) -> None:
        await customers(room)
        tab(room, "import")
        room.click("chooseImportFile")
        await room.until(lambda: room.find(QWidget, "importMapping").isVisible(), "the columns")
        assert room.find(QComboBox, "target_1").currentData() == "number"
        choose(room.find(QComboBox, "target_1"), "")
        choose(room.find(QComboBox, "target_1"), "number")
        room.click("checkImport")
        await room.until(lambda: room.find(QWidget, "importCheck").isVisible(), "the check")
        assert "This is no telephone number." in visible_words(room)
        room.click("runImport")
        await room.until(lambda: room.crm.work.imports[0].state == "RUNNING", "running")
        undo = room.find(QPushButton, "undoImport")
        for _ in range(120):
            await asyncio.sleep(0.05)
            if undo.isVisible():
                break
        QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
        QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
        await room.until(lambda: room.crm.work.imports[0].undoing, "going backwards")

    play(script)


def test_an_export_says_why_and_is_put_where_the_person_wants(play, tmp_path, monkeypatch):
    where = tmp_path / "list.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(where), ""))

    async def script(room: Room) -> None:
        await customers(room)
        room.click("exportButton")
        assert QApplication.focusWidget() is room.find(QLineEdit, "exportReason")
        room.click("runExport")
        assert "what the file is for" in room.text("exportTrouble")
        room.find(QLineEdit, "exportReason").setFocus()
        QTest.keyClicks(focused(), "mailing")
        room.click("runExport")
        await room.until(where.exists, "the file")
        assert room.crm.work.exported[0].reason == "mailing"
        assert where.read_text("utf-8").startswith("姓名")

    play(script)


def test_asking_to_see_and_deciding_on_others_with_the_count_on_the_rail(play):
    async def script(room: Room) -> None:
        await customers(room)
        rail = room.find(QToolButton, "rail_customers")
        await room.until(lambda: "2 waiting" in rail.toolTip(), "the count")
        tab(room, "access")
        await room.until(lambda: rows(room, "accessList") == 3, "the requests")
        note = room.find(QLineEdit, "decisionNote")
        note.setFocus()
        QTest.keyClicks(note, "fine")
        room.click("grantAccess")
        await room.until(lambda: room.crm.work.decided, "the decision")
        request_id, decision = room.crm.work.decided[0]
        assert (request_id, decision.grant, decision.note) == ("ac-1", True, "fine")
        await room.until(lambda: "1 waiting" in rail.toolTip(), "one less")
        room.desktop.workbench.customers.open(content.CUSTOMER_ID)
        await room.until(lambda: room.text("pageName") == "李明")
        room.click("askToSee")
        popup = room.find(QWidget, "askAccess")
        await room.until(popup.isVisible, "the question")
        QTest.keyClicks(room.find(QLineEdit, "accessReason"), "invoice")
        QTest.keyClick(room.find(QLineEdit, "accessReason"), Qt.Key.Key_Return)
        await room.until(lambda: room.find(QPushButton, "askToSee").text().strip() == "Asked", "asked")
        assert room.crm.work.requests[0].reason == "invoice"

    play(script)


def test_a_click_on_a_segment_shows_its_customers(play):
    async def script(room: Room) -> None:
        await customers(room)
        segments = room.find(QListWidget, "segmentsList")
        line = segments.itemWidget(segments.item(1))
        name = next(each for each in line.findChildren(QLabel) if each.text() == "上海客户")
        QTest.mouseClick(name, Qt.MouseButton.LeftButton)
        await room.until(lambda: rows(room, "customersTable") == 36, "those of Shanghai")

    play(script)


def test_an_agent_has_the_list_and_her_requests_and_nothing_else(play):
    async def script(room: Room) -> None:
        await customers(room, rights=[])
        for name, there in (
            ("list", True), ("duplicates", False), ("import", False), ("rules", False), ("access", True),
        ):  # fmt: skip
            assert room.find(QPushButton, f"customersTab_{name}").isVisible() is there, name
        assert not room.find(QPushButton, "exportButton").isVisible()

    play(script)


def test_signing_in_makes_nothing_of_the_page(play):
    async def script(room: Room) -> None:
        await room.ready()
        assert room.window.findChild(QWidget, "customersList") is None
        assert not [path for _, path, _ in room.crm.requests if "/segments" in path]

    play(script)


class Windows(QObject):
    """Widgets that became windows while it looked."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


def test_no_part_of_a_page_is_a_window_for_a_moment(play):
    """It would flash, and take the keyboard from the text that is being typed."""

    async def script(room: Room) -> None:
        room.crm.work.rights = list(ALL_RIGHTS)
        await room.ready()
        windows, application = Windows(), QApplication.instance()
        assert application is not None
        application.installEventFilter(windows)
        try:
            for page in ("customers", "tickets", "knowledge", "settings", "calls"):
                QTest.mouseClick(room.find(QToolButton, f"rail_{page}"), Qt.MouseButton.LeftButton)
                await asyncio.sleep(0)
            QTest.mouseClick(room.find(QToolButton, "rail_customers"), Qt.MouseButton.LeftButton)
            for part in ("duplicates", "import", "rules", "access", "list"):
                tab(room, part)
                await asyncio.sleep(0)
        finally:
            application.removeEventFilter(windows)
        assert windows.shown == []
        assert QApplication.activeWindow() is room.window

    play(script)


def test_a_field_is_added_with_its_choices_and_what_the_check_says_stands_below(play):
    async def script(room: Room) -> None:
        await customers(room)
        tab(room, "form")
        await room.until(lambda: rows(room, "entriesList") == 6, "five fields and a retired one")
        room.crm.work.set_up_faults = [{"subject": "", "zh": "甲", "en": "Two are too many."}]
        room.click("newEntry")
        name = room.find(QLineEdit, "entryEn")
        QTest.keyClicks(name, "Delivery")
        choose(room.find(QComboBox, "entryKind"), "CHOICE")
        room.click("addChoice")
        first = room.find(QLineEdit, "choice_en_0")
        QTest.keyClicks(first, "Lift")
        room.click("saveEntry")
        await room.until(lambda: room.text("entryFaults") == "Two are too many.", "what is wrong")
        assert (name.text(), first.text()) == ("Delivery", "Lift")
        room.crm.work.set_up_faults = []
        room.click("saveEntry")
        await room.until(lambda: rows(room, "entriesList") == 7, "the new field")
        new = room.crm.work.set_up.fields[-1]
        assert (new.code, [each.code for each in new.choices]) == ("delivery", ["lift"])

    play(script)


def test_rows_of_the_time_line_open_the_ticket_and_the_call(play):
    async def script(room: Room) -> None:
        await customers(room)
        room.desktop.workbench.customers.open(content.CUSTOMER_ID)
        page = room.find(QWidget, "customerPage")
        line = page.findChild(QListView, "timeline")
        await room.until(lambda: line.isVisible() and line.model().rowCount() > 3, "the time line")
        QTest.mouseClick(
            line.viewport(), Qt.MouseButton.LeftButton, pos=line.visualRect(line.model().index(0, 0)).center()
        )
        await room.until(lambda: room.window.findChild(QWidget, "callSheet") is not None, "the sheet")
        sheet = room.find(QWidget, "callSheet")
        await room.until(sheet.findChild(QWidget, "playerBar").isVisible, "the call with its recording")
        room.click("closeCallSheet")
        line.setCurrentIndex(line.model().index(1, 0))
        QTest.keyClick(line, Qt.Key.Key_Return)
        await room.until(lambda: not page.isVisible(), "the ticket's page")

    play(script)
