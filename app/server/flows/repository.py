"""Flows and their versions in the database. Every function works inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.core.flow import plan
from app.server.flows.builtin import built_in_flows
from app.server.flows.check import check_flow
from app.server.flows.files import plain
from app.server.flows.model import FlowError, FlowFile, Known
from app.server.storage.tables import Flow, FlowVersion, Number


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    at: datetime
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Listed:
    """``numbers``: those that it answers. ``built_in``: it comes with Seatline, unchanged."""

    flow_id: str
    name_zh: str
    name_en: str
    version: int
    numbers: tuple[str, ...]
    built_in: bool


def known_flows(session: Session, queue_ids: Collection[str] | None = None) -> dict[str, plan.Flow]:
    """Those of them that can be run, to check another one against."""
    files = built_in_flows() | {row.flow_id: file_of(row) for row in session.scalars(select(Flow))}
    names = Known(queues=queue_ids, flows=dict.fromkeys(files, _EMPTY))
    checked = {name: check_flow(name, file.definition, names).flow for name, file in files.items()}
    return {name: flow for name, flow in checked.items() if flow is not None}


def find(session: Session, flow_id: str, version: int | None = None) -> FlowFile:
    """The flow in force, or an earlier version. Raises FlowError."""
    row = session.get(Flow, flow_id)
    if row is None:
        if flow_id in built_in_flows() and version in (None, 1):
            return built_in_flows()[flow_id]
        raise FlowError(f"There is no flow {flow_id}. `seatline admin flow list` lists them.")
    if version is None or version == row.version:
        return file_of(row)
    old = session.get(FlowVersion, (flow_id, version))
    if old is None and version == 1 and flow_id in built_in_flows():
        return built_in_flows()[flow_id]
    if old is None:
        raise FlowError(f"Flow {flow_id} has no version {version}. It is at version {row.version}.")
    return replace(file_of(row), definition=old.definition)


def file_of(row: Flow) -> FlowFile:
    return FlowFile(row.flow_id, row.name_zh, row.name_en, row.definition)


def store(session: Session, flow: FlowFile, note: str, by: str, at: datetime) -> int:
    """A new version that is in force from now on; its number. One that changes nothing is none."""
    definition: dict[str, Any] = plain(flow.definition)
    row = session.get(Flow, flow.flow_id)
    if row is None:
        row = Flow(flow_id=flow.flow_id, name_zh="", name_en="", definition={}, version=_first(flow.flow_id))
        session.add(row)
    elif session.get(FlowVersion, (row.flow_id, row.version)) is None:  # from before there were versions
        session.add(_version(row.flow_id, row.version, row.definition, "", "", at))
    if row.definition == definition:
        row.name_zh, row.name_en = flow.name_zh, flow.name_en
        return row.version
    row.name_zh, row.name_en = flow.name_zh, flow.name_en
    row.definition, row.version = definition, row.version + 1
    session.add(_version(row.flow_id, row.version, definition, note, by, at))
    session.flush()
    return row.version


def versions(session: Session, flow_id: str) -> list[Version]:
    """The newest first."""
    statement = select(FlowVersion).where(FlowVersion.flow_id == flow_id)
    rows = session.scalars(statement.order_by(FlowVersion.version.desc()))
    return [Version(row.version, row.at, row.by, row.note) for row in rows]


def listed(session: Session) -> list[Listed]:
    numbers: dict[str, list[str]] = {}
    for row in session.scalars(select(Number).order_by(Number.number)):
        numbers.setdefault(row.flow_id, []).append(row.number)
    rows = {row.flow_id: row for row in session.scalars(select(Flow))}
    found = [
        Listed(row.flow_id, row.name_zh, row.name_en, row.version, tuple(numbers.get(row.flow_id, ())), False)
        for row in rows.values()
    ]
    found += [
        Listed(name, file.name_zh, file.name_en, 1, (), True)
        for name, file in built_in_flows().items()
        if name not in rows
    ]
    return sorted(found, key=lambda each: each.flow_id)


_EMPTY = plan.Flow("", "", {})


def _first(flow_id: str) -> int:
    """Version 1 of a flow that comes with Seatline is the one it comes with."""
    return 1 if flow_id in built_in_flows() else 0


def _version(
    flow_id: str, number: int, definition: dict[str, Any], note: str, by: str, at: datetime
) -> FlowVersion:
    return FlowVersion(flow_id=flow_id, version=number, definition=definition, note=note, by=by, at=at)
