"""Departments, saved numbers, quick replies; several customers may have one number."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("users", schema=None) as batch_op:
        for name in ("department", "department_en"):
            batch_op.add_column(sa.Column(name, sa.String(length=120), server_default="", nullable=False))
    op.create_table(
        "saved_numbers",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("name_zh", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_saved_numbers")),
    )
    op.create_table(
        "quick_replies",
        sa.Column("reply_id", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("owner_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("reply_group", sa.String(length=60), server_default="", nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=10), server_default="zh", nullable=False),
        sa.Column("clip", sa.String(length=64), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed_by", sa.String(length=64), server_default="", nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("reply_id", name=op.f("pk_quick_replies")),
    )
    with op.batch_alter_table("quick_replies", schema=None) as batch_op:
        batch_op.create_index("ix_quick_replies_scope_owner_id", ["scope", "owner_id"], unique=False)
    with op.batch_alter_table("voice_messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voice_messages_customer_id"), ["customer_id"], unique=False)
    with op.batch_alter_table("customer_numbers", schema=None) as batch_op:
        batch_op.drop_constraint("pk_customer_numbers", type_="primary")
        batch_op.create_primary_key("pk_customer_numbers", ["e164", "customer_id"])
