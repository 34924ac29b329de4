"""sipp as callers who press keys: as telephone events in the sound (RFC 4733) or as INFO in the signalling.

What a caller does is a list of steps; each step becomes a part of a scenario::

    press = KeyedCaller("survey", (Pause(1), Key("1"), UntilBye(("5", "6"), 3)))
    outcome = await press.call(folder, port, calls=2, by=RFC4733)

sipp sends prepared packets over a raw socket, which wants root or CAP_NET_RAW.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.doubles.sipp import Counted, sipp
from tests.doubles.sipp_scenarios import Scenario

RFC4733, INFO = "rfc4733", "info"
PACKETS = Path("/usr/share/sip-tester")  # of the Debian package sip-tester
_FILES = {"#": "pound", "*": "star"}


@dataclass(frozen=True)
class Pause:
    s: float


@dataclass(frozen=True)
class Key:
    key: str


@dataclass(frozen=True)
class Speak:
    """A prepared voice (PCMA), some seconds of it; the next step follows at once."""


@dataclass(frozen=True)
class UntilBye:
    """Wait for the other end to hang up; every ``each_s`` that it does not, press the next key."""

    keys: tuple[str, ...] = ()
    each_s: float = 4.0


@dataclass(frozen=True)
class HangUp:
    pass


KEY_MS = 400  # the packets of a key take 140
Step = Pause | Key | Speak | UntilBye | HangUp

_KEY_BODY = """  Content-Type: application/dtmf-relay
  Content-Length: [len]

  Signal=KEY
  Duration=160
"""
_PACKETS = ' <nop><action><exec play_pcap_audio="{}"/></action></nop>\n'


@dataclass(frozen=True)
class KeyedCaller:
    """``caller``: his number; [call_number] in it counts from 1."""

    number: str
    caller: str
    steps: tuple[Step, ...]

    def scenario(self, by: str) -> str:
        """By INFO his keys make no sound: he sends back what he hears, else his line seems dead."""
        port = "[media_port]" if by == INFO else "[auto_media_port]"
        own = Scenario(self.number, self.caller, codecs="8 101", media_port=port).invite().answered()
        for step in self.steps:
            match step:
                case Pause(s):
                    own.pause(round(s * 1000))
                case Key(key):
                    _press(own, key, by)
                case Speak():
                    own.add(_PACKETS.format(PACKETS / "g711a.pcap"))
                case UntilBye(keys, each_s):
                    _until_bye(own, keys, each_s, by)
                case HangUp():
                    own.bye()
        return own.xml()

    async def call(self, folder: Path, port: int, *, calls: int, by: str, seconds: float = 60) -> Counted:
        """So many callers at once, to the end of their calls."""
        async with sipp(
            folder,
            ("127.0.0.1", port),
            self.scenario(by),
            calls=calls,
            per_s=calls,
            seconds=seconds,
            echo=by == INFO,
        ) as counted:
            pass
        return counted


def _press(own: Scenario, key: str, by: str) -> None:
    if by == RFC4733:
        own.add(_PACKETS.format(PACKETS / f"dtmf_2833_{_FILES.get(key, key)}.pcap"))
        own.pause(KEY_MS)  # what sipp plays next would cut it short
    else:
        own.request("INFO", body=_KEY_BODY.replace("KEY", key)).expect(200)


def _until_bye(own: Scenario, keys: tuple[str, ...], each_s: float, by: str) -> None:
    """Labels 1, 2, …: the next key; 90: the BYE has come."""
    for place, key in enumerate(keys, start=1):
        own.add(
            f' <recv request="BYE" next="90" timeout="{round(each_s * 1000)}" ontimeout="{place}"/>\n'
            f' <label id="{place}"/>\n'
        )
        _press(own, key, by)
    own.add(' <recv request="BYE"/>\n').answer_bye(90)
