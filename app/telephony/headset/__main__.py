"""``python -m app.telephony.headset [SECONDS]``: what a headset says of itself and sends, to report a fault.

Prints one JSON object a line: each device with buttons, its descriptor, the profile it follows, then each
report as it comes, with what Seatline would take it for while a call rings and in a call. Writes nothing to
the device and prints no serial number.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence

from app.telephony.headset.descriptor import DescriptorError, parse_descriptor
from app.telephony.headset.hid_host import FoundHid, HidDevice, HidError, HidHost
from app.telephony.headset.hidapi_host import HidapiHost
from app.telephony.headset.meaning import Situation
from app.telephony.headset.mind import HeadsetMind
from app.telephony.headset.profiles import Profile, choose_profile, folder, load_profiles
from app.telephony.headset.usages import PAGE_TELEPHONY

READ_MS = 200
DEFAULT_S = 30.0


def record(host: HidHost, seconds: float, say: Callable[[dict[str, object]], None]) -> int:
    """How many headsets were listened to."""
    profiles = load_profiles(folder())
    listening: list[tuple[FoundHid, HidDevice, HeadsetMind, HeadsetMind]] = []
    for found in host.find([PAGE_TELEPHONY]):
        profile = choose_profile(profiles, found.vendor, found.product)
        try:
            device = host.open(found)
        except HidError as error:
            say({"headset": found.name, "problem": error.error_id, "detail": str(error)})
            continue
        try:
            minds = _describe(found, device, profile, say)
        except (HidError, DescriptorError) as error:
            say({"headset": found.name, "problem": error.error_id, "detail": str(error)})
            device.close()
            continue
        listening.append((found, device, *minds))
    began_s = time.monotonic()
    while listening and time.monotonic() - began_s < seconds:
        for found, device, ringing, talking in listening:
            _listen(found, device, ringing, talking, began_s, say)
    for _, device, _, _ in listening:
        device.close()
    return len(listening)


def _describe(
    found: FoundHid, device: HidDevice, profile: Profile, say: Callable[[dict[str, object]], None]
) -> tuple[HeadsetMind, HeadsetMind]:
    descriptor = device.descriptor()
    layout = parse_descriptor(descriptor)
    say(
        {
            "headset": found.name,
            "id": f"{found.vendor:04x}:{found.product:04x}",
            "profile": profile.name,
            "system": sys.platform,
            "descriptor": descriptor.hex(),
        }
    )
    ringing, talking = HeadsetMind(layout, profile), HeadsetMind(layout, profile)
    ringing.show(Situation(ringing=True))
    talking.show(Situation(in_call=True))
    return ringing, talking


def _listen(
    found: FoundHid,
    device: HidDevice,
    ringing: HeadsetMind,
    talking: HeadsetMind,
    began_s: float,
    say: Callable[[dict[str, object]], None],
) -> None:
    report = device.read(READ_MS)
    if not report:
        return
    now_s = time.monotonic()
    say(
        {
            "headset": found.name,
            "at_ms": round((now_s - began_s) * 1000),
            "report": report.hex(),
            "while_ringing": ringing.hear(report, now_s),
            "in_a_call": talking.hear(report, now_s),
        }
    )


def main(arguments: Sequence[str]) -> int:
    seconds = float(arguments[0]) if arguments else DEFAULT_S
    try:
        heard = record(HidapiHost(), seconds, _print)
    except HidError as error:
        _print({"problem": error.error_id, "detail": str(error)})
        return 1
    if not heard:
        _print({"problem": "none", "detail": "no headset with buttons may be opened"})
    return 0 if heard else 1


def _print(said: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
