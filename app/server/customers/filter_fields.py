"""What segments and rules can ask of a customer: fields with their names, comparisons and choices.

In:  the company's set-up (own fields, consents, outcomes, agents). Out: ``FilterFields``, by code; the same
list is what the window's filter builder offers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from app.contracts.fields import FieldDefinition
from app.contracts.filters import Comparison, FilterField
from app.contracts.people import Label
from app.server.security.viewing import Eyes, Private

Kind = Literal["TEXT", "NUMBER", "DATE", "CHOICE", "TAGS", "YES_NO"]
Source = Literal["column", "number", "own", "own-list", "consent", "tags", "behaviour", "note"]

OPS: Final[Mapping[Kind, tuple[Comparison, ...]]] = {
    "TEXT": ("contains", "starts_with", "is", "is_not", "empty", "not_empty"),
    "NUMBER": ("at_least", "at_most", "is"),
    "DATE": ("within_days", "not_within_days", "at_least", "at_most", "empty", "not_empty"),
    "CHOICE": ("is", "is_not", "empty", "not_empty"),
    "TAGS": ("has", "has_not", "empty", "not_empty"),
    "YES_NO": ("is", "empty", "not_empty"),
}
_PRIVATE_OPS: Final[tuple[Comparison, ...]] = ("is", "empty", "not_empty")


@dataclass(frozen=True, slots=True)
class Field:
    """``name``: of the column, own field, consent or outcome behind it. ``private``: who sees it masked may
    ask only for the whole value or whether there is one, or he would find it out bit by bit; by part of a
    number everybody can search."""

    code: str
    zh: str
    en: str
    kind: Kind
    source: Source
    name: str
    private: Private | None = None
    takes_days: bool = False
    choices: tuple[Label, ...] = ()
    ops: tuple[Comparison, ...] = ()

    def allowed(self, eyes: Eyes) -> tuple[Comparison, ...]:
        ops = self.ops or OPS[self.kind]
        if self.private is None or eyes.sees(self.private):
            return ops
        return tuple(op for op in ops if op in _PRIVATE_OPS or (self.source == "number" and op == "contains"))

    def view(self, eyes: Eyes) -> FilterField:
        return FilterField(
            field=self.code,
            zh=self.zh,
            en=self.en,
            ops=list(self.allowed(eyes)),
            kind=self.kind,
            choices=[(each.code, each.zh, each.en) for each in self.choices],
            takes_days=self.takes_days,
        )


_LEVELS: Final = (
    Label(code="NORMAL", zh="普通", en="Normal"),
    Label(code="SILVER", zh="银卡", en="Silver"),
    Label(code="GOLD", zh="金卡", en="Gold"),
    Label(code="VIP", zh="VIP", en="VIP"),
)
_LANGUAGES: Final = (Label(code="zh", zh="中文", en="Chinese"), Label(code="en", zh="英文", en="English"))
_COUNTED: Final[tuple[Comparison, ...]] = ("at_least", "at_most", "is")

FIXED: Final = (
    Field("name", "姓名", "Name", "TEXT", "column", "name", Private.NAME),
    Field("level", "等级", "Level", "CHOICE", "column", "level", choices=_LEVELS),
    Field("tags", "标签", "Tags", "TAGS", "tags", "tags"),
    Field("number", "电话号码", "Phone number", "TEXT", "number", "e164", Private.NUMBER),
    Field("region", "地区", "Region", "TEXT", "column", "region"),
    Field("language", "语言", "Language", "CHOICE", "column", "language", choices=_LANGUAGES),
    Field("email", "邮箱", "E-mail", "TEXT", "column", "email", Private.EMAIL),
    Field("address", "地址", "Address", "TEXT", "column", "address", Private.ADDRESS),
    Field("remark", "备注", "Remark", "TEXT", "column", "note"),
    Field("since", "建档时间", "Customer since", "DATE", "column", "since"),
    Field("loyalty", "积分", "Loyalty points", "NUMBER", "column", "loyalty"),
    Field("value_cents", "客户价值（分）", "Value (cents)", "NUMBER", "column", "value_cents"),
    Field("dedicated_agent_id", "专属坐席", "Dedicated agent", "CHOICE", "column", "dedicated_agent_id"),
    Field("calls.count", "通话次数", "Calls", "NUMBER", "behaviour", "calls.count", takes_days=True),
    Field("calls.last_at", "最近通话", "Last call", "DATE", "behaviour", "calls.last_at"),
    Field("orders.count", "订单数", "Orders", "NUMBER", "behaviour", "orders.count", takes_days=True),
    Field(
        "orders.total_cents", "订单金额（分）", "Order total (cents)", "NUMBER", "behaviour",
        "orders.total_cents", takes_days=True,
    ),
    Field("orders.last_at", "最近下单", "Last order", "DATE", "behaviour", "orders.last_at"),
    Field("tickets.open", "未结工单", "Open tickets", "NUMBER", "behaviour", "tickets.open"),
    Field("tickets.count", "工单数", "Tickets", "NUMBER", "behaviour", "tickets.count", takes_days=True),
    Field(
        "note", "通话小结提到", "Words in call notes", "TEXT", "note", "note",
        takes_days=True, ops=("contains",),
    ),
)  # fmt: skip

_OF_OWN: Final[Mapping[str, tuple[Kind, Source]]] = {
    "TEXT": ("TEXT", "own"),
    "NUMBER": ("NUMBER", "own"),
    "DATE": ("DATE", "own"),
    "CHOICE": ("CHOICE", "own"),
    "CHOICES": ("TAGS", "own-list"),
    "YES_NO": ("YES_NO", "own"),
}
_OWN_NUMBER_OPS: Final[tuple[Comparison, ...]] = ("at_least", "at_most", "is", "empty", "not_empty")


class FilterFields:
    """By code, in the order in which they are offered."""

    def __init__(
        self,
        own: Sequence[FieldDefinition] = (),
        consents: Sequence[Label] = (),
        outcomes: Sequence[Label] = (),
        agents: Iterable[Label] = (),
        tags: Iterable[str] = (),
    ) -> None:
        known: list[Field] = []
        for fixed in FIXED:
            choices = fixed.choices
            if fixed.code == "dedicated_agent_id":
                choices = tuple(agents)
            elif fixed.code == "tags":
                choices = tuple(Label(code=tag, zh=tag, en=tag) for tag in tags)
            known.append(_with_choices(fixed, choices))
        known += [_own(each) for each in own]
        known += [_consent(each) for each in consents]
        known += [_outcome(each) for each in outcomes]
        self._by_code = {each.code: each for each in known}

    def get(self, code: str) -> Field | None:
        return self._by_code.get(code)

    def views(self, eyes: Eyes) -> list[FilterField]:
        return [each.view(eyes) for each in self._by_code.values()]


def _with_choices(field: Field, choices: tuple[Label, ...]) -> Field:
    return Field(
        field.code, field.zh, field.en, field.kind, field.source, field.name, field.private, field.takes_days,
        choices, field.ops,
    )  # fmt: skip


def _own(definition: FieldDefinition) -> Field:
    kind, source = _OF_OWN[definition.kind]
    return Field(
        code=f"field.{definition.code}",
        zh=definition.name.zh,
        en=definition.name.en,
        kind=kind,
        source=source,
        name=definition.code,
        private=Private.FIELDS if definition.private else None,
        choices=tuple(definition.choices),
        ops=_OWN_NUMBER_OPS if definition.kind == "NUMBER" else (),
    )


def _consent(label: Label) -> Field:
    return Field(
        f"consent.{label.code}", f"同意：{label.zh}", f"Consent: {label.en}", "YES_NO", "consent", label.code
    )


def _outcome(label: Label) -> Field:
    return Field(
        code=f"outcome.{label.code}",
        zh=f"处理结果“{label.zh}”次数",
        en=f"Calls with result “{label.en}”",
        kind="NUMBER",
        source="behaviour",
        name=f"outcome.{label.code}",
        takes_days=True,
        ops=_COUNTED,
    )
