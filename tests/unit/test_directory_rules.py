"""Rules of queues and opening hours from files: complete, and back; every defect at once, both languages."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.server.core.plan import QueuePlan
from app.server.core.routing.plan import Choice, Membership, Priority, Relaxation
from app.server.core.waiting.plan import (
    Announcements,
    CallBackRules,
    Hours,
    Overflow,
    Reconnect,
    Trigger,
    Waiting,
    Way,
)
from app.server.directory.desk_rules import DeskRules, NoteText
from app.server.directory.forms import Defect
from app.server.directory.hours_rules import definition_of, hours_data, read_hours
from app.server.directory.queue_rules import Known, QueueSheet, read_queue, rings_of, rules_of, sheet_data
from app.server.sample import routing

KNOWN = Known(
    skills={"english", "vip"},
    queues={"sales", "service"},
    flows={"call-back", "message", "survey"},
    hours={"office"},
    users={"1001", "1002"},
    outcomes={"RESOLVED", "FOLLOW_UP"},
    numbers={"7002": "service", "4001": "flow main-menu", "7001": "sales"},
)
# Nothing here is as it is by default, so that a field that is not read is noticed.
UNUSUAL = QueuePlan(
    queue_id="sales",
    ring_s=11,
    wrap_up_s=12,
    music="music/other",
    number="7001",
    wrap_up_more_s=13,
    service_level_s=14,
    short_abandon_s=15,
    choice=Choice(
        strategy="round-robin",
        wants={"english": 5, "vip": 10},
        relax=(Relaxation(20, {"english": 3}), Relaxation(60)),
        senior="last",
        by_region=True,
        dedicated_s=16,
        last_agent_s=17,
        last_agent_days=18,
        ring_more_after_s=19,
        break_resets_idle=True,
    ),
    priority=Priority(2.5, {"VIP": 7.5}, 3.5),
    waiting=Waiting(
        announcements=Announcements(21, 22, False, False, False, ("a", "b"), 23),
        keys={"1": "call-back", "*": "message"},
        grace_s=24,
        call_back=CallBackRules(5, 26, 27, 280, True),
        reconnect=Reconnect(2, 29, 30, 31),
    ),
    overflow=(
        Overflow(Trigger.WAITED_S, Way.QUEUE, "service", 90.0),
        Overflow(Trigger.CLOSED, Way.FLOW, "message"),
        Overflow(Trigger.PER_AGENT, Way.OUTSIDE, "+862112345678", 2.5),
    ),
    hours_id="office",
    survey="survey",
    auto_answer=True,
)
DESK = DeskRules(
    ("RESOLVED",), False, (NoteText("报修", "Repair", "型号：\n故障："),), "先问姓名。\n\n再问型号。"
)
USUAL: dict[str, Any] = {"id": "sales", "name_zh": "售前", "name_en": "Sales"}


def unchanged(one: Any, other: Any, path: str = "") -> list[str]:
    """Fields that are the same in both."""
    found: list[str] = []
    for each in fields(one):
        first, second = getattr(one, each.name), getattr(other, each.name)
        if is_dataclass(first):
            found += unchanged(first, second, f"{path}{each.name}.")
        elif first == second and each.name != "queue_id":
            found.append(path + each.name)
    return found


def test_every_field_of_a_queue_is_read_and_written() -> None:
    assert unchanged(UNUSUAL, QueuePlan("sales", 20, 60)) == [], "this test would not notice these"
    members = {"1001": Membership(2, 3, 4)}
    assert unchanged(DESK, DeskRules()) == []
    sheet = QueueSheet(UNUSUAL, "售前", "Sales", members, DESK)
    again, defects = read_queue(sheet_data(sheet), KNOWN)
    assert ([each.line("en") for each in defects], again) == ([], sheet)


@pytest.mark.parametrize(
    "plan", [QueuePlan("sales", 20, 60), routing.SALES, routing.SERVICE, routing.COMPLAINTS]
)
def test_the_sample_s_rules_and_those_by_default_are_sound(plan: QueuePlan) -> None:
    known = Known(
        skills={skill.code for skill in routing.SKILLS},
        queues={"sales", "service", "complaints"},
        flows={"call-back", "message", "survey"},
    )
    again, defects = read_queue(sheet_data(QueueSheet(plan, "队列", "Queue")), known)
    assert ([each.line("en") for each in defects], again.plan) == ([], plan)
    assert rings_of({"sales": routing.SALES, "service": routing.SERVICE}) == []


WRONG: dict[str, Any] = {
    "id": "Sales Line",
    "name_zh": "售前",
    "number": "4001",
    "ring_s": 0,
    "wrap_up_s": "long",
    "colour": "red",
    "hours": "night",
    "survey": "none-such",
    "choice": {
        "strategy": "cleverest",
        "wants": {"english": 11, "juggling": 3},
        "relax": [{"after_s": 60}, {"after_s": 20}, {"levels": {}}],
        "senior": "maybe",
        "by_region": "yes",
    },
    "priority": {"levels": {"VIP": "much"}, "ageing_per_min": 0},
    "waiting": {"keys": {"1": "nowhere", "x": "message"}, "announcements": {"comfort": ["a", 7]}},
    "overflow": [
        {"when": "full-moon", "way": "queue", "target": "sales"},
        {"when": "waited-s", "way": "queue", "target": "service"},
        {"when": "closed", "way": "outside", "target": "the boss"},
        {"way": "flow"},
        "rubbish",
    ],
    "members": [{"agent": "9999"}, {"agent": "1001"}, {"agent": "1001"}, {"preference": 0}],
}


def test_all_defects_are_found_at_once_with_field_and_reason_in_both_languages() -> None:
    sheet, defects = read_queue(WRONG, KNOWN)
    assert {(each.field, each.code) for each in defects} >= {
        ("id", "bad-id"),
        ("name_en", "missing"),
        ("number", "number-taken"),
        ("ring_s", "out-of-range"),
        ("wrap_up_s", "not-whole"),
        ("colour", "unknown-field"),
        ("hours", "no-hours"),
        ("survey", "no-flow"),
        ("choice.strategy", "unknown-word"),
        ("choice.wants.english", "out-of-range"),
        ("choice.wants.juggling", "no-skill"),
        ("choice.relax[1].after_s", "not-rising"),
        ("choice.relax[2].after_s", "missing"),
        ("choice.senior", "unknown-word"),
        ("choice.by_region", "not-yes-no"),
        ("priority.levels.VIP", "not-a-number"),
        ("priority.ageing_per_min", "out-of-range"),
        ("waiting.keys.1", "no-flow"),
        ("waiting.keys.x", "not-a-key"),
        ("waiting.announcements.comfort[1]", "not-a-text"),
        ("overflow[0].when", "unknown-word"),
        ("overflow[1].threshold", "missing"),
        ("overflow[2].target", "not-a-phone-number"),
        ("overflow[3].when", "missing"),
        ("overflow[4]", "not-a-mapping"),
        ("members[0].agent", "no-agent"),
        ("members[2].agent", "twice"),
        ("members[3].agent", "missing"),
        ("members[3].preference", "out-of-range"),
    }
    said = {each.line("zh") for each in defects} | {each.line("en") for each in defects}
    assert "choice.wants.english: 必须在 1 到 10 之间，而不是 11" in said
    assert "choice.wants.english: must lie between 1 and 10, not 11" in said
    assert "number: the number 4001 is in use already: flow main-menu" in said
    plan = sheet.plan
    assert (plan.ring_s, plan.wrap_up_s, plan.choice.strategy) == (20, 60, "longest-idle"), "sound defaults"
    assert (plan.overflow, dict(plan.waiting.keys), plan.hours_id) == ((), {}, "")


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
some_queue = st.fixed_dictionaries(
    {}, optional=dict.fromkeys((*sheet_data(QueueSheet(UNUSUAL, "", "")), "members", "x"), json_like)
)


@settings(max_examples=150, deadline=None)
@given(json_like | some_queue)
def test_whatever_stands_there_comes_out_as_a_sound_queue(data: object) -> None:
    sheet, defects = read_queue(data, KNOWN)
    assert all(each.line(language) for each in defects for language in ("zh", "en"))
    rules = rules_of(sheet.plan)
    again, left = read_queue(USUAL | rules, KNOWN)
    assert ([each.line("en") for each in left], rules_of(again.plan)) == ([], rules)


def test_what_the_desk_does_with_a_queue_has_defects_said_at_their_place() -> None:
    desk: dict[str, Any] = {
        "outcomes": ["RESOLVED", "NONSENSE", "RESOLVED"],
        "outcome_required": "perhaps",
        "note_templates": [{"name_zh": "报修"}, {"name_zh": "查询", "text": "订单号："}],
        "script": "x" * 8001,
        "colour": "red",
    }
    sheet, defects = read_queue(USUAL | {"desk": desk}, KNOWN)
    assert [each.field for each in defects] == [
        "desk.outcomes", "desk.outcome_required", "desk.note_templates[0].text", "desk.script", "desk.colour",
    ]  # fmt: skip
    assert sheet.desk == DeskRules(("RESOLVED",), True, (NoteText("查询", "查询", "订单号："),))


def test_queues_that_lead_round_without_a_wait_are_found() -> None:
    def plan(queue_id: str, target: str, trigger: str = Trigger.NO_AGENTS) -> QueuePlan:
        return QueuePlan(queue_id, 20, 60, overflow=(Overflow(trigger, Way.QUEUE, target, 5),))

    ring = {"a": plan("a", "b"), "b": plan("b", "c"), "c": plan("c", "b", Trigger.CLOSED)}
    assert rings_of(ring) == [("b", "c", "b")]
    assert rings_of({"a": plan("a", "b"), "b": plan("b", "a", Trigger.WAITED_S)}) == []


OFFICE: dict[str, Any] = {
    "id": "office",
    "name_zh": "工作时间",
    "name_en": "Office hours",
    "timezone": "Asia/Shanghai",
    "week": {"mon-fri": ["09:00-12:00", "13:30-18:00"], "sat": ["22:00-02:00"]},
    "holidays": [
        {"name": "春节", "days": ["2027-02-05..2027-02-07"], "open": ["10:00-24:00"]},
        {"name": "元旦", "days": ["2027-01-01"]},
    ],
    "workdays": {"2027-02-13": "fri"},
}


def test_opening_hours_are_read_and_written() -> None:
    sheet, defects = read_hours(OFFICE)
    assert [each.line("en") for each in defects] == []
    hours = sheet.hours
    assert hours.week[0] == hours.week[4] == ((time(9), time(12)), (time(13, 30), time(18)))
    assert (hours.week[5], hours.week[6]) == (((time(22), time(2)),), ())
    assert hours.holidays[0].days == (date(2027, 2, 5), date(2027, 2, 6), date(2027, 2, 7))
    assert hours.holidays[0].open == ((time(10), time(0)),)
    assert hours.workdays == {date(2027, 2, 13): 4}
    assert read_hours(hours_data(sheet)) == (sheet, [])
    [sample] = routing.HOURS
    names = {"id": "office", "name_zh": "a", "name_en": "b"}
    again, defects = read_hours({**definition_of(sample.hours), **names})
    assert ([each.line("en") for each in defects], again.hours) == ([], sample.hours)


def test_defects_of_opening_hours_are_found_and_then_it_is_always_open() -> None:
    sheet, defects = read_hours(
        {
            "id": "x",
            "name_zh": "一",
            "name_en": "x",
            "timezone": "Asia/Atlantis",
            "week": {"mon": ["9-18"], "tue": ["09:00-12:00", "11:00-13:00"], "someday": [], "wed": "09:00"},
            "holidays": [{"name": "a", "days": ["2027-13-01", "2027-01-09..2027-01-02"]}, {"days": []}],
            "workdays": {"tomorrow": "fri", "2027-01-01": "freitag"},
        }
    )
    assert {(each.field, each.code) for each in defects} == {
        ("timezone", "no-timezone"),
        ("week.mon[0]", "not-a-span"),
        ("week.tue[1]", "spans-cross"),
        ("week.someday", "not-a-weekday"),
        ("week.wed", "not-a-list"),
        ("holidays[0].days[0]", "not-a-day"),
        ("holidays[0].days[1]", "not-a-day"),
        ("holidays[1].days", "missing"),
        ("holidays[1].name", "missing"),
        ("workdays.tomorrow", "not-a-day"),
        ("workdays.2027-01-01", "not-a-weekday"),
    }
    assert sheet.hours.week == (((time(0), time(0)),),) * 7
    assert sheet.hours.timezone == "Asia/Shanghai"


@settings(max_examples=150, deadline=None)
@given(json_like | st.fixed_dictionaries({}, optional=dict.fromkeys(OFFICE, json_like)))
def test_whatever_stands_there_comes_out_as_sound_hours(data: object) -> None:
    sheet, defects = read_hours(data)
    assert isinstance(sheet.hours, Hours)
    assert len(sheet.hours.week) == 7
    assert all(isinstance(each, Defect) and each.line("zh") and each.line("en") for each in defects)
