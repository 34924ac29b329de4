"""Whom a call can be given to: colleagues with what they do now, departments, saved and typed numbers.

In:  the directory, the colleagues of the desk, what is typed. Out: rows in an order that stays while the list
is open, so that nothing moves under the pointer; what a colleague does is brought up to date in place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.contracts.colleagues import CallDirectory, ColleagueView, SavedNumberView, TargetQueueView
from app.contracts.people import Label
from app.ui.presenters.agent import Tone, reason_word
from app.ui.presenters.desk import ColleaguesLoaded, Desk, ServerLine
from app.ui.presenters.format import short_time
from app.ui.presenters.matching import initials, spelled_fits
from app.ui.presenters.numbers import find_number, grouped, is_number
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.ports_calls import TalkCrm
from app.ui.presenters.store import DeskStore

Kind = Literal["colleague", "queue", "number", "typed"]


@dataclass(frozen=True, slots=True)
class TargetRow:
    """``target``: what the server is told. ``why_not``: why it cannot be reached now, "" where it can."""

    target: str
    kind: Kind
    name: str
    detail: str
    tone: Tone
    state: str
    time: str
    why_not: str = ""


class Directory:
    """The company's, loaded once for each connection; ``on_change`` when it has come or could not be."""

    def __init__(self, store: DeskStore, tasks: Tasks, crm: TalkCrm, on_change: Callable[[], None]) -> None:
        self._store, self._tasks, self._crm, self._on_change = store, tasks, crm, on_change
        self.known = CallDirectory(colleagues=[], queues=[])
        self.state = ListState.LOADING
        self.trouble: Trouble | None = None
        store.listen(self._changed)

    def load(self) -> None:
        if self.state is not ListState.ROWS:
            self.state = ListState.LOADING
        self._tasks.run("directory", self._crm.directory(), self._loaded, self._failed)

    def _changed(self, before: Desk, after: Desk) -> None:
        if before.server is not ServerLine.UP and after.server is ServerLine.UP:
            self.load()  # what colleagues did meanwhile was not said

    def _loaded(self, directory: CallDirectory) -> None:
        self.known, self.trouble = directory, None
        self.state = ListState.ROWS
        self._store.dispatch(ColleaguesLoaded(tuple(directory.colleagues)))
        self._on_change()

    def _failed(self, trouble: Trouble) -> None:
        self.trouble = trouble
        if self.state is not ListState.ROWS:
            self.state = ListState.ERROR
        self._on_change()


class TargetRows:
    """Rows for what is typed. ``order_anew`` when the list opens or something is typed."""

    def __init__(self, words: Words, clock: Clock, reasons: list[Label]) -> None:
        self._words, self._clock, self._reasons = words, clock, reasons
        self._order: list[str] = []

    def order_anew(self) -> None:
        self._order = []

    def rows(
        self, typed: str, known: CallDirectory, desk: Desk, *, queues: bool = True
    ) -> tuple[TargetRow, ...]:
        wanted = typed.strip().lower()
        found: list[TargetRow] = []
        people = [each for each in desk.colleagues if not _is_me(each, desk)]
        found += [self._colleague(c, desk) for c in sorted(people, key=_readiness) if _fits(c, wanted)]
        if queues:
            found += [self._queue(queue, desk) for queue in known.queues if self._queue_fits(queue, wanted)]
        if not _stands_for_somebody(wanted, known, desk):
            found[:0] = self._typed(typed)
        numbers = [
            each for each in known.numbers if _found(wanted, f"{each.name} {each.number}", each.spelled)
        ]
        found += [self._number(number) for number in numbers]
        return self._as_before(found)

    def _as_before(self, found: list[TargetRow]) -> tuple[TargetRow, ...]:
        place = {target: index for index, target in enumerate(self._order)}
        kept = sorted(found, key=lambda row: place.get(row.target, len(place)))
        self._order = [row.target for row in kept]
        return tuple(kept)

    def _typed(self, typed: str) -> list[TargetRow]:
        number = find_number(typed) if is_number(typed) else None
        if number is None:
            return []
        name = self._words("Call {number}", number=grouped(number.number))
        return [TargetRow(number.number, "typed", name, self._words("Number typed"), "accent", "", "")]

    def _queue_fits(self, queue: TargetQueueView, wanted: str) -> bool:
        text = f"{queue.name.zh} {queue.name.en} {queue.number}"
        return _found(wanted, text, queue.spelled)

    def _colleague(self, who: ColleagueView, desk: Desk) -> TargetRow:
        tone, state, why_not = self._presence(who, desk)
        now = self._clock.now().timestamp() + desk.server_ahead_s
        known = desk.server is ServerLine.UP
        time = minutes(now - who.since.timestamp(), self._words) if known else ""
        detail = " · ".join(part for part in (who.department, who.extension) if part)
        return TargetRow(who.agent_id, "colleague", who.name, detail, tone, state, time, why_not)

    def _presence(self, who: ColleagueView, desk: Desk) -> tuple[Tone, str, str]:
        w = self._words
        if desk.server is not ServerLine.UP:
            return "away", w("Unknown"), ""
        if who.state == "OFFLINE":
            why = "" if who.phone_registered else w("{name} is off duty.", name=who.name)
            return "away", w("Off duty"), why
        if not who.phone_registered:
            return "trouble", w("No phone"), w("The phone of {name} is not connected.", name=who.name)
        on_phone = w("{name} is on the phone.", name=who.name)
        match who.state:
            case "READY" if not who.busy:
                return "ready", w("Ready"), ""
            case "OFFERED":
                return "accent", w("Rings now"), on_phone
            case "TALKING" | "READY":
                return "talking", w("Talking"), on_phone
            case "WRAP_UP":
                return "wrapup", w("Wrap-up"), on_phone if who.busy else ""
            case "TECH_FAULT":
                return "trouble", w("Phone trouble"), ""
            case _:
                return "away", reason_word(who.reason, self._reasons, w), on_phone if who.busy else ""

    def _queue(self, queue: TargetQueueView, desk: Desk) -> TargetRow:
        w = self._words
        live = next((each for each in desk.queues if each.queue_id == queue.queue_id), None)
        ready = live.agents_ready if live else queue.agents_ready
        waiting = live.waiting if live else queue.waiting
        expected = live.expected_wait_s if live else queue.expected_wait_s
        state = w("{count} ready", count=ready) if ready else w("Nobody ready")
        time = w("{count} waiting", count=waiting) if waiting else ""
        if expected and waiting:
            time = f"{time} · {w('about {time}', time=short_time(expected))}"
        tone: Tone = "ready" if ready else "hold"
        return TargetRow(queue.queue_id, "queue", w.label(queue.name), queue.number, tone, state, time)

    def _number(self, number: SavedNumberView) -> TargetRow:
        return TargetRow(number.number, "number", number.name, grouped(number.number), "away", "", "")


def minutes(seconds: float, words: Words) -> str:
    """Whole minutes: a figure that need not be redrawn each second."""
    whole = int(max(0.0, seconds)) // 60
    if whole < 1:
        return words("just now")
    if whole < 60:
        return words("{count} min", count=whole)
    return words("{hours} h {count} min", hours=whole // 60, count=whole % 60)


def _stands_for_somebody(typed: str, known: CallDirectory, desk: Desk) -> bool:
    """An extension or a department's number: its owner is in the list already."""
    return any(typed == who.extension for who in desk.colleagues) or any(
        typed == q.number for q in known.queues
    )


def _is_me(who: ColleagueView, desk: Desk) -> bool:
    return desk.agent is not None and who.agent_id == desk.agent.agent_id


def _fits(who: ColleagueView, wanted: str) -> bool:
    text = f"{who.name} {who.extension} {who.department}"
    return _found(wanted, text, who.spelled) or (wanted.isascii() and wanted in initials(who.department))


def _found(wanted: str, text: str, spelled: str) -> bool:
    return wanted in text.lower() or spelled_fits(wanted, spelled)


def _readiness(who: ColleagueView) -> tuple[int, float]:
    """Who is free first, and of those who is free longest."""
    if not who.phone_registered or who.state == "OFFLINE":
        rank = 3
    elif who.busy or who.state in ("OFFERED", "TALKING"):
        rank = 2
    else:
        rank = 0 if who.state == "READY" else 1
    return rank, who.since.timestamp()
