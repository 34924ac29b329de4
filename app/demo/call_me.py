"""The demo's small window with a 'call me' button: each click is a customer who rings."""

from __future__ import annotations

import asyncio
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.demo.director import Director, Play, report, ring
from app.demo.stage import RunningServer

WORDS = {
    "zh": (
        "席聆演示",
        "模拟客户来电",
        "客户李明拨打 4001，听到语音菜单后按 1。\n先点「就绪」，再接听。",
        "正在通话…",
    ),
    "en": (
        "Seatline demo",
        "Let a customer call me",
        "Li Ming rings 4001 and presses 1 in the menu.\nGet ready first, then answer.",
        "A call is under way…",
    ),
}


class CallMe(QWidget):
    """One call at a time; ``tell`` says what came of the newest one."""

    def __init__(self, server: RunningServer, language: str) -> None:
        super().__init__(None, Qt.WindowType.Tool | Qt.WindowType.WindowStaysOnTopHint)
        title, self._call, hint, self._busy = WORDS.get(language, WORDS["en"])
        self._server = server
        self._task: asyncio.Task[None] | None = None
        self._caller: asyncio.subprocess.Process | None = None
        self._report: dict[str, Any] = {}
        self.setWindowTitle(title)
        self._button = QPushButton(self._call)
        self._button.setObjectName("callMeButton")
        self._button.setMinimumHeight(36)
        self._button.clicked.connect(self._ring)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(hint))
        layout.addWidget(self._button)

    def showEvent(self, event: QShowEvent) -> None:
        """Into the lower right corner: it must not lie on what it is about."""
        super().showEvent(event)
        free = self.screen().availableGeometry()
        self.move(free.right() - self.width() - 24, free.bottom() - self.height() - 48)

    def _ring(self) -> None:
        self._button.setEnabled(False)
        self._button.setText(self._busy)
        loop = asyncio.get_event_loop()
        self._task = loop.create_task(self._one_call(), name="demo-caller")

    async def _one_call(self) -> None:
        from app.demo.cli import customers_voice

        try:
            self._caller = await ring(self._server, Play(speak=customers_voice()), seconds=600)
            self._report = await report(self._caller, limit_s=620)
        finally:
            self._caller = None
            self._button.setEnabled(True)
            self._button.setText(self._call)

    async def tell(self, director: Director) -> None:
        """Put the times of the newest call, as far as it came, into what the director says happened."""
        happened = director.happened
        times = director.desktop.metrics.last
        if times is not None:
            happened.call_id = times.call_id
            happened.popup_ms = times.between_ms("offer_received", "popup_painted")
            happened.answer_to_audio_ms = times.between_ms("answer_clicked", "audio_flows")
            await director.verify(limit_s=5)
        happened.caller = self._report

    async def end(self) -> None:
        if self._caller is not None and self._caller.returncode is None:
            self._caller.terminate()
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)
        self.close()
