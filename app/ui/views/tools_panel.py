"""The panel at the right, 340 px: note and outcome of the call, and the ticket form."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)

from app.ui.i18n import Sayings
from app.ui.theme import Look
from app.ui.views.note_form import NoteForm
from app.ui.views.parts import named
from app.ui.views.ticket_form import TicketForm

PANEL_WIDTH = 340


class ToolsPanel(QFrame):
    ticket_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "toolsPanel")
        self.setProperty("panel", True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFixedWidth(PANEL_WIDTH)
        self.note = NoteForm(look)
        self.ticket = TicketForm(look)
        self._note_tab, self._ticket_tab = QPushButton(), QPushButton()
        named(self._note_tab, "noteTab")
        named(self._ticket_tab, "ticketTab")
        group = QButtonGroup(self)
        bar = QFrame()
        bar.setProperty("bar", True)
        tabs = QHBoxLayout(bar)
        tabs.setContentsMargins(16, 0, 16, 0)
        tabs.setSpacing(20)
        for tab in (self._note_tab, self._ticket_tab):
            tab.setCheckable(True)
            tab.setProperty("kind", "tab")
            group.addButton(tab)
            tabs.addWidget(tab)
        tabs.addStretch(1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.note)
        self._pages.addWidget(self.ticket)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar)
        box.addWidget(self._pages, 1)
        self._note_tab.setChecked(True)
        self._note_tab.clicked.connect(self.show_note)
        self._ticket_tab.clicked.connect(self.ticket_wanted)
        said = Sayings(self)
        said.say(self._note_tab.setText, "Note")
        said.say(self._note_tab.setToolTip, "Note and outcome  (Ctrl+N)")
        said.say(self._ticket_tab.setText, "Ticket")
        said.say(self._ticket_tab.setToolTip, "New ticket from this call  (Ctrl+T)")
        said.say(self.setAccessibleName, "Note and ticket")

    def show_note(self) -> None:
        if self.ticket.isAncestorOf(QApplication.focusWidget() or self):
            self.setFocus()  # not to the first outcome, where a space bar would choose it
        self._note_tab.setChecked(True)
        self._pages.setCurrentWidget(self.note)

    def show_note_unless_typing(self) -> None:
        """The wrap-up comes: bring the outcome to the front, but never away from a ticket being typed."""
        if not self.ticket.isAncestorOf(QApplication.focusWidget() or self):
            self.show_note()

    def show_ticket(self) -> None:
        self._ticket_tab.setChecked(True)
        self._pages.setCurrentWidget(self.ticket)
