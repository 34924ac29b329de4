"""Search while typing: what a question finds among the articles that are valid today.

In:  what was typed, the queue of the call. Out: hits, best first, with an excerpt in which the words are
marked. Both databases answer alike: the score is a sum over postings, put in order here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.contracts.knowledge import ArticleHit, ArticleKind
from app.contracts.replies import ReplyLanguage
from app.server.knowledge import scoring
from app.server.knowledge.excerpt import excerpt
from app.server.knowledge.ranking import Weighted, covered, rarity, weighted
from app.server.knowledge.words import Asked, ChineseWords, asked
from app.server.storage.database import Database
from app.server.storage.tables import Article, KnowledgeCategory

MOST_HITS = 50
_MOST_CANDIDATES = 80
_MOST_BEGINNINGS = 12
_WORTH = 0.08  # of the best one's score: less is chance
_OFTEN, _PAIRS_OFTEN = 0.25, 0.04  # of all articles
_OFTEN_FROM = 40
_SHORTEST_BEGINNING = 2  # Latin letters; of Chinese one character is enough
_QUEUE_BONUS = 1.5
_LANGUAGE_BONUS = 1.25  # who asks in a language reads it


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for. ``category_ids``: one category with what is below it; empty: everywhere."""

    query: str
    queue_id: str = ""
    category_ids: frozenset[str] = frozenset()
    kind: str = ""
    language: str = ""
    limit: int = 20


class ArticleSearch:
    """``today``: the day here, by which validity counts."""

    def __init__(
        self,
        database: Database,
        words: ChineseWords,
        synonyms: Mapping[str, tuple[str, ...]],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._words = words
        self._synonyms = synonyms
        self._today = today

    async def find(self, wish: Wish) -> list[ArticleHit]:
        """Without words: those of the queue first, then what helped most people."""
        return await self._database.read(lambda session: self.find_now(session, wish))

    def find_now(self, session: Session, wish: Wish) -> list[ArticleHit]:
        question = asked(wish.query, self._words)
        if not question.concepts:
            return [] if wish.query.strip() else self._usual(session, wish)
        terms = weighted(question, self._synonyms, self._beginnings(session, question))
        limits = self._limits(wish)
        found = _scores(session, terms, len(question.concepts), limits)
        best = sorted(found, key=lambda each: (-_with_bonus(each, wish), each.title))[: wish.limit]
        if not best:
            return []
        texts = select(Article).where(Article.article_id.in_([each.article_id for each in best]))
        rows = {row.article_id: row for row in session.scalars(texts)}
        marks, names = _marks(question, terms), _category_names(session)
        return [_hit(rows[each.article_id], each.score, marks, names, wish) for each in best]

    def _usual(self, session: Session, wish: Wish) -> list[ArticleHit]:
        order = (Article.useful.desc(), Article.views.desc(), Article.title)
        rows = list(session.scalars(select(Article).where(*self._limits(wish)).order_by(*order).limit(300)))
        rows.sort(key=lambda row: wish.queue_id not in row.queues)
        names = _category_names(session)
        return [_hit(row, 0.0, (), names, wish) for row in rows[: wish.limit]]

    def _limits(self, wish: Wish) -> list[ColumnElement[bool]]:
        limits = readable(self._today())
        if wish.category_ids:
            limits.append(Article.category_id.in_(wish.category_ids))
        if wish.kind:
            limits.append(Article.kind == wish.kind)
        if wish.language:
            limits.append(Article.language == wish.language)
        return limits

    def _beginnings(self, session: Session, question: Asked) -> dict[str, list[str]]:
        """Terms that go on from the last word, which is perhaps not typed to its end."""
        last = question.concepts[-1]
        if not last.is_last or (last.word.isascii() and len(last.word) < _SHORTEST_BEGINNING):
            return {}
        starts = (last.word, f"~{last.word}") if last.word.isascii() else (last.word,)
        return {
            last.word: [
                each for start in starts for each in scoring.beginning(session, start, _MOST_BEGINNINGS)
            ]
        }


def readable(today: date) -> list[ColumnElement[bool]]:
    """What readers may find on this day."""
    return [
        Article.published_version > 0,
        or_(Article.valid_from.is_(None), Article.valid_from <= today),
        or_(Article.valid_until.is_(None), Article.valid_until >= today),
    ]


@dataclass(frozen=True, slots=True)
class Candidate:
    article_id: str
    title: str
    language: str
    queues: list[str]
    useful: int
    not_useful: int
    score: float


def _scores(
    session: Session, terms: Sequence[Weighted], concepts: int, limits: list[ColumnElement[bool]]
) -> list[Candidate]:
    """Who has any of the terms and enough of the best one's score."""
    frequency = scoring.having(session, [each.term for each in terms])
    if not frequency:
        return []
    articles = scoring.published(session) or 1
    present = _telling([each for each in terms if each.term in frequency], frequency, articles)
    weights = {each.term: each.weight * rarity(articles, frequency[each.term]) for each in present}
    sums = scoring.best(session, weights, limits, _MOST_CANDIDATES)
    numbers = {each.term: each.concept for each in present if each.concept >= 0}
    has = scoring.terms_of_each(session, numbers, sums)
    scores = {
        article_id: covered(total, len({numbers[term] for term in has.get(article_id, ())}), concepts)
        for article_id, total in sums.items()
    }
    enough = _WORTH * max(scores.values(), default=0.0)
    worth = [article_id for article_id, score in scores.items() if score >= enough]
    known = select(
        *(Article.article_id, Article.title, Article.language, Article.queues),
        *(Article.useful, Article.not_useful),
    ).where(Article.article_id.in_(worth))
    return [Candidate(*row, scores[row[0]]) for row in session.execute(known).tuples()]


def _telling(terms: Sequence[Weighted], frequency: Mapping[str, int], articles: int) -> list[Weighted]:
    """Without terms that say little and cost much: words that stand nearly everywhere, where another word of
    the question is rarer; pairs inside a word that was found itself, and frequent pairs."""
    words = [each for each in terms if each.concept >= 0]
    often = max(_OFTEN_FROM, articles * _OFTEN)
    rare = {each.concept for each in words if frequency[each.term] <= often}
    kept = [each for each in words if not rare or frequency[each.term] <= often]
    pairs_often = max(_OFTEN_FROM, articles * _PAIRS_OFTEN)
    found = [each.term for each in words]
    for pair in terms:
        inside = any(pair.term[1:] in word for word in found)
        if pair.concept < 0 and (not found or not (inside or frequency[pair.term] > pairs_often)):
            kept.append(pair)
    return kept


def _with_bonus(found: Candidate, wish: Wish) -> float:
    votes = found.useful + found.not_useful
    bonus = 1 + 0.1 * (found.useful - found.not_useful) / (votes + 5)
    if wish.queue_id and wish.queue_id in found.queues:
        bonus *= _QUEUE_BONUS
    if found.language == ("en" if wish.query.isascii() else "zh"):
        bonus *= _LANGUAGE_BONUS
    return found.score * bonus


def _marks(question: Asked, terms: Sequence[Weighted]) -> tuple[str, ...]:
    """What is marked in an excerpt: words, longest first."""
    words = {each.term for each in terms if each.concept >= 0 and not each.term.startswith("~")}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))[:60]


def _category_names(session: Session) -> dict[str, tuple[str, str]]:
    rows = session.scalars(select(KnowledgeCategory))
    return {row.category_id: (row.name_zh, row.name_en) for row in rows}


def _hit(
    row: Article, score: float, marks: Sequence[str], names: Mapping[str, tuple[str, str]], wish: Wish
) -> ArticleHit:
    zh, en = names.get(row.category_id, ("", ""))
    return ArticleHit(
        article_id=row.article_id,
        kind=cast("ArticleKind", row.kind),
        title=row.title,
        snippet=excerpt([row.say, row.plain], marks),
        category=(en if row.language == "en" else "") or zh,
        language=cast("ReplyLanguage", row.language),
        score=round(score, 3),
        updated_at=row.updated_at,
        useful=row.useful,
        for_queue=bool(wish.queue_id) and wish.queue_id in row.queues,
    )
