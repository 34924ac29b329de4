"""What is done with many customers: segments, rules, import, duplicates, and leave to see private data."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.contracts.base import Wire
from app.contracts.customers import CustomerView
from app.contracts.fields import FieldDefinition, FieldValue
from app.contracts.filters import Filter
from app.contracts.people import Label, UserRole


class CustomerSetUp(Wire):
    """``GET /api/v1/customers/set-up``: what a customer's form is made of; who sets it up ``PUT``s all of it.

    ``tags``: suggested or in use; said by ``PUT``, those to be suggested. ``retired``: fields that were left
    out of the form; their values are kept and come back with them. ``version``: said again by ``PUT``, a
    set-up that somebody else changed meanwhile is refused (set-up-changed, with ``present``). What is wrong
    with a set-up is said at once (set-up-wrong; ``present.faults``: a list of ``SetUpFault``).
    """

    fields: list[FieldDefinition] = []
    consents: list[Label] = []
    tags: list[str] = []
    suggested: list[str] = []  # of ``tags``
    retired: list[FieldDefinition] = []
    version: str = ""


class SetUpFault(Wire):
    """``subject``: "field.<code>", "consent.<code>", "tags" or "" for the whole."""

    subject: str
    zh: str
    en: str


# --- segments: GET, POST /segments; PUT, DELETE /segments/{id}; GET /segments/{id}/customers --


class NewSegment(Wire):
    name: str = Field(min_length=1, max_length=120)
    filter: Filter
    shared: bool = False  # else hers alone


class SegmentView(Wire):
    """``count``: when it was last counted (``counted_at``); None: not yet."""

    segment_id: str
    name: str
    filter: Filter
    shared: bool
    mine: bool
    count: int | None = None
    counted_at: datetime | None = None


class FilterCount(Wire):
    """``POST /api/v1/segments/count`` with a Filter: how many, and the first few. Not ``complete``: at least
    so many; the counting was ended, since somebody waits."""

    count: int
    complete: bool = True
    first: list[CustomerView] = []


class ExportWish(Wire):
    """Body of ``POST /api/v1/customers/export``: the file comes back. Needs the right ``customers.export``;
    what
    the person may not see is masked in the file too; noted with the reason."""

    format: Literal["csv", "xlsx"] = "xlsx"
    segment_id: str | None = None
    filter: Filter | None = None
    columns: list[str] = Field(default=[], max_length=60)
    reason: str = Field(min_length=1, max_length=200)


# --- tags by rule: GET, POST /tag-rules; PUT, DELETE /tag-rules/{id}; POST /tag-rules/test --


class NewTagRule(Wire):
    """Sets ``tag`` on whom ``filter`` holds for; takes it away again where ``takes_away``."""

    name: str = Field(min_length=1, max_length=120)
    tag: str = Field(min_length=1, max_length=40)
    filter: Filter
    takes_away: bool = True
    active: bool = True


class TagRuleView(Wire):
    rule_id: str
    name: str
    tag: str
    filter: Filter
    takes_away: bool
    active: bool
    last_run_at: datetime | None = None
    matched: int | None = None


class TagRuleTest(Wire):
    """Answer of the test: who would get the tag, who would lose it. Not ``complete``: at least so many."""

    matched: int
    complete: bool = True
    would_get: int
    would_lose: int
    first: list[CustomerView] = []


# --- import: POST /customers/imports (the file), PUT …/{id}/mapping, POST …/{id}/run, POST …/{id}/undo --

ImportState = Literal["UPLOADED", "CHECKED", "RUNNING", "DONE", "UNDONE", "FAILED"]


class ImportColumn(Wire):
    """``target``: "name", "number", "email", …, "field.<code>", "tag"; "" is left out. Suggested at first."""

    header: str
    target: str = ""
    samples: list[str] = []


class ImportMapping(Wire):
    """``when_known``: what becomes of a row whose number is a customer's already."""

    targets: list[str]
    when_known: Literal["skip", "update", "new"] = "update"
    tag: str = Field(default="", max_length=40)  # set on all that come in


class ImportFault(Wire):
    """``row``: as the spreadsheet counts. ``value`` is short and masked where it is private."""

    row: int
    column: str
    zh: str
    en: str
    value: str = ""


class ImportView(Wire):
    import_id: str
    state: ImportState
    file_name: str
    rows: int
    columns: list[ImportColumn] = []
    mapping: ImportMapping | None = None
    would_create: int = 0
    would_update: int = 0
    would_skip: int = 0
    bad_rows: int = 0
    errors: list[ImportFault] = []  # the first hundred
    preview: list[CustomerView] = []
    done_rows: int = 0
    created: int = 0
    updated: int = 0
    skipped: int = 0
    undoing: bool = False  # RUNNING backwards
    stays: int = 0  # rows that the undo left, since somebody changed them meanwhile
    stayed: list[ImportFault] = []  # the first hundred of them
    started_by: str = ""
    at: datetime
    undoable: bool = False


# --- duplicates: GET /customers/duplicates; POST /customers/merges; POST /customers/merges/{id}/undo --


class DuplicateView(Wire):
    """Two files that are probably one person's. ``score``: 0 to 1. ``why``: "number", "email",
    "name-address".
    """

    pair_id: str
    first: CustomerView
    second: CustomerView
    score: float
    why: list[str]


class MergeWish(Wire):
    """``survivor_id`` stays. ``take``: fields whose value comes from the other ("name", "field.size", …)."""

    survivor_id: str
    other_id: str
    take: list[str] = Field(default=[], max_length=80)


class MergeView(Wire):
    merge_id: str
    survivor_id: str
    other_id: str
    other_name: str
    at: datetime
    by: str
    undoable_until: datetime
    undone: bool = False


class NotDuplicates(Wire):
    """Body of ``POST /api/v1/customers/duplicates/{pair_id}/dismiss``."""

    reason: str = Field(default="", max_length=200)


class Dismissed(Wire):
    """Answer: they are two people, and the pair is not shown again."""

    pair_id: str


# --- leave to see private data: /access-requests --

AccessState = Literal["OPEN", "GRANTED", "REFUSED", "EXPIRED", "WITHDRAWN"]


class NewAccessRequest(Wire):
    """Body of ``POST /api/v1/access-requests``. ``customer_id`` None: of all customers (rarely granted)."""

    customer_id: str | None = None
    reason: str = Field(min_length=3, max_length=200)
    minutes: int = Field(default=60, ge=5, le=8 * 60)


class AccessRequestView(Wire):
    """Who asked sees her own, who may approve sees all."""

    request_id: str
    state: AccessState
    user_id: str
    user_name: str
    customer_id: str | None
    customer_name: str
    reason: str
    minutes: int
    asked_at: datetime
    decided_at: datetime | None = None
    decided_by: str = ""
    decision_note: str = ""
    expires_at: datetime | None = None


class AccessDecision(Wire):
    """Body of ``POST /api/v1/access-requests/{request_id}/decide``. Nobody decides on her own request."""

    grant: bool
    minutes: int | None = Field(default=None, ge=5, le=8 * 60)
    note: str = Field(default="", max_length=200)


PrivateKind = Literal["number", "email", "address", "name", "fields"]


class ViewingPolicy(Wire):
    """``GET, PUT /api/v1/viewing-policy``: what each role sees in full without asking. ``fields``: own fields
    that are marked as private."""

    in_full: dict[UserRole, list[PrivateKind]]


class SecretField(Wire):
    """``POST /api/v1/customers/{id}/reveal-fields``: all private fields for one look; noted."""

    values: dict[str, FieldValue]
