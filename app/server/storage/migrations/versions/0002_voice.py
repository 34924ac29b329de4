"""Who was in a call, transfers, how it sounded, why it ended."""

import sqlalchemy as sa
from alembic import op

from app.server.storage.types import UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_detail", sa.String(80), server_default="", nullable=False))
        batch_op.add_column(sa.Column("direction", sa.String(10), server_default="IN", nullable=False))
        batch_op.add_column(sa.Column("diverted_from", sa.String(60), server_default="", nullable=False))
    op.create_table(
        "call_parties",
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("leg_id", sa.String(64), nullable=False),
        sa.Column("joined_at", UtcTime(), nullable=False),
        sa.Column("left_at", UtcTime(), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("agent_id", sa.String(64), nullable=True),
        sa.Column("supervisor_id", sa.String(64), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("talk_s", sa.Double(), nullable=False),
        sa.Column("hold_s", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "leg_id", "joined_at", name=op.f("pk_call_parties")),
    )
    op.create_index("ix_call_parties_agent_id_joined_at", "call_parties", ["agent_id", "joined_at"])
    op.create_table(
        "call_transfers",
        sa.Column("transfer_id", sa.String(64), nullable=False),
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("agent_id", sa.String(64), nullable=True),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("target_kind", sa.String(20), nullable=False),
        sa.Column("target", sa.String(80), nullable=False),
        sa.Column("result", sa.String(40), nullable=False),
        sa.Column("came_back_to", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("transfer_id", name=op.f("pk_call_transfers")),
    )
    op.create_index("ix_call_transfers_call_id", "call_transfers", ["call_id"])
    op.create_table(
        "call_quality",
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("leg_id", sa.String(64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("party", sa.String(20), nullable=False),
        sa.Column("agent_id", sa.String(64), nullable=True),
        sa.Column("codec", sa.String(20), nullable=False),
        sa.Column("received", sa.JSON(), nullable=False),
        sa.Column("sent", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("round_trip_ms", sa.Double(), nullable=True),
        sa.Column("mos", sa.Double(), nullable=False),
        sa.Column("worst_mos", sa.Double(), nullable=False),
        sa.Column("samples", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "leg_id", name=op.f("pk_call_quality")),
    )
    op.create_index("ix_call_quality_at", "call_quality", ["at"])
