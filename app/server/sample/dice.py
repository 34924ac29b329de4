"""Chance for the sample company: weighted choices, working hours, and sentences filled with products.

All randomness comes from the `random.Random` that is passed in.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta, timezone
from typing import TypeVar

from app.server.sample.words import PRODUCTS

Thing = TypeVar("Thing")

# The sample company works by China Standard Time, which knows no summer time.
COMPANY_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")
OPENING = time(8, 30)
CLOSING = time(20, 0)
# How busy each hour of the day is, by local hour.
_HOURS = {8: 3, 9: 9, 10: 14, 11: 11, 12: 5, 13: 6, 14: 11, 15: 12, 16: 10, 17: 7, 18: 5, 19: 4}
_WEEKEND_SHARE = 0.45


def weighted(dice: random.Random, shares: Sequence[tuple[Thing, float]]) -> Thing:
    """One of the things, each as likely as its share."""
    return dice.choices([thing for thing, _ in shares], [share for _, share in shares])[0]


def working_moment(dice: random.Random, earliest: datetime, latest: datetime) -> datetime:
    """A moment in working hours between two moments, more often at busy hours and on weekdays.

    When the span holds no working hours, any moment in it.
    """
    span_s = max(1.0, (latest - earliest).total_seconds())
    for _ in range(200):
        moment = earliest + timedelta(seconds=int(dice.uniform(0, span_s)))
        local = moment.astimezone(COMPANY_ZONE)
        if not OPENING <= local.time() < CLOSING:
            continue
        liking = _HOURS[local.hour] / max(_HOURS.values())
        if local.weekday() >= 5:
            liking *= _WEEKEND_SHARE
        if dice.random() < liking:
            return moment
    return earliest + timedelta(seconds=int(dice.uniform(0, span_s)))


def local_date_code(moment: datetime) -> str:
    """The company's date of a moment as 20261121, as order and ticket numbers carry it."""
    return moment.astimezone(COMPANY_ZONE).strftime("%Y%m%d")


def choose_product(dice: random.Random, trait: str, owned: Sequence[str]) -> str:
    """A product of the trait (`product`: any), if possible one that the customer owns."""
    fitting = [name for name, _, traits in PRODUCTS if trait == "product" or trait in traits]
    theirs = [name for name in fitting if name in owned]
    return dice.choice(theirs or fitting)


def fill(dice: random.Random, sentences: Sequence[str], owned: Sequence[str]) -> list[str]:
    """Fill the placeholders; the same placeholder means the same product in all the sentences."""
    chosen: dict[str, str] = {}
    filled: list[str] = []
    for sentence in sentences:
        for trait in map(str, re.findall(r"{(\w+)}", sentence)):
            if trait not in chosen:
                chosen[trait] = choose_product(dice, trait, owned)
        # Chinese typesetting puts a space after a Latin letter or a digit that meets a character.
        filled.append(re.sub(r"(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])", " ", sentence.format(**chosen)))
    return filled
