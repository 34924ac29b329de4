"""The rules of a queue, as they stand in a file and in the database, and as the core takes them.

In:  plain data ({id, name_zh, name_en, ring_s, …, choice, priority, waiting, overflow}) and what there is.
Out: a ``QueueSheet`` with a complete ``QueuePlan``, and every defect; the way back for an export.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from app.server.core.plan import QueuePlan
from app.server.core.routing.plan import MOST_LEVEL, Choice, Membership, Priority, Relaxation
from app.server.core.routing.strategies import STRATEGIES
from app.server.core.waiting.plan import (
    Announcements,
    CallBackRules,
    Overflow,
    Reconnect,
    Trigger,
    Waiting,
    Way,
)
from app.server.directory.desk_rules import DeskRules, desk_data, read_desk_rules
from app.server.directory.forms import Defect, Form

KEYS = frozenset("0123456789*#")
TRIGGERS = (
    Trigger.CLOSED,
    Trigger.NO_AGENTS,
    Trigger.AFTER_CLOSING_S,
    Trigger.WAITED_S,
    Trigger.LENGTH,
    Trigger.EXPECTED_WAIT_S,
    Trigger.PER_AGENT,
)
WITHOUT_THRESHOLD = (Trigger.CLOSED, Trigger.NO_AGENTS)
MAY_BE_ZERO = (*WITHOUT_THRESHOLD, Trigger.AFTER_CLOSING_S)
WAYS = (Way.QUEUE, Way.FLOW, Way.OUTSIDE)
DAY_S = 24 * 3600
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_NUMBER = re.compile(r"\+?[0-9]{3,20}")


@dataclass(frozen=True, slots=True)
class Known:
    """What a queue may name. ``numbers``: who has a number already ("queue sales", "flow main")."""

    skills: Collection[str] = ()
    queues: Collection[str] = ()
    flows: Collection[str] = ()
    hours: Collection[str] = ()
    users: Collection[str] = ()
    outcomes: Collection[str] = ()
    numbers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class QueueSheet:
    """``members``: None where the file says nothing about them."""

    plan: QueuePlan
    name_zh: str
    name_en: str
    members: dict[str, Membership] | None = None
    desk: DeskRules = field(default_factory=DeskRules)


def read_queue(data: object, known: Known) -> tuple[QueueSheet, list[Defect]]:
    """Every field has a sound value, whatever was wrong with it."""
    defects: list[Defect] = []
    form = Form(data if data is not None else "", defects)
    queue_id = form.text("id", needed=True, longest=64)
    if queue_id and not is_id(queue_id):
        form.report("bad-id", queue_id, at="id")
    name_zh = form.text("name_zh", queue_id, needed=True)
    name_en = form.text("name_en", queue_id, needed=True)
    music = form.text("music", "music/calm")
    plan = QueuePlan(
        queue_id=queue_id,
        ring_s=form.whole("ring_s", 20, 1, 600),
        wrap_up_s=form.whole("wrap_up_s", 60, 0, DAY_S),
        music=music if "/" in music else f"music/{music}",
        number=_own_number(form, queue_id, known),
        wrap_up_more_s=form.whole("wrap_up_more_s", 60, 0, 3600),
        service_level_s=form.whole("service_level_s", 20, 1, 3600),
        short_abandon_s=form.whole("short_abandon_s", 5, 0, 3600),
        choice=_choice(form.form("choice"), known),
        priority=_priority(form.form("priority")),
        waiting=_waiting(form.form("waiting"), known),
        overflow=_overflow(form.forms("overflow"), queue_id, known),
        hours_id=form.reference("hours", known.hours, "no-hours"),
        survey=form.reference("survey", known.flows, "no-flow"),
        auto_answer=form.yes_no("auto_answer", False),
    )
    members = _members(form.forms("members"), known) if form.has("members") else None
    desk = read_desk_rules(form.form("desk"), known.outcomes)
    form.done()
    return QueueSheet(plan, name_zh, name_en, members, desk), defects


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _own_number(form: Form, queue_id: str, known: Known) -> str:
    number = form.text("number", longest=40)
    if not number:
        return ""
    if not is_number(number):
        form.report("not-a-phone-number", number, at="number")
        return ""
    if known.numbers.get(number, queue_id) != queue_id:
        form.report("number-taken", number, known.numbers[number], at="number")
        return ""
    return number


def _choice(form: Form, known: Known) -> Choice:
    usual = Choice()
    choice = Choice(
        strategy=form.word("strategy", usual.strategy, STRATEGIES),
        wants=_levels(form.form("wants"), known),
        relax=_relax(form, known),
        senior=form.word("senior", usual.senior, ("", "first", "last")),
        by_region=form.yes_no("by_region", usual.by_region),
        dedicated_s=form.whole("dedicated_s", usual.dedicated_s, 0, DAY_S),
        last_agent_s=form.whole("last_agent_s", usual.last_agent_s, 0, DAY_S),
        last_agent_days=form.whole("last_agent_days", usual.last_agent_days, 1, 3650),
        ring_more_after_s=form.whole("ring_more_after_s", usual.ring_more_after_s, 0, 600),
        break_resets_idle=form.yes_no("break_resets_idle", usual.break_resets_idle),
    )
    form.done()
    return choice


def _levels(form: Form, known: Known) -> dict[str, int]:
    levels: dict[str, int] = {}
    for skill in form.names():
        if skill not in known.skills:
            form.report("no-skill", skill, at=skill)
        elif level := form.whole(skill, 0, 1, MOST_LEVEL):
            levels[skill] = level
    return levels


def _relax(form: Form, known: Known) -> tuple[Relaxation, ...]:
    steps: list[Relaxation] = []
    for entry in form.forms("relax"):
        if not entry.has("after_s"):
            entry.report("missing", at="after_s")
        step = Relaxation(entry.whole("after_s", 0, 1, DAY_S), _levels(entry.form("levels"), known))
        entry.done()
        if steps and 0 < step.after_s <= steps[-1].after_s:
            entry.report("not-rising", at="after_s")
        elif step.after_s:
            steps.append(step)
    return tuple(steps)


def _priority(form: Form) -> Priority:
    usual = Priority()
    levels = dict(usual.levels)
    if form.has("levels"):
        raw = form.form("levels")
        levels = {level: raw.number(level, 0.0, -1000, 1000) for level in raw.names()}
    priority = Priority(
        base=form.number("base", usual.base, -1000, 1000),
        levels=levels,
        ageing_per_min=form.number("ageing_per_min", usual.ageing_per_min, 0.01, 1000),
    )
    form.done()
    return priority


def _waiting(form: Form, known: Known) -> Waiting:
    usual = Waiting()
    waiting = Waiting(
        announcements=_announcements(form.form("announcements")),
        keys=_keys(form.form("keys"), known),
        grace_s=form.whole("grace_s", usual.grace_s, 0, 3600),
        call_back=_call_back(form.form("call_back")),
        reconnect=_reconnect(form.form("reconnect")),
    )
    form.done()
    return waiting


def _announcements(form: Form) -> Announcements:
    usual = Announcements()
    announcements = Announcements(
        first_after_s=form.whole("first_after_s", usual.first_after_s, 0, 3600),
        gap_s=form.whole("gap_s", usual.gap_s, 10, 3600),
        position=form.yes_no("position", usual.position),
        expected_wait=form.yes_no("expected_wait", usual.expected_wait),
        only_if_better=form.yes_no("only_if_better", usual.only_if_better),
        comfort=form.texts("comfort", usual.comfort),
        comfort_every_s=form.whole("comfort_every_s", usual.comfort_every_s, 10, 3600),
    )
    form.done()
    return announcements


def _keys(form: Form, known: Known) -> dict[str, str]:
    keys: dict[str, str] = {}
    for digit in form.names():
        flow_id = form.reference(digit, known.flows, "no-flow")
        if digit not in KEYS:
            form.report("not-a-key", digit, at=digit)
        elif flow_id:
            keys[digit] = flow_id
    return keys


def _call_back(form: Form) -> CallBackRules:
    usual = CallBackRules()
    rules = CallBackRules(
        tries=form.whole("tries", usual.tries, 1, 20),
        retry_after_s=form.whole("retry_after_s", usual.retry_after_s, 10, DAY_S),
        ring_s=form.whole("ring_s", usual.ring_s, 5, 180),
        give_up_after_s=form.whole("give_up_after_s", usual.give_up_after_s, 60, 30 * DAY_S),
        other_numbers=form.yes_no("other_numbers", usual.other_numbers),
    )
    form.done()
    return rules


def _reconnect(form: Form) -> Reconnect:
    usual = Reconnect()
    rules = Reconnect(
        tries=form.whole("tries", usual.tries, 0, 10),
        within_s=form.whole("within_s", usual.within_s, 1, 60),
        ring_s=form.whole("ring_s", usual.ring_s, 5, 180),
        pause_s=form.whole("pause_s", usual.pause_s, 1, 600),
    )
    form.done()
    return rules


def _overflow(forms: list[Form], queue_id: str, known: Known) -> tuple[Overflow, ...]:
    rules = [_overflow_rule(form, queue_id, known) for form in forms]
    return tuple(rule for rule in rules if rule is not None)


def _overflow_rule(form: Form, queue_id: str, known: Known) -> Overflow | None:
    """None: it leads nowhere, so it is left out."""
    for name in ("when", "way", "target"):
        if not form.has(name):
            form.report("missing", at=name)
    trigger = form.word("when", "", TRIGGERS)
    way = form.word("way", "", WAYS)
    target = _target(form, way, queue_id, known)
    threshold = form.number("threshold", 0.0, 0, 1_000_000)
    if trigger and trigger not in MAY_BE_ZERO and threshold <= 0:
        form.report("missing", at="threshold")
        trigger = ""
    form.done()
    return Overflow(trigger, way, target, threshold) if trigger and way and target else None


def _target(form: Form, way: str, queue_id: str, known: Known) -> str:
    if way == Way.FLOW:
        return form.reference("target", known.flows, "no-flow")
    if way == Way.QUEUE:
        target = form.reference("target", {*known.queues, queue_id}, "no-queue")
        if target and target == queue_id:
            form.report("to-itself", at="target")
            return ""
        return target
    target = form.text("target", longest=40)
    if way == Way.OUTSIDE and target and not is_number(target):
        form.report("not-a-phone-number", target, at="target")
        return ""
    return target


def _members(forms: list[Form], known: Known) -> dict[str, Membership]:
    members: dict[str, Membership] = {}
    usual = Membership()
    for form in forms:
        agent = form.reference("agent", known.users, "no-agent")
        membership = Membership(
            preference=form.whole("preference", usual.preference, 1, 9),
            position=form.whole("position", usual.position, 0, 100_000),
            weight=form.whole("weight", usual.weight, 0, 1000),
        )
        if not form.has("agent"):
            form.report("missing", at="agent")
        elif agent in members:
            form.report("twice", agent, at="agent")
        elif agent:
            members[agent] = membership
        form.done()
    return members


def rings_of(plans: Mapping[str, QueuePlan]) -> list[tuple[str, ...]]:
    """Queues that send a caller round without any wait: closed, or with nobody signed in, one to the next."""
    found: list[tuple[str, ...]] = []
    for start in plans:
        path: list[str] = []
        at: str | None = start
        while at is not None and at not in path:
            path.append(at)
            at = _next_at_once(plans.get(at))
        if at == start and min(path) == start:
            found.append((*path, start))
    return found


def _next_at_once(plan: QueuePlan | None) -> str | None:
    rules = plan.overflow if plan else ()
    for rule in rules:
        at_closing = rule.trigger == Trigger.AFTER_CLOSING_S and not rule.threshold
        if rule.way == Way.QUEUE and (at_closing or rule.trigger in WITHOUT_THRESHOLD):
            return rule.target
    return None


def rules_of(plan: QueuePlan, desk: DeskRules | None = None) -> dict[str, Any]:
    """What stands in column ``rules``: all that has no column of its own."""
    choice = asdict(plan.choice)
    waiting = asdict(plan.waiting)
    waiting["announcements"]["comfort"] = list(plan.waiting.announcements.comfort)
    choice["wants"] = dict(plan.choice.wants)
    choice["relax"] = [{"after_s": step.after_s, "levels": dict(step.levels)} for step in plan.choice.relax]
    return {
        "music": plan.music,
        "wrap_up_more_s": plan.wrap_up_more_s,
        "short_abandon_s": plan.short_abandon_s,
        "hours": plan.hours_id,
        "survey": plan.survey,
        "auto_answer": plan.auto_answer,
        "choice": choice,
        "priority": asdict(plan.priority),
        "waiting": waiting,
        "overflow": [
            {"when": rule.trigger, "threshold": rule.threshold, "way": rule.way, "target": rule.target}
            for rule in plan.overflow
        ],
        "desk": desk_data(desk or DeskRules()),
    }


def sheet_data(sheet: QueueSheet) -> dict[str, Any]:
    """The file of a queue: what ``read_queue`` reads."""
    plan = sheet.plan
    data: dict[str, Any] = {
        "id": plan.queue_id,
        "name_zh": sheet.name_zh,
        "name_en": sheet.name_en,
        "number": plan.number,
        "ring_s": plan.ring_s,
        "wrap_up_s": plan.wrap_up_s,
        "service_level_s": plan.service_level_s,
        **rules_of(plan, sheet.desk),
    }
    if sheet.members is not None:
        data["members"] = [{"agent": agent, **asdict(each)} for agent, each in sheet.members.items()]
    return data
