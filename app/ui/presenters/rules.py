"""What the desk does with the calls of each queue: outcomes, templates of notes, what to say.

In:  the rules of the sign-in. Out: those of one queue; without rules of its own, everything is allowed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.contracts.people import Label, NoteTemplate, QueueDeskRules


class DeskRules:
    def __init__(self, outcomes: list[Label], rules: list[QueueDeskRules] | None = None) -> None:
        self._outcomes = outcomes
        self._rules = {rule.queue_id: rule for rule in rules or ()}

    @property
    def all_outcomes(self) -> list[Label]:
        return self._outcomes

    @property
    def any_script(self) -> bool:
        return any(rule.script.strip() for rule in self._rules.values())

    def outcomes(self, queue: Label | None) -> list[Label]:
        """In the order of the queue's rule; all where it names none."""
        rule = self._of(queue)
        known = {label.code: label for label in self._outcomes}
        chosen = [known[code] for code in rule.outcomes if code in known] if rule else []
        return chosen or self._outcomes

    def outcome_required(self, queue: Label | None) -> bool:
        rule = self._of(queue)
        return rule.outcome_required if rule else True

    def templates(self, queue: Label | None) -> list[NoteTemplate]:
        rule = self._of(queue)
        return rule.note_templates if rule else []

    def script(self, queue: Label | None) -> str:
        rule = self._of(queue)
        return rule.script if rule else ""

    def auto_answer(self, queue: Label | None) -> bool:
        rule = self._of(queue)
        return rule.auto_answer if rule else False

    def _of(self, queue: Label | None) -> QueueDeskRules | None:
        return self._rules.get(queue.code) if queue else None
