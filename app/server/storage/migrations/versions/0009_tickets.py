"""Tickets in full: types as data, moves, comments, attachments, views, clocks, timers."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_KINDS = {
    "NEW": "NEW",
    "ASSIGNED": "OPEN",
    "IN_PROGRESS": "OPEN",
    "REOPENED": "OPEN",
    "WAITING": "WAITING",
    "RESOLVED": "RESOLVED",
    "CONFIRMED": "CONFIRMED",
    "ARCHIVED": "ARCHIVED",
    "CANCELLED": "CANCELLED",
}
_RANKS = {"URGENT": 0, "HIGH": 1, "NORMAL": 2, "LOW": 3}
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_INDEXES = {
    "ix_tickets_newest": ["archived", "created_at", "ticket_id"],
    "ix_tickets_updated": ["archived", "updated_at", "ticket_id"],
    "ix_tickets_due": ["archived", "next_due_at", "ticket_id"],
    "ix_tickets_priority": ["archived", "priority_rank", "created_at", "ticket_id"],
    "ix_tickets_board": ["archived", "type", "status", "created_at", "ticket_id"],
    "ix_tickets_status": ["archived", "status", "created_at", "ticket_id"],
    "ix_tickets_assigned": ["assigned_to", "archived", "status_kind", "created_at"],
    "ix_tickets_department": ["department", "archived", "created_at", "ticket_id"],
    "ix_tickets_parent_id": ["parent_id"],
    "ix_tickets_created_by": ["created_by", "archived"],
    "ix_tickets_counts": [
        "archived",
        "department",
        "status",
        "status_kind",
        "next_due_at",
        "assigned_to",
        "created_by",
    ],
}


def upgrade() -> None:
    _columns()
    _old_rows()
    _tables()
    _search()
    _timers()
    _clocks()


def _columns() -> None:
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    columns = (
        sa.Column("search_id", row_id, nullable=True),
        sa.Column("status_kind", sa.String(length=20), server_default="NEW", nullable=False),
        sa.Column("archived", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("priority_rank", sa.Integer(), server_default="2", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("department", sa.String(length=120), server_default="", nullable=False),
        sa.Column("accepted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("tags", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("fields", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("checklist", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("solution", sa.Text(), server_default="", nullable=False),
        sa.Column("updated_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("assigned_at", sa.BigInteger(), nullable=True),
        sa.Column("resolved_at", sa.BigInteger(), nullable=True),
        sa.Column("next_due_at", sa.BigInteger(), nullable=True),
        sa.Column("parent_id", sa.String(length=64), nullable=True),
        sa.Column("source", sa.String(length=20), server_default="AGENT", nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=True),
        sa.Column("check_code", sa.String(length=40), server_default="", nullable=False),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("satisfaction_note", sa.Text(), server_default="", nullable=False),
        sa.Column("satisfaction_at", sa.BigInteger(), nullable=True),
    )
    for column in columns:
        op.add_column("tickets", column)
    for name, over in _INDEXES.items():
        op.create_index(name, "tickets", over, unique=False)
    op.create_index("uq_tickets_search_id", "tickets", ["search_id"], unique=True)
    op.create_index("uq_tickets_origin", "tickets", ["origin"], unique=True)
    for column in (
        sa.Column("field", sa.String(length=60), server_default="", nullable=False),
        sa.Column("before", sa.Text(), server_default="", nullable=False),
        sa.Column("after", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
    ):
        op.add_column("ticket_events", column)


def _old_rows() -> None:
    """What earlier versions called CLOSED is confirmed; the rest is said of each that is new to them."""
    run = op.get_bind()
    run.execute(sa.text("update tickets set status = 'CONFIRMED' where status = 'CLOSED'"))
    set_kind = sa.text("update tickets set status_kind = :kind where status = :status")
    for status, kind in _KINDS.items():
        run.execute(set_kind, {"status": status, "kind": kind})
    unknown = sa.text(
        "update tickets set status = 'IN_PROGRESS', status_kind = 'OPEN' where status not in :known"
    ).bindparams(sa.bindparam("known", expanding=True))
    run.execute(unknown, {"known": list(_KINDS)})
    run.execute(sa.text("update tickets set archived = :yes where status = 'ARCHIVED'"), {"yes": True})
    for priority, rank in _RANKS.items():
        run.execute(
            sa.text("update tickets set priority_rank = :rank where priority = :priority"),
            {"rank": rank, "priority": priority},
        )
    run.execute(sa.text("update tickets set updated_at = coalesce(closed_at, created_at)"))
    run.execute(
        sa.text("update tickets set assigned_at = created_at, accepted = :yes where assigned_to is not null"),
        {"yes": True},
    )
    run.execute(
        sa.text("update tickets set next_due_at = due_at where status_kind in ('NEW', 'OPEN', 'WAITING')")
    )
    ids = run.execute(sa.text("select ticket_id from tickets")).scalars().all()
    codes = [{"code": "".join(secrets.choice(_LETTERS) for _ in range(10)), "id": each} for each in ids]
    if codes:
        run.execute(sa.text("update tickets set check_code = :code where ticket_id = :id"), codes)
    _old_events(run)


def _old_events(run: sa.Connection) -> None:
    """Their detail began with the status that was reached."""
    kinds = "('CREATED', 'STATUS', 'ASSIGNED')"
    rows = run.execute(sa.text(f"select event_id, detail from ticket_events where kind in {kinds}")).all()
    values = [
        {"id": event_id, "after": status, "detail": rest}
        for event_id, detail in rows
        for status, _, rest in [detail.partition(" ")]
        if status in _KINDS
    ]
    if values:
        statement = "update ticket_events set field = 'status', after = :after, detail = :detail"
        run.execute(sa.text(f"{statement} where event_id = :id"), values)


def _tables() -> None:
    op.create_table(
        "ticket_types",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_ticket_types")),
    )
    op.create_table(
        "ticket_tags",
        sa.Column("tag", sa.String(length=60), nullable=False),
        sa.Column("ticket_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("tag", "ticket_id", name=op.f("pk_ticket_tags")),
    )
    op.create_index(op.f("ix_ticket_tags_ticket_id"), "ticket_tags", ["ticket_id"])
    op.create_table(
        "ticket_comments",
        sa.Column("comment_id", sa.String(length=64), nullable=False),
        sa.Column("ticket_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("for_customer", sa.Boolean(), nullable=False),
        sa.Column("from_customer", sa.Boolean(), nullable=False),
        _of_ticket("ticket_comments"),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_ticket_comments")),
    )
    op.create_index("ix_ticket_comments_ticket_id_at", "ticket_comments", ["ticket_id", "at"])
    op.create_table(
        "ticket_attachments",
        sa.Column("attachment_id", sa.String(length=64), nullable=False),
        sa.Column("ticket_id", sa.String(length=64), nullable=False),
        sa.Column("blob_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("for_customer", sa.Boolean(), nullable=False),
        sa.Column("comment_id", sa.String(length=64), nullable=True),
        _of_ticket("ticket_attachments"),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_ticket_attachments")),
        sa.UniqueConstraint("blob_id", name=op.f("uq_ticket_attachments_blob_id")),
    )
    op.create_index(op.f("ix_ticket_attachments_ticket_id"), "ticket_attachments", ["ticket_id"])
    op.create_table(
        "ticket_links",
        sa.Column("ticket_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("target_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _of_ticket("ticket_links"),
        sa.PrimaryKeyConstraint("ticket_id", "kind", "target_id", name=op.f("pk_ticket_links")),
    )
    op.create_index(op.f("ix_ticket_links_target_id"), "ticket_links", ["target_id"])
    op.create_table(
        "ticket_watchers",
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("ticket_id", sa.String(length=64), nullable=False),
        _of_ticket("ticket_watchers"),
        sa.PrimaryKeyConstraint("user_id", "ticket_id", name=op.f("pk_ticket_watchers")),
    )
    op.create_index(op.f("ix_ticket_watchers_ticket_id"), "ticket_watchers", ["ticket_id"])
    op.create_table(
        "ticket_macros",
        sa.Column("macro_id", sa.String(length=64), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.PrimaryKeyConstraint("macro_id", name=op.f("pk_ticket_macros")),
    )
    op.create_table(
        "ticket_views",
        sa.Column("view_id", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("view_id", name=op.f("pk_ticket_views")),
    )
    op.create_index(op.f("ix_ticket_views_owner_id"), "ticket_views", ["owner_id"])


def _of_ticket(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["ticket_id"], ["tickets.ticket_id"], name=op.f(f"fk_{table}_ticket_id"))


def _search() -> None:
    """Words of tickets by their ``search_id``; old tickets are entered when the server starts."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("create table tickets_fts (search_id bigint primary key, words tsvector not null)")
        op.execute("create index tickets_fts_words on tickets_fts using gin (words)")
    else:
        op.execute("create virtual table tickets_fts using fts5(words, tokenize = 'ascii')")


# --- timers and clocks ---


def _timers() -> None:
    op.create_table(
        "timers",
        sa.Column("timer_id", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("try_at", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("timer_id", name=op.f("pk_timers")),
    )
    op.create_index("ix_timers_done_at_try_at", "timers", ["done_at", "try_at"], unique=False)
    op.create_index("ix_timers_subject_kind", "timers", ["subject", "kind"], unique=False)


def _clocks() -> None:
    op.create_table(
        "ticket_clocks",
        sa.Column("ticket_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("promise_s", sa.Integer(), nullable=False),
        sa.Column("hours_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("spent_s", sa.Integer(), server_default="0", nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("running_since", sa.BigInteger(), nullable=True),
        sa.Column("fixed_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("missed_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        _of_ticket("ticket_clocks"),
        sa.PrimaryKeyConstraint("ticket_id", "kind", name=op.f("pk_ticket_clocks")),
    )
    op.create_index("ix_ticket_clocks_state_due_at", "ticket_clocks", ["state", "due_at"], unique=False)
