"""Some rows of an import become customers, or fill in those who are known, in one go.

In:  rows as they were read, inside a write transaction. Out: each line says what became of it, and what was
changed. Whom the rows speak of is read once for all of them.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.customers.changing import PLAIN, mark_changed
from app.server.customers.import_fields import plain_value, set_value, value_of
from app.server.customers.import_known import known_by_number
from app.server.customers.import_rows import Row, shortcomings
from app.server.storage.tables import Customer, CustomerNumber, ImportLine

MOST_TAGS: Final = 50


class Incoming:
    """``when_known``: of the mapping."""

    def __init__(self, session: Session, when_known: str, now: datetime, rows: Sequence[Row]) -> None:
        self._session = session
        self._when_known = when_known
        self._now = now
        self._rows = rows
        numbers = [e164 for row in rows for _, e164 in row.numbers]
        self._holders = known_by_number(session, numbers)  # kept up to date with what comes in
        ids = {each for holders in self._holders.values() for each in holders}
        found = session.scalars(select(Customer).where(Customer.customer_id.in_(ids))) if ids else ()
        self._customers = {customer.customer_id: customer for customer in found}
        self._places: defaultdict[str, dict[str, int]] = defaultdict(dict)  # customer → E.164 → place
        theirs = select(CustomerNumber).where(CustomerNumber.customer_id.in_(ids))
        for number in session.scalars(theirs) if ids else ():
            self._places[number.customer_id][number.e164] = number.position
        self._new_numbers: list[CustomerNumber] = []

    def carry_out(self, lines: Sequence[ImportLine]) -> None:
        """The same judgement as the check's, on what is there now."""
        with self._session.no_autoflush:
            for line, row in zip(lines, self._rows, strict=True):
                self._one(line, row)
        self._session.flush()  # customers first: numbers refer to them
        self._session.add_all(self._new_numbers)
        self._session.flush()

    def _one(self, line: ImportLine, row: Row) -> None:
        holders = {each for _, e164 in row.numbers for each in self._holders.get(e164, {}).items()}
        name = str(row.values.get("name", ""))
        verdict = self._when_known if holders and self._when_known != "new" else "create"
        if row.faults or shortcomings(row, verdict, holders, name):
            line.state = "BAD"
        elif verdict == "create":
            customer = self._create(row)
            line.customer_id, line.state = customer.customer_id, "CREATED"
            line.after = as_it_is(customer, self._places[customer.customer_id])
        elif verdict == "skip":
            line.state = "SKIPPED"
        else:
            known = next((each for each, its in holders if its == name), None) or next(iter(holders))[0]
            line.before, line.after = self._update(self._customers[known], row)
            line.customer_id, line.state = known, "UPDATED" if line.after else "SKIPPED"

    def _create(self, row: Row) -> Customer:
        customer = Customer(
            customer_id=uuid.uuid4().hex,
            name="",
            level="NORMAL",
            region="",
            language="zh",
            email="",
            address="",
            since=self._now,
            note="",
            dedicated_agent_id="",
            loyalty=0,
            value_cents=0,
            tags=row.tags[:MOST_TAGS],
            fields={},
            consent={},
            version=1,
            changed_in={},
        )
        for name, value in row.values.items():
            set_value(customer, name, value)
        self._session.add(customer)
        self._customers[customer.customer_id] = customer
        self._add_numbers(customer, row.numbers)
        return customer

    def _add_numbers(self, customer: Customer, numbers: Sequence[tuple[str, str]]) -> list[str]:
        """Those that he has not, behind his own."""
        places = self._places[customer.customer_id]
        added = [(raw, e164) for raw, e164 in numbers if e164 not in places]
        for raw, e164 in added:
            places[e164] = max(places.values(), default=-1) + 1
            self._holders.setdefault(e164, {})[customer.customer_id] = customer.name
            self._new_numbers.append(
                CustomerNumber(
                    e164=e164, customer_id=customer.customer_id, raw=raw[:60], position=places[e164]
                )
            )
        return [e164 for _, e164 in added]

    def _update(self, customer: Customer, row: Row) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """What the changed fields were, and what they are; (None, None) where all was so already."""
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        for name, value in row.values.items():
            present = value_of(customer, name)
            if present != value:
                set_value(customer, name, value)
                before[name], after[name] = plain_value(present), plain_value(value)
        tags = [str(tag) for tag in customer.tags]
        new_tags = [tag for tag in row.tags if tag not in tags][: max(0, MOST_TAGS - len(tags))]
        if new_tags:
            customer.tags = [*tags, *new_tags]
            before["tags"], after["tags"] = [], new_tags  # those that came with it
        if numbers := self._add_numbers(customer, row.numbers):
            before["numbers"], after["numbers"] = [], numbers
        if not after:
            return None, None
        mark_changed(customer, after, self._now)
        return before, after


def as_it_is(customer: Customer, numbers: Sequence[str] | dict[str, int]) -> dict[str, Any]:
    """To see later whether anybody changed it."""
    return {
        **{name: getattr(customer, name) for name in PLAIN},
        "fields": customer.fields,
        "consent": customer.consent,
        "numbers": sorted(numbers),
        "tags": [str(tag) for tag in customer.tags],
    }
