"""Pausing a recording while card data is spoken. It goes on by itself: an agent may forget it."""

from __future__ import annotations

from datetime import timedelta

from app.server.core.call import Call
from app.server.core.commands import PauseRecording, ResumeRecording
from app.server.core.facts import RecordingPaused, RecordingResumed
from app.server.core.timers import PauseRunsOut
from app.server.core.turn import Turn


def pauses(turn: Turn, call: Call, agent_id: str) -> None:
    if call.recording_id is None or call.recording_paused:
        return
    call.recording_paused = True
    turn.do(PauseRecording(call.recording_id))
    turn.keep(RecordingPaused(call.recording_id, call.call_id, agent_id))
    limit = timedelta(seconds=turn.house.plan.recording_pause_limit_s)
    turn.set_timer(PauseRunsOut(call.call_id), turn.now + limit)


def goes_on(turn: Turn, call: Call, by: str, agent_id: str | None = None) -> None:
    """``by``: "agent", "time-out", "system". Nothing where it is not paused."""
    if call.recording_id is None or not call.recording_paused:
        return
    call.recording_paused = False
    turn.cancel_timer(PauseRunsOut(call.call_id))
    turn.do(ResumeRecording(call.recording_id))
    turn.keep(RecordingResumed(call.recording_id, call.call_id, agent_id, by))
