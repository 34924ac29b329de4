"""Examples: who works here, what they are doing, what a desktop needs to start."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from app.contracts.base import Wire
from app.contracts.colleagues import CallDirectory, ColleagueView, SavedNumberView, TargetQueueView
from app.contracts.people import (
    AgentView,
    CallerNumber,
    DeskConfig,
    Label,
    NoteTemplate,
    PhoneView,
    QueueDeskRules,
    QueueView,
    StateWish,
    TodayView,
    Token,
    UserView,
)
from app.contracts.phone_test import PhoneTestView

SERVICE: Final = Label(code="service", zh="售后服务", en="After-sales service")
_SINCE = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_SOLVED = Label(code="SOLVED", zh="已解决", en="Solved")
_FOLLOW_UP = Label(code="FOLLOW_UP", zh="待跟进", en="Follow up")

_USER = UserView(
    user_id="1001", username="1001", display_name="李敏", role="AGENT", rights=["customers.change"]
)
_AGENT = AgentView(agent_id="1001", state="READY", since=_SINCE, phone_registered=True)
_QUEUE = QueueView(
    queue_id="service",
    name=SERVICE,
    waiting=3,
    oldest_since=_SINCE,
    agents_ready=1,
    agents_signed_in=6,
    callbacks_waiting=1,
    longest_wait_s=48.0,
    expected_wait_s=95.0,
)
_RULES = QueueDeskRules(
    queue_id="service",
    outcomes=["SOLVED", "FOLLOW_UP"],
    note_templates=[
        NoteTemplate(
            title=Label(code="1", zh="故障登记", en="Fault report"), text="型号：\n故障现象：\n购买日期："
        )
    ],
    script="您好，晨光家电，很高兴为您服务。",
)

EXAMPLES: Final[tuple[Wire, ...]] = (
    _USER,
    _AGENT,
    _QUEUE,
    _RULES,
    Token(access_token="4f0c…", expires_in_s=43_200, user=_USER),
    StateWish(state="NOT_READY", reason="LUNCH"),
    DeskConfig(
        user=_USER,
        agent=_AGENT,
        phone=PhoneView(
            sip_user="1001",
            sip_password="only-of-who-asks",
            domain="seatline",
            tls_port=5061,
            certificate_sha256="9c1f…",
        ),
        queues=[_QUEUE],
        outcomes=[_SOLVED, _FOLLOW_UP],
        not_ready_reasons=[Label(code="LUNCH", zh="午餐", en="Lunch")],
        ticket_types=[Label(code="REPAIR", zh="维修", en="Repair")],
        today=TodayView(answered=23, talk_s_average=184.0, missed=1),
        company="晨光家电",
        server_version="0.6.0",
        queue_rules=[_RULES],
        caller_numbers=[
            CallerNumber(number="+864008001234", name=Label(code="main", zh="总机", en="Main number"))
        ],
    ),
    CallDirectory(
        colleagues=[
            ColleagueView(
                agent_id="1002",
                name="王强",
                extension="1002",
                department="售后",
                state="TALKING",
                since=_SINCE,
                busy=True,
                phone_registered=True,
            )
        ],
        queues=[TargetQueueView(queue_id="service", name=SERVICE, number="4002", agents_ready=1, waiting=3)],
        numbers=[SavedNumberView(name="城西维修站", number="+8657188001234")],
    ),
    PhoneTestView(answered=True, packets_from_phone=148, packets_lost_to_phone=0, round_trip_ms=12.5),
)
