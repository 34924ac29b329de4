"""Rules for tags as they are kept, and what all rules for one tag together say of whom it belongs to.

In:  rows; a tag. Out: whom the tag is missing, who has it without a reason; views.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, not_, select
from sqlalchemy.orm import Session

from app.contracts.customer_work import TagRuleView
from app.contracts.filters import Filter
from app.server.customers.filters import Selection
from app.server.customers.work_parts import stored_filter
from app.server.storage.errors import NotFoundError
from app.server.storage.tables import Customer, CustomerTag, TagRuleRow


@dataclass(frozen=True, slots=True)
class TagPlan:
    """One tag: whom it belongs to, by all active rules for it."""

    tag: str
    where: ColumnElement[bool]
    takes_away: bool

    @property
    def has(self) -> ColumnElement[bool]:
        return has_tag(self.tag)

    @property
    def would_get(self) -> Selection:
        return Selection(and_(self.where, not_(self.has), Customer.merged_into.is_(None)))

    @property
    def would_lose(self) -> Selection:
        if not self.takes_away:
            return Selection(false(), (select(Customer.customer_id).where(false()),))
        narrow = select(CustomerTag.customer_id).where(CustomerTag.tag == self.tag)
        return Selection(and_(not_(self.where), self.has, Customer.merged_into.is_(None)), (narrow,))


def has_tag(tag: str) -> ColumnElement[bool]:
    mine = CustomerTag.customer_id == Customer.customer_id
    return select(CustomerTag.tag).where(mine, CustomerTag.tag == tag).exists()


def tags_in(wanted: Filter) -> Iterator[str]:
    for condition in wanted.conditions:
        if condition.field == "tags":
            values: Iterable[object] = (
                condition.value if isinstance(condition.value, list) else [condition.value]
            )
            yield from (value.strip() for value in values if isinstance(value, str))
    for group in wanted.groups:
        yield from tags_in(group)


def in_order() -> Select[TagRuleRow]:
    return select(TagRuleRow).order_by(TagRuleRow.name, TagRuleRow.rule_id)


def never_run(session: Session) -> list[str]:
    never = (TagRuleRow.active, TagRuleRow.last_run_at.is_(None))
    return list(session.scalars(select(TagRuleRow.tag).where(*never).distinct()))


def get_rule(session: Session, rule_id: str) -> TagRuleRow:
    row = session.get(TagRuleRow, rule_id)
    if row is None:
        raise NotFoundError("There is no such rule.")
    return row


def rule_view(row: TagRuleRow) -> TagRuleView:
    return TagRuleView(
        rule_id=row.rule_id,
        name=row.name,
        tag=row.tag,
        filter=stored_filter(row.filter),
        takes_away=row.takes_away,
        active=row.active,
        last_run_at=row.last_run_at,
        matched=row.matched,
    )
