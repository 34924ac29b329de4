"""How the makers differ: one JSON file each in ``resources/headsets``, read once.

In:  the folder; vendor and product number and name of a device.
Out: its ``Profile``: what its buttons are called, how they report, which lamps show what. A device that no
file knows follows ``generic.json``, which is the telephony page as the standard has it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

import app
from app.telephony.headset.usages import BUTTONS, LAMPS

log = logging.getLogger(__name__)

GENERIC = "generic"
ShownBy = Literal["off_hook", "ring", "mute", "hold"]
Role = Literal["hook", "flash", "hold", "redial", "drop", "mute", "reject"]


class ProfileError(Exception):
    error_id = "bad-profile"


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``vendors`` and ``products`` are four hexadecimal digits; a profile with products is for those only.

    ``hook``, ``mute``: "state" (1 is off-hook or muted), "toggle" (each 1 is a press), or by the descriptor.
    ``lamps``: what is shown → groups of lamps, by name or hexadecimal usage; the first group of which the
    device has one is used.
    ``buttons``: usages beside the standard ones that mean the same, as hexadecimal numbers; used where the
    device has no standard usage for that role. ``source``: from where we know it.
    """

    name: str
    source: str
    vendors: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    hook: Literal["auto", "state", "toggle"] = "auto"
    mute: Literal["auto", "state", "toggle"] = "auto"
    off_hook_when_held: bool = True
    lamps: dict[ShownBy, tuple[tuple[str, ...], ...]] = msgspec.field(default_factory=dict)
    buttons: dict[str, Role] = msgspec.field(default_factory=dict)

    def fits(self, vendor: int, product: int) -> bool:
        if f"{vendor:04x}" not in self.vendors:
            return False
        return not self.products or f"{product:04x}" in self.products

    def all_lamps(self) -> frozenset[int]:
        """Raises ProfileError."""
        return frozenset(
            lamp_usage(name) for groups in self.lamps.values() for group in groups for name in group
        )

    def extra_buttons(self) -> dict[int, Role]:
        """The vendor's usages: usage → role."""
        return {int(usage, 16): role for usage, role in self.buttons.items()}


_DEFAULT_LAMPS: dict[ShownBy, tuple[tuple[str, ...], ...]] = {
    "off_hook": (("off_hook",),),
    "ring": (("ring",), ("ringer",)),
    "mute": (("mute",), ("microphone",)),
    "hold": (("hold",),),
}


def lamps_of(profile: Profile, shown: ShownBy, there: frozenset[int]) -> tuple[int, ...]:
    """The lamps of a device (``there``) that show this."""
    for group in profile.lamps.get(shown, _DEFAULT_LAMPS[shown]):
        found = tuple(usage for usage in map(lamp_usage, group) if usage in there)
        if found:
            return found
    return ()


def lamp_usage(name: str) -> int:
    """Raises ProfileError."""
    try:
        return LAMPS[name] if name in LAMPS else int(name, 16)
    except ValueError as error:
        raise ProfileError(f"no such lamp: {name}") from error


def folder() -> Path:
    """Beside the package when installed, in the checkout otherwise."""
    package = Path(app.__file__).resolve().parent
    installed = package / "_resources"
    return (installed if installed.is_dir() else package.parent / "resources") / "headsets"


def load_profiles(where: Path) -> tuple[Profile, ...]:
    """All profiles, those for single products first. A file that cannot be used is told to the log."""
    profiles: list[Profile] = []
    for path in sorted(where.glob("*.json")):
        try:
            profiles.append(read_profile(path))
        except (ProfileError, OSError) as error:
            log.warning("headset profile %s is not used: %s", path.name, error)
    profiles.sort(key=lambda profile: not profile.products)
    return tuple(profiles)


def read_profile(path: Path) -> Profile:
    """Raises ProfileError, OSError."""
    try:
        profile = msgspec.json.decode(path.read_bytes(), type=Profile)
        profile.extra_buttons()
    except (msgspec.MsgspecError, ValueError) as error:
        raise ProfileError(str(error)) from error
    profile.all_lamps()
    return profile


def choose_profile(profiles: Sequence[Profile], vendor: int, product: int) -> Profile:
    for profile in profiles:
        if profile.fits(vendor, product):
            return profile
    for profile in profiles:
        if profile.name == GENERIC:
            return profile
    return Profile(name=GENERIC, source="built in")


def standard_buttons() -> dict[int, Role]:
    """Usage → role, as the usage tables have it; the reject button has two numbers."""
    roles: dict[int, Role] = {
        BUTTONS["hook"]: "hook",
        BUTTONS["flash"]: "flash",
        BUTTONS["redial"]: "redial",
        BUTTONS["drop"]: "drop",
        BUTTONS["mute"]: "mute",
        BUTTONS["reject"]: "reject",
        BUTTONS["reject_1"]: "reject",
    }
    return roles
