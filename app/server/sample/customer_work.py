"""Segments and tag rules of the sample company: what its supervisors have put together.

Out: names and filters, for all to see; a rule is carried out soon after the first start.
"""

from __future__ import annotations

from app.contracts.customer_work import NewSegment, NewTagRule
from app.contracts.filters import Condition, Filter

MADE_BY = "2001"

SEGMENTS = (
    NewSegment(
        name="金卡与 VIP 客户",
        shared=True,
        filter=Filter(
            match="any",
            conditions=[
                Condition(field="level", op="is", value="VIP"),
                Condition(field="level", op="is", value="GOLD"),
            ],
        ),
    ),
    NewSegment(
        name="有未结工单",
        shared=True,
        filter=Filter(conditions=[Condition(field="tickets.open", op="at_least", value=1)]),
    ),
    NewSegment(
        name="一个月内多次来电",
        shared=True,
        filter=Filter(conditions=[Condition(field="calls.count", op="at_least", value=2, days=30)]),
    ),
    NewSegment(
        name="可以发促销短信",
        shared=True,
        filter=Filter(
            conditions=[
                Condition(field="consent.sms", op="is", value=True),
                Condition(field="consent.marketing", op="is", value=True),
            ]
        ),
    ),
    NewSegment(
        name="上海的延保用户",
        shared=True,
        filter=Filter(
            conditions=[
                Condition(field="region", op="starts_with", value="上海"),
                Condition(field="tags", op="has", value="延保用户"),
            ]
        ),
    ),
    NewSegment(
        name="久未下单的会员",
        shared=True,
        filter=Filter(
            conditions=[
                Condition(field="field.member_until", op="not_empty"),
                Condition(field="orders.last_at", op="not_within_days", value=45),
            ]
        ),
    ),
)

TAG_RULES = (
    NewTagRule(
        name="消费满两万元",
        tag="大额客户",
        filter=Filter(conditions=[Condition(field="value_cents", op="at_least", value=2_000_000)]),
    ),
    NewTagRule(
        name="三个月内两次报修或投诉",
        tag="重点关注",
        filter=Filter(conditions=[Condition(field="tickets.count", op="at_least", value=2, days=90)]),
    ),
    NewTagRule(
        name="小结里提到发票",
        tag="需要发票",
        takes_away=False,
        filter=Filter(conditions=[Condition(field="note", op="contains", value="发票", days=180)]),
    ),
)
