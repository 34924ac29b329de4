"""What the database adds up for a search: how often terms stand anywhere, what they say of each article.

In:  terms with their weights. Out: numbers. The terms go as one JSON text, so that a statement is the same
however many there are, and both databases read them as a table whose rows lead into the index of terms.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Float, String, TextClause, column, func, select, text
from sqlalchemy.orm import Session

from app.server.storage.tables import Article, Posting

_END: Final = "\U0010ffff"
_TERMS: Final = {
    "sqlite": "json_each(:terms) AS asked",
    "postgresql": "json_each_text(CAST(:terms AS json)) AS asked",
}
_HAVING: Final = (
    "SELECT asked.key AS term, (SELECT count(*) FROM knowledge_postings WHERE term = asked.key) AS articles "
    "FROM {terms}"
)
# CROSS: SQLite keeps this order, a look into the index for each term.
_SCORES: Final = (
    "SELECT posting.article_id AS article_id, sum(posting.impact * CAST(asked.value AS FLOAT)) AS score "
    "FROM {terms} CROSS JOIN knowledge_postings AS posting WHERE posting.term = asked.key "
    "GROUP BY posting.article_id"
)
# From each term to the next one, not along all articles that have it.
_BEGINNING: Final = text(
    "WITH RECURSIVE found (term) AS ("
    "SELECT min(term) FROM knowledge_postings WHERE term > :start AND term < :end UNION ALL "
    "SELECT (SELECT min(term) FROM knowledge_postings WHERE term > found.term AND term < :end) "
    "FROM found WHERE found.term IS NOT NULL) "
    "SELECT term FROM found WHERE term IS NOT NULL LIMIT :most"
)


def beginning(session: Session, start: str, most: int) -> list[str]:
    """The first terms that begin so and go on."""
    asked = {"start": start, "end": start + _END, "most": most}
    return [str(term) for term in session.scalars(_BEGINNING, asked)]


def having(session: Session, terms: Collection[str]) -> dict[str, int]:
    """How many articles have each of them; those that none has are not there."""
    statement = _of_terms(session, _HAVING)
    rows = session.execute(statement, {"terms": json.dumps(dict.fromkeys(terms, 0))})
    return {str(term): int(count) for term, count in rows if count}


def published(session: Session) -> int:
    return session.scalar(select(func.count()).where(Article.published_version > 0)) or 0


def best(
    session: Session, weights: Mapping[str, float], limits: Sequence[ColumnElement[bool]], most: int
) -> dict[str, float]:
    """The articles within these limits for which the terms say most: their sums, the greatest first."""
    summed = _of_terms(session, _SCORES).columns(column("article_id", String), column("score", Float))
    found = summed.subquery("found")
    within = select(Article.article_id).where(*limits)
    statement = select(found.c.article_id, found.c.score).where(found.c.article_id.in_(within))
    statement = statement.order_by(found.c.score.desc(), found.c.article_id).limit(most)
    rows = session.execute(statement, {"terms": json.dumps(weights)})
    return {str(article_id): float(score) for article_id, score in rows}


def terms_of_each(
    session: Session, terms: Collection[str], article_ids: Collection[str]
) -> dict[str, set[str]]:
    """Which of these terms each of these articles has."""
    found: dict[str, set[str]] = {}
    if terms and article_ids:
        which = (Posting.term.in_(terms), Posting.article_id.in_(article_ids))
        for article_id, term in session.execute(
            select(Posting.article_id, Posting.term).where(*which)
        ).tuples():
            found.setdefault(article_id, set()).add(term)
    return found


def _of_terms(session: Session, statement: str) -> TextClause:
    return text(statement.format(terms=_TERMS[session.get_bind().dialect.name]))
