"""The first steps on a new computer: language, server, sign-in, headset with a test call, keys.

Each step's check mark is earned: the server has answered, the sign-in was accepted, the microphone was heard,
a key or button was pressed. Later steps may be left for another day; the first three may not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from app.crm_client.errors import CrmError
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk
from app.ui.presenters.ports import Crm, Tasks, Trouble, Trust, Words
from app.ui.presenters.sign_in import SignInFields, SignInPresenter, normal_url, readable_fingerprint
from app.ui.presenters.store import DeskStore

StepId = Literal["language", "server", "sign-in", "sound", "keys"]
StepState = Literal["todo", "now", "done", "left"]
STEPS: tuple[StepId, ...] = ("language", "server", "sign-in", "sound", "keys")
_CERTIFICATE = ("certificate-unknown", "certificate-changed")


@dataclass(frozen=True, slots=True)
class StepRow:
    step_id: StepId
    state: StepState
    text: str


@dataclass(frozen=True, slots=True)
class StepsFace:
    """``next_text`` empty: the step's own button goes on. ``skip``: the step may be left for later."""

    now: StepId
    rows: tuple[StepRow, ...]
    next_text: str
    back: bool
    skip: bool


class StepsView(Protocol):
    def show_steps(self, face: StepsFace) -> None: ...
    def show_server(self, url: str) -> None: ...
    def show_server_state(self, text: str, good: bool, busy: bool) -> None: ...
    def show_key_seen(self, text: str) -> None: ...
    def ask_certificate(self, fingerprint: str, changed: bool) -> None: ...
    def close_steps(self) -> None: ...


class FirstSteps:
    """``connect`` makes a client for an address; ``finished`` opens the window."""

    def __init__(
        self,
        view: StepsView,
        words: Words,
        tasks: Tasks,
        connect: Callable[[str], Crm],
        trust: Trust,
        finished: Callable[[], None],
    ) -> None:
        self._view, self._words, self._tasks = view, words, tasks
        self._connect, self._trust, self._finished = connect, trust, finished
        self._now: StepId = "language"
        self._done: set[StepId] = set()
        self._url, self._fingerprint = "", ""
        self._sign_in: SignInPresenter | None = None
        self._sound_tested: Callable[[], bool] = lambda: False
        self._store: DeskStore | None = None
        self._left = False  # the window is closed: what still comes is shown nowhere

    @property
    def server_url(self) -> str:
        return self._url

    def start(self, sign_in: SignInPresenter, url: str = "") -> None:
        """On a new computer."""
        self._sign_in = sign_in
        self._view.show_server(url)
        self.refresh()

    def go_on(self, store: DeskStore, sound_tested: Callable[[], bool]) -> None:
        """Signed in: the steps that need the softphone."""
        self._done |= {"language", "server", "sign-in"}
        self._sound_tested = sound_tested
        self._store = store
        store.listen(self._changed)
        self._move("sound")

    def leave(self) -> None:
        """The window closes, finished or not."""
        self._left = True
        if self._store is not None:
            self._store.ignore(self._changed)

    # --- what the person does ----------------------------------------------------------------

    def next(self) -> None:
        if self._now == "language":
            self._done.add("language")
            self._move("server")
        elif self._now == "sound":
            self._move("keys")
        elif self._now == "keys":
            self._finish()

    def skip(self) -> None:
        self.next()

    def back(self) -> None:
        at = STEPS.index(self._now)
        if at and self._now != "sound":  # signed in: what was before is settled
            self._move(STEPS[at - 1])

    def test_server(self, url: str) -> None:
        """The address is good when a Seatline server answers there."""
        self._url = normal_url(url)
        if not self._url:
            self._view.show_server_state(self._words("Please fill in the server's address."), False, False)
            return
        self._view.show_server_state(self._words("Looking for the server…"), True, True)
        self._tasks.run("reach", self._reach(self._url), lambda _: self._reached(), self._not_reached)

    def certificate_answered(self, accepted: bool) -> None:
        if not accepted or not self._fingerprint:
            self._view.show_server_state(
                self._words("The server's certificate was not confirmed."), False, False
            )
            return
        try:
            self._trust.accept(self._url, self._fingerprint)
        except CrmError as error:
            said = sentence(Trouble(error.error_id, error.detail), self._words)
            self._view.show_server_state(said, False, False)
            return
        self.test_server(self._url)

    def submit(self, username: str, password: str, remember: bool) -> None:
        if self._sign_in is not None:
            self._sign_in.submit(SignInFields(self._url, username, password, remember))

    # --- what comes of it --------------------------------------------------------------------

    async def _reach(self, url: str) -> None:
        client = self._connect(url)
        try:
            await client.reach()
        finally:
            await client.close()

    def _reached(self) -> None:
        if self._left:
            return
        self._view.show_server_state(self._words("The server answers."), True, False)
        self._done.add("server")
        self._move("sign-in")

    def _not_reached(self, trouble: Trouble) -> None:
        if self._left:
            return
        self._done.discard("server")
        if trouble.error_id in _CERTIFICATE and trouble.fingerprint:
            self._fingerprint = trouble.fingerprint
            self._view.show_server_state("", True, False)
            self._view.ask_certificate(
                readable_fingerprint(trouble.fingerprint), trouble.error_id == "certificate-changed"
            )
            return
        self._view.show_server_state(sentence(trouble, self._words), False, False)

    def _changed(self, before: Desk, after: Desk) -> None:
        if before.test is not after.test and self._sound_tested():
            self._done.add("sound")
            self.refresh()
        if self._now == "keys" and after.button is not None and before.button is not after.button:
            self._done.add("keys")
            names = {
                "answer": self._words("Answer"),
                "hang_up": self._words("Hang up"),
                "hold": self._words("Hold or resume"),
                "mute": self._words("Mute or unmute"),
                "unmute": self._words("Mute or unmute"),
            }
            action = names.get(after.button.action, self._words("Redial"))
            self._view.show_key_seen(self._words("{action}: it has arrived, it works.", action=action))
            self.refresh()

    def _finish(self) -> None:
        self.leave()
        self._view.close_steps()
        self._finished()

    def _move(self, step: StepId) -> None:
        self._now = step
        self.refresh()

    # --- showing -----------------------------------------------------------------------------

    def refresh(self) -> None:
        self._view.show_steps(self._face())

    def _face(self) -> StepsFace:
        w, now = self._words, STEPS.index(self._now)
        texts: dict[StepId, str] = {
            "language": w("Language"),
            "server": w("Server"),
            "sign-in": w("Sign in"),
            "sound": w("Headset and test call"),
            "keys": w("Keys"),
        }
        rows = tuple(StepRow(step, self._state(step, at, now), texts[step]) for at, step in enumerate(STEPS))
        next_text = {"language": w("Next"), "sound": w("Next"), "keys": w("Begin work")}.get(self._now, "")
        untested = self._now in ("sound", "keys") and self._now not in self._done
        if untested and self._now == "sound":
            next_text = w("Later")
        return StepsFace(
            self._now, rows, next_text, back=self._now not in ("language", "sound"), skip=untested
        )

    def _state(self, step: StepId, at: int, now: int) -> StepState:
        if at == now:
            return "now"
        if step in self._done:
            return "done"
        return "left" if at < now else "todo"
