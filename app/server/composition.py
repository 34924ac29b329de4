"""Where the parts of the server meet: the only place that knows them all.

In:  settings. Out: a running server, or StartError with a sentence that says what to do.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from app import __version__
from app.contracts.people import Label
from app.contracts.phone_test import PhoneTestView
from app.resources import resource_dir
from app.server.alarms import Alarms
from app.server.api.app import ApiParts, make_api
from app.server.api.server import ApiServer
from app.server.calls.projection import project
from app.server.calls.recovery import Policy, recover
from app.server.calls.service import CallService
from app.server.connectors.service import Connectors
from app.server.connectors.sources.house import SourcesHouse
from app.server.core.callbacks.promise import diallable
from app.server.core.commands import AskSystem, SendMessage
from app.server.core.events import CallerIdentified, SystemAnswered
from app.server.core.facts import ServerStarted
from app.server.core.house import House
from app.server.core.switchboard import Switchboard
from app.server.core.types import AgentState
from app.server.customers.callers import CallerService
from app.server.customers.from_sources import SourceCustomers
from app.server.desk.choosing import CustomerChoosing
from app.server.desk.colleagues import People, Person
from app.server.desk.file_news import AgentsEyes, FileNews
from app.server.desk.files import CallFiles, Language
from app.server.desk.phone_test import PhoneTests
from app.server.desk.replies import RepliesHouse
from app.server.desk.restore import agents_of_last_run
from app.server.desk.seats import SeatControl
from app.server.desk.service import Desk, DeskParts
from app.server.desk.source_files import SourceFiles
from app.server.desk.speaking import ReplySpeaking
from app.server.desk.texting import Texting
from app.server.desk_work import DeskWork, DeskWorkParts
from app.server.directory.first_admin import ensure_admin
from app.server.directory.model import ConfigurationError
from app.server.directory.sample_loader import is_empty, load_sample
from app.server.directory.service import DirectoryService
from app.server.directory.trunks import leads_out
from app.server.knowledge.article_files import load_sample_articles
from app.server.notify.gateway import HttpGateway
from app.server.notify.sample_notices import load_sample_notices
from app.server.notify.service import MessageService
from app.server.prompts.engines import find_speech
from app.server.prompts.spoken_texts import SpokenTexts
from app.server.prompts.store import PromptFolder
from app.server.prompts.voice import SpeakingVoice
from app.server.recordings.house import RecordingHouse
from app.server.recordings.model import RecordingError
from app.server.regions import RegionTables, load_tables, region_of
from app.server.replies.clips import Clips
from app.server.replies.service import ReplyService
from app.server.runner import Runner
from app.server.sample import generate
from app.server.security.certificate import ServerCertificate, load_certificate
from app.server.security.fields import FieldDamagedError
from app.server.security.keys import Keys, load_keys
from app.server.security.sign_in import SignIn
from app.server.settings import ServerSettings
from app.server.storage.database import Database
from app.server.storage.errors import StorageError
from app.server.storage.ledger import Ledger
from app.server.storage.migrate import migrate
from app.server.tickets.type_files import load_sample_types
from app.server.voice.embedded.engine import EmbeddedEngine
from app.server.voice.embedded.settings import VoiceSettings
from app.server.voice.engine import PhoneAccount
from app.tasks import Spawner

log = logging.getLogger(__name__)
TIDY_EVERY_S = 300.0
SET_UP_EVERY_S = 5.0


@dataclass(slots=True)
class Foundation:
    """What stands before anything runs: folders, keys, database, the set-up of the centre."""

    settings: ServerSettings
    keys: Keys
    certificate: ServerCertificate
    database: Database
    directory: DirectoryService


def lay_foundation(settings: ServerSettings, say: Callable[[str], None]) -> Foundation:
    """Blocking. Make or open everything on the disk. ``say`` tells a person what was made.

    Raises KeyFileError, StorageError, ConfigurationError, OSError.
    """
    data = settings.data
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = load_keys(data)
    certificate = load_certificate(data)
    database = Database(settings.database_url or f"sqlite:///{data / 'seatline.db'}")
    migrate(database)
    admin = ensure_admin(database, data, os.environ.get("SEATLINE_ADMIN_PASSWORD"))
    if admin is not None and not admin.chosen:
        say(f"Administrator: {admin.username}  password: {admin.password}  (also in {data}/first-admin.txt)")
    if settings.sample and is_empty(database):
        company = generate(now=datetime.now(UTC))
        load_sample(database, company, resource_dir(), keys.phones, data)
        database.write_now(lambda session: load_sample_types(session, resource_dir(), datetime.now(UTC)))
        database.write_now(lambda session: load_sample_articles(session, resource_dir(), datetime.now(UTC)))
        database.write_now(lambda session: load_sample_notices(session, resource_dir(), datetime.now(UTC)))
        say(f"Sample company loaded; its accounts are in {data}/sample-accounts.json")
    directory = DirectoryService(database, keys.phones)
    directory.load_now()
    return Foundation(settings, keys, certificate, database, directory)


@dataclass(frozen=True, slots=True)
class Outside:
    """What flows have done outside of the house."""

    connectors: Connectors
    messages: MessageService

    async def ask(self, command: AskSystem) -> SystemAnswered:
        return await self.connectors.ask(command)

    async def send(self, command: SendMessage) -> None:
        await self.messages.send(command)


class Server:
    """Everything that runs. ``start`` and ``stop`` once each, on the event loop."""

    def __init__(self, foundation: Foundation) -> None:
        self._base = foundation
        self._tasks = Spawner("server")
        settings, directory, database = foundation.settings, foundation.directory, foundation.database
        self._ledger = Ledger(database, project)
        self._recording_house = RecordingHouse(
            database, settings.data, foundation.keys, settings.key_command, self._recording_alarm
        )
        self._recording_index = self._recording_house.index
        self._recordings = self._recording_house.service
        self.voice = EmbeddedEngine(voice_settings(foundation), directory, trunks=directory)
        self._texts = SpokenTexts(settings.data, find_speech(settings.data, settings.speech))
        self._regions = RegionTables()
        self._callers = CallerService(database, lambda number: region_of(number, self._regions))
        self._sign_in = SignIn(database)
        self._alarms = Alarms()
        board = Switchboard(directory.plan, new_id, datetime.now(UTC), draw=random.random)
        self._runner = Runner(
            board,
            SpeakingVoice(self.voice, self._texts),
            self._ledger,
            self._identify,
            self._finish_recording,
            self._alarms,
        )
        self._connectors = Connectors(database, foundation.keys.phones, self._runner.on_alarm)
        self._work = DeskWork(
            DeskWorkParts(
                database,
                directory,
                foundation.keys,
                settings.data,
                HttpGateway(self._connectors),
                self._runner.on_alarm,
                settings.scan_command,
            )
        )
        self._calls = CallService(database, directory, self._work.viewing)
        self._work.tickets.duty.on_shift = lambda: signed_in(board.house)
        customers = self._work.customers
        self._files = CallFiles(customers.whole_file_by_number, AgentsEyes(customers, directory))
        self._runner.connect(Outside(self._connectors, self._work.messages))
        self._desk = Desk(
            DeskParts(
                house=board.house,
                feed=self._runner.feed,
                files=self._files,
                label_of=self._queue_label,
                today=self._calls.today,
                settled=self._ledger.flush,
                version=__version__,
                person=directory.display_name,
                people=People(self._person, self._runner.registered),
            )
        )
        self._runner.attach(self._desk)
        self._file_news = FileNews(self._files, customers, self._desk, self._work.desktops)
        self._work.access.on_change = self._file_news.leave_changed
        self._sources = SourcesHouse(
            database,
            foundation.keys.phones,
            self._connectors,
            SourceCustomers(customers.news),
            self._runner.on_alarm,
        )
        self._source_files = SourceFiles(
            board.house,
            self._runner.feed,
            self._files,
            self._callers,
            self._sources.sources,
            self._desk,
        )
        customers.news.on_write(self._sources.pushes.note)
        self._work.knowledge.reading.can_speak = self._texts.can_speak
        clips = Clips(settings.data)
        self._replies = RepliesHouse(
            ReplyService(database, self._texts.can_speak),
            clips,
            self._texts,
            ReplySpeaking(board.house, self._texts, clips, self._desk),
            Texting(self._work.messages),
        )
        self._choosing = CustomerChoosing(
            board.house,
            self._runner.feed,
            self._runner.keep,
            self._files,
            self._work.customers,
            self._calls,
            self._desk,
        )
        self._phone_tests = PhoneTests(self.voice, self._runner, board.house, new_id)
        self.api: ApiServer | None = None

    async def start(self) -> None:
        """Raises VoiceStartError, ApiStartError, StorageError; what was started is stopped again."""
        last_alive_at = self._ledger.last_alive_at
        now = datetime.now(UTC)
        recovered = await recover(self._base.database, self._ledger, self._call_back_policy(now))
        self._runner.keep(ServerStarted(__version__, recovered.cut_off))
        agents = list(self._base.directory.plan.agents)
        for restored in await agents_of_last_run(self._base.database, agents, last_alive_at, now):
            await self._desk.restore(restored)
        await self._connectors.load()
        await self._sources.start()
        try:
            self._file_news.start()
            await self._work.start(self._desk)
            await self.voice.start(self._phone_tests)
            for promise in recovered.promises:
                self._runner.feed(promise)
            await self._open_api()
        except BaseException:
            await self.stop()
            raise
        self._tasks.spawn(self._recover_recordings(), "recover-recordings")
        self._tasks.spawn(self._recording_house.night.run(), "recordings-at-night")
        self._tasks.spawn(self._load_regions(), "load-regions")
        self._tasks.spawn(self._follow_set_up(), "follow-set-up")
        self._texts.render_flow_texts(self._base.directory.plan.flows.values())
        self._tasks.spawn(self._texts.run(), "speak-texts")
        self._tasks.spawn(self._replies.prepare(), "prepare-replies")
        if recovered.cut_off:
            log.warning("%d calls of the last run were closed as cut off", recovered.cut_off)
        if recovered.promises:
            log.info("%d call-backs are promised", len(recovered.promises))

    def _call_back_policy(self, now: datetime) -> Policy:
        house = self._runner.board.house

        def give_up_after_s(queue_id: str) -> int | None:
            queue = house.plan.queues.get(queue_id)
            return queue.waiting.call_back.give_up_after_s if queue else None

        def may_be_called(number: str) -> bool:
            return diallable(house, number) and leads_out(self._base.directory.trunks(), number)

        return Policy(may_be_called, give_up_after_s, new_id, now)

    @property
    def http_port(self) -> int:
        """The real one, also where any free one was asked for."""
        return self.api.port if self.api is not None else 0

    async def _open_api(self) -> None:
        base = self._base
        app = make_api(
            ApiParts(
                database=base.database,
                directory=base.directory,
                sign_in=self._sign_in,
                desk=self._desk,
                seats=SeatControl(self._runner.board.house, self._runner.feed),
                work=self._work,
                sources=self._sources,
                calls=self._calls,
                recordings=self._recordings,
                ledger=self._ledger,
                replies=self._replies,
                choosing=self._choosing,
                test_phone=self._test_phone,
                sip_tls_port=self.voice.tls_port,
                certificate_sha256=base.certificate.sha256,
                version=__version__,
                media_tick_late_ms=self._media_tick_late_ms,
                alarms=self._alarms,
                prompts=PromptFolder(base.settings.data),
            )
        )
        http = base.settings.http
        self.api = ApiServer(app, http.host, http.port, base.certificate.certificate, base.certificate.key)
        await self.api.start()

    def _media_tick_late_ms(self) -> float | None:
        return max((each.worst_tick_late_ms for each in self.voice.health), default=None)

    async def stop(self) -> None:
        """In the order in which nothing is lost: no new work, calls ended, everything on the disk."""
        await self._desk.stop()
        if self.api is not None:
            await self.api.stop()
        await self.voice.stop()
        await self._tasks.close()
        await self._replies.close()
        await self._work.stop()
        await self._file_news.close()
        await self._texts.close()
        await self._runner.stop()
        await self._source_files.close()
        await self._sources.close()
        await self._connectors.close()
        await self._recordings.close()
        await self._ledger.close()
        await self._base.database.close()

    async def _recover_recordings(self) -> None:
        """Finish what a crash left in the journal, then keep it tidy.

        Twice at first: the media process of a killed server may write its last second after we are up.
        """
        for pause_s in (0.0, 10.0):
            await asyncio.sleep(pause_s)
            rows = await self._recordings.recover()
            if rows:
                log.warning("%d recordings of the last run were finished from their journal", len(rows))
        while True:
            await asyncio.sleep(TIDY_EVERY_S)
            await self._recordings.tidy()

    async def _load_regions(self) -> None:
        self._regions = await asyncio.to_thread(load_tables, resource_dir(), self._base.settings.data)

    async def _follow_set_up(self) -> None:
        """What was changed from the command line is taken over while calls run."""
        directory = self._base.directory
        self._say_faults()
        while True:
            await asyncio.sleep(SET_UP_EVERY_S)
            phones = directory.phones
            try:
                changed = await directory.follow()
                await self._sign_in.follow()
                await self._connectors.load()
                await self._work.follow()
                await self._sources.sources.load()
            except (StorageError, FieldDamagedError, ConfigurationError) as error:
                log.warning("the set-up stays as it was: %s", error)
                continue
            if changed:
                log.info("the set-up was changed; it holds from now on")
                self._runner.plan_changed(directory.plan)
                self._texts.render_flow_texts(directory.plan.flows.values())
            self._desk.let_go(directory.leads)
            for sip_user in lost_phones(phones, directory.phones):
                self.voice.forget_phone(sip_user)
            self._say_faults()

    def _say_faults(self) -> None:
        """Damaged rows of the set-up are lived with, but somebody must know."""
        faults = self._base.directory.faults
        text = f"{len(faults)} faults in the set-up: {' '.join(faults)}" if faults else "The set-up is sound."
        self._runner.on_alarm("set-up-damaged", text, not faults)

    def _recording_alarm(self, error_id: str, text: str, over: bool) -> None:
        self._runner.on_alarm(error_id, text, over)

    async def _finish_recording(self, recording_id: str) -> None:
        try:
            await self._recordings.finish(recording_id)
        except RecordingError as error:
            log.error("recording %s: %s", recording_id, error.text)
            if error.error_id in ("recording-unknown", "recording-empty"):
                await self._recording_index.mark_failed(
                    recording_id
                )  # nothing was recorded: no use to try on

    async def _identify(self, call_id: str, number: str) -> CallerIdentified | None:
        """The file is read as well, so that it is at hand when an agent is found."""
        return await self._source_files.identify(call_id, number)

    def _person(self, user_id: str, language: Language) -> Person:
        directory = self._base.directory
        return Person(directory.name_in(user_id, language), directory.department_in(user_id, language))

    async def _test_phone(self, sip_user: str) -> PhoneTestView:
        return await self._phone_tests.test(sip_user, self._runner.registered(sip_user))

    def _queue_label(self, queue_id: str) -> Label:
        return self._base.directory.queue_label(queue_id) or Label(code=queue_id, zh=queue_id, en=queue_id)


def signed_in(house: House) -> set[str]:
    """Agents who are there now, whatever they do. Asked in threads too."""
    return {agent.agent_id for agent in list(house.agents.values()) if agent.state is not AgentState.OFFLINE}


def lost_phones(before: Mapping[str, PhoneAccount], now: Mapping[str, PhoneAccount]) -> list[str]:
    """Whose user may not work here any more, and those with another password."""
    return [
        sip_user
        for sip_user, account in before.items()
        if (left := now.get(sip_user)) is None or left.secret != account.secret
    ]


def voice_settings(base: Foundation) -> VoiceSettings:
    settings = base.settings
    return VoiceSettings(
        host=settings.sip.host,
        sip_port=settings.sip.port,
        tls_port=settings.sip_tls_port,
        rtp_low=settings.rtp_low,
        rtp_high=settings.rtp_high,
        certificate=base.certificate.certificate,
        certificate_key=base.certificate.key,
        prompt_dirs=(settings.data, resource_dir()),
        journal_dir=settings.data / "recordings" / "journal",
        journal_key=base.keys.journal,
        trunk_addresses=settings.trunks,
        tls12_port=settings.sip_tls12_port,
        public_address=settings.public_address,
        local_networks=settings.local_networks,
        media_processes=settings.media_processes,
    )


def new_id(kind: str) -> str:
    """Unique for ever and hard to guess: "call-6f3a…" with 96 random bits."""
    return f"{kind}-{secrets.token_hex(12)}"
