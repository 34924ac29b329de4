"""Parts of the first steps: the list with check marks, a page's heading, the certificate of a new server."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.first_steps import STEPS, StepRow
from app.ui.theme import Look, px
from app.ui.views.certificate import CertificateQuestion
from app.ui.views.parts import Card, IconLabel, label, named, row, set_property

LIST_WIDTH = 232


class StepList(QFrame):
    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "stepList")
        self.setProperty("rail", True)
        self.setFixedWidth(px(LIST_WIDTH))
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 32, 16, 24)
        box.setSpacing(20)
        self._rows: dict[str, tuple[IconLabel, QWidget]] = {}
        for step in STEPS:
            icon, text = IconLabel(look, "dot", "disabled", 20), label("")
            named(text, f"step_{step}")
            line = row(icon, text, spacing=12)
            line.setStretch(1, 1)
            box.addLayout(line)
            self._rows[step] = (icon, text)
        box.addStretch(1)
        Sayings(self).say(self.setAccessibleName, "Steps")

    def show_rows(self, rows: tuple[StepRow, ...]) -> None:
        looks = {
            "done": ("check", "ready"),
            "now": ("play", "accent"),
            "left": ("clock", "hold"),
            "todo": ("dot", "disabled"),
        }
        for shown in rows:
            icon, text = self._rows[shown.step_id]
            icon.set(*looks[shown.state])
            text.setText(shown.text)  # type: ignore[attr-defined]
            set_property(text, "role", "strong" if shown.state == "now" else "body2")
            states = {
                "done": tr("{step}: done", step=shown.text),
                "now": tr("{step}: now", step=shown.text),
            }
            text.setAccessibleName(states.get(shown.state, shown.text))


def page_of(said: Sayings, title: str, text: str) -> tuple[QWidget, QVBoxLayout]:
    """A page with its heading; what belongs to it is added to the layout."""
    page = QWidget()
    box = QVBoxLayout(page)
    box.setContentsMargins(32, 28, 32, 12)
    box.setSpacing(10)
    head, words = label("heading", wrap=True), label("body2", wrap=True)
    said.say(head.setText, title)
    said.say(words.setText, text)
    box.addWidget(head)
    box.addWidget(words)
    box.addSpacing(8)
    return page, box


class CertificateCard(Card):
    answered = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__(margin=16, spacing=10)
        self.setMaximumWidth(px(520))
        self._question = CertificateQuestion(look, "stepsFingerprint", "stepsAccept", "stepsRefuse")
        self.body.addWidget(self._question)
        self._question.body.addLayout(row(self._question.accept, self._question.refuse, 1))
        self._question.answered.connect(self.answered)
        self.hide()

    def show_fingerprint(self, fingerprint: str, changed: bool) -> None:
        self.show()
        self._question.ask(fingerprint, changed)
