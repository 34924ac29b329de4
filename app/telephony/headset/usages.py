"""The HID usages a headset speaks in (USB HID Usage Tables 1.12: pages 0x08, 0x09, 0x0B).

A usage is one number, ``page << 16 | id``. Buttons come from the device, lamps go to it. The names here
are the ones that the profiles in ``resources/headsets`` use.
"""

from __future__ import annotations

PAGE_LED = 0x08
PAGE_BUTTON = 0x09
PAGE_TELEPHONY = 0x0B

HEADSET_COLLECTIONS = frozenset({0x0B0001, 0x0B0004, 0x0B0005})  # phone, handset, headset

BUTTONS: dict[str, int] = {
    "hook": 0x0B0020,
    "flash": 0x0B0021,
    "hold": 0x0B0023,
    "redial": 0x0B0024,
    "drop": 0x0B0026,
    "mute": 0x0B002F,
    # "Programmable button": its usages are those of the button page, which one differs by maker.
    "reject": 0x090007,
    "reject_1": 0x090001,
}

LAMPS: dict[str, int] = {
    "mute": 0x080009,
    "off_hook": 0x080017,
    "ring": 0x080018,
    "speaker": 0x08001E,
    "hold": 0x080020,
    "microphone": 0x080021,
    "on_line": 0x08002A,
    "ringer": 0x0B009E,
}


def page_of(usage: int) -> int:
    return usage >> 16
