"""The voice port: what the house asks of a telephone engine, in the manner of Asterisk's ARI.

In:  voice commands of the core (``app.server.core.commands``).
Out: voice events (``app.server.core.events``) and changes of phone registrations.
The embedded engine is one implementation; an Asterisk cluster will be another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.server.core.commands import VoiceCommand
from app.server.core.events import VoiceEvent


@dataclass(frozen=True, slots=True)
class PhoneAccount:
    """What a phone needs to register: its user and the plain secret (kept only in memory)."""

    sip_user: str
    secret: str


class PhoneAccounts(Protocol):
    """Where the registrar finds accounts. Must answer from memory: it is asked in the SIP path."""

    def find(self, sip_user: str) -> PhoneAccount | None: ...


class VoiceListener(Protocol):
    """Who hears of what happens. Called on the event loop; must not block."""

    def on_voice_event(self, event: VoiceEvent) -> None: ...

    def on_phone(self, sip_user: str, registered: bool) -> None:
        """A phone registered or its registration is gone (expired, taken back, connection lost)."""
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
