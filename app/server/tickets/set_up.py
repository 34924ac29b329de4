"""What administrators and people set up of tickets: types, macros, saved lists."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from app.contracts.tickets import MacroView, SavedView, TicketQuery, TicketTypeView
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.tables import (
    HoursRow,
    LabelRow,
    Skill,
    Ticket,
    TicketMacroRow,
    TicketTypeRow,
    TicketViewRow,
)
from app.server.tickets.model import TicketTypeError
from app.server.tickets.type_check import TypeDefect, check_type
from app.server.tickets.types import TICKET_TYPE, TypeBook, type_of
from app.server.tickets.views import Reader

MOST_VIEWS = 100  # of one person
MOST_MACROS = 200


class TicketSetUp:
    """Every method works inside the caller's transaction."""

    def __init__(self, types: TypeBook) -> None:
        self._types = types

    # --- types ---------------------------------------------------------------------------------------

    def types(self, session: Session) -> list[TicketTypeView]:
        return [kind.view for kind in self._types.all(session).values()]

    def put_type(
        self, session: Session, reader: Reader, code: str, view: TicketTypeView, now: datetime
    ) -> TicketTypeView:
        """Raises NotAllowedError, TicketTypeError."""
        reader.person.check_set_up()
        if not code or len(code) > 40 or code != view.code:
            raise InvalidValueError(
                "The code of a type has 1 to 40 characters and is the one of the address."
            )
        defects = defects_of(session, view)
        if defects:
            raise TicketTypeError("; ".join(each.line("en") for each in defects[:20]))
        put_type(session, view, reader.user_id, now)
        return type_of(view).view

    # --- macros --------------------------------------------------------------------------------------

    def macros(self, session: Session) -> list[MacroView]:
        rows = session.scalars(
            select(TicketMacroRow)
            .where(TicketMacroRow.active.is_(True))
            .order_by(TicketMacroRow.position, TicketMacroRow.macro_id)
        )
        return [MacroView.model_validate(row.definition) for row in rows]

    def macro(self, session: Session, macro_id: str) -> MacroView:
        row = session.get(TicketMacroRow, macro_id)
        if row is None or not row.active:
            raise NotFoundError("There is no such macro.")
        return MacroView.model_validate(row.definition)

    def put_macro(
        self, session: Session, reader: Reader, macro_id: str, view: MacroView, now: datetime
    ) -> MacroView:
        reader.person.check_lead()
        view = view.model_copy(update={"macro_id": macro_id})
        if not macro_id or len(macro_id) > 64 or not (view.name.zh.strip() or view.name.en.strip()):
            raise InvalidValueError("A macro needs an id of at most 64 characters and a name.")
        row = session.get(TicketMacroRow, macro_id)
        if row is None:
            count = session.scalar(select(func.count()).select_from(TicketMacroRow)) or 0
            if count >= MOST_MACROS:
                raise InvalidValueError(f"There may be at most {MOST_MACROS} macros.")
            row = TicketMacroRow(macro_id=macro_id, definition={}, position=count, active=True)
            session.add(row)
        row.definition = view.model_dump(mode="json")
        row.active = True
        note_deed(session, now, reader.user_id, "ticket.macro", macro_id)
        return view

    def delete_macro(self, session: Session, reader: Reader, macro_id: str, now: datetime) -> MacroView:
        reader.person.check_lead()
        gone = self.macro(session, macro_id)
        session.execute(delete(TicketMacroRow).where(TicketMacroRow.macro_id == macro_id))
        note_deed(session, now, reader.user_id, "ticket.macro-removed", macro_id)
        return gone

    # --- saved lists ---------------------------------------------------------------------------------

    def saved(self, session: Session, reader: Reader) -> list[SavedView]:
        """Hers, and those that are shared."""
        mine = TicketViewRow.owner_id == reader.user_id
        rows = session.scalars(
            select(TicketViewRow)
            .where(or_(mine, TicketViewRow.shared.is_(True)))
            .order_by(TicketViewRow.shared, TicketViewRow.position, TicketViewRow.view_id)
        )
        return [_saved(row, reader) for row in rows]

    def save(self, session: Session, reader: Reader, view_id: str | None, view: SavedView) -> SavedView:
        """``view_id`` None: a new one. Raises NotFoundError, NotAllowedError, InvalidValueError."""
        if view.shared:
            reader.person.check_lead()
        name = " ".join(view.name.split())
        if not name:
            raise InvalidValueError("A list needs a name.")
        if view_id is None:
            mine = select(func.count()).where(TicketViewRow.owner_id == reader.user_id)
            count = session.scalar(mine) or 0
            if count >= MOST_VIEWS:
                raise InvalidValueError(f"You may save at most {MOST_VIEWS} lists.")
            row = TicketViewRow(view_id=uuid.uuid4().hex, owner_id=reader.user_id, position=count)
            session.add(row)
        else:
            row = self._own(session, reader, view_id)
        row.name, row.shared = name, view.shared
        row.query = view.query.model_dump(mode="json", exclude_defaults=True)
        session.flush()
        return _saved(row, reader)

    def forget(self, session: Session, reader: Reader, view_id: str) -> SavedView:
        row = self._own(session, reader, view_id)
        gone = _saved(row, reader)
        session.delete(row)
        return gone

    @staticmethod
    def _own(session: Session, reader: Reader, view_id: str) -> TicketViewRow:
        row = session.get(TicketViewRow, view_id)
        is_mine = row is not None and row.owner_id == reader.user_id
        if row is None or not (is_mine or row.shared):
            raise NotFoundError("There is no such list.")
        if not is_mine and not reader.person.leads:
            raise NotAllowedError("This list belongs to somebody else.")
        return row


def _saved(row: TicketViewRow, reader: Reader) -> SavedView:
    return SavedView(
        view_id=row.view_id,
        name=row.name,
        query=TicketQuery.model_validate(row.query),
        shared=row.shared,
        mine=row.owner_id == reader.user_id,
    )


def defects_of(session: Session, view: TicketTypeView) -> list[TypeDefect]:
    """Also what does not fit the tickets and the set-up that are there."""
    hours = session.scalars(select(HoursRow.hours_id)).all()
    skills = session.scalars(select(Skill.skill_id)).all()
    defects = check_type(view, hours, skills)
    return defects or _strays(session, view)


def _strays(session: Session, view: TicketTypeView) -> list[TypeDefect]:
    """Tickets whose state the type would no longer have, or would have with another meaning."""
    kinds = {code: state.kind for code, state in type_of(view).states.items()}
    counted = (
        select(Ticket.status, Ticket.status_kind, func.count())
        .where(Ticket.type == view.code)
        .group_by(Ticket.status, Ticket.status_kind)
    )
    return [
        TypeDefect(f"states.{status}", "in-use", (status, str(count)))
        for status, kind, count in session.execute(counted).tuples()
        if kinds.get(status) != kind
    ]


def put_type(session: Session, view: TicketTypeView, by: str, now: datetime) -> None:
    """A type that was checked; its label is kept in step, since calls and flows name types by labels."""
    row = session.get(TicketTypeRow, view.code)
    definition = view.model_dump(mode="json")
    if row is None:
        session.add(
            TicketTypeRow(code=view.code, definition=definition, revision=1, changed_at=now, changed_by=by)
        )
    else:
        row.definition, row.revision = definition, row.revision + 1
        row.changed_at, row.changed_by = now, by
    label = session.get(LabelRow, (TICKET_TYPE, view.code))
    if label is None:
        last = session.scalar(select(func.max(LabelRow.position)).where(LabelRow.kind == TICKET_TYPE))
        label = LabelRow(kind=TICKET_TYPE, code=view.code, position=(last or 0) + 1)
        session.add(label)
    label.zh, label.en = view.name.zh[:120], view.name.en[:120]
    note_deed(session, now, by, "ticket.type", view.code)
    session.flush()


def put_types(session: Session, views: Sequence[TicketTypeView], by: str, now: datetime) -> None:
    for view in views:
        put_type(session, view, by, now)
