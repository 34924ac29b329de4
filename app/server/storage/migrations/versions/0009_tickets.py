"""Tickets in full: types as data, moves, comments, attachments, views, clocks, timers."""

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
