"""Lines to the outside, and what a phone can do."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trunks",
        sa.Column("trunk_id", sa.String(length=64), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("transport", sa.String(length=10), nullable=False),
        sa.Column("register", sa.Boolean(), nullable=False),
        sa.Column("username", sa.String(length=120), nullable=False),
        sa.Column("secret_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column("addresses", sa.JSON(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("call_limit", sa.Integer(), nullable=False),
        sa.Column("codecs", sa.JSON(), nullable=False),
        sa.Column("srtp", sa.String(length=10), nullable=False),
        sa.Column("own_number", sa.String(length=40), nullable=False),
        sa.Column("rules_in", sa.JSON(), nullable=False),
        sa.Column("rules_out", sa.JSON(), nullable=False),
        sa.Column("numbers_out", sa.JSON(), nullable=False),
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("tls_ca", sa.String(length=1000), nullable=False),
        sa.Column("options", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("trunk_id", name=op.f("pk_trunks")),
    )
    with op.batch_alter_table("phones", schema=None) as batch_op:
        batch_op.add_column(sa.Column("md5_only", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("srtp", sa.String(length=10), server_default="prefer", nullable=False))
        batch_op.add_column(sa.Column("may_dial_out", sa.Boolean(), server_default=sa.true(), nullable=False))
