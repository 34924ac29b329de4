"""The voice port: what the house asks of a telephone engine, in the manner of Asterisk's ARI.

In:  voice commands of the core (``app.server.core.commands``).
Out: voice events (``app.server.core.events``) and changes of phone registrations.
The embedded engine is one implementation; an Asterisk cluster will be another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from app.server.core.commands import VoiceCommand
from app.server.core.events import VoiceEvent


class SrtpPolicy(Enum):
    """Whether the sound of a phone or trunk is encrypted (SDES)."""

    REQUIRE = "require"
    PREFER = "prefer"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class PhoneAccount:
    """What a phone needs to register: its user and the plain secret (kept only in memory).

    ``md5_only``: it cannot cope with a challenge that also offers SHA-256 (RFC 8760).
    ``may_dial_out``: may dial numbers that only a trunk leads to.
    """

    sip_user: str
    secret: str = field(repr=False)
    md5_only: bool = False
    srtp: SrtpPolicy = SrtpPolicy.PREFER
    may_dial_out: bool = True


@dataclass(frozen=True, slots=True)
class NumberRule:
    """Rewrite a number: where ``pattern`` (a regular expression) matches all of it, ``replacement``."""

    pattern: str
    replacement: str


@dataclass(frozen=True, slots=True)
class TrunkAccount:
    """A line to a telephone provider or another exchange.

    With ``register`` we register there; calls are taken from ``addresses`` (networks allowed) and from the
    connection we registered over. ``rules_in`` make E.164 of what the provider sends, ``rules_out`` make
    what it wants of E.164; the first that matches counts. ``numbers_out``: patterns of E.164 numbers that
    may go out here (none: no calls out). Lower ``priority`` is tried first. ``domain``: what stands behind
    the @ of our addresses there, where it is not the host; ``tls_ca``: a file of authorities to trust instead
    of the system's; ``options``: ask every half minute whether it lives.
    """

    trunk_id: str
    host: str
    port: int = 5060
    transport: str = "udp"  # "udp", "tcp", "tls"
    register: bool = False
    username: str = ""
    secret: str = field(default="", repr=False)
    addresses: tuple[str, ...] = ()
    priority: int = 10
    call_limit: int = 0  # calls at once, both directions; 0: no limit
    codecs: tuple[str, ...] = ("PCMA", "PCMU", "G722")  # in the order of preference
    srtp: SrtpPolicy = SrtpPolicy.OFF
    own_number: str = ""  # E.164, shown when a call has no number of its own
    rules_in: tuple[NumberRule, ...] = ()
    rules_out: tuple[NumberRule, ...] = ()
    numbers_out: tuple[str, ...] = ()
    domain: str = ""
    tls_ca: str = ""
    options: bool = True


class PhoneAccounts(Protocol):
    """Where the registrar finds accounts. Must answer from memory: it is asked in the SIP path."""

    def find(self, sip_user: str) -> PhoneAccount | None: ...


class TrunkAccounts(Protocol):
    """Where the engine finds its trunks. Must answer from memory."""

    def trunks(self) -> tuple[TrunkAccount, ...]: ...


class VoiceListener(Protocol):
    """Who hears of what happens. Called on the event loop; must not block."""

    def on_voice_event(self, event: VoiceEvent) -> None: ...

    def on_phone(self, sip_user: str, registered: bool) -> None:
        """A phone registered or its registration is gone (expired, taken back, connection lost)."""
        ...

    def on_trunk(self, trunk_id: str, up: bool, why: str) -> None:
        """A trunk can be used, or no longer (registration refused, no answer to OPTIONS)."""
        ...

    def on_alarm(self, error_id: str, text: str, over: bool) -> None:
        """Something a person must know (disk full, media process died); ``over``: it is well again."""
        ...

    def on_recording_closed(self, recording_id: str) -> None:
        """All of the recording is in the journal; it can be finished now."""
        ...


class VoiceEngine(Protocol):
    """Carry out commands. ``do`` returns at once and never raises: a failure comes back as LegEnded."""

    async def start(self, listener: VoiceListener) -> None:
        """Open sockets and media processes. Raises VoiceStartError with a sentence for a person."""
        ...

    def do(self, command: VoiceCommand) -> None: ...

    async def stop(self) -> None:
        """End all legs (BYE), close sockets and media processes; at most 3 s."""
        ...


class VoiceStartError(Exception):
    """The engine cannot start; the text says what to do (port taken, no permission)."""

    error_id = "voice-start"


EventSink = Callable[[VoiceEvent], None]
