"""The sample company's flows lead from its numbers to its queues, by prompts that exist."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.server.sample import generate

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
COMPANY = generate(now=NOW)
FILES = [number.flow_file for number in COMPANY.numbers]


def _flow(file: str) -> dict[str, Any]:
    return yaml.safe_load((RESOURCES / file).read_text(encoding="utf-8"))


def _next_nodes(node: dict[str, Any]) -> set[str]:
    if node["type"] == "say":
        return {node["next"]}
    if node["type"] == "menu":
        return {*node["options"].values(), node["otherwise"]}
    return set()


@pytest.mark.parametrize("file", FILES)
def test_every_node_is_known_and_reached(file: str) -> None:
    flow = _flow(file)
    reached: set[str] = set()
    waiting = {flow["start"]}
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= _next_nodes(flow["nodes"][name]) - reached
    assert reached == set(flow["nodes"])


@pytest.mark.parametrize("file", FILES)
def test_prompts_music_and_queues_exist(file: str) -> None:
    flow = _flow(file)
    queue_ids = {queue.queue_id for queue in COMPANY.queues}
    for node in flow["nodes"].values():
        keys = [*node.get("prompts", []), *(node[word] for word in ("invalid", "no_input") if word in node)]
        for key in keys:
            assert (RESOURCES / "prompts" / flow["language"] / f"{key}.opus").is_file(), key
        if node["type"] == "queue":
            assert node["queue"] in queue_ids
            assert (RESOURCES / "music" / f"{node['music']}.opus").is_file()


@pytest.mark.parametrize(("number", "queue_id"), [("4002", "sales"), ("4003", "service")])
def test_direct_numbers_lead_to_their_queue(number: str, queue_id: str) -> None:
    flow = _flow(next(item.flow_file for item in COMPANY.numbers if item.number == number))
    queues = [node["queue"] for node in flow["nodes"].values() if node["type"] == "queue"]
    assert queues == [queue_id]


def test_main_menu_offers_three_queues_repeats_and_falls_back_to_sales() -> None:
    flow = _flow("sample/flows/main-menu.yaml")
    (name, menu) = next((name, node) for name, node in flow["nodes"].items() if node["type"] == "menu")
    queue_of = {key: flow["nodes"][node].get("queue") for key, node in menu["options"].items()}
    assert queue_of == {"1": "sales", "2": "service", "3": "complaints", "*": None}
    assert menu["options"]["*"] == name
    assert flow["nodes"][menu["otherwise"]]["queue"] == "sales"
    assert flow["nodes"][flow["start"]]["prompts"] == ["welcome"]
