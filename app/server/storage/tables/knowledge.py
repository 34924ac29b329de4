"""Knowledge: articles in versions, the words they are found by, votes, questions; how often replies are
used."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base

# Ranges of terms are read by their first characters, whatever the database's own order of letters is.
TERM = String(48).with_variant(String(48, collation="C"), "postgresql")


class KnowledgeCategory(Base):
    __tablename__ = "knowledge_categories"

    category_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="", server_default="")
    parent_id: Mapped[str | None] = mapped_column(String(64))
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    experts: Mapped[list[Any]]  # user ids


class Article(Base):
    """One article as readers know it: the text is a copy of the published version (before the first one: of
    the newest). ``published_version`` 0: none. ``indexed_as``: how its words were split when it was made
    findable; "" where that is still to do."""

    __tablename__ = "knowledge_articles"

    article_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    published_version: Mapped[int] = mapped_column(default=0, server_default="0")
    latest_version: Mapped[int] = mapped_column(default=1, server_default="1")
    latest_state: Mapped[str] = mapped_column(String(20))
    latest_title: Mapped[str] = mapped_column(String(200))
    latest_by: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    say: Mapped[str] = mapped_column(Text, default="")
    plain: Mapped[str] = mapped_column(Text, default="")  # the body without its marks
    questions: Mapped[list[Any]]
    tags: Mapped[list[Any]]
    queues: Mapped[list[Any]]
    category_id: Mapped[str] = mapped_column(ForeignKey("knowledge_categories.category_id"), index=True)
    language: Mapped[str] = mapped_column(String(10))
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    updated_at: Mapped[datetime]
    useful: Mapped[int] = mapped_column(default=0, server_default="0")
    not_useful: Mapped[int] = mapped_column(default=0, server_default="0")
    views: Mapped[int] = mapped_column(default=0, server_default="0")
    indexed_as: Mapped[str] = mapped_column(String(40), default="", server_default="")

    __table_args__ = (
        Index("ix_knowledge_articles_updated_at_article_id", "updated_at", "article_id"),
        Index("ix_knowledge_articles_latest_state", "latest_state"),
        Index(
            "ix_knowledge_articles_readable",
            *(
                "published_version",
                "valid_from",
                "valid_until",
                "category_id",
                "kind",
                "language",
                "article_id",
            ),
        ),
    )


class ArticleVersionRow(Base):
    """Every text that was ever saved; only its state changes afterwards."""

    __tablename__ = "knowledge_versions"

    article_id: Mapped[str] = mapped_column(ForeignKey("knowledge_articles.article_id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text, default="")
    say: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[list[Any]]
    category_id: Mapped[str] = mapped_column(String(64))
    tags: Mapped[list[Any]]
    queues: Mapped[list[Any]]
    language: Mapped[str] = mapped_column(String(10))
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    written_by: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[datetime]
    approved_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    approved_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(String(400), default="", server_default="")


class Posting(Base):
    """How much a term says about an article: its frequency in title, questions, tags and text, evened and
    limited. Terms are words; "#ab" two characters that stand together, "~pin" a word as it is spoken."""

    __tablename__ = "knowledge_postings"
    __table_args__ = ({"sqlite_with_rowid": False},)  # a row lies in the index of terms itself

    term: Mapped[str] = mapped_column(TERM, primary_key=True)
    article_id: Mapped[str] = mapped_column(
        ForeignKey("knowledge_articles.article_id"), primary_key=True, index=True
    )
    impact: Mapped[float] = mapped_column(Float)


class ArticleVote(Base):
    __tablename__ = "knowledge_votes"

    article_id: Mapped[str] = mapped_column(ForeignKey("knowledge_articles.article_id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    useful: Mapped[bool]
    note: Mapped[str] = mapped_column(String(400), default="", server_default="")
    version: Mapped[int]
    at: Mapped[datetime]


class ArticleFile(Base):
    """An attachment; its content lies encrypted beside the database."""

    __tablename__ = "knowledge_files"

    attachment_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    article_id: Mapped[str] = mapped_column(ForeignKey("knowledge_articles.article_id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size_bytes: Mapped[int]
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class ExpertQuestion(Base):
    __tablename__ = "knowledge_questions"

    question_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    category_id: Mapped[str] = mapped_column(String(64), default="", server_default="")
    article_id: Mapped[str | None] = mapped_column(String(64))
    call_id: Mapped[str | None] = mapped_column(String(64))
    asked_by: Mapped[str] = mapped_column(String(64), index=True)
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="", server_default="")
    answered_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    answered_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_knowledge_questions_answered_at_asked_at", "answered_at", "asked_at"),)


class ReplyUse(Base):
    """How often somebody used a quick reply."""

    __tablename__ = "quick_reply_uses"

    reply_id: Mapped[str] = mapped_column(
        ForeignKey("quick_replies.reply_id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    uses: Mapped[int] = mapped_column(default=0, server_default="0")
    last_at: Mapped[datetime]
