"""Which tickets come into question at all, where they are few: they are looked up one by one then, instead
of going along the order of a list until enough of them have come.

In:  a ``TicketQuery``, who asks. Out: ids.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    any_,
    case,
    false,
    func,
    literal,
    literal_column,
    select,
    text,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.contracts.tickets import TicketQuery
from app.server.security.viewing import Private
from app.server.storage import ticket_words
from app.server.storage.merged import survivor
from app.server.storage.tables import Customer, Ticket, TicketTag, TicketTotal, TicketWatcher
from app.server.storage.tables.tickets import OPEN_KINDS
from app.server.tickets.rights import Person
from app.server.tickets.views import Reader

FEW: Final = 4000  # so many are looked up one by one
RARE: Final = 40  # one among so many; of what is more frequent, enough soon come in the order of an index
MOST_FOUND: Final = 2000  # of a search: the newest that hold these words
MOST_NAMESAKES: Final = 200
_LATEST: Final = "\uffff"

Ids = Select[str]


def of_kind(table: type[Ticket | TicketTotal], query: TicketQuery) -> list[ColumnElement[bool]]:
    """What can be said of tickets as well as of their totals."""
    chosen: tuple[tuple[InstrumentedAttribute[Any], Sequence[str]], ...] = (
        (table.status, query.status),
        (table.status_kind, query.kind),
        (table.type, query.type),
        (table.priority, query.priority),
        (table.department, query.department),
    )
    found: list[ColumnElement[bool]] = []
    for column, values in chosen:
        if values:
            found.append(column == values[0] if len(values) == 1 else column.in_(values[:100]))
    if query.unassigned:
        nobodys = table.assigned_to.is_(None) if table is Ticket else TicketTotal.is_assigned.is_(False)
        found += [nobodys, table.status_kind.in_(OPEN_KINDS)]
    return found


def picked(
    session: Session, query: TicketQuery, words: str, reader: Reader
) -> tuple[set[str] | None, list[Ids]]:
    """What may name few tickets: the ids of those that it names, where they are few; where they are many,
    the questions for them."""
    asked: list[Ids] = []
    here = Ticket.archived.is_(query.archived)
    if query.customer_id:
        customer = survivor(session, query.customer_id)
        his_id = customer.customer_id if customer else query.customer_id
        asked.append(select(Ticket.ticket_id).where(Ticket.customer_id == his_id))
    if query.mine:
        asked.append(select(Ticket.ticket_id).where(Ticket.assigned_to == reader.user_id, here))
    if query.assigned_to:
        asked.append(select(Ticket.ticket_id).where(Ticket.assigned_to.in_(query.assigned_to[:100]), here))
    if query.watching:
        mine = TicketWatcher.user_id == reader.user_id
        asked.append(select(TicketWatcher.ticket_id).where(mine))
    if query.tag:
        asked.append(select(TicketTag.ticket_id).where(TicketTag.tag.in_(query.tag[:30])))
    if words:
        asked.append(_words(session, words, reader))
    few: set[str] | None = None
    many: list[Ids] = []
    for ids in asked:
        some = set(session.scalars(ids.limit(FEW + 1)))
        if len(some) > FEW:
            many.append(ids)
        else:
            few = some if few is None else few & some
    return few, many


def rare(session: Session, query: TicketQuery, person: Person | None) -> set[str] | None:
    """The ids of those of a kind that stands so rarely among all that going along an order would take long;
    None where it is frequent, as all are in a small company."""
    kinds = of_kind(TicketTotal, query)
    here = [] if person is None else [TicketTotal.department.in_(person.places)]
    if not kinds and not here:
        return None
    sums = (case((and_(true(), *each), TicketTotal.count), else_=0) for each in ((), here, [*kinds, *here]))
    everything, in_places, count = (each or 0 for each in session.execute(select(*map(func.sum, sums))).one())
    most = min(FEW, everything // RARE)
    if count > most:
        return None
    parts = [select(Ticket.ticket_id).where(Ticket.archived.is_(False), *of_kind(Ticket, query))]
    if person is not None:
        parts[0] = parts[0].where(Ticket.department.in_(person.places))
        for whose in (Ticket.assigned_to, Ticket.created_by):
            here_too = Ticket.archived.is_(False)
            parts.append(select(Ticket.ticket_id).where(whose == person.user.user_id, here_too))
    # The one holds all that is asked for; the other one leads to a small department.
    index = "ix_tickets_department" if person is not None and in_places <= FEW else "ix_tickets_board"
    parts[0] = parts[0].with_hint(Ticket, f"INDEXED BY {index}", "sqlite")
    found: set[str] = set()
    for part in parts:
        found.update(session.scalars(part.limit(most + 1)))
        if len(found) > most:
            return None
    return found


def among(session: Session, ids: Collection[str]) -> ColumnElement[bool]:
    """One parameter, however many they are."""
    if session.get_bind().dialect.name == "postgresql":
        return Ticket.ticket_id == any_(literal(list(ids), ARRAY(String)))
    each = func.json_each(json.dumps(list(ids))).table_valued("value")
    return Ticket.ticket_id.in_(select(each.c.value))


def _words(session: Session, words: str, reader: Reader) -> Ids:
    """In number, title, text or tags; or the customer's name begins so, where the reader sees names."""
    groups = ticket_words.asked(words)
    parts: list[Ids] = []
    if groups:
        matching = _matching(session, groups)
        parts.append(select(Ticket.ticket_id).where(Ticket.search_id.in_(matching)))
    if reader.eyes.sees(Private.NAME) and len(words) >= 2:
        named = select(Customer.customer_id).where(Customer.name >= words, Customer.name < words + _LATEST)
        namesakes = select(named.limit(MOST_NAMESAKES).subquery().c.customer_id)
        parts.append(select(Ticket.ticket_id).where(Ticket.customer_id.in_(namesakes)))
    if not parts:
        return select(Ticket.ticket_id).where(false())
    return select(union_all(*parts).subquery().c.ticket_id) if len(parts) > 1 else parts[0]


def _matching(session: Session, groups: list[list[str]]) -> Select[int]:
    """The newest that hold all of these words."""
    newest = text("search_id desc")
    if session.get_bind().dialect.name == "postgresql":
        fts = text("tickets_fts")
        match = text("words @@ cast(:words as tsquery)").bindparams(words=ticket_words.ts_query(groups))
        column = literal_column("search_id")
    else:
        fts = text("tickets_fts")
        match = text("words match :words").bindparams(words=ticket_words.fts5_match(groups))
        column = literal_column("tickets_fts.rowid").label("search_id")
    inner = select(column).select_from(fts).where(match).order_by(newest).limit(MOST_FOUND).subquery()
    return select(inner.c.search_id)
