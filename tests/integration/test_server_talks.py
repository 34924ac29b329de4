"""A whole server: a customer is transferred, consulted about, joined by others and listened to, over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.caller.caller import Caller
from app.caller.model import CallPlan
from app.demo.phones import Habits, PhoneBank
from app.demo.stage import RunningServer, server
from tests.integration.test_server_calls import Agent, signed_in


@dataclass
class Floor:
    """Two agents, a supervisor, all with phones that answer by themselves, and a customer who talks."""

    wang: Agent
    li: Agent
    boss: Agent
    bank: PhoneBank
    caller: Caller
    call_id: str
    answered_before: list[int]  # by Wang and Li: the sample company has calls of the day
    running: RunningServer

    async def act(self, agent: Agent, path: str, body: dict[str, Any] | None = None) -> None:
        answer = await agent.http.post(f"/api/v1/calls/{self.call_id}/{path}", json=body or {})
        assert answer.status_code == 204, answer.text

    async def talking(self, count: int) -> list[dict[str, Any]]:
        """Until so many talk with each other."""
        async with asyncio.timeout(20):
            while True:
                parties = await self.boss.ask(f"/api/v1/calls/{self.call_id}/parties")
                talking = [party for party in parties if party["state"] == "TALKING"]
                if len(talking) == count:
                    return talking
                await asyncio.sleep(0.05)

    async def record(self) -> dict[str, Any]:
        path = f"/api/v1/calls/{self.call_id}"
        return await self.boss.until_true(path, lambda call: call["ended_at"] is not None)


@asynccontextmanager
async def a_floor(folder: Path, record: Path | None = None) -> AsyncIterator[Floor]:
    async with (
        server(folder) as running,
        signed_in(running, "1001") as wang,
        signed_in(running, "1002") as li,
        signed_in(running, "2001") as boss,
        PhoneBank(("127.0.0.1", running.sip_port), Habits(tone="tone:880", lines=2)) as bank,
    ):
        people = [agent.account for agent in (wang, li, boss)]
        await bank.register([(person.sip_user, person.sip_password) for person in people])
        answered_before = [await answered_today(agent) for agent in (wang, li)]
        await wang.wish("READY")
        caller = Caller()
        await caller.start(_plan(running, record))
        assert await caller.wait_answered(10)
        call_id = (await wang.until("TALKING"))["call_id"]
        await li.wish("READY")
        try:
            yield Floor(wang, li, boss, bank, caller, call_id, answered_before, running)
        finally:
            await caller.hang_up()
            await caller.wait_ended(10)


async def answered_today(agent: Agent) -> int:
    return (await agent.ask("/api/v1/me"))["today"]["answered"]


def _plan(running: RunningServer, record: Path | None) -> CallPlan:
    to = f"sip:4002@127.0.0.1:{running.sip_port}"
    return CallPlan(to, "13812345678", speak="tone:440", record=record, seconds=90)


async def test_a_customer_is_passed_on_and_both_agents_have_handled_him(tmp_path: Path):
    async with a_floor(tmp_path) as floor:
        await floor.act(floor.wang, "transfer", {"target": "1002", "note": "Wants a refund."})
        await floor.wang.until("WRAP_UP")
        await floor.li.until("TALKING")
        assert {party["kind"] for party in await floor.talking(2)} == {"CUSTOMER", "AGENT"}
        await asyncio.sleep(1)  # they talk
        await floor.act(floor.li, "hang-up")
        assert (await floor.caller.wait_ended(10)).ended_by == "peer"
        record = await floor.record()
        assert [transfer["result"] for transfer in record["transfers"]] == ["completed"]
        assert [party["agent_id"] for party in record["parties"]] == ["1001", "1002"]
        assert record["agent_id"] == "1002"
        for agent in (floor.wang, floor.li):
            assert (await agent.ask(f"/api/v1/calls/{floor.call_id}"))["call_id"] == floor.call_id
        after = [await answered_today(agent) for agent in (floor.wang, floor.li)]
        assert after == [count + 1 for count in floor.answered_before]
        quality = f"/api/v1/calls/{floor.call_id}/quality"
        async with asyncio.timeout(15):
            while len(legs := await floor.boss.ask(quality)) < 3:
                await asyncio.sleep(0.1)
        assert sorted(leg["party"] for leg in legs) == ["AGENT", "AGENT", "CUSTOMER"]
        assert all(leg["received"]["mos"] > 3.5 for leg in legs)


async def test_consulted_then_all_three_then_the_first_leaves(tmp_path: Path):
    async with a_floor(tmp_path) as floor:
        await floor.act(floor.wang, "transfer", {"target": "1002", "mode": "consult"})
        talking = await floor.talking(2)
        assert {party["agent_id"] for party in talking} == {"1001", "1002"}, "the customer hears music"
        await floor.act(floor.wang, "consult/conference")
        await floor.talking(3)
        refused = await floor.li.http.post(f"/api/v1/calls/{floor.call_id}/consult/complete", json={})
        assert (refused.status_code, refused.json()["error_id"]) == (409, "state-not-possible")
        await floor.act(floor.wang, "leave")
        await floor.talking(2)
        await floor.caller.hang_up()
        await floor.li.until("WRAP_UP")
        assert (await floor.record())["ended_by"] == "customer"


async def test_only_supervisors_listen_and_it_is_noted(tmp_path: Path):
    async with a_floor(tmp_path) as floor:
        path = f"/api/v1/calls/{floor.call_id}/monitor"
        assert (await floor.li.http.put(path, json={"mode": "listen"})).status_code == 403
        assert (await floor.boss.http.put(path, json={"mode": "listen"})).status_code == 204
        await floor.talking(3)
        seen = await floor.wang.ask(f"/api/v1/calls/{floor.call_id}/parties")
        assert len(seen) == 2, "she is not told of who listens"
        await floor.act(floor.boss, "take-over")
        await floor.wang.until("WRAP_UP")
        await floor.talking(2)
        await floor.act(floor.boss, "force-hang-up")
        record = await floor.record()
        assert record["ended_by"] == "supervisor"


async def test_a_click_rings_her_own_phone_and_then_the_colleague(tmp_path: Path):
    async with a_floor(tmp_path) as floor:
        answer = await floor.li.http.post("/api/v1/calls", json={"number": "2001"})
        assert answer.status_code == 201, answer.text
        call_id = answer.json()["call_id"]
        async with asyncio.timeout(10):
            while True:
                parties = await floor.boss.ask(f"/api/v1/calls/{call_id}/parties")
                if [party["state"] for party in parties] == ["TALKING", "TALKING"]:
                    break
                await asyncio.sleep(0.05)
        assert (await floor.li.http.post(f"/api/v1/calls/{call_id}/hang-up")).status_code == 204
        await floor.li.until("READY")
        busy = await floor.wang.http.post("/api/v1/calls", json={"number": "1002"})
        assert (busy.status_code, busy.json()["error_id"]) == (409, "state-not-possible")
        nowhere = await floor.li.http.post("/api/v1/calls", json={"number": "nobody"})
        assert (nowhere.status_code, nowhere.json()["error_id"]) == (422, "target-unknown")
