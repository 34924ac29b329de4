"""What customers are found by, and what a query asks for."""

from __future__ import annotations

import pytest

from app.server.customers.search import read_query
from app.server.spoken import syllables
from app.server.storage.customer_words import digits_of, pinyin_of, split, words_of


def test_a_name_is_found_from_each_of_its_syllables_on():
    words = words_of("张小伟").split()
    assert words[:3] == ["张", "小", "伟"]
    assert {"zhangxiaowei", "xiaowei", "wei", "zxw", "xw", "w"} <= set(words)


@pytest.mark.parametrize(
    ("name", "spoken"),
    [("单雄信", "shanxiongxin"), ("曾国", "zengguo"), ("仇英", "qiuying"), ("解晓东", "xiexiaodong")],
)
def test_family_names_are_spoken_as_names(name, spoken):
    assert spoken in words_of(name).split()
    assert pinyin_of(name) == spoken


def test_both_ways_to_speak_a_family_name_find_it():
    words = words_of("单雄信").split()
    assert "shanxiongxin" in words and "danxiongxin" in words


def test_latin_words_stay_words():
    assert words_of("John O'Neil 100%").split() == ["john", "o", "neil", "100"]
    assert split("Zhang_San张三") == ["zhang", "san", "张", "三"]
    assert pinyin_of("吕布 Ltd") == "lvbultd"
    assert syllables("a1") == [(), ()]


def test_numbers_are_kept_as_digits():
    assert digits_of(["+8613812345678", "4001"]) == "8613812345678 4001"


@pytest.mark.parametrize("typed", ["", "   ", "138", "+86", "z", "1%", "-", "()", "\0", "_", "0", "12 3"])
def test_too_little_finds_nobody(typed):
    assert read_query(typed).finds_nobody


@pytest.mark.parametrize(
    ("typed", "words", "digits"),
    [
        ("张", ("张",), ""),
        ("小伟", ("小伟",), ""),
        ("zhang wei", ("zhang", "wei"), ""),
        ("ZhangWei", ("zhangwei",), ""),
        ("1381", (), "1381"),
        ("0138 1234", (), "1381234"),
        ("张伟 5678", ("张伟",), "5678"),
        ("张伟 56", ("张伟", "56"), ""),
        ("T20261121-0042", ("t20261121", "0042"), ""),
        ('"; DROP TABLE', ("drop", "table"), ""),
    ],
)
def test_what_is_asked_for(typed, words, digits):
    query = read_query(typed)
    assert (query.words, query.digits) == (words, digits)
