"""What supervisors and administrators look after: messages sent, types and rules of tickets, channels,
what notices say.

The page and each part of it are made when they are first shown; who has no right to a part does not see it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtWidgets import QFileDialog

from app.ui.i18n import tr
from app.ui.rooms.bench import Bench

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.presenters.channels import ChannelsPresenter
    from app.ui.presenters.notice_texts import NoticeTextsPresenter, TextTyped
    from app.ui.presenters.outgoing import OutgoingPresenter, Which
    from app.ui.presenters.set_up_editor import SetUpEditor
    from app.ui.presenters.set_up_rules import RulesPresenter
    from app.ui.presenters.set_up_types import TypesPresenter
    from app.ui.views.manage_page import ManagePage
    from app.ui.views.set_up_editor import SetUpEditorView

PAGE = "manage"
PARTS = {  # part → the right to it
    "outgoing": "outgoing.see",
    "types": "tickets.set-up",
    "rules": "tickets.set-up",
    "channels": "channels.set-up",
    "texts": "channels.set-up",
}
LARGEST_FILE_BYTES = 1_500_000


class Shown(Protocol):
    """What the presenters of all parts have in common."""

    def page_shown(self, shown: bool) -> None: ...
    def refresh(self) -> None: ...


class ManageRoom:
    """``types``: those of tickets, code and name; ``types_changed``: told when some were put in force."""

    def __init__(
        self,
        bench: Bench,
        open_ticket: Callable[[str], None],
        open_customer: Callable[[str], None],
        types: Callable[[], tuple[tuple[str, str], ...]],
        types_changed: Callable[[], None],
    ) -> None:
        self._bench, self._types, self._types_changed = bench, types, types_changed
        self._open_ticket, self._open_customer = open_ticket, open_customer
        rights = bench.session.config.user.rights
        self._allowed = [part for part, right in PARTS.items() if right in rights]
        self._page: ManagePage | None = None
        self.outgoing: OutgoingPresenter | None = None
        self.types: TypesPresenter | None = None
        self.rules: RulesPresenter | None = None
        self.channels: ChannelsPresenter | None = None
        self.texts: NoticeTextsPresenter | None = None
        if self._allowed:
            bench.window.rail.allow(PAGE)
            bench.window.manage.made_by(self._make)
            bench.window.page_shown.connect(self._page_shown)

    # --- life ------------------------------------------------------------------------------------

    def _presenters(self) -> dict[str, Shown]:
        made: dict[str, Shown | None] = {
            "outgoing": self.outgoing,
            "types": self.types,
            "rules": self.rules,
            "channels": self.channels,
            "texts": self.texts,
        }
        return {part: presenter for part, presenter in made.items() if presenter is not None}

    def refresh(self) -> None:
        for presenter in self._presenters().values():
            presenter.refresh()

    def tick(self) -> None:
        if self.outgoing is not None:
            self.outgoing.tick()

    def _make(self) -> QWidget:
        from app.ui.views.manage_page import ManagePage

        makers: dict[str, Callable[[], QWidget]] = {
            "outgoing": self._make_outgoing,
            "types": self._make_types,
            "rules": self._make_rules,
            "channels": self._make_channels,
            "texts": self._make_texts,
        }
        page = self._page = ManagePage({part: makers[part] for part in self._allowed})
        page.part_shown.connect(lambda _part: self._tell_shown())
        page.show_part(self._allowed[0])
        return page

    def _page_shown(self, page: str) -> None:
        self._tell_shown(page == PAGE)

    def _tell_shown(self, here: bool = True) -> None:
        """Only the part that is looked at reads from the server."""
        shown = self._page.part if self._page is not None and here else ""
        for part, presenter in self._presenters().items():
            presenter.page_shown(part == shown)

    def show_part(self, part: str) -> None:
        self._bench.window.show_page(PAGE)
        self._bench.window.manage.build()
        if self._page is not None:
            self._page.show_part(part)

    # --- the parts -------------------------------------------------------------------------------

    def _make_outgoing(self) -> QWidget:
        from app.ui.bindings_manage import Outgoing
        from app.ui.presenters.outgoing import OutgoingPresenter
        from app.ui.views.outgoing_page import OutgoingPage

        bench, house = self._bench, self._bench.house
        view = OutgoingPage(house.look)
        made = self.outgoing = OutgoingPresenter(
            Outgoing(bench.window, lambda: self._page, view),
            bench.store,
            house.words,
            house.tasks,
            house.clock,
            bench.client,
        )
        view.which.connect(lambda which: made.choose(cast("Which", which)))
        view.reload.connect(made.load)
        view.rows.near_end.connect(made.more)
        view.detail.retry.connect(made.retry)
        view.detail.opened.connect(lambda subject: self._open_ticket(subject.partition(":")[2]))
        view.detail.customer.connect(self._open_customer)
        made.refresh()
        return view

    def _make_types(self) -> QWidget:
        from app.ui.bindings_manage import Types
        from app.ui.presenters.set_up_types import TypesPresenter
        from app.ui.views.types_page import TypesPage

        bench, house = self._bench, self._bench.house
        view = TypesPage(house.look)
        made = self.types = TypesPresenter(
            Types(bench.window, view),
            bench.store,
            house.words,
            house.tasks,
            bench.client,
            bench.drafts,
            self._types_changed,
        )
        view.chosen.connect(made.choose)
        view.reload.connect(made.load)
        view.edit.connect(made.editor.open)
        self._wire_editor(view.editor, made.editor, "ticket-types.yaml")
        made.refresh()
        return view

    def _make_rules(self) -> QWidget:
        from app.ui.bindings_manage import Rules
        from app.ui.presenters.set_up_rules import RulesPresenter
        from app.ui.views.rules_page import RulesPage

        bench, house = self._bench, self._bench.house
        view = RulesPage(house.look)
        made = self.rules = RulesPresenter(
            Rules(bench.window, view),
            bench.store,
            house.words,
            house.tasks,
            bench.client,
            bench.drafts,
            self._named,
        )
        view.reload.connect(made.load)
        view.edit.connect(made.editor.open)
        self._wire_editor(view.editor, made.editor, "ticket-rules.yaml")
        made.refresh()
        return view

    def _named(self, kind: str, code: str) -> str:
        """What a code of the rules is called; itself where nobody knows it."""
        if kind == "type":
            return dict(self._types()).get(code, code)
        config, words = self._bench.session.config, self._bench.house.words
        labels = {each.queue_id: each.name for each in config.queues}
        if kind == "outcome":
            labels = {each.code: each for each in config.outcomes}
        return words.label(labels[code]) if code in labels else code

    def _make_channels(self) -> QWidget:
        from app.ui.bindings_manage import Channels
        from app.ui.presenters.channels import ChannelsPresenter
        from app.ui.views.channels_page import ChannelsPage

        bench, house = self._bench, self._bench.house
        view = ChannelsPage(house.look)
        made = self.channels = ChannelsPresenter(
            Channels(bench.window, view), bench.store, house.words, house.tasks, house.clock, bench.client
        )
        view.test.connect(made.test)
        view.reload.connect(made.load)
        made.refresh()
        return view

    def _make_texts(self) -> QWidget:
        from app.ui.bindings_manage import Texts
        from app.ui.presenters.notice_texts import NoticeTextsPresenter
        from app.ui.views.notice_texts_page import NoticeTextsPage

        bench, house = self._bench, self._bench.house
        view = NoticeTextsPage(house.look)
        made = self.texts = NoticeTextsPresenter(
            Texts(bench.window, view), bench.store, house.words, house.tasks, bench.client, bench.drafts
        )
        view.chosen.connect(made.choose)
        view.reload.connect(made.load)
        view.form.typed.connect(lambda typed: made.type(cast("TextTyped", typed)))
        view.form.save.connect(made.save)
        view.form.reset.connect(made.reset)
        view.form.discard.connect(made.discard)
        made.refresh()
        return view

    # --- files -----------------------------------------------------------------------------------

    def _wire_editor(self, view: SetUpEditorView, editor: SetUpEditor, name: str) -> None:
        view.typed.connect(editor.type)
        view.check.connect(editor.check)
        view.put.connect(editor.put)
        view.leave.connect(editor.close)
        view.discard.connect(editor.discard)
        view.open_file.connect(lambda: self._open_file(editor))
        view.save_file.connect(lambda text: self._save_file(name, text))

    def _open_file(self, editor: SetUpEditor) -> None:
        asked, _ = QFileDialog.getOpenFileName(
            self._bench.window, tr("Open a file"), "", "YAML (*.yaml *.yml)"
        )
        if not asked:
            return

        async def read() -> str:
            return await asyncio.to_thread(_read, Path(asked))

        house, toast = self._bench.house, self._bench.window.toast
        house.tasks.run(
            "read-set-up",
            read(),
            editor.read_file,
            lambda _: toast.say(house.words("The file cannot be read.")),
        )

    def _save_file(self, name: str, text: str) -> None:
        asked, _ = QFileDialog.getSaveFileName(self._bench.window, tr("Save the file"), name)
        if not asked:
            return
        house, toast, path = self._bench.house, self._bench.window.toast, Path(asked)

        async def write() -> None:
            await asyncio.to_thread(path.write_text, text, "utf-8")

        house.tasks.run(
            "write-set-up",
            write(),
            lambda _: toast.say(house.words("{name} is saved.", name=path.name)),
            lambda _: toast.say(house.words("The file could not be saved there.")),
        )


def _read(path: Path) -> str:
    """Raises OSError; no more than is needed to see that it is too large."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE_BYTES).decode("utf-8", errors="replace")
