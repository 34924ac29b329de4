"""Binds the presenters of what is looked after to their parts of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.ui.bindings import Bound

if TYPE_CHECKING:  # the page is made when it is first shown
    from app.ui.presenters.channels import ChannelsFace
    from app.ui.presenters.notice_texts import NoticeTextsFace
    from app.ui.presenters.outgoing import OutgoingFace
    from app.ui.presenters.set_up_editor import EditorFace
    from app.ui.presenters.set_up_rules import RulesFace
    from app.ui.presenters.set_up_types import TypesFace
    from app.ui.views.channels_page import ChannelsPage
    from app.ui.views.main_window import MainWindow
    from app.ui.views.manage_page import ManagePage
    from app.ui.views.notice_texts_page import NoticeTextsPage
    from app.ui.views.outgoing_page import OutgoingPage
    from app.ui.views.rules_page import RulesPage
    from app.ui.views.types_page import TypesPage


class Outgoing(Bound):
    def __init__(self, window: MainWindow, page: Callable[[], ManagePage | None], view: OutgoingPage) -> None:
        super().__init__(window)
        self._page, self._view = page, view

    def show_outgoing(self, face: OutgoingFace) -> None:
        self._view.show_outgoing(face)

    def show_failed(self, count: int) -> None:
        if (page := self._page()) is not None:
            page.show_failed(count)


class Channels(Bound):
    def __init__(self, window: MainWindow, view: ChannelsPage) -> None:
        super().__init__(window)
        self._view = view

    def show_channels(self, face: ChannelsFace) -> None:
        self._view.show_channels(face)


class Texts(Bound):
    def __init__(self, window: MainWindow, view: NoticeTextsPage) -> None:
        super().__init__(window)
        self._view = view

    def show_texts(self, face: NoticeTextsFace) -> None:
        self._view.show_texts(face)


class Editor(Bound):
    def __init__(self, window: MainWindow, view: TypesPage | RulesPage) -> None:
        super().__init__(window)
        self._editor = view

    def show_text(self, text: str) -> None:
        self._editor.show_text(text)

    def show_editor(self, face: EditorFace) -> None:
        self._editor.show_editor(face)


class Types(Editor):
    def __init__(self, window: MainWindow, view: TypesPage) -> None:
        super().__init__(window, view)
        self._view = view

    def show_types(self, face: TypesFace) -> None:
        self._view.show_types(face)


class Rules(Editor):
    def __init__(self, window: MainWindow, view: RulesPage) -> None:
        super().__init__(window, view)
        self._view = view

    def show_rules(self, face: RulesFace) -> None:
        self._view.show_rules(face)
