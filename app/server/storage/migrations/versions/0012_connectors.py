"""Sources of customers and orders, what they answered, signed messages in, changes on their way."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sources",
        sa.Column("source_id", sa.String(length=64), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("secret_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_sources")),
    )
    op.create_table(
        "customer_sources",
        sa.Column("source_id", sa.String(length=64), nullable=False),
        sa.Column("external_id", sa.String(length=120), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("balance_cents", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("fetched_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.customer_id"], name=op.f("fk_customer_sources_customer_id")
        ),
        sa.PrimaryKeyConstraint("source_id", "external_id", name=op.f("pk_customer_sources")),
    )
    op.create_index("ix_customer_sources_customer_id", "customer_sources", ["customer_id"])
    op.create_table(
        "order_sources",
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("source_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("delivery", sa.String(length=400), nullable=False),
        sa.Column("fetched_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.order_id"], name=op.f("fk_order_sources_order_id")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_order_sources")),
    )
    op.create_index(
        "uq_order_sources_source_id_number", "order_sources", ["source_id", "number"], unique=True
    )
    op.create_table(
        "source_events",
        sa.Column("source_id", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.String(length=120), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", "event_id", name=op.f("pk_source_events")),
    )
    op.create_index("ix_source_events_at", "source_events", ["at"])
    op.create_table(
        "source_pushes",
        sa.Column(
            "push_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("source_id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("push_id", name=op.f("pk_source_pushes")),
    )
    op.create_index("ix_source_pushes_customer_id", "source_pushes", ["customer_id"])
    op.create_index("ix_source_pushes_state_next_at", "source_pushes", ["state", "next_at"])
