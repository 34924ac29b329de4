"""Why a call went to whom: every offer of a call with its explanation, as data and in words."""

from __future__ import annotations

from datetime import datetime

from app.contracts.base import Wire
from app.contracts.people import Label


class CandidateView(Wire):
    """An agent who was looked at. ``excluded``: why not ("not-ready", "talking", "skill", …), None: free.

    ``standing``: by the strategy of the queue; the lowest is taken.
    """

    agent_id: str
    name: str
    idle_s: float | None = None
    excluded: str | None = None
    standing: list[float] = []


class ScoreView(Wire):
    """What the caller's place in the line is made of; the highest total is next."""

    total: float
    base: float
    level: float
    extra: float
    ageing: float


class AssignmentView(Wire):
    """An offer. ``result``: "taken", "declined", "no-answer", "caller-left", "no-phone", "other-took"; "": it
    rings. ``special``: what came before the strategy ("dedicated", "last-agent", "region").

    ``wants``: levels asked for, after ``relaxed`` relaxations. ``others``: agents who are not listed, by
    reason. ``line``: how many waited. ``zh``, ``en``: the same in sentences.
    """

    offer_id: str
    agent_id: str
    agent_name: str
    queue: Label | None
    made_at: datetime
    ended_at: datetime | None = None
    result: str = ""
    rule: str
    special: str = ""
    wants: dict[str, int] = {}
    relaxed: int = 0
    waited_s: float | None = None
    line: int = 0
    score: ScoreView
    candidates: list[CandidateView]
    others: dict[str, int] = {}
    zh: list[str]
    en: list[str]
