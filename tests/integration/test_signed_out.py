"""A sign-in ends at once where its user is locked out, has another role or password, or signs out herself."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
import websockets

from app.server import admin
from app.server.security.keys import load_keys
from app.server.storage.tables import User
from app.tasks import Spawner
from tests.doubles.api_house import House, open_house
from tests.doubles.patience import PATIENCE_S


@pytest.fixture
async def house(filled_sqlite, tmp_path) -> AsyncIterator[House]:
    load_keys(tmp_path)  # what is a server's folder for the command line
    database = filled_sqlite.copy(tmp_path)
    async with open_house(database, filled_sqlite.content, tmp_path) as opened:
        yield opened
    database.close_now()


async def closed_with(socket: websockets.ClientConnection) -> int:
    """The code with which the server closes the line; what it says before does not matter."""
    with pytest.raises(websockets.ConnectionClosed) as closed:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                await socket.recv()
    return closed.value.rcvd.code if closed.value.rcvd is not None else 0


@pytest.mark.parametrize(
    ("words", "typed", "again"),
    [
        (["user", "disable", "1001"], "", 401),
        (["user", "role", "1001", "SENIOR"], "", 200),
        (["password", "1001"], "another password\n", 401),
    ],
)
async def test_whose_user_is_changed_elsewhere_is_signed_out_at_once(
    house, tmp_path, monkeypatch, words, typed, again
):
    client, other = await house.client("1001"), await house.client("1002")
    headers = {"Authorization": client.headers["Authorization"]}
    uri = f"wss://localhost:{house.server.port}/api/v1/live"
    async with websockets.connect(uri, ssl=house.tls, additional_headers=headers) as socket:
        await socket.recv()
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        assert await asyncio.to_thread(admin.main, ["--data", str(tmp_path), *words]) == 0
        await house.sign_in.follow()
        assert await closed_with(socket) == 4401
    assert (await client.get("/api/v1/queues")).status_code == 401
    assert (await other.get("/api/v1/queues")).status_code == 200
    form = {"username": "1001", "password": house.passwords["1001"]}
    assert (await client.post("/api/v1/auth/token", data=form)).status_code == again


async def test_who_is_locked_out_while_her_password_is_checked_does_not_get_in(house, monkeypatch):
    checking, locked = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(password: str, stored: str | None) -> bool:
        loop.call_soon_threadsafe(checking.set)
        asyncio.run_coroutine_threadsafe(locked.wait(), loop).result(5)
        return True

    monkeypatch.setattr("app.server.security.sign_in.password_matches", slow)
    client = await house.client()
    form = {"username": "1001", "password": "x"}
    trying = Spawner("test").spawn(client.post("/api/v1/auth/token", data=form), "sign-in")
    await asyncio.wait_for(checking.wait(), 5)
    await house.database.write(lambda session: setattr(session.get_one(User, "1001"), "disabled", True))
    locked.set()
    assert (await trying).status_code == 401


async def test_signing_out_closes_the_live_line_at_once(house):
    client = await house.client("1001")
    headers = {"Authorization": client.headers["Authorization"]}
    uri = f"wss://localhost:{house.server.port}/api/v1/live"
    async with websockets.connect(uri, ssl=house.tls, additional_headers=headers) as socket:
        await socket.recv()
        assert (await client.delete("/api/v1/auth/token")).status_code == 204
        await closed_with(socket)
