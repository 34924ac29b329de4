"""Knowledge: articles in versions, votes, questions; order and use of quick replies."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TERM = sa.String(length=48).with_variant(sa.String(length=48, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "knowledge_categories",
        sa.Column("category_id", sa.String(length=64), nullable=False),
        sa.Column("name_zh", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), server_default="", nullable=False),
        sa.Column("parent_id", sa.String(length=64), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("experts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("category_id", name=op.f("pk_knowledge_categories")),
    )
    _articles()
    _beside_articles()
    op.create_table(
        "knowledge_questions",
        sa.Column("question_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("category_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("article_id", sa.String(length=64), nullable=True),
        sa.Column("call_id", sa.String(length=64), nullable=True),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_by", sa.String(length=64), server_default="", nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_knowledge_questions")),
    )
    with op.batch_alter_table("knowledge_questions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_knowledge_questions_answered_at_asked_at", ["answered_at", "asked_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_knowledge_questions_asked_by"), ["asked_by"], unique=False)
    with op.batch_alter_table("quick_replies", schema=None) as batch_op:
        batch_op.add_column(sa.Column("queues", sa.JSON(), server_default="[]", nullable=False))
    op.create_table(
        "quick_reply_uses",
        sa.Column("reply_id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("uses", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["quick_replies.reply_id"],
            name=op.f("fk_quick_reply_uses_reply_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("reply_id", "user_id", name=op.f("pk_quick_reply_uses")),
    )


def _text_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("say", sa.Text(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("queues", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
    ]


def _articles() -> None:
    op.create_table(
        "knowledge_articles",
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("published_version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("latest_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("latest_state", sa.String(length=20), nullable=False),
        sa.Column("latest_title", sa.String(length=200), nullable=False),
        sa.Column("latest_by", sa.String(length=64), nullable=False),
        *_text_columns(),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("category_id", sa.String(length=64), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("useful", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_useful", sa.Integer(), server_default="0", nullable=False),
        sa.Column("views", sa.Integer(), server_default="0", nullable=False),
        sa.Column("indexed_as", sa.String(length=40), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["knowledge_categories.category_id"],
            name=op.f("fk_knowledge_articles_category_id"),
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_knowledge_articles")),
    )
    with op.batch_alter_table("knowledge_articles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_knowledge_articles_category_id"), ["category_id"], unique=False)
        batch_op.create_index("ix_knowledge_articles_latest_state", ["latest_state"], unique=False)
        batch_op.create_index(
            "ix_knowledge_articles_updated_at_article_id", ["updated_at", "article_id"], unique=False
        )
    op.create_table(
        "knowledge_versions",
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        *_text_columns(),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("category_id", sa.String(length=64), nullable=False),
        sa.Column("written_by", sa.String(length=64), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("approved_by", sa.String(length=64), server_default="", nullable=False),
        sa.Column("approved_at", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=400), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["knowledge_articles.article_id"], name=op.f("fk_knowledge_versions_article_id")
        ),
        sa.PrimaryKeyConstraint("article_id", "version", name=op.f("pk_knowledge_versions")),
    )


def _beside_articles() -> None:
    column, article = ["article_id"], ["knowledge_articles.article_id"]
    op.create_table(
        "knowledge_postings",
        sa.Column("term", TERM, nullable=False),
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("impact", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(column, article, name=op.f("fk_knowledge_postings_article_id")),
        sa.PrimaryKeyConstraint("term", "article_id", name=op.f("pk_knowledge_postings")),
    )
    with op.batch_alter_table("knowledge_postings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_knowledge_postings_article_id"), ["article_id"], unique=False)
    op.create_table(
        "knowledge_votes",
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=400), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(column, article, name=op.f("fk_knowledge_votes_article_id")),
        sa.PrimaryKeyConstraint("article_id", "user_id", name=op.f("pk_knowledge_votes")),
    )
    op.create_table(
        "knowledge_files",
        sa.Column("attachment_id", sa.String(length=64), nullable=False),
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(column, article, name=op.f("fk_knowledge_files_article_id")),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_knowledge_files")),
    )
    with op.batch_alter_table("knowledge_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_knowledge_files_article_id"), ["article_id"], unique=False)
