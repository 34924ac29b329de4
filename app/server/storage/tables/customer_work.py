"""What is done with many customers: tags as rows, segments, rules, imports, duplicates, merges.

``customer_tags`` repeats ``customers.tags`` row by row, so that a tag is found by index; triggers of the
database keep it, whoever writes. A migration that makes ``customers`` anew on SQLite must make them anew too
(``app.server.storage.tag_triggers``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.server.storage.tables.base import Base
from app.server.storage.tables.customers import Customer
from app.server.storage.tables.followups import CallbackRow

Index("ix_customers_name_customer_id", Customer.name, Customer.customer_id)  # lists in the order of names
Index("ix_customers_name_pinyin_region", Customer.name_pinyin, Customer.region)  # who may be the same person
Index("ix_customers_email", Customer.email)
Index("ix_customers_dedicated_agent_id", Customer.dedicated_agent_id)
Index("ix_callbacks_customer_id", CallbackRow.customer_id)


class CustomerTag(Base):
    """``tag``: its first 100 characters."""

    __tablename__ = "customer_tags"

    tag: Mapped[str] = mapped_column(String(100), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)


class CustomerTouched(Base):
    """Something changed that rules and duplicates look at; deleted when they have looked."""

    __tablename__ = "customers_touched"

    customer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]


class SegmentRow(Base):
    """``count`` None: not counted yet."""

    __tablename__ = "segments"

    segment_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    filter: Mapped[dict[str, Any]]
    owner_id: Mapped[str] = mapped_column(String(64), index=True)
    shared: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    count: Mapped[int | None]
    counted_at: Mapped[datetime | None]


class TagRuleRow(Base):
    """``matched``: how many it held for at the last nightly run (``last_run_at``)."""

    __tablename__ = "tag_rules"

    rule_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    tag: Mapped[str] = mapped_column(String(40))
    filter: Mapped[dict[str, Any]]
    takes_away: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    last_run_at: Mapped[datetime | None]
    matched: Mapped[int | None]


class ImportRow(Base):
    """A spreadsheet on its way in. ``columns``: headers and samples; ``faults``: the first hundred;
    ``done``: so many lines are carried out (or taken back: ``undoing``). ``stays``: what the undo left."""

    __tablename__ = "customer_imports"

    import_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(String(12))
    file_name: Mapped[str] = mapped_column(String(200))
    rows: Mapped[int] = mapped_column(default=0)
    columns: Mapped[list[Any]]
    mapping: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    found: Mapped[dict[str, Any]]  # of the check: create, update, skip, bad
    faults: Mapped[list[Any]]
    done: Mapped[int] = mapped_column(default=0)
    undoing: Mapped[bool] = mapped_column(default=False)
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    stays: Mapped[list[Any]]
    started_by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_customer_imports_at", "at"), Index("ix_customer_imports_state", "state"))


class ImportLine(Base):
    """One row of the spreadsheet (``line`` as the spreadsheet counts). ``state``: NEW, CREATED, UPDATED,
    SKIPPED, BAD, UNDONE, STAYS. ``before``, ``after``: the fields that were changed, for the undo."""

    __tablename__ = "customer_import_lines"

    import_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cells: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(10), default="NEW")
    customer_id: Mapped[str | None] = mapped_column(String(64))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (Index("ix_customer_import_lines_state", "import_id", "state", "line"),)


class DuplicatePair(Base):
    """``first_id`` < ``second_id``. ``state``: OPEN, DISMISSED, MERGED."""

    __tablename__ = "customer_duplicates"

    pair_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    first_id: Mapped[str] = mapped_column(String(64))
    second_id: Mapped[str] = mapped_column(String(64), index=True)
    score: Mapped[float]
    why: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(10), default="OPEN")
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(64), default="")
    reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        Index("uq_customer_duplicates_first_id_second_id", "first_id", "second_id", unique=True),
        Index("ix_customer_duplicates_state_score", "state", "score", "pair_id"),
    )


class MergeRow(Base):
    """``kept``: what the undo needs (fields before, what was moved); None after the time for it."""

    __tablename__ = "customer_merges"

    merge_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    survivor_id: Mapped[str] = mapped_column(String(64), index=True)
    other_id: Mapped[str] = mapped_column(String(64), index=True)
    other_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(64))
    undoable_until: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str] = mapped_column(String(64), default="")
    kept: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (Index("ix_customer_merges_at", "at"),)
