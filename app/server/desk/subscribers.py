"""Desktops that listen now: one queue each, messages in order, a slow one is let go."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping

from app.contracts.live import LiveMessage
from app.server.desk.files import Language

log = logging.getLogger(__name__)
MOST_WAITING = 500  # messages; a desktop that lags further comes back and gets the present state


class Subscriber:
    """One open WebSocket of one user (``agent_id`` None: a user who is no agent, known by ``user_id``)."""

    def __init__(self, agent_id: str | None, language: Language = "zh", user_id: str = "") -> None:
        self.agent_id = agent_id
        self.user_id = user_id or agent_id or ""
        self.language: Language = language
        self._queue: asyncio.Queue[LiveMessage | None] = asyncio.Queue(MOST_WAITING + 1)
        self._ended = False

    def send(self, message: LiveMessage) -> None:
        if self._ended:
            return
        if self._queue.qsize() >= MOST_WAITING:
            log.warning("desktop of %s does not read; it is let go", self.agent_id)
            self.end()
            return
        self._queue.put_nowait(message)

    def end(self) -> None:
        if not self._ended:
            self._ended = True
            self._queue.put_nowait(None)

    async def messages(self) -> AsyncIterator[LiveMessage]:
        while (message := await self._queue.get()) is not None:
            yield message


class Subscribers:
    """All of them; sending never blocks."""

    def __init__(self) -> None:
        self._all: dict[Subscriber, None] = {}  # in the order in which they came

    def add(self, subscriber: Subscriber) -> None:
        self._all[subscriber] = None

    def discard(self, subscriber: Subscriber) -> None:
        self._all.pop(subscriber, None)

    def to_agent(self, agent_id: str, message: LiveMessage) -> None:
        for subscriber in self._all:
            if subscriber.agent_id == agent_id:
                subscriber.send(message)

    def to_user(self, user_id: str, messages: Mapping[Language, LiveMessage]) -> None:
        """Agent or not, in the language of each of her desktops."""
        for subscriber in self._all:
            if subscriber.user_id == user_id:
                subscriber.send(messages[subscriber.language])

    def to_all(self, message: LiveMessage) -> None:
        for subscriber in self._all:
            subscriber.send(message)

    def to_others(self, agent_id: str, messages: Mapping[Language, LiveMessage]) -> None:
        """To all but this agent, in the language of each desktop."""
        for subscriber in self._all:
            if subscriber.agent_id != agent_id:
                subscriber.send(messages[subscriber.language])

    def language_of(self, agent_id: str) -> Language:
        """Of the desktop that she opened last; Chinese where there is none."""
        mine: list[Language] = [
            subscriber.language for subscriber in self._all if subscriber.agent_id == agent_id
        ]
        return mine[-1] if mine else "zh"

    def end_all(self) -> None:
        for subscriber in list(self._all):
            subscriber.end()
