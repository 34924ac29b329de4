"""What the API asks of the desk on behalf of a signed-in user.

In:  wishes of agents (state, decline, hold, …), subscriptions of desktops.
Out: present state, live messages in order. Implemented by ``app.server.desk.service.Desk``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Literal, Protocol

from app.contracts.live import LiveMessage
from app.contracts.people import AgentView, QueueView, StateWish

if TYPE_CHECKING:  # it raises the errors below
    from app.server.desk.colleagues import Colleagues
    from app.server.desk.control import CallControl


class DeskPort(Protocol):
    """All methods raise DeskError (a subclass says which) where the wish makes no sense now."""

    @property
    def control(self) -> CallControl:
        """Transfers, conferences, supervision."""
        ...

    @property
    def colleagues(self) -> Colleagues:
        """Who works now and what she is doing."""
        ...

    async def agent(self, agent_id: str) -> AgentView | None:
        """None: this user is no agent."""
        ...

    async def wish_state(self, agent_id: str, wish: StateWish) -> AgentView: ...

    async def decline(self, agent_id: str, offer_id: str) -> None: ...

    async def hold(self, agent_id: str, call_id: str) -> None: ...

    async def resume(self, agent_id: str, call_id: str) -> None: ...

    async def activate(self, agent_id: str, call_id: str) -> None: ...

    async def hang_up(self, agent_id: str, call_id: str) -> None: ...

    async def speak(self, agent_id: str, call_id: str, reply_id: str, prompt: str) -> None: ...

    async def stop_speaking(self, agent_id: str, call_id: str) -> None: ...

    async def stop_reconnecting(self, agent_id: str, call_id: str) -> None: ...

    async def finish_wrap_up(self, agent_id: str, call_id: str) -> None:
        """No error where the wrap-up has ended already: saying it twice is harmless."""
        ...

    async def queues(self) -> list[QueueView]: ...

    def subscribe(
        self, agent_id: str | None, cursor: int, language: Literal["zh", "en"] = "zh", user_id: str = ""
    ) -> AbstractAsyncContextManager[AsyncIterator[LiveMessage]]:
        """Live messages for this user, first ``hello``. A slow reader is ended and comes back.

        ``language``: of the words in customers' files. ``user_id``: who she is where she is no agent.
        """
        ...


class DeskError(Exception):
    """A wish that cannot be met; ``error_id`` and the sentence go to the desktop."""

    error_id = "state-not-possible"
    status = 409


class OfferClosedError(DeskError):
    error_id = "offer-closed"


class CallNotYoursError(DeskError):
    error_id = "call-not-yours"
    status = 403


class TargetUnknownError(DeskError):
    """Whom or what the call is to go to cannot be."""

    error_id = "target-unknown"
    status = 422


class CallerNumberError(DeskError):
    """Nobody calls under a number that is not the company's."""

    error_id = "caller-number-unknown"
    status = 422


class TargetBusyError(DeskError):
    error_id = "target-busy"


class NoPhoneError(DeskError):
    error_id = "no-phone"


class AgentUnknownError(DeskError):
    error_id = "not-found"
    status = 404
