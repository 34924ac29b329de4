"""The real window against the fake server: a call from offer to wrap-up, with real mouse and key events.

The window runs in Qt's offscreen platform unless a display is given; each test has its own loop and window.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from app.contracts.customers import CustomerFile
from app.telephony import ports as phone
from app.ui.composition import Desktop, DesktopOptions, run
from tests.doubles.fake_crm import PASSWORD, FakeCrm
from tests.doubles.patience import PATIENCE_S

Script = Callable[["Room"], Coroutine[Any, Any, None]]
_kept: list[object] = []  # one QApplication for all tests of the process


class StandInPhone:
    """Registers at once; keeps what it is told. ``tell`` says what a softphone would say."""

    def __init__(self, tell: Callable[[phone.PhoneEvent], None]) -> None:
        self.tell, self.sent = tell, list[phone.Command]()

    async def start(self) -> None:
        self.tell(phone.Registered(ok=True))

    def send(self, command: phone.Command) -> None:
        self.sent.append(command)

    async def stop(self) -> None:
        return None


class NoPasswords:
    def load(self, _server: str, _user: str) -> str | None:
        return None

    def save(self, _server: str, _user: str, _password: str) -> None:
        return None

    def forget(self, _server: str, _user: str) -> None:
        return None


class Room:
    def __init__(self, desktop: Desktop, crm: FakeCrm, phones: list[StandInPhone]) -> None:
        self.desktop, self.crm, self.phones = desktop, crm, phones

    @property
    def phone(self) -> StandInPhone:
        return self.phones[-1]

    @property
    def window(self) -> QWidget:
        assert self.desktop.window is not None
        return self.desktop.window

    def find(self, kind: type[Any], name: str) -> Any:
        top = self.desktop.window or self.desktop.sign_in_view
        found = top.findChild(kind, name)
        assert found is not None, f"no {name}"
        return found

    async def until(self, true: Callable[[], object], what: str = "") -> None:
        for _ in range(int(PATIENCE_S / 0.02)):
            if true():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"waited in vain {what}")

    def click(self, name: str) -> None:
        button = self.find(QPushButton, name)
        assert button.isEnabled() and button.isVisible(), name
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def key(self, key: Qt.Key, widget: QWidget | None = None) -> None:
        QTest.keyClick(widget or self.window, key)

    def text(self, name: str) -> str:
        label = self.find(QLabel, name)
        return label.whole_text() if hasattr(label, "whole_text") else label.text()

    async def sign_in(self, password: str = PASSWORD) -> None:
        field = self.find(QLineEdit, "passwordField")
        await self.until(lambda: field.isEnabled() and field.isVisible())
        field.clear()
        QTest.keyClicks(field, password)
        self.click("signInButton")

    async def ready(self) -> None:
        await self.sign_in()
        await self.until(lambda: self.desktop.window, "the window")
        await self.until(lambda: self.text("stateWord") in ("Break", "小休"), "the live line")
        self.window.activateWindow()
        await self.until(lambda: QApplication.activeWindow() is self.window, "the keyboard")

    async def offered(self, file: CustomerFile | None = None) -> None:
        view = self.crm.offer(file)
        await self.until(lambda: self.find(QPushButton, "answerButton").isEnabled(), "the offer")
        self.phone.tell(
            phone.CallChanged(7, phone.PhoneCallState.RINGING, call_id=view.call_id, offer_id=view.offer_id)
        )

    async def talking(self) -> None:
        await self.offered()
        self.click("answerButton")
        self.crm.answer()
        self.phone.tell(phone.CallChanged(7, phone.PhoneCallState.TALKING))
        await self.until(lambda: self.text("callStatus") == "Talking", "the call")


@pytest.fixture
def play(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., None]:
    """Runs a script against a fresh window; an error in a slot or in the log fails the test."""
    if not _kept:
        platform = [] if os.environ.get("DISPLAY") else ["-platform", "offscreen"]
        _kept.append(QApplication.instance() or QApplication(["seatline", *platform]))
    slips: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: slips.append(repr(error)))

    def start(script: Script, **options: Any) -> None:
        phones: list[StandInPhone] = []

        def make_phone(tell: Callable[[phone.PhoneEvent], None]) -> StandInPhone:
            phones.append(StandInPhone(tell))
            return phones[-1]

        with FakeCrm() as crm:

            async def drive(desktop: Desktop) -> None:
                await script(Room(desktop, crm, phones))

            given: dict[str, Any] = {
                "server_url": crm.url,
                "username": "1001",
                "config_dir": tmp_path,
                "language": "en",
                "theme": "light",
                "make_phone": make_phone,
                "credentials": NoPasswords(),
            }
            run(DesktopOptions(**{**given, **options}), drive)
        ours = [
            r for r in caplog.records if r.levelname == "ERROR" and r.name.startswith(("app.", "asyncio"))
        ]
        slips.extend(record.getMessage() for record in ours)
        assert slips == []

    return start


def test_a_wrong_password_says_so_and_the_right_one_opens_the_desk(play):
    async def script(room: Room) -> None:
        await room.sign_in("wrong")
        await room.until(lambda: "password is wrong" in room.text("signInError"))
        await room.ready()
        assert room.find(QPushButton, "userButton").text().strip() == "王芳"
        assert room.text("connectionLine") == "Phone ready"
        register = room.phone.sent[0]
        assert isinstance(register, phone.UseDevices | phone.Register)
        assert any(isinstance(command, phone.Register) for command in room.phone.sent)

    play(script)


def test_typing_goes_on_while_a_call_pops_up(play):
    async def script(room: Room) -> None:
        await room.ready()
        field = room.find(QLineEdit, "searchField")
        field.setFocus()
        QTest.keyClicks(field, "abc")
        await room.offered()
        assert QApplication.focusWidget() is field
        QTest.keyClicks(focused(), "def")
        assert field.text() == "abcdef"
        assert room.text("callerName") == "李明"
        times = room.desktop.metrics.last
        assert times is not None
        await room.until(lambda: times.between_ms("offer_received", "popup_painted") is not None)
        assert times.between_ms("offer_received", "popup_painted") < 500  # type: ignore[operator]

    play(script)


def focused() -> QWidget:
    """Where keys go; Qt ends the process when it is given no widget."""
    widget = QApplication.focusWidget()
    assert widget is not None, "no widget has the focus: does another window share the display?"
    return widget


def test_a_note_being_typed_survives_every_message(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        note = room.find(QPlainTextEdit, "noteEdit")
        note.setFocus()
        QTest.keyClicks(note, "table ")
        room.crm.call_changed(state="HELD")
        await room.until(lambda: room.text("callStatus") == "On hold")
        QTest.keyClicks(focused(), "cracked")
        room.crm.end_call()
        await room.until(lambda: room.text("stateWord") == "Wrap-up")
        QTest.keyClicks(focused(), " again")
        assert note.toPlainText() == "table cracked again"

    play(script)


def test_f2_answers_from_inside_a_text_field(play):
    async def script(room: Room) -> None:
        await room.ready()
        field = room.find(QLineEdit, "searchField")
        field.setFocus()
        await room.offered()
        room.key(Qt.Key.Key_F2, field)
        await room.until(lambda: phone.Answer(7) in room.phone.sent)
        assert room.text("callStatus") == "Connecting…"

    play(script)


def test_a_call_from_answer_to_done_with_keys_only(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        room.key(Qt.Key.Key_F4)
        assert phone.Mute(True) in room.phone.sent
        room.key(Qt.Key.Key_F3)
        await room.until(lambda: any("hold" in path for _, path, _ in room.crm.requests))
        room.key(Qt.Key.Key_F8)
        assert phone.HangUp(7) in room.phone.sent
        room.phone.tell(phone.CallChanged(7, phone.PhoneCallState.ENDED, reason="local"))
        room.crm.end_call(by="agent")
        await room.until(lambda: room.text("stateWord") == "Wrap-up")
        room.window.centralWidget().setFocus()  # type: ignore[attr-defined]
        room.key(Qt.Key.Key_2, room.window.centralWidget())  # type: ignore[attr-defined]
        assert room.find(QPushButton, "outcome_follow-up").isChecked()
        room.key(Qt.Key.Key_F9)
        await room.until(lambda: room.crm.results)
        assert room.crm.results[-1][1].outcome == "follow-up"
        assert room.crm.results[-1][1].finish

    play(script)


def test_digits_from_the_pad_and_the_keyboard(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        room.click("digitsButton")
        room.click("digit5")
        pad = room.find(QWidget, "dialPad")
        QTest.keyClicks(pad, "0")
        sent = [c.digits for c in room.phone.sent if isinstance(c, phone.SendDigits)]
        assert sent == ["5", "0"]
        room.click("digitsButton")
        assert not pad.isVisible()

    play(script)


def test_a_ticket_in_two_clicks(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        room.find(QPlainTextEdit, "noteEdit").setPlainText("Table cracked")
        room.click("ticketTab")
        room.click("saveTicketButton")
        await room.until(lambda: room.crm.tickets)
        await room.until(lambda: "is saved" in room.text("ticketState"))
        assert room.find(QLineEdit, "ticketTitle").text() == "Table cracked"

    play(script)


def test_a_note_written_while_the_server_is_away_arrives_once(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        room.crm.go_away()
        await room.until(lambda: room.text("stateWord") == "Unknown")
        assert room.find(QWidget, "banner_server").isVisible()
        room.find(QPlainTextEdit, "noteEdit").setPlainText("offline note")
        room.click("doneButton")
        assert "will be sent" in room.text("noteState")
        await room.until(lambda: "1 waiting" in room.text("outboxCount"))
        room.crm.come_back()
        await room.until(lambda: room.crm.results, "the note")
        await room.until(lambda: room.text("noteState") == "Saved")
        assert [result.note for _, result in room.crm.results] == ["offline note"]

    play(script)


def test_the_language_changes_while_it_runs(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.offered()
        assert room.desktop.workbench is not None
        room.desktop.workbench.shell.choose_language("zh")
        assert room.text("stateWord") == "来电"
        assert room.find(QPushButton, "answerButton").text() == "接听"
        assert room.text("callQueue").startswith("售后")
        room.desktop.workbench.shell.choose_language("en")
        assert room.find(QPushButton, "answerButton").text() == "Answer"

    play(script)


def test_a_banner_moves_nothing_when_it_comes_and_goes(play):
    def places(room: Room) -> list[object]:
        QApplication.sendPostedEvents()
        found = [room.find(QWidget, name) for name in ("callCard", "answerButton", "timeline", "noteEdit")]
        return [(widget.mapTo(room.window, widget.rect().topLeft()), widget.size()) for widget in found]

    async def script(room: Room) -> None:
        await room.ready()
        await room.offered()
        before = places(room)
        room.phone.tell(phone.AudioProblem("no-microphone"))
        banner = room.find(QWidget, "banner_audio")
        assert banner.isVisible()
        await asyncio.sleep(0.1)
        assert places(room) == before
        room.phone.tell(phone.AudioProblem(""))
        assert not banner.isVisible()
        await asyncio.sleep(0.1)
        assert places(room) == before

    play(script)


def test_a_notice_does_not_stay_in_the_language_of_before(play):
    async def script(room: Room) -> None:
        await room.ready()
        room.phone.tell(phone.AudioProblem("no-microphone"))
        notice, bench = room.find(QWidget, "toast"), room.desktop.workbench
        assert bench is not None
        bench.window.toast.say("The phone is ready again.")
        assert notice.isVisible()
        bench.shell.choose_language("zh")
        assert not notice.isVisible()
        said = [label.text() for label in bench.window.banners.findChildren(QLabel) if label.isVisible()]
        assert any(said) and all("microphone" not in text for text in said)

    play(script)


def test_an_unknown_caller_becomes_a_customer(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.offered(CustomerFile(customer=None, number="139****8866"))
        name = room.find(QLineEdit, "newCustomerName")
        assert name.isVisible()
        QTest.keyClicks(name, "Zhao Min")
        room.click("saveCustomerButton")
        await room.until(lambda: room.text("customerName") == "Zhao Min")

    play(script)


def test_state_menu_and_signing_out(play):
    async def script(room: Room) -> None:
        await room.ready()
        room.window.findChild(QAction, "state_READY").trigger()
        await room.until(lambda: room.text("stateWord") == "Ready")
        room.window.findChild(QAction, "signOutAction").trigger()
        await room.until(lambda: room.desktop.window is None and room.desktop.sign_in_view.isVisible())

    play(script)


def test_an_expired_sign_in_is_renewed_without_asking(play):
    async def script(room: Room) -> None:
        await room.ready()
        room.crm.expire_tokens()
        room.crm.drop_live()
        await room.until(lambda: room.crm.connected_desktops == 1 and room.text("stateWord") == "Break")
        room.crm.agent_changed(state="READY", reason="")
        await room.until(lambda: room.text("stateWord") == "Ready")

    play(script)


def test_every_control_has_a_name_for_drivers_and_screen_readers(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        for control in room.window.findChildren(QPushButton) + room.window.findChildren(QLineEdit):
            if control.objectName().startswith("qt_") or not control.isVisible():
                continue
            assert control.objectName(), f"{control} {control.text()}"
            assert control.accessibleName() or control.text(), control.objectName()

    play(script)


def test_words_that_depend_on_the_state_survive_a_change_of_language(play):
    async def script(room: Room) -> None:
        await room.ready()
        await room.talking()
        room.crm.call_changed(state="HELD")
        await room.until(lambda: room.text("callStatus") == "On hold")
        assert room.desktop.workbench is not None
        room.desktop.workbench.shell.choose_language("zh")
        await asyncio.sleep(0.1)
        assert room.find(QPushButton, "holdButton").text() == "取回"
        room.desktop.workbench.shell.choose_language("en")
        await asyncio.sleep(0.1)
        assert room.find(QPushButton, "holdButton").text() == "Resume"

    play(script)


def test_a_call_brings_the_desk_to_the_front_but_raises_no_window(play, monkeypatch):
    async def script(room: Room) -> None:
        await room.ready()
        raised: list[str] = []
        monkeypatch.setattr(type(room.window), "activateWindow", lambda _self: raised.append("activate"))
        monkeypatch.setattr(type(room.window), "raise_", lambda _self: raised.append("raise"))
        room.find(QWidget, "rail_settings").click()
        await room.offered()
        assert room.find(QPushButton, "answerButton").isVisible()
        assert raised == []

    play(script)


def test_the_end_of_the_session_closes_the_desktop_in_order(tmp_path):
    started = subprocess.Popen(
        [sys.executable, "-m", "app", "desktop", "--config", str(tmp_path), "--verbose"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).resolve().parents[2],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert started.stderr is not None
    for line in started.stderr:
        if "sign-in window is shown" in line:
            break
    started.send_signal(signal.SIGTERM)
    _, rest = started.communicate(timeout=15)
    assert started.returncode == 0
    assert "Traceback" not in rest
