"""A field of the company's own in a form, by its kind: text, number, date, choice, several, yes or no."""

from __future__ import annotations

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QVBoxLayout, QWidget

from app.contracts.fields import FieldValue
from app.ui.i18n import tr
from app.ui.presenters.ticket_edit import FieldFace
from app.ui.views.parts import FlowLayout, named

DATE = "yyyy-MM-dd"


class OwnField(QWidget):
    """One field of the company's own, by its kind."""

    changed = Signal()

    def __init__(self, face: FieldFace) -> None:
        super().__init__()
        self.face = face
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self._line, self._combo, self._date = QLineEdit(), QComboBox(), QDateEdit()
        self._has_date, self._several = QCheckBox(), QWidget()
        self._boxes: list[tuple[str, QCheckBox]] = []
        part: QWidget = self._line
        match face.kind:
            case "CHOICE" | "YES_NO":
                part = self._combo
                choices = face.choices if face.kind == "CHOICE" else (("yes", tr("yes")), ("no", tr("no")))
                self._combo.addItem("–", "")
                for code, name in choices:
                    self._combo.addItem(name, code)
                self._combo.currentIndexChanged.connect(lambda _place: self.changed.emit())
            case "CHOICES":
                part = self._several
                flow = FlowLayout(self._several)
                for code, name in face.choices:
                    box_of = QCheckBox(name)
                    box_of.setMinimumHeight(32)
                    box_of.toggled.connect(lambda _on: self.changed.emit())
                    self._boxes.append((code, box_of))
                    flow.addWidget(box_of)
            case "DATE":
                part = self._date
                self._date.setDisplayFormat(DATE)
                self._date.setCalendarPopup(True)
                self._date.setSpecialValueText("–")
                self._date.setMinimumDate(QDate(1900, 1, 1))
                self._date.setDate(self._date.minimumDate())
                self._date.dateChanged.connect(lambda _date: self.changed.emit())
            case _:
                self._line.setMaxLength(2000)
                self._line.textEdited.connect(lambda _text: self.changed.emit())
        named(part, f"own_{face.code}")
        part.setAccessibleName(face.name)
        box.addWidget(part)

    def value(self) -> FieldValue:
        match self.face.kind:
            case "CHOICE":
                return str(self._combo.currentData() or "") or None
            case "YES_NO":
                return {"yes": True, "no": False}.get(str(self._combo.currentData()))
            case "CHOICES":
                return [code for code, box in self._boxes if box.isChecked()] or None
            case "DATE":
                empty = self._date.date() == self._date.minimumDate()
                return None if empty else self._date.date().toString(DATE)
            case "NUMBER":
                return _number(self._line.text())
            case _:
                return self._line.text().strip() or None

    def set_value(self, value: FieldValue) -> None:
        match self.face.kind:
            case "CHOICE":
                self._combo.setCurrentIndex(max(0, self._combo.findData(str(value or ""))))
            case "YES_NO":
                code = ("yes" if value else "no") if isinstance(value, bool) else ""
                self._combo.setCurrentIndex(max(0, self._combo.findData(code)))
            case "CHOICES":
                chosen = value if isinstance(value, list) else []
                for code, box in self._boxes:
                    box.setChecked(code in chosen)
            case "DATE":
                date = QDate.fromString(str(value or ""), DATE)
                self._date.setDate(date if date.isValid() else self._date.minimumDate())
            case _:
                self._line.setText("" if value is None else str(value))


def _number(text: str) -> FieldValue:
    """As a number where it is one; else as it was typed, and the server says what is wrong with it."""
    plain = text.strip().replace(",", "")
    try:
        return int(plain) if plain.lstrip("+-").isdigit() else float(plain) if plain else None
    except ValueError:
        return plain
