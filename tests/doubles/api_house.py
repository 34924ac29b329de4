"""The API on a real port with a small sample company, and desktops that are signed in to it."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import httpx

from app.contracts.phone_test import PhoneTestView
from app.server.alarms import Alarms
from app.server.api.app import ApiParts, make_api
from app.server.api.server import ApiServer
from app.server.calls.projection import project
from app.server.calls.service import CallService
from app.server.connectors.service import Connectors
from app.server.connectors.sources.house import SourcesHouse
from app.server.core.events import Event
from app.server.core.facts import CallArrived, CallConnected, CallEnded, Fact, RecordingStarted, is_fact
from app.server.core.switchboard import Switchboard
from app.server.core.types import CallOutcome, EndCause
from app.server.customers.from_sources import SourceCustomers
from app.server.desk.choosing import CustomerChoosing
from app.server.desk.colleagues import Colleagues, People, Person
from app.server.desk.file_news import AgentsEyes, FileNews
from app.server.desk.files import CallFiles
from app.server.desk.replies import RepliesHouse
from app.server.desk.seats import SeatControl
from app.server.desk.speaking import ReplySpeaking
from app.server.desk.texting import Texting
from app.server.desk_work import DeskWork, DeskWorkParts
from app.server.directory.first_admin import ensure_admin
from app.server.directory.sample_loader import load_sample
from app.server.directory.service import DirectoryService
from app.server.prompts.speech import SpeechPort
from app.server.prompts.spoken_texts import SpokenTexts
from app.server.prompts.store import PromptFolder
from app.server.replies.clips import Clips
from app.server.replies.service import ReplyService
from app.server.sample import generate
from app.server.security.certificate import load_certificate
from app.server.security.keys import Keys
from app.server.security.sign_in import SignIn
from app.server.storage.database import Database
from app.server.storage.ledger import Ledger
from app.tasks import Spawner
from tests.doubles.desk import FakeDesk

RESOURCES = Path(__file__).parents[2] / "resources"
KEY = b"p" * 32


def no_alarm(error_id: str, text: str, over: bool) -> None:
    """Nobody is on call here."""


class FakeRecordings:
    """``sounds``: what a test has put there."""

    def __init__(self) -> None:
        self.sounds: dict[str, bytes] = {}

    async def audio(self, recording_id: str) -> bytes:
        return self.sounds.get(recording_id, b"OggS of " + recording_id.encode())


class Gateway:
    """A provider of short messages. ``sent``: (number, text)."""

    def __init__(self) -> None:
        self.is_set_up = True
        self.sent: list[tuple[str, str]] = []

    async def send(self, number: str, text: str) -> None:
        self.sent.append((number, text))


@dataclass
class House:
    database: Database
    desk: FakeDesk
    ledger: Ledger
    server: ApiServer
    passwords: dict[str, str]
    sip_passwords: dict[str, str]
    certificate: Path
    clients: list[httpx.AsyncClient]
    alarms: Alarms
    board: Switchboard
    recordings: FakeRecordings
    files: CallFiles
    texts: SpokenTexts
    sent: Gateway
    directory: DirectoryService
    work: DeskWork
    sign_in: SignIn

    def feed(self, event: Event) -> None:
        """To the switchboard, and what it wants kept into the ledger; nothing else is carried out."""
        feed(self.board, self.ledger, event)

    @property
    def url(self) -> str:
        return f"https://localhost:{self.server.port}"

    @property
    def tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))

    async def client(self, username: str = "") -> httpx.AsyncClient:
        """A desktop; signed in when a user is named."""
        client = httpx.AsyncClient(base_url=self.url, verify=self.tls, timeout=20)
        self.clients.append(client)
        if username:
            form = {"username": username, "password": self.passwords[username]}
            answer = (await client.post("/api/v1/auth/token", data=form)).json()
            client.headers["Authorization"] = f"Bearer {answer['access_token']}"
        return client

    async def a_call(self, call_id: str = "c1", agent_id: str = "1001", number: str = "13999990000") -> None:
        now = datetime.now(UTC)
        for fact in (
            CallArrived(call_id, "4001", number, "", "trunk"),
            CallConnected(call_id, agent_id, "sales", 5.0),
            RecordingStarted(f"r-{call_id}", call_id),
            CallEnded(
                call_id, CallOutcome.ANSWERED, EndCause.NORMAL, "customer", agent_id, "sales", 5.0, 30.0, 0.0
            ),
        ):
            self.ledger.append(fact, now)
        await self.ledger.flush()


def small_company():
    company = generate(now=datetime.now(UTC))
    people = [company.customers[0].customer_id]
    return replace(
        company,
        customers=company.customers[:60],
        users=tuple(user for user in company.users if user.username in ("1001", "1002", "2001")),
        orders=tuple(order for order in company.orders if order.customer_id in people),
        calls=tuple(
            call for call in company.calls if call.customer_id in people and call.agent in (None, "1001")
        ),
        tickets=tuple(ticket for ticket in company.tickets if ticket.customer_id in people),
    )


@dataclass(frozen=True)
class Filled:
    """The sample company in a template of each database, made once a run."""

    passwords: dict[str, str]
    sip_passwords: dict[str, str]


def fill(url: str, folder: Path) -> Filled:
    database = Database(url, busy_timeout_s=1.0)
    ensure_admin(database, folder, "admin-password")
    accounts = load_sample(database, small_company(), RESOURCES, KEY, folder)
    database.close_now()
    passwords = {account.username: account.password for account in accounts} | {"admin": "admin-password"}
    return Filled(passwords, {account.username: account.sip_password for account in accounts})


def feed(board: Switchboard, ledger: Ledger, event: Event) -> None:
    now = datetime.now(UTC)
    for command in board.handle(event, now):
        if is_fact(command):
            ledger.append(command, now)


@asynccontextmanager
async def open_house(
    database: Database, content: Filled, folder: Path, speech: SpeechPort | None = None
) -> AsyncIterator[House]:
    """The API on a free port over this database; closed with its clients afterwards."""
    directory = DirectoryService(database, KEY)
    directory.load_now()
    certificate = load_certificate(folder)
    ledger, desk = Ledger(database, project), FakeDesk()
    numbers = count(1)
    board = Switchboard(directory.plan, lambda kind: f"{kind}-{next(numbers)}", datetime.now(UTC))
    recordings = FakeRecordings()
    texts, clips, sent = SpokenTexts(folder, speech), Clips(folder), Gateway()
    work = DeskWork(
        DeskWorkParts(database, directory, Keys(KEY, KEY, KEY, KEY, KEY), folder, sent, lambda *_: None)
    )
    customers, calls = work.customers, CallService(database, directory, work.viewing)

    def keep(fact: Fact) -> None:
        ledger.append(fact, datetime.now(UTC))

    async def test_phone(sip_user: str) -> PhoneTestView:
        desk.deeds.append(("phone-test", sip_user))
        return PhoneTestView(answered=True, packets_from_phone=60)

    replies = RepliesHouse(
        ReplyService(database, texts.can_speak),
        clips,
        texts,
        ReplySpeaking(board.house, texts, clips, desk),
        Texting(work.messages),
    )
    files = CallFiles(customers.whole_file_by_number, AgentsEyes(customers, directory))
    file_news = FileNews(files, customers, desk, work.desktops)
    work.access.on_change = file_news.leave_changed
    sign_in = SignIn(database)
    parts = ApiParts(
        database=database,
        directory=directory,
        sign_in=sign_in,
        desk=desk,
        seats=SeatControl(board.house, lambda event: feed(board, ledger, event)),
        work=work,
        calls=calls,
        recordings=recordings,
        ledger=ledger,
        replies=replies,
        sources=SourcesHouse(database, KEY, Connectors(database, KEY, no_alarm), SourceCustomers(), no_alarm),
        choosing=CustomerChoosing(
            board.house, lambda event: feed(board, ledger, event), keep, files, customers, calls, desk
        ),
        test_phone=test_phone,
        sip_tls_port=5061,
        certificate_sha256=certificate.sha256,
        version="0.1.0",
        prompts=PromptFolder(folder),
    )
    server = ApiServer(make_api(parts), "127.0.0.1", 0, certificate.certificate, certificate.key)
    await server.start()
    file_news.start()
    await work.start(desk)
    made = House(
        database=database,
        desk=desk,
        ledger=ledger,
        server=server,
        passwords=content.passwords,
        sip_passwords=content.sip_passwords,
        certificate=certificate.certificate,
        clients=[],
        alarms=parts.alarms,
        board=board,
        recordings=recordings,
        files=files,
        texts=texts,
        sent=sent,
        directory=directory,
        work=work,
        sign_in=sign_in,
    )
    desk.colleagues = Colleagues(
        board.house,
        People(
            lambda user_id, language: Person(
                directory.name_in(user_id, language), directory.department_in(user_id, language)
            )
        ),
    )
    speaking = Spawner("test-texts")
    speaking.spawn(texts.run(), "run")
    try:
        yield made
    finally:
        for client in made.clients:
            await client.aclose()
        await server.stop()
        await speaking.close()
        await replies.close()
        await work.stop()
        await file_news.close()
        await ledger.close()
