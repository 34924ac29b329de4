"""The customer's file below the call card: who, open promises, the last call, time line."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.file_face import FileFace, Promise
from app.ui.theme import Look, px
from app.ui.views.last_contact import LastContact
from app.ui.views.matches_bar import MatchesBar
from app.ui.views.number_row import NumberRow
from app.ui.views.parts import (
    Card,
    Chip,
    ElidedLabel,
    FlowLayout,
    IconButton,
    IconLabel,
    label,
    named,
    row,
    set_property,
    show,
)
from app.ui.views.timeline import TimelineCard

LEVEL_TONES = {"VIP": "wrapup", "GOLD": "hold", "SILVER": "away"}
TOP_CARDS_HEIGHT = 204
BRIEF_HEIGHT = 112  # of the same where there is little room: who it is, what is open first
BRIEF_BELOW = 330
TIMELINE_HEIGHT = 104  # at least: its heading and the newest of it
TIMELINE_ALONE_BELOW = BRIEF_HEIGHT + 12 + TIMELINE_HEIGHT  # the call card says who it is, too
LEAST_ROOM = 80
SINCE_WORD_FROM = 330  # px of the card's width
FACTS_SHOWN = 5
ADDRESS = 3  # place among the facts
PROMISES_SHOWN = 3
TAGS_SHOWN = 8
TAGS_HEIGHT = 24
LEAST_HEIGHT = 380  # with the last call above the time line


class WhoCard(Card):
    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "whoCard")
        self._name = ElidedLabel("title")
        named(self._name, "customerName")
        self._level, self._unwanted = Chip("wrapup"), Chip("hold")
        named(self._unwanted, "fileUnwanted")
        self.close_button = IconButton(look, "x", "quiet", "secondary")
        named(self.close_button, "closeFileButton")
        self.call_button = IconButton(look, "phone", "quiet", "accent")
        named(self.call_button, "callCustomerButton")
        self.call_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.edit_button = IconButton(look, "edit", "quiet", "secondary")
        named(self.edit_button, "editFileButton")
        self.edit_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for button in (self.close_button, self.call_button, self.edit_button):
            button.setFixedWidth(36)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(1, 1)
        self._facts.setColumnStretch(3, 1)
        self._fact_labels = [(label("secondary"), ElidedLabel()) for _ in range(FACTS_SHOWN)]
        self.number = NumberRow(look)
        places = ((0, 0, 1), (0, 2, 1), (1, 0, 3), (1, 2, 1))  # row, column, columns of the value
        for (fact, text), (line, column, span) in zip(self._fact_labels[1:], places, strict=True):
            self._facts.addWidget(fact, line, column)
            self._facts.addWidget(text, line, column + 1, 1, span)
        self._tags = QWidget()
        self._tag_row = FlowLayout(self._tags)
        self._tags.setFixedHeight(TAGS_HEIGHT)  # one line; what does not fit stays out of sight
        self._tag_labels = [label("tag") for _ in range(TAGS_SHOWN)]
        for tag in self._tag_labels:
            self._tag_row.addWidget(tag)
        self._note = ElidedLabel("body2")
        self._any_tags, self._brief = False, False
        self.body.setSpacing(6)
        head = row(self._name, self._level, self._unwanted, 1, self.edit_button, self.close_button, spacing=4)
        self.body.addLayout(head)
        since_name, since = self._fact_labels[0]
        self.body.addLayout(row(self.number, self.call_button, 1, since_name, since, spacing=4))
        self.body.addLayout(self._facts)
        self.body.addWidget(self._note)
        self.body.addStretch(1)
        self.body.addWidget(self._tags)
        said = Sayings(self)
        said.say(self._unwanted.setToolTip, "He said so or refused it; his file says since when")
        said.say(self.close_button.setAccessibleName, "Close this file")
        said.say(self.close_button.setToolTip, "Close this file")
        said.say(self.edit_button.setAccessibleName, "Change this file")
        said.say(self.edit_button.setToolTip, "Change this file")
        said.say(self.call_button.setAccessibleName, "Call this customer")
        said.say(self.call_button.setToolTip, "Call this customer; his number is not shown")

    def show_file(self, face: FileFace) -> None:
        self._name.setText(face.name)
        self._level.set(face.level_word, LEVEL_TONES.get(face.level, "away"))
        self._unwanted.set(face.unwanted, "hold")
        self.close_button.setVisible(face.closable)
        self.call_button.setEnabled(face.callable)
        beside = len(face.facts) == FACTS_SHOWN and bool(face.facts[-1][1])  # the address gives it room
        address = self._fact_labels[ADDRESS][1]
        self._facts.addWidget(address, 1, 1, 1, 1 if beside else 3)
        for index, (fact, text) in enumerate(self._fact_labels):
            name, value = face.facts[index] if index < len(face.facts) else ("", "")
            fact.setText(name)
            text.setText(value)
            if index == 0:  # how long he is a customer: beside his number
                text.setMinimumWidth(text.sizeHint().width() if value else 0)
                show(text, bool(value))
        for index, tag in enumerate(self._tag_labels):
            tag.setText(face.tags[index] if index < len(face.tags) else "")
            show(tag, index < len(face.tags))
        self._any_tags = bool(face.tags)
        self._note.setText(face.note.replace("\n", " "))
        self.brief(self._brief)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_since()

    def _show_since(self) -> None:
        """In a narrow window the figure speaks for itself."""
        fact, text = self._fact_labels[0]
        there = bool(text.whole_text())
        show(fact, there and self.width() >= px(SINCE_WORD_FROM))
        text.setToolTip(f"{fact.text()} {text.whole_text()}" if there else "")

    def brief(self, brief: bool) -> None:
        """In a low window: name, level and number; the rest is in the customer's own page."""
        self._brief = brief
        self._show_since()
        for fact, text in self._fact_labels[1:]:
            there = bool(text.whole_text()) and not brief
            show(fact, there)
            show(text, there)
        show(self._tags, self._any_tags and not brief)
        show(self._note, bool(self._note.whole_text()) and not brief)


class PromiseRow(QPushButton):
    """A click opens the ticket."""

    opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._ticket_id = ""
        self.setProperty("kind", "file")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda: self.opened.emit(self._ticket_id))
        self._title, self._number = ElidedLabel("strong"), ElidedLabel("secondary")
        self._due = ElidedLabel("secondary")  # worth more than the number, which takes what room is left
        self._number.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._icon = IconLabel(look, "ticket", "hold", 16)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addStretch(1)  # the two lines stay together, however high the row is
        text.addWidget(self._title)
        second = row(self._due, self._number, spacing=10)
        second.setStretch(1, 1)
        text.addLayout(second)
        text.addStretch(1)
        box = QHBoxLayout(self)
        box.setContentsMargins(6, 2, 6, 2)
        box.setSpacing(10)
        box.addWidget(self._icon, 0)
        box.addLayout(text, 1)
        for part in (self._icon, self._title, self._number, self._due):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()

    def show_promise(self, promise: Promise) -> None:
        self._ticket_id = promise.ticket_id
        named(self, f"promise_{promise.ticket_id}")
        self.setAccessibleName(f"{promise.title}, {promise.number}, {promise.due}")
        self.setToolTip(tr("Open the ticket"))
        self._title.setText(promise.title)
        self._number.setText(promise.number)
        self._due.setText(" · ".join(p for p in (promise.due, promise.status) if p))
        set_property(self._due, "role", "bad" if promise.overdue else "secondary")
        self._icon.set("warning" if promise.overdue else "ticket", "trouble" if promise.overdue else "hold")


class PromisesCard(Card):
    opened = Signal(str)  # a ticket

    def __init__(self, look: Look) -> None:
        super().__init__(spacing=8)
        named(self, "promisesCard")
        self._heading = label("title")
        self._more = label("secondary")
        self._count, self._brief = 0, False
        self._promises = [PromiseRow(look) for _ in range(PROMISES_SHOWN)]
        rows = QVBoxLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        for each in self._promises:
            rows.addWidget(each)
            each.opened.connect(self.opened)
        self._empty = label("body2", wrap=True)
        self.body.addLayout(row(self._heading, 1, self._more))
        self.body.addLayout(rows)
        self.body.addWidget(self._empty)
        self.body.addStretch(1)
        said = Sayings(self)
        said.say(self._heading.setText, "Open promises")
        said.say(self._empty.setText, "Nothing is open. Everything that was promised is done.")

    def show_promises(self, promises: tuple[Promise, ...]) -> None:
        for each, promise in zip(self._promises, promises, strict=False):
            each.show_promise(promise)
        self._count = len(promises)
        self.brief(self._brief)

    def brief(self, brief: bool) -> None:
        """In a low window: the first one, and how many more there are."""
        self._brief = brief
        room = 1 if brief else PROMISES_SHOWN
        for index, each in enumerate(self._promises):
            show(each, index < min(room, self._count))
        show(self._empty, not self._count)
        self._more.setText(f"+{self._count - room}" if self._count > room else "")


class CustomerFileView(QWidget):
    more = Signal()
    close_file = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "customerFile")
        self.who = WhoCard(look)
        self.promises = PromisesCard(look)
        self.timeline = TimelineCard(look)
        self.matches, self.last = MatchesBar(look), LastContact(look)
        self._any_last = False
        for card in (self.who, self.promises):
            card.setProperty("scalesItself", True)
            card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.who, 11)
        top.addWidget(self.promises, 9)
        box = self._box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.matches)
        box.addLayout(top)
        box.addWidget(self.last)
        box.addWidget(self.timeline, 1)
        self.timeline.near_end.connect(self.more)
        self.who.close_button.clicked.connect(self.close_file)
        self.setMinimumHeight(LEAST_ROOM)  # it fits itself into what there is
        self.timeline.setMinimumHeight(TIMELINE_HEIGHT)
        look.scaled.connect(self._fit)
        self._fit()
        Sayings(self).say(self.setAccessibleName, "Customer file")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a low window the time line says what came last, and the cards say only the first of it."""
        brief = self.height() < px(BRIEF_BELOW)
        for card in (self.who, self.promises):
            show(card, self.height() >= px(TIMELINE_ALONE_BELOW))
            card.brief(brief)
            card.setFixedHeight(px(BRIEF_HEIGHT if brief else TOP_CARDS_HEIGHT))
        needed = px(LEAST_HEIGHT)
        if not self.matches.isHidden():
            needed += self.matches.sizeHint().height() + self._box.spacing()
        show(self.last, self._any_last and self.height() >= needed)

    def show_file(self, face: FileFace) -> None:
        self.who.show_file(face)
        self.matches.show_matches(face.matches)
        self.promises.show_promises(face.promises)
        self.last.show_last(face.last)
        self._any_last = face.last is not None
        self._fit()
        self.timeline.show_rows(face.rows, face.more, face.filter, face.loading_more)
