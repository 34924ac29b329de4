"""Queues, skills, hours and numbers from the command line; damaged rows; a running server that follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from app.server.core.flow.plan import HangUp
from app.server.core.routing.plan import Membership
from app.server.core.waiting.plan import NumberHours
from app.server.directory.desk_rules import DeskRules, NoteText
from app.server.directory.sample_loader import load_sample
from app.server.directory.service import DirectoryService
from app.server.sample import generate
from app.server.security.keys import load_keys
from app.server.storage.tables import Flow, FlowVersion, Number, Queue, QueueMember
from tests.integration.test_directory_trunks import Desk, desk

__all__ = ["desk"]

RESOURCES = Path(__file__).parents[2] / "resources"
QUEUE = """
id: night
name_zh: 夜间
name_en: Night
number: 7009
ring_s: 15
choice:
  strategy: fixed-order
  wants: {english: 5}
  relax:
    - {after_s: 30}
waiting:
  keys: {"1": call-back}
overflow:
  - {when: waited-s, threshold: 60, way: queue, target: sales}
auto_answer: true
desk:
  outcomes: [RESOLVED]
  outcome_required: false
  note_templates: [{name_zh: 报修, name_en: Repair, text: "型号:\\n故障:"}]
  script: 先问姓名。
members:
  - {agent: "1001", preference: 2, position: 1}
  - {agent: "1002"}
"""


@pytest.fixture
def company(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr("app.server.directory.sample_loader.hash_password", lambda _password: "unused")
    whole = generate(now=datetime(2026, 11, 21, 9, 0, tzinfo=UTC))
    small = replace(whole, customers=whole.customers[:3], orders=(), calls=(), tickets=())
    load_sample(desk.database, small, RESOURCES, load_keys(desk.data).phones, desk.data)
    yield desk


def test_a_queue_is_imported_exported_and_imported_again(company: Desk, tmp_path: Path) -> None:
    path = tmp_path / "night.yaml"
    path.write_text(QUEUE, "utf-8")
    assert company.run("queue", "check", str(path))[0] == 0
    assert "night" not in company.directory().plan.queues, "checked, not taken over"
    code, out, _ = company.run("queue", "import", str(path))
    assert (code, out) == (0, "Queue night is imported.\n")
    plan, desk_rules = company.directory().plan, company.directory().desk_rules
    night = plan.queues["night"]
    assert night.auto_answer
    assert desk_rules["night"] == DeskRules(
        ("RESOLVED",), False, (NoteText("报修", "Repair", "型号:\n故障:"),), "先问姓名。"
    )
    assert (night.number, night.ring_s, night.wrap_up_s, night.choice.wants) == (
        "7009",
        15,
        60,
        {"english": 5},
    )
    assert plan.agents["1001"].memberships["night"] == Membership(2, 1, 1)
    assert "night" in plan.agents["1002"].queue_ids
    assert "night" not in plan.agents["1002"].memberships
    assert ("queue.imported", "night", "") in company.audit()
    exported = tmp_path / "all.yaml"
    exported.write_text(company.run("queue", "export")[1], "utf-8")
    company.database.write_now(lambda session: session.execute(delete(QueueMember)))
    company.database.write_now(lambda session: session.execute(update(Queue).values(rules={}, number="")))
    code, out, err = company.run("queue", "import", str(exported))
    assert (code, out.count("is imported")) == (0, 4), err
    assert company.directory().plan == plan
    assert company.directory().desk_rules == desk_rules


def test_a_file_with_defects_changes_nothing_and_says_all_of_them(company: Desk, tmp_path: Path) -> None:
    before = company.directory().plan
    path = tmp_path / "bad.yaml"
    path.write_text(
        QUEUE + "---\nid: other\nname_zh: 其他\nname_en: Other\nring_s: soon\nchoice: {strategy: best}\n",
        "utf-8",
    )
    code, _, err = company.run("queue", "import", str(path))
    assert code == 1
    assert "2 defects; nothing was changed. 共 2 处错误" in err
    assert f"{path} (2): ring_s: must be a whole number, not soon\n    必须是整数，而不是 soon" in err
    assert "choice.strategy: best is not known; known are longest-idle" in err
    assert company.directory().plan == before
    path.write_text("id: [unclosed", "utf-8")
    assert company.run("queue", "check", str(path))[0] == 1
    ring = "id: {}\nname_zh: 甲\nname_en: A\noverflow: [{{when: closed, way: queue, target: {}}}]\n"
    path.write_text(ring.format("a", "b") + "---\n" + ring.format("b", "a"), "utf-8")
    code, _, err = company.run("queue", "import", str(path))
    assert code == 1
    assert "these rules lead round in a circle: a → b → a" in err


def test_skills_hours_and_numbers(company: Desk, tmp_path: Path) -> None:
    assert company.run("skill", "add", "french", "--zh", "法语", "--en", "French")[0] == 0
    assert company.run("skill", "set", "1002", "french", "7")[0] == 0
    assert company.run("skill", "set", "1002", "english", "0")[0] == 0
    assert company.run("skill", "set", "1002", "french", "11")[0] == 1
    assert company.run("skill", "set", "1002", "juggling", "1")[0] == 1
    assert company.directory().plan.agents["1002"].skills == {"french": 7}
    path = tmp_path / "hours.yaml"
    path.write_text(company.run("hours", "export", "office")[1].replace("id: office", "id: shop"), "utf-8")
    assert company.run("hours", "import", str(path))[0] == 0
    assert company.run("number", "set", "4008", "sales", "--hours", "shop", "--closed-flow", "closed")[0] == 0
    plan = company.directory().plan
    assert plan.hours["shop"].week == plan.hours["office"].week
    assert plan.numbers["4008"].flow_id == "sales"
    assert plan.number_hours["4008"] == NumberHours("shop", "closed")
    assert company.run("number", "set", "4009", "message")[0] == 0, "a flow that comes with Seatline"
    for words in (
        ("7001", "sales"),
        ("1001", "sales"),
        ("4010", "none"),
        ("4010", "sales", "--hours", "shop"),
    ):
        assert company.run("number", "set", *words)[0] == 1, words
    assert company.run("number", "remove", "4008")[0] == 0
    assert "4008" not in company.directory().plan.numbers
    path.write_text("id: x\nname_zh: 一\nname_en: x\nweek: {mon: [9-18]}\n", "utf-8")
    code, _, err = company.run("hours", "check", str(path))
    assert (code, "week.mon[0]: 9-18 is no span of time" in err) == (1, True)


def test_damaged_rows_are_said_and_lived_with(company: Desk) -> None:
    def damage(session) -> None:
        session.get_one(Queue, "sales").rules = {
            "choice": {"strategy": "best", "dedicated_s": 9},
            "survey": "gone",
        }
        session.get_one(Queue, "service").rules = ["not", "even", "a", "mapping"]
        broken = {"language": "zh", "start": "nowhere", "nodes": {}}
        session.get_one(Flow, "sales").definition = broken
        session.get_one(Flow, "sales").version = 2
        session.get_one(Flow, "service").definition = broken
        session.execute(delete(FlowVersion).where(FlowVersion.flow_id == "service"))
        session.get_one(Number, "4001").hours_id = "gone"

    company.database.write_now(damage)
    directory = company.directory()
    plan = directory.plan
    sales = plan.queues["sales"]
    assert (sales.choice.strategy, sales.choice.dedicated_s, sales.survey) == ("longest-idle", 9, "")
    assert plan.queues["service"].ring_s == 20
    assert plan.numbers["4002"].version == 1, "the last good version answers"
    flow = plan.numbers["4003"]
    assert flow.nodes[flow.start] == HangUp(("unavailable",))
    assert "4001" not in plan.number_hours
    said = " ".join(directory.faults)
    for part in (
        "Queue sales: choice.strategy: best is not known",
        "Queue service: rules:",
        "version 1 answers instead",
        "Number 4003: its flow service cannot be run",
        "Number 4001: there are no hours 'gone'",
    ):
        assert part in said, part


async def test_a_running_server_follows_what_was_changed(company: Desk, tmp_path: Path) -> None:
    directory: DirectoryService = company.directory()
    before = directory.plan
    assert directory.faults == ()
    assert await directory.follow() is False
    assert directory.plan is before, "nothing was read again"
    assert company.run("skill", "set", "1002", "vip", "3")[0] == 0
    assert await directory.follow() is True
    assert directory.plan.agents["1002"].skills["vip"] == 3
    assert company.run("trunk", "list")[0] == 0
    assert await directory.follow() is False
    await company.database.write(
        lambda session: session.execute(update(Queue).where(Queue.queue_id == "sales").values(ring_s=33))
    )
    assert await directory.follow() is True
    assert directory.plan.queues["sales"].ring_s == 33
