"""What the desk does with the calls of one queue: outcomes, templates of notes, a script.

In:  the field ``desk`` of a queue's file or row. Out: ``DeskRules``, and every defect; the way back for an
export. The core knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from app.server.directory.forms import Form

LONGEST_TEXT = 8000


@dataclass(frozen=True, slots=True)
class NoteText:
    """Text that is put into a note, with variables as quick replies have them."""

    name_zh: str
    name_en: str
    text: str


@dataclass(frozen=True, slots=True)
class DeskRules:
    """``outcomes``: codes that may be chosen, none: all."""

    outcomes: tuple[str, ...] = ()
    outcome_required: bool = True
    note_templates: tuple[NoteText, ...] = ()
    script: str = ""


def read_desk_rules(form: Form, outcomes: Collection[str]) -> DeskRules:
    """``outcomes``: the company's codes."""
    usual = DeskRules()
    chosen: list[str] = []
    for code in form.texts("outcomes"):
        if code not in outcomes:
            form.report("no-outcome", code, at="outcomes")
        elif code not in chosen:
            chosen.append(code)
    rules = DeskRules(
        outcomes=tuple(chosen),
        outcome_required=form.yes_no("outcome_required", usual.outcome_required),
        note_templates=tuple(
            text for each in form.forms("note_templates") if (text := _note_text(each)) is not None
        ),
        script=form.text("script", longest=LONGEST_TEXT),
    )
    form.done()
    return rules


def _note_text(form: Form) -> NoteText | None:
    """None: without a text it is of no use."""
    name_zh = form.text("name_zh", needed=True)
    name_en = form.text("name_en", name_zh)
    text = form.text("text", needed=True, longest=LONGEST_TEXT)
    form.done()
    return NoteText(name_zh, name_en, text) if name_zh and text else None


def desk_data(rules: DeskRules) -> dict[str, Any]:
    """What ``read_desk_rules`` reads."""
    return {
        "outcomes": list(rules.outcomes),
        "outcome_required": rules.outcome_required,
        "note_templates": [
            {"name_zh": each.name_zh, "name_en": each.name_en, "text": each.text}
            for each in rules.note_templates
        ],
        "script": rules.script,
    }
