"""Customers in full: numbers with ids, own fields, segments, rules, imports, merges, leave to look."""

import sqlalchemy as sa
from alembic import op

from app.server.storage.customer_words import row_of
from app.server.storage.tag_triggers import FILL, tag_triggers

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BATCH = 2000


def upgrade() -> None:
    _customers()
    _numbers()
    _words()
    op.create_table(
        "customer_fields",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_customer_fields")),
    )
    op.create_table(
        "access_requests",
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decision_note", sa.String(length=200), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_access_requests")),
    )
    with op.batch_alter_table("access_requests", schema=None) as batch_op:
        batch_op.create_index("ix_access_requests_user_id_asked_at", ["user_id", "asked_at"], unique=False)
        batch_op.create_index("ix_access_requests_state_expires_at", ["state", "expires_at"], unique=False)
    # --- segments, rules, imports, merges ---
    _tags()
    _segments_and_rules()
    _imports()
    _duplicates_and_merges()


def _customers() -> None:
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("loyalty", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("value_cents", sa.BigInteger(), server_default="0", nullable=False))
        for name in ("fields", "consent", "changed_in"):
            batch_op.add_column(sa.Column(name, sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("changed_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("merged_into", sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f("ix_customers_merged_into"), ["merged_into"], unique=False)


def _numbers() -> None:
    with op.batch_alter_table("customer_numbers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("kind", sa.String(length=10), server_default="", nullable=False))
    sqlite = op.get_bind().dialect.name == "sqlite"
    chance = "lower(hex(randomblob(16)))" if sqlite else "replace(gen_random_uuid()::text, '-', '')"
    op.execute(f"UPDATE customer_numbers SET number_id = {chance}")
    with op.batch_alter_table("customer_numbers", schema=None) as batch_op:
        batch_op.alter_column("number_id", existing_type=sa.String(length=32), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_customer_numbers_number_id"), ["number_id"])


def _words() -> None:
    op.create_table(
        "customer_words",
        sa.Column(
            "search_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("digits", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.customer_id"],
            name=op.f("fk_customer_words_customer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("search_id", name=op.f("pk_customer_words")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_customer_words_customer_id")),
    )
    _fill_words()
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def _fill_words() -> None:
    connection = op.get_bind()
    words = sa.table("customer_words", *(sa.column(name) for name in ("customer_id", "words", "digits")))
    after = ""
    while True:
        rows = connection.execute(
            sa.text(
                "SELECT customer_id, name FROM customers WHERE customer_id > :after "
                "ORDER BY customer_id LIMIT :most"
            ),
            {"after": after, "most": BATCH},
        ).all()
        if not rows:
            return
        numbers: dict[str, list[str]] = {customer_id: [] for customer_id, _ in rows}
        theirs = connection.execute(
            sa.text(
                "SELECT customer_id, e164 FROM customer_numbers "
                "WHERE customer_id > :after AND customer_id <= :last"
            ),
            {"after": after, "last": rows[-1][0]},
        )
        for customer_id, e164 in theirs:
            numbers.setdefault(customer_id, []).append(e164)
        connection.execute(sa.insert(words), [dict(row_of(each, name, numbers[each])) for each, name in rows])
        after = rows[-1][0]


# FTS5: characters and words (prefixes of two and three letters at once), and any three digits in a row.
SQLITE = (
    """CREATE VIRTUAL TABLE customer_words_fts USING fts5(words, content='customer_words',
    content_rowid='search_id', tokenize='unicode61 remove_diacritics 2', prefix='2 3')""",
    """CREATE VIRTUAL TABLE customer_digits_fts USING fts5(digits, content='customer_words',
    content_rowid='search_id', tokenize='trigram')""",
    "INSERT INTO customer_words_fts(customer_words_fts) VALUES ('rebuild')",
    "INSERT INTO customer_digits_fts(customer_digits_fts) VALUES ('rebuild')",
    """CREATE TRIGGER customer_words_added AFTER INSERT ON customer_words BEGIN
    INSERT INTO customer_words_fts(rowid, words) VALUES (new.search_id, new.words);
    INSERT INTO customer_digits_fts(rowid, digits) VALUES (new.search_id, new.digits);
    END""",
    """CREATE TRIGGER customer_words_removed AFTER DELETE ON customer_words BEGIN
    INSERT INTO customer_words_fts(customer_words_fts, rowid, words)
    VALUES ('delete', old.search_id, old.words);
    INSERT INTO customer_digits_fts(customer_digits_fts, rowid, digits)
    VALUES ('delete', old.search_id, old.digits);
    END""",
    """CREATE TRIGGER customer_words_changed AFTER UPDATE ON customer_words
    WHEN old.words IS NOT new.words OR old.digits IS NOT new.digits BEGIN
    INSERT INTO customer_words_fts(customer_words_fts, rowid, words)
    VALUES ('delete', old.search_id, old.words);
    INSERT INTO customer_digits_fts(customer_digits_fts, rowid, digits)
    VALUES ('delete', old.search_id, old.digits);
    INSERT INTO customer_words_fts(rowid, words) VALUES (new.search_id, new.words);
    INSERT INTO customer_digits_fts(rowid, digits) VALUES (new.search_id, new.digits);
    END""",
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """CREATE INDEX customer_words_fts ON customer_words
    USING gin (array_to_tsvector(string_to_array(words, ' ')))""",
    "CREATE INDEX customer_digits_fts ON customer_words USING gin (digits gin_trgm_ops)",
)


# --- segments, rules, imports, merges ---


def _tags() -> None:
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.create_index("ix_customers_name_customer_id", ["name", "customer_id"], unique=False)
        batch_op.create_index("ix_customers_name_pinyin_region", ["name_pinyin", "region"], unique=False)
        batch_op.create_index("ix_customers_email", ["email"], unique=False)
        batch_op.create_index("ix_customers_dedicated_agent_id", ["dedicated_agent_id"], unique=False)
    with op.batch_alter_table("callbacks", schema=None) as batch_op:
        batch_op.create_index("ix_callbacks_customer_id", ["customer_id"], unique=False)
    op.create_table(
        "customer_tags",
        sa.Column("tag", sa.String(length=100), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("tag", "customer_id", name=op.f("pk_customer_tags")),
    )
    with op.batch_alter_table("customer_tags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_tags_customer_id"), ["customer_id"], unique=False)
    dialect = op.get_bind().dialect.name
    op.execute(FILL[dialect])
    for statement in tag_triggers(dialect):
        op.execute(statement)
    op.create_table(
        "customers_touched",
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customers_touched")),
    )


def _segments_and_rules() -> None:
    op.create_table(
        "segments",
        sa.Column("segment_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("filter", sa.JSON(), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("counted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("segment_id", name=op.f("pk_segments")),
    )
    with op.batch_alter_table("segments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_segments_owner_id"), ["owner_id"], unique=False)
    op.create_table(
        "tag_rules",
        sa.Column("rule_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("filter", sa.JSON(), nullable=False),
        sa.Column("takes_away", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_run_at", sa.BigInteger(), nullable=True),
        sa.Column("matched", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("rule_id", name=op.f("pk_tag_rules")),
    )


def _imports() -> None:
    op.create_table(
        "customer_imports",
        sa.Column("import_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=True),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("found", "faults", "stays")),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("done", "created", "updated", "skipped")
        ),
        sa.Column("undoing", sa.Boolean(), nullable=False),
        sa.Column("started_by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_customer_imports")),
    )
    with op.batch_alter_table("customer_imports", schema=None) as batch_op:
        batch_op.create_index("ix_customer_imports_at", ["at"], unique=False)
        batch_op.create_index("ix_customer_imports_state", ["state"], unique=False)
    op.create_table(
        "customer_import_lines",
        sa.Column("import_id", sa.String(length=64), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_customer_import_lines")),
    )
    with op.batch_alter_table("customer_import_lines", schema=None) as batch_op:
        batch_op.create_index("ix_customer_import_lines_state", ["import_id", "state", "line"], unique=False)


def _duplicates_and_merges() -> None:
    op.create_table(
        "customer_duplicates",
        sa.Column("pair_id", sa.String(length=64), nullable=False),
        sa.Column("first_id", sa.String(length=64), nullable=False),
        sa.Column("second_id", sa.String(length=64), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pair_id", name=op.f("pk_customer_duplicates")),
    )
    with op.batch_alter_table("customer_duplicates", schema=None) as batch_op:
        batch_op.create_index(
            "uq_customer_duplicates_first_id_second_id", ["first_id", "second_id"], unique=True
        )
        batch_op.create_index(batch_op.f("ix_customer_duplicates_second_id"), ["second_id"], unique=False)
        batch_op.create_index(
            "ix_customer_duplicates_state_score", ["state", "score", "pair_id"], unique=False
        )
    op.create_table(
        "customer_merges",
        sa.Column("merge_id", sa.String(length=64), nullable=False),
        sa.Column("survivor_id", sa.String(length=64), nullable=False),
        sa.Column("other_id", sa.String(length=64), nullable=False),
        sa.Column("other_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("undoable_until", sa.BigInteger(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.Column("undone_by", sa.String(length=64), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("merge_id", name=op.f("pk_customer_merges")),
    )
    with op.batch_alter_table("customer_merges", schema=None) as batch_op:
        batch_op.create_index("ix_customer_merges_at", ["at"], unique=False)
        for name in ("survivor_id", "other_id"):
            batch_op.create_index(batch_op.f(f"ix_customer_merges_{name}"), [name], unique=False)
