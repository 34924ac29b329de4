"""What a press means now: one literal table, and what the lamps show. Pure.

In:  a signal of the device (its decoder has taken out echoes already), or a media key; the situation.
Out: the action to tell the desktop, or None where a press means nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

Action = Literal["answer", "hang_up", "decline", "mute", "unmute", "hold", "redial"]


class Signal(Enum):
    OFF_HOOK = "OFF_HOOK"
    ON_HOOK = "ON_HOOK"
    HOOK_PRESSED = "HOOK_PRESSED"  # a device that tells presses, not states
    FLASH = "FLASH"
    MUTE_PRESSED = "MUTE_PRESSED"
    MUTE_ON = "MUTE_ON"
    MUTE_OFF = "MUTE_OFF"
    REDIAL = "REDIAL"
    DROP = "DROP"
    REJECT = "REJECT"


class Moment(Enum):
    IDLE = "IDLE"
    RINGING = "RINGING"
    TALKING = "TALKING"
    WAITING = "WAITING"  # another call rings while she talks


@dataclass(frozen=True, slots=True)
class Situation:
    ringing: bool = False
    in_call: bool = False
    muted: bool = False
    held: bool = False

    @property
    def moment(self) -> Moment:
        if self.in_call:
            return Moment.WAITING if self.ringing else Moment.TALKING
        return Moment.RINGING if self.ringing else Moment.IDLE


# A hook pressed while another call waits answers that one (the first is held): nothing is lost by it, and the
# call that goes on can be hung up by the next press. "mute" is turned into "unmute" where she is muted.
MEANINGS: dict[tuple[Moment, Signal], Action] = {
    (Moment.IDLE, Signal.REDIAL): "redial",
    (Moment.RINGING, Signal.OFF_HOOK): "answer",
    (Moment.RINGING, Signal.HOOK_PRESSED): "answer",
    (Moment.RINGING, Signal.REJECT): "decline",
    (Moment.RINGING, Signal.DROP): "decline",
    (Moment.TALKING, Signal.OFF_HOOK): "hold",  # only where a held call puts the device on-hook: take it up
    (Moment.TALKING, Signal.ON_HOOK): "hang_up",
    (Moment.TALKING, Signal.HOOK_PRESSED): "hang_up",
    (Moment.TALKING, Signal.DROP): "hang_up",
    (Moment.TALKING, Signal.FLASH): "hold",
    (Moment.TALKING, Signal.MUTE_PRESSED): "mute",
    (Moment.TALKING, Signal.MUTE_ON): "mute",
    (Moment.TALKING, Signal.MUTE_OFF): "unmute",
    (Moment.WAITING, Signal.OFF_HOOK): "answer",
    (Moment.WAITING, Signal.ON_HOOK): "answer",
    (Moment.WAITING, Signal.HOOK_PRESSED): "answer",
    (Moment.WAITING, Signal.FLASH): "answer",
    (Moment.WAITING, Signal.DROP): "hang_up",
    (Moment.WAITING, Signal.REJECT): "decline",
    (Moment.WAITING, Signal.MUTE_PRESSED): "mute",
    (Moment.WAITING, Signal.MUTE_ON): "mute",
    (Moment.WAITING, Signal.MUTE_OFF): "unmute",
}


def meaning(situation: Situation, signal: Signal) -> Action | None:
    action = MEANINGS.get((situation.moment, signal))
    if signal is Signal.MUTE_PRESSED and action == "mute" and situation.muted:
        return "unmute"
    return action
