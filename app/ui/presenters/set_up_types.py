"""Types of tickets as an administrator looks at them: states and moves, fields, promises; and their file.

In:  the types in force, the file's editor. Out: a face with each type in the person's language.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.contracts.fields import FieldDefinition
from app.contracts.ticket_set_up import SetUpFile, TypesChecked
from app.contracts.tickets import StateKind, TicketMove, TicketTypeView
from app.ui.messages import sentence
from app.ui.presenters.agent import Tone
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Drafts, Tasks, Trouble, Words
from app.ui.presenters.set_up_editor import Checked, EditorView, SetUpEditor
from app.ui.presenters.store import DeskStore
from app.ui.presenters.ticket_face import KIND_TONES, priority_word, time_left


class TypesCrm(Protocol):
    async def ticket_types(self) -> list[TicketTypeView]: ...
    async def ticket_types_file(self) -> SetUpFile: ...
    async def check_ticket_types(self, text: str) -> TypesChecked: ...
    async def put_ticket_types(self, file: SetUpFile) -> TypesChecked: ...


@dataclass(frozen=True, slots=True)
class MoveLine:
    """``needs``: what it asks for, "" for nothing. ``leads``: for who leads alone."""

    target: str
    tone: Tone
    name: str
    needs: str
    leads: bool


@dataclass(frozen=True, slots=True)
class StateLine:
    code: str
    name: str
    meaning: str
    tone: Tone
    moves: tuple[MoveLine, ...]


@dataclass(frozen=True, slots=True)
class TypeRow:
    code: str
    name: str
    detail: str
    off: bool


@dataclass(frozen=True, slots=True)
class TypeFace:
    """``promises``: priority, first response, update, resolution."""

    code: str
    name: str
    facts: tuple[tuple[str, str], ...]
    states: tuple[StateLine, ...]
    fields: tuple[tuple[str, str], ...]
    promises: tuple[tuple[str, str, str, str], ...]
    checklist: tuple[str, ...]
    templates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypesFace:
    rows: tuple[TypeRow, ...]
    chosen: TypeFace | None
    state: ListState
    text: str
    offline: bool


class TypesView(EditorView, Protocol):
    def show_types(self, face: TypesFace) -> None: ...


class _Calls:
    def __init__(self, crm: TypesCrm, words: Words) -> None:
        self._crm, self._words = crm, words

    async def load(self) -> SetUpFile:
        return await self._crm.ticket_types_file()

    async def check(self, text: str) -> Checked:
        return self._checked(await self._crm.check_ticket_types(text))

    async def put(self, file: SetUpFile) -> Checked:
        return self._checked(await self._crm.put_ticket_types(file))

    def _checked(self, checked: TypesChecked) -> Checked:
        w = self._words
        names = {each.code: w.label(each.name) for each in checked.types}
        parts = [
            w("new: {names}", names=", ".join(names.get(code, code) for code in checked.new))
            if checked.new
            else "",
            w("changed: {names}", names=", ".join(names.get(code, code) for code in checked.changed))
            if checked.changed
            else "",
            w("{count} macros", count=checked.macros) if checked.macros else "",
            w("{count} views", count=checked.views) if checked.views else "",
        ]
        brings = "; ".join(part for part in parts if part)
        return Checked(
            checked.faults, w("Sound. {brings}", brings=brings or w("Nothing is different.")), checked.file
        )


class TypesPresenter:
    """``changed``: told when types were put in force."""

    def __init__(
        self,
        view: TypesView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        crm: TypesCrm,
        drafts: Drafts,
        changed: Callable[[], None],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._crm, self._changed = tasks, crm, changed
        self._types: list[TicketTypeView] | None = None
        self._chosen = ""
        self._trouble: Trouble | None = None
        self._shown: TypesFace | None = None
        self.editor = SetUpEditor(
            view, words, tasks, _Calls(crm, words), drafts, "ticket-types", self._away, self._in_force
        )
        store.listen(self._desk_changed)

    def page_shown(self, shown: bool) -> None:
        if shown:
            self.load()

    def load(self) -> None:
        self._trouble = None
        self._show()
        self._tasks.run("set-up-types", self._crm.ticket_types(), self._take, self._lost)

    def refresh(self) -> None:
        self._shown = None
        self._show()
        self.editor.refresh()

    def choose(self, code: str) -> None:
        self._chosen = code
        self._show()

    def _in_force(self) -> None:
        self.load()
        self._changed()

    def _away(self) -> bool:
        return self._store.desk.server is not ServerLine.UP

    def _desk_changed(self, before: Desk, after: Desk) -> None:
        if before.server is not after.server:
            if after.server is ServerLine.UP and self._types is None:
                self.load()
            self._show()
            self.editor.show()

    def _take(self, types: list[TicketTypeView]) -> None:
        self._types, self._trouble = types, None
        if types and not any(each.code == self._chosen for each in types):
            self._chosen = types[0].code
        self._show()

    def _lost(self, trouble: Trouble) -> None:
        self._trouble = trouble
        self._show()

    def _show(self) -> None:
        w, types = self._words, self._types or []
        if types:
            state, text = ListState.ROWS, ""
        elif self._trouble:
            state, text = ListState.ERROR, sentence(self._trouble, w)
        elif self._types is None:
            state, text = ListState.LOADING, w("Loading the types…")
        else:
            state, text = ListState.EMPTY, w("There is no type of ticket yet. Write one as a file.")
        chosen = next((each for each in types if each.code == self._chosen), None)
        face = TypesFace(
            rows=tuple(self._row(each) for each in types),
            chosen=type_face(chosen, w) if chosen else None,
            state=state,
            text=text,
            offline=self._away(),
        )
        if face != self._shown:
            self._shown = face
            self._view.show_types(face)

    def _row(self, each: TicketTypeView) -> TypeRow:
        w = self._words
        off = "" if each.active else w("not used any more")
        counts = w("{count} states", count=len(each.states))
        detail = " · ".join(part for part in (off, each.department, counts) if part)
        return TypeRow(each.code, w.label(each.name), detail, not each.active)


def type_face(view: TicketTypeView, words: Words) -> TypeFace:
    w = words
    states = {each.code: each for each in view.states}

    def line(move: TicketMove) -> MoveLine:
        target = states.get(move.to_state)
        return MoveLine(
            target=w.label(target.name) if target else move.to_state,
            tone=KIND_TONES[target.kind] if target else "away",
            name=w.label(move.name),
            needs=", ".join(_need(each, w) for each in move.needs),
            leads=move.leads_only,
        )

    return TypeFace(
        code=view.code,
        name=w.label(view.name),
        facts=(
            (w("Code"), view.code),
            (w("Department"), view.department),
            (w("Skill"), view.skill),
            (w("Opening hours"), view.hours_id or w("round the clock")),
            (w("Customer"), w("is told of moves") if view.tell_customer else w("is told nothing by itself")),
        ),
        states=tuple(
            StateLine(
                code=each.code,
                name=w.label(each.name),
                meaning=kind_word(each.kind, w),
                tone=KIND_TONES[each.kind],
                moves=tuple(line(move) for move in view.moves if move.from_state == each.code),
            )
            for each in view.states
        ),
        fields=tuple((w.label(each.name), _field(each, w)) for each in view.fields),
        promises=tuple(
            (
                priority_word(each.priority, w),
                _minutes(each.first_response_min, w),
                _minutes(each.update_min, w),
                _minutes(each.resolution_min, w),
            )
            for each in view.promises
        ),
        checklist=tuple(w.label(each) for each in view.checklist),
        templates=tuple(w.label(each.name) for each in view.templates),
    )


def kind_word(kind: StateKind, words: Words) -> str:
    """What a state means for clocks and lists."""
    return {
        "NEW": words("nobody has it yet"),
        "OPEN": words("being worked on"),
        "WAITING": words("clocks are frozen"),
        "RESOLVED": words("clocks are kept"),
        "CONFIRMED": words("the customer agrees"),
        "ARCHIVED": words("in the archive"),
        "CANCELLED": words("dropped"),
    }[kind]


def _need(need: str, w: Words) -> str:
    return {
        "reason": w("a reason"),
        "assignee": w("who does it"),
        "checklist": w("the checklist"),
        "solution": w("the solution"),
    }.get(need, need)


def _field(each: FieldDefinition, w: Words) -> str:
    kind = {
        "TEXT": w("text"),
        "NUMBER": w("number"),
        "DATE": w("date"),
        "CHOICE": w("one of"),
        "CHOICES": w("several of"),
        "YES_NO": w("yes or no"),
    }[each.kind]
    choices = ", ".join(w.label(choice) for choice in each.choices)
    marks = [w("required") if each.required else "", w("private") if each.private else ""]
    return " · ".join(part for part in (f"{kind} {choices}".strip(), *marks) if part)


def _minutes(minutes: int | None, w: Words) -> str:
    return time_left(minutes * 60, w) if minutes else "–"
