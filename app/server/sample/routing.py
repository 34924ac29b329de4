"""How the sample company leads its calls: skills, rules of its queues, opening hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from app.server.core.plan import QueuePlan
from app.server.core.routing.plan import Choice, Priority, Relaxation
from app.server.core.waiting.plan import (
    CallBackRules,
    Holiday,
    Hours,
    Overflow,
    Reconnect,
    Trigger,
    Waiting,
    Way,
)
from app.server.sample.model import SampleHours, SampleLabel

SKILLS = (
    SampleLabel("english", "英语", "English"),
    SampleLabel("vip", "贵宾服务", "VIP service"),
    SampleLabel("complaints", "投诉处理", "Complaints"),
    SampleLabel("technical", "技术支持", "Technical help"),
)

SALES = QueuePlan(
    queue_id="sales",
    ring_s=20,
    wrap_up_s=60,
    number="7001",
    service_level_s=20,
    choice=Choice(dedicated_s=20),
    waiting=Waiting(keys={"1": "call-back", "2": "message"}),
    overflow=(
        Overflow(Trigger.LENGTH, Way.FLOW, "call-back", 30),
        Overflow(Trigger.WAITED_S, Way.QUEUE, "service", 180),
    ),
)
SERVICE = QueuePlan(
    queue_id="service",
    ring_s=20,
    wrap_up_s=60,
    number="7002",
    service_level_s=20,
    choice=Choice(by_region=True),
    priority=Priority(levels={"VIP": 10.0, "GOLD": 5.0, "SILVER": 2.0}),
    waiting=Waiting(
        keys={"1": "call-back", "2": "message"},
        call_back=CallBackRules(tries=3, retry_after_s=300),
    ),
    overflow=(Overflow(Trigger.EXPECTED_WAIT_S, Way.FLOW, "call-back", 900),),
)
COMPLAINTS = QueuePlan(
    queue_id="complaints",
    ring_s=20,
    wrap_up_s=60,
    number="7003",
    service_level_s=20,
    choice=Choice(
        strategy="fewest-handled",
        wants={"complaints": 6},
        relax=(Relaxation(20, {"complaints": 3}), Relaxation(60)),
        senior="first",
        last_agent_s=15,
        ring_more_after_s=10,
    ),
    priority=Priority(base=5.0),
    waiting=Waiting(keys={"2": "message"}, reconnect=Reconnect(tries=2)),
    overflow=(Overflow(Trigger.NO_AGENTS, Way.FLOW, "message"),),
    survey="survey",
)


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


_WORK = ((time(9), time(12)), (time(13, 30), time(18)))
_SATURDAY = ((time(9), time(12)),)
_FEAST = ((time(10), time(16)),)  # somebody is there even then
HOURS = (
    SampleHours(
        Hours(
            hours_id="office",
            timezone="Asia/Shanghai",
            week=(_WORK, _WORK, _WORK, _WORK, _WORK, _SATURDAY, ()),
            holidays=(
                Holiday("元旦", tuple(_days(date(2027, 1, 1), date(2027, 1, 3)))),
                Holiday("春节", tuple(_days(date(2027, 2, 5), date(2027, 2, 11))), _FEAST),
                Holiday("清明节", tuple(_days(date(2027, 4, 3), date(2027, 4, 5)))),
                Holiday("劳动节", tuple(_days(date(2027, 5, 1), date(2027, 5, 5)))),
                Holiday("端午节", tuple(_days(date(2027, 6, 9), date(2027, 6, 9)))),
                Holiday("中秋节", tuple(_days(date(2027, 9, 15), date(2027, 9, 15)))),
                Holiday("国庆节", tuple(_days(date(2027, 10, 1), date(2027, 10, 7))), _FEAST),
            ),
        ),
        "工作时间",
        "Office hours",
    ),
)
