"""What is wrong in the house right now, and how the lines are: for those who are on call."""

from __future__ import annotations

from datetime import datetime

from app.contracts.base import Wire


class AlarmView(Wire):
    """``error_id`` is a stable word ("recording-journal", "media-died"); ``text`` says it in a sentence."""

    error_id: str
    text: str
    since: datetime


class TrunkView(Wire):
    """``why``: the last thing heard of the line, for a person."""

    trunk_id: str
    up: bool
    why: str
    since: datetime


class OperationsView(Wire):
    alarms: list[AlarmView]
    trunks: list[TrunkView]
