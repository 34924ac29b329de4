"""Offer and answer of one leg over its life (RFC 3264): what was agreed, and our side of it.

In:  descriptions of the peer. Out: descriptions of ours, and what the media process must know.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from app.server.voice.embedded.media.protocol import SetLeg, SrtpKeys
from app.server.voice.embedded.signalling import sdp
from app.server.voice.embedded.signalling.sdp import Codec, Crypto, Description, Direction


@dataclass(slots=True)
class Negotiation:
    """``port`` is ours; 0 until the media process opened one. Keys of ours stay the same for a leg."""

    leg_id: str
    host: str
    port: int = 0
    codec: Codec | None = None
    peer: Description | None = None
    _session_id: int = field(default_factory=lambda: random.SystemRandom().randrange(1, 2**62))
    _version: int = 0
    _offered: tuple[Crypto, ...] = ()
    _own: Crypto | None = None
    _theirs: Crypto | None = None
    _offered_dtmf: int | None = None

    def offer(self, first_codec: str = "", secure: bool = False) -> str:
        """Everything we speak, ``first_codec`` first; or what was agreed, if something was."""
        if self.codec:
            codecs = [self.codec]
            cryptos = (self._own,) if self._own else ()
        else:
            names = sorted(sdp.CODEC_NAMES, key=lambda name: name != first_codec)
            codecs = [Codec(name, sdp.STATIC_PAYLOAD_TYPES[name]) for name in names]
            suites = sdp.KEY_BYTES if secure else ()
            cryptos = self._offered = tuple(sdp.new_crypto(n + 1, suite) for n, suite in enumerate(suites))
        agreed = self.peer.dtmf_payload_type if self.peer else None
        self._offered_dtmf = agreed if agreed is not None else sdp.DTMF_PAYLOAD_TYPE
        return sdp.write_offer(self._ours(codecs, self._offered_dtmf, cryptos, Direction.BOTH))

    def take_answer(self, text: str) -> None:
        """The peer's answer to our offer. Raises SdpError when it fits none of what we offered."""
        answer = sdp.read(text)
        offered = {c.tag: c for c in ((self._own,) if self._own else self._offered)}
        if offered or answer.secure:
            theirs = next((c for c in answer.cryptos if c.tag in offered), None)
            if theirs is None or offered[theirs.tag].suite != theirs.suite:
                raise sdp.SdpError(488, "answer without a key for what we offered")
            self._own, self._theirs = offered[theirs.tag], theirs
        self.peer, self.codec = answer, answer.codecs[0]

    def take_offer(self, text: str) -> None:
        """The peer's offer. Raises SdpError; then what was agreed before stays."""
        offer = sdp.read(text)
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
        assert self.peer is not None and self.codec is not None
        cryptos = (self._own,) if self._own else ()
        direction = sdp.REVERSED[self.peer.direction]
        return sdp.write_answer(
            self._ours([self.codec], self.peer.dtmf_payload_type, cryptos, direction), self.peer
        )

    def for_media(self) -> SetLeg | None:
        """Where to send and how to read; None while the peer has no address (held the old way)."""
        if self.peer is None or self.codec is None or self.peer.host in ("0.0.0.0", "::"):
            return None
        keys = None
        if self._own and self._theirs:
            keys = SrtpKeys(self._own.suite, receive_key=self._theirs.key, send_key=self._own.key)
        return SetLeg(
            leg=self.leg_id,
            host=self.peer.host,
            port=self.peer.port,
            codec=self.codec.name,
            payload_type=self.codec.payload_type,
            dtmf_payload_type=self.peer.dtmf_payload_type,
            srtp=keys,
        )

    def _ours(
        self, codecs: list[Codec], dtmf: int | None, cryptos: tuple[Crypto, ...], direction: Direction
    ) -> sdp.Ours:
        self._version += 1
        return sdp.Ours(
            self.host, self.port, self._session_id, self._version, codecs, dtmf, cryptos, direction
        )
