"""Who hears whom. In: join, leave, play. Out: ``hears`` and ``targets`` of the legs.

A leg that hears exactly one other gets its packets forwarded; only a leg that hears several gets a
mix. So a supervisor who listens changes nothing in the path between the two who talk.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from app.server.voice.embedded.media.codecs import Samples
from app.server.voice.embedded.media.jitter import JitterBuffer
from app.server.voice.embedded.media.leg import Hears, Leg
from app.server.voice.embedded.media.resample import WideDecoder, WideEncoder


@dataclass(slots=True)
class Member:
    leg: Leg
    role: str


@dataclass(slots=True)
class Bridge:
    members: list[Member] = field(default_factory=list[Member])  # in the order of joining

    def sources(self, listener: Member) -> list[Leg]:
        """The legs that this member should hear: all who talk; coaches only by the second who joined."""
        coached = self.members[1] if len(self.members) > 1 else None
        return [
            each.leg
            for each in self.members
            if each is not listener
            and (each.role == "TALK" or (each.role == "COACH" and listener is coached))
        ]


class Switch:
    """All bridges of the process."""

    def __init__(self) -> None:
        self._bridges: dict[str, Bridge] = {}
        self._of: dict[str, str] = {}  # leg name -> bridge name
        self._mixes: dict[str, list[str]] = {}  # listener -> names of those it hears
        self._decoders: dict[str, WideDecoder] = {}
        self._members: dict[str, Leg] = {}

    def join(self, bridge: str, leg: Leg, role: str) -> None:
        if leg.name in self._of:
            self.leave(leg)
        self._bridges.setdefault(bridge, Bridge()).members.append(Member(leg, role))
        self._of[leg.name] = bridge
        self._members[leg.name] = leg
        self._wire(bridge)

    def leave(self, leg: Leg) -> None:
        name = self._of.pop(leg.name, None)
        if name is None:
            return
        self._members.pop(leg.name, None)
        self._decoders.pop(leg.name, None)
        self._mixes.pop(leg.name, None)
        bridge = self._bridges[name]
        bridge.members = [each for each in bridge.members if each.leg is not leg]
        leg.targets, leg.mixed, leg.jitter = [], False, None
        leg.hears = Hears.NOTHING if leg.player is None else Hears.PLAY
        if bridge.members:
            self._wire(name)
        else:
            del self._bridges[name]

    def played(self, leg: Leg) -> None:
        """A play on this leg began or ended."""
        name = self._of.get(leg.name)
        if name is None:
            leg.hears = Hears.NOTHING if leg.player is None else Hears.PLAY
        else:
            self._wire(name)

    def bridged(self, leg: Leg) -> bool:
        return leg.name in self._of

    def mix(self) -> dict[str, bytes]:
        """One tick of all mixes: what each listener gets, encoded; nothing for whom all are silent."""
        if not self._mixes:
            return {}
        spoken: dict[str, Samples] = {}
        for name, leg in self._members.items():
            if leg.mixed and leg.jitter is not None and (payload := leg.jitter.pop()) is not None:
                spoken[name] = self._decoder(name, leg.jitter)(payload)
        return {name: self._mixed(name, heard, spoken) for name, heard in self._mixes.items()}

    def _mixed(self, listener: str, heard: list[str], spoken: dict[str, Samples]) -> bytes:
        leg = self._members[listener]
        if leg.encoder is None or leg.encoder.name != leg.codec:
            leg.encoder = WideEncoder(leg.codec)
        total = np.zeros(320, dtype=np.int32)
        for each in heard:
            if each in spoken:
                total += spoken[each]
        return leg.encoder(np.clip(total, -32768, 32767).astype(np.int16))

    def _decoder(self, name: str, jitter: JitterBuffer) -> WideDecoder:
        decoder = self._decoders.get(name)
        if decoder is None or decoder.name != jitter.codec:
            decoder = self._decoders[name] = WideDecoder(jitter.codec)
        return decoder

    def _wire(self, name: str) -> None:
        bridge = self._bridges[name]
        for member in bridge.members:
            member.leg.targets = []
            member.leg.mixed = False
            self._mixes.pop(member.leg.name, None)
        for member in bridge.members:
            leg, sources = member.leg, bridge.sources(member)
            if leg.player is not None:
                leg.hears = Hears.PLAY
            elif not sources:
                leg.hears = Hears.NOTHING
            elif len(sources) == 1:
                leg.hears = Hears.FORWARD
                sources[0].targets.append(leg)
            else:
                leg.hears = Hears.MIX
                self._mixes[leg.name] = [each.name for each in sources]
                for each in sources:
                    each.mixed = True
        for member in bridge.members:
            if not member.leg.mixed:
                member.leg.jitter = None
                self._decoders.pop(member.leg.name, None)
