"""An embedded engine on free ports and a listener that writes down what it hears.

The media process is the real one, or a quiet stand-in that keeps what it was told.
"""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import itertools
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.server.core.events import LegEnded, LegIncoming, VoiceEvent
from app.server.voice.embedded.engine import EmbeddedEngine
from app.server.voice.embedded.media.client import MediaClient, MediaError
from app.server.voice.embedded.media.protocol import CloseLeg, Report, Request, SetLeg
from app.server.voice.embedded.media.settings import MediaSettings
from app.server.voice.embedded.settings import VoiceSettings
from app.server.voice.embedded.signalling.timers import Timers
from app.server.voice.engine import PhoneAccount, TrunkAccount
from tests.doubles.patience import PATIENCE_S

E = TypeVar("E")
PROMPTS = Path(__file__).parents[2] / "resources" / "prompts"
QUICK = Timers(t1_s=0.05, t2_s=0.2, t4_s=0.2)
PASSWORDS = {"1001": "secret-1001", "1002": "secret-1002"}


@dataclass
class Trunks:
    """Trunk accounts."""

    accounts: tuple[TrunkAccount, ...]

    def trunks(self) -> tuple[TrunkAccount, ...]:
        return self.accounts


class Accounts:
    """Phone accounts 1001 and 1002."""

    def find(self, sip_user: str) -> PhoneAccount | None:
        secret = PASSWORDS.get(sip_user)
        return PhoneAccount(sip_user, secret) if secret else None


@dataclass
class Heard:
    """The listener; ``on_event`` may answer with commands, as the switchboard would."""

    events: list[VoiceEvent] = field(default_factory=list)
    phones: list[tuple[str, bool]] = field(default_factory=list)
    recordings: list[str] = field(default_factory=list)
    trunks: list[tuple[str, bool, str]] = field(default_factory=list)
    alarms: list[tuple[str, str, bool]] = field(default_factory=list)
    on_event: Callable[[VoiceEvent], None] | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def on_voice_event(self, event: VoiceEvent) -> None:
        self.events.append(event)
        self._news.set()
        if self.on_event:
            self.on_event(event)

    def on_phone(self, sip_user: str, registered: bool) -> None:
        self.phones.append((sip_user, registered))
        self._news.set()

    def on_trunk(self, trunk_id: str, up: bool, why: str) -> None:
        self.trunks.append((trunk_id, up, why))
        self._news.set()

    def on_alarm(self, error_id: str, text: str, over: bool) -> None:
        self.alarms.append((error_id, text, over))
        self._news.set()

    def on_recording_closed(self, recording_id: str) -> None:
        self.recordings.append(recording_id)
        self._news.set()

    def all(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    async def wait(self, kind: type[E], count: int = 1, seconds: float = PATIENCE_S) -> E:
        async with asyncio.timeout(seconds):
            while len(found := self.all(kind)) < count:
                self._news.clear()
                await self._news.wait()
        return found[count - 1]

    async def wait_phone(self, sip_user: str, registered: bool, seconds: float = PATIENCE_S) -> None:
        async with asyncio.timeout(seconds):
            while (sip_user, registered) not in self.phones:
                self._news.clear()
                await self._news.wait()

    def ended_once(self) -> bool:
        """Every leg that came has ended exactly once."""
        ended = [event.leg_id for event in self.all(LegEnded)]
        return len(ended) == len(set(ended)) and {e.leg_id for e in self.all(LegIncoming)} <= set(ended)


class QuietMedia:
    """Opens ports that are none and remembers every request; ``die`` is what a crash looks like."""

    def __init__(
        self, _settings: MediaSettings, on_report: Callable[[Report], None], on_death: Callable[[], None]
    ) -> None:
        self.report = on_report
        self.sent: list[Request] = []
        self.open: set[str] = set()
        self.pid: int | None = None
        self.fails = False
        self._on_death = on_death
        self._starts = itertools.count(1)
        self._ports = itertools.count(30_000, 2)

    async def start(self) -> None:
        self.pid = next(self._starts)

    async def open_leg(self, leg: str) -> int:
        await asyncio.sleep(0)
        if self.fails:
            raise MediaError("media-port", "no port is free")
        self.open.add(leg)
        return next(self._ports)

    def send(self, request: Request) -> None:
        self.sent.append(request)
        if isinstance(request, CloseLeg):
            self.open.discard(request.leg)

    def legs(self) -> list[SetLeg]:
        return [each for each in self.sent if isinstance(each, SetLeg)]

    def die(self) -> None:
        self.pid = None
        self.open.clear()
        self._on_death()

    async def stop(self) -> None:
        self.pid = None


@dataclass
class House:
    engine: EmbeddedEngine
    heard: Heard
    certificate: Path
    made: list[QuietMedia]

    @property
    def media(self) -> QuietMedia:
        return self.made[0]


@asynccontextmanager
async def a_house(
    folder: Path, *, quiet: bool = True, trunks: tuple[TrunkAccount, ...] = (), **changes: Any
) -> AsyncIterator[House]:
    """A started engine; ``quiet``: without audio; ``changes`` are fields of VoiceSettings."""
    made: list[QuietMedia] = []

    def make_quiet(
        settings: MediaSettings, on_report: Callable[[Report], None], on_death: Callable[[], None]
    ) -> QuietMedia:
        made.append(QuietMedia(settings, on_report, on_death))
        return made[-1]

    certificate, key = make_certificate(folder)
    journal = folder / "journal"
    journal.mkdir(exist_ok=True)
    low = (
        20_000 + (os.getpid() * 37 % 400) * 100
    )  # ports in use are skipped; this only spreads parallel tests
    settings = VoiceSettings(
        host="127.0.0.1",
        sip_port=0,
        tls_port=0,
        rtp_low=low,
        rtp_high=low + 1000,
        certificate=certificate,
        certificate_key=key,
        prompt_dirs=(PROMPTS,),
        journal_dir=journal,
        journal_key=bytes(32),
        timers=QUICK,
    )
    make = make_quiet if quiet else MediaClient
    engine = EmbeddedEngine(replace(settings, **changes), Accounts(), make, Trunks(trunks))
    heard = Heard()
    await engine.start(heard)
    try:
        yield House(engine, heard, certificate, made)
    finally:
        await engine.stop()


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "seatline")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(True, 0), True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "server.pem", folder / "server.key"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return paths
