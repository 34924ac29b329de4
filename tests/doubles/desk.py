"""A desk for tests of the API: remembers wishes, lets a test send live messages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from app.contracts.live import Hello, LiveMessage
from app.contracts.people import AgentView, Label, QueueView, StateWish
from app.server.core.house import House
from app.server.core.plan import Plan
from app.server.desk.colleagues import Colleagues, People
from app.server.desk.port import CallNotYoursError, OfferClosedError

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


class FakeControl:
    """What the API needs of CallControl here."""

    def __init__(self, deeds: list[tuple[str, ...]]) -> None:
        self._deeds = deeds

    def dial(self, agent_id: str, number: str, from_number: str = "") -> str:
        self._deeds.append(("dial", agent_id, number, *([from_number] if from_number else [])))
        return f"call-to-{number}"


class FakeDesk:
    """Implements DeskPort. ``deeds`` lists what was asked."""

    def __init__(self) -> None:
        self.deeds: list[tuple[str, ...]] = []
        self.control = FakeControl(self.deeds)
        self.outgoing: asyncio.Queue[LiveMessage | None] = asyncio.Queue()
        self.subscribed: list[tuple[str | None, int]] = []
        self.ended = 0
        self.told: list[tuple[str, LiveMessage]] = []
        self.colleagues = Colleagues(House(Plan()), People())

    async def agent(self, agent_id: str) -> AgentView | None:
        return AgentView(agent_id=agent_id, state="NOT_READY", since=NOW)

    async def wish_state(self, agent_id: str, wish: StateWish) -> AgentView:
        await asyncio.sleep(0.05)  # long enough for a second request to come in meanwhile
        self.deeds.append(("state", agent_id, wish.state))
        return AgentView(agent_id=agent_id, state=wish.state, since=NOW)

    async def decline(self, agent_id: str, offer_id: str) -> None:
        if offer_id == "closed":
            raise OfferClosedError("The offer is over.")
        self.deeds.append(("decline", agent_id, offer_id))

    async def hold(self, agent_id: str, call_id: str) -> None:
        if call_id == "foreign":
            raise CallNotYoursError("This is another agent's call.")
        self.deeds.append(("hold", agent_id, call_id))

    async def activate(self, agent_id: str, call_id: str) -> None:
        self.deeds.append(("activate", agent_id, call_id))

    async def resume(self, agent_id: str, call_id: str) -> None:
        self.deeds.append(("resume", agent_id, call_id))

    async def hang_up(self, agent_id: str, call_id: str) -> None:
        self.deeds.append(("hang-up", agent_id, call_id))

    async def stop_reconnecting(self, agent_id: str, call_id: str) -> None:
        self.deeds.append(("stop-reconnecting", agent_id, call_id))

    async def finish_wrap_up(self, agent_id: str, call_id: str) -> None:
        self.deeds.append(("finish", agent_id, call_id))

    async def speak(self, agent_id: str, call_id: str, reply_id: str, prompt: str) -> None:
        self.deeds.append(("speak", agent_id, call_id, reply_id, prompt))

    async def stop_speaking(self, agent_id: str, call_id: str) -> None:
        self.deeds.append(("stop-speaking", agent_id, call_id))

    def speaking_failed(self, agent_id: str, call_id: str, reply_id: str) -> None:
        self.deeds.append(("speaking-failed", agent_id, call_id, reply_id))

    def file_chosen(self, call_id: str) -> None:
        self.deeds.append(("file-chosen", call_id))

    def eyes_changed(self, agent_id: str) -> None:
        self.deeds.append(("eyes-changed", agent_id))

    async def queues(self) -> list[QueueView]:
        name = Label(code="sales", zh="售前咨询", en="Sales")
        return [QueueView(queue_id="sales", name=name, waiting=3, agents_ready=2)]

    def tell_user(self, user_id: str, messages: Mapping[str, LiveMessage]) -> None:
        """``told``: who was told what by other rooms; "" is everybody."""
        self.told.append((user_id, messages["zh"]))

    def tell_all(self, message: LiveMessage) -> None:
        self.told.append(("", message))

    @asynccontextmanager
    async def subscribe(
        self, agent_id: str | None, cursor: int, language: str = "zh", user_id: str = ""
    ) -> AsyncIterator[AsyncIterator[LiveMessage]]:
        self.subscribed.append((agent_id, cursor))
        try:
            yield self._messages(cursor)
        finally:
            self.ended += 1

    async def _messages(self, cursor: int) -> AsyncIterator[LiveMessage]:
        yield Hello(
            cursor=cursor, server_time=NOW, server_version="1", agent=None, offer=None, call=None, queues=[],
            today=None,
        )  # fmt: skip
        while (message := await self.outgoing.get()) is not None:
            yield message
