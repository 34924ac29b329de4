"""The story of the demo's known customer, 李明 (VIP): three orders, five calls, one open ticket due today.

He bought an air purifier a month ago; it hums, agent 1001 opened a repair ticket two days ago and
promised him an answer today. So when he calls, there is something to see and something to say.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from app.server.core.types import CallOutcome
from app.server.sample.customers import DEMO_CUSTOMER_ID, DEMO_NUMBER
from app.server.sample.dice import COMPANY_ZONE
from app.server.sample.model import SampleCall, SampleOrder, SampleTicket, SampleTicketEvent
from app.server.sample.orders import build_order

_PURIFIER = "智能空气净化器 A3"
_FILTER = "空气净化器滤芯（两支装）"
_REPAIR_DAYS_AGO = 2
_AGENT = "1001"


def demo_orders(now: datetime) -> list[SampleOrder]:
    """Three orders; the youngest is on its way."""
    return [
        build_order(
            DEMO_CUSTOMER_ID,
            _at(now, 210, 20, 14),
            [("反渗透净水器 P2", 1), ("净水器 PP 棉滤芯", 2)],
            "DELIVERED",
        ),
        build_order(DEMO_CUSTOMER_ID, _at(now, 31, 11, 5), [(_PURIFIER, 1)], "DELIVERED"),
        build_order(DEMO_CUSTOMER_ID, _at(now, 1, 21, 32), [(_FILTER, 2)], "SHIPPED"),
    ]


def demo_calls(now: datetime) -> list[SampleCall]:
    """Five past calls, oldest first; the last but one was abandoned, the last left something to do."""
    today = now.astimezone(COMPANY_ZONE)
    repair_at = _at(now, _REPAIR_DAYS_AGO, 15, 26)
    return [
        _answered(
            _at(now, 47, 10, 12), "1005", 9, 148, "询问反渗透净水器 P2 怎样更换滤芯，已一步步指导完成。"
        ),
        _answered(
            _at(now, 28, 19, 3), _AGENT, 12, 231, f"{_PURIFIER} 不会连 Wi-Fi，已指导重置网络，恢复正常。"
        ),
        _answered(
            _at(now, 9, 14, 40),
            "1004",
            7,
            95,
            f"咨询{_PURIFIER} 的滤芯多久更换，已说明约 6 个月，App 会提醒。",
            queue_id="sales",
        ),
        _abandoned(repair_at - timedelta(minutes=14), 64),
        _answered(
            repair_at,
            _AGENT,
            18,
            264,
            f"{_PURIFIER} 开机后有持续异响，已清洁进风口无效，登记报修。"
            f"承诺 {today.month} 月 {today.day} 日给答复，客户希望先短信联系。",
            follow_up_at=_due_today(now),
        ),
    ]


def demo_ticket(call: SampleCall, now: datetime) -> SampleTicket:
    """The repair ticket made from his last call: in progress, due today."""
    created_at = call.ended_at + timedelta(seconds=25)
    text = (
        f"客户反映{_PURIFIER}（购买约一个月，在保修期内）开机后有持续异响，清洁进风口后无改善。"
        "请工程师判断是否需要上门，并在约定时间前答复客户。上门前请先发短信。"
    )
    second = created_at + timedelta(minutes=31)
    third = created_at + timedelta(hours=18, minutes=12)
    return SampleTicket(
        number="",
        customer_id=DEMO_CUSTOMER_ID,
        call_id=call.call_id,
        type="REPAIR",
        priority="HIGH",
        status="IN_PROGRESS",
        title=f"{_PURIFIER} 运行异响",
        text=text,
        created_at=created_at,
        created_by=_AGENT,
        assigned_to=_AGENT,
        due_at=_due_today(now),
        events=(
            SampleTicketEvent(created_at, _AGENT, "CREATED", "NEW", "通话中登记报修。"),
            SampleTicketEvent(second, "2001", "ASSIGNED", "ASSIGNED", "由王芳继续跟进。"),
            SampleTicketEvent(
                third, _AGENT, "STATUS", "IN_PROGRESS", "工程师初步判断为风扇轴承，正在确认备件。"
            ),
        ),
    )


def _at(now: datetime, days_ago: int, hour: int, minute: int) -> datetime:
    """A moment by the company's clock on a day before today."""
    today = now.astimezone(COMPANY_ZONE)
    local = datetime.combine(today.date() - timedelta(days=days_ago), time(hour, minute), COMPANY_ZONE)
    return local.astimezone(now.tzinfo)


def _due_today(now: datetime) -> datetime:
    """17:00 today; when that is near or past, two hours from now but still today."""
    local = now.astimezone(COMPANY_ZONE)
    usual = local.replace(hour=17, minute=0, second=0, microsecond=0)
    late = local.replace(hour=23, minute=59, second=0, microsecond=0)
    soon = local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    return min(max(usual, soon), late).astimezone(now.tzinfo)


def _answered(
    started_at: datetime,
    agent: str,
    wait_s: int,
    talk_s: int,
    note: str,
    *,
    queue_id: str = "service",
    follow_up_at: datetime | None = None,
) -> SampleCall:
    queued_at = started_at + timedelta(seconds=17)
    answered_at = queued_at + timedelta(seconds=wait_s)
    return SampleCall(
        call_id="",
        started_at=started_at,
        ended_at=answered_at + timedelta(seconds=talk_s),
        dialled_number="4001",
        caller_number=DEMO_NUMBER,
        customer_id=DEMO_CUSTOMER_ID,
        queue_id=queue_id,
        agent=agent,
        outcome=CallOutcome.ANSWERED,
        queued_at=queued_at,
        answered_at=answered_at,
        wait_s=float(wait_s),
        talk_s=float(talk_s),
        hold_s=0.0,
        wrap_up_s=38.0,
        result="FOLLOW_UP" if follow_up_at else "RESOLVED",
        note=note,
        follow_up_at=follow_up_at,
        ended_by="customer",
    )


def _abandoned(started_at: datetime, wait_s: int) -> SampleCall:
    queued_at = started_at + timedelta(seconds=19)
    return SampleCall(
        call_id="",
        started_at=started_at,
        ended_at=queued_at + timedelta(seconds=wait_s),
        dialled_number="4001",
        caller_number=DEMO_NUMBER,
        customer_id=DEMO_CUSTOMER_ID,
        queue_id="service",
        agent=None,
        outcome=CallOutcome.ABANDONED,
        queued_at=queued_at,
        answered_at=None,
        wait_s=float(wait_s),
        talk_s=0.0,
        hold_s=0.0,
        wrap_up_s=0.0,
        result="",
        note="",
        follow_up_at=None,
        ended_by="customer",
    )
