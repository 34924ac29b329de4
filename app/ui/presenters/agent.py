"""The state bar: the agent's state with its time, what she may choose, queues and today's figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from app.contracts.people import AgentView, Label, QueueView, StateWish
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk, ServerLine, Stage
from app.ui.presenters.format import clock_time, short_time
from app.ui.presenters.ports import Clock, Crm, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

Tone = Literal["ready", "talking", "hold", "wrapup", "away", "trouble", "accent"]
Wish = Literal["READY", "NOT_READY", "OFFLINE"]


@dataclass(frozen=True, slots=True)
class StateChoice:
    state: Wish
    reason: str
    text: str
    tone: Tone
    chosen: bool


@dataclass(frozen=True, slots=True)
class StateFace:
    tone: Tone
    word: str
    hint: str  # "after this call: break", "sending…"
    choices: tuple[StateChoice, ...]
    enabled: bool


@dataclass(frozen=True, slots=True)
class QueueFace:
    queue_id: str
    name: str
    waiting: int
    longest: str  # "1:05", empty when nobody waits
    ready: int


@dataclass(frozen=True, slots=True)
class TodayFace:
    answered: str
    average: str
    missed: str


class AgentBarView(Protocol):
    def show_state(self, face: StateFace) -> None: ...
    def show_time(self, text: str) -> None: ...
    def show_queues(self, queues: tuple[QueueFace, ...]) -> None: ...
    def show_today(self, today: TodayFace | None) -> None: ...
    def say(self, text: str) -> None: ...


class AgentPresenter:
    def __init__(
        self,
        view: AgentBarView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: Crm,
        reasons: list[Label],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm = tasks, clock, crm
        self._reasons = reasons
        self._sending = False
        self._shown: object = None
        store.listen(self._changed)

    def refresh(self) -> None:
        """Show everything again (start, another language)."""
        self._shown = None
        self._show(self._store.desk)

    def _changed(self, _before: Desk, after: Desk) -> None:
        self._show(after)

    def tick(self) -> None:
        desk = self._store.desk
        self._view.show_time(self._time(desk))
        self._view.show_queues(self._queues(desk))

    # --- wishes ------------------------------------------------------------------------------

    def choose(self, state: Wish, reason: str = "") -> None:
        desk = self._store.desk
        if state == "READY" and desk.no_microphone:
            self._view.say(
                self._words(
                    "You cannot go ready without a microphone. Plug in your headset, or choose 'I use "
                    "another phone' in the settings."
                )
            )
            return
        self._sending = True
        self._show(desk)
        self._tasks.run(
            "state", self._crm.set_state(StateWish(state=state, reason=reason)), self._sent, self._refused
        )

    def _sent(self, _agent: AgentView) -> None:
        """The change itself comes with the live messages, as for every other desktop."""
        self._sending = False
        self._show(self._store.desk)

    def _refused(self, trouble: Trouble) -> None:
        self._sending = False
        self._show(self._store.desk)
        self._view.say(sentence(trouble, self._words))

    def choices(self) -> tuple[StateChoice, ...]:
        """What may be chosen now, where the server can be asked."""
        desk = self._store.desk
        return self._choices(desk) if desk.server is ServerLine.UP else ()

    # --- showing -----------------------------------------------------------------------------

    def _show(self, desk: Desk) -> None:
        face, today = self._face(desk), self._today(desk)
        if (face, today) != self._shown:
            self._shown = (face, today)
            self._view.show_state(face)
            self._view.show_today(today)
        self.tick()

    def _face(self, desk: Desk) -> StateFace:
        tone, word = state_word(desk, self._reasons, self._words)
        up = desk.server is ServerLine.UP
        return StateFace(tone, word, self._hint(desk), self._choices(desk), enabled=up and not self._sending)

    def _hint(self, desk: Desk) -> str:
        if self._sending:
            return self._words("sending…")
        agent = desk.agent
        if agent is None or agent.next_state is None or agent.state in ("READY", "NOT_READY", "OFFLINE"):
            return ""
        wished = {
            "READY": self._words("ready"),
            "NOT_READY": reason_word(agent.next_reason, self._reasons, self._words),
            "OFFLINE": self._words("off duty"),
        }[agent.next_state]
        return self._words("then {state}", state=wished)

    def _choices(self, desk: Desk) -> tuple[StateChoice, ...]:
        agent = desk.agent
        state = agent.state if agent else ""
        reason = agent.reason if agent else ""
        choices = [StateChoice("READY", "", self._words("Ready"), "ready", state == "READY")]
        choices += [
            StateChoice(
                "NOT_READY",
                label.code,
                self._words.label(label),
                "away",
                state == "NOT_READY" and reason == label.code,
            )
            for label in self._reasons
        ]
        choices.append(
            StateChoice("OFFLINE", "", self._words("Off duty"), "away", state == "OFFLINE"),
        )
        return tuple(choices)

    def _time(self, desk: Desk) -> str:
        if desk.agent is None or desk.server is not ServerLine.UP:
            return ""
        now = self._clock.now().timestamp() + desk.server_ahead_s
        return clock_time(now - desk.agent.since.timestamp())

    def _queues(self, desk: Desk) -> tuple[QueueFace, ...]:
        return tuple(self._queue(queue, desk) for queue in desk.queues)

    def _queue(self, queue: QueueView, desk: Desk) -> QueueFace:
        longest = ""
        if queue.waiting and queue.oldest_since is not None:
            now = self._clock.now().timestamp() + desk.server_ahead_s
            longest = short_time(now - queue.oldest_since.timestamp())
        return QueueFace(
            queue.queue_id, self._words.label(queue.name), queue.waiting, longest, queue.agents_ready
        )

    def _today(self, desk: Desk) -> TodayFace | None:
        if desk.today is None:
            return None
        return TodayFace(
            str(desk.today.answered), short_time(desk.today.talk_s_average), str(desk.today.missed)
        )


def reason_word(code: str, reasons: list[Label], words: Words) -> str:
    own = {
        "no-answer": words("Not answered"),
        "declined": words("Declined"),
        "tech-fault": words("Phone trouble"),
        "": words("Busy"),
    }
    named = next((words.label(label) for label in reasons if label.code == code), None)
    return named or own.get(code, words("Busy"))


def state_word(desk: Desk, reasons: list[Label], words: Words) -> tuple[Tone, str]:
    """Colour and word of the agent's state; grey and 'unknown' where the server cannot be asked."""
    if desk.server is ServerLine.CONNECTING:
        return "away", words("Connecting…")
    if desk.server is ServerLine.DOWN or desk.agent is None:
        return "away", words("Unknown")
    match desk.agent.state:
        case "READY":
            return "ready", words("Ready")
        case "OFFERED":
            return "accent", words("Incoming call")
        case "TALKING":
            held = desk.stage is Stage.HELD
            return ("hold", words("On hold")) if held else ("talking", words("Talking"))
        case "WRAP_UP":
            return "wrapup", words("Wrap-up")
        case "NOT_READY":
            return "away", reason_word(desk.agent.reason, reasons, words)
        case "OFFLINE":
            return "away", words("Off duty")
        case "TECH_FAULT":
            return "trouble", words("Phone trouble")
