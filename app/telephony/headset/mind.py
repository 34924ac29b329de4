"""One headset's state: what it reported, what it was told, what it is to show. Pure: the clock is passed in.

In:  the situation of the calls (``show``), input reports (``hear``), the time (``tick``).
Out: output reports to write, and what a press means.

A headset asks and waits for the answer: it reports off-hook or muted and falls back after about two seconds
when the lamp for it does not follow. So every lamp that belongs to a state is written when the state changes,
and written again when the device says something else than is true.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from app.telephony.headset.descriptor import Layout
from app.telephony.headset.meaning import Action, Moment, Signal, Situation, meaning
from app.telephony.headset.profiles import Profile, Role, ShownBy, lamps_of, standard_buttons
from app.telephony.headset.reports import lamp_reports, read_input
from app.telephony.headset.usages import HEADSET_COLLECTIONS, LAMPS

log = logging.getLogger(__name__)

# A device that reports a press as "1 then 0" has let go by then; who hangs up on purpose takes longer.
RELEASE_S = 0.7
REMIND_AFTER_S = 1.0  # before the device falls back by itself

_PRESSES: dict[Role, Signal] = {
    "hook": Signal.HOOK_PRESSED,
    "flash": Signal.FLASH,
    "redial": Signal.REDIAL,
    "drop": Signal.DROP,
    "mute": Signal.MUTE_PRESSED,
    "reject": Signal.REJECT,
}


class HeadsetMind:
    def __init__(self, layout: Layout, profile: Profile) -> None:
        self._profile = profile
        self._roles = _roles(layout, profile)
        self._layout = _own_part(layout, self._roles, profile)
        self._toggles = _toggles(self._layout, profile, self._roles)
        there = frozenset(one.usage for one in self._layout.outputs)
        kinds: tuple[ShownBy, ...] = ("off_hook", "ring", "mute", "hold")
        self._lamps = {shown: lamps_of(profile, shown, there) for shown in kinds}
        self._situation = Situation()
        self._values: dict[int, int] = {}  # what each button was at the last report
        self._shown: dict[int, bytes] = {}  # empty: nothing was written yet
        self._answered_at_s = -RELEASE_S
        self._remind_at_s: float | None = None

    @property
    def useful(self) -> bool:
        """Whether there is a hook or mute button at all."""
        return bool({"hook", "mute"} & set(self._roles.values()))

    # --- lamps ------------------------------------------------------------------------------------

    def show(self, situation: Situation) -> tuple[bytes, ...]:
        """The reports that changed, in an order that never looks like the end of a call in between.

        A headset that we have not used yet is left alone while we are idle: another program may be using it.
        """
        self._situation = situation
        if not self._shown and situation.moment is Moment.IDLE:
            return ()
        wanted = self._reports()
        changed = [number for number, data in wanted.items() if self._shown.get(number) != data]
        hooks = {one.report_id for one in self._layout.outputs if one.usage in self._lamps["off_hook"]}
        changed.sort(key=lambda number: (number in hooks) != self._off_hook)
        self._shown = wanted
        return tuple(wanted[number] for number in changed)

    @property
    def _off_hook(self) -> bool:
        now = self._situation
        return now.in_call and (self._profile.off_hook_when_held or not now.held)

    def _lit(self) -> frozenset[int]:
        now = self._situation
        shown: dict[ShownBy, bool] = {
            "off_hook": self._off_hook,
            "ring": now.ringing and not now.in_call,  # never a ring over a call
            "mute": now.in_call and now.muted,
            "hold": now.in_call and now.held,
        }
        return frozenset(lamp for kind, on in shown.items() if on for lamp in self._lamps[kind])

    def _reports(self) -> dict[int, bytes]:
        return lamp_reports(
            self._layout, self._lit(), {lamp for lamps in self._lamps.values() for lamp in lamps}
        )

    # --- buttons ----------------------------------------------------------------------------------

    def hear(self, report: bytes, now_s: float) -> Action | None:
        """What this report means; the first button in it that means something counts."""
        action: Action | None = None
        for usage, value in read_input(self._layout, report).items():
            before, self._values[usage] = self._values.get(usage, 0), value
            role = self._roles.get(usage)
            if role is None or value == before:
                continue
            signal = self._signal(usage, role, value, now_s)
            if signal is None or action is not None:
                continue
            action = meaning(self._situation, signal)
            log.info("%s: %s while %s -> %s", role, signal.value, self._situation.moment.value, action)
            if action == "answer" and signal is Signal.OFF_HOOK:
                self._answered_at_s = now_s
        if action is not None:
            self._remind_at_s = now_s + REMIND_AFTER_S
        return action

    def _signal(self, usage: int, role: Role, value: int, now_s: float) -> Signal | None:
        if usage in self._toggles:
            return _PRESSES[role] if value else None
        if role == "mute":
            if bool(value) == self._situation.muted:  # an echo of our lamp
                return None
            return Signal.MUTE_ON if value else Signal.MUTE_OFF
        if bool(value) == self._off_hook:
            return None
        if value:
            return Signal.OFF_HOOK
        if now_s - self._answered_at_s < RELEASE_S:
            log.info("the hook was let go, not put down")
            return None
        return Signal.ON_HOOK

    # --- reminding --------------------------------------------------------------------------------

    def tick(self, now_s: float) -> tuple[bytes, ...]:
        """Tell the device again what is true when it still says something else."""
        if self._remind_at_s is None or now_s < self._remind_at_s:
            return ()
        self._remind_at_s = None
        if not self._shown or not self._differs():
            return ()
        return tuple(self._shown.values())

    def _differs(self) -> bool:
        for usage, role in self._roles.items():
            if usage in self._toggles or usage not in self._values:
                continue
            true = self._off_hook if role == "hook" else self._situation.muted
            if bool(self._values[usage]) != true:
                return True
        return False


def _roles(layout: Layout, profile: Profile) -> dict[int, Role]:
    """The buttons this device has: the standard ones, and the vendor's own for roles that have none."""
    there = {usage for one in layout.inputs for usage in (one.choices or (one.usage,))}
    inside = {
        usage
        for one in layout.inputs
        if one.collection in HEADSET_COLLECTIONS
        for usage in (one.choices or (one.usage,))
    }
    roles: dict[int, Role] = {usage: role for usage, role in standard_buttons().items() if usage in inside}
    have = set(roles.values())
    for usage, role in profile.extra_buttons().items():
        if usage in there and role not in have:
            roles[usage] = role
    return roles


def _own_part(layout: Layout, roles: dict[int, Role], profile: Profile) -> Layout:
    """Without the lamps and buttons of other things in the same device, such as a keyboard."""
    extra = profile.extra_buttons()
    standard, own = frozenset(LAMPS.values()), profile.all_lamps() - frozenset(LAMPS.values())
    return replace(
        layout,
        inputs=tuple(
            one
            for one in layout.inputs
            if any(usage in roles for usage in (one.choices or (one.usage,)))
            and (one.collection in HEADSET_COLLECTIONS or one.usage in extra)
        ),
        outputs=tuple(
            one
            for one in layout.outputs
            if one.usage in own or (one.usage in standard and one.collection in HEADSET_COLLECTIONS)
        ),
    )


def _toggles(layout: Layout, profile: Profile, roles: dict[int, Role]) -> frozenset[int]:
    """The buttons of which each 1 is a press; hook and mute may tell a state instead."""
    by_profile, own = {"hook": profile.hook, "mute": profile.mute}, profile.extra_buttons()
    toggles: set[int] = set()
    for one in layout.inputs:
        for usage in one.choices or (one.usage,):
            role = roles.get(usage)
            told = by_profile.get(role, "toggle") if role is not None and usage not in own else "toggle"
            if told == "toggle" or (told == "auto" and (one.relative or one.choices)):
                toggles.add(usage)
    return frozenset(toggles)
