"""Who and what a call can be given to: colleagues and what they are doing, queues, saved numbers.

``spelled``: how a Chinese name is spoken, so that it is found by pinyin: a syllable for each character, other
readings after a slash ("zeng/ceng xiao wei"); "" where there is nothing to spell.
"""

from __future__ import annotations

from datetime import datetime

from app.contracts.base import Wire
from app.contracts.people import AgentStateName, Label


class ColleagueView(Wire):
    """``busy``: she would not be rung now. ``since``: of her state. ``department``: where she works."""

    agent_id: str
    name: str
    extension: str
    department: str = ""
    state: AgentStateName
    reason: str = ""
    since: datetime
    busy: bool = False
    phone_registered: bool = False
    spelled: str = ""


class TargetQueueView(Wire):
    """A queue as somebody to transfer to: a department, a hotline."""

    queue_id: str
    name: Label
    number: str
    agents_ready: int
    waiting: int
    expected_wait_s: float | None = None
    spelled: str = ""


class SavedNumberView(Wire):
    """An outside number that the company keeps at hand: the repair shop, the warehouse."""

    name: str
    number: str
    spelled: str = ""


class CallDirectory(Wire):
    """Answer of ``GET /api/v1/directory``. Afterwards ``colleague_changed`` keeps it true."""

    colleagues: list[ColleagueView]
    queues: list[TargetQueueView]
    numbers: list[SavedNumberView] = []
