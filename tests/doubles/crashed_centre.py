"""A whole centre whose control process is killed with -9 while callers wait and talk, and started again.

Real server, sipp as customers, simulated telephones as agents, a provider that takes our calls. What it
finds afterwards is read from the database, as a supervisor's reports would.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from app.demo.bench_company import LOAD_NUMBER, prepare
from app.demo.phones import PhoneBank, RingState
from app.demo.stage import RunningServer, start_server
from app.server.directory.model import SampleAccount
from app.server.directory.trunks import write_trunk
from app.server.security.keys import load_keys
from app.server.storage.database import Database
from app.server.storage.types import from_us
from app.server.voice.engine import TrunkAccount
from tests.doubles.sample_server import furnish
from tests.doubles.sip_provider import Provider
from tests.doubles.sipp_load import SippLoad

QUEUE = "bench-load"


class _KilledError(Exception):
    """The crash has happened."""


@dataclass
class CrashedCentre:
    """``agents`` are ready and answer at once; whoever calls besides waits."""

    folder: Path
    provider: Provider
    agents: list[SampleAccount] = field(default_factory=list)
    server: RunningServer | None = None
    ports: tuple[int, int, int] | None = None

    @property
    def running(self) -> RunningServer:
        assert self.server is not None
        return self.server

    async def begin(self, talking: int) -> None:
        data = self.folder / "data"
        await asyncio.to_thread(furnish, self.folder)
        self.agents = await asyncio.to_thread(prepare, data, talking)
        database = Database(f"sqlite:///{data / 'seatline.db'}")
        trunk = TrunkAccount("provider", "127.0.0.1", port=self.provider.port, numbers_out=(r"\+?\d+",))
        database.write_now(lambda session: write_trunk(session, trunk, load_keys(data).phones))
        database.close_now()
        await self.start()

    async def start(self) -> None:
        """The same server, on the same ports."""
        self.server = await start_server(self.folder, sample=False, ports=self.ports)
        self.ports = (self.server.http_port, self.server.sip_port, self.server.tls_port)

    async def ready(self, agents: list[SampleAccount] | None = None) -> None:
        for account in agents or self.agents:
            async with self.signed_in(account) as http:
                body = {"state": "READY", "reason": ""}
                (await http.put("/api/v1/agents/me/state", json=body)).raise_for_status()

    @asynccontextmanager
    async def signed_in(self, account: SampleAccount) -> AsyncGenerator[httpx.AsyncClient]:
        async with httpx.AsyncClient(base_url=self.running.local_url, trust_env=False, timeout=20) as http:
            form = {"username": account.username, "password": account.password}
            token = (await http.post("/api/v1/auth/token", data=form)).raise_for_status().json()
            http.headers["Authorization"] = f"Bearer {token['access_token']}"
            yield http

    async def crash(self, waiting: int, per_s: float = 20) -> None:
        """Until so many wait and all agents talk; then kill -9, and start again."""
        talking = len(self.agents)
        load = SippLoad(self.folder, ("127.0.0.1", self.running.sip_port), number=LOAD_NUMBER)
        async with self.phones() as bank:
            await self.ready()
            with suppress(_KilledError):
                async with load.running(calls=talking + waiting, per_s=per_s, talk_ms=120_000):
                    await until(lambda: talks(bank) == talking, 30)
                    await until(lambda: self.count("queue_entries", "left_at is null") == waiting, 30)
                    self.running.kill()
                    raise _KilledError  # the customers are not waited for
        await self.start()

    @asynccontextmanager
    async def phones(self, agents: list[SampleAccount] | None = None) -> AsyncGenerator[PhoneBank]:
        """They answer at once."""
        async with PhoneBank(("127.0.0.1", self.running.sip_port)) as bank:
            await bank.register([(each.sip_user, each.sip_password) for each in agents or self.agents])
            yield bank

    # --- what the database says ----------------------------------------------------------------

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        path = self.folder / "data" / "seatline.db"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
            return connection.execute(statement).fetchall()

    def count(self, table: str, where: str = "1=1") -> int:
        return int(self.rows(f"select count(*) from {table} where {where}")[0][0])

    def call_backs(self) -> dict[str, tuple[str, str, str, datetime]]:
        """Of those that stand, by the call that they are for: id, number, agent, waiting since."""
        found = self.rows(
            "select for_call_id, callback_id, number, agent_id, waiting_since from callbacks"
            " where state = 'OPEN'"
        )
        made = {row[0]: (row[1], row[2], row[3], from_us(row[4])) for row in found}
        assert len(made) == len(found), "one for each call"
        return made

    def cut_off_calls(self) -> dict[str, tuple[str, str, datetime]]:
        """The customers' calls of the run that died: number, with whom he talked or "", when he entered."""
        entered = self.rows(
            "select e.call_id, c.caller_number, coalesce(c.agent_id, ''), e.entered_at from queue_entries e"
            " join calls c on c.call_id = e.call_id where c.direction = 'IN' and c.outcome = 'CUT_OFF'"
        )
        return {row[0]: (row[1], row[2], from_us(row[3])) for row in entered}


@asynccontextmanager
async def crashed_centre(folder: Path) -> AsyncGenerator[CrashedCentre]:
    provider = await Provider().open()
    centre = CrashedCentre(folder, provider)
    try:
        yield centre
    finally:
        if centre.server is not None:
            centre.server.stop()
        await provider.close()


def talks(bank: PhoneBank) -> int:
    calls = [phone.call for phone in bank.phones.values() if phone.call is not None]
    return sum(call.state is RingState.TALKING for call in calls)


async def until(condition: Callable[[], bool], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.1)
