"""Rows of the sample company's customers, and of what its supervisors put together about them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable

from app.server.sample import customer_form, customer_work
from app.server.sample.model import SampleCompany
from app.server.storage import tables

_NAMESPACE = uuid.UUID("6f1b5c0e-5f0a-4c52-9a3e-2f9c0a7d4001")


def customer_rows(company: SampleCompany) -> Iterable[tables.Base]:
    for field in customer_form.FIELDS:
        definition = field.model_dump(mode="json")
        yield tables.CustomerField(code=field.code, definition=definition, position=field.position)
    bought: defaultdict[str, int] = defaultdict(int)
    for order in company.orders:
        if order.status not in ("CANCELLED", "REFUNDED", "UNPAID"):
            bought[order.customer_id] += order.amount_cents
    for customer in company.customers:
        yield tables.Customer(
            customer_id=customer.customer_id,
            name=customer.name,
            name_pinyin="",
            level=customer.level,
            region=customer.region,
            language=customer.language,
            email=customer.email,
            address=customer.address,
            tags=list(customer.tags),
            since=customer.since,
            note=customer.note,
            dedicated_agent_id=customer.dedicated_agent,
            value_cents=bought[customer.customer_id],
            loyalty=customer_form.loyalty_of(bought[customer.customer_id]),
            fields=customer_form.fields_of(customer),
            consent=customer_form.consent_of(customer),
        )
        yield tables.CustomerNumber(
            e164=customer.number, customer_id=customer.customer_id, raw=customer.number, position=0
        )
        for position, number in enumerate(customer.more_numbers, start=1):
            yield tables.CustomerNumber(
                e164=number, customer_id=customer.customer_id, raw=number, position=position
            )


def customer_work_rows(company: SampleCompany) -> Iterable[tables.Base]:
    by, at = customer_work.MADE_BY, company.made_at
    for segment in customer_work.SEGMENTS:
        yield tables.SegmentRow(
            segment_id=row_id("segment", segment.name),
            name=segment.name,
            filter=segment.filter.model_dump(mode="json", exclude_defaults=True),
            owner_id=by,
            shared=segment.shared,
            created_at=at,
        )
    for rule in customer_work.TAG_RULES:
        yield tables.TagRuleRow(
            rule_id=row_id("tag-rule", rule.name),
            name=rule.name,
            tag=rule.tag,
            filter=rule.filter.model_dump(mode="json", exclude_defaults=True),
            takes_away=rule.takes_away,
            active=rule.active,
            created_by=by,
            created_at=at,
        )


def row_id(kind: str, number: str) -> str:
    """The same for every load of the same sample."""
    return uuid.uuid5(_NAMESPACE, f"{kind}/{number}").hex
