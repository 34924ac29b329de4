"""Made-up customers of the fake server: two hundred and forty of them, segments, rules, pairs, requests."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.contracts.customer_work import (
    AccessRequestView,
    CustomerSetUp,
    DuplicateView,
    ImportView,
    MergeView,
    SegmentView,
    TagRuleView,
)
from app.contracts.customers import CustomerLevel, CustomerView, NumberView
from app.contracts.fields import FieldDefinition
from app.contracts.filters import Condition, Filter, FilterField
from app.contracts.people import Label
from tests.doubles import fake_crm_content as content

FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑"
GIVEN = ("芳", "建国", "秀英", "伟", "敏", "晓雨", "思远", "子涵", "丽华", "志强", "欣怡", "浩然")
REGIONS = ("上海", "北京", "杭州", "广州", "成都", "武汉", "呼和浩特")
TAGS = ("三年会员", "全屋定制", "对时间敏感", "偏好微信联系", "投诉过", "大宗采购")
LEVELS: tuple[CustomerLevel, ...] = ("NORMAL", "NORMAL", "NORMAL", "SILVER", "GOLD", "VIP")


def _label(code: str, zh: str, en: str) -> Label:
    return Label(code=code, zh=zh, en=en)


SET_UP = CustomerSetUp(
    fields=[
        FieldDefinition(code="home_size", name=_label("home_size", "面积（㎡）", "Home (m²)"), kind="NUMBER"),
        FieldDefinition(
            code="style",
            name=_label("style", "装修风格", "Style"),
            kind="CHOICE",
            choices=[
                _label("modern", "现代简约", "Modern"),
                _label("chinese", "新中式", "New Chinese"),
                _label("nordic", "北欧", "Nordic"),
            ],
            position=1,
        ),
        FieldDefinition(
            code="rooms",
            name=_label("rooms", "关注空间", "Rooms"),
            kind="CHOICES",
            choices=[
                _label("living", "客厅", "Living room"),
                _label("kitchen", "厨房", "Kitchen"),
                _label("kids", "儿童房", "Children's room"),
            ],
            position=2,
        ),
        FieldDefinition(
            code="id_card", name=_label("id_card", "身份证号", "Identity number"), kind="TEXT",
            private=True, position=3,
        ),
        FieldDefinition(
            code="moving", name=_label("moving", "入住日期", "Moves in"), kind="DATE", position=4
        ),
    ],
    consents=[
        _label("marketing", "营销短信", "Marketing messages"),
        _label("recording", "录音留存", "Keeping recordings"),
    ],
    tags=[*TAGS, "沉睡客户"],
    suggested=[*TAGS],
    retired=[FieldDefinition(code="fax", name=_label("fax", "传真", "Fax"), kind="TEXT")],
    version="1",
)  # fmt: skip

FILTER_FIELDS = [
    FilterField(
        field="level",
        zh="等级",
        en="Level",
        ops=["is", "is_not"],
        kind="CHOICE",
        choices=[
            ("NORMAL", "普通", "Normal"),
            ("SILVER", "银卡", "Silver"),
            ("GOLD", "金卡", "Gold"),
            ("VIP", "VIP", "VIP"),
        ],
    ),
    FilterField(field="region", zh="地区", en="Region", ops=["is", "contains", "empty"], kind="TEXT"),
    FilterField(
        field="tags",
        zh="标签",
        en="Tags",
        ops=["has", "has_not", "empty"],
        kind="TAGS",
        choices=[(tag, tag, tag) for tag in TAGS],
    ),
    FilterField(
        field="value_cents",
        zh="客户价值（分）",
        en="Value (cents)",
        ops=["at_least", "at_most"],
        kind="NUMBER",
    ),
    FilterField(
        field="calls.last_at",
        zh="最近通话",
        en="Last call",
        ops=["within_days", "not_within_days"],
        kind="DATE",
    ),
    FilterField(
        field="outcome.escalated",
        zh="处理结果“已转上级”次数",
        en="Calls with result “Escalated”",
        ops=["at_least", "at_most"],
        kind="NUMBER",
        takes_days=True,
    ),
]


def customers(now: datetime) -> list[CustomerView]:
    made = [in_full(content.liming(now))]
    for index in range(239):
        family = FAMILY[index % len(FAMILY)]
        name = f"{family}{GIVEN[(index * 7) % len(GIVEN)]}"
        if index == 3:
            name = "Alexander Montgomery-Whitfield"
        if index == 11:
            name = "上海浦东新区锦绣晨光全屋定制家居装饰工程有限公司"
        level = LEVELS[(index * 5) % len(LEVELS)]
        tags = [TAGS[(index + step) % len(TAGS)] for step in range(index % 4)]
        number = f"13{index % 10}****{1000 + (index * 37) % 9000}"
        made.append(
            CustomerView(
                customer_id=f"cust-{index:03}",
                name=name,
                level=level,
                number=number,
                numbers=[NumberView(number_id=f"n-{index}", number=number, raw=number, kind="MOBILE")],
                region=REGIONS[index % len(REGIONS)],
                language="en" if index == 3 else "zh",
                tags=tags,
                value_cents=(index * 73_900) % 6_000_000,
                loyalty=(index * 130) % 9000,
                since=now - timedelta(days=20 + index * 9),
                masked=["number", "numbers"],
            )
        )
    return made


def in_full(liming: CustomerView) -> CustomerView:
    return liming.model_copy(
        update={
            "numbers": [
                NumberView(number_id="n-a", number=liming.number, raw=liming.number, kind="MOBILE"),
                NumberView(number_id="n-b", number="021****5678", raw="021****5678", kind="WORK"),
            ],
            "value_cents": 12_899_00,
            "loyalty": 3620,
            "dedicated_agent_id": content.AGENT_ID,
            "dedicated_agent_name": "王芳",
            "fields": {
                "home_size": 128,
                "style": "modern",
                "rooms": ["living", "kids"],
                "id_card": "3101**********1234",
                "moving": "2026-12-05",
            },
            "consent": {"marketing": False, "recording": True},
            "masked": ["email", "address", "number", "numbers", "field.id_card"],
            "version": 7,
        }
    )


def segments(now: datetime) -> list[SegmentView]:
    def one(
        segment_id: str, name: str, count: int | None, conditions: list[Condition], mine: bool = True
    ) -> SegmentView:
        return SegmentView(
            segment_id=segment_id,
            name=name,
            filter=Filter(conditions=conditions),
            shared=not mine,
            mine=mine,
            count=count,
            counted_at=now - timedelta(minutes=14) if count is not None else None,
        )  # fmt: skip

    return [
        one("seg-vip", "VIP 与金卡", 80, [Condition(field="level", op="is", value="VIP")], mine=False),
        one("seg-sh", "上海客户", 35, [Condition(field="region", op="is", value="上海")]),
        one("seg-angry", "投诉过，30 天内未联系", 9, [Condition(field="tags", op="has", value="投诉过")]),
        one("seg-big", "大宗采购（华东）", None, [Condition(field="tags", op="has", value="大宗采购")]),
    ]


def rules(now: datetime) -> list[TagRuleView]:
    def one(rule_id: str, name: str, tag: str, condition: Condition, **more: object) -> TagRuleView:
        base = {"rule_id": rule_id, "name": name, "tag": tag, "filter": Filter(conditions=[condition])}
        base |= {"takes_away": True, "active": True, "matched": 37, "last_run_at": now - timedelta(hours=9)}
        return TagRuleView.model_validate(base | more)

    return [
        one("rule-1", "重点客户", "重点客户", Condition(field="value_cents", op="at_least", value=3_000_000)),
        one(
            "rule-2",
            "沉睡客户",
            "沉睡客户",
            Condition(field="calls.last_at", op="not_within_days", value=180),
            matched=64,
        ),
        one(
            "rule-3",
            "多次转上级",
            "需安抚",
            Condition(field="outcome.escalated", op="at_least", value=2, days=90),
            active=False,
            matched=None,
        ),
    ]


def duplicates(known: list[CustomerView], now: datetime) -> list[DuplicateView]:
    liming = known[0]
    twin = liming.model_copy(
        update={
            "customer_id": "cust-liming-2",
            "name": "李先生（李明）",
            "level": "NORMAL",
            "email": "",
            "region": "上海浦东",
            "address": "上海市浦东新区锦绣路 88 弄 ***",
            "tags": ["全屋定制"],
            "since": now - timedelta(days=90),
            "value_cents": 0,
            "loyalty": 0,
            "note": "网上下单时登记。",
            "fields": {"home_size": 130},
            "numbers": [liming.numbers[0]],
        }
    )
    return [
        DuplicateView(pair_id="p-1", first=liming, second=twin, score=0.97, why=["number", "name-address"]),
        DuplicateView(pair_id="p-2", first=known[5], second=known[27], score=0.91, why=["email"]),
        DuplicateView(pair_id="p-3", first=known[4], second=known[9], score=0.78, why=["name-address"]),
    ]


def merges(now: datetime) -> list[MergeView]:
    return [
        MergeView(
            merge_id="m-1",
            survivor_id="cust-020",
            other_id="cust-gone",
            other_name="陈静（旧档案）",
            at=now - timedelta(days=2),
            by="赵磊",
            undoable_until=now + timedelta(days=28),
        )
    ]


def imports(now: datetime) -> list[ImportView]:
    return [
        ImportView(
            import_id="imp-old",
            state="DONE",
            file_name="11月展会名单.xlsx",
            rows=318,
            created=291,
            updated=20,
            bad_rows=7,
            done_rows=318,
            started_by="赵磊",
            at=now - timedelta(days=1, hours=3),
            undoable=True,
        )
    ]


def requests(now: datetime) -> list[AccessRequestView]:
    def one(
        request_id: str, state: str, user: tuple[str, str], minutes_ago: int, **more: object
    ) -> AccessRequestView:
        base: dict[str, object] = {
            "request_id": request_id,
            "state": state,
            "user_id": user[0],
            "user_name": user[1],
            "customer_id": content.CUSTOMER_ID,
            "customer_name": "李明",
            "reason": "核对发票上的收件地址，客户在线等",
            "minutes": 60,
            "asked_at": now - timedelta(minutes=minutes_ago),
        }
        return AccessRequestView.model_validate(base | more)  # fmt: skip

    wang, zhao = (content.AGENT_ID, "王芳"), ("agent-1002", "赵磊")
    return [
        one("ac-1", "OPEN", zhao, 3),
        one("ac-2", "OPEN", ("agent-1003", "孙晓雨"), 18, customer_id="cust-003",
            customer_name="Alexander Montgomery-Whitfield", minutes=30,
            reason="Courier needs the full address"),
        one("ac-3", "REFUSED", zhao, 60 * 26, decided_at=now - timedelta(hours=25), decided_by="钱主管",
            decision_note="请客户回拨确认即可"),
        one("ac-4", "GRANTED", wang, 20, customer_id="cust-001", customer_name="李建国",
            decided_at=now - timedelta(minutes=18), decided_by="钱主管",
            expires_at=now + timedelta(minutes=42)),
    ]  # fmt: skip
