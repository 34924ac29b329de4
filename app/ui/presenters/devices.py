"""Microphone, speaker and ringing device by name, with levels; or another phone altogether."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.telephony import ports as phone
from app.ui.presenters.desk import Desk, OtherPhoneChosen
from app.ui.presenters.ports import Phone, Words
from app.ui.presenters.store import DeskStore

SILENCE_DBFS = -60.0


@dataclass(frozen=True, slots=True)
class Choice:
    """An empty name is the computer's default; ``missing``: chosen before, not plugged in now."""

    name: str
    text: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class DevicesFace:
    inputs: tuple[Choice, ...]
    outputs: tuple[Choice, ...]
    rings: tuple[Choice, ...]
    input: str
    output: str
    ring: str
    other_phone: bool
    problem: str


@dataclass(frozen=True, slots=True)
class DeviceWishes:
    """What is kept in the settings."""

    input: str = ""
    output: str = ""
    ring: str = ""
    other_phone: bool = False


class DeviceSettings(Protocol):
    def load_devices(self) -> DeviceWishes: ...
    def save_devices(self, wishes: DeviceWishes) -> None: ...


class DevicesView(Protocol):
    def show_devices(self, face: DevicesFace) -> None: ...
    def show_levels(self, input_fraction: float, output_fraction: float) -> None: ...


class DevicesPresenter:
    def __init__(
        self, view: DevicesView, store: DeskStore, words: Words, softphone: Phone, settings: DeviceSettings
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._phone, self._settings = softphone, settings
        self._wishes = settings.load_devices()
        store.listen(self._changed)

    def start(self) -> None:
        """Tell the softphone what was chosen last time."""
        if not self._wishes.other_phone:
            self._send()

    def refresh(self) -> None:
        self._view.show_devices(self._face(self._store.desk))

    def _changed(self, before: Desk, after: Desk) -> None:
        if before.levels != after.levels and after.levels is not None:
            self._view.show_levels(fraction(after.levels.input_dbfs), fraction(after.levels.output_dbfs))
        devices = (before.devices, before.audio_problems, before.phone)
        if devices != (after.devices, after.audio_problems, after.phone):
            self.refresh()

    def choose(self, input_name: str, output_name: str, ring_name: str) -> None:
        wishes = DeviceWishes(input_name, output_name, ring_name, self._wishes.other_phone)
        if wishes != self._wishes:
            self._wishes = wishes
            self._settings.save_devices(wishes)
            self._send()
            self.refresh()

    def choose_other_phone(self, other: bool) -> None:
        if other == self._wishes.other_phone:
            return
        self._wishes = DeviceWishes(self._wishes.input, self._wishes.output, self._wishes.ring, other)
        self._settings.save_devices(self._wishes)
        self._store.dispatch(OtherPhoneChosen(other))

    def _send(self) -> None:
        wishes = self._wishes
        rings = (wishes.ring,) if wishes.ring else ()
        self._phone.send(phone.UseDevices(input=wishes.input, output=wishes.output, rings=rings))

    def _face(self, desk: Desk) -> DevicesFace:
        w, wishes = self._words, self._wishes
        problem = ""
        if desk.audio_problem:
            problem = audio_problem_text(desk.audio_problem, w)
        return DevicesFace(
            inputs=self._choices(desk, phone.DeviceKind.INPUT, wishes.input, w("Computer's default")),
            outputs=self._choices(desk, phone.DeviceKind.OUTPUT, wishes.output, w("Computer's default")),
            rings=self._choices(desk, phone.DeviceKind.OUTPUT, wishes.ring, w("Same as speaker")),
            input=wishes.input,
            output=wishes.output,
            ring=wishes.ring,
            other_phone=wishes.other_phone,
            problem=problem,
        )

    def _choices(self, desk: Desk, kind: phone.DeviceKind, chosen: str, default: str) -> tuple[Choice, ...]:
        names = [d.name for d in desk.devices.devices if d.kind is kind] if desk.devices else []
        choices = [Choice("", default)] + [Choice(name, name) for name in dict.fromkeys(names)]
        if chosen and chosen not in names:
            choices.append(
                Choice(chosen, self._words("{device} (not plugged in)", device=chosen), missing=True)
            )
        return tuple(choices)


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
