"""What the customers' room asks of the server: lists, files, segments, rules, import, duplicates, access.

In and out: models of ``app.contracts``. Raises what any request raises (``app.crm_client.errors``); a change
that met another one raises Refused "customer-changed" with the ``present`` customer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from pydantic import TypeAdapter

from app.contracts.base import Page
from app.contracts.customer_work import (
    AccessDecision,
    AccessRequestView,
    CustomerSetUp,
    DuplicateView,
    ExportWish,
    FilterCount,
    ImportMapping,
    ImportView,
    MergeView,
    MergeWish,
    NewAccessRequest,
    NewSegment,
    NewTagRule,
    NotDuplicates,
    SecretField,
    SegmentView,
    TagRuleTest,
    TagRuleView,
)
from app.contracts.customers import CustomerChange, CustomerView, RevealWish, TimelineItem, TimelineKind
from app.contracts.filters import Filter, FilterField
from app.crm_client.reading import adapted, at_cursor, part, read
from app.crm_client.requests import SignedRequests, Upload

LONG_WORK_TIMEOUT_S = 120.0  # an export, the check of a whole file
COUNT_TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """``name``: as the server suggests to call it."""

    name: str
    content: bytes


class CustomerCalls(SignedRequests):
    # --- files ------------------------------------------------------------------------------------

    async def customer_set_up(self) -> CustomerSetUp:
        return read(await self._get("/customers/set-up"), CustomerSetUp)

    async def put_customer_set_up(self, wish: CustomerSetUp) -> CustomerSetUp:
        return read(await self._write("PUT", "/customers/set-up", wish), CustomerSetUp)

    async def customers(self, text: str, cursor: str | None = None) -> Page[CustomerView]:
        """Found by name, pinyin, a part of the number, an order's or ticket's number; without text all."""
        asked = {"q": text} if text.strip() else {}
        return read(await self._get("/customers", asked | at_cursor(cursor)), Page[CustomerView])

    async def change_customer(self, customer_id: str, change: CustomerChange, key: str) -> CustomerView:
        return read(await self._write("PATCH", f"/customers/{part(customer_id)}", change, key), CustomerView)

    async def timeline_of_kind(
        self, customer_id: str, kind: TimelineKind | None, cursor: str | None
    ) -> Page[TimelineItem]:
        query = ({} if kind is None else {"kind": kind}) | at_cursor(cursor)
        return read(await self._get(f"/customers/{part(customer_id)}/timeline", query), Page[TimelineItem])

    async def reveal_fields(self, customer_id: str, reason: str) -> SecretField:
        """All private fields for one look."""
        path = f"/customers/{part(customer_id)}/reveal-fields"
        return read(await self._write("POST", path, RevealWish(reason=reason)), SecretField)

    # --- segments ---------------------------------------------------------------------------------

    async def filter_fields(self) -> list[FilterField]:
        """What a condition can ask of."""
        return adapted(await self._get("/segments/fields"), TypeAdapter(list[FilterField]))

    async def segments(self) -> list[SegmentView]:
        return adapted(await self._get("/segments"), TypeAdapter(list[SegmentView]))

    async def create_segment(self, new: NewSegment) -> SegmentView:
        return read(await self._write("POST", "/segments", new), SegmentView)

    async def change_segment(self, segment_id: str, new: NewSegment) -> SegmentView:
        return read(await self._write("PUT", f"/segments/{part(segment_id)}", new), SegmentView)

    async def delete_segment(self, segment_id: str) -> None:
        await self._write("DELETE", f"/segments/{part(segment_id)}")

    async def segment_customers(self, segment_id: str, cursor: str | None = None) -> Page[CustomerView]:
        path = f"/segments/{part(segment_id)}/customers"
        return read(await self._get(path, at_cursor(cursor), COUNT_TIMEOUT_S), Page[CustomerView])

    async def matching_customers(self, wanted: Filter, cursor: str | None = None) -> Page[CustomerView]:
        """Of a filter that is not kept. A page may be short and still have a next one."""
        query = "" if cursor is None else f"?cursor={part(cursor)}"
        path = f"/segments/customers{query}"
        return read(await self._write("POST", path, wanted, timeout_s=COUNT_TIMEOUT_S), Page[CustomerView])

    async def count_customers(self, wanted: Filter) -> FilterCount:
        answer = await self._write("POST", "/segments/count", wanted, timeout_s=COUNT_TIMEOUT_S)
        return read(answer, FilterCount)

    async def export_customers(self, wish: ExportWish) -> ExportedFile:
        answer = await self._write("POST", "/customers/export", wish, timeout_s=LONG_WORK_TIMEOUT_S)
        named = _name_of(answer.headers.get("content-disposition", ""))
        return ExportedFile(named or f"customers.{wish.format}", answer.content)

    # --- tags by rule -----------------------------------------------------------------------------

    async def tag_rules(self) -> list[TagRuleView]:
        return adapted(await self._get("/tag-rules"), TypeAdapter(list[TagRuleView]))

    async def create_tag_rule(self, new: NewTagRule) -> TagRuleView:
        return read(await self._write("POST", "/tag-rules", new), TagRuleView)

    async def change_tag_rule(self, rule_id: str, new: NewTagRule) -> TagRuleView:
        return read(await self._write("PUT", f"/tag-rules/{part(rule_id)}", new), TagRuleView)

    async def delete_tag_rule(self, rule_id: str) -> None:
        await self._write("DELETE", f"/tag-rules/{part(rule_id)}")

    async def try_tag_rule(self, new: NewTagRule) -> TagRuleTest:
        return read(await self._write("POST", "/tag-rules/test", new, timeout_s=COUNT_TIMEOUT_S), TagRuleTest)

    # --- import -----------------------------------------------------------------------------------

    async def imports(self) -> list[ImportView]:
        """Newest first."""
        return read(await self._get("/customers/imports"), Page[ImportView]).items

    async def import_view(self, import_id: str) -> ImportView:
        return read(await self._get(f"/customers/imports/{part(import_id)}"), ImportView)

    async def upload_import(self, name: str, content: bytes) -> ImportView:
        return read(await self._upload("/customers/imports", Upload(name, content)), ImportView)

    async def map_import(self, import_id: str, mapping: ImportMapping) -> ImportView:
        """Checks all rows; nothing is written yet."""
        path = f"/customers/imports/{part(import_id)}/mapping"
        return read(await self._write("PUT", path, mapping, timeout_s=LONG_WORK_TIMEOUT_S), ImportView)

    async def run_import(self, import_id: str) -> ImportView:
        """Goes on by itself; ``import_view`` says how far it is."""
        path = f"/customers/imports/{part(import_id)}/run"
        return read(await self._write("POST", path, timeout_s=LONG_WORK_TIMEOUT_S), ImportView)

    async def undo_import(self, import_id: str) -> ImportView:
        path = f"/customers/imports/{part(import_id)}/undo"
        return read(await self._write("POST", path, timeout_s=LONG_WORK_TIMEOUT_S), ImportView)

    # --- duplicates -------------------------------------------------------------------------------

    async def duplicates(self, cursor: str | None = None) -> Page[DuplicateView]:
        return read(await self._get("/customers/duplicates", at_cursor(cursor)), Page[DuplicateView])

    async def not_duplicates(self, pair_id: str, reason: str = "") -> None:
        path = f"/customers/duplicates/{part(pair_id)}/dismiss"
        await self._write("POST", path, NotDuplicates(reason=reason))

    async def merges(self) -> list[MergeView]:
        """Newest first."""
        return read(await self._get("/customers/merges"), Page[MergeView]).items

    async def merge(self, wish: MergeWish) -> MergeView:
        return read(await self._write("POST", "/customers/merges", wish), MergeView)

    async def undo_merge(self, merge_id: str) -> MergeView:
        return read(await self._write("POST", f"/customers/merges/{part(merge_id)}/undo"), MergeView)

    # --- leave to see private data ----------------------------------------------------------------

    async def access_requests(self) -> list[AccessRequestView]:
        """My own, and all for who may approve; newest first."""
        return read(await self._get("/access-requests"), Page[AccessRequestView]).items

    async def ask_access(self, new: NewAccessRequest) -> AccessRequestView:
        return read(await self._write("POST", "/access-requests", new), AccessRequestView)

    async def decide_access(self, request_id: str, decision: AccessDecision) -> AccessRequestView:
        path = f"/access-requests/{part(request_id)}/decide"
        return read(await self._write("POST", path, decision), AccessRequestView)

    async def withdraw_access(self, request_id: str) -> AccessRequestView:
        path = f"/access-requests/{part(request_id)}/withdraw"
        return read(await self._write("POST", path), AccessRequestView)


def _name_of(disposition: str) -> str:
    """RFC 6266 §4.3: filename*, else filename; without any folder."""
    extended = re.search(r"filename\*=UTF-8''([^;]+)", disposition, re.IGNORECASE)
    plain = re.search(r'filename="?([^";]+)"?', disposition)
    name = unquote(extended[1]) if extended else plain[1] if plain else ""
    return re.split(r"[/\\]", name.strip())[-1]
