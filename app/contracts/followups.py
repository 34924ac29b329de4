"""What is left to do or to know after a call: call-backs, voice messages, surveys, figures of flows."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.contracts.base import Wire
from app.contracts.people import Label


class CallbackView(Wire):
    """A promised call-back. ``waiting_since``: what its place counts from. ``agent_id``: a reconnection with
    her. ``result``: "talked", "cancelled", "called-again", "given-up", "expired"; "" while it is open.
    """

    callback_id: str
    state: Literal["OPEN", "ENDED"]
    queue: Label | None
    number: str  # masked
    customer_id: str | None
    customer_name: str
    level: str
    for_call_id: str
    waiting_since: datetime
    promised_at: datetime
    tries: int
    next_at: datetime | None = None
    last_call_id: str = ""
    last_result: str = ""
    agent_id: str = ""
    ended_at: datetime | None = None
    result: str = ""


class VoiceMessageView(Wire):
    """A message that a caller left for a queue's people."""

    message_id: str
    state: Literal["NEW", "DONE"]
    queue: Label | None
    number: str  # masked
    customer_id: str | None
    customer_name: str
    call_id: str
    recording_id: str
    from_s: float
    length_s: float
    left_at: datetime
    done_by: str = ""
    done_at: datetime | None = None
    note: str = ""


class MessageDone(Wire):
    """Body of ``POST /api/v1/voice-messages/{message_id}/done``; with ``done`` false it is new again."""

    done: bool = True
    note: str = Field(default="", max_length=8000)


class SurveyFigures(Wire):
    """Answers to one question, of one agent and queue. ``scores``: how often each score was given."""

    agent_id: str | None
    agent_name: str
    queue: Label | None
    question: str
    answers: int
    average: float
    scores: dict[str, int]


class NodeFigures(Wire):
    """Visits of a node; ``exits``: how often it was left in each way; ``seconds``: on average."""

    node: str
    kind: str  # "menu", "say", …; "" where the flow has no such node any more
    visits: int
    seconds: float
    exits: dict[str, int]


class FlowFigures(Wire):
    """``entered``: ways through the flow that have ended; ``ended``: how often in each way.

    ``self_service_rate``: of those who entered, the share who were served without an agent: the flow came to
    its own end, or the caller hung up in a node that asked nothing of him. 0 to 1, None where nobody entered.
    """

    flow_id: str
    since: datetime
    until: datetime
    entered: int
    ended: dict[str, int]
    self_served: int
    self_service_rate: float | None
    nodes: list[NodeFigures]
