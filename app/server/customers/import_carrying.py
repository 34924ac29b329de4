"""An import is carried out, or taken back, a few rows at a time; after a restart it goes on where it was.

In:  imports in the state RUNNING. Out: customers, and for each row what was changed, so that the undo changes
back exactly that; what somebody changed meanwhile stays, and is named.
"""

from __future__ import annotations

import logging
import uuid
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, exc, or_, select
from sqlalchemy.orm import Session

from app.contracts.customer_work import ImportMapping
from app.server.customers.changing import PLAIN, mark_changed
from app.server.customers.import_known import known_by_number
from app.server.customers.import_rows import Fault, Row
from app.server.customers.importing import MOST_FAULTS, Importing, fault_data, shortcomings
from app.server.customers.merging import MOVED
from app.server.customers.work_parts import WorkParts
from app.server.noticing import Notice, ToUser
from app.server.security.audit import note_deed
from app.server.storage.tables import (
    AccessRequest,
    Customer,
    CustomerNumber,
    CustomerTouched,
    CustomerWords,
    DuplicatePair,
    ImportLine,
    ImportRow,
    MergeRow,
    TagRuleRow,
)
from app.server.storage.types import from_us, to_us

log = logging.getLogger(__name__)

ROWS_AT_ONCE: Final = 40  # some ten milliseconds of the one writer
MOST_TAGS: Final = 50
_CHANGED_SINCE: Final = Fault(
    "", "导入后有人修改过,保持不变", "Somebody changed it since the import; it stays"
)
_IN_USE: Final = Fault(
    "", "导入后已有通话、工单或订单,客户保留", "It has calls, tickets or orders since; the customer stays"
)


class ImportCarrying:
    def __init__(self, parts: WorkParts, importing: Importing) -> None:
        self._parts = parts
        self._importing = importing

    async def step(self) -> bool:
        """Some rows of one running import; False where none runs."""
        return await self._parts.database.write(self._step)

    def _step(self, session: Session) -> bool:
        running = select(ImportRow).where(ImportRow.state == "RUNNING").order_by(ImportRow.at).limit(1)
        row = session.scalars(running).first()
        if row is None:
            return False
        now = self._parts.clock()
        if row.undoing:
            self._undo_some(session, row, now)
        else:
            self._carry_out_some(session, row, now)
        return True

    # --- forwards ---

    def _carry_out_some(self, session: Session, row: ImportRow, now: datetime) -> None:
        lines = list(session.scalars(_lines(row, ("NEW",)).order_by(ImportLine.line).limit(ROWS_AT_ONCE)))
        if not lines or row.mapping is None:
            self._done(session, row, now)
            return
        mapping = ImportMapping.model_validate(row.mapping)
        reader = self._importing.reader(session, row, mapping)
        for line in lines:
            read = reader.read([str(cell) for cell in line.cells])
            try:
                with session.begin_nested():
                    self._carry_out(session, line, read, mapping, now)
                    session.flush()
            except (exc.IntegrityError, exc.DataError, ValueError, OverflowError) as error:
                # one row may not keep the others from coming in
                log.warning("row %d of import %s: %s", line.line, row.import_id, type(error).__name__)
                line.state = "BAD"
            line.cells = []
            row.done += 1
            row.created += line.state == "CREATED"
            row.updated += line.state == "UPDATED"
            row.skipped += line.state == "SKIPPED"

    def _carry_out(
        self, session: Session, line: ImportLine, read: Row, mapping: ImportMapping, now: datetime
    ) -> None:
        """The same judgement as the check's, on what is there now."""
        known = known_by_number(session, [e164 for _, e164 in read.numbers])
        holders = {each for _, e164 in read.numbers for each in known.get(e164, {}).items()}
        name = str(read.values.get("name", ""))
        verdict = mapping.when_known if holders and mapping.when_known != "new" else "create"
        if read.faults or shortcomings(read, verdict, holders, name):
            line.state = "BAD"
        elif verdict == "create":
            customer = _create(session, read, now)
            line.customer_id, line.state = customer.customer_id, "CREATED"
            line.after = _as_it_is(session, customer)
        elif verdict == "skip":
            line.state = "SKIPPED"
        else:
            customer_id = next((each for each, its in holders if its == name), None) or next(iter(holders))[0]
            customer = session.get_one(Customer, customer_id)
            line.before, line.after = _update(session, customer, read, now)
            line.customer_id, line.state = customer_id, "UPDATED" if line.after else "SKIPPED"

    def _done(self, session: Session, row: ImportRow, now: datetime) -> None:
        row.state, row.done_at, row.done = "DONE", now, row.rows
        detail = f"{row.file_name}: {row.created} created, {row.updated} updated"
        note_deed(session, now, row.started_by, "customers.imported", row.import_id, detail)
        values = {
            "file": row.file_name, "created": str(row.created), "updated": str(row.updated),
            "skipped": str(row.skipped),
            "bad": str(row.rows - row.created - row.updated - row.skipped),
        }  # fmt: skip
        notice = Notice(
            key=f"import.done:{row.import_id}",
            template="import.done",
            to=ToUser(row.started_by),
            values=values,
            subject=f"import:{row.import_id}",
        )
        self._parts.notices.post(session, notice, now)

    # --- backwards ---

    def _undo_some(self, session: Session, row: ImportRow, now: datetime) -> None:
        """The last row first: what two rows did to one customer is taken back in turn."""
        mine = _lines(row, ("CREATED", "UPDATED"))
        lines = list(session.scalars(mine.order_by(ImportLine.line.desc()).limit(ROWS_AT_ONCE)))
        if not lines:
            row.state, row.undoing, row.done_at, row.done = "UNDONE", False, now, row.rows
            note_deed(
                session, now, row.started_by, "customers.import-taken-back", row.import_id, row.file_name
            )
            return
        for line in lines:
            left = _undo_line(session, line, now)
            session.flush()
            line.state = "STAYS" if left else "UNDONE"
            row.done += 1
            if left:
                row.found = {**row.found, "stays": row.found.get("stays", 0) + 1}
                if len(row.stays) < MOST_FAULTS:
                    row.stays = [*row.stays, fault_data(line.line, left)]


def _lines(row: ImportRow, states: tuple[str, ...]) -> Any:
    return select(ImportLine).where(ImportLine.import_id == row.import_id, ImportLine.state.in_(states))


def _create(session: Session, read: Row, now: datetime) -> Customer:
    customer = Customer(
        customer_id=uuid.uuid4().hex, name="", since=now, tags=read.tags[:MOST_TAGS], fields={}, consent={}
    )
    for name, value in read.values.items():
        _set(customer, name, value)
    session.add(customer)
    session.flush()
    for place, (raw, e164) in enumerate(read.numbers):
        session.add(CustomerNumber(e164=e164, customer_id=customer.customer_id, raw=raw[:60], position=place))
    session.flush()
    return customer


def _as_it_is(session: Session, customer: Customer) -> dict[str, Any]:
    """To see later whether anybody changed it."""
    mine = select(CustomerNumber.e164).where(CustomerNumber.customer_id == customer.customer_id)
    return {
        **{name: getattr(customer, name) for name in PLAIN},
        "fields": customer.fields,
        "consent": customer.consent,
        "numbers": sorted(session.scalars(mine)),
        "tags": [str(tag) for tag in customer.tags],
    }


def _update(
    session: Session, customer: Customer, read: Row, now: datetime
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """What the changed fields were, and what they are; (None, None) where all was so already."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, value in read.values.items():
        present = _value(customer, name)
        if present != value:
            _set(customer, name, value)
            before[name], after[name] = _plain(present), _plain(value)
    tags = [str(tag) for tag in customer.tags]
    new_tags = [tag for tag in read.tags if tag not in tags][: max(0, MOST_TAGS - len(tags))]
    if new_tags:
        customer.tags = [*tags, *new_tags]
        before["tags"], after["tags"] = [], new_tags  # those that came with it
    mine = list(
        session.scalars(select(CustomerNumber).where(CustomerNumber.customer_id == customer.customer_id))
    )
    known = {number.e164 for number in mine}
    place = max((number.position for number in mine), default=-1)
    new_numbers = [(raw, e164) for raw, e164 in read.numbers if e164 not in known]
    for raw, e164 in new_numbers:
        place += 1
        session.add(CustomerNumber(e164=e164, customer_id=customer.customer_id, raw=raw[:60], position=place))
    if new_numbers:
        before["numbers"], after["numbers"] = [], [e164 for _, e164 in new_numbers]
    if not after:
        return None, None
    mark_changed(customer, after, now)
    return before, after


def _undo_line(session: Session, line: ImportLine, now: datetime) -> Fault | None:
    """Why it stays; None where it is as it was."""
    customer = session.get(Customer, line.customer_id) if line.customer_id else None
    if customer is None:
        return None
    if customer.merged_into is not None:
        return _CHANGED_SINCE
    if line.state == "UPDATED":
        return _restore(session, customer, line.before or {}, line.after or {}, now)
    return _remove(session, customer, line.after or {})


def _restore(
    session: Session, customer: Customer, before: dict[str, Any], after: dict[str, Any], now: datetime
) -> Fault | None:
    left: Fault | None = None
    changed: list[str] = []
    for name, value in before.items():
        if name == "tags":
            customer.tags = [tag for tag in customer.tags if tag not in after["tags"]]
        elif name == "numbers":
            mine = CustomerNumber.customer_id == customer.customer_id
            for number in session.scalars(
                select(CustomerNumber).where(mine, CustomerNumber.e164.in_(after[name]))
            ):
                session.delete(number)
        elif _plain(_value(customer, name)) == after[name]:
            _set(customer, name, from_us(value) if name == "since" and value is not None else value)
        else:
            left = _CHANGED_SINCE
            continue
        changed.append(name)
    if changed:
        mark_changed(customer, changed, now)
    return left


def _remove(session: Session, customer: Customer, made: dict[str, Any]) -> Fault | None:
    """Only one whom nobody changed and with whom nothing happened. Tags that rules gave or took do not
    count."""
    customer_id = customer.customer_id
    present = _as_it_is(session, customer)
    others = set(present.pop("tags")) ^ set(made.get("tags", ()))
    if any(value != made.get(name) for name, value in present.items()):
        return _CHANGED_SINCE
    if others and others - set(session.scalars(select(TagRuleRow.tag))):
        return _CHANGED_SINCE
    for table, key in MOVED.values():
        if session.scalar(select(key[0]).where(table.customer_id == customer_id).limit(1)) is not None:
            return _IN_USE
    merges = select(MergeRow.merge_id).where(MergeRow.survivor_id == customer_id)
    if session.scalar(merges.limit(1)) is not None:
        return _CHANGED_SINCE
    pairs = or_(DuplicatePair.first_id == customer_id, DuplicatePair.second_id == customer_id)
    session.execute(delete(DuplicatePair).where(pairs))
    for table in (CustomerNumber, CustomerWords, CustomerTouched, AccessRequest):
        session.execute(delete(table).where(table.customer_id == customer_id))
    session.delete(customer)
    return None


def _value(customer: Customer, name: str) -> Any:
    kind, dot, code = name.partition(".")
    if dot:
        return (customer.fields if kind == "field" else customer.consent).get(code)
    return getattr(customer, name)


def _set(customer: Customer, name: str, value: Any) -> None:
    kind, dot, code = name.partition(".")
    if not dot:
        setattr(customer, name, value)
        return
    column = "fields" if kind == "field" else "consent"
    values = {each: kept for each, kept in getattr(customer, column).items() if each != code}
    setattr(customer, column, values if value is None else {**values, code: value})


def _plain(value: Any) -> Any:
    """As JSON keeps it."""
    return to_us(value) if isinstance(value, datetime) else value
