"""The first steps: five at the left with their check marks, the present one at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.messages import marked
from app.ui.presenters.first_steps import STEPS, StepsFace
from app.ui.presenters.sign_in import SignInFields
from app.ui.theme import Look, px
from app.ui.views.first_steps_parts import CertificateCard, StepList, page_of
from app.ui.views.parts import IconLabel, label, named, row, set_property, show
from app.ui.views.settings_look import LANGUAGES
from app.ui.views.sign_in_window import Message

WIDTH, HEIGHT = 860, 640


class FirstStepsWindow(QWidget):
    """Also the sign-in presenter's view while the third step is shown."""

    language_chosen = Signal(str)
    server_tested = Signal(str)
    certificate_answered = Signal(bool)
    submit = Signal(str, str, bool)
    next_wanted = Signal()
    back_wanted = Signal()
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._done, self._closed = look, False, False
        named(self, "firstSteps")
        self.setProperty("page", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._said = Sayings(self)
        self._steps = StepList(look)
        self._pages = QStackedWidget()
        self._sound_page, self._keys_page = self._step_page("sound"), self._step_page("keys")
        for page in (self._language(), self._server(), self._sign_in(), self._sound_page, self._keys_page):
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setWidget(page)
            self._pages.addWidget(scroll)
        self._back, self._next = QPushButton(), QPushButton()
        named(self._back, "stepsBack")
        named(self._next, "stepsNext")
        self._next.setProperty("kind", "primary")
        self._next.setMinimumWidth(120)
        self._back.clicked.connect(self.back_wanted)
        self._next.clicked.connect(self.next_wanted)
        self._said.say(self._back.setText, "Back")
        self._said.say(self.setWindowTitle, "Seatline – first steps")
        foot = row(self._back, 1, self._next)
        foot.setContentsMargins(32, 12, 32, 20)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._pages, 1)
        right.addLayout(foot)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._steps)
        box.addLayout(right, 1)
        self._fit()

    def _fit(self) -> None:
        screen = self.screen().availableGeometry()
        self.resize(min(px(WIDTH), screen.width() - 40), min(px(HEIGHT), screen.height() - 60))

    # --- the pages ---------------------------------------------------------------------------

    def _step_page(self, step: str) -> QWidget:
        title, text = {
            "sound": (
                marked("Headset"),
                marked("Choose your headset and make a test call: what you say is played back."),
            ),
            "keys": (
                marked("Keys and buttons"),
                marked("Try it: press one of these keys, or a button of your headset. They can be changed."),
            ),
        }[step]
        page, box = page_of(self._said, title, text)
        named(page, f"stepPage_{step}")
        if step == "keys":
            self._key_seen = label("strong", wrap=True)
            named(self._key_seen, "stepsKeySeen")
            set_property(self._key_seen, "tone", "ready")
            box.addWidget(self._key_seen)
        box.addStretch(1)
        return page

    def _language(self) -> QWidget:
        page, box = page_of(
            self._said, marked("Welcome to Seatline"), marked("Five small steps, about two minutes.")
        )
        box.insertWidget(0, IconLabel(self._look, "seatline", "accent", 48))
        for code, name in LANGUAGES:
            button = QPushButton(name)
            named(button, f"stepsLanguage_{code}")
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setFixedWidth(280)
            button.setMinimumHeight(44)
            button.setAutoExclusive(True)
            button.clicked.connect(lambda _=False, c=code: self.language_chosen.emit(c))
            box.addWidget(button)
        box.addStretch(1)
        return page

    def _server(self) -> QWidget:
        page, box = page_of(
            self._said,
            marked("Where is your server?"),
            marked("The address is in the letter of your administrator."),
        )
        self._address = QLineEdit()
        named(self._address, "stepsServer")
        self._address.setMaximumWidth(420)
        self._test_server = QPushButton()
        named(self._test_server, "stepsTestServer")
        self._test_server.setProperty("kind", "primary")
        self._server_text = label("body2", wrap=True)
        named(self._server_text, "stepsServerText")
        self._certificate = CertificateCard(self._look)
        self._certificate.answered.connect(self._certificate_answered)
        box.addWidget(self._address)
        box.addLayout(row(self._test_server, 1))
        box.addWidget(self._server_text)
        box.addWidget(self._certificate)
        box.addStretch(1)
        self._address.returnPressed.connect(lambda: self.server_tested.emit(self._address.text()))
        self._test_server.clicked.connect(lambda: self.server_tested.emit(self._address.text()))
        say = self._said.say
        say(self._address.setPlaceholderText, "https://callcentre.example:8443")
        say(self._address.setAccessibleName, "Server")
        say(self._test_server.setText, "Find the server")
        return page

    def _sign_in(self) -> QWidget:
        page, box = page_of(
            self._said, marked("Sign in"), marked("With the name and password that you were given.")
        )
        self._user, self._password, self._remember = QLineEdit(), QLineEdit(), QCheckBox()
        named(self._user, "stepsUser")
        named(self._password, "stepsPassword")
        named(self._remember, "stepsRemember")
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._remember.setChecked(True)
        self._hint = Message(self._look, "hint", "stepsHint")
        self._error = Message(self._look, "error", "stepsError")
        self._enter = QPushButton()
        named(self._enter, "stepsSignIn")
        self._enter.setProperty("kind", "primary")
        say = self._said.say
        for field, text in ((self._user, "User name"), (self._password, "Password")):
            head = label("strong")
            say(head.setText, text)
            say(field.setAccessibleName, text)
            field.setMaximumWidth(420)
            field.returnPressed.connect(self._submit)
            box.addWidget(head)
            box.addWidget(field)
        for part in (self._hint, self._remember, self._error):
            part.setMaximumWidth(420)
            box.addWidget(part)
        box.addLayout(row(self._enter, 1))
        box.addStretch(1)
        say(self._remember.setText, "Remember the password on this computer")
        say(self._enter.setText, "Sign in")
        self._enter.clicked.connect(self._submit)
        return page

    def add_part(self, step: str, part: QFrame) -> None:
        """The devices, the keys: they come when somebody has signed in."""
        page = self._sound_page if step == "sound" else self._keys_page
        box = page.layout()
        if isinstance(box, QVBoxLayout):
            box.insertWidget(box.count() - 1, part)

    # --- the steps' view ---------------------------------------------------------------------

    def show_language(self, code: str) -> None:
        for known, _ in LANGUAGES:
            button = self.findChild(QPushButton, f"stepsLanguage_{known}")
            if isinstance(button, QPushButton):
                button.setChecked(known == code)
                if known == code:
                    button.setFocus()

    def show_steps(self, face: StepsFace) -> None:
        self._steps.show_rows(face.rows)
        at = STEPS.index(face.now)
        moved = at != self._pages.currentIndex()
        self._pages.setCurrentIndex(at)
        show(self._back, face.back)
        self._next.setText(face.next_text)
        show(self._next, bool(face.next_text))
        set_property(self._next, "kind", "" if face.skip and face.now == "sound" else "primary")
        if moved:
            {"server": self._address, "sign-in": self._user}.get(face.now, self._next).setFocus()

    def show_server(self, url: str) -> None:
        self._address.setText(url)

    def show_server_state(self, text: str, good: bool, busy: bool) -> None:
        self._certificate.hide()
        self._server_text.setText(text)
        set_property(self._server_text, "tone", "" if good else "trouble")
        self._address.setEnabled(not busy)
        self._test_server.setEnabled(not busy)

    def ask_certificate(self, fingerprint: str, changed: bool) -> None:
        self._certificate.show_fingerprint(fingerprint, changed)

    def show_key_seen(self, text: str) -> None:
        self._key_seen.setText(text)

    def close_steps(self) -> None:
        self._done = True
        self.close()

    # --- the sign-in's view --------------------------------------------------------------------

    def show_fields(self, fields: SignInFields) -> None:
        self._user.setText(fields.username)
        self._password.setText(fields.password)

    def show_busy(self, busy: bool) -> None:
        for part in (self._user, self._password, self._remember, self._enter, self._back):
            part.setEnabled(not busy)
        self._enter.setText(tr("Signing in…") if busy else tr("Sign in"))

    def show_error(self, text: str) -> None:
        self._error.show_text(text)
        if text:
            self._password.setFocus()
            self._password.selectAll()

    def show_password_hint(self, text: str) -> None:
        if self._closed:  # the keyring may answer when work has begun
            return
        self._hint.show_text(text)
        self._remember.setVisible(not text)

    def done(self) -> None:
        self._password.clear()

    def _submit(self) -> None:
        self.submit.emit(self._user.text(), self._password.text(), self._remember.isChecked())

    def _certificate_answered(self, accepted: bool) -> None:
        self._certificate.hide()
        self.certificate_answered.emit(accepted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses the button that has the keyboard; with a language it goes on."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        here = self.focusWidget()
        if isinstance(here, QPushButton):
            here.click()
            if here.isCheckable():
                self._next.click()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._closed = True
        if not self._done:
            self.closed.emit()
