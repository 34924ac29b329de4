"""How an import looks at each of its steps. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Literal

from app.contracts.customer_work import CustomerSetUp, ImportView
from app.ui.presenters.customer_face import OWN, CustomerRow
from app.ui.presenters.format import when
from app.ui.presenters.ports import Words

WhenKnown = Literal["skip", "update", "new"]


class Step(Enum):
    CHOOSE = "CHOOSE"
    MAP = "MAP"
    CHECK = "CHECK"
    RUN = "RUN"
    DONE = "DONE"


@dataclass(frozen=True, slots=True)
class ColumnRow:
    header: str
    samples: str
    target: str


@dataclass(frozen=True, slots=True)
class FaultRow:
    row: str
    column: str
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class PastImport:
    import_id: str
    file_name: str
    at: str
    who: str
    said: str
    undoable: bool
    running: bool


@dataclass(frozen=True, slots=True)
class ImportFace:
    """``figures``: pairs of name and count. ``progress``: 0 to 1. ``doubled``: targets chosen twice."""

    step: Step
    file_name: str
    rows: str
    columns: tuple[ColumnRow, ...]
    targets: tuple[tuple[str, str], ...]
    doubled: tuple[str, ...]
    when_known: WhenKnown
    tag: str
    figures: tuple[tuple[str, str, str], ...]
    faults: tuple[FaultRow, ...]
    more_faults: str
    preview: tuple[CustomerRow, ...]
    progress: float
    progress_said: str
    undoable: bool
    past: tuple[PastImport, ...]
    working: str
    trouble: str
    offline: bool


def targets(set_up: CustomerSetUp, words: Words) -> tuple[tuple[str, str], ...]:
    """What a column can be: code and name."""
    w = words
    fixed = (
        ("", w("leave out")), ("name", w("Name")), ("number", w("Number")), ("email", w("E-mail")),
        ("address", w("Address")), ("region", w("Place")), ("level", w("Level")),
        ("language", w("Language")), ("tag", w("Tag")), ("note", w("Remark")), ("loyalty", w("Points")),
        ("value", w("Value (¥)")), ("since", w("With us since")), ("dedicated_agent", w("Own agent")),
    )  # fmt: skip
    own = tuple((f"{OWN}{each.code}", w.label(each.name)) for each in set_up.fields)
    consents = tuple((f"consent.{each.code}", w.label(each)) for each in set_up.consents)
    return (*fixed, *own, *consents)


def past_row(each: ImportView, now: datetime, words: Words) -> PastImport:
    w = words
    at = when(each.at, now, w)
    said = {
        "DONE": w("{created} new, {updated} changed", created=each.created, updated=each.updated),
        "UNDONE": w("undone"),
        "RUNNING": w("running"),
        "FAILED": w("failed"),
    }.get(each.state, w("not carried out"))
    running = each.state == "RUNNING"
    return PastImport(each.import_id, each.file_name, at, each.started_by, said, each.undoable, running)


def figures(now: ImportView, words: Words) -> tuple[tuple[str, str, str], ...]:
    """Name, count, tone."""
    if now.state == "UNDONE":
        stays = "hold" if now.stays else "away"
        return ((words("stay, since they were changed meanwhile"), f"{now.stays:,}", stays),)
    if now.state in ("DONE", "FAILED"):
        return (
            (words("new"), f"{now.created:,}", "ready"),
            (words("changed"), f"{now.updated:,}", "talking"),
            (words("with faults"), f"{now.bad_rows:,}", "trouble" if now.bad_rows else "away"),
        )
    return (
        (words("new"), f"{now.would_create:,}", "ready"),
        (words("changed"), f"{now.would_update:,}", "talking"),
        (words("left out"), f"{now.would_skip:,}", "away"),
        (words("with faults"), f"{now.bad_rows:,}", "trouble" if now.bad_rows else "away"),
    )
