"""Microphone, speaker and ringing devices by name, with levels and a test; or another phone altogether."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Protocol

from app.telephony import ports as phone
from app.ui.presenters.desk import Desk, OtherPhoneChosen, PhoneLine, Stage
from app.ui.presenters.ports import Clock, Phone, Words
from app.ui.presenters.store import DeskStore

SILENCE_DBFS = -60.0
HARDLY_HEARD_DBFS = -45.0
TEST_S = 4.0
ANSWER_LIMIT_S = 2.0  # within which the softphone says that the test runs
Processing = Literal["auto", "on", "off"]
TestState = Literal["idle", "recording", "playing", "good", "quiet", "failed"]


@dataclass(frozen=True, slots=True)
class Choice:
    """An empty name is the computer's default; ``missing``: chosen before, not plugged in now."""

    name: str
    text: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class DevicesFace:
    """``loading``: the softphone has not told yet which devices there are."""

    inputs: tuple[Choice, ...]
    outputs: tuple[Choice, ...]
    rings: tuple[Choice, ...]
    input: str
    output: str
    chosen_rings: tuple[str, ...]
    processing: Processing
    other_phone: bool
    problem: str
    loading: bool = False


@dataclass(frozen=True, slots=True)
class TestFace:
    """``left_fraction``: what is left of the recording. ``possible``: the button may be pressed."""

    state: TestState
    text: str
    left_fraction: float = 0.0
    possible: bool = True


@dataclass(frozen=True, slots=True)
class DeviceWishes:
    """What is kept in the settings."""

    input: str = ""
    output: str = ""
    rings: tuple[str, ...] = ()
    processing: Processing = "auto"
    other_phone: bool = False


class DeviceSettings(Protocol):
    def load_devices(self) -> DeviceWishes: ...
    def save_devices(self, wishes: DeviceWishes) -> None: ...


class DevicesView(Protocol):
    def show_devices(self, face: DevicesFace) -> None: ...
    def show_levels(self, input_fraction: float, output_fraction: float) -> None: ...
    def show_test(self, face: TestFace) -> None: ...


class DevicesPresenter:
    """Several views may show the same devices (settings, first steps): ``also_show``."""

    def __init__(
        self,
        view: DevicesView,
        store: DeskStore,
        words: Words,
        clock: Clock,
        softphone: Phone,
        settings: DeviceSettings,
    ) -> None:
        self._views, self._store, self._words, self._clock = [view], store, words, clock
        self._phone, self._settings = softphone, settings
        self._wishes = settings.load_devices()
        self._asked_at: float | None = None
        self._began_at: float | None = None
        self._silent = False  # the softphone said nothing to the test
        self._test_shown: TestFace | None = None
        store.listen(self._changed)

    @property
    def tested_well(self) -> bool:
        """The last test call heard the microphone."""
        return self._test(self._store.desk).state == "good"

    def also_show(self, view: DevicesView) -> None:
        self._views.append(view)
        self.refresh()

    def no_longer_show(self, view: DevicesView) -> None:
        self._views = [each for each in self._views if each is not view]

    def start(self) -> None:
        """Tell the softphone what was chosen last time."""
        if not self._wishes.other_phone:
            self._send()

    def refresh(self) -> None:
        self._test_shown = None
        face = self._face(self._store.desk)
        for view in self._views:
            view.show_devices(face)
        self._show_test()

    def tick(self) -> None:
        self._show_test()

    def _changed(self, before: Desk, after: Desk) -> None:
        if before.levels is not after.levels and after.levels is not None:
            for view in self._views:
                view.show_levels(fraction(after.levels.input_dbfs), fraction(after.levels.output_dbfs))
        if before.test is not after.test:
            self._test_moved(after)
        devices = (before.devices, before.audio_problems, before.phone)
        if devices != (after.devices, after.audio_problems, after.phone):
            self.refresh()
        elif before.stage is not after.stage:
            self._show_test()

    # --- what is chosen ----------------------------------------------------------------------

    def choose(
        self, input_name: str, output_name: str, rings: tuple[str, ...], processing: str = "auto"
    ) -> None:
        self._keep(
            DeviceWishes(input_name, output_name, rings, as_processing(processing), self._wishes.other_phone)
        )

    def choose_other_phone(self, other: bool) -> None:
        if other == self._wishes.other_phone:
            return
        self._wishes = replace(self._wishes, other_phone=other)
        self._settings.save_devices(self._wishes)
        self._store.dispatch(OtherPhoneChosen(other))

    def _keep(self, wishes: DeviceWishes) -> None:
        if wishes != self._wishes:
            self._wishes = wishes
            self._settings.save_devices(wishes)
            self._send()
            self.refresh()

    def _send(self) -> None:
        w = self._wishes
        self._phone.send(
            phone.UseDevices(input=w.input, output=w.output, rings=w.rings, processing=w.processing)
        )

    # --- the test call -----------------------------------------------------------------------

    def test(self) -> None:
        """Begins the test, or ends it while it runs."""
        if self._test(self._store.desk).state in ("recording", "playing"):
            self._phone.send(phone.StopTest())
            return
        if not self._possible(self._store.desk):
            return
        self._asked_at, self._began_at, self._silent = self._clock.monotonic(), None, False
        self._phone.send(phone.StartTest(seconds=TEST_S))
        self._show_test()

    def _test_moved(self, desk: Desk) -> None:
        self._asked_at, self._silent = None, False
        if desk.test is not None and desk.test.state == "recording":
            self._began_at = self._clock.monotonic()
        self._show_test()

    def _show_test(self) -> None:
        if self._asked_at is not None and self._clock.monotonic() - self._asked_at > ANSWER_LIMIT_S:
            self._asked_at, self._silent = None, True
        face = self._test(self._store.desk)
        if face != self._test_shown:
            self._test_shown = face
            for view in self._views:
                view.show_test(face)

    def _possible(self, desk: Desk) -> bool:
        return desk.phone is not PhoneLine.ELSEWHERE and desk.stage in (Stage.IDLE, Stage.WRAP_UP)

    def _test(self, desk: Desk) -> TestFace:
        w, possible = self._words, self._possible(desk)
        if self._silent:
            return TestFace(
                "failed", w("The phone program does not answer. Try again in a moment."), 0, possible
            )
        if self._asked_at is not None:
            return TestFace("recording", w("Get ready to speak…"), 1.0, possible)
        run = desk.test
        if run is None or run.state == "stopped":
            text = w("Say a sentence: it is played back to you.")
            if desk.stage not in (Stage.IDLE, Stage.WRAP_UP):
                text = w("Not while you are in a call.")
            return TestFace("idle", text, 0.0, possible)
        if run.state == "recording":
            began = self._began_at if self._began_at is not None else self._clock.monotonic()
            left = max(0.0, 1 - (self._clock.monotonic() - began) / TEST_S)
            return TestFace("recording", w("Speak now: hello, this is a test."), left, possible)
        if run.state == "playing":
            return TestFace("playing", w("This is how you sound…"), 0.0, possible)
        if run.state == "failed":
            return TestFace(
                "failed", w("The test could not run. Choose another device and try again."), 0.0, possible
            )
        if run.heard_dbfs < HARDLY_HEARD_DBFS:
            return TestFace(
                "quiet",
                w("Hardly anything was heard. Is the microphone muted or the wrong one chosen?"),
                0.0,
                possible,
            )
        return TestFace("good", w("Heard well. If the playback was clear, all is right."), 0.0, possible)

    # --- the face ----------------------------------------------------------------------------

    def _face(self, desk: Desk) -> DevicesFace:
        w, wishes = self._words, self._wishes
        problem = ""
        if desk.audio_problem:
            problem = audio_problem_text(desk.audio_problem, w)
        known = tuple(r for r in self._choices(desk, phone.DeviceKind.OUTPUT, "", "") if r.name)
        names = {choice.name for choice in known}
        gone = tuple(
            Choice(name, w("{device} (not plugged in)", device=name), missing=True)
            for name in wishes.rings
            if name not in names
        )
        return DevicesFace(
            inputs=self._choices(desk, phone.DeviceKind.INPUT, wishes.input, w("Computer's default")),
            outputs=self._choices(desk, phone.DeviceKind.OUTPUT, wishes.output, w("Computer's default")),
            rings=known + gone,
            input=wishes.input,
            output=wishes.output,
            chosen_rings=wishes.rings,
            processing=wishes.processing,
            other_phone=wishes.other_phone,
            problem=problem,
            loading=desk.devices is None and desk.phone is not PhoneLine.ELSEWHERE,
        )

    def _choices(self, desk: Desk, kind: phone.DeviceKind, chosen: str, default: str) -> tuple[Choice, ...]:
        known = desk.devices.devices if desk.devices else []
        names = [d.name for d in known if d.kind is kind]
        now = next((d.name for d in known if d.kind is kind and d.default), "")
        first = f"{default} · {now}" if now and default else default
        choices = [Choice("", first)] + [Choice(name, name) for name in dict.fromkeys(names)]
        if chosen and chosen not in names:
            choices.append(
                Choice(chosen, self._words("{device} (not plugged in)", device=chosen), missing=True)
            )
        return tuple(choices)


def as_processing(text: str) -> Processing:
    return "on" if text == "on" else "off" if text == "off" else "auto"


def fraction(dbfs: float) -> float:
    """0 at silence, 1 at full scale."""
    return min(1.0, max(0.0, 1.0 - dbfs / SILENCE_DBFS))


def audio_problem_text(problem: str, words: Words) -> str:
    return {
        "no-microphone": words("No microphone is found. Plug in your headset or choose another device."),
        "microphone-lost": words(
            "The microphone was unplugged; a running call goes on. Plug the headset in again or choose "
            "another device."
        ),
        "no-speaker": words("No speaker is found. Plug in your headset or choose another device."),
        "speaker-lost": words(
            "The speaker was unplugged; a running call goes on. Plug the headset in again or choose "
            "another device."
        ),
    }.get(
        problem,
        words("The sound device cannot be opened. Close other programs that use it or choose another."),
    )
