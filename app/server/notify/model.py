"""What is carried outside, who carries it, and what can go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from app.contracts.notices import Channel
from app.server.live_port import Language
from app.server.storage.errors import StorageError

NEW, SENT, DELIVERED, FAILED, SKIPPED = "NEW", "SENT", "DELIVERED", "FAILED", "SKIPPED"


class NotifyError(Exception):
    """It was not handed over; ``why`` in a stable word. ``final``: no use to try again. ``person``: it lies
    with whom it is for, the channel is well. ``wait_s``: how long the provider wants to be left alone."""

    error_id = "notify"

    def __init__(self, why: str, final: bool = False, person: bool = False, wait_s: float = 0.0) -> None:
        super().__init__(why)
        self.why = why
        self.final = final
        self.person = person
        self.wait_s = wait_s


class TextNotPossibleError(StorageError):
    """It would not arrive, so it is not even kept."""

    error_id = "text-not-possible"
    status = 409


class TextNotWantedError(StorageError):
    """Who it is for wants no messages of this kind."""

    error_id = "text-not-wanted"
    status = 409


class ChannelSetUpError(Exception):
    """A channel or template cannot be set up like this; the sentence says what to correct."""

    error_id = "channel"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to one address. ``once``: the same for each try, a provider may tell by it that it has it.

    ``template`` "": words of a call, without a template. ``text``: all of it, for channels without a title.
    ``again``: an earlier try may have come through, though nobody heard of it; a sender that can asks first.
    """

    once: str
    address: str
    text: str
    title: str = ""
    template: str = ""
    language: Language = "zh"
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    subject: str = ""
    at: datetime | None = None
    again: bool = False


class Sender(Protocol):
    """One channel to the outside."""

    async def send(self, parcel: Parcel) -> str:
        """The provider's number of it, or "". Returns when it is in other hands. Raises NotifyError."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class WebReply:
    status: int
    content: bytes


class Web(Protocol):
    """HTTP, as far as senders need it."""

    async def send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> WebReply:
        """Raises NotifyError: no usable answer came."""
        ...

    async def close(self) -> None: ...


class Notifier(Protocol):
    """Hands a short message to whoever delivers it."""

    async def send(self, number: str, text: str) -> None:
        """Returns when it is in other hands. Raises NotifyError."""
        ...


class ShortMessages(Notifier, Protocol):
    """One that may not be set up yet."""

    @property
    def is_set_up(self) -> bool: ...


class Asks(Protocol):
    """The connectors, as far as a gateway needs them."""

    def knows(self, system: str, operation: str) -> bool: ...

    async def post(self, system: str, operation: str, values: dict[str, str]) -> str:
        """ "" where it was taken, else why not. Never raises."""
        ...


@dataclass(frozen=True, slots=True)
class Account:
    """A channel as it is set up. ``kind`` and ``settings``: see ``set_up.KINDS``."""

    channel_id: str
    kind: str
    settings: Mapping[str, object]
    secrets: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    active: bool = True
    position: int = 0

    @property
    def channel(self) -> Channel:
        return CHANNEL_OF[self.kind]


CHANNEL_OF: Mapping[str, Channel] = {
    "aliyun-sms": "SMS",
    "tencent-sms": "SMS",
    "smtp": "EMAIL",
    "wecom-app": "WECOM",
    "wecom-robot": "WECOM_ROBOT",
    "webhook": "WEBHOOK",
}


class Senders(Protocol):
    """Who carries what."""

    def of(self, channel: Channel, address: str) -> tuple[str, Sender]:
        """(name of the channel, its sender). Raises NotifyError "no-gateway", "not-set-up"."""
        ...
