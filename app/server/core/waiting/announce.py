"""What a waiting caller is told: his place, how long it will take, and that he is not forgotten.

In:  the queue's rules, what he was told so far, his place, what is expected. Out: prompts, and when to look
next. Pure; ``attend.py`` plays them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.server.core.flow.say import prompts_of
from app.server.core.flow.spoken import say_number
from app.server.core.waiting.estimate import Estimate
from app.server.core.waiting.plan import Announcements
from app.server.core.waiting.score import Told

LOOK_AGAIN_S = 15  # where there was nothing better to say
LEAST_GAP_S = 5
FARTHEST_PLACE = 99  # beyond it, a place is no comfort


@dataclass(frozen=True, slots=True)
class Words:
    """``position``, ``estimate``: what of it is said, if it is."""

    prompts: tuple[str, ...]
    position: bool = False
    estimate: Estimate | None = None
    comfort: bool = False


def sentence_position(language: str, position: int) -> tuple[str, ...]:
    """您是下一位; 您前面还有 N 位客户."""
    if position <= 2:
        return (f"{language}/{'position-1' if position == 1 else 'position-before-one'}",)
    number = say_number(language, position - 1, counted=True)
    return (f"{language}/position-before", *number, f"{language}/position-after")


def sentence_wait(language: str, low_s: int, high_s: int) -> tuple[str, ...]:
    """Less than a minute; about n minutes; n to m minutes. Nobody says "nothing to five minutes"."""
    low_min, high_min = max(1, low_s // 60), -(-high_s // 60)
    high = say_number(language, high_min, counted=True)
    minutes = f"{language}/wait-minutes"
    if high_min <= 1:
        return (f"{language}/wait-less-than-a-minute",)
    if low_min == high_min:
        return (f"{language}/wait-about", *high, minutes)
    low = say_number(language, low_min, counted=True)
    return (f"{language}/wait-between", *low, f"{language}/wait-and", *high, minutes)


def words(
    rules: Announcements,
    told: Told,
    queued_at: datetime,
    now: datetime,
    position: int,
    estimate: Estimate | None,
    language: str,
) -> Words | None:
    """What is to be said now; None for nothing. Place and wait come before comfort."""
    if _announces(rules) and now >= _told_from(rules, told, queued_at):
        said = _news(rules, told, position, estimate, language)
        if said is not None:
            return said
    if _comforts(rules) and now >= _comfort_from(rules, told, queued_at):
        prompt = rules.comfort[told.comforts % len(rules.comfort)]
        return Words(prompts_of((prompt,), language, lambda _: ""), comfort=True)
    return None


def hear(told: Told, said: Words, position: int, now: datetime) -> None:
    """He hears it now."""
    told.spoken_at = now
    if said.comfort:
        told.comforts += 1
        return
    told.told_at = now
    if said.position:
        told.position = position
    if said.estimate is not None:
        told.high_s = said.estimate.high_s


def next_look(rules: Announcements, told: Told, queued_at: datetime, now: datetime) -> datetime | None:
    """When there may be something to say again; None where this queue never says anything."""
    moments: list[datetime] = []
    if _announces(rules):
        due = _told_from(rules, told, queued_at)
        moments.append(due if due > now else now + timedelta(seconds=LOOK_AGAIN_S))
    if _comforts(rules):
        moments.append(max(_comfort_from(rules, told, queued_at), now + timedelta(seconds=LEAST_GAP_S)))
    return min(moments, default=None)


def _announces(rules: Announcements) -> bool:
    return rules.first_after_s > 0 and (rules.position or rules.expected_wait)


def _comforts(rules: Announcements) -> bool:
    return rules.comfort_every_s > 0 and bool(rules.comfort)


def _told_from(rules: Announcements, told: Told, queued_at: datetime) -> datetime:
    """Not before this moment, place or wait are said."""
    if told.told_at is None:
        first = queued_at + timedelta(seconds=rules.first_after_s)
        if told.spoken_at is None:
            return first
        return max(first, told.spoken_at + timedelta(seconds=LEAST_GAP_S))
    return told.told_at + timedelta(seconds=max(rules.gap_s, LEAST_GAP_S))


def _comfort_from(rules: Announcements, told: Told, queued_at: datetime) -> datetime:
    return (told.spoken_at or queued_at) + timedelta(seconds=max(rules.comfort_every_s, LEAST_GAP_S))


def _news(
    rules: Announcements, told: Told, position: int, estimate: Estimate | None, language: str
) -> Words | None:
    """Place and wait, each where the rules have it said and it is no worse news than the last."""
    place = rules.position and 1 <= position <= FARTHEST_PLACE
    if rules.only_if_better and told.position:
        place = place and position < told.position
    wait = estimate if rules.expected_wait else None
    if wait is not None and rules.only_if_better and told.high_s and wait.high_s >= told.high_s:
        wait = None
    if not place and wait is None:
        return None
    prompts = sentence_position(language, position) if place else ()
    if wait is not None:
        prompts += sentence_wait(language, wait.low_s, wait.high_s)
    return Words(prompts, position=place, estimate=wait)
