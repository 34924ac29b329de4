"""The tree of categories: written as a whole, or one of them made, changed, moved, taken away.

In:  the wish of who may write articles, inside a write transaction. Out: rows, checked as a tree.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.contracts.knowledge import CategoryView, NewCategory
from app.contracts.people import Label
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, Right, SignedInUser
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.tables import Article, ArticleVersionRow, KnowledgeCategory
from app.server.storage.versions import FileChangedError, one_after_the_other, version_of

DEEPEST, MOST = 4, 300
_LOCK = 7328014


class CategoryTreeError(InvalidValueError):
    error_id = "category-tree"


class CategoryInUseError(InvalidValueError):
    error_id = "category-in-use"
    status = 409


def create(session: Session, user: SignedInUser, new: NewCategory, now: datetime) -> CategoryView:
    """Raises NotAllowedError, CategoryTreeError."""
    _must(user)
    present = _present(session)
    if len(present) >= MOST:
        raise CategoryTreeError(f"There are at most {MOST} categories.")
    made = _wished(uuid.uuid4().hex[:16], new)
    return _keep(session, user, _placed(present, made, new.place), made, now)


def change(
    session: Session, user: SignedInUser, category_id: str, new: NewCategory, now: datetime
) -> CategoryView:
    """Raises NotAllowedError, NotFoundError, CategoryTreeError, FileChangedError."""
    _must(user)
    present = _present(session)
    before = _one(present, category_id)
    if new.version and new.version != before.version:
        name = Label(code=category_id, zh=before.name.zh, en=before.name.en or before.name.zh)
        raise FileChangedError(before.model_copy(update={"name": name}).model_dump(mode="json"))
    made, place = _wished(category_id, new), new.place
    if place is None and before.parent_id == made.parent_id:
        wanted = [made if each is before else each for each in present]
    else:
        wanted = _placed([each for each in present if each is not before], made, place)
    return _keep(session, user, wanted, made, now)


def delete(session: Session, user: SignedInUser, category_id: str, now: datetime) -> CategoryView:
    """What was taken away. Raises NotAllowedError, NotFoundError, CategoryInUseError."""
    _must(user)
    present = _present(session)
    gone = _one(present, category_id)
    if any(each.parent_id == category_id for each in present):
        raise CategoryInUseError(f"There are categories below {gone.name.zh}: move or delete them first.")
    return _keep(session, user, [each for each in present if each is not gone], gone, now)


def set_categories(session: Session, user: SignedInUser, wanted: list[CategoryView], now: datetime) -> None:
    """All of them. Raises NotAllowedError, CategoryTreeError, CategoryInUseError."""
    _must(user)
    check(wanted)
    known = {row.category_id: row for row in session.scalars(select(KnowledgeCategory))}
    gone = known.keys() - {each.category_id for each in wanted}
    if gone and (used := _used(session, gone)):
        raise CategoryInUseError(
            f"The category {known[used].name_zh} still has articles: give them another one first."
        )
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


def _must(user: SignedInUser) -> None:
    if not user.may(Right.WRITE_KNOWLEDGE):
        raise NotAllowedError("Your role may not write articles.")


def _present(session: Session) -> list[CategoryView]:
    """Whoever changes one waits for who changes one now."""
    one_after_the_other(session, _LOCK)
    rows = session.scalars(
        select(KnowledgeCategory).order_by(KnowledgeCategory.position, KnowledgeCategory.name_zh)
    )
    return [
        CategoryView(
            category_id=row.category_id,
            name=Label(code=row.category_id, zh=row.name_zh, en=row.name_en),
            parent_id=row.parent_id,
            experts=row.experts,
            version=version_of_row(row),
        )
        for row in rows
    ]


def version_of_row(row: KnowledgeCategory) -> str:
    return version_of(repr((row.name_zh, row.name_en, row.parent_id or "", list(row.experts))))


def _one(present: list[CategoryView], category_id: str) -> CategoryView:
    found = next((each for each in present if each.category_id == category_id), None)
    if found is None:
        raise NotFoundError("There is no such category.")
    return found


def _wished(category_id: str, new: NewCategory) -> CategoryView:
    name = Label(code=category_id, zh=new.zh.strip(), en=new.en.strip())
    return CategoryView(category_id=category_id, name=name, parent_id=new.parent_id, experts=new.experts)


def _placed(others: list[CategoryView], made: CategoryView, place: int | None) -> list[CategoryView]:
    """Among those of the same parent at this place, or last."""
    beside = [each for each in others if each.parent_id == made.parent_id]
    at = len(others)
    if place is not None and place < len(beside):
        at = others.index(beside[place])
    return [*others[:at], made, *others[at:]]


def _keep(
    session: Session, user: SignedInUser, wanted: list[CategoryView], made: CategoryView, now: datetime
) -> CategoryView:
    set_categories(session, user, wanted, now)
    row = session.get(KnowledgeCategory, made.category_id)
    return made if row is None else made.model_copy(update={"version": version_of_row(row)})


def _used(session: Session, category_ids: set[str]) -> str:
    """One of these that an article has, in what is published or in its newest version; "" for none. What was
    replaced is history."""
    own = select(Article.category_id).where(Article.category_id.in_(category_ids)).limit(1)
    newest = and_(
        ArticleVersionRow.article_id == Article.article_id,
        or_(
            ArticleVersionRow.version == Article.latest_version,
            ArticleVersionRow.version == Article.published_version,
        ),
    )
    drafted = (
        select(ArticleVersionRow.category_id)
        .join(Article, newest)
        .where(ArticleVersionRow.category_id.in_(category_ids))
        .limit(1)
    )
    return session.scalars(own).first() or session.scalars(drafted).first() or ""


def check(wanted: list[CategoryView]) -> None:
    """Raises CategoryTreeError: twice the same, no name, a parent that is not there, a circle, too deep."""
    parents = {each.category_id: each.parent_id for each in wanted}
    if len(parents) != len(wanted):
        raise CategoryTreeError("A category stands in the list twice.")
    for each in wanted:
        if not each.name.zh.strip() or max(len(each.name.zh), len(each.name.en)) > 120:
            raise CategoryTreeError("A category needs a name of at most 120 characters.")
        above, steps = each.parent_id, 1
        while above is not None:
            if above not in parents:
                raise CategoryTreeError(f"The category above {each.name.zh} is not in the list.")
            above, steps = parents[above], steps + 1
            if steps > DEEPEST:
                raise CategoryTreeError(f"Categories stand at most {DEEPEST} deep, and in no circle.")
