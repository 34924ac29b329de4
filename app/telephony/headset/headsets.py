"""The headset in use: found, opened, listened to and lit, on one thread of its own.

In:  the situation of the calls (``show``), the names of the sound devices in use (``prefer``).
Out: Headset and ButtonPressed events.

A write to a device may take a second when the bus is unwell, so nobody else's thread may do it. Reading waits
``READ_MS`` at most, which is how late a lamp can be.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path

from app.telephony.headset.descriptor import DescriptorError, parse_descriptor
from app.telephony.headset.hid_host import FoundHid, HidDevice, HidError, HidHost
from app.telephony.headset.meaning import Situation
from app.telephony.headset.mind import HeadsetMind
from app.telephony.headset.profiles import Profile, choose_profile, load_profiles
from app.telephony.headset.usages import PAGE_TELEPHONY, page_of
from app.telephony.ports import ButtonPressed, Headset, PhoneEvent

log = logging.getLogger(__name__)

READ_MS = 40
LOOK_EVERY_S = 0.5
GRACE_S = 1.5  # the system gives a device that was plugged in its rights a moment later
TRY_AGAIN_EVERY_S = 5.0  # or never, or when somebody sets them


class Headsets:
    def __init__(
        self,
        host: Callable[[], HidHost],
        emit: Callable[[PhoneEvent], None],
        profiles: Path,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._make_host = host
        self._emit = emit
        self._folder = profiles
        self._clock = clock
        self._profiles: tuple[Profile, ...] = ()
        self._stopping = threading.Event()
        self._situation = Situation()
        self._preferred: tuple[str, ...] = ()
        self._look_again = False
        self._fingerprint: Hashable = None
        self._looked_at_s = -LOOK_EVERY_S
        self._listed_at_s = self._changed_at_s = 0.0
        self._locked_out = False
        self._current: _Open | None = None
        self._told = Headset("")
        self._thread = threading.Thread(target=self._run, name="headset", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """The lamps go out and the device is closed; waits for that a second at most."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=1.0)

    def show(self, situation: Situation) -> None:
        self._situation = situation

    def prefer(self, sound_devices: Sequence[str]) -> None:
        """With several headsets, the one whose sound is used also has the buttons."""
        self._preferred = tuple(name for name in sound_devices if name)
        self._look_again = True

    # --- the thread -------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            host = self._make_host()
        except HidError as error:
            log.warning("no headset buttons: %s", error)
            return
        self._profiles = load_profiles(self._folder)
        while not self._stopping.is_set():
            self._look(host)
            if self._current is None:
                self._stopping.wait(LOOK_EVERY_S / 2)
                continue
            try:
                self._turn(self._current)
            except HidError as error:
                log.info("the headset is gone: %s", error)
                self._close()
                self._look_again = True
                self._stopping.wait(LOOK_EVERY_S)  # a device that is ill must not keep us busy
        self._darken()

    def _turn(self, current: _Open) -> None:
        """Show what changed, wait for a report, tell what it means."""
        if current.shown != self._situation:
            current.shown = self._situation
            current.write(current.mind.show(current.shown))
        report = current.device.read(READ_MS)
        now_s = self._clock()
        if report:
            heard = current.mind.hear(report, now_s)
            if heard is not None:
                self._emit(ButtonPressed(heard, "headset"))
        current.write(current.mind.tick(now_s))

    def _look(self, host: HidHost) -> None:
        """When something was plugged in or out, and now and then while one may not be opened."""
        now_s = self._clock()
        if now_s - self._looked_at_s < LOOK_EVERY_S and not self._look_again:
            return
        self._looked_at_s = now_s
        try:
            fingerprint = host.fingerprint()
            changed = fingerprint != self._fingerprint
            if not changed and not self._look_again and not self._may_open_now(now_s):
                return
            self._look_again, self._listed_at_s = False, now_s
            found = [one for one in host.find(self._pages()) if self._may_have_buttons(one)]
        except HidError as error:
            log.info("headsets are not listed: %s", error)
            return
        if changed:
            self._fingerprint, self._changed_at_s = fingerprint, now_s
        self._take(host, self._ranked(found))

    def _may_open_now(self, now_s: float) -> bool:
        every_s = LOOK_EVERY_S if now_s - self._changed_at_s < GRACE_S + LOOK_EVERY_S else TRY_AGAIN_EVERY_S
        return self._locked_out and now_s - self._listed_at_s >= every_s

    def _take(self, host: HidHost, found: Sequence[FoundHid]) -> None:
        problem = Headset("")
        for one in found:
            if self._current is not None and self._current.found == one:
                return
            try:
                opened = self._open(host, one)
            except (HidError, DescriptorError) as error:
                log.debug("%s is not used: %s", one.name, error)
                if error.error_id == "not-allowed" and not problem.problem:
                    problem = Headset(one.name, self._profile(one).name, "not-allowed")
                continue
            self._close()
            self._current, self._locked_out = opened, False
            self._tell(Headset(one.name, self._profile(one).name))
            return
        self._close()
        self._locked_out = problem.problem != ""
        if not self._locked_out or self._clock() - self._changed_at_s >= GRACE_S:
            self._tell(problem)

    def _open(self, host: HidHost, found: FoundHid) -> _Open:
        device = host.open(found)
        try:
            mind = HeadsetMind(parse_descriptor(device.descriptor()), self._profile(found))
            if not mind.useful:
                raise HidError("failed", "it has neither a hook nor a mute button")
        except (HidError, DescriptorError):
            device.close()
            raise
        return _Open(found, device, mind)

    def _ranked(self, found: Sequence[FoundHid]) -> list[FoundHid]:
        """The one whose sound is in use first, then the one that we have."""
        have = self._current.found if self._current is not None else None
        return sorted(found, key=lambda one: (-self._likeness(one.name), one != have))

    def _likeness(self, name: str) -> int:
        words = set(name.casefold().split())
        return max((len(words & set(sound.casefold().split())) for sound in self._preferred), default=0)

    def _may_have_buttons(self, found: FoundHid) -> bool:
        return found.page == PAGE_TELEPHONY or bool(self._profile(found).buttons)

    def _profile(self, found: FoundHid) -> Profile:
        return choose_profile(self._profiles, found.vendor, found.product)

    def _pages(self) -> list[int]:
        """The telephony page, and those of makers who had buttons before there was one."""
        extra = {page_of(usage) for profile in self._profiles for usage in profile.extra_buttons()}
        return [PAGE_TELEPHONY, *sorted(extra - {PAGE_TELEPHONY})]

    def _tell(self, news: Headset) -> None:
        if news != self._told:
            self._told = news
            log.info("headset: %s", news)
            self._emit(news)

    def _close(self) -> None:
        if self._current is not None:
            current, self._current = self._current, None
            current.device.close()

    def _darken(self) -> None:
        if self._current is not None:
            with contextlib.suppress(HidError):
                self._current.write(self._current.mind.show(Situation()))
            self._close()


class _Open:
    """The device in use."""

    def __init__(self, found: FoundHid, device: HidDevice, mind: HeadsetMind) -> None:
        self.found = found
        self.device = device
        self.mind = mind
        self.shown = Situation()

    def write(self, reports: Sequence[bytes]) -> None:
        for report in reports:
            self.device.write(report)
