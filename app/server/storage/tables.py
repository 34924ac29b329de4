"""All tables. ``calls`` is a view of the ledger that is kept up to date; everything else is entered.

Names in both languages are columns, since they are data of the company, not of the program.
Secrets (phone passwords, keys of recordings) stand here only encrypted or hashed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, MetaData, String, Text, false, true
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.server.storage.types import RowId, UtcTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcTime, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


# --- who works here ------------------------------------------------------------------------------


class User(Base):
    __tablename__ = "users"

    user_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(120))
    display_name_en: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[str] = mapped_column(String(20))  # AGENT, SUPERVISOR, ADMIN
    password_hash: Mapped[str] = mapped_column(String(255))
    disabled: Mapped[bool] = mapped_column(default=False)


class Phone(Base):
    __tablename__ = "phones"

    sip_user: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.user_id"), index=True)
    secret_encrypted: Mapped[bytes] = mapped_column(LargeBinary)
    md5_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    srtp: Mapped[str] = mapped_column(String(10), default="prefer", server_default="prefer")
    may_dial_out: Mapped[bool] = mapped_column(default=True, server_default=true())


class Token(Base):
    """A sign-in. Only the SHA-256 of the token is kept."""

    __tablename__ = "tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.user_id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


# --- lines to the outside ------------------------------------------------------------------------


class TrunkRow(Base):
    """A line to a provider or another exchange (``app.server.voice.engine.TrunkAccount`` says what each
    field means). Rules are lists of [pattern, replacement]."""

    __tablename__ = "trunks"

    trunk_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    host: Mapped[str] = mapped_column(String(255))
    port: Mapped[int]
    transport: Mapped[str] = mapped_column(String(10))
    register: Mapped[bool]
    username: Mapped[str] = mapped_column(String(120), default="")
    secret_encrypted: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    addresses: Mapped[list[Any]] = mapped_column(default=list)
    priority: Mapped[int] = mapped_column(default=10)
    call_limit: Mapped[int] = mapped_column(default=0)
    codecs: Mapped[list[Any]] = mapped_column(default=list)
    srtp: Mapped[str] = mapped_column(String(10), default="off")
    own_number: Mapped[str] = mapped_column(String(40), default="")
    rules_in: Mapped[list[Any]] = mapped_column(default=list)
    rules_out: Mapped[list[Any]] = mapped_column(default=list)
    numbers_out: Mapped[list[Any]] = mapped_column(default=list)
    domain: Mapped[str] = mapped_column(String(255), default="")
    tls_ca: Mapped[str] = mapped_column(String(1000), default="")
    options: Mapped[bool] = mapped_column(default=True)


# --- how calls are led ---------------------------------------------------------------------------


class Queue(Base):
    __tablename__ = "queues"

    queue_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    ring_s: Mapped[int]
    wrap_up_s: Mapped[int]
    service_level_s: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)


class QueueMember(Base):
    __tablename__ = "queue_members"

    queue_id: Mapped[str] = mapped_column(ForeignKey("queues.queue_id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.user_id"), primary_key=True)


class Flow(Base):
    """A voice menu; ``definition`` is {language, start, nodes}, as in the flow files."""

    __tablename__ = "flows"

    flow_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    definition: Mapped[dict[str, Any]]


class Number(Base):
    """A number that customers dial, and the flow that answers."""

    __tablename__ = "numbers"

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    flow_id: Mapped[str] = mapped_column(ForeignKey("flows.flow_id"))


class LabelRow(Base):
    """A code with its names. ``kind``: OUTCOME, NOT_READY, TICKET_TYPE, ORDER_STATUS."""

    __tablename__ = "labels"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    zh: Mapped[str] = mapped_column(String(120))
    en: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]


# --- customers -----------------------------------------------------------------------------------


class Customer(Base):
    __tablename__ = "customers"

    customer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    name_pinyin: Mapped[str] = mapped_column(String(200), default="")
    level: Mapped[str] = mapped_column(String(20), default="NORMAL")
    region: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(10), default="zh")
    email: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(400), default="")
    tags: Mapped[list[Any]] = mapped_column(default=list)
    since: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")


class CustomerNumber(Base):
    """``raw`` is how the number was entered; ``e164`` is what is looked up (or the bare digits of an
    extension). The first one (lowest position) is shown."""

    __tablename__ = "customer_numbers"

    e164: Mapped[str] = mapped_column(String(40), primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.customer_id"), index=True)
    raw: Mapped[str] = mapped_column(String(60), default="")
    position: Mapped[int] = mapped_column(default=0)


class Order(Base):
    __tablename__ = "orders"

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.customer_id"))
    at: Mapped[datetime]
    items: Mapped[str] = mapped_column(Text)
    amount_cents: Mapped[int]
    status: Mapped[str] = mapped_column(String(40))

    __table_args__ = (Index("ix_orders_customer_id_at", "customer_id", "at"),)


# --- calls ---------------------------------------------------------------------------------------


class Call(Base):
    """One call, made from its facts (``app.server.calls.projection``); never edited by hand."""

    __tablename__ = "calls"

    call_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    started_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    dialled: Mapped[str] = mapped_column(String(60), default="")
    caller_number: Mapped[str] = mapped_column(String(60), default="")
    source: Mapped[str] = mapped_column(String(80), default="")
    customer_id: Mapped[str | None] = mapped_column(String(64))
    queue_id: Mapped[str | None] = mapped_column(String(64))
    agent_id: Mapped[str | None] = mapped_column(String(64))
    waited_s: Mapped[float] = mapped_column(default=0.0)
    talk_s: Mapped[float] = mapped_column(default=0.0)
    hold_s: Mapped[float] = mapped_column(default=0.0)
    wrap_up_s: Mapped[float] = mapped_column(default=0.0)
    outcome: Mapped[str | None] = mapped_column(String(20))
    ended_cause: Mapped[str] = mapped_column(String(20), default="")
    ended_by: Mapped[str] = mapped_column(String(20), default="")
    recording_id: Mapped[str | None] = mapped_column(String(64))
    ended_detail: Mapped[str] = mapped_column(String(80), default="", server_default="")
    direction: Mapped[str] = mapped_column(String(10), default="IN", server_default="IN")
    diverted_from: Mapped[str] = mapped_column(String(60), default="", server_default="")

    __table_args__ = (
        Index("ix_calls_started_at_call_id", "started_at", "call_id"),
        Index("ix_calls_agent_id_started_at", "agent_id", "started_at"),
        Index("ix_calls_customer_id_started_at", "customer_id", "started_at"),
        Index("ix_calls_ended_at", "ended_at"),
    )


class CallParty(Base):
    """Who was in a call besides its customer, each time that somebody joined."""

    __tablename__ = "call_parties"

    call_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    leg_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    joined_at: Mapped[datetime] = mapped_column(primary_key=True)
    left_at: Mapped[datetime | None]
    kind: Mapped[str] = mapped_column(String(20))
    agent_id: Mapped[str | None] = mapped_column(String(64))
    supervisor_id: Mapped[str] = mapped_column(String(64), default="")
    number: Mapped[str] = mapped_column(String(60), default="")
    role: Mapped[str] = mapped_column(String(10), default="TALK")
    talk_s: Mapped[float] = mapped_column(default=0.0)
    hold_s: Mapped[float] = mapped_column(default=0.0)

    __table_args__ = (Index("ix_call_parties_agent_id_joined_at", "agent_id", "joined_at"),)


class CallTransfer(Base):
    """Who handed a call on to whom, and what came of it."""

    __tablename__ = "call_transfers"

    transfer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    call_id: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    agent_id: Mapped[str | None] = mapped_column(String(64))
    mode: Mapped[str] = mapped_column(String(20))
    target_kind: Mapped[str] = mapped_column(String(20))
    target: Mapped[str] = mapped_column(String(80))
    result: Mapped[str] = mapped_column(String(40), default="")
    came_back_to: Mapped[str] = mapped_column(String(20), default="")


class CallQuality(Base):
    """How each leg of a call sounded; ``received`` and ``sent`` as in the fact LegMeasured."""

    __tablename__ = "call_quality"

    call_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    leg_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]
    party: Mapped[str] = mapped_column(String(20))
    agent_id: Mapped[str | None] = mapped_column(String(64))
    codec: Mapped[str] = mapped_column(String(20))
    received: Mapped[dict[str, Any]]
    sent: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    round_trip_ms: Mapped[float | None]
    mos: Mapped[float]
    worst_mos: Mapped[float]
    samples: Mapped[list[Any]] = mapped_column(default=list)

    __table_args__ = (Index("ix_call_quality_at", "at"),)


class CallResultRow(Base):
    """What came of a call, in the agent's words. The latest one counts."""

    __tablename__ = "call_results"

    call_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    outcome_code: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
    follow_up_at: Mapped[datetime | None]
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class Recording(Base):
    """``position`` gives the order of the hash chain; only READY rows have a file and a key.

    ``chain_sha256`` is what the next row is chained to (``app.server.recordings.chain``), made of the
    columns that ``chain_version`` says. ``key_id``: which master key wrapped ``wrapped_key``.
    """

    __tablename__ = "recordings"

    recording_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    call_id: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(20))  # OPEN, FINISHING, READY, FAILED, DELETED
    started_at: Mapped[datetime]
    position: Mapped[int | None] = mapped_column(RowId, unique=True)
    path: Mapped[str] = mapped_column(String(255), default="")
    duration_ms: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(String(64), default="")
    previous_sha256: Mapped[str] = mapped_column(String(64), default="")
    chain_sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")
    chain_version: Mapped[int] = mapped_column(default=1, server_default="1")
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    key_id: Mapped[str] = mapped_column(String(120), default="", server_default="")
    gaps: Mapped[list[Any]] = mapped_column(default=list)
    size_bytes: Mapped[int | None] = mapped_column(RowId)

    __table_args__ = (
        Index("ix_recordings_state", "state"),
        Index("ix_recordings_started_at", "started_at"),
    )


class RecordingHold(Base):
    """A legal hold: the recording is not deleted before it is released."""

    __tablename__ = "recording_holds"

    hold_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    recording_id: Mapped[str] = mapped_column(String(64), index=True)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    released_by: Mapped[str] = mapped_column(String(64), default="")
    release_reason: Mapped[str] = mapped_column(Text, default="")


class RecordingDeletion(Base):
    """Proof that a recording was deleted: when, by whom, why, and what it was. Chained like recordings."""

    __tablename__ = "recording_deletions"

    position: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    recording_id: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    recording_chain_sha256: Mapped[str] = mapped_column(String(64))
    previous_sha256: Mapped[str] = mapped_column(String(64))
    chain_sha256: Mapped[str] = mapped_column(String(64))


class RecordingRetention(Base):
    """How long recordings are kept: of one queue, or ("") of all that have no line of their own."""

    __tablename__ = "recording_retention"

    queue_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    days: Mapped[int]
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


# --- tickets -------------------------------------------------------------------------------------


class Ticket(Base):
    __tablename__ = "tickets"

    ticket_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.customer_id"))
    call_id: Mapped[str | None] = mapped_column(String(64), index=True)
    type: Mapped[str] = mapped_column(String(40))
    priority: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(64))
    assigned_to: Mapped[str | None] = mapped_column(String(64))
    due_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_tickets_customer_id_created_at", "customer_id", "created_at"),
        Index("ix_tickets_created_at_ticket_id", "created_at", "ticket_id"),
    )


class TicketEvent(Base):
    """Every move and change of a ticket: who, when, what."""

    __tablename__ = "ticket_events"

    event_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.ticket_id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(40))  # CREATED, STATUS, NOTE, …
    detail: Mapped[str] = mapped_column(Text, default="")


class Counter(Base):
    """Numbers given out one after the other, such as those of the tickets of a day."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[int] = mapped_column(RowId)


# --- memory and proof ----------------------------------------------------------------------------


class LedgerRow(Base):
    """A fact. ``kind`` is its class, ``payload`` its fields (``app.server.core.facts``)."""

    __tablename__ = "ledger"

    seq: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(40))
    call_id: Mapped[str | None] = mapped_column(String(64))
    agent_id: Mapped[str | None] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]]

    __table_args__ = (
        Index("ix_ledger_call_id_seq", "call_id", "seq"),
        Index("ix_ledger_agent_id_at", "agent_id", "at"),
        Index("ix_ledger_at", "at"),
    )


class IdempotencyRow(Base):
    """The answer to a write, kept so that the same write sent twice has one effect."""

    __tablename__ = "idempotency"

    user_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    method: Mapped[str] = mapped_column(String(10))
    path: Mapped[str] = mapped_column(String(255))
    body_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    response: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(index=True)


class AuditRow(Base):
    """Who looked at, changed or exported what."""

    __tablename__ = "audit"

    audit_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(160))
    detail: Mapped[str] = mapped_column(Text, default="")


class MetaRow(Base):
    """Facts about the database itself, such as which company it holds."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
