"""What comes after this call: more time to write it up, once, and then ready or a break, remembered.

In:  the agent's state from the server, her wishes. Out: an extension or a wish, sent at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from app.contracts.people import AgentView, Label, StateWish
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk, ServerLine, Stage
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

if TYPE_CHECKING:
    from app.ui.presenters.ports_tools import AfterCallCrm

NextState = Literal["READY", "NOT_READY", "OFFLINE"]
WITH_CALL = ("OFFERED", "TALKING", "WRAP_UP")
_BUSY = (Stage.TALKING, Stage.HELD, Stage.WRAP_UP)


@dataclass(frozen=True, slots=True)
class NextChoice:
    state: NextState
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class AfterCallFace:
    """``extend``: the word of the button, "" where it is not offered. ``chosen``: index in ``choices``."""

    shown: bool
    choices: tuple[NextChoice, ...]
    chosen: int
    enabled: bool
    extend: str
    extend_enabled: bool


class AfterCallView(Protocol):
    def show_after(self, face: AfterCallFace) -> None: ...
    def say(self, text: str) -> None: ...


class AfterCallPresenter:
    def __init__(
        self,
        view: AfterCallView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: AfterCallCrm,
        reasons: list[Label],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm, self._reasons = tasks, clock, crm, reasons
        self._sending = False
        self._extending_for = ""  # the call whose wrap-up is being extended
        self._wished: int | None = None  # until the server says it
        self._shown: object = None
        store.listen(self._changed)

    def refresh(self) -> None:
        self._shown = None
        self._show(self._store.desk)

    def _changed(self, before: Desk, after: Desk) -> None:
        if before.agent != after.agent:
            self._wished = None
        self._show(after)

    # --- wishes ----------------------------------------------------------------------------------

    def choose(self, index: int) -> None:
        choices = self._choices()
        if not 0 <= index < len(choices):
            return
        wish = choices[index]
        self._sending, self._wished = True, index
        self._show(self._store.desk)
        self._tasks.run(
            "next-state",
            self._crm.set_state(StateWish(state=wish.state, reason=wish.reason)),
            lambda _agent: self._done(),
            self._refused,
        )

    def extend(self) -> None:
        desk = self._store.desk
        if self._extend_word(desk) and self._can_extend(desk):
            self._extending_for = desk.call.call_id if desk.call else ""
            self._show(desk)
            self._tasks.run(
                "extend-wrap-up",
                self._crm.extend_wrap_up(),
                lambda _: self._extended(),
                self._not_extended,
            )

    def _extended(self) -> None:
        """The new end comes with the live messages."""
        agent = self._store.desk.agent
        more_s = agent.wrap_up_more_s if agent else 0
        if more_s:
            self._view.say(self._words("{count} s more to write it up.", count=more_s))
        self._show(self._store.desk)

    def _not_extended(self, trouble: Trouble) -> None:
        self._extending_for = ""
        self._show(self._store.desk)
        self._view.say(sentence(trouble, self._words))

    def _done(self) -> None:
        self._sending = False
        self._show(self._store.desk)

    def _refused(self, trouble: Trouble) -> None:
        self._sending, self._wished = False, None
        self._show(self._store.desk)
        self._view.say(sentence(trouble, self._words))

    # --- showing ---------------------------------------------------------------------------------

    def _show(self, desk: Desk) -> None:
        face = self._face(desk)
        if face != self._shown:
            self._shown = face
            self._view.show_after(face)

    def _face(self, desk: Desk) -> AfterCallFace:
        up = desk.server is ServerLine.UP
        choices = self._choices()
        wished = self._index(desk.agent, choices) if self._wished is None else self._wished
        return AfterCallFace(
            shown=desk.stage in _BUSY,
            choices=choices,
            chosen=wished,
            enabled=up and not self._sending and desk.stage in _BUSY,
            extend=self._extend_word(desk),
            extend_enabled=self._can_extend(desk),
        )

    def _choices(self) -> tuple[NextChoice, ...]:
        w = self._words
        reasons = [NextChoice("NOT_READY", label.code, w.label(label)) for label in self._reasons]
        return (
            NextChoice("READY", "", w("Ready")),
            *reasons,
            NextChoice("OFFLINE", "", w("Off duty")),
        )

    def _index(self, agent: AgentView | None, choices: tuple[NextChoice, ...]) -> int:
        if agent is None or agent.next_state is None:
            return 0
        wanted = (agent.next_state, agent.next_reason if agent.next_state == "NOT_READY" else "")
        return next((i for i, c in enumerate(choices) if (c.state, c.reason) == wanted), 0)

    def _extend_word(self, desk: Desk) -> str:
        agent = desk.agent
        if desk.stage is not Stage.WRAP_UP or agent is None or agent.wrap_up_ends_at is None:
            return ""
        if agent.wrap_up_more_s <= 0:
            return ""
        return self._words("+{count} s", count=agent.wrap_up_more_s)

    def _can_extend(self, desk: Desk) -> bool:
        agent, call = desk.agent, desk.call
        if agent is None or agent.wrap_up_extended or desk.server is not ServerLine.UP:
            return False
        return call is None or call.call_id != self._extending_for
