"""The parts of the shell that nobody needs in the first second: palette, small window, tray, links, log.

Each is loaded when it is first used, or a moment after the window stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.ui import bindings_shell
from app.ui.presenters.desk import Desk, Stage
from app.ui.rooms.bench import Bench

if TYPE_CHECKING:
    from app.contracts.colleagues import ColleagueView
    from app.contracts.customers import CustomerFile
    from app.contracts.notices import NoticeView
    from app.ui.presenters.compact import CompactPresenter
    from app.ui.presenters.computer import ComputerPresenter
    from app.ui.presenters.notices import NoticePresenter
    from app.ui.presenters.palette import Command, PalettePresenter
    from app.ui.rooms.shell import ShellRoom
    from app.ui.views.compact_window import CompactWindow
    from app.ui.views.palette import Palette
    from app.ui.views.tray import Tray

LATER_MS = 1500
COMPACT_KEYS = ("answer", "hold", "mute", "hang_up")


class ShellMore:
    def __init__(self, bench: Bench, shell: ShellRoom) -> None:
        self._bench, self._shell = bench, shell
        self.dial: Callable[[str], object] | None = None  # the telephone's room: shows the number to call
        self.open_customer: Callable[[str], None] = lambda _customer_id: None
        self.palette: PalettePresenter | None = None
        self.compact: CompactPresenter | None = None
        self.computer: ComputerPresenter | None = None
        self.notices: NoticePresenter | None = None
        self._palette_view: Palette | None = None
        self.compact_window: CompactWindow | None = None
        self.tray: Tray | None = None
        self._kept_link = ""
        self.names: set[str] = set()  # of customers seen since signing in: they stay out of the log bundle
        bench.store.listen(self._follow)
        window = bench.window
        window.add_key("Ctrl+K", self.open_palette)
        window.add_key("Ctrl+Shift+M", self.show_compact)
        window.state_bar.commands.connect(self.open_palette)
        window.state_bar.compact.connect(self.show_compact)
        window.settings.section_shown.connect(self._section_shown)

    def start(self) -> None:
        QTimer.singleShot(LATER_MS, self._bench.window, self._later)

    def refresh(self) -> None:
        for presenter in (self.compact, self.computer, self.notices):
            if presenter is not None:
                presenter.refresh()

    def tick(self) -> None:
        if self.palette is not None:
            self.palette.tick()
        if self.compact is not None:
            self.compact.tick()

    def stop(self) -> None:
        if self.tray is not None:
            self.tray.take_down()
        if self.compact_window is not None:
            self.compact_window.close()  # what still comes in is shown to it: it goes with the presenter

    def _follow(self, before: Desk, after: Desk) -> None:
        window = self._bench.window
        if before.locked and not after.locked and self._kept_link:
            link, self._kept_link = self._kept_link, ""
            self.follow_link(link)
        if after.offer is not None and before.offer is not after.offer:
            self._note_name(after.offer.file)
            window.show_side("customer")
        if after.call is not None and before.call is not after.call:
            self._note_name(after.call.file)
        if after.stage is Stage.WRAP_UP and before.stage is not Stage.WRAP_UP:
            window.show_side("tools")

    def _note_name(self, file: CustomerFile) -> None:
        if file.customer is not None:
            self.names.add(file.customer.name)

    def urgent_notice(self, notice: NoticeView) -> None:
        if self.notices is not None:
            self.notices.urgent(notice)

    # --- the palette -------------------------------------------------------------------------

    def open_palette(self) -> None:
        if self.palette is None or self._palette_view is None:
            self.palette, self._palette_view = self._make_palette()
        if self._palette_view.isVisible():
            self._palette_view.close_palette()
            return
        self._palette_view.open_palette()
        self.palette.open()

    def _make_palette(self) -> tuple[PalettePresenter, Palette]:
        from app.ui.presenters.palette import PalettePresenter
        from app.ui.views.palette import Palette

        bench, house = self._bench, self._bench.house
        view = Palette(house.look, bench.window)
        made = PalettePresenter(
            bindings_shell.Commands(bench.window, view),
            bench.store,
            house.words,
            house.tasks,
            house.clock,
            bench.client,
            self._commands,
            self._call_colleague if self.dial is not None else None,
            self._open_customer,
        )
        view.typed.connect(made.type)
        view.chosen.connect(made.choose)
        view.closed.connect(made.close)
        bench.window.resized.connect(view.place)
        return made, view

    def _commands(self) -> Iterator[Command]:
        from app.ui.rooms.commands import settings_commands, window_commands

        bench, shell, words = self._bench, self._shell, self._bench.house.words
        yield from window_commands(
            bench.window,
            words,
            shell.keys.keymap,
            bench.store.desk.stage.value,
            shell.agent.choices(),
            shell.choose_state,
        )
        yield from settings_commands(bench.window, words, shell.choose_mode, shell.choose_language)
        yield from self._own_commands()

    def _own_commands(self) -> Iterator[Command]:
        from app.ui.presenters.palette import Command

        w, shell = self._bench.house.words, self._shell

        def test_call() -> None:
            shell.show_devices()
            shell.devices.test()

        yield Command(
            "test-call", "setting", w("Test call: hear yourself"), test_call, icon="mic", also="test headset"
        )
        yield Command(
            "log-bundle", "setting", w("Log for support"), self.show_bundle, icon="box", also="log support"
        )

    def _call_colleague(self, colleague: ColleagueView) -> None:
        if self.dial is not None:
            self.dial(colleague.extension)

    def _open_customer(self, customer_id: str) -> None:
        self._bench.window.show_page("desk")
        self.open_customer(customer_id)

    # --- links -------------------------------------------------------------------------------

    def follow_link(self, link: str) -> None:
        """A tel: or sip: link clicked in another program. The window comes to the front: she asked."""
        from app.ui.presenters.links import number_of_link

        window, number = self._bench.window, number_of_link(link)
        self.raise_window()
        if self._bench.store.desk.locked:
            self._kept_link = link  # until the window is unlocked
            return
        if number and self.dial is not None:
            self.dial(number)
        elif link:
            window.toast.say(self._bench.house.words("There is no telephone number in this link."))

    def raise_window(self) -> None:
        self.leave_compact()
        window = self._bench.window
        window.showNormal() if window.isMinimized() else window.show()
        window.raise_()
        window.activateWindow()

    # --- the small window --------------------------------------------------------------------

    def show_compact(self) -> None:
        from app.ui.presenters.compact import CompactPresenter
        from app.ui.views.compact_window import CompactWindow

        bench, house = self._bench, self._bench.house
        if self.compact_window is None:
            view = self.compact_window = CompactWindow(house.look)
            self.compact = CompactPresenter(
                view, bench.store, house.words, house.clock, bench.session.config.not_ready_reasons
            )
            view.acted.connect(self._compact_act)
            view.leave.connect(self.raise_window)
        if self.compact is not None:
            self.compact.refresh()
        keymap = self._shell.keys.keymap
        actions = (*COMPACT_KEYS, "palette", "compact")
        self.compact_window.use_keys({action: keymap.keys(action) for action in actions})
        self.compact_window.show_at(bench.window)
        bench.window.hide()

    def leave_compact(self) -> None:
        if self.compact_window is not None and self.compact_window.isVisible():
            self.compact_window.hide()

    def _compact_act(self, action_id: str) -> None:
        if action_id not in COMPACT_KEYS:  # there is no room for it: the whole window comes back
            self.raise_window()
            if action_id == "compact":
                return
        act = self._bench.window.can_do().get(action_id)
        if act is not None:
            act()

    # --- a moment later ----------------------------------------------------------------------

    def _later(self) -> None:
        from app.ui.presenters.notices import NoticePresenter
        from app.ui.views.tray import Tray

        bench, house, shell = self._bench, self._bench.house, self._shell
        if self.tray is None and Tray.possible():
            tray = self.tray = Tray(house.look)
            tray.opened.connect(self.raise_window)
            tray.state_chosen.connect(shell.choose_state)
            tray.compact.connect(self.show_compact)
            tray.quit.connect(bench.window.close)
        self.notices = NoticePresenter(
            bindings_shell.Notices(bench.window, self.tray, lambda: self.compact_window),
            bench.store,
            house.words,
            bench.session.config.not_ready_reasons,
            house.settings,
        )
        self.notices.refresh()

    def _section_shown(self, name: str) -> None:
        if name != "computer":
            return
        if self.computer is None:
            from app.ui.presenters.computer import ComputerPresenter
            from app.ui.system import this_computer

            bench, house = self._bench, self._bench.house
            made = self.computer = ComputerPresenter(
                bindings_shell.Place(bench.window), house.words, house.tasks, this_computer(), house.settings
            )
            view = bench.window.settings.computer
            view.notifications_chosen.connect(made.choose_notifications)
            view.autostart_chosen.connect(made.choose_autostart)
            view.links_chosen.connect(made.choose_links)
            view.lock_chosen.connect(made.choose_lock)
        self.computer.load()

    # --- the log bundle, first steps -----------------------------------------------------------

    def show_bundle(self) -> None:
        from app.ui.rooms.support import show_bundle

        show_bundle(self._bench, self.names)

    def show_first_steps(self) -> None:
        from app.ui.rooms.first_steps import show_first_steps

        show_first_steps(self._bench, self._shell)
