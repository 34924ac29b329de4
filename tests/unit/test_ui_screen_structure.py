"""The comparison of screens: other letters pass, a part that has moved or changed its colour does not."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QImage, QPainter

from scripts.screen_structure import Distance, Plan, distance, load, plan_of, save

WIDTH, HEIGHT = 1280, 800


def window(scale: int = 1, card_x: int = 300, card: str = "#ffffff", lines: int = 8, step: int = 7) -> QImage:
    """A rail, a bar and a card with ``lines`` of writing; ``step``: how wide its letters are."""
    image = QImage(WIDTH * scale, HEIGHT * scale, QImage.Format.Format_RGB32)
    image.fill(QColor("#eef0f3"))
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.fillRect(0, 0, 72, HEIGHT, QColor("#1d2430"))
    painter.fillRect(72, 0, WIDTH - 72, 56, QColor("#ffffff"))
    painter.fillRect(card_x, 120, 420, 400, QColor(card))
    for line in range(lines):
        for x in range(0, 300, step):
            painter.fillRect(card_x + 20 + x, 150 + 40 * line, step // 2, 12, QColor("#20242c"))
    painter.end()
    return image


def apart(one: QImage, other: QImage) -> Distance:
    return distance(plan_of(one), plan_of(other))


def test_the_same_window_is_the_same_in_other_letters_and_twice_the_resolution() -> None:
    assert apart(window(), window()) == Distance(0.0, 0.0)
    assert apart(window(), window(step=9)).is_the_same
    assert apart(window(), window(scale=2)).is_the_same


def test_a_part_that_has_moved_is_gone_or_dark_is_not_the_same() -> None:
    assert not apart(window(), window(card_x=420, card="#c9ced8")).is_the_same
    assert not apart(window(card="#c9ced8"), window(card_x=480, card="#c9ced8")).is_the_same
    assert not apart(window(), window(card="#1d2430")).is_the_same


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    plan: Plan = plan_of(window())
    save({"talking-zh-light": plan}, tmp_path / "kept.json")
    kept = load(tmp_path / "kept.json")["talking-zh-light"]
    assert distance(kept, plan) == Distance(0.0, 0.0) and load(tmp_path / "none.json") == {}
