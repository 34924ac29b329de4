"""Numbers, money, dates and times as callers hear them: read back from the words of the recordings."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from app.server.core.flow.plan import SpokenKind
from app.server.core.flow.spoken import CURRENCIES, say_money, say_number, spoken

FOLDER = Path(__file__).resolve().parents[2] / "resources/prompts"
PIECES: dict[str, dict[str, str]] = yaml.safe_load((FOLDER / "pieces.yaml").read_text("utf-8"))
DIGITS = "零一二三四五六七八九"
ONES = [PIECES[f"n-{n}"]["en"] for n in range(20)]
LANGUAGES = ("zh", "en")


def words(names: tuple[str, ...]) -> str:
    """What is heard; fails where a recording is not listed for its language."""
    texts: list[str] = []
    for name in names:
        language, key = name.split("/")
        if key != "pause":
            texts.append(PIECES[key][language])
    return ("" if names and names[0].startswith("zh") else " ").join(texts)


def say(language: str, kind: str, value: str) -> str:
    return words(spoken(language, SpokenKind(kind), value))


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("0", "零", "zero"),
        ("2", "二", "two"),
        ("10", "十", "ten"),
        ("12", "十二", "twelve"),
        ("20", "二十", "twenty"),
        ("21", "二十一", "twenty-one"),
        ("100", "一百", "one hundred"),
        ("101", "一百零一", "one hundred one"),
        ("112", "一百一十二", "one hundred twelve"),
        ("120", "一百二十", "one hundred twenty"),
        ("200", "两百", "two hundred"),
        ("222", "两百二十二", "two hundred twenty-two"),
        ("1001", "一千零一", "one thousand one"),
        ("1010", "一千零一十", "one thousand ten"),
        ("2000", "两千", "two thousand"),
        ("2050", "两千零五十", "two thousand fifty"),
        ("10000", "一万", "ten thousand"),
        ("10001", "一万零一", "ten thousand one"),
        ("10012", "一万零一十二", "ten thousand twelve"),
        ("11000", "一万一千", "eleven thousand"),
        ("20000", "两万", "twenty thousand"),
        ("101000", "十万一千", "one hundred one thousand"),
        ("120304", "十二万零三百零四", "one hundred twenty thousand three hundred four"),
        ("1000000", "一百万", "one million"),
        ("200000000", "两亿", "two hundred million"),
        ("100000005", "一亿零五", "one hundred million five"),
        ("100050000", "一亿零五万", "one hundred million fifty thousand"),
        ("1000000000000", "一万亿", "one trillion"),
        ("-7", "负七", "minus seven"),
        ("+7", "七", "seven"),
        ("-0", "零", "zero"),
        ("3.50", "三点五", "three point five"),
        ("0.01", "零点零一", "zero point zero one"),
        ("007", "七", "seven"),
        ("12000000000000007", "幺二" + "零" * 14 + "七", "one two" + " zero" * 14 + " seven"),
    ],
)
def test_numbers(value: str, zh: str, en: str) -> None:
    assert say("zh", "number", value) == zh
    assert say("en", "number", value) == en


def test_what_is_counted_has_its_own_two() -> None:
    assert words(say_number("zh", 2, counted=True)) == "两"
    assert words(say_number("zh", 12, counted=True)) == "十二"
    assert words(say_number("zh", 22, counted=True)) == "二十二"
    assert words(say_number("en", 2, counted=True)) == "two"


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("1205", "十二元零五分", "twelve yuan and five fen"),
        ("12.05", "十二元零五分", "twelve yuan and five fen"),
        ("12.5", "十二元五角", "twelve yuan and fifty fen"),
        ("12.00", "十二元", "twelve yuan"),
        ("1255", "十二元五角五分", "twelve yuan and fifty-five fen"),
        ("222", "两元二角二分", "two yuan and twenty-two fen"),
        ("2", "两分", "two fen"),
        ("20", "两角", "twenty fen"),
        ("0", "零元", "zero yuan"),
        ("-500", "负五元", "minus five yuan"),
        ("101 USD", "一美元零一美分", "one dollar and one cent"),
        ("12.30 USD", "十二美元三十美分", "twelve dollars and thirty cents"),
        ("200EUR", "两欧元", "two euros"),
        ("1000000", "一万元", "ten thousand yuan"),
    ],
)
def test_money(value: str, zh: str, en: str) -> None:
    assert say("zh", "money", value) == zh
    assert say("en", "money", value) == en


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("2026-05-01", "二零二六年五月一日", "May first twenty twenty-six"),
        ("2026-11-22T10:00:00+08:00", "二零二六年十一月二十二日", "November twenty-second twenty twenty-six"),
        ("20260301", "二零二六年三月一日", "March first twenty twenty-six"),
        ("2024/2/29", "二零二四年二月二十九日", "February twenty-ninth twenty twenty-four"),
        ("1998-12-31", "一九九八年十二月三十一日", "December thirty-first nineteen ninety-eight"),
        ("1905-01-03", "一九零五年一月三日", "January third nineteen oh five"),
        ("1900-01-03", "一九零零年一月三日", "January third nineteen hundred"),
        ("2005-01-12", "二零零五年一月十二日", "January twelfth two thousand five"),
    ],
)
def test_dates(value: str, zh: str, en: str) -> None:
    assert say("zh", "date", value) == zh
    assert say("en", "date", value) == en


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("13:30", "下午一点半", "one thirty in the afternoon"),
        ("14:00", "下午两点", "two o'clock in the afternoon"),
        ("09:05", "上午九点零五分", "nine oh five in the morning"),
        ("12:00", "中午十二点", "noon"),
        ("12:15", "中午十二点十五分", "twelve fifteen in the afternoon"),
        ("00:00", "凌晨零点", "midnight"),
        ("0:10:59", "凌晨零点十分", "twelve ten at night"),
        ("23:59", "晚上十一点五十九分", "eleven fifty-nine at night"),
    ],
)
def test_times(value: str, zh: str, en: str) -> None:
    assert say("zh", "time", value) == zh
    assert say("en", "time", value) == en


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("0", "零分钟", "zero minutes"),
        ("1", "一分钟", "one minute"),
        ("2", "两分钟", "two minutes"),
        ("12", "十二分钟", "twelve minutes"),
        ("60", "一小时", "one hour"),
        ("125", "两小时零五分钟", "two hours five minutes"),
        ("90", "一小时三十分钟", "one hour thirty minutes"),
    ],
)
def test_minutes(value: str, zh: str, en: str) -> None:
    assert say("zh", "minutes", value) == zh
    assert say("en", "minutes", value) == en


def test_digits_are_read_one_by_one_with_pauses() -> None:
    assert say("zh", "digits", "4001") == "四零零幺"
    assert say("en", "digits", "4001") == "four zero zero one"
    keys = [name.split("/")[1] for name in spoken("en", SpokenKind.DIGITS, "13800138000")]
    assert [len(part.split()) for part in " ".join(keys).split("pause")] == [3, 4, 4]
    assert spoken("zh", SpokenKind.DIGITS, "SO-12") == ("zh/d-s", "zh/d-o", "zh/pause", "zh/d-1", "zh/n-2")
    assert say("zh", "digits", "+86") == "加八六"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("number", ""), ("number", "twelve"), ("number", "1e5"), ("number", "nan"), ("number", "１２"),
        ("number", "1,234"), ("number", "--1"), ("number", "1" * 65), ("digits", ""), ("digits", "12*"),
        ("digits", "12\n3"), ("money", "12.345"), ("money", "12 GBP"), ("money", "¥12"),
        ("date", "2026-02-30"), ("date", "2026-13-01"), ("date", "0000-01-01"), ("date", "tomorrow"),
        ("time", "24:00"), ("time", "1:5"), ("time", "13:60"), ("minutes", "-3"), ("minutes", "3.5"),
        ("text", "  "),
    ],
)  # fmt: skip
def test_rubbish_is_left_out(language: str, kind: str, value: str) -> None:
    assert spoken(language, SpokenKind(kind), value) == ()


def test_a_language_without_words_says_nothing() -> None:
    assert spoken("fr", SpokenKind.NUMBER, "1") == ()
    assert say_number("fr", 1) == say_money("fr", 1) == say_money("zh", 1, "GBP") == ()


def test_text_is_left_to_the_speech_port() -> None:
    assert spoken("zh", SpokenKind.TEXT, " 您好/再见 ") == ("text/zh/您好/再见",)
    assert len(spoken("en", SpokenKind.TEXT, "a" * 900)[0]) < 520


@given(st.sampled_from(LANGUAGES), st.sampled_from(SpokenKind), st.text(max_size=80))
@example("zh", SpokenKind.DATE, "2026-05-01\n")
def test_whatever_a_flow_holds_is_said_or_left_out(language: str, kind: SpokenKind, value: str) -> None:
    names = spoken(language, kind, value)
    if kind is not SpokenKind.TEXT:
        words(names)


def zh_number(text: str) -> int:
    """Read a Mandarin number; its own way, not the one it was made in."""
    for unit, size in (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10)):
        if unit in text:
            at = text.rindex(unit)
            before = text[:at].lstrip("零")
            return (zh_number(before) if before else 1) * size + zh_number(text[at + 1 :])
    text = text.lstrip("零").replace("两", "二")
    return DIGITS.index(text) if text else 0


def en_number(text: str) -> int:
    total = group = 0
    for word in re.split("[ -]", text):
        if word == "hundred":
            group *= 100
        elif word in ("thousand", "million", "billion", "trillion", "quadrillion"):
            power = ("thousand", "million", "billion", "trillion", "quadrillion").index(word) + 1
            total, group = total + group * 1000**power, 0
        elif word in ONES:
            group += ONES.index(word)
        else:
            group += 10 * [PIECES[f"n-{tens}"]["en"] for tens in range(0, 100, 10)].index(word)
    return total + group


# Many zeros, as they make the difference.
AMOUNTS = st.one_of(
    st.integers(0, 10**16 - 1),
    st.lists(st.sampled_from("000012589"), min_size=1, max_size=16).map(lambda digits: int("".join(digits))),
)


@given(AMOUNTS)
@example(9_007_199_254_740_993)
def test_every_number_is_heard_as_what_it_is(number: int) -> None:
    zh = words(say_number("zh", number))
    assert zh_number(zh) == number
    assert "零零" not in zh
    assert not re.search("^一十|[^零]二[百千]|零$", zh) or number == 0
    assert en_number(words(say_number("en", number))) == number


@given(st.decimals(-1000000, 1000000, places=3))
def test_fractions_are_heard_as_what_they_are(number: Decimal) -> None:
    for language, minus, point in (("zh", "负", "点"), ("en", "minus ", " point ")):
        text = words(say_number(language, number))
        whole, _, fraction = text.removeprefix(minus).partition(point)
        read = zh_number if language == "zh" else en_number
        digits = fraction if language == "zh" else fraction.split()
        table = DIGITS if language == "zh" else ONES
        value = Decimal(f"{read(whole)}." + "".join(str(table.index(each)) for each in digits))
        assert (-value if text.startswith(minus) else value) == number


@given(st.integers(0, 10**12), st.sampled_from(CURRENCIES))
def test_every_amount_is_heard_as_what_it_is(amount: int, currency: str) -> None:
    found = re.fullmatch(
        "(?:(.+?)(?:美元|欧元|元))?(?:零?(.)角)?(?:(.+?)(?:美分|欧分|分))?",
        words(say_money("zh", amount, currency)),
    )
    assert found
    whole, tens, cents = (zh_number(part or "") for part in found.groups())
    assert whole * 100 + tens * 10 + cents == amount
    english = re.fullmatch(
        "(?:(.+?) (?:yuan|dollars?|euros?))?(?: and )?(?:(.+?) (?:fen|cents?))?",
        words(say_money("en", amount, currency)),
    )
    assert english
    assert sum(en_number(p) * s for p, s in zip(english.groups(), (100, 1), strict=True) if p) == amount


@given(st.dates())
def test_every_date_is_heard_as_what_it_is(day: date) -> None:
    found = re.fullmatch("(.+)年(.+)月(.+)日", say("zh", "date", day.isoformat()))
    assert found
    year = int("".join(str(DIGITS.index(digit)) for digit in found[1]))
    assert date(year, zh_number(found[2]), zh_number(found[3])) == day
    month, ordinal, *rest = spoken("en", SpokenKind.DATE, day.isoformat())
    assert (month, ordinal) == (f"en/t-month-{day.month}", f"en/t-day-{day.day}")
    assert rest and words(tuple(rest))


@given(st.times())
def test_every_time_is_heard_as_what_it_is(moment: time) -> None:
    value = moment.strftime("%H:%M")
    found = re.fullmatch("(凌晨|上午|中午|下午|晚上)(.+)点(半|(.+)分)?", say("zh", "time", value))
    assert found
    hour = zh_number(found[2]) + 12 * (found[1] in ("下午", "晚上"))
    assert time(hour, 30 if found[3] == "半" else zh_number(found[4] or "")) == time(
        moment.hour, moment.minute
    )
    assert say("en", "time", value)


def test_no_two_times_or_days_sound_alike_in_english() -> None:
    times = {say("en", "time", f"{hour}:{minute:02}") for hour in range(24) for minute in range(60)}
    assert len(times) == 24 * 60
    years = {say("en", "date", f"{year:04}-01-01") for year in range(1, 3000)}
    assert len(years) == 2999


@given(st.integers(0, 10**6))
def test_every_length_of_time_is_heard_as_what_it_is(minutes: int) -> None:
    found = re.fullmatch("(?:(.+)小时)?(?:(.+)分钟)?", say("zh", "minutes", str(minutes)))
    assert found
    assert zh_number(found[1] or "") * 60 + zh_number(found[2] or "") == minutes
