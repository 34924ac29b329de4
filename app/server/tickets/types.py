"""What a ticket of a type is: its states and moves, read from the database and kept as long as they hold.

In:  rows of ``ticket_types``, and the labels of types that have none: those have the usual states.
Out: ``TicketType``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.people import Label
from app.contracts.tickets import StateKind, TicketMove, TicketState, TicketTypeView
from app.server.directory.service import DirectoryService
from app.server.storage.tables import LabelRow, TicketTypeRow
from app.server.tickets.model import TicketMoveError
from app.server.tickets.usual_states import usual_moves, usual_states

TICKET_TYPE = "TICKET_TYPE"  # kind of label


@dataclass(frozen=True, slots=True)
class TicketType:
    view: TicketTypeView
    states: Mapping[str, TicketState]
    moves: Mapping[tuple[str, str], TicketMove]

    @property
    def code(self) -> str:
        return self.view.code

    @property
    def first_state(self) -> str:
        return self.view.states[0].code

    def kind(self, state: str) -> StateKind:
        found = self.states.get(state)
        return found.kind if found else "OPEN"

    def moves_from(self, state: str) -> list[TicketMove]:
        return [move for move in self.view.moves if move.from_state == state]

    def move(self, before: str, after: str) -> TicketMove:
        """Raises TicketMoveError."""
        found = self.moves.get((before, after))
        if found is None:
            raise TicketMoveError
        return found

    def move_by_need(self, before: str, need: str) -> TicketMove | None:
        """The first way out that needs this, as the one that assigning takes."""
        return next((move for move in self.moves_from(before) if need in move.needs), None)

    def move_to_kind(self, before: str, *kinds: str) -> TicketMove | None:
        return next((move for move in self.moves_from(before) if self.kind(move.to_state) in kinds), None)

    def name(self, language: str) -> str:
        return in_language(self.view.name, language)

    def state_name(self, state: str, language: str) -> str:
        found = self.states.get(state)
        return in_language(found.name, language) if found else state


def in_language(label: Label, language: str) -> str:
    return (label.en if language == "en" else label.zh) or label.zh or label.en or label.code


def type_of(view: TicketTypeView) -> TicketType:
    """Without states of its own it has the usual ones."""
    if not view.states:
        view = view.model_copy(update={"states": usual_states(), "moves": usual_moves()})
    return TicketType(
        view=view,
        states={state.code: state for state in view.states},
        moves={(move.from_state, move.to_state): move for move in view.moves},
    )


def plain_type(label: Label) -> TicketType:
    return type_of(TicketTypeView(code=label.code, name=label, states=[], moves=[]))


class TypeBook:
    """One per server. Safe to be asked from several threads."""

    def __init__(self, directory: DirectoryService) -> None:
        self._directory = directory
        self._known: dict[tuple[str, int], TicketType] = {}
        self._plain: dict[tuple[str, str, str], TicketType] = {}

    def all(self, session: Session) -> dict[str, TicketType]:
        """By code, in the order of their labels."""
        revisions = dict(session.execute(select(TicketTypeRow.code, TicketTypeRow.revision)).tuples().all())
        missing = [code for code, revision in revisions.items() if (code, revision) not in self._known]
        if missing:
            rows = session.scalars(select(TicketTypeRow).where(TicketTypeRow.code.in_(missing)))
            for row in rows:
                self._known[row.code, row.revision] = type_of(read_definition(row.definition))
        labels = self._directory.labels(TICKET_TYPE)
        order = [*(label.code for label in labels), *revisions]
        plain = {label.code: label for label in labels}
        return {
            code: self._known[code, revisions[code]] if code in revisions else self._usual(plain[code])
            for code in dict.fromkeys(order)
        }

    def of(self, session: Session, code: str) -> TicketType:
        """Of tickets that are there: a type that was taken away has the usual states."""
        row = session.execute(
            select(TicketTypeRow.code, TicketTypeRow.revision).where(TicketTypeRow.code == code)
        ).one_or_none()
        if row is not None:
            known = self._known.get((row.code, row.revision))
            return known or self.all(session).get(code) or self._usual(self._label(session, code))
        return self._usual(self._label(session, code))

    def _usual(self, label: Label) -> TicketType:
        """A type that says nothing of itself, made once."""
        key = (label.code, label.zh, label.en)
        known = self._plain.get(key)
        if known is None:
            known = self._plain[key] = plain_type(label)
        return known

    def knows(self, session: Session, code: str) -> bool:
        """Whether a new ticket may have this type."""
        row = session.get(TicketTypeRow, code)
        if row is not None:
            return self.of(session, code).view.active
        return session.get(LabelRow, (TICKET_TYPE, code)) is not None

    def _label(self, session: Session, code: str) -> Label:
        row = session.get(LabelRow, (TICKET_TYPE, code))
        return Label(code=code, zh=row.zh, en=row.en) if row else Label(code=code, zh=code, en=code)


def read_definition(definition: Mapping[str, Any]) -> TicketTypeView:
    return TicketTypeView.model_validate(definition)
