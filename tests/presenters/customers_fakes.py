"""What the customers' room is tested with: a server that keeps what it was asked, and customers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.contracts.base import Page
from app.contracts.colleagues import CallDirectory
from app.contracts.control import CallMade, NewCall
from app.contracts.customer_work import (
    AccessDecision,
    AccessRequestView,
    CustomerSetUp,
    DuplicateView,
    ExportWish,
    FilterCount,
    ImportColumn,
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
from app.contracts.customers import (
    CustomerChange,
    CustomerView,
    NewCustomer,
    NumberView,
    RevealedNumber,
    TimelineItem,
)
from app.contracts.fields import FieldDefinition
from app.contracts.filters import Filter, FilterField
from app.contracts.people import Label
from app.crm_client.customers import ExportedFile
from app.crm_client.errors import Refused
from tests.presenters import calls_fakes
from tests.presenters import ui_fakes as f


def label(code: str) -> Label:
    return Label(code=code, zh=code, en=code.title())


SET_UP = CustomerSetUp(
    fields=[
        FieldDefinition(code="size", name=label("size"), kind="NUMBER"),
        FieldDefinition(code="pet", name=label("pet"), kind="YES_NO", position=1),
        FieldDefinition(code="born", name=label("born"), kind="DATE", position=2, required=True),
    ],
    consents=[label("marketing")],
    tags=["loud", "quiet"],
)
FIELDS = [
    FilterField(field="level", zh="等级", en="Level", ops=["is", "is_not"], kind="CHOICE",
                choices=[("VIP", "VIP", "VIP"), ("GOLD", "金卡", "Gold")]),
    FilterField(field="region", zh="地区", en="Region", ops=["is", "contains", "empty"], kind="TEXT"),
    FilterField(field="value_cents", zh="价值", en="Value", ops=["at_least", "at_most"], kind="NUMBER"),
    FilterField(field="calls.last_at", zh="最近通话", en="Last call", ops=["within_days", "at_least"],
                kind="DATE"),
    FilterField(field="calls.count", zh="通话次数", en="Calls", ops=["at_least"], kind="NUMBER",
                takes_days=True),
]  # fmt: skip


def customer(customer_id: str = "c1", name: str = "李明", **more: Any) -> CustomerView:
    base: dict[str, Any] = {
        "customer_id": customer_id,
        "name": name,
        "level": "VIP",
        "number": "138****1234",
        "numbers": [NumberView(number_id="n1", number="138****1234", raw="138****1234", kind="MOBILE")],
        "region": "上海",
        "email": "li***@example.com",
        "masked": ["email", "number", "numbers"],
        "tags": ["loud"],
        "fields": {"size": 90, "pet": True, "born": "1990-02-03"},
        "version": 3,
    }
    return CustomerView.model_validate({**base, **more})


def segment(segment_id: str, count: int | None = 7, **more: Any) -> SegmentView:
    base = {
        "segment_id": segment_id,
        "name": segment_id.title(),
        "filter": Filter(),
        "shared": False,
        "mine": True,
    }
    base |= {"count": count, "counted_at": f.NOW - timedelta(minutes=4)}
    return SegmentView.model_validate(base | more)


def request(request_id: str, state: str = "OPEN", user_id: str = "u2", **more: Any) -> AccessRequestView:
    base: dict[str, Any] = {
        "request_id": request_id,
        "state": state,
        "user_id": user_id,
        "user_name": "赵磊",
        "customer_id": "c1",
        "customer_name": "李明",
        "reason": "invoice",
        "minutes": 60,
        "asked_at": f.NOW - timedelta(minutes=5),
    }
    return AccessRequestView.model_validate(base | more)


def imported(state: str, **more: Any) -> ImportView:
    columns = [ImportColumn(header="姓名", target="name", samples=["李明", ""]), ImportColumn(header="手机")]
    base: dict[str, Any] = {"import_id": "i1", "state": state, "file_name": "a.csv", "rows": 90, "at": f.NOW}
    return ImportView.model_validate(base | {"columns": columns} | more)


class CustomersCrm(f.FakeCrm):
    def __init__(self) -> None:
        super().__init__()
        self.lists: list[Page[CustomerView]] = []
        self.kept: list[SegmentView] = [segment("vip"), segment("big", None)]
        self.count = FilterCount(count=1204)
        self.changed: list[CustomerChange] = []
        self.refusals: list[Refused] = []  # one after the other, before anything goes well
        self.answers: list[Any] = []
        self.pairs: list[DuplicateView] = []
        self.done: list[MergeView] = []
        self.requests: list[AccessRequestView] = []

    def _refuse(self) -> None:
        if self.refusals:
            raise self.refusals.pop(0)

    async def customer_set_up(self) -> CustomerSetUp:
        self._ask("set-up")
        return SET_UP

    async def directory(self) -> CallDirectory:
        return calls_fakes.directory()

    async def make_call(self, new: NewCall) -> CallMade:
        self._ask("call", new.customer_id)
        return CallMade(call_id="x")

    async def customers(self, text: str, cursor: str | None = None) -> Page[CustomerView]:
        self._ask("search", text, cursor)
        return self.lists.pop(0) if self.lists else Page(items=[])

    async def segment_customers(self, segment_id: str, cursor: str | None = None) -> Page[CustomerView]:
        self._ask("of", segment_id, cursor)
        return self.lists.pop(0) if self.lists else Page(items=[])

    async def matching_customers(self, wanted: Filter, cursor: str | None = None) -> Page[CustomerView]:
        self._ask("matching", wanted, cursor)
        return self.lists.pop(0) if self.lists else Page(items=[])

    async def count_customers(self, wanted: Filter) -> FilterCount:
        self._ask("count", wanted)
        return self.count

    async def segments(self) -> list[SegmentView]:
        self._ask("segments")
        return self.kept

    async def filter_fields(self) -> list[FilterField]:
        self._ask("fields")
        return FIELDS

    async def create_segment(self, new: NewSegment) -> SegmentView:
        self._ask("create", new)
        return segment("new", name=new.name)

    async def change_segment(self, segment_id: str, new: NewSegment) -> SegmentView:
        self._ask("change", segment_id, new)
        return segment(segment_id)

    async def delete_segment(self, segment_id: str) -> None:
        self._ask("delete", segment_id)

    async def create_customer(self, new: NewCustomer, key: str) -> CustomerView:
        self._ask("new", new, key)
        self._refuse()
        return customer("made", new.name)

    async def export_customers(self, wish: ExportWish) -> ExportedFile:
        self._ask("export", wish)
        return ExportedFile("客户.xlsx", b"PK")

    async def change_customer(self, customer_id: str, change: CustomerChange, key: str) -> CustomerView:
        self._ask("patch", customer_id, key)
        self._refuse()
        self.changed.append(change)
        return customer(customer_id, version=change.version + 1)

    async def timeline_of_kind(
        self, customer_id: str, kind: str | None, cursor: str | None
    ) -> Page[TimelineItem]:
        self._ask("time line", customer_id, kind, cursor)
        return Page(items=[f.item(f"t-{kind}", "Call")])

    async def reveal_fields(self, customer_id: str, reason: str) -> SecretField:
        self._ask("reveal fields", customer_id, reason)
        self._refuse()
        return SecretField(values={"number": "1", "numbers": ["13800001234", "0211"], "email": "li@x.cn"})

    async def reveal_number(self, customer_id: str, reason: str) -> RevealedNumber:
        self._ask("reveal", customer_id, reason)
        self._refuse()
        return RevealedNumber(number="13800001234")

    async def tag_rules(self) -> list[TagRuleView]:
        return self.answers.pop(0) if self.answers else []

    async def try_tag_rule(self, new: NewTagRule) -> TagRuleTest:
        self._ask("try", new)
        return TagRuleTest(matched=9, would_get=4, would_lose=1, first=[customer()])

    async def create_tag_rule(self, new: NewTagRule) -> TagRuleView:
        self._ask("create rule", new)
        return TagRuleView(rule_id="r-new", **dict(new))

    async def change_tag_rule(self, rule_id: str, new: NewTagRule) -> TagRuleView:
        self._ask("change rule", rule_id, new)
        return TagRuleView(rule_id=rule_id, **dict(new))

    async def delete_tag_rule(self, rule_id: str) -> None:
        self._ask("delete rule", rule_id)

    async def imports(self) -> list[ImportView]:
        self._ask("imports")
        return []

    async def import_view(self, import_id: str) -> ImportView:
        self._ask("look", import_id)
        return self.answers.pop(0)

    async def upload_import(self, name: str, content: bytes) -> ImportView:
        self._ask("upload", name, len(content))
        return imported("UPLOADED", file_name=name)

    async def map_import(self, import_id: str, mapping: ImportMapping) -> ImportView:
        self._ask("map", mapping)
        return imported("CHECKED", would_create=80, would_update=8, bad_rows=2)

    async def run_import(self, import_id: str) -> ImportView:
        self._ask("run", import_id)
        return imported("RUNNING")

    async def undo_import(self, import_id: str) -> ImportView:
        self._ask("undo", import_id)
        return imported("RUNNING", undoing=True)

    async def duplicates(self, cursor: str | None = None) -> Page[DuplicateView]:
        self._ask("duplicates")
        return Page(items=self.pairs)

    async def not_duplicates(self, pair_id: str, reason: str = "") -> None:
        self._ask("dismiss", pair_id)

    async def merges(self) -> list[MergeView]:
        return self.done

    async def merge(self, wish: MergeWish) -> MergeView:
        self._ask("merge", wish)
        self._refuse()
        self.done = [merged("m1", wish)]
        return self.done[0]

    async def undo_merge(self, merge_id: str) -> MergeView:
        self._ask("undo merge", merge_id)
        self.done = [merged(merge_id, MergeWish(survivor_id="a", other_id="b"), undone=True)]
        return self.done[0]

    async def access_requests(self) -> list[AccessRequestView]:
        self._ask("requests")
        return self.requests

    async def ask_access(self, new: NewAccessRequest) -> AccessRequestView:
        self._ask("ask", new)
        return request("mine", user_id="u1", asked_at=f.NOW, **new.model_dump(exclude={"customer_id"}))

    async def decide_access(self, request_id: str, decision: AccessDecision) -> AccessRequestView:
        self._ask("decide", request_id, decision)
        return request(request_id, "GRANTED" if decision.grant else "REFUSED")

    async def withdraw_access(self, request_id: str) -> AccessRequestView:
        self._ask("withdraw", request_id)
        return request(request_id, "WITHDRAWN", "u1")


def merged(merge_id: str, wish: MergeWish, **more: Any) -> MergeView:
    return MergeView(
        merge_id=merge_id,
        survivor_id=wish.survivor_id,
        other_id=wish.other_id,
        other_name="李明",
        at=f.NOW,
        by="王芳",
        undoable_until=f.NOW + timedelta(days=30),
        **more,
    )
