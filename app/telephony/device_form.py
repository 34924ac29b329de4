"""What a sound device is to a head: worn on it, held to it, or standing in the room.

In:  what the sound system tells of a device (form, port, name). Out: its form, and whether the microphone
can hear the speaker, so that an echo canceller is needed.
"""

from __future__ import annotations

import re
from enum import Enum


class DeviceForm(Enum):
    HEADSET = "HEADSET"  # at the ear: no echo
    CONFERENCE = "CONFERENCE"  # a loudspeaker with a microphone that cancels its own echo
    ROOM = "ROOM"  # loudspeakers, a screen, a laptop: the microphone hears them


# device.form_factor of PulseAudio and PipeWire
_FORM_FACTORS = {
    "headset": DeviceForm.HEADSET,
    "headphone": DeviceForm.HEADSET,
    "handset": DeviceForm.HEADSET,
    "hands-free": DeviceForm.HEADSET,  # how Bluetooth calls a headset in its telephone profile
}

_CONFERENCE = re.compile(
    r"speaker\s?phone|\bspeak\d? ?\d{2,3}\b|\bpoly sync\b|\bcalisto\b|"
    r"\bepos expand\b|\bexpand (?:sp|30|40|80)|\bp700e?\b|\byealink (?:cp|sp)\d|\banker powerconf\b|"
    r"\bpanacast\b|\bpoly studio\b|\bmeetup\b|\brally\b|meeting\s?bar|"
    r"全向麦|会议(?:麦|音箱|扬声器)",
    re.IGNORECASE,
)
_HEADSET = re.compile(
    r"head\s?(?:set|phone)|ear\s?(?:phone|bud|piece|pod)|air\s?pods|hand\s?set|usb phone|"
    r"耳机|耳麦|耳塞|头戴|话柄|听筒|手柄|"
    r"\bjabra\b|\bplantronics\b|\bblackwire\b|\bvoyager\b|\bsavi\b|\bencorepro\b|"
    r"\bepos\b|\bsennheiser\b|\byealink (?:uh|wh|bh)|\blogi(?:tech)? (?:usb h|h\d|zone)",
    re.IGNORECASE,
)


def form_of(name: str, form_factor: str = "", port: str = "") -> DeviceForm:
    """``port``: the active one, as "analog-output-headphones"."""
    if _CONFERENCE.search(name):
        return DeviceForm.CONFERENCE
    told = _FORM_FACTORS.get(form_factor)
    if told is not None:
        return told
    if re.search(r"head(?:set|phone)|handset", port, re.IGNORECASE) or _HEADSET.search(name):
        return DeviceForm.HEADSET
    return DeviceForm.ROOM


def echoes(input_name: str, input_form: DeviceForm, output_name: str, output_form: DeviceForm) -> bool:
    """Whether the microphone hears the speaker and nobody takes it out."""
    if output_form is DeviceForm.HEADSET:
        return False
    both_conference = input_form is output_form is DeviceForm.CONFERENCE
    return not (both_conference and _same_box(input_name, output_name))


def _same_box(one: str, other: str) -> bool:
    """The names of one device's two sides differ in words like "Mono" and "Analog Stereo" only."""
    words = [re.findall(r"\w+", name.casefold()) for name in (one, other)]
    return words[0][:2] == words[1][:2]
