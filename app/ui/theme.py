"""Colours, sizes and the style sheet of the window. The only file with colour literals.

In:  a mode ("light", "dark", "contrast", "system") and the size of the text. Out: ``Look`` with tokens,
palette, style sheet and tinted icons. Sizes are written as for 100 %; ``px`` says what they are now.
Contrasts are computed by ``contrast`` (WCAG 2.1 §1.4.3) and checked by a test.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from app.ui.icons import draw_icon, tinted
from app.ui.style import style_sheet

Mode = Literal["light", "dark", "contrast", "system"]
BODY_PX = 13
LEAST_SCALE, MOST_SCALE = 1.0, 2.0


@dataclass(frozen=True, slots=True)
class Tokens:
    """One look. Tones: ready, talking, hold, wrapup, away, trouble and the accent."""

    background: str
    surface: str
    raised: str
    line: str
    text: str
    secondary: str
    disabled: str
    accent: str
    on_accent: str
    ready: str
    talking: str
    hold: str
    wrapup: str
    away: str
    trouble: str
    shadow: str = "#000000"

    def color(self, name: str) -> str:
        return str(getattr(self, name))

    def soft(self, tone: str, part: float = 0.10) -> str:
        """A quiet tint of a tone, for chips and marked rows."""
        return blend(self.color(tone), self.surface, part)


LIGHT = Tokens(
    background="#F6F7F9",
    surface="#FFFFFF",
    raised="#FFFFFF",
    line="#E3E6EB",
    text="#1B1F26",
    secondary="#5B6472",
    disabled="#A0A8B4",
    accent="#0F7B78",
    on_accent="#FFFFFF",
    ready="#187A34",
    talking="#1967D2",
    hold="#9A5300",
    wrapup="#7B3FB5",
    away="#5B6472",
    trouble="#C5221F",
)
DARK = Tokens(
    background="#15181D",
    surface="#1C2027",
    raised="#232831",
    line="#2E343E",
    text="#E8EBF0",
    secondary="#A3ACB9",
    disabled="#5F6875",
    accent="#3CC0B8",
    on_accent="#06201F",
    ready="#57C27A",
    talking="#7FB2F5",
    hold="#F0B35A",
    wrapup="#C08BEA",
    away="#A3ACB9",
    trouble="#F28B82",
)
CONTRAST = Tokens(  # every pair of text and back is 7:1 or more, lines are as clear as text
    background="#000000",
    surface="#000000",
    raised="#0D0D0D",
    line="#8C8C8C",
    text="#FFFFFF",
    secondary="#E0E0E0",
    disabled="#A0A0A0",
    accent="#FFD84D",
    on_accent="#000000",
    ready="#5CF08A",
    talking="#8AC7FF",
    hold="#FFB84D",
    wrapup="#D9B3FF",
    away="#E0E0E0",
    trouble="#FF9A94",
)
TONES = ("ready", "talking", "hold", "wrapup", "away", "trouble", "accent")
FONTS = (
    "Segoe UI",
    "SF Pro Text",
    "PingFang SC",
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Noto Sans",
)


def blend(front: str, back: str, part: float) -> str:
    """``part`` of the front colour over the back colour."""
    f, b = QColor(front), QColor(back)
    mixed = [round(x * part + y * (1 - part)) for x, y in zip(f.getRgb()[:3], b.getRgb()[:3], strict=True)]  # type: ignore[index]
    return QColor(*mixed).name()


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.1, relative luminance)."""

    def luminance(color: str) -> float:
        c = QColor(color)
        linear = [
            v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
            for v in (c.redF(), c.greenF(), c.blueF())
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def text_scale() -> float:
    """How much larger than designed the text is: 1.0 to 2.0. The application's font carries it."""
    size = QApplication.font().pixelSize()
    return size / BODY_PX if size > 0 else 1.0


def px(designed: float) -> int:
    """A length of the design, in pixels of today's text size."""
    return round(designed * text_scale())


class Look(QObject):
    """The present look; ``changed`` says that everything painted by hand must be painted again.

    ``scaled`` comes before it when the text has another size: fixed lengths follow then.
    """

    changed = Signal()
    scaled = Signal()

    def __init__(self, mode: Mode = "system", scale: float = 1.0) -> None:
        super().__init__()
        self._mode: Mode = mode
        self._scale = min(MOST_SCALE, max(LEAST_SCALE, scale))
        self._icons: dict[tuple[str, str, int, float], QPixmap] = {}
        self._images = QTemporaryDir()
        self.tokens = LIGHT
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.use(mode)

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def scale(self) -> float:
        return self._scale

    @property
    def dark(self) -> bool:
        return self.tokens is not LIGHT

    def use(self, mode: Mode) -> None:
        self._mode = mode
        self.tokens = _tokens_of(mode)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setStyle("Fusion")
            app.setFont(_font(round(BODY_PX * self._scale)))
            app.setPalette(palette(self.tokens))
            app.setStyleSheet(style_sheet(self.tokens, self._write_images(), text_scale()))
        self.changed.emit()

    def use_scale(self, scale: float) -> None:
        """1.0 to 2.0; the window follows at once."""
        scale = min(MOST_SCALE, max(LEAST_SCALE, scale))
        if scale != self._scale:
            self._scale = scale
            self.use(self._mode)
            self.scaled.emit()

    def _write_images(self) -> str:
        """Style sheets take pictures from files only: the two that they need, in today's colours."""
        folder = Path(self._images.path())
        names = {id(LIGHT): "light", id(DARK): "dark"}  # another name each: Qt caches pictures by name
        mode = names.get(id(self.tokens), "contrast")
        made = folder / mode
        made.mkdir(exist_ok=True)
        for name, icon, token in (("check", "check", "on_accent"), ("chevron", "chevron-down", "secondary")):
            (made / f"{name}.svg").write_text(tinted(icon, self.tokens.color(token)), encoding="utf-8")
        return made.as_posix()

    def color(self, name: str) -> QColor:
        return QColor(self.tokens.color(name))

    def pixmap(self, name: str, tone: str = "text", size_px: int = 16) -> QPixmap:
        """``size_px`` as designed: it grows with the text."""
        ratio = QGuiApplication.primaryScreen().devicePixelRatio() if QGuiApplication.primaryScreen() else 1.0
        size_px = px(size_px)
        key = (name, self.tokens.color(tone), size_px, ratio)
        if key not in self._icons:
            self._icons[key] = draw_icon(name, self.tokens.color(tone), size_px, ratio)
        return self._icons[key]

    def icon(self, name: str, tone: str = "text", size_px: int = 16) -> QIcon:
        icon = QIcon(self.pixmap(name, tone, size_px))
        icon.addPixmap(self.pixmap(name, "disabled", size_px), QIcon.Mode.Disabled)
        return icon

    def _system_changed(self) -> None:
        if self._mode == "system":
            self.use("system")


def _tokens_of(mode: Mode) -> Tokens:
    hints = QGuiApplication.styleHints()
    if mode == "contrast" or (mode == "system" and _contrast_wanted()):
        return CONTRAST
    dark = mode == "dark" or (mode == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
    return DARK if dark else LIGHT


def _contrast_wanted() -> bool:
    """Whether the computer is set to high contrast; Qt says so since 6.10."""
    asked = getattr(QGuiApplication.styleHints(), "accessibility", None)
    preference = getattr(asked(), "contrastPreference", None) if callable(asked) else None
    return getattr(preference() if callable(preference) else None, "name", "") == "HighContrast"


def base_font(size_px: int = BODY_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The same font for everybody, as large as the text is now: copy it before changing anything."""
    return _font(px(size_px), weight)


@cache
def _font(size_px: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    font = QFont()
    font.setFamilies(list(FONTS))
    font.setPixelSize(size_px)
    font.setWeight(weight)
    font.setFeature(QFont.Tag.fromString("tnum"), 1)  # type: ignore[arg-type]
    return font


def palette(tokens: Tokens) -> QPalette:
    """For what the style sheet does not reach: menus of the system, selections, place holders."""
    role = QPalette.ColorRole
    made = QPalette()
    for group_role, name in (
        (role.Window, "background"),
        (role.Base, "surface"),
        (role.AlternateBase, "background"),
        (role.Button, "surface"),
        (role.ToolTipBase, "raised"),
        (role.WindowText, "text"),
        (role.Text, "text"),
        (role.ButtonText, "text"),
        (role.ToolTipText, "text"),
        (role.PlaceholderText, "secondary"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Link, "accent"),
        (role.Accent, "accent"),
    ):
        made.setColor(group_role, QColor(tokens.color(name)))
    for group_role in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, group_role, QColor(tokens.disabled))
    return made


def token_names() -> tuple[str, ...]:
    return tuple(field.name for field in fields(Tokens))
