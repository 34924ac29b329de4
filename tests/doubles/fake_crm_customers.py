"""The fake server's part for the customers' room: lists, files that are changed, segments, import, and so on.

crm.work.rights                        # of the signed-in user; set before signing in
crm.work.customers, .segments, …       # what there is; tests change them
crm.work.changes, .merged, .exported   # what the desktop wanted
crm.work.meanwhile = {"region": "苏州"}  # somebody else writes this before the next change comes
"""

from __future__ import annotations

import asyncio
import csv
import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Body, FastAPI, Request, UploadFile
from fastapi.responses import JSONResponse, Response

from app.contracts.customer_work import (
    AccessDecision,
    AccessRequestView,
    CustomerSetUp,
    ExportWish,
    FilterCount,
    ImportColumn,
    ImportFault,
    ImportMapping,
    ImportView,
    MergeView,
    MergeWish,
    NewAccessRequest,
    NewSegment,
    NewTagRule,
    SecretField,
    SegmentView,
    TagRuleTest,
    TagRuleView,
)
from app.contracts.customers import CustomerChange, CustomerFile, CustomerView, NumberView
from app.contracts.filters import Condition, Filter
from tests.doubles import fake_crm_content as content
from tests.doubles import fake_crm_customers_content as made_up

if TYPE_CHECKING:
    from tests.doubles.fake_crm import FakeCrm

ALL_RIGHTS = [
    "customers.approve", "customers.export", "customers.import", "customers.merge", "customers.set-up",
]  # fmt: skip
PAGE = 60
_TARGETS = {"姓名": "name", "手机": "number", "邮箱": "email", "城市": "region", "标签": "tag"}


class FakeCustomerWork:
    def __init__(self, crm: FakeCrm) -> None:
        now = datetime.now(UTC)
        self._crm = crm
        self.rights: list[str] = []
        self.customers = made_up.customers(now)
        self.segments = made_up.segments(now)
        self.rules = made_up.rules(now)
        self.pairs = made_up.duplicates(self.customers, now)
        self.merges = made_up.merges(now)
        self.imports = made_up.imports(now)
        self.requests = made_up.requests(now)
        self.changes: list[tuple[str, CustomerChange]] = []
        self.meanwhile: dict[str, Any] = {}
        self.merged: list[MergeWish] = []
        self.dismissed: list[str] = []
        self.exported: list[ExportWish] = []
        self.decided: list[tuple[str, AccessDecision]] = []
        self.counted: list[Filter] = []
        self.run_pause_s = 0.0
        self.set_up = made_up.SET_UP
        self.set_up_wishes: list[CustomerSetUp] = []
        self.set_up_faults: list[dict[str, str]] = []
        liming = crm.files[content.CUSTOMER_ID]
        crm.files[content.CUSTOMER_ID] = liming.model_copy(update={"customer": self.customers[0]})
        for view in self.customers[1:]:
            crm.files[view.customer_id] = CustomerFile(customer=view, number=view.number)

    def view(self, customer_id: str) -> CustomerView | None:
        return next((each for each in self.customers if each.customer_id == customer_id), None)

    def put(self, view: CustomerView) -> None:
        self.customers = [view if each.customer_id == view.customer_id else each for each in self.customers]
        file = self._crm.files.get(view.customer_id)
        if file is not None:
            self._crm.files[view.customer_id] = file.model_copy(update={"customer": view})

    def found(self, wanted: Filter) -> list[CustomerView]:
        return [each for each in self.customers if holds(wanted, each)]

    def import_view(self, import_id: str) -> ImportView:
        return next(each for each in self.imports if each.import_id == import_id)

    def put_import(self, view: ImportView) -> ImportView:
        self.imports = [view, *(each for each in self.imports if each.import_id != view.import_id)]
        return view


def holds(wanted: Filter, customer: CustomerView) -> bool:
    answers = [_one(each, customer) for each in wanted.conditions]
    answers += [holds(each, customer) for each in wanted.groups]
    return all(answers) if wanted.match == "all" else any(answers)


def _one(condition: Condition, customer: CustomerView) -> bool:
    value: Any = getattr(customer, condition.field, None)
    match condition.op:
        case "is":
            return value == condition.value
        case "is_not":
            return value != condition.value
        case "contains":
            return str(condition.value) in str(value)
        case "has":
            return condition.value in (value or ())
        case "at_least":
            return float(value or 0) >= float(str(condition.value or 0))
        case _:
            return len(customer.name) % 2 == 0


def refused(status: int, error_id: str, **more: Any) -> JSONResponse:
    body = {"status": status, "error_id": error_id, "title": error_id} | more
    return JSONResponse(body, status, media_type="application/problem+json")


def paged(items: list[Any], cursor: str | None) -> dict[str, Any]:
    start = int(cursor or 0)
    rest = start + PAGE < len(items)
    return {"items": items[start : start + PAGE], "next_cursor": str(start + PAGE) if rest else None}


def add_customer_work(app: FastAPI, crm: FakeCrm) -> None:
    """Before the paths of one customer: "/customers/{customer_id}" takes what nobody else took."""
    _add_customers(app, crm)
    _add_segments(app, crm)
    _add_rules(app, crm)
    _add_imports(app, crm)
    _add_merging(app, crm)
    _add_access(app, crm)


def _add_customers(app: FastAPI, crm: FakeCrm) -> None:
    @app.get("/api/v1/customers/set-up")
    async def set_up() -> Any:
        return crm.work.set_up

    @app.put("/api/v1/customers/set-up")
    async def put_set_up(wish: CustomerSetUp) -> Any:
        crm.work.set_up_wishes.append(wish)
        if crm.work.set_up_faults:
            return refused(422, "set-up-wrong", present={"faults": crm.work.set_up_faults})
        there = {each.code for each in wish.fields}
        before = crm.work.set_up
        retired = [each for each in (*before.fields, *before.retired) if each.code not in there]
        crm.work.set_up = wish.model_copy(update={"retired": retired, "suggested": wish.tags})
        crm.carried_out()
        return crm.work.set_up

    @app.get("/api/v1/customers")
    async def search(q: str = "", cursor: str | None = None) -> Any:
        known = [*crm.work.customers, *crm.customers]
        return paged([view for view in known if q and (q in view.name or q in view.number)], cursor)

    @app.patch("/api/v1/customers/{customer_id}")
    async def change(customer_id: str, change: CustomerChange) -> Any:
        view = crm.work.view(customer_id)
        if view is None:
            return refused(404, "not-found")
        meanwhile, crm.work.meanwhile = crm.work.meanwhile, {}
        if meanwhile:
            view = view.model_copy(update=meanwhile | {"version": view.version + 1})
            crm.work.put(view)
        given = change.model_dump(exclude_none=True, exclude={"version", "shares_number"})
        both = sorted(set(given) & set(meanwhile))
        if change.version != view.version and both:
            return refused(409, "customer-changed", present=view.model_dump(mode="json"), changed=both)
        crm.work.changes.append((customer_id, change))
        numbers = given.pop("numbers", None)
        given |= {
            name: {**getattr(view, name), **given[name]} for name in ("fields", "consent") if name in given
        }
        if numbers is not None:
            known = {each.number_id: each for each in view.numbers}
            given["numbers"] = [
                known.get(each["number_id"])
                or NumberView(
                    number_id=f"n-new-{index}", number=each["raw"], raw=each["raw"], kind=each["kind"]
                )
                for index, each in enumerate(numbers)
            ]
        new = view.model_copy(update=given | {"version": view.version + 1})
        crm.work.put(new)
        crm.carried_out()
        return new

    @app.post("/api/v1/customers/{customer_id}/reveal-fields")
    async def reveal(customer_id: str) -> Any:
        values: dict[str, Any] = {"name": "李明", "number": "+8613800001234", "email": "liming@example.com"}
        return SecretField(values=values | {"address": "上海市浦东新区锦绣路 2580 弄 12 号 1802 室"})

    @app.post("/api/v1/customers/export")
    async def export(wish: ExportWish) -> Response:
        crm.work.exported.append(wish)
        crm.carried_out()
        headers = {"Content-Disposition": "attachment; filename*=UTF-8''%E5%AE%A2%E6%88%B7.csv"}
        return Response("姓名\n李明\n".encode(), media_type="text/csv", headers=headers)


def _add_segments(app: FastAPI, crm: FakeCrm) -> None:
    work = crm.work

    @app.get("/api/v1/segments/fields")
    async def fields() -> Any:
        return made_up.FILTER_FIELDS

    @app.get("/api/v1/segments")
    async def segments() -> Any:
        return work.segments

    @app.post("/api/v1/segments/count")
    async def count(wanted: Filter) -> Any:
        work.counted.append(wanted)
        found = work.found(wanted)
        crm.carried_out()
        return FilterCount(count=len(found), first=found[:5])

    @app.post("/api/v1/segments/customers")
    async def matching(wanted: Filter, cursor: str | None = None) -> Any:
        return paged(work.found(wanted), cursor)

    @app.post("/api/v1/segments", status_code=201)
    async def create(new: NewSegment) -> Any:
        count = len(work.found(new.filter))
        made = SegmentView(
            segment_id=f"seg-{len(work.segments)}", mine=True, count=count, counted_at=datetime.now(UTC),
            **dict(new),
        )  # fmt: skip
        work.segments.append(made)
        crm.carried_out()
        return made

    @app.put("/api/v1/segments/{segment_id}")
    async def change(segment_id: str, new: NewSegment) -> Any:
        found = next(each for each in work.segments if each.segment_id == segment_id)
        made = found.model_copy(update=dict(new) | {"count": len(work.found(new.filter))})
        work.segments = [made if each is found else each for each in work.segments]
        return made

    @app.delete("/api/v1/segments/{segment_id}")
    async def delete(segment_id: str) -> Any:
        gone = next(each for each in work.segments if each.segment_id == segment_id)
        work.segments.remove(gone)
        return gone

    @app.get("/api/v1/segments/{segment_id}/customers")
    async def of_segment(segment_id: str, cursor: str | None = None) -> Any:
        segment = next((each for each in work.segments if each.segment_id == segment_id), None)
        return refused(404, "not-found") if segment is None else paged(work.found(segment.filter), cursor)


def _add_rules(app: FastAPI, crm: FakeCrm) -> None:
    work = crm.work

    @app.get("/api/v1/tag-rules")
    async def rules() -> Any:
        return work.rules

    @app.post("/api/v1/tag-rules/test")
    async def test(new: NewTagRule) -> Any:
        found = work.found(new.filter)
        have = sum(new.tag in each.tags for each in work.customers)
        return TagRuleTest(
            matched=len(found), would_get=max(0, len(found) - have), would_lose=min(have, 4), first=found[:5]
        )

    @app.post("/api/v1/tag-rules", status_code=201)
    async def create(new: NewTagRule) -> Any:
        made = TagRuleView(rule_id=f"rule-{len(work.rules) + 1}", **dict(new))
        work.rules.insert(0, made)
        crm.carried_out()
        return made

    @app.put("/api/v1/tag-rules/{rule_id}")
    async def change(rule_id: str, new: NewTagRule) -> Any:
        found = next(each for each in work.rules if each.rule_id == rule_id)
        made = found.model_copy(update=dict(new))
        work.rules = [made if each is found else each for each in work.rules]
        return made

    @app.delete("/api/v1/tag-rules/{rule_id}")
    async def delete(rule_id: str) -> Any:
        gone = next(each for each in work.rules if each.rule_id == rule_id)
        work.rules.remove(gone)
        return gone


def _add_imports(app: FastAPI, crm: FakeCrm) -> None:
    work = crm.work

    @app.get("/api/v1/customers/imports")
    async def imports() -> Any:
        return {"items": work.imports, "next_cursor": None}

    @app.post("/api/v1/customers/imports", status_code=201)
    async def upload(file: UploadFile) -> Any:
        text = (await file.read()).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        columns = [
            ImportColumn(
                header=header,
                target=_TARGETS.get(header, ""),
                samples=[row[at] for row in rows[1:4] if at < len(row)],
            )
            for at, header in enumerate(rows[0])
        ]
        view = ImportView(
            import_id=f"imp-{len(work.imports)}", state="UPLOADED", file_name=file.filename or "",
            rows=len(rows) - 1, columns=columns, started_by="王芳", at=datetime.now(UTC),
        )  # fmt: skip
        crm.carried_out()
        return work.put_import(view)

    @app.get("/api/v1/customers/imports/{import_id}")
    async def one(import_id: str) -> Any:
        view = work.import_view(import_id)
        if view.state == "RUNNING":
            done = min(view.rows, view.done_rows + max(1, view.rows // 3))
            if view.undoing:
                view = view.model_copy(
                    update={"state": "UNDONE", "undoing": False, "undoable": False, "stays": 1}
                )
            elif done >= view.rows:
                view = view.model_copy(
                    update={
                        "state": "DONE", "done_rows": view.rows, "created": view.would_create,
                        "updated": view.would_update, "undoable": True,
                    }
                )  # fmt: skip
            else:
                view = view.model_copy(update={"done_rows": done})
            work.put_import(view)
        return view

    @app.put("/api/v1/customers/imports/{import_id}/mapping")
    async def map_columns(import_id: str, mapping: ImportMapping) -> Any:
        view = work.import_view(import_id)
        names = view.columns[mapping.targets.index("name")].samples if "name" in mapping.targets else []
        fault = ImportFault(
            row=4,
            column="手机",
            zh="这不是电话号码：位数太少。",
            en="This is no telephone number.",
            value="12345",
        )
        preview = [
            CustomerView(
                customer_id=f"new-{at}", name=name, level="NORMAL", number="139****0001", region="苏州",
                tags=[mapping.tag] if mapping.tag else [],
            )
            for at, name in enumerate(names)
        ]  # fmt: skip
        bad = min(1, max(0, view.rows - 3))
        return work.put_import(
            view.model_copy(
                update={
                    "state": "CHECKED", "mapping": mapping, "would_create": view.rows - 1 - bad,
                    "would_update": 1, "bad_rows": bad, "errors": [fault] if bad else [], "preview": preview,
                }
            )
        )  # fmt: skip

    @app.post("/api/v1/customers/imports/{import_id}/run")
    async def run(import_id: str) -> Any:
        await asyncio.sleep(work.run_pause_s)
        return work.put_import(work.import_view(import_id).model_copy(update={"state": "RUNNING"}))

    @app.post("/api/v1/customers/imports/{import_id}/undo")
    async def undo(import_id: str) -> Any:
        crm.carried_out()
        changed = {"state": "RUNNING", "undoing": True}
        return work.put_import(work.import_view(import_id).model_copy(update=changed))


def _add_merging(app: FastAPI, crm: FakeCrm) -> None:
    work = crm.work

    @app.get("/api/v1/customers/duplicates")
    async def duplicates(cursor: str | None = None) -> Any:
        return paged(work.pairs, cursor)

    @app.post("/api/v1/customers/duplicates/{pair_id}/dismiss")
    async def dismiss(pair_id: str) -> Any:
        work.dismissed.append(pair_id)
        work.pairs = [each for each in work.pairs if each.pair_id != pair_id]
        crm.carried_out()
        return {"pair_id": pair_id}

    @app.get("/api/v1/customers/merges")
    async def merges() -> Any:
        return {"items": work.merges, "next_cursor": None}

    @app.post("/api/v1/customers/merges", status_code=201)
    async def merge(wish: MergeWish) -> Any:
        work.merged.append(wish)
        ids = {wish.survivor_id, wish.other_id}
        gone = next(each for each in work.pairs if {each.first.customer_id, each.second.customer_id} == ids)
        work.pairs.remove(gone)
        other = gone.first if gone.first.customer_id == wish.other_id else gone.second
        made = MergeView(
            merge_id=f"m-{len(work.merges) + 1}", survivor_id=wish.survivor_id, other_id=wish.other_id,
            other_name=other.name, at=datetime.now(UTC), by="王芳",
            undoable_until=datetime.now(UTC) + timedelta(days=30),
        )  # fmt: skip
        work.merges.insert(0, made)
        crm.carried_out()
        return made

    @app.post("/api/v1/customers/merges/{merge_id}/undo")
    async def undo(merge_id: str) -> Any:
        found = next(each for each in work.merges if each.merge_id == merge_id)
        made = found.model_copy(update={"undone": True})
        work.merges = [made if each is found else each for each in work.merges]
        crm.carried_out()
        return made


def _add_access(app: FastAPI, crm: FakeCrm) -> None:
    work = crm.work

    def put(request: AccessRequestView) -> AccessRequestView:
        work.requests = [request, *(each for each in work.requests if each.request_id != request.request_id)]
        crm.carried_out()
        return request

    def one(request_id: str) -> AccessRequestView:
        return next(each for each in work.requests if each.request_id == request_id)

    @app.get("/api/v1/access-requests")
    async def requests() -> Any:
        approves = "customers.approve" in work.rights
        shown = [each for each in work.requests if approves or each.user_id == content.AGENT_ID]
        return {"items": sorted(shown, key=lambda each: each.asked_at, reverse=True), "next_cursor": None}

    @app.post("/api/v1/access-requests", status_code=201)
    async def ask(new: Annotated[NewAccessRequest, Body()]) -> Any:
        view = work.view(new.customer_id or "")
        return put(
            AccessRequestView(
                request_id=f"ac-{len(work.requests) + 1}", state="OPEN", user_id=content.AGENT_ID,
                user_name="王芳", customer_name=view.name if view else "", asked_at=datetime.now(UTC),
                **new.model_dump(),
            )
        )  # fmt: skip

    @app.post("/api/v1/access-requests/{request_id}/decide")
    async def decide(request_id: str, decision: AccessDecision) -> Any:
        work.decided.append((request_id, decision))
        now = datetime.now(UTC)
        request = one(request_id)
        ends = now + timedelta(minutes=decision.minutes or request.minutes) if decision.grant else None
        state = "GRANTED" if decision.grant else "REFUSED"
        return put(
            request.model_copy(
                update={
                    "state": state, "decided_at": now, "decided_by": "王芳", "expires_at": ends,
                    "decision_note": decision.note,
                }
            )
        )  # fmt: skip

    @app.post("/api/v1/access-requests/{request_id}/withdraw")
    async def withdraw(request_id: str, _: Request) -> Any:
        return put(one(request_id).model_copy(update={"state": "WITHDRAWN"}))
