"""Sample content of the fake server: a company, its agent 王芳 and her customers, as on a working day.

Everything is made up. Functions return fresh models of ``app.contracts``; ``now`` is an aware UTC time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from app.contracts.calls import CallView
from app.contracts.customers import CustomerFile, CustomerView, OpenTicket, TimelineItem
from app.contracts.people import AgentView, Label, PhoneView, QueueView, TodayView, UserView

AGENT_ID = "agent-1001"
CUSTOMER_ID = "cust-liming"
USER = UserView(user_id=AGENT_ID, username="1001", display_name="王芳", role="AGENT")
COMPANY = "晨光家居"

AFTER_SALES = Label(code="after-sales", zh="售后", en="After-sales")
SALES = Label(code="sales", zh="售前", en="Sales")
COMPLAINTS = Label(code="complaints", zh="投诉与建议", en="Complaints")

OUTCOMES = [
    Label(code="resolved", zh="已解决", en="Resolved"),
    Label(code="follow-up", zh="待跟进", en="Follow up"),
    Label(code="escalated", zh="已转上级", en="Escalated"),
    Label(code="no-answer", zh="客户挂断", en="Caller hung up"),
    Label(code="wrong-number", zh="打错电话", en="Wrong number"),
]
NOT_READY_REASONS = [
    Label(code="break", zh="小休", en="Break"),
    Label(code="meal", zh="用餐", en="Meal"),
    Label(code="training", zh="培训", en="Training"),
    Label(code="meeting", zh="会议", en="Meeting"),
]
TICKET_TYPES = [
    Label(code="repair", zh="报修", en="Repair"),
    Label(code="refund", zh="退款", en="Refund"),
    Label(code="complaint", zh="投诉", en="Complaint"),
    Label(code="question", zh="咨询", en="Question"),
]

LONG_NOTE = (
    "客户第三次来电反映同一张餐桌的桌面开裂，情绪比较激动但愿意配合。前两次的处理分别是寄送修补膏和安排师傅上门打磨，"
    "都没有解决根本问题。客户家里有小孩，担心木刺划伤，希望这次直接更换整块桌面；如果没有同批次的木料，可以接受浅胡桃色。"
    "已说明更换需要仓库确认库存，承诺今天 17:00 前由本人回电答复，不再让客户重复说明情况。"
)


def agent(now: datetime) -> AgentView:
    return AgentView(
        agent_id=AGENT_ID,
        state="NOT_READY",
        reason="break",
        since=now - timedelta(minutes=2),
        phone_registered=True,
    )


def queues(now: datetime) -> list[QueueView]:
    return [
        QueueView(
            queue_id="after-sales",
            name=AFTER_SALES,
            waiting=3,
            oldest_since=now - timedelta(seconds=65),
            agents_ready=1,
        ),
        QueueView(queue_id="sales", name=SALES, waiting=0, agents_ready=2),
        QueueView(queue_id="complaints", name=COMPLAINTS, waiting=0, agents_ready=0),
    ]


def today() -> TodayView:
    return TodayView(answered=42, talk_s_average=192.0, missed=1)


def phone() -> PhoneView:
    return PhoneView(
        sip_user="1001",
        sip_password="not-a-real-secret",
        domain="seatline",
        tls_port=5061,
        certificate_sha256="00" * 32,
    )


def liming(now: datetime) -> CustomerView:
    return CustomerView(
        customer_id=CUSTOMER_ID,
        name="李明",
        level="VIP",
        number="138****1234",
        region="上海",
        language="zh",
        email="li***@example.com",
        address="上海市浦东新区锦绣路 *** 弄",
        tags=["三年会员", "全屋定制", "对时间敏感", "偏好微信联系"],
        since=now - timedelta(days=3 * 365 + 40),
        note="请直接称呼李先生。家里有两个小孩，送货请避开 12:30–14:30 午睡时间。",
    )


def open_tickets(now: datetime) -> list[OpenTicket]:
    return [
        OpenTicket(
            ticket_id="tick-42",
            number="T20261121-0042",
            title="餐桌桌面开裂，要求更换整块桌面",
            status="IN_PROGRESS",
            due_at=now + timedelta(hours=3),
        ),
        OpenTicket(
            ticket_id="tick-37",
            number="T20261118-0037",
            title="衣柜门铰链异响，等待配件到货",
            status="WAITING",
            due_at=now - timedelta(hours=20),
        ),
    ]


def timeline(now: datetime) -> list[TimelineItem]:
    """Eight things that happened, newest first."""
    return [
        TimelineItem(
            item_id="call:past-0",
            kind="CALL",
            at=now - timedelta(minutes=52),
            title="来电：餐桌桌面开裂",
            result="待跟进",
            detail=LONG_NOTE,
            agent_name="王芳",
            recording_id="rec-8",
        ),
        TimelineItem(
            item_id="ticket:tick-42",
            kind="TICKET",
            at=now - timedelta(minutes=50),
            title="餐桌桌面开裂，要求更换整块桌面",
            result="处理中",
            detail="仓库正在确认同批次木料库存。",
            status="IN_PROGRESS",
            agent_name="王芳",
        ),
        TimelineItem(
            item_id="call:past-6",
            kind="CALL",
            at=now - timedelta(days=3, hours=2),
            title="来电：衣柜门铰链异响",
            result="已转上级",
            detail="铰链型号停产，已申请替代件。",
            agent_name="赵磊",
            recording_id="rec-6",
        ),
        TimelineItem(
            item_id="ticket:tick-37",
            kind="TICKET",
            at=now - timedelta(days=3, hours=2),
            title="衣柜门铰链异响，等待配件到货",
            result="等待配件",
            status="WAITING",
            agent_name="赵磊",
        ),
        TimelineItem(
            item_id="t4",
            kind="ORDER",
            at=now - timedelta(days=26),
            title="订单 20261026-8817:白蜡木餐桌等 5 件",
            result="已签收",
            status="DELIVERED",
            amount_cents=1_289_900,
        ),
        TimelineItem(
            item_id="call:past-12",
            kind="CALL",
            at=now - timedelta(days=31),
            title="来电：咨询餐桌尺寸与送货时间",
            result="已解决",
            agent_name="王芳",
            recording_id="rec-3",
        ),
        TimelineItem(
            item_id="t2",
            kind="ORDER",
            at=now - timedelta(days=410),
            title="订单 20251007-2204:儿童书桌",
            result="已退款",
            status="REFUNDED",
            amount_cents=159_900,
        ),
        TimelineItem(
            item_id="call:past-18",
            kind="CALL",
            at=now - timedelta(days=412),
            title="来电：书桌漆面有划痕",
            result="已解决",
            detail="同意退货退款，运费由我方承担。",
            agent_name="孙晓雨",
            recording_id="rec-1",
        ),
    ]


def file_of_liming(now: datetime) -> CustomerFile:
    return CustomerFile(
        customer=liming(now), number="138****1234", open_tickets=open_tickets(now), timeline=timeline(now)
    )


def unknown_caller() -> CustomerFile:
    return CustomerFile(customer=None, number="021****5678")


def calls(now: datetime) -> list[CallView]:
    """A morning's work: 60 calls, newest first."""
    names = ["李明", "欧阳思远", "陈静", "Alexander Montgomery-Whitfield", "张伟", ""]
    results = ["resolved", "follow-up", "resolved", "escalated", "resolved", "no-answer"]
    made: list[CallView] = []
    for index in range(60):
        at = now - timedelta(minutes=8 * index + 5)
        missed = index % 11 == 7
        made.append(
            CallView(
                call_id=f"past-{index}",
                started_at=at,
                ended_at=at + timedelta(seconds=90 + 7 * index),
                outcome="ABANDONED" if missed else "ANSWERED",
                customer_id=CUSTOMER_ID if index % 6 == 0 else None,
                customer_name=names[index % 6],
                caller_number=f"13{index % 10}****{4321 + index}",
                queue=AFTER_SALES if index % 3 else SALES,
                agent_id=AGENT_ID,
                agent_name="王芳",
                waited_s=float(3 + index),
                talk_s=0.0 if missed else float(80 + 7 * index),
                hold_s=float(12 if index % 4 == 0 else 0),
                result="" if missed else results[index % 6],
                note=LONG_NOTE if index % 6 == 0 else "",
                recording_id=None if missed else f"rec-past-{index}",
            )
        )
    return made
