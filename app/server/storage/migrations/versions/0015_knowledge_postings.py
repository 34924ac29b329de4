"""Terms of articles lie in their own index; what readers may find is found in an index."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_READABLE = (
    *("published_version", "valid_from", "valid_until"),
    *("category_id", "kind", "language", "article_id"),
)


def upgrade() -> None:
    op.create_index("ix_knowledge_articles_readable", "knowledge_articles", _READABLE)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "ALTER TABLE knowledge_postings DROP CONSTRAINT pk_knowledge_postings, "
            "ADD CONSTRAINT pk_knowledge_postings PRIMARY KEY (term, article_id) INCLUDE (impact)"
        )
        return
    with op.batch_alter_table(
        "knowledge_postings", recreate="always", table_kwargs={"sqlite_with_rowid": False}
    ):
        pass
