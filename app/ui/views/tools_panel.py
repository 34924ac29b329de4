"""The panel at the right, 340 px: note and outcome of the call, quick replies, ticket, knowledge, script."""

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
    QWidget,
)

from app.ui.i18n import Sayings
from app.ui.theme import Look
from app.ui.views.lazy_page import LazyPage
from app.ui.views.note_form import NoteForm
from app.ui.views.parts import named, show
from app.ui.views.replies_panel import RepliesPanel
from app.ui.views.script_panel import ScriptPanel
from app.ui.views.ticket_form import TicketForm

PANEL_WIDTH = 340


class ToolsPanel(QFrame):
    """``ticket_wanted``, ``replies_wanted``, ``knowledge_wanted``: a tab was clicked; its page is shown when
    it is ready."""

    ticket_wanted = Signal()
    replies_wanted = Signal()
    knowledge_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "toolsPanel")
        self.setProperty("panel", True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFixedWidth(PANEL_WIDTH)
        self.note = NoteForm(look)
        self.replies = RepliesPanel(look)
        self.ticket = TicketForm(look)
        self.knowledge = LazyPage()
        self.script = ScriptPanel(look)
        self._note_tab, self._replies_tab = QPushButton(), QPushButton()
        self._ticket_tab, self._script_tab = QPushButton(), QPushButton()
        self._knowledge_tab = QPushButton()
        self._typed_in: tuple[QWidget, ...] = (self.ticket, self.replies, self.knowledge)
        self._place()
        self._note_tab.setChecked(True)
        self._note_tab.clicked.connect(self.show_note)
        self._replies_tab.clicked.connect(self.replies_wanted)
        self._ticket_tab.clicked.connect(self.ticket_wanted)
        self._knowledge_tab.clicked.connect(self.knowledge_wanted)
        self._script_tab.clicked.connect(self.show_script)
        self._say()

    def _place(self) -> None:
        group = QButtonGroup(self)
        bar = QFrame()
        bar.setProperty("bar", True)
        tabs = QHBoxLayout(bar)
        tabs.setContentsMargins(12, 0, 12, 0)
        tabs.setSpacing(8)
        named(self._note_tab, "noteTab")
        named(self._replies_tab, "repliesTab")
        named(self._ticket_tab, "ticketTab")
        named(self._knowledge_tab, "knowledgeTab")
        named(self._script_tab, "scriptTab")
        for tab in (
            self._note_tab,
            self._replies_tab,
            self._knowledge_tab,
            self._ticket_tab,
            self._script_tab,
        ):
            tab.setCheckable(True)
            tab.setProperty("kind", "tab")
            group.addButton(tab)
            tabs.addWidget(tab)
        tabs.addStretch(1)
        self._pages = QStackedWidget()
        for page in (self.note, self.replies, self.knowledge, self.ticket, self.script):
            self._pages.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar)
        box.addWidget(self._pages, 1)

    def _say(self) -> None:
        said = Sayings(self)
        said.say(self._note_tab.setText, "Note")
        said.say(self._note_tab.setToolTip, "Note and outcome  (Ctrl+N)")
        said.say(self._replies_tab.setText, "Replies")
        said.say(self._replies_tab.setToolTip, "Quick replies: speak or send  (Ctrl+J)")
        said.say(self._ticket_tab.setText, "Ticket")
        said.say(self._ticket_tab.setToolTip, "New ticket from this call  (Ctrl+T)")
        said.say(self._knowledge_tab.setText, "Articles")
        said.say(self._knowledge_tab.setToolTip, "Search the knowledge base  (Ctrl+I)")
        said.say(self._script_tab.setText, "Script")
        said.say(self._script_tab.setToolTip, "What to say in a call of this queue")
        said.say(self.setAccessibleName, "Note, replies and ticket")

    def have_script(self, there: bool) -> None:
        """Without any script in any queue there is no tab for it."""
        show(self._script_tab, there)

    def show_note(self) -> None:
        self._leave()
        self._note_tab.setChecked(True)
        self._pages.setCurrentWidget(self.note)

    def show_note_unless_typing(self) -> None:
        """The wrap-up comes: bring the outcome to the front, but never away from what is being typed."""
        here = QApplication.focusWidget()
        if here is None or not any(page.isAncestorOf(here) for page in self._typed_in):
            self.show_note()

    def show_replies(self) -> None:
        self._replies_tab.setChecked(True)
        self._pages.setCurrentWidget(self.replies)

    def show_knowledge(self) -> None:
        self._knowledge_tab.setChecked(True)
        self._pages.setCurrentWidget(self.knowledge)
        self.knowledge.build()

    def show_ticket(self) -> None:
        self._ticket_tab.setChecked(True)
        self._pages.setCurrentWidget(self.ticket)

    def show_script(self) -> None:
        self._leave()
        self._script_tab.setChecked(True)
        self._pages.setCurrentWidget(self.script)

    def _leave(self) -> None:
        """The keyboard does not go on to the first outcome, where a space bar would choose it."""
        here = QApplication.focusWidget()
        if here is not None and any(page.isAncestorOf(here) for page in self._typed_in):
            self.setFocus()
