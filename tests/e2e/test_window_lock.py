"""The locked window: nothing of a customer on the screen, the telephone goes on, the text stays as it was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from app.telephony import ports as phone
from tests.doubles.fake_crm import PASSWORD
from tests.e2e.test_window_desk import Room, play

__all__ = ["play"]  # the fixture


def seen() -> str:
    """All words on the screen, with tool tips and what a screen reader says, of all windows."""
    words: list[str] = []
    for widget in QApplication.allWidgets():
        if not widget.isVisible():
            continue
        words += [widget.toolTip(), widget.accessibleName(), widget.windowTitle()]
        if isinstance(widget, QLabel | QPushButton | QLineEdit):
            words.append(widget.text())
        if isinstance(widget, QPlainTextEdit):
            words.append(widget.toPlainText())
    return "\n".join(words)


def lock(room: Room) -> None:
    QTest.keyClick(room.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


async def locked(room: Room) -> QLineEdit:
    lock(room)
    field: list[QLineEdit] = []

    def there() -> bool:
        field[:] = [each for each in room.window.findChildren(QLineEdit, "unlockField") if each.isVisible()]
        return bool(field)

    await room.until(there, "the lock")
    return field[0]


def test_locked_in_a_talk_nothing_of_the_customer_is_seen_and_the_call_goes_on(play: Callable[..., None]):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        note = room.find(QPlainTextEdit, "noteEdit")
        note.setFocus()
        QTest.keyClicks(note, "broken hin")
        assert "李明" in seen()
        field = await locked(room)
        words = seen()
        for private in ("李明", "138", "broken", "After-sales · waited"):
            assert private not in words, private
        assert "Unlock to see who it is" in words and "王芳" in words
        assert QApplication.focusWidget() is field
        room.click("locked_mute")
        assert phone.Mute(True) in room.phone.sent
        room.key(Qt.Key.Key_F3, field)  # a key of the telephone works as ever
        await room.until(lambda: any("hold" in path for _, path, _ in room.crm.requests), "the hold")
        QTest.keyClicks(field, "wrong")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert "not the password" in room.text("lockProblem") and field.text() == ""
        QTest.keyClicks(field, PASSWORD)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert not field.isVisible() and "李明" in seen()
        assert QApplication.focusWidget() is note
        QTest.keyClicks(note, "ge")
        assert note.toPlainText() == "broken hinge"

    play(script)


def test_a_call_is_answered_from_the_locked_window_without_showing_who_calls(play: Callable[..., None]):
    async def script(room: Room) -> None:
        await room.ready()
        field = await locked(room)
        offer = room.crm.offer()
        await room.until(lambda: room.find(QPushButton, "locked_answer").isEnabled(), "the offer")
        room.phone.tell(
            phone.CallChanged(7, phone.PhoneCallState.RINGING, call_id=offer.call_id, offer_id=offer.offer_id)
        )
        words = seen()
        assert "李明" not in words and "138" not in words and "Unlock to see who it is" in words
        assert QApplication.focusWidget() is field, "the pop takes nothing away"
        room.key(Qt.Key.Key_F2, field)
        await room.until(lambda: phone.Answer(7) in room.phone.sent, "the answer by key")

    play(script)


def test_behind_the_lock_no_key_of_the_window_works(play: Callable[..., None]):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        room.crm.end_call()
        await room.until(lambda: room.text("stateWord") == "Wrap-up", "the wrap-up")
        field = await locked(room)
        control = Qt.KeyboardModifier.ControlModifier
        for key in (Qt.Key.Key_K, Qt.Key.Key_N, Qt.Key.Key_F, Qt.Key.Key_T):
            QTest.keyClick(field, key, control)
        QTest.keyClick(room.find(QWidget, "lockedSignOut"), Qt.Key.Key_1)  # an outcome's key
        QTest.keyClick(field, Qt.Key.Key_F9)
        assert QApplication.focusWidget() is field
        assert not [w for w in QApplication.allWidgets() if w.objectName() == "palette" and w.isVisible()]
        assert room.desktop.workbench.tools.wrap_up.draft.outcome == ""
        assert room.crm.results == []
        room.window.toast.say("The call is passed on to 李明.")  # a sentence that comes late
        QApplication.processEvents()
        cover = room.find(QWidget, "lockCover")
        assert room.window.childAt(room.window.toast.geometry().center()) in (
            cover,
            *cover.findChildren(QWidget),
        )

    play(script)


def test_a_link_clicked_meanwhile_waits_behind_the_lock(play: Callable[..., None]):
    async def script(room: Room) -> None:
        await room.ready()
        field = await locked(room)
        room.desktop.asked_again("tel:02155550001")
        assert QApplication.focusWidget() is field
        QTest.keyClicks(field, PASSWORD)
        QTest.keyClick(field, Qt.Key.Key_Return)
        await room.until(lambda: "2155550001" in room.find(QLineEdit, "dialField").text(), "the number")

    play(script)


def test_it_locks_by_itself_unless_somebody_types(play: Callable[..., None]):
    async def script(room: Room) -> None:
        await room.ready()
        room.desktop.settings.change(lock_minutes=10)
        bench = room.desktop.workbench
        assert bench is not None
        bench.lock.tick()
        later, idle = bench.bench.house.clock.monotonic() + 700, bench.lock.idle
        idle._monotonic, idle._of_computer = lambda: later, lambda: None
        bench.lock.presenter._here_at -= 700
        QTest.keyClick(room.window.windowHandle(), Qt.Key.Key_Shift)
        bench.lock.tick()
        assert not bench.store.desk.locked, "a key was pressed just now"
        idle._touched_at -= 700
        bench.lock.tick()
        assert bench.store.desk.locked

    play(script)
