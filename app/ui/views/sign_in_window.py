"""The sign-in window: server, name, password; the certificate of a new server is confirmed in place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.sign_in import SignInFields
from app.ui.theme import Look
from app.ui.views.certificate import CertificateQuestion
from app.ui.views.parts import Card, IconLabel, label, named

WIDTH = 440
CARD_WIDTH = 376


class Message(QFrame):
    """A sentence on a quiet tint: what happened and what to do."""

    def __init__(self, look: Look, kind: str, name: str) -> None:
        super().__init__()
        self.setProperty("banner", kind)
        self._text = label("", wrap=True)
        named(self._text, name)
        icon = IconLabel(
            look, "warning" if kind == "error" else "info", "trouble" if kind == "error" else "hold"
        )
        box = QHBoxLayout(self)
        box.setContentsMargins(10, 8, 10, 8)
        box.setSpacing(8)
        box.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self._text, 1)
        self.hide()

    def show_text(self, text: str) -> None:
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        return self._text.text()


class SignInWindow(QWidget):
    submit = Signal(object)  # SignInFields
    certificate_answered = Signal(bool)
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._done = False
        named(self, "signInWindow")
        self.setProperty("page", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._form())
        self._pages.addWidget(self._certificate())
        mark = IconLabel(look, "seatline", "accent", 48)
        self._product, self._claim = label("name"), label("body2")
        for part in (self._product, self._claim):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        card = Card(margin=24, spacing=0)
        card.setFixedWidth(CARD_WIDTH)
        card.body.addWidget(self._pages)
        box = QVBoxLayout(self)
        box.setContentsMargins(32, 36, 32, 32)
        box.setSpacing(4)
        box.addStretch(1)
        box.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self._product)
        box.addWidget(self._claim)
        box.addSpacing(20)
        box.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
        self.resize(WIDTH, 640)
        self.setMinimumSize(WIDTH, 620)
        self._say()

    def _form(self) -> QWidget:
        page = QWidget()
        self._server, self._user, self._password = QLineEdit(), QLineEdit(), QLineEdit()
        named(self._server, "serverField")
        named(self._user, "userField")
        named(self._password, "passwordField")
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._heads = [label("strong") for _ in range(3)]
        self._hint = Message(self._look, "hint", "passwordHint")
        self._remember = QCheckBox()
        named(self._remember, "rememberCheck")
        self._error = Message(self._look, "error", "signInError")
        self._enter = QPushButton()
        named(self._enter, "signInButton")
        self._enter.setProperty("kind", "primary")
        self._enter.setMinimumHeight(40)
        self._enter.setDefault(True)
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        for head, field in zip(self._heads, (self._server, self._user, self._password), strict=True):
            box.addWidget(head)
            box.addWidget(field)
            box.addSpacing(6)
            field.returnPressed.connect(self._emit)
        box.addWidget(self._hint)
        box.addWidget(self._remember)
        box.addSpacing(4)
        box.addWidget(self._error)
        box.addSpacing(4)
        box.addWidget(self._enter)
        box.addStretch(1)
        self._enter.clicked.connect(self._emit)
        return page

    def _certificate(self) -> QWidget:
        self._question = CertificateQuestion(
            self._look, "certificateFingerprint", "acceptCertificateButton", "refuseCertificateButton"
        )
        self._question.body.addStretch(1)
        for button in (self._question.accept, self._question.refuse):
            button.setMinimumHeight(40)
            self._question.body.addWidget(button)
        self._question.answered.connect(self._answer)
        return self._question

    def _say(self) -> None:
        said = Sayings(self)
        said.say(self.setWindowTitle, "Seatline – sign in")
        said.say(self._product.setText, "Seatline")
        said.say(self._claim.setText, "The call centre on your desk")
        for head, field, text in zip(
            self._heads,
            (self._server, self._user, self._password),
            ("Server", "User name", "Password"),
            strict=True,
        ):
            said.say(head.setText, text)
            said.say(field.setAccessibleName, text)
        said.say(self._remember.setText, "Remember the password on this computer")
        said.say(self._remember.setAccessibleName, "Remember the password on this computer")
        said.say(self._enter.setText, "Sign in")
        said.say(self._server.setPlaceholderText, "https://callcentre.example:8443")

    # --- the presenter's view --------------------------------------------------------------------

    def show_fields(self, fields: SignInFields) -> None:
        self._server.setText(fields.server_url)
        self._user.setText(fields.username)
        self._password.setText(fields.password)
        self._remember.setChecked(fields.remember)
        empty = next((f for f in (self._server, self._user, self._password) if not f.text()), self._enter)
        empty.setFocus()

    def show_busy(self, busy: bool) -> None:
        for part in (self._server, self._user, self._password, self._remember, self._enter):
            part.setEnabled(not busy)
        self._enter.setText(tr("Signing in…") if busy else tr("Sign in"))
        if not busy and not self._password.text():
            self._password.setFocus()

    def show_error(self, text: str) -> None:
        self._error.show_text(text)
        self._pages.setCurrentIndex(0)
        if text:
            self._password.setFocus()
            self._password.selectAll()

    def show_password_hint(self, text: str) -> None:
        self._hint.show_text(text)
        self._remember.setVisible(not text)

    def ask_certificate(self, fingerprint: str, changed: bool) -> None:
        self._pages.setCurrentIndex(1)
        self._question.ask(fingerprint, changed)

    def done(self) -> None:
        self._done = True
        self._password.clear()
        self.close()

    def _answer(self, accepted: bool) -> None:
        self._pages.setCurrentIndex(0)
        self.certificate_answered.emit(accepted)

    def _emit(self) -> None:
        self.submit.emit(
            SignInFields(
                self._server.text(), self._user.text(), self._password.text(), self._remember.isChecked()
            )
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if not self._done:
            self.closed.emit()
