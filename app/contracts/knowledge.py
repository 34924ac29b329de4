"""Knowledge: articles with versions, what to say word for word, and questions to an expert."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from app.contracts.base import Wire
from app.contracts.people import Label

ArticleKind = Literal["ARTICLE", "FAQ", "SCRIPT"]  # SCRIPT: 话术, to be said word for word
# REPLACED: a version after which came another; EXPIRED: published, but its time is over (readers: not there)
ArticleState = Literal["DRAFT", "REVIEW", "PUBLISHED", "EXPIRED", "WITHDRAWN", "REPLACED"]


class CategoryView(Wire):
    """``GET /api/v1/knowledge/categories``; who may write changes them by ``PUT`` of ``Categories``.

    ``experts``: user ids who are told of questions; empty: all who approve. ``articles``: readable now.
    ``version``: of names, place in the tree and experts.
    """

    category_id: str = Field(min_length=1, max_length=64)
    name: Label
    parent_id: str | None = Field(default=None, max_length=64)
    position: int = 0
    articles: int = 0
    experts: list[str] = Field(default=[], max_length=50)
    version: str = ""


class Categories(Wire):
    """All of them, in their order. One that still has articles may not be missing (invalid)."""

    categories: list[CategoryView] = Field(max_length=300)


class NewCategory(Wire):
    """Body of ``POST /api/v1/knowledge/categories`` and ``PUT …/{category_id}``.

    ``place``: among those of the same ``parent_id``, from 0; None: where it stands, a new or moved one last.
    ``version``: the one that was read; "" is not compared. Errors: category-tree (a circle, too deep),
    category-in-use (of ``DELETE``: articles, others below it), file-changed (somebody changed it meanwhile:
    it is ``present``).
    """

    zh: str = Field(min_length=1, max_length=120)
    en: str = Field(default="", max_length=120)
    parent_id: str | None = Field(default=None, max_length=64)
    place: int | None = Field(default=None, ge=0, le=300)
    experts: list[str] = Field(default=[], max_length=50)
    version: str = Field(default="", max_length=64)


class ArticleHit(Wire):
    """``GET /api/v1/knowledge/search?q=…&queue_id=…`` (best first; those of the queue before others) and
    ``GET /api/v1/knowledge/articles`` (a page, changed last first; ``state``: what writers look through).

    ``snippet`` has the words found between U+0002 and U+0003. ``for_queue``: named for the queue asked for.
    """

    article_id: str
    kind: ArticleKind
    title: str
    snippet: str
    category: str
    language: Literal["zh", "en"]
    score: float
    state: ArticleState = "PUBLISHED"
    updated_at: datetime | None = None
    useful: int = 0
    for_queue: bool = False
    written_by: str = ""  # of the newest version, where writers look through drafts


class NewArticle(Wire):
    """Body of ``POST /api/v1/knowledge/articles`` and ``PUT …/{article_id}``: a new draft version.

    ``body`` is Markdown (headings, lists, bold, tables, links); ``say``: the answer to say word for word;
    ``questions``: other ways to ask. ``base_version``: what the draft was made from; another draft meanwhile:
    fields that only one of both changed are merged, else ``article-changed`` (409).
    """

    kind: ArticleKind = "ARTICLE"
    title: str = Field(min_length=1, max_length=200)
    body: str = Field(default="", max_length=100_000)
    say: str = Field(default="", max_length=4000)
    questions: list[str] = Field(default=[], max_length=40)
    category_id: str = Field(max_length=64)
    tags: list[str] = Field(default=[], max_length=30)
    queues: list[str] = Field(default=[], max_length=50)  # shown first in calls of these
    language: Literal["zh", "en"] = "zh"
    valid_from: date | None = None
    valid_until: date | None = None
    base_version: int | None = None
    note: str = Field(default="", max_length=400)  # what was changed


class ArticleView(Wire):
    """``GET …/{article_id}``: what is published; ``?version=N`` (writers) any other, 0 the newest."""

    article_id: str
    version: int
    state: ArticleState
    kind: ArticleKind
    title: str
    body: str
    say: str = ""
    questions: list[str] = []
    category_id: str
    category: str = ""
    tags: list[str] = []
    queues: list[str] = []
    language: Literal["zh", "en"]
    valid_from: date | None = None
    valid_until: date | None = None
    written_by: str
    written_at: datetime
    approved_by: str = ""
    approved_at: datetime | None = None
    useful: int = 0
    not_useful: int = 0
    my_vote: bool | None = None
    views: int = 0
    draft_version: int | None = None  # there is a newer draft
    attachments: list[ArticleAttachment] = []
    note: str = ""
    speakable: bool = False  # ``say`` can be spoken into a call by the server's voice


class ArticleAttachment(Wire):
    """``POST …/{article_id}/attachments`` (a form with ``file``), ``GET, DELETE
    /api/v1/knowledge/attachments/{id}``."""

    attachment_id: str
    name: str
    media_type: str
    size_bytes: int


ArticleView.model_rebuild()


class ArticleVersion(Wire):
    """``GET …/{article_id}/versions``, newest first."""

    version: int
    state: ArticleState
    title: str
    written_by: str
    written_at: datetime
    note: str = ""


class ArticleStep(Wire):
    """Body of ``POST …/{article_id}/{submit|approve|return|withdraw|restore}``; nobody approves her own."""

    version: int
    note: str = Field(default="", max_length=400)


class UsefulVote(Wire):
    """Body of ``PUT …/{article_id}/vote``; None takes it back."""

    useful: bool | None
    note: str = Field(default="", max_length=400)


class NewQuestion(Wire):
    """Body of ``POST /api/v1/knowledge/questions``: ask the expert of a category.

    ``GET`` lists: what I asked; for who may answer: all, those without an answer first.
    """

    text: str = Field(min_length=3, max_length=2000)
    category_id: str = Field(default="", max_length=64)
    article_id: str = Field(default="", max_length=64)
    call_id: str = Field(default="", max_length=64)


class QuestionView(Wire):
    question_id: str
    text: str
    category: str
    article_id: str | None
    asked_by: str
    asked_at: datetime
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    mine: bool = False
    call_id: str | None = None
    may_answer: bool = False


class QuestionAnswer(Wire):
    """Body of ``POST /api/v1/knowledge/questions/{question_id}/answer``."""

    text: str = Field(min_length=1, max_length=8000)
    make_article: bool = False  # a draft of kind FAQ is made of it
