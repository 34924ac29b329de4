"""A whole server, as a process of its own, on both databases: plain SIP phones as customer and as agent.

The agent uses no desktop: she registers a SIP phone, signs in over the API and says that she is ready.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from app.caller.caller import Caller
from app.caller.model import CallPlan
from app.demo.phones import Habits, PhoneBank
from app.demo.stage import RunningServer, server
from app.server.directory.model import SampleAccount
from tests.doubles import sample_server
from tests.e2e.spectrum import read_sound, seconds_with_tone

LIMIT_S = 30.0


@dataclass
class Agent:
    """One agent at the API."""

    http: httpx.AsyncClient
    account: SampleAccount

    async def ask(self, path: str, **parameters: str) -> Any:
        return (await self.http.get(path, params=parameters)).raise_for_status().json()

    async def wish(self, state: str, reason: str = "") -> str:
        body = {"state": state, "reason": reason}
        answer = await self.http.put("/api/v1/agents/me/state", json=body)
        return str(answer.raise_for_status().json()["state"])

    async def until(self, state: str) -> dict[str, Any]:
        """Wait until the server says that she is in this state."""
        return await self.until_true("/api/v1/agents/me", lambda agent: agent["state"] == state)

    async def until_true(self, path: str, check: Callable[[Any], bool]) -> dict[str, Any]:
        async with asyncio.timeout(LIMIT_S):
            while not check(found := await self.ask(path)):
                await asyncio.sleep(0.05)
        return dict(found)


@asynccontextmanager
async def signed_in(running: RunningServer, username: str) -> AsyncIterator[Agent]:
    account = running.accounts()[username]
    async with httpx.AsyncClient(base_url=running.local_url, trust_env=False) as http:
        form = {"username": account.username, "password": account.password}
        token = (await http.post("/api/v1/auth/token", data=form)).raise_for_status().json()
        http.headers["Authorization"] = f"Bearer {token['access_token']}"
        yield Agent(http, account)


def database_for(url: str) -> str:
    """The server opens its SQLite file itself; PostgreSQL by address."""
    return url if url.startswith("postgresql") else ""


async def test_a_call_reaches_an_agent_with_a_plain_phone(tmp_path: Path, database_url: str):
    async with (
        server(tmp_path, database=database_for(database_url)) as running,
        signed_in(running, "1001") as agent,
        PhoneBank(("127.0.0.1", running.sip_port), Habits(tone="tone:880")) as bank,
    ):
        assert await agent.wish("READY") == "TECH_FAULT"  # her phone is not there yet
        await bank.register([(agent.account.sip_user, agent.account.sip_password)])
        await agent.until("READY")
        caller = Caller()
        await caller.start(
            CallPlan(f"sip:4002@127.0.0.1:{running.sip_port}", "13812345678", speak="tone:440", seconds=60)
        )
        assert await caller.wait_answered(10)
        call_id = (await agent.until("TALKING"))["call_id"]
        await asyncio.sleep(2)  # they talk
        other = await agent.http.post(f"/api/v1/calls/{call_id}/hold")
        assert other.status_code == 204
        again = await agent.http.post(f"/api/v1/calls/{call_id}/resume")
        assert again.status_code == 204
        assert (await agent.http.post(f"/api/v1/calls/{call_id}/hang-up")).status_code == 204
        heard = await caller.wait_ended(10)
        assert heard.ended_by == "peer" and heard.packets_lost == 0
        await agent.until("WRAP_UP")
        body = {"outcome": "RESOLVED", "note": "已处理", "finish": True}
        first = await agent.http.put(
            f"/api/v1/calls/{call_id}/result", json=body, headers={"Idempotency-Key": "k1"}
        )
        assert first.status_code == 200
        await agent.until("READY")
        call = await agent.until_true(f"/api/v1/calls/{call_id}", lambda c: c["ended_at"] is not None)
        assert (call["outcome"], call["result"], call["note"]) == ("ANSWERED", "RESOLVED", "已处理")
        assert call["customer_name"] == "李明" and call["caller_number"] == "138****5678"
        recording = f"/api/v1/recordings/{call['recording_id']}"
        await agent.until_true(recording, lambda r: r["state"] == "READY")
        audio = (await agent.http.get(f"{recording}/audio")).raise_for_status()
        assert audio.headers["content-type"].startswith("audio/ogg")
        (left, right), rate_hz = read_sound(audio.content)
        assert seconds_with_tone(left, rate_hz, 440) > 1.5
        assert seconds_with_tone(right, rate_hz, 880) > 1.5
        assert (await agent.http.delete("/api/v1/auth/token")).status_code == 204
        assert (await agent.http.get("/api/v1/agents/me")).status_code == 401
        async with signed_in(running, "1001") as again_here:  # who signed out takes no more calls
            assert (await again_here.ask("/api/v1/agents/me"))["state"] == "OFFLINE"


async def test_ten_agents_take_twenty_calls_and_nobody_is_lost(tmp_path: Path):
    """Twice as many callers as agents; each waits, is answered, recorded, and leaves nothing behind."""
    async with sample_server.server(tmp_path) as running:
        accounts = [a for a in running.accounts().values() if a.role == "AGENT"]
        habits = Habits(tone="tone:880")
        async with PhoneBank(("127.0.0.1", running.sip_port), habits) as bank:
            await bank.register([(a.sip_user, a.sip_password) for a in accounts])
            agents = [await _ready(running, account) for account in accounts]
            # each queue has its agents; the menu leads to sales, service and complaints
            numbers = ["4002", "4003"] * 10
            callers = [Caller() for _ in numbers]
            target = f"127.0.0.1:{running.sip_port}"
            tasks = [
                asyncio.get_running_loop().create_task(
                    caller.run(
                        CallPlan(f"sip:{number}@{target}", f"1390000{n:04}", speak="tone:440", seconds=90)
                    )
                )
                for n, (caller, number) in enumerate(zip(callers, numbers, strict=True))
            ]
            working = [asyncio.get_running_loop().create_task(_work(agent)) for agent in agents]
            reports = await asyncio.wait_for(asyncio.gather(*tasks), 110)
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)
            for agent in agents:
                await agent.http.aclose()
        assert all(report.answered and report.ended_by == "peer" for report in reports)
        async with signed_in(running, "2001") as boss:
            page = await boss.ask("/api/v1/calls", mine="false", limit="40")
            ours = [call for call in page["items"] if call["caller_number"].startswith("139****")][:20]
            assert len(ours) == 20
            assert {call["outcome"] for call in ours} == {"ANSWERED"}
            assert len({call["recording_id"] for call in ours}) == 20
            queues = await boss.ask("/api/v1/queues")
            assert sum(queue["waiting"] for queue in queues) == 0
    assert "Traceback" not in running.log.read_text(encoding="utf-8")


async def _ready(running: RunningServer, account: SampleAccount) -> Agent:
    http = httpx.AsyncClient(base_url=running.local_url, trust_env=False)
    form = {"username": account.username, "password": account.password}
    token = (await http.post("/api/v1/auth/token", data=form)).raise_for_status().json()
    http.headers["Authorization"] = f"Bearer {token['access_token']}"
    agent = Agent(http, account)
    await agent.wish("READY")
    return agent


async def _work(agent: Agent) -> None:
    """Talk a second, hang up, write it up, again."""
    while True:
        state = await agent.ask("/api/v1/agents/me")
        if state["state"] == "TALKING":
            await asyncio.sleep(1)
            await agent.http.post(f"/api/v1/calls/{state['call_id']}/hang-up")
        elif state["state"] == "WRAP_UP":
            body = {"outcome": "NO_NEED", "note": "", "finish": True}
            await agent.http.put(f"/api/v1/calls/{state['call_id']}/result", json=body)
        await asyncio.sleep(0.1)
