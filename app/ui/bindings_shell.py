"""Binds the shell's presenters to the window: state, settings, gate, palette."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.ui.bindings import Bound
from app.ui.presenters.computer import ComputerFace
from app.ui.presenters.gate import GateFace
from app.ui.views.gate_panel import GatePanel
from app.ui.views.main_window import MainWindow

if TYPE_CHECKING:
    from app.ui.presenters.notices import TrayFace
    from app.ui.presenters.palette import PaletteRow
    from app.ui.views.palette import Palette
    from app.ui.views.tray import Tray


class Gate(Bound):
    def __init__(self, window: MainWindow, panel: GatePanel) -> None:
        super().__init__(window)
        self._panel = panel

    def show_gate(self, face: GateFace) -> None:
        self._panel.show_gate(face)

    def hide_gate(self) -> None:
        self._panel.hide_gate()


class Commands(Bound):
    def __init__(self, window: MainWindow, palette: Palette) -> None:
        super().__init__(window)
        self._palette = palette

    def show_rows(self, rows: tuple[PaletteRow, ...], hint: str) -> None:
        self._palette.show_rows(rows, hint)

    def close_palette(self) -> None:
        self._palette.close_palette()


class Place(Bound):
    def show_computer(self, face: ComputerFace) -> None:
        self.window.settings.show_computer(face)


class Notices(Bound):
    """Told by the tray; where there is none, the task bar blinks."""

    def __init__(self, window: MainWindow, tray: Tray | None, small: Callable[[], QWidget | None]) -> None:
        super().__init__(window)
        self._tray, self._small = tray, small

    def being_used(self) -> bool:
        small = self._small()
        return self.window.isActiveWindow() or (small is not None and small.isActiveWindow())

    def notify(self, title: str, text: str, urgent: bool) -> None:
        if self._tray is not None:
            self._tray.notify(title, text, urgent)
        self.window.blink()

    def show_tray(self, face: TrayFace) -> None:
        if self._tray is not None:
            self._tray.show_face(face)
