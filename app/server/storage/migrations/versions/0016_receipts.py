"""Whether a message arrived, as its provider reports it later; found by the provider's number or by ours."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages_sent", sa.Column("delivered_at", sa.BigInteger(), nullable=True))
    op.create_index("ix_messages_sent_receipt", "messages_sent", ["receipt"])
    op.create_index("ix_messages_sent_once", "messages_sent", ["once"])
