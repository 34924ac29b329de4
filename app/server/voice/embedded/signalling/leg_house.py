"""What a leg is given: the rules for all legs, who is at its other end, and the house it lives in."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from app.server.core.events import VoiceEvent
from app.server.core.types import EndCause
from app.server.voice.embedded.media.protocol import SetLeg
from app.server.voice.embedded.signalling import sdp
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.session_timer import SessionRule
from app.server.voice.embedded.signalling.stack import SipStack
from app.server.voice.embedded.signalling.timers import Timers
from app.server.voice.embedded.signalling.ways import Credentials, MediaPolicy

if TYPE_CHECKING:
    from app.server.voice.embedded.signalling.legs import Leg


@dataclass(frozen=True, slots=True)
class LegRules:
    """What holds for every leg. ``spoken``: the codecs that the media process knows."""

    timers: Timers = field(default_factory=Timers)
    session: SessionRule = field(default_factory=SessionRule)
    spoken: tuple[str, ...] = sdp.CODEC_NAMES


@dataclass(frozen=True, slots=True)
class Party:
    """Who is at the other end: a phone has a ``sip_user``, a trunk a ``trunk_id``."""

    sip_user: str = ""
    trunk_id: str = ""
    media: MediaPolicy = field(default_factory=MediaPolicy)
    credentials: Credentials | None = None  # answers challenges inside the dialog


class LegHouse(Protocol):
    """What a leg needs of the engine."""

    @property
    def stack(self) -> SipStack: ...
    @property
    def rules(self) -> LegRules: ...
    async def open_media(self, leg_id: str) -> int:
        """An RTP port for this leg. Raises MediaError."""
        ...

    def media_address(self, flow: Flow) -> str:
        """The address of ours that this peer can send audio to."""
        ...

    def to_media(self, request: SetLeg) -> None: ...
    def emit(self, event: VoiceEvent) -> None: ...
    def leg_ended(self, leg: Leg, cause: EndCause, by_peer: bool, detail: str = "") -> None: ...
    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None: ...
    def flow_to(self, sip_user: str) -> Flow | None:
        """The newest way to a registered phone, for a leg whose connection is gone."""
        ...

    def trunk_flow(self, trunk_id: str) -> Flow | None:
        """The newest connection to a trunk, likewise."""
        ...

    def over_trunk(self, leg_id: str, trunk_id: str) -> None:
        """This leg now runs over that trunk ("": over none)."""
        ...

    def leg_of_dialog(self, call_id: str, local_tag: str, remote_tag: str) -> Leg | None: ...
    def may_dial(self, sip_user: str, number: str) -> bool:
        """False for a phone that must stay inside, where only a trunk leads to the number."""
        ...
