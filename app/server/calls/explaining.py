"""Why this agent: an explanation as it is stored, in sentences of both languages. Pure.

In:  ``Explanation`` (kept in the fact OfferMade), names of agents and skills. Out: two to four sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.server.core.types import Candidate, Explanation

NameOf = Callable[[str], str]
LATER = "later"  # free too, only behind the others: not excluded
_PLACE_IN_STANDING = {"longest-idle": 1, "random-weighted": 1}  # from its end; of all other strategies 2

_RULES: Mapping[str, tuple[str, str]] = {
    "longest-idle": ("空闲最久（{idle}）", "idle longest ({idle})"),
    "fewest-handled": ("今日接听最少（{first:.0f} 通）", "fewest contacts today ({first:.0f})"),
    "least-occupied": ("今日占用率最低（{percent:.0f}%）", "least occupied today ({percent:.0f} %)"),
    "round-robin": ("轮到其接听", "next in turn"),
    "fixed-order": (
        "按固定顺序排在最前（第 {first:.0f} 位）",
        "first in the fixed order (place {first:.0f})",
    ),
    "random-weighted": ("按权重随机抽中", "drawn by lot, by weight"),
}
_SPECIAL: Mapping[str, tuple[str, str]] = {
    "dedicated": ("是该客户的专属坐席", "this customer's own agent"),
    "last-agent": ("上次与该客户通话", "talked with this customer last"),
}
_EXCLUDED: Mapping[str, tuple[str, str]] = {
    "offline": ("未登录", "not signed in"),
    "not-ready": ("未就绪", "not ready"),
    "offered": ("正在振铃", "being offered a call"),
    "talking": ("通话中", "in talk"),
    "wrap-up": ("话后处理中", "in wrap-up"),
    "tech-fault": ("设备故障", "with a technical fault"),
    "no-phone": ("话机未注册", "without a phone"),
    "on-phone": ("占用话机", "on the phone"),
    "skill": ("技能不足", "without the skills"),
    "kept-free": ("空闲，但此客户先等待专属坐席", "free, while the caller waits for one agent first"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """``agent``, ``skill``: names in this language. ``level``: the customer's; ``waited_s`` None: unknown."""

    language: str
    agent: NameOf
    skill: NameOf
    level: str = ""
    waited_s: float | None = None

    def pick(self, pair: tuple[str, str]) -> str:
        return pair[0] if self.language == "zh" else pair[1]


def sentences(why: Explanation, words: Words) -> list[str]:
    """First who and why, then who was not, then why this caller."""
    found = [_chosen(why, words), _excluded(why, words), _relaxed(why, words), _caller(why, words)]
    return [sentence for sentence in found if sentence]


def _chosen(why: Explanation, words: Words) -> str:
    name = words.agent(why.chosen)
    if why.special in _SPECIAL:
        reason = words.pick(_SPECIAL[why.special])
        return f"选中{name}：{reason}。" if words.language == "zh" else f"{name} was chosen: {reason}."
    free = [each for each in why.candidates if each.excluded is None]
    count = len(free) + why.others.get(LATER, 0)
    reason = _reason(why, next((each for each in free if each.agent_id == why.chosen), None), words)
    wanted = wants(why.wants, words)
    if words.language == "zh":
        region = "与来电同区域，" if why.special == "region" else ""
        which = f"的{wanted}" if wanted else ""
        if count < 2:
            return f"选中{name}：{region}唯一空闲{which}坐席。"
        return f"选中{name}：{region}在 {count} 名空闲{which}坐席中{reason}。"
    region = "of the caller's region, " if why.special == "region" else ""
    which = f" with {wanted}" if wanted else ""
    if count < 2:
        return f"{name} was chosen: {region}the only free agent{which}."
    return f"{name} was chosen: {region}{reason} of {count} free agents{which}."


def _reason(why: Explanation, chosen: Candidate | None, words: Words) -> str:
    standing = chosen.standing if chosen else ()
    place = _PLACE_IN_STANDING.get(why.rule, 2)
    first = standing[-place] if len(standing) >= place else 0.0
    text = words.pick(_RULES.get(why.rule, (why.rule, why.rule)))
    idle = duration(chosen.idle_s or 0.0 if chosen else 0.0, words.language)
    return text.format(idle=idle, first=first, percent=100 * first)


def wants(levels: Mapping[str, int], words: Words) -> str:
    """ "英语≥5、贵宾服务≥3", "English ≥ 5 and VIP service ≥ 3"."""
    if words.language == "zh":
        return "、".join(f"{words.skill(skill)}≥{level}" for skill, level in levels.items())
    return " and ".join(f"{words.skill(skill)} ≥ {level}" for skill, level in levels.items())


def _excluded(why: Explanation, words: Words) -> str:
    counts = Counter(each.excluded for each in why.candidates if each.excluded)
    counts.update({reason: number for reason, number in why.others.items() if reason != LATER})
    if not counts:
        return ""
    told = [
        (number, words.pick(_EXCLUDED.get(reason, (reason, reason))))
        for reason, number in counts.most_common()
    ]
    if words.language == "zh":
        return f"排除 {counts.total()} 人：{'、'.join(f'{number} 人{reason}' for number, reason in told)}。"
    return f"{counts.total()} excluded: {', '.join(f'{number} {reason}' for number, reason in told)}."


def _relaxed(why: Explanation, words: Words) -> str:
    if not why.relaxed:
        return ""
    if words.language == "zh":
        return f"等待期间已放宽技能要求 {why.relaxed} 次。"
    times = "once" if why.relaxed == 1 else f"{why.relaxed} times"
    return f"The wanted skills had been relaxed {times} while the caller waited."


def _caller(why: Explanation, words: Words) -> str:
    base, level, extra, ageing = why.score_parts
    waited = "" if words.waited_s is None else f" {duration(words.waited_s, words.language)}"
    chinese = words.language == "zh"
    parts = [
        ("队列" if chinese else "queue", base),
        (f"客户等级 {words.level}" if chinese else words.level or "customer level", level),
        ("流程加分" if chinese else "by the flow", extra),
        (f"等待{waited}" if chinese else f"waited{waited}", ageing),
    ]
    told = [f"{name.strip()} {points:+.1f}" for name, points in parts if abs(points) >= 0.05]
    if chinese:
        place = f"在 {why.line} 名等待者中优先" if why.line > 1 else "无其他人等待"
        return f"此来电{place}：{'，'.join(told)}。" if told else f"此来电{place}。"
    place = f"was first of {why.line} waiting" if why.line > 1 else "was the only one waiting"
    return f"The caller {place}: {', '.join(told)}." if told else f"The caller {place}."


def duration(seconds: float, language: str) -> str:
    """ "4 min 10 s", "4 分 10 秒"; hours without seconds."""
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, rest = divmod(rest, 60)
    units = ("小时", "分", "秒") if language == "zh" else ("h", "min", "s")
    parts = [(hours, units[0]), (minutes, units[1]), (0 if hours else rest, units[2])]
    told = [f"{number} {unit}" for number, unit in parts if number]
    return " ".join(told) or f"0 {units[2]}"
