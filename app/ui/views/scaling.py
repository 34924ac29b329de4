"""Lengths that are fixed in the design follow the size of the text.

In:  a window, whenever the size of the text has changed. What measures itself (icons, action buttons, rings)
says so with the property ``scalesItself`` and is left alone; so is what the style sheet has given its height.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.theme import text_scale

QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt's word for "no limit"
_DESIGNED = "designedSizes"
_SCALE = "designedScale"


def rescale(root: QWidget) -> None:
    """Fixed widths and heights, and least sizes, of everything below ``root``."""
    scale = text_scale()
    for widget in root.findChildren(QWidget):
        if not widget.property("scalesItself"):
            _rescale(widget, scale)


def _rescale(widget: QWidget, scale: float) -> None:
    kept = widget.property(_DESIGNED)
    designed: dict[str, tuple[int, int]] = kept if isinstance(kept, dict) else {}
    before_scale = float(widget.property(_SCALE) or 1.0)
    now = {
        "w": (widget.minimumWidth(), widget.maximumWidth()),
        "h": (widget.minimumHeight(), widget.maximumHeight()),
    }
    for side, (least, most) in now.items():
        by_sheet = widget.property(f"_q_stylesheet_min{side}") or widget.property(f"_q_stylesheet_max{side}")
        before = designed.get(side)
        if before is not None and (least, most) != _scaled(before, before_scale):
            before = None  # somebody has set it anew since
        if before is None:
            if by_sheet or (least == 0 and most == QWIDGETSIZE_MAX):
                continue
            before = (least, most)
            designed[side] = before
        least, most = _scaled(before, scale)
        if side == "w":
            widget.setMinimumWidth(least)
            widget.setMaximumWidth(most)
        else:
            widget.setMinimumHeight(least)
            widget.setMaximumHeight(most)
    if designed:
        widget.setProperty(_DESIGNED, designed)
        widget.setProperty(_SCALE, scale)


def _scaled(designed: tuple[int, int], scale: float) -> tuple[int, int]:
    least, most = designed
    grown = most if most >= QWIDGETSIZE_MAX else round(most * scale)
    return round(least * scale), grown
