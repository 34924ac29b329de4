"""Skills and rules of queues, versions of flows, opening hours; what waiting and flows leave behind."""

import time

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _set_up()
    _flows()
    _waiting()
    _followups()


def _set_up() -> None:
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("senior", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("region", sa.String(length=80), server_default="", nullable=False))
    op.create_table(
        "skills",
        sa.Column("skill_id", sa.String(length=40), nullable=False),
        sa.Column("name_zh", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("skill_id", name=op.f("pk_skills")),
    )
    op.create_table(
        "agent_skills",
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("skill_id", sa.String(length=40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["skill_id"], ["skills.skill_id"], name=op.f("fk_agent_skills_skill_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_agent_skills_user_id")),
        sa.PrimaryKeyConstraint("user_id", "skill_id", name=op.f("pk_agent_skills")),
    )
    with op.batch_alter_table("queues", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("rules", sa.JSON(), server_default="{}", nullable=False))
    with op.batch_alter_table("queue_members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("preference", sa.Integer(), server_default="5", nullable=False))
        batch_op.add_column(sa.Column("position", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("weight", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "hours",
        sa.Column("hours_id", sa.String(length=64), nullable=False),
        sa.Column("name_zh", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("hours_id", name=op.f("pk_hours")),
    )
    with op.batch_alter_table("numbers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hours_id", sa.String(length=64), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("closed_flow_id", sa.String(length=64), server_default="", nullable=False)
        )
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("dedicated_agent_id", sa.String(length=64), server_default="", nullable=False)
        )
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("level", sa.String(length=20), server_default="", nullable=False))
        batch_op.add_column(sa.Column("region", sa.String(length=80), server_default="", nullable=False))
        batch_op.create_index(
            "ix_calls_caller_number_started_at", ["caller_number", "started_at"], unique=False
        )
        batch_op.create_index(
            "ix_calls_dialled_out",
            ["dialled", "started_at"],
            unique=False,
            sqlite_where=sa.text("direction = 'OUT'"),
            postgresql_where=sa.text("direction = 'OUT'"),
        )


def _flows() -> None:
    with op.batch_alter_table("flows", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "flow_versions",
        sa.Column("flow_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("flow_id", "version", name=op.f("pk_flow_versions")),
    )
    op.create_table(
        "systems",
        sa.Column("system_id", sa.String(length=64), nullable=False),
        sa.Column("base_url", sa.String(length=1000), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("secret_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column("timeout_ms", sa.Integer(), nullable=False),
        sa.Column("retries", sa.Integer(), nullable=False),
        sa.Column("operations", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("system_id", name=op.f("pk_systems")),
    )
    op.create_table(
        "flow_visits",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("flow_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("node", sa.String(length=80), nullable=False),
        sa.Column("exit", sa.String(length=40), nullable=False),
        sa.Column("spent_s", sa.Double(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_flow_visits")),
    )
    with op.batch_alter_table("flow_visits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flow_visits_call_id"), ["call_id"], unique=False)
        batch_op.create_index("ix_flow_visits_flow_id_at", ["flow_id", "at"], unique=False)
    op.create_table(
        "flow_runs",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("flow_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("last_node", sa.String(length=80), nullable=False),
        sa.Column("last_exit", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_flow_runs")),
    )
    with op.batch_alter_table("flow_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flow_runs_call_id"), ["call_id"], unique=False)
        batch_op.create_index("ix_flow_runs_flow_id_at", ["flow_id", "at"], unique=False)
    op.execute(  # what is in force is the first version
        sa.text(
            "INSERT INTO flow_versions (flow_id, version, definition, note, by, at) "
            "SELECT flow_id, 1, definition, '', 'system', :at FROM flows"
        ).bindparams(sa.bindparam("at", time.time_ns() // 1000, sa.BigInteger()))
    )


def _waiting() -> None:
    op.create_table(
        "queue_entries",
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("queue_id", sa.String(length=64), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("waited_s", sa.Double(), nullable=False),
        sa.Column("trigger", sa.String(length=30), nullable=False),
        sa.Column("to", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "seq", name=op.f("pk_queue_entries")),
    )
    with op.batch_alter_table("queue_entries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_queue_entries_queue_id_entered_at", ["queue_id", "entered_at"], unique=False
        )
    op.create_table(
        "wait_announcements",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("queue_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("low_s", sa.Integer(), nullable=False),
        sa.Column("high_s", sa.Integer(), nullable=False),
        sa.Column("waited_s", sa.Double(), nullable=True),
        sa.Column("hit", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_wait_announcements")),
    )
    with op.batch_alter_table("wait_announcements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wait_announcements_call_id"), ["call_id"], unique=False)
        batch_op.create_index("ix_wait_announcements_queue_id_at", ["queue_id", "at"], unique=False)
    op.create_table(
        "offers",
        sa.Column("offer_id", sa.String(length=64), nullable=False),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("agent_id", sa.String(length=64), nullable=False),
        sa.Column("queue_id", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_offers")),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index("ix_offers_call_id_made_at", ["call_id", "made_at"], unique=False)


def _followups() -> None:
    op.create_table(
        "callbacks",
        sa.Column("callback_id", sa.String(length=64), nullable=False),
        sa.Column("queue_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=True),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("for_call_id", sa.String(length=64), nullable=False),
        sa.Column("waiting_since", sa.BigInteger(), nullable=False),
        sa.Column("promised_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("agent_id", sa.String(length=64), nullable=False),
        sa.Column("last_call_id", sa.String(length=64), nullable=False),
        sa.Column("last_result", sa.String(length=20), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("callback_id", name=op.f("pk_callbacks")),
    )
    with op.batch_alter_table("callbacks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_callbacks_for_call_id"), ["for_call_id"], unique=False)
        batch_op.create_index("ix_callbacks_promised_at", ["promised_at"], unique=False)
        batch_op.create_index("ix_callbacks_state_waiting_since", ["state", "waiting_since"], unique=False)
    op.create_table(
        "voice_messages",
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("recording_id", sa.String(length=64), nullable=False),
        sa.Column("queue_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=True),
        sa.Column("from_s", sa.Double(), nullable=False),
        sa.Column("length_s", sa.Double(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done_by", sa.String(length=64), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_voice_messages")),
    )
    with op.batch_alter_table("voice_messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voice_messages_call_id"), ["call_id"], unique=False)
        batch_op.create_index("ix_voice_messages_left_at", ["left_at"], unique=False)
        batch_op.create_index("ix_voice_messages_state_left_at", ["state", "left_at"], unique=False)
    op.create_table(
        "survey_answers",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("digit", sa.String(length=1), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("queue_id", sa.String(length=64), nullable=False),
        sa.Column("agent_id", sa.String(length=64), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_survey_answers")),
    )
    with op.batch_alter_table("survey_answers", schema=None) as batch_op:
        batch_op.create_index("ix_survey_answers_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_survey_answers_call_id"), ["call_id"], unique=False)
    op.create_table(
        "messages_sent",
        sa.Column(
            "message_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_messages_sent")),
    )
    with op.batch_alter_table("messages_sent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_sent_call_id"), ["call_id"], unique=False)
        batch_op.create_index("ix_messages_sent_state_at", ["state", "at"], unique=False)
