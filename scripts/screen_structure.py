"""What is where in a picture of a window, without its letters: kept, and compared with a later picture.

In:  pictures. Out: a small plan of light and dark (``SIZE`` fields), how far two of them are apart.
Fonts, a clock that goes on and twice the resolution leave it as it is; a part that has moved, is gone or has
another colour does not. The plans of all screens are kept in docs/screens/structure.json, a line each.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

SIZE = (32, 20)
KEPT = Path(__file__).resolve().parent.parent / "docs" / "screens" / "structure.json"
MOST_ON_AVERAGE = 5.0  # of 255, over all fields
MOST_OF_A_PART = 30.0  # of 255, averaged over the worst part of 4 × 4 fields
_PART = (4, 4)
Plan = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Distance:
    """``average`` over the picture; ``worst`` over its worst part. Of 255."""

    average: float
    worst: float

    @property
    def is_the_same(self) -> bool:
        return self.average <= MOST_ON_AVERAGE and self.worst <= MOST_OF_A_PART


def plan_of(picture: QImage) -> Plan:
    """Average light of each field: (rows, columns), 0 is black."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    smooth = Qt.TransformationMode.SmoothTransformation
    small = grey.scaled(*SIZE, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    small = small.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(small.constBits(), np.uint8).reshape(small.height(), small.bytesPerLine())
    return rows[:, : small.width()].copy()


def distance(one: Plan, other: Plan) -> Distance:
    apart = np.abs(one.astype(np.float64) - other.astype(np.float64))
    columns, rows = _PART
    parts = apart.reshape(SIZE[1] // rows, rows, SIZE[0] // columns, columns).mean(axis=(1, 3))
    return Distance(float(apart.mean()), float(parts.max()))


def load(path: Path = KEPT) -> dict[str, Plan]:
    kept: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return {
        name: np.frombuffer(base64.b64decode(text), np.uint8).reshape(SIZE[1], SIZE[0])
        for name, text in kept.items()
    }


def save(plans: Mapping[str, Plan], path: Path = KEPT) -> None:
    texts = {name: base64.b64encode(plan.tobytes()).decode() for name, plan in sorted(plans.items())}
    path.write_text(json.dumps(texts, indent=0) + "\n", "utf-8")
