"""Examples: a customer's file, and what is done with many customers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from app.contracts.base import Wire
from app.contracts.customer_work import (
    AccessDecision,
    AccessRequestView,
    CustomerSetUp,
    Dismissed,
    DuplicateView,
    FilterCount,
    ImportColumn,
    ImportFault,
    ImportMapping,
    ImportView,
    MergeView,
    NewAccessRequest,
    NotDuplicates,
    SecretField,
    SegmentView,
    TagRuleTest,
    TagRuleView,
    ViewingPolicy,
)
from app.contracts.customers import (
    AccountView,
    CustomerChange,
    CustomerFile,
    CustomerView,
    LastContact,
    NewCustomer,
    NumberView,
    OpenTicket,
    RevealedNumber,
    RevealWish,
    TimelineItem,
)
from app.contracts.fields import FieldDefinition
from app.contracts.filters import Condition, Filter, FilterField
from app.contracts.people import Label

_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_VIP = Filter(conditions=[Condition(field="level", op="is", value=["VIP"])])

_CUSTOMER = CustomerView(
    customer_id="c0001",
    name="张伟",
    level="VIP",
    number="138****1234",
    region="杭州",
    email="z***@example.com",
    address="杭州市西湖区****",
    tags=["老客户"],
    since=datetime(2023, 5, 1, tzinfo=UTC),
    numbers=[NumberView(number_id="n1", number="138****1234", kind="MOBILE")],
    loyalty=1200,
    value_cents=1_268_000,
    fields={"fridge_model": "BCD-520"},
    consent={"sms": True, "email": None},
    version=7,
    masked=["number", "email", "address"],
)
_ITEM = TimelineItem(
    item_id="call-6f3a",
    kind="CALL",
    at=_AT,
    title="售后服务",
    result="待跟进",
    detail="冰箱漏水，已约明天上门。",
    agent_name="李敏",
    recording_id="rec-6f3a",
)

EXAMPLES: Final[tuple[Wire, ...]] = (
    _CUSTOMER,
    _ITEM,
    CustomerFile(
        customer=_CUSTOMER,
        number="138****1234",
        open_tickets=[
            OpenTicket(
                ticket_id="t42", number="T20261120-0042", title="冰箱漏水", status="处理中", due_at=_AT
            )
        ],
        accounts=[
            AccountView(
                source_id="shop",
                name=Label(code="shop", zh="商城", en="Shop"),
                balance_cents=3500,
                as_of=_AT,
            )
        ],
        timeline=[_ITEM],
        last_contact=LastContact(
            at=_AT, call_id="call-6f3a", agent_name="李敏", outcome="待跟进", rating=5.0
        ),
    ),
    NewCustomer(name="张伟", number="13812341234", note="来电咨询安装"),
    CustomerChange(version=7, address="杭州市西湖区文三路 1 号", tags=["老客户", "返修"]),
    RevealWish(reason="核对收货地址"),
    RevealedNumber(number="13812341234"),
    SecretField(values={"id_card": "330106…"}),
    CustomerSetUp(
        fields=[
            FieldDefinition(
                code="fridge_model", name=Label(code="fridge_model", zh="冰箱型号", en="Model"), kind="TEXT"
            )
        ],
        consents=[Label(code="sms", zh="接收短信", en="Short messages")],
        tags=["老客户", "返修"],
    ),
    SegmentView(
        segment_id="s3",
        name="重点客户",
        filter=_VIP,
        shared=True,
        mine=False,
        count=214,
        counted_at=_AT,
    ),
    FilterField(
        field="level",
        zh="等级",
        en="Level",
        ops=["is", "is_not"],
        kind="CHOICE",
        choices=[("VIP", "VIP", "VIP")],
    ),
    FilterCount(count=214, first=[_CUSTOMER]),
    TagRuleView(
        rule_id="r2",
        name="重点客户",
        tag="重点",
        filter=_VIP,
        takes_away=True,
        active=True,
        last_run_at=_AT,
        matched=214,
    ),
    TagRuleTest(matched=214, would_get=12, would_lose=3, first=[_CUSTOMER]),
    ImportView(
        import_id="i7",
        state="CHECKED",
        file_name="展会名单.xlsx",
        rows=120,
        columns=[ImportColumn(header="姓名", target="name", samples=["张伟"])],
        mapping=ImportMapping(targets=["name"]),
        would_create=98,
        would_update=20,
        bad_rows=2,
        errors=[
            ImportFault(
                row=17, column="电话", zh="不是一个电话号码。", en="Not a telephone number.", value="12*"
            )
        ],
        preview=[_CUSTOMER],
        started_by="李敏",
        at=_AT,
    ),
    DuplicateView(
        pair_id="p5",
        first=_CUSTOMER,
        second=_CUSTOMER.model_copy(update={"customer_id": "c0217", "name": "张玮"}),
        score=0.91,
        why=["name-address"],
    ),
    NotDuplicates(reason="父子，同住"),
    Dismissed(pair_id="p5"),
    MergeView(
        merge_id="m1",
        survivor_id="c0001",
        other_id="c0217",
        other_name="张玮",
        at=_AT,
        by="王主管",
        undoable_until=_AT + timedelta(days=30),
    ),
    NewAccessRequest(customer_id="c0001", reason="上门前核对地址", minutes=30),
    AccessRequestView(
        request_id="a9",
        state="GRANTED",
        user_id="1001",
        user_name="李敏",
        customer_id="c0001",
        customer_name="张伟",
        reason="上门前核对地址",
        minutes=30,
        asked_at=_AT,
        decided_at=_AT,
        decided_by="王主管",
        expires_at=_AT + timedelta(minutes=30),
    ),
    AccessDecision(grant=True, minutes=30),
    ViewingPolicy(in_full={"AGENT": ["name"], "SUPERVISOR": ["name", "number", "email", "address"]}),
)
