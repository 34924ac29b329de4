"""The window locks itself while nobody is there: nothing of a customer is seen, the telephone goes on.

In:  how long nothing was pressed or moved, her wish to lock, the password typed. Out: ``LockFace``.
Who talks, dials or is rung is there: the window never locks itself then, and a call can always be answered.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.ui.presenters.desk import Desk, Stage, WindowLocked
from app.ui.presenters.ports import Clock, Words
from app.ui.presenters.store import DeskStore

MINUTES = (0, 2, 5, 10, 15, 30, 60)  # that can be chosen; 0: never by itself
ALONE = (Stage.IDLE, Stage.HELD, Stage.WRAP_UP)  # she may have left her desk
TRIES = 5
PAUSE_S = 30.0


@dataclass(frozen=True, slots=True)
class LockFace:
    """``problem``: why it stays locked. ``why_not_out``: why she cannot sign out now, "" where she can."""

    name: str
    problem: str
    may_try: bool
    why_not_out: str


class LockView(Protocol):
    def show_lock(self, face: LockFace) -> None: ...
    def lift_lock(self) -> None: ...
    def empty_field(self) -> None: ...


class LockSettings(Protocol):
    def load_lock_minutes(self) -> int: ...


class LockPresenter:
    """``idle_s``: for how long nobody has touched keyboard or mouse. ``password``: of the sign-in."""

    def __init__(
        self,
        view: LockView,
        store: DeskStore,
        words: Words,
        clock: Clock,
        settings: LockSettings,
        idle_s: Callable[[], float],
        name: str,
        password: str,
    ) -> None:
        self._view, self._store, self._words, self._clock = view, store, words, clock
        self._settings, self._idle_s = settings, idle_s
        self._name, self._password = name, password.encode()
        self._here_at = clock.monotonic()  # when she was last known to be here without touching anything
        self._wrong, self._wait_until = 0, 0.0
        self._problem = ""
        self._shown: LockFace | None = None
        store.listen(self._changed)

    @property
    def locked(self) -> bool:
        return self._store.desk.locked

    def refresh(self) -> None:
        self._shown = None
        self._show()

    def tick(self) -> None:
        now = self._clock.monotonic()
        if self.locked:
            if self._wait_until and now >= self._wait_until:
                self._wait_until, self._problem = 0.0, ""
            self._show()
            return
        if self._store.desk.stage not in ALONE:
            self._here_at = now
            return
        limit_s = self._settings.load_lock_minutes() * 60
        if limit_s and min(self._idle_s(), now - self._here_at) >= limit_s:
            self.lock()

    # --- wishes ------------------------------------------------------------------------------

    def lock(self) -> None:
        if not self.locked:
            self._problem, self._shown = "", None
            self._store.dispatch(WindowLocked(True))
            self._show()

    def unlock(self, typed: str) -> None:
        """Compared here: it works without the server, too."""
        if not self.locked or not typed or self._clock.monotonic() < self._wait_until:
            return
        self._view.empty_field()
        if not hmac.compare_digest(typed.encode(), self._password):
            self._refuse()
            return
        self._wrong, self._problem = 0, ""
        self._here_at = self._clock.monotonic()
        self._view.lift_lock()
        self._store.dispatch(WindowLocked(False))

    def _refuse(self) -> None:
        self._wrong += 1
        self._problem = self._words("This is not the password you signed in with.")
        if self._wrong % TRIES == 0:
            self._wait_until = self._clock.monotonic() + PAUSE_S
        self._show()

    # --- showing -----------------------------------------------------------------------------

    def _changed(self, _before: Desk, after: Desk) -> None:
        if after.locked:
            self._show()

    def _show(self) -> None:
        if not self.locked:
            return
        face = self._face(self._store.desk)
        if face != self._shown:
            self._shown = face
            self._view.show_lock(face)

    def _face(self, desk: Desk) -> LockFace:
        w, wait_s = self._words, self._wait_until - self._clock.monotonic()
        problem = self._problem
        if wait_s > 0:
            problem = w(
                "Too many wrong passwords. Please try again in {seconds} s.", seconds=max(1, round(wait_s))
            )
        talks = desk.call is not None and desk.call.state != "ENDED"
        why_not = w("You can sign out when the call is over.") if talks or desk.offer is not None else ""
        return LockFace(self._name, problem, wait_s <= 0, why_not)
