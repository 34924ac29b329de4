"""Offer and answer of one leg over its life (RFC 3264): what was agreed, and our side of it.

In:  descriptions of the peer, what may be agreed with it.
Out: descriptions of ours, and what the media process must know.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.server.voice.embedded.media.protocol import SetLeg, SrtpKeys
from app.server.voice.embedded.signalling import sdp
from app.server.voice.embedded.signalling.sdp import Codec, Crypto, Description, Direction, SdpError
from app.server.voice.embedded.signalling.ways import MediaPolicy
from app.server.voice.engine import SrtpPolicy


@dataclass(slots=True)
class Negotiation:
    """``port`` is ours; 0 until the media process opened one. Keys of ours stay the same for a leg.

    ``spoken``: the codecs that the media process knows; ``policy`` says which of them, in which order.
    """

    leg_id: str
    host: str
    port: int = 0
    policy: MediaPolicy = field(default_factory=MediaPolicy)
    spoken: Sequence[str] = sdp.CODEC_NAMES
    codec: Codec | None = None
    peer: Description | None = None
    fresh_keys: bool = False  # our next offer brings new keys: the old ones count packets elsewhere
    _session_id: int = field(default_factory=lambda: random.SystemRandom().randrange(1, 2**62))
    _version: int = 0
    _written: sdp.Ours | None = None
    _offered: tuple[Crypto, ...] = ()
    _own: Crypto | None = None
    _theirs: Crypto | None = None

    @property
    def held(self) -> bool:
        """The peer put us on hold with its own means."""
        return self.peer is not None and self.peer.holds

    @property
    def _allowed(self) -> list[str]:
        return [name for name in self.policy.codecs if name in self.spoken]

    def offer(self, first_codec: str = "", secure: bool = False) -> str:
        """Everything we may speak, ``first_codec`` first; or what was agreed, if something was.

        ``secure``: the way there is secret, so that keys may be written into it. A policy that requires
        keys has them in every offer, one that forbids them in none.
        """
        events: Mapping[int, int]
        if self.codec and self.peer:
            codecs = [self.codec]
            events = self._events(self.peer)
            own = self._own
            if own and self.fresh_keys:
                own = sdp.new_crypto(own.tag, own.suite)
            self._offered = (own,) if own else ()
            mux, noise = self.peer.rtcp_mux, self.peer.comfort_noise
        else:
            names = sorted(self._allowed, key=lambda name: name != first_codec)
            codecs = [Codec(name, sdp.OFFERED_PAYLOAD_TYPES[name]) for name in names]
            clocks = sorted({codec.clock_hz for codec in codecs})
            events = {clock_hz: sdp.DTMF_PAYLOAD_TYPES[clock_hz] for clock_hz in clocks}
            wanted = self.policy.srtp is SrtpPolicy.REQUIRE
            keys = wanted or (secure and self.policy.srtp is SrtpPolicy.PREFER)
            suites = sdp.KEY_BYTES if keys else ()
            self._offered = tuple(sdp.new_crypto(n + 1, suite) for n, suite in enumerate(suites))
            mux, noise = True, False  # comfort noise is taken where a peer wishes it, not asked for
        return sdp.write_offer(self._ours(codecs, events, self._offered, Direction.BOTH, noise, mux))

    @property
    def offered_keys(self) -> bool:
        """Our last offer was one with keys."""
        return bool(self._offered)

    def take_answer(self, text: str) -> None:
        """The peer's answer to our last offer; several may come where a call forks, the last counts.

        Raises SdpError when it fits none of what we offered; then what was agreed before stays.
        """
        offered = {c.tag: c for c in self._offered}
        srtp = SrtpPolicy.REQUIRE if offered else SrtpPolicy.OFF
        answer = self._read(text, srtp)
        if offered:
            theirs = next((c for c in answer.cryptos if c.tag in offered), None)
            if theirs is None or offered[theirs.tag].suite != theirs.suite:
                raise SdpError(488, "answer without a key for what we offered")
            self._own, self._theirs = offered[theirs.tag], theirs
        else:
            self._own = self._theirs = None
        self.peer, self.codec = answer, answer.codecs[0]
        self.fresh_keys = False

    def take_offer(self, text: str) -> None:
        """The peer's offer. Raises SdpError; then what was agreed before stays."""
        offer = self._read(text, self.policy.srtp)
        if offer.secure:
            theirs = next(
                (c for c in offer.cryptos if self._own and c.suite == self._own.suite), offer.cryptos[0]
            )
            same = self._own is not None and self._own.suite == theirs.suite
            key = self._own.key if self._own and same else sdp.new_crypto(theirs.tag, theirs.suite).key
            self._own, self._theirs = Crypto(theirs.tag, theirs.suite, key), theirs
        else:
            self._own = self._theirs = None
        now = self.codec.name if self.codec else ""
        self.codec = next((c for c in offer.codecs if c.name == now), offer.codecs[0])
        self.peer = offer

    def answer(self) -> str:
        """Our answer to the offer taken last."""
        peer, codec = self.peer, self.codec
        assert peer is not None and codec is not None
        cryptos = (self._own,) if self._own else ()
        direction = sdp.REVERSED[peer.direction]
        noise = peer.comfort_noise and codec.clock_hz == 8000
        ours = self._ours([codec], self._events(peer), cryptos, direction, noise, peer.rtcp_mux)
        return sdp.write_answer(ours, peer)

    def for_media(self) -> SetLeg | None:
        """Where to send and how to read; None while the peer has no address (held the old way)."""
        peer, codec = self.peer, self.codec
        if peer is None or codec is None or peer.host in sdp.HELD_HOSTS:
            return None
        keys = None
        if self._own and self._theirs:
            keys = SrtpKeys(self._own.suite, receive_key=self._theirs.key, send_key=self._own.key)
        number, clock_hz = peer.events_for(codec) or (None, 8000)
        return SetLeg(
            leg=self.leg_id,
            host=peer.host,
            port=peer.port,
            codec=codec.name,
            payload_type=codec.payload_type,
            dtmf_payload_type=number,
            srtp=keys,
            dtmf_clock_hz=clock_hz,
            comfort_noise_payload_type=sdp.COMFORT_NOISE if peer.comfort_noise else None,
            rtcp_port=peer.rtcp_port,
            rtcp_mux=peer.rtcp_mux,
        )

    def _read(self, text: str, srtp: SrtpPolicy) -> Description:
        found = sdp.read(text, self._allowed, srtp)
        if found.host not in sdp.HELD_HOSTS and (":" in found.host) != (":" in self.host):
            raise SdpError(488, "an address of the other kind (IPv4, IPv6)")
        return found

    def _events(self, peer: Description) -> Mapping[int, int]:
        """Digits are taken in the way that fits the codec in use."""
        found = peer.events_for(self.codec) if self.codec else None
        return {found[1]: found[0]} if found else {}

    def _ours(
        self,
        codecs: list[Codec],
        events: Mapping[int, int],
        cryptos: tuple[Crypto, ...],
        direction: Direction,
        comfort_noise: bool,
        rtcp_mux: bool,
    ) -> sdp.Ours:
        """The version tells the peer whether anything is new (RFC 3264 §8)."""
        ours = sdp.Ours(
            self.host,
            self.port,
            self._session_id,
            self._version,
            codecs,
            events,
            cryptos,
            direction,
            comfort_noise,
            rtcp_mux,
        )
        if ours != self._written:
            self._version += 1
            self._written = ours = replace(ours, version=self._version)
        return ours
