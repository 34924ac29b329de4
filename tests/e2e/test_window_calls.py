"""The telephone in the real window against the fake server: mouse and keys, focus, what may not move."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QPlainTextEdit, QPushButton, QWidget

from app.telephony import ports as phone
from tests.e2e.test_window_desk import Room, focused, play

__all__ = ["play"]


def place(room: Room, name: str) -> tuple[int, int, int, int]:
    widget = room.find(QWidget, name)
    corner = widget.mapTo(room.window, widget.rect().topLeft())
    return corner.x(), corner.y(), widget.width(), widget.height()


def asked(room: Room) -> list[tuple[object, ...]]:
    return room.crm.talks.asked


async def press(room: Room, name: str) -> None:
    """As soon as the wish before it is carried out."""
    button = room.find(QPushButton, name)
    await room.until(lambda: button.isEnabled() and button.isVisible(), name)
    room.click(name)


def test_a_consultation_by_keys_only_from_f5_to_done(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        note = room.find(QPlainTextEdit, "noteEdit")
        note.setFocus()
        QTest.keyClicks(note, "cracked")
        room.key(Qt.Key.Key_F5)
        field = room.find(QLineEdit, "targetField")
        await room.until(lambda: field.hasFocus(), "the list has the keyboard")
        QTest.keyClicks(field, "1003")
        room.key(Qt.Key.Key_Return, field)
        await room.until(lambda: room.find(QWidget, "consultPanel").isVisible(), "the consultation")
        assert asked(room) == [("transfer", "call-1", "agent-1003", "consult", "cracked")]
        assert focused() is note  # the keyboard is back where it was
        QTest.keyClicks(focused(), " again")
        assert not room.find(QPushButton, "swapButton").isEnabled()
        room.crm.talks.consult_answered()
        await room.until(lambda: room.find(QPushButton, "swapButton").isEnabled(), "the answer")
        assert room.text("consultTargetState") == "You hear each other"
        assert room.text("consultCustomerState") == "Hears music"
        room.key(Qt.Key.Key_F7)
        await room.until(lambda: room.text("consultCustomerState") == "You hear each other", "the swap")
        assert asked(room)[-1] == ("swap", "call-1")
        await room.until(lambda: room.find(QPushButton, "completeButton").isEnabled(), "carried out")
        room.key(Qt.Key.Key_F5)
        await room.until(lambda: room.text("stateWord") == "Wrap-up", "handed over")
        assert asked(room)[-1] == ("complete", "call-1", "cracked again")
        await room.until(lambda: not room.find(QWidget, "consultPanel").isVisible())

    play(script)


def test_blind_transfer_by_mouse(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        await press(room, "transferButton")
        await press(room, "blindButton")
        await room.until(lambda: asked(room), "the wish")
        assert asked(room)[0][2:4] == ("agent-1002", "blind")
        await room.until(lambda: "passed on to 李娜" in room.text("toastText"))

    play(script)


def test_the_arrow_keys_choose_and_control_enter_passes_on_at_once(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        room.key(Qt.Key.Key_F5)
        field, people = room.find(QLineEdit, "targetField"), room.find(QListView, "targetList")
        await room.until(lambda: field.hasFocus())
        assert people.currentIndex().row() == 0
        for key, row in ((Qt.Key.Key_Up, 0), (Qt.Key.Key_Down, 1), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Up, 1)):
            room.key(key, field)
            assert people.currentIndex().row() == row
        room.key(Qt.Key.Key_Up, field)
        QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await room.until(lambda: asked(room), "the wish")
        assert asked(room)[0][2:4] == ("agent-1002", "blind")

    play(script)


def test_escape_closes_the_list_and_nothing_happens(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        room.key(Qt.Key.Key_F5)
        field = room.find(QLineEdit, "targetField")
        await room.until(lambda: field.hasFocus())
        room.key(Qt.Key.Key_Escape, field)
        assert not room.find(QWidget, "choosePanel").isVisible()
        assert asked(room) == []
        assert not isinstance(QApplication.focusWidget(), QPushButton)  # no space bar presses anything

    play(script)


def test_a_second_call_moves_nothing_and_takes_no_focus(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        note = room.find(QPlainTextEdit, "noteEdit")
        note.setFocus()
        names = ("callCard", "holdButton", "hangUpButton", "timeline", "noteEdit")
        before = [place(room, name) for name in names]
        room.crm.talks.second_call()
        waiting = room.find(QWidget, "waitingCall")
        await room.until(waiting.isVisible, "the second call")
        QTest.keyClicks(focused(), "typing on")
        assert note.toPlainText() == "typing on"
        assert [place(room, name) for name in names] == before
        assert room.text("callerName") == "李明" and room.text("waitingCallName") == "赵磊"
        # a click that was under way when it came is none of its own
        assert not room.find(QPushButton, "answerSecondButton").isEnabled()
        await room.until(lambda: room.find(QPushButton, "answerSecondButton").isEnabled(), "it settles")

    play(script)


def test_two_calls_answer_the_second_swap_back_hang_up_the_held_one(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        offer = room.crm.talks.second_call()
        room.phone.tell(
            phone.CallChanged(8, phone.PhoneCallState.RINGING, call_id=offer.call_id, offer_id=offer.offer_id)
        )
        await room.until(lambda: room.find(QWidget, "waitingCall").isVisible())
        room.key(Qt.Key.Key_F2)
        assert phone.Answer(8) in room.phone.sent
        room.crm.talks.second_answered()
        room.phone.tell(phone.CallChanged(8, phone.PhoneCallState.TALKING, call_id=offer.call_id))
        await room.until(lambda: room.text("callerName") == "赵磊", "the second call")
        assert room.text("heldCallName") == "李明"
        assert not room.find(QWidget, "waitingCall").isVisible()
        room.key(Qt.Key.Key_F7)
        await room.until(lambda: room.text("callerName") == "李明", "back")
        assert asked(room)[-1] == ("activate", "call-1")
        assert room.text("heldCallName") == "赵磊"

    play(script)


def test_a_conference_shows_each_party_and_lets_her_leave(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        room.crm.talks.conference(4)
        strip = room.find(QWidget, "conferenceStrip")
        await room.until(strip.isVisible, "the conference")
        assert room.text("conferenceTitle") == "Conference, 4 people"
        await press(room, "mute_leg-2")
        await room.until(lambda: room.find(QPushButton, "unmute_leg-2").isVisible(), "muted")
        await press(room, "drop_leg-3")
        await room.until(lambda: room.text("conferenceTitle") == "Conference, 3 people")
        await press(room, "leaveButton")
        await room.until(lambda: room.text("stateWord") == "Wrap-up")
        assert [each[0] for each in asked(room)] == ["change", "drop", "leave"]

    play(script)


def test_a_pasted_number_is_dialled_and_her_phone_picks_up_by_itself(play):
    async def script(room: Room) -> None:
        await room.ready()
        QGuiApplication.clipboard().setText("请回电 138-1234 5678 谢谢")
        room.window.centralWidget().setFocus()  # type: ignore[attr-defined]
        QTest.keyClick(
            room.window.centralWidget(),  # type: ignore[attr-defined]
            Qt.Key.Key_V,
            Qt.KeyboardModifier.ControlModifier,
        )
        field = room.find(QLineEdit, "dialField")
        await room.until(lambda: field.hasFocus(), "the dialling panel")
        assert field.text() == "13812345678"
        room.key(Qt.Key.Key_Return, field)
        await room.until(lambda: asked(room), "the wish")
        assert asked(room)[0][:2] == ("dial", "13812345678")
        await room.until(lambda: not field.isVisible())
        room.phone.tell(phone.CallChanged(9, phone.PhoneCallState.RINGING, call_id="out-1"))
        assert phone.Answer(9) in room.phone.sent

    play(script)


def test_pasting_into_a_note_stays_in_the_note(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        QGuiApplication.clipboard().setText("13812345678")
        note = room.find(QPlainTextEdit, "noteEdit")
        note.setFocus()
        QTest.keyClick(note, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert note.toPlainText() == "13812345678"
        assert not room.find(QWidget, "choosePanel").isVisible()

    play(script)


def test_missed_calls_count_and_are_called_back(play):
    async def script(room: Room) -> None:
        await room.ready()
        room.find(QWidget, "rail_calls").click()
        tab = room.find(QPushButton, "missedCallsTab")
        await room.until(lambda: tab.text().endswith("2"), "the count")
        await press(room, "missedCallsTab")
        await press(room, "callBack_missed-1")
        await room.until(lambda: asked(room), "the wish")
        assert asked(room)[0][:3] == ("dial", "", "missed-1")

    play(script)


def test_the_recording_is_paused_from_its_sign(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        await press(room, "pauseRecordingButton")
        await room.until(lambda: room.text("recordingWord").startswith("Not recorded"), "the pause")
        await press(room, "resumeRecordingButton")
        await room.until(lambda: room.text("recordingWord") == "Recording")
        assert [each[0] for each in asked(room)] == ["pause", "resume-recording"]

    play(script)


def test_bad_sound_has_a_word_and_a_reason_behind_it(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        for mos in (3.0, 3.1, 3.05):
            room.phone.tell(phone.CallSound(7, "PCMA", mos, 4.3, 6.0, 0.0, 10.0, 5.0, 50.0))
        assert room.text("qualityState") == "Sound poor"
        await press(room, "qualitySign")
        assert room.find(QWidget, "qualityPopover").isVisible()
        assert "cable" in room.text("qualityHint")
        await press(room, "qualitySign")
        assert not room.find(QWidget, "qualityPopover").isVisible()

    play(script)


@pytest.mark.parametrize("width", [1024, 1280, 1600])
def test_every_button_of_the_bar_fits_and_is_large_enough(play, width: int):
    async def script(room: Room) -> None:
        await room.ready()
        room.window.resize(width, 720)
        await room.talking()
        await asyncio.sleep(0.1)
        card = room.find(QWidget, "callCard")
        right_edge = 0
        for name in ("answer", "hold", "mute", "transfer", "conference", "digits", "hangUp"):
            button = room.find(QPushButton, f"{name}Button")
            x = button.mapTo(card, button.rect().topLeft()).x()
            assert x >= right_edge and x + button.width() <= card.width(), name
            assert min(button.width(), button.height()) >= 36, name
            assert button.width() >= button.sizeHint().width(), f"{name} is squeezed"
            right_edge = x + button.width()

    play(script)
