"""A microphone that is lost in a shift: the server hears of it, so that no call comes that nobody could take.

In:  the desk. Out: NOT_READY with the reason "tech-fault"; READY again when the microphone is back, if it was
this guard that took her out and she has chosen nothing else since.
"""

from __future__ import annotations

from typing import Protocol

from app.contracts.people import StateWish
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.ports import Crm, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

REASON = "tech-fault"
_TAKES_CALLS = ("READY", "OFFERED", "TALKING", "WRAP_UP")


class GuardView(Protocol):
    def say(self, text: str) -> None: ...


class MicrophoneGuard:
    def __init__(self, view: GuardView, store: DeskStore, words: Words, tasks: Tasks, crm: Crm) -> None:
        self._view, self._store, self._words, self._tasks, self._crm = view, store, words, tasks, crm
        self._told = False  # the server knows; to be taken back when the microphone is there again
        store.listen(self._changed)

    def _changed(self, before: Desk, after: Desk) -> None:
        if after.server is not ServerLine.UP or after.agent is None:
            return
        if after.no_microphone and not self._told and self._would_take_calls(after):
            self._told = True
            self._ask("NOT_READY", REASON)
            self._view.say(self._words("The microphone is gone: no new calls come until it is back."))
        elif self._told and not after.no_microphone:
            self._told = False
            if self._still_ours(after):
                self._ask("READY", "")
                self._view.say(self._words("The microphone is back: you are ready again."))
        elif self._told and before.agent is not after.agent and not self._still_ours(after):
            self._told = False  # she chose something else

    def _would_take_calls(self, desk: Desk) -> bool:
        agent = desk.agent
        if agent is None or agent.state not in _TAKES_CALLS:
            return False
        return agent.state == "READY" or agent.next_state in (None, "READY")

    def _by_us(self, desk: Desk) -> bool:
        agent = desk.agent
        if agent is None:
            return False
        waits = agent.state in ("NOT_READY", "TECH_FAULT") and agent.reason == REASON
        return waits or (agent.next_state == "NOT_READY" and agent.next_reason == REASON)

    def _still_ours(self, desk: Desk) -> bool:
        """The server may not have answered yet: READY without a wish is then still what it was."""
        agent = desk.agent
        return self._by_us(desk) or (
            agent is not None and agent.state in _TAKES_CALLS and agent.next_state in (None, "READY")
        )

    def _ask(self, state: str, reason: str) -> None:
        wish = StateWish.model_validate({"state": state, "reason": reason})
        self._tasks.run("state", self._crm.set_state(wish), failed=self._refused)

    def _refused(self, _trouble: Trouble) -> None:
        self._told = False
