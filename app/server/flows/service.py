"""Flows for administrators: checked, imported as a new version, exported, taken back.

In:  files and words of a person. Out: what was done, or all that is wrong. Functions work inside the caller's
transaction and leave an entry in the audit list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.core.flow.plan import Flow
from app.server.flows import repository
from app.server.flows.builtin import prompt_names
from app.server.flows.check import check_flow
from app.server.flows.files import as_flow_file, parse_yaml
from app.server.flows.model import Checked, Defect, FlowError, FlowFile, Known
from app.server.flows.systems import OWN_SYSTEMS
from app.server.security.audit import note_deed
from app.server.storage.tables import HoursRow, Queue, Skill, System


@dataclass(frozen=True, slots=True)
class Found:
    """One file that was looked at; ``flow`` None where it holds none at all."""

    name: str
    flow: FlowFile | None
    checked: Checked


def known_to(session: Session, data_dir: Path) -> Known:
    """What flows may name here."""
    queues = set(session.scalars(select(Queue.queue_id)))
    own = {name: tuple(operations) for name, operations in OWN_SYSTEMS.items()}
    theirs = {row.system_id: tuple(row.operations) for row in session.scalars(select(System))}
    return Known(
        queues=queues,
        flows=repository.known_flows(session, queues),
        hours=set(session.scalars(select(HoursRow.hours_id))),
        prompts=prompt_names(data_dir),
        systems=own | theirs,
        skills=set(session.scalars(select(Skill.skill_id))),
    )


def look(files: Mapping[str, str], known: Known) -> list[Found]:
    """Texts by name of the file; they may name each other."""
    parsed: list[tuple[str, FlowFile | None, Defect | None]] = []
    for name, text in files.items():
        data, defect = parse_yaml(text)
        flow = as_flow_file(data)
        if flow is None and defect is None:
            defect = Defect("not-a-flow", "")
        parsed.append((name, flow, defect))
    together = _with(known, [flow for _, flow, _ in parsed if flow is not None])
    found: list[Found] = []
    for name, flow, defect in parsed:
        if flow is None or defect is not None:
            found.append(Found(name, None, Checked(None, (defect or Defect("not-a-flow", ""),))))
        else:
            found.append(Found(name, flow, check_flow(flow.flow_id, flow.definition, together)))
    return found


def import_flow(session: Session, flow: FlowFile, note: str, by: str, at: datetime) -> int:
    """One that was looked at and is sound. The version that it has now."""
    version = repository.store(session, flow, note, by, at)
    note_deed(session, at, by, "flow.imported", flow.flow_id, f"version {version} {note}".strip())
    return version


def roll_back(session: Session, flow_id: str, version: int, known: Known, by: str, at: datetime) -> int:
    """The old definition as a new version. Raises FlowError, also where it no longer fits what there is."""
    old = repository.find(session, flow_id, version)
    checked = check_flow(flow_id, old.definition, known)
    if checked.flow is None:
        first = next(defect for defect in checked.defects if defect.grave)
        raise FlowError(
            f"Version {version} of {flow_id} no longer fits: {first.place('en')}: {first.reason('en')}."
        )
    now = repository.store(session, old, f"as version {version}", by, at)
    note_deed(session, at, by, "flow.rolled-back", flow_id, f"version {version} as {now}")
    return now


def _with(known: Known, files: Sequence[FlowFile]) -> Known:
    """The others as they will be once these are imported."""
    if known.flows is None:
        return known
    names = replace(known, flows={**known.flows, **{file.flow_id: Flow("", "", {}) for file in files}})
    read = {file.flow_id: check_flow(file.flow_id, file.definition, names).flow for file in files}
    new = {name: flow or Flow(name, "", {}) for name, flow in read.items()}
    return replace(known, flows={**known.flows, **new})
