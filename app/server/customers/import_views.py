"""An import as it is shown, and how its rows are read.

In:  rows of the database. Out: ``ImportView``, private data as the viewer sees it; a reader for its mapping.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.customer_work import (
    ImportColumn,
    ImportFault,
    ImportMapping,
    ImportState,
    ImportView,
)
from app.contracts.customers import CustomerLevel, CustomerView, NumberView
from app.server.customers.import_rows import Fault, Row, RowReader
from app.server.customers.own_fields import field_rules, read_definitions
from app.server.customers.set_up import read_set_up
from app.server.customers.views import seen
from app.server.customers.work_parts import WorkParts
from app.server.security.model import SignedInUser
from app.server.security.viewing import Eyes
from app.server.storage.tables import ImportLine, ImportRow

UNDO_FOR: Final = timedelta(days=30)
PREVIEW: Final = 5


class ImportViews:
    def __init__(self, parts: WorkParts) -> None:
        self._parts = parts

    def reader(self, session: Session, row: ImportRow, mapping: ImportMapping) -> RowReader:
        set_up = read_set_up(session)
        agents: dict[str, str] = {}
        for user in self._parts.directory.users:
            if user.is_agent:
                for name in (user.user_id, user.username, self._parts.directory.display_name(user.user_id)):
                    agents.setdefault(name.casefold(), user.user_id)
        return RowReader(
            headers=[str(each["header"]) for each in row.columns],
            targets=mapping.targets,
            own={each.code: each for each in set_up.fields},
            consents=frozenset(each.code for each in set_up.consents),
            agents=agents,
            tag=mapping.tag.strip(),
        )

    def view(self, session: Session, user: SignedInUser, row: ImportRow) -> ImportView:
        mapping = ImportMapping.model_validate(row.mapping) if row.mapping else None
        eyes = self._parts.viewing.eyes(user)
        return ImportView(
            import_id=row.import_id,
            state=cast("ImportState", row.state),
            file_name=row.file_name,
            rows=row.rows,
            columns=[_column(each, mine=row.started_by == user.user_id) for each in row.columns],
            mapping=mapping,
            would_create=row.found.get("create", 0),
            would_update=row.found.get("update", 0),
            would_skip=row.found.get("skip", 0),
            bad_rows=row.found.get("bad", 0),
            errors=[ImportFault.model_validate(each) for each in row.faults],
            preview=self._preview(session, row, mapping, eyes) if mapping and row.state == "CHECKED" else [],
            done_rows=row.done,
            created=row.created,
            updated=row.updated,
            skipped=row.skipped,
            undoing=row.undoing,
            stays=row.found.get("stays", 0),
            stayed=[ImportFault.model_validate(each) for each in row.stays],
            started_by=self._parts.directory.display_name(row.started_by),
            at=row.at,
            undoable=undoable(row, self._parts.clock()),
        )

    def _preview(
        self, session: Session, row: ImportRow, mapping: ImportMapping, eyes: Eyes
    ) -> list[CustomerView]:
        reader = self.reader(session, row, mapping)
        own = field_rules(read_definitions(session))
        lines = session.scalars(_first_lines(row.import_id).limit(PREVIEW * 4))
        rows = [reader.read([str(cell) for cell in line.cells]) for line in lines]
        good = [each for each in rows if not each.faults and not each.is_empty]
        return [seen(_as_customer(each), eyes, own) for each in good[:PREVIEW]]


def undoable(row: ImportRow, now: datetime) -> bool:
    return row.state == "DONE" and row.done_at is not None and now < row.done_at + UNDO_FOR


def fault_data(line: int, fault: Fault) -> dict[str, Any]:
    """As it is kept."""
    return {"row": line, "column": fault.column, "zh": fault.zh, "en": fault.en, "value": fault.value}


def _column(data: dict[str, Any], mine: bool) -> ImportColumn:
    """Samples are for who brought the file: they are as they stand in it."""
    return ImportColumn.model_validate(data if mine else {**data, "samples": []})


def _as_customer(row: Row) -> CustomerView:
    """As it would look."""
    values = row.values
    return CustomerView(
        customer_id="",
        name=str(values.get("name", "")),
        level=cast("CustomerLevel", values.get("level", "NORMAL")),
        number=row.numbers[0][1] if row.numbers else "",
        numbers=[NumberView(number_id="", number=e164, raw=raw) for raw, e164 in row.numbers],
        region=str(values.get("region", "")),
        language=str(values.get("language", "zh")),
        email=str(values.get("email", "")),
        address=str(values.get("address", "")),
        tags=row.tags,
        since=values.get("since"),
        note=str(values.get("note", "")),
        loyalty=int(values.get("loyalty", 0)),
        value_cents=int(values.get("value_cents", 0)),
        dedicated_agent_id=str(values.get("dedicated_agent_id", "")),
        fields={name[6:]: value for name, value in values.items() if name.startswith("field.")},
        consent={name[8:]: value for name, value in values.items() if name.startswith("consent.")},
    )


def _first_lines(import_id: str) -> Any:
    return select(ImportLine).where(ImportLine.import_id == import_id).order_by(ImportLine.line)
