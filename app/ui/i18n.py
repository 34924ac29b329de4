"""The person's language: English sentences are the keys, Qt translation files say them otherwise.

``tr`` says a sentence now; ``Sayings`` keeps what a widget was told to say and says it again when
the language changes. scripts/translations.py finds every text given to either of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QWidget

from app.ui.resource_files import resources

if TYPE_CHECKING:
    from app.contracts.people import Label

CONTEXT = "Seatline"
Language = Literal["zh", "en"]
FILES: dict[Language, str] = {"zh": "seatline_zh_CN.qm", "en": "seatline_en.qm"}


def tr(text: str, /, **values: object) -> str:
    said = QCoreApplication.translate(CONTEXT, text)
    return said.format(**values) if values else said


def system_language() -> Language:
    return "zh" if QLocale.system().language() == QLocale.Language.Chinese else "en"


class QtWords:
    """Implements the presenters' ``Words``; ``choose`` changes the language of the running window."""

    def __init__(self) -> None:
        self._language: Language = "en"
        self._translator: QTranslator | None = None

    @property
    def language(self) -> Language:
        return self._language

    def choose(self, language: Language) -> None:
        app = QCoreApplication.instance()
        if app is None:
            return
        translator = QTranslator(app)
        if not translator.load(str(resources() / "translations" / FILES[language])):
            translator = None
        self._language = language
        before, self._translator = self._translator, translator
        if before is not None:
            app.removeTranslator(before)
            before.deleteLater()
        if translator is not None:
            app.installTranslator(translator)

    def __call__(self, text: str, /, **values: object) -> str:
        return tr(text, **values)

    def label(self, label: Label) -> str:
        return label.zh if self._language == "zh" else label.en

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone()


class Sayings(QObject):
    """What one widget says in fixed words; said again when the language changes."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._said: list[tuple[Callable[[str], object], str]] = []
        owner.installEventFilter(self)

    def say(self, tell: Callable[[str], object], text: str) -> None:
        self._said.append((tell, text))
        tell(tr(text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LanguageChange:
            for tell, text in self._said:
                tell(tr(text))
        return super().eventFilter(watched, event)


def as_language(text: str) -> Language | None:
    return next((language for language in FILES if language == text), None)
