"""What the desk work of many agents costs: reads and writes as they make them in their calls, at one real
server.

In:  how many agents, how long, how many customers stand in the database. Out: percentiles in milliseconds by
what was asked, errors, CPU of server and generator. An agent's round lasts four minutes on average, as a
call with its writing-up does; what she types in search fields goes out letter by letter, as the desktop
sends it.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
import uuid
from collections import defaultdict
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import httpx

from app.demo import stage
from app.demo.bench_company import prepare
from app.demo.bench_customers import People, fill
from app.demo.bench_machine import CpuMark, percentiles
from app.server.storage.database import Database

ROUND_S = 240.0
TYPED_EVERY_S = 0.25
TOKENS = 20  # agents share sign-ins: hashing passwords is slow on purpose and not what is measured
AIM_P95_MS = 100.0
WRITES = frozenset({"change customer", "new ticket", "comment", "move"})


@dataclass(frozen=True, slots=True)
class WorkExtent:
    agents: int = 200
    seconds: float = 120.0
    customers: int = 100_000


FULL = WorkExtent()
QUICK = WorkExtent(seconds=30.0, customers=20_000)


@dataclass(slots=True)
class Measured:
    """``took_ms``: by what was asked. ``refused``: answers that were none, with their status."""

    took_ms: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    refused: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))


class Agent:
    """Works until the time is over."""

    def __init__(self, client: httpx.AsyncClient, number: int, people: People, into: Measured) -> None:
        self._client, self._people, self._into = client, people, into
        self._dice = Random(number)

    async def work(self, until_s: float) -> None:
        await asyncio.sleep(self._dice.random() * min(ROUND_S, until_s - time.monotonic()) * 0.9)
        while time.monotonic() < until_s:
            await self._one_call()

    async def _one_call(self) -> None:
        index = self._dice.randrange(self._people.count)
        file = await self._ask("file by number", "GET", f"/customers/by-number/{self._people.number(index)}")
        customer = (file or {}).get("customer") or {}
        await self._pause(0.05)
        await self._typed("search customers", "/customers", self._people.name(index))
        if customer:
            await self._pause(0.1)
            await self._ask("time line", "GET", f"/customers/{customer['customer_id']}/timeline?limit=50")
        await self._pause(0.1)
        question = "滤芯多久换一次"[: self._dice.randint(2, 7)]
        await self._typed("search knowledge", "/knowledge/search", question)
        await self._pause(0.15)
        if customer:
            change = {"version": customer["version"], "note": f"来电 {uuid.uuid4().hex[:6]}"}
            await self._ask("change customer", "PATCH", f"/customers/{customer['customer_id']}", change)
        await self._ask("tickets of mine", "GET", "/tickets?mine=true&limit=50")
        await self._ask("counts", "GET", "/tickets/counts")
        await self._pause(0.15)
        if customer and self._dice.random() < 0.5:
            await self._ticket(customer["customer_id"])
        await self._ask("open tickets", "GET", "/tickets?kind=OPEN&sort=due&limit=50")
        await self._pause(0.3)
        await self._ask("notices", "GET", "/notices?limit=20")

    async def _ticket(self, customer_id: str) -> None:
        new = {"customer_id": customer_id, "type": "REPAIR", "title": "净水器漏水", "assign": "none"}
        made = await self._ask("new ticket", "POST", "/tickets", new)
        if made is None:
            return
        path = f"/tickets/{made['ticket_id']}"
        await self._pause(0.05)
        await self._ask("comment", "POST", f"{path}/comments", {"text": "已联系维修网点。"})
        opened = await self._ask("open ticket", "GET", path)
        if opened is not None and opened["moves"]:
            plain = [each for each in opened["moves"] if not each["needs"]]
            if plain:
                wish = {"version": opened["ticket"]["version"], "to_state": plain[0]["to_state"]}
                await self._ask("move", "POST", f"{path}/move", wish)

    async def _typed(self, what: str, path: str, text: str) -> None:
        for length in range(1, len(text) + 1):
            query = httpx.QueryParams(q=text[:length])
            await self._ask(what, "GET", f"{path}?{query}")
            await asyncio.sleep(TYPED_EVERY_S)

    async def _pause(self, share: float) -> None:
        """Of a round, on average."""
        await asyncio.sleep(self._dice.expovariate(1 / (share * ROUND_S)))

    async def _ask(self, what: str, method: str, path: str, body: Any = None) -> Any:
        headers = {"Idempotency-Key": uuid.uuid4().hex} if method != "GET" else {}
        begin_s = time.perf_counter()
        try:
            answer = await self._client.request(method, f"/api/v1{path}", json=body, headers=headers)
        except httpx.HTTPError as error:
            self._into.refused[f"{what}: {type(error).__name__}"] += 1
            return None
        self._into.took_ms[what].append((time.perf_counter() - begin_s) * 1000)
        if answer.status_code >= 400:
            self._into.refused[f"{what}: {answer.status_code}"] += 1
            return None
        return answer.json()


async def desk_work(extent: WorkExtent, folder: Path) -> dict[str, Any]:
    """Raises StageError."""
    people = People(extent.customers)
    accounts = await asyncio.to_thread(prepare, folder / "data", TOKENS)
    await asyncio.to_thread(_fill, folder / "data", people)
    async with stage.server(folder) as server, _clients(server, accounts, extent.agents) as clients:
        measured = Measured()
        pids = {"server": server.process.pid, "load generator": os.getpid()}
        begin = CpuMark.now(pids)
        until_s = time.monotonic() + extent.seconds
        agents = [Agent(client, number, people, measured) for number, client in enumerate(clients)]
        tasks = [asyncio.get_running_loop().create_task(agent.work(until_s)) for agent in agents]
        await asyncio.sleep(extent.seconds)
        cpu = begin.percent_until(CpuMark.now(pids))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    every = [each for took in measured.took_ms.values() for each in took]
    writes = [each for what, took in measured.took_ms.items() if what in WRITES for each in took]
    return {
        "agents": extent.agents,
        "customers": extent.customers,
        "seconds": extent.seconds,
        "requests_per_s": round(len(every) / extent.seconds, 1),
        "all_ms": percentiles(every),
        "writes_ms": percentiles(writes),
        "by_request_ms": {what: percentiles(took) for what, took in sorted(measured.took_ms.items())},
        "refused": dict(measured.refused),
        "cpu_percent_of_one_core": cpu,
        "aim_p95_ms": AIM_P95_MS,
    }


def lines_of(row: Mapping[str, Any]) -> Iterator[str]:
    """For a person."""
    ms = row["all_ms"]
    yield f"desk work of {row['agents']} agents: {row['requests_per_s']} requests a second"
    yield f"    all                  {ms['count']:6}   p50 {ms['p50']:8.1f} ms   p95 {ms['p95']:8.1f} ms"
    for what, ms in row["by_request_ms"].items():
        yield f"    {what:20} {ms['count']:6}   p50 {ms['p50']:8.1f} ms   p95 {ms['p95']:8.1f} ms"
    for what, cpu in row["cpu_percent_of_one_core"].items():
        yield f"    {what:20} CPU {cpu:5.1f} %"
    if row["refused"]:
        yield f"    refused: {json.dumps(row['refused'], ensure_ascii=False)}"


def _fill(data: Path, people: People) -> None:
    database = Database(f"sqlite:///{data / 'seatline.db'}")
    try:
        fill(database, people)
    finally:
        database.close_now()


@asynccontextmanager
async def _clients(
    server: stage.RunningServer, accounts: list[Any], count: int
) -> AsyncGenerator[list[httpx.AsyncClient]]:
    """One connection each, as desktops have; on this machine in the clear, so that TLS of the generator does
    not count."""
    tokens: list[str] = []
    clients: list[httpx.AsyncClient] = []
    try:
        async with httpx.AsyncClient(base_url=server.local_url, trust_env=False, timeout=30) as door:
            for account in accounts:
                form = {"username": account.username, "password": account.password}
                answer = await door.post("/api/v1/auth/token", data=form)
                tokens.append(answer.raise_for_status().json()["access_token"])
        for number in range(count):
            headers = {"Authorization": f"Bearer {tokens[number % len(tokens)]}"}
            clients.append(
                httpx.AsyncClient(base_url=server.local_url, trust_env=False, timeout=30, headers=headers)
            )
        yield clients
    finally:
        for client in clients:
            await client.aclose()
