"""What tickets do by themselves, as an administrator looks at it; and the rules' file.

In:  the rules in force, names of types. Out: a face that says each rule in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.contracts.ticket_set_up import (
    MakeRuleView,
    RulesChecked,
    SetUpFile,
    TicketRulesFile,
    TicketRulesView,
)
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Drafts, Tasks, Trouble, Words
from app.ui.presenters.set_up_editor import Checked, EditorView, SetUpEditor
from app.ui.presenters.store import DeskStore
from app.ui.presenters.ticket_face import priority_word


class RulesCrm(Protocol):
    async def ticket_rules(self) -> TicketRulesFile: ...
    async def check_ticket_rules(self, text: str) -> RulesChecked: ...
    async def put_ticket_rules(self, file: SetUpFile) -> RulesChecked: ...


@dataclass(frozen=True, slots=True)
class MakeLine:
    """``on``: the occasion; ``makes``: what comes of it; ``only``: conditions, "" for none."""

    on: str
    icon: str
    makes: str
    title: str
    only: str


@dataclass(frozen=True, slots=True)
class RulesFace:
    """``late``: when, and who is told. ``rest``: name and value of what else is set."""

    make: tuple[MakeLine, ...]
    late: tuple[tuple[str, str], ...]
    rest: tuple[tuple[str, str], ...]
    state: ListState
    text: str
    offline: bool


class RulesView(EditorView, Protocol):
    def show_rules(self, face: RulesFace) -> None: ...


class _Calls:
    def __init__(self, crm: RulesCrm, words: Words) -> None:
        self._crm, self._words = crm, words

    async def load(self) -> SetUpFile:
        rules = await self._crm.ticket_rules()
        return SetUpFile(text=rules.text, version=rules.version)

    async def check(self, text: str) -> Checked:
        return self._checked(await self._crm.check_ticket_rules(text))

    async def put(self, file: SetUpFile) -> Checked:
        return self._checked(await self._crm.put_ticket_rules(file))

    def _checked(self, checked: RulesChecked) -> Checked:
        w, rules = self._words, checked.rules
        if rules is None:
            return Checked(checked.faults, "", checked.file)
        said = w(
            "Sound. {make} rules for new tickets, {late} steps for late ones.",
            make=len(rules.make),
            late=len(rules.late),
        )
        return Checked(checked.faults, said, checked.file)


class RulesPresenter:
    """``named``: what a code of this kind ("type", "outcome", "queue") is called in the person's language."""

    def __init__(
        self,
        view: RulesView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        crm: RulesCrm,
        drafts: Drafts,
        named: Callable[[str, str], str],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._crm, self._named = tasks, crm, named
        self._rules: TicketRulesView | None = None
        self._trouble: Trouble | None = None
        self._shown: RulesFace | None = None
        self.editor = SetUpEditor(
            view, words, tasks, _Calls(crm, words), drafts, "ticket-rules", self._away, self.load
        )
        store.listen(self._desk_changed)

    def page_shown(self, shown: bool) -> None:
        if shown:
            self.load()

    def load(self) -> None:
        self._trouble = None
        self._show()
        self._tasks.run("ticket-rules", self._crm.ticket_rules(), self._take, self._lost)

    def refresh(self) -> None:
        self._shown = None
        self._show()
        self.editor.refresh()

    def _away(self) -> bool:
        return self._store.desk.server is not ServerLine.UP

    def _desk_changed(self, before: Desk, after: Desk) -> None:
        if before.server is not after.server:
            if after.server is ServerLine.UP and self._rules is None:
                self.load()
            self._show()
            self.editor.show()

    def _take(self, file: TicketRulesFile) -> None:
        self._rules, self._trouble = file.rules, None
        self._show()

    def _lost(self, trouble: Trouble) -> None:
        self._trouble = trouble
        self._show()

    def _show(self) -> None:
        w, rules = self._words, self._rules
        state = ListState.ROWS if rules else ListState.ERROR if self._trouble else ListState.LOADING
        face = RulesFace(
            make=tuple(self._make(each) for each in rules.make) if rules else (),
            late=tuple((_after(each.after_min, w), _who(each.to, w)) for each in rules.late) if rules else (),
            rest=self._rest(rules) if rules else (),
            state=state,
            text=sentence(self._trouble, w) if self._trouble else "" if rules else w("Loading the rules…"),
            offline=self._away(),
        )
        if face != self._shown:
            self._shown = face
            self._view.show_rules(face)

    def _make(self, rule: MakeRuleView) -> MakeLine:
        w = self._words
        occasions = {
            "message": (w("A voice message was left"), "voicemail"),
            "call-back": (w("A promised call-back ended"), "call-back"),
            "result": (w("A result of a call was noted"), "note"),
        }
        on, icon = occasions[rule.on]
        makes = [self._named("type", rule.type)]
        if rule.priority != "NORMAL":
            makes.append(w("priority {priority}", priority=priority_word(rule.priority, w)))
        if rule.department:
            makes.append(rule.department)
        makes += [f"#{tag}" for tag in rule.tags]
        conditions = [
            (w("result"), [self._named("outcome", each) for each in rule.outcomes]),
            (w("ended as"), [_end(each, w) for each in rule.ends]),
            (w("queue"), [self._named("queue", each) for each in rule.queues]),
            (w("level"), rule.levels),
            (w("customer's tag"), rule.customer_tags),
            (w("note says"), rule.words),
        ]
        only = "; ".join(f"{name}: {', '.join(values)}" for name, values in conditions if values)
        return MakeLine(on, icon, " · ".join(makes), rule.title, only)

    def _rest(self, rules: TicketRulesView) -> tuple[tuple[str, str], ...]:
        w = self._words

        def days(count: int) -> str:
            return w("after {count} days", count=count) if count else w("never")

        return (
            (
                w("Ticket after a result"),
                w("after {count} min, unless the agent made one", count=rules.wait_min),
            ),
            (w("Resolved, and no word from the customer: confirmed"), days(rules.confirm_after_days)),
            (w("Confirmed or cancelled: into the archive"), days(rules.archive_after_days)),
            (w("In the archive: deleted with all that hangs on it"), days(rules.delete_after_days)),
            (w("Customers reach this server at"), rules.public_url or w("nowhere: messages carry no link")),
            (w("Proxies of ours"), ", ".join(rules.trusted_proxies) or w("none")),
        )


def _after(minutes: int, w: Words) -> str:
    if not minutes:
        return w("when it is late")
    hours, rest = divmod(minutes, 60)
    if hours and not rest:
        return w("{count} h late", count=hours)
    return w("{count} min late", count=minutes)


def _who(to: str, w: Words) -> str:
    return {
        "assignee": w("who has it, and who watches it"),
        "lead": w("the lead of the department"),
        "supervisors": w("the other supervisors"),
        "admins": w("the administrators"),
    }.get(to, to)


def _end(end: str, w: Words) -> str:
    return {
        "given-up": w("given up"),
        "expired": w("too late"),
        "done": w("done"),
        "cancelled": w("cancelled"),
    }.get(end, end)
