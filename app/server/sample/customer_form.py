"""What the sample company keeps of its customers beyond the usual: own fields, consents, tags; and values.

In:  a customer and what he bought. Out: the same values for the same customer each time.
"""

from __future__ import annotations

from datetime import timedelta
from zlib import crc32

from app.contracts.fields import FieldDefinition, FieldValue
from app.contracts.people import Label
from app.server.sample.model import SampleCustomer, SampleLabel

CONSENTS = (
    SampleLabel("sms", "接收短信", "Text messages"),
    SampleLabel("email", "接收邮件", "E-mails"),
    SampleLabel("marketing", "接收促销信息", "Offers"),
)
TAGS = ("老客户", "新客户", "智能家居", "延保用户", "企业客户", "投诉敏感")
_HOMES = (("flat", "公寓", "Flat"), ("house", "别墅", "House"), ("office", "办公场所", "Office"))
FIELDS = (
    FieldDefinition(
        code="member_until",
        name=Label(code="member_until", zh="会员到期日", en="Member until"),
        kind="DATE",
        position=0,
    ),
    FieldDefinition(
        code="home",
        name=Label(code="home", zh="安装场所", en="Place of use"),
        kind="CHOICE",
        choices=[Label(code=code, zh=zh, en=en) for code, zh, en in _HOMES],
        position=1,
    ),
    FieldDefinition(
        code="home_size",
        name=Label(code="home_size", zh="面积（平方米）", en="Size (m²)"),
        kind="NUMBER",
        position=2,
    ),
    FieldDefinition(
        code="invoice_to",
        name=Label(code="invoice_to", zh="开票抬头", en="Invoice to"),
        kind="TEXT",
        private=True,
        position=3,
    ),
)
_MEMBERS = ("GOLD", "VIP")
_CENTS_A_POINT = 1000


def fields_of(customer: SampleCustomer) -> dict[str, FieldValue]:
    draw = crc32(customer.customer_id.encode())
    values: dict[str, FieldValue] = {}
    if customer.level in _MEMBERS:
        values["member_until"] = (customer.since + timedelta(days=5 * 365)).date().isoformat()
        values["invoice_to"] = customer.name
    if draw % 3:
        values["home"] = _HOMES[draw % 7 % len(_HOMES)][0]
        values["home_size"] = 45 + draw % 160
    return values


def consent_of(customer: SampleCustomer) -> dict[str, bool]:
    """Not everybody was asked."""
    draw = crc32(customer.customer_id.encode()) // 7
    return {"sms": draw % 10 != 0, **({"marketing": draw % 3 == 0} if draw % 2 else {})}


def loyalty_of(bought_cents: int) -> int:
    return bought_cents // _CENTS_A_POINT
