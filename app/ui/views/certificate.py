"""Is this the right server? Its certificate's fingerprint, to be compared with the administrator's words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.theme import Look
from app.ui.views.parts import IconLabel, label, named, row, set_property


class CertificateQuestion(QWidget):
    """Its answers are left to the page to place: ``accept`` and ``refuse``."""

    answered = Signal(bool)

    def __init__(self, look: Look, fingerprint: str, accept: str, refuse: str) -> None:
        """The names by which drivers and tests find the parts."""
        super().__init__()
        self._icon = IconLabel(look, "shield", "accent", 20)
        self._title, self._text = label("title", wrap=True), label("body2", wrap=True)
        self._fingerprint = label("strong", wrap=True, selectable=True)
        named(self._fingerprint, fingerprint)
        self.accept, self.refuse = QPushButton(), QPushButton()
        named(self.accept, accept)
        named(self.refuse, refuse)
        head = row(self._icon, self._title)
        head.setStretch(1, 1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)
        self.body.addLayout(head)
        self.body.addWidget(self._text)
        self.body.addWidget(self._fingerprint)
        self.accept.clicked.connect(lambda: self.answered.emit(True))
        self.refuse.clicked.connect(lambda: self.answered.emit(False))
        Sayings(self).say(self.refuse.setText, "Cancel")

    def ask(self, fingerprint: str, changed: bool) -> None:
        """To be called once it is shown. ``changed``: another certificate than the one that was trusted."""
        self._icon.set("warning" if changed else "shield", "trouble" if changed else "accent")
        self._title.setText(
            tr("The server's certificate has changed") if changed else tr("First contact with this server")
        )
        self._text.setText(
            tr(
                "This may be a new certificate, or somebody between you and the server. Go on only if your "
                "administrator names you this fingerprint:"
            )
            if changed
            else tr("Compare this fingerprint with the one that your administrator gave you:")
        )
        self._fingerprint.setText(fingerprint)
        self.accept.setText(tr("It is the same: trust this server"))
        set_property(self.accept, "kind", "danger" if changed else "primary")
        # what does no harm is under the Enter key
        (self.refuse if changed else self.accept).setFocus(Qt.FocusReason.OtherFocusReason)
