"""The desktop's composition root: builds everything, runs it on Qt's event loop, ends it in order.

``run`` is what ``seatline desktop`` does; demo, bench and tests pass ``on_ready`` to drive the window.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import threading
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtWidgets import QApplication

from app.crm_client.errors import CrmError
from app.crm_client.trust import TrustStore
from app.ui import garbage
from app.ui.garbage import UiGarbage
from app.ui.i18n import QtWords, as_language, system_language
from app.ui.loading import load_ahead
from app.ui.messages import sentence
from app.ui.metrics import Metrics
from app.ui.presenters.ports import Credentials, Crm, Trouble
from app.ui.presenters.sign_in import Session, SignInFields, SignInPresenter
from app.ui.settings import SettingsFile
from app.ui.surroundings import LazyCredentials, Surroundings, SystemClock, runs_already
from app.ui.tasks import UiTasks
from app.ui.theme import Look, Mode
from app.ui.views.sign_in_window import SignInWindow

if TYPE_CHECKING:
    from app.telephony import ports as phone
    from app.ui.house import House, PhoneChild
    from app.ui.presenters.store import DeskStore
    from app.ui.rooms.first_steps import FirstStepsRoom
    from app.ui.views.main_window import MainWindow
    from app.ui.workbench import Workbench

_log = logging.getLogger(__name__)
LEAVE_LIMIT_S = 5.0
MODES: dict[str, Mode] = {"light": "light", "dark": "dark", "contrast": "contrast", "system": "system"}


@dataclass(frozen=True, slots=True)
class DesktopOptions:
    """``softphone_argv`` replaces the child's command line, ``softphone_env`` extends its environment.

    ``config_dir`` None: the place where the operating system keeps a program's settings. ``link``: a
    telephone link to follow after signing in. ``first_steps`` None: where nobody has signed in yet.
    """

    server_url: str = ""
    username: str = ""
    trust_sha256: str | None = None
    config_dir: Path | None = None
    language: Literal["zh", "en"] | None = None
    theme: Mode | None = None
    softphone_argv: Sequence[str] | None = None
    softphone_env: Mapping[str, str] | None = None
    link: str = ""
    first_steps: bool | None = None
    make_phone: Callable[[Callable[[phone.PhoneEvent], None]], PhoneChild] | None = None
    credentials: Credentials | None = None


class Desktop:
    """The running desktop. ``workbench`` is None until somebody has signed in."""

    def __init__(self, options: DesktopOptions) -> None:
        self.options = options
        self.config_dir = options.config_dir or _default_config_dir()
        self.config_dir.mkdir(parents=True, exist_ok=True)
        self.settings = SettingsFile(self.config_dir / "desktop.json")
        self.clock = SystemClock()
        self.metrics = Metrics(self.clock.monotonic)
        self.tasks = UiTasks()
        self.words = QtWords()
        now = self.settings.now
        self.look = Look(options.theme or MODES.get(now.theme, "system"), now.text_percent / 100)
        self.words.choose(options.language or as_language(self.settings.now.language) or system_language())
        self.workbench: Workbench | None = None
        self.first_steps: FirstStepsRoom | None = None
        self._link = options.link
        self._leaving = False
        self.ended = asyncio.Event()
        self._trust = TrustStore(self.config_dir / "trusted-servers.json", options.trust_sha256)
        self.sign_in_view = self._make_sign_in_view()

    @property
    def window(self) -> MainWindow | None:
        return self.workbench.window if self.workbench else None

    @property
    def store(self) -> DeskStore | None:
        return self.workbench.store if self.workbench else None

    def start(self) -> None:
        """Show the sign-in window; what is needed after it is loaded while the person types."""
        if self._begins_anew():
            self._begin_first_steps()
        else:
            self._show_sign_in()
        self.tasks.run("load-ahead", load_ahead())

    # --- the first steps ---------------------------------------------------------------------

    def _begins_anew(self) -> bool:
        if self.options.first_steps is not None:
            return self.options.first_steps
        now = self.settings.now
        return not (now.set_up or now.server_url or self.options.server_url)

    def _begin_first_steps(self) -> None:
        from app.ui.rooms.first_steps import FirstStepsRoom

        room = self.first_steps = FirstStepsRoom(
            self.look, self.words, self.tasks, self.settings, self._connect, self._trust
        )
        room.view.closed.connect(self._left_first_steps)
        credentials = self.options.credentials or LazyCredentials()
        room.begin(self.clock, credentials, self._signed_in, self.options.server_url)

    def _left_first_steps(self) -> None:
        """Closed before signing in: that is all for today."""
        if self.workbench is None:
            self.ended.set()

    def _show_window(self) -> None:
        self.first_steps = None
        bench = self.workbench
        if bench is not None:
            bench.window.show()
            if self._link:
                link, self._link = self._link, ""
                bench.shell.more.follow_link(link)

    # --- a second start, a link in another program -------------------------------------------

    def asked_again(self, link: str) -> None:
        """Somebody started the desktop once more, perhaps with a telephone link."""
        bench = self.workbench
        if bench is not None and self.first_steps is None:
            bench.shell.more.follow_link(link)
            return
        self._link = link or self._link
        top = self.first_steps.view if self.first_steps is not None else self.sign_in_view
        top.show()
        top.raise_()
        top.activateWindow()

    # --- signing in and out ----------------------------------------------------------------------

    def _make_sign_in_view(self) -> SignInWindow:
        view = SignInWindow(self.look)
        self.sign_in = SignInPresenter(
            view,
            self.words,
            self.tasks,
            self.clock,
            self._connect,
            self.options.credentials or LazyCredentials(),
            self._trust,
            self._signed_in,
        )
        view.submit.connect(self._submit)
        view.certificate_answered.connect(self.sign_in.certificate_answered)
        view.closed.connect(self.ended.set)
        return view

    def _submit(self, fields: object) -> None:
        if isinstance(fields, SignInFields):
            self.sign_in.submit(fields)

    def _show_sign_in(self) -> None:
        now = self.settings.now
        self.sign_in_view.show()
        self.sign_in.start(self.options.server_url or now.server_url, self.options.username or now.username)

    def _connect(self, server_url: str) -> Crm:
        from app.crm_client.http import CrmClient

        return CrmClient(server_url, self._trust)

    def _signed_in(self, session: Session) -> None:
        from app.ui.workbench import Workbench

        self.settings.change(server_url=session.server_url, username=session.username)
        try:
            self.workbench = Workbench(self._house(), session, self._signed_out)
        except CrmError as error:  # what she writes could not be kept: better not begin
            self._show_sign_in()
            self.sign_in_view.show_error(sentence(Trouble(error.error_id, error.detail), self.words))
            return
        self.workbench.window.closed.connect(self.ended.set)
        steps = self.first_steps
        if steps is None:
            self._show_window()
        self.workbench.start()
        if steps is not None:
            steps.go_on(self.workbench.bench, self.workbench.shell, self._show_window)
        garbage.set_aside()

    def _house(self) -> House:
        from app.ui.house import House

        return House(
            look=self.look,
            words=self.words,
            tasks=self.tasks,
            clock=self.clock,
            settings=self.settings,
            data_dir=self.config_dir / "data",
            metrics=self.metrics,
            make_phone=self.options.make_phone or self._make_phone,
        )

    def _make_phone(self, on_event: Callable[[phone.PhoneEvent], None]) -> PhoneChild:
        from app.telephony.client import Softphone

        return Softphone(on_event, self.options.softphone_argv, self.options.softphone_env)

    def _signed_out(self) -> None:
        bench, self.workbench = self.workbench, None
        garbage.take_back()
        if bench is not None:
            bench.window.closed.disconnect(self.ended.set)
            self._leaving = True
            self.tasks.run("leave", bench.stop(), lambda _: self._left())
        self.sign_in_view = self._make_sign_in_view()
        self._show_sign_in()

    def _left(self) -> None:
        self._leaving = False

    async def stop(self) -> None:
        """End the softphone, the lines and the windows; what waits stays on disk."""
        if self._leaving:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.tasks.settle(), LEAVE_LIMIT_S)
        bench, self.workbench = self.workbench, None
        if bench is not None:
            await bench.stop()
        if self.first_steps is not None:
            self.first_steps.leave()
        self.sign_in_view.close()
        await self.tasks.stop()


def _default_config_dir() -> Path:
    import platformdirs

    return Path(platformdirs.user_config_dir("seatline", appauthor=False))


def build(options: DesktopOptions) -> Desktop:
    """Needs a QApplication and a running qasync loop."""
    return Desktop(options)


def _end_on_signals(desktop: Desktop) -> None:
    """Ctrl+C and the end of the session close the desktop in order; nothing typed is lost."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda _number, _frame: desktop.ended.set())


def run(
    options: DesktopOptions, on_ready: Callable[[Desktop], Coroutine[Any, Any, None]] | None = None
) -> int:
    """Runs until the window is closed (or ``on_ready`` has ended). Returns the exit code."""
    import qasync  # late: importing it chooses the Qt binding

    qt = QApplication.instance() or QApplication(["seatline"])
    if not isinstance(qt, QApplication):
        raise TypeError("the desktop needs a QApplication")
    qt.setApplicationName("Seatline")
    qt.setDesktopFileName("seatline")
    qt.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(qt, already_running=False)
    asyncio.set_event_loop(loop)

    alone = on_ready is None  # not driven by a test, a demo or a measurement
    config_dir = options.config_dir or _default_config_dir()
    if alone and runs_already(config_dir, options.link):
        return 0

    async def live() -> int:
        desktop = build(options)
        around = Surroundings(config_dir, desktop.asked_again) if alone else None
        desktop.start()
        try:
            if on_ready is not None:
                await on_ready(desktop)
            else:
                _end_on_signals(desktop)
                _log.info("the sign-in window is shown")
                await desktop.ended.wait()
        finally:
            await desktop.stop()
            if around is not None:
                around.end()
        return 0

    with UiGarbage(), loop:
        return int(loop.run_until_complete(live()))
