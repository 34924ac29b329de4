"""A whole server: somebody is locked out while she talks. Her talk goes on, everything else ends at once; who
listens to it and is locked out hears no more."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import websockets

from app.demo.phones import Habits, PhoneBank, PhoneError
from app.server import admin
from tests.integration.test_server_calls import Agent, signed_in
from tests.integration.test_server_talks import a_floor

SIGNED_OUT = 4401


async def manage(folder: Path, *words: str) -> None:
    """From the command line, beside the running server."""
    assert await asyncio.to_thread(admin.main, ["--data", str(folder / "data"), "user", *words]) == 0


async def closed(socket: websockets.ClientConnection) -> int:
    with pytest.raises(websockets.ConnectionClosed) as ended:
        async with asyncio.timeout(15):
            while True:
                await socket.recv()
    assert ended.value.rcvd is not None
    return ended.value.rcvd.code


def live(agent: Agent) -> websockets.connect:
    url = str(agent.http.base_url).replace("http", "ws", 1)
    headers = {"Authorization": agent.http.headers["Authorization"]}
    return websockets.connect(f"{url}/api/v1/live", additional_headers=headers)


async def until_refused(agent: Agent) -> None:
    async with asyncio.timeout(15):
        while (await agent.http.get("/api/v1/queues")).status_code != 401:
            await asyncio.sleep(0.1)


async def test_who_is_locked_out_while_she_talks_ends_her_talk_and_gets_nothing_new(tmp_path: Path):
    async with (
        a_floor(tmp_path) as floor,
        signed_in(floor.running, "2002") as second,
        live(floor.wang) as hers,
        live(floor.li) as another,
    ):
        await floor.bank.register([(second.account.sip_user, second.account.sip_password)])
        path = f"/api/v1/calls/{floor.call_id}/monitor"
        assert (await second.http.put(path, json={"mode": "listen"})).status_code == 204
        await floor.talking(3)

        await manage(tmp_path, "disable", "1001")
        assert await closed(hers) == SIGNED_OUT
        await until_refused(floor.wang)
        assert len(await floor.talking(3)) == 3  # the customer notices nothing
        gone = f"phone {floor.wang.account.sip_user} gone"
        async with asyncio.timeout(15):
            while gone not in floor.running.log.read_text(encoding="utf-8"):
                await asyncio.sleep(0.1)
        async with PhoneBank(("127.0.0.1", floor.running.sip_port), Habits()) as elsewhere:
            with pytest.raises(PhoneError):
                await elsewhere.register([(floor.wang.account.sip_user, floor.wang.account.sip_password)])

        await manage(tmp_path, "disable", "2002")
        await until_refused(second)
        await floor.talking(2)

        await floor.caller.hang_up()
        record = await floor.record()
        assert (record["ended_by"], record["outcome"], record["agent_id"]) == ("customer", "ANSWERED", "1001")
        again = await floor.wang.http.post(
            "/api/v1/auth/token", data={"username": "1001", "password": floor.wang.account.password}
        )
        assert again.status_code == 401
        async with asyncio.timeout(1):
            await another.recv()  # who has nothing to do with it goes on
