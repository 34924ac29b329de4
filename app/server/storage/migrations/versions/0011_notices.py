"""Notices to people, what is sent outside, wishes of how to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _notices()
    _outbox()
    op.create_table(
        "channels",
        sa.Column("channel_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("secret_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_channels")),
    )
    op.create_table(
        "notice_templates",
        sa.Column("template", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("template", "language", name=op.f("pk_notice_templates")),
    )
    op.create_table(
        "notice_opt_outs",
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_notice_opt_outs")),
    )


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("notice_id", _ROW_ID, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_notices_key")),
    )
    op.create_index("ix_notices_user_id_notice_id", "notices", ["user_id", "notice_id"])
    op.create_index("ix_notices_user_id_read_at", "notices", ["user_id", "read_at"])
    op.create_index("ix_notices_at", "notices", ["at"])
    op.create_table(
        "notice_wishes",
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("off", sa.JSON(), nullable=False),
        sa.Column("quiet_from", sa.String(length=5), nullable=False),
        sa.Column("quiet_until", sa.String(length=5), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("wecom_user", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notice_wishes")),
    )


def _outbox() -> None:
    """Short messages were the first; now everything that goes outside stands in one list."""
    with op.batch_alter_table("messages_sent", schema=None) as batch:
        batch.alter_column(
            "number",
            new_column_name="address",
            existing_type=sa.String(length=60),
            type_=sa.String(length=200),
            existing_nullable=False,
        )
        batch.add_column(sa.Column("key", sa.String(length=200), nullable=True))
        for name, length, default in (
            ("channel", 20, "SMS"),
            ("template", 80, ""),
            ("title", 200, ""),
            ("language", 10, "zh"),
            ("subject", 120, ""),
            ("once", 40, ""),
            ("receipt", 120, ""),
        ):
            column = sa.Column(name, sa.String(length=length), server_default=default, nullable=False)
            batch.add_column(column)
        batch.add_column(sa.Column("template_values", sa.JSON(), server_default="{}", nullable=False))
        batch.add_column(sa.Column("user_id", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("customer_id", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("next_at", sa.BigInteger(), nullable=True))
    op.execute("UPDATE messages_sent SET next_at = at WHERE state = 'NEW'")
    for name, columns, unique in (
        ("ix_messages_sent_key_channel", ["key", "channel"], True),
        ("ix_messages_sent_state_channel_next_at", ["state", "channel", "next_at"], False),
        ("ix_messages_sent_subject", ["subject"], False),
        ("ix_messages_sent_customer_id_at", ["customer_id", "at"], False),
        ("ix_messages_sent_address_at", ["address", "at"], False),
    ):
        op.create_index(name, "messages_sent", columns, unique=unique)
