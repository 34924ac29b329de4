"""Missed calls of agents; numbers that outgoing calls may show, and by which rule."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index("ix_offers_agent_id_ended_at", ["agent_id", "ended_at"], unique=False)
    op.create_table(
        "missed_rings",
        sa.Column("offer_id", sa.String(length=64), nullable=False),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("agent_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("from_agent_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_missed_rings")),
    )
    with op.batch_alter_table("missed_rings", schema=None) as batch_op:
        batch_op.create_index("ix_missed_rings_agent_id_at", ["agent_id", "at"], unique=False)
    op.create_table(
        "caller_numbers",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("name_zh", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_caller_numbers")),
    )
    op.create_table(
        "caller_rules",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        *(
            sa.Column(name, sa.JSON(), nullable=False)
            for name in ("prefixes", "queues", "departments", "agents")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_caller_rules")),
    )
