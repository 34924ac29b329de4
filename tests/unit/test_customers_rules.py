"""Numbers in one form, and what a search box's text means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.server.customers.rules import number_fragment, to_e164
from app.server.storage.errors import InvalidValueError
from app.server.storage.paging import decode_cursor, encode_cursor


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("13812345678", "+8613812345678"),
        ("+8613812345678", "+8613812345678"),
        ("8613812345678", "+8613812345678"),
        ("008613812345678", "+8613812345678"),
        ("013812345678", "+8613812345678"),
        ("138-1234-5678", "+8613812345678"),
        ("021-58765678", "+862158765678"),
        ("+44 20 7946 0958", "+442079460958"),
        ("1001", "1001"),
        ("4001", "4001"),
        ("anonymous", ""),
        ("", ""),
    ],
)
def test_one_form_for_all_ways_of_writing_a_number(number, expected):
    assert to_e164(number) == expected


@given(st.text(max_size=80))
def test_any_text_is_survived_and_the_form_is_stable(text):
    assert to_e164(to_e164(text)) == to_e164(text)


@pytest.mark.parametrize(
    ("query", "fragment"),
    [("李明", None), ("", None), ("123", ""), ("5678", "5678"), ("138 1234", "1381234"), ("Li 4", None)],
)
def test_digits_search_numbers_and_words_search_names(query, fragment):
    assert number_fragment(query) == fragment


def test_cursors_come_back_and_foreign_ones_are_refused():
    assert decode_cursor(encode_cursor(5, "甲"), (int, str)) == (5, "甲")
    for foreign in ("", "a", encode_cursor("5", "x"), encode_cursor(5), encode_cursor(2**63, "x"), "é"):
        with pytest.raises(InvalidValueError):
            decode_cursor(foreign, (int, str))
