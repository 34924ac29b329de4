"""Ways: how a party is reached, and what holds on that way. Made by registrar and trunks, used by legs.

In:  a registered phone's binding, or a trunk that may be used for a number.
Out: plain values that an outgoing leg works from; several of them are tried one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.engine import SrtpPolicy

ALL_CODECS = ("PCMA", "PCMU", "G722", "OPUS")


@dataclass(frozen=True, slots=True)
class MediaPolicy:
    """Which codecs may be agreed, the preferred first, and whether the sound is encrypted."""

    codecs: tuple[str, ...] = ALL_CODECS
    srtp: SrtpPolicy = SrtpPolicy.PREFER


@dataclass(frozen=True, slots=True)
class Credentials:
    """What answers a 401 or 407 of the other side."""

    username: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to one party.

    ``target`` is the Request-URI, ``shown_as`` the URI in To, ``own_contact`` our Contact (with <>),
    ``from_host`` the host part of From. A phone has a ``sip_user``, a trunk a ``trunk_id``; the other is "".
    """

    flow: Flow
    target: str
    shown_as: str
    own_contact: str
    from_host: str
    sip_user: str = ""
    trunk_id: str = ""
    caller_number: str = ""  # "" : the number that the call itself brings
    credentials: Credentials | None = None
    media: MediaPolicy = field(default_factory=MediaPolicy)
