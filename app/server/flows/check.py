"""A flow is read and everything that is wrong with it is found, at once.

In:  a definition as plain data, and what it may name. Out: the flow, or None, and all defects. Never raises.
"""

from __future__ import annotations

import re

from app.server.flows.bounds import within_bounds
from app.server.flows.model import Checked, Defect, Known
from app.server.flows.names import check_names
from app.server.flows.place import Place
from app.server.flows.reader import read_definition
from app.server.flows.uses import check_variables
from app.server.flows.ways import check_ways

MOST_VALUES = 20_000
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def check_flow(flow_id: str, definition: object, known: Known, version: int = 1) -> Checked:
    if not within_bounds(definition, MOST_VALUES):
        return Checked(None, (Defect("too-large", "", "", (str(MOST_VALUES),)),))
    read = read_definition(definition)
    if not _ID.fullmatch(flow_id):
        Place(read.defects, field="id").report("bad-id", flow_id)
    if not read.names:
        return Checked(None, tuple(read.defects))
    flow = read.flow(flow_id, version)
    check_names(read, flow, known)
    check_ways(read, flow, known)
    check_variables(read, flow, known)
    defects = _in_order(read.defects, list(read.nodes))
    return Checked(None if any(defect.grave for defect in defects) else flow, defects)


def _in_order(defects: list[Defect], nodes: list[str]) -> tuple[Defect, ...]:
    """As the nodes stand in the file, each once."""
    place = {name: number for number, name in enumerate(nodes, start=1)}
    return tuple(
        sorted(
            dict.fromkeys(defects), key=lambda defect: place.get(defect.node, 0 if not defect.node else 9999)
        )
    )
