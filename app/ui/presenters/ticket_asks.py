"""What is asked before something is done with a ticket: a choice, a reason, a solution, a checklist.

In:  what a move needs, who is there. Out: an ``Ask`` for the panel; ``Answered`` is what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.contracts.colleagues import ColleagueView
from app.contracts.tickets import ChecklistItem, MacroView, TicketMove, TicketPriority
from app.ui.presenters.agent import Tone
from app.ui.presenters.ports import Words
from app.ui.presenters.ticket_face import PRIORITY_TONES, priority_word

PRIORITIES: tuple[TicketPriority, ...] = ("LOW", "NORMAL", "HIGH", "URGENT")


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    text: str
    detail: str = ""
    tone: Tone = "away"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """``large``: several lines. ``most``: characters."""

    code: str
    name: str
    hint: str = ""
    required: bool = False
    large: bool = False
    most: int = 1000
    value: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """``checks``: all of them must be ticked. ``filtered``: so many choices that a field finds them.
    ``chosen``: the choice that is taken where no other is."""

    title: str
    ok: str
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    choose: bool = False  # one of the choices must be taken
    chosen: str = ""
    filtered: bool = False
    texts: tuple[Text, ...] = ()
    checks: tuple[tuple[int, str], ...] = ()
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    choice: str = ""
    texts: Mapping[str, str] = field(default_factory=dict[str, str])


class AskView(Protocol):
    def ask(self, ask: Ask) -> None: ...
    def show_ask(self, busy: bool, trouble: str) -> None:
        """While what was answered is under way, and why it could not be done; what was typed stays."""
        ...

    def ask_done(self) -> None: ...


class Asking:
    """One question at a time; who asked gets the answer. What is typed stays until it has been done."""

    def __init__(self, view: AskView) -> None:
        self._view = view
        self._then: Callable[[Answered], None] | None = None
        self._busy = False

    @property
    def open(self) -> bool:
        return self._then is not None

    def ask(self, ask: Ask, then: Callable[[Answered], None]) -> None:
        self._then, self._busy = then, False
        self._view.ask(ask)

    def answer(self, answered: Answered) -> None:
        if self._then is not None and not self._busy:
            self._busy = True
            self._view.show_ask(busy=True, trouble="")
            self._then(answered)

    def done(self) -> None:
        if self._then is not None:
            self.cancel()

    def failed(self, trouble: str) -> bool:
        """Whether there was a question that says it."""
        self._busy = False
        if self._then is None:
            return False
        self._view.show_ask(busy=False, trouble=trouble)
        return True

    def cancel(self) -> None:
        self._then, self._busy = None, False
        self._view.ask_done()


def needs_nothing(move: TicketMove, checklist: Sequence[ChecklistItem]) -> bool:
    if not move.needs:
        return True
    return set(move.needs) == {"checklist"} and all(each.done for each in checklist)


def ask_for_move(
    move: TicketMove,
    checklist: Sequence[ChecklistItem],
    people: tuple[Choice, ...],
    tells_customer: bool,
    words: Words,
) -> Ask:
    w = words
    texts: list[Text] = []
    if "reason" in move.needs:
        texts.append(Text("reason", w("Why?"), required=True, large=True))
    if "solution" in move.needs:
        hint = w("What was done. The customer is told this.") if tells_customer else w("What was done.")
        texts.append(Text("solution", w("Solution"), hint, required=True, large=True, most=8000))
    open_checks = tuple((c.index, w.label(c.name)) for c in checklist if not c.done)
    return Ask(
        title=w.label(move.name),
        ok=w.label(move.name),
        hint=w("Still to be ticked:") if "checklist" in move.needs and open_checks else "",
        choices=people if "assignee" in move.needs else (),
        choose="assignee" in move.needs,
        filtered="assignee" in move.needs,
        texts=tuple(texts),
        checks=open_checks if "checklist" in move.needs else (),
    )


def whom(
    colleagues: Sequence[ColleagueView], me: str, departments: Sequence[str], words: Words, present: str = ""
) -> tuple[Choice, ...]:
    """Whom a ticket can be given to: by duty, me, colleagues who are there, departments, others."""
    w = words
    choices = [
        Choice(
            "duty",
            w("By duty"),
            w("The system finds who is there, able and has the fewest"),
            "accent",
            "swap",
        )
    ]
    if me and me != present:
        choices.append(Choice("me", w("Me"), "", "accent", "user"))
    here: list[Choice] = []
    away: list[Choice] = []
    for each in sorted(colleagues, key=lambda c: (c.state == "OFFLINE", c.state != "READY", c.name)):
        if each.agent_id not in (me, present):
            tone, state = _state(each, w)
            detail = " · ".join(part for part in (each.department, state) if part)
            person = Choice(f"person:{each.agent_id}", each.name, detail, tone, "user")
            (away if each.state == "OFFLINE" else here).append(person)
    groups = [Choice(f"department:{each}", each, w("Department"), "away", "people") for each in departments]
    return (*choices, *here, *groups, *away)


def _state(each: ColleagueView, words: Words) -> tuple[Tone, str]:
    match each.state:
        case "READY":
            return "ready", words("ready")
        case "OFFERED" | "TALKING":
            return "talking", words("on the phone")
        case "WRAP_UP":
            return "wrapup", words("wrap-up")
        case "OFFLINE":
            return "away", words("not signed in")
        case _:
            return "away", words("not ready")


def ask_whom(choices: tuple[Choice, ...], words: Words, count: int = 1) -> Ask:
    w = words
    title = w("Who takes it over?") if count == 1 else w("Who takes these {count} over?", count=count)
    reason = Text("reason", w("A word about it (optional)"))
    return Ask(title, w("Assign"), choices=choices, choose=True, filtered=True, texts=(reason,))


def ask_priority(words: Words, count: int) -> Ask:
    choices = tuple(
        Choice(each, priority_word(each, words), "", PRIORITY_TONES[each], "dot") for each in PRIORITIES
    )
    return Ask(words("Priority of {count} tickets", count=count), words("Set"), choices=choices, choose=True)


def ask_state(states: Sequence[tuple[str, str, Tone]], words: Words, count: int) -> Ask:
    """For many tickets: those for which it is not possible are said afterwards."""
    w = words
    choices = tuple(Choice(code, name, "", tone, "dot") for code, name, tone in states)
    texts = (Text("reason", w("Why? (where a move asks for it)")),)
    return Ask(
        w("Move {count} tickets to", count=count), w("Move"), choices=choices, choose=True, texts=texts
    )


def ask_macro(macros: Sequence[MacroView], words: Words) -> Ask:
    choices = tuple(
        Choice(m.macro_id, words.label(m.name), macro_text(m, words), "accent", "template") for m in macros
    )
    return Ask(words("Several steps at once"), words("Do it"), choices=choices, choose=True, filtered=True)


def macro_text(macro: MacroView, words: Words) -> str:
    """What it does, in a line."""
    w = words
    parts: list[str] = []
    if macro.to_state:
        parts.append(w("moves it on"))
    if macro.priority is not None:
        parts.append(w("priority {priority}", priority=priority_word(macro.priority, w)))
    if macro.add_tags:
        parts.append(" ".join(f"#{tag}" for tag in macro.add_tags))
    if macro.assign:
        parts.append(w("assigns it"))
    if macro.comment:
        parts.append(w("tells the customer") if macro.for_customer else w("writes a comment"))
    return " · ".join(parts)
