"""``seatline admin article …``: articles as YAML from the command line.

In:  words of the command line, files of categories and articles. Out: rows, an entry in the audit list,
sentences.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.knowledge.article_files import put, read_files
from app.server.security.keys import Keys
from app.server.storage.database import Database
from app.server.storage.tables import Article, ArticleVersionRow, KnowledgeCategory

_OPERATOR = "command-line"


def _list(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    def read(session: Session) -> list[Article]:
        return list(session.scalars(select(Article).order_by(Article.category_id, Article.title)))

    for row in database.read_now(read):
        state = "published" if row.published_version else row.latest_state.lower()
        _say(f"{row.language}  {row.category_id:12} {state:10} {row.title}")


def _export(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    data = database.read_now(_content)
    _say(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110).rstrip())


def _content(session: Session) -> dict[str, Any]:
    categories = session.scalars(select(KnowledgeCategory).order_by(KnowledgeCategory.position))
    published = select(ArticleVersionRow).join(
        Article,
        (Article.article_id == ArticleVersionRow.article_id)
        & (Article.published_version == ArticleVersionRow.version),
    )
    texts = session.scalars(published.order_by(ArticleVersionRow.category_id, ArticleVersionRow.title))
    return {
        "categories": [
            {"id": row.category_id, "zh": row.name_zh, "en": row.name_en}
            | ({"parent": row.parent_id} if row.parent_id else {})
            for row in categories
        ],
        "articles": [_entry(text) for text in texts],
    }


def _entry(text: ArticleVersionRow) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": text.article_id.removeprefix("article-"),
        "kind": text.kind,
        "category": text.category_id,
        "language": text.language,
        "title": text.title,
        "say": text.say,
        "questions": text.questions,
        "tags": text.tags,
        "queues": text.queues,
        "valid_from": text.valid_from,
        "valid_until": text.valid_until,
        "body": text.body,
    }
    return {name: value for name, value in entry.items() if value}


def _import(words: argparse.Namespace, database: Database, keys: Keys) -> None:
    content = read_files(words.files)
    count = database.write_now(lambda session: put(session, content, _OPERATOR, datetime.now(UTC)))
    _say(f"{count} of {len(content.articles)} articles are new or changed. They are found within a minute.")


def add_articles(acts: Any) -> None:
    """Add ``article`` to the acts of ``seatline admin``."""
    words = acts.add_parser("article", help="articles of the knowledge base").add_subparsers(
        required=True, metavar="DO"
    )
    for name, act, text in (("list", _list, "list them"), ("export", _export, "write them as YAML")):
        words.add_parser(name, help=text, description=text).set_defaults(act=act)
    text = "publish articles from YAML files: all of them, or none"
    parser = words.add_parser("import", help=text, description=text)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.set_defaults(act=_import)


def _say(text: str) -> None:
    print(text)  # noqa: T201
