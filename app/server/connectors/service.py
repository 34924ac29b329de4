"""Who answers a flow's question: a system of the company over HTTP, or our own database.

In:  AskSystem. Out: SystemAnswered, always, within its time; "failed" with a reason where there is no other
answer. Nothing of a question or an answer is logged.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

from app.server.connectors.http import HttpExchange
from app.server.connectors.model import Answer, SystemAccount, failed
from app.server.connectors.own import look_up
from app.server.connectors.repository import read_systems
from app.server.connectors.system import CompanySystem
from app.server.core.commands import AskSystem
from app.server.core.events import SystemAnswered
from app.server.storage.database import Database
from app.server.storage.errors import StorageError

log = logging.getLogger(__name__)
OnAlarm = Callable[[str, str, bool], None]  # error id, sentence, whether it is over
LONGEST_S = 30.0


class Connectors:
    """``load`` before use, and again to take changes over: systems that did not change keep their state."""

    def __init__(
        self, database: Database, key: bytes, on_alarm: OnAlarm, http: HttpExchange | None = None
    ) -> None:
        self._database = database
        self._key = key
        self._on_alarm = on_alarm
        self._http = http or HttpExchange()
        self._systems: dict[str, CompanySystem] = {}
        self._faults: list[str] = []

    async def load(self) -> None:
        """Raises StorageError; then what was known stays."""
        accounts, faults = await self._database.read(lambda session: read_systems(session, self._key))
        self.use(accounts)
        if faults != self._faults:
            self._faults = faults
            text = " ".join(faults) or "All systems can be asked."
            self._on_alarm("systems-damaged", text, not faults)

    def use(self, accounts: Mapping[str, SystemAccount]) -> None:
        before, self._systems = self._systems, {}
        for system_id, account in accounts.items():
            known = before.get(system_id)
            same = known is not None and known.account == account
            self._systems[system_id] = (
                known if known is not None and same else CompanySystem(account, self._http, self._health)
            )

    def knows(self, system: str, operation: str) -> bool:
        known = self._systems.get(system)
        return known is not None and operation in known.account.operations

    async def ask(self, command: AskSystem) -> SystemAnswered:
        answer = await self.answer(
            command.system, command.operation, command.values, command.into, command.timeout_s
        )
        if answer.result == "failed":
            log.warning("call %s: %s.%s: %s", command.call_id, command.system, command.operation, answer.why)
        return SystemAnswered(command.request_id, answer.result, answer.values, answer.why)

    async def answer(
        self,
        system: str,
        operation: str,
        values: Mapping[str, str],
        into: Mapping[str, str],
        timeout_s: float,
    ) -> Answer:
        timeout_s = min(max(timeout_s, 0.0), LONGEST_S)
        try:
            if system.startswith("@"):
                return await self._own(system, operation, values, into, timeout_s)
            known = self._systems.get(system)
            return await known.ask(operation, values, into, timeout_s) if known else failed("no-such-system")
        except Exception:  # whatever it was: the caller goes on
            log.exception("%s.%s could not be asked", system, operation)
            return failed("fault")

    async def post(self, system: str, operation: str, values: dict[str, str]) -> str:
        """Something is to be done, and nothing told: "" where it was, else why not. Never raises."""
        answer = await self.answer(system, operation, values, {}, LONGEST_S)
        return {"found": "", "not-found": "http-404"}.get(answer.result, answer.why)

    async def fetch(
        self,
        system: str,
        operation: str,
        values: Mapping[str, str],
        timeout_s: float,
        body: bytes | None = None,
    ) -> Answer:
        """The whole answer (``Answer.data``). Never raises, never takes longer."""
        known = self._systems.get(system)
        if known is None:
            return failed("no-such-system")
        try:
            return await known.ask(operation, values, None, timeout_s, body)
        except Exception:  # whatever it was: the call goes on
            log.exception("%s.%s could not be asked", system, operation)
            return failed("fault")

    async def close(self) -> None:
        await self._http.close()

    async def _own(
        self,
        system: str,
        operation: str,
        values: Mapping[str, str],
        into: Mapping[str, str],
        timeout_s: float,
    ) -> Answer:
        plain = {name: str.__str__(value) for name, value in values.items()}
        try:
            async with asyncio.timeout(timeout_s):
                return await self._database.read(
                    lambda session: look_up(session, system, operation, plain, into)
                )
        except TimeoutError:
            return failed("time-out")
        except StorageError as error:
            return failed(error.error_id)

    def _health(self, system_id: str, well: bool, why: str) -> None:
        text = (
            f"The system {system_id} answers again."
            if well
            else f"The system {system_id} does not answer ({why}); callers are led on without it."
        )
        self._on_alarm(f"system-{system_id}", text, well)
