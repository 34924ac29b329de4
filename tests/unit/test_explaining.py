"""Why an agent was chosen, in sentences that a supervisor reads; in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.server.calls.explaining import Words, duration, sentences
from app.server.core.routing.strategies import STRATEGIES
from app.server.core.types import Candidate, Explanation

NAMES = {"1001": ("王芳", "Fiona Wang")}
SKILLS = {"english": ("英语", "English"), "vip": ("贵宾服务", "VIP service")}


def words(language: str, waited_s: float | None = 182, level: str = "VIP") -> Words:
    place = 0 if language == "zh" else 1
    return Words(
        language,
        agent=lambda agent_id: NAMES.get(agent_id, (agent_id, agent_id))[place],
        skill=lambda skill: SKILLS.get(skill, (skill, skill))[place],
        level=level,
        waited_s=waited_s,
    )


def free(agent_id: str, idle_s: float, *standing: float) -> Candidate:
    return Candidate(agent_id, idle_s, None, standing)


WHY = Explanation(
    rule="longest-idle",
    chosen="1001",
    candidates=(
        free("1001", 250, 7.0),
        free("1002", 90, 8.0),
        free("1003", 10, 9.0),
        *(Candidate(f"2{number}", None, "talking") for number in range(3)),
        *(Candidate(f"3{number}", None, "not-ready") for number in range(2)),
    ),
    wants={"english": 5},
    score=13.0,
    score_parts=(0.0, 10.0, 0.0, 3.0),
    line=4,
)


def test_the_whole_of_it() -> None:
    assert sentences(WHY, words("en")) == [
        "Fiona Wang was chosen: idle longest (4 min 10 s) of 3 free agents with English ≥ 5.",
        "5 excluded: 3 in talk, 2 not ready.",
        "The caller was first of 4 waiting: VIP +10.0, waited 3 min 2 s +3.0.",
    ]
    assert sentences(WHY, words("zh")) == [
        "选中王芳：在 3 名空闲的英语≥5坐席中空闲最久（4 分 10 秒）。",
        "排除 5 人：3 人通话中、2 人未就绪。",
        "此来电在 4 名等待者中优先：客户等级 VIP +10.0，等待 3 分 2 秒 +3.0。",
    ]


@pytest.mark.parametrize(
    ("rule", "standing", "english", "chinese"),
    [
        ("fewest-handled", (4.0, 99.0), "fewest contacts today (4)", "今日接听最少（4 通）"),
        ("least-occupied", (0.425, 99.0), "least occupied today (42 %)", "今日占用率最低（42%）"),
        ("round-robin", (5.0, 99.0), "next in turn", "轮到其接听"),
        ("fixed-order", (2.0, 99.0), "first in the fixed order (place 2)", "按固定顺序排在最前（第 2 位）"),
        ("random-weighted", (0.7,), "drawn by lot, by weight", "按权重随机抽中"),
    ],
)
@pytest.mark.parametrize("senior", [(), (1.0,)])
def test_each_strategy_says_what_it_looked_at(rule, standing, english, chinese, senior) -> None:
    candidates = (free("1001", 5, *senior, *standing), free("1002", 9, *senior, 9.0, 9.0))
    why = replace(WHY, rule=rule, candidates=candidates, wants={})
    assert sentences(why, words("en"))[0] == f"Fiona Wang was chosen: {english} of 2 free agents."
    assert sentences(why, words("zh"))[0] == f"选中王芳：在 2 名空闲坐席中{chinese}。"


def test_every_strategy_has_its_words() -> None:
    for rule in STRATEGIES:
        assert rule not in " ".join(sentences(replace(WHY, rule=rule), words("zh")))


def test_an_own_strategy_is_named() -> None:
    assert "by-star-sign of 3 free agents" in sentences(replace(WHY, rule="by-star-sign"), words("en"))[0]


@pytest.mark.parametrize(
    ("special", "english", "chinese"),
    [
        ("dedicated", "Fiona Wang was chosen: this customer's own agent.", "选中王芳：是该客户的专属坐席。"),
        (
            "last-agent",
            "Fiona Wang was chosen: talked with this customer last.",
            "选中王芳：上次与该客户通话。",
        ),
    ],
)
def test_his_own_agent_needs_no_strategy(special, english, chinese) -> None:
    why = replace(WHY, special=special)
    assert (sentences(why, words("en"))[0], sentences(why, words("zh"))[0]) == (english, chinese)


def test_region_relaxation_and_a_line_of_one() -> None:
    why = replace(WHY, special="region", relaxed=2, line=1, score_parts=(5.0, 0.0, 2.0, 0.0), wants={})
    assert sentences(why, words("en", None, "")) == [
        "Fiona Wang was chosen: of the caller's region, idle longest (4 min 10 s) of 3 free agents.",
        "5 excluded: 3 in talk, 2 not ready.",
        "The wanted skills had been relaxed 2 times while the caller waited.",
        "The caller was the only one waiting: queue +5.0, by the flow +2.0.",
    ]
    assert sentences(why, words("zh", None, ""))[2:] == [
        "等待期间已放宽技能要求 2 次。",
        "此来电无其他人等待：队列 +5.0，流程加分 +2.0。",
    ]


def test_a_large_queue_counts_who_is_not_listed() -> None:
    why = replace(
        WHY,
        candidates=(free("1001", 250, 7.0), free("1002", 90, 8.0)),
        wants={"english": 5, "vip": 3},
        others={"later": 40, "talking": 500, "skill": 120, "some-day": 1},
    )
    assert sentences(why, words("en"))[:2] == [
        "Fiona Wang was chosen: idle longest (4 min 10 s) of 42 free agents "
        "with English ≥ 5 and VIP service ≥ 3.",
        "621 excluded: 500 in talk, 120 without the skills, 1 some-day.",
    ]


def test_the_only_one_free_and_nobody_excluded() -> None:
    why = replace(WHY, candidates=(free("1001", 0, 7.0),), line=0, score_parts=(0.0, 0.0, 0.0, 0.0))
    assert sentences(why, words("en")) == [
        "Fiona Wang was chosen: the only free agent with English ≥ 5.",
        "The caller was the only one waiting.",
    ]
    assert sentences(why, words("zh"))[0] == "选中王芳：唯一空闲的英语≥5坐席。"


def test_an_explanation_of_the_first_version_is_still_told() -> None:
    old = Explanation(
        "longest-idle", "1001", (Candidate("1001", 61.0, None), Candidate("1002", None, "no-phone"))
    )
    assert sentences(old, words("en", None, "")) == [
        "Fiona Wang was chosen: the only free agent.",
        "1 excluded: 1 without a phone.",
        "The caller was the only one waiting.",
    ]


def test_durations() -> None:
    assert [duration(seconds, "en") for seconds in (0, 59.6, 61, 3600, 3725)] == [
        "0 s",
        "1 min",
        "1 min 1 s",
        "1 h",
        "1 h 2 min",
    ]
    assert duration(3725, "zh") == "1 小时 2 分"
