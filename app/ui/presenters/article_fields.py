"""The fields of an article as they are typed and compared: read from the wire, written back, named. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from app.contracts.knowledge import ArticleKind, CategoryView, NewArticle
from app.contracts.replies import ReplyLanguage
from app.ui.presenters.ports import Words


@dataclass(frozen=True, slots=True)
class ArticleFields:
    """As typed: ``questions`` line by line, ``tags`` with commas, days as "2026-11-21" or ""."""

    title: str = ""
    body: str = ""
    say: str = ""
    questions: str = ""
    tags: str = ""
    category_id: str = ""
    kind: str = "ARTICLE"
    language: str = "zh"
    queues: tuple[str, ...] = ()
    valid_from: str = ""
    valid_until: str = ""
    note: str = ""


NAMES = (
    "title", "body", "say", "questions", "tags", "category_id", "kind", "language", "queues", "valid_from",
    "valid_until",
)  # fmt: skip


def fields_of(article: Mapping[str, Any]) -> ArticleFields:
    """Of an article as it came over the wire."""
    return ArticleFields(
        title=str(article.get("title", "")),
        body=str(article.get("body", "")),
        say=str(article.get("say", "")),
        questions="\n".join(article.get("questions") or ()),
        tags=", ".join(article.get("tags") or ()),
        category_id=str(article.get("category_id", "")),
        kind=str(article.get("kind", "ARTICLE")),
        language=str(article.get("language", "zh")),
        queues=tuple(article.get("queues") or ()),
        valid_from=str(article.get("valid_from") or ""),
        valid_until=str(article.get("valid_until") or ""),
    )


def wire(fields: ArticleFields, base_version: int | None) -> NewArticle:
    """Raises ValueError for a day that is none."""
    tags = re.split("[,\uff0c\u3001]", fields.tags)  # Chinese commas too
    return NewArticle(
        kind=cast("ArticleKind", fields.kind),
        title=fields.title.strip()[:200],
        body=fields.body[:100_000],
        say=fields.say.strip()[:4000],
        questions=[line.strip()[:200] for line in fields.questions.splitlines() if line.strip()][:40],
        category_id=fields.category_id,
        tags=[tag.strip()[:200] for tag in tags if tag.strip()][:30],
        queues=list(fields.queues),
        language=cast("ReplyLanguage", fields.language),
        valid_from=day(fields.valid_from),
        valid_until=day(fields.valid_until),
        base_version=base_version,
        note=fields.note.strip()[:400],
    )


def day(text: str) -> date | None:
    """Raises ValueError."""
    return date.fromisoformat(text.strip()) if text.strip() else None


def field_name(name: str, words: Words) -> str:
    return {
        "title": words("Title"),
        "body": words("Text"),
        "say": words("To say word for word"),
        "questions": words("Other ways to ask"),
        "tags": words("Tags"),
        "category_id": words("Category"),
        "kind": words("Kind"),
        "language": words("Language"),
        "queues": words("Queues"),
        "valid_from": words("Valid from"),
        "valid_until": words("Valid until"),
    }.get(name, name)


def indented(categories: list[CategoryView], words: Words) -> list[tuple[CategoryView, str]]:
    """As a tree: each before those below it, which stand a little further in."""
    found: list[tuple[CategoryView, str]] = []

    def add(parent: str | None, depth: int) -> None:
        for each in categories:
            if each.parent_id == parent and depth < 6:
                found.append((each, "    " * depth + words.label(each.name)))
                add(each.category_id, depth + 1)

    add(None, 0)
    return found


def shown_value(fields: ArticleFields, name: str) -> str:
    value = getattr(fields, name)
    return ", ".join(value) if isinstance(value, tuple) else str(value)
