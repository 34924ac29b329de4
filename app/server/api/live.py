"""The WebSocket of a desktop: what the desk has to say to this user, as it happens.

A reader that is too slow is closed (1013); it comes back with its cursor and gets the present state.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Coroutine
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from app.contracts.live import ColleagueChanged, LiveMessage, QueueChanged
from app.server.api.errors import problem_of, response_of
from app.server.api.rooms import Rooms, bearer_token, language_of
from app.server.security.model import SecurityError
from app.server.storage.errors import StorageError
from app.tasks import Spawner, wait_for_event

log = logging.getLogger(__name__)

SEND_TIMEOUT_S = 5.0
CHECK_TOKEN_S = 60.0
MOST_KEPT = 256
TOO_SLOW, SIGNED_OUT = 1013, 4401


def live_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1")
    words = Words()

    @router.websocket("/live")
    async def live(socket: WebSocket, cursor: int = 0) -> None:
        try:
            token = bearer_token(socket)
            user = await rooms.sign_in.user_of(token)
        except (SecurityError, StorageError) as error:
            await socket.send_denial_response(response_of(problem_of(error)))
            return
        agent_id = user.user_id if rooms.is_agent(user) else None
        subscription = rooms.parts.desk.subscribe(agent_id, cursor, language_of(socket), user.user_id)
        async with subscription as messages:
            await socket.accept()
            with rooms.sign_in.watched(token) as ended:
                watch = _watch_token(rooms, token, ended)
                code = await _first_of(_send(socket, messages, words), _wait_for_end(socket), watch)
        if code is not None:
            await _close(socket, code)

    return router


async def _first_of(*coroutines: Coroutine[Any, Any, int | None]) -> int | None:
    """Run all until one ends; its result is the code to close with, None where the peer is gone."""
    spawner = Spawner("live")
    tasks = [spawner.spawn(coroutine, str(number)) for number, coroutine in enumerate(coroutines)]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return next(iter(done)).result()
    finally:
        await spawner.close()


class Words:
    """Messages as they are sent. One that goes to every desk is put into words once, not for each."""

    def __init__(self) -> None:
        # By the message's id, which is its own as long as it is kept here.
        self._kept: OrderedDict[int, tuple[LiveMessage, str]] = OrderedDict()

    def of(self, message: LiveMessage) -> str:
        if not isinstance(message, ColleagueChanged | QueueChanged):
            return message.model_dump_json()
        known = self._kept.get(id(message))
        if known is None:
            known = self._kept[id(message)] = (message, message.model_dump_json())
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return known[1]


async def _send(socket: WebSocket, messages: AsyncIterator[LiveMessage], words: Words) -> int | None:
    try:
        async for message in messages:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                await socket.send_text(words.of(message))
    except TimeoutError:
        log.warning("a desktop reads too slowly and is cut off")
    except (WebSocketDisconnect, RuntimeError):  # RuntimeError: closed between two messages
        return None
    return TOO_SLOW


async def _wait_for_end(socket: WebSocket) -> int | None:
    """Nothing is expected from the desktop; reading shows when it goes."""
    try:
        while True:
            await socket.receive_text()
    except (WebSocketDisconnect, KeyError, RuntimeError):  # KeyError: a binary message, not our language
        return None


async def _watch_token(rooms: Rooms, token: str, ended: asyncio.Event) -> int | None:
    """An open desktop keeps its sign-in alive, and is closed as soon as that ends."""
    while True:
        if await wait_for_event(ended, CHECK_TOKEN_S):
            return SIGNED_OUT
        try:
            await rooms.sign_in.user_of(token)
        except SecurityError:
            return SIGNED_OUT
        except StorageError:
            continue


async def _close(socket: WebSocket, code: int) -> None:
    try:
        async with asyncio.timeout(1.0):
            await socket.close(code)
    except (TimeoutError, RuntimeError, WebSocketDisconnect):
        log.debug("a desktop was gone before it could be told so")
