"""How many tickets there are of each kind; an index that holds all that a board asks for."""

import sqlalchemy as sa
from alembic import op

from app.server.storage.ticket_totals import FILL, totals_triggers

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_tickets_board": (
        *("archived", "type", "status", "created_at", "ticket_id", "department", "assigned_to", "created_by"),
        *("status_kind", "priority", "priority_rank", "next_due_at", "updated_at"),
    ),
    "ix_tickets_due": ("archived", "next_due_at", "ticket_id", "status_kind", "department"),
    "ix_tickets_assigned": ("assigned_to", "archived", "status_kind", "created_at", "ticket_id"),
    "ix_tickets_created_by": ("created_by", "archived", "ticket_id"),
}


def upgrade() -> None:
    op.create_table(
        "ticket_totals",
        sa.Column("department", sa.String(length=120), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("status_kind", sa.String(length=20), nullable=False),
        sa.Column("priority", sa.String(length=20), nullable=False),
        sa.Column("is_assigned", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            *("department", "type", "status", "status_kind", "priority", "is_assigned"),
            name=op.f("pk_ticket_totals"),
        ),
        sqlite_with_rowid=False,
    )
    op.execute(FILL)
    for statement in totals_triggers(op.get_bind().dialect.name):
        op.execute(statement)
    op.drop_index("ix_tickets_counts", "tickets")
    for name, columns in _INDEXES.items():
        op.drop_index(name, "tickets")
        op.create_index(name, "tickets", columns)
