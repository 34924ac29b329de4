"""The sample company's flows and those that come with Seatline are sound, and lead where callers expect."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.server.core.flow.plan import Menu, ToQueue
from app.server.flows.builtin import built_in_flows, prompt_names
from app.server.flows.check import check_flow
from app.server.flows.files import as_flow_file, parse_yaml
from app.server.flows.model import FlowFile, Known
from app.server.flows.systems import OWN_SYSTEMS
from app.server.sample import generate

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
COMPANY = generate(now=NOW)


def _read(path: Path) -> FlowFile:
    data, defect = parse_yaml(path.read_text("utf-8"))
    flow = as_flow_file(data)
    assert flow is not None and defect is None, path
    return flow


SAMPLE = {flow.flow_id: flow for flow in map(_read, sorted((RESOURCES / "sample/flows").glob("*.yaml")))}
ALL = {**built_in_flows(), **SAMPLE}
QUEUES = {queue.queue_id for queue in COMPANY.queues}


def _known() -> Known:
    names = Known(queues=QUEUES)
    flows = {name: check_flow(name, file.definition, names).flow for name, file in ALL.items()}
    texts = yaml.safe_load((RESOURCES / "prompts/prompts.yaml").read_text("utf-8"))
    planned = {f"{language}/{entry['key']}" for entry in texts for language in ("zh", "en")}
    return Known(
        queues=QUEUES,
        flows={name: flow for name, flow in flows.items() if flow is not None},
        hours={each.hours.hours_id for each in COMPANY.hours},
        prompts=prompt_names() | planned,
        systems=OWN_SYSTEMS,
    )


KNOWN = _known()


@pytest.mark.parametrize("flow_id", ALL)
def test_nothing_is_wrong_with_it(flow_id: str) -> None:
    found = check_flow(flow_id, ALL[flow_id].definition, KNOWN)
    assert [f"{each.place('en')}: {each.reason('en')}" for each in found.defects] == []
    assert found.ok


def test_those_that_others_rely_on_come_with_seatline() -> None:
    assert set(built_in_flows()) == {"call-back", "message", "sms-place", "survey", "closed"}


@pytest.mark.parametrize(("number", "queue_id"), [("4002", "sales"), ("4003", "service")])
def test_direct_numbers_lead_to_their_queue(number: str, queue_id: str) -> None:
    file = next(item.flow_file for item in COMPANY.numbers if item.number == number)
    flow = _read(RESOURCES / file).definition
    nodes: dict[str, Any] = flow["nodes"]
    assert [node["queue"] for node in nodes.values() if node["type"] == "queue"] == [queue_id]


@pytest.mark.parametrize("name", ["menu", "menu-en"])
def test_the_main_menu_leads_to_three_queues_and_falls_back_to_sales(name: str) -> None:
    flow = KNOWN.flows["main-menu"] if KNOWN.flows else None
    assert flow is not None
    menu = flow.nodes[name]
    assert isinstance(menu, Menu)
    nodes = {key: flow.nodes.get(target) for key, target in menu.options.items()}
    queues = {key: node.queue_id for key, node in nodes.items() if isinstance(node, ToQueue)}
    assert queues == {"1": "sales", "2": "service", "3": "complaints", "0": "service"}
    otherwise = flow.nodes[menu.otherwise]
    assert isinstance(otherwise, ToQueue) and otherwise.queue_id == "sales"


def test_the_example_of_the_guide_is_sound() -> None:
    guide = (RESOURCES.parent / "docs/flows.md").read_text("utf-8")
    data, defect = parse_yaml(guide.split("```yaml\n")[1].split("```")[0])
    assert defect is None
    flow = as_flow_file(data)
    assert flow is not None
    known = replace(
        KNOWN,
        prompts=KNOWN.prompts and {*KNOWN.prompts, "zh/shop-menu", "en/shop-menu"},
        systems={"shop": ("order",)},
        skills={"english"},
    )
    found = check_flow(flow.flow_id, flow.definition, known)
    assert [f"{each.place('en')}: {each.reason('en')}" for each in found.defects] == []
