"""The states of a type and where each leads, drawn as a table: a line for each state, its moves as arrows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from app.ui.i18n import tr
from app.ui.presenters.set_up_types import MoveLine, StateLine
from app.ui.theme import Look
from app.ui.views.parts import Chip, Divider, FlowLayout, IconLabel, clear, label, named, row


class MoveArrow(QFrame):
    """→ where it leads, by which move, and what that asks for."""

    def __init__(self, look: Look, move: MoveLine) -> None:
        super().__init__()
        self.setProperty("person", "quiet")
        target = Chip(move.tone)
        target.set(move.target, move.tone)
        name = label("secondary")
        text = tr("{move} (asks for {needs})", move=move.name, needs=move.needs) if move.needs else move.name
        name.setText(" · ".join((text, tr("leads only"))) if move.leads else text)
        inside = row(name, IconLabel(look, "transfer", "secondary", 16), target, spacing=6)
        inside.setContentsMargins(8, 4, 6, 4)
        self.setLayout(inside)
        told = tr("{move}: to {state}", move=name.text(), state=move.target)
        self.setToolTip(told)
        self.setAccessibleName(told)


class StateTable(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "stateTable")
        self._look = look
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._shown: tuple[StateLine, ...] = ()

    def show_states(self, states: tuple[StateLine, ...]) -> None:
        if states == self._shown:
            return
        self._shown = states
        clear(self._grid)
        for place, state in enumerate(states):
            line = place * 2
            if place:
                self._grid.addWidget(Divider(), line - 1, 0, 1, 2)
            self._grid.addWidget(self._state(state), line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(self._moves(state), line, 1)

    def _state(self, state: StateLine) -> QWidget:
        name = Chip(state.tone)
        name.set(state.name, state.tone)
        meaning = label("secondary")
        meaning.setText(state.meaning)
        made = QWidget()
        inside = QGridLayout(made)
        inside.setContentsMargins(0, 4, 0, 4)
        inside.setVerticalSpacing(2)
        inside.addWidget(name, 0, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(meaning, 1, 0)
        made.setAccessibleName(f"{state.name}: {state.meaning}")
        return made

    def _moves(self, state: StateLine) -> QWidget:
        made = QWidget()
        flow = FlowLayout(made, 6)
        for move in state.moves:
            flow.addWidget(MoveArrow(self._look, move))
        if not state.moves:
            end = label("secondary")
            end.setText(tr("ends here"))
            flow.addWidget(end)
        return made
