"""Number rules: rewriting, permission, and patterns that nobody can hang the server with."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.server.voice.embedded.signalling.number_rules import (
    NumberRuleError,
    allowed,
    check_pattern,
    check_rule,
    dialled_to_e164,
    rewrite,
)
from app.server.voice.engine import NumberRule

TO_PROVIDER = (
    NumberRule(r"\+86(1\d{10})", r"0\1"),
    NumberRule(r"\+86(\d+)", r"0\1"),
    NumberRule(r"\+(\d+)", r"00\1"),
)


@pytest.mark.parametrize(
    ("number", "sent"),
    [
        ("+8613800138000", "013800138000"),
        ("+861012345678", "01012345678"),
        ("+442079460000", "00442079460000"),
        ("110", "110"),
    ],
)
def test_the_first_rule_that_matches_all_of_the_number_counts(number: str, sent: str) -> None:
    assert rewrite(TO_PROVIDER, number) == sent


@pytest.mark.parametrize(
    ("dialled", "number"),
    [
        ("138 0013 8000", "+8613800138000"),
        ("(010) 1234-5678", "+861012345678"),
        ("+44 20 7946 0000", "+442079460000"),
        ("0044 20 7946 0000", "+442079460000"),
        ("4008001234", "+864008001234"),
        ("110", "110"),
        ("95588", "95588"),
        ("*66", "*66"),
        ("4001", "4001"),
        ("13800138000@evil.example", ""),
        ("13800138000;phone-context=x", ""),
        ("1-800-FLOWERS", ""),
        ("1" * 41, ""),
        ("", ""),
        ("138\r\nTo: x", ""),
    ],
)
def test_what_is_dialled_becomes_e164_or_nothing(dialled: str, number: str) -> None:
    assert dialled_to_e164(dialled) == number


def test_only_what_a_pattern_matches_from_end_to_end_may_go_out() -> None:
    home = (r"\+861[3-9]\d{9}", r"\+86[1-9]\d{8,10}")
    assert allowed(home, "+8613800138000")
    assert not allowed(home, "+88213800138000")  # a satellite at 5 euros a minute
    assert not allowed(home, "110")
    assert not allowed(home, "x+8613800138000")
    assert not allowed((), "+8613800138000")
    assert not allowed((r"\d*",), "1" * 41)


@pytest.mark.parametrize(
    "pattern",
    [r"(\d+)+", r"(\d*)*", r"(1|1)*", r"(?=1)1", r"(1)\1", r"+86.*", r"\d+\d+\d+\d+", "1" * 101, "", "[",
     "(", "1{999}", r"(?P<x>1)", r"\w+", "é"],
)  # fmt: skip
def test_patterns_that_could_hang_or_mislead_are_refused(pattern: str) -> None:
    with pytest.raises(NumberRuleError):
        check_pattern(pattern)


def test_the_plus_sign_is_explained() -> None:
    with pytest.raises(NumberRuleError, match=r"plus sign is written \\\+"):
        check_pattern("+86.*")


@pytest.mark.parametrize(
    "rule", [NumberRule(r"\d+", r"\1"), NumberRule(r"\d+", "x@evil"), NumberRule(r"(\d)", r"\g<1>")]
)
def test_a_replacement_names_only_digits_and_groups_that_exist(rule: NumberRule) -> None:
    with pytest.raises(NumberRuleError):
        check_rule(rule)


_PIECES = ("1", ".", r"\d", "[0-9]", "(", ")", "|", "*", "+", "?", "{1,}", "{2}", r"\+", "(?:", "^", "$", "0")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_no_pattern_that_is_let_through_takes_long(pattern: str) -> None:
    try:
        compiled = check_pattern(pattern)
    except NumberRuleError:
        return
    begun = time.process_time()
    compiled.fullmatch("1" * 39 + "x")
    assert time.process_time() - begun < 0.05
