"""Which legs are recorded for which recordings: begun, paused, resumed, ended.

In: requests. Out: ``streams`` of the legs, and the journal.
"""

from __future__ import annotations

from app.server.voice.embedded.media.clock import wall_us
from app.server.voice.embedded.media.journal import Journal, Stream
from app.server.voice.embedded.media.leg import Leg
from app.server.voice.embedded.media.protocol import RecordStream


class Recorder:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._streams: dict[str, list[Stream]] = {}  # by leg name
        self._legs: dict[str, Leg] = {}
        self._paused: dict[str, float] = {}  # recording -> since when

    def records(self, leg: Leg) -> bool:
        """Also while it is paused."""
        return leg.name in self._streams

    def record(self, leg: Leg, request: RecordStream, now_s: float) -> None:
        streams = self._streams.setdefault(leg.name, [])
        if any(each.opened.recording == request.recording for each in streams):
            return
        stream = self._journal.open_stream(
            request.recording, request.call, leg.name, request.side, wall_us(now_s)
        )
        stream.pause(request.recording in self._paused, wall_us(now_s))
        streams.append(stream)
        self._legs[leg.name] = leg
        self._wire(leg.name)

    def pause(self, recording: str, now_s: float) -> None:
        """Nothing is kept of it from now on; the journal says that this is meant."""
        self._paused.setdefault(recording, now_s)
        self._pause_all(recording, True, now_s)

    def resume(self, recording: str, now_s: float) -> None:
        self._paused.pop(recording, None)
        self._pause_all(recording, False, now_s)

    def stop(self, recording: str, now_s: float) -> None:
        self._paused.pop(recording, None)
        self._pause_all(recording, False, now_s)  # a pause ends where the recording does
        for name, streams in list(self._streams.items()):
            self._streams[name] = [each for each in streams if each.opened.recording != recording]
            self._wire(name)
        self._journal.close_recording(recording, wall_us(now_s))

    def stop_leg(self, leg: Leg, recording: str, now_s: float) -> None:
        """It goes on without this leg."""
        streams = self._streams.get(leg.name, [])
        for each in streams:
            if each.opened.recording == recording:
                each.pause(False, wall_us(now_s))
        if streams:
            self._streams[leg.name] = [each for each in streams if each.opened.recording != recording]
            self._wire(leg.name)

    def close_leg(self, leg: Leg, now_s: float) -> None:
        """It is gone; its recordings stay open for other legs."""
        for each in self._streams.pop(leg.name, []):
            each.pause(False, wall_us(now_s))
        self._legs.pop(leg.name, None)

    def _pause_all(self, recording: str, paused: bool, now_s: float) -> None:
        for name, streams in list(self._streams.items()):
            for each in streams:
                if each.opened.recording == recording:
                    each.pause(paused, wall_us(now_s))
                    self._wire(name)

    def _wire(self, name: str) -> None:
        leg, streams = self._legs[name], self._streams[name]
        leg.record(tuple(each for each in streams if not each.paused))
        if not streams:
            del self._legs[name], self._streams[name]
