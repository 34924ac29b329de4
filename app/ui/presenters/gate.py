"""Before she goes ready: is there a microphone, is the phone registered, does voice flow both ways?

The line is tested by itself soon after the phone has registered, so that going ready usually takes no time at
all. A test that fails can be passed over; without a microphone or a phone no call could be taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from app.contracts.phone_test import PhoneTestView
from app.ui.presenters.desk import Desk, PhoneLine, ServerLine, Stage
from app.ui.presenters.devices import audio_problem_text
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

SETTLE_S = 1.5  # after registering, before the line is tested by itself
GOOD_FOR_S = 3600.0
PATIENCE_S = 9.0  # a test that has not come back by then counts as failed
LOSS_LIMIT = 0.05
EXPECTED_PACKETS = 50  # a second of voice
CheckId = Literal["device", "phone", "line"]
CheckState = Literal["good", "running", "bad", "waiting"]
Outcome = Literal["", "good", "not-answered", "not-heard", "loses", "failed", "unknown"]
_NO_SUCH_TEST = ("not-found", "http-404", "http-405", "http-501", "invalid")


@dataclass(frozen=True, slots=True)
class Check:
    check_id: CheckId
    state: CheckState
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class GateFace:
    """``go_anyway``: passes over a failed test. ``settings``: leads to the devices."""

    title: str
    checks: tuple[Check, ...]
    go_anyway: bool
    retry: bool
    settings: bool


class GateView(Protocol):
    def show_gate(self, face: GateFace) -> None: ...
    def hide_gate(self) -> None: ...


class GateCrm(Protocol):
    async def phone_test(self) -> PhoneTestView: ...


class GatePresenter:
    """``go`` asks the server for READY."""

    def __init__(
        self,
        view: GateView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: GateCrm,
        go: Callable[[], None],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm, self._go = tasks, clock, crm, go
        self._wanted = False
        self._outcome: Outcome = ""
        self._tested_at = 0.0
        self._running_since: float | None = None
        self._run = 0  # a test that was begun for an earlier registration says nothing about this one
        self._registered_at: float | None = None
        self._shown: GateFace | None = None
        store.listen(self._changed)

    @property
    def outcome(self) -> Outcome:
        return self._outcome

    # --- what the person does ----------------------------------------------------------------

    def ask(self) -> None:
        """She wants to go ready."""
        desk = self._store.desk
        if not self._needed(desk) or self._passed(desk):
            self._leave()
            self._go()
            return
        self._wanted = True
        if self._outcome not in ("", "good", "unknown"):
            self._outcome = ""  # she tries again: so does the test
        self._test_if_possible(desk)
        self._show()

    def go_anyway(self) -> None:
        self._leave()
        self._go()

    def cancel(self) -> None:
        self._leave()

    def retry(self) -> None:
        self._outcome = ""
        self._test_if_possible(self._store.desk)
        self._show()

    def refresh(self) -> None:
        self._shown = None
        self._show()

    def _leave(self) -> None:
        self._wanted, self._shown = False, None
        self._view.hide_gate()

    # --- what happens ------------------------------------------------------------------------

    def _changed(self, before: Desk, after: Desk) -> None:
        if after.phone is PhoneLine.REGISTERED and before.phone is not PhoneLine.REGISTERED:
            self._registered_at, self._outcome = self._clock.monotonic(), ""
            self._run, self._running_since = self._run + 1, None
        if self._wanted:
            if after.stage is not Stage.IDLE or (after.agent and after.agent.state == "READY"):
                self._leave()  # a call, or another desktop of hers, was quicker
                return
            self._test_if_possible(after)
            self._go_on()  # the test may have ended at once: then she is through already

    def tick(self) -> None:
        now, desk = self._clock.monotonic(), self._store.desk
        if self._running_since is not None and now - self._running_since > PATIENCE_S:
            self._ended("failed")
        settled = self._registered_at is not None and now - self._registered_at >= SETTLE_S
        if settled and not self._outcome and self._free(desk):
            self._test_if_possible(desk)
        if self._wanted:
            self._go_on()

    def _go_on(self) -> None:
        if not self._wanted:
            return
        if self._passed(self._store.desk):
            self._leave()
            self._go()
        else:
            self._show()

    def _needed(self, desk: Desk) -> bool:
        """A call that runs or is written up has proved the phone; another phone is not ours to test."""
        return self._free(desk) and desk.phone is not PhoneLine.ELSEWHERE

    def _free(self, desk: Desk) -> bool:
        state = desk.agent.state if desk.agent else ""
        return desk.stage is Stage.IDLE and state in ("NOT_READY", "OFFLINE", "TECH_FAULT")

    def _passed(self, desk: Desk) -> bool:
        line = self._outcome in ("good", "unknown") and self._clock.monotonic() - self._tested_at < GOOD_FOR_S
        return line and desk.phone is PhoneLine.REGISTERED and not self._no_sound(desk)

    def _no_sound(self, desk: Desk) -> bool:
        """Missing, lost, or the system does not let it be opened."""
        return bool(desk.audio_problem)

    def _test_if_possible(self, desk: Desk) -> None:
        old = self._clock.monotonic() - self._tested_at > GOOD_FOR_S
        wanted = not self._outcome or (old and self._outcome == "good")
        ready = desk.phone is PhoneLine.REGISTERED and desk.server is ServerLine.UP
        if not wanted or not ready or self._running_since is not None:
            return
        self._outcome = ""
        self._run += 1
        run, self._running_since = self._run, self._clock.monotonic()
        self._tasks.run(
            "phone-test",
            self._crm.phone_test(),
            lambda result: self._tested(run, result),
            lambda trouble: self._failed(run, trouble),
        )

    def _tested(self, run: int, result: PhoneTestView) -> None:
        if run == self._run:
            self._ended(outcome_of(result))

    def _failed(self, run: int, trouble: Trouble) -> None:
        if run == self._run:
            self._ended("unknown" if trouble.error_id in _NO_SUCH_TEST else "failed")

    def _ended(self, outcome: Outcome) -> None:
        self._outcome, self._running_since = outcome, None
        self._tested_at = self._clock.monotonic()
        self._run += 1
        if self._wanted:
            self._go_on()

    # --- showing -----------------------------------------------------------------------------

    def _show(self) -> None:
        if not self._wanted:
            return
        face = self._face(self._store.desk)
        if face != self._shown:
            self._shown = face
            self._view.show_gate(face)

    def _face(self, desk: Desk) -> GateFace:
        checks = (self._device(desk), self._phone(desk), self._line(desk))
        w = self._words
        bad = any(check.state == "bad" for check in checks)
        only_line = checks[0].state == checks[1].state == "good" and checks[2].state in ("bad", "running")
        return GateFace(
            w("Not ready yet") if bad else w("Just a moment: your phone is being checked"),
            checks,
            go_anyway=only_line,
            retry=checks[2].state == "bad" and checks[0].state == checks[1].state == "good",
            settings=checks[0].state == "bad",
        )

    def _device(self, desk: Desk) -> Check:
        w = self._words
        if self._no_sound(desk):
            return Check("device", "bad", w("Headset"), audio_problem_text(desk.audio_problem, w))
        used = desk.devices.input if desk.devices else ""
        return Check("device", "good", w("Headset"), used or w("Microphone and speaker are there."))

    def _phone(self, desk: Desk) -> Check:
        w = self._words
        match desk.phone:
            case PhoneLine.REGISTERED:
                return Check("phone", "good", w("Phone"), w("Signed in at the server."))
            case PhoneLine.PROBLEM:
                return Check(
                    "phone", "bad", w("Phone"), w("Your phone is not connected. It is tried again by itself.")
                )
            case _:
                return Check("phone", "running", w("Phone"), w("Signing in at the server…"))

    def _line(self, desk: Desk) -> Check:
        w, title = self._words, self._words("Voice both ways")
        if self._running_since is not None:
            return Check("line", "running", title, w("A silent test call, a few seconds…"))
        text = {
            "not-answered": w(
                "The test call did not reach your phone. A firewall or a VPN may be in the way."
            ),
            "not-heard": w("The server does not hear your phone. A firewall or VPN may be in the way."),
            "loses": w("Much of the voice is lost on the way. Use a cable instead of Wi-Fi if you can."),
            "failed": w("The test call did not work. Calls may work all the same."),
        }.get(self._outcome)
        if text is not None:
            return Check("line", "bad", title, text)
        if self._outcome in ("good", "unknown"):
            return Check("line", "good", title, w("Both sides hear each other."))
        return Check("line", "waiting", title, w("Tested when the phone is signed in."))


def outcome_of(result: PhoneTestView) -> Outcome:
    if not result.answered:
        return "not-answered"
    if result.packets_from_phone <= 0:
        return "not-heard"
    lost = result.packets_lost_to_phone or 0
    return "loses" if lost > EXPECTED_PACKETS * LOSS_LIMIT else "good"
