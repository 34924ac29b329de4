"""Headsets that are plugged in and pulled out at once, for measuring how soon a program follows them.

A null sink works in steps of up to two seconds until it has been listened to for a while, so a new one hides
what is to be measured. Here the null sinks run all the while, and what comes and goes are doors to them.
"""

from __future__ import annotations

from app.demo.sound import SoundRoom


class PlugRoom(SoundRoom):
    """``add_speaker`` and ``add_microphone`` make what stays; the doors lead to those."""

    def __init__(self) -> None:
        super().__init__()
        self._doors: dict[str, int] = {}

    def __enter__(self) -> PlugRoom:
        super().__enter__()
        return self

    def plug_speaker(self, door: str, speaker: str) -> None:
        """A speaker named ``door``: what it plays is heard on ``speaker``."""
        self._doors[door] = self._server._load(
            "module-remap-sink",
            f"sink_name={self._key(door)}",
            f"master={self._devices[speaker].sink}",
            "remix=no",
            f'sink_properties=device.description="{door.replace(" ", chr(92) + " ")}"',
        )

    def plug_microphone(self, door: str, microphone: str) -> None:
        """A microphone named ``door``, which hears what ``microphone`` hears."""
        self._doors[door] = self._server.remapped_source(
            self._key(door), self._devices[microphone].sink, door
        )

    def pull(self, door: str) -> None:
        self._server.unload(self._doors.pop(door))

    def make_default(self, kind: str, door: str) -> None:
        """``kind``: "sink" or "source"."""
        self._server.set_default(kind, self._key(door))

    @staticmethod
    def _key(door: str) -> str:
        return "door_" + door.replace(" ", "_").lower()
