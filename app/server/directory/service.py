"""The set-up in memory: asked in the way of every call, so it never waits for the database.

In:  the database, at start and again after each change (``load``).
Out: the core's plan, phone accounts for the registrar, users and labels for everybody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.contracts.people import Label
from app.server.core.plan import Plan
from app.server.directory.desk_rules import DeskRules
from app.server.directory.model import ConfigurationError, DirectoryUser, SavedPlace
from app.server.directory.repository import SetUp, read_lines, read_set_up
from app.server.storage.database import Database
from app.server.storage.revision import read_revision
from app.server.voice.engine import PhoneAccount, TrunkAccount


class DirectoryService:
    """Implements ``PhoneAccounts`` and ``TrunkAccounts`` of the voice port. ``load_now`` once before use."""

    def __init__(self, database: Database, phone_key: bytes) -> None:
        self._database = database
        self._phone_key = phone_key
        self._set_up: SetUp | None = None

    def load_now(self) -> None:
        """Blocking, for start-up. Raises ConfigurationError, FieldDamagedError, StorageError."""
        self._set_up = self._database.read_now(lambda session: read_set_up(session, self._phone_key))

    async def load(self) -> None:
        """The same after a change; on an error the old set-up stays in force."""
        self._set_up = await self._database.read(lambda session: read_set_up(session, self._phone_key))

    async def follow(self) -> bool:
        """Take over what was changed, from the command line or by another program; whether the plan is
        another one now. Raises as ``load``."""
        before = self._now
        revision = await self._database.read(read_revision)
        if revision == before.revision:
            await self.load_lines()  # whoever writes there by other means is heard too
            return False
        await self.load()
        return self._now.plan != before.plan

    async def load_lines(self) -> None:
        """Phones and trunks alone, which may change while calls run. Raises as ``load``."""
        phones, trunks = await self._database.read(lambda session: read_lines(session, self._phone_key))
        self._set_up = replace(self._now, phones=phones, trunks=trunks)

    @property
    def _now(self) -> SetUp:
        if self._set_up is None:
            raise ConfigurationError("The set-up has not been loaded yet.")
        return self._set_up

    @property
    def plan(self) -> Plan:
        return self._now.plan

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with rows of the set-up, a sentence each; they are lived with."""
        return self._now.faults

    @property
    def company(self) -> str:
        return self._now.company

    @property
    def users(self) -> list[DirectoryUser]:
        return list(self._now.users.values())

    @property
    def phones(self) -> Mapping[str, PhoneAccount]:
        """Of who may work here, by SIP user."""
        return self._now.phones

    def find(self, sip_user: str) -> PhoneAccount | None:
        return self._now.phones.get(sip_user)

    def trunks(self) -> tuple[TrunkAccount, ...]:
        return self._now.trunks

    def user(self, user_id: str) -> DirectoryUser | None:
        return self._now.users.get(user_id)

    def leads(self, user_id: str) -> bool:
        """Whether this user works here and may hear and do what concerns others."""
        user = self._now.users.get(user_id)
        return user is not None and user.role in ("SUPERVISOR", "ADMIN")

    def user_of_phone(self, sip_user: str) -> DirectoryUser | None:
        """Whose phone this is."""
        return next((user for user in self._now.users.values() if user.sip_user == sip_user), None)

    def display_name(self, user_id: str | None) -> str:
        """ "" for nobody; the id itself for somebody who has left."""
        if user_id is None:
            return ""
        user = self._now.users.get(user_id)
        return user.display_name if user else user_id

    def name_in(self, user_id: str, language: str) -> str:
        """In this language, where the user has a name in it."""
        user = self._now.users.get(user_id)
        if user is None:
            return user_id
        return (user.display_name_en if language == "en" else "") or user.display_name

    def department_in(self, user_id: str, language: str) -> str:
        """Where she works, "" where nothing is said about it."""
        user = self._now.users.get(user_id)
        if user is None:
            return ""
        return (user.department_en if language == "en" else "") or user.department

    @property
    def saved_numbers(self) -> tuple[SavedPlace, ...]:
        """Outside numbers to call or to transfer to."""
        return self._now.saved_numbers

    @property
    def caller_numbers(self) -> tuple[SavedPlace, ...]:
        """The company's, that an outgoing call may show."""
        return self._now.caller_numbers

    @property
    def desk_rules(self) -> Mapping[str, DeskRules]:
        """By queue, in the order in which queues are shown."""
        return self._now.desk_rules

    @property
    def queues(self) -> tuple[Label, ...]:
        """In the order in which they are shown."""
        return self._now.queues

    def queue_label(self, queue_id: str | None) -> Label | None:
        if queue_id is None:
            return None
        unknown = Label(code=queue_id, zh=queue_id, en=queue_id)
        return next((label for label in self._now.queues if label.code == queue_id), unknown)

    def labels(self, kind: str) -> tuple[Label, ...]:
        """``kind``: OUTCOME, NOT_READY, TICKET_TYPE, ORDER_STATUS, SKILL."""
        return self._now.labels.get(kind, ())

    def label_name(self, kind: str, code: str, language: str) -> str:
        """The code itself where there is no such label."""
        found = next((label for label in self.labels(kind) if label.code == code), None)
        if found is None:
            return code
        return found.zh if language == "zh" else found.en

    def knows_label(self, kind: str, code: str) -> bool:
        return any(label.code == code for label in self.labels(kind))
