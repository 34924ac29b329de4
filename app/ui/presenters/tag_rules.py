"""Tags that are set by rule: a condition in words, tried out before it is saved.

In:  what a person chooses. Out: who would get the tag and who would lose it; the rule on the server.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.contracts.customer_work import NewTagRule, TagRuleTest, TagRuleView
from app.contracts.filters import FilterField
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.filters import FilterEditor, FilterFace
from app.ui.presenters.format import when
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

if TYPE_CHECKING:
    from app.ui.presenters.ports_customers import RulesCrm


@dataclass(frozen=True, slots=True)
class RuleRow:
    rule_id: str
    name: str
    tag: str
    said: str
    active: bool
    matched: str
    last_run: str


@dataclass(frozen=True, slots=True)
class RuleFace:
    """The rule that is written. ``form``: changes when it is to be filled anew. ``tested``: as it stands."""

    form: int
    existing: bool
    heading: str
    name: str
    tag: str
    takes_away: bool
    active: bool
    filter: FilterFace
    tested: str
    test_names: str
    testing: bool
    saving: bool
    trouble: str


@dataclass(frozen=True, slots=True)
class RulesFace:
    rows: tuple[RuleRow, ...]
    state: ListState
    text: str
    chosen: str
    rule: RuleFace | None
    offline: bool


class RulesView(Protocol):
    def show_rules(self, face: RulesFace) -> None: ...
    def say(self, text: str) -> None: ...


class TagRulesPresenter:
    def __init__(
        self,
        view: RulesView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: RulesCrm,
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm = tasks, clock, crm
        self.editor = FilterEditor(words)
        self._rules: list[TagRuleView] | None = None
        self._list_trouble = ""
        self._open, self._rule_id, self._form = False, "", 0
        self._name, self._tag, self._takes_away, self._active = "", "", True, True
        self._test: TagRuleTest | None = None
        self._tested: NewTagRule | None = None
        self._testing, self._saving, self._trouble = False, False, ""
        self._shown: RulesFace | None = None
        store.listen(self._changed)

    def start(self) -> None:
        self._tasks.run("filter-fields", self._crm.filter_fields(), self._know, lambda _: None)
        self.load()

    def load(self) -> None:
        self._tasks.run("tag-rules", self._crm.tag_rules(), self._take, self._not_loaded)

    def refresh(self) -> None:
        self._shown = None
        self._form += 1
        self._show()

    def _changed(self, before: Desk, after: Desk) -> None:
        if before.server is not after.server:
            if after.server is ServerLine.UP:
                self.start()
            self._show()

    def _know(self, fields: list[FilterField]) -> None:
        self.editor.know(fields)
        self._show()

    def _take(self, rules: list[TagRuleView]) -> None:
        self._rules, self._list_trouble = rules, ""
        if not self._open and rules:
            self.choose(rules[0].rule_id)
        self._show()

    def _not_loaded(self, trouble: Trouble) -> None:
        self._list_trouble = sentence(trouble, self._words)
        self._show()

    # --- writing a rule ---------------------------------------------------------------------------

    def begin(self) -> None:
        self._rule_id = ""
        self._name, self._tag, self._takes_away, self._active = "", "", True, True
        self.editor.begin()
        self._opened()

    def choose(self, rule_id: str) -> None:
        rule = next((each for each in self._rules or () if each.rule_id == rule_id), None)
        if rule is not None:
            self._rule_id = rule_id
            self._name, self._tag = rule.name, rule.tag
            self._takes_away, self._active = rule.takes_away, rule.active
            self.editor.begin(rule.filter)
            self._opened()

    def _opened(self) -> None:
        self._open, self._form = True, self._form + 1
        self._test, self._tested, self._trouble = None, None, ""
        self._testing = self._saving = False
        self._show()

    def type(self, name: str, tag: str, takes_away: bool, active: bool) -> None:
        self._name, self._tag, self._takes_away, self._active = name, tag, takes_away, active
        self._trouble = ""
        self._show()

    def changed(self) -> None:
        """The filter in ``editor`` has another condition."""
        self._trouble = ""
        self._show()

    def _new(self) -> NewTagRule | None:
        w, wanted = self._words, self.editor.filter()
        name, tag = " ".join(self._name.split()), " ".join(self._tag.split())
        if not name or not tag:
            self._trouble = w("A rule needs a name and a tag.")
        elif wanted is None:
            self._trouble = w("Please fill in every condition.")
        else:
            self._trouble = ""
            return NewTagRule(
                name=name[:120], tag=tag[:40], filter=wanted, takes_away=self._takes_away, active=self._active
            )
        self._show()
        return None

    def test(self) -> None:
        new = self._new()
        if new is not None and not self._testing:
            self._testing = True
            self._show()
            self._tasks.run(
                "test-rule",
                self._crm.try_tag_rule(new),
                lambda answer: self._is_tested(new, answer),
                self._failed,
            )

    def _is_tested(self, new: NewTagRule, answer: TagRuleTest) -> None:
        self._testing, self._test, self._tested = False, answer, new
        self._show()

    def save(self) -> None:
        """Only what was tried out as it stands."""
        new = self._new()
        if new is None or self._saving:
            return
        if not self._is_tested_now():
            self._trouble = self._words("Try the rule out first: it shows whom it concerns.")
            self._show()
            return
        self._saving = True
        self._show()
        work = (
            self._crm.change_tag_rule(self._rule_id, new) if self._rule_id else self._crm.create_tag_rule(new)
        )
        self._tasks.run("save-rule", work, self._is_saved, self._failed)

    def _is_tested_now(self) -> bool:
        """The name may be another since, and whether it is switched on."""
        tested, wanted = self._tested, self.editor.filter()
        if tested is None or wanted is None:
            return False
        now = (wanted, " ".join(self._tag.split()), self._takes_away)
        return (tested.filter, tested.tag, tested.takes_away) == now

    def _is_saved(self, rule: TagRuleView) -> None:
        self._saving, self._rule_id = False, rule.rule_id
        others = [each for each in self._rules or () if each.rule_id != rule.rule_id]
        self._rules = [rule, *others]
        self._view.say(self._words("The rule is saved. It works from now on, and for all others by night."))
        self._show()
        self.load()

    def delete(self) -> None:
        if self._rule_id and not self._saving:
            self._saving = True
            self._show()
            gone = self._rule_id
            work = self._crm.delete_tag_rule(gone)
            self._tasks.run("delete-rule", work, lambda _: self._is_deleted(gone), self._failed)

    def _is_deleted(self, rule_id: str) -> None:
        self._saving, self._open = False, False
        self._rules = [each for each in self._rules or () if each.rule_id != rule_id]
        self._view.say(self._words("The rule is gone; tags that it set stay."))
        if self._rules:
            self.choose(self._rules[0].rule_id)
        self._show()

    def _failed(self, trouble: Trouble) -> None:
        self._testing = self._saving = False
        self._trouble = sentence(trouble, self._words)
        self._show()

    # --- showing ------------------------------------------------------------------------------------

    def _show(self) -> None:
        w = self._words
        state, text = ListState.ROWS, ""
        if not self._rules:
            if self._rules is None:
                state = ListState.ERROR if self._list_trouble else ListState.LOADING
                text = self._list_trouble or w("Loading the rules…")
            else:
                state, text = ListState.EMPTY, w("No tag is set by rule yet.")
        face = RulesFace(
            rows=tuple(self._row(each) for each in self._rules or ()),
            state=state,
            text=text,
            chosen=self._rule_id if self._open else "",
            rule=self._rule() if self._open else None,
            offline=self._store.desk.server is not ServerLine.UP,
        )
        if face != self._shown:
            self._shown = face
            self._view.show_rules(face)

    def _row(self, rule: TagRuleView) -> RuleRow:
        w = self._words
        last = (
            when(rule.last_run_at, self._clock.now(), w) if rule.last_run_at is not None else w("not run yet")
        )
        matched = f"{rule.matched:,}" if rule.matched is not None else ""
        said = self.editor.say(rule.filter) if self.editor.knows else ""
        return RuleRow(rule.rule_id, rule.name, rule.tag, said, rule.active, matched, last)

    def _rule(self) -> RuleFace:
        w, test = self._words, self._test if self._is_tested_now() else None
        tested, names = "", ""
        if test is not None:
            more = "" if test.complete else "+"
            tested = w(
                "{matched} customers; {get} would get the tag, {lose} would lose it.",
                matched=f"{test.matched:,}{more}",
                get=f"{test.would_get:,}",
                lose=f"{test.would_lose:,}",
            )
            names = ", ".join(each.name for each in test.first[:6])
        return RuleFace(
            form=self._form,
            existing=bool(self._rule_id),
            heading=w("Change the rule") if self._rule_id else w("New rule"),
            name=self._name,
            tag=self._tag,
            takes_away=self._takes_away,
            active=self._active,
            filter=self.editor.face(),
            tested=tested,
            test_names=names,
            testing=self._testing,
            saving=self._saving,
            trouble=self._trouble,
        )
