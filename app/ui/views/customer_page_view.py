"""One customer on the page of customers: facts or the form to change them, open promises, time line."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.customer_page import PageFace
from app.ui.presenters.pages import ListState
from app.ui.theme import Look, px
from app.ui.views.ask_access import AskAccess
from app.ui.views.beside import Beside
from app.ui.views.columns_list import LEVEL_TONES
from app.ui.views.contact_ways import ContactWaysView
from app.ui.views.customer_card import CardFacts
from app.ui.views.customer_edit_form import CustomerEditForm
from app.ui.views.customer_file import TOP_CARDS_HEIGHT, PromisesCard
from app.ui.views.number_row import ReasonPopup
from app.ui.views.page_parts import Facts
from app.ui.views.parts import (
    ActionButton,
    Card,
    Chip,
    ElidedLabel,
    EmptyState,
    IconButton,
    IconLabel,
    label,
    named,
    row,
    show,
)
from app.ui.views.timeline import TimelineCard

LEFT_WIDTH, TIGHT_PX = 420, 760


class RevealedBox(QFrame):
    """Private data for one look, with the seconds that are left."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "revealedBox")
        self.setProperty("banner", "hint")
        self._left, self._facts = label("strong"), Facts(20)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 12, 12)
        box.setSpacing(8)
        box.addLayout(row(IconLabel(look, "eye", "hold", 16), self._left, 1))
        box.addLayout(self._facts)

    def show_revealed(self, facts: tuple[tuple[str, str], ...], left_s: int) -> None:
        show(self, bool(facts))
        self._left.setText(tr("Hidden again in {count} s", count=left_s))
        self._facts.show_facts(facts)


class CustomerPageView(QWidget):
    back = Signal()
    call = Signal()
    edit = Signal()
    reveal = Signal(str)
    ask = Signal(str, int)
    kind_chosen = Signal(str)
    more = Signal()
    reload = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "customerPage")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the keys of the page work from anywhere in it
        self._back = IconButton(look, "arrow-left", "quiet", "secondary")
        named(self._back, "backToCustomers")
        self._back.setMinimumHeight(36)
        self._name, self._level, self._number = (
            ElidedLabel("heading"),
            Chip("wrapup"),
            label("body2", selectable=True),
        )
        named(self._name, "pageName")
        named(self._number, "pageNumber")
        self._seen, self._offline = Chip("ready"), label("secondary")
        named(self._seen, "seenUntil")
        self._call = IconButton(look, "phone", "", "text")
        named(self._call, "callFromPage")
        self._eye = IconButton(look, "eye", "", "text")
        named(self._eye, "revealFields")
        self._ask = IconButton(look, "lock", "", "text")
        named(self._ask, "askToSee")
        self._edit = ActionButton(look, "edit", "Ctrl+E")
        named(self._edit, "editCustomer")
        for button in (self._call, self._eye, self._ask):
            button.setMinimumHeight(40)
        self._popup, self._reasons = AskAccess(look, self), ReasonPopup(self)
        self.form = CustomerEditForm(look)
        self._facts, self._revealed, self.ways = CardFacts(), RevealedBox(look), ContactWaysView(look)
        self._left = QStackedWidget()
        self.promises, self.timeline = PromisesCard(look), TimelineCard(look)
        self.empty = EmptyState(look, "user")
        self._place()
        self._wire()
        self._say()

    def _place(self) -> None:
        head = row(
            self._back, self._name, self._level, self._number, self._seen, self._offline, 1, spacing=12
        )
        for button in (self._call, self._eye, self._ask, self._edit):
            head.addWidget(button)
        facts = QWidget()
        inside = QVBoxLayout(facts)
        inside.setContentsMargins(20, 16, 12, 16)
        inside.setSpacing(12)
        inside.addWidget(self._revealed)
        inside.addWidget(self._facts, 1)
        inside.addWidget(self.ways)
        self._left.addWidget(facts)
        self._left.addWidget(self.form)
        card = Card(margin=0, spacing=0)
        card.body.setContentsMargins(0, 0, 0, 0)
        card.body.addWidget(self._left)
        Beside(self, card, LEFT_WIDTH, 0.5)
        right = QVBoxLayout()
        right.setSpacing(12)
        self.promises.setFixedHeight(TOP_CARDS_HEIGHT)
        right.addWidget(self.promises)
        right.addWidget(self.timeline, 1)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(card)
        both.addLayout(right, 1)
        self._whole = QWidget()
        self._whole.setLayout(both)
        both.setContentsMargins(0, 0, 0, 0)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(10)
        box.addLayout(head)
        box.addWidget(self.empty, 1)
        box.addWidget(self._whole, 1)

    def _wire(self) -> None:
        self._back.clicked.connect(self.back)
        self._call.clicked.connect(self.call)
        self._edit.clicked.connect(self.edit)
        self._eye.clicked.connect(lambda: self.reveal.emit(""))
        self._reasons.given.connect(self.reveal)
        self._ask.clicked.connect(lambda: self._popup.open_at(self._below(self._ask)))
        self._popup.ask.connect(self.ask)
        self.timeline.kind_chosen.connect(self.kind_chosen)
        self.timeline.near_end.connect(self.more)
        self.empty.button.clicked.connect(self.reload)

    def _say(self) -> None:
        said = Sayings(self)
        self._words: dict[str, str] = {"back": "", "call": "", "ask": ""}
        said.say(lambda word: self._keep("back", word), "All customers")
        said.say(self._back.setToolTip, "Back to the list  (Esc)")
        said.say(lambda word: self._keep("call", word), "Call")
        said.say(self._call.setAccessibleName, "Call")
        said.say(self._back.setAccessibleName, "All customers")
        said.say(self._call.setToolTip, "Call this customer; his number is not shown")
        said.say(self._eye.setToolTip, "Show all private data for half a minute; the look is kept")
        said.say(self._eye.setAccessibleName, "Show private data")
        said.say(lambda word: self._keep("ask", word), "Ask to see")
        said.say(self._ask.setAccessibleName, "Ask to see")
        said.say(self._ask.setToolTip, "Ask a supervisor to see this customer in full for a while")
        said.say(self._edit.set_word, "Change")
        said.say(self.empty.button.setText, "Try again")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the name comes first: the buttons show their icons alone."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        tight = self.width() < px(TIGHT_PX)
        self._back.setText("" if tight else self._words["back"])
        self._call.setText("" if tight else self._words["call"])
        self._ask.setText("" if tight else self._words["ask"])
        self._edit.narrow(tight)

    def _keep(self, name: str, word: str) -> None:
        self._words[name] = word
        self._fit()

    def _below(self, button: QWidget) -> QPoint:
        return button.mapToGlobal(QPoint(0, button.height() + 4))

    # --- what the presenters show ------------------------------------------------------------------

    def show_customer(self, face: PageFace) -> None:
        card = face.card
        show(self.empty, card is None)
        show(self._whole, card is not None)
        self.empty.title.setText(face.text)
        show(self.empty.button, face.state is ListState.ERROR)
        for widget in (self._name, self._level, self._number, self._call, self._eye, self._ask, self._edit):
            show(widget, card is not None)
        self._offline.setText(tr("As it was before the line broke.") if face.offline else "")
        if card is None:
            show(self._seen, False)
            return
        self._name.setText(card.name)
        self._level.set(card.level_word, LEVEL_TONES.get(card.level, "away"))
        self._number.setText(card.number)
        self._seen.set(
            tr("seen in full for {time}", time=face.seen_until) if face.seen_until else "", "ready"
        )
        self._call.setEnabled(face.callable)
        masked = card.masked
        show(self._eye, masked)
        show(self._ask, masked)
        self._eye.setEnabled(not face.revealing and not face.offline)
        self._eye.set_icon("eye-off" if face.left_s else "eye", "text")
        self._ask.setEnabled(not face.asked and not face.offline)
        self._keep("ask", tr("Asked") if face.asked else tr("Ask to see"))
        self._edit.setEnabled(self._left.currentIndex() == 0)
        self._facts.show_card(card)
        self._revealed.show_revealed(face.revealed, face.left_s)
        self.promises.show_promises(face.promises)
        self.timeline.show_rows(face.rows, face.more, face.filter, face.loading_rows)

    def ask_reason(self, reasons: tuple[str, ...]) -> None:
        self._reasons.ask(reasons, self._below(self._eye))

    def show_form(self, there: bool) -> None:
        self._left.setCurrentIndex(1 if there else 0)
        self._edit.setEnabled(not there)
        if not there and self.form.isAncestorOf(self.focusWidget() or self):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def editing(self) -> bool:
        return self._left.currentIndex() == 1
