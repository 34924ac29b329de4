"""Little room and many words: nothing is cut off or laid over something else."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.ui.presenters.agent import QueueFace, TodayFace
from app.ui.presenters.connection import LineFace
from app.ui.presenters.file_face import Match
from app.ui.presenters.lock import LockFace
from app.ui.theme import Look
from app.ui.views.customer_file import CustomerFileView
from app.ui.views.lock_cover import LockCover
from app.ui.views.matches_bar import MatchesBar
from app.ui.views.state_bar import StateBar

_kept: list[object] = []  # one QApplication for all tests of the process


@pytest.fixture
def look() -> Iterator[Look]:
    if not _kept:
        platform = [] if os.environ.get("DISPLAY") else ["-platform", "offscreen"]
        _kept.append(QApplication.instance() or QApplication(["seatline", *platform]))
    made = Look("light", 1.0)
    yield made
    made.use_scale(1.0)


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def cut_off(widget: QWidget) -> list[str]:
    """Words in one line for which there is less room than they need."""
    return [
        each.text()
        for each in widget.findChildren(QLabel)
        if each.isVisible()
        and not each.wordWrap()
        and each.width() < each.fontMetrics().horizontalAdvance(each.text())
    ]


def overlapping(*widgets: QWidget) -> list[tuple[str, str]]:
    there = [each for each in widgets if each.isVisible()]
    return [
        (one.objectName(), other.objectName())
        for place, one in enumerate(there)
        for other in there[place + 1 :]
        if one.geometry().intersects(other.geometry())
    ]


@pytest.mark.parametrize("width", [1024, 1280])
def test_a_sentence_about_the_outbox_cuts_no_queue_off(look: Look, width: int):
    window, bar = QWidget(), StateBar(look)
    bar.setParent(window)  # which does not grow with it
    window.resize(width, 48)
    bar.resize(width, 48)
    window.show()
    names = ("After-sales", "Sales", "Complaints and suggestions")
    bar.show_queues(tuple(QueueFace(name, name, 3, "1:05", 1) for name in names))
    bar.show_today(TodayFace("42", "3:12", "1"))
    bar.show_line(LineFace(True, "Phone ready", ""))
    bar.narrow(width < 1160)
    settle()
    before = sum(each.isVisible() for each in bar.findChildren(QLabel))
    bar.show_line(LineFace(False, "No connection to the server", "2 waiting to be sent"))
    settle()
    assert cut_off(bar) == []
    bar.show_line(LineFace(True, "Phone ready", ""))
    settle()
    assert sum(each.isVisible() for each in bar.findChildren(QLabel)) == before, "it comes back"
    window.close()


@pytest.mark.parametrize(("scale", "width"), [(1.0, 560), (1.0, 900), (2.0, 1080)])
def test_each_of_four_customers_with_one_number_can_be_read_and_chosen(look: Look, scale: float, width: int):
    look.use_scale(scale)
    bar = MatchesBar(look)
    names = ("李明", "赵雪梅", "欧阳思远", "Alexander Montgomery-Whitfield")
    bar.show_matches(tuple(Match(name, name, "VIP", "VIP", "", "上海", name == "李明") for name in names))
    bar.resize(width, 60)
    bar.show()
    settle()
    bar.resize(width, bar.sizeHint().height())
    settle()
    buttons = [each for each in bar.findChildren(QPushButton) if each.isVisible()]
    assert len(buttons) == 4 and cut_off(bar) == []
    for button, name in zip(buttons, names, strict=True):
        assert name in button.text()
        assert button.fontMetrics().horizontalAdvance(button.text()) <= button.width()
        assert button.geometry().right() <= width and button.height() >= 36
    bar.close()


@pytest.mark.parametrize("height", [150, 236, 300, 420, 600])
def test_the_file_shows_in_whatever_room_is_left_without_laying_cards_over_each_other(
    look: Look, height: int
):
    file = CustomerFileView(look)
    file.resize(680, height)
    file.show()
    settle()
    assert overlapping(file.who, file.promises, file.timeline, file.last) == []
    assert file.timeline.isVisible() and file.timeline.geometry().bottom() <= height
    assert file.who.isVisible() == (height >= 228)
    file.close()


@pytest.mark.parametrize(("scale", "size"), [(1.0, (1024, 640)), (2.0, (1280, 720))])
def test_the_lock_can_be_read_and_pressed_with_large_text_too(
    look: Look, scale: float, size: tuple[int, int]
):
    look.use_scale(scale)
    window = QWidget()
    window.resize(*size)
    cover = LockCover(look, window)
    window.show()
    cover.fit()
    cover.show()
    cover.show_lock(LockFace("王芳", "This is not the password you signed in with.", True, ""))
    settle()
    assert cut_off(cover) == []
    for button in cover.findChildren(QPushButton):
        corner = button.mapTo(cover, button.rect().bottomRight())
        inside = button.parentWidget().rect().contains(button.geometry())  # type: ignore[union-attr]
        assert inside and cover.rect().contains(corner) and button.height() >= 36, button.objectName()
    window.close()
