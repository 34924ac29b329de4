"""The real window with a fake server: palette, keys, gate, large text, small window, first steps, links."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from app.telephony import ports as phone
from app.ui.instance import Instance, hand_over
from app.ui.presenters.notices import TrayFace
from app.ui.views.parts import ActionButton
from app.ui.views.settings_keys import KeyButton
from app.ui.views.tray import Tray
from tests.doubles.fake_crm import PASSWORD
from tests.doubles.fake_crm_shell import NOT_HEARD
from tests.e2e.test_window_desk import Room, focused, play

__all__ = ["play"]  # the fixture


async def shown(room: Room, name: str) -> QWidget:
    found: list[QWidget] = []

    def there() -> bool:
        found[:] = [w for w in QApplication.allWidgets() if w.objectName() == name and w.isVisible()]
        return bool(found)

    await room.until(there, name)
    return found[0]


async def second_start(config_dir: Path, *words: str) -> int:
    """The exit code of a desktop that finds another one running."""
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "app", "desktop", "--config", str(config_dir), *words),
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).resolve().parents[2],
    )
    return await asyncio.wait_for(started.wait(), 30)


def test_the_palette_by_keyboard_and_the_text_gets_the_keyboard_back(play: Callable[..., None]):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        note = room.find(QPlainTextEdit, "noteEdit")
        note.setFocus()
        QTest.keyClicks(note, "ab")
        QTest.keyClick(note, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        palette = await shown(room, "palette")
        field = room.find(QLineEdit, "paletteField")
        assert QApplication.focusWidget() is field
        QTest.keyClicks(field, "hold")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert not palette.isVisible()
        await room.until(lambda: any("hold" in path for _, path, _ in room.crm.requests), "the hold")
        assert QApplication.focusWidget() is note
        QTest.keyClicks(focused(), "cd")
        assert note.toPlainText() == "abcd"

    play(script)


def test_a_call_that_comes_while_the_palette_is_open_takes_nothing_away(play: Callable[..., None]):
    async def script(room: Room) -> None:
        await room.ready()
        QTest.keyClick(room.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        palette = await shown(room, "palette")
        field = room.find(QLineEdit, "paletteField")
        QTest.keyClicks(field, "li")
        await room.offered()
        QTest.keyClicks(focused(), "ming")
        assert palette.isVisible() and field.text() == "liming"
        room.key(Qt.Key.Key_F2, field)
        await room.until(lambda: phone.Answer(7) in room.phone.sent, "the answer by key")

    play(script)


def test_changed_keys_work_at_once_and_stand_on_the_button(play: Callable[..., None]):
    async def script(room: Room) -> None:
        await room.ready()
        room.find(QWidget, "rail_settings").click()
        room.click("settingsTab_keys")
        button = room.find(KeyButton, "key_mute")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QTest.keyClick(button, Qt.Key.Key_F2)  # taken: said, nothing changes
        assert "Answer" in room.text("keyTrouble_mute")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QTest.keyClick(button, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
        assert room.find(KeyButton, "key_mute").text() == "Ctrl+M"
        await room.talking()
        mute = room.find(ActionButton, "muteButton")
        assert "Ctrl+M" in mute.toolTip() and "Ctrl+M" in mute.accessibleName()
        room.key(Qt.Key.Key_F4)
        assert phone.Mute(True) not in room.phone.sent
        QTest.keyClick(room.window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
        assert phone.Mute(True) in room.phone.sent

    play(script)


def test_going_ready_over_a_bad_line_needs_a_second_click(play: Callable[..., None]):
    async def script(room: Room) -> None:
        room.crm.place.answer = NOT_HEARD
        await room.ready()
        room.window.findChild(QAction, "state_READY").trigger()
        panel = await shown(room, "gatePanel")
        room.click("gateClose")
        assert not panel.isVisible()
        room.click("goReadyButton")
        await shown(room, "gatePanel")
        anyway = await shown(room, "gateAnyway")
        await room.until(lambda: room.crm.place.tests >= 1, "the test call")
        assert room.crm.agent.state == "NOT_READY"
        QTest.mouseClick(anyway, Qt.MouseButton.LeftButton)
        await room.until(lambda: room.crm.agent.state == "READY", "ready")

    play(script)


def test_a_lost_microphone_takes_her_out_of_the_line(play: Callable[..., None]):
    async def script(room: Room) -> None:
        await room.ready()
        room.crm.agent_changed(state="READY", reason="")
        await room.until(lambda: room.text("stateWord") == "Ready")
        room.phone.tell(phone.AudioProblem("microphone-lost"))
        await room.until(lambda: room.text("stateWord") == "Phone trouble", "the fault")
        assert room.crm.agent.reason == "tech-fault"
        room.phone.tell(phone.AudioProblem(""))
        await room.until(lambda: room.text("stateWord") == "Ready", "ready again")

    play(script)


def test_twice_as_large_text_fits_a_small_window_and_the_note_stays_reachable(play: Callable[..., None]):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        bench = room.desktop.workbench
        assert bench is not None
        window = room.window
        window.resize(1280, 720)
        bench.shell.choose_scale(200)
        await asyncio.sleep(0.2)
        assert window.width() == 1280 and window.height() == 720
        for name in ("stateButton", "answerButton", "holdButton", "muteButton", "hangUpButton", "userButton"):
            widget = room.find(QWidget, name)
            right = widget.mapTo(window, widget.rect().bottomRight())
            assert widget.isVisible() and right.x() < 1280 and right.y() < 720, name
            assert widget.height() >= 60, name  # grown with the text
        note = room.find(QPlainTextEdit, "noteEdit")
        assert not note.isVisible()
        QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        assert note.isVisible() and QApplication.focusWidget() is note
        QTest.keyClicks(note, "large")
        bench.shell.choose_scale(100)
        await asyncio.sleep(0.2)
        assert note.isVisible() and note.toPlainText() == "large"
        assert room.find(QWidget, "toolsPanel").width() == 340
        assert room.find(QWidget, "stateBar").height() == 48

    play(script)


def test_the_small_window_takes_a_call_and_gives_the_large_one_back(play: Callable[..., None]):
    async def script(room: Room) -> None:
        await room.ready()
        window = room.window
        QTest.keyClick(
            window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
        small = await shown(room, "compactWindow")
        assert not window.isVisible() and (small.width(), small.height()) == (360, 120)
        assert small.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
        view = room.crm.offer()
        name = small.findChild(QLabel, "compactName")
        answer = small.findChild(QPushButton, "compact_answer")
        await room.until(lambda: name.whole_text() == "李明" and answer.isEnabled(), "the offer")
        room.phone.tell(
            phone.CallChanged(7, phone.PhoneCallState.RINGING, call_id=view.call_id, offer_id=view.offer_id)
        )
        QTest.mouseClick(answer, Qt.MouseButton.LeftButton)
        assert phone.Answer(7) in room.phone.sent
        room.crm.answer()
        room.phone.tell(phone.CallChanged(7, phone.PhoneCallState.TALKING))
        mute = small.findChild(QPushButton, "compact_mute")
        await room.until(mute.isEnabled, "the call")
        QTest.mouseClick(mute, Qt.MouseButton.LeftButton)
        assert phone.Mute(True) in room.phone.sent
        QTest.mouseClick(small.findChild(QPushButton, "compact_leave"), Qt.MouseButton.LeftButton)
        assert window.isVisible() and not small.isVisible()

    play(script)


def test_first_steps_from_language_to_work(play: Callable[..., None]):
    async def script(room: Room) -> None:
        steps = await shown(room, "firstSteps")
        QTest.mouseClick(steps.findChild(QPushButton, "stepsLanguage_en"), Qt.MouseButton.LeftButton)
        proceed = steps.findChild(QPushButton, "stepsNext")
        QTest.mouseClick(proceed, Qt.MouseButton.LeftButton)
        address = steps.findChild(QLineEdit, "stepsServer")
        address.setText("http://127.0.0.1:9")  # nobody there
        find = steps.findChild(QPushButton, "stepsTestServer")
        QTest.mouseClick(find, Qt.MouseButton.LeftButton)
        said = steps.findChild(QLabel, "stepsServerText")
        await room.until(lambda: "cannot be reached" in said.text(), "the refusal")
        address.setText(room.crm.url)
        QTest.mouseClick(find, Qt.MouseButton.LeftButton)
        password = steps.findChild(QLineEdit, "stepsPassword")
        await room.until(password.isVisible, "the sign-in step")
        steps.findChild(QLineEdit, "stepsUser").setText("1001")
        QTest.keyClicks(password, PASSWORD)
        QTest.mouseClick(steps.findChild(QPushButton, "stepsSignIn"), Qt.MouseButton.LeftButton)
        await room.until(lambda: steps.findChild(QPushButton, "steps_testCallButton"), "the devices")
        assert room.desktop.window is not None and not room.desktop.window.isVisible()
        test = steps.findChild(QPushButton, "steps_testCallButton")
        await room.until(lambda: test.isVisible() and test.isEnabled(), "the test call")
        QTest.mouseClick(test, Qt.MouseButton.LeftButton)
        assert phone.StartTest(4.0) in room.phone.sent
        room.phone.tell(phone.TestRuns("done", heard_dbfs=-20.0))
        await room.until(lambda: proceed.text() == "Next", "the check mark")
        QTest.mouseClick(proceed, Qt.MouseButton.LeftButton)
        room.phone.tell(phone.ButtonPressed("redial", "hotkey"))
        assert "it works" in steps.findChild(QLabel, "stepsKeySeen").text()
        QTest.mouseClick(proceed, Qt.MouseButton.LeftButton)
        await room.until(lambda: room.window.isVisible(), "the window")
        assert room.desktop.settings.now.set_up and room.desktop.settings.now.server_url == room.crm.url

    play(script, first_steps=True, server_url="", username="")


def test_who_has_signed_in_here_before_sees_no_first_steps(play: Callable[..., None], tmp_path: Path):
    (tmp_path / "desktop.json").write_text('{"server_url": "https://pbx.example"}')

    async def script(room: Room) -> None:
        assert room.desktop.sign_in_view.isVisible() and room.desktop.first_steps is None

    play(script, server_url="")


def test_a_second_start_hands_its_link_over_and_the_number_is_shown(
    play: Callable[..., None], tmp_path: Path
):
    async def script(room: Room) -> None:
        await room.ready()
        instance = Instance(tmp_path)
        instance.asked.connect(room.desktop.asked_again)
        assert await second_start(tmp_path, "tel:+86-21-5555-0000") == 0
        panel = await shown(room, "dialPanel")
        typed = [field.text() for field in panel.findChildren(QLineEdit)]
        assert any("862155550000" in text.replace(" ", "") for text in typed), typed
        assert not any("/calls" in path and method == "POST" for method, path, _ in room.crm.requests)
        room.desktop.asked_again("https://example.com/")
        await room.until(lambda: "no telephone number" in room.text("toastText"), "the notice")
        instance.close()
        assert not hand_over(tmp_path, "")

    play(script)


def test_the_tray_shows_the_state_and_carries_its_menu_out(play: Callable[..., None]):
    async def script(room: Room) -> None:
        await room.ready()
        bench = room.desktop.workbench
        assert bench is not None
        tray = Tray(room.desktop.look)
        chosen: list[tuple[str, str]] = []
        tray.state_chosen.connect(lambda state, reason: chosen.append((state, reason)))
        tray.show_face(
            TrayFace("ready", "Seatline – Ready", (("READY", "", "Ready"), ("NOT_READY", "break", "Break")))
        )
        ready = tray._icon.icon().pixmap(64, 64).toImage()
        tray._menu.findChild(QAction, "tray_NOT_READY_break").trigger()
        assert chosen == [("NOT_READY", "break")] and tray._icon.toolTip() == "Seatline – Ready"
        tray.show_face(TrayFace("trouble", "Seatline – Phone trouble", ()))
        assert tray._icon.icon().pixmap(64, 64).toImage() != ready
        tray.take_down()

    play(script)


def test_everything_of_the_settings_has_a_name_and_room_for_a_finger(play: Callable[..., None]):
    async def script(room: Room) -> None:
        await room.ready()
        room.find(QWidget, "rail_settings").click()
        for section in ("sound", "keys", "look", "computer"):
            room.click(f"settingsTab_{section}")
            await asyncio.sleep(0.05)
            for button in room.find(QWidget, "settingsPage").findChildren(QPushButton):
                if button.isVisible():
                    assert button.objectName() and (button.accessibleName() or button.text()), section
                    assert button.height() >= 34, button.objectName()

    play(script)
