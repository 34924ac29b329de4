"""Examples: notices, what was sent outside, alarms, own recordings, and how errors look."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Final

from app.contracts.base import Wire
from app.contracts.notice_texts import NoticeTextView, NoticeWords
from app.contracts.notices import (
    ChannelTest,
    ChannelTested,
    ChannelView,
    ContactWay,
    ContactWish,
    NoticeChoices,
    NoticeCounts,
    NoticeView,
    NoticeWishes,
    OutgoingCounts,
    OutgoingView,
)
from app.contracts.operations import AlarmView, OperationsView, TrunkView
from app.contracts.people import Label
from app.contracts.problems import Problem
from app.contracts.prompts import PromptsView, PromptView

_AT = datetime(2026, 11, 20, 9, 35, tzinfo=UTC)
_PROMPT = PromptView(language="zh", name="welcome", size_bytes=31_200, changed_at=_AT)

EXAMPLES: Final[tuple[Wire, ...]] = (
    NoticeView(
        notice_id=88,
        at=_AT,
        kind="ticket.assigned",
        title="新工单 T20261120-0042",
        text="冰箱漏水，要求上门维修",
        subject="ticket:t42",
    ),
    NoticeCounts(unread=3, urgent=1),
    NoticeWishes(
        channels=["EMAIL"],
        off=["ticket.watching"],
        quiet_from=time(22, 0),
        quiet_until=time(8, 0),
        email="limin@example.com",
    ),
    NoticeChoices(
        kinds=[Label(code="ticket.assigned", zh="工单分派给我", en="A ticket was assigned to me")],
        channels=["EMAIL"],
    ),
    NoticeTextView(
        template="ticket.created",
        name=Label(code="ticket.created", zh="工单已建立", en="A ticket was made"),
        to="customer",
        values=["number", "code"],
        usual_zh=NoticeWords(text="您的工单 {number} 已建立，查询码 {code}。"),
        usual_en=NoticeWords(text="Your ticket {number} was made; the check code is {code}."),
        own_zh=NoticeWords(text="您好，您的工单 {number} 已受理，查询码 {code}。"),
        own_en=NoticeWords(),
        version="3f9a1c",
    ),
    OutgoingView(
        outgoing_id=512,
        at=_AT,
        channel="SMS",
        to="138****1234",
        template="ticket.created",
        state="SENT",
        tries=1,
        sent_at=_AT,
        subject="ticket:t42",
        what=Label(code="ticket.created", zh="工单已受理", en="A ticket was made"),
        customer_id="c-1",
        customer_name="李明",
        number="T20261120-0042",
    ),
    OutgoingCounts(failed=2, skipped=5, waiting=1),
    ChannelView(
        channel_id="mail",
        kind="smtp",
        channel="EMAIL",
        active=True,
        in_use=True,
        where="smtp.example.com:465",
        secrets_set=["password"],
        last_sent_at=_AT,
        last_failed_at=_AT,
        why="refused",
    ),
    ChannelTest(to="limin@example.com"),
    ChannelTested(taken=True, to="l****@example.com"),
    ContactWay(channel="SMS", state="OPTED_OUT", at=_AT, by="王芳"),
    ContactWish(channel="SMS", wanted=False),
    OperationsView(
        alarms=[AlarmView(error_id="disk-low", text="The disk for recordings is 92 % full.", since=_AT)],
        trunks=[TrunkView(trunk_id="main", up=True, why="registered", since=_AT)],
    ),
    _PROMPT,
    PromptsView(items=[_PROMPT]),
    Problem(
        status=404,
        error_id="not-found",
        title="Not found",
        detail="There is no such ticket. Look whether the number is right.",
    ),
)
