"""The style sheet, written with tokens only. Widgets say what they are by properties:

``card``, ``role`` of labels, ``kind`` of buttons, ``tone`` of chips. Space 4·8·12·16·24, corners 6 and 10.
"""

from __future__ import annotations

import re
from typing import Protocol


class StyleTokens(Protocol):
    def color(self, name: str) -> str: ...
    def soft(self, tone: str, part: float = 0.10) -> str: ...


SOFT_PART = 0.08  # a tone on its own tint is still read easily (4.5:1)
_GROWS = re.compile(
    r"(font-size|min-height|max-height|min-width|(?<![a-z-])width|(?<![a-z-])height): (\d+)px"
)
_TONES = ("ready", "talking", "hold", "wrapup", "away", "trouble", "accent")


def style_sheet(t: StyleTokens, images: str, scale: float = 1.0) -> str:
    """``images``: folder with the tinted check.svg and chevron.svg. ``scale``: of text and what holds it."""
    c = t.color
    parts = [_BASE, _INPUTS, _BUTTONS, _LISTS]
    names = (
        "background",
        "surface",
        "raised",
        "line",
        "text",
        "secondary",
        "disabled",
        "accent",
        "on_accent",
    )
    values = {name: c(name) for name in names}
    values |= {name: c(name) for name in ("ready", "trouble", "hold", "wrapup", "talking")}
    values |= {
        "hover": t.soft("text", 0.05),
        "pressed": t.soft("text", 0.10),
        "accent_soft": t.soft("accent", SOFT_PART),
        "accent_hover": t.soft("accent", 0.88),
        "ready_hover": t.soft("ready", 0.88),
        "trouble_hover": t.soft("trouble", 0.88),
        "trouble_soft": t.soft("trouble", 0.08),
        "trouble_line": t.soft("trouble", 0.35),
        "hold_soft": t.soft("hold", SOFT_PART),
        "hold_line": t.soft("hold", 0.35),
        "talking_soft": t.soft("talking", SOFT_PART),
        "field": t.soft("text", 0.02),
        "edge": t.soft("text", 0.20),
    }
    text = "".join(parts).replace("@images", images)
    for name in sorted(values, key=len, reverse=True):
        text = text.replace(f"@{name};", f"{values[name]};").replace(f"@{name} ", f"{values[name]} ")
    text += "".join(_tone(t, tone) for tone in _TONES)
    return text if scale == 1.0 else _GROWS.sub(lambda m: f"{m[1]}: {round(int(m[2]) * scale)}px", text)


def _tone(t: StyleTokens, tone: str) -> str:
    return (
        f'QLabel[chip="{tone}"] {{ color: {t.color(tone)}; background: {t.soft(tone, SOFT_PART)};'
        " border-radius: 6px; padding: 2px 8px; font-size: 12px; font-weight: 600; }\n"
        f'QLabel[tone="{tone}"] {{ color: {t.color(tone)}; }}\n'
    )


_BASE = """
QWidget { color: @text; font-size: 13px; }
QMainWindow, QDialog, QWidget[page="true"] { background: @background; }
QFrame[card="true"] { background: @surface; border: 1px solid @line; border-radius: 10px; }
QFrame[bar="true"] { background: @surface; border: none; border-bottom: 1px solid @line; }
QFrame[rail="true"] { background: @surface; border: none; border-right: 1px solid @line; }
QFrame[panel="true"] { background: @surface; border: none; border-left: 1px solid @line; }
QFrame[divider="true"] { background: @line; border: none; }
QFrame[floating="true"] { background: @raised; border: 1px solid @line; border-radius: 10px; }
QFrame[compact="true"] { background: @surface; border: 1px solid @edge; }
QFrame[compact="true"] QPushButton { padding: 0; }
QFrame[banner="trouble"] { background: @trouble_soft; border: 1px solid @trouble_line; border-radius: 10px; }
QFrame[banner="notice"] { background: @hold_soft; border: 1px solid @hold_line; border-radius: 10px; }
QFrame[banner="error"] { background: @trouble_soft; border: 1px solid @trouble_line; border-radius: 6px; }
QFrame[say="true"] { background: @accent_soft; border: 1px solid @line; border-left: 3px solid @accent;
  border-radius: 6px; }
QFrame[banner="hint"] { background: @hold_soft; border: 1px solid @hold_line; border-radius: 6px; }
QFrame[urgent="true"] { border: 1px solid @ready; }
QFrame[person="quiet"] { background: @field; border: 1px solid @line; border-radius: 8px; }
QFrame[person="on"] { background: @talking_soft; border: 1px solid @talking; border-radius: 8px; }
QFrame[card="true"][over="true"] { border: 2px solid @accent; }
QFrame[comment="internal"] { background: @field; border: 1px solid @line; border-radius: 8px; }
QFrame[comment="customer"] { background: @accent_soft; border: 1px solid @accent; border-radius: 8px; }
QFrame[comment="from"] { background: @talking_soft; border: 1px solid @line; border-left: 3px solid @talking;
  border-radius: 8px; }
QFrame[column="plain"] { background: @field; border: 1px solid @line; border-radius: 10px; }
QFrame[column="over"] { background: @accent_soft; border: 2px solid @accent; border-radius: 10px; }
QFrame[column="closed"] { background: transparent; border: 1px solid @line; border-radius: 10px; }
QFrame[urgentNotice="true"] { border: 1px solid @trouble; }
QFrame[toast="true"] { background: @text; border: none; border-radius: 8px; }
QFrame[toast="true"] QLabel { color: @background; }
QLabel { background: transparent; }
QLabel[role="secondary"] { color: @secondary; font-size: 12px; }
QLabel[role="body2"] { color: @secondary; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="title"] { font-size: 15px; font-weight: 600; }
QLabel[role="heading"] { font-size: 20px; font-weight: 600; }
QLabel[role="figure"] { font-size: 20px; font-weight: 600; }
QLabel[role="clock"] { font-size: 28px; font-weight: 600; }
QLabel[role="name"] { font-size: 28px; font-weight: 600; }
QLabel[role="trouble"] { color: @trouble; }
QLabel[role="good"] { color: @ready; font-size: 12px; }
QLabel[role="bad"] { color: @trouble; font-size: 12px; }
QTextBrowser[article="true"] { background: @surface; border: none; padding: 0px; }
QLabel[role="say"] { font-size: 14px; }
QLabel[role="notice"] { color: @hold; font-size: 12px; }
QLabel[role="tag"] { color: @secondary; border: 1px solid @line; border-radius: 6px; padding: 1px 7px;
  font-size: 12px; }
QLabel[role="key"] { color: @secondary; border: 1px solid @line; border-radius: 4px; padding: 0 4px;
  font-size: 11px; }
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 4px 8px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; background: transparent; margin: 0; }
QScrollBar::handle:vertical { background: @edge; border-radius: 3px; min-height: 32px;
  margin: 2px; }
QScrollBar:horizontal { height: 10px; background: transparent; margin: 0; }
QScrollBar::handle:horizontal { background: @edge; border-radius: 3px; min-width: 32px; margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu { background: @raised; border: 1px solid @line; border-radius: 6px; padding: 4px; }
QMenu::item { padding: 7px 24px 7px 8px; border-radius: 4px; min-width: 132px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: @hover; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @line; margin: 4px 0; }
"""

_INPUTS = """
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateTimeEdit { background: @surface; color: @text;
  border: 1px solid @edge; border-radius: 6px; padding: 0 10px; min-height: 34px;
  selection-background-color: @accent; selection-color: @on_accent; }
QPlainTextEdit, QTextEdit { padding: 6px 6px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QDateTimeEdit:focus {
  border: 2px solid @accent; padding: 0 9px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 5px 5px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QDateTimeEdit:disabled {
  background: @field; color: @disabled; border-color: @line; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"] {
  border: 1px solid @trouble; }
QLineEdit[search="true"] { background: @background; border-color: @line; min-height: 30px; max-height: 30px;
  padding: 0 4px; }
QLineEdit[number="true"] { font-size: 20px; min-height: 42px; }
QLineEdit[search="true"]:focus { padding: 0 3px; }
QLineEdit:read-only { background: @field; color: @secondary; }
QPlainTextEdit[mono="true"] { font-family: "DejaVu Sans Mono", "Cascadia Mono", Menlo, monospace; }
QListWidget[card="true"] { background: @surface; border: 1px solid @line; border-radius: 10px; padding: 4px; }
QPlainTextEdit[tall="true"] { min-height: 126px; }
QPlainTextEdit[quiet="true"] { background: @field; border-color: @line; }
QLineEdit[bare="true"] { border: none; background: transparent; font-size: 15px; padding: 0 4px; }
QLineEdit[bare="true"]:focus { border: none; background: transparent; padding: 0 4px; }
QComboBox[narrowed="true"] { border: 1px solid @accent; color: @accent; }
QComboBox::drop-down, QDateTimeEdit::drop-down { border: none; width: 28px; }
QComboBox::down-arrow, QDateTimeEdit::down-arrow { image: url(@images/chevron.svg);
  width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @line; outline: none; padding: 4px;
  selection-background-color: @accent_soft; selection-color: @text; }
QCheckBox { spacing: 8px; background: transparent; min-height: 24px; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid @edge; border-radius: 4px;
  background: @surface; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(@images/check.svg); }
QCheckBox::indicator:focus { border: 2px solid @accent; }
QCheckBox:disabled { color: @disabled; }
"""

_BUTTONS = """
QPushButton { background: @surface; color: @text; border: 1px solid @edge; border-radius: 6px;
  padding: 0 14px; min-height: 34px; font-weight: 500; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @pressed; }
QPushButton:focus { border: 2px solid @accent; padding: 0 13px; }
QPushButton:disabled { color: @disabled; border-color: @line; background: transparent; }
QPushButton[kind="primary"] { background: @accent; color: @on_accent; border: 1px solid @accent; }
QPushButton[kind="primary"]:hover { background: @accent_hover; }
QPushButton[kind="answer"] { background: @ready; color: @on_accent; border: 1px solid @ready; }
QPushButton[kind="answer"]:hover { background: @ready_hover; }
QPushButton[kind="danger"] { background: @trouble; color: @on_accent; border: 1px solid @trouble; }
QPushButton[kind="danger"]:hover { background: @trouble_hover; }
QPushButton[kind="primary"]:focus, QPushButton[kind="answer"]:focus, QPushButton[kind="danger"]:focus {
  border: 2px solid @text; }
QPushButton[kind="primary"]:disabled, QPushButton[kind="answer"]:disabled,
QPushButton[kind="danger"]:disabled {
  background: transparent; color: @disabled; border: 1px solid @line; }
QPushButton[kind="on"] { background: @hold_soft; border: 1px solid @hold; color: @hold; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent; padding: 0 10px; }
QPushButton[kind="quiet"]:hover { background: @hover; }
QPushButton[kind="quiet"]:focus { border: 2px solid @accent; padding: 0 9px; }
QPushButton[kind="link"] { background: transparent; border: none; color: @accent; padding: 0 4px;
  min-height: 24px; }
QPushButton[kind="state"] { background: @background; border: 1px solid @line; padding: 0 10px;
  min-height: 32px; }
QPushButton[kind="state"]:hover { background: @hover; }
QPushButton[kind="state"]:focus { border: 2px solid @accent; padding: 0 9px; }
QPushButton[kind="outcome"] { background: @surface; border: 1px solid @line; text-align: left; padding: 0;
  min-height: 34px; }
QPushButton[kind="outcome"]:hover { background: @hover; }
QPushButton[kind="outcome"]:checked { background: @accent_soft; border: 1px solid @accent; }
QPushButton[kind="outcome"]:focus { border: 2px solid @accent; }
QPushButton[kind="tab"] { background: transparent; border: none; border-bottom: 2px solid transparent;
  border-radius: 0; color: @secondary; padding: 0 4px; min-height: 45px; font-weight: 600; }
QPushButton[kind="tab"]:hover { color: @text; }
QPushButton[kind="tab"]:checked { color: @accent; border-bottom: 2px solid @accent; }
QPushButton[kind="tab"]:focus { color: @accent; }
QPushButton[kind="segment"] { border-radius: 6px; padding: 0 4px; min-height: 34px;
  border: 1px solid @line; }
QPushButton[kind="segment"]:checked { background: @accent_soft; border: 1px solid @accent;
  color: @accent; }
QPushButton[kind="pick"] { background: @surface; border: 1px solid @line; text-align: left; padding: 0;
  min-height: 48px; }
QPushButton[kind="file"] { background: @surface; border: 1px solid @line; text-align: left; padding: 0;
  min-height: 84px; }
QPushButton[kind="pick"]:hover, QPushButton[kind="file"]:hover { background: @hover; }
QPushButton[kind="pick"]:checked, QPushButton[kind="file"]:checked { background: @accent_soft;
  border: 1px solid @accent; }
QPushButton[kind="pick"]:focus, QPushButton[kind="file"]:focus { border: 2px solid @accent; }
QPushButton[kind="filter"] { background: transparent; border: 1px solid transparent; border-radius: 6px;
  color: @secondary; padding: 0 8px; }
QPushButton[kind="filter"]:hover { background: @hover; }
QPushButton[kind="filter"]:checked { background: @accent_soft; color: @accent; }
QPushButton[kind="filter"]:focus { border: 2px solid @accent; padding: 0 7px; }
QPushButton[kind="filter"][pressing="true"] { color: @trouble; font-weight: 600; }
QPushButton[kind="file"] { background: transparent; border: 1px solid transparent; text-align: left;
  padding: 0 8px; font-weight: 400; }
QPushButton[kind="file"]:hover { background: @hover; }
QPushButton[kind="file"]:focus { border: 2px solid @accent; padding: 0 7px; }
QPushButton[kind="choice"] { text-align: left; padding: 0; border: 1px solid @line; }
QPushButton[kind="choice"]:checked { background: @accent_soft; border: 2px solid @accent; }
QPushButton[kind="choice"]:focus { border: 2px solid @text; }
QPushButton[kind="tab"][low="true"] { min-height: 38px; }
QPushButton[kind="digit"] { min-width: 52px; min-height: 44px; font-size: 20px; padding: 0;
  border: 1px solid @line; }
QPushButton[kind="keycap"] { background: @background; border: 1px solid @line; color: @secondary;
  font-size: 12px; min-height: 30px; padding: 0 8px; }
QPushButton[kind="keycap"]:hover { background: @hover; color: @text; }
QPushButton[kind="keycap"]:focus { border: 2px solid @accent; padding: 0 7px; }
QPushButton[kind="keys"] { min-width: 148px; max-width: 220px; background: @background; font-weight: 500; }
QPushButton[kind="keys"][changed="true"] { border: 1px solid @accent; color: @accent; }
QPushButton[kind="keys"][taking="true"] { border: 2px solid @accent; color: @accent; padding: 0 13px;
  background: @accent_soft; }
QProgressBar { background: @pressed; border: none; border-radius: 3px; }
QProgressBar::chunk { background: @trouble; border-radius: 3px; }
QSlider { background: transparent; }
QSlider::groove:horizontal { height: 4px; background: @edge; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 18px; height: 18px; margin: -8px 0; border-radius: 9px;
  background: @surface; border: 2px solid @accent; }
QSlider:focus { border: 2px solid @accent; border-radius: 6px; }
QToolButton[kind="rail"] { border: none; border-radius: 8px; padding: 6px 0; font-size: 11px;
  color: @secondary; }
QToolButton[kind="rail"]:hover { background: @hover; }
QToolButton[kind="rail"]:checked { background: @accent_soft; color: @accent; font-weight: 600; }
QToolButton[kind="rail"]:focus { border: 2px solid @accent; }
"""

_LISTS = """
QListView, QTableView, QListWidget { background: transparent; border: none; outline: none; }
QTableView { gridline-color: transparent; selection-background-color: @accent_soft; selection-color: @text; }
QHeaderView { background: transparent; }
QHeaderView::section { background: transparent; color: @secondary; border: none;
  border-bottom: 1px solid @line; padding: 8px 12px; font-size: 12px; font-weight: 500; }
QTableView::item { padding: 0 12px; border-bottom: 1px solid @line; }
QListWidget::item { padding: 8px; border-radius: 6px; }
QListWidget[widgets="true"]::item { padding: 0; }
QListWidget::item:hover { background: @hover; }
QListWidget::item:selected { background: @accent_soft; color: @text; }
"""
