"""A Qt list over plain rows. ``ROW`` gives the row itself to the painter of the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Row = TypeVar("Row")
ROW = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RowsModel(QAbstractListModel, Generic[Row]):
    """``say`` is what a screen reader says for a row, ``tip`` its tool tip."""

    def __init__(
        self, say: Callable[[Row], str], tip: Callable[[Row], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._say, self._tip = say, tip

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Rows that only come at the end are added without moving what is shown."""
        fresh = list(rows)
        old = len(self._rows)
        if old and len(fresh) > old and fresh[:old] == self._rows:
            self.beginInsertRows(QModelIndex(), old, len(fresh) - 1)
            self._rows = fresh
            self.endInsertRows()
        elif fresh != self._rows:
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()

    def row_at(self, index: int) -> Row | None:
        return self._rows[index] if 0 <= index < len(self._rows) else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        row = self.row_at(index.row())
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._say(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row)
        return row if role == ROW else None
