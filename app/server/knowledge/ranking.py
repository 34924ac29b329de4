"""How well an article answers: BM25F over title, other ways to ask, tags and text, with fixed usual lengths.

In:  the texts of an article, or a question with its synonyms. Out: an impact for each term of the article, a
weight for each term of the question; the score is the sum of weight times rarity times impact.

Robertson, Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond (2009), §3.6: frequencies of a
term in the fields are evened by each field's length, weighted, added, and only then limited.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.server.knowledge.words import Asked, ChineseWords, spoken_terms, terms_of

VERSION: Final = "1"  # other terms or impacts: every article is indexed anew
K1: Final = 1.2
MOST_TERMS = 2500  # of one article, the strongest
_PAIR, _PART, _SYNONYM, _BEGINNING, _SPOKEN = 0.22, 0.45, 0.7, 0.75, 0.8


@dataclass(frozen=True, slots=True)
class Field:
    weight: float
    usual_terms: float
    evening: float  # b: how much a long field is held against it


FIELDS: Final[Mapping[str, Field]] = {
    "title": Field(4.0, 10, 0.4),
    "questions": Field(3.0, 40, 0.3),
    "tags": Field(2.5, 5, 0.3),
    "say": Field(1.2, 60, 0.6),
    "body": Field(1.0, 300, 0.75),
}


@dataclass(frozen=True, slots=True)
class Text:
    """The words of an article, field by field."""

    title: str
    questions: Sequence[str]
    tags: Sequence[str]
    say: str
    body: str


@dataclass(frozen=True, slots=True)
class Weighted:
    """A term to look for. ``concept``: the number of the word that it stands for, -1 for a pair."""

    term: str
    weight: float
    concept: int


def impacts(text: Text, chinese: ChineseWords) -> dict[str, float]:
    """The postings of an article. Blocking: some 200,000 characters a second."""
    totals: defaultdict[str, float] = defaultdict(float)
    for name, content in (
        ("title", text.title),
        ("questions", "\n".join(text.questions)),
        ("tags", "\n".join(text.tags)),
        ("say", text.say),
        ("body", text.body),
    ):
        field = FIELDS[name]
        counts = Counter(terms_of(content, chinese))
        length = sum(count for term, count in counts.items() if not term.startswith("#"))
        evened = 1 - field.evening + field.evening * length / field.usual_terms
        for term, count in counts.items():
            totals[term] += field.weight * count / max(evened, 0.2)
    found = {term: total * (K1 + 1) / (total + K1) for term, total in totals.items()}
    for term in spoken_terms(" ".join((text.title, *text.questions)), chinese):
        found[term] = 1.5
    if len(found) > MOST_TERMS:
        found = dict(sorted(found.items(), key=lambda item: -item[1])[:MOST_TERMS])
    return found


def weighted(
    question: Asked, synonyms: Mapping[str, Iterable[str]], beginnings: Mapping[str, Iterable[str]]
) -> list[Weighted]:
    """Each term once, as what it counts most for. ``beginnings``: terms that begin with the last word."""
    best: dict[str, Weighted] = {}

    def add(term: str, weight: float, concept: int) -> None:
        if term not in best or best[term].weight < weight:
            best[term] = Weighted(term, weight, concept)

    for number, concept in enumerate(question.concepts):
        add(concept.word, 1.0, number)
        for part in concept.parts:
            add(part, _PART, number)
        for synonym in synonyms.get(concept.word, ()):
            add(synonym, _SYNONYM, number)
        for part in concept.parts:
            for synonym in synonyms.get(part, ()):
                add(synonym, _PART * _SYNONYM, number)
        if concept.word.isascii() and len(concept.word) > 2:
            add(f"~{concept.word}", _SPOKEN, number)
        if concept.is_last:
            for term in beginnings.get(concept.word, ()):
                add(term, _BEGINNING, number)
    for pair in question.pairs:
        add(pair, _PAIR, -1)
    return list(best.values())


def rarity(articles: int, having: int) -> float:
    """Inverse document frequency, never negative."""
    return math.log(1 + (articles - having + 0.5) / (having + 0.5))


def covered(score: float, found: int, concepts: int) -> float:
    """Who has all the words of the question goes before who has one of them often."""
    return score * (0.4 + 0.6 * found / concepts) if concepts else score
