"""The tree of categories, written as a whole: its order, its names, who knows its answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.knowledge import CategoryView
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, Right, SignedInUser
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Article, ArticleVersionRow, KnowledgeCategory

DEEPEST = 4


def set_categories(session: Session, user: SignedInUser, wanted: list[CategoryView], now: datetime) -> None:
    """Inside a write transaction. Raises NotAllowedError, InvalidValueError."""
    if not user.may(Right.WRITE_KNOWLEDGE):
        raise NotAllowedError("Your role may not write articles.")
    check(wanted)
    known = {row.category_id: row for row in session.scalars(select(KnowledgeCategory))}
    gone = known.keys() - {each.category_id for each in wanted}
    for table in (Article, ArticleVersionRow):
        used = select(table.category_id).where(table.category_id.in_(gone)).limit(1)
        if gone and (first := session.scalars(used).first()) is not None:
            name = known[first].name_zh
            raise InvalidValueError(f"The category {name} still has articles: give them another one first.")
    for position, each in enumerate(wanted):
        row = known.get(each.category_id)
        if row is None:
            row = KnowledgeCategory(category_id=each.category_id)
            session.add(row)
        row.name_zh = each.name.zh.strip()
        row.name_en = each.name.en.strip()
        row.parent_id, row.position = each.parent_id, position
        row.experts = list(dict.fromkeys(each.experts))
    for category_id in gone:
        session.delete(known[category_id])
    session.flush()
    note_deed(session, now, user.user_id, "knowledge.categories", "", f"{len(wanted)} categories")


def check(wanted: list[CategoryView]) -> None:
    """Raises InvalidValueError: twice the same, no name, a parent that is not there, a circle, too deep."""
    parents = {each.category_id: each.parent_id for each in wanted}
    if len(parents) != len(wanted):
        raise InvalidValueError("A category stands in the list twice.")
    for each in wanted:
        if not each.name.zh.strip() or max(len(each.name.zh), len(each.name.en)) > 120:
            raise InvalidValueError("A category needs a name of at most 120 characters.")
        above, steps = each.parent_id, 1
        while above is not None:
            if above not in parents:
                raise InvalidValueError(f"The category above {each.name.zh} is not in the list.")
            above, steps = parents[above], steps + 1
            if steps > DEEPEST:
                raise InvalidValueError(f"Categories stand at most {DEEPEST} deep, and in no circle.")
