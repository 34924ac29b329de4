"""What the endpoints work with: the services of the house, and the user behind a request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, Protocol

from starlette.requests import HTTPConnection

from app.contracts.people import UserView
from app.contracts.phone_test import PhoneTestView
from app.server.alarms import Alarms
from app.server.api.idempotency import Idempotency
from app.server.calls.missed import MissedCalls
from app.server.calls.service import CallService
from app.server.calls.whom import WhomToCall
from app.server.connectors.sources.house import SourcesHouse
from app.server.customers.service import CustomerService
from app.server.desk.choosing import CustomerChoosing
from app.server.desk.port import DeskPort
from app.server.desk.replies import RepliesHouse
from app.server.desk.seats import SeatControl
from app.server.desk_work import DeskWork
from app.server.directory.service import DirectoryService
from app.server.prompts.store import PromptFolder
from app.server.recordings.index import DatabaseRecordingIndex
from app.server.security.model import RIGHTS, NotSignedInError, SignedInUser
from app.server.security.sign_in import SignIn
from app.server.security.viewing import Eyes, Private
from app.server.storage.database import Database
from app.server.storage.ledger import Ledger


class RecordingAudio(Protocol):
    """Where the sound of a recording comes from."""

    async def audio(self, recording_id: str) -> bytes:
        """Ogg/Opus. Raises RecordingError."""
        ...


TestPhone = Callable[[str], Awaitable[PhoneTestView]]


@dataclass(frozen=True, slots=True)
class ApiParts:
    """What the composition gives. ``sip_tls_port``, ``certificate_sha256``: how a desktop's phone gets in."""

    database: Database
    directory: DirectoryService
    sign_in: SignIn
    desk: DeskPort
    seats: SeatControl
    work: DeskWork
    calls: CallService
    recordings: RecordingAudio
    ledger: Ledger
    replies: RepliesHouse
    choosing: CustomerChoosing
    sources: SourcesHouse
    test_phone: TestPhone  # of this SIP user
    sip_tls_port: int
    certificate_sha256: str
    version: str
    media_tick_late_ms: Callable[[], float | None] = lambda: (
        None
    )  # the media clock's worst in the last second
    sip_domain: str = "seatline"
    alarms: Alarms = field(default_factory=Alarms)
    prompts: PromptFolder | None = None

    @property
    def customers(self) -> CustomerService:
        return self.work.customers


class Rooms:
    """The parts, and what the API makes of them for itself."""

    def __init__(self, parts: ApiParts) -> None:
        self.parts = parts
        self.sign_in = parts.sign_in
        self.tickets = parts.work.tickets
        self.ticket_house = parts.work.ticket_house
        self.recording_index = DatabaseRecordingIndex(parts.database)
        self.idempotency = Idempotency(parts.database)
        self.missed = MissedCalls(parts.database, parts.directory)
        self.whom = WhomToCall(parts.database, parts.directory)

    async def user(self, connection: HTTPConnection) -> SignedInUser:
        """Dependency of every endpoint that needs a user. Raises NotSignedInError."""
        return await self.sign_in.user_of(bearer_token(connection))

    def eyes(self, user: SignedInUser) -> Eyes:
        """How she sees customers at this moment."""
        return self.parts.work.viewing.eyes(user)

    async def noted(self, eyes: Eyes, calls: Iterable[tuple[str | None, str]]) -> None:
        """Before numbers in full are sent with calls: who cannot be noted does not look. Raises StorageError.

        ``calls``: (customer, call) of each; of a stranger the call is noted.
        """
        whose = (customer_id or f"call:{call_id}" for customer_id, call_id in calls)
        looks = [each for each in whose if eyes.of(each).sees(Private.NUMBER)]
        await self.parts.work.customers.seen_notes.note(eyes, looks, utc_now())

    def is_agent(self, user: SignedInUser) -> bool:
        known = self.parts.directory.user(user.user_id)
        return known is not None and known.is_agent


def bearer_token(connection: HTTPConnection) -> str:
    """Raises NotSignedInError."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > 200:
        raise NotSignedInError("You are not signed in: send the token from /api/v1/auth/token.")
    return token.strip()


def language_of(connection: HTTPConnection) -> Literal["zh", "en"]:
    """The language for names of codes: Chinese unless the request prefers English."""
    preferred = connection.headers.get("accept-language", "").strip().lower()
    return "en" if preferred.startswith("en") else "zh"


def user_view(user: SignedInUser) -> UserView:
    return UserView(
        user_id=user.user_id,
        username=user.username,
        display_name=user.display_name,
        role=user.role.value,
        rights=sorted(right.value for right in RIGHTS[user.role]),
    )


def utc_now() -> datetime:
    return datetime.now(UTC)
