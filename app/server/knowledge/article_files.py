"""Articles as YAML files: taken over from the command line, and those of the sample company.

In:  files with ``categories`` and ``articles``. Out: rows; an article is known by its id and published at
once, a changed one as a new version. A file with any defect changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import yaml
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.knowledge import CategoryView, NewArticle
from app.contracts.people import Label
from app.server.knowledge.categories import check
from app.server.knowledge.model import State, Step, next_state
from app.server.knowledge.plain import plain_text
from app.server.security.audit import note_deed
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Article, ArticleVersionRow, KnowledgeCategory

SAMPLE_FOLDER = "sample/knowledge"
_LONGEST_ID = 56
_TEXT = (
    "kind", "title", "body", "say", "questions", "category_id", "tags", "queues", "language", "valid_from",
    "valid_until",
)  # fmt: skip


@dataclass(slots=True)
class ArticleFileContent:
    """``articles``: by id, in the order of the files."""

    categories: list[CategoryView] = field(default_factory=list[CategoryView])
    articles: dict[str, NewArticle] = field(default_factory=dict[str, NewArticle])


def read_files(paths: Iterable[Path]) -> ArticleFileContent:
    """Raises InvalidValueError with file and place, OSError."""
    content = ArticleFileContent()
    for path in paths:
        try:
            data: object = yaml.safe_load(path.read_text("utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise InvalidValueError(f"{path} is no YAML file: {str(error).splitlines()[0]}.") from error
        if not isinstance(data, dict):
            raise InvalidValueError(f"{path} must hold categories and articles.")
        whole = cast("dict[str, Any]", data)
        for number, each in enumerate(whole.get("categories") or (), start=1):
            content.categories.append(_category(f"{path}, category {number}", _fields(each)))
        for number, each in enumerate(whole.get("articles") or (), start=1):
            place, fields = f"{path}, article {number}", _fields(each)
            article_id = str(fields.pop("id", "")).strip()
            if not 0 < len(article_id) <= _LONGEST_ID or not article_id.isascii():
                raise InvalidValueError(f"{place}: it needs an id of ASCII characters.")
            if article_id in content.articles:
                raise InvalidValueError(f"{place}: the id {article_id} stands there twice.")
            content.articles[article_id] = _article(place, fields)
    return content


def put(session: Session, content: ArticleFileContent, by: str, now: datetime) -> int:
    """Inside a write transaction; how many articles are new or changed. Raises InvalidValueError."""
    known = {row.category_id: row for row in session.scalars(select(KnowledgeCategory))}
    if content.categories:
        there = [_view(row) for row in known.values()]
        named = {each.category_id for each in content.categories}
        check([*content.categories, *(each for each in there if each.category_id not in named)])
    for position, each in enumerate(content.categories):
        row = known.get(each.category_id)
        if row is None:
            row = KnowledgeCategory(category_id=each.category_id, experts=[], position=position)
            known[each.category_id] = row
            session.add(row)
        row.name_zh, row.name_en, row.parent_id = each.name.zh, each.name.en, each.parent_id
    session.flush()
    changed = 0
    for article_id, new in content.articles.items():
        if new.category_id not in known:
            raise InvalidValueError(f"{article_id}: there is no category {new.category_id}.")
        changed += _publish(session, f"article-{article_id}", new, by, now)
    session.flush()
    if changed:
        note_deed(session, now, by, "article.imported", "", f"{changed} articles")
    return changed


def _publish(session: Session, article_id: str, new: NewArticle, by: str, now: datetime) -> bool:
    fields = new.model_dump(include=set(_TEXT))
    fields["body"] = new.body.strip()
    row = session.get(Article, article_id)
    if row is None:
        row = Article(article_id=article_id, latest_version=0, published_version=0)
        session.add(row)
    else:
        text = session.get(ArticleVersionRow, (article_id, row.latest_version))
        if text and text.version == row.published_version and _same(text, fields):
            return False
        for version in {row.latest_version, row.published_version} - {0}:
            old = session.get(ArticleVersionRow, (article_id, version))
            if old is not None:
                old.state = next_state(State(old.state), Step.REPLACE).value
    row.latest_version = (row.latest_version or 0) + 1
    row.published_version = row.latest_version
    row.latest_state, row.latest_title, row.latest_by = State.PUBLISHED.value, new.title, by
    row.updated_at, row.indexed_as = now, ""
    for name in _TEXT:
        if name != "body":
            setattr(row, name, fields[name])
    row.plain = plain_text(fields["body"])
    session.flush()
    session.add(
        ArticleVersionRow(
            article_id=article_id,
            version=row.latest_version,
            state=State.PUBLISHED.value,
            written_by=by,
            written_at=now,
            approved_by=by,
            approved_at=now,
            note=new.note,
            **fields,
        )
    )
    return True


def _same(text: ArticleVersionRow, fields: dict[str, Any]) -> bool:
    return all(getattr(text, name) == fields[name] for name in _TEXT)


def _fields(each: object) -> dict[str, Any]:
    return dict(cast("dict[str, Any]", each)) if isinstance(each, dict) else {}


def _category(place: str, fields: dict[str, Any]) -> CategoryView:
    label = {"code": fields.get("id"), "zh": fields.get("zh"), "en": fields.get("en") or fields.get("zh")}
    data = {"category_id": fields.get("id"), "name": label, "parent_id": fields.get("parent")}
    try:
        return CategoryView.model_validate(data)
    except ValidationError as error:
        raise _defect(place, error) from error


def _article(place: str, fields: dict[str, Any]) -> NewArticle:
    data = {**fields, "category_id": fields.pop("category", "")}
    try:
        return NewArticle.model_validate(data)
    except ValidationError as error:
        raise _defect(place, error) from error


def _defect(place: str, error: ValidationError) -> InvalidValueError:
    first: Any = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return InvalidValueError(f"{place}: {where}: {first['msg']}.")


def _view(row: KnowledgeCategory) -> CategoryView:
    label = Label(code=row.category_id, zh=row.name_zh, en=row.name_en)
    return CategoryView(category_id=row.category_id, name=label, parent_id=row.parent_id)


def load_sample_articles(session: Session, resources_dir: Path, now: datetime) -> int:
    """Inside a write transaction, of a house without articles. Raises InvalidValueError, OSError."""
    if session.scalars(select(KnowledgeCategory.category_id).limit(1)).first() is not None:
        return 0
    return put(session, read_files(sorted((resources_dir / SAMPLE_FOLDER).glob("*.yaml"))), "sample", now)
