"""Wrap-up that is extended or ended, and call-backs that are cancelled, checked against what is true now.

In:  wishes of agents and supervisors from the API.
Out: events for the switchboard; DeskError with a sentence where a wish makes no sense.
"""

from __future__ import annotations

from collections.abc import Callable

from app.server.core.agent import Agent
from app.server.core.callbacks.callback import CallbackState
from app.server.core.events import CallBackCancelled, Event, WrapUpExtended, WrapUpStopped
from app.server.core.house import House
from app.server.core.types import AgentState
from app.server.desk.port import AgentUnknownError, DeskError


class SeatControl:
    """One per server; all methods return at once."""

    def __init__(self, house: House, feed: Callable[[Event], None]) -> None:
        self._house = house
        self._feed = feed

    def extend_wrap_up(self, agent_id: str) -> None:
        """By as much as her queue allows, once."""
        agent = self._writing(agent_id, "You are not writing up a call.")
        if agent.wrap_up_ends_at is None or agent.wrap_up_more_s <= 0:
            raise DeskError("This wrap-up cannot be extended.")
        if agent.wrap_up_extended:
            raise DeskError("This wrap-up was extended already; that is possible once.")
        self._feed(WrapUpExtended(agent_id))

    def end_wrap_up(self, actor: str, agent_id: str) -> None:
        self._writing(agent_id, "This agent is not writing up a call.")
        self._feed(WrapUpStopped(agent_id, actor))

    def cancel_callback(self, actor: str, callback_id: str) -> None:
        """Whoever may do so; not while the customer is being rung."""
        callback = self._house.callbacks.get(callback_id)
        if callback is None:
            raise DeskError("This call-back is over.")
        if callback.state is CallbackState.DIALLING:
            raise DeskError("The customer is being called right now.")
        self._feed(CallBackCancelled(callback_id, actor))

    def _writing(self, agent_id: str, otherwise: str) -> Agent:
        agent = self._house.agents.get(agent_id)
        if agent is None:
            raise AgentUnknownError("There is no such agent.")
        if agent.state is not AgentState.WRAP_UP:
            raise DeskError(otherwise)
        return agent
