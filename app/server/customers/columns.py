"""The columns of spreadsheets: their names in both languages, other names for them, what stands there.

In:  the company's own fields. Out: columns for an export, and for an import the column that a header means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from app.contracts.customers import CustomerView
from app.contracts.fields import FieldDefinition, FieldValue
from app.contracts.people import Label

Language = Literal["zh", "en"]
_PLAIN: Final = re.compile(r"[\s_\-()()【】\[\].:*/\\:]+")

LEVEL_NAMES: Final = {
    "NORMAL": ("普通", "Normal"),
    "SILVER": ("银卡", "Silver"),
    "GOLD": ("金卡", "Gold"),
    "VIP": ("VIP", "VIP"),
}
_LANGUAGE_NAMES: Final = {"zh": ("中文", "Chinese"), "en": ("英文", "English")}


Text = Callable[[CustomerView, Language], str]


@dataclass(frozen=True, slots=True)
class Column:
    """``target``: as imports name it. ``also``: other headers that mean it, as ``plain`` makes them."""

    target: str
    zh: str
    en: str
    text: Text
    also: tuple[str, ...] = ()

    def name(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


def _attribute(name: str) -> Text:
    return lambda view, _language: str(getattr(view, name))


def _level(view: CustomerView, language: Language) -> str:
    return LEVEL_NAMES[view.level][language == "en"]


def _language(view: CustomerView, language: Language) -> str:
    return _LANGUAGE_NAMES.get(view.language, (view.language, view.language))[language == "en"]


def _numbers(view: CustomerView, _language: Language) -> str:
    return " / ".join(each.number for each in view.numbers[1:])


def _since(view: CustomerView, _language: Language) -> str:
    return f"{view.since.astimezone():%Y-%m-%d}" if view.since else ""


def _money(view: CustomerView, _language: Language) -> str:
    return f"{view.value_cents / 100:.2f}" if view.value_cents else "0"


# Other headers that mean a column, as ``plain`` makes them.
_ALSO: Final = {
    "name": "客户 客户姓名 客户名称 名称 联系人 称呼 customer customername fullname contact",
    "number": "手机 手机号 手机号码 电话号码 联系电话 号码 移动电话 mobile phonenumber tel telephone cell "
    "cellphone mobilephone number",
    "numbers": "备用电话 电话2 第二电话 座机 固定电话 phone2 secondphone landline",
    "email": "电子邮箱 电子邮件 邮件 mail emailaddress",
    "address": "住址 联系地址 收货地址 详细地址 streetaddress street",
    "region": "城市 省市 所在地 区域 city area province",
    "level": "级别 客户等级 会员等级 viplevel grade tier",
    "language": "语种 lang",
    "tag": "客户标签 tag labels",
    "loyalty": "会员积分 points loyalty",
    "value": "客户价值 价值 消费金额 累计消费 totalspent lifetimevalue",
    "since": "建档时间 注册日期 注册时间 since registered createdat",
    "dedicated_agent": "专属客服 客户经理 负责人 agent owner accountmanager",
    "note": "说明 注释 remark remarks notes comment comments",
    "": "customerid",
}


def _column(target: str, zh: str, en: str, text: Text, also: str = "") -> Column:
    return Column(target, zh, en, text, tuple(_ALSO[also or target].split()))


FIXED: Final = (
    _column("name", "姓名", "Name", _attribute("name")),
    _column("number", "电话", "Phone", _attribute("number")),
    _column("number", "其他电话", "Other phones", _numbers, also="numbers"),
    _column("email", "邮箱", "E-mail", _attribute("email")),
    _column("address", "地址", "Address", _attribute("address")),
    _column("region", "地区", "Region", _attribute("region")),
    _column("level", "等级", "Level", _level),
    _column("language", "语言", "Language", _language),
    _column("tag", "标签", "Tags", lambda view, _: ", ".join(view.tags)),
    _column("loyalty", "积分", "Loyalty points", _attribute("loyalty")),
    _column("value", "客户价值（元）", "Value", _money),
    _column("since", "建档日期", "Customer since", _since),
    _column("dedicated_agent", "专属坐席", "Dedicated agent", lambda view, _: view.dedicated_agent_name),
    _column("note", "备注", "Note", _attribute("note")),
)
ID: Final = _column("", "客户编号", "Customer id", _attribute("customer_id"))


def all_columns(own: Sequence[FieldDefinition], consents: Sequence[Label] = ()) -> list[Column]:
    columns = [ID, *FIXED]
    columns += [_own(each) for each in own]
    columns += [_consent(each) for each in consents]
    return columns


def _own(definition: FieldDefinition) -> Column:
    code = definition.code

    def text(view: CustomerView, language: Language) -> str:
        return shown_value(view.fields.get(code), definition, language)

    return Column(f"field.{code}", definition.name.zh, definition.name.en, text, (plain(code),))


def _consent(label: Label) -> Column:
    def text(view: CustomerView, language: Language) -> str:
        return _yes_no(view.consent.get(label.code), language)

    return Column(
        f"consent.{label.code}",
        f"同意：{label.zh}",
        f"Consent: {label.en}",
        text,
        (plain(label.zh), plain(label.en)),
    )


def shown_value(value: FieldValue, definition: FieldDefinition, language: Language) -> str:
    """A masked value stays as it is."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _yes_no(value, language)
    names = {each.code: each.zh if language == "zh" else each.en for each in definition.choices}
    if isinstance(value, list):
        return ", ".join(names.get(each, each) for each in value)
    text = str(value)
    return names.get(text, text)


def _yes_no(value: bool | None, language: Language) -> str:
    if value is None:
        return ""
    return ("是" if value else "否") if language == "zh" else ("Yes" if value else "No")


def plain(header: str) -> str:
    """A header as it is compared."""
    return _PLAIN.sub("", header.casefold())


def suggested(headers: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """What each column of a spreadsheet probably is; "" where nobody knows. Only numbers and tags may come
    twice."""
    found: list[str] = []
    for header in headers:
        target = _target_of(plain(header), columns)
        if target in found and target not in ("number", "tag"):
            target = ""
        found.append(target)
    return found


def _target_of(header: str, columns: Sequence[Column]) -> str:
    if not header:
        return ""
    for column in columns:
        if header in (plain(column.zh), plain(column.en), *column.also):
            return column.target
    return ""
