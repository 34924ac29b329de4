"""The sample company's customers: number 1 is the demo's known caller, the others are drawn by chance."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

from app.contracts.customers import CustomerLevel
from app.server.sample import words
from app.server.sample.desk import SHARED_NUMBER
from app.server.sample.dice import weighted
from app.server.sample.model import SampleCustomer

CUSTOMER_COUNT = 500
SHARERS = (0, 1)  # the first two of the others
DEMO_CUSTOMER_ID = "c0001"
DEMO_NAME = "李明"
DEMO_NUMBER = "+8613812345678"

_FOREIGN_SHARE = 0.03
_LEVELS: tuple[tuple[CustomerLevel, float], ...] = (
    ("NORMAL", 72),
    ("SILVER", 18),
    ("GOLD", 7.5),
    ("VIP", 2.5),
)
_VIP_AGENTS = ("1001", "1004", "1010")
_MAIL_DOMAINS = ("example.com", "example.net", "example.org")  # reserved for examples by RFC 2606


class NumberBook:
    """Gives out made-up mobile numbers, each once.

    A known prefix, two zeros and six random digits: they look like Chinese mobile numbers, but nobody's
    number was taken. They are for display only and must not be dialled.
    """

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._given = {DEMO_NUMBER}

    def next(self) -> str:
        while True:
            number = f"+86{self._dice.choice(words.MOBILE_PREFIXES)}00{self._dice.randrange(10**6):06d}"
            if number not in self._given:
                self._given.add(number)
                return number


def make_customers(dice: random.Random, book: NumberBook, now: datetime) -> tuple[SampleCustomer, ...]:
    """All customers, the demo's known one first."""
    others = [_make_customer(dice, book, index, now) for index in range(2, CUSTOMER_COUNT + 1)]
    for index in SHARERS:
        others[index] = replace(others[index], more_numbers=(SHARED_NUMBER,))
    return (_demo_customer(now), *others)


def _demo_customer(now: datetime) -> SampleCustomer:
    return SampleCustomer(
        customer_id=DEMO_CUSTOMER_ID,
        name=DEMO_NAME,
        number=DEMO_NUMBER,
        level="VIP",
        language="zh",
        region="上海",
        email="liming@example.com",
        address="上海市浦东新区滨河路 88 号 3 栋 1201 室",
        tags=("老客户", "智能家居", "延保用户"),
        since=now - timedelta(days=3 * 365 + 40),
        note="下午方便接电话，上门前请先短信联系。",
    )


def _make_customer(dice: random.Random, book: NumberBook, index: int, now: datetime) -> SampleCustomer:
    foreign = dice.random() < _FOREIGN_SHARE
    name, mail_name = _latin_name(dice) if foreign else _chinese_name(dice)
    level = weighted(dice, _LEVELS)
    region, districts = weighted(dice, [(item, 1 / (2 + place)) for place, item in enumerate(words.REGIONS)])
    youngest_days = {"NORMAL": 3, "SILVER": 120, "GOLD": 400, "VIP": 700}[level]
    age_days = youngest_days + int(dice.triangular(0, 5 * 365, 200))
    return SampleCustomer(
        customer_id=f"c{index:04d}",
        name=name,
        number=book.next(),
        level=level,
        language="en" if foreign else "zh",
        region=region,
        email=f"{mail_name}{index}@{dice.choice(_MAIL_DOMAINS)}" if dice.random() < 0.7 else "",
        address=_address(dice, region, districts) if dice.random() < 0.85 else "",
        tags=_tags(dice, age_days),
        since=(now - timedelta(days=age_days, minutes=dice.randrange(1440))).replace(microsecond=0),
        note="" if foreign else dice.choice(words.CUSTOMER_NOTES),
        dedicated_agent=_VIP_AGENTS[index % len(_VIP_AGENTS)] if level == "VIP" else "",
    )


def _chinese_name(dice: random.Random) -> tuple[str, str]:
    """A name and its pinyin; never the demo customer's, so that a search finds only him."""
    while True:
        # The list of surnames is sorted by how frequent they are.
        surname = weighted(dice, [(item, 1 / (6 + place)) for place, item in enumerate(words.SURNAMES)])
        given = dice.choice(words.GIVEN)
        name = surname[0] + given[0]
        if name != DEMO_NAME:
            return name, surname[1] + given[1]


def _latin_name(dice: random.Random) -> tuple[str, str]:
    name = dice.choice(words.LATIN_NAMES)
    return name, name.lower().replace(" ", ".")


def _address(dice: random.Random, region: str, districts: tuple[str, ...]) -> str:
    building, floor = dice.randrange(1, 30), dice.randrange(1, 28)
    return (
        f"{region}市{dice.choice(districts)}{dice.choice(words.ROADS)} {dice.randrange(1, 900)} 号 "
        f"{building} 栋 {floor}{dice.randrange(1, 5):02d} 室"
    )


def _tags(dice: random.Random, age_days: int) -> tuple[str, ...]:
    if age_days < 30:
        return ("新客户",)
    return tuple(dice.sample(words.TAGS, weighted(dice, [(0, 25), (1, 40), (2, 25), (3, 10)])))
